"""Indicators over a candle series: computed in one go when candles are loaded, then followed candle by candle.

TA-Lib does the arithmetic. It is imported with the first indicator that is shown, since nobody needs it before.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from echotrade_desktop.views.models.candles import Bar, CandleSeries
from echotrade_desktop.views.models.pyramid import CLOSE, HIGH, LOW, Columns

Values = npt.NDArray[np.float64]
"""What an indicator answers, shape (outputs, candles); not a number where it has too little history."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One kind of indicator. `roles` names a colour for each output; one with a `pane` has a scale of its own."""

    key: str
    label: str
    function: str
    parameters: tuple[float, ...]
    roles: tuple[str, ...]
    inputs: tuple[int, ...] = (CLOSE,)
    pane: bool = False


INDICATORS = (
    Indicator("ema20", "EMA 20", "EMA", (20,), ("curve_a",)),
    Indicator("ema50", "EMA 50", "EMA", (50,), ("curve_b",)),
    Indicator("bollinger", "Bollinger 20, 2", "BBANDS", (20, 2.0, 2.0), ("curve_c", "curve_c", "curve_c")),
    Indicator("rsi", "RSI 14", "RSI", (14,), ("curve_a",), pane=True),
    Indicator("macd", "MACD 12, 26, 9", "MACD", (12, 26, 9), ("curve_a", "curve_b", "bars"), pane=True),
    Indicator("atr", "ATR 14", "ATR", (14,), ("curve_a",), (HIGH, LOW, CLOSE), pane=True),
)


class Study:
    """One indicator over one series. The newest candle is only looked at: it enters the state when it has closed."""

    def __init__(self, indicator: Indicator) -> None:
        self.indicator = indicator
        self._store: Values = np.empty((len(indicator.roles), 0))
        self._count = 0
        self._stream: Any = None

    @property
    def values(self) -> Values:
        """A view of all values; valid until the next change."""
        return self._store[:, : self._count]

    def load(self, columns: Columns) -> None:
        """Compute all of it anew."""
        import talib  # takes longer to load than a chart takes to appear

        self._count = count = columns.shape[1]
        self._store = np.full((len(self.indicator.roles), count + count // 16 + 16), np.nan)
        self._stream = None
        if not count:
            return
        rows = [np.ascontiguousarray(columns[row]) for row in self.indicator.inputs]
        function, parameters = self.indicator.function, self.indicator.parameters
        self._store[:, :count] = getattr(talib, function)(*rows, *parameters)
        try:
            self._stream = getattr(talib.stream, function)(*(row[:-1] for row in rows), *parameters)
        except talib.InsufficientHistory:  # a series this short is computed anew each time
            return

    def follow(self, columns: Columns) -> None:
        """The newest candle changed."""
        if self._stream is None:
            self.load(columns)
        else:
            self._store[:, self._count - 1] = self._stream.peek(*columns[list(self.indicator.inputs), -1].tolist())

    def grow(self, columns: Columns) -> None:
        """A newer candle has begun; the one before it is closed."""
        count = columns.shape[1]
        if self._stream is None or count != self._count + 1 or count > self._store.shape[1]:
            self.load(columns)
            return
        closed = columns[list(self.indicator.inputs), -2].tolist()
        self._store[:, count - 2] = self._stream.update(*closed)
        self._count = count
        self.follow(columns)


class StudySet(QObject):
    """The indicators chosen for a series, kept up to date with it."""

    def __init__(self, series: CandleSeries, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._series = series
        self._studies: dict[str, Study] = {}
        series.replaced.connect(self._load)
        series.appended.connect(self._grow)
        series.last_changed.connect(self._follow)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the chosen ones, in the order of `INDICATORS`."""
        return tuple(self._studies)

    @property
    def overlays(self) -> list[Study]:
        """Those drawn over the candles."""
        return [study for study in self._studies.values() if not study.indicator.pane]

    @property
    def panes(self) -> list[Study]:
        """Those with a pane of their own."""
        return [study for study in self._studies.values() if study.indicator.pane]

    def choose(self, keys: tuple[str, ...]) -> None:
        """Compute these and no others; keys that mean nothing are left out."""
        known, self._studies = self._studies, {}
        for indicator in INDICATORS:
            if indicator.key in keys:
                study = known.get(indicator.key)
                if study is None:
                    study = Study(indicator)
                    study.load(self._series.columns)
                self._studies[indicator.key] = study

    def _load(self) -> None:
        for study in self._studies.values():
            study.load(self._series.columns)

    def _grow(self) -> None:
        for study in self._studies.values():
            study.grow(self._series.columns)

    def _follow(self, before: Bar, after: Bar) -> None:
        for study in self._studies.values():
            study.follow(self._series.columns)
