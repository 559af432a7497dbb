"""How much a symbol moves, and when that is too much to open anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Volatility:
    """Average true range over the price, as shares, of the newest candles, oldest first; never empty."""

    shares: tuple[Decimal, ...]
    at: datetime

    @property
    def now(self) -> Decimal:
        """The newest."""
        return self.shares[-1]

    def is_halted(self, above: Decimal | None, resume: Decimal | None) -> bool:
        """Whether entries are halted with these two limits; None for `above` halts nothing."""
        return above is not None and halted(self.shares, above, above if resume is None else resume)


def halted(shares: Iterable[Decimal], above: Decimal, resume: Decimal) -> bool:
    """Return whether a blackout that begins above one limit and ends below another is on after `shares`.

    Between the two it stays as it was. It is told by the candles alone, so a restart does not end it.
    """
    on = False
    for share in shares:
        on = share > above or (on and share >= resume)
    return on
