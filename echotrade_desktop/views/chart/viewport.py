"""Where time and price lie on the plot: one immutable value that every part of the chart paints and reads from.

Across runs "chart time": epoch seconds over the timeframe's length, so one candle is one unit. Up runs the price, or
its decimal logarithm on a log scale. Pixels are logical, from the plot's top left corner.
"""

import math
from dataclasses import dataclass, replace
from datetime import datetime

NARROWEST, WIDEST = 0.002, 120.0
"""The least and the most logical pixels a candle may take."""
DEFAULT_STEP = 9.0
FUTURE = 280.0
"""Empty pixels to the right of the newest candle, for zones and labels."""
_EVEN_FROM = 3
_LABELS = 236.0
_TOP_ROOM, _BOTTOM_ROOM = 56.0, 0.17


@dataclass(frozen=True, slots=True)
class Viewport:
    """What of the market the plot shows."""

    width: float = 600.0
    height: float = 400.0
    seconds: int = 900
    step: float = DEFAULT_STEP
    right: float = 0.0
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    dpr: float = 1.0
    panes: float = 0.0
    """Pixels between the plot and the time axis, for indicators with their own scale."""

    @property
    def axis_top(self) -> float:
        """The pixel where the time axis begins."""
        return self.height + self.panes

    @property
    def left(self) -> float:
        """Chart time at the left edge."""
        return self.right - self.width / self.step

    @property
    def begin(self) -> float:
        """Epoch seconds at the left edge."""
        return self.left * self.seconds

    @property
    def end(self) -> float:
        """Epoch seconds at the right edge."""
        return self.right * self.seconds

    def x_of(self, time: float | datetime) -> float:
        """The pixel of a moment (epoch seconds, or an aware datetime)."""
        seconds = time.timestamp() if isinstance(time, datetime) else time
        return self.width - (self.right - seconds / self.seconds) * self.step

    def candle_x(self, time: float | datetime) -> float:
        """The pixel of the middle of the candle that contains a moment."""
        seconds = time.timestamp() if isinstance(time, datetime) else time
        return self.width - (self.right - math.floor(seconds / self.seconds) - 0.5) * self.step

    def time_at(self, x: float) -> float:
        """Epoch seconds at a pixel."""
        return (self.right - (self.width - x) / self.step) * self.seconds

    def up(self, price: float) -> float:
        """The price on the scale: itself, or its logarithm."""
        return math.log10(price) if self.log else price

    def y_of(self, price: float) -> float:
        """The pixel of a price."""
        if self.log and price <= 0:
            return self.height * 2
        return (self.high - self.up(price)) / (self.high - self.low) * self.height

    def price_at(self, y: float) -> float:
        """The price at a pixel."""
        scale = self.high - y / self.height * (self.high - self.low)
        return 10**scale if self.log else scale

    def resized(self, width: float, height: float, dpr: float, panes: float = 0.0) -> "Viewport":
        """Another size, `panes` of its height for indicators: the right edge and the candles' width stay."""
        plot = max(1.0, height - panes)
        return replace(self, width=max(1.0, width), height=plot, dpr=dpr, panes=panes).snapped()

    def panned(self, pixels: float) -> "Viewport":
        """Dragged by pixels: to the right shows what was earlier."""
        return replace(self, right=self.right - pixels / self.step).snapped()

    def zoomed(self, factor: float, anchor: float) -> "Viewport":
        """Wider candles (factor above 1) or narrower; what lies at the pixel `anchor` stays there."""
        step = _even_step(self.step * factor, self.dpr, grow=factor > 1, was=self.step)
        kept = self.right - (self.width - anchor) / self.step
        return replace(self, step=step, right=kept + (self.width - anchor) / step).snapped()

    def at_newest(self, time: float) -> "Viewport":
        """The newest candle in view, with room for the future to its right."""
        room = min(FUTURE, max(0.28 * self.width, min(_LABELS, 0.5 * self.width)))
        return replace(self, right=time / self.seconds + 1 + room / self.step).snapped()

    def at_time(self, time: float, x: float) -> "Viewport":
        """A moment at a pixel."""
        return replace(self, right=time / self.seconds + (self.width - x) / self.step).snapped()

    def with_prices(self, low: float, high: float) -> "Viewport":
        """The price range that leaves room above for the legend and below for the volume; 0 < `low` ≤ `high`."""
        bottom, top = self.up(low), self.up(high)
        if top - bottom <= 1e-9 * max(abs(top), 1e-9):  # a flat market still has a scale
            spread = 0.005 if self.log else max(abs(top) * 0.005, 1e-9)
            bottom, top = bottom - spread, top + spread
        above = min(_TOP_ROOM, 0.2 * self.height) / self.height
        span = (top - bottom) / (1 - above - _BOTTOM_ROOM)
        return replace(self, low=bottom - span * _BOTTOM_ROOM, high=top + span * above)

    def on_scale(self, log: bool) -> "Viewport":
        """The same prices on a logarithmic scale, or on a linear one."""
        if log is self.log:
            return self
        low, high = max(self.price_at(self.height), 1e-9), max(self.price_at(0), 2e-9)
        there = replace(self, log=log)
        return replace(there, low=there.up(low), high=there.up(high))

    def with_seconds(self, seconds: int) -> "Viewport":
        """The same in candles of another length; the time must be set after."""
        return replace(self, seconds=seconds)

    def shifted(self, pixels: float) -> "Viewport":
        """The prices moved down by pixels."""
        move = pixels / self.height * (self.high - self.low)
        return replace(self, low=self.low + move, high=self.high + move)

    def stretched(self, factor: float) -> "Viewport":
        """The price range taller (factor above 1) or flatter around its middle."""
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2 * factor
        if not 1e-12 < half < 1e12:
            return self
        return replace(self, low=middle - half, high=middle + half)

    def including(self, price: float) -> "Viewport":
        """The price range stretched just so far that a price is clear of the edges."""
        place, room = self.up(price), 0.08 * (self.high - self.low)
        return replace(self, low=min(self.low, place - room), high=max(self.high, place + room))

    def shows_price(self, price: float) -> bool:
        """Whether a price lies between the edges."""
        return 0 <= self.y_of(price) <= self.height

    def shows(self, time: float) -> bool:
        """Whether a moment lies between the edges."""
        return self.begin <= time < self.end

    def snapped(self) -> "Viewport":
        """Itself, moved a little: slots begin on whole device pixels, so that each candle is as wide as the next."""
        device = self.step * self.dpr
        if device < _EVEN_FROM:
            return self
        edge = self.width * self.dpr
        return replace(self, right=(edge - round(edge - self.right * device)) / device)


def _even_step(step: float, dpr: float, grow: bool, was: float) -> float:
    """A step of whole device pixels when they are wide enough to tell, and at least one pixel from where it was."""
    step = min(max(step, NARROWEST), WIDEST)
    if step * dpr < _EVEN_FROM:
        return step
    even = round(step * dpr)
    if even == round(was * dpr) and was * dpr >= _EVEN_FROM:
        even += 1 if grow else -1
    return min(even / dpr, WIDEST)
