"""What somebody did to the simulated market on purpose: jumps, crashes, prices steered to a level.

A bend adds to the log price of one coin (or of all) along a line through some points in time, and fades out in the
end. Bends can be kept in a file, so that history stays the same after a restart.
"""

import json
import logging
import os
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.noise import Floats

log = logging.getLogger(__name__)

KEPT_BENDS = 500


@dataclass(frozen=True, slots=True)
class Bend:
    """Added to the log price: `values` at `times` (Unix seconds, ascending), nothing before and after.

    `symbol` None bends every coin.
    """

    symbol: str | None
    times: tuple[float, ...]
    values: tuple[float, ...]


class Bends:
    """The bends of one market, the newest 500 of them; `memory` is the file that remembers them."""

    def __init__(self, memory: Path | None = None) -> None:
        self._memory = memory
        self._bends: deque[Bend] = deque(maxlen=KEPT_BENDS)
        self._anchors: dict[str, tuple[Floats, Floats]] = {}
        if memory is not None and memory.exists():
            self._load(memory)

    def add(self, bend: Bend) -> None:
        """Bend the market, and remember it."""
        self._bends.append(bend)
        if self._memory is not None:
            line = json.dumps({"symbol": bend.symbol, "times": bend.times, "values": bend.values})
            _append(self._memory, line)

    def anchor(self, symbol: str, times: Floats, values: Floats) -> None:
        """Hold a coin to a line for ever: `values` at `times` (whole minutes), level before and after them."""
        self._anchors[symbol] = (times, values)

    def at(self, symbol: str, seconds: Floats) -> Floats:
        """Return what all bends together add to the log price of `symbol` at each of these Unix times."""
        anchor = self._anchors.get(symbol)
        total = np.interp(seconds, *anchor) if anchor is not None else np.zeros(seconds.shape)
        for bend in self._of(symbol, float(seconds[0]), float(seconds[-1])):
            total += np.interp(seconds, bend.times, bend.values, left=0.0, right=0.0)
        return total

    def minutes_bent_inside(self, symbol: str, first: int, count: int) -> list[int]:
        """Return the minutes in which some line changes its direction: their candles are folded from ticks."""
        return sorted(
            {
                minute
                for bend in self._of(symbol, first * 60.0, (first + count) * 60.0)
                for time in bend.times
                if time % 60 and first <= (minute := int(time // 60)) < first + count
            }
        )

    def _of(self, symbol: str, start: float, end: float) -> Sequence[Bend]:
        return [
            bend
            for bend in self._bends
            if bend.symbol in (symbol, None) and bend.times[0] <= end and bend.times[-1] >= start
        ]

    def _load(self, memory: Path) -> None:
        for line in memory.read_text("utf-8", errors="replace").splitlines():
            try:
                kept = json.loads(line)
                bend = Bend(kept["symbol"], tuple(map(float, kept["times"])), tuple(map(float, kept["values"])))
            except (ValueError, KeyError, TypeError):
                log.warning("a line of %s cannot be read and is left out", memory.name)
                continue
            self._bends.append(bend)


def _append(path: Path, line: str) -> None:
    """Add a line to a file that only its owner may read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(line + "\n")
