"""One page for markets, keys and lead traders: each change is one click, and the way back is another."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from echotrade_desktop.app import Session
from echotrade_desktop.engine.domain.leads import LeadCard, LeadRow
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.live import LiveAccount, LiveState, LiveView, VaultView
from echotrade_desktop.engine.domain.read_limits import LimitsView
from echotrade_desktop.secrets import VaultPlace, open_vault
from echotrade_desktop.settings import MarketSourceName, load, save
from echotrade_desktop.stopping import Stop
from echotrade_desktop.views.lead_traders import LeadTradersDialog, confidence_note
from echotrade_desktop.views.start_gate import StartGate
from tests.servers.binance.venue import binance_exchange
from tests.views.fakes import FakeBridge
from tests.views.stage import until
from tests.views.test_arming import open_on, settings_at

pytestmark = pytest.mark.usefixtures("quick_vault")

LEFT = Qt.MouseButton.LeftButton


def words_in(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


async def test_live_prices_are_one_click_and_the_practice_market_another(tmp_path):
    async def act(trader):
        await trader.prices()
        session, window = trader.session, trader.window
        window.open_connection()
        trader.press(window.connection.prices.button)
        await until(lambda: session.parts.market.name == "Binance")
        await trader.prices()
        assert trader.book.mode == "paper"
        assert trader.private_calls() == []
        assert not window.ticker_bar.simulated.isVisible()
        await until(lambda: load(session.profile)[0].market.source is MarketSourceName.BINANCE)
        window.open_connection()
        assert "Trading stays on paper" in words_in(window.connection)
        trader.press(window.connection.prices.button)
        await until(lambda: session.parts.market.simulated)
        await until(lambda: load(session.profile)[0].market.source is MarketSourceName.SIMULATED)
        await trader.prices()

    async with binance_exchange(tmp_path, quotes_every=0.3) as venue:
        await open_on(tmp_path / "profile", venue, act, MarketSourceName.SIMULATED)
    assert {path.name for path in (tmp_path / "profile").glob("*.db")} == {"paper.db", "paper-binance.db"}


async def test_a_market_saved_in_the_settings_is_in_force_at_once(tmp_path):
    async def act(trader):
        await trader.prices()
        trader.session.bridge.ask("save_settings", (("market.source", "binance"),))
        await until(lambda: trader.session.parts.market.name == "Binance")
        await trader.prices()
        trader.venue.fault("GET /fapi/v1/exchangeInfo", "drop before", times=50)
        trader.session.bridge.ask("save_settings", (("exchange.mode", "testnet"),))
        await until(lambda: any("as it was before" in t.sentence for t in trader.window.toasts.kept))
        await until(lambda: load(trader.session.profile)[0].exchange.mode == "real")
        await trader.prices()
        assert trader.session.settings.market.source is MarketSourceName.BINANCE

    async with binance_exchange(tmp_path, quotes_every=0.3) as venue:
        await open_on(tmp_path / "profile", venue, act, MarketSourceName.SIMULATED)


async def test_a_locked_vault_is_mentioned_at_the_start_with_the_way_to_it(tmp_path):
    profile = tmp_path / "profile"
    profile.mkdir()
    open_vault(profile, VaultPlace.FILE).unlock("correct horse battery")

    async def act(trader):
        kept = trader.window.toasts.kept
        await until(lambda: any("The vault is locked" in telling.sentence for telling in kept))
        next(telling for telling in kept if "locked" in telling.sentence).show()
        assert trader.window.connection.isVisible()

    async with binance_exchange(tmp_path) as venue:
        await open_on(profile, venue, act, MarketSourceName.SIMULATED)


async def test_an_exchange_that_does_not_answer_leaves_the_practice_market_and_says_so(tmp_path):
    async def act(trader):
        await trader.prices()
        trader.venue.fault("GET /fapi/v1/exchangeInfo", "drop before", times=50)
        trader.window.open_connection()
        trader.press(trader.window.connection.prices.button)
        await until(lambda: any("as it was before" in t.sentence for t in trader.window.toasts.kept))
        await until(lambda: trader.session.parts.market.simulated and trader.book.opened_at)
        await trader.prices()
        assert load(trader.session.profile)[0].market.source is MarketSourceName.SIMULATED

    async with binance_exchange(tmp_path) as venue:
        await open_on(tmp_path / "profile", venue, act, MarketSourceName.SIMULATED)


def page(open_window, **reads):
    bridge = FakeBridge(**reads)
    window = open_window(bridge)
    window.open_connection()
    bridge.reply("vault", VaultView("Sealed file", locked=False, is_new=False, has_key=True))
    return bridge, window.connection


def test_live_trading_keeps_the_market_and_offers_the_way_back(open_window):
    bridge, shown = page(open_window, live=LiveView(LiveState.ARMED, LiveAccount()))
    assert not shown.prices.button.isEnabled()
    assert shown.trading.chip.text == "LIVE"
    QTest.mouseClick(shown.trading.button, LEFT)
    assert bridge.asked[-1] == ("leave_live", ())
    bridge.reply("leave_live", "There is an open position whose close was refused.")
    assert "close was refused" in words_in(shown)


def test_play_money_is_not_called_real(open_window):
    _, shown = page(open_window, live=LiveView(LiveState.ARMED, LiveAccount(mode="testnet")))
    assert shown.trading.chip.text == "LIVE TESTNET"
    assert "play money" in words_in(shown)


def test_a_key_is_forgotten_only_after_a_question(open_window):
    bridge, shown = page(open_window)
    QTest.mouseClick(shown.keys.button, LEFT)
    assert "forget_key" not in [name for name, _ in bridge.asked]


@pytest.fixture
def leads(open_window, qtbot):
    row = LeadRow("4046571179165909504", "Steady Hand", "1 open position", is_well=True)
    limits = LimitsView(RiskLimits(), (), {}, (), None, None, (), ())
    bridge = FakeBridge(lead_rows=(row,), lead_portfolios=(row.portfolio_id,), limits=limits)
    window = open_window(bridge)
    window.open_leads()
    return bridge, window.findChild(LeadTradersDialog)


def test_a_lead_trader_is_looked_up_and_followed(leads):
    bridge, dialog = leads
    dialog.field.line.setText("https://www.binance.com/en/copy-trading/lead-details/3907342150781504257")
    QTest.mouseClick(dialog.look_up, LEFT)
    bridge.reply("lead_card", LeadCard("3907342150781504257", "Quiet\u202e Harbour", shows_positions=True))
    assert dialog.found.names == ["Quiet\u202e Harbour"]
    assert "\u202e" not in words_in(dialog)
    QTest.mouseClick(dialog.found.buttons[0], LEFT)
    assert bridge.asked[-1] == ("lead_follow", ("3907342150781504257",))


def test_who_is_followed_can_be_let_go_and_the_page_says_it_is_not_official(leads):
    bridge, dialog = leads
    assert "no official way" in words_in(dialog)
    assert "1 open position" in words_in(dialog)
    QTest.mouseClick(dialog.followed.buttons[0], LEFT)
    assert bridge.asked[-1] == ("lead_let_go", ("4046571179165909504",))


def test_a_list_that_does_not_come_is_a_sentence_and_can_be_asked_for_again(leads):
    bridge, dialog = leads
    QTest.mouseClick(dialog.browse, LEFT)
    assert not dialog.browse.isEnabled()
    bridge.reply("lead_discover", "Binance does not show these pages where you are; EchoTrade asks less often.")
    assert "where you are" in words_in(dialog)
    assert dialog.browse.isEnabled()


def test_it_is_said_when_a_lead_traders_word_alone_is_not_enough():
    from dataclasses import replace
    from decimal import Decimal

    assert "0.64" in confidence_note(replace(RiskLimits(), min_confidence=Decimal("0.7")))
    assert confidence_note(RiskLimits()) == ""


async def test_a_start_that_fails_says_why_and_offers_the_practice_market(tmp_path):
    async with binance_exchange(tmp_path, quotes_every=0.3) as venue:
        profile = tmp_path / "profile"
        profile.mkdir()
        save(settings_at(profile, venue, MarketSourceName.BINANCE), profile)
        venue.fault("GET /fapi/v1/exchangeInfo", "drop before", times=50)
        began = []

        async def act(session):
            began.append(session.parts.market.simulated)

        session = Session(profile, load(profile)[0], [], act)
        running = asyncio.ensure_future(session.main(Stop()))
        await until(lambda: hasattr(session, "window") and session.window.findChild(StartGate))
        gate = session.window.findChild(StartGate)
        assert "EchoTrade did not start trading" in words_in(gate)
        QTest.mouseClick(gate.buttons["again"], LEFT)
        await until(lambda: (now := session.window.findChild(StartGate)) and now is not gate)
        QTest.mouseClick(session.window.findChild(StartGate).buttons["practice"], LEFT)
        assert await running == 0
        assert began == [True]
        assert load(profile)[0].market.source is MarketSourceName.BINANCE, "the choice stands for the next start"
