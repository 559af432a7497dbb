"""The rule of the volatility blackout."""

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext

NAME = "Volatility"


def volatility_is_calm(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """Above one volatility nothing is opened until it is below another; it resumes by itself."""
    above, known = context.limits.volatility_blackout, context.volatility
    resume = above if context.limits.volatility_resume is None else context.limits.volatility_resume
    now = "unknown" if known is None else words.percent(known.now)
    if above is None or resume is None:
        return Answer(True, now, "any", f"The volatility is {now}; you set no limit for it.").named(NAME)
    begins, ends = words.percent(above), words.percent(resume)
    if known is None:
        sentence = f"The volatility of {signal.symbol} is not measured yet; your blackout begins above {begins}."
        passes_if = f"it is measured and not above {begins}"
        return Answer(False, now, f"at most {begins}", sentence, passes_if).named(NAME)
    if known.is_halted(above, resume):
        sentence = f"The volatility is {now}; the blackout that began above {begins} ends below {ends}."
        return Answer(False, now, f"below {ends}", sentence, f"the volatility is below {ends}").named(NAME)
    return Answer(
        passed=True,
        value=now,
        limit=f"at most {begins}",
        sentence=f"The volatility is {now}, your blackout begins above {begins}.",
        fails_if=f"the volatility is above {begins}",
        used=known.now / above,
    ).named(NAME)
