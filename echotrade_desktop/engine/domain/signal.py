"""Calls: the message as it came, the signal it was read as, and the verdicts of the user's rules."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.market import Side


class SourceKind(StrEnum):
    """Where calls come from; decides the source weight."""

    TELEGRAM = "telegram"
    BINANCE = "binance"


class Origin(StrEnum):
    """Which input delivered a message. PRACTICE and EXPORT are labelled as such wherever they show."""

    TELEGRAM = "telegram"
    PRACTICE = "practice"
    EXPORT = "export"
    BINANCE = "binance"


@dataclass(frozen=True, slots=True)
class RawMessage:
    """A message as it came. Unique by (chat_id, message_id, edit_version); `text` is outside text, never markup."""

    chat_id: int
    message_id: int
    edit_version: int  # 0 for the post itself; its edits have rising numbers, see `edit_number`
    sent_at: datetime
    received_at: datetime
    sender_id: int
    sender_name: str
    text: str
    chat_name: str = ""
    reply_to: int | None = None  # message_id in the same chat
    origin: Origin = Origin.TELEGRAM
    deleted: bool = False  # the news that the message was deleted; `text` is then empty
    is_service: bool = False  # joins, pins, title changes

    @property
    def key(self) -> tuple[int, int, int]:
        """What makes a message version unique."""
        return (self.chat_id, self.message_id, self.edit_version)

    @property
    def source(self) -> SourceKind:
        """Which weight its calls have."""
        return SourceKind.BINANCE if self.origin is Origin.BINANCE else SourceKind.TELEGRAM

    @property
    def trader_id(self) -> str:
        """Who wrote it: the source and the numeric sender, whatever name is displayed."""
        return f"{self.origin.value}:{self.sender_id}"


EDITS_A_SECOND = 1_000


def edit_number(sent_at: datetime, edited_at: datetime) -> int:
    """Return the number of an edit of which only the second is known: it rises with time, whoever tells of it."""
    return (max(0, int((edited_at - sent_at).total_seconds())) + 1) * EDITS_A_SECOND


def is_timed(edit_version: int) -> bool:
    """Whether an edit has its number from its time; a source that counts its edits numbers them 1, 2, …."""
    return edit_version >= EDITS_A_SECOND


def same_second(one: int, other: int) -> bool:
    """Whether two edits that have their numbers from their time are of the same second."""
    return one // EDITS_A_SECOND == other // EDITS_A_SECOND


@dataclass(frozen=True, slots=True)
class Span:
    """Which characters of the message text were read, and as what (symbol, side, entry, stop, target, leverage)."""

    start: int
    end: int
    role: str


class EntryKind(StrEnum):
    """How the call names its entry."""

    MARKET = "market"
    LIMIT = "limit"
    RANGE = "range"
    LADDER = "ladder"


@dataclass(frozen=True, slots=True)
class TradingSignal:
    """One call, as read. Immutable; an edit makes a new signal with a higher `version`.

    `price` is the reference: the written entry (a zone's middle, a ladder's first level), or the market's price
    at receipt for a market call. `amount` in quote currency if the call names one. `confidence` 0–1 is the
    call's; `reading_confidence` 0–1 is how sure the parser is and only decides whether to ask.
    """

    signal_id: str
    trader_id: str
    trader_name: str
    symbol: str
    side: Side
    price: Decimal
    confidence: Decimal
    timestamp: datetime  # when it was sent
    received_at: datetime
    source: SourceKind
    stop_loss: Decimal
    origin: Origin = Origin.TELEGRAM
    entry_kind: EntryKind = EntryKind.LIMIT
    entries: tuple[Decimal, ...] = ()
    take_profits: tuple[Decimal, ...] = ()
    stop_is_ours: bool = False  # the call named none; the user's default was added
    leverage: int | None = None  # as called; None when it names none
    amount: Decimal | None = None
    message: str = ""
    chat_id: int = 0
    message_id: int = 0
    edit_version: int = 0
    version: int = 1
    reading_confidence: Decimal = Decimal(1)
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = ()
    reading_notes: tuple[str, ...] = ()  # sentences: what took from the reading's confidence

    @property
    def zone(self) -> tuple[Decimal, Decimal] | None:
        """The entry zone (low, high), when the call gives one."""
        return (min(self.entries), max(self.entries)) if self.entry_kind is EntryKind.RANGE else None


class SignalStatus(StrEnum):
    """Where a signal stands."""

    PENDING = "pending"  # waits for the user, all rules pass
    BLOCKED = "blocked"  # at least one rule says no; may become PENDING while it has not expired
    WAITING = "waiting"  # approved, waits for the call's price
    APPROVED = "approved"  # an order intent exists
    EXECUTED = "executed"  # something was filled
    NOT_EXECUTED = "not_executed"  # approved, nothing was filled; the reason says why
    REJECTED = "rejected"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"  # an edit replaced it
    WITHDRAWN = "withdrawn"  # the message was deleted or cancelled by its author


_S = SignalStatus
SIGNAL_TRANSITIONS: dict[SignalStatus, frozenset[SignalStatus]] = {
    _S.PENDING: frozenset(
        {
            _S.BLOCKED,
            _S.WAITING,
            _S.APPROVED,
            _S.REJECTED,
            _S.EXPIRED,
            _S.SUPERSEDED,
            _S.WITHDRAWN,
        }
    ),
    _S.BLOCKED: frozenset({_S.PENDING, _S.REJECTED, _S.EXPIRED, _S.SUPERSEDED, _S.WITHDRAWN}),
    _S.WAITING: frozenset(
        {
            _S.APPROVED,
            _S.REJECTED,
            _S.EXPIRED,
            _S.SUPERSEDED,
            _S.WITHDRAWN,
            _S.NOT_EXECUTED,
        }
    ),
    _S.APPROVED: frozenset({_S.EXECUTED, _S.NOT_EXECUTED}),
    _S.EXECUTED: frozenset(),
    _S.NOT_EXECUTED: frozenset({_S.EXECUTED}),  # a fill nobody expected any more
    _S.REJECTED: frozenset(),
    _S.EXPIRED: frozenset(),
    _S.SUPERSEDED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
QUEUED = frozenset({_S.PENDING, _S.BLOCKED, _S.WAITING})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer on one signal.

    `value` is what the rule looked at, `limit` what it compares with, `flips_if` the smallest change that would
    turn the answer (a phrase that continues "passes if …"), `sentence` the whole in words.
    `used` is value over limit, 0–1, for a meter; None where that makes no sense.
    """

    rule: str
    passed: bool
    value: str
    limit: str
    sentence: str
    flips_if: str | None = None
    used: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sizing:
    """The size of a trade and how it came about; money in quote currency, `quantity` in base units.

    notional = equity × base × confidence × trader_multiplier × global_multiplier, then capped, then down to the lot.
    """

    equity: Decimal
    base: Decimal
    confidence: Decimal
    trader_multiplier: Decimal
    global_multiplier: Decimal
    uncapped: Decimal
    notional: Decimal
    quantity: Decimal
    price: Decimal
    risk: Decimal  # lost if the stop fills at its price, fees included
    reward_to_risk: Decimal | None  # to the first target
    capped_by: str | None = None  # the cap that applied, in words
    refusal: str | None = None  # why this size cannot be traded, as a sentence
    stop_distance: Decimal | None = None  # sized by risk: `base` is the share at risk, divided by this share of price


@dataclass(frozen=True, slots=True)
class QueuedSignal:
    """A signal with its standing: what the queue, the history and the chart show."""

    signal: TradingSignal
    status: SignalStatus
    expires_at: datetime
    verdicts: tuple[Verdict, ...] = ()
    sizing: Sizing | None = None
    combined_confidence: Decimal | None = None
    agreeing: tuple[str, ...] = ()  # names of the traders that call the same
    decided_at: datetime | None = None
    decided_by: str | None = None  # user, rule, ...
    reason: str | None = None
    position_id: str | None = None

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """The verdicts that say no."""
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    def to(self, status: SignalStatus, **changes: object) -> "QueuedSignal":
        """Return it one step on; raise `IllegalTransition` for a step that the table does not have."""
        if status not in SIGNAL_TRANSITIONS[self.status]:
            raise IllegalTransition(f"Signal {self.signal.signal_id} cannot go from {self.status} to {status}.")
        return replace(self, status=status, **changes)  # type: ignore[arg-type]


DEFAULT_EXPIRY = timedelta(minutes=5)
