"""Positions: what fills do to them, and the closes, stops and targets that people and calls ask for."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.errors import CommandRejected, IllegalTransition
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    Fact,
    FillRecorded,
    OrderChanged,
    SignalEnded,
    StopMoved,
    TargetsChanged,
)
from echotrade_desktop.engine.domain.order import TRANSITIONS, Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position, TakeProfit
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.guarding import Guard
from echotrade_desktop.engine.protector import Exit, Protector
from echotrade_desktop.engine.reconcile import Reconciler
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.trading.checks import check_stop, check_targets, closing_quantity
from echotrade_desktop.engine.trading.executor import Executor
from echotrade_desktop.engine.trading.netting import shared_out
from echotrade_desktop.engine.trading.protection import ladder

log = logging.getLogger(__name__)

NEWS = frozenset({OrderStatus.ACCEPTED, OrderStatus.CANCELLED, OrderStatus.REJECTED})  # of fills, the fills speak


class StopRefused(CommandRejected):
    """A stop was not moved. `close_now` when it amounts to closing at the market."""

    def __init__(self, sentence: str, *, close_now: bool = False) -> None:
        super().__init__(sentence)
        self.close_now = close_now


class Positions:
    """Handles everything about open positions, one thing at a time."""

    def __init__(self, desk: Desk, executor: Executor) -> None:
        self._desk = desk
        self._protector = Protector(desk, executor)
        self._reconciler = Reconciler(desk, executor, self)
        self._guard = Guard(desk, self._protector, self.close)
        self._due: dict[str, None] = {}  # positions whose quantity has changed

    # --- what the broker reports ---

    async def on_fill(self, fill: Fill) -> None:
        """Book an execution; `protect_due` then brings stops and targets in line with what is open.

        A fill of nothing that is ours is left alone; one that cannot be true pauses entries and is told.
        """
        book, now = self._desk.book, self._desk.clock.now()
        if fill.trade_id in book.fills:
            return
        position = book.positions.get(fill.position_id)
        if position is None:
            log.warning("the fill %s belongs to no position of ours", fill.trade_id)
            return
        reach("fill-arrived")
        parts = shared_out(fill, position, book.open_positions())
        facts: list[Fact] = [FillRecorded(now, part) for part in parts]
        status = book.signals[position.signal_id].status
        if fill.side is position.side.entry and status in (SignalStatus.APPROVED, SignalStatus.NOT_EXECUTED):
            facts.append(SignalEnded(now, position.signal_id, SignalStatus.EXECUTED, "broker"))
        try:
            await self._desk.record(*facts)
        except IllegalTransition as broken:
            await self._distrust(position, broken)
            return
        reach("fill-recorded")
        self._due.update(dict.fromkeys(part.position_id for part in parts))
        await self._desk.mark_equity()

    async def protect_due(self) -> None:
        """Bring stops and targets in line wherever executions were booked, all positions at a time.

        What has waited for its stop too long, or has no more use for one, is closed before another try.
        """
        due = list(self._due)
        if due:
            await self._guard.close_overdue()
        await together(self._protector.protect(position_id) for position_id in due)
        for position_id in due:
            self._due.pop(position_id, None)

    async def _distrust(self, position: Position, broken: IllegalTransition) -> None:
        """What the broker reports cannot be: open nothing new until the user has looked."""
        log.error("a fill was not booked: %s", broken)
        reason = f"the broker reported a fill on {position.symbol} that does not fit the ledger"
        if self._desk.book.paused is None:
            await self._desk.record(EntriesPaused(self._desk.clock.now(), reason, by="engine"))
        self._desk.tell(
            f"{position.symbol}: {reason}. Entries are paused, stops go on. Compare the position with the broker.",
            "danger",
        )

    async def on_order_changed(self, order: Order) -> None:
        """Note the broker's word on an order; an entry that ended empty ends its signal."""
        known = self._desk.book.orders.get(order.client_order_id)
        if known is None or known.ended or order.status not in NEWS or order.status not in TRANSITIONS[known.status]:
            return
        await self._desk.record(
            OrderChanged(self._desk.clock.now(), replace(order, filled_quantity=known.filled_quantity))
        )
        if order.purpose is OrderPurpose.ENTRY:
            await self.end_if_empty(order)
        else:
            await self._protector.protect(order.position_id)

    async def end_if_empty(self, order: Order) -> None:
        """End the signal of an entry order that is over without a fill."""
        position = self._desk.book.positions[order.position_id]
        ended = self._desk.book.orders[order.client_order_id].ended
        if not ended or position.full_quantity > ZERO:
            return
        queued = self._desk.book.signals[position.signal_id]
        if queued.status is SignalStatus.APPROVED:
            reason = order.reason or "The order was not filled."
            await self._desk.record(
                SignalEnded(self._desk.clock.now(), position.signal_id, SignalStatus.NOT_EXECUTED, "broker", reason)
            )

    # --- what time and a restart bring ---

    async def guard(self) -> None:
        """Look up orders without an answer, then see that every position has its stop; called once a second."""
        covered = await self._guard.close_overdue()
        await self._reconciler.look_up()
        await self.protect_due()
        await self._guard.look()
        if covered:  # else what is sent for the stops matters more
            await self._reconciler.sweep()

    @property
    def reconciled(self) -> bool:
        """Whether the broker has said of every order that was left what became of it; entries wait for that."""
        return self._reconciler.heard

    async def recover(self) -> list[str]:
        """Bring every order left in flight and every stop in line with the broker; return what was found, in words."""
        reach("recovery-begun")
        found = await self._reconciler.recover()
        await self._end_what_was_interrupted()
        self._due.clear()
        await self._guard.restore()
        reach("recovered")
        return found

    async def _end_what_was_interrupted(self) -> None:
        """End the signals whose entry had ended empty when the app stopped, before it could say so."""
        for queued in self._desk.book.approved():
            for order in self._desk.book.orders_of(queued.position_id or ""):
                if order.purpose is OrderPurpose.ENTRY:
                    await self.end_if_empty(order)

    # --- what people and calls ask for ---

    async def move_stop(
        self,
        position_id: str,
        price: Decimal,
        *,
        by: str,
        version: int | None = None,
        loosen: bool = False,
        command_id: str | None = None,
    ) -> None:
        """Put the stop at `price` (rounded to the tick, towards entry): the new one first, then the old one goes.

        Raises `StopRefused`; then the old stop is untouched.
        """
        reach("stop-move-asked")
        position = self._open_position(position_id, version)
        instrument = self._desk.instrument(position.symbol)
        rounded = instrument.stop_price(price, position.side)
        check = check_stop(position, rounded, instrument, self._desk.ticker(position.symbol), self._desk.limits)
        if check.refusal:
            raise StopRefused(check.refusal, close_now=check.close_now)
        if check.loosens and not loosen:
            raise StopRefused(check.warning or "That stop risks more than the one you have.")
        if rounded == position.stop_loss:
            raise StopRefused(f"The stop is at {words.price(rounded, instrument)} already.")
        want = Exit(OrderPurpose.STOP, OrderKind.STOP_MARKET, position.quantity, rounded)
        moved = StopMoved(
            at=self._desk.clock.now(),
            position_id=position_id,
            price=rounded,
            was=position.stop_loss,
            by=by,
            client_order_id=self._protector.next_id(position, OrderPurpose.STOP),
            command_id=command_id,
        )
        placed = await self._protector.place(position, want, moved)
        if placed.status is not OrderStatus.ACCEPTED:
            raise StopRefused(
                f"The new stop was not accepted: {placed.reason} Your stop stays at "
                f"{words.price(position.stop_loss, instrument)}."
            )
        reach("stop-moved")
        await self._protector.protect(position_id)

    async def set_targets(
        self,
        position_id: str,
        prices: Sequence[Decimal],
        *,
        by: str,
        version: int | None = None,
        command_id: str | None = None,
    ) -> None:
        """Replace the target ladder. Raises `CommandRejected`; then the old targets stand."""
        position = self._open_position(position_id, version)
        instrument = self._desk.instrument(position.symbol)
        targets = _new_ladder(position, [instrument.target_price(price, position.side) for price in prices])
        refusal = check_targets(position, targets, instrument, self._desk.ticker(position.symbol))
        if refusal:
            raise CommandRejected(refusal)
        await self._desk.record(TargetsChanged(self._desk.clock.now(), position_id, targets, by, command_id))
        await self._protector.protect(position_id)

    async def close(self, position_id: str, share: Decimal, *, version: int | None = None) -> str:
        """Close a share of what is open now at the market; return a sentence that says what was sent."""
        position = self._open_position(position_id, version)
        orders = self._desk.book.orders_of(position_id)
        if any(order.purpose is OrderPurpose.CLOSE and not order.ended for order in orders):
            raise CommandRejected(f"{position.symbol} is being closed already.")
        instrument = self._desk.instrument(position.symbol)
        answer = closing_quantity(position, share, instrument, self._desk.ticker(position.symbol))
        if answer.refusal:
            raise CommandRejected(answer.refusal)
        reach("close-asked")
        sent = await self.send_close(position, answer.quantity)
        reach("close-sent")
        if sent.status is OrderStatus.REJECTED:
            raise CommandRejected(f"{position.symbol} was not closed: {sent.reason}")
        if sent.status is OrderStatus.UNKNOWN:
            return f"Closing {position.symbol}: no answer yet. EchoTrade is checking and tries again by itself."
        whole = answer.quantity == position.quantity
        what = position.symbol if whole else f"{words.quantity(answer.quantity, instrument)} of {position.symbol}"
        when = " once a price comes: the last one is stale" if self._desk.is_stale(position.symbol) else ""
        return f"Closing {what} at the market{when}."

    async def send_close(self, position: Position, quantity: Decimal) -> Order:
        """Send a market order that reduces a position by `quantity`."""
        return await self._protector.place(position, Exit(OrderPurpose.CLOSE, OrderKind.MARKET, quantity))

    def _open_position(self, position_id: str, version: int | None) -> Position:
        position = self._desk.book.positions.get(position_id)
        if position is None or not position.is_open:
            raise CommandRejected("That position is closed already; nothing was sent.")
        if version is not None and version != position.version:
            raise CommandRejected(
                f"{position.symbol} changed meanwhile (a fill, a stop or a target); nothing was sent. Look again."
            )
        return position


def _new_ladder(position: Position, prices: Sequence[Decimal]) -> tuple[TakeProfit, ...]:
    """Keep the targets that were hit and split the rest of the position over the new prices."""
    hit = [target for target in position.take_profits if target.hit]
    rest = ONE - sum((target.share for target in hit), ZERO)
    fresh = ladder(prices)
    return (
        *hit,
        *(
            replace(target, share=target.share * rest, number=number)
            for number, target in enumerate(fresh, max((t.number for t in hit), default=0) + 1)
        ),
    )
