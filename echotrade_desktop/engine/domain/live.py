"""Live trading in words: which account, what its key may do, and how far it is armed."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

TYPED_WORD = "LIVE"
LEAVING = "leaving live"  # who paused the entries of a live ledger that is to be closed
CLOSING = "live trading ends when the last position is closed"


class LiveState(StrEnum):
    """How far live trading is armed; kept on disk, so that a restart goes on where it was."""

    OFF = "off"
    ARMING = "arming"  # confirmed; queue and traders are not yet set for it
    ARMED = "armed"
    CLOSING = "closing"  # back to paper as soon as nothing is open


@dataclass(frozen=True, slots=True)
class LiveAccount:
    """Which account orders go to. Another mode or market is another account, with a ledger of its own."""

    market: str = "usdm"  # or spot
    mode: str = "real"  # or testnet, demo
    rest_url: str = ""
    ws_url: str = ""

    @property
    def is_real(self) -> bool:
        """Whether it is real money."""
        return self.mode == "real"

    @property
    def ledger(self) -> str:
        """The file of its ledger: `live.db` for the perpetuals of the exchange itself."""
        parts = ["live", "" if self.is_real else self.mode, "" if self.market == "usdm" else self.market]
        return "-".join(part for part in parts if part) + ".db"

    @property
    def secret_name(self) -> str:
        """What its key is called in the vault, before `.key` and `.secret`; each server has keys of its own."""
        if self.rest_url:
            return f"binance.{self.rest_url.rstrip('/')}"
        return "binance.real" if self.is_real else f"binance.{self.mode}.{self.market}"

    @property
    def words(self) -> str:
        """What the screen calls it, such as "Binance USDT perpetuals, real money"."""
        return f"{self.place}, {'real money' if self.is_real else f'play money of its {self.mode}'}"

    @property
    def place(self) -> str:
        """Which market, such as "Binance USDT perpetuals"."""
        return f"Binance {'spot' if self.market == 'spot' else 'USDT perpetuals'}"


class Rights(Protocol):
    """What a key may do; None where the exchange does not say."""

    @property
    def can_trade(self) -> bool | None:
        """Trade on the account's market."""
        ...

    @property
    def can_withdraw(self) -> bool | None:
        """Take money out."""
        ...

    @property
    def ip_restricted(self) -> bool | None:
        """Be used from named addresses only."""
        ...


@dataclass(frozen=True, slots=True)
class RightRow:
    """One thing a key may or may not do: its name, the answer in words, and whether that is good, odd or bad."""

    name: str
    answer: str
    tone: str  # good, warning, bad


@dataclass(frozen=True, slots=True)
class KeyReport:
    """What was found out about a key. `refusal` says why it cannot be armed; `equity` in quote currency."""

    rows: tuple[RightRow, ...]
    refusal: str | None = None
    equity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LiveView:
    """How live trading stands, for the screen."""

    state: LiveState = LiveState.OFF
    account: LiveAccount = LiveAccount()


@dataclass(frozen=True, slots=True)
class VaultView:
    """How the vault stands, for the screen."""

    kind: str
    locked: bool
    is_new: bool
    has_key: bool = False


def report_on(rights: Rights, account: LiveAccount, equity: Decimal | None = None) -> KeyReport:
    """Judge a key: it must be able to trade and must not be able to take money out."""
    rows = (_withdraw(rights.can_withdraw), _trade(rights.can_trade), _address(rights.ip_restricted))
    return KeyReport(rows, _refusal(rights, account), equity)


def _refusal(rights: Rights, account: LiveAccount) -> str | None:
    if rights.can_withdraw:
        return (
            "This key can take money out of the account, so EchoTrade does not use it and has not kept it. "
            "Make a key without withdrawals and transfers, and enter that."
        )
    if rights.can_trade is False:
        where = "spot trading" if account.market == "spot" else "futures"
        return (
            f"This key cannot trade, so EchoTrade stays on paper. Allow {where} for the key at Binance, "
            "then check it again."
        )
    return None


def _withdraw(can: bool | None) -> RightRow:
    if can is None:
        return RightRow("Take money out", "Binance does not say: look it up there", "warning")
    return RightRow("Take money out", "yes: refused" if can else "no, as it should be", "bad" if can else "good")


def _trade(can: bool | None) -> RightRow:
    if can is None:
        return RightRow("Trade", "Binance does not say: the first order will show", "warning")
    return RightRow("Trade", "yes" if can else "no: paper only", "good" if can else "bad")


def _address(restricted: bool | None) -> RightRow:
    if restricted:
        return RightRow("Used from", "addresses you have named", "good")
    told = "anywhere: name your address at Binance" if restricted is False else "Binance does not say"
    return RightRow("Used from", told, "warning")
