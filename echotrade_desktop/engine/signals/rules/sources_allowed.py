"""The rule of chosen sources."""

from echotrade_desktop.engine.domain.signal import SourceKind, TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words


def source_is_chosen(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """With sources chosen, calls of the others are shown, not traded."""
    return _chosen(signal.source, context.limits.only_sources)


@in_the_same_words
def _chosen(source: SourceKind, chosen: frozenset[SourceKind]) -> Verdict:
    name, wanted = source.value.capitalize(), ", ".join(sorted(kind.value.capitalize() for kind in chosen))
    if not chosen:
        return Answer(True, name, "any", f"It comes from {name}; you follow any source.").named("Source")
    return Answer(
        passed=source in chosen,
        value=name,
        limit=f"only {wanted}",
        sentence=f"It comes from {name}; you follow only {wanted}.",
        passes_if=f"you choose {name} as a source",
        fails_if=f"you choose other sources than {name}",
    ).named("Source")
