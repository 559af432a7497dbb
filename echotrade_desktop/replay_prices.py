"""Prices for a replay: from candle files, else from a simulated market that agrees with what the calls say."""

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from pathlib import Path

from echotrade_desktop.engine.adapters.candle_files import CandleFileMarket
from echotrade_desktop.engine.adapters.simulated_market import CallAnchoredMarket, CallPrice
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import EntryKind, RawMessage
from echotrade_desktop.engine.signals.parser import CallSignal, Entry, parse

LOOK_BACK = (timedelta(minutes=1), timedelta(hours=3), timedelta(days=3))  # for the newest price, whatever the candles
HOUR = Timeframe.H1.length
A_MOMENT = timedelta.resolution


_time = attrgetter("timestamp")


class ReplayMarket:
    """A `MarketSource` that sends nothing by itself: the replay walks through its past, as far as it needs to."""

    transport = "replayed"
    simulated = True

    def __init__(self, past: CandleFileMarket | CallAnchoredMarket) -> None:
        self._past = past
        self._hours: dict[str, _HourOfTicks] = {}

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self._past.name

    async def instruments(self) -> Sequence[Instrument]:
        """Return everything that can be traded here."""
        return await self._past.instruments()

    def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield nothing and never end."""
        return _Silence()

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return candles, ascending; nothing later than the clock."""
        return await self._past.fetch_ohlcv(symbol, timeframe, limit, before)

    async def close(self) -> None:
        """Let go of what is held."""
        await self._past.close()

    def walk(self, symbols: Sequence[str], start: datetime, end: datetime) -> Iterator[Ticker]:
        """Yield every tick of `symbols` after `start` up to `end`, in the order of time."""
        hour = Timeframe.H1.open_time(start)
        while hour <= end:
            yield from sorted(chain(*(self._ticks(symbol, hour).between(start, end) for symbol in symbols)), key=_time)
            hour += HOUR

    def newest(self, symbol: str, at: datetime) -> Ticker | None:
        """Return the last tick of a symbol up to a time, None where the files have a gap."""
        hour = Timeframe.H1.open_time(at)
        known = self._hours.get(symbol)
        ticker = known.newest(at) if known is not None and known.hour == hour else None
        if ticker is not None:
            return ticker
        for span in LOOK_BACK:
            ticks = deque(self._past.ticks_between((symbol,), at - span, at), maxlen=1)
            if ticks:
                return ticks[0]
        return None

    def _ticks(self, symbol: str, hour: datetime) -> "_HourOfTicks":
        """Return the ticks of an hour; they are made an hour at once, since asking for less costs nearly as much."""
        known = self._hours.get(symbol)
        if known is None or known.hour != hour:
            ticks = list(self._past.ticks_between((symbol,), hour - A_MOMENT, hour + HOUR - A_MOMENT))
            known = self._hours[symbol] = _HourOfTicks(hour, ticks, [tick.timestamp for tick in ticks])
        return known


@dataclass(frozen=True, slots=True)
class _HourOfTicks:
    """The ticks of one symbol in one hour, in the order of time."""

    hour: datetime
    ticks: list[Ticker]
    times: list[datetime]

    def between(self, start: datetime, end: datetime) -> list[Ticker]:
        """Return the ticks after `start` up to `end`."""
        return self.ticks[bisect_right(self.times, start) : bisect_right(self.times, end)]

    def newest(self, at: datetime) -> Ticker | None:
        """Return the last tick up to `at`, None when there is none in this hour."""
        index = bisect_right(self.times, at)
        return self.ticks[index - 1] if index else None


def replay_market(folder: Path | None, calls: "Calls", clock: Clock, seed: int) -> ReplayMarket:
    """Return the market of a folder of candle files, else a simulated one that is at each call's price when it comes.

    Raises `BadInput` when the folder holds none.
    """
    if folder is not None:
        return ReplayMarket(CandleFileMarket(folder, clock))
    return ReplayMarket(CallAnchoredMarket(clock, calls.prices, seed=seed))


class Calls:
    """What the messages call, read beforehand: the replay has to know what a coin costs before its call comes."""

    def __init__(self, messages: Iterable[RawMessage]) -> None:
        self.prices: list[CallPrice] = []
        self._symbols: dict[tuple[int, int], tuple[str, ...]] = {}
        texts: dict[tuple[int, int], str] = {}
        for message in messages:
            texts[message.chat_id, message.message_id] = message.text
            reply = None if message.reply_to is None else texts.get((message.chat_id, message.reply_to))
            reading = parse(message.text, reply_to=reply)
            if isinstance(reading, Entry):
                self._add(message, reading)

    def symbols_of(self, message: RawMessage) -> tuple[str, ...]:
        """Return the coins that a message calls."""
        return self._symbols.get((message.chat_id, message.message_id), ())

    def _add(self, message: RawMessage, entry: Entry) -> None:
        calls = entry.signals
        self._symbols[message.chat_id, message.message_id] = tuple(call.symbol for call in calls)
        self.prices += [CallPrice(call.symbol, message.sent_at, _reference(call)) for call in calls if call.entries]


def _reference(call: CallSignal) -> Decimal:
    prices = call.entry_prices
    return (min(prices) + max(prices)) / 2 if call.order is EntryKind.RANGE else prices[0]


class _Silence(AsyncIterator[Ticker]):
    async def __anext__(self) -> Ticker:
        await asyncio.Event().wait()
        raise StopAsyncIteration
