"""The brokers that must keep the contract, each on a bench of its own."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.ports import Broker
from tests.fakes.clock import FakeClock
from tests.makers import ADA, BTC, a_ticker


class Bench:
    """A broker, the prices of its market, and everything it has reported."""

    def __init__(self, broker: Broker, clock: FakeClock, quote: Callable[[str, str | None, str | None], None]) -> None:
        self.broker = broker
        self.clock = clock
        self.quote = quote
        self.fills: list[Fill] = []
        self.orders: list[Order] = []
        broker.listen(self)

    def filled(self, fill: Fill) -> None:
        self.fills.append(fill)

    def order_changed(self, order: Order) -> None:
        self.orders.append(order)

    def price(self, price: str, bid: str | None = None, ask: str | None = None) -> None:
        """Let the market of BTC/USDT move."""
        self.quote(price, bid, ask)


def paper() -> Bench:
    clock = FakeClock()
    limits = RiskLimits(slippage=Decimal(0))
    instruments = {instrument.symbol: instrument for instrument in (BTC, ADA)}
    broker = PaperBroker(clock, lambda: limits, instruments.__getitem__, lambda: Decimal(10_000))
    return Bench(broker, clock, lambda price, bid, ask: broker.on_ticker(a_ticker(price, bid, ask)))


@pytest.fixture(params=[paper], ids=["paper"])
def bench(request: pytest.FixtureRequest) -> Bench:
    """A fresh broker whose market has just traded at 100, 99.9 to 100.1."""
    bench: Bench = request.param()
    bench.price("100", "99.9", "100.1")
    return bench
