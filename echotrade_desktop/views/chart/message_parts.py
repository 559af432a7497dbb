"""A sentence over the plot: why a line sprang back, that older candles are on their way."""

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.ink import text_width
from echotrade_desktop.views.chart.parts import Frame, Icon, Part, Text
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import CAPTION, MEDIUM, REGULAR
from echotrade_desktop.views.translation import tr

_ROW, _WIDEST = 18, 460


def message_parts(sentence: str, viewport: Viewport) -> list[Part]:
    """The sentence in a card at the bottom of the plot, in as many rows as it needs."""
    if not sentence:
        return []
    rows = _rows(fmt.plain(sentence, 240), min(_WIDEST, viewport.width - 32) - 48)
    width = round(max(text_width(row, CAPTION, MEDIUM) for row in rows)) + 48
    height = len(rows) * _ROW + 14
    left, top = round((viewport.width - width) / 2), round(viewport.height - height - 16)
    parts: list[Part] = [
        Frame(left, top, width, height, "raised", "line", radius=8, shadow=True),
        Icon(left + 12, top + 9, 14, "warning-circle", "warning_text"),
    ]
    parts += [Text(left + 34, top + 7 + _ROW * (i + 0.5), row, "text", CAPTION, MEDIUM) for i, row in enumerate(rows)]
    return parts


def loading_parts(viewport: Viewport, x: float) -> list[Part]:
    """That older candles are on their way, left of the oldest one there is."""
    return _left_of(tr("Loading earlier candles …"), viewport, x)


def full_parts(viewport: Viewport, x: float) -> list[Part]:
    """That the chart goes back no further, left of the oldest candle there is."""
    return _left_of(tr("For earlier candles choose a longer timeframe"), viewport, x)


def _left_of(text: str, viewport: Viewport, x: float) -> list[Part]:
    width = round(text_width(text, CAPTION, REGULAR))
    left = max(8, min(x - width - 16, viewport.width - width - 8))
    return [Text(left, viewport.height / 2, text, "text3", CAPTION)]


def _rows(sentence: str, room: float) -> list[str]:
    rows: list[str] = []
    for word in sentence.split():
        if rows and text_width(f"{rows[-1]} {word}", CAPTION, MEDIUM) <= room:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows or [""]
