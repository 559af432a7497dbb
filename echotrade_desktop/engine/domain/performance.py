"""What following calls has brought, as the portfolio page reads it. Money in quote currency, shares 0 to 1.

A figure that there is not enough data for is None.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.market import Side


@dataclass(frozen=True, slots=True)
class RiskFigures:
    """The account's figures; those of a year are made from `days` finished days and need `least_days` of them."""

    trades: int
    days: int
    least_days: int
    max_drawdown: Decimal | None  # of all equity marks
    win_rate: Decimal | None
    profit_factor: Decimal | None
    expectancy: Decimal | None  # a trade, in quote currency
    average_win: Decimal | None
    average_loss: Decimal | None  # below zero
    sharpe: Decimal | None
    sortino: Decimal | None
    calmar: Decimal | None
    annual_return: Decimal | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one trader or one source has brought."""

    key: str  # trader id, or the name of a source
    name: str
    source: str
    closed: int
    won: int
    net_pnl: Decimal  # of closed trades, after fees
    average: Decimal | None  # a closed trade
    drawdown: Decimal  # deepest fall of the running sum of results, in the order in which trades were closed
    open_pnl: Decimal | None  # of open trades, None while a price is missing
    exposure: Decimal
    is_source: bool = False
    reputation: Decimal | None = None
    reputation_low: Decimal | None = None
    reputation_high: Decimal | None = None

    @property
    def win_rate(self) -> Decimal | None:
        """Wins over closed trades."""
        return Decimal(self.won) / self.closed if self.closed else None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is held of one symbol on one side; `share` of equity."""

    symbol: str
    side: Side
    positions: int
    notional: Decimal
    share: Decimal
    pnl: Decimal | None


@dataclass(frozen=True, slots=True)
class RuleCost:
    """What a rule has saved or cost: the paper results of the calls it alone is charged with.

    `blocked` calls ended untraded because of it, `following` are followed now, `followed` have a known result.
    The rule is "" for calls that passed every rule and were rejected by the user.
    """

    rule: str
    blocked: int
    following: int
    followed: int
    won: int
    result: Decimal

    @property
    def saved(self) -> Decimal:
        """What not trading them was worth: above zero it saved, below it cost."""
        return ZERO - self.result


@dataclass(frozen=True, slots=True)
class Performance:
    """Everything on the portfolio page that does not move with each tick."""

    figures: RiskFigures
    contributions: tuple[Contribution, ...]  # traders, the best first, then sources
    exposures: tuple[Exposure, ...]  # the largest first
    rules: tuple[RuleCost, ...]  # the one that matters most first
    day_began_at: datetime | None
    day_start_equity: Decimal
    daily_loss_limit: Decimal
    exposure_limit: Decimal
    moves: tuple[CashMove, ...] = ()  # of cash, otherwise than by trades, the newest first


@dataclass(frozen=True, slots=True)
class ShadowOutcome:
    """What would have become of a call that was not traded; `result` after fees, None while it is followed."""

    rule: str
    entered: bool
    entry_price: Decimal | None
    exit_price: Decimal | None
    quantity: Decimal
    result: Decimal | None
    why: str | None
