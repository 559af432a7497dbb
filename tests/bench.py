"""Brokers on benches of their own: each with a market that a test moves, a clock that stands, and what was reported.

async with usdm(tmp_path) as bench:
    await bench.price("100", "99.9", "100.1")
    await bench.place(an_order())
    assert bench.fills
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.binance.broker import BinanceBroker
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, Connection
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import OrderSide, Side
from echotrade_desktop.engine.domain.order import Fill, Order, OrderStatus
from echotrade_desktop.engine.domain.ports import Broker
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.runtime import together
from tests.fakes.clock import FakeClock
from tests.makers import ADA, BTC, a_position, a_ticker
from tests.servers.binance.venue import Venue, binance_exchange


class Bench:
    """A broker, the prices of its market, and everything it has reported. `positions` are what its fills come to."""

    def __init__(self, clock: FakeClock, quote: Callable[[str, str | None, str | None], None]) -> None:
        self.clock = clock
        self.quote = quote
        self.broker: Any
        self.venue: Venue
        self.fills: list[Fill] = []
        self.orders: list[Order] = []
        self.positions: dict[str, Position] = {}
        self.bought = Decimal(1)  # what one coin that is bought comes to, and the fee of that at 100.1
        self.fee = Decimal("0.05005")
        self.is_quiet: Callable[[], bool] = lambda: True

    def use(self, broker: Broker) -> None:
        self.broker = broker
        broker.listen(self)

    def filled(self, fill: Fill) -> None:
        self.fills.append(fill)
        side = Side.LONG if fill.side is OrderSide.BUY else Side.SHORT
        opened = a_position(position_id=fill.position_id, symbol=fill.symbol, side=side)
        position = self.positions.get(fill.position_id, opened)
        self.positions[fill.position_id] = position.after(fill)

    def order_changed(self, order: Order) -> None:
        self.orders.append(order)

    def open_positions(self) -> list[Position]:
        return [position for position in self.positions.values() if position.is_open]

    async def price(self, price: str, bid: str | None = None, ask: str | None = None) -> None:
        """Let the market of BTC/USDT move, and hear what that leads to."""
        self.quote(price, bid, ask)
        await self.settle()

    async def place(self, order: Order) -> Order:
        """Send an order and hear what comes of it."""
        try:
            return await self.broker.place(order.to(OrderStatus.SUBMITTED, order.created_at))
        finally:
            await self.settle()

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition; the test's own time limit ends a wait in vain."""
        while not condition():
            await asyncio.sleep(0.001)

    async def breathe(self) -> None:
        """Let everything that is ready run."""
        await asyncio.sleep(0.001)

    async def settle(self) -> None:
        """Hear everything that has been told."""
        while not self.is_quiet():
            await asyncio.sleep(0.001)


@asynccontextmanager
async def paper(_folder: Path) -> AsyncIterator[Bench]:
    clock = FakeClock()
    limits = RiskLimits(slippage=Decimal(0))
    instruments = {instrument.symbol: instrument for instrument in (BTC, ADA)}
    broker = PaperBroker(clock, lambda: limits, instruments.__getitem__, lambda: Decimal(10_000))
    bench = Bench(clock, lambda price, bid, ask: broker.on_ticker(a_ticker(price, bid, ask)))
    bench.use(broker)
    yield bench


@asynccontextmanager
async def usdm(folder: Path) -> AsyncIterator[Bench]:
    """The perpetuals of Binance, on the loopback exchange."""
    clock = FakeClock()
    async with binance_exchange(folder, clock=clock) as venue:
        _list_as_in_the_contract(venue)
        bench = Bench(clock, lambda price, bid, ask: venue.move("BTC/USDT", price, bid=bid, ask=ask, market="usdm"))
        connection = Connection("usdm", "real", venue.rest_url, venue.ws_url)
        async with _on_binance(bench, venue, connection, folder) as broker:
            bench.venue = venue
            bench.is_quiet = lambda: broker.stream.heard_all(len(venue.futures.stream.told))
            yield bench


@asynccontextmanager
async def spot(folder: Path) -> AsyncIterator[Bench]:
    """Binance's spot, on the loopback exchange; its fee of a tenth of a percent is taken from the coins."""
    clock = FakeClock()
    async with binance_exchange(folder, clock=clock) as venue:
        _list_as_in_the_contract(venue)
        bench = Bench(clock, lambda price, bid, ask: venue.move("BTC/USDT", price, bid=bid, ask=ask, market="spot"))
        bench.bought, bench.fee = Decimal("0.999"), Decimal("0.1001")
        connection = Connection("spot", "real", venue.spot_rest_url, venue.spot_ws_url)
        async with _on_binance(bench, venue, connection, folder) as broker:
            bench.venue = venue
            await bench.until(lambda: venue.spot.api.clients)
            bench.is_quiet = lambda: broker.stream.heard_all(len(venue.spot.api.told))
            yield bench


def _list_as_in_the_contract(venue: Venue) -> None:
    """Let BTC/USDT have the filters of `tests.makers.BTC`, and prices about 100."""
    for prices in venue.prices.values():
        listing = prices.listings["BTCUSDT"]
        listing.begin, listing.tick, listing.lot = Decimal(100), BTC.tick, BTC.lot
        listing.min_price, listing.min_notional, listing.max_market_quantity = BTC.tick, BTC.min_notional, Decimal(1000)


@asynccontextmanager
async def _on_binance(bench: Bench, venue: Venue, connection: Connection, folder: Path) -> AsyncIterator[BinanceBroker]:
    market = BinanceMarket(connection, bench.clock, folder / "catalogue.json")
    await market.instruments()
    keys = ApiKeys(venue.api_key, venue.api_secret)
    broker = BinanceBroker(connection, bench.clock, keys, market)
    broker.follow(bench.open_positions)
    bench.use(broker)
    running = asyncio.create_task(together([broker.run()]))
    while not broker.stream.stream.up:
        await asyncio.sleep(0.001)
    try:
        yield broker
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await broker.close()
        await market.close()
