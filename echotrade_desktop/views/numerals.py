"""How the user's system writes numbers, days and hours, and how what was typed is read without misreading money.

`use_style` is called once, before the first window. Logs, files and commands do not come here: they stay neutral.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QLocale

from echotrade_desktop.views.translation import tr

SYSTEM, ENGLISH, GERMAN, ISO = "system", "en", "de", "iso"
_NARROW = "\u202f"
_SPACES = re.compile(r"[\s\u2009\u00a0\u202f'’_]")
_SPOKEN = re.compile(r"“[^”]*”|\"[^\"]*\"|'[^']*'|(?<![\w.,:/-])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\w:/-]|[.,]\d)")
_PLAIN = re.compile(r"[+−-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Style:
    """A way of writing: what parts thousands and decimals, which of day and month comes first, and the hours.

    `day` is a pattern of `{day}`, `{month}` (in letters), `{number}` (of the month) and `{year}`.
    """

    point: str = "."
    group: str = ","
    day: str = "{day} {month}"
    half_days: bool = False
    months: str = "en"

    @property
    def is_english(self) -> bool:
        """Whether numbers are written as the code writes them."""
        return (self.point, self.group) == (".", ",")


_STYLES = {
    ENGLISH: Style(),
    GERMAN: Style(",", ".", "{day}. {month}", months="de"),
    ISO: Style(".", _NARROW, "{year}-{number:02}-{day:02}"),
}


class _Now:
    """The style in force."""

    style = Style()
    table: dict[int, str] = {}  # noqa: RUF012 - replaced whole, never changed


class Ambiguous(ValueError):
    """A number that can be read in two ways; its text asks which was meant."""


def use_style(chosen: str = SYSTEM) -> Style:
    """Put a way of writing in force: "system", "en", "de" or "iso"."""
    style = _STYLES.get(chosen) or style_of(QLocale.system())
    _Now.style = style
    _Now.table = {} if style.is_english else str.maketrans({",": style.group, ".": style.point})
    return style


def style_of(locale: QLocale) -> Style:
    """Return how a locale writes; one that parts thousands and decimals alike, or not at all, counts as English."""
    point, group = locale.decimalPoint(), locale.groupSeparator()
    if locale.language() == QLocale.Language.C or not point or not group or point == group:
        return Style()
    short, hours = locale.dateFormat(QLocale.FormatType.ShortFormat), locale.timeFormat(QLocale.FormatType.ShortFormat)
    month_first = 0 <= short.find("M") < short.find("d") and not short.startswith("y")
    dotted = "d." in short
    day = "{month} {day}" if month_first else "{day}. {month}" if dotted else "{day} {month}"
    return Style(point, group, day, "a" in hours.lower(), locale.name())


def style() -> Style:
    """The way of writing that is in force."""
    return _Now.style


def written(text: str) -> str:
    """Return a number that the code wrote (`1,234.50`) as the user writes it."""
    return text.translate(_Now.table) if _Now.table else text


def spoken(sentence: str) -> str:
    """Return a sentence of the engine with its numbers as the user writes them; what it quotes stays as it was said.

    Only for what the engine wrote: a sentence of the views has the user's signs already, and would be turned again.
    """
    if not _Now.table:
        return sentence
    return _SPOKEN.sub(lambda found: found[0] if found[0][0] in "“\"'" else written(found[0]), sentence)


def editable(text: str) -> str:
    """Return a neutral number (`1234.5`, perhaps with grouping) for a field: the user's decimal sign, no grouping."""
    return text.replace(",", "").replace(".", _Now.style.point)


def shown_in_field(text: str) -> str:
    """Return a neutral value as a field shows it; what is no number stays."""
    return editable(text) if _PLAIN.fullmatch(text.strip()) else text


def neutral(typed: str) -> str:
    """Return what was typed as a neutral number (`1234.5`); what is no number comes back as it is.

    Both signs are known, whatever the system's: the last one of two kinds parts the decimals, one that stands twice
    parts thousands. Raises `Ambiguous` for a lone sign that the user's system parts thousands with and that three
    digits follow: `1.234` may be meant as 1234 or as 1,234.
    """
    bare = _SPACES.sub("", typed.strip()).replace("−", "-")
    found = re.fullmatch(r"([+-]?)(\d+(?:[.,]\d+)*)([.,]?)", bare)
    if found is None:
        return typed
    sign, digits, last = found.groups()
    read = _digits(digits + last)
    return typed if read is None else f"{sign.replace('+', '')}{read}"


def _digits(text: str) -> str | None:
    """Return the neutral digits of `1.234,50`; None when thousands are not parted by threes."""
    signs = [sign for sign in text if sign in ".,"]
    if not signs:
        return text
    last = signs[-1]
    if len(set(signs)) == 2:
        if text.count(last) > 1:
            return None
        whole, _, part = text.rpartition(last)
        return _joined(whole, "," if last == "." else ".", part)
    if len(signs) > 1:
        return _joined(text, last, "")
    whole, _, part = text.partition(last)
    grouped = last == _Now.style.group and len(part) == 3 and 0 < len(whole) < 4 and not whole.startswith("0")
    if grouped:
        point = _Now.style.point
        raise Ambiguous(tr("{typed}: {whole} or {part}?", typed=text, whole=whole + part, part=f"{whole}{point}{part}"))
    return f"{whole}.{part}".rstrip(".")


def _joined(whole: str, sign: str, part: str) -> str | None:
    if re.fullmatch(rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+", whole) is None:
        return None
    return f"{whole.replace(sign, '')}.{part}".rstrip(".")


def number_of(typed: str) -> Decimal | None:
    """Return the number that was typed; None for what is none. Raises `Ambiguous`."""
    text = neutral(typed)
    return Decimal(text) if _PLAIN.fullmatch(text) and len(text) < 40 else None


def clock_of(there: datetime, seconds: bool = True) -> str:
    """Return the time of a day, by twelve or by twenty-four hours."""
    if not _Now.style.half_days:
        return f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    hour = there.hour % 12 or 12
    minutes = f"{there:%M:%S}" if seconds else f"{there:%M}"
    return f"{hour}:{minutes} {'am' if there.hour < 12 else 'pm'}"


def day_of(there: datetime) -> str:
    """Return day and month."""
    return _Now.style.day.format(day=there.day, month=month_of(there), number=there.month, year=there.year)


def month_of(there: datetime) -> str:
    """Return the month's short name."""
    return QLocale(_Now.style.months).monthName(there.month, QLocale.FormatType.ShortFormat).rstrip(".")


def weekday_of(there: datetime) -> str:
    """Return the weekday's short name."""
    return QLocale(_Now.style.months).dayName(there.isoweekday(), QLocale.FormatType.ShortFormat).rstrip(".")
