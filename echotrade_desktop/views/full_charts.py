"""The charts on the whole screen: the docks step aside and come back as they were."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from echotrade_desktop.views.docks import Dock
from echotrade_desktop.views.main_window import MainWindow


class FullCharts(QObject):
    """Header and status line stay: mode, health and Pause are never out of sight.

    Signals:
    changed(bool): the charts have the whole screen, or no longer.
    """

    changed = Signal(bool)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._aside: tuple[Dock, ...] = ()
        self._was_full = False
        self.on = False
        window.installEventFilter(self)
        window.full_charts_asked.connect(self.toggle)

    def toggle(self) -> None:
        """Give the charts the screen, or the window its docks again."""
        self.leave() if self.on else self.enter()

    def enter(self) -> None:
        """Put the docks aside that are in the window; floating ones stay where they are."""
        window = self._window
        self.on, self._was_full = True, window.isFullScreen()
        self._aside = tuple(dock for dock in window.docks() if not dock.isHidden() and not dock.isFloating())
        for dock in self._aside:
            dock.hide()
        window.showFullScreen()
        self.changed.emit(True)

    def leave(self) -> None:
        """Bring them back."""
        if not self.on:
            return
        self.on = False
        for dock in self._aside:
            dock.show()
        if not self._was_full:
            self._window.showNormal()
        self.changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.on or watched is not self._window:
            return False
        if event.type() is QEvent.Type.Close:  # or the window would be kept without its docks
            self.leave()
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.leave()  # whatever had the keyboard has let it pass
            return True
        return False
