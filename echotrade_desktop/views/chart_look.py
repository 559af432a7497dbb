"""How the user likes the chart, kept beside the window's layout."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ChartLook:
    """What is kept: the keys of the indicators drawn, and whether dragging a line takes the Alt key."""

    indicators: tuple[str, ...] = ()
    alt_to_drag: bool = False


def read_look(path: Path) -> ChartLook:
    """What was kept; the default when there is nothing, or nothing that can be used."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        if kept["format"] != _FORMAT:
            return ChartLook()
        keys = tuple(key for key in kept["indicators"] if isinstance(key, str))
        return ChartLook(keys, kept["alt_to_drag"] is True)
    except (OSError, ValueError, TypeError, KeyError):
        return ChartLook()


def write_look(path: Path, look: ChartLook) -> bool:
    """Keep it, whole or not at all; False when it could not be written."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    file.write(json.dumps({"format": _FORMAT, **asdict(look)}, indent=1).encode())
    return file.commit()
