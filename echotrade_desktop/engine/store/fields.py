"""Column types that keep what they are given: exact numbers, instants, enums, JSON."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from peewee import TextField

from echotrade_desktop.engine.store import codec


class CodecField(TextField):
    """TEXT written and read by the codec for one type hint."""

    def __init__(self, hint: Any, write: Callable[[Any], Any], read: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(**options)
        self.hint = hint
        self._write = write
        self._read = read

    def db_value(self, value: Any) -> Any:
        """Return the stored text."""
        return None if value is None else self._write(value)

    def python_value(self, value: Any) -> Any:
        """Return what the text states."""
        return None if value is None else self._read(value)


def number(**options: Any) -> CodecField:
    """Return a column of exact decimals; SQLite's own numbers would round them."""
    return CodecField(Decimal, codec.write_decimal, codec.read_decimal, **options)


def instant(**options: Any) -> CodecField:
    """Return a column of instants, sortable as text."""
    return CodecField(datetime, codec.write_instant, codec.read_instant, **options)


def word(enum_type: type[StrEnum], **options: Any) -> CodecField:
    """Return a column of an enum's values."""
    return CodecField(enum_type, codec.encoder(enum_type), codec.decoder(enum_type), **options)


def structure(hint: Any, **options: Any) -> CodecField:
    """Return a column of JSON for a nested type."""
    write, read = codec.encoder(hint), codec.decoder(hint)
    return CodecField(
        hint, lambda value: codec.dump_json(write(value)), lambda text: read(codec.load_json(text)), **options
    )
