"""The state of the app: nothing but the fold of its facts.

`Book` is built by applying facts in order, at start from the event log and then one by one as they are recorded.
Nothing else may change it. The same fold serves the engine, a restart and `echotrade verify`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatchmethod

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.cash import CAPITAL
from echotrade_desktop.engine.domain.channel import KeptCase
from echotrade_desktop.engine.domain.equity_curve import rebased
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    CashMoved,
    ChannelProfileChanged,
    EntriesPaused,
    EntriesResumed,
    EquityMarked,
    ExecutionsCompared,
    Fact,
    FillRecorded,
    GlobalMultiplierChanged,
    LateChange,
    LossLimitHit,
    MaxPositionsSet,
    MessageRead,
    OrderChanged,
    ReadingConfirmed,
    ReadingForgotten,
    ShadowClosed,
    ShadowFilled,
    ShadowOpened,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalQueued,
    SignalRescreened,
    StopMoved,
    SymbolWatched,
    TargetsChanged,
    TraderChanged,
    TraderSeen,
)
from echotrade_desktop.engine.domain.order import Fill, Order, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.domain.state import State


class Book(State):
    """Change it only through `apply`."""

    @classmethod
    def fold(cls, facts: Iterable[Fact]) -> "Book":
        """Return the state after `facts`, with every call remembered."""
        book = cls()
        for fact in facts:
            book.apply(fact)
        return book

    @singledispatchmethod
    def apply(self, fact: Fact) -> None:
        """Take one fact into account."""
        raise TypeError(f"{type(fact).__name__} is not a fact")

    @apply.register
    def _(self, fact: AccountOpened) -> None:
        self.mode, self.opened_at = fact.mode, fact.at
        self.starting_cash = self.cash = self.peak = fact.cash

    @apply.register
    def _(self, fact: MessageRead) -> None:
        self.message_kinds[fact.kind] = self.message_kinds.get(fact.kind, 0) + 1
        kinds = self.channel_kinds.setdefault(fact.chat_id, {})
        kinds[fact.kind] = kinds.get(fact.kind, 0) + 1

    @apply.register
    def _(self, fact: LateChange) -> None:
        kinds = self.late_changes.setdefault(fact.trader_id, {})
        kinds.setdefault(fact.kind, set()).add((fact.chat_id, fact.message_id))

    @apply.register(TraderSeen)
    @apply.register(TraderChanged)
    def _(self, fact: TraderSeen | TraderChanged) -> None:
        self.traders[fact.trader.trader_id] = fact.trader

    @apply.register
    def _(self, fact: SignalQueued) -> None:
        self._put_new_signal(fact.queued)

    @apply.register
    def _(self, fact: SignalRescreened) -> None:
        queued = self.signals[fact.signal_id]
        changes = {
            "verdicts": fact.verdicts,
            "sizing": fact.sizing,
            "combined_confidence": fact.combined_confidence,
            "agreeing": fact.agreeing,
        }
        if fact.status is queued.status:
            self._put_signal(replace(queued, **changes))  # type: ignore[arg-type]
        else:
            self._put_signal(queued.to(fact.status, **changes))

    @apply.register
    def _(self, fact: SignalEdited) -> None:
        queued = self.signals[fact.signal.signal_id]
        self._put_signal(
            replace(
                queued,
                signal=fact.signal,
                verdicts=fact.verdicts,
                sizing=fact.sizing,
                status=fact.status,
            )
        )

    @apply.register
    def _(self, fact: SignalApproved) -> None:
        queued = self.signals[fact.signal_id]
        status = SignalStatus.WAITING if fact.order is None else SignalStatus.APPROVED
        position_id = fact.position.position_id if fact.position else None
        self._put_signal(queued.to(status, decided_at=fact.at, decided_by=fact.by, position_id=position_id))
        if fact.position is not None:
            self._put_position(fact.position)
        if fact.order is not None:
            self._put_order(fact.order)

    @apply.register
    def _(self, fact: SignalEnded) -> None:
        queued = self.signals[fact.signal_id]
        ended = queued.to(
            fact.status,
            reason=fact.reason,
            decided_at=queued.decided_at or fact.at,
            decided_by=queued.decided_by or fact.by,
        )
        self.tallies.note_end(ended)
        self._put_signal(ended)

    @apply.register
    def _(self, fact: OrderChanged) -> None:
        self._put_order(fact.order)

    @apply.register
    def _(self, fact: FillRecorded) -> None:
        fill = fact.fill
        if fill.trade_id in self.fills:
            return  # the same execution told twice counts once
        self.fills[fill.trade_id] = fill
        self._fills_of.setdefault(fill.position_id, []).append(fill.trade_id)
        before = self.positions[fill.position_id]
        after = before.after(fill)
        order = self._fill_order(fill, fact.at)
        self._put_position(_with_target_hit(after, order))
        self.cash += after.net_pnl - before.net_pnl
        self.tallies.note_fill(before, after)

    def _fill_order(self, fill: Fill, at: datetime) -> Order | None:
        """An execution counts whatever the last word on its order was: it may overtake a cancellation or an answer."""
        order = self.orders.get(fill.client_order_id)
        if order is None:
            return None
        filled = order.filled_quantity + fill.quantity
        if filled >= order.quantity:
            status = OrderStatus.FILLED
        else:
            status = order.status if order.ended else OrderStatus.PARTIALLY_FILLED
        changed = replace(order, status=status, filled_quantity=filled, updated_at=at)
        self._put_order(changed)
        return changed

    @apply.register
    def _(self, fact: CashMoved) -> None:
        move = fact.move
        if move.venue_id in self.moved:
            return  # the same movement told twice counts once
        self.moved.add(move.venue_id)
        self.moves.append(move)
        self.cash += move.amount
        self.tallies.note_move(move)
        if move.kind in CAPITAL:
            self.paid_in_today += move.amount
            self.peak = rebased(self.peak, fact.equity, move.amount)
            self.curve.rebase(fact.equity, move.amount)

    @apply.register
    def _(self, fact: ExecutionsCompared) -> None:
        for order in self.unsettled():
            if order.updated_at <= fact.until:
                del self._unsettled[order.client_order_id]
                self._review_position(order.position_id)

    @apply.register
    def _(self, fact: StopMoved) -> None:
        position = self.positions[fact.position_id]
        moved = replace(
            position,
            stop_loss=fact.price,
            stop_is_ours=position.stop_is_ours and fact.by != "user",
            version=position.version + 1,
        )
        if (fact.price - fact.was) * position.side.sign < ZERO:  # only the user's hand gives a stop more room
            moved = replace(moved, break_even_after=None, trail_distance=None)
        self._put_position(moved)

    @apply.register
    def _(self, fact: TargetsChanged) -> None:
        position = self.positions[fact.position_id]
        self._put_position(replace(position, take_profits=fact.take_profits, version=position.version + 1))

    @apply.register
    def _(self, fact: EntriesPaused) -> None:
        self.paused = fact

    @apply.register
    def _(self, fact: EntriesResumed) -> None:
        self.paused = None

    @apply.register
    def _(self, fact: GlobalMultiplierChanged) -> None:
        self.global_multiplier = fact.multiplier

    @apply.register
    def _(self, fact: MaxPositionsSet) -> None:
        self.max_positions = fact

    @apply.register
    def _(self, fact: LossLimitHit) -> None:
        self.loss_hits[fact.kind] = fact

    @apply.register
    def _(self, fact: EquityMarked) -> None:
        self.curve.take(fact)
        self.peak = max(self.peak, fact.equity)
        if fact.day_start:
            self.day_start = fact
            self.paid_in_today = ZERO

    @apply.register
    def _(self, fact: SymbolWatched) -> None:
        others = tuple(symbol for symbol in self.watched if symbol != fact.symbol)
        self.watched = (*others, fact.symbol) if fact.watched else others

    @apply.register
    def _(self, fact: ChannelProfileChanged) -> None:
        self.profiles[fact.chat_id] = fact.profile

    @apply.register
    def _(self, fact: ReadingConfirmed) -> None:
        key = (fact.chat_id, fact.message_id, fact.edit_version)
        self.cases.setdefault(fact.chat_id, {})[key] = KeptCase(key, fact.expected, fact.at)

    @apply.register
    def _(self, fact: ReadingForgotten) -> None:
        self.cases.get(fact.chat_id, {}).pop((fact.chat_id, fact.message_id, fact.edit_version), None)

    @apply.register
    def _(self, fact: ShadowOpened) -> None:
        self.shadows[fact.shadow.signal_id] = fact.shadow

    @apply.register
    def _(self, fact: ShadowFilled) -> None:
        self.shadows[fact.signal_id] = self.shadows[fact.signal_id].after(fact.fill, fact.target)

    @apply.register
    def _(self, fact: ShadowClosed) -> None:
        self.shadow_results[fact.signal_id] = fact
        self.tallies.note_shadow(fact)
        if self._kept is not None:
            self._forget_shadow(fact.signal_id)


def _with_target_hit(position: Position, order: Order | None) -> Position:
    """A target counts as hit once its order has filled whole; until then its rest still stands."""
    if order is None or order.target is None or order.status is not OrderStatus.FILLED:
        return position
    ladder = tuple(replace(t, hit=True) if t.number == order.target else t for t in position.take_profits)
    return replace(position, take_profits=ladder)
