"""Candles: fetched once in a candle, never an open one as closed, kept alive by ticks."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.domain.errors import MarketUnavailable, UnknownTimeframe
from echotrade_desktop.engine.domain.market import Candle, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import CandleChanged
from echotrade_desktop.engine.market import candle_feed
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from tests.fakes.clock import START, FakeClock
from tests.fakes.market import tick

BTC, ADA = "BTC/USDT", "ADA/USDT"


class CountingMarket(SimulatedMarket):
    """The simulated market, which counts candle calls, answers late or not at all."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.calls: list[tuple[str, str, int]] = []
        self.fails = False
        self.answer: asyncio.Event | None = None
        self.changes: Callable[[Sequence[Candle]], Sequence[Candle]] = lambda candles: candles

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        self.calls.append((symbol, timeframe.value, limit))
        if self.answer is not None:
            await self.answer.wait()
        if self.fails:
            raise MarketUnavailable("Binance did not answer.")
        return self.changes(await super().fetch_ohlcv(symbol, timeframe, limit, before))


class House:
    """A candle feed on a counting market and a fake clock, 10 s into a five-minute candle."""

    def __init__(self, now: datetime = START + timedelta(seconds=10)) -> None:
        self.clock = FakeClock(now)
        self.market = CountingMarket(self.clock)
        self.published: list[CandleChanged] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.feed = CandlestickFeed(self.market, self.clock, publish=self.published.append, spawn=self.spawn)

    def spawn(self, _: str, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.create_task(work))

    @property
    def candles(self) -> list[Candle]:
        return [event.candle for event in self.published]

    async def live(self, seconds: float, symbol: str = BTC) -> list[Ticker]:
        """Let the market's ticks into the feed for some time."""
        ticks = []

        async def listen() -> None:
            async for ticker in self.market.tickers([symbol]):
                ticks.append(ticker)
                self.feed.on_tick(ticker)

        task = asyncio.create_task(listen())
        await self.clock.advance(seconds)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return ticks


async def test_f010_candles_come_ascending_and_a_hundred_of_five_minutes_unless_told():
    house = House()
    candles = await house.feed.fetch_ohlcv(BTC)
    assert len(candles) == 100
    assert [later.timestamp - sooner.timestamp for sooner, later in pairwise(candles)] == [timedelta(minutes=5)] * 99
    assert candles == list(await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 100))


@pytest.mark.parametrize("timeframe", ["1m", "5m", "15m", "1h", "4h", "1d"])
async def test_f011_the_six_timeframes_are_served(timeframe):
    house = House()
    candles = await house.feed.fetch_ohlcv(ADA, timeframe, 3)
    assert candles[-1].timestamp == Timeframe(timeframe).open_time(house.clock.now())


@pytest.mark.parametrize("timeframe", ["2m", "1M", "", "5", "1w"])
async def test_f011_any_other_timeframe_is_refused_before_a_call(timeframe):
    house = House()
    with pytest.raises(UnknownTimeframe, match="Choose one of 1m, 5m, 15m, 1h, 4h, 1d"):
        await house.feed.fetch_ohlcv(BTC, timeframe)
    with pytest.raises(UnknownTimeframe):
        house.feed.get_latest_candle(BTC, timeframe)
    with pytest.raises(UnknownTimeframe):
        house.feed.watch(BTC, timeframe)
    assert house.market.calls == []


async def test_f011_a_limit_below_one_is_no_candles_and_no_call():
    house = House()
    assert await house.feed.fetch_ohlcv(BTC, "5m", 0) == []
    assert await house.feed.fetch_ohlcv(BTC, "5m", -3) == []
    assert house.market.calls == []


async def test_f012_the_latest_candle_is_the_open_one_and_none_before_the_first_fetch():
    house = House()
    assert house.feed.get_latest_candle(BTC, "5m") is None
    candles = await house.feed.fetch_ohlcv(BTC)
    assert house.feed.get_latest_candle(BTC, "5m") == candles[-1]
    assert not candles[-1].closed


