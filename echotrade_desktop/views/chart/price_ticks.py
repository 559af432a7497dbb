"""Round prices for the price axis."""

import math

from echotrade_desktop.views.chart.viewport import Viewport

_ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def price_ticks(viewport: Viewport, spacing: float = 38.0) -> list[float]:
    """Round prices in view, from the top, about `spacing` pixels or more apart."""
    top, bottom = viewport.price_at(0), viewport.price_at(viewport.height)
    if not top > bottom or not math.isfinite(top):
        return []
    if viewport.log:
        return _log_ticks(viewport, top, bottom, spacing)
    step = round_step((top - bottom) * spacing / viewport.height)
    first = math.floor(top / step)
    count = min(200, int((top - bottom) / step) + 1)
    return [price for i in range(count) if bottom <= (price := (first - i) * step) <= top]


def round_step(least: float) -> float:
    """The smallest of 1, 2, 2.5 and 5 times a power of ten that is at least `least`, which is above zero."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(factor * power for factor in _ROUND if factor * power >= least * (1 - 1e-9))


def _log_ticks(viewport: Viewport, top: float, bottom: float, spacing: float) -> list[float]:
    """On a log scale each next price is found from the room the last one leaves."""
    found: list[float] = []
    price = top
    while price > bottom and len(found) < 200:
        y = viewport.y_of(price) + (spacing if found else 0)
        below = viewport.price_at(y)
        here = viewport.price_at(y + spacing)
        step = round_step(max(below - here, 1e-12))
        price = math.floor(below / step) * step
        if found and price >= found[-1]:
            break
        if price >= bottom and price > 0:
            found.append(price)
        if price <= 0:
            break
    return found
