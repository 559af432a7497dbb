"""After a sleep, or when the clock was moved, everything is looked up again."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from echotrade_desktop.engine.wake import ASLEEP_AFTER_S, WakeWatch
from tests.fakes.clock import START


class TwoHands:
    """A clock whose counter and whose face can be moved apart: each entry is what a second brings to both."""

    def __init__(self, *steps: tuple[float, float]) -> None:
        self._steps = list(steps)
        self._counter = 0.0
        self._face = START

    def now(self) -> datetime:
        return self._face

    def monotonic(self) -> float:
        return self._counter

    async def sleep(self, seconds: float) -> None:
        if not self._steps:
            raise asyncio.CancelledError
        counter, face = self._steps.pop(0)
        self._counter += counter
        self._face += timedelta(seconds=face)


@pytest.mark.parametrize(
    ("steps", "noticed"),
    [
        ([(1, 1), (1.5, 1.5), (5, 5)], []),  # a busy machine
        ([(1, 1), (3601, 3601), (1, 1)], [3600]),  # slept, and the counter tells
        ([(1, 1), (1, 3601), (1, 1)], [3600]),  # slept, and only the clock tells
        ([(1, 1), (1, -3599), (1, 1)], [0]),  # the clock was set back
        ([(7, 7), (1, 1), (7, 7)], [6, 6]),
    ],
)
async def test_a_jump_of_either_hand_is_noticed_once(steps, noticed):
    seen: list[float] = []
    with suppress(asyncio.CancelledError):
        await WakeWatch(TwoHands(*steps), seen.append).run()
    assert seen == noticed
    assert all(seconds >= ASLEEP_AFTER_S or seconds == 0 for seconds in seen)
