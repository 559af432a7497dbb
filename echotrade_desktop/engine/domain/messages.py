"""Everything that travels through the house, as frozen dataclasses.

A *fact* happened and is in the event log; the state of the app is the fold of the facts (`book.Book`).
An *event* tells the screen something that is not kept (a price, a health change, a refusal); facts are events too.
A *command* is a wish; it is answered exactly once, by a fact or event with its `command_id`, or `CommandRefused`.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.commands import (
    ApproveSignal,
    ChangeLimits,
    CloseAll,
    ClosePosition,
    Command,
    ConfirmReading,
    CorrectReading,
    Edit,
    EditSignal,
    ForgetReading,
    LeaveLive,
    MoveStop,
    PauseEntries,
    Preview,
    PreviewClose,
    PreviewSignal,
    PreviewStop,
    PreviewTarget,
    RejectSignal,
    ResumeEntries,
    SetChannelProfile,
    SetGlobalMultiplier,
    SetMaxPositions,
    SetTargets,
    SetTraderApproval,
    SetTraderMultiplier,
    SetTraderOptions,
    ToggleTrader,
    WatchSymbol,
    new_command_id,
)
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    CashMoved,
    ChannelProfileChanged,
    EntriesPaused,
    EntriesResumed,
    EquityMarked,
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
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Candle, Ticker, Timeframe
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.telegram import LoginState

__all__ = [
    "AccountOpened",
    "ApproveSignal",
    "CandleChanged",
    "CashMoved",
    "ChangeLimits",
    "ChannelProfileChanged",
    "CloseAll",
    "ClosePosition",
    "Command",
    "CommandDone",
    "CommandRefused",
    "ConfirmReading",
    "CorrectReading",
    "Edit",
    "EditSignal",
    "EntriesPaused",
    "EntriesResumed",
    "EquityMarked",
    "Event",
    "Fact",
    "FillRecorded",
    "ForgetReading",
    "GlobalMultiplierChanged",
    "Health",
    "HealthChanged",
    "LeaveLive",
    "LimitChange",
    "LimitsChanged",
    "LossLimitHit",
    "MaxPositionsSet",
    "MessageRead",
    "MoveStop",
    "Notice",
    "Offer",
    "OrderChanged",
    "PauseEntries",
    "Preview",
    "PreviewClose",
    "PreviewSignal",
    "PreviewStop",
    "PreviewTarget",
    "ProtectionChanged",
    "ReadingConfirmed",
    "ReadingForgotten",
    "RejectSignal",
    "ResumeEntries",
    "SetChannelProfile",
    "SetGlobalMultiplier",
    "SetMaxPositions",
    "SetTargets",
    "SetTraderApproval",
    "SetTraderMultiplier",
    "SetTraderOptions",
    "ShadowClosed",
    "ShadowFilled",
    "ShadowOpened",
    "SignalApproved",
    "SignalEdited",
    "SignalEnded",
    "SignalQueued",
    "SignalRescreened",
    "StopMoveRefused",
    "StopMoved",
    "SymbolWatched",
    "TargetsChanged",
    "TelegramStateChanged",
    "TickerChanged",
    "ToggleTrader",
    "TraderChanged",
    "TraderSeen",
    "VolatilityChanged",
    "WatchSymbol",
    "new_command_id",
]


class Health(StrEnum):
    """How a part of the app is."""

    UP = "up"
    STARTING = "starting"
    STALE = "stale"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class TickerChanged:
    """A new price."""

    ticker: Ticker
    symbol: str


@dataclass(frozen=True, slots=True)
class CandleChanged:
    """The newest candle of a watched (symbol, timeframe), open or just closed."""

    symbol: str
    timeframe: Timeframe
    candle: Candle


@dataclass(frozen=True, slots=True)
class HealthChanged:
    """A part came up, went down, or is stale; `name` is market, calls, orders, stops or ledger."""

    name: str
    health: Health
    detail: str  # in words: "simulated", "silent for 6 s", …
    at: datetime
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LimitChange:
    """One limit that is another now: its name in the settings, what it is called, and its value before and after."""

    field: str
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class LimitsChanged:
    """Limits were saved and are in force. The settings file keeps them, not the event log."""

    limits: RiskLimits
    changed: tuple[LimitChange, ...]
    at: datetime
    command_id: str | None = None


@dataclass(frozen=True, slots=True)
class VolatilityChanged:
    """The volatility of a symbol, ATR over price as a share, and whether it halts entries there."""

    symbol: str
    share: Decimal
    halted: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ProtectionChanged:
    """How a position's stop stands now; `where` is "this app" on paper, "exchange" live."""

    position_id: str
    status: ProtectionStatus
    where: str
    at: datetime
    covered: Decimal  # base units under an acknowledged stop


@dataclass(frozen=True, slots=True)
class StopMoveRefused:
    """A stop was not moved: the line springs back. `close_now` when closing at the market is what it amounts to."""

    position_id: str
    price: Decimal
    stays_at: Decimal
    reason: str
    command_id: str | None = None
    close_now: bool = False


@dataclass(frozen=True, slots=True)
class CommandDone:
    """A command that changes nothing kept was carried out (an order sent, nothing to do)."""

    command_id: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """A command was not carried out; nothing changed."""

    command_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be done with an open position because of what was told: another stop, other targets, or closing it.

    Nothing is done by itself.
    """

    position_id: str
    stop_loss: Decimal | None = None
    take_profits: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should read: a sentence, how loud, and what it offers."""

    sentence: str
    level: str = "info"  # info, warning, danger
    at: datetime | None = None
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True)
class TelegramStateChanged:
    """The way into the user's Telegram account is at another step; told to the screen alone, never written down."""

    state: LoginState


Event = (
    Fact
    | TickerChanged
    | CandleChanged
    | HealthChanged
    | LimitsChanged
    | VolatilityChanged
    | ProtectionChanged
    | StopMoveRefused
    | CommandDone
    | CommandRefused
    | Notice
    | TelegramStateChanged
)
