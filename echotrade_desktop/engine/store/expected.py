"""The rows the tables must hold, made from the facts alone; what is compared with what is there."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import (
    CashMoved,
    EquityMarked,
    Fact,
    FillRecorded,
    MessageRead,
    SignalApproved,
)
from echotrade_desktop.engine.store import codec
from echotrade_desktop.engine.store.account import AccountState
from echotrade_desktop.engine.store.rows import (
    ACCOUNT,
    CASH_MOVES,
    EQUITY_POINTS,
    FILLS,
    ORDERS,
    POSITIONS,
    READINGS,
    SIGNALS,
    TRADERS,
    Row,
    Rows,
)

APPROVAL_COLUMNS = ("signal_id", "at", "position_id", "client_order_id", "quantity", "by")
SENTENCES_A_TABLE = 20
Table = dict[Row, Row]  # rows by their key


class ExpectedTables:
    """What the tables must hold after `facts`, by table name; a row's first `key_lengths` columns are its key."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.book = Book()
        self.columns: dict[str, tuple[str, ...]] = {}
        self.key_lengths: dict[str, int] = {}
        self.rows: dict[str, Table] = {}  # a table after those it refers to
        self._approvals: Table = {}
        self._readings: list[MessageRead] = []
        self._fill_numbers: dict[str, int] = {}
        self._points: list[Row] = []
        self._moves: dict[str, Row] = {}
        for seq, fact in enumerate(facts, start=1):
            self._take(seq, fact)
        self._lay_out()

    def _take(self, seq: int, fact: Fact) -> None:
        match fact:
            case FillRecorded():
                self._fill_numbers.setdefault(fact.fill.trade_id, seq)
            case CashMoved(move=move):
                self._moves.setdefault(move.venue_id, CASH_MOVES.encode(move, seq=seq))
            case EquityMarked():
                self._points.append(EQUITY_POINTS.encode(fact, seq=seq))
            case MessageRead():
                self._readings.append(fact)
            case SignalApproved(order=order) if order is not None:
                quantity = codec.write_decimal(fact.quantity)
                row = (fact.signal_id, codec.write_instant(fact.at), order.position_id, order.client_order_id)
                self._approvals[fact.signal_id,] = (*row, quantity, fact.by)
        self.book.apply(fact)

    def _lay_out(self) -> None:
        book = self.book
        self._add(ACCOUNT, [ACCOUNT.encode(AccountState.of(book))])
        self._add(TRADERS, map(TRADERS.encode, book.traders.values()))
        self._add(SIGNALS, map(SIGNALS.encode, book.signals.values()))
        self.columns["approvals"], self.key_lengths["approvals"] = APPROVAL_COLUMNS, 1
        self.rows["approvals"] = self._approvals
        self._add(POSITIONS, map(POSITIONS.encode, book.positions.values()))
        self._add(ORDERS, map(ORDERS.encode, book.orders.values()))
        self._add(FILLS, (FILLS.encode(fill, seq=self._fill_numbers[key]) for key, fill in book.fills.items()))
        self._add(CASH_MOVES, self._moves.values())
        self._add(EQUITY_POINTS, self._points)
        self._add(READINGS, map(READINGS.encode, self._readings))

    def _add(self, kind: Rows[Any], rows: Iterable[Row]) -> None:
        length = len(kind.key)
        self.columns[kind.name] = kind.columns
        self.key_lengths[kind.name] = length
        self.rows[kind.name] = {row[:length]: row for row in rows}

    def differences(self, execute: Callable[[str], Iterable[Row]]) -> list[str]:
        """Compare with what is stored, row by row and digit by digit; return a sentence for each difference."""
        found: list[str] = []
        there = {name for (name,) in execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table, rows in self.rows.items():
            if table not in there and not rows:
                continue  # of a later schema than this ledger's
            length = self.key_lengths[table]
            stored = {row[:length]: row for row in execute(f"SELECT {self._names(table)} FROM {table}")}  # noqa: S608
            sentences = list(_differences(table, self.columns[table], rows, stored))
            found += sentences[:SENTENCES_A_TABLE]
            if len(sentences) > SENTENCES_A_TABLE:
                found.append(f"Table {table}: and {len(sentences) - SENTENCES_A_TABLE} more rows differ.")
        return found

    def put_into(self, database: SqliteDatabase) -> None:
        """Replace what the tables hold."""
        for table in reversed(self.rows):
            database.execute_sql(f"DELETE FROM {table}")  # noqa: S608  our own names
        for table, rows in self.rows.items():
            marks = ", ".join("?" * len(self.columns[table]))
            insert = f"INSERT INTO {table} ({self._names(table)}) VALUES ({marks})"  # noqa: S608
            for row in rows.values():
                database.execute_sql(insert, row)

    def _names(self, table: str) -> str:
        return ", ".join(f'"{column}"' for column in self.columns[table])


def _differences(table: str, columns: tuple[str, ...], expected: Table, stored: Table) -> Iterator[str]:
    for key, row in expected.items():
        there = stored.get(key)
        if there is None:
            yield f"Table {table}: the row {shown(key)} is missing."
            continue
        for column, should, has in zip(columns, row, there, strict=True):
            if type(should) is not type(has) or should != has:
                yield f"Table {table}, row {shown(key)}: {column} is {has!r:.80}, by the events {should!r:.80}."
    for key in stored.keys() - expected.keys():
        yield f"Table {table}: the row {shown(key)} does not come from any event."


def shown(key: Row) -> str:
    """Return a key as it is written in a sentence."""
    return ", ".join(str(part) for part in key)
