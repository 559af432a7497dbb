"""Fills on the chart: triangles at the candle, a dot at the exact price, a dotted link for a closed trade."""

from collections.abc import Iterable

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.ink import text_width
from echotrade_desktop.views.chart.parts import Arrowhead, Dot, Frame, Link, Part, Text
from echotrade_desktop.views.chart.specs import MarkerKind, MarkerSpec
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION, MEDIUM
from echotrade_desktop.views.models.candles import Bar, CandleSeries

_AWAY, _ROW = 5.0, 26.0
_NEAR = 9.0
_MOST_ROWS = 6


def marker_parts(viewport: Viewport, markers: Iterable[MarkerSpec], series: CandleSeries) -> list[Part]:
    """The markers in view, each at the candle that contains its moment; several at one candle stand in a row."""
    links: list[Part] = []
    parts: list[Part] = []
    taken: dict[tuple[MarkerKind, int], list[tuple[float, float]]] = {}
    for marker in markers:
        x = viewport.candle_x(marker.at)
        links += _link(viewport, marker, x)
        if not -40 <= x <= viewport.width + 40:
            continue
        row = _free_row(taken, marker, x)
        parts += _marker(viewport, marker, x, _bar_of(series, viewport, marker), row)
    return links + parts


def _free_row(taken: dict[tuple[MarkerKind, int], list[tuple[float, float]]], marker: MarkerSpec, x: float) -> int:
    """The row nearest to the candle in which a marker and its words cover no other's."""
    money = fmt.money(marker.pnl, signed=True) if marker.pnl is not None else ""
    half = max(_NEAR, (text_width(f"{marker.label}  {money}", CAPTION, MEDIUM) + 8) / 2)
    for row in range(_MOST_ROWS):
        spans = taken.setdefault((marker.kind, row), [])
        if all(x + half <= left or x - half >= right for left, right in spans):
            break
    spans.append((x - half, x + half))
    return row


def marker_at(viewport: Viewport, markers: Iterable[MarkerSpec], x: float, y: float) -> MarkerSpec | None:
    """The marker whose fill is under a point."""
    for marker in markers:
        if abs(viewport.candle_x(marker.at) - x) <= _NEAR and abs(viewport.y_of(float(marker.price)) - y) <= _NEAR:
            return marker
    return None


def _bar_of(series: CandleSeries, viewport: Viewport, marker: MarkerSpec) -> Bar | None:
    moment = marker.at.timestamp()
    index = series.index_at(moment)
    if index < 0:
        return None
    bar = series.bar(index)
    return bar if moment < bar.time + viewport.seconds else None


def _marker(viewport: Viewport, marker: MarkerSpec, x: float, bar: Bar | None, row: int) -> list[Part]:
    price = float(marker.price)
    low, high = (min(bar.low, price), max(bar.high, price)) if bar else (price, price)
    dot = Dot(x, viewport.y_of(price), 2.5, "text", "ground")
    if marker.kind is MarkerKind.ENTRY:
        role = "up" if marker.side is Side.LONG else "down"
        tip = viewport.y_of(low) + _AWAY + row * _ROW
        label = Text(x, tip + 16, marker.label, "text2", CAPTION, MEDIUM, 0)
        veil = Frame(label.left - 3, tip + 8, label.width + 6, 16, "veil")
        return [dot, Arrowhead(x, tip, True, role), *((veil, label) if marker.label else ())]
    tip = viewport.y_of(high) - _AWAY - row * _ROW
    return [dot, Arrowhead(x, tip, False, "text"), *_result(marker, x, tip - 16)]


def _result(marker: MarkerSpec, x: float, middle: float) -> list[Part]:
    money = fmt.money(marker.pnl, signed=True) if marker.pnl is not None else ""
    role = "text2" if not marker.pnl else "up_text" if marker.pnl > 0 else "down_text"
    pieces = [text for text in (marker.label, money) if text]
    widths = [text_width(text, CAPTION, MEDIUM) for text in pieces]
    left = x - (sum(widths) + 6 * (len(pieces) - 1)) / 2
    parts: list[Part] = [Frame(left - 3, middle - 8, sum(widths) + 6 * len(pieces), 16, "veil")] if pieces else []
    for text, width in zip(pieces, widths, strict=True):
        parts.append(Text(left, middle, text, role if money else "text2", CAPTION, MEDIUM))
        left += width + 6
    return parts


def _link(viewport: Viewport, marker: MarkerSpec, x: float) -> list[Part]:
    if marker.opened_at is None or marker.opened_price is None:
        return []
    start = viewport.candle_x(marker.opened_at)
    if max(start, x) < 0 or min(start, x) > viewport.width:
        return []
    return [Link(start, viewport.y_of(float(marker.opened_price)), x, viewport.y_of(float(marker.price)))]
