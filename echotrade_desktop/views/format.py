"""How numbers, ages and text from outside are written on the screen.

A true minus sign, thousands separators, $ before and a thin space with % after; what is not known is "–". Signs,
days and hours are those of the user's system, or of the setting (`numerals`); examples here are English.
"""

import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Protocol

from echotrade_desktop.engine.domain import words
from echotrade_desktop.views import numerals

UNKNOWN = "–"
MINUS, THIN = words.MINUS, words.THIN
_ELLIPSIS = "…"
_KEPT_CONTROLS = "\n"
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


class HasDecimals(Protocol):
    """What decides how a price and a quantity are written: the instrument."""

    @property
    def price_decimals(self) -> int: ...

    @property
    def quantity_decimals(self) -> int: ...


def number(value: Decimal | None, decimals: int, signed: bool = False) -> str:
    """`−1,234.50`; with `signed` a gain carries its plus, and zero neither sign."""
    if value is None or not value.is_finite():
        return UNKNOWN
    text = numerals.written(words.number(value, decimals))
    return f"+{text}" if signed and _is_gain(text) else text


def count(number_of_them: int) -> str:
    """A count, `12,480`."""
    return numerals.written(f"{number_of_them:,}")


def price(value: Decimal | None, instrument: HasDecimals | int) -> str:
    """A price with the instrument's own decimals (or a given number of them)."""
    return number(value, instrument if isinstance(instrument, int) else instrument.price_decimals)


def quantity(value: Decimal | None, instrument: HasDecimals | int | None = None) -> str:
    """A quantity with the lot step's decimals; without an instrument, with the digits it has."""
    if value is None or not value.is_finite():
        return UNKNOWN
    if instrument is None:
        return number(value, decimals_of(value))
    return number(value, instrument if isinstance(instrument, int) else instrument.quantity_decimals)


def money(value: Decimal | None, signed: bool = False, decimals: int = 2) -> str:
    """`$10,214.35`, `−$43.90`, with `signed` also `+$7.26`."""
    text = number(value, decimals, signed)
    if text == UNKNOWN:
        return text
    sign = text[0] if text[0] in (MINUS, "+") else ""
    return f"{sign}${text.removeprefix(sign)}"


def percent(share: Decimal | None, signed: bool = False, decimals: int = 2) -> str:
    """A share (0.0182) as `1.82 %`."""
    return UNKNOWN if share is None or not share.is_finite() else percent_points(share * 100, signed, decimals)


def percent_points(points: Decimal | None, signed: bool = False, decimals: int = 2) -> str:
    """Percentage points (1.82) as `1.82 %`."""
    text = number(points, decimals, signed)
    return text if text == UNKNOWN else f"{text}{THIN}%"


def times(value: Decimal | None, decimals: int = 1) -> str:
    """A multiplier, `×1.5`."""
    return UNKNOWN if value is None else f"×{number(value, decimals)}"


def r_multiple(value: Decimal | None) -> str:
    """Reward in units of the risk, `2.1 R`."""
    text = number(value, 1)
    return text if text == UNKNOWN else f"{text} R"


def age(elapsed: timedelta | None) -> str:
    """How long ago: `48 s`, `1 m 36 s`, `3 h 4 m`, `2 d 5 h`; a clock that went back counts as now."""
    if elapsed is None:
        return UNKNOWN
    seconds = max(0, int(elapsed.total_seconds()))
    for unit, size, part, smaller in (("d", 86_400, "h", 3_600), ("h", 3_600, "m", 60), ("m", 60, "s", 1)):
        if seconds >= size:
            rest = seconds % size // smaller
            return f"{seconds // size} {unit} {rest} {part}" if rest else f"{seconds // size} {unit}"
    return f"{seconds} s"


def countdown(left: timedelta | None) -> str:
    """What is left: `4:12`, `1:02:03`; never below `0:00`."""
    if left is None:
        return UNKNOWN
    seconds = max(0, int(left.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def clock(moment: datetime | None, zone: tzinfo | None = None) -> str:
    """`12:03:18` in a zone; the system's when None."""
    return UNKNOWN if moment is None else numerals.clock_of(moment.astimezone(zone))


def day_and_clock(moment: datetime | None, zone: tzinfo | None = None) -> str:
    """`23 Nov 12:03`; for tooltips and the history."""
    if moment is None:
        return UNKNOWN
    there = moment.astimezone(zone)
    return f"{numerals.day_of(there)} {numerals.clock_of(there, seconds=False)}"


def base(symbol: str) -> str:
    """`BTC` of `BTC/USDT`."""
    return symbol.partition("/")[0]


def plain(text: str | None, limit: int = 200) -> str:
    """Text from outside on one line: no control or bidi characters, at most `limit` characters."""
    return " ".join(plain_lines(text, limit).split())


def told(sentence: str | None, limit: int = 200) -> str:
    """A sentence of the engine on one line, its numbers as the user writes them."""
    return numerals.spoken(plain(sentence, limit))


def plain_lines(text: str | None, limit: int = 2_000) -> str:
    """Text from outside with its line breaks: no control or bidi characters, at most `limit` characters."""
    seen = (text or "")[: limit * 4]  # a flood of invisible characters must not cost time
    kept = "".join(c for c in seen if c in _KEPT_CONTROLS or unicodedata.category(c) not in _DROPPED)
    return kept if len(kept) <= limit else kept[: limit - 1] + _ELLIPSIS


def plain_with_marks(
    text: str, marks: Sequence[tuple[int, int, str]], limit: int = 600
) -> tuple[str, list[tuple[int, int, str]]]:
    """Clean text from outside like `plain_lines` and say where its marked stretches (start, end, role) now lie."""
    kept: list[str] = []
    places: list[int] = []
    for character in text[: limit * 4]:
        places.append(len(kept))
        if len(kept) < limit and (character in _KEPT_CONTROLS or unicodedata.category(character) not in _DROPPED):
            kept.append(character)
    places.append(len(kept))
    last = len(places) - 1
    moved = [(places[min(start, last)], places[min(end, last)], role) for start, end, role in marks]
    return "".join(kept), [(start, end, role) for start, end, role in moved if start < end]


def decimals_of(step: Decimal) -> int:
    """How many decimals a step of 0.001 has: 3."""
    exponent = step.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_gain(text: str) -> bool:
    """Whether a written number is above zero as it is read: a gain that rounds to nothing is none."""
    return not text.startswith(MINUS) and any(digit in "123456789" for digit in text)
