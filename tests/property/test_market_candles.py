"""Candles of the simulated market agree with each other, at any date."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.adapters.simulated_market import CATALOGUE, SimulatedMarket
from echotrade_desktop.engine.domain.market import Candle, Timeframe
from tests.fakes.clock import FakeClock

SYMBOLS = st.sampled_from([coin.symbol for coin in CATALOGUE])
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
LONGER = [timeframe for timeframe in Timeframe if timeframe is not Timeframe.M1]


def joined(candles: list[Candle]) -> Candle:
    return Candle(
        candles[0].timestamp,
        candles[0].open,
        max(candle.high for candle in candles),
        min(candle.low for candle in candles),
        candles[-1].close,
        sum(candle.volume for candle in candles),
        candles[-1].closed,
    )


@settings(deadline=None, max_examples=40)
@given(symbol=SYMBOLS, at=MOMENTS, timeframe=st.sampled_from(LONGER))
async def test_f010_a_longer_candle_is_the_fold_of_its_minutes_even_while_it_is_open(symbol, at, timeframe):
    market = SimulatedMarket(FakeClock(at))
    whole, running = await market.fetch_ohlcv(symbol, timeframe, 2)
    minutes = await market.fetch_ohlcv(symbol, Timeframe.M1, 2 * timeframe.seconds // 60)
    for candle in (whole, running):
        end = candle.timestamp + timeframe.length
        assert joined([each for each in minutes if candle.timestamp <= each.timestamp < end]) == candle


@settings(deadline=None, max_examples=40)
@given(symbol=SYMBOLS, at=MOMENTS, timeframe=st.sampled_from(list(Timeframe)), limit=st.integers(1, 60))
async def test_f010_candles_ascend_without_a_hole_and_keep_within_their_range(symbol, at, timeframe, limit):
    market = SimulatedMarket(FakeClock(at))
    candles = await market.fetch_ohlcv(symbol, timeframe, limit)
    assert [candle.timestamp for candle in candles] == [
        timeframe.open_time(at) - timeframe.length * (limit - 1 - index) for index in range(limit)
    ]
    for candle in candles:
        assert 0 < candle.low <= min(candle.open, candle.close)
        assert max(candle.open, candle.close) <= candle.high
        assert candle.volume > 0
        assert candle.closed == (candle.timestamp + timeframe.length <= at)


@settings(deadline=None, max_examples=30)
@given(symbol=SYMBOLS, at=MOMENTS, pages=st.lists(st.integers(1, 40), min_size=1, max_size=4))
async def test_f010_pages_of_history_join_into_the_whole(symbol, at, pages):
    market = SimulatedMarket(FakeClock(at))
    whole = await market.fetch_ohlcv(symbol, Timeframe.M5, sum(pages))
    paged: list[Candle] = []
    before = None
    for limit in pages:
        paged = [*await market.fetch_ohlcv(symbol, Timeframe.M5, limit, before), *paged]
        before = paged[0].timestamp
    assert paged == whole


@settings(deadline=None, max_examples=30)
@given(symbol=SYMBOLS, at=MOMENTS, later=st.floats(0, 100_000))
async def test_a_closed_candle_never_changes(symbol, at, later):
    market = SimulatedMarket(FakeClock(at))
    *closed, _ = await market.fetch_ohlcv(symbol, Timeframe.M1, 5)
    again = SimulatedMarket(FakeClock(at + timedelta(seconds=later)))
    assert (
        await again.fetch_ohlcv(symbol, Timeframe.M1, 4, before=closed[-1].timestamp + timedelta(minutes=1)) == closed
    )
