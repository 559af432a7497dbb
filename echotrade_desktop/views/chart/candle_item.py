"""Candles and volume on whole device pixels: only what is exposed, one bar a pixel at most, two calls a colour."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from echotrade_desktop.views.chart.exposure import Exposure
from echotrade_desktop.views.chart.guard import guarded
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import CLOSE, HIGH, LOW, OPEN, TIME, VOLUME, Bar, CandleSeries
from echotrade_desktop.views.models.pyramid import Columns

_Row = npt.NDArray[np.float64]
VOLUME_SHARE = 0.15
"""How much of the plot's height the tallest volume bar takes."""
FEW = 4
"""Up to so many candles, as after a tick, Python's own arithmetic is quicker than numpy's."""


@dataclass(frozen=True, slots=True)
class CandleColours:
    """What candles and volume are filled with; `ground` fills a hollow body."""

    up: QColor
    down: QColor
    volume_up: QColor
    volume_down: QColor
    ground: QColor


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide a candle is in device pixels."""

    slot: float
    body: int
    wick: int

    @property
    def inset(self) -> int:
        """How far from its slot's left edge the body begins."""
        return (math.ceil(self.slot - 1e-6) - self.body) // 2


def shape_of(step: float, dpr: float) -> Shape:
    """The body, about four fifths of the slot, with the wick in its very middle."""
    wick = max(1, round(dpr)) if step >= 4 * dpr else 1
    body = max(wick, int(step * 0.8 + 1e-9))
    return Shape(step, body - (body - wick) % 2, wick)


def level_of(step: float) -> int:
    """The level of detail at which a bar takes at least one device pixel."""
    return max(0, math.ceil(-math.log2(step) - 1e-9)) if step < 1 else 0


