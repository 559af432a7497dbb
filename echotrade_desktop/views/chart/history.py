"""When to ask for older candles: once for each oldest one, a screen ahead of the edge."""

from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import MOST_CANDLES


class History:
    """Remembers what was asked for and whether there is more."""

    def __init__(self) -> None:
        self._asked: float | None = None
        self._exhausted = False
        self._failed_at: float | None = None
        self.full = False
        """Whether the chart keeps as many candles as it may."""

    @property
    def waiting(self) -> bool:
        """Whether older candles have been asked for and have not come."""
        return self._asked is not None

    def wanted(self, viewport: Viewport, first: float | None, count: int = 0) -> float | None:
        """The moment (epoch seconds) before which candles are wanted now; None when not, or when already asked.

        `count` is how many there are: beyond `MOST_CANDLES` no more are asked for.
        """
        self.full = count >= MOST_CANDLES
        if first is None or self.full or self._exhausted or self._asked is not None:
            return None
        ahead = viewport.width / viewport.step * viewport.seconds
        if viewport.begin - ahead > first:
            return None
        if self._failed_at is not None and abs(viewport.begin - self._failed_at) < ahead / 2:
            return None
        self._asked = first
        return first

    def failed(self, viewport: Viewport) -> None:
        """The candles asked for do not come; they are asked for again when the view has moved on by half its width."""
        if self._asked is not None:
            self._asked, self._failed_at = None, viewport.begin

    def answered(self, any_older: bool) -> None:
        """The candles asked for have come; when none did, there are no older ones."""
        self._asked = None
        self._exhausted = not any_older
