"""From paper to live and back, in the real window on the real engine, with an exchange on loopback."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from echotrade_desktop.app import Session
from echotrade_desktop.engine.domain.live import KeyReport, LiveAccount, LiveState
from echotrade_desktop.engine.domain.messages import ClosePosition
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.settings import CallSettings, MarketSourceName, Settings, load, save
from echotrade_desktop.stopping import Stop
from echotrade_desktop.views.arming import ACCOUNT, RIGHTS, WORD, ArmingDialog, RightsPage
from tests.servers.binance.endpoints import Security
from tests.servers.binance.venue import API_KEY, API_SECRET, Venue, binance_exchange
from tests.views.stage import until

pytestmark = pytest.mark.usefixtures("quick_vault")

PASSPHRASE = "correct horse battery"
LEFT = Qt.MouseButton.LeftButton


class Trader:
    """Somebody at the window."""

    def __init__(self, session: Session, venue: Venue) -> None:
        self.session, self.venue = session, venue
        self._messages = 0

    @property
    def window(self):
        return self.session.window

    @property
    def book(self):
        return self.session.parts.desk.book

    async def prices(self) -> None:
        await until(lambda: "BTC/USDT" in self.session.parts.dashboard.get_live_prices())

    def press(self, button: QWidget) -> None:
        assert button.isEnabled(), button.text()
        QTest.mouseClick(button, LEFT)

    async def arm_to(self, page: int, key: str = API_KEY, secret: str = API_SECRET) -> ArmingDialog:
        self.window.open_arming()
        dialog = self.window.findChild(ArmingDialog)
        vault = dialog.account_page.vault
        await until(lambda: vault.view is not None)
        if vault.view.locked:
            vault.first.line.setText(PASSPHRASE)
            vault.again.line.setText(PASSPHRASE)
            self.press(vault.do)
            await until(lambda: not vault.view.locked)
        await until(lambda: vault.view is not None)
        if not vault.view.has_key:
            QTest.keyClicks(dialog.account_page.key.line, key)
            QTest.keyClicks(dialog.account_page.secret.line, secret)
        self.press(dialog.go_on)
        await until(lambda: dialog.go_on.isEnabled() or dialog.pages.currentIndex() == RIGHTS)
        if page == WORD:
            self.press(dialog.go_on)
        return dialog

    async def go_live(self, key: str = API_KEY, secret: str = API_SECRET) -> None:
        dialog = await self.arm_to(WORD, key, secret)
        QTest.keyClicks(dialog.word_page.word.line, "LIVE")
        self.press(dialog.go_on)
        await until(lambda: self.session.live.view().state is LiveState.ARMED and self.book.mode == "live")
        await until(lambda: self.window.header.mode.text == "LIVE")
        await self.prices()

    async def call(self, text: str) -> str:
        from datetime import UTC, datetime

        self._messages += 1
        now = datetime.now(UTC)
        before = set(self.book.signals)
        engine = self.session.parts.engine
        engine.receive(RawMessage(-1, self._messages, 0, now, now, 1, "Harbour Calls", text))
        await engine.settle()
        return (set(self.book.signals) - before).pop()

    async def approve(self, signal_id: str) -> None:
        """The card takes a second press with real money."""
        panel = self.window.approvals
        await until(lambda: signal_id in panel.cards)
        panel.select(signal_id)
        await until(lambda: panel.cards[signal_id].armed and panel.cards[signal_id].can_approve)
        panel.approve_selected()
        assert panel.cards[signal_id].asking
        assert self.book.open_positions() == []
        panel.approve_selected()

    def private_calls(self) -> list[dict]:
        private = {e.name for e in self.venue.gate._endpoints.values() if e.security is not Security.NONE}
        return [line for line in self.venue.journal("call") if line["endpoint"] in private]


async def play(folder: Path, act: Callable[[Trader], Awaitable[None]], source=MarketSourceName.SIMULATED) -> None:
    async with binance_exchange(folder, quotes_every=0.3) as venue:
        await open_on(folder / "profile", venue, act, source)


async def open_on(profile: Path, venue: Venue, act: Callable[[Trader], Awaitable[None]], source) -> None:
    profile.mkdir(exist_ok=True)
    settings = settings_at(profile, venue, source)
    save(settings, profile)

    async def begin(session: Session) -> None:
        await act(Trader(session, venue))

    assert await Session(profile, settings, [], begin).main(Stop()) == 0


def settings_at(profile: Path, venue: Venue, source=MarketSourceName.SIMULATED) -> Settings:
    """The profile's settings with the loopback exchange in Binance's place, and no practice channel."""
    settings = load(profile)[0]
    exchange = replace(settings.exchange, rest_url=venue.rest_url, ws_url=venue.ws_url)
    market = replace(settings.market, source=source, symbols=("BTC/USDT", "ETH/USDT"))
    return replace(settings, exchange=exchange, calls=CallSettings(practice=False), market=market)


def words_in(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


async def test_a_call_is_armed_for_approved_and_found_in_the_exchanges_journal(tmp_path):
    async def act(trader):
        await trader.prices()
        await trader.go_live()
        window = trader.window
        assert window.windowTitle() == "EchoTrade — LIVE"
        assert window._marks.frame.isVisible()
        assert window._marks.frame.size() == window.size()
        assert trader.session.parts.market.name == "Binance"
        assert trader.book.starting_cash == 10_000
        price = trader.session.parts.dashboard.get_live_prices()["BTC/USDT"].price
        await trader.approve(await trader.call(f"BTC LONG {price} SL {price * 97 / 100:.1f}"))
        await until(trader.book.open_positions)
        await until(trader.private_calls)
        (position,) = trader.book.open_positions()
        await until(lambda: trader.venue.futures.account.holding("BTCUSDT").amount == position.quantity)

        window.leave_live()
        await until(lambda: trader.session.live.view().state is LiveState.CLOSING)
        await until(lambda: window.header.mode.text == "LIVE, CLOSING")
        assert window.header.banner.isVisible()
        assert trader.book.mode == "live", "an open live position is never left behind"
        trader.session.parts.engine.submit(ClosePosition(position.position_id))
        await until(lambda: trader.book.mode == "paper")
        await until(lambda: window.header.mode.text == "PAPER")
        assert not window._marks.frame.isVisible()
        assert trader.venue.futures.account.holding("BTCUSDT").amount == 0

    await play(tmp_path, act)
    assert verify(tmp_path / "profile/live.db").ok
    assert verify(tmp_path / "profile/paper.db").ok
    assert not (tmp_path / "profile/live.json").exists()


async def test_on_paper_nothing_private_is_ever_asked_of_the_exchange(tmp_path):
    async def act(trader):
        await trader.prices()
        assert trader.session.parts.market.name == "Binance"
        price = trader.session.parts.dashboard.get_live_prices()["BTC/USDT"].price
        signal_id = await trader.call(f"BTC LONG {price} SL {price * 97 / 100:.1f}")
        panel = trader.window.approvals
        await until(lambda: signal_id in panel.cards and panel.cards[signal_id].armed)
        panel.approve_selected()
        await until(trader.book.open_positions)
        assert trader.private_calls() == []
        assert trader.book.mode == "paper"

    await play(tmp_path, act, MarketSourceName.BINANCE)


async def test_a_key_that_can_withdraw_is_refused_and_not_kept(tmp_path):
    async def act(trader):
        trader.venue.permit(enableWithdrawals=True)
        await trader.prices()
        dialog = await trader.arm_to(RIGHTS)
        assert dialog.pages.currentIndex() == RIGHTS
        assert not dialog.go_on.isEnabled()
        assert "can take money out" in words_in(dialog.rights_page)
        dialog.reject()
        vault = (await trader.session.live.vault()).vault
        assert vault.get(f"{trader.session.live.view().account.secret_name}.key") is None

    await play(tmp_path, act)


@pytest.mark.parametrize(("market", "books", "reduces"), [("usdm", False, True), ("spot", True, False)])
def test_what_live_trading_means_is_said_as_it_is_on_that_market(qtbot, market, books, reduces):
    page = RightsPage()
    qtbot.addWidget(page)
    page.show_report(KeyReport((), None), LiveAccount(market=market))
    assert ("does not book what you pay in" in words_in(page)) == books
    assert ("can only reduce a position" in words_in(page)) == reduces
    assert "Entries never rest there" in words_in(page)


async def test_a_wrong_key_is_a_sentence_and_no_secret_is_echoed(tmp_path):
    async def act(trader):
        await trader.prices()
        dialog = await trader.arm_to(ACCOUNT, key="x" * 64)
        assert dialog.pages.currentIndex() == ACCOUNT
        assert "The key cannot be used." in dialog.problem.text()
        told = "\n".join(w.accessibleName() + w.toolTip() for w in dialog.findChildren(QWidget)) + words_in(dialog)
        assert API_SECRET not in told
        assert dialog.account_page.secret.line.displayText() != API_SECRET

    await play(tmp_path, act)


async def test_nothing_is_armed_without_the_word(tmp_path):
    async def act(trader):
        await trader.prices()
        dialog = await trader.arm_to(WORD)
        for typed in ("live", "LIV", "LIVE!", ""):
            dialog.word_page.word.line.setText(typed)
            dialog.word_page.word.line.textEdited.emit(typed)
            assert not dialog.go_on.isEnabled(), typed
        dialog.reject()
        assert trader.session.live.view().state is LiveState.OFF
        assert not (trader.session.profile / "live.json").exists()
        assert not (trader.session.profile / "live.db").exists()

    await play(tmp_path, act)


async def test_a_restart_asks_for_the_vault_and_takes_up_the_live_position(tmp_path):
    async with binance_exchange(tmp_path, quotes_every=0.3) as venue:
        profile = tmp_path / "profile"

        async def first(trader):
            await trader.prices()
            await trader.go_live()
            price = trader.session.parts.dashboard.get_live_prices()["BTC/USDT"].price
            await trader.approve(await trader.call(f"BTC LONG {price} SL {price * 97 / 100:.1f}"))
            await until(trader.book.open_positions)

        await open_on(profile, venue, first, MarketSourceName.SIMULATED)
        from echotrade_desktop.late_vault import vault_of

        vault_of.cache_clear()
        seen = []

        async def second(trader):
            await trader.prices()
            seen.append((trader.book.mode, len(trader.book.open_positions())))

        settings = load(profile)[0]
        session = Session(profile, settings, [], lambda s: second(Trader(s, venue)))
        running = asyncio.ensure_future(session.main(Stop()))
        from echotrade_desktop.views.start_gate import StartGate

        await until(lambda: hasattr(session, "window") and session.window.findChild(StartGate))
        gate = session.window.findChild(StartGate)
        gate.field.line.setText("not the passphrase")
        QTest.mouseClick(gate.buttons["unlock"], LEFT)
        await until(lambda: (g := session.window.findChild(StartGate)) and g is not gate and g.field.problem)
        gate = session.window.findChild(StartGate)
        gate.field.line.setText(PASSPHRASE)
        QTest.mouseClick(gate.buttons["unlock"], LEFT)
        assert await running == 0
        assert seen == [("live", 1)]
