"""The judge: gathers what the rules look at, sizes the trade and returns all verdicts. Changes nothing."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.signal import (
    SignalStatus,
    Sizing,
    TradingSignal,
    Verdict,
)
from echotrade_desktop.engine.signals.consensus import Consensus, consensus
from echotrade_desktop.engine.signals.screening import ScreeningContext, screen
from echotrade_desktop.engine.trading.sizing import SizeQuestion, size

NEAR = Decimal("0.003")  # two calls whose prices differ by less are the same call


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts on a signal at one instant."""

    verdicts: tuple[Verdict, ...]
    sizing: Sizing
    consensus: Consensus

    @property
    def blocking(self) -> tuple[Verdict, ...]:
        """The verdicts that say no."""
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    @property
    def status(self) -> SignalStatus:
        """PENDING when every rule passes, else BLOCKED."""
        return SignalStatus.BLOCKED if self.blocking else SignalStatus.PENDING

    @property
    def reason(self) -> str:
        """Why it is blocked, in words."""
        return " ".join(verdict.sentence for verdict in self.blocking)


def judge(desk: Desk, signal: TradingSignal, trader: Trader | None = None) -> Judgement:
    """Ask every rule about a signal as things stand now."""
    trader = trader or desk.trader(signal.trader_id) or Trader(signal.trader_id, signal.trader_name, signal.source)
    instrument = desk.instrument(signal.symbol)
    worth = desk.valuation()
    agreed = consensus(signal, _other_calls(desk, signal), desk.limits)
    sizing = size(
        SizeQuestion(
            equity=worth.equity,
            confidence=agreed.combined,
            trader_multiplier=trader.multiplier,
            global_multiplier=desk.book.global_multiplier,
            side=signal.side,
            price=signal.price,
            stop_loss=signal.stop_loss,
            first_target=signal.take_profits[0] if signal.take_profits else None,
            instrument=instrument,
            exposure=worth.exposure,
        ),
        desk.limits,
    )
    open_positions = desk.book.open_positions()
    context = ScreeningContext(
        now=desk.clock.now(),
        limits=desk.limits,
        trader=trader,
        instrument=instrument,
        ticker=desk.ticker(signal.symbol),
        price_age=desk.price_age(signal.symbol),
        paused=desk.book.paused.reason if desk.book.paused else None,
        open_positions=len(open_positions) + _entering(desk),
        positions_on_symbol=[(p.trader_id, p.side) for p in open_positions if p.symbol == signal.symbol],
        equity=worth.equity,
        peak=max(desk.book.peak, worth.equity),
        day_start_equity=desk.day_start_equity(),
        consensus=agreed,
        sizing=sizing,
        repeats=_repeated(desk, signal),
    )
    return Judgement(screen(signal, context), sizing, agreed)


def _entering(desk: Desk) -> int:
    """Count approved signals whose entry has not been answered yet: they take up room too."""
    return sum(1 for queued in desk.book.recent_signals() if queued.status is SignalStatus.APPROVED)


def _other_calls(desk: Desk, signal: TradingSignal) -> list[TradingSignal]:
    dropped = (SignalStatus.SUPERSEDED, SignalStatus.WITHDRAWN)
    return [
        queued.signal
        for queued in desk.book.recent_signals()
        if queued.signal.symbol == signal.symbol
        and queued.signal.signal_id != signal.signal_id
        and queued.status not in dropped
    ]


def _repeated(desk: Desk, signal: TradingSignal) -> str | None:
    """Return, in words, the earlier call by the same trader that this one says again."""
    for other in _other_calls(desk, signal):
        same = (
            other.trader_id == signal.trader_id and other.side is signal.side and other.message_id != signal.message_id
        )
        earlier = _seconds_between(other, signal) <= desk.limits.duplicate_window.total_seconds()
        near = abs(other.price - signal.price) <= signal.price * NEAR
        if same and near and earlier and other.timestamp <= signal.timestamp:
            return f"{other.trader_name}'s call of {other.timestamp:%H:%M} UTC"
    return None


def _seconds_between(first: TradingSignal, second: TradingSignal) -> float:

    return abs((second.timestamp - first.timestamp).total_seconds())
