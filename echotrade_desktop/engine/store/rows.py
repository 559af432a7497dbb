"""Domain objects as rows of their tables, whole and exact, and back."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from peewee import BooleanField, Field, IntegerField, Model, SqliteDatabase, TextField

from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.errors import StoreDamaged
from echotrade_desktop.engine.domain.facts import EquityMarked, MessageRead
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.store import codec, tables
from echotrade_desktop.engine.store.account import AccountState

T = TypeVar("T")
Row = tuple[Any, ...]
_STORED_AS_IT_IS = {TextField: str, IntegerField: int}


def _writer_for(column: Field) -> Callable[[Any], Any]:
    """Return what makes a value exactly what SQLite gives back for it, so that rows compare and hash alike."""
    if isinstance(column, BooleanField):
        return int
    if type(column) not in _STORED_AS_IT_IS:
        return column.db_value
    plain, convert = _STORED_AS_IT_IS[type(column)], column.db_value
    return lambda value: value if type(value) is plain else convert(value)


def _values_of(record_type: Any) -> Callable[[Any], dict[str, Any]]:
    """Return what takes a dataclass apart into its fields by name."""
    names = tuple(field.name for field in fields(record_type))
    read = attrgetter(*names)
    return lambda record: dict(zip(names, read(record), strict=True))


class Rows(Generic[T]):
    """How objects of one dataclass are kept in one table.

    Statements are made once from the table's definition; what they run on is given with each call. A field that is
    a dataclass of its own and has no column (a queued signal's signal) is laid flat beside the others.
    """

    def __init__(self, table: type[Model], record_type: type[T]) -> None:
        definition = table._meta  # noqa: SLF001  the name peewee documents
        columns = definition.sorted_fields
        self.name: str = definition.table_name
        self.columns: tuple[str, ...] = tuple(column.column_name for column in columns)
        self.key: tuple[str, ...] = tuple(column.column_name for column in definition.get_primary_keys())
        self._record_type: Any = record_type
        self._write = {column.column_name: _writer_for(column) for column in columns}
        self._read = {column.column_name: column.python_value for column in columns}
        self._inner = self._inner_record()
        self._rest = self._fields_without_a_column()
        self._values = _values_of(self._record_type)
        self._inner_values = _values_of(self._inner[1]) if self._inner is not None else None
        self._make_statements()

    def _inner_record(self) -> tuple[str, type[Any]] | None:
        for name, hint in codec.hints_of(self._record_type).items():
            if isinstance(hint, type) and is_dataclass(hint) and name not in self.columns:
                return name, hint
        return None

    def _fields_without_a_column(self) -> dict[str, tuple[codec.Encoder, codec.Decoder]]:
        hints = dict(codec.hints_of(self._record_type))
        if self._inner is not None:
            del hints[self._inner[0]]
            hints |= codec.hints_of(self._inner[1])
        return {
            name: (codec.encoder(hint), codec.decoder(hint)) for name, hint in hints.items() if name not in self.columns
        }

    def _make_statements(self) -> None:
        names, marks = ", ".join(f'"{c}"' for c in self.columns), ", ".join("?" * len(self.columns))
        where = " AND ".join(f'"{c}" = ?' for c in self.key)
        changes = ", ".join(f'"{c}" = excluded."{c}"' for c in self.columns if c not in self.key)
        keys = ", ".join(f'"{c}"' for c in self.key)
        self._insert = f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})'  # noqa: S608  names of our own tables
        self._upsert = f"{self._insert} ON CONFLICT ({keys}) DO UPDATE SET {changes}"
        self.select = f'SELECT {names} FROM "{self.name}"'  # noqa: S608
        self._select_one = f"{self.select} WHERE {where}"

    def encode(self, record: T, **extra: Any) -> Row:
        """Return the row of `record` in SQLite's types; `extra` are columns that the object does not have."""
        values = self._flat(record)
        values.update(extra)
        if self._rest:
            values["rest"] = self._rest_of(values)
        return tuple([write(values[name]) for name, write in self._write.items()])

    def encode_after(self, record: T, before: T, row: Row) -> Row:
        """Return the row of `record`, given another record and its row: what is the same object is not written anew."""
        values, known = self._flat(record), self._flat(before)
        if self._rest and any(values[name] is not known[name] for name in self._rest):
            values["rest"] = self._rest_of(values)
        return tuple(
            [
                old if values.get(name) is known.get(name) else write(values[name])
                for (name, write), old in zip(self._write.items(), row, strict=True)
            ]
        )

    def _rest_of(self, values: dict[str, Any]) -> str:
        return codec.dump_json({name: part[0](values[name]) for name, part in self._rest.items()})

    def _flat(self, record: Any) -> dict[str, Any]:
        values = self._values(record)
        if self._inner is not None and self._inner_values is not None:
            values.update(self._inner_values(values.pop(self._inner[0])))
        return values

    def decode(self, row: Row) -> T:
        """Return the object a row holds; raise `StoreDamaged` when it cannot be one."""
        values = {name: self._read[name](value) for name, value in zip(self.columns, row, strict=True)}
        rest = codec.load_json(values.pop("rest")) if self._rest else {}
        values |= {name: self._rest[name][1](value) for name, value in rest.items() if name in self._rest}
        try:
            if self._inner is not None:
                name, inner = self._inner
                values[name] = inner(**{f: values.pop(f) for f in codec.hints_of(inner) if f in values})
            wanted = codec.hints_of(self._record_type)
            record: T = self._record_type(**{f: value for f, value in values.items() if f in wanted})
        except TypeError:
            raise StoreDamaged(f'A row of the table "{self.name}" is incomplete.') from None
        return record

    def insert(self, database: SqliteDatabase, record: T, **extra: Any) -> None:
        """Write a new row; raise peewee's IntegrityError when there is one already."""
        database.execute_sql(self._insert, self.encode(record, **extra))

    def save(self, database: SqliteDatabase, record: T, **extra: Any) -> None:
        """Write the row, new or in place of the one before."""
        self.put(database, self.encode(record, **extra))

    def put(self, database: SqliteDatabase, row: Row) -> None:
        """Write a row as `encode` made it, new or in place of the one before."""
        database.execute_sql(self._upsert, row)

    def find(self, database: SqliteDatabase, *key: Any) -> T | None:
        """Return the object with that primary key."""
        row = database.execute_sql(self._select_one, key).fetchone()
        return None if row is None else self.decode(row)

    def ask(self, database: SqliteDatabase, rest_of_query: str, parameters: Row = ()) -> Iterator[T]:
        """Return the objects that a query's WHERE, ORDER and LIMIT choose."""
        for row in database.execute_sql(f"{self.select} {rest_of_query}", parameters):
            yield self.decode(row)


ACCOUNT = Rows(tables.Account, AccountState)
TRADERS = Rows(tables.Traders, Trader)
SIGNALS = Rows(tables.Signals, QueuedSignal)
POSITIONS = Rows(tables.Positions, Position)
ORDERS = Rows(tables.Orders, Order)
FILLS = Rows(tables.Fills, Fill)
EQUITY_POINTS = Rows(tables.EquityPoints, EquityMarked)
CASH_MOVES = Rows(tables.CashMoves, CashMove)
READINGS = Rows(tables.Readings, MessageRead)
