"""Finds out what became of orders whose answer is missing, and adopts what the broker says.

An entry is believed absent only after two clean look-ups and half a minute: sending it again on hope would double it.
An exit is looked up once and then sent anew: a second one can only reduce what is open. Where the broker does not see
to that, as on spot, a close waits as an entry does, and is called off before it is believed absent and sent anew. Only
where the broker itself refuses it, because two could not both be executed, that is done at once.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Protocol

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.facts import OrderChanged
from echotrade_desktop.engine.domain.order import IN_FLIGHT, Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.lanes import NEWS, SOON, Lanes
from echotrade_desktop.engine.missed import MissedExecutions
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.trading.executor import Executor

log = logging.getLogger(__name__)

ABSENT_AFTER = timedelta(seconds=30)  # after sending; a slow exchange may still show the order until then
CLEAN_LOOK_UPS = 2
LONGEST_PAUSE_S = 30.0  # between look-ups, which double from one second
LONGEST_CLOSE_PAUSE_S = 2.0  # the same for a close that must not be sent twice: nothing sells meanwhile
SWEEP_EVERY_S, SWEEP_AGAIN_S = 30.0, 5.0  # the second after no answer, and longer each time
LONGEST_SWEEP_WAIT_S = 60.0
MOST_CLOSES = 5  # sent anew in a row without an answer
NEVER_CAME = "It never reached the broker."
Answer = tuple[Order | None, Sequence[Fill]] | OutcomeUnknown  # an order and its executions, as far as they are news
OVER = frozenset({OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.ABANDONED})


@dataclass(slots=True)
class _LookUps:
    """How often an order was looked up; when it is due again, in monotonic seconds."""

    absent: int = 0
    pause: float = 1.0
    due: float = 0.0
    sent_anew: bool = False
    called_off: bool = False  # and the broker did not have it


class Booking(Protocol):
    """What is done with the answers."""

    async def on_fill(self, fill: Fill) -> None:
        """Book an execution."""

    async def end_if_empty(self, order: Order) -> None:
        """End the signal of an entry that is over without a fill."""

    async def send_close(self, position: Position, quantity: Decimal) -> Order:
        """Send a market order that reduces a position."""
        ...


class Reconciler:
    """Asks the broker about the orders of a position, in its lane; what it does not answer is asked again later."""

    def __init__(self, desk: Desk, executor: Executor, lanes: Lanes, positions: Booking) -> None:
        self._desk = desk
        self._executor = executor
        self._lanes = lanes
        self._positions = positions
        self._watched: dict[str, _LookUps] = {}
        self._closes_sent: dict[str, int] = {}
        self._missing = MissedExecutions(desk, executor, self._book_in_its_lane)
        self._sweep_due = 0.0  # monotonic seconds
        self._sweep_again = SWEEP_AGAIN_S
        self._strays_until = 0.0  # monotonic seconds; until then a late order is looked for more often
        self._unheard: set[str] = set()  # orders that recovery asked about and nobody has answered for yet

    @property
    def heard(self) -> bool:
        """Whether the broker has said of every order that recovery asked about what became of it."""
        asked = (self._desk.book.orders.get(order_id) for order_id in self._unheard)
        return self._missing.compared and all(order is None or order.ended for order in asked)

    def doubt(self) -> None:
        """Believe nothing of what is under way until the broker has spoken."""
        orders = self._desk.book.live_orders()
        self._unheard = {order.client_order_id for order in orders if order.status is not OrderStatus.INTENDED}
        self._missing.doubt()
        self._sweep_due = 0.0

    async def hear_of_ended(self) -> None:
        """Book what orders that have ended here executed all the same, as far as somebody answers."""
        await self._missing.ask()
        await self._missing.book()

    async def settle(self, position_id: str) -> dict[str, str]:
        """Settle every order of a position that was under way; return what was found in words, by order."""
        found: dict[str, str] = {}
        orders = self._live(position_id)
        if not self._may_be_doubled:
            self._executor.be_unsure_of(
                order for order in orders if order.working and order.purpose is OrderPurpose.STOP
            )
        await self._look_up_all(orders)
        for order in orders:
            was, now = order.status, self._desk.book.orders[order.client_order_id]
            if now.working and now.kind is OrderKind.LIMIT_IOC:
                await self._cancel_entry(now)
            now = self._desk.book.orders[order.client_order_id]
            if was in IN_FLIGHT or now.status is not was:
                found[order.client_order_id] = self._in_words(now)
        return found

    async def look_up(self, position_id: str) -> None:
        """Look up what is due of a position: orders without an answer, and orders that would not be cancelled."""
        doubted, now = self._executor.doubtful, self._desk.clock.monotonic()
        doubtful = [o for o in self._live(position_id) if o.status in IN_FLIGHT or o.client_order_id in doubted]
        await self._look_up_all([order for order in doubtful if self._watch(order).due <= now])

    def _live(self, position_id: str) -> list[Order]:
        return [order for order in self._desk.book.orders_of(position_id) if not order.ended]

    async def sweep(self) -> None:
        """Compare what rests at the broker with the ledger, now and then; what is not ours is left alone.

        An order of ours that ended here and rests there came late, after it had been given up: it is cancelled, before
        it closes something else. One that rests here and not there has filled or was cancelled on the broker's site.
        """
        if self._sweep_due > self._desk.clock.monotonic():
            return
        self._forget_what_has_ended()
        now = self._desk.clock.monotonic()
        self._sweep_due = now + (SWEEP_AGAIN_S if now < self._strays_until else SWEEP_EVERY_S)
        asked_at = self._desk.clock.now()
        try:
            there = {order.client_order_id: order for order in await self._executor.open_orders()}
        except OutcomeUnknown as silence:
            log.warning("what rests at the broker could not be asked for: %s", silence)
            self._sweep_due = self._desk.clock.monotonic() + self._sweep_again
            self._sweep_again = min(self._sweep_again * 2, LONGEST_SWEEP_WAIT_S)
            return
        self._sweep_again = SWEEP_AGAIN_S
        orders = self._desk.book.orders
        ended = [orders[order_id] for order_id in there if order_id in orders and orders[order_id].ended]
        strays = [there[order.client_order_id] for order in ended if order.updated_at <= asked_at]
        gone = {o.position_id for o in self._desk.book.live_orders() if o.working and o.client_order_id not in there}
        await together(
            [*(self._cancel_stray(stray) for stray in strays), *(self._ask_for_gone(each, there) for each in gone)]
        )
        if not await self._missing.compare(all_clear=not ended):
            self._sweep_due = self._desk.clock.monotonic() + SWEEP_AGAIN_S

    async def _cancel_stray(self, stray: Order) -> None:
        await self._lanes.do(stray.position_id, SOON, lambda: self._executor.cancel_stray(stray))

    async def _ask_for_gone(self, position_id: str, there: Mapping[str, Order]) -> None:
        async def ask() -> None:
            working = [order for order in self._live(position_id) if order.working]
            await self._look_up_all([order for order in working if order.client_order_id not in there])

        await self._lanes.do(position_id, SOON, ask)

    async def _book_in_its_lane(self, fill: Fill) -> None:
        await self._lanes.do(fill.position_id, NEWS, lambda: self._positions.on_fill(fill))

    def _forget_what_has_ended(self) -> None:
        live = {order.client_order_id for order in self._desk.book.live_orders()}
        self._executor.forget_all_but(live)
        self._unheard &= live
        self._watched = {key: watch for key, watch in self._watched.items() if key in live}

    async def _look_up_all(self, orders: Sequence[Order]) -> None:
        """Ask about orders of one position, all at a time, then believe one by one."""
        asked: list[Order] = []
        for order in orders:
            if order.status is OrderStatus.INTENDED:
                await self._end(order, OrderStatus.ABANDONED, "The app stopped before the order was sent.")
            elif order.status is OrderStatus.SUBMITTED:
                now = self._desk.clock.now()
                unknown = order.to(OrderStatus.UNKNOWN, now)
                await self._desk.record(OrderChanged(now, unknown))
                asked.append(unknown)
            else:
                asked.append(order)
        answers: dict[str, Answer] = {}
        reach("look-up-due")
        await together(self._ask(order, answers) for order in asked)
        reach("look-up-answered")
        for order in asked:
            await self._believe(self._desk.book.orders[order.client_order_id], answers[order.client_order_id])

    async def _ask(self, order: Order, answers: dict[str, Answer]) -> None:
        try:
            answers[order.client_order_id] = await self._executor.look_up(order)
        except OutcomeUnknown as silence:
            answers[order.client_order_id] = silence

    async def _believe(self, order: Order, answer: Answer) -> None:
        watch = self._watch(order)
        found, fills = answer if isinstance(answer, tuple) else (answer, ())
        if not isinstance(found, OutcomeUnknown):
            self._unheard.discard(order.client_order_id)
            self._executor.heard_of(order.client_order_id)
        if isinstance(found, OutcomeUnknown):
            log.warning("%s could not be looked up: %s", order.client_order_id, found)
            self._executor.doubtful.add(order.client_order_id)  # asked again: a failed query is no answer
            if order.purpose is OrderPurpose.CLOSE and self._may_be_doubled and not watch.sent_anew:
                watch.sent_anew = True
                await self._close_anew(order)
        elif found is not None:
            await self._adopt(order, found, fills)
        elif not order.ended:
            watch.absent += 1
            await self._on_absent(order, watch)
        left = (ABSENT_AFTER - (self._desk.clock.now() - order.created_at)).total_seconds()
        pause = min(watch.pause, left) if left > 0 else watch.pause  # asked as soon as it may be believed absent
        watch.due = self._desk.clock.monotonic() + pause
        must_wait = order.purpose is OrderPurpose.CLOSE and not self._may_be_doubled
        watch.pause = min(watch.pause * 2, LONGEST_CLOSE_PAUSE_S if must_wait else LONGEST_PAUSE_S)

    def _watch(self, order: Order) -> _LookUps:
        return self._watched.setdefault(order.client_order_id, _LookUps())

    async def _adopt(self, order: Order, found: Order, fills: Sequence[Fill]) -> None:
        """Believe the broker: executions first, then the word on the order."""
        for fill in fills:
            await self._positions.on_fill(fill)
        known = self._desk.book.orders[order.client_order_id]
        if found.filled_quantity > known.filled_quantity:
            self._executor.doubtful.add(order.client_order_id)  # its executions are still to come
        elif found.status in OVER or (found.status is OrderStatus.ACCEPTED and known.status is OrderStatus.UNKNOWN):
            now = self._desk.clock.now()
            adopted = replace(found, filled_quantity=known.filled_quantity, updated_at=now)
            if not known.ended:
                await self._desk.record(OrderChanged(now, adopted))
            await self._after_end(adopted)
        reach("adopted")
        if order.purpose is not OrderPurpose.CLOSE:
            return
        if found.status is OrderStatus.REJECTED and not known.ended:
            await self._close_anew(known)
        else:
            self._closes_sent.pop(order.position_id, None)

    async def _on_absent(self, order: Order, watch: _LookUps) -> None:
        if order.status is not OrderStatus.UNKNOWN:
            await self._end(order, OrderStatus.CANCELLED, "The broker does not have it any more.")
        elif order.purpose is OrderPurpose.ENTRY:
            if self._is_surely_absent(order, watch):
                await self._end(order, OrderStatus.REJECTED, NEVER_CAME)
        elif order.purpose is not OrderPurpose.CLOSE or self._may_be_doubled:
            await self._end(order, OrderStatus.REJECTED, NEVER_CAME)
            self._look_for_strays()
            if order.purpose is OrderPurpose.CLOSE and not watch.sent_anew:
                await self._close_anew(order)
        elif watch.called_off:
            await self._end(order, OrderStatus.REJECTED, NEVER_CAME)
            await self._close_anew(order)
        elif self._is_surely_absent(order, watch):
            await self._call_off(order, watch)

    @property
    def _may_be_doubled(self) -> bool:
        """Whether an exit does no harm when it comes twice."""
        return self._executor.broker.has_reduce_only

    def _is_surely_absent(self, order: Order, watch: _LookUps) -> bool:
        return watch.absent >= CLEAN_LOOK_UPS and self._desk.clock.now() - order.created_at >= ABSENT_AFTER

    async def _call_off(self, order: Order, watch: _LookUps) -> None:
        """Have a close that nobody finds cancelled: only when the broker has said so, another may be sent."""
        try:
            cancelled = await self._executor.call_off(order)
        except OrderGone:
            watch.called_off, watch.pause = True, 1.0  # looked up once more: it may have come just before
        except (OrderRejected, OutcomeUnknown) as silence:
            log.warning("%s could not be called off: %s", order.client_order_id, silence)
        else:
            if cancelled.filled_quantity == order.filled_quantity:  # else its executions are still to come
                await self._close_anew(order)

    def _look_for_strays(self) -> None:
        """Compare soon, and often for a while: an exit that comes late may sell what it should not."""
        if not self._may_be_doubled:
            now = self._desk.clock.monotonic()
            self._strays_until = now + ABSENT_AFTER.total_seconds()
            self._sweep_due = min(self._sweep_due, now + SWEEP_AGAIN_S)

    async def _close_anew(self, order: Order) -> None:
        """Carry out a close nobody answered, as an order of its own; a few times, then it is up to the user."""
        position = self._desk.book.positions[order.position_id]
        quantity = min(order.quantity - order.filled_quantity, position.quantity)
        if quantity <= Decimal(0):
            return
        sent = self._closes_sent[order.position_id] = self._closes_sent.get(order.position_id, 0) + 1
        if sent <= MOST_CLOSES:
            await self._positions.send_close(position, quantity)
        else:
            self._closes_sent.pop(order.position_id)
            self._desk.tell(f"{position.symbol} could not be closed: nobody answers. Close it by hand.", "danger")

    async def _cancel_entry(self, order: Order) -> None:
        """An entry never rests unattended."""
        if await self._executor.cancel(order):
            await self._after_end(self._desk.book.orders[order.client_order_id])

    async def _end(self, order: Order, status: OrderStatus, reason: str) -> None:
        now = self._desk.clock.now()
        ended = order.to(status, now, reason=reason)
        await self._desk.record(OrderChanged(now, ended))
        await self._after_end(ended)

    async def _after_end(self, order: Order) -> None:
        if order.purpose is OrderPurpose.ENTRY:
            await self._positions.end_if_empty(self._desk.book.orders[order.client_order_id])

    def _in_words(self, order: Order) -> str:
        broker = self._executor.broker.name
        what = f"An order for {order.symbol} was under way when the app stopped"
        match order.status:
            case OrderStatus.ABANDONED:
                return f"{what}; it was never sent."
            case OrderStatus.UNKNOWN:
                return f"{what}. It may exist; EchoTrade is checking. Do not place it again."
            case OrderStatus.REJECTED:
                return f"{what}; it never reached the broker."
            case OrderStatus.CANCELLED:
                return f"{what}; what had not been filled of it was cancelled."
            case status:
                return f"{what}; {broker} says it is {status.value.replace('_', ' ')}."
