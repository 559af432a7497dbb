"""The chart: candles, price lines that can be dragged, markers. Importing anything of it loads pyqtgraph."""

from echotrade_desktop.views.chart.lean_pyqtgraph import load_pyqtgraph

load_pyqtgraph()
