"""Small drawings of a number: sparkline, countdown ring, meter, and the scale that explains a drift."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from echotrade_desktop.views.theme import current_palette

NEAR_LIMIT = 0.75
_URGENT = 0.2
_LEAST_SPAN = 0.0005  # the whole height is at least this share: a dent is not drawn as a crash


class Sparkline(QWidget):
    """The way of a figure, without axes; in the gain's colour when it ends above where it began."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedSize(64, 20)
        self._points: tuple[float, ...] = ()

    @property
    def points(self) -> tuple[float, ...]:
        """What is drawn, oldest first."""
        return self._points

    def set_points(self, values: Sequence[Decimal | float]) -> None:
        """Draw other values, oldest first; fewer than two draw nothing."""
        self._points = tuple(float(value) for value in values)
        self.update()

    def _polygon(self) -> QPolygonF:
        low, high = min(self._points), max(self._points)
        least = abs(high) * _LEAST_SPAN or 1.0
        if high - low < least:
            middle = (high + low) / 2
            low, high = middle - least / 2, middle + least / 2
        span, last = high - low, len(self._points) - 1
        room = self.height() - 4
        return QPolygonF(
            [
                QPointF(1 + (self.width() - 2) * i / last, 2 + room * (high - value) / span)
                for i, value in enumerate(self._points)
            ]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._points) < 2:
            return
        palette = current_palette()
        role = "up" if self._points[-1] >= self._points[0] else "down"
        line = self._polygon()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(0, palette.tint(role, 0.25))
        fade.setColorAt(1, palette.tint(role, 0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fade)
        foot = [QPointF(line.last().x(), self.height()), QPointF(line.first().x(), self.height())]
        painter.drawPolygon(QPolygonF([*line.toList(), *foot]))
        painter.setPen(QPen(getattr(palette, role), 1.5))
        painter.drawPolyline(line)


class CountdownRing(QWidget):
    """What is left of a span, as an arc; amber in its last fifth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(14, 14)
        self._left = 1.0

    def set_left(self, share: float) -> None:
        """Show how much is left, 0 to 1."""
        share = min(1.0, max(0.0, share))
        if abs(share - self._left) > 0.001:
            self._left = share
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(palette.line, 2))
        painter.drawEllipse(ring)
        ink = palette.warning_text if self._left <= _URGENT else palette.text2
        painter.setPen(QPen(ink, 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(ring, 90 * 16, round(self._left * 360 * 16))


class Meter(QWidget):
    """How much of a limit is used, 40×3; amber from three quarters."""

    def __init__(self, name: str = "", width: int = 40, warns: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._used: float | None = None
        self._warns = warns
        self.setFixedSize(width, 3)

    def set_used(self, used: Decimal | float | None) -> None:
        """Show a share, 0 to 1; None draws nothing."""
        self._used = None if used is None else min(1.0, max(0.0, float(used)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._used is None:
            return
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.line)
        painter.drawRoundedRect(QRectF(self.rect()), 1.5, 1.5)
        painter.setBrush(palette.warning if self._warns and self._used >= NEAR_LIMIT else palette.text2)
        painter.drawRoundedRect(QRectF(0, 0, max(3.0, self.width() * self._used), 3), 1.5, 1.5)


class DriftScale(QWidget):
    """Where the price stands between the call and the limit: a tick at the limit, amber beyond it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._limit, self._now = 0.8, 0.0

    def set_shares(self, limit: float, now: float) -> None:
        """Positions on the scale, 0 (the call) to 1."""
        self._limit, self._now = min(1.0, max(0.0, limit)), min(1.0, max(0.0, now))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, middle, width = current_palette(), self.height() / 2, self.width() - 4
        limit, now = 2 + width * self._limit, 2 + width * self._now
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for end, colour in ((2 + width, palette.line), (now, palette.warning), (min(limit, now), palette.text2)):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(2, middle - 2, max(0.0, end - 2), 4), 2, 2)
        painter.fillRect(QRectF(limit - 0.5, middle - 8, 1, 16), palette.text)
        painter.setBrush(palette.warning if now > limit else palette.text)
        painter.drawEllipse(QPointF(now, middle), 4, 4)
