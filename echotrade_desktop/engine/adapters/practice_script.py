"""The practice channel's script: a TOML text that a person can read and add to, checked when it is loaded.

Its comment at the top explains the fields. Levels are percentages of the price at which a message is sent.
"""

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.market import Side

SYMBOL = re.compile(r"[A-Z0-9]{2,12}/[A-Z]{2,6}")
PLACEHOLDER = re.compile(r"\{([a-z]+[0-9]?)\}")
LONGEST_TEXT = 4096  # characters, as on Telegram
FURTHEST = Decimal(20)  # percent that a level may lie from the price


class Reads(StrEnum):
    """What a message should be read as."""

    ENTRY = "entry"
    UPDATE = "update"
    NOISE = "noise"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Author:
    """An invented trader and how they write prices: significant digits, 67,480 or 67.5k instead of 67480."""

    name: str
    sender_id: int
    digits: int = 5
    thousands: str = ""  # "," or "k"


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the script. Offsets are percentages of the price at sending: -0.8 is 0.8 % below.

    `about`, `edits`, `deletes` and `copies` name the label of an earlier message. `when` holds a message back until
    the price has reached that level of the call it is about. `goes_to` is the level to which the practice market is
    led, `within` that many seconds.
    """

    author: Author
    reads: Reads
    text: str = ""
    label: str | None = None
    symbol: str | None = None
    side: Side | None = None
    entries: tuple[Decimal, ...] = ()
    stop: Decimal | None = None
    targets: tuple[Decimal, ...] = ()
    about: str | None = None
    replies: bool = True
    edits: str | None = None
    deletes: str | None = None
    copies: str | None = None
    when: str | None = None
    after: float | None = None  # seconds since the message before, instead of a random pause
    goes_to: str | None = None
    within: float = 120.0
    action: str | None = None  # of an update
    reason: str | None = None  # of a rejected call

    @property
    def refers_to(self) -> str | None:
        """The label of the message that this one needs to have been sent."""
        return self.about or self.edits or self.deletes or self.copies


@dataclass(frozen=True, slots=True)
class Script:
    """The whole channel."""

    name: str
    lines: tuple[Line, ...]

    @property
    def symbols(self) -> tuple[str, ...]:
        """Every symbol called, in order of appearance."""
        return tuple(dict.fromkeys(line.symbol for line in self.lines if line.symbol))


def load_script(text: str) -> Script:
    """Read a script; raise `BadInput` with a sentence that says which message is wrong and how."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"The practice channel's script is not TOML: {error}.") from None
    whole = _Table(document, "The practice channel's script")
    name = whole.text("name")
    authors = {key: _author(whole.within(table, f"trader {key}")) for key, table in whole.tables("traders").items()}
    loader = _Loader(authors)
    for number, table in enumerate(whole.list_of_tables("messages"), 1):
        loader.add(whole.within(table, f"message {number} ({table.get('label') or str(table.get('text'))[:30]!r})"))
    whole.done()
    return Script(name, tuple(loader.lines))


