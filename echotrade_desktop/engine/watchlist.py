"""Which symbols' prices are asked for, where a market lists too many to watch them all.

Watched are the ticker bar's symbols, those with a position or a call in the queue, and those that a chart shows.
"""

from collections.abc import Iterable

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.facts import FillRecorded, SignalEnded, SignalQueued, SymbolWatched
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.market.price_feed import PriceFeed

SMALL_MARKET = 60  # symbols; such a market is watched whole
PRICE_WITHIN_S = 2.0  # a call on a symbol that was not watched waits so long for its first price
LOOK_EVERY_S = 0.05
NEWS = (SymbolWatched, SignalQueued, SignalEnded, FillRecorded)


class Watchlist:
    """Keeps the feed's symbols in line with what is needed."""

    def __init__(self, feed: PriceFeed, desk: Desk) -> None:
        self._feed = feed
        self._desk = desk
        self._shown: dict[str, int] = {}

    @property
    def is_whole(self) -> bool:
        """Whether the market is small enough to watch all of it."""
        return len(self._desk.instruments) <= SMALL_MARKET

    def refresh(self) -> None:
        """Watch what is needed now, and nothing else."""
        listed = self._desk.instruments
        needed = listed if self.is_whole else {symbol: None for symbol in self._needed() if symbol in listed}
        for symbol in needed:
            self._feed.add_symbol(symbol)
        for symbol in self._feed.symbols:
            if symbol not in needed:
                self._feed.remove_symbol(symbol)

    def note(self, event: Event) -> None:
        """Look again when something happened that may change what is needed."""
        if isinstance(event, NEWS):
            self.refresh()

    def show(self, symbol: str) -> None:
        """Watch a symbol for as long as a chart shows it."""
        self._shown[symbol] = self._shown.get(symbol, 0) + 1
        self.refresh()

    def hide(self, symbol: str) -> None:
        """End one `show`."""
        left = self._shown.get(symbol, 0) - 1
        if left > 0:
            self._shown[symbol] = left
        else:
            self._shown.pop(symbol, None)
        self.refresh()

    async def bring(self, symbol: str) -> None:
        """Wait a moment for the first price of a symbol that somebody calls; without one the call says so."""
        if symbol not in self._desk.instruments or self._feed.get_current_price(symbol) is not None:
            return
        clock = self._desk.clock
        self._feed.add_symbol(symbol)
        latest = clock.monotonic() + PRICE_WITHIN_S
        while self._feed.get_current_price(symbol) is None and clock.monotonic() < latest:
            await clock.sleep(LOOK_EVERY_S)

    def _needed(self) -> Iterable[str]:
        book = self._desk.book
        yield from book.watched
        yield from (position.symbol for position in book.open_positions())
        yield from (queued.signal.symbol for queued in book.queued())
        yield from self._shown
