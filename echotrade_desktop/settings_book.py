"""Every setting as text, with its words, its default and what is wrong with a value: behind the page of settings.

It knows no setting by name: whatever `Settings` holds under a `Rule` appears by itself. The limits of risk are listed
too; they are changed by the engine (`ChangeLimits`), because it holds them in force.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from echotrade_desktop import settings, settings_file
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.settings import Settings
from echotrade_desktop.settings_file import Rule, Unusable, checked

Kind = Literal["switch", "choice", "number", "text", "list", "zone", "limit"]
Change = tuple[str, str]
"""A setting's key, such as `market.seed`, and its value as text."""
RISK = "risk"
_ON, _OFF = "on", "off"


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as it is shown; `kind` says what it is edited with."""

    key: str
    section: str
    name: str
    sentence: str
    kind: Kind
    value: str
    default: str
    unit: str = ""
    choices: tuple[str, ...] = ()
    live: bool = False  # takes effect at once


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file says otherwise than the settings in force; `faults` are sentences about what it says wrongly."""

    changes: tuple[Change, ...]
    limits: tuple[Change, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a setting is: the names of its sections and its own, its type and its rule."""

    path: tuple[str, ...]
    hint: Any
    rule: Rule

    @property
    def key(self) -> str:
        return ".".join(self.path)

    def value_in(self, whole: Settings) -> Any:
        value: Any = whole
        for name in self.path:
            value = getattr(value, name)
        return value


class SettingsBook:
    """The settings of a profile. Reading and writing block: not for the loop's thread."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._limits = LimitsFile(profile)
        self._places = {place.key: place for place in _places(Settings, ())}

    def rows(self, whole: Settings) -> tuple[SettingRow, ...]:
        """Return every setting in the order of the file, the limits last."""
        own = [_row(place, whole) for place in self._places.values() if place.path[0] != RISK]
        limits = [
            SettingRow(
                f"{RISK}.{rule.field}", "Rules and limits", rule.name, rule.sentence, "limit",
                self._limits.text_of(whole.risk, rule.field), rule.default, rule.unit, live=True,
            )
            for rule in self._limits.rules()
        ]  # fmt: skip
        return (*own, *limits)

    def check(self, changes: Sequence[Change]) -> dict[str, str]:
        """Return, by key, why a value is no good, as the end of a sentence that begins with the setting's name."""
        return {key: why for key, text in changes if (why := self._refusal(key, text))}

    def save(self, changes: Sequence[Change]) -> Settings:
        """Keep changes of settings other than limits, all or none. Raises `BadInput` and `StoreUnavailable`."""
        if refusals := self.check(changes):
            told = " ".join(f"{name_of(self._places[key])} {why}." for key, why in refusals.items())
            raise BadInput(f"{told} Nothing was saved.")
        return settings.update(self._profile, lambda kept: self._changed(kept, changes))

    def export(self, path: Path) -> None:
        """Write all settings to another file; secrets are none of them. Raises `StoreUnavailable`."""
        with suppress(OSError):  # what cannot be removed cannot be written either, and that is told
            path.unlink()
        settings_file.write(settings.load(self._profile)[0], path, settings.rules_of)

    def read(self, path: Path) -> Imported:
        """Compare an exported file with the settings in force; changes nothing. Raises `BadInput`."""
        values, faults = settings_file.read(path)
        if not values:
            raise BadInput(f"{faults[0] if faults else f'{path.name} holds no settings.'} Nothing was changed.")
        found = settings_file.build(Settings, values, settings.rules_of, "", faults)
        now = settings.load(self._profile)[0]
        said = [place for place in self._places.values() if _is_said(place.path, values)]
        different = [place for place in said if place.value_in(found) != place.value_in(now)]
        own = tuple((p.key, text_of(p.value_in(found))) for p in different if p.path[0] != RISK)
        limits = tuple((p.path[1], self._limits.text_of(found.risk, p.path[1])) for p in different if p.path[0] == RISK)
        return Imported(own, limits, tuple(faults))

    def _refusal(self, key: str, text: str) -> str:
        place = self._places.get(key)
        if place is None or place.path[0] == RISK:
            return "is no setting of this page"
        try:
            _value(place, text)
        except Unusable as reason:
            return str(reason)
        return ""

    def _changed(self, whole: Settings, changes: Sequence[Change]) -> Settings:
        for key, text in changes:
            place = self._places[key]
            whole = _put(whole, place.path, _value(place, text))
        return whole


def text_of(value: Any) -> str:
    """Return a setting's value as text that `SettingsBook.save` reads back."""
    match value:
        case None:
            return ""
        case bool():
            return _ON if value else _OFF
        case Decimal():
            return f"{value.normalize():f}"
        case timedelta():
            return str(int(value.total_seconds()))
        case frozenset():
            return ", ".join(sorted(str(item) for item in value))
        case tuple():
            return ", ".join(str(item) for item in value)
    return str(value)


def name_of(place: "_Place") -> str:
    """Return what a setting is called on the screen."""
    return place.rule.name or place.path[-1].replace("_", " ").capitalize()


def _places(section: Any, path: tuple[str, ...]) -> Iterator[_Place]:
    for name, hint, rule in settings.rules_of(section):
        yield _Place((*path, name), hint, rule)
    hints = get_type_hints(section)
    for item in fields(section):
        if is_dataclass(hints[item.name]):
            yield from _places(hints[item.name], (*path, item.name))


def _row(place: _Place, whole: Settings) -> SettingRow:
    hint = _bare(place.hint)
    choices = tuple(member.value for member in hint) if isinstance(hint, type) and issubclass(hint, StrEnum) else ()
    return SettingRow(
        key=place.key,
        section=" ".join(place.path[:-1]).replace("_", " ").capitalize(),
        name=name_of(place),
        sentence=place.rule.sentence,
        kind=_kind(hint, place.rule, choices),
        value=text_of(place.value_in(whole)),
        default=text_of(place.value_in(Settings())),
        unit="s" if place.rule.unit == "seconds" else place.rule.unit,
        choices=choices,
        live=place.rule.live,
    )


def _kind(hint: Any, rule: Rule, choices: tuple[str, ...]) -> Kind:
    if choices:
        return "choice"
    if hint is bool:
        return "switch"
    if get_origin(hint) in {tuple, frozenset}:
        return "list"
    if hint is str:
        return "zone" if rule.zone else "text"
    return "number"


def _bare(hint: Any) -> Any:
    """Return what `X | None` may hold."""
    if get_origin(hint) is UnionType:
        return next(part for part in get_args(hint) if part is not NoneType)
    return hint


def _value(place: _Place, text: str) -> Any:
    """Return the value that a text states. Raises `Unusable`."""
    typed, hint = text.strip(), _bare(place.hint)
    if hint is not place.hint and not typed:
        return None
    return checked(_raw(typed, hint), hint, place.rule)


def _raw(text: str, hint: Any) -> Any:
    """Return what a TOML file would hold for this text."""
    if get_origin(hint) in {tuple, frozenset}:
        return [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    if hint is bool:
        return {_ON: True, _OFF: False}.get(text.lower(), text)
    if hint is str or (isinstance(hint, type) and issubclass(hint, StrEnum)):
        return text
    try:
        number = Decimal(text.replace("−", "-"))
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 20:
        return text
    return int(number) if hint in {int, timedelta} and number == int(number) else number


def _put(section: Any, path: tuple[str, ...], value: Any) -> Any:
    inner = value if len(path) == 1 else _put(getattr(section, path[0]), path[1:], value)
    return replace(section, **{path[0]: inner})


def _is_said(path: tuple[str, ...], values: Mapping[str, Any]) -> bool:
    """Whether a file speaks of a setting; what it does not speak of stays as it is."""
    inner: Any = values
    for name in path:
        if not isinstance(inner, Mapping) or name not in inner:
            return False
        inner = inner[name]
    return True