class _Table:
    """A TOML table that is read field by field, so that what is left over or of the wrong type is told."""

    def __init__(self, table: Mapping[str, object], where: str) -> None:
        self._rest = dict(table)
        self.where = where

    def within(self, table: Mapping[str, object], part: str) -> "_Table":
        return _Table(table, f"In the practice channel's script, {part}")

    def wrong(self, what: str) -> BadInput:
        return BadInput(f"{self.where} {what}.")

    def done(self) -> None:
        for key in self._rest:
            raise self.wrong(f"has a field {key!r} that means nothing")

    def take(self, key: str) -> object:
        return self._rest.pop(key, None)

    def optional_text(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and not isinstance(value, str):
            raise self.wrong(f"needs text as {key!r}, not {value!r}")
        return value

    def text(self, key: str) -> str:
        value = self.optional_text(key)
        if not value:
            raise self.wrong(f"needs {key!r}")
        return value

    def one_of(self, key: str, choices: Collection[str]) -> str | None:
        value = self.optional_text(key)
        if value is not None and value not in choices:
            raise self.wrong(f"has {key!r} = {value!r}, which is none of {', '.join(choices)}")
        return value

    def seconds(self, key: str) -> float | None:
        value = self.take(key)
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 3600
        ):
            raise self.wrong(f"needs seconds above 0 as {key!r}, not {value!r}")
        return None if value is None else float(value)

    def integer(self, key: str, default: int | None = None) -> int:
        value = self._rest.pop(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise self.wrong(f"needs a whole number above 0 as {key!r}, not {value!r}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._rest.pop(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"needs true or false as {key!r}, not {value!r}")
        return value

    def offset(self, key: str) -> Decimal | None:
        value = self.take(key)
        return None if value is None else self._percent(key, value)

    def offsets(self, key: str) -> tuple[Decimal, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.wrong(f"needs a list as {key!r}, not {value!r}")
        return tuple(self._percent(key, each) for each in value)

    def tables(self, key: str) -> Mapping[str, Mapping[str, object]]:
        value = self.take(key)
        if not isinstance(value, dict) or not all(isinstance(each, dict) for each in value.values()) or not value:
            raise self.wrong(f"needs at least one table under {key!r}")
        return value

    def list_of_tables(self, key: str) -> list[Mapping[str, object]]:
        value = self.take(key)
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value) or not value:
            raise self.wrong(f"needs at least one [[{key}]]")
        return value

    def _percent(self, key: str, value: object) -> Decimal:
        try:
            percent = Decimal(value) if isinstance(value, str) else None
        except InvalidOperation:
            percent = None
        if percent is None or not percent.is_finite() or abs(percent) > FURTHEST:
            raise self.wrong(f'needs percentages in quotes such as "-0.8" as {key!r}, not {value!r}')
        return percent


def _author(table: _Table) -> Author:
    author = Author(
        name=table.text("name"),
        sender_id=table.integer("id"),
        digits=table.integer("digits", 5),
        thousands=table.one_of("thousands", ("", ",", "k")) or "",
    )
    table.done()
    return author


@dataclass(slots=True)
class _Loader:
    """Takes the messages one by one; each may refer to the ones before it."""

    authors: Mapping[str, Author]
    lines: list[Line] = field(default_factory=list)
    _labels: dict[str, Line] = field(default_factory=dict)

    def add(self, table: _Table) -> None:
        line = self._line(table)
        table.done()
        if (line.symbol is None) != (line.side is None):
            raise table.wrong("needs a symbol and a side, or neither")
        self._check_references(line, table)
        self._check_levels(line, table)
        self._check_text(line, table)
        self.lines.append(line)
        if line.label is not None:
            if line.label in self._labels:
                raise table.wrong(f"has the label {line.label!r} of an earlier one")
            self._labels[line.label] = line

    def _line(self, table: _Table) -> Line:
        author = table.one_of("from", self.authors) or table.text("from")
        side = table.one_of("side", [side.value for side in Side])
        reads = table.one_of("reads", [kind.value for kind in Reads]) or table.text("reads")
        return Line(
            author=self.authors[author],
            reads=Reads(reads),
            text=table.optional_text("text") or "",
            label=table.optional_text("label"),
            symbol=table.optional_text("symbol"),
            side=Side(side) if side else None,
            entries=table.offsets("entry") or ((Decimal(0),) if side else ()),
            stop=table.offset("stop"),
            targets=table.offsets("targets"),
            about=table.optional_text("about"),
            replies=table.flag("replies", True),
            edits=table.optional_text("edits"),
            deletes=table.optional_text("deletes"),
            copies=table.optional_text("copies"),
            when=table.optional_text("when"),
            after=table.seconds("after"),
            goes_to=table.optional_text("goes_to"),
            within=table.seconds("within") or 120.0,
            action=table.optional_text("action"),
            reason=table.optional_text("reason"),
        )

    def _check_references(self, line: Line, table: _Table) -> None:
        named = [label for label in (line.about, line.edits, line.deletes, line.copies) if label is not None]
        if len(named) > 1:
            raise table.wrong("can only be one of about, edits, deletes and copies")
        for label in named:
            if label not in self._labels:
                raise table.wrong(f"refers to {label!r}, which no message before it is labelled")
        if line.symbol is not None and not SYMBOL.fullmatch(line.symbol):
            raise table.wrong(f"has the symbol {line.symbol!r}; one is written like BTC/USDT")
        for name, level in (("when", line.when), ("goes_to", line.goes_to)):
            call = self._call(line)
            if level is not None and (call is None or level not in levels_of(call)):
                raise table.wrong(f"has {name} = {level!r}, which is no level of its call")

    def _check_levels(self, line: Line, table: _Table) -> None:
        """Only a message that is meant to be rejected may have a level on the wrong side."""
        if line.side is None or line.reads is Reads.REJECTED:
            return
        sign = line.side.sign
        if line.stop is not None and any(sign * (entry - line.stop) <= 0 for entry in line.entries):
            raise table.wrong(f"has its stop on the wrong side of a {line.side.value}")
        if any(sign * (target - entry) <= 0 for target in line.targets for entry in line.entries):
            raise table.wrong(f"has a target on the wrong side of a {line.side.value}")

    def _check_text(self, line: Line, table: _Table) -> None:
        has_words = line.deletes is None and line.copies is None
        if has_words != bool(line.text.strip()):
            raise table.wrong("needs 'text'" if has_words else "takes its text from another message, so has none")
        if len(line.text) > LONGEST_TEXT:
            raise table.wrong(f"is longer than {LONGEST_TEXT} characters")
        call = self._call(line)
        known = {"symbol", "base", "pair", "price", *levels_of(call), *levels_of(line)} if call else set[str]()
        for name in PLACEHOLDER.findall(line.text):
            if name not in known:
                raise table.wrong(f"has no value for {{{name}}}")

    def _call(self, line: Line) -> Line | None:
        """Return the message whose symbol and levels this one speaks of."""
        if line.symbol is not None:
            return line
        return self._call(self._labels[line.refers_to]) if line.refers_to else None


def levels_of(line: Line) -> dict[str, Decimal]:
    """Return the offsets that a message sets, by the names that texts use for them."""
    levels = {f"entry{number}": offset for number, offset in enumerate(line.entries, 1)}
    levels |= {f"t{number}": offset for number, offset in enumerate(line.targets, 1)}
    if line.entries:
        levels["entry"] = line.entries[0]
    if line.stop is not None:
        levels["stop"] = line.stop
    return levels
