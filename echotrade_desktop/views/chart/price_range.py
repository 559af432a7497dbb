"""Which prices the chart shows by itself: the candles in view, and the lines that are not too far from them."""

from echotrade_desktop.views.chart.candle_item import level_of
from echotrade_desktop.views.chart.line_book import LineBook
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import HIGH, LOW, CandleSeries

MOST_STRETCH = 1.5
"""How many times the candles' own range is given to lines above, and again below."""


def visible_range(series: CandleSeries, viewport: Viewport, book: LineBook) -> tuple[float, float] | None:
    """The lowest and the highest price to show; None when there is no candle in view."""
    first, last = series.slice_between(viewport.begin - viewport.seconds, viewport.end)
    if last <= first:
        return None
    columns = series.window(first, last, level_of(viewport.step * viewport.dpr))
    low, high = float(columns[LOW].min()), float(columns[HIGH].max())
    room = max(high - low, high * 0.004) * MOST_STRETCH
    lines = [price for line in book for price in (float(line.shown), float(line.spec.price))]
    near = [price for price in lines if low - room <= price <= high + room]
    return min([low, *near]), max([high, *near])
