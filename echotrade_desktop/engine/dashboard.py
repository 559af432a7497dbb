"""The read side: rows for the screen, made afresh from the ledger and the live feed; nothing is made up."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import HUNDRED, ZERO
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker
from echotrade_desktop.engine.domain.messages import (
    EntriesPaused,
    EntriesResumed,
    Event,
    FillRecorded,
    GlobalMultiplierChanged,
    HealthChanged,
    TraderChanged,
)
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.read import (
    OUTSIDE,
    ApprovalRow,
    ClosedRow,
    FillMark,
    HealthRow,
    MessageCounts,
    PortfolioMetrics,
    PositionRow,
    SignalRow,
    TraderRecord,
    TraderRow,
)
from echotrade_desktop.engine.domain.signal import QUEUED, QueuedSignal, SignalStatus
from echotrade_desktop.engine.fresh import FreshJudgements
from echotrade_desktop.engine.judge import Judgement
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.marks import marks_of
from echotrade_desktop.engine.standing import max_positions, max_positions_until
from echotrade_desktop.engine.trading.metrics import (
    LEAST_SAMPLE,
    deepest_fall,
    reputation,
    reputation_interval,
    statistics,
)
from echotrade_desktop.engine.trading.portfolio import percent_of, result_at, result_unattended
from echotrade_desktop.engine.trading.protection import cover
from echotrade_desktop.engine.trading.sizing import typical_size

TYPICAL_CONFIDENCE = Decimal("0.8")
MOST_CARDS = 60  # of the queue; older calls of a flood are in the history and expire
SWITCHES = (TraderChanged, EntriesPaused, EntriesResumed, GlobalMultiplierChanged, FillRecorded, HealthChanged)


class Dashboard:
    """Answers what the screen asks; also what scripts and the headless engine ask."""

    def __init__(self, desk: Desk, candles: CandlestickFeed, protected_where: str) -> None:
        self._desk = desk
        self._candles = candles
        self.shown: Callable[[str], None] = lambda _symbol: None  # a chart shows a symbol, or no longer
        self.hidden: Callable[[str], None] = lambda _symbol: None
        self._where = protected_where
        self._fresh = FreshJudgements(desk)
        self._health: dict[str, HealthRow] = {}

    def note(self, event: Event) -> None:
        """Remember the newest health of each part; judge anew what a switch may have changed."""
        if isinstance(event, SWITCHES):
            self._fresh.forget()
        if isinstance(event, HealthChanged):
            self._health[event.name] = HealthRow(event.name, event.health, event.detail, event.at, event.retry_at)

    # --- market ---

    def get_live_prices(self) -> dict[str, Ticker]:
        """Return the newest price of every symbol that has one."""
        tickers = ((symbol, self._desk.ticker(symbol)) for symbol in self._desk.instruments)
        return {symbol: ticker for symbol, ticker in tickers if ticker is not None}

    async def get_candlestick_data(
        self, symbol: str, timeframe: str = "5m", limit: int = 100, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return candles, ascending. Raises `UnknownTimeframe` and `MarketUnavailable`, never answers an empty list."""
        return await self._candles.fetch_ohlcv(symbol, timeframe, limit, before)

    def get_latest_candle(self, symbol: str, timeframe: str) -> Candle | None:
        """Return the newest candle, perhaps still open."""
        return self._candles.get_latest_candle(symbol, timeframe)

    def watch_candles(self, symbol: str, timeframe: str) -> None:
        """Publish every change of these candles, until `unwatch_candles`."""
        self._candles.watch(symbol, timeframe)
        self.shown(symbol)

    def unwatch_candles(self, symbol: str, timeframe: str) -> None:
        """End one watch."""
        self._candles.unwatch(symbol, timeframe)
        self.hidden(symbol)

    def instruments(self) -> tuple[Instrument, ...]:
        """Return what can be traded."""
        return tuple(self._desk.instruments.values())

    def watched(self) -> tuple[str, ...]:
        """Return the symbols of the ticker that this market has, in order."""
        return tuple(symbol for symbol in self._desk.book.watched if symbol in self._desk.instruments)

    # --- account ---

    def get_portfolio_metrics(self) -> PortfolioMetrics:
        """Return the account now."""
        desk, book = self._desk, self._desk.book
        worth = desk.valuation()
        start = desk.day_start_equity()
        trades = statistics(book.tallies.trades.values())
        peak = max(book.peak, worth.equity)
        put_in = book.starting_cash + book.tallies.paid_in
        return PortfolioMetrics(
            mode=book.mode,
            equity=worth.equity,
            cash=book.cash,
            starting_cash=book.starting_cash,
            daily_pnl=worth.equity - start,
            daily_percent=percent_of(worth.equity - start, start),
            total_return=percent_of(worth.equity - put_in, max(book.starting_cash, put_in)),
            unrealised_pnl=worth.unrealised,
            realised_pnl=book.realised(),
            fees=book.fees(),
            peak=peak,
            drawdown=percent_of(peak - worth.equity, peak),
            max_drawdown_limit=desk.limits.max_drawdown * HUNDRED,
            in_positions=worth.exposure,
            margin=worth.margin,
            open_positions=len(book.open_positions()),
            max_positions=max_positions(desk.limits, book, desk.clock.now()),
            max_positions_until=max_positions_until(book, desk.clock.now()),
            closed_trades=trades.closed,
            win_rate=trades.win_rate,
            profit_factor=trades.profit_factor,
            paused=book.paused is not None,
            pause_reason=book.paused.reason if book.paused else None,
            global_multiplier=book.global_multiplier,
            complete=worth.complete,
            paid_in=book.tallies.paid_in,
            earned_otherwise=book.tallies.earned_otherwise,
        )

    def get_open_positions(self) -> tuple[PositionRow, ...]:
        """Return the open positions, oldest first."""
        return tuple(self._position(position) for position in self._desk.book.open_positions())

    def closed_positions(self) -> tuple[ClosedRow, ...]:
        """Return the remembered closed positions, newest first; the journal has them all."""
        closed = sorted(self._desk.book.closed_positions(), key=_closed_at, reverse=True)
        return tuple(self._closed(position) for position in closed)

    def fill_marks(self, symbol: str) -> tuple[FillMark, ...]:
        """Return the remembered fills of a symbol as the chart marks them, oldest first."""
        positions = [position for position in self._desk.book.positions.values() if position.symbol == symbol]
        marks = [
            mark
            for position in positions
            for mark in marks_of(position, self._desk.book.fills_of(position.position_id))
        ]
        return tuple(sorted(marks, key=lambda mark: mark.at))

    # --- calls ---

    def pending_approvals(self) -> tuple[ApprovalRow, ...]:
        """Return the newest calls that wait, newest first, each judged as things stand about now."""
        newest = self._desk.book.queued()[-MOST_CARDS:]
        open_to_decision = [queued for queued in newest if queued.status is not SignalStatus.WAITING]
        judgements = self._fresh.look(open_to_decision)
        return tuple(self._approval(queued, judgements.get(queued.signal.signal_id)) for queued in reversed(newest))

    def pending_approval(self, signal_id: str) -> ApprovalRow | None:
        """Return one call that waits, None when it does no longer."""
        queued = self._desk.book.signals.get(signal_id)
        return self._approval(queued, None) if queued is not None and queued.status in QUEUED else None

    def signals(self, limit: int = 200) -> tuple[SignalRow, ...]:
        """Return the newest signals, newest first, with what became of them."""
        newest = list(self._desk.book.signals.values())[-limit:]
        return tuple(self._signal(queued) for queued in reversed(newest))

    def traders(self) -> tuple[TraderRow, ...]:
        """Return everybody who has called, in order of appearance."""
        return tuple(self._trader_row(trader_id) for trader_id in self._desk.book.traders)

    def message_counts(self) -> MessageCounts:
        """Return what has become of the messages."""
        kinds = self._desk.book.message_kinds
        return MessageCounts(
            messages=sum(kinds.values()),
            entries=kinds.get("entry", 0),
            updates=kinds.get("update", 0),
            noise=kinds.get("noise", 0),
            rejected=kinds.get("rejected", 0),
            service=kinds.get("service", 0),
        )

    def health(self) -> tuple[HealthRow, ...]:
        """Return the newest health of every part that has reported."""
        return tuple(self._health.values())

    # --- rows ---

    def _position(self, position: Position) -> PositionRow:
        desk = self._desk
        instrument, ticker = desk.instrument(position.symbol), desk.ticker(position.symbol)
        price = ticker.exit_price(position.side) if ticker else None
        fee = desk.limits.taker_fee
        result = None if price is None else result_at(position, price, fee)
        stands = cover(position, desk.book.orders_of(position.position_id))
        outside = stands.covered if self._where == OUTSIDE else ZERO
        return PositionRow(
            position_id=position.position_id,
            signal_id=position.signal_id,
            symbol=position.symbol,
            instrument=instrument,
            side=position.side,
            trader_id=position.trader_id,
            trader_name=position.trader_name,
            source=position.source,
            quantity=position.quantity,
            entry_price=position.average_entry,
            price=price,
            stop_loss=position.stop_loss,
            stop_is_ours=position.stop_is_ours,
            take_profits=position.take_profits,
            unrealised_pnl=result,
            pnl_percent=None if result is None else percent_of(result, position.open_cost),
            realised_pnl=position.realised_pnl,
            fees=position.fees,
            leverage=position.leverage,
            margin=position.margin(),
            notional=position.quantity * (price or position.average_entry),
            liquidation_price=position.liquidation_price(instrument),
            opened_at=position.opened_at or desk.clock.now(),
            protection=stands.status,
            protected_where=self._where,
            protected_at=stands.acknowledged.updated_at if stands.acknowledged else None,
            covered=stands.covered,
            if_hit=result_at(position, position.stop_loss, fee),
            if_machine_dies=result_unattended(position, outside, fee),
            version=position.version,
            price_age=desk.age_of(position.symbol),
            open_fees=position.open_fees,
            fee_rate=fee,
            funding=desk.book.tallies.moved_of(position.position_id),
        )

    def _closed(self, position: Position) -> ClosedRow:
        net = self._desk.book.result_of(position)
        entry, opened = position.entry_price or ZERO, position.opened_at or self._desk.clock.now()
        return ClosedRow(
            position_id=position.position_id,
            symbol=position.symbol,
            instrument=self._desk.instrument(position.symbol),
            side=position.side,
            trader_id=position.trader_id,
            trader_name=position.trader_name,
            source=position.source,
            quantity=position.exit_quantity,
            entry_price=entry,
            exit_price=position.exit_price or ZERO,
            realised_pnl=net,
            pnl_percent=percent_of(net, entry * position.exit_quantity),
            fees=position.fees,
            opened_at=opened,
            closed_at=position.closed_at or opened,
            closed_by=position.closed_by or "",
            funding=net - position.net_pnl,
        )

    def _approval(self, queued: QueuedSignal, judgement: Judgement | None) -> ApprovalRow:
        desk, signal = self._desk, queued.signal
        ticker = desk.ticker(signal.symbol)
        if judgement is not None:
            queued = replace(queued, verdicts=judgement.verdicts, status=judgement.status, sizing=judgement.sizing)
        sizing = queued.sizing
        return ApprovalRow(
            queued=queued,
            instrument=desk.instrument(signal.symbol),
            trader=desk.book.traders[signal.trader_id],
            price=ticker.price if ticker else None,
            away=(signal.price - ticker.price) / ticker.price * HUNDRED if ticker else None,
            risk=sizing.risk if sizing else None,
            reward_to_risk=sizing.reward_to_risk if sizing else None,
            trader_record=self._record(signal.trader_id),
        )

    def _signal(self, queued: QueuedSignal) -> SignalRow:
        position = self._desk.book.positions.get(queued.position_id or "")
        closed = position is not None and not position.is_open and position.exit_quantity > ZERO
        return SignalRow(
            queued=queued,
            instrument=self._desk.instruments.get(queued.signal.symbol),
            result=self._desk.book.result_of(position) if position is not None and closed else None,
        )

    def _trader_row(self, trader_id: str) -> TraderRow:
        desk = self._desk
        trader = desk.book.traders[trader_id]
        size_now = typical_size(
            desk.limits, desk.valuation().equity, trader, desk.book.global_multiplier, TYPICAL_CONFIDENCE
        )
        original = desk.book.traders.get(desk.copycats().get(trader_id, ""))
        return TraderRow(trader, self._record(trader_id), size_now, original.name if original else None)

    def _record(self, trader_id: str) -> TraderRecord:
        book = self._desk.book
        closed = [trade for trade in book.tallies.trades.values() if trade.trader_id == trader_id]
        held = sum(1 for position in book.open_positions() if position.trader_id == trader_id)
        trades = statistics(closed)
        low, high = reputation_interval(trades.won, trades.closed)
        late = book.late_changes.get(trader_id, {})
        return TraderRecord(
            signals=book.tallies.calls[trader_id],
            copied=len(closed) + held,
            closed=trades.closed,
            won=trades.won,
            net_pnl=trades.net_pnl,
            win_rate=trades.win_rate,
            reputation=reputation(trades.won, trades.closed),
            least_sample=LEAST_SAMPLE,
            reputation_low=low,
            reputation_high=high,
            average_pnl=trades.net_pnl / trades.closed if trades.closed else None,
            drawdown=deepest_fall(closed) if closed else None,
            edited_late=len(late.get("edited", ())),
            deleted_losers=len(late.get("deleted", ())),
        )


def _closed_at(position: Position) -> float:
    return position.closed_at.timestamp() if position.closed_at else 0.0
