"""Running on and on, fifty times as fast: memory, tasks, timers and files stay where they are.

`python -m benchmarks.soak --seconds 3600` is the long form whose slope counts; the table's row is a short one.
"""

import argparse
import asyncio
import gc
import os
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.engine.compose import Recipe, Running, running
from echotrade_desktop.engine.domain.commands import ApproveSignal
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import Event, SignalQueued
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage, SignalStatus
from echotrade_desktop.engine.runtime import ScaledClock

SPEED = 50.0
SHORT_S, WARM_UP_SHARE, SAMPLE_S = 40.0, 0.4, 0.5
INSTRUMENT = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5))
CALL_EVERY_S = 300.0  # of the quick time: a busy channel
WARM_UP_CALL_EVERY_S = 20.0  # until everything that is kept in a bounded number is full
GOAL_MB_PER_HOUR = 1.0
COUNTED = ("tasks", "files")


@dataclass(frozen=True, slots=True)
class Sample:
    """How the process stood at a moment, `at` in real seconds."""

    at: float
    megabytes: float
    tasks: int
    timers: int
    files: int


class _Market:
    """A seeded walk, twice a second."""

    name, transport, simulated = "Soak", "simulated", True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rng = random.Random(7)
        self.price = Decimal(67_500)

    async def instruments(self) -> Sequence[Instrument]:
        return (INSTRUMENT,)

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        while True:
            self.price = INSTRUMENT.price_down(self.price * Decimal(1 + self._rng.gauss(0, 0.0005)))
            yield Ticker("BTC/USDT", self.price, self.price, self.price + INSTRUMENT.tick, self._clock.now())
            await self._clock.sleep(0.5)

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        raise MarketUnavailable("The soak market has no candles.")

    async def close(self) -> None:
        """Nothing is held."""


class _Calls:
    """A call every few seconds, long and short in turn."""

    name = "Soak"

    def __init__(self, clock: Clock, market: _Market, warm_up_s: float) -> None:
        self._clock = clock
        self._market = market
        self._warm_up_s = warm_up_s  # of the quick time

    async def messages(self) -> AsyncIterator[RawMessage]:
        number, warm = 0, self._clock.monotonic() + self._warm_up_s
        while True:
            is_warm = self._clock.monotonic() >= warm
            await self._clock.sleep(CALL_EVERY_S if is_warm else WARM_UP_CALL_EVERY_S)
            number += 1
            price, now = self._market.price, self._clock.now()
            stop = INSTRUMENT.price_down(price * Decimal("0.996"))
            text = f"BTC LONG {price} SL {stop} TP {INSTRUMENT.price_down(price * Decimal('1.004'))}"
            yield RawMessage(-1, number, 0, now, now, number % 7 + 1, f"Trader {number % 7}", text)

    async def close(self) -> None:
        """Nothing is held."""


def run() -> list[dict[str, Any]]:
    """Soak for a short while and return the rows; the slope of so short a run is only shown."""
    samples = asyncio.run(_soak(SHORT_S))
    return [
        {"name": f"memory slope over {SHORT_S:.0f} s at × 50", "value": slope(samples), "unit": "MB/h"},
        *({"name": f"{what}, grown by", "value": grown(samples, what), "unit": what, "goal": 0} for what in COUNTED),
    ]


async def _soak(seconds: float) -> list[Sample]:
    clock = ScaledClock(SPEED)
    market = _Market(clock)
    calls = _Calls(clock, market, seconds * WARM_UP_SHARE * SPEED)
    limits = RiskLimits(max_daily_loss=Decimal(1), max_drawdown=Decimal(1))
    samples: list[Sample] = []
    with TemporaryDirectory() as folder:
        recipe = Recipe(Path(folder), limits, clock=clock, market=market, sources=(calls,))
        async with running(recipe) as parts:
            parts.outbox.subscribe(_approver(parts))
            began = time.monotonic()
            while (at := time.monotonic() - began) < seconds:
                await asyncio.sleep(SAMPLE_S)
                if at >= seconds * WARM_UP_SHARE:
                    samples.append(_sample(at))
    return samples


def _approver(parts: Running) -> Any:
    def approve(event: Event) -> None:
        if isinstance(event, SignalQueued) and event.queued.status is SignalStatus.PENDING and event.queued.sizing:
            signal = event.queued.signal
            parts.engine.submit(ApproveSignal(signal.signal_id, signal.version, event.queued.sizing.quantity))

    return approve


def _sample(at: float) -> Sample:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    tasks = sum(1 for task in asyncio.all_tasks() if not task.done())
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    timers = sum(1 for handle in asyncio.get_running_loop()._scheduled if not handle.cancelled())  # type: ignore[attr-defined]
    return Sample(at, pages * os.sysconf("SC_PAGE_SIZE") / 1e6, tasks, timers, files)


def grown(samples: list[Sample], what: str) -> int:
    """Return by how much the least number of something in the last fifth is above that in the first.

    The least, because a look-up that is over in a moment is a task too; what leaks stays.
    """
    fifth = max(1, len(samples) // 5)
    least = [min(getattr(sample, what) for sample in some) for some in (samples[:fifth], samples[-fifth:])]
    return least[1] - least[0]


def slope(samples: list[Sample]) -> float:
    """Return the least-squares slope of memory in MB an hour of real time."""
    mean_at = sum(sample.at for sample in samples) / len(samples)
    mean_mb = sum(sample.megabytes for sample in samples) / len(samples)
    spread = sum((sample.at - mean_at) ** 2 for sample in samples)
    return sum((s.at - mean_at) * (s.megabytes - mean_mb) for s in samples) / spread * 3600


def main() -> int:
    """Soak for as long as asked; print `name value limit PASS|FAIL`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak")
    parser.add_argument("--seconds", type=float, default=3600)
    samples = asyncio.run(_soak(parser.parse_args().seconds))
    first, last, risen = samples[0], samples[-1], slope(samples)
    counts = {what: grown(samples, what) for what in COUNTED}
    timers = max(sample.timers for sample in samples[-len(samples) // 5 :])
    steady = (
        risen < GOAL_MB_PER_HOUR and max(counts.values()) <= 0 and timers <= last.tasks
    )  # one each, while it pauses
    more = " ".join(f"{what}={getattr(last, what)}({by:+})" for what, by in counts.items())
    verdict = "PASS" if steady else "FAIL"
    print(f"soak {risen:.2f} {GOAL_MB_PER_HOUR} {verdict} MB/h {more}", end=" ")
    print(f"timers={timers} memory={first.megabytes:.1f}..{last.megabytes:.1f} seconds={last.at:.0f}")
    return 0 if steady else 1


if __name__ == "__main__":
    sys.exit(main())
