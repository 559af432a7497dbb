"""Which of many followed things a price concerns: asked at every tick, so "none" has to cost nothing."""

import heapq
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from echotrade_desktop.engine.domain.market import Ticker

Bound = TypeVar("Bound", Decimal, datetime)
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Calm:
    """What concerns nobody: a price strictly between two (None: no bound on that side), before a time."""

    above: Decimal | None
    below: Decimal | None
    until: datetime = NEVER

    def covers(self, ticker: Ticker) -> bool:
        """Whether a price concerns nobody, nor do its bid and its ask."""
        return (
            (self.above is None or self.above < ticker.bid)
            and ticker.bid <= ticker.price <= ticker.ask
            and (self.below is None or ticker.ask < self.below)
            and ticker.timestamp < self.until
        )


class Alarms:
    """The alarms of one symbol, each with a key. What has become due is gone, and is set anew by whoever wants it."""

    def __init__(self) -> None:
        self._number = 0
        self._set: dict[str, int] = {}  # the number of the alarm that counts for a key; older ones are passed over
        self._falls: list[tuple[Decimal, int, str]] = []  # negated: the highest first
        self._rises: list[tuple[Decimal, int, str]] = []
        self._times: list[tuple[datetime, int, str]] = []

    def __len__(self) -> int:
        """Return how many keys have an alarm."""
        return len(self._set)

    def put(self, key: str, calm: Calm) -> None:
        """Wake `key` at the first price or time that is not calm, in place of what was set before."""
        self._number += 1
        self._set[key] = self._number
        if calm.above is not None:
            heapq.heappush(self._falls, (-calm.above, self._number, key))
        if calm.below is not None:
            heapq.heappush(self._rises, (calm.below, self._number, key))
        heapq.heappush(self._times, (calm.until, self._number, key))

    def drop(self, key: str) -> None:
        """Forget a key; nothing happens when it is not there."""
        self._set.pop(key, None)

    def calm(self) -> Calm:
        """Return what is due for none of them."""
        above = -self._falls[0][0] if self._falls else None
        below = self._rises[0][0] if self._rises else None
        return Calm(above, below, self._times[0][0] if self._times else NEVER)

    def due(self, price: Decimal, now: datetime) -> list[str]:
        """Return whom a price concerns, in the order in which the alarms were set."""
        due: dict[int, str] = {}
        self._take(self._falls, -price, due)
        self._take(self._rises, price, due)
        self._take(self._times, now, due)
        for key in due.values():
            del self._set[key]
        return [due[number] for number in sorted(due)]

    def _take(self, heap: list[tuple[Bound, int, str]], reached: Bound, due: dict[int, str]) -> None:
        while heap and heap[0][0] <= reached:
            _, number, key = heapq.heappop(heap)
            if self._set.get(key) == number:
                due[number] = key
