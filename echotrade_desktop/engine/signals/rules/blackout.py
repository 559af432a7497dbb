"""The rule of fixed blackouts: news, funding, holidays."""

from echotrade_desktop.engine.domain.schedule import covering, spoken
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words
from echotrade_desktop.engine.signals.rules.wall_clock import place, time_there, turn


def not_in_blackout(_signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """In a blackout, once or every week, nothing is opened."""
    periods, now = context.limits.blackouts, time_there(context)
    inside = covering(periods, context.now, context.limits.zone)
    change = turn(periods, context)
    if inside is None:
        return _no_blackout(now, place(context), change)
    return Answer(
        passed=False,
        value=now,
        limit=f"not {spoken(inside)}",
        sentence=f"It is {now}{place(context)}, within your blackout {spoken(inside)}.",
        passes_if=change or "you remove that blackout",
    ).named("Blackout")


@in_the_same_words
def _no_blackout(now: str, where: str, change: str | None) -> Verdict:
    sentence = f"It is {now}{where}; no blackout is on."
    return Answer(True, now, "no blackout", sentence, fails_if=change).named("Blackout")
