"""Coarser and coarser candles: what a chart draws when there are more candles than pixels.

Level k holds one row for 2^k candles. Level 0 is the series itself and level 1 is cheap enough to make on the fly, so
the stored levels start at 2: together they take half of what the series takes.
"""

import numpy as np
import numpy.typing as npt

Columns = npt.NDArray[np.float64]
"""Candle columns, shape (6, n): open time (epoch s), open, high, low, close, volume."""

TIME, OPEN, HIGH, LOW, CLOSE, VOLUME = range(6)
FIRST_STORED = 2


def merged(columns: Columns, size: int) -> Columns:
    """One candle for each `size` (a power of two) in a row; the last may be of fewer."""
    count = columns.shape[1]
    if size == 1 or count == 0:
        return columns
    starts = np.arange(0, count, size)
    ends = np.minimum(starts + size, count) - 1
    made = np.empty((6, len(starts)))
    made[TIME] = columns[TIME, starts]
    made[OPEN] = columns[OPEN, starts]
    made[CLOSE] = columns[CLOSE, ends]
    whole = count // size
    for row, fold in ((HIGH, np.maximum), (LOW, np.minimum), (VOLUME, np.add)):
        made[row, :whole] = _halved(columns[row, : whole * size], size, fold)
        if whole < len(starts):
            made[row, whole] = fold.reduce(columns[row, whole * size :])
    return made


def _halved(row: npt.NDArray[np.float64], size: int, fold: np.ufunc) -> npt.NDArray[np.float64]:
    """Fold `size` neighbours, a power of two, pair by pair: five times as fast as along a short axis."""
    while size > 1:
        row, size = fold(row[0::2], row[1::2]), size // 2
    return row


def _one_of(few: list[list[float]]) -> tuple[float, ...]:
    """A handful of candles as one; Python's own arithmetic is quicker here than numpy's."""
    return few[TIME][0], few[OPEN][0], max(few[HIGH]), min(few[LOW]), few[CLOSE][-1], sum(few[VOLUME])


class Pyramid:
    """The stored levels over columns that grow and change at their end.

    A change at the end is only noted; the levels follow when one is asked for. A chart that shows each candle by itself
    never pays for them.
    """

    def __init__(self) -> None:
        self._levels: list[Columns] = []
        self._sizes: list[int] = []
        self._behind: int | None = None
        """The first candle that the levels do not know as it is."""

    def build(self, columns: Columns) -> None:
        """Make every level anew."""
        self._levels, self._sizes, self._behind = [], [], None
        below, size = columns, 1 << FIRST_STORED
        while below.shape[1] > 1:
            below = merged(below, size)
            self._levels.append(below)
            self._sizes.append(below.shape[1])
            size = 2

    def touch_last(self, columns: Columns) -> None:
        """Note a change of the last candle, or one more candle."""
        last = columns.shape[1] - 1
        self._behind = last if self._behind is None else min(self._behind, last)

    def level(self, level: int, columns: Columns) -> Columns:
        """The candles of one level; beyond the top, the top."""
        self._follow(columns)
        if level == 0 or not self._levels:
            return columns
        if level < FIRST_STORED:
            return merged(columns, 1 << level)
        stored = min(level - FIRST_STORED, len(self._levels) - 1)
        return self._levels[stored][:, : self._sizes[stored]]

    def top(self, columns: Columns) -> int:
        """The coarsest level there is."""
        self._follow(columns)
        return len(self._levels) + FIRST_STORED - 1 if self._levels else 0

    def _follow(self, columns: Columns) -> None:
        """Bring the ends of all levels up to date: a handful of rows, whatever the length."""
        if self._behind is None:
            return
        first, self._behind = self._behind, None
        below, count, size, level = columns, columns.shape[1], 1 << FIRST_STORED, 0
        while count > 1:  # several levels may have come since they were last asked for
            first, rows = first // size, -(-count // size)
            self._room(level, rows)
            if rows - first == 1:
                self._levels[level][:, first] = _one_of(below[:, first * size : count].tolist())
            else:
                self._levels[level][:, first:rows] = merged(below[:, first * size : count], size)
            below, count, size, level = self._levels[level], rows, 2, level + 1

    def _room(self, level: int, count: int) -> None:
        if level == len(self._levels):
            self._levels.append(np.empty((6, 1)))
            self._sizes.append(0)
        if count > self._levels[level].shape[1]:
            larger = np.empty((6, max(count, 2 * self._levels[level].shape[1])))
            larger[:, : self._sizes[level]] = self._levels[level][:, : self._sizes[level]]
            self._levels[level] = larger
        self._sizes[level] = max(count, self._sizes[level])
