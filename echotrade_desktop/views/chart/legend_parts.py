"""The legend: which market this is, the candle under the crosshair, and what must not be overlooked."""

from dataclasses import dataclass

from echotrade_desktop.views.chart.axis_parts import price_text
from echotrade_desktop.views.chart.ink import text_width
from echotrade_desktop.views.chart.parts import Frame, Key, Part, Text
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, REGULAR, SEMIBOLD
from echotrade_desktop.views.format import MINUS, THIN
from echotrade_desktop.views.models.candles import Bar
from echotrade_desktop.views.numerals import written
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import keycap_width

LEFT, FIRST, SECOND = 12.0, 20.0, 42.0
_SUFFIXES = ((1e9, "B"), (1e6, "M"), (1e3, "K"))


@dataclass(frozen=True, slots=True)
class Legend:
    """What the legend says. `chips` are (text, filled with the warning's colour)."""

    symbol: str
    subtitle: str
    decimals: int = 2
    bar: Bar | None = None
    note: str = ""
    emphasis: str = ""
    chips: tuple[tuple[str, bool], ...] = ()
    low: bool = False  # there is no height for more than the symbol and what warns


def legend_parts(legend: Legend, room: float) -> list[Part]:
    """The legend within `room` pixels: what does not fit is left out, the volume first, the symbol last."""
    name = Text(LEFT, FIRST, legend.symbol, "text", BASE, SEMIBOLD)
    parts: list[Part] = [name]
    x = LEFT + name.width + 8
    subtitle = Text(x, FIRST, legend.subtitle, "text2", BASE)
    if x + subtitle.width <= room and not legend.low:
        parts.append(subtitle)
        x += subtitle.width + 16
    if not legend.low:
        parts += _values(legend, x, room)
    return parts + _second_row(legend, room)


def volume_text(volume: float) -> str:
    """A volume in few digits: `314.6`, `12.4K`."""
    for size, suffix in _SUFFIXES:
        if volume >= size:
            return written(f"{volume / size:,.1f}") + suffix
    return written(f"{volume:,.1f}" if volume >= 1 else f"{volume:,.3f}")


def change_text(bar: Bar) -> str:
    """From open to close, in percent."""
    change = (bar.close / bar.open - 1) * 100 if bar.open else 0.0
    sign = "+" if round(change, 2) > 0 else MINUS if round(change, 2) < 0 else ""
    return f"{sign}{written(f'{abs(change):.2f}')}{THIN}%"


def spoken(bar: Bar | None, decimals: int) -> str:
    """A candle for a screen reader."""
    if bar is None:
        return tr("no candle")
    figures = (("open", bar.open), ("high", bar.high), ("low", bar.low), ("close", bar.close))
    return ", ".join(f"{name} {price_text(value, decimals)}" for name, value in figures)


def key_parts(keys: list[tuple[str, str]], right: float, left: float) -> list[Part]:
    """Key caps with what they do, ending at `right`; those that would begin before `left` are left out."""
    parts: list[Part] = []
    x = right
    for key, meaning in reversed(keys):
        cap = keycap_width(key)
        width = cap + 8 + text_width(meaning, CAPTION, REGULAR)
        if x - width < left:
            break
        parts.append(Text(x, FIRST, meaning, "text2", CAPTION, REGULAR, 1))
        parts.append(Key(x - width, FIRST - 9, cap, key))
        x -= width + 16
    return parts


def _values(legend: Legend, x: float, room: float) -> list[Part]:
    bar = legend.bar
    if bar is None:
        return []
    role = "up_text" if bar.rising else "down_text"
    figures = [
        (letter, price_text(value, legend.decimals), role)
        for letter, value in (("O", bar.open), ("H", bar.high), ("L", bar.low), ("C", bar.close))
    ]
    figures += [("", change_text(bar), role), ("V", volume_text(bar.volume), "text2")]
    parts: list[Part] = []
    for letter, value, tone in figures:
        head = Text(x, FIRST, letter, "text2", CAPTION)
        gap = head.width + 5 if letter else 0
        figure = Text(x + gap, FIRST, value, tone, CAPTION, MEDIUM)
        if figure.x + figure.width > room:
            break
        parts += [head, figure] if letter else [figure]
        x = figure.x + figure.width + 10
    return parts


def _second_row(legend: Legend, room: float) -> list[Part]:
    parts: list[Part] = []
    x = LEFT
    for text, warns in [chip for chip in legend.chips if chip[1] or not legend.low]:
        width = round(text_width(text, CAPTION, SEMIBOLD)) + 12
        if x + width > room:
            break
        parts.append(Frame(x, SECOND - 9, width, 18, "warning" if warns else "chip", "" if warns else "line"))
        parts.append(Text(x + 6, SECOND, text, "on_warning" if warns else "text", CAPTION, SEMIBOLD))
        x += width + 8
    note = "" if legend.low and not legend.emphasis else legend.note
    for text, role, weight in ((legend.emphasis, "text", MEDIUM), (note, "text2", REGULAR)):
        label = Text(x, SECOND, text, role, CAPTION, weight)
        if text and x + label.width <= room:
            parts.append(label)
            x += label.width + 8
    return parts
