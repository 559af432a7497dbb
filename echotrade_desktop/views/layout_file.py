"""Where the window stood and how its docks lay, kept in the profile."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QFileDevice, QIODevice, QSaveFile

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """What is kept: Qt's own records of window and docks (base64), the tab in front, what has been explained once."""

    geometry: str = ""
    state: str = ""
    tab: int = 0
    symbol: str = ""
    tray_explained: bool = False
    welcomed: bool = False


def read_layout(path: Path) -> Layout | None:
    """What was kept; None when there is nothing, or nothing that can be used."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        if kept.pop("format") != _FORMAT:
            return None
        return Layout(**kept)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_layout(path: Path, layout: Layout) -> bool:
    """Keep it, whole or not at all; False when it could not be written."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    file.setPermissions(QFileDevice.Permission.ReadOwner | QFileDevice.Permission.WriteOwner)
    file.write(json.dumps({"format": _FORMAT, **asdict(layout)}, indent=1).encode())
    return file.commit()
