"""What mouse, wheel and keys do to the chart."""

from decimal import Decimal
from enum import Enum, auto
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolTip

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.hand import HeldBy
from echotrade_desktop.views.chart.line_layer import spot_at
from echotrade_desktop.views.chart.marker_parts import marker_at
from echotrade_desktop.views.chart.measure_parts import Measure
from echotrade_desktop.views.chart.moves import Moves
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from echotrade_desktop.views.chart.canvas import ChartCanvas

START_AFTER = 3
"""Pixels a pressed pointer travels before a line follows: a click never moves a stop."""


class _Mode(Enum):
    IDLE = auto()
    PRESSED_LINE = auto()
    HOLDING = auto()
    PANNING = auto()
    MEASURING = auto()
    PRICE_AXIS = auto()
    TIME_AXIS = auto()


class Gestures:
    """Turns events into moves of the viewport and of the hand."""

    def __init__(self, canvas: "ChartCanvas") -> None:
        self._canvas = canvas
        self.moves = Moves(canvas)
        self._mode = _Mode.IDLE
        self._from = QPointF()
        self._key = ""
        self.measures_next = False
        """Whether the next drag on the plot measures, as it does with Shift."""

    def forget(self) -> None:
        """Whatever the pressed button was doing is over."""
        self._mode = _Mode.IDLE
        self._show_cursor()

    # --- mouse ---

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        canvas = self._canvas
        canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() != Qt.MouseButton.LeftButton or self._mode is not _Mode.IDLE:
            return
        if canvas.hand.by is HeldBy.KEYS:
            canvas.release()
        self._from = event.position()
        view, spot = canvas.viewport_state, self._spot(event.position())
        if canvas.measure is not None:
            canvas.measure = None
            canvas.draw.readout()
        if self._is_guarded(event):
            spot = None
        if self._begins_measure(event):
            self._mode = _Mode.MEASURING
        elif spot is not None:
            self._mode, self._key = _Mode.PRESSED_LINE, spot
            canvas.selected = spot
            canvas.draw.lines()
        elif self._from.x() >= view.width:
            self._mode = _Mode.PRICE_AXIS
        elif self._from.y() >= view.axis_top:
            self._mode = _Mode.TIME_AXIS
        else:
            self._mode = _Mode.PANNING
            canvas.selected = None
            canvas.draw.lines()
        self._show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved, with or without a button."""
        canvas, position = self._canvas, event.position()
        canvas.pointer = position
        match self._mode:
            case _Mode.PRESSED_LINE:
                self._maybe_take(position)
            case _Mode.HOLDING:
                self._follow(position)
            case _Mode.IDLE:
                self._hover(position)
            case _Mode.MEASURING:
                self._measure(position)
            case _:
                self._drag_view(position - self._from)
                self._from = position

    def let_go(self, event: QMouseEvent) -> None:
        """A button came up."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        was, self._mode = self._mode, _Mode.IDLE
        if was is _Mode.HOLDING and self._canvas.hand.by is HeldBy.MOUSE:
            self._canvas.drop()
        self._hover(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Bring what is out of sight back: a line by its label, the scale and the newest candle by their axes."""
        canvas, view = self._canvas, self._canvas.viewport_state
        if event.button() != Qt.MouseButton.LeftButton:
            return
        spot = spot_at(canvas.spots, view, event.position().x(), event.position().y())
        if spot is not None and canvas.is_out_of_sight(spot.key):
            canvas.reach([spot.key])
        elif event.position().x() >= view.width:
            canvas.scale_by_itself()
        elif event.position().y() >= view.axis_top:
            canvas.look_at_newest()

    def menu(self, event: QContextMenuEvent) -> None:
        """The acts on what is shown; not while a line is held."""
        canvas = self._canvas
        if canvas.hand.by is not None or canvas.instrument is None:
            return
        menu = QMenu(canvas)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        stops = canvas.stops()
        show = menu.addAction(tr("Show the stop\tS"), lambda: canvas.reach(stops))
        show.setEnabled(any(canvas.is_out_of_sight(key) for key in stops))
        menu.addAction(tr("Scale the prices by themselves\t0"), canvas.scale_by_itself)
        menu.addAction(tr("Measure\tM, or Shift and drag"), self.measure_next)
        menu.addAction(tr("Go to the newest candle\tEnd"), canvas.look_at_newest)
        menu.popup(event.globalPos())

    def measure_next(self) -> None:
        """The next drag on the plot measures, as one with Shift does."""
        self.measures_next = True

    def leave(self) -> None:
        """The pointer left the chart."""
        if self._mode is _Mode.IDLE:
            self._canvas.pointer = None
            self._canvas.pointed.emit(None, None)
            self._set_hovered(None)
            self._canvas.draw.looked_at()

    # --- keys ---

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key means; False when it means nothing here."""
        canvas = self._canvas
        match event.key():
            case Qt.Key.Key_Escape:
                return self._escape()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                ticks = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
                return self._nudge(ticks if event.key() == Qt.Key.Key_Up else -ticks)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if canvas.hand.by is HeldBy.KEYS and not event.isAutoRepeat():
                    canvas.drop()
                    return True
                return canvas.hand.by is not None or self._show_selected()
        return canvas.hand.by is not None or self.moves.key(event) or self._do(event)

    def tab(self, forward: bool) -> bool:
        """Go through the lines that can be moved; False when Tab should leave the chart."""
        canvas = self._canvas
        if canvas.hand.by is not None:
            return True
        spots = sorted(canvas.spots, key=lambda spot: spot.y, reverse=not forward)
        keys = [spot.key for spot in spots if (line := canvas.book.get(spot.key)) and line.spec.draggable]
        place = keys.index(canvas.selected) + 1 if canvas.selected in keys else 0
        canvas.selected = keys[place] if place < len(keys) else None
        canvas.draw.lines()
        return canvas.selected is not None

    def focus_lost(self) -> None:
        """Keys that go elsewhere can neither commit nor cancel: a line held by them goes back."""
        if self._canvas.hand.by is HeldBy.KEYS:
            self._canvas.release()

    def _escape(self) -> bool:
        canvas = self._canvas
        if canvas.hand.by is not None:
            canvas.release()
            return True
        if self._mode is _Mode.PRESSED_LINE:
            self.forget()
            return True
        if canvas.measure is not None or self.measures_next:
            canvas.measure, self.measures_next = None, False
            canvas.draw.readout()
            return True
        if canvas.selected is not None:
            canvas.selected = None
            canvas.draw.lines()
            return True
        return False

    def _nudge(self, ticks: int) -> bool:
        canvas = self._canvas
        if canvas.instrument is None:
            return False
        if canvas.hand.by is None and not self._take_selected():
            return canvas.selected is not None
        canvas.hand.nudge(ticks, canvas.instrument)
        canvas.draw.held()
        return True

    def _show_selected(self) -> bool:
        canvas = self._canvas
        if canvas.selected is None or not canvas.is_out_of_sight(canvas.selected):
            return False
        canvas.reach([canvas.selected])
        return True

    def _take_selected(self) -> bool:
        canvas = self._canvas
        if canvas.selected is None or self._mode is not _Mode.IDLE:
            return False
        canvas.set_words(message="")
        self._show_selected()
        return canvas.hand.take(canvas.selected, HeldBy.KEYS)

    def _do(self, event: QKeyEvent) -> bool:
        """The acts that have a key of their own."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        match event.key():
            case Qt.Key.Key_S:
                self._canvas.reach(self._canvas.stops())
            case Qt.Key.Key_M:
                self.measure_next()
            case Qt.Key.Key_0:
                self._canvas.scale_by_itself()
            case key:
                act = self._canvas.acts.get(Qt.Key(key))
                if act is None:
                    return False
                act()
        return True

    # --- lines ---

    def _spot(self, position: QPointF) -> str | None:
        """The key of the line that could be taken at a point."""
        canvas = self._canvas
        spots = [s for s in canvas.spots if (line := canvas.book.get(s.key)) is not None and line.can_be_taken]
        spot = spot_at(spots, canvas.viewport_state, position.x(), position.y())
        return spot.key if spot is not None else None

    def _maybe_take(self, position: QPointF) -> None:
        canvas = self._canvas
        if abs(position.y() - self._from.y()) < START_AFTER:
            return
        if canvas.is_out_of_sight(self._key):  # it comes into sight at its own price before it follows the hand
            canvas.reach([self._key])
        if not canvas.hand.take(self._key, HeldBy.MOUSE, self._price_at(self._from.y())):
            self.forget()
            return
        self._mode = _Mode.HOLDING
        canvas.set_words(message="")
        self._show_cursor()
        self._follow(position)
        canvas.draw.held()

    def _follow(self, position: QPointF) -> None:
        canvas = self._canvas
        if canvas.instrument is not None:
            canvas.hand.follow(self._price_at(position.y()), canvas.instrument)
            canvas.draw.moved()

    def _price_at(self, y: float) -> Decimal:
        """The price under a pixel; a float's digits, to be rounded to the tick."""
        return Decimal(repr(self._canvas.viewport_state.price_at(y)))

    # --- view ---

    def _is_guarded(self, event: QMouseEvent) -> bool:
        """Whether lines stay put because the user wants to hold Alt for dragging them."""
        return self._canvas.alt_to_drag and not event.modifiers() & Qt.KeyboardModifier.AltModifier

    def _begins_measure(self, event: QMouseEvent) -> bool:
        view, place = self._canvas.viewport_state, event.position()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return (shift or self.measures_next) and place.x() < view.width and place.y() < view.height

    def _measure(self, position: QPointF) -> None:
        canvas, view, start = self._canvas, self._canvas.viewport_state, self._from
        self.measures_next = False
        x, y = min(position.x(), view.width), min(max(position.y(), 0.0), view.height)
        canvas.measure = Measure(view.time_at(start.x()), view.price_at(start.y()), view.time_at(x), view.price_at(y))
        canvas.draw.cross()
        canvas.draw.readout()

    def _drag_view(self, moved: QPointF) -> None:
        match self._mode:
            case _Mode.PANNING:
                self.moves.pan(moved)
            case _Mode.PRICE_AXIS:
                self.moves.stretch_prices(moved.y())
            case _Mode.TIME_AXIS:
                self.moves.stretch_time(moved.x())

    def _hover(self, position: QPointF) -> None:
        canvas = self._canvas
        canvas.pointer = position
        self._point()
        self._set_hovered(self._spot(position))
        canvas.draw.looked_at()
        if canvas.hovered is not None and canvas.alt_to_drag:
            QToolTip.showText(canvas.mapToGlobal(position.toPoint()), tr("Hold Alt to drag this line."), canvas)
        elif canvas.is_out_of_sight(canvas.hovered):
            words = tr("Out of sight. Double-click shows it; or drag it from here.")
            QToolTip.showText(canvas.mapToGlobal(position.toPoint()), words, canvas)
        marker = marker_at(canvas.viewport_state, canvas.markers, position.x(), position.y())
        if marker is not None and marker.tooltip:
            words = f"<p>{escape(fmt.plain(marker.tooltip))}</p>"  # or a tooltip would guess whether it is markup
            QToolTip.showText(canvas.mapToGlobal(position.toPoint()), words, canvas)
        self._show_cursor()

    def _point(self) -> None:
        """Tell the other charts where the crosshair is."""
        canvas, view, place = self._canvas, self._canvas.viewport_state, self._canvas.pointer
        if place is None or not (0 <= place.x() < view.width and 0 <= place.y() < view.axis_top):
            canvas.pointed.emit(None, None)
            return
        canvas.pointed.emit(view.time_at(place.x()), view.price_at(place.y()) if place.y() < view.height else None)

    def _set_hovered(self, key: str | None) -> None:
        if key != self._canvas.hovered:
            self._canvas.hovered = key
            self._canvas.draw.lines()

    def _show_cursor(self) -> None:
        canvas = self._canvas
        view, pointer = canvas.viewport_state, canvas.pointer
        shape = Qt.CursorShape.CrossCursor
        if self._mode in (_Mode.HOLDING, _Mode.PRESSED_LINE):
            shape = Qt.CursorShape.ClosedHandCursor
        elif canvas.hovered is not None:
            shape = Qt.CursorShape.OpenHandCursor
        elif pointer is not None and pointer.x() >= view.width:
            shape = Qt.CursorShape.SizeVerCursor
        elif pointer is not None and pointer.y() >= view.axis_top:
            shape = Qt.CursorShape.SizeHorCursor
        if canvas.viewport().cursor().shape() != shape:
            canvas.viewport().setCursor(shape)
