"""Doing something no oftener than an eye can follow."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

READABLE_MS = 100  # figures that change more often cannot be read
FRAMES_MS = 40  # two frames: whoever goes on asking is served in one of them, not with a paint of its own


class Pace(QObject):
    """Acts at once when asked after a rest; asked sooner, with the first asking after the rest, or soon after it."""

    def __init__(self, act: Callable[[], object], parent: QObject, rest_ms: int = READABLE_MS) -> None:
        super().__init__(parent)
        self._act, self._rest_ms = act, rest_ms
        self._acted = QElapsedTimer()
        self._last = QTimer(self, singleShot=True)
        self._last.timeout.connect(self._do)

    def ask(self) -> None:
        """Let it be done soon."""
        since = self._acted.elapsed() if self._acted.isValid() else self._rest_ms
        if since >= self._rest_ms:
            self._do()
        elif not self._last.isActive():
            self._last.start(self._rest_ms + FRAMES_MS - since)

    def _do(self) -> None:
        self._last.stop()
        self._acted.start()
        self._act()
