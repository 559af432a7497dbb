"""What the chart's overlays are made of: small frozen shapes."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from echotrade_desktop.views.chart.exposure import Edges
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
        mine, theirs = edges_of(self), edges_of(other)
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


def edges_of(part: Part) -> Edges:
    """All it covers, as edges."""
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
    "Rule",
    "Text",
    "Tint",
    "edges_of",
]
