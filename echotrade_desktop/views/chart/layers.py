"""The chart's scene: candles in a view box, overlays above and below, the axes at the edges."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from echotrade_desktop.views.chart.axis_parts import FOOT, GUTTER
from echotrade_desktop.views.chart.candle_item import CandleItem
from echotrade_desktop.views.chart.curve_layer import CurveLayer
from echotrade_desktop.views.chart.exposure import Exposure
from echotrade_desktop.views.chart.ink import Ink
from echotrade_desktop.views.chart.parts_layer import PartsItem, PartsLayer
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import CandleSeries


class PlotBox(pg.ViewBox):
    """A view box that only maps: ranges are set from outside, the mouse is the canvas's."""

    def __init__(self) -> None:
        super().__init__(enableMouse=False, enableMenu=False, defaultPadding=0)
        self.disableAutoRange()
        self.setZValue(0)  # a view box lies at -100 otherwise, below the grid
        self.setFocusPolicy(pg.QtCore.Qt.FocusPolicy.NoFocus)

    def show(self, viewport: Viewport) -> None:
        """Both ranges at once, so that one paint follows."""
        self.setRange(
            xRange=(viewport.left, viewport.right),
            yRange=(viewport.low, viewport.high),
            padding=0,
            disableAutoRange=False,
        )
        self.updateMatrix()


class Layers:
    """Everything in the scene, from back to front."""

    def __init__(self, scene: QGraphicsScene, series: CandleSeries, ink: Ink) -> None:
        self.exposure = Exposure()
        self.grid = PartsLayer(self.exposure)
        self.shades = PartsLayer(self.exposure)
        self.zones = PartsLayer(self.exposure)
        self.box = PlotBox()
        self.candles = CandleItem(series, ink.candles(stale=False), self.exposure)
        self.curves = CurveLayer(series, self.exposure)
        self.studies = PartsLayer(self.exposure)
        self.markers = PartsLayer(self.exposure)
        self.times = PartsLayer(self.exposure)
        self.prices = PartsLayer(self.exposure)
        self.lines = PartsLayer(self.exposure)
        self.legend = PartsLayer(self.exposure, close_together=True)
        self.cross = PartsLayer(self.exposure)
        self.readout = PartsLayer(self.exposure)
        words = (self.times, self.prices, self.lines, self.legend, self.studies, self.cross, self.readout)
        above = (self.curves, self.markers, *words)
        self._below = PartsItem(ink, -10, self.exposure, (self.shades, self.grid, self.zones))
        self._above = PartsItem(ink, 10, self.exposure, above)
        self.box.addItem(self.candles, ignoreBounds=True)
        scene.addItem(self.box)
        scene.addItem(self._below)
        scene.addItem(self._above)

    def set_ink(self, ink: Ink, stale: bool, hollow: bool) -> None:
        """Other colours for all."""
        self._below.set_ink(ink)
        self._above.set_ink(ink)
        self.candles.set_colours(ink.candles(stale), hollow)

    def resize(self, viewport: Viewport) -> None:
        """Lay out for a plot of another size."""
        self.box.setGeometry(0, 0, viewport.width, viewport.height)
        self._below.set_area(QRectF(0, 0, viewport.width, viewport.axis_top))
        self._above.set_area(QRectF(0, 0, viewport.width + GUTTER, viewport.axis_top + FOOT))
