"""The judge: gathers what the rules look at, sizes the trade and returns all verdicts. Changes nothing."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import (
    SignalStatus,
    Sizing,
    TradingSignal,
    Verdict,
)
from echotrade_desktop.engine.signals.consensus import Consensus, consensus
from echotrade_desktop.engine.signals.screening import ScreeningContext, screen
from echotrade_desktop.engine.standing import calls_ahead, worst_loss_today
from echotrade_desktop.engine.trading.sizing import SizeQuestion, size

DROPPED = frozenset({SignalStatus.SUPERSEDED, SignalStatus.WITHDRAWN})
NEAR = Decimal("0.003")  # two calls whose prices differ by less are the same call


@dataclass(frozen=True, slots=True)
class Judgement:
    """All verdicts on a signal at one instant."""

    verdicts: tuple[Verdict, ...]
    sizing: Sizing
    consensus: Consensus
    question: SizeQuestion  # that `sizing` answers

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


def judge(
    desk: Desk, signal: TradingSignal, trader: Trader | None = None, replaced: frozenset[str] = frozenset()
) -> Judgement:
    """Ask every rule about a signal as things stand now; `replaced`: ids of signals whose place it takes."""
    trader = trader or desk.trader(signal.trader_id) or Trader(signal.trader_id, signal.trader_name, signal.source)
    instrument = desk.instrument(signal.symbol)
    worth = desk.valuation()
    limits = desk.limits_of(trader)
    others = _other_calls(desk, signal, replaced)
    agreed = consensus(signal, _votes(desk, others), limits, desk.copycats())
    entering = _entering(desk)
    question = SizeQuestion(
        equity=worth.equity,
        confidence=agreed.combined,
        trader_multiplier=trader.multiplier,
        global_multiplier=desk.book.global_multiplier,
        side=signal.side,
        price=signal.price,
        stop_loss=signal.stop_loss,
        first_target=signal.take_profits[0] if signal.take_profits else None,
        instrument=instrument,
        exposure=worth.exposure + desk.entering_notional(),
    )
    sizing = size(question, limits)
    open_positions = desk.book.open_positions()
    context = ScreeningContext(
        now=desk.clock.now(),
        limits=limits,
        trader=trader,
        instrument=instrument,
        ticker=desk.ticker(signal.symbol),
        price_age=desk.price_age(signal.symbol),
        paused=desk.book.paused.reason if desk.book.paused else None,
        open_positions=len(open_positions) + len(entering),
        positions_on_symbol=[(p.trader_id, p.side) for p in open_positions + entering if p.symbol == signal.symbol],
        equity=worth.equity,
        peak=max(desk.book.peak, worth.equity),
        day_start_equity=desk.day_start_equity(),
        consensus=agreed,
        sizing=sizing,
        repeats=_repeated(desk, signal, others),
        mode=desk.book.mode,
        volatility=desk.volatility(signal.symbol),
        calls_ahead=calls_ahead(desk.book, signal, trader),
        worst_loss_today=worst_loss_today(desk.book, desk.clock.now()),
    )
    return Judgement(screen(signal, context), sizing, agreed, question)


def _entering(desk: Desk) -> list[Position]:
    """Return the positions whose entry is on its way: they take up room like open ones."""
    ids = [queued.position_id for queued in desk.book.approved()]
    return [desk.book.positions[position_id] for position_id in ids if position_id is not None]


def _other_calls(desk: Desk, signal: TradingSignal, replaced: frozenset[str]) -> list[TradingSignal]:
    """Return the other calls on its symbol that stand and are near enough in time, in the order of arrival."""
    within = max(desk.limits.consensus_window, desk.limits.duplicate_window)
    since, until = signal.timestamp - within, signal.timestamp + within
    return [
        queued.signal
        for queued in desk.book.recent_on(signal.symbol)
        if since <= queued.signal.timestamp <= until
        and queued.status not in DROPPED
        and queued.signal.signal_id != signal.signal_id
        and queued.signal.signal_id not in replaced
    ]


def _votes(desk: Desk, others: list[TradingSignal]) -> list[TradingSignal]:
    """Return the calls that count towards agreement: a trader who is switched off has no vote."""
    off = {trader_id for trader_id, trader in desk.book.traders.items() if not trader.enabled}
    return [call for call in others if call.trader_id not in off]


def _repeated(desk: Desk, signal: TradingSignal, others: list[TradingSignal]) -> str | None:
    """Return, in words, the call by the same trader that arrived before and that this one says again."""
    same = [other for other in others if _is_the_same(other, signal, desk.limits.duplicate_window)]
    if not same or desk.book.arrived_before(signal.signal_id, same[0].signal_id):
        return None
    return f"{words.whose(same[0].trader_name)} call of {same[0].timestamp:%H:%M} UTC"


def _is_the_same(other: TradingSignal, signal: TradingSignal, window: timedelta) -> bool:
    return (
        other.trader_id == signal.trader_id
        and other.side is signal.side
        and other.message_id != signal.message_id
        and abs(other.price - signal.price) <= signal.price * NEAR
        and abs(signal.timestamp - other.timestamp) <= window
    )
