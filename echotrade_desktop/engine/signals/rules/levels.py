"""Rules about prices: is there one, is it near the call, and are stop and targets where they must be."""

from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import (
    Answer,
    ScreeningContext,
    adverse_drift,
    in_the_same_words,
    used_leverage,
    worst_entry,
)


def price_is_live(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """No decision on a price that is missing or stale."""
    age, most = context.price_age, context.limits.stale_after
    return _live(None if age is None else words.span(age), most, age is not None and age <= most)


@in_the_same_words
def _live(age: str | None, most: timedelta, passed: bool) -> Verdict:
    limit = words.span(most)
    old = f"The price is {age} old, it may be {limit}."
    return Answer(
        passed=passed,
        value="none" if age is None else age,
        limit=f"at most {limit}",
        sentence=old if age is not None else f"There is no price yet; it may be at most {limit} old.",
        passes_if="a new price comes",
        fails_if=f"no new price comes for {limit}",
    ).named("Live price")


def price_is_near(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The price must not have run away from the call on the losing side."""
    limit, instrument = context.limits.max_drift, context.instrument
    bound = worst_entry(signal, context.limits, instrument)
    bound_text, limit_text = words.price(bound, instrument), f"at most {words.percent(limit)}"
    better, way = ("lower", "above") if signal.side is Side.LONG else ("higher", "below")
    if context.ticker is None:
        sentence = f"There is no price yet; it may be {words.percent(limit)} {way} the call."
        passes_if = f"a price of {bound_text} or {better} comes"
        return Answer(False, "no price", limit_text, sentence, passes_if).named("Price drift")
    drift = adverse_drift(signal, context.ticker)
    return Answer(
        passed=(context.ticker.entry_price(signal.side) - bound) * signal.side.sign <= ZERO,
        value=words.percent(drift),
        limit=limit_text,
        sentence=f"Price is {words.percent(drift)} {way} the call, your limit is {words.percent(limit)}.",
        passes_if=f"the price is {bound_text} or {better}",
        fails_if=f"the price is {way} {bound_text}",
        used=drift / limit if limit else None,
    ).named("Price drift")


def stop_not_reached(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A price that has fallen through the stop already would be stopped out at once."""
    stop_text = words.price(signal.stop_loss, context.instrument)
    way = "above" if signal.side is Side.LONG else "below"
    if context.ticker is None:
        sentence = f"There is no price yet; it must be {way} the stop {stop_text}."
        return Answer(False, "no price", f"{way} {stop_text}", sentence, f"a price {way} {stop_text} comes").named(
            "Stop reached"
        )
    sign = signal.side.sign
    nearer = min(context.ticker.price, context.ticker.exit_price(signal.side), key=lambda price: price * sign)
    now = words.price(nearer, context.instrument)
    passed = (nearer - signal.stop_loss) * sign > ZERO
    return Answer(
        passed=passed,
        value=now,
        limit=f"{way} {stop_text}",
        sentence=f"The price {now} {'is' if passed else 'is not'} {way} the stop {stop_text}.",
        passes_if=f"the price is {way} {stop_text}",
        fails_if=f"the price is not {way} {stop_text}",
    ).named("Stop reached")


def stop_on_losing_side(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """A long stops out below its entry, a short above it."""
    return _on_side("stop", signal, context, signal.stop_loss, losing=True).named("Stop side")


def targets_on_winning_side(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Every target lies beyond the entry on the winning side."""
    if not signal.take_profits:
        return Answer(True, "none", "any", "The call names no target; any would do.").named("Target side")
    nearest = min(signal.take_profits, key=lambda target: target * signal.side.sign)
    return _on_side("nearest target", signal, context, nearest, losing=False).named("Target side")


def _on_side(name: str, signal: TradingSignal, context: ScreeningContext, level: Decimal, *, losing: bool) -> Answer:
    below = (signal.side is Side.LONG) == losing
    passed = level < signal.price if below else level > signal.price
    level_text, entry_text = (words.price(price, context.instrument) for price in (level, signal.price))
    way = "below" if below else "above"
    return Answer(
        passed=passed,
        value=level_text,
        limit=f"{way} {entry_text}",
        sentence=f"The {name} {level_text} {'is' if passed else 'is not'} {way} the entry {entry_text}.",
        passes_if=f"the {name} is {way} {entry_text}",
        fails_if=f"the {name} is not {way} {entry_text}",
    )


def stop_before_liquidation(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The stop must come before liquidation, with a fifth of the way to spare."""
    leverage = used_leverage(signal, context.limits, context.instrument)
    room = ONE / leverage - context.instrument.maintenance_margin
    allowed = room * (ONE - context.limits.stop_before_liquidation)
    distance = (signal.price - signal.stop_loss) * signal.side.sign / signal.price
    nearest = context.instrument.stop_price(signal.price * (ONE - allowed * signal.side.sign), signal.side)
    text, way = words.price(nearest, context.instrument), "above" if signal.side is Side.LONG else "below"
    return Answer(
        passed=distance <= allowed,
        value=words.percent(distance),
        limit=f"at most {words.percent(allowed)}",
        sentence=f"At {leverage}× the stop may be {words.percent(allowed)} away, it is {words.percent(distance)}.",
        passes_if=f"the stop is at {text} or {way}" if allowed > ZERO else "less leverage is used",
        fails_if=f"the stop is not at {text} or {way}",
        used=distance / allowed if allowed > ZERO else None,
    ).named("Liquidation")
