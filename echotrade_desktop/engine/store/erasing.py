"""Erasing words for good: from the tables, the free pages, the write-ahead log and every backup."""

from dataclasses import dataclass
from pathlib import Path

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.store import backups, messages
from echotrade_desktop.engine.store.database import FAULTS, connect


@dataclass(frozen=True, slots=True)
class Erased:
    """How many message versions lost their words in the ledger, and which old files could not be cleaned."""

    messages: int
    left: tuple[Path, ...] = ()


def erase_words(database: SqliteDatabase, path: Path, chat_id: int | None) -> Erased:
    """Erase the words of a chat, or of all, in the ledger and in its backups."""
    erased = _erase_in(database, chat_id)
    left = [copy for copy in _copies(path) if not _erased_in_copy(copy, chat_id)]
    return Erased(erased, tuple(left))


def _copies(path: Path) -> list[Path]:
    aside = [file for file in path.parent.glob(f"{path.name}.damaged-*") if not file.name.endswith(("-wal", "-shm"))]
    return [*backups.folder_of(path).glob(f"*{path.stem}-*.db*"), *aside]


def _erase_in(database: SqliteDatabase, chat_id: int | None) -> int:
    with database.atomic("IMMEDIATE"):
        erased = messages.erase(database, chat_id)
    database.execute_sql("VACUUM")
    busy = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise StoreUnavailable(
            "The words are erased, but another program reads the ledger and holds a copy. Close it and erase again."
        )
    return erased


def _erased_in_copy(copy: Path, chat_id: int | None) -> bool:
    database = connect(copy)
    try:
        _erase_in(database, chat_id)
        database.execute_sql("PRAGMA journal_mode = delete")
    except (*FAULTS, StoreUnavailable):
        return False
    finally:
        database.close()
    return True
