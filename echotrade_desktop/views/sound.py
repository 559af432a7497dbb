"""Short sounds, by whatever plays them on this machine; silence where nothing does."""

import shutil
import sys
from functools import cache

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from echotrade_desktop.resources import resource

_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


def play(name: str) -> None:
    """Play `resources/sounds/<name>.wav` without waiting for it; the system's bell when nothing can."""
    path = str(resource("sounds", f"{name}.wav"))
    if sys.platform == "win32":
        import winsound

        winsound.PlaySound(path, winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT)
        return
    player = _player()
    if player is None or not QProcess.startDetached(player[0], [*player[1:], path])[0]:
        QApplication.beep()


@cache
def _player() -> tuple[str, ...] | None:
    return next((command for command in _PLAYERS if shutil.which(command[0])), None)
