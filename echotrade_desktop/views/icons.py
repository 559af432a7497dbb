"""Icons by name from the Phosphor set, painted in the palette's colours at any size.

qtawesome takes longer to import than the window to open: the first icon that is to be painted asks for it, it comes
with the next turn of the loop, and everything is painted once more.
"""

from functools import cache
from types import ModuleType

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from echotrade_desktop.resources import resource
from echotrade_desktop.views.theme import current_palette

BESIDE_TEXT, TOOLBAR, MARK = 14, 18, 12
"""The three sizes, in logical pixels."""


def icon(name: str, tone: str = "text2") -> QIcon:
    """An icon of the Phosphor set (`"gear-six"`) that follows the theme; `tone` is a role of the palette."""
    return QIcon(_ThemedEngine(name, tone))


def paint_icon(painter: QPainter, rect: QRectF, name: str, colour: QColor) -> None:
    """Paint one glyph into the largest centred square of `rect`."""
    if not _Glyphs.ready:
        _Glyphs.ask()
        return
    side = min(rect.width(), rect.height())
    glyphs, character = _glyph(name)
    glyphs.setPixelSize(max(1, round(side)))
    painter.save()
    painter.setFont(glyphs)
    painter.setPen(colour)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, character)
    painter.restore()


def paint_triangle(painter: QPainter, rect: QRectF, up: bool, colour: QColor) -> None:
    """A filled arrow head over the whole of `rect`: sharper than a glyph at 7×5."""
    tip, foot = (rect.top(), rect.bottom()) if up else (rect.bottom(), rect.top())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(
        QPolygonF([QPointF(rect.center().x(), tip), QPointF(rect.right(), foot), QPointF(rect.left(), foot)])
    )
    painter.restore()


def app_icon() -> QIcon:
    """The app's own mark."""
    return QIcon(str(resource("icons", "app.svg")))


class _ThemedEngine(QIconEngine):
    """Paints a glyph in the palette in force at that moment."""

    def __init__(self, name: str, tone: str) -> None:
        super().__init__()
        self._name = name
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = current_palette()
        tone = "text3" if mode == QIcon.Mode.Disabled else self._tone
        paint_icon(painter, QRectF(rect), self._name, getattr(palette, tone))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        made = QPixmap(size)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        self.paint(painter, QRect(made.rect()), mode, state)
        painter.end()
        return made

    def clone(self) -> QIconEngine:
        return _ThemedEngine(self._name, self._tone)


def load_icons() -> None:
    """Import the icons now, and paint everything once more."""
    if not _Glyphs.ready:
        _glyph("x")
        _Glyphs.ready = True
        for widget in QApplication.allWidgets():
            widget.update()


class _Glyphs:
    """Whether the icon font is there, and whether it has been asked for."""

    ready = False
    asked = False

    @classmethod
    def ask(cls) -> None:
        if not cls.asked:
            cls.asked = True
            QTimer.singleShot(0, load_icons)


@cache
def _glyph(name: str) -> tuple[QFont, str]:
    qtawesome = _qtawesome()
    full = f"ph.{name}"
    return qtawesome.font("ph", BESIDE_TEXT), qtawesome.charmap(full)


@cache
def _qtawesome() -> ModuleType:
    import qtawesome

    bundled = getattr(qtawesome, "_BUNDLED_FONTS", ())
    wanted = tuple(entry for entry in bundled if entry[0] == "ph")
    if wanted:  # it opens every bundled font at the first icon; we ship and need one
        setattr(qtawesome, "_BUNDLED_FONTS", wanted)  # noqa: B010 - a private name, pinned and tested
    return qtawesome
