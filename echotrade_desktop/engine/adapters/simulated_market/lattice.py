"""Log prices on a lattice of minutes, for any date, without simulating from a beginning.

A block of 2^15 minutes hangs between two random anchors; midpoints are displaced again and again until every minute
has its price (Fournier, Fussell, Carpenter 1982). The displacement of a span of n minutes has deviation √n / 2, as
in a Brownian bridge, times how lively the market is at that hour; spans longer than a day are damped, so that prices
wander around a mean. Liveliness is slow noise in several octaves (volatility comes in clusters) times the time of day.
"""

from collections import OrderedDict
from collections.abc import Callable

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.catalogue import Coin
from echotrade_desktop.engine.adapters.simulated_market.noise import Floats, Ints, key_of, normal, smooth, uniform

BLOCK = 1 << 15  # minutes, 22.8 days
ANCHOR_DEVIATION = 100.0  # all displacements in units of one minute's deviation
LONGEST_FREE_SPAN = 1 << 11  # minutes; longer spans are damped
DAMPING = 0.85  # a doubling of the span
OCTAVES = ((64, 0.20), (256, 0.25), (1024, 0.30), (4096, 0.25))  # minutes, deviation of log liveliness
GRID = 16  # minutes between two points at which liveliness is computed
MORNING = (0.9, 0.85, 0.8, 0.75, 0.7, 0.75, 0.85, 0.95, 1.0, 1.0, 1.0, 1.05)  # by hour, UTC
AFTERNOON = (1.15, 1.35, 1.5, 1.45, 1.3, 1.2, 1.1, 1.05, 1.05, 1.0, 0.95, 0.9)  # Europe and America awake
WEEKEND = 0.75
MINUTES_A_DAY = 1440
THURSDAY = 4  # the Unix epoch began on one; Monday is 1
JUMP_CELL = 1 << 11  # minutes; at most one jump in each
JUMP_CHANCE = 0.45
JUMP_SIZE = (8.0, 32.0)


Blocks = OrderedDict[tuple[str, int], Floats]


class Lattice:
    """The log price of every coin at every minute (counted from the Unix epoch), fixed by the seed."""

    def __init__(self, seed: int, kept_blocks: int = 96) -> None:
        self._seed = seed
        self._kept_blocks = kept_blocks
        self._blocks: Blocks = OrderedDict()

    def log_prices(self, coin: Coin, first: int, count: int) -> Floats:
        """Return the log price at the opening of `count` minutes from minute `first` on."""
        return self._collect(f"price {coin.symbol}", first, count, lambda block: self._price_block(coin, block))

    def liveliness(self, first: int, count: int) -> Floats:
        """Return how lively the market is in `count` minutes from `first` on; about 1 in a normal hour."""
        return self._collect("liveliness", first, count, self._liveliness_block)

    def key(self, *parts: str | int) -> np.uint64:
        """Return the key of another stream of random numbers of this market."""
        return key_of(self._seed, *parts)

    def _collect(self, name: str, first: int, count: int, make: Callable[[int], Floats]) -> Floats:
        pieces = []
        end = first + count
        while first < end:
            block, inside = divmod(first, BLOCK)
            taken = min(BLOCK - inside, end - first)
            pieces.append(self._kept(name, block, make)[inside : inside + taken])
            first += taken
        return np.concatenate(pieces) if len(pieces) != 1 else pieces[0]

    def _kept(self, name: str, block: int, make: Callable[[int], Floats]) -> Floats:
        known = self._blocks.get((name, block))
        if known is None:
            known = self._blocks[name, block] = make(block)
            while len(self._blocks) > self._kept_blocks:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end((name, block))
        return known

    def _price_block(self, coin: Coin, block: int) -> Floats:
        market = self._kept("market", block, lambda each: self._wander("market", each))
        own = self._wander(coin.symbol, block)
        result: Floats = np.log(coin.price) + coin.swing * (coin.market * market + coin.own * own)
        return result

    def _liveliness_block(self, block: int) -> Floats:
        """Return BLOCK + 1 values: the last is the first of the next block."""
        coarse = np.arange(block * BLOCK, (block + 1) * BLOCK + 1, GRID, dtype=np.int64)
        log_level = sum(
            (deviation * smooth(self.key("liveliness", period), coarse, period) for period, deviation in OCTAVES),
            np.zeros(coarse.shape),
        )
        fine = np.arange(coarse[0], coarse[-1] + 1, dtype=np.int64)
        return np.interp(fine, coarse, np.exp(log_level) * _time_of_day(coarse))

    def _wander(self, name: str, block: int) -> Floats:
        """Return BLOCK values in units of one minute's deviation."""
        liveliness = self._kept("liveliness", block, self._liveliness_block)
        key, start = self.key("wander", name), block * BLOCK
        values = ANCHOR_DEVIATION * normal(self.key("anchor", name), np.array([block, block + 1]))
        span = BLOCK
        while span > 1:
            middles = np.arange(span // 2, BLOCK, span, dtype=np.int64)
            displaced = (values[:-1] + values[1:]) / 2 + _deviation(span) * normal(key, middles + start) * (
                liveliness[middles] if span <= LONGEST_FREE_SPAN else 1.0
            )
            finer = np.empty(values.size + displaced.size)
            finer[::2], finer[1::2] = values, displaced
            values, span = finer, span // 2
        return values[:-1] + self._jumps(name, block)

    def _jumps(self, name: str, block: int) -> Floats:
        """Return jumps that stay: each is paid back by a slow drift over its cell, so that cells fit together."""
        cells = np.arange(block * BLOCK // JUMP_CELL, (block + 1) * BLOCK // JUMP_CELL, dtype=np.int64)
        key = self.key("jump", name)
        chance, hour, size, sign = (uniform(key, 4 * cells + part) for part in range(4))
        heights = np.where(chance < JUMP_CHANCE, np.interp(size, (0, 1), JUMP_SIZE), 0.0) * np.where(sign < 0.5, -1, 1)
        share = np.arange(JUMP_CELL) / JUMP_CELL
        jumped = share[None, :] >= hour[:, None]
        return (heights[:, None] * (jumped - share[None, :])).ravel()


def _deviation(span: int) -> float:
    """Return the deviation of the middle of a span whose ends are known."""
    free = 0.5 * float(np.sqrt(span))
    doublings = max(0.0, float(np.log2(span / LONGEST_FREE_SPAN)))
    return free * float(DAMPING**doublings)


def _time_of_day(minutes: Ints) -> Floats:
    day, minute = np.divmod(minutes, MINUTES_A_DAY)
    hours = np.interp(minute / 60, np.arange(25), (*MORNING, *AFTERNOON, MORNING[0]))
    weekday = (day + THURSDAY) % 7
    result: Floats = np.where((weekday == 0) | (weekday == 6), WEEKEND, 1.0) * hours
    return result
