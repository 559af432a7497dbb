"""Commands: wishes, each answered exactly once; and edits: questions that change nothing and are answered at once."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

from echotrade_desktop.engine.domain.channel import ChannelProfile, ExpectedReading, MessageKey
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import QueuedSignal, Verdict


def new_command_id() -> str:
    """Return an id that answers can refer to."""
    return uuid4().hex[:12]


@dataclass(frozen=True, slots=True)
class ApproveSignal:
    """Trade the call as it was shown: this version, at most this quantity (base units)."""

    signal_id: str
    version: int
    quantity: Decimal
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class RejectSignal:
    """Do not trade the call."""

    signal_id: str
    version: int
    reason: str | None = None
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class EditSignal:
    """Change a pending call's stop, targets or entry before approving it."""

    signal_id: str
    version: int
    stop_loss: Decimal | None = None
    take_profits: tuple[Decimal, ...] | None = None
    price: Decimal | None = None
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ClosePosition:
    """Close `share` (0 < share ≤ 1) of what is open now, at the market.

    `version` is the position as the user saw it: a second click on the same sight closes nothing more.
    """

    position_id: str
    share: Decimal = Decimal(1)
    version: int | None = None
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Close every position at the market."""

    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class MoveStop:
    """Put the stop of a position at `price`; `version` is the position as the user saw it.

    `loosen` confirms that a stop further from the price is meant.
    """

    position_id: str
    price: Decimal
    version: int
    loosen: bool = False
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetTargets:
    """Replace the target ladder; empty removes it. Prices in ladder order, shares split equally."""

    position_id: str
    prices: tuple[Decimal, ...]
    version: int
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ToggleTrader:
    """Switch a trader on or off."""

    trader_id: str
    enabled: bool
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetTraderMultiplier:
    """Set a trader's size factor, 0.5–2.0."""

    trader_id: str
    multiplier: Decimal
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetTraderApproval:
    """Choose who approves a trader's calls."""

    trader_id: str
    approval: ApprovalMode
    auto_confidence: Decimal | None = None
    command_id: str = field(default_factory=new_command_id)


PAUSED_BY_USER = "paused by you"


@dataclass(frozen=True, slots=True)
class PauseEntries:
    """Stop every new entry at once."""

    reason: str = PAUSED_BY_USER
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ResumeEntries:
    """Allow entries again."""

    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class LeaveLive:
    """Open nothing more on a live ledger, for good; protection goes on until the last position is closed."""

    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetGlobalMultiplier:
    """Set the size factor for all new signals, 0.5–2.0."""

    multiplier: Decimal
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetTraderOptions:
    """Set all that is chosen for one trader, at once. None and empty tuples set nothing of its own."""

    trader_id: str
    approval: ApprovalMode
    auto_confidence: Decimal
    min_confidence: Decimal | None = None
    whitelist: tuple[str, ...] = ()
    blacklist: tuple[str, ...] = ()
    max_leverage: int | None = None
    paper_only: bool = False
    priority: int = 0
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetMaxPositions:
    """Allow this many open positions for some minutes, in place of the limit; None for `limit` ends it now."""

    limit: int | None
    minutes: int = 60
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ChangeLimits:
    """Change limits, all of them or none: pairs of a limit's name in the settings and its new value as text."""

    changes: tuple[tuple[str, str], ...]
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class WatchSymbol:
    """Follow a symbol in the ticker and the charts, or stop following it."""

    symbol: str
    watched: bool = True
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class SetChannelProfile:
    """Read a channel's messages by this profile from now on.

    Refused while it would read a kept case differently, unless `despite` confirms that this is meant.
    """

    chat_id: int
    profile: ChannelProfile
    despite: bool = False
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ConfirmReading:
    """Keep a message as a case of its channel: it is read rightly, as `expected`, which the user saw."""

    key: MessageKey
    expected: ExpectedReading
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class CorrectReading:
    """Put a profile in force that reads a message as `expected`, and keep the message as a case, both or neither."""

    key: MessageKey
    expected: ExpectedReading
    profile: ChannelProfile
    despite: bool = False
    command_id: str = field(default_factory=new_command_id)


@dataclass(frozen=True, slots=True)
class ForgetReading:
    """Keep a message as a case no longer."""

    key: MessageKey
    command_id: str = field(default_factory=new_command_id)


Command = (
    ApproveSignal
    | RejectSignal
    | EditSignal
    | ClosePosition
    | CloseAll
    | MoveStop
    | SetTargets
    | ToggleTrader
    | SetTraderMultiplier
    | SetTraderApproval
    | SetTraderOptions
    | SetMaxPositions
    | ChangeLimits
    | PauseEntries
    | ResumeEntries
    | LeaveLive
    | SetGlobalMultiplier
    | WatchSymbol
    | SetChannelProfile
    | ConfirmReading
    | CorrectReading
    | ForgetReading
)


@dataclass(frozen=True, slots=True)
class PreviewStop:
    """Ask what a stop of this position at `price` would mean."""

    position_id: str
    price: Decimal


@dataclass(frozen=True, slots=True)
class PreviewTarget:
    """Ask what target `number` of this position at `price` would mean."""

    position_id: str
    price: Decimal
    number: int = 1


@dataclass(frozen=True, slots=True)
class PreviewSignal:
    """Ask what this pending call would mean with these levels."""

    signal_id: str
    stop_loss: Decimal | None = None
    take_profits: tuple[Decimal, ...] | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PreviewClose:
    """Ask what closing `share` of this position now would mean, lot rounding and remainders included."""

    position_id: str
    share: Decimal


Edit = PreviewStop | PreviewTarget | PreviewSignal | PreviewClose


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer to an `Edit`: nothing has been changed. Money in quote currency, shares 0–1."""

    price: Decimal | None = None  # rounded to the tick
    quantity: Decimal | None = None
    notional: Decimal | None = None
    money: Decimal | None = None  # result at that price, closing fee included
    from_price: Decimal | None = None  # distance from the last price, in percent
    r_multiple: Decimal | None = None  # of a stop: to the first target with that stop; of a target: in first risks
    side: Side | None = None
    queued: QueuedSignal | None = None  # of a call: as the edit would make it, judged as things stand
    verdicts: tuple[Verdict, ...] = ()
    refusal: str | None = None
    warning: str | None = None  # allowed, but ask first (a loosened stop, a whole close)
    close_now: bool = False
