"""Facts as JSON and back, driven by the dataclasses' own type hints; nothing is lost and nothing is guessed.

Decimals travel as their exact text, instants as ISO 8601 UTC with microseconds, enums by value, tuples as lists.
The words of a message (`TradingSignal.message`) never enter a record that cannot be erased.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import Any, Union, get_args, get_origin, get_type_hints

import orjson

from echotrade_desktop.engine.domain.errors import StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.signal import TradingSignal, Verdict

UNIONS = (Union, types.UnionType)
Parts = list[tuple[str, Any]]
Encoder = Callable[[Any], Any]
Decoder = Callable[[Any], Any]

FACT_TYPES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Fact)}
ERASABLE: frozenset[tuple[type[Any], str]] = frozenset({(TradingSignal, "message")})
RECURRING: frozenset[Any] = frozenset({Verdict})  # records of which the same come again and again
KEPT_RECURRING = 2_048


def dump_fact(fact: Fact) -> tuple[str, str, str]:
    """Return a fact's instant, kind and body (JSON without the instant) as they are stored."""
    record = encoder(type(fact))(fact)
    at = record.pop("at")
    return at, type(fact).__name__, dump_json(record)


def load_fact(at: str, kind: str, body: str) -> Fact:
    """Return the fact that was stored.

    Raises `StoreDamaged` when it cannot be read, `StoreUnavailable` when a newer version wrote it.
    """
    fact_type = FACT_TYPES.get(kind)
    if fact_type is None:
        raise _newer(f'a record of the kind "{kind}"')
    record = load_json(body)
    if not isinstance(record, dict):
        raise StoreDamaged(f"A {kind} record in the ledger is not readable.")
    fact: Fact = decoder(fact_type)(record | {"at": at})
    return fact


def dump_json(value: object) -> str:
    """Return compact JSON text."""
    return orjson.dumps(value).decode()


def load_json(text: str) -> Any:
    """Return what JSON text says, or raise `StoreDamaged`."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise StoreDamaged("A record in the ledger is not readable.") from None


def encoder(hint: Any) -> Encoder:
    """Return the function that turns a value of type `hint` into JSON's types."""
    return _encoder(hint)


def decoder(hint: Any) -> Decoder:
    """Return the function that reads a value of type `hint` from JSON's types, strictly."""
    return _decoder(hint)


def hints_of(record_type: Any) -> Mapping[str, Any]:
    """Return the fields of a dataclass that are stored, with their types, in order."""
    return _hints_of(record_type)


