"""What following calls has brought: figures, contributions, exposure, and what the rules saved or cost."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
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
)
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.engine.domain.tallies import ClosedTrade, RuleSum
from echotrade_desktop.engine.trading.metrics import deepest_fall, reputation, reputation_interval, statistics
from echotrade_desktop.engine.trading.portfolio import percent_of, result_at
from echotrade_desktop.engine.trading.risk_metrics import (
    LEAST_DAYS,
    annual_return,
    calmar,
    expectancy,
    returns_of,
    sharpe,
    sortino,
)


class PerformanceBoard:
    """Answers what the portfolio page asks, from the book and the live prices."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def equity_curve(self) -> tuple[EquityPoint, ...]:
        """Return recorded points of the equity curve, oldest first; of a long one the older points are fewer."""
        return self._desk.book.curve.points

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
            moves=tuple(reversed(book.moves)),
            exposure_limit=max(ZERO, equity) * limits.max_exposure,
        )

    def figures(self) -> RiskFigures:
        """Return the account's figures, None where there is too little to make them from."""
        desk, curve = self._desk, self._desk.book.curve
        closed = desk.book.tallies.trades.values()
        trades, results = statistics(closed), [trade.net_pnl for trade in closed]
        days = returns_of(curve.closes(desk.clock.now().date()))
        enough = len(days) >= LEAST_DAYS
        return RiskFigures(
            trades=trades.closed,
            days=len(days),
            least_days=LEAST_DAYS,
            max_drawdown=curve.max_drawdown,
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
        traders = self._desk.book.traders
        parts = self._parts(lambda one: one.trader_id)
        rows = [self._contribution(key, traders[key].name, *own) for key, own in parts.items()]
        return sorted(rows, key=lambda row: row.net_pnl + (row.open_pnl or ZERO), reverse=True)

    def _sources(self) -> list[Contribution]:
        parts = self._parts(lambda one: one.source)
        return [self._contribution(source, source, *own, is_source=True) for source, own in parts.items()]

    def _parts(
        self, key: Callable[[ClosedTrade | Position], str]
    ) -> dict[str, tuple[list[ClosedTrade], list[Position]]]:
        """Return, by key, the closed trades and the open positions."""
        book = self._desk.book
        parts: dict[str, tuple[list[ClosedTrade], list[Position]]] = {}
        for trade in book.tallies.trades.values():
            parts.setdefault(key(trade), ([], []))[0].append(trade)
        for position in book.open_positions():
            parts.setdefault(key(position), ([], []))[1].append(position)
        return parts

    def _contribution(
        self, key: str, name: str, closed: Sequence[ClosedTrade], held: Sequence[Position], *, is_source: bool = False
    ) -> Contribution:
        trades, results = statistics(closed), [trade.net_pnl for trade in closed]
        low, high = (None, None) if is_source else reputation_interval(trades.won, trades.closed)
        return Contribution(
            key=key,
            name=name,
            source=closed[0].source if closed else held[0].source,
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
            realised = (
                self._desk.book.result_of(position) + position.open_fees
            )  # the entry fees of the open part are in `result_at`
            total += realised + result_at(position, ticker.exit_price(position.side), self._desk.limits.taker_fee)
        return total

    # --- what the rules cost ---

    def rules(self) -> tuple[RuleCost, ...]:
        """Return what each rule has saved or cost, the largest sum first; each call is charged to one rule."""
        book = self._desk.book
        blocked, sums = book.tallies.charged, book.tallies.rules
        following = Counter(book.shadows[key].rule for key in book.live_shadows())
        rows = [
            RuleCost(
                rule=rule,
                blocked=blocked[rule],
                following=following[rule],
                followed=summed.followed,
                won=summed.won,
                result=summed.result,
            )
            for rule in {**blocked, **sums, **following}
            for summed in (sums.get(rule, RuleSum()),)
        ]
        return tuple(sorted(rows, key=lambda row: (abs(row.result), row.blocked), reverse=True))
