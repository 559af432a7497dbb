"""Volatility from candles: Wilder's average true range over the price, kept fresh for the symbols that matter."""

import logging
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle, Timeframe
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.listeners import Spawn

log = logging.getLogger(__name__)

TIMEFRAME = Timeframe.M15
PERIOD = 14  # candles in the average, Wilder's own choice
LOOKED_AT = 120  # candles the blackout is told from: 30 hours
EVERY_S = 5.0
FORGOTTEN_AFTER = 2 * TIMEFRAME.length


def true_ranges(candles: Sequence[Candle]) -> list[Decimal]:
    """Return the true range of each candle but the first: its reach, the gap from the close before it included."""
    return [max(candle.high, before.close) - min(candle.low, before.close) for before, candle in pairwise(candles)]


def atr_shares(candles: Sequence[Candle], period: int = PERIOD) -> list[Decimal]:
    """Return the average true range over the close, from the first candle that has one.

    J. Welles Wilder, New Concepts in Technical Trading Systems (1978): the first is the mean of `period` true ranges,
    each next one (before × (period − 1) + range) / period. Empty for fewer than `period` + 1 candles.
    """
    ranges = true_ranges(candles)
    if len(ranges) < period:
        return []
    average = sum(ranges[:period], Decimal(0)) / period
    shares = [average / candles[period].close]
    for true_range, candle in zip(ranges[period:], candles[period + 1 :], strict=True):
        average = (average * (period - 1) + true_range) / period
        shares.append(average / candle.close)
    return shares


class VolatilityWatch:
    """Knows the volatility of the symbols that are watched or were asked for."""

    def __init__(
        self,
        candles: CandlestickFeed,
        clock: Clock,
        watched: Callable[[], Iterable[str]],
        *,
        spawn: Spawn | None = None,
        needed: Callable[[], bool] = lambda: True,
        told: Callable[[str, Volatility], object] = lambda _symbol, _volatility: None,
    ) -> None:
        self._candles = candles
        self._clock = clock
        self._watched = watched
        self._spawn = spawn
        self._needed = needed
        self._told = told
        self._known: dict[str, Volatility] = {}
        self._asked: set[str] = set()
        self._measuring: set[str] = set()

    def of(self, symbol: str) -> Volatility | None:
        """Return the newest volatility, None while unknown or too old: one that is needed is then measured soon."""
        self._asked.add(symbol)
        found, now = self._known.get(symbol), self._clock.now()
        if (found is None or now - found.at > TIMEFRAME.length) and self._spawn is not None and self._needed():
            self._measure_soon(symbol, self._spawn)
        return found if found is not None and now - found.at <= FORGOTTEN_AFTER else None

    def _measure_soon(self, symbol: str, spawn: Spawn) -> None:
        if symbol not in self._measuring:
            self._measuring.add(symbol)
            spawn(f"volatility {symbol}", self.measure(symbol))

    async def run(self) -> None:
        """Measure again and again, until cancelled."""
        while True:
            for symbol in sorted({*self._watched(), *self._asked}):
                await self.measure(symbol)
            await self._clock.sleep(EVERY_S)

    async def measure(self, symbol: str) -> None:
        """Measure one symbol now; without candles it stays unknown, or as it was."""
        try:
            candles = await self._candles.fetch_ohlcv(symbol, TIMEFRAME, LOOKED_AT)
        except MarketUnavailable as error:
            log.info("the volatility of %s is not known: %s", symbol, error)
            return
        finally:
            self._measuring.discard(symbol)
        if shares := atr_shares(candles):
            self._known[symbol] = Volatility(tuple(shares), self._clock.now())
            self._told(symbol, self._known[symbol])
