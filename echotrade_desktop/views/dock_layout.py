"""Where the docks lie: at first, after a reset, from yesterday, and through every change of height."""

from functools import partial

from PySide6.QtCore import QByteArray, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

from echotrade_desktop.views.docks import Dock

_RIGHT_WIDTH, _BOTTOM_HEIGHT = 360, 200
_WIDE, _WIDE_RIGHT, _BOTTOM_SHARE, _BOTTOM_MOST = 2000, 400, 0.21, 320
"""On a large screen the docks take their part of it: more rows below, more of a rule's words at the right."""
_OTHER_ROWS = 24 + 84
"""Status line below, header and prices above the docks at the side, in pixels."""
_TRIES = 4


class DockLayout(QObject):
    """Prices on top, the queue above the traders on the right, positions below; one hairline across the window."""

    def __init__(self, window: QMainWindow, prices: Dock, queue: Dock, traders: Dock, positions: Dock) -> None:
        super().__init__(window)
        self._window = window
        self._prices, self._queue, self._traders, self._positions = prices, queue, traders, positions
        self._level = self._fresh = True
        self._given: tuple[int, int] | None = None  # width and height we gave the docks, until a hand changes them
        area = Qt.DockWidgetArea
        window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
        window.setCorner(Qt.Corner.TopRightCorner, area.TopDockWidgetArea)
        prices.setAllowedAreas(area.TopDockWidgetArea | area.BottomDockWidgetArea)
        window.addDockWidget(area.TopDockWidgetArea, prices)
        window.addDockWidget(area.RightDockWidgetArea, queue)
        window.addDockWidget(area.RightDockWidgetArea, traders)
        window.addDockWidget(area.BottomDockWidgetArea, positions)
        traders.resized.connect(self._dragged)
        self._first_state = window.saveState()

    def shown(self) -> None:
        """Size the docks once they are laid out, unless yesterday's sizes were restored."""
        if self._fresh:
            self._fresh = False
            QTimer.singleShot(0, self, self._size)

    def reset(self) -> None:
        """Put every dock back where it was at first."""
        self._level = True
        self._window.restoreState(self._first_state)
        for dock in (self._prices, self._queue, self._traders, self._positions):
            dock.setFloating(False)
            dock.show()
        self._size()

    def kept(self) -> tuple[str, str]:
        """Window and docks as they stand, in Qt's own words (base64)."""
        records = (self._window.saveGeometry(), self._window.saveState())
        geometry, state = (bytes(record.toBase64().data()).decode() for record in records)
        return geometry, state

    def restore(self, geometry: str, state: str) -> None:
        """Put window and docks where they stood."""
        self._window.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._fresh = not self._window.restoreState(QByteArray.fromBase64(state.encode()))

    def keep_level(self) -> None:
        """Keep the heads of positions and traders on one line through a change of height.

        Not before the docks have their first sizes, and not when the user's hand has set them apart.
        """
        if self._level and not self._fresh:
            QTimer.singleShot(0, self, self._follow_size)

    def _wanted(self) -> tuple[int, int]:
        """How wide the docks at the right, and how high those below are to be in a window of this size."""
        bottom = round(self._window.height() * _BOTTOM_SHARE)
        width = _WIDE_RIGHT if self._window.width() >= _WIDE else _RIGHT_WIDTH
        return width, min(_BOTTOM_MOST, max(_BOTTOM_HEIGHT, bottom))

    def _size(self) -> None:
        width, bottom = self._given = self._wanted()
        resize, right = self._window.resizeDocks, [self._queue, self._traders]
        resize(right, [width, width], Qt.Orientation.Horizontal)
        resize([self._positions], [bottom], Qt.Orientation.Vertical)
        queue = max(200, self._window.height() - bottom - _OTHER_ROWS)
        resize(right, [queue, bottom], Qt.Orientation.Vertical)

    def _follow_size(self) -> None:
        """Size the docks anew for another size of the window, as long as they are as we gave them."""
        if self._given not in (None, self._wanted()) and self.is_as_given():
            self._size()
            QTimer.singleShot(0, self, self._level_docks)
        else:
            self._level_docks()

    def is_as_given(self) -> bool:
        """Whether the docks have the sizes that we gave them: laid out, and not changed by a hand."""
        width, bottom = self._given or (0, 0)
        return abs(self._queue.width() - width) <= 1 and abs(self._positions.height() - bottom) <= 1

    def _dragged(self) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self._level = self._is_level()

    def _is_level(self) -> bool:
        return abs(self._positions.y() - self._traders.y()) <= 1

    def _level_docks(self, tries: int = _TRIES) -> None:
        heights = [max(100, self._positions.y() - self._queue.y()), self._positions.height()]
        self._window.resizeDocks([self._queue, self._traders], heights, Qt.Orientation.Vertical)
        if tries and not self._is_level():  # after a resize Qt answers the first wish with the sizes from before it
            QTimer.singleShot(0, self, partial(self._level_docks, tries - 1))
