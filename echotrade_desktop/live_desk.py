"""What the screen may ask about markets, keys and live trading, and how the app goes from the one to the other."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from echotrade_desktop import settings as settings_file
from echotrade_desktop.engine.arming import LIVE_FILE, Armed, Kept, arm, disarm, keep, kept_in, rearmed
from echotrade_desktop.engine.domain.errors import CommandRejected, EchoTradeError, VaultUnavailable
from echotrade_desktop.engine.domain.live import KeyReport, LiveAccount, LiveState, LiveView, VaultView
from echotrade_desktop.engine.domain.messages import Event, FillRecorded, LeaveLive, OrderChanged
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.secrets import AsyncVault, Vault
from echotrade_desktop.settings import ExchangeMarketName, ExchangeMode, MarketSourceName, Settings

if TYPE_CHECKING:
    from echotrade_desktop.engine.compose import Running

log = logging.getLogger(__name__)

Undo = Callable[[], None]
CheckKey = Callable[[LiveAccount, str, str], Coroutine[Any, Any, KeyReport]]


_NOW_ON = {
    MarketSourceName.BINANCE: "Prices are Binance's own now; trading stays on paper, in a ledger of its own.",
    MarketSourceName.SIMULATED: "This is the practice market again, with its own ledger.",
}
ChangeOver = Callable[[Callable[[], Undo]], "asyncio.Future[None]"]


class LiveDesk:
    """Knows the vault, the market in use, and how far live trading is armed."""

    def __init__(
        self,
        profile: Path,
        settings: Callable[[], Settings],
        engine: Callable[[], "Running"],
        change_over: ChangeOver,
        use: Callable[[Settings], None],
    ) -> None:
        """`use` takes other settings for the next engine, `change_over` starts that."""
        self._profile, self._settings, self._engine = profile, settings, engine
        self._change_over, self._use = change_over, use
        self.check: CheckKey = ask_exchange
        self._checked: tuple[LiveAccount, KeyReport] | None = None
        self._passed_by = False
        self.armed: Armed | None = None
        self.cash: Decimal | None = None  # what the account that was armed in this run is worth

    # --- what the screen asks ---

    def reads(self) -> dict[str, Callable[..., Any]]:
        """Return what is answered at once."""
        return {
            "live": self.view,
            "market_source": lambda: self._settings().market.source.value,
            "live_account": self._account,
        }

    def asks(self) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
        """Return what takes a moment."""
        return {
            "vault": self.vault_view,
            "unlock_vault": self.unlock,
            "check_key": self.check_key,
            "forget_key": self.forget_key,
            "arm": self.arm,
            "leave_live": self.leave_live,
            "use_market": self.use_market,
        }

    def view(self) -> LiveView:
        """Say how live trading stands."""
        if self.armed is None:
            return LiveView(account=self._account())
        return LiveView(self.armed.state, self.armed.account)

    def _account(self) -> LiveAccount:
        """The account that the settings name."""
        chosen = self._settings().exchange
        return LiveAccount(chosen.market.value, chosen.mode.value, chosen.rest_url, chosen.ws_url)

    # --- the vault ---

    async def vault(self) -> AsyncVault:
        """Return the profile's vault."""
        return await vault_of(self._profile).opened()

    async def vault_view(self, account: LiveAccount | None = None) -> VaultView:
        """Say how the vault stands, and whether it has the key of an account."""
        vault = (await self.vault()).vault
        has_key = False
        if not vault.locked:
            name = (account or self._account()).secret_name
            has_key = bool(await (await self.vault()).get(f"{name}.key"))
        return VaultView(vault.kind, vault.locked, vault.is_new, has_key)

    async def unlock(self, passphrase: str) -> VaultView:
        """Open the vault, or make it. Raises `BadInput`, `VaultUnavailable`."""
        await (await self.vault()).unlock(passphrase)
        return await self.vault_view()

    # --- keys ---

    async def check_key(self, account: LiveAccount, key: str = "", secret: str = "") -> KeyReport:
        """Ask what a key may do and keep it when it may be used; without one, ask about the kept key.

        Raises `BadInput` for a key that the exchange does not take, `MarketUnavailable`, `VaultUnavailable`.
        """
        self._checked = None
        vault, name = await self.vault(), account.secret_name
        entered = bool(key or secret)
        if not entered:
            key, secret = await vault.get(f"{name}.key") or "", await vault.get(f"{name}.secret") or ""
        if not key or not secret:
            raise CommandRejected("Enter both the key and its secret; nothing was sent.")
        report = await self.check(account, key.strip(), secret.strip())
        if report.refusal is None:
            if entered:
                await vault.put(f"{name}.key", key.strip())
                await vault.put(f"{name}.secret", secret.strip())
            self._checked = account, report
        return report

    async def forget_key(self, account: LiveAccount) -> None:
        """Take a key out of the vault. Refused while live trading is armed with it."""
        if self.armed is not None and self.armed.account.secret_name == account.secret_name:
            raise CommandRejected("Live trading is armed with this key. Go back to paper first; nothing was changed.")
        vault = await self.vault()
        for part in ("key", "secret"):
            await vault.remove(f"{account.secret_name}.{part}")
        self._checked = None

    # --- from paper to live and back ---

    async def arm(self, account: LiveAccount, typed: str) -> None:
        """Arm live trading on an account whose key was just checked, and start its engine."""
        if self.armed is not None:
            raise CommandRejected("Live trading is armed already; nothing was changed.")
        if self._checked is None or self._checked[0] != account:
            raise CommandRejected("Let the key be checked first; nothing was changed.")
        report, vault = self._checked[1], await self.vault()
        key, secret = [await vault.get(f"{account.secret_name}.{part}") for part in ("key", "secret")]
        armed = await asyncio.to_thread(arm, self._profile, account, report, typed, key or "", secret or "")
        chosen = self._with(account)
        await asyncio.to_thread(settings_file.save, chosen, self._profile)

        def change() -> Undo:
            before, self.armed, self.cash = self._settings(), armed, report.equity
            self._use(chosen)

            def undo() -> None:
                self.armed = None
                disarm(self._profile)
                self._use(before)

            return undo

        self._tell_after(change, f"Live trading is armed: orders go to {account.words}.", "warning")

    def _tell_after(self, change: Callable[[], Undo], sentence: str, level: str = "info") -> None:
        """Change over, and say what is so then."""

        def went(turn: "asyncio.Future[None]") -> None:
            if not turn.cancelled() and turn.exception() is None:
                self._engine().desk.tell(sentence, level)

        self._change_over(change).add_done_callback(went)

    async def leave_live(self) -> None:
        """Go back to paper: at once when nothing is open, else as soon as nothing is; no entries from now on."""
        if self.armed is None:
            raise CommandRejected("This is paper trading already; nothing was changed.")
        if self.armed.state is not LiveState.CLOSING:
            await asyncio.to_thread(keep, self._profile, Kept(self.armed.account, LiveState.CLOSING))
            self.armed.state = LiveState.CLOSING
            self._engine().engine.submit(LeaveLive())
            await self._engine().engine.settle()
        self.look_whether_flat()

    def on_event(self, event: Event) -> None:
        """Follow the engine: the last position of a live ledger that is being left ends it."""
        if isinstance(event, FillRecorded | OrderChanged):
            self.look_whether_flat()

    def look_whether_flat(self) -> None:
        """Go to paper when live trading is to end and nothing is open any more."""
        armed = self.armed
        if armed is None or armed.state is not LiveState.CLOSING:
            return
        book = self._engine().desk.book
        if book.open_positions() or book.live_orders():
            return

        def change() -> Undo:
            disarm(self._profile)
            self.armed = self._checked = None

            def undo() -> None:
                keep(self._profile, Kept(armed.account, LiveState.CLOSING))
                self.armed = armed

            return undo

        self._tell_after(change, "Nothing is open on the live account any more: you are on paper again.")

    async def take_up(self) -> bool:
        """Arm again what an earlier run had armed. False when the vault must be unlocked first.

        Raises `StoreUnavailable`, `VaultUnavailable`, `BadInput` when it cannot be.
        """
        if self.armed is not None or self._passed_by or await asyncio.to_thread(kept_in, self._profile) is None:
            return True
        vault = (await self.vault()).vault
        if vault.locked:
            return False
        self.armed = await asyncio.to_thread(rearmed, self._profile, vault.get)
        return True

    def pass_by(self) -> None:
        """Stay on paper in this run, although live trading is armed."""
        self._passed_by = True

    def is_armed_on_disk(self) -> bool:
        """Whether a start would take up live trading."""
        return (self._profile / LIVE_FILE).exists()

    async def problem_with(self, passphrase: str) -> str:
        """Unlock the vault; return the sentence that says why not, "" when it is open."""
        try:
            await self.unlock(passphrase)
        except EchoTradeError as error:
            return str(error)
        return ""

    # --- the market ---

    async def use_market(self, name: str) -> None:
        """Take prices from another market: "simulated" or "binance". Saved once it runs."""
        if self.armed is not None:
            raise CommandRejected("Live trading follows the exchange's own prices. Go back to paper first.")
        source = MarketSourceName(name)
        before = self._settings()
        if source is before.market.source:
            return
        chosen = replace(before, market=replace(before.market, source=source))

        def change() -> Undo:
            self._use(chosen)
            return lambda: self._use(before)

        turn = self._change_over(change)
        turn.add_done_callback(lambda it: self._keep_market(it, source))

    def _keep_market(self, turn: "asyncio.Future[None]", source: MarketSourceName) -> None:
        if not turn.cancelled() and turn.exception() is None:
            self._engine().desk.tell(_NOW_ON[source])
            self._engine().supervisor.spawn("settings", self._save_market(source))

    async def _save_market(self, source: MarketSourceName) -> None:
        def changed(before: Settings) -> Settings:
            return replace(before, market=replace(before.market, source=source))

        await asyncio.to_thread(settings_file.update, self._profile, changed)

    def _with(self, account: LiveAccount) -> Settings:
        before = self._settings()
        market, mode = ExchangeMarketName(account.market), ExchangeMode(account.mode)
        return replace(before, exchange=replace(before.exchange, market=market, mode=mode))


async def ask_exchange(account: LiveAccount, key: str, secret: str) -> KeyReport:
    """Ask the exchange what a key may do, and what the account is worth."""
    from echotrade_desktop.engine.adapters.binance.account import look_at_key  # noqa: PLC0415  ccxt comes with it

    return await look_at_key(account, key, secret)


def must_be_open(vault: Vault) -> None:
    """Raise `VaultUnavailable` with what to do where nobody can type a passphrase."""
    if vault.locked:
        raise VaultUnavailable(
            "Live trading is armed, but the vault with its key is locked and nobody is there to open it. Nothing was "
            "started; what rests at the exchange goes on protecting. Give the passphrase as systemd's credential "
            "vault-passphrase or in secrets.passphrase_file."
        )
