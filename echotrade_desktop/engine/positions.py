"""Positions: what fills do to them, and the closes, stops and targets that people and calls ask for."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.facts import (
    Fact,
    FillRecorded,
    OrderChanged,
    SignalEnded,
    StopMoved,
    TargetsChanged,
)
from echotrade_desktop.engine.domain.messages import ProtectionChanged
from echotrade_desktop.engine.domain.order import (
    IN_FLIGHT,
    WORKING,
    Fill,
    Order,
    OrderKind,
    OrderPurpose,
    OrderStatus,
)
from echotrade_desktop.engine.domain.position import Position, TakeProfit
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.trading import protection
from echotrade_desktop.engine.trading.checks import check_stop, check_targets, closing_quantity
from echotrade_desktop.engine.trading.executor import Executor

log = logging.getLogger(__name__)

CLOSE_AFTER_S = 5.0  # a position whose stop nobody accepts is closed
SIREN_AFTER_S = 10.0


class StopRefused(CommandRejected):
    """A stop was not moved. `close_now` when it amounts to closing at the market."""

    def __init__(self, sentence: str, *, close_now: bool = False) -> None:
        super().__init__(sentence)
        self.close_now = close_now


class Positions:
    """Handles everything about open positions, one thing at a time."""

    def __init__(self, desk: Desk, executor: Executor) -> None:
        self._desk = desk
        self._executor = executor
        self._naked_since: dict[str, float] = {}  # monotonic seconds

    # --- what the broker reports ---

    async def on_fill(self, fill: Fill) -> None:
        """Book an execution, then bring stops and targets in line with what is open now."""
        book = self._desk.book
        if fill.trade_id in book.fills:
            return
        before = book.positions[fill.position_id]
        facts: list[Fact] = [FillRecorded(self._desk.clock.now(), fill)]
        if fill.purpose is OrderPurpose.ENTRY and not book.fills_of(fill.position_id):
            facts.append(SignalEnded(self._desk.clock.now(), before.signal_id, SignalStatus.EXECUTED, "broker"))
        await self._desk.record(*facts)
        await self.protect(fill.position_id)
        await self._desk.mark_equity()

    async def on_order_changed(self, order: Order) -> None:
        """Note the broker's word on an order; an entry that ended empty ends its signal."""
        known = self._desk.book.orders.get(order.client_order_id)
        if known is None or known.status is order.status or known.ended:
            return
        await self._desk.record(
            OrderChanged(self._desk.clock.now(), replace(order, filled_quantity=known.filled_quantity))
        )
        if order.purpose is OrderPurpose.ENTRY:
            await self.end_if_empty(order)
        else:
            await self.protect(order.position_id)

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

    # --- protection ---

    async def protect(self, position_id: str) -> None:
        """Place what should rest and does not, then cancel what rests and should not."""
        book = self._desk.book
        position = book.positions[position_id]
        instrument = self._desk.instrument(position.symbol)
        steps = protection.plan(position, book.orders_of(position_id), instrument)
        placed = [await self._place(position, want) for want in steps.place]
        stop_failed = any(o.purpose is OrderPurpose.STOP and o.status is not OrderStatus.ACCEPTED for o in placed)
        for order in steps.cancel:
            if not (stop_failed and order.purpose is OrderPurpose.STOP):  # the old stop stays until a new one holds
                await self._executor.cancel(order)
        self.tell_protection(position_id)

    async def _place(self, position: Position, want: protection.Wanted, *and_then: Fact) -> Order:
        now = self._desk.clock.now()
        order = Order(
            client_order_id=self._next_id(position, want.purpose),
            position_id=position.position_id,
            symbol=position.symbol,
            side=position.side.exit,
            kind=want.kind,
            purpose=want.purpose,
            quantity=want.quantity,
            created_at=now,
            updated_at=now,
            trigger_price=want.trigger_price,
            reduce_only=True,
            leverage=position.leverage,
            target=want.target,
        )
        return await self._executor.send(order, *and_then)

    def _next_id(self, position: Position, purpose: OrderPurpose) -> str:
        count = len(self._desk.book.orders_of(position.position_id)) + 1
        return f"{position.position_id}-{purpose.value[0]}{count}"

    def tell_protection(self, position_id: str) -> None:
        """Tell the screen how the stop stands."""
        book = self._desk.book
        stands = protection.cover(book.positions[position_id], book.orders_of(position_id))
        where = self._executor.broker.where
        self._desk.publish(ProtectionChanged(position_id, stands.status, where, self._desk.clock.now(), stands.covered))

    async def guard(self) -> None:
        """Try again for every position without its full stop; after five seconds close it, after ten sound the siren."""
        naked = {position.position_id: position for position in self.unprotected()}
        now = self._desk.clock.monotonic()
        self._naked_since = {key: self._naked_since.get(key, now) for key in naked}
        for key, position in naked.items():
            waited = now - self._naked_since[key]
            if waited < CLOSE_AFTER_S:
                await self.protect(key)
                continue
            if waited >= SIREN_AFTER_S:
                self._desk.tell(
                    f"{position.symbol} is UNPROTECTED and could not be closed. Close it by hand now.", "danger"
                )
            try:
                await self.close(key, ONE)
            except CommandRejected as refusal:
                log.error("closing the unprotected %s: %s", key, refusal)

    def unprotected(self) -> list[Position]:
        """Return open positions whose stop is not acknowledged over the whole quantity."""
        book = self._desk.book
        return [
            position
            for position in book.open_positions()
            if protection.cover(position, book.orders_of(position.position_id)).covered < position.quantity
        ]

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
        want = protection.Wanted(OrderPurpose.STOP, OrderKind.STOP_MARKET, position.quantity, rounded)
        moved = StopMoved(
            at=self._desk.clock.now(),
            position_id=position_id,
            price=rounded,
            was=position.stop_loss,
            by=by,
            client_order_id=self._next_id(position, OrderPurpose.STOP),
            command_id=command_id,
        )
        placed = await self._place(position, want, moved)
        if placed.status is not OrderStatus.ACCEPTED:
            raise StopRefused(
                f"The new stop was not accepted: {placed.reason} Your stop stays at "
                f"{words.price(position.stop_loss, instrument)}."
            )
        await self.protect(position_id)

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
        ladder = _new_ladder(position, [instrument.target_price(price, position.side) for price in prices])
        refusal = check_targets(position, ladder, instrument, self._desk.ticker(position.symbol))
        if refusal:
            raise CommandRejected(refusal)
        await self._desk.record(TargetsChanged(self._desk.clock.now(), position_id, ladder, by, command_id))
        await self.protect(position_id)

    async def close(self, position_id: str, share: Decimal, *, version: int | None = None) -> str:
        """Close a share of what is open now at the market; return a sentence that says what was sent."""
        position = self._open_position(position_id, version)
        if any(o.purpose is OrderPurpose.CLOSE and not o.ended for o in self._desk.book.orders_of(position_id)):
            raise CommandRejected(f"{position.symbol} is being closed already.")
        instrument = self._desk.instrument(position.symbol)
        answer = closing_quantity(position, share, instrument, self._desk.ticker(position.symbol))
        if answer.refusal:
            raise CommandRejected(answer.refusal)
        order = self._market_exit(position, answer.quantity)
        sent = await self._executor.send(order)
        if sent.status is OrderStatus.REJECTED:
            raise CommandRejected(f"{position.symbol} was not closed: {sent.reason}")
        what = (
            "Closing"
            if answer.quantity == position.quantity
            else f"Closing {words.quantity(answer.quantity, instrument)} of"
        )
        return f"{what} {position.symbol} at the market."

    def _market_exit(self, position: Position, quantity: Decimal) -> Order:
        now = self._desk.clock.now()
        return Order(
            client_order_id=self._next_id(position, OrderPurpose.CLOSE),
            position_id=position.position_id,
            symbol=position.symbol,
            side=position.side.exit,
            kind=OrderKind.MARKET,
            purpose=OrderPurpose.CLOSE,
            quantity=quantity,
            created_at=now,
            updated_at=now,
            reduce_only=True,
            leverage=position.leverage,
        )

    def _open_position(self, position_id: str, version: int | None) -> Position:
        position = self._desk.book.positions.get(position_id)
        if position is None or not position.is_open:
            raise CommandRejected("That position is closed already; nothing was sent.")
        if version is not None and version != position.version:
            raise CommandRejected(
                f"{position.symbol} changed meanwhile (a fill, a stop or a target); nothing was sent. Look again."
            )
        return position

    # --- start = recovery ---

    async def recover(self) -> list[str]:
        """Bring every order left in flight and every stop in line with the broker; return what was found, in words."""
        found: list[str] = []
        for order in list(self._desk.book.orders.values()):
            if order.status in IN_FLIGHT:
                found.append(await self._resolve(order))
            elif order.status in WORKING and order.kind is OrderKind.LIMIT_IOC:
                await self._executor.cancel(order)
                await self.end_if_empty(self._desk.book.orders[order.client_order_id])
                found.append(f"The entry of {order.symbol} was not filled before the app stopped; it was cancelled.")
        for position in self._desk.book.open_positions():
            await self.protect(position.position_id)
        return found

    async def _resolve(self, order: Order) -> str:
        if order.status is OrderStatus.INTENDED:
            now = self._desk.clock.now()
            reason = "The app stopped before the order was sent."
            await self._desk.record(OrderChanged(now, order.to(OrderStatus.ABANDONED, now, reason=reason)))
            outcome = "was never sent"
        else:
            known = await self._executor.resolve(order)
            outcome = f"is {known.status.value} at the broker"
        if order.purpose is OrderPurpose.ENTRY:
            await self.end_if_empty(self._desk.book.orders[order.client_order_id])
        return f"An order for {order.symbol} that was under way when the app stopped {outcome}."


def _new_ladder(position: Position, prices: Sequence[Decimal]) -> tuple[TakeProfit, ...]:
    """Keep the targets that were hit and split the rest of the position over the new prices."""
    hit = [target for target in position.take_profits if target.hit]
    rest = ONE - sum((target.share for target in hit), ZERO)
    fresh = protection.ladder(prices)
    return (
        *hit,
        *(
            replace(target, share=target.share * rest, number=number)
            for number, target in enumerate(fresh, max((t.number for t in hit), default=0) + 1)
        ),
    )
