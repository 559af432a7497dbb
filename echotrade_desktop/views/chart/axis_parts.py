"""Grid, price axis and time axis as parts."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import UTC, tzinfo
from functools import lru_cache

from echotrade_desktop.views.chart.parts import Frame, Part, Rule, Text
from echotrade_desktop.views.chart.price_ticks import price_ticks
from echotrade_desktop.views.chart.time_ticks import TimeTick, full_label, time_ticks
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION, REGULAR, SEMIBOLD
from echotrade_desktop.views.format import MINUS
from echotrade_desktop.views.numerals import written

GUTTER, FOOT = 76, 24
"""Width of the price axis, height of the time axis."""
BOX_WIDTH, BOX_HEIGHT = 71, 20
_CLEAR = 21


def sharp(value: float, dpr: float) -> float:
    """A coordinate on a whole device pixel."""
    return round(value * dpr) / dpr


def price_text(price: float, decimals: int) -> str:
    """A price of the axis; exact prices are written by `format.price`."""
    text = f"{price:,.{decimals}f}"
    return written(text.replace("-", MINUS))


def grid_parts(viewport: Viewport, zone: tzinfo = UTC) -> list[Part]:
    """Hairlines at the round prices and moments."""
    rules: list[Part] = [
        Rule(0, sharp(viewport.y_of(price), viewport.dpr), viewport.width, "grid") for price in price_ticks(viewport)
    ]
    rules += [
        Rule(sharp(viewport.x_of(tick.time), viewport.dpr), 0, viewport.axis_top, "grid", vertical=True)
        for tick in time_ticks(viewport, zone)
    ]
    return rules


def price_axis_parts(viewport: Viewport, decimals: int, boxes: Sequence[float]) -> list[Part]:
    """The prices at the right; those within reach of a box (middles in `boxes`) give way."""
    edge, labels, middles = _price_labels(viewport, decimals)
    covered: set[int] = set()
    for box in boxes:
        covered.update(range(bisect_right(middles, box - _CLEAR), bisect_left(middles, box + _CLEAR)))
    return [edge, *(label for index, label in enumerate(labels) if index not in covered)]


@lru_cache(maxsize=8)
def _price_labels(viewport: Viewport, decimals: int) -> tuple[Rule, tuple[Text, ...], tuple[float, ...]]:
    """The axis' line, its numbers from top to bottom, and where they stand."""
    right = viewport.width + GUTTER - 12
    places = sorted((viewport.y_of(price), price) for price in price_ticks(viewport))
    labels = tuple(
        Text(right, y, price_text(price, decimals), "text3", CAPTION, REGULAR, 1)
        for y, price in places
        if 8 <= y <= viewport.height - 8
    )
    edge = Rule(viewport.width, 0, viewport.axis_top + FOOT, "line", vertical=True)
    return edge, labels, tuple(label.middle for label in labels)


def time_axis_parts(viewport: Viewport, zone: tzinfo = UTC) -> list[Part]:
    """The moments along the bottom; the first of a day, month or year stands out."""
    middle = viewport.axis_top + FOOT / 2
    parts: list[Part] = [Rule(0, viewport.axis_top, viewport.width + GUTTER, "line")]
    free = 0.0
    for tick in _majors_first(time_ticks(viewport, zone)):
        weight, role = (SEMIBOLD, "text") if tick.major else (REGULAR, "text3")
        label = Text(sharp(viewport.x_of(tick.time), 1), middle, tick.text, role, CAPTION, weight, 0)
        if label.left >= free and label.left + label.width <= viewport.width - 2:
            parts.append(label)
            free = label.left + label.width + 12
    return parts


def _majors_first(ticks: Sequence[TimeTick]) -> Iterator[TimeTick]:
    """Leave out what would stand too close before a day's or month's name."""
    for index, tick in enumerate(ticks):
        following = ticks[index + 1] if index + 1 < len(ticks) else None
        usual = ticks[1].time - ticks[0].time if len(ticks) > 1 else 0
        if following is not None and following.major and not tick.major and following.time - tick.time < usual * 0.6:
            continue
        yield tick


def cross_parts(
    viewport: Viewport, x: float, y: float, price: str, time: float, zone: tzinfo = UTC, show_price: bool = True
) -> list[Part]:
    """The crosshair through the middle of the candle at `x`, with its price and its moment in boxes."""
    across = sharp(viewport.candle_x(viewport.time_at(x)), viewport.dpr)
    parts: list[Part] = [Rule(across, 0, viewport.axis_top, "text3", vertical=True, dash=(3, 3))]
    if show_price:
        down = sharp(y, viewport.dpr)
        top = down - BOX_HEIGHT / 2
        parts += [
            Rule(0, down, viewport.width, "text3", dash=(3, 3)),
            Frame(viewport.width + 1, top, BOX_WIDTH, BOX_HEIGHT, "cross_box"),
            Text(viewport.width + GUTTER - 12, down, price, "on_cross_box", CAPTION, SEMIBOLD, 1),
        ]
    label = Text(0, viewport.axis_top + FOOT / 2, full_label(time, viewport.seconds, zone), "on_cross_box", CAPTION)
    width = round(label.width) + 16
    left = min(max(across - width / 2, 2), max(2, viewport.width - width - 2))
    parts.append(Frame(left, viewport.axis_top + 2, width, BOX_HEIGHT, "cross_box"))
    parts.append(Text(left + 8, label.middle, label.text, label.role, CAPTION))
    return parts
