"""The rule of chosen sources."""

from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext


def source_is_chosen(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """With sources chosen, calls of the others are shown, not traded."""
    chosen = context.limits.only_sources
    name, wanted = signal.source.value.capitalize(), ", ".join(sorted(kind.value.capitalize() for kind in chosen))
    if not chosen:
        return Answer(True, name, "any", f"It comes from {name}; you follow any source.").named("Source")
    return Answer(
        passed=signal.source in chosen,
        value=name,
        limit=f"only {wanted}",
        sentence=f"It comes from {name}; you follow only {wanted}.",
        passes_if=f"you choose {name} as a source",
        fails_if=f"you choose other sources than {name}",
    ).named("Source")
