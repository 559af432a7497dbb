"""How price lines, their pills and their boxes are drawn."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.axis_parts import BOX_HEIGHT, BOX_WIDTH, GUTTER, sharp
from echotrade_desktop.views.chart.ink import text_width
from echotrade_desktop.views.chart.line_book import Line
from echotrade_desktop.views.chart.parts import Arrowhead, Dot, Frame, Icon, Part, Rule, Text
from echotrade_desktop.views.chart.specs import LineKind, LineSpec, distance
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION, REGULAR, SEMIBOLD
from echotrade_desktop.views.translation import tr

PILL_HEIGHT, PILL_EDGE = 20, 8
LAST_HEIGHT = 34
_WIDE, _SHORT = 196, 124
_DASH, _OUTLINE, _GHOST, _DOTS = (5.0, 3.0), (3.0, 2.0), (4.0, 4.0), (1.0, 2.0)


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The newest price of the chart's symbol, its candle's countdown, and where the newest candle stands."""

    price: Decimal
    role: str
    countdown: str = ""
    started_at: float | None = None


@dataclass(frozen=True, slots=True)
class Tag:
    """One label at the right edge and what it stands for."""

    line: Line | None
    price: Decimal
    y: float
    height: float
    ghost: bool = False


@dataclass(frozen=True, slots=True)
class Sight:
    """How the lines are looked at: the last price, and the keys under the cursor and of the keyboard."""

    instrument: Instrument
    last: LastPrice | None = None
    hovered: str | None = None
    selected: str | None = None


def pill_width(viewport: Viewport) -> int:
    """How wide pills are; on a narrow chart they give up their distance, then themselves."""
    if viewport.width >= 420:
        return _WIDE
    return _SHORT if viewport.width >= 260 else 0


def start_x(viewport: Viewport, line: Line) -> float:
    """The pixel where a line begins."""
    return _left_of(viewport, line.spec)


def _left_of(viewport: Viewport, spec: LineSpec) -> float:
    began = spec.started_at
    x = viewport.candle_x(began) if began is not None else 0.0
    return sharp(min(max(x, 0.0), viewport.width), viewport.dpr)


def last_parts(viewport: Viewport, sight: Sight, y: float, middle: float) -> list[Part]:
    """The newest price: a dotted line from its candle, and its box with the countdown."""
    last = sight.last
    if last is None:
        return []
    on = f"on_{last.role}"
    start = viewport.candle_x(last.started_at) if last.started_at is not None else 0.0
    parts: list[Part] = []
    if 0 <= y <= viewport.height and start < viewport.width:
        left = max(0.0, sharp(start, viewport.dpr))
        parts.append(Rule(left, sharp(y, viewport.dpr), viewport.width - left, last.role, dash=_DOTS))
    height = LAST_HEIGHT if last.countdown else BOX_HEIGHT
    right = viewport.width + GUTTER - 12
    parts.append(Frame(viewport.width + 1, middle - BOX_HEIGHT / 2, BOX_WIDTH, height, last.role))
    parts.append(Text(right, middle, fmt.price(last.price, sight.instrument), on, CAPTION, SEMIBOLD, 1))
    if last.countdown:
        parts.append(Text(right, middle + 14, last.countdown, on, CAPTION, REGULAR, 1))
    return parts


class _Mood(NamedTuple):
    """How a line stands: in a hand, waiting for its answer, thick, framed for the keyboard."""

    held: bool
    asked: bool
    marked: bool
    selected: bool


def line_parts(viewport: Viewport, line: Line, tag: Tag, middle: float, sight: Sight, held: bool) -> list[Part]:
    """A line with its pill and its box; `middle` is where the labels stand."""
    key = line.spec.key
    marked = held or key in (sight.hovered, sight.selected)
    mood = _Mood(held, line.asked is not None, marked, sight.selected == key and not held)
    standing = _standing_parts(viewport, line.spec, tag.price, tag.y, middle, sight.instrument, mood)
    return [*standing, *_figures(viewport, line, tag, middle, sight, held)]


