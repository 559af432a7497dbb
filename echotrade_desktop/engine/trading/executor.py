"""Sends orders: written down before the wire, sent once, the answer written down. Never sent again on hope."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.facts import Fact, OrderChanged
from echotrade_desktop.engine.domain.order import Order, OrderStatus
from echotrade_desktop.engine.domain.ports import Broker, Clock

log = logging.getLogger(__name__)

Record = Callable[..., Awaitable[None]]


class Executor:
    """One order at a time, in series. `record` makes facts durable and applies them."""

    def __init__(self, broker: Broker, clock: Clock, record: Record) -> None:
        self.broker = broker
        self._clock = clock
        self._record = record

    async def send(self, order: Order, *and_then: Fact) -> Order:
        """Send an intended order once; `and_then` is recorded together with its acceptance.

        Returns it ACCEPTED, REJECTED or, when no answer came, UNKNOWN: parked until it has been looked up.
        """
        submitted = order.to(OrderStatus.SUBMITTED, self._clock.now())
        await self._record(OrderChanged(self._clock.now(), submitted))  # durable before the wire
        try:
            answered = await self.broker.place(submitted)
        except OrderRejected as refusal:
            answered = submitted.to(OrderStatus.REJECTED, self._clock.now(), reason=str(refusal))
        except OutcomeUnknown as silence:
            answered = submitted.to(OrderStatus.UNKNOWN, self._clock.now(), reason=str(silence))
        extra = and_then if answered.status is OrderStatus.ACCEPTED else ()
        await self._record(OrderChanged(self._clock.now(), answered), *extra)
        return answered

    async def cancel(self, order: Order) -> bool:
        """Cancel a resting order; False when the broker says it has already ended (its fill is on the way)."""
        try:
            cancelled = await self.broker.cancel(order)
        except OrderRejected:
            return False
        except OutcomeUnknown:
            log.warning("no answer to the cancellation of %s", order.client_order_id)
            return False
        await self._record(OrderChanged(self._clock.now(), cancelled))
        return True

    async def resolve(self, order: Order) -> Order:
        """Look up an order whose fate is unknown and write down what the broker says."""
        submitted_anew = (
            order if order.status is OrderStatus.UNKNOWN else order.to(OrderStatus.UNKNOWN, self._clock.now())
        )
        found = await self.broker.find(order)
        if found is None:
            known = submitted_anew.to(
                OrderStatus.REJECTED,
                self._clock.now(),
                reason="It never reached the broker.",
            )
        else:
            known = replace(found, filled_quantity=order.filled_quantity)
        await self._record(OrderChanged(self._clock.now(), known))
        return known
