"""What the chart is measured with: a probe of paints, an empty plot, pyqtgraph's own example, a mouse."""

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPicture
from PySide6.QtWidgets import QApplication, QGraphicsView

SIZE = (1280, 720)
NOON = datetime(2026, 11, 23, 12, 3, 18, tzinfo=UTC)
SECONDS = 60
EXAMPLE_CANDLES = 10_000


class Probe(QObject):
    """Counts the paints of a view, so that a measurement ends when its paint has."""

    def __init__(self, app: QApplication, view: QGraphicsView) -> None:
        super().__init__(view)
        self._app, self._painted = app, 0
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, D102
        self._painted += event.type() == QEvent.Type.Paint
        return False

    def once(self, change: Callable[[int], None], index: int) -> float:
        """Milliseconds from a change to the end of its paint."""
        self._app.processEvents()
        before, begin = self._painted, time.perf_counter()
        change(index)
        while self._painted == before and time.perf_counter() - begin < 5:
            self._app.processEvents()
        return (time.perf_counter() - begin) * 1000

    def median(self, change: Callable[[int], None], times: int = 200) -> float:
        """The median of many, after some to warm up."""
        for index in range(10):
            self.once(change, index)
        return statistics.median(self.once(change, index) for index in range(times))


def interleaved(
    probe: Probe, floor: tuple[Probe, Callable[[int], None]], change: Callable[[int], None], rounds: int = 5
) -> tuple[float, float]:
    """Medians of the floor and of a change, in turns: a machine that slows down slows both."""
    pairs = [(floor[0].median(floor[1], 60), probe.median(change, 60)) for _ in range(rounds)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def walk(count: int, seed: int = 7) -> np.ndarray:
    """A random walk of one-minute candles up to noon, as columns."""
    random = np.random.default_rng(seed)
    times = NOON.timestamp() // SECONDS * SECONDS - np.arange(count)[::-1] * SECONDS
    close = 60_000 * np.exp(np.cumsum(random.normal(0, 2e-4, count)))
    opened = np.concatenate(([close[0]], close[:-1]))
    high = np.maximum(opened, close) * (1 + np.abs(random.normal(0, 2e-4, count)))
    low = np.minimum(opened, close) * (1 - np.abs(random.normal(0, 2e-4, count)))
    return np.array([times, opened, high, low, close, random.gamma(2, 20, count)])


class Empty:
    """A pyqtgraph plot with axes and nothing in it."""

    def __init__(self, app: QApplication) -> None:
        self.plot = pg.PlotWidget()
        self.plot.resize(*SIZE)
        self.plot.setXRange(0, 200, padding=0)
        self.plot.setYRange(60_000, 61_000, padding=0)
        self.plot.show()
        app.processEvents()
        self.probe = Probe(app, self.plot)

    def tick(self, index: int) -> None:
        """One repaint."""
        self.plot.viewport().update()

    def pan(self, index: int) -> None:
        """One step sideways, both ranges at once."""
        shift = index % 40
        box = self.plot.getViewBox()
        box.setRange(xRange=(shift, shift + 200), yRange=(60_000 + shift, 61_000 + shift), padding=0)
        box.updateMatrix()


class Example:
    """The candlestick item of pyqtgraph's own examples: one picture of everything, made anew at each tick."""

    def __init__(self, app: QApplication) -> None:
        plot = pg.PlotWidget()
        plot.resize(*SIZE)
        item = _ExampleItem(walk(EXAMPLE_CANDLES))
        plot.addItem(item)
        plot.setXRange(EXAMPLE_CANDLES - 200, EXAMPLE_CANDLES, padding=0)
        plot.show()
        app.processEvents()
        self.tick_ms = Probe(app, plot).median(lambda i: item.tick(), 5)
        plot.close()


class _ExampleItem(pg.GraphicsObject):
    """As in pyqtgraph/examples/customGraphicsItem.py (MIT licence)."""

    def __init__(self, columns: np.ndarray) -> None:
        super().__init__()
        self._columns = columns
        self._draw()

    def tick(self) -> None:
        """The newest candle changed."""
        self._columns[4, -1] += 1
        self._draw()
        self.update()

    def _draw(self) -> None:
        self._picture = QPicture()
        painter = QPainter(self._picture)
        painter.setPen(pg.mkPen("w"))
        for index, (_, opened, high, low, close, _) in enumerate(self._columns.T.tolist()):
            painter.drawLine(QPointF(index, low), QPointF(index, high))
            painter.setBrush(pg.mkBrush("r" if opened > close else "g"))
            painter.drawRect(QRectF(index - 0.33, opened, 0.66, close - opened))
        painter.end()

    def paint(self, painter: QPainter, *_) -> None:
        painter.drawPicture(0, 0, self._picture)

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(self._picture.boundingRect())


class Mouse:
    """Mouse events sent to a view, without the detour over a window system."""

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view

    def press(self, x: float, y: float) -> None:
        """Press the left button."""
        self._send(QEvent.Type.MouseButtonPress, x, y, Qt.MouseButton.LeftButton)

    def move(self, x: float, y: float) -> None:
        """Move with the button held."""
        self._send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton)

    def release(self, x: float, y: float) -> None:
        """Let go."""
        self._send(QEvent.Type.MouseButtonRelease, x, y, Qt.MouseButton.LeftButton)

    def _send(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton) -> None:
        point = QPointF(x, y)
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        view = self._view.viewport()
        event = QMouseEvent(kind, point, view.mapToGlobal(point), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