@lru_cache(maxsize=128)
def _standing_parts(
    viewport: Viewport, spec: LineSpec, price: Decimal, at: float, middle: float, instrument: Instrument, mood: _Mood
) -> tuple[Part, ...]:
    """All of a line but what the last price changes: a tick draws it again as it was."""
    role = spec.kind.role
    dashed = spec.kind.pending or mood.asked or spec.kind is LineKind.LIQUIDATION
    thick = 2 if mood.marked else 1
    parts: list[Part] = []
    y = sharp(at - (thick - 1) / 2, viewport.dpr)
    left = _left_of(viewport, spec)
    if 0 <= at <= viewport.height:
        parts.append(Rule(left, y, viewport.width - left, role, width=thick, dash=_DASH if dashed else ()))
        parts += _source(left, y, spec.source_icon)
    parts += _elbow(viewport, at, middle, role)
    parts += _pill(viewport, spec, at, middle, mood, dashed)
    parts += _box(viewport, middle, fmt.price(price, instrument), role, dashed, mood.held)
    if mood.selected:
        width = pill_width(viewport)
        x = viewport.width - width - PILL_EDGE - 2 if width else viewport.width - 1
        parts.append(Frame(x, middle - 12, (width or BOX_WIDTH) + 4, 24, line="accent", radius=6, pen=1.5))
    return tuple(parts)


def _source(left: float, y: float, name: str) -> list[Part]:
    if not name or left < 9:
        return []
    return [Dot(left, y, 9, "ground", "text3", 1), Icon(left - 5.5, y - 5.5, 11, name.removeprefix("ph."), "text")]


def _elbow(viewport: Viewport, y: float, middle: float, role: str) -> list[Part]:
    """Join a line to a label that had to give way."""
    if abs(y - middle) < 1 or not 0 <= y <= viewport.height:  # out of sight: the arrow in the pill says where
        return []
    width = pill_width(viewport)
    x = viewport.width - width - PILL_EDGE - 6 if width else viewport.width - 4
    top, bottom = sorted((y, middle))
    return [Rule(x, top, bottom - top, role, vertical=True), Rule(x, middle, 6, role)]


def _pill(viewport: Viewport, spec: LineSpec, at: float, middle: float, mood: _Mood, dashed: bool) -> list[Part]:
    """The pill with its name."""
    width = pill_width(viewport)
    if not width:
        return []
    role, held = spec.kind.role, mood.held
    left, right = viewport.width - PILL_EDGE - width, viewport.width - PILL_EDGE
    on = f"on_{role}" if held else ""
    border = role if dashed or not spec.kind.is_entry else "text"
    frame = Frame(left, middle - 10, width, PILL_HEIGHT, role if held else "panel", border, _OUTLINE if dashed else ())
    parts: list[Part] = [frame]
    name_x = left + 8
    if held:
        parts.append(Icon(left + 5, middle - 6, 12, "dots-six-vertical", on))
        name_x = left + 20
    label = spec.label
    if mood.asked:
        parts.append(Icon(left + 6, middle - 6, 12, "arrows-clockwise", role))
        name_x, label = left + 22, tr("{label} moving", label=spec.label)
    if at < 0 or at > viewport.height:
        parts.append(Arrowhead(left + 11, middle - 3 if at < 0 else middle + 3, at < 0, "text3", 7, 5))
        name_x = left + 20
    parts.append(Text(name_x, middle, _fitting(label, right - 118 - name_x), on or "text", CAPTION, SEMIBOLD))
    return parts


def _figures(viewport: Viewport, line: Line, tag: Tag, middle: float, sight: Sight, held: bool) -> list[Part]:
    """What the pill says of the last price: how far it is, and what it comes to."""
    width = pill_width(viewport)
    if not width:
        return []
    right = viewport.width - PILL_EDGE
    on = f"on_{line.spec.kind.role}" if held else ""
    last = sight.last.price if sight.last else None
    parts: list[Part] = []
    if width == _WIDE:
        away = fmt.percent(distance(tag.price, last), signed=True)
        parts.append(Text(right - 70, middle, away, on or "text2", CAPTION, SEMIBOLD if held else REGULAR, 1))
    text, money_role = pill_money(line, tag, last)
    parts.append(Text(right - 8, middle, text, on or money_role, CAPTION, SEMIBOLD, 1))
    return parts


