"""The chart's scene: candles in a view box, overlays above and below, the axes at the edges."""

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtWidgets import QGraphicsScene

from echotrade_desktop.views.chart.axis_parts import FOOT, GUTTER
from echotrade_desktop.views.chart.candle_item import CandleItem
from echotrade_desktop.views.chart.exposure import Exposure
from echotrade_desktop.views.chart.ink import Ink
from echotrade_desktop.views.chart.parts import PartsItem
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
        self.grid = PartsItem(ink, -20, self.exposure)
        self.zones = PartsItem(ink, -10, self.exposure)
        self.box = PlotBox()
        self.candles = CandleItem(series, ink.candles(stale=False), self.exposure)
        self.markers = PartsItem(ink, 10, self.exposure)
        self.times = PartsItem(ink, 20, self.exposure)
        self.prices = PartsItem(ink, 21, self.exposure)
        self.lines = PartsItem(ink, 30, self.exposure)
        self.legend = PartsItem(ink, 40, self.exposure)
        self.cross = PartsItem(ink, 50, self.exposure)
        self.readout = PartsItem(ink, 60, self.exposure)
        self._overlays = (
            self.grid,
            self.zones,
            self.markers,
            self.times,
            self.prices,
            self.lines,
            self.legend,
            self.cross,
            self.readout,
        )
        self.box.addItem(self.candles, ignoreBounds=True)
        scene.addItem(self.box)
        for overlay in self._overlays:
            scene.addItem(overlay)

    def set_ink(self, ink: Ink, stale: bool, hollow: bool) -> None:
        """Other colours for all."""
        for overlay in self._overlays:
            overlay.set_ink(ink)
        self.candles.set_colours(ink.candles(stale), hollow)

    def resize(self, viewport: Viewport) -> None:
        """Lay out for a plot of another size."""
        self.box.setGeometry(0, 0, viewport.width, viewport.height)
        plot = QRectF(0, 0, viewport.width, viewport.height)
        whole = QRectF(0, 0, viewport.width + GUTTER, viewport.height + FOOT)
        for overlay in self._overlays:
            overlay.set_area(whole)
        for overlay in (self.grid, self.zones, self.markers):
            overlay.set_area(plot)
