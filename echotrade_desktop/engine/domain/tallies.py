"""What the figures need of everything that ever happened: running sums, and one small record a call that is over."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.cash import CAPITAL, CashKind, CashMove
from echotrade_desktop.engine.domain.facts import ShadowClosed
from echotrade_desktop.engine.domain.performance import ShadowOutcome
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.shadow import NOT_ENTERED, YOUR_REJECTION, Shadow
from echotrade_desktop.engine.domain.signal import QueuedSignal, SignalStatus

UNTRADED = (SignalStatus.REJECTED, SignalStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class ClosedTrade:
    """A position that was opened and is flat again: who brought how much (quote currency), and when.

    Fees are taken off, and funding that was its own is in it.
    """

    trader_id: str
    source: str
    net_pnl: Decimal
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class RuleSum:
    """What the calls that a rule is charged with would have brought, those that would have been entered."""

    followed: int = 0
    won: int = 0
    result: Decimal = ZERO

    def with_result(self, result: Decimal) -> "RuleSum":
        """Return it with one more."""
        return replace(self, followed=self.followed + 1, won=self.won + (result > ZERO), result=self.result + result)


class Tallies:
    """Counted as facts are applied; nothing here is ever forgotten."""

    def __init__(self) -> None:
        self.realised: Decimal = ZERO  # results of everything closed, before fees
        self.fees: Decimal = ZERO
        self.moved: dict[CashKind, Decimal] = {}  # cash that came or went otherwise than by a trade
        self._moved_of: dict[str, Decimal] = {}  # the same, of positions that it belongs to
        self.orders = 0
        self.forgotten = 0  # calls that are remembered no longer
        self.trades: dict[str, ClosedTrade] = {}  # by position
        self.calls: Counter[str] = Counter()  # by trader
        self.charged: Counter[str] = Counter()  # by rule: calls that ended untraded because of it
        self.rules: dict[str, RuleSum] = {}
        self.shadows: dict[str, ShadowOutcome] = {}  # by signal, of calls that are forgotten

    def note_position(self, position: Position) -> None:
        """Count a position among the closed trades, or no longer: a late fill may open it again."""
        if position.is_open or position.closed_at is None:
            self.trades.pop(position.position_id, None)
        else:
            self.trades[position.position_id] = ClosedTrade(
                position.trader_id,
                position.source,
                position.net_pnl + self.moved_of(position.position_id),
                position.closed_at,
            )

    def note_fill(self, before: Position, after: Position) -> None:
        """Count what a fill has realised and cost."""
        self.realised += after.realised_pnl - before.realised_pnl
        self.fees += after.fees - before.fees

    def note_move(self, move: CashMove) -> None:
        """Count cash that came or went; what belongs to a position is part of what that has brought, however late."""
        self.moved[move.kind] = self.moved.get(move.kind, ZERO) + move.amount
        if (key := move.position_id) is None:
            return
        self._moved_of[key] = self.moved_of(key) + move.amount
        if (trade := self.trades.get(key)) is not None:
            self.trades[key] = replace(trade, net_pnl=trade.net_pnl + move.amount)

    def moved_of(self, position_id: str) -> Decimal:
        """Return what came or went for a position otherwise than by its trades."""
        return self._moved_of.get(position_id, ZERO)

    @property
    def paid_in(self) -> Decimal:
        """Deposits less withdrawals."""
        return sum((self.moved.get(kind, ZERO) for kind in CAPITAL), ZERO)

    @property
    def earned_otherwise(self) -> Decimal:
        """Funding, fees and the like that belong to no execution: a result all the same."""
        return sum((amount for kind, amount in self.moved.items() if kind not in CAPITAL), ZERO)

    def note_end(self, queued: QueuedSignal) -> None:
        """Charge a call that ended untraded to a rule."""
        if (rule := charged_rule(queued)) is not None:
            self.charged[rule] += 1

    def note_shadow(self, ended: ShadowClosed) -> None:
        """Count what a rule has saved or cost."""
        if ended.why != NOT_ENTERED:
            self.rules[ended.rule] = self.rules.get(ended.rule, RuleSum()).with_result(ended.result)


def charged_rule(queued: QueuedSignal) -> str | None:
    """Return the rule that a call which ended untraded is charged to; None when it is charged to nobody."""
    if queued.status not in UNTRADED:
        return None
    if queued.blocking:
        return queued.blocking[0].rule
    return YOUR_REJECTION if queued.status is SignalStatus.REJECTED and queued.decided_by == "user" else None


def outcome_of(shadow: Shadow, ended: ShadowClosed | None) -> ShadowOutcome:
    """Return what would have become of a call, as far as it is known."""
    position = shadow.position
    return ShadowOutcome(
        rule=shadow.rule,
        entered=shadow.entered,
        entry_price=position.entry_price,
        exit_price=position.exit_price,
        quantity=shadow.quantity,
        result=ended.result if ended is not None and shadow.entered else None,
        why=ended.why if ended is not None else None,
    )
