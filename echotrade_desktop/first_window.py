"""What is on the screen while the rest is imported: an empty window where the real one will stand.

It imports next to nothing of the app, and of Qt only what a window takes. It draws with a style sheet, which Qt does by
itself: a painter's `fillRect` or `fillPath` makes Python know every colour and brush it might be given, the whole of
`Qt` with its hundred enumerations, and a text makes Qt read the fonts of the system. Whatever it cannot read it does
without: the real window, which follows within a second, says what is wrong.
"""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFrame

from echotrade_desktop.readiness import tell_status
from echotrade_desktop.resources import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

SIZE = (1440, 900)
SHOWN = "The first window is on the screen"
_SCALES = (0.75, 3.0)
_PAINTED_WITHIN_S = 0.1
_MARK = 64
_CANDLES = (("text2", 15, 27, 8, 20), ("up", 28, 15, 8, 34), ("text2", 41, 22, 8, 20))
"""The app's mark, as in `resources/icons/app.svg`: a colour of the palette, and a rectangle in a square of 64."""


class FirstWindow(QFrame):
    """The app's ground and mark, in colours by their names in the palette."""

    def __init__(self, colours: dict[str, str]) -> None:
        super().__init__()
        self.painted = False
        self.setWindowTitle("EchoTrade")
        self.setAccessibleName("EchoTrade is starting")
        self.setStyleSheet(f"background: {colours['bg']}; border: 0")
        self._mark = QFrame(self)
        self._mark.resize(_MARK, _MARK)
        for name, *place in _CANDLES:
            candle = QFrame(self._mark)
            candle.setGeometry(*place)
            candle.setStyleSheet(f"background: {colours[name]}; border-radius: 4px")
        self.resize(*SIZE)

    def resizeEvent(self, event: "QResizeEvent") -> None:  # noqa: N802, D102 - Qt's own
        self._mark.move((self.width() - _MARK) // 2, (self.height() - _MARK) // 2)

    def paintEvent(self, event: "QPaintEvent") -> None:  # noqa: N802, D102
        super().paintEvent(event)
        self.painted = True


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
    window = _Shown.window = FirstWindow(_colours(look))
    geometry = _geometry(profile)
    if geometry is not None:
        window.restoreGeometry(geometry)
    window.show()
    _wait_until_painted(window, app)
    tell_status(SHOWN)


def _wait_until_painted(window: FirstWindow, app: QCoreApplication) -> None:
    """See it onto the screen: a window manager may take some turns for that, and what follows turns no loop."""
    latest = time.monotonic() + _PAINTED_WITHIN_S
    app.processEvents()
    while not window.painted and time.monotonic() < latest:
        time.sleep(0.001)
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
        text = (profile / "settings.toml").read_text("utf-8")
    except (OSError, ValueError):
        return {}
    import tomllib  # at the first start there are no settings, and it can wait

    try:
        found = tomllib.loads(text).get("appearance", {})
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _colours(look: dict[str, Any]) -> dict[str, str]:
    name = look.get("theme", "dark")
    if name == "system":
        from PySide6.QtCore import Qt  # with a hundred enumerations; they can wait

        light = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Light
        name = "light" if light else "dark"
    palettes = _palettes()
    chosen = palettes.get(str(name), {})
    return chosen if "bg" in chosen else palettes["dark"]


def _palettes() -> dict[str, dict[str, str]]:
    """Return the texts of `palette.toml` by theme and name. A line of it is a theme, or one value and a remark."""
    themes: dict[str, dict[str, str]] = {}
    theme: dict[str, str] = {}
    for line in resource("palette.toml").read_text("utf-8").splitlines():
        if line.startswith("["):
            theme = themes[line.partition("]")[0][1:]] = {}
        elif (parts := line.split('"'))[1:]:
            theme[parts[0].rstrip(" =")] = parts[1]
    return themes


def _geometry(profile: Path) -> QByteArray | None:
    try:
        text = (profile / "layout.json").read_text("utf-8")
    except (OSError, ValueError):
        return None
    import json

    try:
        kept = json.loads(text)["geometry"]
        return QByteArray.fromBase64(kept.encode("ascii"))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
