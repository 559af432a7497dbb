"""One running app a profile: two would trade the same calls twice.

The lock is the operating system's own and dies with its process, so a crash never leaves one behind.
It knows no Qt; the hand-over to the first window does, and loads it only when called.
"""

import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_log = logging.getLogger(__name__)

RAISE = b"raise\n"
LOCK_FILE = "lock"
WINDOW, HEADLESS = "window", "headless"
ANSWER_WITHIN_MS = 1_000


class ProfileLock:
    """Held while it lives; closing it, or the end of the process, gives the profile free."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def close(self) -> None:
        """Give the profile free; a second call does nothing."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()


class Holder(NamedTuple):
    """Who holds a profile, as the lock file says: its process, and "window" or "headless" ("" when it is not said)."""

    pid: int
    kind: str


def acquire(profile: Path, kind: str = WINDOW) -> ProfileLock | None:
    """Take the profile for this process; None when another has it. Raises OSError when it cannot be written."""
    path = profile / LOCK_FILE  # never deleted: a second process could then lock a new file of the same name
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if not _lock(descriptor):
        os.close(descriptor)
        return None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()} {kind}\n".encode())
    return ProfileLock(descriptor)


def holder(profile: Path) -> Holder | None:
    """Return who holds the profile now; None when nobody does. It is only asked for a moment and takes nothing."""
    path = profile / LOCK_FILE
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        if _lock(descriptor):
            return None
        pid, _, kind = path.read_text("utf-8").strip().partition(" ")
        return Holder(int(pid) if pid.isdigit() else 0, kind)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)  # beyond the text, which stays readable
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True
else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def listen_for_raise(profile: Path, callback: Callable[[], None]) -> "QLocalServer":
    """Call `callback` whenever a second start asks for the window; keep what is returned, close it at the end.

    Only the holder of the profile's lock may listen. Needs a QApplication.
    """
    from PySide6.QtNetwork import QLocalServer

    server = QLocalServer()
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    name = _address(profile)
    QLocalServer.removeServer(name)  # left by a crash; the lock says it is ours

    def answer() -> None:
        while (connection := server.nextPendingConnection()) is not None:
            connection.disconnected.connect(connection.deleteLater)
            connection.write(RAISE)
            connection.disconnectFromServer()
            callback()

    server.newConnection.connect(answer)
    if not server.listen(name):
        _log.warning("a second start cannot raise this window: %s", server.errorString())
    return server


def ask_first_to_raise(profile: Path) -> bool:
    """Ask the app that holds the profile to show its window; False when it does not answer within a second."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_address(profile))
    if not socket.waitForConnected(ANSWER_WITHIN_MS):
        return False
    socket.waitForReadyRead(ANSWER_WITHIN_MS)
    answer = socket.readAll().data()
    socket.abort()
    return answer == RAISE


def _address(profile: Path) -> str:
    """Return a short name a profile: a socket's path may have 107 bytes only."""
    import hashlib  # with OpenSSL behind it; the first window is up before

    digest = hashlib.sha256(os.fsencode(profile.resolve())).hexdigest()
    return f"echotrade-{digest[:24]}"
