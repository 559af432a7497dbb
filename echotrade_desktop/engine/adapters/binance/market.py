"""Binance's prices behind the `MarketSource` port: live over websockets, polled while those are down."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.binance import catalogue as kept_catalogue
from echotrade_desktop.engine.adapters.binance.announcer import Announcer
from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.catalogue import Catalogue, read_listings
from echotrade_desktop.engine.adapters.binance.client import Client, Line
from echotrade_desktop.engine.adapters.binance.connection import Connection
from echotrade_desktop.engine.adapters.binance.public_api import PUBLIC_APIS, read_candles
from echotrade_desktop.engine.adapters.binance.quotes import Quotes
from echotrade_desktop.engine.adapters.binance.server_time import to_ms
from echotrade_desktop.engine.adapters.binance.stream import Stream
from echotrade_desktop.engine.domain.amounts import positive
from echotrade_desktop.engine.domain.errors import BadNumber, MarketUnavailable, UnknownSymbol
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import together

log = logging.getLogger(__name__)

CONNECTS_WITHIN_S = 3.0  # at the start; only then is there something to fall back from
LOOK_EVERY_S = 1.0  # at the streams' health, and at prices while they are down
REFRESH_EVERY_S = 600.0  # looks whether the catalogue is a day old, and what time it is at Binance
ALIVE_WITHIN_S = 2.0  # a stream that spoke so recently speaks for a book that stands still
MOST_CANDLES = 20_000


class BinanceMarket:
    """Implements `MarketSource`, and `Service`: `run` keeps its connections for as long as the engine lives.

    Public data only: its client has no keys and could not sign a request.
    """

    def __init__(self, connection: Connection, clock: Clock, catalogue_file: Path) -> None:
        self.line = Line(connection, clock)
        self._clock = clock
        self._file = catalogue_file
        self._api = PUBLIC_APIS[connection.market]
        self._client = Client(self.line)
        self.quotes = Quotes(self.line.time.now)
        self.catalogue = Catalogue((), clock.now())
        self.listed: Callable[[Sequence[Instrument]], None] = lambda _instruments: None  # hears of a new catalogue
        self._tell_user = Announcer()
        self._spelled: dict[str, str] = {}
        self._ready: deque[Ticker] = deque()
        self._arrived = asyncio.Event()
        self._failure: MarketUnavailable | None = None
        self._polling = False
        self._lost = False
        self._warned = False  # of a clock that is off
        self.streams = self._make_streams(connection)

    def _make_streams(self, connection: Connection) -> tuple[Stream, ...]:
        root, api = connection.addresses.stream, self._api
        books = self._stream("book", root + api.book_path)
        return (books,) if api.day_path is None else (books, self._stream("trade", root + api.day_path))

    def _stream(self, name: str, address: str) -> Stream:
        async def where() -> str:
            return address

        async def opened(_stream: Stream) -> None:
            await self._catch_up()

        async def reachable() -> None:
            await self.line.reach.regain(self._client.measure_time)

        return Stream(name, self._clock, where, self._on_frame, before=reachable, opened=opened)

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return self.line.connection.name

    @property
    def transport(self) -> str:
        """How prices arrive now: websocket, or polling while that is down."""
        return "polling" if self._polling else "websocket"

    @property
    def simulated(self) -> bool:
        """It is a real market; on a practice place, with that place's prices."""
        return False

    def announce(self, tell: Callable[[str, str], None]) -> None:
        """Say through `tell` what the user must know, from now on, and what came up before."""
        self._tell_user.through(tell)

    # --- what is listed ---

    async def instruments(self) -> Sequence[Instrument]:
        """Return everything that trades here, from the kept catalogue when Binance cannot be asked.

        Raises `MarketUnavailable` when there is neither.
        """
        kept = await asyncio.to_thread(kept_catalogue.load, self._file)
        if kept is not None:
            self.catalogue = kept
        if kept is None or not kept.is_fresh(self._clock.now()):
            await self._refresh(kept)
        return self.catalogue.instruments()

    async def _refresh(self, kept: Catalogue | None) -> None:
        try:
            answer = await self._client.call(self._api.listings)
            known = {} if kept is None else kept.by_symbol
            listings = await asyncio.to_thread(read_listings, answer, self.line.connection.market, known)
        except (BadNumber, Trouble) as trouble:
            if kept is None:
                raise MarketUnavailable(
                    f"{trouble} Without {self.name}'s list of symbols nothing can be shown: check the connection and "
                    "start again, or choose the simulated market."
                ) from None
            self._tell_user(
                f"{trouble} The symbols are those of {kept.read_at:%d %B}; prices come when {self.name} answers."
            )
            return
        self._warn_of_the_clock()
        await self._list(Catalogue(listings, self._clock.now()))

    async def learn_brackets(self, brackets: Mapping[str, tuple[int, Decimal]]) -> None:
        """Take over the highest leverage and maintenance margin of each symbol, which only an account may ask for."""
        listings = [
            replace(
                listing,
                instrument=replace(listing.instrument, max_leverage=known[0], maintenance_margin=known[1]),
            )
            if (known := brackets.get(raw)) is not None
            else listing
            for raw, listing in self.catalogue.by_raw.items()
        ]
        await self._list(Catalogue(listings, self.catalogue.read_at))

    async def _list(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.listed(catalogue.instruments())
        await asyncio.to_thread(kept_catalogue.save, catalogue, self._file)

    # --- prices ---

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield every tick of those `symbols` that are listed here; raises `MarketUnavailable` when Binance is lost.

        Asked again, it waits until prices come: whoever restarts this is not kept waiting longer than they are.
        """
        await self._watch(symbols)
        while True:
            while self._ready:
                yield self._ready.popleft()
            if self._failure is not None:
                failure, self._failure = self._failure, None
                raise failure
            self._arrived.clear()
            await self._arrived.wait()

    async def _watch(self, symbols: Sequence[str]) -> None:
        listings = [listing for symbol in symbols if (listing := self.catalogue.by_symbol.get(symbol)) is not None]
        fresh = {listing.raw for listing in listings} - self._spelled.keys()
        self._spelled = {listing.raw: listing.instrument.symbol for listing in listings}
        self.quotes.watch(self._spelled)
        for stream, channels in zip(self.streams, (self._api.book_streams, self._api.day_streams), strict=False):
            await stream.want([f"{raw.lower()}@{channel}" for raw in self._spelled for channel in channels])
        if fresh:
            await self._catch_up()

    def _on_frame(self, frame: Any) -> None:
        ticker = self._affirmed(frame) if frame.get("e") == "markPriceUpdate" else self.quotes.take(frame)
        if ticker is not None:
            self._ready.append(ticker)
            self._arrived.set()

    def _affirmed(self, frame: Any) -> Ticker | None:
        """Return the standing quote once more: its own stream is sound, and its book has not moved.

        Without this a quiet symbol could not be told from a dead connection.
        """
        if self._clock.monotonic() - self.streams[0].heard_at > ALIVE_WITHIN_S:
            return None
        raw, at = frame.get("s"), frame.get("E")
        return self.quotes.touch(raw, at) if isinstance(raw, str) and isinstance(at, int) else None

    def _tell(self, ticker: Ticker) -> None:
        self._ready.append(ticker)
        self._arrived.set()

    async def price_of(self, symbol: str) -> Decimal | None:
        """Return the last price of a symbol that is not watched, None when there is none. Raises `Trouble`."""
        listing = self.catalogue.by_symbol.get(symbol)
        if listing is None:
            return None
        answer = await self._client.call(self._api.prices, {"symbol": listing.raw}, Urgency.ASK)
        return positive(answer["price"]) if isinstance(answer, dict) and "price" in answer else None

    # --- what keeps prices coming ---

    async def run(self) -> None:
        """Keep the streams up, poll while they are down, keep catalogue and clock fresh, until cancelled."""
        await together([*(stream.run() for stream in self.streams), self._watch_streams(), self._stay_fresh()])

    async def _watch_streams(self) -> None:
        began = self._clock.monotonic()
        while True:
            for stream in self.streams:
                await stream.look()
            down = not all(stream.sound for stream in self.streams)
            self._lost = self._lost and down
            self._polling = down and self._clock.monotonic() - began > CONNECTS_WITHIN_S
            if self._polling and self._spelled:
                await self._poll()
            await self._clock.sleep(LOOK_EVERY_S)

    async def _poll(self) -> None:
        try:
            books = await self._client.call(self._api.books)
            prices = await self._client.call(self._api.prices)
        except Trouble as trouble:
            log.info("prices could not be polled: %s", trouble)
            self._lose()
            return
        self._lost = False
        for ticker in self.quotes.on_answers(_rows(books), _rows(prices)):
            self._tell(ticker)

    async def _catch_up(self) -> None:
        """Ask for what was missed: books, last prices and the figures of the day of what is watched."""
        try:
            books = await self._client.call(self._api.books)
            days = await self._days()
        except Trouble as trouble:
            log.info("quotes could not be caught up: %s", trouble)
            return
        for ticker in self.quotes.on_answers(_rows(books), days):
            self._tell(ticker)

    async def _days(self) -> list[Any]:
        """Return the figures of the day: of each symbol, or of all at once when that is cheaper."""
        spelled = tuple(self._spelled)
        if len(spelled) * self._api.day.weight > self._api.all_days_weight:
            return _rows(await self._client.call(self._api.day, weight=self._api.all_days_weight))
        return [await self._client.call(self._api.day, {"symbol": raw}) for raw in spelled]

    def _lose(self) -> None:
        """Say once that no prices come, neither by stream nor by polling; they may come again at any moment."""
        if not self._lost:
            self._lost = True
            self._failure = MarketUnavailable(f"{self.name} sends no prices at the moment; EchoTrade keeps trying.")
            self._arrived.set()

    async def _stay_fresh(self) -> None:
        while True:
            await self._clock.sleep(REFRESH_EVERY_S)
            try:
                await self._client.measure_time()
            except Trouble as trouble:
                log.info("the time at Binance could not be asked for: %s", trouble)
                continue
            self._warn_of_the_clock()
            if not self.catalogue.is_fresh(self._clock.now()):
                await self._refresh(self.catalogue)

    def _warn_of_the_clock(self) -> None:
        warning = self.line.time.warning
        if warning is not None and not self._warned:
            self._tell_user(warning)
        self._warned = warning is not None

    # --- candles ---

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return up to `limit` candles, ascending, that opened before `before`. Raises `MarketUnavailable`."""
        listing = self.catalogue.by_symbol.get(symbol)
        if listing is None:
            raise UnknownSymbol(f"{self.name} does not list {symbol}.")
        candles: list[Candle] = []
        end = before
        while len(candles) < min(limit, MOST_CANDLES):
            asked = min(limit - len(candles), self._api.most_candles)
            older = await self._candles(listing.raw, timeframe, asked, end)
            candles = [*older, *candles]
            if len(older) < asked:
                break
            end = older[0].timestamp
        if not candles and before is None:
            raise MarketUnavailable(f"{self.name} has no candles of {symbol}.")
        log.info("%d candles of %s %s came", len(candles), symbol, timeframe.value)
        return candles

    async def _candles(self, raw: str, timeframe: Timeframe, limit: int, before: datetime | None) -> list[Candle]:
        params = {"symbol": raw, "interval": timeframe.value, "limit": str(limit)}
        if before is not None:
            params["endTime"] = str(to_ms(before - timedelta(milliseconds=1)))
        try:
            answer = await self._client.call(self._api.candles, params, weight=self._api.candle_weight(limit))
            return read_candles(answer, timeframe, self.line.time.now())
        except Trouble as trouble:
            raise MarketUnavailable(f"The candles of {raw} did not come: {trouble}") from None
        except (BadNumber, IndexError, KeyError, OverflowError, TypeError, ValueError):
            raise MarketUnavailable(f"{self.name} sent candles of {raw} that could not be read.") from None

    async def close(self) -> None:
        """Let go of connections."""
        await self._client.close()


def _rows(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]
