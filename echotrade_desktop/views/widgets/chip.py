"""Chips: a short word on a tint, for sides, modes and states."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from echotrade_desktop.views.fonts import CAPTION, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import paint_triangle
from echotrade_desktop.views.theme import CHIP_TINT, Palette, current_palette
from echotrade_desktop.views.translation import tr

_HEIGHT, _SIDE, _ARROW = 18, 6, 7
_FILLS = {"up": "up", "down": "down", "warning": "warning"}


class Chip(QWidget):
    """A word in an 18 px box. Kinds: neutral, up, down, warning (tinted), danger (filled)."""

    def __init__(self, text: str, kind: str = "neutral", arrow: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._kind, self._arrow = text, kind, arrow
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        """The word it shows."""
        return self._text

    def show_value(self, text: str, kind: str = "neutral", arrow: int = 0) -> None:
        """Change the word, its kind, and its arrow (+1 up, -1 down, 0 none)."""
        if (text, kind, arrow) == (self._text, self._kind, self._arrow):
            return
        self._text, self._kind, self._arrow = text, kind, arrow
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _colours(self, palette: Palette) -> tuple[QColor, QColor]:
        if self._kind == "danger":
            return palette.danger, palette.on_danger
        if role := _FILLS.get(self._kind):
            return palette.tint(role, CHIP_TINT), getattr(palette, f"{role}_text")
        return palette.mixed("text2", "panel", 0.18), palette.text

    def sizeHint(self) -> QSize:
        arrow = _ARROW + 4 if self._arrow else 0
        return QSize(round(metrics(CAPTION, SEMIBOLD).horizontalAdvance(self._text)) + 2 * _SIDE + arrow, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        ground, ink = self._colours(palette)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        left = _SIDE
        if self._arrow:
            paint_triangle(painter, QRectF(left, self.height() / 2 - 2.5, _ARROW, 5), self._arrow > 0, ink)
            left += _ARROW + 4
        painter.setPen(ink)
        painter.setFont(font(CAPTION, SEMIBOLD))
        painter.drawText(self.rect().adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text)


class CountBadge(QWidget):
    """A number in a round amber box; hidden at zero."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count = 0
        self.hide()

    @property
    def count(self) -> int:
        """The number it shows."""
        return self._count

    def set_count(self, count: int) -> None:
        """Show another number; zero hides it."""
        if count == self._count:
            return
        before, self._count = self.sizeHint(), count
        self.setAccessibleName(tr("{count} waiting", count=count))
        self.setVisible(count > 0)
        if self.sizeHint() != before:
            self.updateGeometry()  # the whole window is laid out anew by it
        self.update()

    def sizeHint(self) -> QSize:
        width = round(metrics(CAPTION, SEMIBOLD).horizontalAdvance(str(self._count))) + 2 * _SIDE
        return QSize(max(18, width), 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.tint("warning", CHIP_TINT))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        painter.setPen(palette.warning_text)
        painter.setFont(font(CAPTION, SEMIBOLD))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._count))


class KeyCap(QWidget):
    """The key that does the same."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = text
        self.setAccessibleName(tr("key {value}", value=text))

    def sizeHint(self) -> QSize:
        return QSize(keycap_width(self._text), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        paint_keycap(QPainter(self), QRectF(self.rect()), self._text, palette.text2, palette.line, palette.bg)


def keycap_width(text: str) -> int:
    """How wide a key cap is, in pixels."""
    return max(_HEIGHT, round(metrics(CAPTION).horizontalAdvance(text)) + 2 * _SIDE)


def paint_keycap(painter: QPainter, rect: QRectF, text: str, ink: QColor, line: QColor, ground: QColor) -> None:
    """Paint a key cap into `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(line, 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(ink)
    painter.setFont(font(CAPTION))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
