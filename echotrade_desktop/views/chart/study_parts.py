"""The panes of indicators: their frames, guides and scales, and what every curve says at the candle looked at."""

from collections.abc import Sequence

import numpy as np

from echotrade_desktop.views.chart.axis_parts import GUTTER, price_text, sharp
from echotrade_desktop.views.chart.curve_layer import Band
from echotrade_desktop.views.chart.legend_parts import LEFT
from echotrade_desktop.views.chart.parts import Part, Rule, Text
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION, MEDIUM, REGULAR
from echotrade_desktop.views.models.indicators import Study

PANE = 84.0
"""How tall a pane is, in pixels."""
_THIRD = 64.0
_HEAD = 22.0
_GUIDES = {"rsi": (70.0, 30.0), "macd": (0.0,)}


def pane_height(count: int, height: float) -> float:
    """How tall each of `count` panes is on a chart of this height: the candles keep at least half of it."""
    return min(PANE, height / 2 / count) if count else 0.0


def bands_of(viewport: Viewport, overlays: Sequence[Study], panes: Sequence[Study], span: slice) -> tuple[Band, ...]:
    """Where each study is drawn; a pane's scale holds what its study says within `span` (indices of candles)."""
    bands = [Band(s, 0, viewport.height, viewport.high, viewport.low, viewport.log) for s in overlays]
    tall = viewport.panes / len(panes) if panes else 0.0
    for place, study in enumerate(panes):
        top = viewport.height + place * tall
        low, high = _scale(study, span)
        bands.append(Band(study, top + _HEAD, top + tall - 6, high, low))
    return tuple(bands)


def _scale(study: Study, span: slice) -> tuple[float, float]:
    if study.indicator.key == "rsi":
        return 0.0, 100.0
    values = study.values[:, span]
    known = values[np.isfinite(values)]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    if "bars" in study.indicator.roles:
        high = max(abs(low), abs(high))
        low = -high
    room = max((high - low) * 0.08, 1e-12, abs(high) * 1e-9)
    return low - room, high + room


def study_parts(viewport: Viewport, bands: Sequence[Band], index: int, decimals: int) -> list[Part]:
    """Frames and guides of the panes, and the values of all studies at the candle `index`."""
    parts: list[Part] = []
    x = LEFT
    for band in bands:
        if band.study.indicator.pane:
            parts += _frame(viewport, band, decimals)
            _values(parts, band.study, LEFT, band.top - _HEAD / 2, index, decimals, viewport.width - 8)
        else:
            x = _values(parts, band.study, x, _THIRD, index, decimals, viewport.width - 8) + 6
    return parts


def _frame(viewport: Viewport, band: Band, decimals: int) -> list[Part]:
    width = viewport.width
    parts: list[Part] = [Rule(0, sharp(band.top - _HEAD, viewport.dpr), width + GUTTER, "line")]
    key = band.study.indicator.key
    for value in _GUIDES.get(key, ()):
        y = sharp(float(band.y_of(np.array([value]))[0]), viewport.dpr)
        parts.append(Rule(0, y, width, "line", dash=(3.0, 3.0)))
        if key == "rsi":
            parts.append(Text(width + GUTTER - 12, y, f"{value:.0f}", "text3", CAPTION, REGULAR, 1))
    if key != "rsi":
        top = price_text(band.high, decimals)
        parts.append(Text(width + GUTTER - 12, band.top + 4, top, "text3", CAPTION, REGULAR, 1))
    return parts


def _values(parts: list[Part], study: Study, x: float, y: float, index: int, decimals: int, room: float) -> float:
    """Write a study's name and its values, each in its curve's colour; answers where the writing ends."""
    name = Text(x, y, study.indicator.label, "text2", CAPTION)
    if name.x + name.width > room:
        return x
    parts.append(name)
    x = name.x + name.width + 6
    if not 0 <= index < study.values.shape[1]:
        return x
    places = 1 if study.indicator.key == "rsi" else decimals
    for role, value in zip(study.indicator.roles, study.values[:, index].tolist(), strict=True):
        told = price_text(value, places) if np.isfinite(value) else "–"
        tone = role if role != "bars" else "up_text" if value >= 0 else "down_text"
        figure = Text(x, y, told, f"{role}_text" if role.startswith("curve") else tone, CAPTION, MEDIUM)
        if figure.x + figure.width > room:
            break
        parts.append(figure)
        x = figure.x + figure.width + 8
    return x
