"""The chart against an empty pyqtgraph plot of the same size, in the same run: medians of real paints."""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPicture
from PySide6.QtWidgets import QApplication, QGraphicsView

from echotrade_desktop.engine.domain.market import Instrument, Side, Timeframe
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart.specs import LineKind, LineSpec
from echotrade_desktop.views.models.candles import Bar, CandleSeries
from echotrade_desktop.views.theme import set_theme

SIZE = (1280, 720)
NOON = datetime(2026, 11, 23, 12, 3, 18, tzinfo=UTC)
BTC = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5))
SECONDS = Timeframe.M1.seconds
EXAMPLE_CANDLES = 10_000


def run() -> list[dict]:
    """Live ticks, pan steps and a dragged stop, in milliseconds from the change to the end of its paint."""
    app = QApplication.instance() or QApplication([])
    set_theme("dark")
    empty = _Empty(app)
    example = _Example(app)
    rows = []
    for count in (10_000, 100_000, 1_000_000):
        rows += _rows_for(app, count, empty, example if count == EXAMPLE_CANDLES else None)
    rows += _dragging(app, empty)
    return rows


def _rows_for(app: QApplication, count: int, empty: "_Empty", example: "_Example | None") -> list[dict]:
    columns = walk(count)
    memory, seconds = _loading(columns)
    view = _chart(app, columns)
    probe = Probe(app, view.canvas)
    tick_floor, tick = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    pan_floor, pan = interleaved(probe, (empty.probe, empty.pan), lambda i: _pan(view, i))
    view.canvas.look(view.canvas.viewport_state.zoomed(1e-9, 0))
    whole = count * view.canvas.viewport_state.step
    view.canvas.look(view.canvas.viewport_state.zoomed(view.canvas.viewport_state.width / whole, 0))
    view.canvas.look_at_newest()
    all_floor, all_pan = interleaved(probe, (empty.probe, empty.pan), lambda i: _pan(view, i))
    _close(app, view)
    name = f"{count:,} candles"
    peers = {"pyqtgraph's example": example.tick_ms} if example else {}
    goal = {"goal": 2 * tick_floor} if count == 10_000 else {"goal": 1.0}
    rows = [
        {"name": f"live tick, {name}", "value": tick, "unit": "ms", "floor": tick_floor, "peers": peers, **goal},
        {"name": f"pan step, {name}", "value": pan, "unit": "ms", "floor": pan_floor, "goal": 1.25 * pan_floor},
        {"name": f"pan step, all of {name} in view", "value": all_pan, "unit": "ms", "floor": all_floor},
    ]
    rows[-1]["goal"] = 1.4 * all_floor
    if count == 1_000_000:
        rows.append({"name": f"load {name}", "value": seconds, "unit": "s", "goal": 0.25})
        rows.append({"name": f"memory for {name}", "value": memory, "unit": "MB", "goal": 80})
    return rows


def _loading(columns: np.ndarray) -> tuple[float, float]:
    """Megabytes and seconds that a series takes for itself."""
    gc.collect()
    tracemalloc.start()
    series = CandleSeries()
    series.replace(columns)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    begin = time.perf_counter()
    CandleSeries().replace(columns)
    seconds = time.perf_counter() - begin
    del series
    return memory, seconds


def _dragging(app: QApplication, empty: "_Empty") -> list[dict]:
    view = _chart(app, walk(10_000))
    last = Decimal(str(round(view.canvas.series.last.close, 1)))
    common = {"side": Side.LONG, "entry": last, "quantity": Decimal("0.01"), "group": "p", "started_at": NOON}
    view.set_lines(
        [
            LineSpec("entry", LineKind.ENTRY, "Long 0.010", last, **common),
            LineSpec("stop", LineKind.STOP, "SL", last - 100, draggable=True, **common),
            LineSpec("target", LineKind.TARGET, "TP1", last + 100, draggable=True, **common),
        ]
    )
    app.processEvents()
    y = view.canvas.viewport_state.y_of(float(last - 100))
    probe = Probe(app, view.canvas)
    mouse = _Mouse(view.canvas)
    floor, tick = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    mouse.press(400, y)
    mouse.move(400, y + 20)
    drag = probe.median(lambda i: mouse.move(400, y + 20 + i % 37))
    mouse.release(400, y)
    view.set_indicators(("ema20", "rsi"))
    study_floor, study = interleaved(probe, (empty.probe, empty.tick), lambda i: _tick(view, i))
    _close(app, view)
    return [
        {"name": "live tick, three lines", "value": tick, "unit": "ms", "floor": floor, "goal": 2 * floor},
        {"name": "live tick, three lines, EMA and RSI", "value": study, "unit": "ms", "floor": study_floor},
        {"name": "stop drag, event to paint", "value": drag, "unit": "ms", "floor": floor, "goal": 1.5},
    ]


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


def _chart(app: QApplication, columns: np.ndarray) -> ChartView:
    view = ChartView(lambda: NOON)
    view.resize(*SIZE)
    view.set_symbols([BTC])
    view.show_loading(BTC, Timeframe.M1)
    view.show_candles(BTC.symbol, Timeframe.M1, columns)
    view.canvas.look(view.canvas.viewport_state.zoomed(0.55, view.canvas.viewport_state.width))
    view.canvas.look_at_newest()
    view.show()
    app.processEvents()
    return view


def _close(app: QApplication, view: ChartView) -> None:
    view.close()
    view.deleteLater()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _tick(view: ChartView, index: int) -> None:
    """A trade within the newest candle: its close, its volume, the price line."""
    last = view.canvas.series.last
    close = last.low + (last.high - last.low) * (index % 11 + 1) / 12
    view.canvas.series.update_last(Bar(last.time, last.open, last.high, last.low, close, last.volume + 0.001))
    view.update_price(BTC.symbol, Decimal(f"{close:.1f}"), 1)


def _pan(view: ChartView, index: int) -> None:
    view.canvas.look(view.canvas.viewport_state.panned(40 if index % 2 else -40))


class _Empty:
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


class _Example:
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


class _Mouse:
    """Mouse events sent to a view, without the detour over a window system."""

    def __init__(self, view: QGraphicsView) -> None:
        self._view = view

    def press(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseButtonPress, x, y, Qt.MouseButton.LeftButton)

    def move(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseMove, x, y, Qt.MouseButton.NoButton)

    def release(self, x: float, y: float) -> None:
        self._send(QEvent.Type.MouseButtonRelease, x, y, Qt.MouseButton.LeftButton)

    def _send(self, kind: QEvent.Type, x: float, y: float, button: Qt.MouseButton) -> None:
        point = QPointF(x, y)
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
        view = self._view.viewport()
        event = QMouseEvent(kind, point, view.mapToGlobal(point), button, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, event)