async def test_f013_the_same_request_twice_within_a_candle_makes_one_call():
    house = House()
    first = await house.feed.fetch_ohlcv(BTC, "5m", 100)
    await house.clock.advance(289)
    assert await house.feed.fetch_ohlcv(BTC, "5m", 100) == first
    assert await house.feed.fetch_ohlcv(BTC, "5m", 20) == first[-20:]
    assert len(house.market.calls) == 1
    await house.feed.fetch_ohlcv(BTC, "1m", 100)
    await house.feed.fetch_ohlcv(ADA, "5m", 100)
    assert len(house.market.calls) == 3


async def test_f013_in_the_next_candle_only_the_gap_is_fetched():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "5m", 100)
    await house.clock.advance(300)
    again = await house.feed.fetch_ohlcv(BTC, "5m", 100)
    assert house.market.calls[1:] == [(BTC, "5m", 2)]
    assert again == list(await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 100))


@pytest.mark.parametrize("pause_hours", [1, 8, 200])
async def test_f013_the_gap_after_a_pause_is_filled(pause_hours):
    house = House()
    await house.feed.fetch_ohlcv(BTC, "5m", 100)
    house.clock.jump(pause_hours * 3600)
    again = await house.feed.fetch_ohlcv(BTC, "5m", 100)
    assert house.market.calls[-1][2] == min(100, pause_hours * 12 + 1)
    assert again == list(await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 100))


async def test_f013_an_open_candle_is_never_served_as_closed():
    house = House()
    house.market.changes = lambda candles: [
        Candle(each.timestamp, each.open, each.high, each.low, each.close, each.volume) for each in candles
    ]
    candles = await house.feed.fetch_ohlcv(BTC, "5m", 5)
    assert [candle.closed for candle in candles] == [True, True, True, True, False]
    await house.clock.advance(289)
    assert [candle.closed for candle in await house.feed.fetch_ohlcv(BTC, "5m", 2)] == [True, False]
    await house.clock.advance(1)
    closed, opened = await house.feed.fetch_ohlcv(BTC, "5m", 2)
    assert closed == (await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 2))[0]
    assert not opened.closed


async def test_f013_a_longer_request_fetches_and_a_shorter_history_is_remembered_as_all_there_is():
    house = House(datetime(2019, 2, 1, 12, tzinfo=UTC))
    await house.feed.fetch_ohlcv(BTC, "1d", 10)
    everything = await house.feed.fetch_ohlcv(BTC, "1d", 9_000)
    assert len(everything) == 32
    assert await house.feed.fetch_ohlcv(BTC, "1d", 9_000) == everything
    assert len(house.market.calls) == 2
    assert await house.feed.fetch_ohlcv(BTC, "1d", 5, before=everything[0].timestamp) == []
    assert len(house.market.calls) == 2


async def test_f013_scrolling_back_fetches_each_page_once():
    house = House()
    newest = await house.feed.fetch_ohlcv(BTC, "5m", 50)
    for _ in range(2):
        page = await house.feed.fetch_ohlcv(BTC, "5m", 50, before=newest[0].timestamp)
        assert len(page) == 50
        assert page[-1].timestamp + timedelta(minutes=5) == newest[0].timestamp
    assert len(house.market.calls) == 2
    assert await house.feed.fetch_ohlcv(BTC, "5m", 100) == [*page, *newest]
    assert len(house.market.calls) == 2


async def test_f013_a_page_from_long_ago_leaves_no_hole_in_what_is_kept():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "5m", 50)
    assert len(await house.feed.fetch_ohlcv(BTC, "5m", 50, before=START - timedelta(days=30))) == 50
    assert await house.feed.fetch_ohlcv(BTC, "5m", 100) == list(
        await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 100)
    )


async def test_a_tick_that_comes_while_candles_are_fetched_is_not_lost():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "5m", 10)
    await house.clock.advance(300)
    house.market.answer = asyncio.Event()
    request = asyncio.create_task(house.feed.fetch_ohlcv(BTC, "5m", 10))
    await house.clock.advance(0)
    peak = house.market.quote(BTC).price + 500
    house.feed.on_tick(tick(price=peak, after=310))
    house.market.answer.set()
    newest = (await request)[-1]
    assert newest.high == newest.close == peak
    assert newest.volume > 0