def pill_money(line: Line, tag: Tag, last: Decimal | None) -> tuple[str, str]:
    """What a line's pill says at its right: a note, else the result there; of an entry, the result now."""
    spec = line.spec
    if spec.note:
        return spec.note, "text2"
    at = last if spec.kind is LineKind.ENTRY else tag.price
    return _money_at(spec, at) if at is not None else ("", "text2")


@lru_cache(maxsize=128)
def _money_at(spec: LineSpec, at: Decimal) -> tuple[str, str]:
    result = spec.result_at(at)
    if result is None:
        return "", "text2"
    return fmt.money(result, signed=True), "up_text" if result > 0 else "down_text" if result < 0 else "text2"


def _box(viewport: Viewport, middle: float, text: str, role: str, dashed: bool, held: bool) -> list[Part]:
    right = viewport.width + GUTTER - 12
    outlined = dashed and not held
    frame = Frame(
        viewport.width + 1,
        middle - BOX_HEIGHT / 2,
        BOX_WIDTH,
        BOX_HEIGHT,
        "ground" if outlined else role,
        role if outlined else "",
        _OUTLINE if outlined else (),
    )
    ink = {"up": "up_text", "down": "down_text"}.get(role, "text") if outlined else f"on_{role}"
    return [frame, Text(right, middle, text, ink, CAPTION, SEMIBOLD, 1)]


def ghost_parts(viewport: Viewport, line: Line, tag: Tag, middle: float, sight: Sight) -> list[Part]:
    """The price that still holds: dashed grey, said so."""
    parts: list[Part] = []
    left, y = start_x(viewport, line), sharp(tag.y, viewport.dpr)
    if 0 <= tag.y <= viewport.height:
        parts.append(Rule(left, y, viewport.width - left, "text3", dash=_GHOST))
    parts += _elbow(viewport, tag.y, middle, "text3")
    width = pill_width(viewport)
    if width:
        x, right = viewport.width - PILL_EDGE - width, viewport.width - PILL_EDGE
        word = "was" if line.held is not None else "holds"
        parts.append(Frame(x, middle - 10, width, PILL_HEIGHT, "ground", "text3", _OUTLINE))
        parts.append(Text(x + 8, middle, f"{line.spec.label.split(' · ')[0]} {word}", "text3", CAPTION))
        last = sight.last.price if sight.last else None
        if width == _WIDE:
            away = fmt.percent(distance(tag.price, last), signed=True)
            parts.append(Text(right - 70, middle, away, "text3", CAPTION, REGULAR, 1))
        parts.append(Text(right - 8, middle, pill_money(line, tag, last)[0], "text3", CAPTION, REGULAR, 1))
    return parts + _box_ghost(viewport, middle, fmt.price(tag.price, sight.instrument))


def _box_ghost(viewport: Viewport, middle: float, text: str) -> list[Part]:
    top = middle - BOX_HEIGHT / 2
    return [
        Frame(viewport.width + 1, top, BOX_WIDTH, BOX_HEIGHT, "ground", "text3", _OUTLINE),
        Text(viewport.width + GUTTER - 12, middle, text, "text2", CAPTION, SEMIBOLD, 1),
    ]


def moved_parts(viewport: Viewport, line: Line, instrument: Instrument) -> list[Part]:
    """An arrow from the old price to the new one, with how far."""
    if line.ghost is None or not pill_width(viewport):
        return []
    x = viewport.width - pill_width(viewport) - PILL_EDGE - 24
    new, old = viewport.y_of(float(line.shown)), viewport.y_of(float(line.ghost))
    if abs(new - old) < 16:
        return []
    up = new < old
    tip = new + 4 if up else new - 4
    text = Text(
        x - 8, (new + old) / 2, fmt.price(abs(line.shown - line.ghost), instrument), "text2", CAPTION, REGULAR, 1
    )
    return [
        Rule(x, min(tip, old), abs(old - tip), "text2", vertical=True),
        Arrowhead(x + 0.5, tip, up, "text2", 7, 6),
        text,
    ]


def _fitting(text: str, room: float) -> str:
    """A label that gives way to its figures."""
    while text and text_width(text, CAPTION, SEMIBOLD) > room:
        text = text[:-2].rstrip(" ·") + "…" if len(text) > 2 else ""
    return text
