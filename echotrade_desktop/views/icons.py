"""Icons by name from the Phosphor set, painted in the palette's colours at any size.

The set comes with qtawesome, whose import looks at every class of Qt and takes as long as the window to open: only its
files are used. The first icon that is to be painted asks for them, they come with the next turn of the loop, and
everything is painted once more.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QApplication

from echotrade_desktop.resources import resource
from echotrade_desktop.views.theme import current_palette

if TYPE_CHECKING:
    import qtawesome  # noqa: F401 - so that whoever packs the app packs its files

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
    """Read the icons now, and paint everything once more."""
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
    family, code_points = _phosphor()
    made = QFont(family, BESIDE_TEXT)
    made.setWeight(QFont.Weight.Normal)
    return made, chr(int(code_points[name], 16))


@cache
def _phosphor() -> tuple[str, dict[str, str]]:
    """The font's family, and the code point of each glyph in hexadecimal, from qtawesome's own files."""
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("qtawesome, which brings the icons, is not installed")
    folder = Path(spec.submodule_search_locations[0]) / "fonts"
    [charmap], [face] = folder.glob("phosphor-charmap-*.json"), folder.glob("phosphor-[0-9]*.ttf")
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(face)))
    return families[0], json.loads(charmap.read_text("utf-8"))
