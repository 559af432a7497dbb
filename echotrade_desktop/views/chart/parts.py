"""What the chart's overlays are made of: small frozen shapes, and an item that repaints only those that differ."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from echotrade_desktop.views.chart.exposure import Edges, Exposure
from echotrade_desktop.views.chart.guard import guarded
from echotrade_desktop.views.chart.ink import Ink, draw_text, text_width
from echotrade_desktop.views.fonts import BASE, REGULAR
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.widgets.chip import paint_keycap

Dash = tuple[float, ...]
Bounds = tuple[float, float, float, float]
"""Left, top, width, height in logical pixels."""


class Part(Protocol):
    """One shape: equal parts look equal."""

    @property
    def bounds(self) -> Bounds:
        """All it covers."""
        ...

    def paint(self, painter: QPainter, ink: Ink) -> None:
        """Draw it."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line, sharp on its pixels."""

    x: float
    y: float
    length: float
    role: str
    vertical: bool = False
    width: float = 1
    dash: Dash = ()

    @property
    def bounds(self) -> Bounds:
        if self.vertical:
            return self.x - 1, self.y - 1, self.width + 2, self.length + 2
        return self.x - 1, self.y - 1, self.length + 2, self.width + 2

    def paint(self, painter: QPainter, ink: Ink) -> None:
        if not self.dash:
            size = (self.width, self.length) if self.vertical else (self.length, self.width)
            painter.fillRect(QRectF(self.x, self.y, *size), ink[self.role])
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(_dashed(ink[self.role].rgba(), self.width, self.dash))
        half = self.width / 2
        if self.vertical:
            painter.drawLine(QPointF(self.x + half, self.y), QPointF(self.x + half, self.y + self.length))
        else:
            painter.drawLine(QPointF(self.x, self.y + half), QPointF(self.x + self.length, self.y + half))


@dataclass(frozen=True, slots=True)
class Tint:
    """A filled area, such as a zone of profit."""

    x: float
    y: float
    width: float
    height: float
    role: str

    @property
    def bounds(self) -> Bounds:
        return self.x, self.y, self.width, self.height

    def strips(self, other: "Tint") -> list[Edges]:
        """What is to be painted when this one takes the other's place: where only one of the two is."""
        mine, theirs = _edges_of(self), _edges_of(other)
        meet = mine[1] < theirs[3] and theirs[1] < mine[3]
        if not meet or (self.x, self.width, self.role) != (other.x, other.width, other.role):
            return [mine, theirs]
        ends = ((mine[1], theirs[1]), (mine[3], theirs[3]))
        return [(mine[0], min(pair), mine[2], max(pair)) for pair in ends if pair[0] != pair[1]]

    def paint(self, painter: QPainter, ink: Ink) -> None:
        painter.fillRect(QRectF(self.x, self.y, self.width, self.height), ink[self.role])


