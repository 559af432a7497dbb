"""The app's side of the strict exchange: our `Broker` port over its socket, with its answers put into our words."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink, Clock
from tests.servers.exchange.client import Connection
from tests.servers.exchange.line import Gone

STATUS = {
    "NEW": OrderStatus.ACCEPTED,
    "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
    "FILLED": OrderStatus.FILLED,
    "CANCELED": OrderStatus.CANCELLED,
    "EXPIRED": OrderStatus.CANCELLED,
}
DUPLICATE = -4116
PURPOSES = {"e": OrderPurpose.ENTRY, "s": OrderPurpose.STOP, "t": OrderPurpose.TARGET, "c": OrderPurpose.CLOSE}
RECONNECT_S = 1.0
LOOK_BACK = timedelta(minutes=2)


class ExchangeBroker:
    """Implements `Broker`. What was executed while the line was broken is asked for when it is back."""

    name = "Strict exchange"
    where = "exchange"
    has_reduce_only = True

    def __init__(
        self,
        port: int,
        clock: Clock,
        patience: float = 2.0,
        a_second: Callable[[Clock], Awaitable[None]] = lambda clock: clock.sleep(1),
    ) -> None:
        """`patience` in seconds of real time, for what this adapter asks by itself; `a_second` passes between beats."""
        self._a_second = a_second
        self._clock = clock
        self._patience = patience
        self._sink: BrokerSink | None = None
        self._orders: dict[str, Order] = {}
        self._line = Connection(port, listen_to=("orders",), told=self._told)
        self._pulse = Connection(port)
        self._tasks: list[asyncio.Task[None]] = []

    def listen(self, sink: BrokerSink) -> None:
        """Report to `sink` from now on."""
        self._sink = sink

    async def place(self, order: Order) -> Order:
        """Send an order once."""
        self._orders[order.client_order_id] = order
        asked = {
            "client_id": order.client_order_id,
            "symbol": order.symbol,
            "side": order.side.value,
            "kind": order.kind.value,
            "quantity": str(order.quantity),
            "limit_price": _text(order.limit_price),
            "trigger_price": _text(order.trigger_price),
            "reduce_only": order.reduce_only,
            "leverage": order.leverage,
        }
        answer = await self._ask("place", order=asked)
        if answer.get("code") == DUPLICATE:
            found = await self.find(order)
            if found is None:
                raise OutcomeUnknown("The exchange says that the order exists, and does not find it.")
            return replace(order, status=OrderStatus.ACCEPTED, exchange_order_id=found.exchange_order_id)
        self._refuse(answer)
        return replace(
            order.to(OrderStatus.ACCEPTED, self._clock.now()), exchange_order_id=str(answer["order"]["exchange_id"])
        )

    async def cancel(self, order: Order) -> Order:
        """Cancel a resting order."""
        answer = await self._ask("cancel", id=order.client_order_id)
        if "code" in answer:
            raise OrderGone(f"The exchange has no such order any more: {answer['why']} ({answer['code']})")
        return self._as_told(order, answer["order"])

    async def find(self, order: Order) -> Order | None:
        """Look an order up."""
        answer = await self._ask("find", id=order.client_order_id)
        self._orders.setdefault(order.client_order_id, order)
        return None if answer["order"] is None else self._as_told(order, answer["order"])

    async def open_orders(self) -> Sequence[Order]:
        """Return what rests."""
        answer = await self._ask("open")
        return [self._as_told(read_resting(told), told) for told in answer["orders"]]

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        """Return the executions since `at`."""
        answer = await self._ask("fills", since=at.isoformat())
        return [read_fill(told) for told in answer["fills"]]

    async def close(self) -> None:
        """Hang up."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._pulse.close()
        await self._line.close()

    def start(self) -> None:
        """Keep the line up, and let the exchange's journal know each second that this app is alive."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._keep_connected()), loop.create_task(self._beat())]

    async def _beat(self) -> None:
        await self._pulse.connect()
        while True:
            self._pulse.send({"ask": "beat", "details": {"pid": os.getpid()}})
            await self._a_second(self._clock)

    async def _keep_connected(self) -> None:
        """Connect again whenever the line has broken, and ask for what was missed until that is answered."""
        missed = was_connected = False  # what a dead app missed is its recovery's to ask for
        while True:
            try:
                missed = missed or (was_connected and not self._line.connected)
                async with asyncio.timeout(self._patience):
                    await self._line.connect()
                    was_connected = True
                    if missed and self._sink is not None:
                        for fill in await self.fills_since(self._clock.now() - LOOK_BACK):
                            self._sink.filled(fill)
                        missed = False
            except (Gone, OutcomeUnknown, TimeoutError):
                missed = True
            await self._clock.sleep(RECONNECT_S)

    async def _ask(self, what: str, **details: Any) -> dict[str, Any]:
        try:
            return await self._line.ask(what, **details)
        except Gone as gone:
            raise OutcomeUnknown(f"The exchange did not answer ({gone}).") from None

    @staticmethod
    def _refuse(answer: dict[str, Any]) -> None:
        if "code" in answer:
            raise OrderRejected(f"The exchange refused it: {answer['why']} ({answer['code']})")

    def _as_told(self, order: Order, told: dict[str, Any]) -> Order:
        return replace(
            order,
            status=STATUS[told["status"]],
            filled_quantity=decimal_from(told["filled"]),
            exchange_order_id=str(told["exchange_id"]),
            updated_at=self._clock.now(),
        )

    def _told(self, record: dict[str, Any]) -> None:
        if self._sink is None:
            return
        match record["tell"]:
            case "fill":
                self._sink.filled(read_fill(record["fill"]))
            case "order":
                order = self._orders.get(record["order"]["id"])
                if order is not None:
                    self._sink.order_changed(self._as_told(order, record["order"]))


def read_resting(told: dict[str, Any]) -> Order:
    """Return an order in our words, whoever placed it."""
    position_id, _, tail = told["id"].rpartition("-")
    at = datetime.fromisoformat(told["placed_at"])
    return Order(
        client_order_id=told["id"],
        position_id=position_id,
        symbol=told["symbol"],
        side=OrderSide(told["side"]),
        kind=OrderKind(told["kind"]),
        purpose=PURPOSES[tail[0]],
        quantity=decimal_from(told["quantity"]),
        created_at=at,
        updated_at=at,
        trigger_price=None if told["trigger_price"] is None else decimal_from(told["trigger_price"]),
    )


def read_fill(told: dict[str, Any]) -> Fill:
    """Return an execution in our words; the client order id says which position it is of, and for what."""
    position_id, _, tail = told["id"].rpartition("-")
    return Fill(
        trade_id=told["trade"],
        client_order_id=told["id"],
        position_id=position_id,
        symbol=told["symbol"],
        side=OrderSide(told["side"]),
        purpose=PURPOSES[tail[0]],
        quantity=decimal_from(told["quantity"]),
        price=decimal_from(told["price"]),
        fee=decimal_from(told["fee"]),
        at=datetime.fromisoformat(told["at"]),
    )


def _text(number: object) -> str | None:
    return None if number is None else str(number)
