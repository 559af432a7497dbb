"""What of the plot is to be painted: the areas that changed, and those of the paint under way."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QWidget

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom in logical pixels."""


Pixels = tuple[int, int, int, int]
_WASTE = 4000
"""Pixels painted in vain that are cheaper than one more area."""


class Exposure:
    """The areas of the paint under way, and a way to ask for others.

    A graphics item tells its view one rectangle around all that changed in it, and Qt cuts a region of many rectangles
    into rows of them. Here changes are gathered into few rectangles that do not overlap, so that each can be painted
    by itself. Without a widget items use Qt's own way.
    """

    def __init__(self) -> None:
        self.widget: QWidget | None = None
        self.areas: list[Edges] = []
        """Of the paint under way, with a pixel around; empty means everything."""
        self.clips: list[QRect] = []
        """The same areas, where each can be painted by itself; empty where they cannot."""
        self._wanted: list[Pixels] = []
        self._all = False

    def touch(self, left: float, top: float, right: float, bottom: float) -> None:
        """Have these pixels painted with the next frame."""
        if self._all or self.widget is None or not self.widget.isVisible():  # when shown, all is painted
            return
        self._want((int(left) - (left < 0), int(top) - (top < 0), int(right) + 1, int(bottom) + 1))

    def touch_all(self) -> None:
        """Have everything painted with the next frame."""
        if self.widget is not None and self.widget.isVisible():
            self._all, self._wanted = True, []
            self.widget.update()

    def _want(self, area: Pixels) -> None:
        near = _nearest(area, self._wanted) if self._wanted else None
        while near is not None:
            if near[0] <= area[0] and near[1] <= area[1] and near[2] >= area[2] and near[3] >= area[3]:
                return
            self._wanted.remove(near)
            area = min(area[0], near[0]), min(area[1], near[1]), max(area[2], near[2]), max(area[3], near[3])
            near = _nearest(area, self._wanted)
        self._wanted.append(area)
        if self.widget is not None:
            x1, y1, x2, y2 = area
            self.widget.update(x1, y1, x2 - x1, y2 - y1)

    def begin(self, region: QRegion, dpr: float) -> None:
        """A paint of this region begins."""
        rects = [QRect(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in _apart(self._wanted)]
        self._wanted, self._all = [], False
        known = QRegion()
        for rect in rects:
            known += rect
        if not region.subtracted(known).isEmpty():  # something else was uncovered, or all is to be painted
            rects = [region.boundingRect()]
        self.areas = [(r.left() - 1, r.top() - 1, r.right() + 2, r.bottom() + 2) for r in rects]
        self.clips = rects if dpr.is_integer() else []  # else neighbours would share a row of pixels

    def end(self) -> None:
        """The paint is over."""
        self.areas, self.clips = [], []


def _nearest(area: Pixels, among: list[Pixels]) -> Pixels | None:
    """One that a rectangle around both would waste few pixels on; written out, for it runs for every changed part."""
    x1, y1, x2, y2 = area
    size = (x2 - x1) * (y2 - y1) + _WASTE
    for other in among:
        a1, b1, a2, b2 = other
        width = (x2 if x2 > a2 else a2) - (x1 if x1 < a1 else a1)  # noqa: FURB136
        height = (y2 if y2 > b2 else b2) - (y1 if y1 < b1 else b1)  # noqa: FURB136
        if width * height < size + (a2 - a1) * (b2 - b1):
            return other
    return None


def _apart(areas: list[Pixels]) -> list[Pixels]:
    """The same pixels in rectangles that do not overlap; the tallest or the widest stay whole, as gives fewer."""
    if len(areas) < 2:
        return areas
    tall = _cut(sorted(areas, key=_height, reverse=True))
    return tall if len(tall) <= len(areas) else min(tall, _cut(sorted(areas, key=_width, reverse=True)), key=len)


def _cut(areas: list[Pixels]) -> list[Pixels]:
    """Each without what lies in one before it."""
    apart: list[Pixels] = []
    for count, area in enumerate(areas):
        pieces = [area]
        for other in areas[:count]:
            pieces = [rest for piece in pieces for rest in _without(piece, other)]
        apart += pieces
    return apart


def _height(area: Pixels) -> int:
    return area[3] - area[1]


def _width(area: Pixels) -> int:
    return area[2] - area[0]


def _without(area: Pixels, other: Pixels) -> list[Pixels]:
    """What of an area lies beyond another: above, below, left, right."""
    x1, y1, x2, y2 = area
    if x1 >= other[2] or other[0] >= x2 or y1 >= other[3] or other[1] >= y2:
        return [area]
    top, bottom = max(y1, other[1]), min(y2, other[3])
    pieces = [(x1, y1, x2, top), (x1, bottom, x2, y2), (x1, top, other[0], bottom), (other[2], top, x2, bottom)]
    return [piece for piece in pieces if piece[0] < piece[2] and piece[1] < piece[3]]
