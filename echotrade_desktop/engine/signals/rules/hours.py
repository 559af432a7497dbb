"""The rule of trading hours."""

from echotrade_desktop.engine.domain.schedule import covering, spoken
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words
from echotrade_desktop.engine.signals.rules.wall_clock import place, time_there, turn


def in_trading_hours(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """With trading hours set, nothing is opened outside them."""
    hours, now = context.limits.trading_hours, time_there(context)
    if not hours:
        return _any_hour(now)
    told, change = ", ".join(map(spoken, hours)), turn(hours, context)
    return Answer(
        passed=covering(hours, context.now, context.limits.zone) is not None,
        value=now,
        limit=told,
        sentence=f"It is {now}{place(context)}; you trade {told}.",
        passes_if=change or "you add this hour to your trading hours",
        fails_if=change,
    ).named("Trading hours")


@in_the_same_words
def _any_hour(now: str) -> Verdict:
    return Answer(True, now, "any", f"It is {now}; you trade at any hour.").named("Trading hours")
