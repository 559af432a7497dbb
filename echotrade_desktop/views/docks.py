"""Docks whose head is a widget of their own; they move, float, close, and come back from the View menu."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr


class Dock(QDockWidget):
    """A dock named for the View menu; its head drags it, and its menu floats or closes it.

    Signals:
    resized(): it has another size.
    """

    resized = Signal()

    def __init__(self, key: str, name: str, head: QWidget, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(tr(name), parent)
        self.setObjectName(key)
        self.setAccessibleName(tr(name))
        self.setTitleBarWidget(head)
        self.setWidget(body)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the dock's own menu is opened instead

    def open_menu(self) -> QMenu:
        """What can be done with the dock."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(
            tr("Dock") if self.isFloating() else tr("Float"), lambda: self.setFloating(not self.isFloating())
        )
        menu.addAction(tr("Close {title}", title=self.windowTitle()), self.close)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu().popup(event.globalPos())


class NoBody(QWidget):
    """The body of a dock that is only a head."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(0)


class PanelSurface(QWidget):
    """A panel-coloured ground of a fixed height, with a hairline at its foot unless `line` is False."""

    def __init__(self, height: int, line: bool = True) -> None:
        super().__init__()
        self._height, self._has_line = height, line
        self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height)  # a dock asks its head for this, not for its limits

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self._height)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(self.rect(), palette.panel)
        if self._has_line:
            painter.fillRect(0, self.height() - 1, self.width(), 1, palette.line)