async def test_f013_requests_at_the_same_time_share_one_call():
    house = House()
    house.market.answer = asyncio.Event()
    requests = [asyncio.create_task(house.feed.fetch_ohlcv(BTC, "5m", 100)) for _ in range(5)]
    await house.clock.advance(0)
    house.market.answer.set()
    answers = await asyncio.gather(*requests)
    assert all(answer == answers[0] for answer in answers)
    assert len(house.market.calls) == 1


async def test_f014_a_failed_call_raises_for_everybody_who_waited_and_the_next_request_tries_again():
    house = House()
    house.market.answer, house.market.fails = asyncio.Event(), True
    requests = [asyncio.create_task(house.feed.fetch_ohlcv(BTC, "5m", 100)) for _ in range(3)]
    await house.clock.advance(0)
    house.market.answer.set()
    answers = await asyncio.gather(*requests, return_exceptions=True)
    assert [str(answer) for answer in answers] == ["Binance did not answer."] * 3
    assert len(house.market.calls) == 1
    house.market.fails = False
    assert len(await house.feed.fetch_ohlcv(BTC, "5m", 100)) == 100


async def test_f014_a_failure_is_raised_also_when_old_candles_are_there():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "5m", 100)
    await house.clock.advance(300)
    house.market.fails = True
    for before in (None, START - timedelta(days=9)):
        with pytest.raises(MarketUnavailable, match="did not answer"):
            await house.feed.fetch_ohlcv(BTC, "5m", 100, before)


async def test_f014_no_answer_in_time_is_a_failure_in_words():
    house = House()
    house.market.answer = asyncio.Event()
    house.feed = CandlestickFeed(house.market, house.clock, fetch_within=0.01)
    with pytest.raises(MarketUnavailable, match=r"did not send the candles of BTC/USDT within 0.01 s"):
        await house.feed.fetch_ohlcv(BTC)


async def test_f014_candles_that_cannot_be_prices_are_left_out_and_only_such_are_a_failure():
    def spoilt(candle: Candle) -> Candle:
        return Candle(candle.timestamp, candle.open, Decimal("NaN"), candle.low, candle.close, candle.volume)

    house = House()
    house.market.changes = lambda candles: [spoilt(candles[0]), *candles[1:][::-1], candles[-1]]
    candles = await house.feed.fetch_ohlcv(BTC, "5m", 10)
    assert candles == list(await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M5, 9))
    house.market.changes = lambda candles: [spoilt(candle) for candle in candles]
    with pytest.raises(MarketUnavailable, match="cannot be prices"):
        await house.feed.fetch_ohlcv(ADA, "5m", 10)


async def test_ticks_move_the_open_candle_of_every_timeframe_in_place():
    house = House()
    for timeframe in ("1m", "1h"):
        await house.feed.fetch_ohlcv(BTC, timeframe, 10)
    await house.live(30)
    for timeframe in Timeframe.M1, Timeframe.H1:
        [truth] = await SimulatedMarket(house.clock).fetch_ohlcv(BTC, timeframe, 1)
        latest = house.feed.get_latest_candle(BTC, timeframe)
        assert (latest.open, latest.high, latest.low, latest.close) == (truth.open, truth.high, truth.low, truth.close)
        assert float(latest.volume) == pytest.approx(float(truth.volume), rel=0.01)
        assert not latest.closed


async def test_only_watched_pairs_are_published_and_only_while_they_are_watched():
    house = House()
    for timeframe in ("1m", "5m"):
        await house.feed.fetch_ohlcv(BTC, timeframe, 10)
    house.feed.watch(BTC, "1m")
    house.feed.watch(BTC, "1m")
    house.feed.unwatch(BTC, "1m")
    await house.live(5)
    assert {(event.symbol, event.timeframe) for event in house.published} == {(BTC, Timeframe.M1)}
    house.feed.unwatch(BTC, "1m")
    house.published.clear()
    await house.live(5)
    assert house.published == []


