"""The loopback Binance as the exchange of a campaign: trades over its protocol, posts and heartbeats over ours."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.broker import BinanceBroker
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection, Mode
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import together
from tests.crash.pulse import a_second
from tests.servers.binance.catalogue import SPOT, Market, spot_listings
from tests.servers.binance.catalogue import USDM as PERPETUALS
from tests.servers.binance.venue import API_KEY, API_SECRET, Venue, binance_exchange
from tests.servers.exchange.client import Connection as Pulse
from tests.servers.exchange.clock import SharedClock
from tests.servers.exchange.market import INSTRUMENTS, Walk
from tests.servers.exchange.server import TICK_S, Place, Server

SPOILT = {
    PERPETUALS: (
        "* /fapi/v1/order",
        "* /fapi/v1/algoOrder",
        "GET /fapi/v1/openOrders",
        "GET /fapi/v1/openAlgoOrders",
        "GET /fapi/v1/userTrades",
        "GET /fapi/v3/positionRisk",
    ),
    SPOT: (
        "* /api/v3/order",
        "POST /api/v3/orderList/oco",
        "GET /api/v3/openOrders",
        "GET /api/v3/allOrders",
        "GET /api/v3/myTrades",
        "GET /api/v3/account",
    ),
}
SLOW = {
    PERPETUALS: ("POST /fapi/v1/order", "POST /fapi/v1/algoOrder"),
    SPOT: ("POST /api/v3/order", "POST /api/v3/orderList/oco"),
}
LOTS = {
    listing.unified: Instrument(listing.unified, listing.tick, listing.lot, Decimal(0))
    for listing in spot_listings().values()
}
LOST = ["drop before", "drop after", "silent before", "silent after"]


def a_free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def serve(listener: socket.socket, place: Place, port: int, market: Market) -> None:
    """Run board and exchange until the process is ended."""
    asyncio.run(_serve(listener, place, port, market))


async def _serve(listener: socket.socket, place: Place, port: int, market: Market) -> None:
    clock = SharedClock(place.speed, place.began)
    ports = (port, 0) if market == PERPETUALS else (0, port)
    async with binance_exchange(place.journal.parent, journal=place.journal, clock=clock, ports=ports) as venue:
        _list_what_is_called(venue, market)
        board = Board(place, venue, market)
        server = await asyncio.start_server(board.welcome, sock=listener, limit=1_000_000)
        async with server:
            await board.move_prices(clock, place.seed)


def _list_what_is_called(venue: Venue, market: Market) -> None:
    listings = venue.prices[market].listings
    called = {instrument.symbol.replace("/", ""): instrument for instrument in INSTRUMENTS}
    for raw in set(listings) - called.keys():
        listings[raw].status = "PENDING_TRADING" if market == PERPETUALS else "BREAK"


class Board(Server):
    """Posts and heartbeats as ever; what is bad about the wire is bad about Binance's."""

    def __init__(self, place: Place, venue: Venue, market: Market) -> None:
        super().__init__(place)
        self._venue = venue
        self._market = market

    async def move_prices(self, clock: Clock, seed: int) -> None:
        """Walk, with a jump now and then."""
        import random

        walk = Walk(random.Random(seed + 2))
        while True:
            await clock.sleep(TICK_S)
            for instrument in () if self._faults.frozen else INSTRUMENTS:
                quote = walk.next_quote(instrument.symbol)
                prices = (str(Decimal(number)) for number in (quote.last, quote.bid, quote.ask))
                last, bid, ask = prices
                self._venue.move(instrument.symbol, last, bid=bid, ask=ask, market=self._market)
            if self._faults.frozen:
                self._venue.market_streams.repeat_quotes()

    def _take(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        super()._take(asked, writer)
        if asked["ask"] == "control":
            self._spoil()

    def _spoil(self) -> None:
        faults, venue = self._faults, self._venue
        venue.clear_faults()
        stream = "private" if self._market == PERPETUALS else "spot api"
        venue.streams("repeated", stream, on=faults.repeats > 0)
        venue.streams("swapped", stream, on=faults.late_reports > 0)
        if not faults.loss:
            return
        for number, endpoint in enumerate(SPOILT[self._market]):
            venue.chance(endpoint, faults.loss * 4 / 6, LOST, seed=number)
            venue.chance(endpoint, faults.loss / 6, ["late answer"], seed=number + 100, seconds=15.0)
        for number, endpoint in enumerate(SLOW[self._market]):
            venue.chance(endpoint, faults.loss / 6, ["slow order"], seed=number + 200, seconds=8.0)


@dataclass(frozen=True, slots=True)
class OnLoopback:
    """The app's side: market and broker of a victim."""

    port: int
    board: int
    speed: float
    kind: Market

    def market(self, clock: Clock, folder: Any) -> BinanceMarket:
        """Return the market."""
        return BinanceMarket(self._connection, clock, folder / "catalogue.json")

    def broker(self, market: BinanceMarket, answer_within: float) -> Callable[[Clock], BinanceBroker]:
        """Return what makes the broker."""
        keys = ApiKeys(API_KEY, API_SECRET)
        return lambda clock: PulsingBroker(self._connection, clock, keys, market, answer_within, self.board)

    @property
    def _connection(self) -> Connection:
        root = f"127.0.0.1:{self.port}"
        return Connection(BinanceMarketName(self.kind), Mode.REAL, f"http://{root}", f"ws://{root}")


class PulsingBroker(BinanceBroker):
    """Lets the journal know each second that this app is alive."""

    def __init__(
        self, at: Connection, clock: Clock, keys: ApiKeys, market: BinanceMarket, answer_within: float, board: int
    ) -> None:
        super().__init__(at, clock, keys, market, answer_within=answer_within)
        self._pulse = Pulse(board)

    async def run(self) -> None:
        works: list[Coroutine[Any, Any, None]] = [super().run(), self._beat()]
        await together(works)

    async def _beat(self) -> None:
        import os

        await self._pulse.connect()
        while True:
            self._pulse.send({"ask": "beat", "details": {"pid": os.getpid()}})
            await a_second(self._clock)

    async def close(self) -> None:
        await self._pulse.close()
        await super().close()


def as_booked(event: dict[str, Any]) -> dict[str, Any]:
    """Return a line of the journal in the words of the strict exchange's: trades are numbered by symbol there.

    A buy on spot is booked as what it brought: the fee was taken from the coins, and what is below the lot stays.
    """
    if event["event"] == "accepted" and event["kind"] == "stop_loss":
        return {**event, "kind": "stop_market"}
    if event["event"] != "fill":
        return event
    told = {**event, "trade": f"{event['symbol'].replace('/', '')}-{event['trade']}"}
    if event.get("market") != SPOT or event["side"] != "buy":
        return told
    bought = Decimal(event["quantity"])
    brought = LOTS[event["symbol"]].quantity_down(bought - Decimal(event["fee"]))
    return {**told, "quantity": str(brought), "fee": str(_rounded_up((bought - brought) * Decimal(event["price"])))}


def _rounded_up(fee: Decimal) -> Decimal:
    return fee.quantize(Decimal("0.00000001"), ROUND_UP)
