"""Keeps stops and targets in line with what is open: places what should rest, cancels what should not."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.messages import ProtectionChanged
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.lanes import REST, Lanes
from echotrade_desktop.engine.trading import protection
from echotrade_desktop.engine.trading.executor import Executor

TARGETS_AGAIN = timedelta(seconds=15)
IN_VAIN = frozenset({OrderStatus.UNKNOWN, OrderStatus.REJECTED})


@dataclass(frozen=True, slots=True)
class Exit:
    """What a reduce-only order is to do: quantity in base units, the trigger only for what rests."""

    purpose: OrderPurpose
    kind: OrderKind
    quantity: Decimal
    trigger_price: Decimal | None = None
    target: int | None = None


class Protector:
    """Sends every order that reduces a position, in that position's lane."""

    def __init__(self, desk: Desk, executor: Executor, lanes: Lanes) -> None:
        self._desk = desk
        self._executor = executor
        self._lanes = lanes
        self._interrupted: set[str] = set()

    def plan_of(self, position: Position) -> protection.Plan:
        """Return the steps that are due for a position."""
        orders = self._desk.book.orders_of(position.position_id)
        return protection.plan(position, orders, self._desk.instrument(position.symbol), self._executor.going)

    async def protect(self, position_id: str) -> None:
        """Take the steps that are due, each by the state as it is then; the rest later when something waits meanwhile.

        The old stop stays until a new one holds; two targets never rest at once. Nothing else is touched until the stop
        holds: what it waits for would delay the next try.
        """
        reach("stop-due")
        tried: set[str] = set()
        while await self._take_step(self._desk.book.positions[position_id], tried):
            if self._lanes.waits(position_id):
                self._go_on_later(position_id)
                break
        self.tell(position_id)

    def _go_on_later(self, position_id: str) -> None:
        if position_id in self._interrupted:
            return

        async def go_on() -> None:
            self._interrupted.discard(position_id)
            await self.protect(position_id)

        self._interrupted.add(position_id)
        self._lanes.put(position_id, REST, go_on)

    async def _take_step(self, position: Position, tried: set[str]) -> bool:
        """Take the most urgent step that was not `tried` yet; False when there is none, or the stop does not hold."""
        steps = self.plan_of(position)
        for want in steps.place:
            if want.purpose is OrderPurpose.STOP:
                placed = await self.place(position, _exit(want))
                reach("stop-placed")
                return placed.status is OrderStatus.ACCEPTED
        old = [order for order in steps.cancel if order.client_order_id not in tried]
        for order in old:
            if order.purpose is OrderPurpose.TARGET:
                tried.add(order.client_order_id)
                await self._executor.cancel(order)
                reach("old-target-gone")
                return True
        is_filling = any(order.purpose is OrderPurpose.TARGET for order in steps.cancel)  # one that would not go
        if not is_filling and self._may_take_up(position):
            for want in steps.place:
                if (name := f"target {want.target}") not in tried:
                    tried.add(name)
                    await self.place(position, _exit(want))
                    reach("target-placed")
                    return True
        for order in old:
            tried.add(order.client_order_id)
            reach("old-stop-due")
            await self._executor.cancel(order)
            reach("old-stop-gone")
            return True
        return False

    def _may_take_up(self, position: Position) -> bool:
        """Whether targets may be laid now: where that takes the stop up, not soon after it was in vain."""
        if self._executor.broker.has_reduce_only:
            return True
        since = self._desk.clock.now() - TARGETS_AGAIN
        recent = (o for o in self._desk.book.orders_of(position.position_id) if o.updated_at > since)
        return not any(o.purpose in protection.PROTECTIVE and o.status in IN_VAIN for o in recent)

    async def place(self, position: Position, what: Exit, *and_then: Fact) -> Order:
        """Send an order that reduces `position`; `and_then` is recorded with its acceptance."""
        now = self._desk.clock.now()
        order = Order(
            client_order_id=self.next_id(position, what.purpose),
            position_id=position.position_id,
            symbol=position.symbol,
            side=position.side.exit,
            kind=what.kind,
            purpose=what.purpose,
            quantity=what.quantity,
            created_at=now,
            updated_at=now,
            trigger_price=what.trigger_price,
            reduce_only=True,
            leverage=position.leverage,
            target=what.target,
        )
        return await self._executor.send(order, *and_then)

    def next_id(self, position: Position, purpose: OrderPurpose) -> str:
        """Return the id of the next order of a position: the same after a restart, never used before."""
        count = len(self._desk.book.orders_of(position.position_id)) + 1
        return f"{position.position_id}-{purpose.value[0]}{count}"

    def is_sale_open(self, position: Position) -> bool:
        """Whether a close is under way that another one would double: the broker does not see to it that exits reduce.

        Meanwhile only a stop protects what is still there; it ties up what the close would sell.
        """
        orders = self._desk.book.orders_of(position.position_id)
        closing = any(order.purpose is OrderPurpose.CLOSE and not order.ended for order in orders)
        return closing and not self._executor.broker.has_reduce_only

    def not_being_sold(self, position: Position) -> Decimal:
        """Return what of a position no close under way would sell, in base units."""
        orders = self._desk.book.orders_of(position.position_id)
        closes = [order for order in orders if order.purpose is OrderPurpose.CLOSE and not order.ended]
        return position.quantity - sum((order.quantity - order.filled_quantity for order in closes), ZERO)

    def tell(self, position_id: str) -> None:
        """Tell the screen how the stop stands."""
        stands = self._cover(self._desk.book.positions[position_id])
        where, now = self._executor.broker.where, self._desk.clock.now()
        self._desk.publish(ProtectionChanged(position_id, stands.status, where, now, stands.covered))

    def is_naked(self, position: Position) -> bool:
        """Whether no acknowledged stop covers the whole of an open position."""
        return position.is_open and self._cover(position).covered < position.quantity

    def may_be_covered(self, position: Position) -> bool:
        """Whether the whole of a position has its stop if those rest that nobody could be asked about since a start."""
        given_up = self._executor.going - self._executor.unheard
        orders = self._desk.book.orders_of(position.position_id)
        return protection.cover(position, orders, given_up).covered >= position.quantity

    def _cover(self, position: Position) -> protection.Cover:
        return protection.cover(position, self._desk.book.orders_of(position.position_id), self._executor.going)


def _exit(want: protection.Wanted) -> Exit:
    return Exit(want.purpose, want.kind, want.quantity, want.trigger_price, want.target)
