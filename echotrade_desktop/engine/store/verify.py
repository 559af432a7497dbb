"""Whether a ledger is what it says: file, log, words, tables and money, each checked on its own.

Reads only, from one moment of the file, and also while an engine is writing to it.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import EchoTradeError, StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.store import codec, log, messages, migrations
from echotrade_desktop.engine.store.database import APPLICATION_ID, FAULTS, explained, in_use, integrity, read_only
from echotrade_desktop.engine.store.expected import ExpectedTables, shown
from echotrade_desktop.engine.store.log import LogRow
from echotrade_desktop.engine.store.recount import recount


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found. `first_bad` is the number of the first record of the log that does not agree."""

    path: Path
    facts: int = 0
    fills: int = 0
    positions: int = 0
    equity: str | None = None  # the last marked, exact
    first_bad: int | None = None
    disagreements: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether everything agrees to the last digit."""
        return not self.disagreements


@dataclass(slots=True)
class _Findings:
    sentences: list[str] = field(default_factory=list)
    first_bad: int | None = None
    facts: list[Fact] = field(default_factory=list)
    book: Book = field(default_factory=Book)


def verify(path: Path) -> VerifyReport:
    """Re-derive everything in the ledger at `path` and compare.

    Raises `StoreUnavailable` when there is no ledger, when it is not one of ours, or when a newer version wrote it.
    """
    if not path.is_file():
        raise StoreUnavailable(f"There is no ledger at {path}.")
    at_rest = not in_use(path)
    report = _verify(path)
    if at_rest and not report.ok and in_use(path):
        return _verify(path)  # an engine started meanwhile; it is read again the way that bears writing
    return report


def _verify(path: Path) -> VerifyReport:
    found = _Findings()
    try:
        with closing(read_only(path)) as connection:
            connection.text_factory = _forgiving
            connection.execute("BEGIN")
            _refuse_what_is_not_ours(connection, path)
            found.sentences += [f"SQLite: {line}" for line in integrity(connection.execute, thorough=True)]
            found.sentences += _schema(connection)
            _check_log(connection, found)
            _check_tables(connection, found)
            found.sentences += _words(connection)
            found.sentences += _money(connection)
    except FAULTS as error:
        reason = explained(error, path)
        if not isinstance(reason, StoreDamaged):
            raise reason from None
        found.sentences.append(f"SQLite: {error}")
    return _report(path, found)


def _report(path: Path, found: _Findings) -> VerifyReport:
    book = found.book
    return VerifyReport(
        path=path,
        facts=len(found.facts),
        fills=len(book.fills),
        positions=len(book.positions),
        equity=str(book.curve.newest.equity) if book.curve.newest else None,
        first_bad=found.first_bad,
        disagreements=tuple(found.sentences),
    )


def _forgiving(raw: bytes) -> str:
    """Read text that may be damaged: what is no UTF-8 shows up as a difference, not as an exception."""
    return raw.decode("utf-8", "replace")


def _refuse_what_is_not_ours(connection: sqlite3.Connection, path: Path) -> None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID and "event_log" not in tables:
        raise StoreUnavailable(f"{path} is not a ledger of EchoTrade.")
    (version,) = connection.execute("SELECT max(version) FROM schema_version").fetchone()
    if isinstance(version, int) and version > migrations.NEWEST:
        raise StoreUnavailable(f"{path.name} was written by a newer EchoTrade; only that version can verify it.")


def _schema(connection: sqlite3.Connection) -> Iterator[str]:
    """Check that tables, indexes and triggers are as the app makes them."""
    version = 0
    for version, applied_at, checksum in connection.execute("SELECT * FROM schema_version ORDER BY version"):
        if migrations.checksum(version, applied_at) != checksum:
            yield f"Schema: the row of version {version} does not agree with its checksum."
    there = migrations.definitions(connection.execute)
    due = migrations.definitions_at(version, datetime(2000, 1, 1, tzinfo=UTC))
    for kind, name, _ in sorted(there ^ due):
        yield f"Schema: the {kind} {name} is not as EchoTrade makes it."


def _check_log(connection: sqlite3.Connection, found: _Findings) -> None:
    """Check the chain to its first broken link, and read the facts as far as they can be read."""
    at = 0
    try:
        tip = log.read_tip(connection.execute(log.SELECT_TIP).fetchone())
        for row in log.checked(connection.execute(log.SELECT), tip):
            at = row.seq
    except StoreDamaged as damage:
        found.first_bad = at + 1
        found.sentences.append(str(damage))
    try:
        found.facts = [codec.load_fact(row.at, row.kind, row.body) for row in _rows(connection)]
    except (EchoTradeError, TypeError) as error:
        found.sentences.append(f"The log cannot be read to its end: {error}")


def _rows(connection: sqlite3.Connection) -> Iterator[LogRow]:
    return (LogRow(*values) for values in connection.execute(log.SELECT))


def _check_tables(connection: sqlite3.Connection, found: _Findings) -> None:
    try:
        expected = ExpectedTables(found.facts)
    except (EchoTradeError, KeyError, ArithmeticError) as error:
        found.sentences.append(f"The events do not follow from one another: {error}")
        return
    found.book = expected.book
    found.sentences += expected.differences(connection.execute)


def _words(connection: sqlite3.Connection) -> Iterable[str]:
    """Check that every message is as it came, and that none is missing."""
    counts: dict[int, list[int]] = {}
    for row in connection.execute(messages.MESSAGES.select):
        if messages.checksum(row) != row[-1]:
            yield f"Message {shown(row[:3])} does not agree with its checksum."
        counts.setdefault(row[0], []).append(row[1])
    for chat, high_water, stored in connection.execute("SELECT chat_id, high_water, stored FROM chats"):
        ids = counts.pop(chat, [])
        if len(ids) != stored:
            yield f"Chat {chat}: {stored} message versions were stored, {len(ids)} are there."
        elif ids and max(ids) != high_water:
            yield f"Chat {chat}: its newest message is {max(ids)}, its mark says {high_water}."
    for chat in counts:
        yield f"Chat {chat}: it has messages but no mark."


def _money(connection: sqlite3.Connection) -> list[str]:
    try:
        return recount(connection)
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        return [f"The money cannot be counted again from the tables: {error!r:.120}"]