class CandleItem(pg.GraphicsObject):
    """The candles of a series inside a view box whose x is chart time and whose y is the price (or its logarithm)."""

    def __init__(self, series: CandleSeries, colours: CandleColours, exposure: Exposure | None = None) -> None:
        """`exposure` tells the areas of a paint under way, in the pixels of the viewport."""
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._series = series
        self._colours = colours
        self._hollow = False
        self._viewport = Viewport()
        self._view = QRectF(0, 0, 1, 1)
        self._volume_top = 0.0
        self._highest = 0.0
        self._exposure = exposure
        self._rects = PrimitiveArray(QRectF, 4)

    def set_colours(self, colours: CandleColours, hollow: bool = False) -> None:
        """Paint with these; `hollow` leaves the bodies of rising candles empty."""
        self._colours, self._hollow = colours, hollow
        self.update()

    def set_view(self, viewport: Viewport) -> None:
        """Show another part of the market."""
        view = QRectF(viewport.left, viewport.low, viewport.right - viewport.left, viewport.high - viewport.low)
        if view != self._view:
            self.prepareGeometryChange()
        self._view, self._viewport = view, viewport
        columns = self._window(view.left(), view.right(), self._level())
        self._volume_top = float(columns[VOLUME].max()) if columns.shape[1] else 0.0
        self._highest = float(columns[HIGH].max()) if columns.shape[1] else 0.0
        self.update()

    def follow_last(self, before: Bar, after: Bar) -> None:
        """Repaint the newest candle only, as it was and as it is."""
        bar = self._bar_with(after)
        if bar.volume > self._volume_top:
            self._volume_top = bar.volume * 1.15  # some air, or each trade of a busy candle would rescale them all
            self._touch(self._band(1.0, self._view.left(), self._view.width()))
        left = bar.time / self._viewport.seconds
        width = after.time / self._viewport.seconds + 1 - left
        self._highest = max(self._highest, after.high)
        low, high = self._viewport.up(min(before.low, bar.low)), self._viewport.up(max(before.high, bar.high))
        pixel = self._view.height() / self._viewport.height
        self._touch(QRectF(left, low - 2 * pixel, width, high - low + 4 * pixel))
        if before.volume != after.volume and self._volume_top:
            self._touch(self._band(min(1.0, bar.volume / self._volume_top), left, width))

    def _bar_with(self, last: Bar) -> Bar:
        """What is drawn of the newest candle: itself, or the one it is merged into."""
        level = self._level()
        if level == 0:
            return last
        count = len(self._series)
        return Bar(*self._series.window(count - 1, count, level)[:, -1].tolist())

    def _touch(self, area: QRectF) -> None:
        """Repaint an area of chart time and prices."""
        if self._exposure is None or self._exposure.widget is None:
            self.update(area)
            return
        view = self._viewport
        across, tall = view.width / self._view.width(), view.height / self._view.height()
        left, top = (area.left() - self._view.left()) * across, (self._view.bottom() - area.bottom()) * tall
        self._exposure.touch(left - 1, top - 1, left + area.width() * across + 1, top + area.height() * tall + 1)

    def _band(self, share: float, left: float, width: float) -> QRectF:
        pixels = 2 + self._viewport.height * VOLUME_SHARE * share
        return QRectF(left, self._view.top(), width, self._view.height() * pixels / self._viewport.height)

    def _level(self) -> int:
        return level_of(self._viewport.step * self._viewport.dpr)

    def _exposed(self, around: QRectF) -> tuple[float, float]:
        """From where to where in chart time a paint needs candles; what lies above them all needs none."""
        areas = self._exposure.areas if self._exposure is not None else []
        view, top = self._viewport, self._viewport.y_of(self._highest) - 2 if self._highest else 0.0
        touched = [(left, right) for left, _, right, bottom in areas if bottom > top]
        if not areas:
            return around.left(), around.right()
        if not touched:
            return 0.0, 0.0
        return (
            view.time_at(min(left for left, _ in touched)) / view.seconds,
            view.time_at(max(right for _, right in touched)) / view.seconds,
        )

    def _window(self, left: float, right: float, level: int) -> Columns:
        seconds = self._viewport.seconds
        first, last = self._series.slice_between((left - 1) * seconds, right * seconds)
        return self._series.window(first, last, level) if last > first else np.empty((6, 0))

    def boundingRect(self) -> QRectF:
        return self._view

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        device = painter.deviceTransform()
        step = device.m11()
        if step <= 0 or device.m22() >= 0:
            return
        level = level_of(step)
        margin = 2 / step
        begin, end = self._exposed(option.exposedRect)
        columns = self._window(begin - margin, end + margin, level)
        if not columns.shape[1]:
            return
        painter.setWorldTransform(device.inverted()[0] * painter.worldTransform())  # now one unit is one device pixel
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        dpr = painter.device().devicePixelRatioF()
        shape = shape_of(step, dpr) if level == 0 else None
        bottom = round(self._view.top() * device.m22() + device.dy())
        plot_height = self._view.height() * -device.m22()
        if shape and columns.shape[1] <= FEW and not self._viewport.log and not self._hollow:
            self._paint_few(painter, columns, shape, device, bottom, plot_height * VOLUME_SHARE)
            return
        left = np.floor(columns[TIME] / self._viewport.seconds * step + (device.dx() + 0.5))
        rising = columns[CLOSE] >= columns[OPEN]
        self._paint_volume(painter, columns, left, rising, shape, bottom, plot_height)
        self._paint_candles(painter, columns, left, rising, shape, device.m22(), device.dy())

    def _paint_few(
        self, painter: QPainter, columns: Columns, shape: Shape, device: QTransform, bottom: int, tallest: float
    ) -> None:
        """The same as for many, to the last pixel, one after the other."""
        seconds, step, across = self._viewport.seconds, device.m11(), device.dx() + 0.5
        scale, origin, body, wick = device.m22(), device.dy() + 0.5, shape.body, shape.wick
        volume_scale = tallest / self._volume_top if self._volume_top > 0 else 0.0
        volumes: tuple[list[QRectF], list[QRectF]] = ([], [])
        candles: tuple[list[QRectF], list[QRectF]] = ([], [])
        for time, opened, high, low, close, volume in columns.T.tolist():
            x = math.floor(time / seconds * step + across) + shape.inset
            falls = close < opened
            top, foot = math.floor(high * scale + origin), math.floor(low * scale + origin)
            ends = math.floor(opened * scale + origin), math.floor(close * scale + origin)
            if volume_scale:
                height = min(math.ceil(volume * volume_scale), math.ceil(tallest))
                volumes[falls].append(QRectF(x, bottom - height, body, height))
            begin = min(ends)
            candles[falls].append(QRectF(x + (body - wick) // 2, top, wick, max(foot - top, 1)))
            candles[falls].append(QRectF(x, begin, body, max(max(ends) - begin, wick)))
        colours = self._colours
        for rects, colour in zip(
            (*volumes, *candles), (colours.volume_up, colours.volume_down, colours.up, colours.down), strict=True
        ):
            if rects:
                painter.setBrush(colour)
                painter.drawRects(rects)

    def _paint_volume(
        self,
        painter: QPainter,
        columns: Columns,
        left: _Row,
        rising: npt.NDArray[np.bool_],
        shape: Shape | None,
        bottom: float,
        plot_height: float,
    ) -> None:
        if self._volume_top <= 0:
            return
        tallest = plot_height * VOLUME_SHARE
        heights = np.minimum(np.ceil(columns[VOLUME] * (tallest / self._volume_top)), np.ceil(tallest))
        rects = np.empty((len(left), 4))
        rects[:, 0], rects[:, 2] = _across(left, shape)
        rects[:, 1] = bottom - heights
        rects[:, 3] = heights
        self._fill(painter, rects[rising], self._colours.volume_up)
        self._fill(painter, rects[~rising], self._colours.volume_down)

    def _paint_candles(
        self,
        painter: QPainter,
        columns: Columns,
        left: _Row,
        rising: npt.NDArray[np.bool_],
        shape: Shape | None,
        scale: float,
        origin: float,
    ) -> None:
        count = len(left)
        prices = columns[OPEN : CLOSE + 1]
        if self._viewport.log:
            prices = np.log10(prices)
        y = np.floor(prices * scale + (origin + 0.5))
        tops = np.minimum(y[OPEN - 1], y[CLOSE - 1])
        x, width = _across(left, shape)
        wick = shape.wick if shape else 1
        rects = np.empty((2, count, 4))
        rects[0, :, 0] = x + (width - wick) // 2 if shape else x
        rects[0, :, 1] = y[HIGH - 1]
        rects[0, :, 2] = wick if shape else width
        rects[0, :, 3] = np.maximum(y[LOW - 1] - y[HIGH - 1], 1)
        rects[1, :, 0] = x
        rects[1, :, 1] = tops
        rects[1, :, 2] = width
        rects[1, :, 3] = np.maximum(np.maximum(y[OPEN - 1], y[CLOSE - 1]) - tops, wick)
        self._fill(painter, rects[:, rising].reshape(-1, 4), self._colours.up)
        self._fill(painter, rects[:, ~rising].reshape(-1, 4), self._colours.down)
        if self._hollow and shape and shape.body >= 3 * wick:
            self._hollow_out(painter, rects[1, rising], wick)

    def _hollow_out(self, painter: QPainter, bodies: Columns, wick: int) -> None:
        inner = bodies + np.array((wick, wick, -2 * wick, -2 * wick))
        self._fill(painter, inner[inner[:, 3] > 0], self._colours.ground)

    def _fill(self, painter: QPainter, rects: Columns, colour: QColor) -> None:
        if len(rects):
            self._rects.resize(len(rects))
            self._rects.ndarray()[:] = rects
            painter.setBrush(colour)
            painter.drawRects(*self._rects.drawargs())


def _across(left: _Row, shape: Shape | None) -> tuple[_Row, _Row | int]:
    """Where bars begin and how wide they are, in device pixels."""
    if shape is None:
        widths = np.ones(len(left))
        widths[:-1] = np.clip(np.diff(left), 1, 2)
        return left, widths
    return left + shape.inset, shape.body
