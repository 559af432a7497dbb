"""The append-only event log: each row carries a checksum over itself and everything before it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.errors import StoreDamaged
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.store import codec

BEGINNING = "0" * 64
SELECT = "SELECT seq, at, kind, body, checksum FROM event_log ORDER BY seq"
SELECT_TIP = "SELECT seq, checksum FROM log_tip WHERE id = 1"
_INSERT = "INSERT INTO event_log (seq, at, kind, body, checksum) VALUES (?, ?, ?, ?, ?)"
_MOVE_TIP = "UPDATE log_tip SET seq = ?, checksum = ? WHERE id = 1"


class Tip(NamedTuple):
    """The last row of the log."""

    seq: int = 0
    checksum: str = BEGINNING


@dataclass(frozen=True, slots=True)
class LogRow:
    """One row as it is stored."""

    seq: int
    at: str
    kind: str
    body: str
    checksum: str


def read_tip(row: tuple[int, str] | None) -> Tip:
    """Return the tip that `SELECT_TIP` found; raise `StoreDamaged` when there is none."""
    if row is None:
        raise StoreDamaged("The ledger is damaged: it does not say where its log ends.")
    return Tip(*row)


def checksum(previous: str, seq: int, at: str, kind: str, body: str) -> str:
    """Return SHA-256 over the previous checksum and the row, in hexadecimal."""
    return hashlib.sha256(f"{previous}\n{seq}\n{at}\n{kind}\n{body}".encode()).hexdigest()


def checked(rows: Iterable[tuple[int, str, str, str, str]], tip: Tip) -> Iterator[LogRow]:
    """Yield the rows while they agree with their checksums.

    Raises `StoreDamaged` at the first that does not, or in the end if the last is not `tip`.
    """
    at = Tip()
    for values in rows:
        row = LogRow(*values)
        if row.seq != at.seq + 1:
            raise StoreDamaged(f"The ledger is damaged: record {at.seq + 1} of the log is missing.")
        if row.checksum != checksum(at.checksum, row.seq, row.at, row.kind, row.body):
            raise StoreDamaged(f"The ledger is damaged: record {row.seq} of the log does not agree with its checksum.")
        at = Tip(row.seq, row.checksum)
        yield row
    if at != tip:
        raise StoreDamaged(f"The ledger is damaged: its log ends at record {at.seq} instead of {tip.seq}.")


class Log:
    """The writing end of the log. `tip` is where the next row is appended; it is on disk after `seal`."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self.tip = Tip()
        self._sealed = Tip()

    def find_tip(self) -> None:
        """Take the end of the log from disk, as it is after a start or a rollback."""
        self.tip = self._sealed = read_tip(self._database.execute_sql(SELECT_TIP).fetchone())

    def append(self, fact: Fact) -> int:
        """Add a fact; return its number."""
        at, kind, body = codec.dump_fact(fact)
        seq = self.tip.seq + 1
        tip = Tip(seq, checksum(self.tip.checksum, seq, at, kind, body))
        self._database.execute_sql(_INSERT, (seq, at, kind, body, tip.checksum))
        self.tip = tip
        return seq

    def seal(self) -> None:
        """Write the tip, once a transaction."""
        if self.tip != self._sealed:
            self._database.execute_sql(_MOVE_TIP, self.tip)
            self._sealed = self.tip
