"""What the screen reads: rows made by the dashboard from the ledger and the live feed, frozen, with nothing made up.

A field that is not known is None. Quantities in base units, money in quote currency, percentages in percent.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.domain.messages import Health
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.position import ProtectionStatus, TakeProfit
from echotrade_desktop.engine.domain.signal import QueuedSignal


@dataclass(frozen=True, slots=True)
class FillMark:
    """A fill as the chart marks it; `pnl` is the realised result of an exit, its share of all fees included."""

    trade_id: str
    position_id: str
    symbol: str
    side: Side  # of the position
    purpose: OrderPurpose
    is_entry: bool
    at: datetime
    price: Decimal
    quantity: Decimal
    pnl: Decimal | None = None
    share: Decimal | None = None  # of the position's first quantity, for a partial exit


OUTSIDE = "exchange"  # where a broker's stops live on when this machine dies


@dataclass(frozen=True, slots=True)
class PositionRow:
    """An open position as it stands now."""

    position_id: str
    signal_id: str
    symbol: str
    instrument: Instrument
    side: Side
    trader_id: str
    trader_name: str
    source: str
    quantity: Decimal
    entry_price: Decimal
    price: Decimal | None  # what closing yields now; None before the first tick
    stop_loss: Decimal
    stop_is_ours: bool
    take_profits: tuple[TakeProfit, ...]
    unrealised_pnl: Decimal | None  # of the open quantity, its entry fees and the closing fee included
    pnl_percent: Decimal | None  # of the open cost
    realised_pnl: Decimal  # of the part already closed, fees not included
    fees: Decimal
    leverage: int
    margin: Decimal
    notional: Decimal
    liquidation_price: Decimal
    opened_at: datetime
    protection: ProtectionStatus
    protected_where: str
    protected_at: datetime | None
    covered: Decimal
    if_hit: Decimal  # result if the stop fills at its price, fees included
    if_machine_dies: Decimal  # result at a stop outside this machine; what none covers loses all its margin
    version: int
    price_age: float | None = None  # seconds since the last tick
    open_fees: Decimal = Decimal(0)  # entry fees of the open quantity
    fee_rate: Decimal = Decimal(0)  # share of the notional that closing costs
    funding: Decimal = Decimal(0)  # and the like, so far; below zero when it was paid; not in the results above

    @property
    def outside(self) -> Decimal:
        """How much of it a stop closes that rests outside this machine, in base units."""
        return self.covered if self.protected_where == OUTSIDE else Decimal(0)


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """A position that has been closed."""

    position_id: str
    symbol: str
    instrument: Instrument
    side: Side
    trader_id: str
    trader_name: str
    source: str
    quantity: Decimal
    entry_price: Decimal
    exit_price: Decimal
    realised_pnl: Decimal  # after fees, with its funding
    pnl_percent: Decimal
    fees: Decimal
    opened_at: datetime
    closed_at: datetime
    closed_by: str
    funding: Decimal = Decimal(0)  # and the like, in `realised_pnl`; below zero when it was paid


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A signal in the queue, with what the card shows beside the signal itself."""

    queued: QueuedSignal
    instrument: Instrument
    trader: Trader
    price: Decimal | None
    away: Decimal | None  # distance of the last price from the call's, in percent
    risk: Decimal | None
    reward_to_risk: Decimal | None
    trader_record: "TraderRecord | None" = None


@dataclass(frozen=True, slots=True)
class TraderRecord:
    """What following a trader has brought, from fills; None where there is not enough data."""

    signals: int
    copied: int
    closed: int
    won: int
    net_pnl: Decimal
    win_rate: Decimal | None  # 0–1
    reputation: Decimal | None  # 0–1, None below the least sample
    least_sample: int
    reputation_low: Decimal | None = None  # nine in ten of what the reputation may truly be
    reputation_high: Decimal | None = None
    average_pnl: Decimal | None = None  # of a closed trade
    drawdown: Decimal | None = None  # the deepest fall of the sum of results from its highest, in quote currency
    edited_late: int = 0  # calls whose figures were changed after the price had moved
    deleted_losers: int = 0  # calls that were deleted while they were losing


@dataclass(frozen=True, slots=True)
class TraderRow:
    """A trader with switches and record; `size_now` is what the multiplier means in money for a 0.8 call."""

    trader: Trader
    record: TraderRecord
    size_now: Decimal
    repeats: str | None = None  # the name of the trader whose calls these repeat


@dataclass(frozen=True, slots=True)
class PortfolioMetrics:
    """The account now."""

    mode: str
    equity: Decimal
    cash: Decimal
    starting_cash: Decimal
    daily_pnl: Decimal
    daily_percent: Decimal
    total_return: Decimal  # percent of the starting cash
    unrealised_pnl: Decimal
    realised_pnl: Decimal
    fees: Decimal
    peak: Decimal
    drawdown: Decimal  # percent below the peak
    max_drawdown_limit: Decimal  # percent
    in_positions: Decimal  # sum of notionals
    margin: Decimal
    open_positions: int
    max_positions: int
    closed_trades: int
    win_rate: Decimal | None  # 0–1
    profit_factor: Decimal | None
    paused: bool
    pause_reason: str | None
    global_multiplier: Decimal
    max_positions_until: datetime | None = None  # when a temporary maximum ends
    paid_in: Decimal = Decimal(0)  # deposits less withdrawals since the ledger began
    earned_otherwise: Decimal = Decimal(0)  # funding, rebates, fees of no execution
    complete: bool = True  # False while a position has no price yet: equity then counts it at entry


@dataclass(frozen=True, slots=True)
class EquityPoint:
    """A point of the equity curve."""

    at: datetime
    equity: Decimal


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A message or signal in the history."""

    queued: QueuedSignal
    instrument: Instrument | None
    result: Decimal | None = None  # net result of the position it became, once closed


@dataclass(frozen=True, slots=True)
class HealthRow:
    """How one part of the app is."""

    name: str
    health: Health
    detail: str
    at: datetime
    retry_at: datetime | None = None  # when it is tried again


@dataclass(frozen=True, slots=True)
class MessageCounts:
    """What has become of the messages so far."""

    messages: int = 0
    entries: int = 0
    updates: int = 0
    noise: int = 0
    rejected: int = 0
    service: int = 0
