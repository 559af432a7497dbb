"""What a rule looks at and how it answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, MarketKind, Side, Ticker
from echotrade_desktop.engine.domain.signal import Sizing, TradingSignal, Verdict
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.signals.consensus import Consensus


@dataclass(frozen=True, slots=True)
class ScreeningContext:
    """Everything a rule may look at, gathered at one instant. Money in quote currency."""

    now: datetime
    limits: RiskLimits
    trader: Trader
    instrument: Instrument
    ticker: Ticker | None
    price_age: timedelta | None  # None before the first tick
    paused: str | None  # why entries are paused
    open_positions: int  # those that are being entered included
    positions_on_symbol: Sequence[tuple[str, Side]]  # (trader_id, side), likewise
    equity: Decimal
    peak: Decimal
    day_start_equity: Decimal
    consensus: Consensus
    sizing: Sizing
    repeats: str | None  # the earlier call this one repeats, in words
    mode: str = "paper"
    volatility: Volatility | None = None  # of the symbol; None while it is not measured
    calls_ahead: int = 0  # waiting calls, all rules passed, of traders with a higher priority
    worst_loss_today: Decimal = ZERO  # at which the daily limit was hit, zero when it was not


Rule = Callable[[TradingSignal, ScreeningContext], Verdict]
in_the_same_words = lru_cache(maxsize=512)  # what was looked at before is put into words once, and is the same object


@dataclass(frozen=True, slots=True)
class Answer:
    """A rule's answer before it has a name. `passes_if` and `fails_if` say what would turn it, None for nothing."""

    passed: bool
    value: str
    limit: str
    sentence: str
    passes_if: str | None = None
    fails_if: str | None = None
    used: Decimal | None = None

    def named(self, rule: str) -> Verdict:
        """Return the verdict of `rule`."""
        used = None if self.used is None else min(max(self.used, ZERO), ONE)
        flips_if = self.fails_if if self.passed else self.passes_if
        return Verdict(rule, self.passed, self.value, self.limit, self.sentence, flips_if, used)


def used_leverage(signal: TradingSignal, limits: RiskLimits, instrument: Instrument) -> int:
    """Return the call's leverage (1 when it names none) under the user's and the instrument's cap."""
    if instrument.market is MarketKind.SPOT:
        return 1
    return max(1, min(signal.leverage or 1, limits.max_leverage, instrument.max_leverage))


def worst_called_price(signal: TradingSignal) -> Decimal:
    """Return the entry least favourable to us that the call itself names: a zone's far edge, else its price."""
    if signal.zone is None:
        return signal.price
    low, high = signal.zone
    return high if signal.side is Side.LONG else low


def worst_entry(signal: TradingSignal, limits: RiskLimits, instrument: Instrument) -> Decimal:
    """Return the limit of the entry order: the call's worst price plus the drift allowed, on the tick."""
    price = worst_called_price(signal) * (ONE + limits.max_drift * signal.side.sign)
    return instrument.price_down(price) if signal.side is Side.LONG else instrument.price_up(price)


def adverse_drift(signal: TradingSignal, ticker: Ticker) -> Decimal:
    """Return how much worse than the call entering now is, as a share of its price; 0 inside a zone or better."""
    now = ticker.entry_price(signal.side)
    edge = worst_called_price(signal)
    return max(ZERO, (now - edge) * signal.side.sign / edge)
