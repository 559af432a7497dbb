"""Which prices the chart shows by itself: the candles in view, and the lines that are not too far from them."""

from collections.abc import Set as AbstractSet

from echotrade_desktop.views.chart.candle_item import level_of
from echotrade_desktop.views.chart.line_book import Line, LineBook
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import HIGH, LOW, CandleSeries

MOST_STRETCH = 1.5
"""How many times the candles' own range is given to targets above, and again below."""
STOP_REACH = 0.04
"""How far from the candles, as a share of the price, an entry or a stop is still in sight: it must be there to drag."""


def visible_range(
    series: CandleSeries, viewport: Viewport, book: LineBook, reached: AbstractSet[str] = frozenset()
) -> tuple[float, float] | None:
    """The lowest and the highest price to show, with the lines whose keys are `reached` however far they are.

    None when there is no candle in view.
    """
    first, last = series.slice_between(viewport.begin - viewport.seconds, viewport.end)
    if last <= first:
        return None
    columns = series.window(first, last, level_of(viewport.step * viewport.dpr))
    low, high = float(columns[LOW].min()), float(columns[HIGH].max())
    room = max(high - low, high * 0.004) * MOST_STRETCH
    near = [
        price
        for line in book
        for price in (float(line.shown), float(line.spec.price))
        if line.spec.key in reached or _is_near(line, price, low, high, room)
    ]
    return min([low, *near]), max([high, *near])


def _is_near(line: Line, price: float, low: float, high: float, room: float) -> bool:
    if low - room <= price <= high + room:
        return True
    must_be_seen = line.spec.kind.is_stop or line.spec.kind.is_entry
    return must_be_seen and low * (1 - STOP_REACH) <= price <= high * (1 + STOP_REACH)
