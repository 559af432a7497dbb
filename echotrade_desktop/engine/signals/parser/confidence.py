"""How sure the parser is of its reading, from its own evidence. It only decides whether to ask."""

from decimal import Decimal

from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.result import CallSignal, Evidence

_FULL = Decimal("1.00")


def weigh(
    signal: CallSignal, call: Draft, unused: tuple[str, ...], market_price: Decimal | None
) -> tuple[Decimal, tuple[Evidence, ...]]:
    """Return the confidence of a reading, 0–1, and what took how much from it."""
    found: list[Evidence] = []

    def note(name: str, weight: str, sentence: str) -> None:
        found.append(Evidence(name, Decimal(weight), sentence))

    if unused:
        note("unused numbers", "-0.30", f"{', '.join(unused)} looks like a price and belongs to nothing.")
    if "entry" not in call.labelled and signal.entries:
        note("entry label", "-0.05", "The entry has no label; it stands beside the side or the symbol.")
    if not signal.entries:
        note("entry", "-0.05", "The call names no entry price.")
    if signal.stop_loss is None:
        note("stop", "-0.10", "The call names no stop.")
    if not signal.take_profits:
        note("targets", "-0.05", "The call names no target.")
    if call.reference:
        note("reference price", "-0.10", "The entry is a price mentioned, not an entry written.")
    if any(len(item.choices) > 1 for item in call.items):
        note("separators", "-0.05", "A separator was settled by the scale of the other levels.")
    if call.warnings:
        note("warnings", "-0.15", f"Unclear: {', '.join(call.warnings)}.")
    if market_price is not None:
        note("market price", "0.00", "The entry lies near the market price.")
    total = max(Decimal(0), _FULL + sum((evidence.weight for evidence in found), Decimal(0)))
    return total, tuple(found)
