"""One time for several processes: the machine's own, so many times as fast, from a common start."""

import time
from datetime import datetime, timedelta

from echotrade_desktop.engine.runtime import ScaledClock
from tests.fakes.clock import START


class SharedClock(ScaledClock):
    """A scaled clock whose beginning is given, so that every process that knows it reads the same time.

    On a real account there is only the machine's own clock: this one is made by tests alone.
    """

    def __init__(self, speed: float, began: float, start: datetime = START) -> None:
        """`began` is the reading of `time.monotonic` at `start`."""
        super().__init__(speed, start=start)
        self._offset = (self._base.monotonic() - began) * speed
        self.speed = speed

    def monotonic(self) -> float:
        """Return scaled seconds since the common start."""
        return super().monotonic() + self._offset

    def now(self) -> datetime:
        """Return the common time."""
        return self._start + timedelta(seconds=self.monotonic())


def beginning() -> float:
    """Return what `began` is for a time that starts now."""
    return time.monotonic()
