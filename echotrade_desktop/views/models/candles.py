"""The candles of one chart as numpy columns: a store that doubles, and the levels of detail over it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QObject, Signal

from echotrade_desktop.engine.domain.market import Candle
from echotrade_desktop.views.models.pyramid import CLOSE, HIGH, LOW, OPEN, TIME, VOLUME, Columns, Pyramid, merged

_SMALLEST_STORE = 256
_Row = tuple[float, float, float, float, float, float]
MOST_CANDLES = 200_000
"""What a chart takes by and by: scrolling back ends there, and live candles push the oldest out. Given at once, any
number is taken."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One candle in a chart's floats; `time` is when it opened, epoch seconds."""

    time: float
    open: float
    high: float
    low: float
    close: float
    volume: float

    @property
    def rising(self) -> bool:
        """Whether it closed at or above its open."""
        return self.close >= self.open

    @property
    def opened_at(self) -> datetime:
        """When it opened, aware UTC."""
        return datetime.fromtimestamp(self.time, UTC)


def bar_of(candle: Candle) -> Bar:
    """A domain candle in a chart's floats."""
    return Bar(
        candle.timestamp.timestamp(),
        float(candle.open),
        float(candle.high),
        float(candle.low),
        float(candle.close),
        float(candle.volume),
    )


def columns_of(candles: Sequence[Candle]) -> Columns:
    """Domain candles as columns, in the order given."""
    made = np.empty((6, len(candles)))
    for index, candle in enumerate(candles):
        bar = bar_of(candle)
        made[:, index] = (bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume)
    return made


class CandleSeries(QObject):
    """Candles in the order of time, each time once, all numbers finite.

    Signals:
    replaced: all candles are others, or older ones came in front.
    last_changed(Bar, Bar): the newest candle was one and is the other.
    appended: a newer candle has begun.
    """

    replaced = Signal()
    last_changed = Signal(object, object)
    appended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = np.empty((6, _SMALLEST_STORE))
        self._end = 0
        self._pyramid = Pyramid()

    def __len__(self) -> int:
        return self._end

    @property
    def columns(self) -> Columns:
        """A view of all candles, shape (6, n); valid until the next change."""
        return self._store[:, : self._end]

    @property
    def times(self) -> np.ndarray:
        """When each candle opened, epoch seconds, ascending."""
        return self._store[TIME, : self._end]

    @property
    def last(self) -> Bar | None:
        """The newest candle."""
        return self.bar(len(self) - 1) if len(self) else None

    @property
    def first_time(self) -> float | None:
        """When the oldest candle opened."""
        return float(self._store[TIME, 0]) if len(self) else None

    def bar(self, index: int) -> Bar:
        """The candle at `index`, 0 the oldest."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        return Bar(*self._store[:, index].tolist())

    def index_at(self, time: float) -> int:
        """The index of the last candle that opened at or before `time`; -1 when there is none."""
        return int(np.searchsorted(self.times, time, side="right")) - 1

    def slice_between(self, begin: float, end: float) -> tuple[int, int]:
        """The half-open range of indices of candles that opened in [begin, end)."""
        first, last = np.searchsorted(self.times, (begin, end), side="left")
        return int(first), int(last)

    def level(self, level: int) -> Columns:
        """Candles merged 2^level at a time."""
        return self._pyramid.level(level, self.columns)

    def window(self, first: int, last: int, level: int) -> Columns:
        """The merged candles that hold the indices [first, last): aligned, so that a pan never regroups them."""
        level = min(level, self._pyramid.top(self.columns)) if level else 0
        size = 1 << level
        begin, end = first // size, -(-last // size)
        if level < 2:  # not stored: merge just what is asked for
            return merged(self.columns[:, begin * size : end * size], size)
        return self.level(level)[:, begin:end]

    def replace(self, candles: Iterable[Candle] | Columns) -> None:
        """Show these candles instead; they may come unordered, the later of two with one time counts."""
        self._take(_clean(candles))
        self.replaced.emit()

    def prepend(self, candles: Iterable[Candle] | Columns) -> None:
        """Put older candles in front; what is not older than the first is left out."""
        older = _clean(candles)
        if len(self):
            older = older[:, older[TIME] < self._store[TIME, 0]]
        if older.shape[1]:
            self._take(np.concatenate((older, self.columns), axis=1))
            self.replaced.emit()

    def update_last(self, candle: Candle | Bar) -> None:
        """Change the newest candle. One that is newer is appended; an older one is corrected in its place."""
        bar = candle if isinstance(candle, Bar) else bar_of(candle)
        row = (bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume)
        if not all(map(math.isfinite, row)):
            return
        last = self.last
        if last is None or bar.time > last.time:
            self._push(row)
            self.appended.emit()
        elif bar.time == last.time:
            self._store[:, self._end - 1] = row
            self._pyramid.touch_last(self.columns)
            self.last_changed.emit(last, bar)
        else:
            self._correct(row)

    def append(self, candle: Candle | Bar) -> None:
        """Begin a newer candle; the same door as `update_last`, which tells by the time."""
        self.update_last(candle)

    def _take(self, columns: Columns) -> None:
        count = columns.shape[1]
        self._store = np.empty((6, max(_SMALLEST_STORE, count + count // 16)))
        self._store[:, :count] = columns
        self._end = count
        self._pyramid.build(self.columns)

    def _push(self, row: _Row) -> None:
        if self._end == self._store.shape[1] and self._end > 2 * MOST_CANDLES:
            self._take(self.columns[:, -MOST_CANDLES:].copy())
        if self._end == self._store.shape[1]:
            larger = np.empty((6, 2 * self._end))
            larger[:, : self._end] = self._store
            self._store = larger
        self._store[:, self._end] = row
        self._end += 1
        self._pyramid.touch_last(self.columns)

    def _correct(self, row: _Row) -> None:
        index = self.index_at(row[TIME])
        if index >= 0 and self.times[index] == row[TIME]:
            self._store[:, index] = row
            self._pyramid.build(self.columns)
            self.replaced.emit()


def _clean(candles: Iterable[Candle] | Columns) -> Columns:
    """Columns without what is not a number, ascending, each time once."""
    columns = candles if isinstance(candles, np.ndarray) else columns_of(list(candles))
    sound = np.isfinite(columns).all(axis=0)
    if not sound.all():
        columns = columns[:, sound]
    if columns.shape[1] > 1 and not (np.diff(columns[TIME]) > 0).all():
        columns = columns[:, np.argsort(columns[TIME], kind="stable")]
        columns = columns[:, np.append(np.diff(columns[TIME]) > 0, True)]
    return columns


__all__ = ["CLOSE", "HIGH", "LOW", "OPEN", "TIME", "VOLUME", "Bar", "CandleSeries", "bar_of", "columns_of"]
