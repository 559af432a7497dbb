"""Small files that only their owner may read, written whole or not at all."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_threads: dict[str, threading.RLock] = {}
_LONGEST_PAST = 1_000_000  # where a lock of Windows lies: beyond the file's own bytes


def write_private(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`, durably: after a crash there is the old file or the new one.

    The folder is closed to others, the file is for its owner only from the first moment on. Raises `OSError`; the old
    file then stays.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    draft = path.with_name(f"{path.name}.draft")
    with suppress(FileNotFoundError):
        draft.unlink()
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_folder(path.parent)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let nobody else in, neither thread nor process, who asks for the same `path`; raises `OSError`."""
    with _threads.setdefault(str(path), threading.RLock()):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _wait_for(descriptor)
            yield
        finally:
            os.close(descriptor)  # and with it the lock


def _sync_folder(folder: Path) -> None:
    """Make a new name durable, where the system can."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _wait_for(descriptor: int) -> None:
    if sys.platform == "win32":
        os.lseek(descriptor, _LONGEST_PAST, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
