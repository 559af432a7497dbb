"""Where price lines and their labels stand, their zones, and where a hand can take them."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.views.chart.axis_parts import BOX_HEIGHT, sharp
from echotrade_desktop.views.chart.label_layout import push_apart
from echotrade_desktop.views.chart.line_book import LineBook
from echotrade_desktop.views.chart.line_parts import (
    LAST_HEIGHT,
    PILL_EDGE,
    PILL_HEIGHT,
    LastPrice,
    Sight,
    Tag,
    ghost_parts,
    last_parts,
    line_parts,
    moved_parts,
    pill_width,
    start_x,
)
from echotrade_desktop.views.chart.parts import Part, Rule, Tint
from echotrade_desktop.views.chart.viewport import Viewport

_NARROW, _BELOW_LEGEND = 640, 54.0
REACH = 5.5
"""How far from a line, in pixels, a hand still takes it: five whole ones, and half of one for rounding."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a line can be taken: its height and its label's."""

    key: str
    y: float
    label_y: float
    visible: bool


@dataclass(frozen=True, slots=True)
class LineLayer:
    """What to draw and where the boxes and handles are."""

    parts: list[Part]
    boxes: list[float]
    spots: list[Spot]


def line_layer(viewport: Viewport, book: LineBook, sight: Sight) -> LineLayer:
    """Lay out all lines with the last price: labels pushed apart, the held one where the hand is."""
    tags = _tags(viewport, book, sight.last)
    held = book.held
    in_hand = [i for i, tag in enumerate(tags) if held is not None and tag.line is held and not tag.ghost]
    fixed = in_hand + [i for i, tag in enumerate(tags) if tag.line is None]
    wanted = [tag.y + (tag.height - BOX_HEIGHT) / 2 for tag in tags]
    middles = push_apart(wanted, [tag.height for tag in tags], _top(viewport), viewport.height - 2, fixed)
    parts: list[Part] = []
    boxes: list[float] = []
    spots: list[Spot] = []
    order = sorted(range(len(tags)), key=lambda i: tags[i].line is held is not None and not tags[i].ghost)
    for index in order:
        tag, middle = tags[index], sharp(middles[index] - (tags[index].height - BOX_HEIGHT) / 2, viewport.dpr)
        boxes.append(middle)
        if tag.line is None:
            boxes.append(middle + 14)
            parts += last_parts(viewport, sight, tag.y, middle)
        elif tag.ghost:
            parts += ghost_parts(viewport, tag.line, tag, middle, sight)
        else:
            parts += line_parts(viewport, tag.line, tag, middle, sight, tag.line is held)
            spots.append(Spot(tag.line.spec.key, sharp(tag.y, viewport.dpr), middle, 0 <= tag.y <= viewport.height))
    parts.sort(key=lambda part: not isinstance(part, Rule))  # labels that were pushed aside lie over foreign lines
    if held is not None:
        parts += moved_parts(viewport, held, sight.instrument)
    return LineLayer(parts, boxes, spots)


def _top(viewport: Viewport) -> float:
    """Where labels may begin: on a narrow plot below the legend, which would run into them."""
    return _BELOW_LEGEND if viewport.width < _NARROW and viewport.height >= 4 * _BELOW_LEGEND else 2.0


def spot_at(spots: Iterable[Spot], viewport: Viewport, x: float, y: float) -> Spot | None:
    """The line under a point: by its label first (that of a line out of sight too), else the nearest within reach."""
    found = list(spots)
    if x >= viewport.width - pill_width(viewport) - PILL_EDGE:
        labels = [spot for spot in found if abs(spot.label_y - y) <= PILL_HEIGHT / 2]
        if labels:
            return min(labels, key=lambda spot: abs(spot.label_y - y))
    near = [spot for spot in found if spot.visible and abs(spot.y - y) <= REACH and x <= viewport.width]
    return min(near, key=lambda spot: abs(spot.y - y)) if near else None


def zone_parts(viewport: Viewport, book: LineBook) -> list[Part]:
    """Profit and loss of the groups that ask for it, and of the one in a hand."""
    held = book.held
    groups = {held.spec.group} if held else {line.spec.group for line in book if line.spec.zone}
    parts: list[Part] = []
    for name in sorted(groups):
        lines = book.group(name)
        entry = next((line for line in lines if line.spec.kind.is_entry), None)
        stop = next((line for line in lines if line.spec.kind.is_stop), None)
        targets = [line for line in lines if line.spec.kind.is_target]
        if entry is None:
            continue
        left = start_x(viewport, entry)
        if targets:
            furthest = max(targets, key=lambda line: abs(line.shown - entry.shown))
            parts += _zone(viewport, left, entry.shown, furthest.shown, "profit")
        if stop is not None:
            losing = (entry.shown - stop.shown) * entry.spec.side.sign > 0
            parts += _zone(viewport, left, entry.shown, stop.shown, "loss" if losing else "profit")
    return parts


def _zone(viewport: Viewport, left: float, one: Decimal, other: Decimal, role: str) -> list[Part]:
    edges = sorted(min(max(sharp(viewport.y_of(float(p)), viewport.dpr), 0.0), viewport.height) for p in (one, other))
    if edges[1] - edges[0] < 1 or left >= viewport.width:
        return []
    return [Tint(left, edges[0], viewport.width - left, edges[1] - edges[0], role)]


def _tags(viewport: Viewport, book: LineBook, last: LastPrice | None) -> list[Tag]:
    tags = [Tag(line, line.shown, viewport.y_of(float(line.shown)), BOX_HEIGHT) for line in book]
    tags += [
        Tag(line, line.ghost, viewport.y_of(float(line.ghost)), BOX_HEIGHT, ghost=True)
        for line in book
        if line.ghost is not None
    ]
    if last is not None:
        tags.append(
            Tag(None, last.price, viewport.y_of(float(last.price)), LAST_HEIGHT if last.countdown else BOX_HEIGHT)
        )
    return tags


__all__ = ["LastPrice", "LineLayer", "Sight", "Spot", "line_layer", "spot_at", "zone_parts"]
