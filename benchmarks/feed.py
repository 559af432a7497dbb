"""Prices through the feed and candles through the cache: what a tick costs the loop."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Ticker, Timeframe
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.runtime import ManualClock

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
TICKS = 100_000
LISTENERS = 5
FEED_GOAL = 20_000  # ticks a second, with all listeners


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal."""
    ticks = _ticks()
    return [
        _at_least("ticks through the feed, 5 listeners", TICKS / _seconds(lambda: _feed(ticks)), "ticks/s", FEED_GOAL),
        _at_least(
            "ticks through the feed into candles of 6 timeframes, 2 watched",
            TICKS / asyncio.run(_candle_seconds(ticks)),
            "ticks/s",
            FEED_GOAL,
        ),
        _at_most("1,000 candles of 5 m, computed", asyncio.run(_history_ms(Timeframe.M5, 1_000)), "ms", 50),
        _at_most("500 candles of 1 d, computed", asyncio.run(_history_ms(Timeframe.D1, 500)), "ms", 500),
        _at_most("1,000 candles of 5 m, from memory", asyncio.run(_cached_ms()), "ms", 1),
    ]


def _ticks() -> list[Ticker]:
    """Make ticks of four symbols, a thousand a second, that stay near their price."""
    prices = [Decimal(67_500), Decimal(3_200), Decimal(590), Decimal("0.45")]
    ticks = []
    for number in range(TICKS):
        symbol = number % 4
        price = prices[symbol] * (1000 + number % 7) / 1000
        spread = price / 10_000
        at = NOON + timedelta(milliseconds=number)
        ticks.append(Ticker(DEFAULT_SYMBOLS[symbol], price, price - spread, price + spread, at, Decimal(5 + number)))
    return ticks


def _feed(ticks: list[Ticker]) -> None:
    feed = PriceFeed(clock=ManualClock(NOON))
    heard: list[list[Ticker]] = [[] for _ in range(LISTENERS)]
    for listener in heard:
        feed.subscribe(listener.append)
    for ticker in ticks:
        feed.accept(ticker)
    if any(len(listener) != TICKS for listener in heard):
        raise RuntimeError("a listener has missed a tick")


async def _candle_seconds(ticks: list[Ticker]) -> float:
    clock = ManualClock(NOON)
    candles = CandlestickFeed(SimulatedMarket(clock), clock)
    for symbol in DEFAULT_SYMBOLS:
        for timeframe in Timeframe:
            await candles.fetch_ohlcv(symbol, timeframe.value, 10)
    candles.watch("BTC/USDT", "1m")
    candles.watch("BTC/USDT", "5m")
    feed = PriceFeed(clock=clock)
    feed.subscribe(candles.on_tick)

    def play() -> None:
        for ticker in ticks:
            feed.accept(ticker)

    return _seconds(play)


async def _history_ms(timeframe: Timeframe, count: int) -> float:
    market = SimulatedMarket(ManualClock(NOON))
    began = time.perf_counter()
    await market.fetch_ohlcv("BTC/USDT", timeframe, count)
    return (time.perf_counter() - began) * 1e3


async def _cached_ms() -> float:
    clock = ManualClock(NOON)
    candles = CandlestickFeed(SimulatedMarket(clock), clock)
    await candles.fetch_ohlcv("BTC/USDT", "5m", 1_000)
    began = time.perf_counter()
    await candles.fetch_ohlcv("BTC/USDT", "5m", 1_000)
    return (time.perf_counter() - began) * 1e3


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _at_least(name: str, value: float, unit: str, goal: float) -> dict[str, Any]:
    return {"name": name, "value": round(value), "unit": unit, "goal": goal, "at_least": True}


def _at_most(name: str, value: float, unit: str, goal: float) -> dict[str, Any]:
    return {"name": name, "value": round(value, 2), "unit": unit, "goal": goal}
