"""The real window over the real engine under a feed: what is lost, how often it paints, how late the loop is.

`python -m benchmarks.loop --charts 4 --messages 5000 --minutes 10` is the long form; it prints each figure with its
limit and whether it holds, and ends with 1 when one does not.
"""

import argparse
import asyncio
import gc
import logging
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count, cycle
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from echotrade_desktop.app import Session, make_application
from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.qt_loop import run as run_on_loop
from echotrade_desktop.settings import Settings

SIZE = (1440, 900)
BATCH_S = 0.004
BEAT_MS = 5
SAMPLE_S = 2.0
WARM_UP_S, SHORT_S = 4.0, 10.0
FRAMES, LAG_MS, CPU_SHARE = 58, 10.0, 25.0
GROWTH_MB_PER_MINUTE = 1.0
PRICES = dict(zip(DEFAULT_SYMBOLS, ("67500", "3200", "590", "0.45"), strict=True))
TICKS = dict(zip(DEFAULT_SYMBOLS, ("0.1", "0.01", "0.01", "0.0001"), strict=True))


class Firehose:
    """A market that sends so many messages a second, in turns for each symbol, and counts them."""

    name, transport, simulated = "Firehose", "simulated", True

    def __init__(self, rate: int) -> None:
        self.rate, self.sent = rate, 0
        self.flowing = asyncio.Event()
        self._steps = {symbol: [Decimal(tick) * (n % 23 - 11) for n in range(97)] for symbol, tick in TICKS.items()}

    async def instruments(self) -> Sequence[Instrument]:
        """The default symbols."""
        return [Instrument(symbol, Decimal(tick), Decimal("0.001"), Decimal(5)) for symbol, tick in TICKS.items()]

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """As many as are due every few milliseconds, each a microsecond after the one before."""
        for symbol in symbols:
            yield self._ticker(symbol, datetime.now(UTC), 0)
        await self.flowing.wait()
        turns, numbers, begin = cycle(symbols), count(), time.monotonic()
        while True:
            due = int((time.monotonic() - begin) * self.rate)
            at = datetime.now(UTC)
            while self.flowing.is_set() and self.sent < due:
                self.sent += 1
                at += timedelta(microseconds=1)
                yield self._ticker(next(turns), at, next(numbers))
            await asyncio.sleep(BATCH_S)

    def _ticker(self, symbol: str, at: datetime, number: int) -> Ticker:
        price = Decimal(PRICES[symbol]) + self._steps[symbol][number // 4 % 97]
        return Ticker(symbol, price, price, price, at, Decimal(1000 + number // 100))

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Waves around the price."""
        price, last = Decimal(PRICES[symbol]), timeframe.open_time(before or datetime.now(UTC))
        tick = Decimal(TICKS[symbol])
        made = []
        for back in range(limit - 1, -1, -1):
            level = price + tick * ((back * 7) % 41 - 20)
            made.append(
                Candle(last - timeframe.length * back, level, level + 9 * tick, level - 9 * tick, level, Decimal(5))
            )
        return made

    async def close(self) -> None:
        """Nothing to close."""


class Paints(QObject):
    """Counts the paints of one view."""

    def __init__(self, view: QObject) -> None:
        super().__init__(view)
        self.count = 0
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Count."""
        self.count += event.type() == QEvent.Type.Paint
        return False


@dataclass
class Figures:
    """What a run came to."""

    seconds: float = 0.0
    sent: int = 0
    heard: int = 0
    frames: list[float] = field(default_factory=list)  # a second, of each chart
    lags: list[float] = field(default_factory=list)  # milliseconds, of a timer of 5 ms
    cpu: float = 0.0  # percent of one core
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, megabytes

    @property
    def lag(self) -> float:
        """The lateness that 99 of 100 beats stay within."""
        return sorted(self.lags)[int(len(self.lags) * 0.99)] if self.lags else float("inf")

    @property
    def growth(self) -> float:
        """Megabytes a minute, the slope through the second half: the first fills what is bounded."""
        half = [sample for sample in self.memory if sample[0] >= self.seconds / 2]
        return 60 * _slope(half)


class Run(Session):
    """The app on a firehose."""

    def __init__(self, profile: Path, rate: int, charts: int, seconds: float) -> None:
        super().__init__(profile, Settings(), [], self._play)
        self.figures = Figures()
        self._rate, self._charts, self._seconds = rate, charts, seconds

    def recipe(self) -> Recipe:
        """As the app is, on another market."""
        self.hose = Firehose(self._rate)
        return Recipe(profile=self.profile, limits=self.settings.risk, market=self.hose)

    async def _play(self, _: Session) -> None:
        self.window.resize(*SIZE)
        self.chart.arrange(self._charts)
        while not all(len(view.canvas.series) for view in self.chart.views):  # noqa: ASYNC110 - the app as it is
            await asyncio.sleep(0.01)
        self.chart.show_timeframe(Timeframe.M1)
        self.parts.feed.subscribe(self._hear)
        self.hose.flowing.set()
        await asyncio.sleep(WARM_UP_S)
        await self._measure()
        self.hose.flowing.clear()
        await asyncio.sleep(10 * BATCH_S)
        self.figures.sent = self.hose.sent

    def _hear(self, _: Ticker) -> None:
        self.figures.heard += 1

    async def _measure(self) -> None:
        figures = self.figures
        paints = [Paints(view.canvas.viewport()) for view in self.chart.views]
        beat = _Beat(figures.lags)
        gc.collect()
        began, cpu = time.perf_counter(), time.process_time()
        while (passed := time.perf_counter() - began) < self._seconds:
            figures.memory.append((passed, _resident()))
            await asyncio.sleep(min(SAMPLE_S, self._seconds - passed))
        figures.seconds = time.perf_counter() - began
        figures.cpu = 100 * (time.process_time() - cpu) / figures.seconds
        figures.frames = [paint.count / figures.seconds for paint in paints]
        beat.stop()


class _Beat(QTimer):
    """Notes how late each beat comes."""

    def __init__(self, lags: list[float]) -> None:
        super().__init__(interval=BEAT_MS)
        self._lags, self._last = lags, time.perf_counter()
        self.setTimerType(Qt.TimerType.PreciseTimer)
        self.timeout.connect(self._note)
        self.start()

    def _note(self) -> None:
        now = time.perf_counter()
        self._lags.append(max(0.0, (now - self._last) * 1000 - BEAT_MS))
        self._last = now


def measure(rate: int, charts: int, seconds: float) -> Figures:
    """Run the app for so long on that feed."""
    app = QApplication.instance() or make_application()
    logging.getLogger("echotrade_desktop").setLevel(logging.ERROR)  # stalls are counted here, not told
    with tempfile.TemporaryDirectory() as folder:
        session = Run(Path(folder), rate, charts, seconds)
        if run_on_loop(session.main, app):
            raise RuntimeError("the app did not end well")
    return session.figures


def run() -> list[dict[str, Any]]:
    """Short runs: the goal's feed, four charts, and an ordinary busy day."""
    hard, four, day = measure(20_000, 1, SHORT_S), measure(5_000, 4, SHORT_S), measure(1_000, 1, SHORT_S)
    return [
        _row("messages lost, 20,000 a second", hard.sent - hard.heard, "", 0),
        _row("frames, 20,000 messages a second", min(hard.frames), "1/s", FRAMES, at_least=True),
        _row("loop lag p99, 20,000 messages a second", hard.lag, "ms", LAG_MS),
        _row("messages lost, 5,000 a second, four charts", four.sent - four.heard, "", 0),
        _row("frames, 5,000 messages a second, four charts", min(four.frames), "1/s", FRAMES, at_least=True),
        _row("processor, 1,000 messages a second", day.cpu, "%", CPU_SHARE),
    ]


def _row(name: str, value: float, unit: str, goal: float, *, at_least: bool = False) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": unit, "goal": goal, "at_least": at_least}


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def _slope(samples: Sequence[tuple[float, float]]) -> float:
    """Least squares."""
    if len(samples) < 2:
        return 0.0
    middle = [sum(column) / len(samples) for column in zip(*samples, strict=True)]
    across = sum((x - middle[0]) ** 2 for x, _ in samples)
    return sum((x - middle[0]) * (y - middle[1]) for x, y in samples) / across if across else 0.0


def main(arguments: list[str] | None = None) -> int:
    """The long run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loop", description=__doc__)
    parser.add_argument("--charts", type=int, choices=(1, 2, 4), default=4)
    parser.add_argument("--messages", type=int, default=5000, help="a second")
    parser.add_argument("--minutes", type=float, default=10.0)
    options = parser.parse_args(arguments)
    figures = measure(options.messages, options.charts, options.minutes * 60)
    rows = [
        ("messages_sent", figures.sent, None, True),
        ("messages_lost", figures.sent - figures.heard, 0, figures.sent == figures.heard),
        ("messages_per_second", figures.sent / (figures.seconds + WARM_UP_S), options.messages * 0.98, None),
        ("frames_per_second_least_chart", min(figures.frames), FRAMES, min(figures.frames) >= FRAMES),
        ("loop_lag_p99_ms", figures.lag, LAG_MS, figures.lag <= LAG_MS),
        ("loop_lag_max_ms", max(figures.lags, default=0.0), None, True),
        ("memory_mb", figures.memory[-1][1], None, True),
        ("memory_growth_mb_per_minute", figures.growth, GROWTH_MB_PER_MINUTE, figures.growth <= GROWTH_MB_PER_MINUTE),
        ("processor_percent", figures.cpu, None, True),
    ]
    passed = True
    for name, value, limit, good in rows:
        holds = value >= limit if good is None and limit is not None else bool(good)
        passed = passed and holds
        print(f"{name} {value:.3f} {'-' if limit is None else limit} {'PASS' if holds else 'FAIL'}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
