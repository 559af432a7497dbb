"""From log prices at minutes to whole candles, and to the ticks inside a minute.

A minute's extremes are those of a Brownian bridge between its open and its close, drawn exactly: the highest of a
bridge from a to b with deviation s is (a + b + √((b − a)² − 2 s² ln U)) / 2 for a uniform U. The ticks inside run from
the open over both extremes to the close and never leave that range, so a candle folded from ticks equals the candle of
history. All prices end as whole numbers of ticks, all volumes as whole numbers of lots: folding them is exact.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.bends import Bends
from echotrade_desktop.engine.adapters.simulated_market.catalogue import Coin
from echotrade_desktop.engine.adapters.simulated_market.lattice import MINUTES_A_DAY, Lattice
from echotrade_desktop.engine.adapters.simulated_market.noise import Bools, Floats, Ints, normal, uniform

SLOTS = 240  # moments of a minute at which a tick may come: four a second
SLOTS_A_SECOND = SLOTS // 60
GAP_CHANCE = 1 / 600  # that a minute opens away from the close before it
GAP_SIZE = 2.5  # in deviations of a minute
ROUGHNESS = 0.7  # of the way between open, extremes and close
HURRY = 6  # how many ticks a price runs for one tick of spread more
QUIET_SHARE = 0.24  # of the usual volume a minute, for a range of one deviation
WITH_THE_TREND = 0.7  # chance that a rising minute makes its low first


@dataclass(frozen=True, slots=True)
class Candles:
    """Candles as columns: prices in ticks, volumes in lots."""

    open: Ints
    high: Ints
    low: Ints
    close: Ints
    volume: Ints

    def folded(self, length: int) -> Self:
        """Join every `length` candles into one."""
        return type(self)(
            self.open[::length],
            self.high.reshape(-1, length).max(axis=1),
            self.low.reshape(-1, length).min(axis=1),
            self.close[length - 1 :: length],
            self.volume.reshape(-1, length).sum(axis=1),
        )


@dataclass(frozen=True, slots=True)
class Turns:
    """At which slots minutes reach their two extremes, and whether the high comes first."""

    first: Ints
    second: Ints
    high_first: Bools


@dataclass(frozen=True, slots=True)
class Corners:
    """Four ticks a minute: open, both extremes in their order, close. Slots since the epoch, ascending; ticks."""

    slots: list[int]
    prices: list[int]


@dataclass(frozen=True, slots=True)
class _Shape:
    """Minutes in log prices."""

    open: Floats
    high: Floats
    low: Floats
    close: Floats


class MinutePaths:
    """Candles of one minute and the ticks inside them, of every coin."""

    def __init__(self, lattice: Lattice, bends: Bends) -> None:
        self._lattice = lattice
        self._bends = bends

    def candles(self, coin: Coin, first: int, count: int) -> Candles:
        """Return the candles of `count` whole minutes from minute `first` on."""
        shape = self._shape(coin, first, count, bent=True)
        return Candles(*self._prices(coin, first, count, shape), self._volumes(coin, first, shape))

    def corners(self, coin: Coin, first: int, count: int) -> Corners:
        """Return what leaves out no price of any candle of `count` minutes from minute `first` on."""
        opened, high, low, close = self._prices(coin, first, count, self._shape(coin, first, count, bent=True))
        minutes = np.arange(first, first + count, dtype=np.int64)
        turns = self.turns(coin, minutes, close > opened)
        begin = minutes * SLOTS
        slots = np.column_stack((begin, begin + turns.first, begin + turns.second, begin + SLOTS - 1))
        extremes = np.where(turns.high_first, high, low), np.where(turns.high_first, low, high)
        return Corners(slots.ravel().tolist(), np.column_stack((opened, *extremes, close)).ravel().tolist())

    def _prices(self, coin: Coin, first: int, count: int, shape: _Shape) -> tuple[Ints, Ints, Ints, Ints]:
        """Return open, high, low and close of these minutes, in ticks."""
        high, low = _ticks(coin, shape.high), _ticks(coin, shape.low)
        opened, close = _ticks(coin, shape.open), _ticks(coin, shape.close)
        for minute in self._bends.minutes_bent_inside(coin.symbol, first, count):
            path = self.ticks(coin, minute)
            at = minute - first
            opened[at], high[at], low[at], close[at] = path[0], path.max(), path.min(), path[-1]
        return opened, high, low, close

    def ticks(self, coin: Coin, minute: int) -> Ints:
        """Return the prices at the 240 slots of a minute, in ticks."""
        if not self._bends.minutes_bent_inside(coin.symbol, minute, 1):
            return _ticks(coin, self._way(coin, minute, bent=True))
        seconds: Floats = minute * 60 + np.arange(SLOTS) / SLOTS_A_SECOND
        bend = self._bends.at(coin.symbol, seconds)
        return _ticks(coin, self._way(coin, minute, bent=False) + bend)

    def log_price_unbent_by(self, coin: Coin, seconds: float) -> float:
        """Return the log price that a new bend would add to at that Unix time: nature's, with the bends so far."""
        minute = int(seconds // 60)
        slot = min(SLOTS - 1, int((seconds - minute * 60) * SLOTS_A_SECOND))
        way = self._way(coin, minute, bent=False)
        return float(way[slot] + self._bends.at(coin.symbol, np.array([seconds]))[0])

    def log_price_at_open(self, coin: Coin, minute: int) -> float:
        """Return nature's log price at the beginning of a minute, without any bend."""
        return float(self._lattice.log_prices(coin, minute, 1)[0])

    def turns(self, coin: Coin, minutes: Ints, rising: Bools) -> Turns:
        """Return when each minute makes its extremes: at whole seconds, neither at its open nor at its close."""
        key = self._lattice.key("turns", coin.symbol)
        early, late, order = (uniform(key, 3 * minutes + part) for part in range(3))
        first = 1 + (early * 44).astype(np.int64)
        second = first + 1 + (late * (58 - first)).astype(np.int64)
        low_first = (order < WITH_THE_TREND) == rising
        return Turns(first * SLOTS_A_SECOND, second * SLOTS_A_SECOND, ~low_first)

    def spreads(self, coin: Coin, minute: int, path: Ints) -> Ints:
        """Return bid-to-ask distances at the slots of a minute, in ticks: wider when the market is livelier."""
        slots = minute * SLOTS + np.arange(SLOTS, dtype=np.int64)
        liveliness = float(self._lattice.liveliness(minute, 1)[0])
        jitter = 0.5 + uniform(self._lattice.key("spread", coin.symbol), slots)
        usual = path * coin.spread * liveliness * jitter
        hurry = np.abs(np.diff(path, prepend=path[:1])) // HURRY
        spreads: Ints = np.maximum(1, np.rint(usual)).astype(np.int64) + hurry
        return spreads

    def buyers(self, coin: Coin, minute: int) -> Bools:
        """Tell at which slots of a minute the last trade was at the ask."""
        slots = minute * SLOTS + np.arange(SLOTS, dtype=np.int64)
        return uniform(self._lattice.key("taker", coin.symbol), slots) < 0.5

    def _shape(self, coin: Coin, first: int, count: int, *, bent: bool) -> _Shape:
        edges = np.arange(first, first + count + 1, dtype=np.int64)
        levels = self._lattice.log_prices(coin, first, count + 1)
        if bent:
            seconds: Floats = (edges * 60).astype(np.float64)
            levels = np.add(levels, self._bends.at(coin.symbol, seconds))
        deviation: Floats = coin.minute_deviation * self._lattice.liveliness(first, count + 1)
        opened: Floats
        close: Floats
        opened, close = levels[:-1], levels[1:] - deviation[1:] * self._gaps(coin, edges[1:])
        middle, width = (opened + close) / 2, (close - opened) ** 2
        key = self._lattice.key("extremes", coin.symbol)
        above, below = (-2 * deviation[:-1] ** 2 * np.log(uniform(key, 2 * edges[:-1] + part)) for part in range(2))
        return _Shape(opened, middle + np.sqrt(width + above) / 2, middle - np.sqrt(width + below) / 2, close)

    def _gaps(self, coin: Coin, minutes: Ints) -> Floats:
        key = self._lattice.key("gap", coin.symbol)
        size = GAP_SIZE * normal(key, 2 * minutes)
        return np.where(uniform(key, 2 * minutes + 1) < GAP_CHANCE, size, 0.0)

    def _way(self, coin: Coin, minute: int, *, bent: bool) -> Floats:
        """Return the log prices at the slots of a minute: over the extremes, rough in between, never beyond."""
        shape = self._shape(coin, minute, 1, bent=bent)
        turns = self.turns(coin, np.array([minute], dtype=np.int64), shape.close > shape.open)
        extremes = (shape.high[0], shape.low[0]) if turns.high_first[0] else (shape.low[0], shape.high[0])
        corners = np.array([0, turns.first[0], turns.second[0], SLOTS - 1])
        slots = np.arange(SLOTS)
        straight = np.interp(slots, corners, [shape.open[0], *extremes, shape.close[0]])
        liveliness = float(self._lattice.liveliness(minute, 1)[0])
        steps = normal(self._lattice.key("way", coin.symbol), minute * SLOTS + slots)
        rough = np.cumsum(steps) * coin.minute_deviation * liveliness * ROUGHNESS / SLOTS**0.5
        rough -= np.interp(slots, corners, rough[corners])
        way: Floats = np.clip(straight + rough, shape.low[0], shape.high[0])
        return way

    def _volumes(self, coin: Coin, first: int, shape: _Shape) -> Ints:
        minutes = np.arange(first, first + shape.open.size, dtype=np.int64)
        liveliness = self._lattice.liveliness(first, minutes.size)
        travel = (shape.high - shape.low) / coin.minute_deviation
        crowd = np.exp(0.5 * normal(self._lattice.key("volume", coin.symbol), minutes))
        usual = coin.turnover / MINUTES_A_DAY / coin.price / float(coin.instrument.lot)
        lots: Ints = np.maximum(1, np.rint(usual * QUIET_SHARE * liveliness * travel * crowd)).astype(np.int64)
        return lots


def _ticks(coin: Coin, log_prices: Floats) -> Ints:
    rounded: Ints = np.maximum(1, np.rint(np.exp(log_prices) / float(coin.instrument.tick))).astype(np.int64)
    return rounded
