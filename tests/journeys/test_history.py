"""The history: every message, what it was read as, and what became of it; page by page, found by what is asked for."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.domain.history import Became, HistoryFilter
from echotrade_desktop.engine.history import CHUNK, History
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from tests.desk import BORIS, BTC, ETH, FRICTIONLESS, open_desk
from tests.fakes.market import FakeMarket

D = Decimal


def history_of(desk):
    candles = CandlestickFeed(FakeMarket(), desk.clock, publish=desk.events.append, spawn=lambda *_: None)
    return History(desk.desk, Dashboard(desk.desk, candles, desk.broker.where))


async def test_every_message_is_there_with_what_became_of_it(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, **FRICTIONLESS) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 TP 70500")
        await desk.price(BTC, "70500")
        (other,) = await desk.call("ETH SHORT 3200 SL 3300", sender=BORIS)
        await desk.reject(other, "not today")
        await desk.call("good morning everyone")
        page = await history_of(desk).page()
        noise, rejected, traded = page.rows
        assert page.rest is None
        assert (noise.became, noise.queued, noise.message.text) == (Became.NOISE, None, "good morning everyone")
        assert noise.reason
        assert (rejected.became, rejected.queued.reason) == (Became.REJECTED, "not today")
        assert rejected.shadow is not None
        assert (traded.became, traded.result) == (Became.TRADED, desk.position(position).net_pnl)
        assert traded.message.text == traded.queued.signal.message


async def test_the_story_of_a_call_has_its_orders_fills_and_result(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 TP 70500")
        history = history_of(desk)
        story = history.story(position.signal_id)
        assert [fill.is_entry for fill in story.fills] == [True]
        assert story.result is None
        assert story.open_result == 0
        await desk.price(BTC, "70500")
        story = history.story(position.signal_id)
        assert [fill.purpose.value for fill in story.fills] == ["entry", "target"]
        assert {order.purpose.value for order in story.orders} == {"entry", "stop", "target"}
        assert (story.result, story.open_result) == (D(3000) * position.quantity, None)


async def test_pages_follow_each_other_without_a_gap_or_a_repeat(tmp_path):
    """Many messages carry the same instant, as those of an export do."""
    async with open_desk(tmp_path) as desk:
        for number in range(23):
            await desk.call(f"hello {number}")
            if number % 5 == 0:
                desk.clock.jump(1)
        history, seen, rest = history_of(desk), [], None
        while True:
            page = await history.page(limit=4, before=rest)
            seen += [row.message.text for row in page.rows]
            rest = page.rest
            if rest is None:
                break
        assert seen == [f"hello {number}" for number in reversed(range(23))]


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (HistoryFilter(became=frozenset({Became.NOISE})), ["hello", "gm"]),
        (HistoryFilter(trader_id="telegram:2"), ["ETH SHORT 3200 SL 3300", "gm"]),
        (HistoryFilter(symbol="ETH/USDT"), ["ETH SHORT 3200 SL 3300"]),
        (HistoryFilter(origin="binance"), []),
        (HistoryFilter(text="HELLO"), ["hello"]),
        (HistoryFilter(text="boris"), ["ETH SHORT 3200 SL 3300", "gm"]),
        (HistoryFilter(became=frozenset({Became.WAITING}), symbol="BTC/USDT"), ["BTC LONG 67500 SL 66000"]),
    ],
)
async def test_a_filter_lets_through_what_it_names(tmp_path, wanted, texts):
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}) as desk:
        await desk.call("gm", sender=BORIS)
        await desk.call("BTC LONG 67500 SL 66000")
        await desk.call("ETH SHORT 3200 SL 3300", sender=BORIS)
        await desk.call("hello")
        page = await history_of(desk).page(wanted)
        assert [row.message.text for row in page.rows] == texts


async def test_what_is_rare_is_found_far_back(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.call("the needle")
        for _ in range(CHUNK + 5):
            await desk.ledger.receive(desk.message("hay"))
        page = await history_of(desk).page(HistoryFilter(text="needle"))
        assert [row.message.text for row in page.rows] == ["the needle"]
        assert page.rest is None
