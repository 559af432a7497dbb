"""Every message that came, what it was read as, and what became of it: what the signals page reads."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.performance import ShadowOutcome
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.read import FillMark
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage, SignalStatus


class Became(StrEnum):
    """What has become of a message, or of a call in it."""

    WAITING = "waiting"
    TRADED = "traded"
    BLOCKED = "blocked"  # it ended untraded and at least one rule said no
    REJECTED = "rejected"  # by the user, all rules passed
    EXPIRED = "expired"  # nobody decided, all rules passed
    FAILED = "failed"  # approved, nothing was filled
    TAKEN_BACK = "taken back"  # deleted or replaced by its author
    UPDATE = "update"
    UNREADABLE = "unreadable"  # it looked like a call and could not be read safely
    NOISE = "noise"
    SERVICE = "service"


_ENDED = {
    SignalStatus.PENDING: Became.WAITING,
    SignalStatus.WAITING: Became.WAITING,
    SignalStatus.APPROVED: Became.TRADED,
    SignalStatus.EXECUTED: Became.TRADED,
    SignalStatus.NOT_EXECUTED: Became.FAILED,
    SignalStatus.SUPERSEDED: Became.TAKEN_BACK,
    SignalStatus.WITHDRAWN: Became.TAKEN_BACK,
    SignalStatus.BLOCKED: Became.BLOCKED,
}
_READ_AS = {"update": Became.UPDATE, "rejected": Became.UNREADABLE, "service": Became.SERVICE}


@dataclass(frozen=True, slots=True)
class ReadMessage:
    """A message version with what it was read as; `message.text` is empty once erased. `kind` is None until read."""

    message: RawMessage
    kind: str | None
    reason: str | None
    detail: str | None

    @property
    def place(self) -> "MessagePlace":
        """Where it stands in the order of arrival."""
        return place_of(self.message)


@dataclass(frozen=True, slots=True, order=True)
class MessagePlace:
    """A place in the order in which messages came; no two versions share one."""

    received_at: datetime
    message_id: int
    edit_version: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A call, or a message that was none. `result` is what its position brought, `shadow` what it would have."""

    key: str
    message: RawMessage
    became: Became
    reason: str | None = None  # why a message that is no call was read so
    detail: str | None = None  # of an update: its action
    queued: QueuedSignal | None = None
    instrument: Instrument | None = None
    result: Decimal | None = None
    shadow: ShadowOutcome | None = None

    @property
    def place(self) -> MessagePlace:
        """Where it stands in the order of arrival."""
        return place_of(self.message)


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call as the ledger has it: its signal and, once it was approved, its position, orders and fills in order."""

    queued: QueuedSignal
    position: Position | None = None
    orders: tuple[Order, ...] = ()
    fills: tuple[Fill, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What is wanted; an empty part asks for everything. `text` is looked for in words, names and reasons."""

    became: frozenset[Became] = field(default_factory=frozenset)
    trader_id: str = ""
    symbol: str = ""
    origin: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Rows, newest first. `rest` is where to look on, None when there is nothing older."""

    rows: tuple[HistoryRow, ...]
    rest: MessagePlace | None


@dataclass(frozen=True, slots=True)
class SignalStory:
    """What became of a call, step by step."""

    orders: tuple[Order, ...] = ()
    fills: tuple[FillMark, ...] = ()
    result: Decimal | None = None  # after fees, once closed
    open_result: Decimal | None = None  # while open: what closing now would bring
    shadow: ShadowOutcome | None = None


def place_of(message: RawMessage) -> MessagePlace:
    """Return where a message stands in the order of arrival."""
    return MessagePlace(message.received_at, message.message_id, message.edit_version, message.chat_id)


def became_of(kind: str | None, queued: QueuedSignal | None) -> Became:
    """Return what has become of a call as it stands, or of a message by its kind."""
    if queued is None:
        return _READ_AS.get(kind or "", Became.NOISE)
    if (became := _ENDED.get(queued.status)) is not None:
        return became
    if queued.blocking:
        return Became.BLOCKED
    return Became.REJECTED if queued.status is SignalStatus.REJECTED else Became.EXPIRED
