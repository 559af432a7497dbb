"""Switches one safeguard off in the engine under test, so that a campaign shows that it can fail.

Nothing of this is in the app: the engine's own classes are bent in the process of the test.
"""

from dataclasses import replace

from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.facts import OrderChanged
from echotrade_desktop.engine.domain.order import Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.protector import Protector, _exit
from echotrade_desktop.engine.store import database
from echotrade_desktop.engine.trading import protection
from echotrade_desktop.engine.trading.executor import Executor

TRIES = 3


def blind_retry() -> None:
    """Send an order again when no answer came."""

    async def send(self: Executor, order: Order, *and_then: object) -> Order:
        submitted = order.to(OrderStatus.SUBMITTED, self._clock.now())
        await self._record(OrderChanged(self._clock.now(), submitted))
        answered = submitted.to(OrderStatus.UNKNOWN, self._clock.now(), reason="nobody answered")
        for _ in range(TRIES):
            try:
                answered = await self._answer(self.broker.place(submitted))
                break
            except OrderRejected as refusal:
                answered = submitted.to(OrderStatus.REJECTED, self._clock.now(), reason=str(refusal))
                break
            except OutcomeUnknown:
                continue
        extra = and_then if answered.status is OrderStatus.ACCEPTED else ()
        await self._record(OrderChanged(self._clock.now(), answered), *extra)
        return answered

    Executor.send = send  # type: ignore[method-assign,assignment]


def cancel_first() -> None:
    """Cancel the old stop before the new one is there."""

    async def protect(self: Protector, position_id: str) -> None:
        position = self._desk.book.positions[position_id]
        steps = self.plan_of(position)
        for old in steps.cancel:
            await self._executor.cancel(old)
        for want in steps.place:
            await self.place(position, _exit(want))
        self.tell(position_id)

    place = Protector.place

    async def place_after(self: Protector, position: object, what: object, *and_then: object) -> Order:
        if and_then:  # the stop is being moved
            for old in self._desk.book.working(position.position_id, OrderPurpose.STOP):  # type: ignore[attr-defined]
                await self._executor.cancel(old)
        return await place(self, position, what, *and_then)  # type: ignore[arg-type]

    Protector.protect = protect  # type: ignore[method-assign]
    Protector.place = place_after  # type: ignore[method-assign,assignment]


def no_stop() -> None:
    """Never ask for a stop."""
    wanted = protection.wanted

    def without_stop(*arguments: object) -> tuple[protection.Wanted, ...]:
        return tuple(want for want in wanted(*arguments) if want.purpose is not OrderPurpose.STOP)  # type: ignore[arg-type]

    protection.wanted = without_stop
    protection.cover = lambda position, *_: protection.Cover(  # type: ignore[assignment]
        protection.ProtectionStatus.PROTECTED, position.quantity, None
    )


def skip_fsync() -> None:
    """Acknowledge what is not on disk yet."""
    database._PRAGMAS["synchronous"] = "off"
    connect = database.connect

    def unsynced(path: object, **options: object) -> object:
        made = connect(path, **options)  # type: ignore[arg-type]
        made.pragma("synchronous", "off", permanent=True)
        return made

    from echotrade_desktop.engine.store import ledger

    ledger.connect = unsynced  # type: ignore[assignment]


def wire_first() -> None:
    """Send before it is written down that it is being sent."""

    async def send(self: Executor, order: Order, *and_then: object) -> Order:
        submitted = order.to(OrderStatus.SUBMITTED, self._clock.now())
        answered: Order
        try:
            answered = await self._answer(self.broker.place(submitted))
        except OutcomeUnknown as silence:
            answered = replace(submitted, status=OrderStatus.UNKNOWN, reason=str(silence))
        reach("answer-arrived")  # killed here, nothing on disk says that it was sent
        await self._record(OrderChanged(self._clock.now(), submitted))
        extra = and_then if answered.status is OrderStatus.ACCEPTED else ()
        await self._record(OrderChanged(self._clock.now(), answered), *extra)
        return answered

    Executor.send = send  # type: ignore[method-assign,assignment]


BREAKS = {each.__name__: each for each in (blind_retry, cancel_first, no_stop, skip_fsync, wire_first)}
