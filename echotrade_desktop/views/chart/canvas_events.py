"""Qt's events of the plot, handed on: input to the gestures, the rest to what the canvas does about it."""

from typing import TYPE_CHECKING, cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)

if TYPE_CHECKING:
    from echotrade_desktop.views.chart.gestures import Gestures
    from echotrade_desktop.views.chart.layers import Layers


class CanvasEvents(pg.GraphicsView):
    """A graphics view whose events mean something else than pyqtgraph's."""

    gestures: "Gestures"
    layers: "Layers"

    def lay_out(self) -> None:
        """The view has another size."""
        raise NotImplementedError

    def release(self) -> None:
        """Put a held line back."""
        raise NotImplementedError

    def told_used(self) -> None:
        """Mouse or keyboard turned to this chart."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        self.layers.exposure.begin(event.region(), self.devicePixelRatioF())
        try:
            super().paintEvent(event)
        finally:
            self.layers.exposure.end()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if hasattr(self, "gestures"):  # the base class resizes itself before there is anything to lay out
            self.lay_out()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.NativeGesture and hasattr(self, "gestures"):
            pinched = cast("QNativeGestureEvent", event)
            if pinched.gestureType() is Qt.NativeGestureType.ZoomNativeGesture:
                self.gestures.moves.pinch(pinched.value(), pinched.position())
                return True
        return bool(super().viewportEvent(event))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.told_used()
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.gestures.menu(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.gestures.moves.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.gestures.leave()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.gestures.key(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.gestures.tab(forward) or bool(super().focusNextPrevChild(forward))

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.told_used()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.gestures.focus_lost()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.release()
        super().hideEvent(event)
