"""What a message was read as: `Entry | Update | Noise | Rejected`, each number with its place in the text."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.channel import Evidence
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind, Span


class Reason(StrEnum):
    """Why a message that looks like a call is not opened."""

    SL_WRONG_SIDE = "sl_wrong_side"
    TP_WRONG_SIDE = "tp_wrong_side"
    AMBIGUOUS_SIDE = "ambiguous_side"
    AMBIGUOUS_SYMBOL = "ambiguous_symbol"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    MISSING_SYMBOL = "missing_symbol"
    MISSING_SIDE = "missing_side"
    MISSING_ENTRY = "missing_entry"
    NON_POSITIVE_PRICE = "non_positive_price"
    INVALID_NUMBER = "invalid_number"
    PRICE_OUT_OF_RANGE = "price_out_of_range"
    LEVERAGE_OUT_OF_RANGE = "leverage_out_of_range"
    UNCLAIMED_NUMBER = "unclaimed_number"
    TOO_LONG = "too_long"
    BIDI_CONTROL = "bidi_control"
    MULTIPLE_SIGNALS = "multiple_signals"
    UNKNOWN_SYMBOL = "unknown_symbol"
    NOT_A_SIGNAL = "not_a_signal"
    UNREADABLE = "unreadable"


class Action(StrEnum):
    """What an update asks for or reports."""

    CLOSE = "close"
    PARTIAL_CLOSE = "partial_close"
    MOVE_STOP = "move_stop"
    BREAKEVEN = "breakeven"
    CANCEL = "cancel"
    TARGET_HIT = "target_hit"
    STOPPED = "stopped"
    REENTRY = "reentry"


@dataclass(frozen=True, slots=True)
class Level:
    """A price, or a distance in percent, as a message names it.

    `text` is a plain decimal ("67500" for a written "67.5k"); `written` is what stands in the message.
    A percent level has no sign: the side gives it.
    """

    value: Decimal
    text: str
    written: str
    is_percent: bool = False

    def __str__(self) -> str:
        return f"{self.text}%" if self.is_percent else self.text


@dataclass(frozen=True, slots=True)
class CallSignal:
    """One call: `entries` in written order for a ladder, (low, high) for a range; empty for a bare market call."""

    symbol: str
    side: Side
    order: EntryKind
    entries: tuple[Level, ...] = ()
    stop_loss: Level | None = None
    take_profits: tuple[Level, ...] = ()
    leverage: int | None = None

    @property
    def entry_prices(self) -> tuple[Decimal, ...]:
        """The entry levels, in quote currency."""
        return tuple(level.value for level in self.entries)


@dataclass(frozen=True, slots=True)
class Entry:
    """A call to open a position; several when the message holds several complete calls."""

    signals: tuple[CallSignal, ...]
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = ()
    confidence: Decimal = Decimal(1)
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """An instruction or report on an earlier call. `symbol` None: the call it answers, or the only one open.

    `target` is a number from 1 or "all"; `price` and `percent` are plain decimal text; `scope` is "all" or None.
    `also` names what else the message says ("TP1 hit, stop to break-even": BREAKEVEN, also TARGET_HIT).
    """

    action: Action
    symbol: str | None = None
    target: int | str | None = None
    price: Decimal | None = None
    percent: Decimal | None = None
    scope: str | None = None
    also: tuple[Action, ...] = ()
    is_report: bool = False
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = ()

    @property
    def asks_for_something(self) -> bool:
        """Whether there may be something to do, and not only a report."""
        return not self.is_report or bool(self.also)


@dataclass(frozen=True, slots=True)
class Noise:
    """Chatter, news, results, questions: nothing to trade."""

    reason: str = "chatter"
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """It looks like a call and is not opened; `sentence` says why to the user."""

    reason: Reason
    sentence: str
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = field(default=())


Reading = Entry | Update | Noise | Rejected
