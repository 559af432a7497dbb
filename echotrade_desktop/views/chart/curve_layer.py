"""Curves and bars of indicators, painted from numpy columns: only what an area needs, one point a pixel at most."""

from dataclasses import dataclass

import numpy as np
from pyqtgraph.functions import arrayToQPolygonF
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from echotrade_desktop.views.chart.candle_item import level_of
from echotrade_desktop.views.chart.exposure import Edges, Exposure
from echotrade_desktop.views.chart.ink import Ink
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import CandleSeries
from echotrade_desktop.views.models.indicators import Study, Values

_PEN = 1.25
_MARGIN = 3.0


@dataclass(frozen=True, slots=True)
class Band:
    """Where a study is drawn: between these heights (pixels), which stand for `high` and `low` on its scale."""

    study: Study
    top: float
    bottom: float
    high: float
    low: float
    log: bool = False

    def y_of(self, values: Values) -> Values:
        """The pixels of values."""
        scaled = np.log10(np.maximum(values, 1e-12)) if self.log else values
        return self.top + (self.high - scaled) / (self.high - self.low) * (self.bottom - self.top)

    def holds(self, values: Values) -> bool:
        """Whether values, so far as they are numbers, lie on the scale."""
        known = values[np.isfinite(values)]
        return bool(((known >= self.low) & (known <= self.high)).all())


class CurveLayer:
    """All curves of a chart, as one layer among those of parts."""

    def __init__(self, series: CandleSeries, exposure: Exposure) -> None:
        self._series, self._exposure = series, exposure
        self._viewport = Viewport()
        self._bands: tuple[Band, ...] = ()
        self._rects = PrimitiveArray(QRectF, 4)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint."""
        return not self._bands

    @property
    def bands(self) -> tuple[Band, ...]:
        """What is drawn, and where."""
        return self._bands

    def show(self, viewport: Viewport, bands: tuple[Band, ...]) -> None:
        """Draw these for another part of the market; the whole plot is painted with it."""
        self._viewport, self._bands = viewport, bands
        self._exposure.touch_all()

    def follow_last(self, before: dict[str, list[float]]) -> None:
        """Repaint the end of each curve, as it was (`before`, its last values by key) and as it is."""
        count = len(self._series)
        if not count:
            return
        view = self._viewport
        size = 1 << level_of(view.step * view.dpr)
        first = max(0, (count - 1) // size * size - size)
        left, right = view.candle_x(self._series.times[first]), view.candle_x(self._series.times[count - 1])
        for band in self._bands:
            old = np.array(before.get(band.study.indicator.key, []))
            values = np.concatenate((band.study.values[:, first:count].ravel(), old))
            if "bars" in band.study.indicator.roles:
                values = np.append(values, 0.0)
            values = values[np.isfinite(values)]
            if len(values):
                y = np.clip(band.y_of(values), band.top, band.bottom)
                reach = _MARGIN + view.step
                self._exposure.touch(left - reach, y.min() - _MARGIN, right + reach, y.max() + _MARGIN)

    def within(self, area: Edges) -> "CurveLayer | None":
        """Itself while there are curves: each tells for itself what it reaches."""
        return self if self._bands else None

    def paint_in(self, painter: QPainter, ink: Ink, area: Edges) -> None:
        """Paint what reaches into an area."""
        for band in self._bands:
            if band.top < area[3] and band.bottom > area[1] and area[0] < self._viewport.width:
                self._paint_band(painter, ink, band, area)

    def paint(self, painter: QPainter, ink: Ink, areas: list[Edges]) -> None:
        """Paint once what reaches into any of the areas."""
        lefts, tops, rights, bottoms = zip(*areas, strict=True)
        self.paint_in(painter, ink, (min(lefts), min(tops), max(rights), max(bottoms)))

    def _paint_band(self, painter: QPainter, ink: Ink, band: Band, area: Edges) -> None:
        view, (left, top, right, bottom) = self._viewport, area
        size = 1 << level_of(view.step * view.dpr)
        begin, end = view.time_at(left), view.time_at(min(right, view.width))
        first, last = self._series.slice_between(begin - 2 * size * view.seconds, end + size * view.seconds)
        first, last = first // size * size, min(last + size, len(self._series))
        if last <= first:
            return
        picked = np.arange(first, last, size)
        if last == len(self._series) and picked[-1] != last - 1:
            picked = np.append(picked, last - 1)  # the newest candle is always the end
        x = view.width - (view.right - np.floor(self._series.times[picked] / view.seconds) - 0.5) * view.step
        painter.save()
        painter.setClipRect(QRectF(0, band.top, view.width, band.bottom - band.top), Qt.ClipOperation.IntersectClip)
        for role, row in zip(band.study.indicator.roles, band.study.values[:, picked], strict=True):
            known = np.isfinite(row)
            if known.any() and _reaches(band.y_of(row[known]), role, band, top, bottom):
                draw = self._bars if role == "bars" else self._curve
                draw(painter, ink, role, x[known], band, row[known])
        painter.restore()

    def _curve(self, painter: QPainter, ink: Ink, role: str, x: Values, band: Band, row: Values) -> None:
        if len(x) < 2:
            return
        points = arrayToQPolygonF(x, np.clip(band.y_of(row), -1e5, 1e5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink[role], _PEN))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)

    def _bars(self, painter: QPainter, ink: Ink, role: str, x: Values, band: Band, row: Values) -> None:
        width = max(1.0, np.floor(self._viewport.step * 0.6))
        y, zero = band.y_of(row), float(band.y_of(np.zeros(1))[0])
        rects = np.empty((len(x), 4))
        rects[:, 0], rects[:, 1] = np.floor(x - width / 2), np.minimum(y, zero)
        rects[:, 2], rects[:, 3] = width, np.maximum(np.abs(y - zero), 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for chosen, colour in ((row >= 0, ink["up"]), (row < 0, ink["down"])):
            if chosen.any():
                self._rects.resize(int(chosen.sum()))
                self._rects.ndarray()[:] = rects[chosen]
                painter.setBrush(_faint(colour))
                painter.drawRects(*self._rects.drawargs())


def _reaches(y: Values, role: str, band: Band, top: float, bottom: float) -> bool:
    """Whether what is drawn at these heights lies between two others, a pen's width aside."""
    zero = band.y_of(np.zeros(1))[0] if role == "bars" else y[0]
    return bool(min(y.min(), zero) - _MARGIN < bottom and max(y.max(), zero) + _MARGIN > top)


def _faint(colour: QColor) -> QColor:
    made = QColor(colour)
    made.setAlphaF(0.6)
    return made