@cache
def _encoder(hint: Any) -> Encoder:
    if dataclasses.is_dataclass(hint):
        return _written_once(_record_encoder(hint)) if hint in RECURRING else _record_encoder(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in UNIONS:
        inner = encoder(_optional_of(hint))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = encoder(arguments[0])
        return lambda values: [item(value) for value in values]
    if origin is dict:
        key, item = encoder(arguments[0]), encoder(arguments[1])
        return lambda values: {key(name): item(value) for name, value in values.items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value: hint(value).value
    return _PLAIN[hint][0] if hint in _PLAIN else _unsupported(hint)


@cache
def _decoder(hint: Any) -> Decoder:
    if dataclasses.is_dataclass(hint):
        return _read_once(_record_decoder(hint)) if hint in RECURRING else _record_decoder(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in UNIONS:
        inner = decoder(_optional_of(hint))
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = decoder(arguments[0])
        return lambda values: tuple([item(value) for value in _checked(values, list)])
    if origin is dict:
        key, item = decoder(arguments[0]), decoder(arguments[1])
        return lambda values: {key(name): item(value) for name, value in _checked(values, dict).items()}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum_decoder(hint)
    return _PLAIN[hint][1] if hint in _PLAIN else _unsupported(hint)


@cache
def _hints_of(record_type: Any) -> Mapping[str, Any]:
    hints = get_type_hints(record_type)
    return {
        field.name: hints[field.name]
        for field in dataclasses.fields(record_type)
        if (record_type, field.name) not in ERASABLE
    }


def _record_encoder(record_type: Any) -> Encoder:
    names, (plain, coded) = tuple(_hints_of(record_type)), _sorted_out(record_type, encoder)
    values_of = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)

    def encode(value: Any) -> dict[str, Any]:
        if type(value) is not record_type:
            raise TypeError(f"expected {record_type.__name__}, not {type(value).__name__}")
        record = dict(zip(names, values_of(value), strict=True))
        for name, allowed in plain:
            if type(record[name]) not in allowed:
                record[name] = _made_plain(record[name], allowed, f"{record_type.__name__}.{name}")
        for name, part in coded:
            record[name] = part(record[name])
        return record

    return encode


def _record_decoder(record_type: Any) -> Decoder:
    names, (plain, coded) = _hints_of(record_type).keys(), _sorted_out(record_type, decoder)

    def decode(value: Any) -> Any:
        record = dict(_checked(value, dict))
        if not names >= record.keys():
            raise _newer(f'the field "{min(record.keys() - names)}" of {record_type.__name__}')
        for name, allowed in plain:
            if name in record and type(record[name]) not in allowed:
                raise StoreDamaged(f"A {record_type.__name__} in the ledger has {record[name]!r:.60} as its {name}.")
        for name, part in coded:
            if name in record:
                record[name] = part(record[name])
        try:
            return record_type(**record)
        except TypeError:
            raise StoreDamaged(f"A {record_type.__name__} record in the ledger is incomplete.") from None

    return decode


def _written_once(encode: Encoder) -> Encoder:
    """Let the very same record be written once, and its text be used again."""
    known: dict[int, tuple[Any, orjson.Fragment]] = {}  # by identity; while a record is here, its number is its own

    def encode_or_recall(value: Any) -> orjson.Fragment:
        written = known.get(id(value))
        if written is None:
            written = value, orjson.Fragment(orjson.dumps(encode(value)))
            _keep(known, id(value), written)
        return written[1]

    return encode_or_recall


def _read_once(decode: Decoder) -> Decoder:
    """Let what says the same be one record, which then is also written once."""
    known: dict[bytes, Any] = {}  # by the text itself: in a key of values 1 would pass for true

    def decode_or_recall(value: Any) -> Any:
        text = orjson.dumps(_checked(value, dict))
        record = known.get(text)
        if record is None:
            record = decode(value)
            _keep(known, text, record)
        return record

    return decode_or_recall


def _keep(known: dict[Any, Any], key: Any, value: Any) -> None:
    if len(known) >= KEPT_RECURRING:
        known.clear()
    known[key] = value


def _sorted_out(record_type: Any, part_for: Callable[[Any], Any]) -> tuple[Parts, Parts]:
    """Return the fields JSON has types for, with those types, and the others, with what translates them."""
    plain: Parts = []
    coded: Parts = []
    for name, hint in _hints_of(record_type).items():
        bare = frozenset(get_args(hint) if get_origin(hint) in UNIONS else (hint,))
        if bare - {type(None)} <= {str, int, bool}:
            plain.append((name, bare))
        else:
            coded.append((name, part_for(hint)))
    return plain, coded


def _made_plain(value: Any, allowed: frozenset[type[Any]], where: str) -> Any:
    """Return an enum's value where text is wanted; what could not be read back is never written."""
    if isinstance(value, str) and str in allowed:
        return str.__str__(value)
    raise TypeError(f"{where} is {value!r:.60}, which its type does not allow; it was not recorded")


def _enum_decoder(enum_type: type[StrEnum]) -> Decoder:
    members = {member.value: member for member in enum_type}

    def decode(value: Any) -> StrEnum:
        member = members.get(_checked(value, str))
        if member is None:
            raise _newer(f'the {enum_type.__name__} "{value}"')
        return member

    return decode


def _optional_of(hint: Any) -> Any:
    others = [argument for argument in get_args(hint) if argument is not type(None)]
    if len(others) != 1 or len(others) == len(get_args(hint)):
        raise TypeError(f"{hint} cannot be stored: only optional unions can")
    return others[0]


def _unsupported(hint: Any) -> Any:
    raise TypeError(f"{hint} cannot be stored; teach the codec how")


def _checked(value: Any, expected: type[Any]) -> Any:
    if type(value) is not expected:
        raise StoreDamaged(f"A record in the ledger holds {value!r:.60} where {expected.__name__} belongs.")
    return value


def _newer(what: str) -> StoreUnavailable:
    return StoreUnavailable(
        f"The ledger holds {what}, which this version of EchoTrade does not know; a newer version wrote it. "
        "Nothing was changed. Start the newer version."
    )


def write_decimal(value: Decimal) -> str:
    """Return the exact text of a finite number."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r:.60} is not a Decimal and is never stored")
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number and is never stored")
    return str(value)


def read_decimal(value: Any) -> Decimal:
    """Return the number that text states exactly."""
    try:
        number = Decimal(_checked(value, str))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise StoreDamaged(f"The ledger holds {value!r:.60} where a number belongs.")
    return number


def write_instant(value: datetime) -> str:
    """Return an instant as ISO 8601 UTC with microseconds."""
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone and is never stored")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def read_instant(value: Any) -> datetime:
    """Return the instant that ISO 8601 text states; it must say its zone."""
    try:
        instant = datetime.fromisoformat(_checked(value, str))
    except ValueError:
        raise StoreDamaged(f"The ledger holds {value!r:.60} where a time belongs.") from None
    if instant.tzinfo is None:
        raise StoreDamaged(f"The ledger holds {value!r:.60} where a time with its zone belongs.")
    return instant


def _same(expected: type[Any]) -> tuple[Encoder, Decoder]:
    def write(value: Any) -> Any:
        return value if type(value) is expected else _made_plain(value, frozenset({expected}), "a value")

    return write, lambda value: _checked(value, expected)


_PLAIN: dict[Any, tuple[Encoder, Decoder]] = {
    str: _same(str),
    int: _same(int),
    bool: _same(bool),
    Decimal: (write_decimal, read_decimal),
    datetime: (write_instant, read_instant),
}