async def test_at_the_boundary_the_candle_closes_a_new_one_opens_and_the_exact_one_follows():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "1m", 10)
    house.feed.watch(BTC, "1m")
    await house.live(49.9)
    assert {(candle.timestamp, candle.closed) for candle in house.candles} == {(START, False)}
    house.published.clear()
    await house.live(0.5)
    assert [(candle.timestamp, candle.closed) for candle in house.candles[:2]] == [
        (START, True),
        (START + timedelta(minutes=1), False),
    ]
    house.published.clear()
    await house.live(1.5)
    [exact] = await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M1, 1, before=START + timedelta(minutes=1))
    corrected = house.candles.index(exact)
    assert house.candles[corrected + 1].timestamp == START + timedelta(minutes=1)
    assert house.market.calls[1:] == [(BTC, "1m", 2)]
    await asyncio.gather(*house.tasks)


async def test_after_a_pause_nothing_is_published_until_the_gap_is_filled():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "1m", 30)
    house.feed.watch(BTC, "1m")
    house.clock.jump(600)
    house.feed.on_tick(house.market.quote(BTC))
    assert house.published == []
    await house.clock.advance(2)
    await asyncio.gather(*house.tasks)
    truth = await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M1, 11)
    assert [candle.timestamp for candle in house.candles] == [candle.timestamp for candle in truth]
    assert house.candles[:-1] == list(truth[:-1])


async def test_while_the_market_fails_a_correction_is_tried_without_a_busy_loop_and_then_made():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "1m", 30)
    house.feed.watch(BTC, "1m")
    house.market.fails = True
    await house.live(80)
    assert 2 <= len(house.market.calls) <= 5
    house.market.fails = False
    await house.live(20)
    await asyncio.gather(*house.tasks)
    [exact] = await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M1, 1, before=START + timedelta(minutes=1))
    assert exact in house.candles


async def test_a_venue_that_is_late_in_closing_a_candle_is_asked_again():
    house = House()
    await house.feed.fetch_ohlcv(BTC, "1m", 5)
    house.market.changes = lambda candles: [
        Candle(last.timestamp, last.open, last.high, last.low, last.close, last.volume, closed=False)
        for last in candles[-2:-1]
    ]
    await house.clock.advance(60)
    await house.feed.fetch_ohlcv(BTC, "1m", 5)
    house.market.changes = lambda candles: candles
    assert await house.feed.fetch_ohlcv(BTC, "1m", 5) == list(
        await SimulatedMarket(house.clock).fetch_ohlcv(BTC, Timeframe.M1, 5)
    )


async def test_an_older_tick_and_a_tick_before_the_first_fetch_change_nothing():
    house = House()
    house.feed.watch(BTC, "5m")
    house.feed.on_tick(tick(after=1))
    candles = await house.feed.fetch_ohlcv(BTC, "5m", 5)
    house.feed.on_tick(tick(after=-1))
    assert house.published == []
    assert await house.feed.fetch_ohlcv(BTC, "5m", 5) == candles


async def test_memory_is_bounded_and_watched_pairs_are_kept(monkeypatch):
    monkeypatch.setattr(candle_feed, "KEPT_SERIES", 3)
    house = House()
    house.feed.watch(BTC, "1m")
    await house.feed.fetch_ohlcv(BTC, "1m", 5)
    for symbol in (ADA, "ETH/USDT", "BNB/USDT", "SOL/USDT"):
        await house.feed.fetch_ohlcv(symbol, "1m", 5)
    assert house.feed.get_latest_candle(BTC, "1m") is not None
    assert house.feed.get_latest_candle(ADA, "1m") is None
    assert house.feed.get_latest_candle("SOL/USDT", "1m") is not None


async def test_at_most_twenty_thousand_candles_are_served_and_kept():
    house = House()
    newest = await house.feed.fetch_ohlcv(BTC, "1m", 50_000)
    assert len(newest) == 20_000
    older = await house.feed.fetch_ohlcv(BTC, "1m", 100, before=newest[0].timestamp)
    assert older[-1].timestamp + timedelta(minutes=1) == newest[0].timestamp
    assert await house.feed.fetch_ohlcv(BTC, "1m", 20_000) == newest
