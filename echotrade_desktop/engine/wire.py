"""Events as JSON lines out, commands as JSON lines in: how the headless engine speaks.

A line is an object with `type`; numbers that mean money are text, times ISO 8601 UTC.
"""

import dataclasses
import json
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.commands import Command
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.messages import Event

COMMANDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Command)}
LONGEST_LINE = 10_000


def event_line(event: Event) -> str:
    """Return an event as one line of JSON."""
    return json.dumps({"type": type(event).__name__, **_plain(event)}, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(_plain(key)): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value


def read_command(line: str) -> Command:
    """Return the command a line states, or raise `BadInput` with a sentence that says what is wrong."""
    if len(line) > LONGEST_LINE:
        raise BadInput("A command line may have 10,000 characters; this one is longer.")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise BadInput("A command is one line of JSON, such as " + EXAMPLE) from None
    name = record.pop("type", None) if isinstance(record, dict) else None
    kind = COMMANDS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise BadInput(f"A command has a type: one of {', '.join(sorted(COMMANDS))}.")
    hints = get_type_hints(kind)
    unknown = record.keys() - hints.keys()
    if unknown:
        raise BadInput(f"{kind.__name__} has no field {', '.join(sorted(unknown))}.")
    missing = [field.name for field in dataclasses.fields(kind) if _is_needed(field) and field.name not in record]
    if missing:
        raise BadInput(f"{kind.__name__} needs {', '.join(missing)}.")
    try:
        values = {name: _value(hints[name], value) for name, value in record.items()}
        command: Command = kind(**values)
    except (BadInput, TypeError, ValueError) as error:
        raise BadInput(f"{kind.__name__}: {error}") from None
    return command


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


EXAMPLE = '{"type": "RejectSignal", "signal_id": "s1", "version": 1}'


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) is UnionType:
        if value is None:
            return None
        hint = next(part for part in get_args(hint) if part is not type(None))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise ValueError("expected a list")
        return tuple(_value(get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value)
    if hint is Decimal and not isinstance(value, bool):
        return decimal_from(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    if type(value) is not hint:
        raise ValueError(f"{value!r} is not {'text' if hint is str else hint.__name__}")
    return value


def _record(kind: type[Any], value: Any) -> Any:
    if not isinstance(value, dict):
        raise TypeError(f"expected an object for {kind.__name__}")
    hints = get_type_hints(kind)
    unknown = value.keys() - hints.keys()
    if unknown:
        raise ValueError(f"{kind.__name__} has no field {', '.join(sorted(unknown))}")
    return kind(**{name: _value(hints[name], item) for name, item in value.items()})
