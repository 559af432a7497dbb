"""An exchange that outlives the app, behind our `Broker` port: the strict exchange's own book, without a wire.

Make one, hand it to every desk that is opened on the same folder, and move its prices with `move`.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink, Clock
from tests.desk import INSTRUMENTS, DeskUnderTest
from tests.servers.exchange.broker import STATUS, read_fill, read_resting
from tests.servers.exchange.core import BookOrder, Exchange, Execution, NewOrder, Quote, Refusal
from tests.servers.exchange.journal import Journal
from tests.servers.exchange.server import told_fill, told_order


class LastingExchange:
    """Every order fills in one piece; what goes wrong is set by hand."""

    name = "Strict exchange"
    where = "exchange"
    has_reduce_only = True

    def __init__(self, folder: Path, clock: Clock, instruments: Sequence[Instrument] = INSTRUMENTS) -> None:
        self.clock = clock
        self._journal = Journal(folder / "exchange.jsonl")
        self.core = Exchange(
            {instrument.symbol: instrument for instrument in instruments},
            self._journal,
            random.Random(7),
            most_slices=1,
            thin=0.0,
        )
        self.core.report = self._report
        self.late: set[OrderPurpose] = set()  # orders of these purposes are under way until `arrive`
        self.telling = True  # whether anybody hears of executions and ends
        self.silent = False  # questions about executions get no answer
        self._under_way: list[NewOrder] = []
        self._orders: dict[str, Order] = {}
        self._sink: BrokerSink | None = None

    def listen(self, sink: BrokerSink) -> None:
        self._sink = sink

    def move(self, symbol: str, price: str) -> None:
        """Let the market move; what it triggers is filled."""
        at = Decimal(price)
        self.core.tick(symbol, Quote(at, at, at), self.clock.now())

    async def price(self, desk: DeskUnderTest, symbol: str, price: str) -> None:
        """Let the market move where the app sees it too."""
        self.move(symbol, price)
        await desk.price(symbol, price)

    def arrive(self) -> None:
        """Let the orders that were under way reach the exchange."""
        self.late.clear()
        for asked in self._under_way:
            self.core.place(asked, self.clock.now())
        self._under_way.clear()

    async def place(self, order: Order) -> Order:
        asked = NewOrder(
            order.client_order_id,
            order.symbol,
            order.side.value,
            order.kind.value,
            order.quantity,
            order.limit_price,
            order.trigger_price,
            order.reduce_only,
            order.leverage,
        )
        self._orders[order.client_order_id] = order
        if order.purpose in self.late:
            self._under_way.append(asked)
            raise OutcomeUnknown("The exchange did not answer.")
        try:
            self.core.place(asked, self.clock.now())
        except Refusal as refusal:
            raise OrderRejected(str(refusal)) from None
        return order.to(OrderStatus.ACCEPTED, self.clock.now())

    async def cancel(self, order: Order) -> Order:
        try:
            return self._as_told(order, self.core.cancel(order.client_order_id, self.clock.now()))
        except Refusal as refusal:
            raise OrderGone(str(refusal)) from None

    async def find(self, order: Order) -> Order | None:
        found = self.core.find(order.client_order_id)
        return None if found is None else self._as_told(order, found)

    async def open_orders(self) -> Sequence[Order]:
        told = [(order, told_order(order)) for order in self.core.open_orders()]
        return [self._as_told(read_resting(_as_read(record)), order) for order, record in told]

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        if self.silent:
            raise OutcomeUnknown("The exchange did not answer.")
        return [self.as_fill(execution) for execution in self.core.executions_since(at)]

    async def close(self) -> None:
        """It goes on without the app."""

    def end(self) -> None:
        """Let go of the journal."""
        self._journal.close()

    def as_fill(self, execution: Execution) -> Fill:
        """Return an execution as the app is told of it."""
        return read_fill(_as_read(told_fill(execution)))

    def _as_told(self, order: Order, told: BookOrder) -> Order:
        now = self.clock.now()
        return replace(order, status=STATUS[told.status], filled_quantity=told.filled, updated_at=now)

    def _report(self, news: Execution | BookOrder) -> None:
        if self._sink is None or not self.telling:
            return
        if isinstance(news, Execution):
            self._sink.filled(self.as_fill(news))
        else:
            self._sink.order_changed(self._as_told(self._orders[news.asked.client_id], news))


def _as_read(record: dict[str, object]) -> dict[str, object]:
    """Numbers that mean money are text on a wire."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in record.items()}
