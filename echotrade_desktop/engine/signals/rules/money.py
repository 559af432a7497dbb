"""Rules about money: today's loss, the drawdown, the size of the trade."""

from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE, ZERO, down_to_step
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext

CENT = Decimal("0.01")


def loss_today_in_limit(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """After too large a loss today nothing new is opened."""
    loss = max(ZERO, context.day_start_equity - context.equity)
    limit = context.day_start_equity * context.limits.max_daily_loss
    worst = context.worst_loss_today
    if ZERO < limit <= worst:  # hit today: a recovery does not open the day again
        halted = _below("lost today", max(loss, worst), limit)
        return replace(halted, passes_if="a new day begins, at 00:00 UTC", used=ONE).named("Loss today")
    return _below("lost today", loss, limit).named("Loss today")


def drawdown_in_limit(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Too far below the highest equity nothing new is opened."""
    down = max(ZERO, context.peak - context.equity)
    return _below("below the highest equity", down, context.peak * context.limits.max_drawdown).named("Drawdown")


def _below(what: str, value: Decimal, limit: Decimal) -> Answer:
    limit_text = words.money(down_to_step(limit, CENT))  # what is below it as shown is below it
    return Answer(
        passed=value < limit,
        value="none" if value == ZERO else words.money(value),
        limit=f"below {limit_text}",
        sentence=f"{words.money(value)} {what}, your limit is {limit_text}.",
        passes_if=f"it is below {limit_text}",
        fails_if=f"it is more than {limit_text}",
        used=value / limit if limit else None,
    )


def size_is_tradable(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """The size must be above the market's and the user's minimum, also when it is closed at the stop."""
    sizing = context.sizing
    size = words.money(sizing.notional)
    least = words.money(max(context.limits.min_trade, context.instrument.min_notional))
    capped = f" (capped by {sizing.capped_by})" if sizing.capped_by else ""
    why = f": {sizing.refusal}" if sizing.refusal else ""
    return Answer(
        passed=sizing.refusal is None,
        value=size,
        limit=f"at least {least}",
        sentence=f"The size is {size}{capped}, the least is {least}{why}.",
        passes_if="the size is larger",
        fails_if=f"the size is below {least}",
    ).named("Size")


def size_in_range(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """An optional range of sizes, off by default."""
    least, most, value = context.limits.size_min, context.limits.size_max, context.sizing.notional
    low = words.money(least) if least is not None else "any"
    high = words.money(most) if most is not None else "any"
    unset = least is None and most is None
    wanted = "any" if unset else f"{low} to {high}"
    return Answer(
        passed=(least is None or value >= least) and (most is None or value <= most),
        value=words.money(value),
        limit=wanted,
        sentence=f"The size is {words.money(value)}; " + ("you set no range." if unset else f"your range is {wanted}."),
        passes_if=f"it is in {wanted}",
        fails_if=None if unset else f"it is out of {wanted}",
    ).named("Size range")
