"""Facts: what happened and is kept in the event log. The state of the app is their fold (`book.Book`)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.channel import ChannelProfile, ExpectedReading
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.position import Position, TakeProfit
from echotrade_desktop.engine.domain.shadow import Shadow
from echotrade_desktop.engine.domain.signal import (
    QueuedSignal,
    SignalStatus,
    Sizing,
    TradingSignal,
    Verdict,
)


@dataclass(frozen=True, slots=True)
class AccountOpened:
    """A ledger begins with this much cash (quote currency)."""

    at: datetime
    cash: Decimal
    mode: str = "paper"


@dataclass(frozen=True, slots=True)
class MessageRead:
    """A message version was stored and read: entry, update, noise, rejected or service. Its text is kept apart."""

    at: datetime
    chat_id: int
    message_id: int
    edit_version: int
    sent_at: datetime
    kind: str
    reason: str | None = None
    detail: str | None = None  # for an update: its action


@dataclass(frozen=True, slots=True)
class LateChange:
    """A call was "edited" after the price had moved, or "deleted" while it was losing: it flatters its author."""

    at: datetime
    chat_id: int
    message_id: int
    trader_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class TraderSeen:
    """A trader called for the first time."""

    at: datetime
    trader: Trader


@dataclass(frozen=True, slots=True)
class TraderChanged:
    """A trader's switches as they now stand."""

    at: datetime
    trader: Trader
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignalQueued:
    """A call was read, judged and put in the queue (PENDING or BLOCKED)."""

    at: datetime
    queued: QueuedSignal


@dataclass(frozen=True, slots=True)
class SignalRescreened:
    """The rules now answer differently on a queued signal."""

    at: datetime
    signal_id: str
    status: SignalStatus
    verdicts: tuple[Verdict, ...]
    sizing: Sizing | None
    combined_confidence: Decimal | None = None
    agreeing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignalEdited:
    """The user changed a pending call's levels; the call itself is kept."""

    at: datetime
    signal: TradingSignal
    verdicts: tuple[Verdict, ...]
    sizing: Sizing | None
    status: SignalStatus
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignalApproved:
    """An approval, with the order it became, in one record; `order` is None while it waits for the call's price."""

    at: datetime
    signal_id: str
    version: int
    quantity: Decimal  # as it was shown
    by: str  # user, rule
    position: Position | None
    order: Order | None
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class SignalEnded:
    """A signal reached an end: rejected, expired, superseded, withdrawn, executed or not executed."""

    at: datetime
    signal_id: str
    status: SignalStatus
    by: str
    reason: str | None = None
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order took a step in its life cycle; carries it whole."""

    at: datetime
    order: Order


@dataclass(frozen=True, slots=True)
class FillRecorded:
    """An execution was booked."""

    at: datetime
    fill: Fill


@dataclass(frozen=True, slots=True)
class CashMoved:
    """Money came or went otherwise than by a trade; `equity` is what the account was worth just before it was booked.

    What was paid in or taken out is no result: figures that compare equities read the earlier ones on its footing.
    """

    at: datetime
    move: CashMove
    equity: Decimal


@dataclass(frozen=True, slots=True)
class ExecutionsCompared:
    """Whatever orders that ended up to `until` have executed, as the broker tells it, is booked."""

    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class StopMoved:
    """A position's stop is now acknowledged at `price` by the broker's order `client_order_id`."""

    at: datetime
    position_id: str
    price: Decimal
    was: Decimal
    by: str  # user, break-even, trail, call
    client_order_id: str
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class TargetsChanged:
    """A position's target ladder as it now stands."""

    at: datetime
    position_id: str
    take_profits: tuple[TakeProfit, ...]
    by: str
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntriesPaused:
    """No new entry from any source until resumed; stops, targets and closes go on."""

    at: datetime
    reason: str
    by: str = "user"
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class EntriesResumed:
    """Entries are allowed again."""

    at: datetime
    by: str = "user"
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class GlobalMultiplierChanged:
    """The size factor for all new signals."""

    at: datetime
    multiplier: Decimal
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class MaxPositionsSet:
    """For a while another maximum of positions is in force; one that is over already ends the one before."""

    at: datetime
    limit: int
    until: datetime
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class LossLimitHit:
    """A loss limit was reached: `kind` is day or drawdown, both amounts in quote currency.

    With `flatten` every position that was open then is closed.
    """

    at: datetime
    kind: str
    loss: Decimal
    limit: Decimal
    flatten: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """What closing a position would have yielded a unit at an instant, and the fee of closing it whole."""

    position_id: str
    price: Decimal
    closing_fee: Decimal


@dataclass(frozen=True, slots=True)
class EquityMarked:
    """Equity at an instant: a point of the equity curve. `day_start` when it opens a new day.

    equity = cash + Σ over `marks` of (price × quantity − open cost) × side − closing fee.
    """

    at: datetime
    equity: Decimal
    cash: Decimal
    marks: tuple[Mark, ...] = ()
    day_start: bool = False


@dataclass(frozen=True, slots=True)
class SymbolWatched:
    """A symbol was added to the ticker and the charts, or taken off."""

    at: datetime
    symbol: str
    watched: bool
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelProfileChanged:
    """What the user taught the parser about a channel, as it now stands."""

    at: datetime
    chat_id: int
    profile: ChannelProfile
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingConfirmed:
    """The user says what a message version should be read as: a case that its channel's profile must keep.

    The words of the message stay with the messages, where they can be erased.
    """

    at: datetime
    chat_id: int
    message_id: int
    edit_version: int
    expected: ExpectedReading
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingForgotten:
    """A case is kept no longer."""

    at: datetime
    chat_id: int
    message_id: int
    edit_version: int
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class ShadowOpened:
    """A call that ended without being traded is followed in the shadow; `shadow` has no fills yet."""

    at: datetime
    shadow: Shadow


@dataclass(frozen=True, slots=True)
class ShadowFilled:
    """What would have been an execution; `target` is the number of the target it would have reached."""

    at: datetime
    signal_id: str
    fill: Fill
    target: int | None = None


@dataclass(frozen=True, slots=True)
class ShadowClosed:
    """What a call that was not traded would have brought, after fees, in quote currency.

    `rule` is charged with it. `why` is stop, target, close (its time was over), liquidation or "not entered".
    """

    at: datetime
    signal_id: str
    rule: str
    result: Decimal
    why: str


Fact = (
    AccountOpened
    | MessageRead
    | LateChange
    | TraderSeen
    | TraderChanged
    | SignalQueued
    | SignalRescreened
    | SignalEdited
    | SignalApproved
    | SignalEnded
    | OrderChanged
    | FillRecorded
    | CashMoved
    | ExecutionsCompared
    | StopMoved
    | TargetsChanged
    | EntriesPaused
    | EntriesResumed
    | GlobalMultiplierChanged
    | MaxPositionsSet
    | LossLimitHit
    | EquityMarked
    | SymbolWatched
    | ChannelProfileChanged
    | ReadingConfirmed
    | ReadingForgotten
    | ShadowOpened
    | ShadowFilled
    | ShadowClosed
)
