"""Prices of one market: quotes that tests or a walk move, candles made of them, and a history before they began."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from tests.servers.binance.catalogue import Listing
from tests.servers.exchange.core import Quote

MINUTE = 60_000
DAY = 86_400_000
INTERVALS = {
    "1s": 1_000,
    "1m": MINUTE,
    "3m": 3 * MINUTE,
    "5m": 5 * MINUTE,
    "15m": 15 * MINUTE,
    "30m": 30 * MINUTE,
    "1h": 60 * MINUTE,
    "2h": 120 * MINUTE,
    "4h": 240 * MINUTE,
    "6h": 360 * MINUTE,
    "8h": 480 * MINUTE,
    "12h": 720 * MINUTE,
    "1d": DAY,
    "3d": 3 * DAY,
    "1w": 7 * DAY,
}
TRADE_SIZE = Decimal(20)  # lots, of a trade that nobody scripted
WAVES = ((0.02, 259_200_000), (0.006, 5_400_000), (0.0015, 420_000))  # share of the price, period in ms


@dataclass(slots=True)
class Bar:
    """A candle; times in ms, volume in base units."""

    opened: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal = Decimal(0)
    trades: int = 0

    def take(self, price: Decimal, volume: Decimal) -> None:
        """Take a trade in."""
        self.high, self.low, self.close = max(self.high, price), min(self.low, price), price
        self.volume += volume
        self.trades += 1


@dataclass(frozen=True, slots=True)
class Tick:
    """A trade and the book it leaves."""

    symbol: str
    quote: Quote
    quantity: Decimal
    trade_id: int
    at: int
    before: Quote
    update: int  # counts the changes of the symbol's book
    closed: Bar | None = None  # the minute that this tick found over


class Prices:
    """Quotes and candles of a market's symbols. `heard` are told of every tick."""

    def __init__(self, listings: dict[str, Listing], now_ms: Callable[[], int]) -> None:
        self.listings = listings
        self.quotes: dict[str, Quote] = {}
        self.depth: dict[str, Decimal] = {}  # what rests at the touch; without an entry, more than anybody wants
        self.heard: list[Callable[[Tick], None]] = []
        self._marks: dict[str, Decimal] = {}
        self._bars: dict[str, dict[int, Bar]] = {}
        self._now = now_ms
        self._began = now_ms()
        self.updates = dict.fromkeys(listings, self._began)  # and so on after a restart
        self._trade_ids = count(self._began)
        for symbol, listing in listings.items():
            self.quotes[symbol] = self._quote(listing, listing.begin)
            minute = self._began - self._began % MINUTE
            begin = self._history(listing, minute)
            bar = self._bars.setdefault(symbol, {})[minute] = Bar(minute, begin, begin, begin, begin)
            bar.take(listing.begin, listing.lot * TRADE_SIZE)

    def move(
        self,
        symbol: str,
        price: Decimal,
        bid: Decimal | None = None,
        ask: Decimal | None = None,
        mark: Decimal | None = None,
        quantity: Decimal | None = None,
    ) -> Tick:
        """Let a trade happen at a price. Bid and ask are a tick away unless given; a mark once given stays."""
        listing, at, before = self.listings[symbol], self._now(), self.quotes[symbol]
        self.quotes[symbol] = self._quote(listing, price, bid, ask)
        if mark is not None:
            self._marks[symbol] = mark
        size = quantity or listing.lot * TRADE_SIZE
        bars, minute = self._bars[symbol], at - at % MINUTE
        closed = None
        if minute not in bars:
            closed = bars[max(bars)]
            bars[minute] = Bar(minute, price, price, price, price)
        bars[minute].take(price, size)
        self.updates[symbol] += 1
        update = self.updates[symbol]
        tick = Tick(symbol, self.quotes[symbol], size, next(self._trade_ids), at, before, update, closed)
        for hear in self.heard:
            hear(tick)
        return tick

    def same(self, symbol: str) -> Tick:
        """The quote as it stands, told once more; nobody has traded."""
        self.updates[symbol] += 1
        quote, update = self.quotes[symbol], self.updates[symbol]
        return Tick(symbol, quote, self.listings[symbol].lot, 0, self._now(), quote, update)

    def mark(self, symbol: str) -> Decimal:
        """The mark price: the last trade unless it was set apart."""
        return self._marks.get(symbol) or self.quotes[symbol].last

    def bars(self, symbol: str, interval: str, limit: int, start: int | None, end: int | None) -> list[Bar]:
        """Candles, ascending, as the klines endpoint gives them: from `start` on, else the last before `end`."""
        length, now = INTERVALS[interval], self._now()
        newest = min(now, end if end is not None else now) // length * length
        first = newest - (limit - 1) * length if start is None else -(-start // length) * length
        last = min(newest, first + (limit - 1) * length)
        return [self.bar(symbol, interval, opened) for opened in range(first, last + 1, length)]

    def bar(self, symbol: str, interval: str, opened: int) -> Bar:
        """The candle that opened at a time: of what was traded, and of the invented history before that."""
        listing, length = self.listings[symbol], INTERVALS[interval]
        parts = [*self._before(listing, opened, length), *self._traded(symbol, opened, length)]
        if not parts:
            last = self._last_before(symbol, opened)
            return Bar(opened, last, last, last, last)
        return Bar(
            opened,
            parts[0].open,
            max(part.high for part in parts),
            min(part.low for part in parts),
            parts[-1].close,
            sum((part.volume for part in parts), Decimal(0)),
            sum(part.trades for part in parts),
        )

    def day(self, symbol: str) -> Bar:
        """The last 24 hours in one candle."""
        opened = (self._now() - DAY) // MINUTE * MINUTE
        parts = [*self._before(self.listings[symbol], opened, DAY), *self._traded(symbol, opened, DAY + MINUTE)]
        return Bar(
            opened,
            parts[0].open,
            max(part.high for part in parts),
            min(part.low for part in parts),
            self.quotes[symbol].last,
            sum((part.volume for part in parts), Decimal(0)),
            sum(part.trades for part in parts),
        )

    def _traded(self, symbol: str, opened: int, length: int) -> Iterator[Bar]:
        """The minutes of an interval in which somebody traded; a second belongs to its minute."""
        for minute, bar in self._bars[symbol].items():
            if opened <= minute < opened + length or (length < MINUTE and minute <= opened < minute + MINUTE):
                yield bar

    def _before(self, listing: Listing, opened: int, length: int) -> Iterator[Bar]:
        """History up to the minute of the beginning, as one bar of five samples."""
        end = min(opened + length, self._began - self._began % MINUTE)
        if opened >= end:
            return
        samples = [self._history(listing, opened + (end - opened) * step // 4) for step in range(5)]
        volume = listing.lot * (500 + samples[2] % 7 * 100) * max(1, length // MINUTE)
        rounded = volume.quantize(listing.lot)
        yield Bar(opened, samples[0], max(samples), min(samples), samples[-1], rounded, 100)

    def _history(self, listing: Listing, at: int) -> Decimal:
        age = at - self._began
        share = 1 + sum(swing * math.sin(math.tau * age / period) for swing, period in WAVES)
        return max(listing.tick, (listing.begin * Decimal(share) / listing.tick).to_integral_value() * listing.tick)

    def _last_before(self, symbol: str, opened: int) -> Decimal:
        minutes = [minute for minute in self._bars[symbol] if minute < opened]
        return self._bars[symbol][max(minutes)].close if minutes else self.listings[symbol].begin

    @staticmethod
    def _quote(listing: Listing, price: Decimal, bid: Decimal | None = None, ask: Decimal | None = None) -> Quote:
        return Quote(
            price, bid if bid is not None else price - listing.tick, ask if ask is not None else price + listing.tick
        )
