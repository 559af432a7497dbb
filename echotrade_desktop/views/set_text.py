"""Text that is painted often: shaped once, and set by the height of its capitals so that sizes in a row line up."""

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText

from echotrade_desktop.views.fonts import font, metrics


@lru_cache(maxsize=4096)
def text_width(text: str, size: int, weight: int) -> float:
    """How wide a text is, in logical pixels."""
    return metrics(size, weight).horizontalAdvance(text)


@lru_cache(maxsize=16)
def _font(size: int, weight: int) -> QFont:
    return font(size, weight)


@lru_cache(maxsize=1024)
def _shaped(text: str, size: int, weight: int) -> tuple[QStaticText, QFont, float, float]:
    """A text with its glyphs placed once, its font, half the height of its capitals, and its ascent.

    Shaping costs five times what painting does.
    """
    face, of = _font(size, weight), metrics(size, weight)
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=face)
    return made, face, of.capHeight() / 2, of.ascent()


def draw_text(painter: QPainter, x: float, middle: float, text: str, size: int, weight: int, colour: QColor) -> None:
    """Write text from `x` with its capitals centred on `middle`."""
    shaped, face, half, ascent = _shaped(text, size, weight)
    painter.setFont(face)
    painter.setPen(colour)
    painter.drawStaticText(QPointF(x, round(middle + half) - ascent), shaped)
