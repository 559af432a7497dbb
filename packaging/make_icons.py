"""Makes the icon that Windows and macOS want in a program from the app's drawing; Linux takes the drawing itself."""

import os
from pathlib import Path

KINDS = {"win32": ("ico", 256), "darwin": ("icns", 512)}


def make_icon(folder: Path, platform: str) -> str | None:
    """Return the path of the icon for a platform, or None where it needs none."""
    if platform not in KINDS:
        return None
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QIcon  # noqa: PLC0415  only where it is needed

    app = QGuiApplication.instance() or QGuiApplication([])
    kind, side = KINDS[platform]
    target = folder / f"echotrade.{kind}"
    folder.mkdir(parents=True, exist_ok=True)
    drawn = QIcon("resources/icons/app.svg").pixmap(side, side)
    if not drawn.save(str(target), kind.upper()):
        raise SystemExit(f"{target} could not be written: this Qt writes no {kind} files.")
    del app
    return str(target)
