"""Reading and writing `settings.toml`: forgiving when it is read, atomic when it is written."""

import os
import re
import shutil
import tomllib
import types
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from echotrade_desktop.engine.domain.errors import BadInput, StoreUnavailable

LARGEST_FILE = 1_000_000
LONGEST_TEXT = 500
Rules = Callable[[type[Any]], Iterable[tuple[str, Any, "Rule"]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a setting may be. `low` and `high` bound the value, or how many a list may hold; both may be it."""

    sentence: str
    low: Decimal | int | None = None
    high: Decimal | int | None = None
    unit: str = ""
    pattern: str | None = None  # each text must match it whole
    zone: bool = False  # the name of a time zone, or empty
    read: Callable[[str], Any] | None = None  # what a text stands for; it raises `BadInput` for one it cannot read
    live: bool = False  # takes effect at once; the others at the next start
    name: str = ""  # how it is called on the screen; "" is its field's name


class Unusable(Exception):
    """Why a value cannot be used, as the end of a sentence."""


def read(path: Path) -> tuple[Mapping[str, Any], list[str]]:
    """Return what a settings file says, and in a sentence why it could not be read. A missing file says nothing."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return {}, [f"{path.name} is far too long to be settings; all settings have their defaults."]
        return tomllib.loads(path.read_text("utf-8"), parse_float=_exact), []
    except FileNotFoundError:
        return {}, []
    except OSError as error:
        return {}, [f"{path} could not be read ({error.strerror}); all settings have their defaults."]
    except (ValueError, RecursionError) as error:
        where = re.search(r"\(at [^)]*\)", str(error))
        place = f" {where.group()}" if where else ""
        return {}, [f"{path.name} is not valid TOML{place}; all settings have their defaults."]


def build(section: Any, values: Mapping[str, Any], rules: Rules, prefix: str, notices: list[str]) -> Any:
    """Return a section with what `values` say, defaults elsewhere; add a sentence for each value that is no good."""
    known = {name: (hint, rule) for name, hint, rule in rules(section)}
    nested = _sections_in(section)
    chosen: dict[str, Any] = {}
    for name, value in values.items():
        full = f"{prefix}{name}"
        if name in nested:
            if isinstance(value, Mapping):
                chosen[name] = build(nested[name], value, rules, f"{full}.", notices)
            else:
                notices.append(f"[{full}] must be a section; its settings have their defaults.")
        elif name in known:
            hint, rule = known[name]
            try:
                chosen[name] = _value(value, hint, rule)
            except Unusable as reason:
                notices.append(f"{full} {reason}; its default is used.")
        else:
            notices.append(f"{full} is not a setting of this version; it is ignored.")
    return section(**chosen)


def write(settings: Any, path: Path, rules: Rules) -> None:
    """Write settings through a temporary file that replaces the old one; a person's own lines and comments stay."""
    import tomlkit  # noqa: PLC0415  only needed to write; the window does not wait for it

    document = _existing(path)
    if not document:
        document.add(tomlkit.comment("Settings of EchoTrade. Edit them while the app is closed."))
        document.add(tomlkit.comment("A line that is missing has its default."))
    _fill(document, settings, rules)
    draft = path.with_name(f"{path.name}.draft")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            draft.unlink()
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StoreUnavailable(
            f"The settings could not be saved ({error.strerror}); the old ones stay. Free some space or check the "
            f"folder {path.parent}, then save again."
        ) from None


def checked(value: Any, hint: Any, rule: Rule) -> Any:
    """Return a value of a TOML file as a setting of type `hint` holds it. Raises `Unusable`."""
    return _value(value, hint, rule)


def keep_rejected(path: Path) -> None:
    """Keep a faulty file beside itself under its own date; once is enough for the same file."""
    with suppress(OSError):
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        kept = path.with_name(f"{path.name}.rejected-{changed:%Y-%m-%dT%H%M%S}")
        if not kept.exists():
            shutil.copyfile(path, kept)
            kept.chmod(0o600)


@cache
def _sections_in(section: Any) -> dict[str, type[Any]]:
    hints = get_type_hints(section)
    return {item.name: hints[item.name] for item in fields(section) if is_dataclass(hints[item.name])}


def _exact(text: str) -> Decimal:
    return Decimal(text)


def _value(value: Any, hint: Any, rule: Rule) -> Any:
    """Return `value` as `hint` within `rule`, or raise `Unusable`."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _value(value, next(a for a in arguments if a is not types.NoneType), rule)
    if origin in {tuple, frozenset}:
        return origin(_list(value, arguments[0], rule))
    if origin is dict:
        return _weights(value, arguments[0], rule)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(value, hint)
    if hint is bool:
        return _of_type(value, bool, "true or false")
    if hint is str:
        return _text(value, rule)
    if hint is timedelta:
        return timedelta(seconds=_number(value, int, rule))
    return _number(value, hint, rule)


def _of_type(value: Any, wanted: type[Any], words: str) -> Any:
    if type(value) is not wanted:
        raise Unusable(f"must be {words}, not {_shown(value)}")
    return value


def _number(value: Any, wanted: type[Any], rule: Rule) -> Any:
    whole = wanted is int
    if type(value) is not int and (whole or not isinstance(value, Decimal) or not value.is_finite()):
        raise Unusable(f"must be a {'whole ' if whole else ''}number, not {_shown(value)}")
    if (rule.low is not None and value < rule.low) or (rule.high is not None and value > rule.high):
        raise Unusable(f"must be from {rule.low} to {rule.high}{_unit(rule)}, not {_shown(value)}")
    return wanted(value)


def _text(value: Any, rule: Rule) -> str:
    text: str = _of_type(value, str, "text in quotes")
    if len(text) > LONGEST_TEXT or not text.isprintable():
        raise Unusable("is too long or holds characters that cannot be shown")
    if rule.pattern is not None and not re.fullmatch(rule.pattern, text):
        raise Unusable(f"cannot be {_shown(text)}")
    if rule.zone and text:
        try:
            ZoneInfo(text)
        except (ValueError, KeyError, OSError):
            raise Unusable(f"must be a time zone such as Europe/Berlin, not {_shown(text)}") from None
    return text


def _list(value: Any, hint: Any, rule: Rule) -> list[Any]:
    items = _of_type(value, list, "a list of texts")
    if len(items) < (rule.low or 0) or len(items) > (rule.high or 0):
        raise Unusable(f"must hold {rule.low or 0} to {rule.high} entries, not {len(items)}")
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [_choice(item, hint) for item in items]
    texts = [_text(item, rule) for item in items]
    if rule.read is None:
        return texts
    try:
        return [rule.read(text) for text in texts]
    except BadInput as reason:
        raise Unusable(str(reason)) from None


def _choice(value: Any, wanted: type[StrEnum]) -> StrEnum:
    for member in wanted:
        if value == member.value:
            return member
    raise Unusable(f"must be one of {', '.join(wanted)}, not {_shown(value)}")


def _weights(value: Any, wanted: type[StrEnum], rule: Rule) -> dict[StrEnum, Decimal]:
    if not isinstance(value, Mapping) or set(value) != {member.value for member in wanted}:
        raise Unusable(f"must name a weight for each of {', '.join(wanted)}")
    return {_choice(name, wanted): _number(weight, Decimal, rule) for name, weight in value.items()}


def _shown(value: Any) -> str:
    text = str(value) if isinstance(value, int | Decimal) else repr(value)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _unit(rule: Rule) -> str:
    return f" {rule.unit}" if rule.unit else ""


def _existing(path: Path) -> Any:
    import tomlkit  # noqa: PLC0415
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        return tomlkit.parse(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError, TOMLKitError):
        return tomlkit.document()


def _fill(table: Any, section: Any, rules: Rules) -> None:
    """Put a section's values into a TOML table; explain those that are new to it."""
    import tomlkit  # noqa: PLC0415

    for name, _, rule in rules(type(section)):
        value = getattr(section, name)
        if value is None:
            table.pop(name, None)
        elif name in table:
            table[name] = _item(value)
        else:
            table.add(tomlkit.comment(_explanation(rule)))
            table.add(name, _item(value))
    for item in fields(section):
        inner = getattr(section, item.name)
        if is_dataclass(inner):
            if not isinstance(table.get(item.name), Mapping):
                table.pop(item.name, None)
                table.add(item.name, tomlkit.table())
            _fill(table[item.name], inner, rules)


def _explanation(rule: Rule) -> str:
    if rule.low is None or rule.pattern is not None:
        return rule.sentence
    return f"{rule.sentence} {rule.low} to {rule.high}{_unit(rule)}."


def _item(value: Any) -> Any:
    import tomlkit  # noqa: PLC0415

    match value:
        case Decimal():
            return tomlkit.value(f"{value:f}")
        case timedelta():
            return tomlkit.item(int(value.total_seconds()))
        case StrEnum():
            return tomlkit.item(value.value)
        case tuple():
            return tomlkit.item([str(item) for item in value])
        case frozenset():
            return tomlkit.item(sorted(str(item) for item in value))
        case dict():
            weights = tomlkit.inline_table()
            for name, weight in value.items():
                weights.append(str(name), _item(weight))
            return weights
        case _:
            return tomlkit.item(value)
