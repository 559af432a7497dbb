"""How much a symbol moves, and when that is too much to open anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

Halts = tuple[tuple[datetime, datetime | None], ...]
"""When entries were halted, ascending: since, and until or None while it lasts."""


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

    def halts(self, above: Decimal | None, resume: Decimal | None, every: timedelta) -> Halts:
        """Return when these limits halted entries, told by candles `every` so long; the last may still be on.

        The newest share is that of the candle open at `at`; a halt begins and ends with the candle that caused it.
        """
        if above is None:
            return ()
        ends = above if resume is None else resume
        opened = self.at - (self.at - datetime.min.replace(tzinfo=self.at.tzinfo)) % every
        found: list[tuple[datetime, datetime | None]] = []
        since: datetime | None = None
        for place, share in enumerate(self.shares, 1 - len(self.shares)):
            on = share > above or (since is not None and share >= ends)
            moment = opened + place * every
            if on and since is None:
                since = moment
            elif since is not None and not on:
                found.append((since, moment))
                since = None
        return (*found, (since, None)) if since is not None else tuple(found)


def halted(shares: Iterable[Decimal], above: Decimal, resume: Decimal) -> bool:
    """Return whether a blackout that begins above one limit and ends below another is on after `shares`.

    Between the two it stays as it was. It is told by the candles alone, so a restart does not end it.
    """
    on = False
    for share in shares:
        on = share > above or (on and share >= resume)
    return on
