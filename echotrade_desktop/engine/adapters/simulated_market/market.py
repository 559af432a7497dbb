"""A market made of seeded noise, behind the same port as a real one."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge
from operator import attrgetter
from pathlib import Path

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.bends import Bends
from echotrade_desktop.engine.adapters.simulated_market.catalogue import CATALOGUE, Coin
from echotrade_desktop.engine.adapters.simulated_market.drills import Drills
from echotrade_desktop.engine.adapters.simulated_market.lattice import BLOCK, Lattice
from echotrade_desktop.engine.adapters.simulated_market.minutes import (
    SLOTS,
    SLOTS_A_SECOND,
    Candles,
    Corners,
    MinutePaths,
)
from echotrade_desktop.engine.adapters.simulated_market.quotes import QuotedMinute, candles_of, slot_time
from echotrade_desktop.engine.domain.errors import BadInput, UnknownSymbol
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.ports import Clock

BEGINNING = datetime(2019, 1, 1, tzinfo=UTC)  # there is no history before
CORNER_MINUTES = 512  # made at once for playing long spans
KEPT_CORNERS = 64  # such blocks
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SLOT = timedelta(seconds=1) / SLOTS_A_SECOND
LONGEST_CATCH_UP_S = 5  # a late loop is given every tick it missed, unless it slept longer
DEFAULT_SEED = 2026


class SimulatedMarket(Drills):
    """Prices and candles of some thirty coins: the same seed gives the same price at the same time, always.

    Ticks come `ticks_per_second` (1, 2 or 4) times a second and symbol, on `clock`. `memory` is a file that keeps
    what drills did to prices, so that history survives a restart.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        seed: int = DEFAULT_SEED,
        coins: Sequence[Coin] = CATALOGUE,
        ticks_per_second: int = 4,
        memory: Path | None = None,
    ) -> None:
        if ticks_per_second not in (1, 2, 4):
            raise BadInput(f"The simulated market ticks 1, 2 or 4 times a second, not {ticks_per_second} times.")
        self._step = SLOTS_A_SECOND // ticks_per_second
        self._coins = {coin.symbol: coin for coin in coins}
        self._quoted: dict[str, QuotedMinute] = {}
        self._ahead: dict[str, QuotedMinute] = {}
        self._corners: dict[tuple[str, int], Corners] = {}  # by symbol and block, the last asked for last
        bends = Bends(memory)
        super().__init__(clock, bends, MinutePaths(Lattice(seed), bends))

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return "Simulated market"

    @property
    def transport(self) -> str:
        """How prices arrive."""
        return "simulated"

    @property
    def simulated(self) -> bool:
        """It is not a real market and labelled so."""
        return True

    async def instruments(self) -> Sequence[Instrument]:
        """Return everything that can be traded here."""
        return [coin.instrument for coin in self._coins.values()]

    async def close(self) -> None:
        """Nothing is held."""

    def quote(self, symbol: str, at: datetime | None = None) -> Ticker:
        """Return the tick at a time (default: now), never later than it."""
        seconds = (at or self._clock.now()).timestamp()
        return self._tick(self._coin(symbol), int(seconds * SLOTS_A_SECOND))

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield the ticks of those `symbols` that exist here, from now on."""
        coins = [self._coins[symbol] for symbol in symbols if symbol in self._coins]
        slot = self._slot_now()
        while True:
            if self._is_silent():
                slot = self._slot_now()
            else:
                for coin in coins:
                    if not self._is_prepared(coin, slot):
                        await asyncio.sleep(0)  # preparing a coin takes a moment: all at once would hold the window up
                    yield self._tick(coin, slot)
                self._prepare_the_next_minute(coins, slot)
            slot = max(self._slot_after(slot), self._slot_now() - LONGEST_CATCH_UP_S * SLOTS_A_SECOND)
            await self._clock.sleep((slot_time(slot) - self._clock.now()).total_seconds())

    def ticks_between(self, symbols: Sequence[str], start: datetime, end: datetime) -> Iterator[Ticker]:
        """Yield four ticks a minute and symbol after `start` up to `end`: open, both extremes in order, close.

        For playing long spans quickly: no price of a candle is left out. Without figures of the day.
        """
        each = (self._corner_ticks(self._coin(symbol), _slot_until(start) + 1, _slot_until(end)) for symbol in symbols)
        yield from merge(*each, key=attrgetter("timestamp"))

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return up to `limit` candles, ascending, that opened before `before` (default: now, with the open one)."""
        coin, now = self._coin(symbol), self._clock.now()
        newest = timeframe.open_time(now)
        if before is not None:
            newest = min(newest, timeframe.open_time(before - timedelta.resolution))
        count = min(limit, (newest - timeframe.open_time(BEGINNING)) // timeframe.length + 1)
        oldest = newest - (count - 1) * timeframe.length
        candles: list[Candle] = []
        at_once = max(1, BLOCK * 60 // timeframe.seconds)
        for done in range(0, count, at_once):
            opened = [oldest + index * timeframe.length for index in range(done, min(count, done + at_once))]
            candles += self._candles(coin, timeframe, opened, now)
            await asyncio.sleep(0)  # a long history does not hold the window up
        return candles

    def _candles(self, coin: Coin, timeframe: Timeframe, opened: list[datetime], now: datetime) -> list[Candle]:
        length = timeframe.seconds // 60
        first = int(opened[0].timestamp()) // 60
        last_is_open = opened[-1] + timeframe.length > now
        whole = len(opened) - last_is_open
        columns = self._paths.candles(coin, first, whole * length).folded(length) if whole else None
        if last_is_open:
            columns = _joined(columns, self._open_candle(coin, first + whole * length, now))
        return candles_of(coin, columns, opened, last_is_open=last_is_open) if columns else []

    def _open_candle(self, coin: Coin, first: int, now: datetime) -> Candles:
        """Fold the whole minutes since `first` and the present one up to now."""
        minute, slot = divmod(int(now.timestamp() * SLOTS_A_SECOND), SLOTS)
        present = self._minute(coin, minute).candle_until(slot)
        if minute == first:
            return present
        return _joined(self._paths.candles(coin, first, minute - first), present).folded(minute - first + 1)

    def _corner_ticks(self, coin: Coin, first: int, last: int) -> Iterator[Ticker]:
        """Yield the corner ticks at the slots from `first` to `last`."""
        symbol, tick = coin.symbol, coin.instrument.tick
        for block in range(first // SLOTS // CORNER_MINUTES, last // SLOTS // CORNER_MINUTES + 1):
            corners = self._corners_of(coin, block)
            for place in range(bisect_left(corners.slots, first), bisect_right(corners.slots, last)):
                price = corners.prices[place]
                at = slot_time(corners.slots[place])
                yield Ticker(symbol, price * tick, price * tick, (price + 1) * tick, at)

    def _corners_of(self, coin: Coin, block: int) -> Corners:
        """Return the corners of one block of minutes; few minutes take nearly as long to make as many."""
        key = (coin.symbol, block)
        known = self._corners.pop(key, None)
        if known is None:
            known = self._paths.corners(coin, block * CORNER_MINUTES, CORNER_MINUTES)
        self._corners[key] = known
        if len(self._corners) > KEPT_CORNERS:
            del self._corners[next(iter(self._corners))]
        return known

    def _tick(self, coin: Coin, slot: int) -> Ticker:
        minute, inside = divmod(slot, SLOTS)
        return self._minute(coin, minute).ticker(inside)

    def _minute(self, coin: Coin, minute: int) -> QuotedMinute:
        known = self._quoted.get(coin.symbol)
        if known is None or known.minute != minute:
            known = self._ahead.pop(coin.symbol, None)
            if known is None or known.minute != minute:
                known = QuotedMinute.of(self._paths, coin, minute)
            self._quoted[coin.symbol] = known
        return known

    def _is_prepared(self, coin: Coin, slot: int) -> bool:
        minute = slot // SLOTS
        known = (self._quoted.get(coin.symbol), self._ahead.get(coin.symbol))
        return any(quoted is not None and quoted.minute == minute for quoted in known)

    def _prepare_the_next_minute(self, coins: Sequence[Coin], slot: int) -> None:
        """Prepare one coin a round in the second half of a minute: all of them at its end would hold the window up."""
        minute, inside = divmod(slot, SLOTS)
        if inside >= SLOTS // 2:
            waiting = (coin for coin in coins if coin.symbol not in self._ahead)
            coin = next(waiting, None)
            if coin is not None:
                self._ahead[coin.symbol] = QuotedMinute.of(self._paths, coin, minute + 1)

    def _forget_quotes(self, symbol: str | None) -> None:
        self._corners.clear()
        for quotes in (self._quoted, self._ahead):
            if symbol is None:
                quotes.clear()
            else:
                quotes.pop(symbol, None)

    def _coin(self, symbol: str) -> Coin:
        try:
            return self._coins[symbol]
        except KeyError:
            raise UnknownSymbol(f"{self.name} does not have {symbol}.") from None

    def _slot_now(self) -> int:
        slot = int(self._clock.now().timestamp() * SLOTS_A_SECOND)
        return slot - slot % SLOTS % self._step

    def _slot_after(self, slot: int) -> int:
        """Return the next slot that ticks: every `step`, and always a minute's last, its close."""
        inside = slot % SLOTS
        if inside == SLOTS - 1:
            return slot + 1
        return slot - inside + min(inside - inside % self._step + self._step, SLOTS - 1)


def _slot_until(at: datetime) -> int:
    """Return the last slot that is not later than a time."""
    return (at - EPOCH) // SLOT


def _joined(earlier: Candles | None, later: Candles) -> Candles:
    if earlier is None:
        return later
    names = Candles.__slots__
    return Candles(*(np.concatenate([getattr(earlier, name), getattr(later, name)]) for name in names))
