"""Which of the last calls other filters would have blocked: the rules, asked again about what is on record.

Asked are the filters whose input a call carries with it. For drift, agreement, volatility and open positions the
number is taken that the rule noted when it was last asked about the call.
"""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal, InvalidOperation

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import HUNDRED, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.read_limits import HindsightCall
from echotrade_desktop.engine.domain.signal import QueuedSignal, Sizing
from echotrade_desktop.engine.signals.consensus import Consensus
from echotrade_desktop.engine.signals.rules.blackout import not_in_blackout
from echotrade_desktop.engine.signals.rules.context import Rule, ScreeningContext
from echotrade_desktop.engine.signals.rules.hours import in_trading_hours
from echotrade_desktop.engine.signals.rules.market import symbol_is_allowed
from echotrade_desktop.engine.signals.rules.money import size_in_range
from echotrade_desktop.engine.signals.rules.sources import confidence_is_enough, received_in_time
from echotrade_desktop.engine.signals.rules.sources_allowed import source_is_chosen
from echotrade_desktop.engine.signals.rules.traders_allowed import trader_is_chosen

LOOKED_AT = 50
FILTERS: tuple[Rule, ...] = (
    confidence_is_enough,
    received_in_time,
    symbol_is_allowed,
    source_is_chosen,
    trader_is_chosen,
    in_trading_hours,
    not_in_blackout,
    size_in_range,
)
NOTED: dict[str, Callable[[Decimal, RiskLimits], bool]] = {
    "Price drift": lambda value, limits: value / HUNDRED <= limits.max_drift,
    "Agreement": lambda value, limits: value >= limits.min_consensus,
    "Open positions": lambda value, limits: value < limits.max_positions,
    "Volatility": lambda value, limits: (
        limits.volatility_blackout is None or value / HUNDRED <= limits.volatility_blackout
    ),
}


def look_back(desk: Desk, before: RiskLimits, after: RiskLimits) -> tuple[HindsightCall, ...]:
    """Return the last calls, oldest first, with what the filters say of each under both limits."""
    return tuple(
        HindsightCall(
            queued.signal.signal_id,
            queued.signal.symbol,
            queued.signal.side,
            queued.signal.trader_name,
            queued.signal.received_at,
            blocked_by(desk, queued, before),
            blocked_by(desk, queued, after),
        )
        for queued in desk.book.recent_signals()[-LOOKED_AT:]
        if queued.signal.symbol in desk.instruments
    )


def blocked_by(desk: Desk, queued: QueuedSignal, limits: RiskLimits) -> tuple[str, ...]:
    """Return the names of the filters that would block a recorded call under `limits`."""
    context = _recalled(desk, queued, limits)
    verdicts = [rule(queued.signal, context) for rule in FILTERS if rule is not size_in_range or queued.sizing]
    failed = [verdict.rule for verdict in verdicts if not verdict.passed]
    for verdict in queued.verdicts:
        passes, noted = NOTED.get(verdict.rule), _number(verdict.value)
        if passes is not None and noted is not None and not passes(noted, limits):
            failed.append(verdict.rule)
    return tuple(failed)


def _recalled(desk: Desk, queued: QueuedSignal, limits: RiskLimits) -> ScreeningContext:
    """Gather what is on record of a call; the rest stands as if it did not matter, for no filter looks at it."""
    signal = queued.signal
    combined = signal.confidence if queued.combined_confidence is None else queued.combined_confidence
    return ScreeningContext(
        now=signal.received_at,
        limits=limits,
        trader=desk.trader(signal.trader_id) or Trader(signal.trader_id, signal.trader_name, signal.source),
        instrument=desk.instrument(signal.symbol),
        ticker=None,
        price_age=timedelta(0),
        paused=None,
        open_positions=0,
        positions_on_symbol=(),
        equity=ZERO,
        peak=ZERO,
        day_start_equity=ZERO,
        consensus=Consensus(combined, combined * signal.side.sign, queued.agreeing, ()),
        sizing=queued.sizing or _no_sizing(signal.price),
        repeats=None,
    )


def _no_sizing(price: Decimal) -> Sizing:
    return Sizing(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, price, ZERO, None)


def _number(text: str) -> Decimal | None:
    """Return the number a verdict's value states; None for words."""
    try:
        return Decimal(text.removesuffix("%").strip().replace(",", "").replace("−", "-"))
    except InvalidOperation:
        return None
