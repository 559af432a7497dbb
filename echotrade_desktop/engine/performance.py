"""What following calls has brought: figures, contributions, exposure, and what the rules saved or cost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.performance import (
    Contribution,
    Exposure,
    Performance,
    RiskFigures,
    RuleCost,
    ShadowOutcome,
)
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.engine.domain.shadow import YOUR_REJECTION
from echotrade_desktop.engine.domain.signal import QueuedSignal, SignalStatus
from echotrade_desktop.engine.equity_history import EquityHistory
from echotrade_desktop.engine.trading.metrics import deepest_fall, reputation, reputation_interval, statistics
from echotrade_desktop.engine.trading.portfolio import percent_of, result_at
from echotrade_desktop.engine.trading.risk_metrics import (
    LEAST_DAYS,
    annual_return,
    calmar,
    expectancy,
    sharpe,
    sortino,
)
from echotrade_desktop.engine.trading.shadow import NOT_ENTERED

UNTRADED = (SignalStatus.REJECTED, SignalStatus.EXPIRED)


class PerformanceBoard:
    """Answers what the portfolio page asks, from the book and the live prices."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._history = EquityHistory()

    def equity_curve(self) -> tuple[EquityPoint, ...]:
        """Return recorded points of the equity curve, oldest first; of a long one the older points are fewer."""
        self._history.take(self._desk.book.equity_points)
        return self._history.points

    def performance(self) -> Performance:
        """Return what has been brought so far."""
        desk, book = self._desk, self._desk.book
        limits, start = desk.limits_of(None), desk.day_start_equity()
        equity = desk.valuation().equity
        return Performance(
            figures=self.figures(),
            contributions=(*self._traders(), *self._sources()),
            exposures=tuple(self._exposures(equity)),
            rules=self.rules(),
            day_began_at=book.day_start.at if book.day_start else None,
            day_start_equity=start,
            daily_loss_limit=start * limits.max_daily_loss,
            exposure_limit=max(ZERO, equity) * limits.max_exposure,
        )

    def figures(self) -> RiskFigures:
        """Return the account's figures, None where there is too little to make them from."""
        desk = self._desk
        self._history.take(desk.book.equity_points)
        closed = desk.book.closed_positions()
        trades, results = statistics(closed), [position.net_pnl for position in closed]
        days = self._history.daily_returns(desk.clock.now().date())
        enough = len(days) >= LEAST_DAYS
        return RiskFigures(
            trades=trades.closed,
            days=len(days),
            least_days=LEAST_DAYS,
            max_drawdown=self._history.max_drawdown,
            win_rate=trades.win_rate,
            profit_factor=trades.profit_factor,
            expectancy=expectancy(results),
            average_win=expectancy([result for result in results if result > ZERO]),
            average_loss=expectancy([result for result in results if result < ZERO]),
            sharpe=sharpe(days) if enough else None,
            sortino=sortino(days) if enough else None,
            calmar=calmar(days) if enough else None,
            annual_return=annual_return(days) if enough else None,
        )

    # --- who brought it ---

    def _traders(self) -> list[Contribution]:
        by_trader: defaultdict[str, list[Position]] = defaultdict(list)
        for position in self._desk.book.positions.values():
            by_trader[position.trader_id].append(position)
        rows = [self._contribution(key, own[0].trader_name, own) for key, own in by_trader.items() if _has_traded(own)]
        return sorted(rows, key=lambda row: row.net_pnl + (row.open_pnl or ZERO), reverse=True)

    def _sources(self) -> list[Contribution]:
        by_source: defaultdict[str, list[Position]] = defaultdict(list)
        for position in self._desk.book.positions.values():
            by_source[position.source].append(position)
        return [
            self._contribution(source, source, own, is_source=True)
            for source, own in by_source.items()
            if _has_traded(own)
        ]

    def _contribution(
        self, key: str, name: str, positions: Sequence[Position], *, is_source: bool = False
    ) -> Contribution:
        closed = [position for position in positions if not position.is_open and position.exit_quantity > ZERO]
        trades, results = statistics(closed), [position.net_pnl for position in closed]
        held = [position for position in positions if position.is_open]
        low, high = (None, None) if is_source else reputation_interval(trades.won, trades.closed)
        return Contribution(
            key=key,
            name=name,
            source=positions[0].source,
            closed=trades.closed,
            won=trades.won,
            net_pnl=trades.net_pnl,
            average=expectancy(results),
            drawdown=deepest_fall(closed),
            open_pnl=self._open_pnl(held),
            exposure=sum((self._notional(position) for position in held), ZERO),
            is_source=is_source,
            reputation=None if is_source else reputation(trades.won, trades.closed),
            reputation_low=low,
            reputation_high=high,
        )

    def _exposures(self, equity: Decimal) -> list[Exposure]:
        held: defaultdict[tuple[str, Side], list[Position]] = defaultdict(list)
        for position in self._desk.book.open_positions():
            held[position.symbol, position.side].append(position)
        rows = []
        for (symbol, side), positions in held.items():
            notional = sum((self._notional(position) for position in positions), ZERO)
            share = percent_of(notional, equity) / 100
            rows.append(Exposure(symbol, side, len(positions), notional, share, self._open_pnl(positions)))
        return sorted(rows, key=lambda row: row.notional, reverse=True)

    def _notional(self, position: Position) -> Decimal:
        ticker = self._desk.ticker(position.symbol)
        return position.quantity * (ticker.exit_price(position.side) if ticker else position.average_entry)

    def _open_pnl(self, positions: Iterable[Position]) -> Decimal | None:
        """The results of open positions if they were closed now, with what their parts have brought already."""
        total = ZERO
        for position in positions:
            ticker = self._desk.ticker(position.symbol)
            if ticker is None:
                return None
            realised = position.net_pnl + position.open_fees  # the entry fees of the open part are in `result_at`
            total += realised + result_at(position, ticker.exit_price(position.side), self._desk.limits.taker_fee)
        return total

    # --- what the rules cost ---

    def rules(self) -> tuple[RuleCost, ...]:
        """Return what each rule has saved or cost, the largest sum first; each call is charged to one rule."""
        book = self._desk.book
        blocked: defaultdict[str, int] = defaultdict(int)
        results: defaultdict[str, list[Decimal]] = defaultdict(list)
        following: defaultdict[str, int] = defaultdict(int)
        for queued in book.signals.values():
            if (rule := charged_rule(queued)) is not None:
                blocked[rule] += 1
        for ended in book.shadow_results.values():
            if ended.why != NOT_ENTERED:
                results[ended.rule].append(ended.result)
        for key in book.live_shadows():
            following[book.shadows[key].rule] += 1
        rows = [
            RuleCost(
                rule=rule,
                blocked=blocked[rule],
                following=following[rule],
                followed=len(results[rule]),
                won=sum(1 for result in results[rule] if result > ZERO),
                result=sum(results[rule], ZERO),
            )
            for rule in {**blocked, **results, **following}
        ]
        return tuple(sorted(rows, key=lambda row: (abs(row.result), row.blocked), reverse=True))

    def shadow(self, signal_id: str) -> ShadowOutcome | None:
        """Return what would have become of a call that was not traded, None when it is not followed."""
        shadow = self._desk.book.shadows.get(signal_id)
        if shadow is None:
            return None
        ended = self._desk.book.shadow_results.get(signal_id)
        position = shadow.position
        return ShadowOutcome(
            rule=shadow.rule,
            entered=shadow.entered,
            entry_price=position.entry_price,
            exit_price=position.exit_price,
            quantity=shadow.quantity,
            result=ended.result if ended is not None and shadow.entered else None,
            why=ended.why if ended is not None else None,
        )


def charged_rule(queued: QueuedSignal) -> str | None:
    """Return the rule that a call which ended untraded is charged to; None when it is charged to nobody."""
    if queued.status not in UNTRADED:
        return None
    if queued.blocking:
        return queued.blocking[0].rule
    return YOUR_REJECTION if queued.status is SignalStatus.REJECTED and queued.decided_by == "user" else None


def _has_traded(positions: Iterable[Position]) -> bool:
    return any(position.full_quantity > ZERO for position in positions)
