"""Reading a ledger that no engine has open, without a thread: campaigns fork."""

from contextlib import closing
from pathlib import Path

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.store import codec, log
from echotrade_desktop.engine.store.database import read_only


def facts_of(path: Path) -> list[Fact]:
    """Return every fact of the ledger at `path`, its checksums checked; none when there is no ledger yet."""
    if not path.exists() or not path.stat().st_size:
        return []
    with closing(read_only(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'log_tip'").fetchone():
            return []
        connection.execute("BEGIN")
        tip = log.read_tip(connection.execute(log.SELECT_TIP).fetchone())
        return [codec.load_fact(row.at, row.kind, row.body) for row in log.checked(connection.execute(log.SELECT), tip)]


def book_of(path: Path) -> Book:
    """Return the state that a ledger says."""
    return Book.fold(facts_of(path))
