"""The market's websockets: subscriptions, routes by category, and every tick to whoever asked for it.

`/public/ws` carries books and trades, `/market/ws` the rest; a stream asked for on the wrong one is acknowledged and
stays silent, as at Binance, and the journal notes it. What is asked for without a route gets public streams only.
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.binance import messages
from tests.servers.binance.catalogue import USDM, Listing, Market
from tests.servers.binance.prices import INTERVALS, Prices, Tick
from tests.servers.binance.sockets import Client, StreamFaults, requests

PUBLIC = ("bookTicker", "depth", "rpiDepth", "trade")
MOST_STREAMS = 1024
MOST_REQUESTS = {"public": 10, "market": 10, "spot": 5}  # a second


def category(stream: str) -> str:
    """Which route of the perpetuals carries a stream."""
    channel = stream.partition("@")[2] or stream.lstrip("!")
    return "public" if channel.startswith(PUBLIC) else "market"


class MarketStreams:
    """All market connections, of both markets."""

    def __init__(self, prices: dict[Market, Prices], now_ms: Callable[[], int], note: Callable[..., None]) -> None:
        self.faults = {kind: StreamFaults() for kind in ("public", "market", "spot")}
        self.clients: list[Client] = []
        self._prices = prices
        self._now = now_ms
        self._note = note
        for market, source in prices.items():
            source.heard.append(lambda tick, market=market: self._told(market, tick))

    # --- connections ---

    async def serve(self, request: web.Request, kind: str, streams: list[str], *, combined: bool) -> web.StreamResponse:
        """Speak with one client until it goes."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        client = Client(socket, kind, combined)
        self.clients.append(client)
        pump = asyncio.create_task(client.pump())
        try:
            self._subscribe(client, streams)
            async for asked in requests(client, MOST_REQUESTS[kind], self._note):
                self._answer(client, asked)
        finally:
            self.clients.remove(client)
            client.stop()
            await pump
        return socket

    def _answer(self, client: Client, asked: Any) -> None:
        method = asked.get("method") if isinstance(asked, dict) else None
        params = asked.get("params", []) if isinstance(asked, dict) else []
        if method not in ("SUBSCRIBE", "UNSUBSCRIBE", "LIST_SUBSCRIPTIONS") or not isinstance(params, list):
            client.send({"error": {"code": 2, "msg": "Invalid request: unknown variant"}})
            return
        if method == "SUBSCRIBE":
            self._subscribe(client, params)
        elif method == "UNSUBSCRIBE":
            client.streams = [stream for stream in client.streams if stream not in params]
        client.send({"result": client.streams if method == "LIST_SUBSCRIPTIONS" else None, "id": asked.get("id")})

    def _subscribe(self, client: Client, streams: list[str]) -> None:
        for stream in streams:
            if client.kind != "spot" and category(stream) != client.kind:
                self._note("wrong route", stream=stream, route=client.kind)
            elif stream not in client.streams:
                client.streams.append(stream)
        client.streams = client.streams[:MOST_STREAMS]
        self._note("subscribed", route=client.kind, streams=client.streams)

    # --- what they are told ---

    def beat(self) -> None:
        """Once a second: mark prices."""
        for market, stream in self._wanted():
            prices = self._prices[market]
            if stream.split("@1s")[0] == "!markPrice@arr":
                rows = [messages.mark_price(prices, each, self._now()) for each in prices.listings.values()]
                self._send(market, stream, rows)
            elif stream.partition("@")[2].startswith("markPrice"):
                listing = prices.listings.get(stream.partition("@")[0].upper())
                if listing is not None:
                    self._send(market, stream, messages.mark_price(prices, listing, self._now()))

    def repeat_quotes(self, symbol: str | None = None) -> None:
        """Tell books and day figures again, as a busy market does although its price stands still."""
        for market, prices in self._prices.items():
            for listing in prices.listings.values():
                if listing.status == "TRADING" and symbol in (None, listing.symbol):
                    self._told(market, prices.same(listing.symbol), traded=False)

    def _wanted(self) -> set[tuple[Market, str]]:
        return {(_market_of(client), stream) for client in self.clients for stream in client.streams}

    def _told(self, market: Market, tick: Tick, *, traded: bool = True) -> None:
        prices = self._prices[market]
        listing = prices.listings[tick.symbol]
        for wanted, stream in self._wanted():
            name, _, channel = stream.partition("@")
            if wanted != market or name not in (tick.symbol.lower(), "!bookTicker", "!miniTicker", "!ticker"):
                continue
            if name.startswith("!"):
                for content in _of_tick(prices, listing, tick, name[1:], traded=traded):
                    self._send(market, stream, content if name == "!bookTicker" else [content])
            else:
                for content in _of_tick(prices, listing, tick, channel, traded=traded):
                    self._send(market, stream, content)

    def _send(self, market: Market, stream: str, content: Any) -> None:
        text = json.dumps(content, separators=(",", ":"))
        for client in self.clients:
            if _market_of(client) == market and stream in client.streams:
                wrapped = f'{{"stream":"{stream}","data":{text}}}' if client.combined else text
                client.event(wrapped, self.faults[client.kind])

    # --- what goes wrong with them ---

    def of(self, kind: str) -> list[Client]:
        """The connections of a kind; `*` is all of them."""
        return [client for client in self.clients if kind in ("*", client.kind)]


def _market_of(client: Client) -> Market:
    return "spot" if client.kind == "spot" else USDM


def _of_tick(prices: Prices, listing: Listing, tick: Tick, channel: str, *, traded: bool) -> list[Any]:
    """What a tick has to say on a channel."""
    match channel.partition("@")[0].partition("_"):
        case "bookTicker", _, _:
            return [messages.book_ticker(prices, listing, tick)]
        case "miniTicker", _, _:
            return [messages.mini_ticker(prices, listing, tick.at)]
        case "ticker", _, _:
            return [messages.day_ticker(prices, listing, tick.at)]
        case "trade", _, _ if traded:
            return [messages.trade(listing, tick)]
        case "aggTrade", _, _ if traded:
            return [messages.aggregate_trade(listing, tick)]
        case "kline", _, interval if interval in INTERVALS:
            return _candles(prices, listing, tick, interval)
        case name, _, _ if name.startswith("depth"):
            return [messages.depth(prices, listing, tick)]
    return []


def _candles(prices: Prices, listing: Listing, tick: Tick, interval: str) -> list[Any]:
    """The candle as it is now; before it the last one, closed, when the tick found it over."""
    length = INTERVALS[interval]
    opened = tick.at // length * length
    told = []
    if tick.closed is not None and tick.closed.opened < opened:
        last = prices.bar(listing.symbol, interval, tick.closed.opened // length * length)
        told.append(messages.candle(listing, last, interval, tick.at, closed=True))
    now = prices.bar(listing.symbol, interval, opened)
    return [*told, messages.candle(listing, now, interval, tick.at, closed=False)]
