"""Whether Binance can be reached: when it cannot, one attempt at a time, further and further apart.

Everything that looks or waits shares this, so that an hour without Binance is some seventy attempts and not thousands.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.domain.ports import Clock

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 60.0
TRIED_WITHIN_S = 10.0  # then an attempt counts as over, whoever made it


class Reach:
    """Counts failures in a row. A failure before the wait of the last one is over counts as the same."""

    def __init__(self, clock: Clock, rng: random.Random | None = None) -> None:
        self._clock = clock
        self._rng = rng or random.Random()
        self._turn = asyncio.Lock()
        self.failures = 0
        self._retry_at = 0.0  # monotonic seconds
        self._being_tried = False

    @property
    def wait(self) -> float:
        """Seconds until the next attempt is due; 0 when Binance can be reached or it is due."""
        return max(0.0, self._retry_at - self._clock.monotonic()) if self.failures else 0.0

    def succeeded(self) -> None:
        """Binance answered, whatever it said."""
        self.failures = 0
        self._being_tried = False

    def failed(self) -> None:
        """Nobody was there."""
        if self.wait > 0 and not self._being_tried:
            return
        self._being_tried = False
        self.failures += 1
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self.failures - 1, 16))
        self._retry_at = self._clock.monotonic() + longest * self._rng.uniform(0.95, 1.0)

    def check(self, who: str) -> None:
        """Raise `Trouble` while the next attempt is not due, or somebody makes it; else the caller makes it."""
        if self.wait > 0:
            sentence = f"{who} cannot be reached; nothing was sent. EchoTrade tries again in {self.wait:.0f} s."
            raise Trouble(Verdict.UNREACHED, sentence, None, self.wait)
        if self.failures:
            self._being_tried = True
            self._retry_at = self._clock.monotonic() + TRIED_WITHIN_S

    async def regain(self, attempt: Callable[[], Awaitable[object]]) -> None:
        """Return once Binance can be reached; of all who wait, one makes the attempts."""
        while self.failures:
            if self.wait > 0:
                await self._clock.sleep(self.wait)
                continue
            async with self._turn:
                if self.failures and self.wait == 0:
                    with suppress(Trouble):
                        await attempt()
