"""Equity over time with the drawdown below it, from recorded points only."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION, font, metrics
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

_GUTTER, _FOOT, _GAP = 76, 16, 8
_FALL_SHARE, _MOST_FALL = 0.3, 112.0  # of the height, and in pixels
_LEAST_SCALE = 0.01  # the whole height is at least this much drawdown: a dent is not drawn as a crash
_LEVEL_EVERY = 90  # pixels between two levels, at least
_LEAST_FOR_TIMES = 104
_LABEL = 15  # from the middle of one label to the next
_EDGE = 8  # half a label, above the highest point


@dataclass(frozen=True, slots=True)
class _Place:
    """A point where it is drawn: equity above, its distance from the peak below."""

    x: float
    y: float
    fall_y: float


class EquityCurve(QWidget):
    """The way of the account. The line is equity, the area below how far it stood under its highest."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        super().__init__()
        self.setMinimumSize(120, 64)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._zone = zone
        self.points: tuple[EquityPoint, ...] = ()
        self.falls: tuple[float, ...] = ()  # below the peak so far, as shares
        self.under_cursor: int | None = None
        self._places: list[_Place] = []

    def set_points(self, points: Sequence[EquityPoint]) -> None:
        """Draw other points, oldest first."""
        self.points, peak, falls = tuple(points), 0.0, []
        for point in self.points:
            peak = max(peak, float(point.equity))
            falls.append((peak - float(point.equity)) / peak if peak > 0 else 0.0)
        self.falls, self.under_cursor = tuple(falls), None
        self.setAccessibleName(self._spoken())
        self.update()

    def _spoken(self) -> str:
        if len(self.points) < 2:
            return tr("Equity curve: it begins with the first trade")
        deepest = fmt.percent(Decimal(str(max(self.falls))))
        return tr(
            "Equity curve, {n} points, now {money}, deepest fall {deepest}",
            n=len(self.points),
            money=fmt.money(self.points[-1].equity),
            deepest=deepest,
        )

    # --- where things are ---

    def _boxes(self) -> tuple[QRectF, QRectF]:
        foot = _FOOT if self.height() >= _LEAST_FOR_TIMES else 2
        room = QRectF(self.rect()).adjusted(0, _EDGE, -_GUTTER, -foot)
        fall = min(_MOST_FALL, max(14.0, room.height() * _FALL_SHARE))
        upper = QRectF(room.left(), room.top(), room.width(), room.height() - fall - _GAP)
        return upper, QRectF(room.left(), upper.bottom() + _GAP, room.width(), fall)

    def _place(self, upper: QRectF, lower: QRectF) -> list[_Place]:
        values = [float(point.equity) for point in self.points]
        low, deepest = min(values), max(_LEAST_SCALE, *self.falls)
        scale = upper.height() / ((max(values) - low) or 1.0)
        start = self.points[0].at
        span = (self.points[-1].at - start).total_seconds() or 1.0
        return [
            _Place(
                upper.left() + upper.width() * (point.at - start).total_seconds() / span,
                upper.bottom() - scale * (value - low),
                lower.top() + lower.height() * fall / deepest,
            )
            for point, value, fall in zip(self.points, values, self.falls, strict=True)
        ]

    # --- what is drawn ---

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION))
        if len(self.points) < 2:
            painter.setPen(current_palette().text2)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The curve begins with the first trade"))
            return
        upper, lower = self._boxes()
        self._places = self._place(upper, lower)
        self._paint_levels(painter, upper, lower)
        self._paint_equity(painter, upper)
        self._paint_falls(painter, lower)
        if self.height() >= _LEAST_FOR_TIMES:
            self._paint_times(painter, lower)
        if self.under_cursor is not None:
            self._paint_cursor(painter, upper, lower, self.under_cursor)

    def _paint_levels(self, painter: QPainter, upper: QRectF, lower: QRectF) -> None:
        palette = current_palette()
        values = [point.equity for point in self.points]
        low, high = min(values), max(values)
        parts = max(1, int(upper.height() // _LEVEL_EVERY)) if high > low else 0
        levels = [
            (
                upper.bottom() - upper.height() * part / max(1, parts),
                fmt.money(low + (high - low) * part / max(1, parts)),
            )
            for part in range(parts + 1)
        ]
        deepest, floor = max(self.falls), max(_LEAST_SCALE, *self.falls)
        fall = fmt.percent(Decimal(str(-deepest))) if deepest else tr("no drawdown")
        for y, text in levels:
            painter.fillRect(QRectF(upper.left(), round(y), upper.width(), 1), palette.line)
            self._label(painter, y, text)
        painter.fillRect(QRectF(lower.left(), round(lower.top()), lower.width(), 1), palette.line)
        y = max(lower.top() + lower.height() * deepest / floor, upper.bottom() + _LABEL)
        self._label(painter, y, fall, "down_text" if deepest else "text3")

    def _label(self, painter: QPainter, y: float, text: str, role: str = "text2") -> None:
        painter.setPen(getattr(current_palette(), role))
        room = QRectF(self.width() - _GUTTER + 8, y - 8, _GUTTER - 8, 16)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_equity(self, painter: QPainter, upper: QRectF) -> None:
        palette = current_palette()
        role = "up" if self.points[-1].equity >= self.points[0].equity else "down"
        line = QPolygonF([QPointF(place.x, place.y) for place in self._places])
        fade = QLinearGradient(0, upper.top(), 0, upper.bottom())
        fade.setColorAt(0, palette.tint(role, 0.20))
        fade.setColorAt(1, palette.tint(role, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        ends = [QPointF(line.last().x(), upper.bottom()), QPointF(line.first().x(), upper.bottom())]
        painter.drawPolygon(QPolygonF([*line.toList(), *ends]))
        painter.setPen(QPen(getattr(palette, role), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(getattr(palette, role))
        painter.drawEllipse(line.last(), 2.5, 2.5)

    def _paint_falls(self, painter: QPainter, lower: QRectF) -> None:
        if not max(self.falls):
            return
        palette = current_palette()
        line = [QPointF(place.x, place.fall_y) for place in self._places]
        ends = [QPointF(line[-1].x(), lower.top()), QPointF(line[0].x(), lower.top())]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.tint("down", 0.26))
        painter.drawPolygon(QPolygonF([*line, *ends]))
        painter.setPen(QPen(palette.down, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(line))

    def _paint_times(self, painter: QPainter, lower: QRectF) -> None:
        painter.setPen(current_palette().text3)
        box = QRectF(lower.left(), lower.bottom() + 2, lower.width(), 14)
        first, last = self._when(self.points[0].at), self._when(self.points[-1].at)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, first)
        if first != last and metrics(CAPTION).horizontalAdvance(first + last) + 24 < lower.width():
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, last)

    def _when(self, at: datetime) -> str:
        return fmt.day_and_clock(at, self._zone)

    def _paint_cursor(self, painter: QPainter, upper: QRectF, lower: QRectF, at: int) -> None:
        palette, place, point = current_palette(), self._places[at], self.points[at]
        painter.setPen(QPen(palette.text3, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(place.x, upper.top()), QPointF(place.x, lower.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.text)
        painter.drawEllipse(QPointF(place.x, place.y), 3, 3)
        fall = f"   {fmt.percent(Decimal(str(-self.falls[at])))}" if self.falls[at] else ""
        text = f"{self._when(point.at)}   {fmt.money(point.equity)}{fall}"
        width = metrics(CAPTION).horizontalAdvance(text) + 12
        left = min(max(0.0, place.x - width / 2), max(0.0, upper.right() - width))
        box = QRectF(left, 0, width, 18)
        painter.setPen(palette.line)
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(palette.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if len(self._places) == len(self.points) and self._places:
            xs = [place.x for place in self._places]
            right = min(bisect_left(xs, event.position().x()), len(xs) - 1)
            left = max(0, right - 1)
            nearer = left if event.position().x() - xs[left] < xs[right] - event.position().x() else right
            self.under_cursor = nearer
            self.update()

    def leaveEvent(self, event: object) -> None:
        self.under_cursor = None
        self.update()
