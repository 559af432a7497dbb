"""The measure: a box between two points, with what lies between them."""

from dataclasses import dataclass
from datetime import timedelta

from echotrade_desktop.views.chart.axis_parts import price_text, sharp
from echotrade_desktop.views.chart.parts import Frame, Part, Rule, Text, Tint
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, REGULAR
from echotrade_desktop.views.format import MINUS, THIN
from echotrade_desktop.views.numerals import written
from echotrade_desktop.views.translation import tr

_PAD, _ROW = 10, 18


@dataclass(frozen=True, slots=True)
class Measure:
    """From one moment and price to another; times in epoch seconds. It stays where it is when the chart moves."""

    time: float
    price: float
    end_time: float
    end_price: float


def measure_words(measure: Measure, seconds: int, decimals: int) -> tuple[str, str]:
    """What lies between the two points: price and percent, candles and time."""
    change = measure.end_price - measure.price
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    share = abs(change / measure.price) * 100 if measure.price else 0.0
    bars = round((measure.end_time // seconds) - (measure.time // seconds))
    span = timedelta(seconds=abs(bars) * seconds)
    count = f"{MINUS if bars < 0 else ''}{abs(bars)} {tr('bar') if abs(bars) == 1 else tr('bars')}"
    return (
        f"{sign}{price_text(abs(change), decimals)}  {sign}{written(f'{share:.2f}')}{THIN}%",
        f"{count}  {_span_text(span)}",
    )


def measure_parts(measure: Measure, viewport: Viewport, decimals: int) -> list[Part]:
    """The box, its middle lines, and the words beside the end that the hand has."""
    x1, x2 = (sharp(viewport.candle_x(time), viewport.dpr) for time in (measure.time, measure.end_time))
    y1, y2 = (sharp(viewport.y_of(price), viewport.dpr) for price in (measure.price, measure.end_price))
    left, top, width, height = min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)
    rising = measure.end_price >= measure.price
    role = "up" if rising else "down"
    parts: list[Part] = [
        Tint(left, top, width, height, "profit" if rising else "loss"),
        Rule(left, y1, width, role, dash=(3.0, 3.0)),
        Rule(left, y2, width, role),
        Rule(x2, top, height, role, vertical=True),
    ]
    first, second = measure_words(measure, viewport.seconds, decimals)
    head = Text(0, 0, first, f"{role}_text", BASE, MEDIUM)
    foot = Text(0, 0, second, "text2", CAPTION, REGULAR)
    wide, tall = round(max(head.width, foot.width)) + 2 * _PAD, 2 * _ROW + 8
    x = round(min(max(x2 - wide / 2, 8), max(8, viewport.width - wide - 8)))
    y = round(y2 - tall - 8 if rising else y2 + 8)
    y = round(min(max(y, 4), max(4, viewport.height - tall - 4)))
    parts.append(Frame(x, y, wide, tall, "raised", "line", radius=8, shadow=True))
    parts.append(Text(x + _PAD, y + 4 + _ROW / 2, first, head.role, BASE, MEDIUM))
    parts.append(Text(x + _PAD, y + 4 + _ROW * 1.5, second, foot.role, CAPTION))
    return parts


def _span_text(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    told = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return " ".join(told[:2]) or tr("0 min")
