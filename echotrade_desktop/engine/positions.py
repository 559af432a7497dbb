"""Positions: what fills do to them, and the closes, stops and targets that people and calls ask for."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

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
from echotrade_desktop.engine.lanes import DESK, NEWS, SOON, WISH, Lanes
from echotrade_desktop.engine.protector import Exit, Protector
from echotrade_desktop.engine.reconcile import Reconciler
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.trading.checks import check_stop, check_targets, closing_quantity
from echotrade_desktop.engine.trading.executor import Executor
from echotrade_desktop.engine.trading.netting import shared_out
from echotrade_desktop.engine.trading.protection import ladder

T = TypeVar("T")
log = logging.getLogger(__name__)

SAID = frozenset({OrderStatus.ACCEPTED, OrderStatus.CANCELLED, OrderStatus.REJECTED})  # of fills, the fills speak


class StopRefused(CommandRejected):
    """A stop was not moved. `close_now` when it amounts to closing at the market."""

    def __init__(self, sentence: str, *, close_now: bool = False) -> None:
        super().__init__(sentence)
        self.close_now = close_now


class Positions:
    """Handles everything about open positions: for each one thing at a time, in its lane, and all side by side."""

    def __init__(self, desk: Desk, executor: Executor, lanes: Lanes) -> None:
        self._desk = desk
        self._executor = executor
        self._lanes = lanes
        self._protector = Protector(desk, executor, lanes)
        self._reconciler = Reconciler(desk, executor, lanes, self)
        self._guard = Guard(desk, self._protector, self.close)
        self._unmarked = False  # the equity, since the last execution
        self._unrestored: set[str] = set()  # by a recovery that is under way

    # --- what the broker reports ---

    async def hear(self, news: Fill | Order) -> None:
        """Take the broker's word; once no more of it waits, bring stops and targets in line with what is open.

        What has waited for its stop too long, or has no more use for one, is closed instead of another try.
        """
        if isinstance(news, Fill):
            await self.on_fill(news)
        else:
            await self.on_order_changed(news)
        position = self._desk.book.positions.get(news.position_id)
        if position is None or not position.full_quantity:
            return
        if news.position_id in self._unrestored or self._lanes.waits(news.position_id, NEWS):
            return
        if not await self._guard.close_overdue(position):
            await self._protector.protect(news.position_id)

    async def on_fill(self, fill: Fill) -> None:
        """Book an execution. A fill of nothing that is ours is left alone; one that cannot be true pauses entries."""
        async with self._desk.counting:
            booked = await self._book(fill)
        for position_id in booked:
            self._note(self._desk.book.positions[position_id])
        if booked:
            self._mark_equity_soon()

    def _note(self, position: Position) -> None:
        """Orders that only reduce end with what they reduce: should more of the entry come, they are not counted on."""
        self._guard.note(position)
        if not position.is_open:
            orders = self._desk.book.orders_of(position.position_id)
            self._executor.doubt(order for order in orders if order.working and order.reduce_only)

    def _mark_equity_soon(self) -> None:
        """Once for all that was booked meanwhile, and not before a stop that is due."""
        if self._unmarked:
            return
        self._unmarked = True

        async def mark() -> None:
            self._unmarked = False
            await self._desk.mark_equity()

        self._lanes.put(DESK, SOON, mark)

    async def _book(self, fill: Fill) -> list[str]:
        """Return the positions in which an execution was booked."""
        book, now = self._desk.book, self._desk.clock.now()
        if fill.trade_id in book.fills:
            return []
        position = book.positions.get(fill.position_id)
        if position is None:
            log.warning("the fill %s belongs to no position of ours", fill.trade_id)
            return []
        reach("fill-arrived")
        parts = shared_out(fill, position, book.open_positions())
        facts: list[Fact] = [FillRecorded(now, part) for part in parts]
        status = book.signals[position.signal_id].status
        if fill.side is position.side.entry and status in (SignalStatus.APPROVED, SignalStatus.NOT_EXECUTED):
            facts.append(SignalEnded(now, position.signal_id, SignalStatus.EXECUTED, "broker"))
        try:
            await self._desk.record(*facts)
        except IllegalTransition as broken:
            self._distrust(position, broken)
            return []
        reach("fill-recorded")
        return [part.position_id for part in parts]

    def _distrust(self, position: Position, broken: IllegalTransition) -> None:
        """What the broker reports cannot be: open nothing new until the user has looked."""
        log.error("a fill was not booked: %s", broken)
        reason = f"the broker reported a fill on {position.symbol} that does not fit the ledger"

        async def pause() -> None:
            if self._desk.book.paused is None:
                await self._desk.record(EntriesPaused(self._desk.clock.now(), reason, by="engine"))

        self._lanes.put(DESK, SOON, pause)  # where entries are decided, so that none is on its way past it
        self._desk.tell(
            f"{position.symbol}: {reason}. Entries are paused, stops go on. Compare the position with the broker.",
            "danger",
        )

    async def on_order_changed(self, order: Order) -> None:
        """Note the broker's word on an order; an entry that ended empty ends its signal."""
        known = self._desk.book.orders.get(order.client_order_id)
        if known is None or known.ended or order.status not in SAID or order.status not in TRANSITIONS[known.status]:
            return
        await self._desk.record(
            OrderChanged(self._desk.clock.now(), replace(order, filled_quantity=known.filled_quantity))
        )
        if order.purpose is OrderPurpose.ENTRY:
            await self.end_if_empty(order)

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

    def in_the_market(self) -> list[str]:
        """Return the ids of the positions that are open or still have orders."""
        book = self._desk.book
        ids = dict.fromkeys(position.position_id for position in book.open_positions())
        ids.update(dict.fromkeys(order.position_id for order in book.live_orders()))
        return list(ids)

    async def look_after(self, position_id: str) -> None:
        """Look up orders without an answer, then see that the position has its stop; called once a second."""
        positions = self._desk.book.positions
        if position_id in self._unrestored:
            return
        await self._guard.close_overdue(positions[position_id])
        await self._reconciler.look_up(position_id)
        if not self._lanes.waits(position_id, NEWS):  # else they are booked first, and the stop is due then
            await self._guard.look(positions[position_id])

    async def sweep(self) -> None:
        """Compare what rests at the broker with the ledger, now and then."""
        await self._reconciler.sweep()

    @property
    def reconciled(self) -> bool:
        """Whether the broker has said of every order that was left what became of it; entries wait for that."""
        return self._reconciler.heard

    async def recover(self) -> list[str]:
        """Bring every order left in flight and every stop in line with the broker; return what was found, in words.

        Nobody waits for an answer about another's orders; but what ended orders on its symbol have executed is heard
        before a stop is sent: it may be closed already.
        """
        reach("recovery-begun")
        self._reconciler.doubt()
        asked = self.in_the_market()
        self._unrestored.update(asked)
        doubted = {order.symbol for order in self._desk.book.unsettled()}
        found: dict[str, str] = {}
        compared = asyncio.Event()
        steps = (self._recover(position_id, found, doubted, compared) for position_id in asked)
        try:
            await together([self._compare(compared), *steps])
        finally:
            self._unrestored.clear()
        new = [each.position_id for each in self._desk.book.open_positions() if each.position_id not in asked]
        await together(self._restore(position_id) for position_id in new)
        await self._end_what_was_interrupted()
        reach("recovered")
        return [found[order_id] for order_id in sorted(found)]

    async def _compare(self, compared: asyncio.Event) -> None:
        try:
            await self._reconciler.hear_of_ended()
        finally:
            compared.set()

    async def _recover(
        self, position_id: str, found: dict[str, str], doubted: Set[str], compared: asyncio.Event
    ) -> None:
        found.update(await self._lanes.do(position_id, SOON, lambda: self._reconciler.settle(position_id)))
        if self._desk.book.positions[position_id].symbol in doubted:
            await compared.wait()
        await self._restore(position_id)

    async def _restore(self, position_id: str) -> None:
        async def restore() -> None:
            self._unrestored.discard(position_id)
            position = self._desk.book.positions[position_id]
            if position.is_open:
                await self._guard.restore(position)

        await self._lanes.do(position_id, SOON, restore)

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

    async def open(self, position_id: str, enter: Callable[[], Awaitable[T]]) -> T:
        """Let `enter` decide, write down and send in the lane of the position it may open; asked from the desk's lane.

        Nobody takes the order for one that a dead app left unsent; its executions are booked once its answer is.
        """
        return await self._lanes.do(position_id, WISH, enter)

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
