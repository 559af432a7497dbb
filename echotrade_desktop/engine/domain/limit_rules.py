"""How limits are described, checked and kept: the port behind `ChangeLimits`, in the user's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import LimitChange


@dataclass(frozen=True, slots=True)
class LimitRule:
    """What a limit is: its field, its name and a sentence in words, its unit, its default as text."""

    field: str
    name: str
    sentence: str
    unit: str  # share, $, ×, s, symbols, …; "" for a plain number
    default: str


class BadLimits(BadInput):
    """Values that limits cannot have, each with the end of a sentence that says why."""

    def __init__(self, refusals: Sequence[tuple[str, str]], names: Sequence[str]) -> None:
        self.refusals = tuple(refusals)
        told = " ".join(f"{name} {why}." for name, (_, why) in zip(names, refusals, strict=True))
        super().__init__(f"{told} Nothing was saved.")


class LimitsKeeper(Protocol):
    """Reads limits from text by the rules of the settings, and keeps them where the next start finds them."""

    def rules(self) -> Sequence[LimitRule]:
        """Return what there is to set, in order."""
        ...

    def text_of(self, limits: RiskLimits, field: str) -> str:
        """Return a limit's value as text that `changed` reads back."""
        ...

    def changed(self, limits: RiskLimits, changes: Sequence[tuple[str, str]]) -> RiskLimits:
        """Return limits with those values. Raises `BadLimits` with every value that is no good."""
        ...

    def differences(self, before: RiskLimits, after: RiskLimits) -> tuple[LimitChange, ...]:
        """Return what is different, in words."""
        ...

    def save(self, limits: RiskLimits) -> None:
        """Keep them, whole or not at all. Blocks. Raises `StoreUnavailable`; then the old ones are kept."""
        ...
