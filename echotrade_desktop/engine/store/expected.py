"""The rows the tables must hold, made from the facts alone; what is compared with what is there."""

from collections.abc import Iterable
from typing import Any

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import EquityMarked, Fact, FillRecorded, MessageRead, SignalApproved
from echotrade_desktop.engine.store import codec
from echotrade_desktop.engine.store.account import AccountState
from echotrade_desktop.engine.store.rows import (
    ACCOUNT,
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
Table = dict[Row, Row]  # rows by their key


class ExpectedTables:
    """What the tables must hold after `facts`, by table name; a row's first `key_lengths` columns are its key."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.book = Book()
        self.columns: dict[str, tuple[str, ...]] = {"approvals": APPROVAL_COLUMNS}
        self.key_lengths: dict[str, int] = {"approvals": 1}
        self.rows: dict[str, Table] = {"approvals": {}}
        self._readings: list[MessageRead] = []
        self._fill_numbers: dict[str, int] = {}
        self._point_numbers: list[int] = []
        for seq, fact in enumerate(facts, start=1):
            self._take(seq, fact)
        self._lay_out()

    def _take(self, seq: int, fact: Fact) -> None:
        match fact:
            case FillRecorded():
                self._fill_numbers.setdefault(fact.fill.trade_id, seq)
            case EquityMarked():
                self._point_numbers.append(seq)
            case MessageRead():
                self._readings.append(fact)
            case SignalApproved(order=order) if order is not None:
                quantity = codec.write_decimal(fact.quantity)
                row = (fact.signal_id, codec.write_instant(fact.at), order.position_id, order.client_order_id)
                self.rows["approvals"][fact.signal_id,] = (*row, quantity, fact.by)
        self.book.apply(fact)

    def _lay_out(self) -> None:
        book = self.book
        self._add(ACCOUNT, [ACCOUNT.encode(AccountState.of(book))])
        self._add(TRADERS, map(TRADERS.encode, book.traders.values()))
        self._add(SIGNALS, map(SIGNALS.encode, book.signals.values()))
        self._add(POSITIONS, map(POSITIONS.encode, book.positions.values()))
        self._add(ORDERS, map(ORDERS.encode, book.orders.values()))
        self._add(FILLS, (FILLS.encode(fill, seq=self._fill_numbers[key]) for key, fill in book.fills.items()))
        points = zip(book.equity_points, self._point_numbers, strict=True)
        self._add(EQUITY_POINTS, (EQUITY_POINTS.encode(point, seq=seq) for point, seq in points))
        self._add(READINGS, map(READINGS.encode, self._readings))

    def _add(self, kind: Rows[Any], rows: Iterable[Row]) -> None:
        length = len(kind.key)
        self.columns[kind.name] = kind.columns
        self.key_lengths[kind.name] = length
        self.rows[kind.name] = {row[:length]: row for row in rows}
