"""Everything the app knows, by id, with the indices that answer questions about it; `book.Book` changes it by facts.

A call belongs together: its signal, its position, orders and fills, its shadow. With `kept` given, no more calls that
are over are remembered than that many, besides the newest `RECENT`; of older ones the `Tallies` hold what the figures
need, and the ledger everything. A call is over when nothing more can come of it.
"""

from collections import deque
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.channel import STANDARD_PROFILE, ChannelProfile, KeptCase, MessageKey
from echotrade_desktop.engine.domain.equity_curve import EquityCurve
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    EquityMarked,
    LossLimitHit,
    MaxPositionsSet,
    ShadowClosed,
)
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.performance import ShadowOutcome
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.shadow import Shadow
from echotrade_desktop.engine.domain.signal import QUEUED, QueuedSignal, SignalStatus
from echotrade_desktop.engine.domain.tallies import Tallies, outcome_of

KEPT_MOVES = 500  # of cash; older ones are in the ledger and in the sums
RECENT = 200  # newest calls, always at hand for duplicates and consensus
WAITING_OR_SENT = frozenset({*QUEUED, SignalStatus.APPROVED})


class State:
    """Values are frozen; read freely. Only `Book` changes it."""

    def __init__(self, kept: int | None = None) -> None:
        """`kept` is how many calls that are over are remembered; None for all."""
        self._kept = kept
        self.mode = "paper"
        self.starting_cash: Decimal = ZERO
        self.opened_at: datetime | None = None
        self.traders: dict[str, Trader] = {}
        self.signals: dict[str, QueuedSignal] = {}
        self.orders: dict[str, Order] = {}
        self.fills: dict[str, Fill] = {}
        self.positions: dict[str, Position] = {}
        self.curve = EquityCurve()
        self.tallies = Tallies()
        self.day_start: EquityMarked | None = None
        self.peak: Decimal = ZERO
        self.watched: tuple[str, ...] = DEFAULT_SYMBOLS
        self.paused: EntriesPaused | None = None
        self.global_multiplier: Decimal = ONE
        self.max_positions: MaxPositionsSet | None = None
        self.loss_hits: dict[str, LossLimitHit] = {}  # the newest of each kind
        self.message_kinds: dict[str, int] = {}
        self.late_changes: dict[str, dict[str, set[tuple[int, int]]]] = {}  # by trader and kind: messages
        self.channel_kinds: dict[int, dict[str, int]] = {}  # by chat: how many messages were read as what
        self.profiles: dict[int, ChannelProfile] = {}
        self.cases: dict[int, dict[MessageKey, KeptCase]] = {}
        self.shadows: dict[str, Shadow] = {}  # calls that were not traded, by signal id
        self.shadow_results: dict[str, ShadowClosed] = {}
        self._queue: dict[str, None] = {}  # ids in order of arrival, so that nothing walks over all that ever was
        self._standing: dict[SignalStatus, dict[str, None]] = {SignalStatus.WAITING: {}, SignalStatus.APPROVED: {}}
        self._open: dict[str, None] = {}
        self._live: dict[str, None] = {}
        self._unsettled: dict[str, None] = {}  # ended short of their quantity: more of them may yet be told
        self._orders_of: dict[str, list[str]] = {}
        self._fills_of: dict[str, list[str]] = {}
        self._by_message: dict[tuple[int, int], list[str]] = {}
        self._recent: dict[str, str] = {}  # symbols by signal id
        self._over: dict[str, None] = {}  # calls of which nothing more can come, in the order in which that was so
        self.cash: Decimal = ZERO  # starting cash + realised results − fees + what moved otherwise
        self.moved: set[str] = set()  # the venue's ids of all cash movements
        self.moves: deque[CashMove] = deque(maxlen=KEPT_MOVES)  # in the order in which they were booked
        self.paid_in_today: Decimal = ZERO  # deposits less withdrawals since the day's first mark

    # --- questions ---

    def open_positions(self) -> list[Position]:
        """Return positions with something in the market, oldest first."""
        return [self.positions[position_id] for position_id in self._open]

    def closed_positions(self) -> list[Position]:
        """Return remembered positions that were opened and are flat again, oldest first."""
        return [p for p in self.positions.values() if not p.is_open and p.exit_quantity > ZERO]

    def queued(self) -> list[QueuedSignal]:
        """Return the signals that still wait, oldest first."""
        return [self.signals[signal_id] for signal_id in self._queue]

    def waiting(self) -> list[QueuedSignal]:
        """Return the approved signals that wait for their price, oldest first."""
        return [self.signals[signal_id] for signal_id in self._standing[SignalStatus.WAITING]]

    def approved(self) -> list[QueuedSignal]:
        """Return the signals whose entry is on its way: sent or about to be, and not answered by a fill or an end."""
        return [self.signals[signal_id] for signal_id in self._standing[SignalStatus.APPROVED]]

    def recent_signals(self) -> list[QueuedSignal]:
        """Return the last `RECENT` signals, oldest first: all that rules about other calls ever look at."""
        return [self.signals[signal_id] for signal_id in self._recent]

    def recent_on(self, symbol: str) -> list[QueuedSignal]:
        """Return those of the last `RECENT` signals that are on a symbol, oldest first."""
        return [self.signals[signal_id] for signal_id, on in self._recent.items() if on == symbol]

    def newest_call(self) -> str | None:
        """Return the id of the signal that arrived last, None before the first."""
        return next(reversed(self._recent), None)

    def arrived_before(self, signal_id: str, other_id: str) -> bool:
        """Whether one of the recent signals came before another of them; False for one that is not among them."""
        return next((key for key in self._recent if key in (signal_id, other_id)), None) == signal_id

    def signals_of(self, chat_id: int, message_id: int) -> list[QueuedSignal]:
        """Return the remembered signals that were read from any version of a message, oldest first."""
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
        return self.tallies.realised

    def fees(self) -> Decimal:
        """All fees paid."""
        return self.tallies.fees

    def result_of(self, position: Position) -> Decimal:
        """What a position has brought so far: its realised result, less its fees, with the funding that was its own."""
        return position.net_pnl + self.tallies.moved_of(position.position_id)

    def live_shadows(self) -> list[str]:
        """Return the ids of the signals that are followed in the shadow now, oldest first."""
        return [signal_id for signal_id in self.shadows if signal_id not in self.shadow_results]

    def shadow_of(self, signal_id: str) -> ShadowOutcome | None:
        """Return what would have become of a call that was not traded, None when it is not followed."""
        shadow = self.shadows.get(signal_id)
        if shadow is None:
            return self.tallies.shadows.get(signal_id)
        return outcome_of(shadow, self.shadow_results.get(signal_id))

    def profile_of(self, chat_id: int) -> ChannelProfile:
        """Return what the user taught the parser about a channel."""
        return self.profiles.get(chat_id, STANDARD_PROFILE)

    def cases_of(self, chat_id: int) -> list[KeptCase]:
        """Return the messages of a channel whose reading the user has confirmed, oldest confirmation first."""
        return list(self.cases.get(chat_id, {}).values())

    # --- changes, for the fold ---

    def _put_new_signal(self, queued: QueuedSignal) -> None:
        signal = queued.signal
        self._recent[signal.signal_id] = signal.symbol
        self._by_message.setdefault((signal.chat_id, signal.message_id), []).append(signal.signal_id)
        self.tallies.calls[signal.trader_id] += 1
        self._put_signal(queued)
        if len(self._recent) > RECENT:
            oldest = next(iter(self._recent))
            del self._recent[oldest]
            self._review(oldest)

    def _put_signal(self, queued: QueuedSignal) -> None:
        signal_id = queued.signal.signal_id
        self.signals[signal_id] = queued
        if queued.status in QUEUED:
            self._queue[signal_id] = None
        else:
            self._queue.pop(signal_id, None)
        for status, ids in self._standing.items():
            if queued.status is status:
                ids[signal_id] = None
            else:
                ids.pop(signal_id, None)
        self._review(signal_id)

    def _put_position(self, position: Position) -> None:
        self.positions[position.position_id] = position
        if position.is_open:
            self._open[position.position_id] = None
        else:
            self._open.pop(position.position_id, None)
        self.tallies.note_position(position)
        self._review(position.signal_id)

    def _put_order(self, order: Order) -> None:
        if order.client_order_id not in self.orders:
            self._orders_of.setdefault(order.position_id, []).append(order.client_order_id)
            self.tallies.orders += 1
        self.orders[order.client_order_id] = order
        if order.ended:
            self._live.pop(order.client_order_id, None)
        else:
            self._live[order.client_order_id] = None
        if order.ended and order.status not in (OrderStatus.FILLED, OrderStatus.ABANDONED):
            self._unsettled[order.client_order_id] = None
        else:
            self._unsettled.pop(order.client_order_id, None)
        self._review_position(order.position_id)

    # --- what is remembered ---

    def _review_position(self, position_id: str) -> None:
        if (position := self.positions.get(position_id)) is not None:
            self._review(position.signal_id)

    def _review(self, signal_id: str) -> None:
        """Note whether a call is over; forget the one that has been so for longest when there are too many."""
        if self._kept is None:
            return
        queued = self.signals.get(signal_id)
        if queued is None or not self._is_over(queued):
            self._over.pop(signal_id, None)
            return
        self._over.setdefault(signal_id)
        if len(self._over) > self._kept:
            self._forget(next(iter(self._over)))

    def _is_over(self, queued: QueuedSignal) -> bool:
        signal_id = queued.signal.signal_id
        if queued.status in WAITING_OR_SENT or signal_id in self._recent:
            return False
        position_id = queued.position_id or ""
        orders = self._orders_of.get(position_id, ())
        return position_id not in self._open and not any(key in self._live or key in self._unsettled for key in orders)

    def _forget(self, signal_id: str) -> None:
        del self._over[signal_id]
        self.tallies.forgotten += 1
        queued = self.signals.pop(signal_id)
        message = (queued.signal.chat_id, queued.signal.message_id)
        of_message = self._by_message[message]
        of_message.remove(signal_id)
        if not of_message:
            del self._by_message[message]
        if queued.position_id is not None:
            del self.positions[queued.position_id]
            for order_id in self._orders_of.pop(queued.position_id, ()):
                del self.orders[order_id]
            for trade_id in self._fills_of.pop(queued.position_id, ()):
                del self.fills[trade_id]
        self._forget_shadow(signal_id)

    def _forget_shadow(self, signal_id: str) -> None:
        """Keep of an ended shadow only what would have become of it, once its call is forgotten."""
        if signal_id in self.shadow_results and signal_id not in self.signals:
            self.tallies.shadows[signal_id] = outcome_of(
                self.shadows.pop(signal_id), self.shadow_results.pop(signal_id)
            )
