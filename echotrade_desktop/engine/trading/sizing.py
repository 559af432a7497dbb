"""One function decides how large a trade is; preview, approval and executor all ask it."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits, SizingMode, Trader
from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.domain.signal import Sizing
from echotrade_desktop.engine.domain.words import money, percent


@dataclass(frozen=True, slots=True)
class SizeQuestion:
    """What a size depends on. Money in quote currency, confidence and multipliers as plain factors."""

    equity: Decimal
    confidence: Decimal  # combined over the agreeing sources
    trader_multiplier: Decimal
    global_multiplier: Decimal
    side: Side
    price: Decimal
    stop_loss: Decimal
    first_target: Decimal | None
    instrument: Instrument
    exposure: Decimal = ZERO  # notional of what is open already


def notional_of(
    equity: Decimal,
    base: Decimal,
    confidence: Decimal,
    trader: Decimal,
    everyone: Decimal,
) -> Decimal:
    """Return equity × base × confidence × trader multiplier × global multiplier, before any cap."""
    return equity * base * confidence * trader * everyone


def size(question: SizeQuestion, limits: RiskLimits) -> Sizing:
    """Return the size of a trade with its factors, its cap and, where it cannot be traded, the reason."""
    base, uncapped, distance = _uncapped(question, limits)
    wanted, capped_by = _capped(uncapped, question, limits)
    quantity = question.instrument.quantity_down(max(wanted, ZERO) / question.price)
    notional = quantity * question.price
    risk = loss_at(question.stop_loss, quantity, question, limits)
    return Sizing(
        equity=question.equity,
        base=base,
        confidence=question.confidence,
        trader_multiplier=question.trader_multiplier,
        global_multiplier=question.global_multiplier,
        uncapped=uncapped,
        notional=notional,
        quantity=quantity,
        price=question.price,
        risk=risk,
        reward_to_risk=reward_to_risk(question.price, question.stop_loss, question.first_target, question.side),
        capped_by=capped_by,
        refusal=refusal_of(quantity, question, limits),
        stop_distance=distance,
    )


def _uncapped(question: SizeQuestion, limits: RiskLimits) -> tuple[Decimal, Decimal, Decimal | None]:
    """Return the base share, the notional before any cap, and the distance of the stop when it decides.

    Sized by share: equity × base × confidence × multipliers. By risk: equity × risk × multipliers / distance, so that
    the stop loses the same share of equity wherever it is; confidence then only decides whether to trade.
    """
    factors = question.trader_multiplier, question.global_multiplier
    if limits.sizing is SizingMode.SHARE:
        base = limits.position_size
        return base, notional_of(question.equity, base, question.confidence, *factors), None
    distance = abs(question.price - question.stop_loss) / question.price
    risked = notional_of(question.equity, limits.risk_per_trade, ONE, *factors)
    return limits.risk_per_trade, risked / distance if distance else ZERO, distance


def typical_size(
    limits: RiskLimits, equity: Decimal, trader: Trader, everyone: Decimal, confidence: Decimal
) -> Decimal:
    """Return what a call of this confidence, with its stop at the default distance, would trade, before any cap."""
    if limits.sizing is SizingMode.RISK:
        return notional_of(equity, limits.risk_per_trade, ONE, trader.multiplier, everyone) / limits.default_stop
    effective = confidence * limits.source_weights.get(trader.source, ONE)
    return notional_of(equity, limits.position_size, effective, trader.multiplier, everyone)


def loss_at(stop: Decimal, quantity: Decimal, question: SizeQuestion, limits: RiskLimits) -> Decimal:
    """Return what is lost when the stop fills at its price: the distance, and the fee both ways."""
    distance = (question.price - stop) * question.side.sign
    return quantity * (distance + (question.price + stop) * limits.taker_fee)


def reward_to_risk(price: Decimal, stop: Decimal, target: Decimal | None, side: Side) -> Decimal | None:
    """Return distance to the target over distance to the stop, None without a target or a distance."""
    risk = (price - stop) * side.sign
    if target is None or risk <= ZERO:
        return None
    return (target - price) * side.sign / risk


def _capped(wanted: Decimal, question: SizeQuestion, limits: RiskLimits) -> tuple[Decimal, str | None]:
    caps = (
        (
            question.equity * limits.max_trade_share,
            f"{percent(limits.max_trade_share, 0)} of equity a trade",
        ),
        (
            question.equity * limits.max_exposure - question.exposure,
            f"total exposure of {percent(limits.max_exposure, 0)} of equity",
        ),
    )
    least, reason = min(caps, key=lambda cap: cap[0])
    return (least, reason) if wanted > least else (wanted, None)


def refusal_of(quantity: Decimal, question: SizeQuestion, limits: RiskLimits) -> str | None:
    """Return why a quantity cannot be traded, as a phrase; None when it can."""
    instrument, notional = question.instrument, quantity * question.price
    room = question.equity * limits.max_exposure - question.exposure
    if room <= ZERO:
        return f"open positions use up your total exposure of {percent(limits.max_exposure, 0)} of equity"
    at_worst = quantity * min(question.price, question.stop_loss)  # it must be closable at the stop too
    if quantity <= ZERO:
        return f"the size rounds to nothing: the smallest quantity of {instrument.base} is {instrument.lot}"
    if notional < limits.min_trade:
        return f"the size is {money(notional)}, your smallest trade is {money(limits.min_trade)}"
    if at_worst < instrument.min_notional:
        return (
            f"at the stop it would be worth {money(at_worst)}, the market's least is {money(instrument.min_notional)}"
        )
    return None
