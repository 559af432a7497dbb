"""What the screen reads about limits: their values and rules, how much of them is used, what a change would do."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.limit_rules import LimitRule
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.volatility import Halts


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure against its limit, both in words; `used` is their ratio, None for a limit of zero."""

    name: str
    value: str
    limit: str
    used: Decimal | None
    sentence: str


@dataclass(frozen=True, slots=True)
class VolatilityRow:
    """How much a symbol moves: ATR over price as a share, whether that halts entries, and when it did."""

    symbol: str
    share: Decimal
    halted: bool
    halts: Halts = ()


@dataclass(frozen=True, slots=True)
class LimitsView:
    """The limits in force, as values, as text by field, and against what is going on."""

    limits: RiskLimits
    rules: tuple[LimitRule, ...]
    texts: dict[str, str]
    gauges: tuple[Gauge, ...]
    max_positions_for_now: int | None  # the temporary maximum, None when there is none
    max_positions_until: datetime | None
    traders: tuple[tuple[str, str], ...]  # id and name of everybody who has called
    volatility: tuple[VolatilityRow, ...]


@dataclass(frozen=True, slots=True)
class HindsightCall:
    """One of the last calls: the filters that would block it now, and those that would with the change."""

    signal_id: str
    symbol: str
    side: Side
    trader_name: str
    received_at: datetime
    blocked_by: tuple[str, ...]
    would_be_blocked_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitsCheck:
    """What changed limits would mean; nothing has been changed. Refusals by field, ends of sentences."""

    refusals: dict[str, str]
    calls: tuple[HindsightCall, ...]  # oldest first
