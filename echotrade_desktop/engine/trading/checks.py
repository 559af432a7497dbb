"""Whether a stop, a target or a close may be carried out: pure answers that the preview and the engine share."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, Side, Ticker
from echotrade_desktop.engine.domain.position import Position, TakeProfit

MOST_TARGETS = 20


@dataclass(frozen=True, slots=True)
class StopCheck:
    """May the stop be there? `close_now` when it would fire at once; `loosens` when it risks more than before."""

    refusal: str | None = None
    close_now: bool = False
    loosens: bool = False
    warning: str | None = None


def check_stop(
    position: Position, price: Decimal, instrument: Instrument, ticker: Ticker | None, limits: RiskLimits
) -> StopCheck:
    """Check a stop, already on the tick, against the last price, the liquidation price and the stop before it."""
    if price <= ZERO:
        return StopCheck("A stop must be above zero.")
    sign = position.side.sign
    text = words.price(price, instrument)
    if ticker is not None and (ticker.price - price) * sign <= ZERO:
        last, side = words.price(ticker.price, instrument), "below" if position.side is Side.LONG else "above"
        return StopCheck(
            f"A stop at {text} would fire at once: the price is {last}, "
            f"and the stop of a {position.side.value} must be {side} it.",
            close_now=True,
        )
    nearest = nearest_to_liquidation(position, instrument, limits)
    if (price - nearest) * sign < ZERO:
        return StopCheck(f"A stop at {text} is too near liquidation; it may be at {words.price(nearest, instrument)}.")
    if (position.stop_loss - price) * sign > ZERO:
        more = abs(position.stop_loss - price) * position.quantity
        return StopCheck(loosens=True, warning=f"That stop risks {words.money(more)} more than the one you have.")
    return StopCheck()


def nearest_to_liquidation(position: Position, instrument: Instrument, limits: RiskLimits) -> Decimal:
    """Return the furthest stop allowed: a fifth of the way from entry to liquidation must be left beyond it."""
    way = (position.average_entry - position.liquidation_price(instrument)) * (ONE - limits.stop_before_liquidation)
    furthest = position.average_entry - way
    return instrument.price_up(furthest) if position.side is Side.LONG else instrument.price_down(furthest)


def check_targets(
    position: Position, ladder: Sequence[TakeProfit], instrument: Instrument, ticker: Ticker | None
) -> str | None:
    """Return why a target ladder cannot stand, None when it can."""
    sign = position.side.sign
    fresh = [target.price for target in ladder if not target.hit]
    if len(fresh) > MOST_TARGETS:
        return f"A position may have {MOST_TARGETS} targets; these are {len(fresh)}."
    for price in fresh:
        text = words.price(price, instrument)
        if price <= ZERO:
            return "A target must be above zero."
        if (price - position.stop_loss) * sign <= ZERO:
            return f"A target at {text} lies on the losing side of the stop."
        if ticker is not None and (price - ticker.price) * sign <= ZERO:
            side = "above" if position.side is Side.LONG else "below"
            last = words.price(ticker.price, instrument)
            return f"A target at {text} would fill at once: the price is {last}, it must be {side}."
    if len(set(fresh)) != len(fresh):
        return "Two targets at the same price: give each its own."
    return None


@dataclass(frozen=True, slots=True)
class CloseAnswer:
    """What a close comes to. `warning` says before the click when it is not what the share alone suggests."""

    quantity: Decimal = ZERO
    refusal: str | None = None
    warning: str | None = None


def closing_quantity(position: Position, share: Decimal, instrument: Instrument, ticker: Ticker | None) -> CloseAnswer:
    """Return the quantity that closing `share` of what is open now means.

    Down to the lot. When what is left could not be closed later (below the lot or the least notional), all is closed.
    """
    if not ZERO < share <= ONE:
        return CloseAnswer(refusal="Close between 0 and 100 %.")
    quantity = instrument.quantity_down(position.quantity * share)
    rest = position.quantity - quantity
    price = ticker.exit_price(position.side) if ticker else position.average_entry
    percent = words.percent(share, 0)
    if quantity <= ZERO or quantity * price < instrument.min_notional:
        if share == ONE:
            return CloseAnswer(position.quantity)
        least = words.money(instrument.min_notional)
        return CloseAnswer(
            refusal=f"{percent} of this position is below the market's least order of {least}. Close it whole."
        )
    if rest > ZERO and rest * price < instrument.min_notional:
        return CloseAnswer(
            position.quantity, warning=f"{percent} would leave too little to close later: all is closed."
        )
    return CloseAnswer(quantity)