@dataclass(frozen=True, slots=True)
class Frame:
    """A rounded box: filled, outlined, or outlined with dashes."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    dash: Dash = ()
    radius: float = 4
    pen: float = 1
    shadow: bool = False

    @property
    def bounds(self) -> Bounds:
        room = 8 if self.shadow else 1
        return self.x - room, self.y - room, self.width + 2 * room, self.height + 2 * room

    def paint(self, painter: QPainter, ink: Ink) -> None:
        x, y, _, _ = self.bounds
        shape = (self.width, self.height, self.radius, self.pen, self.dash)
        fill, line = (ink[role].rgba() if role else 0 for role in (self.fill, self.line))
        shade = ink["shade"].rgba() if self.shadow else 0
        painter.drawPixmap(QPointF(x, y), _framed(shape, fill, line, shade, painter.device().devicePixelRatioF()))


@dataclass(frozen=True, slots=True)
class Text:
    """A text, its capitals centred on `middle`; `x` is its left end (`align` -1), middle (0) or right end (1)."""

    x: float
    middle: float
    text: str
    role: str = "text"
    size: int = BASE
    weight: int = REGULAR
    align: int = -1

    @property
    def width(self) -> float:
        """How wide it is."""
        return text_width(self.text, self.size, self.weight)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.x if self.align < 0 else self.x - self.width / (1 if self.align > 0 else 2)

    @property
    def bounds(self) -> Bounds:
        reach = 0.75 * self.size  # capitals, what hangs below them, and a pixel
        return self.left - 2, self.middle - reach, self.width + 4, 2 * reach

    def paint(self, painter: QPainter, ink: Ink) -> None:
        draw_text(painter, self.left, self.middle, self.text, self.size, self.weight, ink[self.role])


@dataclass(frozen=True, slots=True)
class Icon:
    """A glyph in a square."""

    x: float
    y: float
    side: float
    name: str
    role: str = "text2"

    @property
    def bounds(self) -> Bounds:
        return self.x - 1, self.y - 1, self.side + 2, self.side + 2

    def paint(self, painter: QPainter, ink: Ink) -> None:
        paint_icon(painter, QRectF(self.x, self.y, self.side, self.side), self.name, ink[self.role])


@dataclass(frozen=True, slots=True)
class Key:
    """A key cap."""

    x: float
    y: float
    width: float
    text: str

    @property
    def bounds(self) -> Bounds:
        return self.x - 1, self.y - 1, self.width + 2, 20

    def paint(self, painter: QPainter, ink: Ink) -> None:
        paint_keycap(
            painter, QRectF(self.x, self.y, self.width, 18), self.text, ink["text2"], ink["line"], ink["ground"]
        )


@dataclass(frozen=True, slots=True)
class Arrowhead:
    """A filled triangle, its tip at (x, y), pointing up or down."""

    x: float
    y: float
    up: bool
    role: str
    width: float = 10
    height: float = 8

    @property
    def bounds(self) -> Bounds:
        top = self.y if self.up else self.y - self.height
        return self.x - self.width / 2 - 1, top - 1, self.width + 2, self.height + 2

    def paint(self, painter: QPainter, ink: Ink) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink[self.role])
        foot = self.y + (self.height if self.up else -self.height)
        half, tip = self.width / 2, QPointF(self.x, self.y)
        painter.drawPolygon(QPolygonF([tip, QPointF(self.x + half, foot), QPointF(self.x - half, foot)]))


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark with a rim."""

    x: float
    y: float
    radius: float
    fill: str
    rim: str
    pen: float = 1.5

    @property
    def bounds(self) -> Bounds:
        reach = self.radius + self.pen + 1
        return self.x - reach, self.y - reach, 2 * reach, 2 * reach

    def paint(self, painter: QPainter, ink: Ink) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink[self.rim], self.pen))
        painter.setBrush(ink[self.fill])
        painter.drawEllipse(QPointF(self.x, self.y), self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class Link:
    """A dotted line between two points."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str = "text2"
    dash: Dash = (1, 3)

    @property
    def bounds(self) -> Bounds:
        left, top = min(self.x1, self.x2), min(self.y1, self.y2)
        return left - 2, top - 2, abs(self.x2 - self.x1) + 4, abs(self.y2 - self.y1) + 4

    def paint(self, painter: QPainter, ink: Ink) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(_dashed(ink[self.role].rgba(), 1, self.dash))
        painter.drawLine(QPointF(self.x1, self.y1), QPointF(self.x2, self.y2))


class Near(Protocol):
    """What of a layer is near the areas of a paint."""

    def paint_in(self, painter: QPainter, ink: Ink, area: Edges) -> None:
        """Paint what reaches into one of these areas."""


class Layer(Protocol):
    """What can be painted area by area."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint."""
        ...

    def within(self, area: Edges) -> Near | None:
        """What reaches into an area; None when nothing does."""
        ...

    def paint(self, painter: QPainter, ink: Ink, areas: list[Edges]) -> None:
        """Paint once what reaches into any of the areas."""


class _Near:
    """The parts of a layer around the areas of one paint."""

    def __init__(self, parts: list[tuple[Part, float, float, float, float]]) -> None:
        self._parts = parts

    def paint_in(self, painter: QPainter, ink: Ink, area: Edges) -> None:
        """Paint what reaches into one of these areas."""
        x1, y1, x2, y2 = area
        for part, left, top, right, bottom in self._parts:
            if left < x2 and right > x1 and top < y2 and bottom > y1:
                part.paint(painter, ink)


class PartsLayer:
    """One layer of parts over the chart, in the scene's pixels."""

    def __init__(self, exposure: Exposure, close_together: bool = False) -> None:
        """Parts that stand `close_together` and change together are painted as one area."""
        self._exposure = exposure
        self._as_one = close_together
        self._parts: tuple[Part, ...] = ()
        self._edges: list[Edges] = []
        self._around: Edges | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint."""
        return not self._parts

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is drawn now, from back to front."""
        return self._parts

    def show_parts(self, parts: Iterable[Part]) -> None:
        """Draw these from now on; only where something differs is repainted."""
        now, before, edges = tuple(parts), self._parts, self._edges
        if len(now) == len(before):
            self._change_some(now)
            return
        first, kept = 0, min(len(now), len(before))
        while first < kept and now[first] == before[first]:
            first += 1
        tail = 0
        while tail < kept - first and now[-1 - tail] == before[-1 - tail]:
            tail += 1
        end = len(before) - tail
        known = dict(zip(before[first:end], edges[first:end], strict=True))
        changed = now[first : len(now) - tail]
        self._parts, self._around = now, None
        self._edges = edges[:first] + [known.get(part) or _edges_of(part) for part in changed] + edges[end:]
        for part in changed:
            if part not in known:
                self._exposure.touch(*_edges_of(part))
        for part in known.keys() - set(changed):
            self._exposure.touch(*known[part])

    def _change_some(self, now: tuple[Part, ...]) -> None:
        """As many parts as before: each takes the place of the one that stood there. What a tick does, so it is quick.

        Of a zone that grew or shrank only the difference is painted.
        """
        areas: list[Edges] = []
        edges, touch = self._edges, self._exposure.touch
        if self._as_one:
            touch = lambda *area: areas.append(area)  # noqa: E731
        for place, (new, old) in enumerate(zip(now, self._parts, strict=True)):
            if new is old or new == old:
                continue
            self._around = None
            was, became = edges[place], _edges_of(new)
            edges[place] = became
            if isinstance(new, Tint) and isinstance(old, Tint):
                for strip in new.strips(old):
                    touch(*strip)
            elif became[0] < was[2] and was[0] < became[2] and became[1] < was[3] and was[1] < became[3]:
                touch(min(was[0], became[0]), min(was[1], became[1]), max(was[2], became[2]), max(was[3], became[3]))
            else:
                touch(*was)
                touch(*became)
        self._parts = now
        if areas:
            self._exposure.touch(*_bounds_of(areas))

    def within(self, area: Edges) -> "_Near | None":
        """What reaches into an area; None when nothing does."""
        x1, y1, x2, y2 = area
        if self._around is None:
            self._around = _bounds_of(self._edges)
        around = self._around
        if around[0] >= x2 or around[2] <= x1 or around[1] >= y2 or around[3] <= y1:
            return None
        near = [
            (part, left, top, right, bottom)
            for part, (left, top, right, bottom) in zip(self._parts, self._edges, strict=True)
            if left < x2 and right > x1 and top < y2 and bottom > y1
        ]
        return _Near(near) if near else None

    def paint(self, painter: QPainter, ink: Ink, areas: list[Edges]) -> None:
        """Paint once what reaches into any of the areas."""
        for part, (left, top, right, bottom) in zip(self._parts, self._edges, strict=True):
            if any(left < x2 and right > x1 and top < y2 and bottom > y1 for x1, y1, x2, y2 in areas):
                part.paint(painter, ink)


class PartsItem(QGraphicsItem):
    """Layers of parts as one item of the scene: each item in a scene costs every paint its share."""

    def __init__(self, ink: Ink, z: float, exposure: Exposure, layers: Iterable[Layer]) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(z)
        self._ink = ink
        self._rect = QRectF()
        self._layers = tuple(layers)
        self._exposure = exposure

    def set_ink(self, ink: Ink) -> None:
        """Draw in other colours."""
        self._ink = ink
        self.update()

    def set_area(self, rect: QRectF) -> None:
        """Draw within these pixels."""
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = QRectF(rect)

    def boundingRect(self) -> QRectF:
        return self._rect

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        exposure, ink = self._exposure, self._ink
        layers = [layer for layer in self._layers if not layer.empty]
        if not exposure.clips:
            exposed = option.exposedRect
            whole = (exposed.left(), exposed.top(), exposed.right(), exposed.bottom())
            for layer in layers:
                layer.paint(painter, ink, exposure.areas or [whole])
            return
        around = _bounds_of(exposure.areas)
        near = [found for layer in layers if (found := layer.within(around)) is not None]
        if not near:
            return
        for clip, area in zip(exposure.clips, exposure.areas, strict=True):
            painter.setClipRect(clip)  # Qt fills and blends many times faster in a rectangle than in a region
            for layer in near:
                layer.paint_in(painter, ink, area)


def _bounds_of(edges: list[Edges]) -> Edges:
    if not edges:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _edges_of(part: Part) -> Edges:
    x, y, width, height = part.bounds
    return x, y, x + width, y + height


@lru_cache(maxsize=256)
def _dashed(rgba: int, width: float, dash: Dash) -> QPen:
    pen = QPen(QColor.fromRgba(rgba), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash:
        pen.setDashPattern(list(dash))
    return pen


@lru_cache(maxsize=128)
def _framed(shape: tuple[float, float, float, float, Dash], fill: int, line: int, shade: int, dpr: float) -> QPixmap:
    """A frame painted once: rounded outlines are what costs most in a pill."""
    width, height, radius, pen, dash = shape
    room = 8 if shade else 1
    picture = QPixmap(math.ceil((width + 2 * room) * dpr), math.ceil((height + 2 * room) * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    rect = QRectF(room, room, width, height)
    if shade:
        painter.setBrush(QColor.fromRgba(shade))
        for grow in (2, 4, 6):
            painter.drawRoundedRect(rect.adjusted(-grow, 1 - grow, grow, 1 + grow), radius + grow, radius + grow)
    painter.setBrush(QColor.fromRgba(fill) if fill else Qt.BrushStyle.NoBrush)
    if line:
        painter.setPen(_dashed(line, pen, dash))
        rect = rect.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2)
    painter.drawRoundedRect(rect, radius, radius)
    painter.end()
    return picture


__all__ = [
    "Arrowhead",
    "Dot",
    "Frame",
    "Icon",
    "Key",
    "Link",
    "Part",
    "PartsItem",
    "PartsLayer",
    "Rule",
    "Text",
    "Tint",
]
