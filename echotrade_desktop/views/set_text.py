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
def _cap_height(size: int, weight: int) -> float:
    return metrics(size, weight).capHeight()


@lru_cache(maxsize=16)
def _font(size: int, weight: int) -> QFont:
    return font(size, weight)


@lru_cache(maxsize=16)
def _ascent(size: int, weight: int) -> float:
    return metrics(size, weight).ascent()


@lru_cache(maxsize=1024)
def _shaped(text: str, size: int, weight: int) -> QStaticText:
    """A text with its glyphs placed once: shaping costs five times what painting does."""
    made = QStaticText(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
    made.prepare(font=_font(size, weight))
    return made


def draw_text(painter: QPainter, x: float, middle: float, text: str, size: int, weight: int, colour: QColor) -> None:
    """Write text from `x` with its capitals centred on `middle`."""
    painter.setFont(_font(size, weight))
    painter.setPen(colour)
    baseline = round(middle + _cap_height(size, weight) / 2)
    painter.drawStaticText(QPointF(x, baseline - _ascent(size, weight)), _shaped(text, size, weight))
