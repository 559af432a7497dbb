"""Sends orders: written down before the wire, sent once, the answer written down. Never sent again on hope."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence, Set
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.facts import Fact, OrderChanged
from echotrade_desktop.engine.domain.order import Fill, Order, OrderStatus
from echotrade_desktop.engine.domain.ports import Broker, Clock
from echotrade_desktop.engine.fault_points import reach

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 2.0  # no answer by then counts as none: what the position needs next waits behind this
CLOCKS_DIFFER = timedelta(minutes=1)  # the broker's clock and this machine's
Record = Callable[..., Awaitable[None]]
T = TypeVar("T")


class Executor:
    """One order of a position at a time, one entry at a time. `record` makes facts durable and applies them.

    `doubtful` are the ids of orders that would not be cancelled: whatever the ledger says of them is out of date. Those
    `going` may have gone, so that nothing is built on them; of these, nothing speaks against the `unheard` but that the
    app was not there to see. All until they have been looked up.
    """

    def __init__(self, broker: Broker, clock: Clock, record: Record, answer_within: float = ANSWER_WITHIN_S) -> None:
        self.broker = broker
        self.doubtful: set[str] = set()
        self.going: set[str] = set()
        self.unheard: set[str] = set()
        self._clock = clock
        self._record = record
        self._answer_within = answer_within

    async def send(self, order: Order, *and_then: Fact) -> Order:
        """Send an intended order once; `and_then` is recorded together with its acceptance.

        Returns it ACCEPTED, REJECTED or, when no answer came, UNKNOWN: parked until it has been looked up.
        """
        reach("order-intended")
        submitted = order.to(OrderStatus.SUBMITTED, self._clock.now())
        await self._record(OrderChanged(self._clock.now(), submitted))  # durable before the wire
        reach("submitted-recorded")
        try:
            answered = await self._answer(self.broker.place(submitted))
        except OrderRejected as refusal:
            answered = submitted.to(OrderStatus.REJECTED, self._clock.now(), reason=str(refusal))
        except OutcomeUnknown as silence:
            answered = submitted.to(OrderStatus.UNKNOWN, self._clock.now(), reason=str(silence))
        reach("answer-arrived")
        extra = and_then if answered.status is OrderStatus.ACCEPTED else ()
        await self._record(OrderChanged(self._clock.now(), answered), *extra)
        reach("answer-recorded")
        return answered

    async def cancel(self, order: Order) -> bool:
        """Cancel a resting order; False when it has already ended (its fill is on the way) or nobody answered."""
        reach("cancel-intended")
        try:
            cancelled = await self._answer(self.broker.cancel(order))
        except (OrderRejected, OutcomeUnknown) as refusal:
            log.info("%s was not cancelled: %s", order.client_order_id, refusal)
            self.doubt([order])
            return False
        reach("cancel-answered")
        kept = replace(cancelled, filled_quantity=order.filled_quantity)  # only fills that are booked count
        await self._record(OrderChanged(self._clock.now(), kept))
        reach("cancel-recorded")
        return True

    async def call_off(self, order: Order) -> Order:
        """Cancel an order that nobody has answered for; return it CANCELLED, with all that was executed of it.

        Raises `OrderGone` when the broker does not have it, `OrderRejected` or `OutcomeUnknown` when it may.
        """
        cancelled = await self._answer(self.broker.cancel(order))
        kept = replace(cancelled, filled_quantity=order.filled_quantity)
        await self._record(OrderChanged(self._clock.now(), kept))
        return cancelled

    def doubt(self, orders: Iterable[Order]) -> None:
        """Count on none of these orders until the broker has been asked about them."""
        ids = {order.client_order_id for order in orders}
        self.doubtful |= ids
        self.going |= ids
        self.unheard -= ids

    def be_unsure_of(self, orders: Iterable[Order]) -> None:
        """The same after a start, where orders are taken up for every change of one of them."""
        ids = {order.client_order_id for order in orders} - self.going
        self.doubtful |= ids
        self.going |= ids
        self.unheard |= ids

    def heard_of(self, order_id: str) -> None:
        """Believe the ledger again: the broker has said what became of an order."""
        for doubts in (self.doubtful, self.going, self.unheard):
            doubts.discard(order_id)

    def forget_all_but(self, live: Set[str]) -> None:
        """Keep doubts only about orders of which something can still be expected."""
        for doubts in (self.doubtful, self.going, self.unheard):
            doubts.intersection_update(live)

    async def cancel_stray(self, order: Order) -> None:
        """Cancel an order that the ledger has ended already; the next sweep finds it again if this fails."""
        try:
            await self._answer(self.broker.cancel(order))
        except (OrderRejected, OutcomeUnknown) as refusal:
            log.info("the stray %s was not cancelled: %s", order.client_order_id, refusal)
        else:
            log.warning("%s had come to the broker late and was cancelled there", order.client_order_id)

    async def look_up(self, order: Order) -> tuple[Order | None, Sequence[Fill]]:
        """Look an order up, with the executions of it that are not booked; None when the broker does not know it.

        Both have the time of one answer. Without the executions the order is returned alone. Raises `OutcomeUnknown`
        when nobody answered.
        """
        found: list[Order | None] = []
        try:
            return await self._answer(self._find(order, found))
        except OutcomeUnknown as silence:
            if not found:
                raise
            log.warning("the fills of %s could not be asked for: %s", order.client_order_id, silence)
            return found[0], ()

    async def _find(self, order: Order, found: list[Order | None]) -> tuple[Order | None, Sequence[Fill]]:
        there = await self.broker.find(order)
        found.append(there)
        if there is None or there.filled_quantity <= order.filled_quantity:
            return there, ()
        fills = await self.broker.fills_since(order.created_at - CLOCKS_DIFFER)
        return there, [fill for fill in fills if fill.client_order_id == order.client_order_id]

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        """Return the executions since `at`. Raises `OutcomeUnknown` when nobody answered."""
        return await self._answer(self.broker.fills_since(at))

    async def open_orders(self) -> Sequence[Order]:
        """Return every order that rests at the broker. Raises `OutcomeUnknown` when nobody answered."""
        return await self._answer(self.broker.open_orders())

    async def _answer(self, asking: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._answer_within):
                return await asking
        except TimeoutError:
            raise OutcomeUnknown(f"{self.broker.name} did not answer in time.") from None
