"""The candles of one symbol and timeframe: what was fetched, kept up to date by ticks until the next fetch."""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle, Timeframe

KEPT_CANDLES = 20_000


def sound(candles: Iterable[Candle], timeframe: Timeframe, now: datetime) -> list[Candle]:
    """Return the candles that can be prices, ascending, each once; one that is not over yet is never closed."""
    by_time = {candle.timestamp: candle for candle in candles if _is_sound(candle)}
    length = timeframe.length
    return [
        candle if not candle.closed or candle.timestamp + length <= now else _with(candle, closed=False)
        for _, candle in sorted(by_time.items())
    ]


class CandleSeries:
    """Candles without a hole, ascending; the last may be open.

    Candles that ticks have closed are shown but not trusted: a tick may have been missed and ticks carry no exact
    volume. `trusted_until` is when the first candle opened that was not yet fetched whole.
    """

    def __init__(self, symbol: str, timeframe: Timeframe) -> None:
        self.symbol = symbol
        self.timeframe = timeframe
        self._length = timeframe.length
        self.candles: list[Candle] = []
        self.trusted_until: datetime | None = None
        self.reaches_back_to_the_start = False
        self.refreshing = False
        self.lock = asyncio.Lock()
        self.attempts = 0
        self.failure: tuple[int, MarketUnavailable] | None = None  # of the attempt with that number
        self._fetched_in: datetime | None = None  # the period in which the newest candles were fetched

    @property
    def latest(self) -> Candle | None:
        """The newest candle, perhaps still open."""
        return self.candles[-1] if self.candles else None

    def newest(self, limit: int, now: datetime) -> list[Candle] | None:
        """Return the last `limit` candles; None when they must be fetched, as once in every period."""
        if self._fetched_in != self.timeframe.open_time(now):
            return None
        if len(self.candles) < limit and not self.reaches_back_to_the_start:
            return None
        return self.candles[-limit:]

    def older(self, before: datetime, limit: int) -> list[Candle] | None:
        """Return the last `limit` candles that opened before a time; None when they must be fetched."""
        if self.trusted_until is None or before > self.trusted_until:
            return None
        end = bisect_left(self.candles, before, key=_opened)
        if end < limit and not self.reaches_back_to_the_start:
            return None
        return self.candles[max(0, end - limit) : end]

    def missing(self, limit: int, now: datetime) -> int:
        """Return how many candles to fetch so that the last `limit` are there: after a pause, only the gap."""
        if self.trusted_until is None or (len(self.candles) < limit and not self.reaches_back_to_the_start):
            return limit
        gap = (self.timeframe.open_time(now) - self.trusted_until) // self.timeframe.length + 1
        return limit if gap > limit else max(gap, 1)

    def merge(self, fetched: Sequence[Candle], asked: int, at: datetime) -> None:
        """Take in the newest candles, of which `asked` were asked for at a time."""
        self._fetched_in = self.timeframe.open_time(at)
        if not fetched:
            self.reaches_back_to_the_start = True
            return
        first, last = fetched[0], fetched[-1]
        cut = bisect_left(self.candles, first.timestamp, key=_opened)
        joins = cut > 0 and self.candles[cut - 1].timestamp + self.timeframe.length >= first.timestamp
        since = [candle for candle in self.candles[cut:] if candle.timestamp >= last.timestamp]
        merged = [*fetched[:-1], last]
        if since and since[0].timestamp == last.timestamp and not last.closed:
            merged[-1] = _both(last, since[0])
        newer = [candle for candle in since if candle.timestamp > last.timestamp]
        whole = len(fetched) < asked
        self.reaches_back_to_the_start = whole or (joins and self.reaches_back_to_the_start)
        self.candles = [*(self.candles[:cut] if joins else ()), *merged, *newer]
        over = last.timestamp + self.timeframe.length
        self.trusted_until = over if last.closed else last.timestamp
        if not last.closed and over <= at:
            self._fetched_in = None  # the venue is late in closing it: ask again
        self._forget_the_oldest()

    def prepend(self, fetched: Sequence[Candle], asked: int) -> None:
        """Take in older candles when they join the ones that are there."""
        if not self.candles or not fetched:
            self.reaches_back_to_the_start |= bool(self.candles)
            return
        first = self.candles[0].timestamp
        if fetched[-1].timestamp + self.timeframe.length < first:
            return
        self.candles = [*(candle for candle in fetched if candle.timestamp < first), *self.candles]
        self.reaches_back_to_the_start = len(fetched) < asked
        self._forget_the_oldest()

    def on_tick(self, at: datetime, price: Decimal, traded: Decimal) -> list[Candle]:
        """Take a price into the newest candle, or open the next; return the candles that changed, oldest first."""
        if not self.candles:
            return []
        last = self.candles[-1]
        if at < last.timestamp:
            return []
        over = last.timestamp + self._length
        if at < over:
            if last.closed or (last.close == price and not traded):
                return []
            self.candles[-1] = last = _moved(last, price, traded)
            return [last]
        opened = Candle(self.timeframe.open_time(at), price, price, price, price, traded, closed=False)
        changed = [opened]
        if opened.timestamp == over and not last.closed:
            self.candles[-1] = last = _with(last, closed=True)
            changed = [last, opened]
        self.candles.append(opened)
        self._forget_the_oldest()
        return changed

    def has_a_gap(self) -> bool:
        """Tell whether candles are missing before the newest one, as after a pause."""
        return len(self.candles) > 1 and (
            self.candles[-2].timestamp + self.timeframe.length < self.candles[-1].timestamp
        )

    def since(self, opened: datetime) -> list[Candle]:
        """Return the candles from the one that opened at a time on."""
        return self.candles[bisect_left(self.candles, opened, key=_opened) :]

    def _forget_the_oldest(self) -> None:
        if len(self.candles) > KEPT_CANDLES:
            del self.candles[:-KEPT_CANDLES]
            self.reaches_back_to_the_start = False


def _opened(candle: Candle) -> datetime:
    return candle.timestamp


def _is_sound(candle: Candle) -> bool:
    prices = (candle.open, candle.high, candle.low, candle.close)
    return (
        all(price.is_finite() for price in prices)
        and candle.volume.is_finite()
        and candle.volume >= ZERO
        and ZERO < candle.low <= min(candle.open, candle.close)
        and candle.high >= max(candle.open, candle.close)
    )


def _with(candle: Candle, *, closed: bool) -> Candle:
    return Candle(candle.timestamp, candle.open, candle.high, candle.low, candle.close, candle.volume, closed)


def _moved(candle: Candle, price: Decimal, traded: Decimal) -> Candle:
    high, low = max(candle.high, price), min(candle.low, price)
    return Candle(candle.timestamp, candle.open, high, low, price, candle.volume + traded, closed=False)


def _both(fetched: Candle, ticked: Candle) -> Candle:
    """Join an open candle as fetched with what ticks said while the answer was on its way."""
    high, low = max(fetched.high, ticked.high), min(fetched.low, ticked.low)
    return Candle(fetched.timestamp, fetched.open, high, low, ticked.close, fetched.volume, closed=False)
