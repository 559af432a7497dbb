"""Stretches of time in which nothing is opened, as bands behind the candles."""

from collections.abc import Iterable

from echotrade_desktop.views.chart.parts import Part, Rule, Text, Tint
from echotrade_desktop.views.chart.specs import ShadeSpec
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION

_LEAST = 1.0
_FOOT, _STRIP = 11.0, 2.0


def shade_parts(viewport: Viewport, shades: Iterable[ShadeSpec], now: float | None) -> list[Part]:
    """The bands in view, each with why at its foot where there is room; one that lasts ends at `now` (epoch s)."""
    parts: list[Part] = []
    for shade in shades:
        until = shade.end if shade.end is not None else now
        if until is None:
            continue
        left = max(0.0, round(viewport.x_of(shade.begin)))
        right = min(viewport.width, round(viewport.x_of(until)))
        if right - left < _LEAST:
            continue
        parts.append(Tint(left, 0, right - left, viewport.height, shade.role))
        parts.append(Rule(left, viewport.height - _STRIP, right - left, f"{shade.role}_edge", width=_STRIP))
        words = Text(left + 6, viewport.height - _FOOT, shade.label, f"{shade.role}_text", CAPTION)
        if words.width + 12 <= right - left:
            parts.append(words)
    return parts
