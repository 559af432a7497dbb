"""A chart of a quiet morning, and a real mouse and keyboard on it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from echotrade_desktop.engine.domain.market import Candle, Instrument, Side, Timeframe
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart.specs import LineKind, LineSpec

D = Decimal
NOON = datetime(2026, 11, 23, 12, 3, 18, tzinfo=UTC)
BTC = Instrument("BTC/USDT", D("0.1"), D("0.001"), D(5))
ETH = Instrument("ETH/USDT", D("0.01"), D("0.001"), D(5))
M15 = Timeframe.M15
OPENED = NOON - timedelta(hours=6)


def walk(count=300, seconds=900, seed=4, last=67_500.0):
    """Candles as columns, a random walk that ends at `last` in the candle that contains noon."""
    random = np.random.default_rng(seed)
    times = int(NOON.timestamp()) // seconds * seconds - np.arange(count)[::-1] * seconds
    close = np.cumsum(random.normal(0, 60, count))
    close += last - close[-1]
    opened = np.concatenate(([close[0]], close[:-1]))
    high = np.maximum(opened, close) + np.abs(random.normal(0, 40, count))
    low = np.minimum(opened, close) - np.abs(random.normal(0, 40, count))
    return np.array([times, opened, high, low, close, random.gamma(2, 50, count)])


def candle(minutes=0, close="67500", high=None, low=None, volume="10"):
    """The candle that contains noon, or one `minutes` later."""
    opened = M15.open_time(NOON) + timedelta(minutes=minutes)
    high, low = D(high or close), D(low or close)
    return Candle(opened, D("67500"), max(high, D("67500")), min(low, D("67500")), D(close), D(volume), False)


def long_lines(stop="66900", target="68100", entry="67200"):
    """A long of 0.012 with its stop and its target."""
    common = {"side": Side.LONG, "started_at": OPENED, "entry": D(entry), "group": "p1", "quantity": D("0.012")}
    return [
        LineSpec("entry:p1", LineKind.ENTRY, "Long 0.012", D(entry), **common),
        LineSpec("stop:p1", LineKind.STOP, "SL", D(stop), draggable=True, **common),
        LineSpec("target:p1:1", LineKind.TARGET, "TP1", D(target), draggable=True, **common),
    ]


def chart(qtbot, lines=True, size=(1080, 572)):
    """A chart of BTC with candles, a price and a long position, on screen."""
    view = ChartView(lambda: NOON)
    qtbot.addWidget(view)
    view.resize(*size)
    view.set_symbols([BTC, ETH])
    view.show_loading(BTC, M15)
    view.show_candles("BTC/USDT", M15, walk())
    view.update_price("BTC/USDT", D("67500"))
    if lines:
        view.set_lines(long_lines())
    view.show()
    qtbot.waitExposed(view)
    view.canvas.setFocus()
    return view


class Hand:
    """The user's hand: whole pixels only, as a mouse has them."""

    def __init__(self, view, x=500):
        self.view, self.x = view, x
        self.target = view.canvas.viewport()

    def y_of(self, price):
        """The pixel nearest to a price."""
        return round(self.view.canvas.viewport_state.y_of(float(price)))

    def press(self, price, x=None):
        """Press the left button at a price."""
        QTest.mouseMove(self.target, self.at(price, x))
        QTest.mousePress(self.target, Qt.MouseButton.LeftButton, pos=self.at(price, x))

    def move(self, price, x=None):
        """Move to a price in a few steps."""
        start, end = self._point.y(), self.at(price, x).y()
        for share in (0.25, 0.5, 0.75, 1):
            self._move(QPoint(self._point.x(), round(start + (end - start) * share)))

    def let_go(self):
        """Release the left button where the pointer is."""
        QTest.mouseRelease(self.target, Qt.MouseButton.LeftButton, pos=self._point)

    def drag(self, begin, end):
        """Press, move, let go."""
        self.press(begin)
        self.move(end)
        self.let_go()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        """Press a key."""
        QTest.keyClick(self.view.canvas, key, modifier)

    def at(self, price, x=None):
        self._point = QPoint(self.x if x is None else x, self.y_of(price))
        return self._point

    def _move(self, point):
        held = Qt.MouseButton.LeftButton
        place = QPointF(point)
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            self.target.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(self.target, event)


def line(view, key):
    """A line of the chart's book."""
    return view.canvas.book.get(key)
