"""What the user allows: the limits every source is held to, and what each trader may do."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.schedule import Period, Weekly
from echotrade_desktop.engine.domain.signal import SourceKind


class ApprovalMode(StrEnum):
    """Who approves a trader's calls."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class SizingMode(StrEnum):
    """What decides how large a trade is."""

    SHARE = "share"  # of equity, by confidence
    RISK = "risk"  # what is lost at the stop


@dataclass(frozen=True, slots=True)
class RiskLimits:
    """The user's limits and their defaults. Shares are 0–1, money in quote currency, confidence 0–1."""

    starting_cash: Decimal = Decimal(10000)
    position_size: Decimal = Decimal("0.02")  # base share of equity a trade
    default_stop: Decimal = Decimal("0.02")  # distance from entry when the call names no stop
    max_drawdown: Decimal = Decimal("0.30")
    max_daily_loss: Decimal = Decimal("0.05")  # share of the equity at the day's start
    max_positions: int = 5
    max_trade_share: Decimal = Decimal("0.10")  # of equity, one trade
    max_exposure: Decimal = Decimal("1.0")  # sum of notionals over equity
    min_trade: Decimal = Decimal(10)
    max_leverage: int = 5
    min_confidence: Decimal = Decimal("0.60")  # strictly greater passes; a lone lead trader has 0.64
    min_consensus: Decimal = Decimal("0.3")
    call_confidence: Decimal = Decimal("0.8")  # of a call that names none
    consensus_window: timedelta = timedelta(minutes=10)
    max_drift: Decimal = Decimal("0.005")
    max_age: timedelta = timedelta(seconds=60)  # at receipt
    stale_after: timedelta = timedelta(seconds=5)
    signal_expiry: timedelta = timedelta(minutes=5)
    duplicate_window: timedelta = timedelta(minutes=10)
    min_reading_confidence: Decimal = Decimal("0.6")  # below it: never automatic
    wait_for_price: bool = False
    stop_before_liquidation: Decimal = Decimal("0.2")  # share of the way that must be left
    size_min: Decimal | None = None  # size range filter, off by default
    size_max: Decimal | None = None
    whitelist: frozenset[str] = frozenset()
    blacklist: frozenset[str] = frozenset()
    source_weights: dict[SourceKind, Decimal] = field(
        default_factory=lambda: {
            SourceKind.TELEGRAM: Decimal("1.0"),
            SourceKind.BINANCE: Decimal("0.8"),
        }
    )
    taker_fee: Decimal = Decimal("0.0005")
    slippage: Decimal = Decimal("0.0002")  # paper: the most a market order slips beyond the quote
    sizing: SizingMode = SizingMode.SHARE
    risk_per_trade: Decimal = Decimal("0.01")  # share of equity lost at the stop; used when sizing by risk
    flatten_on_halt: bool = False  # close everything when a loss limit is hit
    break_even_after: int | None = None  # move the stop to the entry once this target of the ladder is hit
    trail_distance: Decimal | None = None  # share of the price at which a stop follows it; None: it stays
    only_traders: frozenset[str] = frozenset()  # trader ids; empty: any
    only_sources: frozenset[SourceKind] = frozenset()  # empty: any
    zone: str = ""  # IANA name of the zone of hours and blackouts; empty: the computer's own
    trading_hours: tuple[Weekly, ...] = ()  # empty: any hour
    blackouts: tuple[Period, ...] = ()
    volatility_blackout: Decimal | None = None  # ATR over price, of 15 minutes; None: off
    volatility_resume: Decimal | None = None  # ends below this; None: where it began


@dataclass(frozen=True, slots=True)
class Trader:
    """A person who is followed. Keyed by `trader_id` (source and numeric id); the name is for display."""

    trader_id: str
    name: str
    source: SourceKind = SourceKind.TELEGRAM
    enabled: bool = True
    multiplier: Decimal = Decimal(1)  # 0.5–2.0
    approval: ApprovalMode = ApprovalMode.MANUAL
    auto_confidence: Decimal = Decimal("0.8")  # automatic only above it
    priority: int = 0  # 0–9; the last free places are kept for calls of the higher one
    min_confidence: Decimal | None = None  # strictly greater passes; beside the limit for everybody
    whitelist: tuple[str, ...] = ()
    blacklist: tuple[str, ...] = ()
    max_leverage: int | None = None  # under the limit for everybody
    paper_only: bool = False


LEAST_MULTIPLIER = Decimal("0.5")
GREATEST_MULTIPLIER = Decimal(2)
