"""What is on the screen while the rest is imported: an empty window where the real one will stand.

It imports next to nothing of the app, and of Qt only what a window takes: not even `Qt`, whose hundred enumerations are
made when it is first named. Whatever it cannot read it does without: the real window, which follows within a second,
says what is wrong.
"""

import base64
import json
import os
import tomllib
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from echotrade_desktop.resources import resource

SIZE = (1440, 900)
NAME = "EchoTrade"
_SCALES = (0.75, 3.0)


class FirstWindow(QWidget):
    """The app's ground and name."""

    def __init__(self, ground: str, ink: str) -> None:
        super().__init__()
        self._ground, self._ink = QColor(ground), QColor(ink)
        self.setWindowTitle("EchoTrade")
        self.setAccessibleName("EchoTrade is starting")
        self.resize(*SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, D102 - Qt's own
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._ground)
        face = QFont(painter.font())
        face.setPixelSize(20)
        painter.setFont(face)
        painter.setPen(self._ink)
        metrics = QFontMetricsF(face)
        left = (self.width() - metrics.horizontalAdvance(NAME)) / 2
        painter.drawText(QPointF(left, (self.height() + metrics.capHeight()) / 2), NAME)


class _Shown:
    """The one that is on the screen."""

    window: FirstWindow | None = None


def show_first_window(chosen: Path | None) -> None:
    """Show it, unless another app holds the profile: then no window is to appear at all."""
    profile = (chosen or _usual_profile()).expanduser().absolute()
    if profile.is_dir():
        from echotrade_desktop.instance import acquire

        lock = acquire(profile)
        if lock is None:
            return
        lock.close()  # taken for good by the app itself
    look = _appearance(profile)
    scale = look.get("scale", 1)
    if isinstance(scale, int | float) and scale != 1 and _SCALES[0] <= scale <= _SCALES[1]:
        os.environ.setdefault("QT_SCALE_FACTOR", str(scale))
    app = QApplication.instance() or QApplication(["EchoTrade"])
    _Shown.window = FirstWindow(*_colours(look))
    geometry = _geometry(profile)
    if geometry is not None:
        _Shown.window.restoreGeometry(geometry)
    _Shown.window.show()
    app.processEvents()


def close_first_window() -> None:
    """Take it away; the real one is there."""
    window, _Shown.window = _Shown.window, None
    if window is not None:
        window.close()
        window.deleteLater()


def _usual_profile() -> Path:
    from echotrade_desktop.folders import default_profile

    return default_profile()


def _appearance(profile: Path) -> dict[str, Any]:
    try:
        found = tomllib.loads((profile / "settings.toml").read_text("utf-8")).get("appearance", {})
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _colours(look: dict[str, Any]) -> tuple[str, str]:
    palette = tomllib.loads(resource("palette.toml").read_text("utf-8"))
    name = look.get("theme", "dark")
    if name == "system":
        from PySide6.QtCore import Qt  # with a hundred enumerations; they can wait

        light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
        name = "light" if light else "dark"
    chosen = palette.get(name, palette["dark"])
    return chosen["bg"], chosen["text2"]


def _geometry(profile: Path) -> QByteArray | None:
    try:
        kept = json.loads((profile / "layout.json").read_text("utf-8"))["geometry"]
        return QByteArray(base64.b64decode(kept, validate=True))
    except (OSError, ValueError, KeyError, TypeError):
        return None
