"""How sure the parser is of its reading, from its own evidence. It only decides whether to ask."""

from decimal import Decimal

from echotrade_desktop.engine.domain.channel import Evidence
from echotrade_desktop.engine.signals.parser.draft import Draft
from echotrade_desktop.engine.signals.parser.result import CallSignal

_FULL = Decimal("1.00")


def weigh(
    signal: CallSignal, call: Draft, unused: tuple[str, ...], market_price: Decimal | None
) -> tuple[Decimal, tuple[Evidence, ...]]:
    """Return the confidence of a reading, 0–1, and what took how much from it."""
    doubts = (
        (bool(unused), "unused numbers", "-0.30", f"{', '.join(unused)} looks like a price and belongs to nothing."),
        ("entry" not in call.labelled and bool(signal.entries), "entry label", "-0.05", "The entry has no label."),
        (not signal.entries, "entry", "-0.05", "The call names no entry price."),
        (signal.stop_loss is None, "stop", "-0.10", "The call names no stop."),
        (not signal.take_profits, "targets", "-0.05", "The call names no target."),
        (call.reference, "reference price", "-0.10", "The entry is a price mentioned, not an entry written."),
        (_was_settled(call), "separators", "-0.05", "A separator was settled by the scale of the other levels."),
        (bool(call.warnings), "warnings", "-0.15", f"Unclear: {', '.join(call.warnings)}."),
        (market_price is not None, "market price", "0.00", "The entry lies near the market price."),
    )
    found = tuple(Evidence(name, Decimal(weight), sentence) for holds, name, weight, sentence in doubts if holds)
    return max(Decimal(0), _FULL + sum((evidence.weight for evidence in found), Decimal(0))), found


def _was_settled(call: Draft) -> bool:
    return any(len(item.choices) > 1 for item in call.items)
