"""Volatility: Wilder's average, the two limits, and that it is fresh when it is asked for."""

import random
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
import talib

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle
from echotrade_desktop.engine.domain.volatility import Volatility, halted
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.volatility import TIMEFRAME, VolatilityWatch, atr_shares, true_ranges
from tests.fakes.clock import START, FakeClock

D = Decimal
ON, OFF = D("0.03"), D("0.025")


def candle(number: int, low: str, high: str, close: str) -> Candle:
    at = START + TIMEFRAME.length * number
    return Candle(at, D(close), D(high), D(low), D(close), D(1))


def a_walk(count: int, seed: int = 1) -> list[Candle]:
    rng, price, candles = random.Random(seed), D(100), []
    for number in range(count):
        price += D(rng.randint(-20, 20)) / 10
        low, high = price - D(rng.randint(0, 15)) / 10, price + D(rng.randint(0, 15)) / 10
        candles.append(candle(number, str(low), str(high), str(price)))
    return candles


def test_a_gap_counts_into_the_true_range():
    candles = [candle(0, "99", "101", "100"), candle(1, "104", "106", "105"), candle(2, "95", "97", "96")]
    assert true_ranges(candles) == [6, 10]


def test_the_average_true_range_is_wilders():
    candles = [candle(n, "99", "101", "100") for n in range(3)] + [candle(3, "98", "104", "100")]
    assert atr_shares(candles, period=2) == [D("0.02"), (D(2) + D(6)) / 2 / 100]


def test_the_average_true_range_agrees_with_ta_lib():
    candles = a_walk(200)
    columns = (np.array([float(getattr(c, name)) for c in candles]) for name in ("high", "low", "close"))
    reference = talib.ATR(*columns, timeperiod=14)
    ours = atr_shares(candles)
    theirs = [value / float(c.close) for value, c in zip(reference, candles, strict=True) if np.isfinite(value)]
    assert len(ours) == len(theirs) == 186
    assert [float(share) for share in ours] == pytest.approx(theirs, rel=1e-12)


def test_too_few_candles_have_no_volatility():
    assert atr_shares(a_walk(14)) == []
    assert len(atr_shares(a_walk(15))) == 1


@pytest.mark.parametrize(
    ("shares", "on"),
    [("0.01 0.03", False), ("0.031", True), ("0.031 0.028", True), ("0.031 0.025", True), ("0.031 0.0249", False),
     ("0.031 0.024 0.029", False)],
)  # fmt: skip
def test_a_blackout_begins_above_one_limit_and_ends_below_the_other(shares, on):
    """F099: hysteresis; between the two limits it stays as it was."""
    assert halted(map(D, shares.split()), ON, OFF) is on


def test_without_a_second_limit_it_ends_where_it_began():
    known = Volatility((D("0.031"), D("0.029")), START)
    assert not known.is_halted(ON, None)
    assert known.is_halted(ON, OFF)
    assert not known.is_halted(None, OFF)


class Candles:
    """A source of candles that a test makes wild, calm or unreachable."""

    name = "test"

    def __init__(self) -> None:
        self.candles, self.down, self.asked = a_walk(120), False, 0

    async def fetch_ohlcv(self, symbol, timeframe, limit, before=None):
        self.asked += 1
        if self.down:
            raise MarketUnavailable("no candles")
        return self.candles


@pytest.fixture
def source():
    return Candles()


@pytest.fixture
def clock():
    return FakeClock(START + TIMEFRAME.length * 120)


async def test_a_symbol_that_is_asked_for_is_measured_soon(source, clock):
    begun = []
    watch = VolatilityWatch(CandlestickFeed(source, clock), clock, list, spawn=lambda name, work: begun.append(work))
    assert watch.of("BTC/USDT") is None
    assert watch.of("BTC/USDT") is None
    (measuring,) = begun
    await measuring
    assert watch.of("BTC/USDT").shares == tuple(atr_shares(source.candles))


async def test_a_measure_that_is_too_old_is_unknown_again(source, clock):
    watch = VolatilityWatch(CandlestickFeed(source, clock), clock, list)
    await watch.measure("BTC/USDT")
    assert watch.of("BTC/USDT") is not None
    clock.jump(timedelta(minutes=31).total_seconds())
    assert watch.of("BTC/USDT") is None


async def test_without_candles_the_volatility_stays_unknown(source, clock):
    source.down = True
    watch = VolatilityWatch(CandlestickFeed(source, clock), clock, list)
    await watch.measure("BTC/USDT")
    assert watch.of("BTC/USDT") is None
