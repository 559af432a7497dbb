"""The rule of chosen traders."""

from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict
from echotrade_desktop.engine.signals.rules.context import Answer, ScreeningContext, in_the_same_words


def trader_is_chosen(signal: TradingSignal, context: ScreeningContext) -> Verdict:
    """With traders chosen, calls of the others are shown, not traded. They are chosen by id: a name can be copied."""
    return _chosen(signal.trader_id, signal.trader_name, context.limits.only_traders)


@in_the_same_words
def _chosen(trader_id: str, name: str, chosen: frozenset[str]) -> Verdict:
    if not chosen:
        return Answer(True, "any", "any", "You follow any trader who is switched on.").named("Chosen traders")
    listed = trader_id in chosen
    return Answer(
        passed=listed,
        value="chosen" if listed else "not chosen",
        limit="chosen",
        sentence=f"{name} is {'one' if listed else 'not one'} of the traders you have chosen.",
        passes_if=f"you choose {name}",
        fails_if=f"you no longer choose {name}" if len(chosen) > 1 else f"you choose another trader than {name}",
    ).named("Chosen traders")
