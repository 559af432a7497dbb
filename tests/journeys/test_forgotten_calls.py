"""Calls that the app remembers no longer: the history still tells them, and an edit still finds that one was traded."""

import pytest

from echotrade_desktop.engine import desk as desk_module
from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.domain import state
from echotrade_desktop.engine.domain.history import Became
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.history import History
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.performance import PerformanceBoard
from tests.desk import BTC, ETH, FRICTIONLESS, open_desk
from tests.fakes.market import FakeMarket
from tests.oracle import check_verifies

LATER = 6
MESSAGE = 42


@pytest.fixture(autouse=True)
def short_memory(monkeypatch):
    monkeypatch.setattr(desk_module, "KEPT_CALLS", 2)
    monkeypatch.setattr(state, "RECENT", 2)


def dashboard_of(desk):
    candles = CandlestickFeed(FakeMarket(), desk.clock, publish=desk.events.append, spawn=lambda *_: None)
    return Dashboard(desk.desk, candles, desk.broker.where)


async def traded_and_forgotten(desk):
    """One call is traded to its target, then others come and are rejected until it is forgotten."""
    await desk.price(BTC, "67500")
    (call,) = await desk.call("BTC LONG 67500 SL 66000 TP 70500", message_id=MESSAGE)
    await desk.approve(call)
    await desk.price(BTC, "70500")
    for _ in range(100):  # until nothing more can come of its cancelled stop
        await desk.beat()
    for number in range(LATER):
        desk.clock.jump(60)
        await desk.price(ETH, "3200")
        (other,) = await desk.call("ETH SHORT 3200 SL 3300", sender=(10 + number, f"Trader {number}"))
        await desk.reject(other, "not today")
    assert call.signal.signal_id not in desk.desk.book.signals
    return call


async def test_the_history_tells_a_forgotten_call_with_its_orders_fills_and_result(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, **FRICTIONLESS) as desk:
        call = await traded_and_forgotten(desk)
        history = History(desk.desk, dashboard_of(desk))
        *newer, row = (await history.page()).rows
        assert (row.became, row.key) == (Became.TRADED, call.signal.signal_id)
        assert row.message.text == "BTC LONG 67500 SL 66000 TP 70500"
        assert row.queued.verdicts
        story = history.story(call.signal.signal_id)
        assert [fill.purpose.value for fill in story.fills] == ["entry", "target"]
        assert [order.purpose for order in story.orders] == [OrderPurpose.ENTRY, OrderPurpose.STOP, OrderPurpose.TARGET]
        assert row.result == story.result == sum(fill.pnl or 0 for fill in story.fills) > 0
        assert {each.became for each in newer} == {Became.REJECTED}
        assert all(each.shadow is not None for each in newer)


async def test_the_figures_still_count_what_is_forgotten(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, **FRICTIONLESS) as desk:
        await traded_and_forgotten(desk)
        board, performance = dashboard_of(desk), PerformanceBoard(desk.desk)
        figures = board.get_portfolio_metrics()
        assert (figures.closed_trades, figures.win_rate) == (1, 1)
        assert figures.realised_pnl == figures.cash - 10_000 > 0
        anna = board.traders()[0].record
        assert (anna.signals, anna.copied, anna.closed, anna.won) == (1, 1, 1, 1)
        (rule,) = performance.rules()
        assert (rule.rule, rule.blocked) == ("", LATER)


@pytest.mark.parametrize("restarted", [False, True])
async def test_an_edit_of_a_forgotten_call_that_was_traded_never_leads_to_a_second_order(tmp_path, restarted):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, **FRICTIONLESS) as desk:
        await traded_and_forgotten(desk)
        clock = desk.clock
        if not restarted:
            await edited(desk)
    if restarted:
        async with open_desk(tmp_path, clock=clock, prices={BTC: "70500"}, **FRICTIONLESS) as desk:
            await edited(desk)
    check_verifies(tmp_path)


async def edited(desk):
    new = await desk.call("BTC LONG 70500 SL 69000 TP 73500", message_id=MESSAGE, edit=1)
    assert new == []
    assert any("changed after you traded it" in sentence for sentence in desk.sentences())


async def test_a_new_message_that_answers_a_forgotten_call_is_read_as_what_it_says(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, **FRICTIONLESS) as desk:
        await traded_and_forgotten(desk)
        await desk.call("close it now", reply_to=MESSAGE)
        assert desk.desk.book.open_positions() == []
