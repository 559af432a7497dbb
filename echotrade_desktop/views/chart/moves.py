"""How wheel, touchpad, drags and keys move what the chart shows."""

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent

if TYPE_CHECKING:
    from echotrade_desktop.views.chart.canvas import ChartCanvas

_NOTCH = 120.0
_ZOOM = 1.15
_PER_PIXEL = 1.006
_EVEN_FROM = 3
"""Device pixels from which on candles are a whole number of them wide."""


class Moves:
    """Turns what a hand does into other viewports."""

    def __init__(self, canvas: "ChartCanvas") -> None:
        self._canvas = canvas
        self._turned = 0.0

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the cursor; sideways, or with Shift, pan. Over the price axis stretch the prices."""
        canvas, view = self._canvas, self._canvas.viewport_state
        event.accept()
        if canvas.hand.by is not None:
            return
        pixels, angle = event.pixelDelta(), event.angleDelta()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        sideways = pixels.x() or angle.x() / _NOTCH * 6 * view.step
        if shift and not sideways:
            sideways = angle.y() / _NOTCH * 6 * view.step
        if abs(angle.x()) > abs(angle.y()) or shift:
            canvas.look(view.panned(sideways))
        elif angle.y() and event.position().x() >= view.width:
            canvas.look(view.stretched(_ZOOM ** (-angle.y() / _NOTCH)), manual_price=True)
        elif angle.y():
            self._zoom(angle.y() / _NOTCH, event.position().x())

    def pinch(self, share: float, position: QPointF) -> None:
        """Two fingers move apart by a share of their distance, or together when it is negative."""
        if self._canvas.hand.by is None and share > -1:
            self._zoom(share / (_ZOOM - 1), position.x())

    def _zoom(self, notches: float, x: float) -> None:
        """Zoom by notches of a wheel. A touchpad sends small parts of one: they are saved up until a candle is wider.

        Otherwise each part would count for the whole pixel that is the least by which candles can grow.
        """
        canvas, view = self._canvas, self._canvas.viewport_state
        if self._turned * notches < 0:
            self._turned = 0.0
        self._turned += notches
        factor = _ZOOM**self._turned
        wide = view.step * view.dpr
        by_parts = abs(self._turned) < 1 and wide >= _EVEN_FROM
        if by_parts and abs(wide * factor - wide) < 1:
            return
        zoomed = view.zoomed(factor, min(x, view.width))
        self._turned = math.log(view.step * factor / zoomed.step, _ZOOM) if by_parts else 0.0
        canvas.look(zoomed)

    def pan(self, moved: QPointF) -> None:
        """The plot was dragged."""
        canvas, view = self._canvas, self._canvas.viewport_state.panned(moved.x())
        canvas.look(view if canvas.auto_price else view.shifted(moved.y()))

    def stretch_prices(self, pixels: float) -> None:
        """The price axis was dragged down by pixels."""
        self._canvas.look(self._canvas.viewport_state.stretched(_PER_PIXEL**pixels), manual_price=True)

    def stretch_time(self, pixels: float) -> None:
        """The time axis was dragged to the right by pixels."""
        view = self._canvas.viewport_state
        self._canvas.look(view.zoomed(_PER_PIXEL**-pixels, view.width))

    def key(self, event: QKeyEvent) -> bool:
        """Move by a key; False when it moves nothing."""
        canvas, view = self._canvas, self._canvas.viewport_state
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        match event.key():
            case Qt.Key.Key_Left:
                canvas.look(view.panned(3 * far * max(view.step, 3)))
            case Qt.Key.Key_Right:
                canvas.look(view.panned(-3 * far * max(view.step, 3)))
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                canvas.look(view.zoomed(_ZOOM, self._anchor()))
            case Qt.Key.Key_Minus:
                canvas.look(view.zoomed(1 / _ZOOM, self._anchor()))
            case Qt.Key.Key_Home:
                if canvas.series.first_time is not None:
                    canvas.look(view.at_time(canvas.series.first_time, 16))
            case Qt.Key.Key_End:
                canvas.look_at_newest()
            case _:
                return False
        return True

    def _anchor(self) -> float:
        """What stays where it is when keys zoom: the newest candle, else the middle."""
        view, last = self._canvas.viewport_state, self._canvas.series.last
        x = view.x_of(last.time) if last is not None else -1.0
        return x if 0 <= x <= view.width else view.width / 2
