"""Notices that the machine slept, that the app stood still, or that the clock was moved."""

import logging
from collections.abc import Callable
from datetime import datetime

from echotrade_desktop.engine.domain.ports import Clock

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
ASLEEP_AFTER_S = 5.0  # as old as a price may be: whatever was decided before rests on prices that are gone


class WakeWatch:
    """Calls `on_wake` with the seconds in which nothing was seen, soon after they are over."""

    def __init__(self, clock: Clock, on_wake: Callable[[float], None]) -> None:
        self._clock = clock
        self._on_wake = on_wake

    async def run(self) -> None:
        """Look once a second, for ever."""
        before, wall_before = self._clock.monotonic(), self._clock.now()
        while True:
            await self._clock.sleep(LOOK_EVERY_S)
            now, wall = self._clock.monotonic(), self._clock.now()
            self._look(now - before, _seconds(wall_before, wall))
            before, wall_before = now, wall

    def _look(self, passed: float, wall_passed: float) -> None:
        """Compare what passed on the machine's counter and on its clock with the second that was meant to pass."""
        missed = max(passed, wall_passed) - LOOK_EVERY_S
        if missed >= ASLEEP_AFTER_S:
            self._on_wake(missed)
        elif wall_passed < passed - ASLEEP_AFTER_S:
            log.warning("the machine's clock was set back by %.0f s", passed - wall_passed)
            self._on_wake(0.0)


def _seconds(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds()
