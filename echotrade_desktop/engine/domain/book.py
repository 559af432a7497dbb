"""The state of the app: nothing but the fold of its facts.

`Book` is built by applying facts in order, at start from the event log and then one by one as they are recorded.
Nothing else may change it. The same fold serves the engine, a restart and `echotrade verify`.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import singledispatchmethod

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.channel import STANDARD_PROFILE, ChannelProfile, KeptCase, MessageKey
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    ChannelProfileChanged,
    EntriesPaused,
    EntriesResumed,
    EquityMarked,
    ExecutionsCompared,
    Fact,
    FillRecorded,
    GlobalMultiplierChanged,
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
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.shadow import Shadow
from echotrade_desktop.engine.domain.signal import QUEUED, QueuedSignal, SignalStatus

RECENT = 200  # signals kept at hand for duplicates and consensus


class Book:
    """Everything the app knows, by id. Values are frozen; read freely, change only through `apply`."""

    def __init__(self) -> None:
        self.mode = "paper"
        self.starting_cash: Decimal = ZERO
        self.opened_at: datetime | None = None
        self.traders: dict[str, Trader] = {}
        self.signals: dict[str, QueuedSignal] = {}
        self.orders: dict[str, Order] = {}
        self.fills: dict[str, Fill] = {}
        self.positions: dict[str, Position] = {}
        self.equity_points: list[EquityMarked] = []
        self.day_start: EquityMarked | None = None
        self.peak: Decimal = ZERO
        self.watched: tuple[str, ...] = DEFAULT_SYMBOLS
        self.paused: EntriesPaused | None = None
        self.global_multiplier: Decimal = ONE
        self.max_positions: MaxPositionsSet | None = None
        self.loss_hits: dict[str, LossLimitHit] = {}  # the newest of each kind
        self.message_kinds: dict[str, int] = {}
        self.channel_kinds: dict[int, dict[str, int]] = {}  # by chat: how many messages were read as what
        self.profiles: dict[int, ChannelProfile] = {}
        self.cases: dict[int, dict[MessageKey, KeptCase]] = {}
        self.shadows: dict[str, Shadow] = {}  # calls that were not traded, by signal id
        self.shadow_results: dict[str, ShadowClosed] = {}
        self._queue: dict[str, None] = {}  # ids in order of arrival, so that nothing walks over all that ever was
        self._approved: dict[str, None] = {}
        self._open: dict[str, None] = {}
        self._live: dict[str, None] = {}
        self._unsettled: dict[str, None] = {}  # ended short of their quantity: more of them may yet be told
        self._orders_of: dict[str, list[str]] = {}
        self._fills_of: dict[str, list[str]] = {}
        self._by_message: dict[tuple[int, int], list[str]] = {}
        self._recent: deque[str] = deque(maxlen=RECENT)
        self.cash: Decimal = ZERO  # starting cash + realised results − fees

    @classmethod
    def fold(cls, facts: Iterable[Fact]) -> "Book":
        """Return the state after `facts`."""
        book = cls()
        for fact in facts:
            book.apply(fact)
        return book

    # --- questions ---

    def open_positions(self) -> list[Position]:
        """Return positions with something in the market, oldest first."""
        return [self.positions[position_id] for position_id in self._open]

    def closed_positions(self) -> list[Position]:
        """Return positions that were opened and are flat again, oldest first."""
        return [p for p in self.positions.values() if not p.is_open and p.exit_quantity > ZERO]

    def queued(self) -> list[QueuedSignal]:
        """Return the signals that still wait, oldest first."""
        return [self.signals[signal_id] for signal_id in self._queue]

    def approved(self) -> list[QueuedSignal]:
        """Return the signals whose entry is on its way: sent or about to be, and not answered by a fill or an end."""
        return [self.signals[signal_id] for signal_id in self._approved]

    def recent_signals(self) -> list[QueuedSignal]:
        """Return the last `RECENT` signals, oldest first: all that rules about other calls ever look at."""
        return [self.signals[signal_id] for signal_id in self._recent]

    def signals_of(self, chat_id: int, message_id: int) -> list[QueuedSignal]:
        """Return the signals that were read from any version of a message, oldest first."""
        return [self.signals[signal_id] for signal_id in self._by_message.get((chat_id, message_id), ())]

    def orders_of(self, position_id: str) -> list[Order]:
        """Return all orders of a position, oldest first."""
        return [self.orders[order_id] for order_id in self._orders_of.get(position_id, ())]

    def live_orders(self) -> list[Order]:
        """Return the orders of which something can still be expected, oldest first."""
        return [self.orders[order_id] for order_id in self._live]

    def unsettled(self) -> list[Order]:
        """Return the orders that ended before they were filled whole and may have executed more than is booked."""
        return [self.orders[order_id] for order_id in self._unsettled]

    def fills_of(self, position_id: str) -> list[Fill]:
        """Return all fills of a position, oldest first."""
        return [self.fills[trade_id] for trade_id in self._fills_of.get(position_id, ())]

    def working(self, position_id: str, purpose: OrderPurpose) -> list[Order]:
        """Return the orders of a position that rest at the broker for `purpose`."""
        return [order for order in self.orders_of(position_id) if order.working and order.purpose is purpose]

    def realised(self) -> Decimal:
        """Results of everything closed, before fees."""
        return sum((position.realised_pnl for position in self.positions.values()), ZERO)

    def fees(self) -> Decimal:
        """All fees paid."""
        return sum((fill.fee for fill in self.fills.values()), ZERO)

    def live_shadows(self) -> list[str]:
        """Return the ids of the signals that are followed in the shadow now, oldest first."""
        return [signal_id for signal_id in self.shadows if signal_id not in self.shadow_results]

    def profile_of(self, chat_id: int) -> ChannelProfile:
        """Return what the user taught the parser about a channel."""
        return self.profiles.get(chat_id, STANDARD_PROFILE)

    def cases_of(self, chat_id: int) -> list[KeptCase]:
        """Return the messages of a channel whose reading the user has confirmed, oldest confirmation first."""
        return list(self.cases.get(chat_id, {}).values())

    # --- the fold ---

    def _put_signal(self, queued: QueuedSignal) -> None:
        signal_id = queued.signal.signal_id
        self.signals[signal_id] = queued
        if queued.status in QUEUED:
            self._queue[signal_id] = None
        else:
            self._queue.pop(signal_id, None)
        if queued.status is SignalStatus.APPROVED:
            self._approved[signal_id] = None
        else:
            self._approved.pop(signal_id, None)

    def _put_position(self, position: Position) -> None:
        self.positions[position.position_id] = position
        if position.is_open:
            self._open[position.position_id] = None
        else:
            self._open.pop(position.position_id, None)

    def _put_order(self, order: Order) -> None:
        if order.client_order_id not in self.orders:
            self._orders_of.setdefault(order.position_id, []).append(order.client_order_id)
        self.orders[order.client_order_id] = order
        if order.ended:
            self._live.pop(order.client_order_id, None)
        else:
            self._live[order.client_order_id] = None
        if order.ended and order.status not in (OrderStatus.FILLED, OrderStatus.ABANDONED):
            self._unsettled[order.client_order_id] = None
        else:
            self._unsettled.pop(order.client_order_id, None)

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

    @apply.register(TraderSeen)
    @apply.register(TraderChanged)
    def _(self, fact: TraderSeen | TraderChanged) -> None:
        self.traders[fact.trader.trader_id] = fact.trader

    @apply.register
    def _(self, fact: SignalQueued) -> None:
        self._put_signal(fact.queued)
        signal = fact.queued.signal
        self._recent.append(signal.signal_id)
        self._by_message.setdefault((signal.chat_id, signal.message_id), []).append(signal.signal_id)

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
        self._put_signal(
            queued.to(
                fact.status,
                reason=fact.reason,
                decided_at=queued.decided_at or fact.at,
                decided_by=queued.decided_by or fact.by,
            )
        )

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
    def _(self, fact: ExecutionsCompared) -> None:
        for order in self.unsettled():
            if order.updated_at <= fact.until:
                del self._unsettled[order.client_order_id]

    @apply.register
    def _(self, fact: StopMoved) -> None:
        position = self.positions[fact.position_id]
        self._put_position(
            replace(
                position,
                stop_loss=fact.price,
                stop_is_ours=position.stop_is_ours and fact.by != "user",
                version=position.version + 1,
            )
        )

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
        self.equity_points.append(fact)
        self.peak = max(self.peak, fact.equity)
        if fact.day_start:
            self.day_start = fact

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


def _with_target_hit(position: Position, order: Order | None) -> Position:
    """A target counts as hit once its order has filled whole; until then its rest still stands."""
    if order is None or order.target is None or order.status is not OrderStatus.FILLED:
        return position
    ladder = tuple(replace(t, hit=True) if t.number == order.target else t for t in position.take_profits)
    return replace(position, take_profits=ladder)
