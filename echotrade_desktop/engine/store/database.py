"""Opening SQLite the way a ledger needs it: durable, private, and with errors that say what to do."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import peewee

from echotrade_desktop.engine.domain.errors import StoreDamaged, StoreUnavailable

APPLICATION_ID = 0x45744C67  # "EtLg": marks the file as a ledger of ours
BUSY_TIMEOUT_S = 5
FILE_MODE, FOLDER_MODE = 0o600, 0o700
COMPANIONS = ("-wal", "-shm")

_PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": 1,
    "secure_delete": 1,  # erased words are overwritten, not only unlinked
    "cell_size_check": 1,  # damaged pages are noticed when they are read
    "journal_size_limit": 16 * 1024 * 1024,
}
# A complaint of SQLite that quotes damaged text is no UTF-8 either, and arrives as UnicodeDecodeError.
FAULTS = (peewee.PeeweeException, sqlite3.Error, OSError, UnicodeDecodeError)
_DAMAGE = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "could not decode",
    "can't decode",
    "corrupt",
)


class _Database(peewee.SqliteDatabase):
    """Runs statements without the logging and timing that nobody asks for: a write is half a dozen of them."""

    def execute_sql(self, sql: str, params: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run a statement on this thread's connection; raises peewee's errors."""
        connection: sqlite3.Connection = self.connection()
        try:
            return connection.execute(sql, params or ())
        except sqlite3.Error:
            with peewee.__exception_wrapper__:  # type: ignore[attr-defined]
                raise


def connect(path: Path) -> peewee.SqliteDatabase:
    """Return the database at `path`; each thread gets a connection of its own with its first statement.

    The file is made if it is missing, readable by its owner only, and so is its folder.
    """
    make_private(path)
    return _Database(str(path), pragmas=_PRAGMAS, timeout=BUSY_TIMEOUT_S)


def make_private(path: Path) -> None:
    """Make `path` and its folder if missing, and keep both (and the file's companions) from other users' eyes."""
    folder = path.parent
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    status = folder.stat()
    if status.st_mode & 0o077 and status.st_uid == _our_uid() and not status.st_mode & stat.S_ISVTX:
        folder.chmod(FOLDER_MODE)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE_MODE))
    for name in (path.name, *(path.name + ending for ending in COMPANIONS)):
        file = path.with_name(name)
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(FILE_MODE)


def _our_uid() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def read_only(path: Path) -> sqlite3.Connection:
    """Return a plain connection that cannot write, also beside an engine that is running.

    A file that was closed properly is opened without making companions, so that even a write-protected one can be read.
    """
    options = "mode=ro" if in_use(path) else "mode=ro&immutable=1"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True, timeout=BUSY_TIMEOUT_S)


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into `StoreUnavailable` or `StoreDamaged`, with a sentence."""
    try:
        yield
    except FAULTS as error:
        raise explained(error, path) from error


def explained(error: Exception, path: Path) -> StoreUnavailable:
    """Return what an error means for the ledger at `path`."""
    text = str(error).lower()
    if any(word in text for word in _DAMAGE):
        return StoreDamaged(f"The ledger {path.name} is damaged ({error}). Nothing was changed.")
    if "full" in text or "no space" in text or "too large" in text:
        return StoreUnavailable(
            f"The disk is full: {path.name} could not be written, nothing of this was kept. Free some space."
        )
    if "readonly" in text or "read-only" in text or "permission" in text or "unable to open" in text:
        return StoreUnavailable(
            f"{path} may not be written. Give your user the right to write there, or choose another profile folder."
        )
    if "locked" in text or "busy" in text:
        return StoreUnavailable(f"Another program holds {path.name}; nothing of this was kept. Close it and try again.")
    return StoreUnavailable(f"The ledger {path.name} could not be used ({error}); nothing of this was kept.")


def in_use(path: Path) -> bool:
    """Whether a program has the database open, or ended without closing it."""
    return any(path.with_name(path.name + ending).exists() for ending in COMPANIONS)


def wal_is_empty(path: Path) -> bool:
    """Whether the database file alone holds everything."""
    wal = path.with_name(f"{path.name}-wal")
    return not wal.exists() or wal.stat().st_size == 0


def integrity(execute: Callable[[str], Iterator[tuple[str]]], *, thorough: bool) -> list[str]:
    """Return SQLite's own complaints about the file; none when it is sound. Thorough also checks every index."""
    rows = execute("PRAGMA integrity_check" if thorough else "PRAGMA quick_check")
    return [row[0] for row in rows if row[0] != "ok"]


def remove_with_companions(path: Path) -> None:
    """Delete a database file and what SQLite keeps beside it."""
    for name in (path.name, *(path.name + ending for ending in COMPANIONS)):
        with suppress(FileNotFoundError):
            path.with_name(name).unlink()


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` survive a power cut, where the system lets a folder be synced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
