"""Layers of parts, and the items of the scene that hold them: only what differs is repainted."""

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from echotrade_desktop.views.chart.exposure import Edges, Exposure
from echotrade_desktop.views.chart.guard import guarded
from echotrade_desktop.views.chart.ink import Ink
from echotrade_desktop.views.chart.parts import Part, Tint, edges_of


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
        self._edges = edges[:first] + [known.get(part) or edges_of(part) for part in changed] + edges[end:]
        for part in changed:
            if part not in known:
                self._exposure.touch(*edges_of(part))
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
            was, became = edges[place], edges_of(new)
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
            for part in near:
                part.paint_in(painter, ink, area)


def _bounds_of(edges: list[Edges]) -> Edges:
    if not edges:
        return 0.0, 0.0, 0.0, 0.0
    lefts, tops, rights, bottoms = zip(*edges, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
