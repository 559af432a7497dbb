"""The equity curve as far as it has come, taken in mark by mark: a year of it takes no more room than a week."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.facts import EquityMarked
from echotrade_desktop.engine.domain.read import EquityPoint

MOST_POINTS = 4_000
_GROUP = 4


class EquityCurve:
    """Folds `EquityMarked` facts; keeps the newest whole, and of the older ones what a drawing needs."""

    def __init__(self) -> None:
        self.newest: EquityMarked | None = None
        self._peak = ZERO
        self._deepest = ZERO
        self._scale = ONE  # brings an equity on the footing before money was paid in or taken out
        self._first: Decimal | None = None
        self._closes: dict[date, Decimal] = {}  # the last mark of each day of UTC
        self._points: list[EquityPoint] = []

    def take(self, mark: EquityMarked) -> None:
        """Take in the next mark."""
        self.newest = mark
        equity = mark.equity * self._scale
        if self._first is None:
            self._first = equity
        self._peak = max(self._peak, equity)
        if self._peak > ZERO:
            self._deepest = max(self._deepest, (self._peak - equity) / self._peak)
        self._closes[mark.at.date()] = equity
        self._points.append(EquityPoint(mark.at, mark.equity))
        if len(self._points) > MOST_POINTS:
            self._points = thinned(self._points)

    def rebase(self, before: Decimal, amount: Decimal) -> None:
        """Let an amount that was paid in (taken out, below zero) at an equity be no gain and no fall."""
        if before > ZERO and before + amount > ZERO:
            self._scale *= before / (before + amount)
        else:
            self._peak = ZERO  # an account that was emptied, or filled again, has no fall behind it

    @property
    def max_drawdown(self) -> Decimal | None:
        """The deepest fall from a peak, as a share of it, over every mark."""
        return None if self._first is None else self._deepest

    @property
    def points(self) -> tuple[EquityPoint, ...]:
        """The curve, oldest first: marks as they were recorded, the older ones fewer."""
        return tuple(self._points)

    def closes(self, today: date) -> tuple[Decimal, ...]:
        """Return the first mark, then the last of each day before `today` that had one, less what was paid in.

        Only their ratios mean something: they are those of one unit of the account (time-weighted).

        A day on which the app did not run has no mark and none of its own: what happened then is in the next day's.
        """
        if self._first is None:
            return ()
        return (self._first, *(close for day, close in self._closes.items() if day < today))


def rebased(figure: Decimal, before: Decimal, amount: Decimal) -> Decimal:
    """Return an earlier equity on the footing after `amount` came at an equity of `before`: their ratio stays."""
    after = before + amount
    return figure * after / before if before > ZERO and after > ZERO else max(ZERO, after)


def thinned(points: Sequence[EquityPoint]) -> list[EquityPoint]:
    """Return half of the points: of each four the lowest and the highest, so that no extreme is lost; and the last."""
    kept: list[EquityPoint] = []
    for at in range(0, len(points) - 1, _GROUP):
        group = points[at : min(at + _GROUP, len(points) - 1)]
        low, high = min(group, key=_equity), max(group, key=_equity)
        kept += [low, high] if low.at < high.at else [high, low] if high is not low else [low]
    return [*kept, points[-1]]


def _equity(point: EquityPoint) -> Decimal:
    return point.equity
