"""Channels: what the user taught the parser about each, what its messages should be read as, and how they are."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import EntryKind, Origin, Span

ENOUGH_CONFIRMED = 5  # readings the user has confirmed before a channel may ever trade real money
MessageKey = tuple[int, int, int]  # chat id, message id, edit version


class DashMeaning(StrEnum):
    """How a channel joins entry prices with a dash or slash."""

    AUTO = "auto"  # two are a range, three or more a ladder
    RANGE = "range"  # lowest to highest, however many
    LADDER = "ladder"  # each price is a level


class BreakoutMeaning(StrEnum):
    """What a long "above" or a short "below" a price means in a channel."""

    ENTRY = "entry"  # the price is the entry; better is welcome
    WAIT = "wait"  # only after the price has broken through: such calls are not traded


class WordMeaning(StrEnum):
    """What the user may say a channel's phrase means: marks of the parser's lexicon."""

    LONG = "long"
    SHORT = "short"
    ENTRY = "entry"
    STOP = "stop"
    TARGET = "target"
    LEVERAGE = "leverage"
    MARKET = "market"
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class ChannelProfile:
    """What the user taught the parser about one channel.

    `words` maps a phrase to a mark of the lexicon (a `WordMeaning`) and replaces what the lexicon says of it;
    `ignore_words` swallow the number behind them. `pattern` is a regular expression with the named groups symbol,
    side, entry, stop, target and leverage; patterns that could need more than linear time are refused.
    """

    words: tuple[tuple[str, str], ...] = ()
    ignore_words: tuple[str, ...] = ()
    default_quote: str = "USDT"
    dash: DashMeaning = DashMeaning.AUTO
    pattern: str | None = None
    breakout: BreakoutMeaning = BreakoutMeaning.ENTRY


STANDARD_PROFILE = ChannelProfile()


@dataclass(frozen=True, slots=True)
class ExpectedLevel:
    """A price in quote currency, or a distance in percent without a sign."""

    value: Decimal
    is_percent: bool = False

    def __str__(self) -> str:
        text = f"{self.value:f}"
        return f"{text}%" if self.is_percent else text


@dataclass(frozen=True, slots=True)
class ExpectedCall:
    """One call of a message as it should be read."""

    symbol: str
    side: Side
    order: EntryKind
    entries: tuple[ExpectedLevel, ...] = ()
    stop_loss: ExpectedLevel | None = None
    take_profits: tuple[ExpectedLevel, ...] = ()
    leverage: int | None = None


@dataclass(frozen=True, slots=True)
class ExpectedReading:
    """What a message should be read as: no words of it, only what it comes to."""

    kind: str  # entry, update, noise, rejected
    calls: tuple[ExpectedCall, ...] = ()
    action: str | None = None  # of an update
    symbol: str | None = None
    target: str | None = None
    price: Decimal | None = None
    percent: Decimal | None = None
    scope: str | None = None  # "all": every call of the channel
    also: tuple[str, ...] = ()  # further actions of an update
    reason: str | None = None  # of a rejected call


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A message whose reading the user has confirmed; its words stay with the messages and can be erased."""

    key: MessageKey
    expected: ExpectedReading
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that took from the confidence of a reading, or supports it; `weight` is 0 or negative."""

    name: str
    weight: Decimal
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownReading:
    """A reading as the screen shows it. `summary` says what it comes to in one line, `reason` why it is no call."""

    kind: str
    summary: str
    expected: ExpectedReading
    reason: str = ""
    side: Side | None = None
    spans: tuple[Span, ...] = ()
    unused_numbers: tuple[str, ...] = ()
    confidence: Decimal | None = None  # 0–1, of an entry
    evidence: tuple[Evidence, ...] = ()
    asks: bool = False  # whether it is too unsure ever to be approved by rule


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """A message as it would be read now. `text` is empty once its words were erased; then there is no `reading`."""

    key: MessageKey
    sent_at: datetime
    sender_name: str
    text: str
    reading: ShownReading | None
    expected: ExpectedReading | None = None  # what the user confirmed

    @property
    def passes(self) -> bool | None:
        """Whether it is read as the user confirmed; None when nothing was, or its words are gone."""
        if self.expected is None or self.reading is None:
            return None
        return self.reading.expected == self.expected


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """A channel in the list, and what its messages were read as when they came."""

    chat_id: int
    name: str
    origin: Origin
    entries: int
    updates: int
    noise: int
    rejected: int
    confirmed: int
    taught: bool  # whether its profile says anything

    @property
    def messages(self) -> int:
        """How many messages were read, notices of the service left out."""
        return self.entries + self.updates + self.noise + self.rejected

    @property
    def still_to_confirm(self) -> int:
        """How many readings are to be confirmed before it may leave paper; none where it never will."""
        if self.origin in (Origin.PRACTICE, Origin.EXPORT):
            return 0
        return max(0, ENOUGH_CONFIRMED - self.confirmed)


@dataclass(frozen=True, slots=True)
class ReadingChange:
    """A message that another profile reads differently."""

    key: MessageKey
    text: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ProfileTrial:
    """What another profile would mean; nothing has been changed. `refusal` when it cannot be used at all."""

    profile: ChannelProfile
    changes: tuple[ReadingChange, ...] = ()
    breaks: tuple[str, ...] = ()  # a sentence a kept case that would be read differently
    refusal: str | None = None


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One channel: its profile in force, its newest messages (newest first) and the cases that are kept of it.

    They are read by `trial.profile`: the profile in force, or the draft that was asked about.
    """

    chat_id: int
    profile: ChannelProfile
    messages: tuple[ChannelMessage, ...]
    cases: tuple[ChannelMessage, ...]
    trial: ProfileTrial


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the app proposes after a correction: a phrase and a profile with it; None when no word decides it."""

    key: MessageKey
    phrase: str
    meaning: str
    sentence: str
    profile: ChannelProfile | None = None
