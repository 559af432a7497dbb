"""The ledger's schema in numbered steps. A step is never changed once released; a new one is added."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime

from peewee import SchemaManager, SqliteDatabase

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.store import codec, tables
from echotrade_desktop.engine.store.account import AccountState
from echotrade_desktop.engine.store.database import APPLICATION_ID
from echotrade_desktop.engine.store.log import Tip
from echotrade_desktop.engine.store.rows import ACCOUNT

_APPEND_ONLY = """
CREATE TRIGGER event_log_keeps_{verb} BEFORE {verb} ON event_log
BEGIN SELECT RAISE(ABORT, 'the event log only grows'); END
"""


def _first_tables(database: SqliteDatabase) -> None:
    for table in (*tables.LOG, *tables.WORDS, *tables.FOLDED):
        SchemaManager(table, database).create_all(safe=False)
    for verb in ("UPDATE", "DELETE"):
        database.execute_sql(_APPEND_ONLY.format(verb=verb))
    database.execute_sql("INSERT INTO log_tip (id, seq, checksum) VALUES (1, ?, ?)", Tip())
    ACCOUNT.insert(database, AccountState.of(Book()))


def _cash_moves(database: SqliteDatabase) -> None:
    SchemaManager(tables.CashMoves, database).create_all(safe=False)


Step = Callable[[SqliteDatabase], None]
STEPS: tuple[Step, ...] = (_first_tables, _cash_moves)
NEWEST = len(STEPS)


def checksum(version: int, applied_at: str) -> str:
    """Return SHA-256 over a row of the table of versions, in hexadecimal."""
    return hashlib.sha256(f"{version}\n{applied_at}".encode()).hexdigest()


def definitions(execute: Callable[[str], Iterable[tuple[str, str, str]]]) -> set[tuple[str, str, str]]:
    """Return kind, name and SQL of all that a database defines."""
    return set(execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"))


def definitions_at(version: int, at: datetime) -> set[tuple[str, str, str]]:
    """Return what a ledger of a schema version defines."""
    database = SqliteDatabase(":memory:")
    try:
        migrate(database, 0, at, STEPS[:version])
        return definitions(database.execute_sql)
    finally:
        database.close()


def version_of(database: SqliteDatabase) -> int:
    """Return the schema version of a database; 0 when it has no tables yet.

    Raises `StoreUnavailable` for a newer one and for a database that is not a ledger.
    """
    names = {row[0] for row in database.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not names:
        return 0
    if database.execute_sql("PRAGMA application_id").fetchone()[0] != APPLICATION_ID or "schema_version" not in names:
        raise StoreUnavailable(
            "The file is a database, but not a ledger of EchoTrade. Nothing was changed. Choose another profile folder."
        )
    version: int = database.execute_sql("SELECT max(version) FROM schema_version").fetchone()[0] or 0
    if version > NEWEST:
        raise StoreUnavailable(
            f"The ledger was written by a newer EchoTrade (schema {version}; this one knows {NEWEST}). "
            "Nothing was changed. Start the newer version, or choose another profile folder."
        )
    return version


def migrate(database: SqliteDatabase, version: int, at: datetime, steps: tuple[Step, ...] | None = None) -> None:
    """Apply the steps after `version`, all or none; `steps` are all there are, unless given."""
    steps = STEPS if steps is None else steps
    database.execute_sql("BEGIN IMMEDIATE")
    try:
        if version == 0:
            SchemaManager(tables.SchemaVersion, database).create_all(safe=False)
            database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        for number, step in enumerate(steps[version:], start=version + 1):
            step(database)
            row = (number, codec.write_instant(at))
            database.execute_sql("INSERT INTO schema_version VALUES (?, ?, ?)", (*row, checksum(*row)))
        database.execute_sql("COMMIT")
    except BaseException:
        if database.connection().in_transaction:
            database.execute_sql("ROLLBACK")
        raise
