"""What runs the engine: the clocks, the supervisor that keeps tasks alive, the outbox that fans events out.

This is the only file that reads the time of day; every long task is started here.
"""

import asyncio
import heapq
import itertools
import logging
import random
import time
from collections import deque
from collections.abc import Callable, Coroutine, Iterable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.messages import (
    CandleChanged,
    Event,
    Health,
    HealthChanged,
    Notice,
    TickerChanged,
)
from echotrade_desktop.engine.domain.ports import Clock

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5  # before the first restart of a task that failed
LONGEST_WAIT_S = 60.0
STOP_WITHIN_S = 3.0
SETTLE_TURNS = 20  # turns of the loop a woken sleeper gets before a manual clock moves on
KEPT_EVENTS = 1_000


_COUNTER = getattr(time, "CLOCK_BOOTTIME", None)  # Linux: goes on while the machine sleeps, as the prices do


async def together(works: Iterable[Coroutine[Any, Any, Any]]) -> None:
    """Do several things at a time and wait for all; when one fails, the others are cancelled and it is raised."""
    waiting = list(works)
    if len(waiting) == 1:
        await waiting[0]
        return
    try:
        async with asyncio.TaskGroup() as group:
            for work in waiting:
                group.create_task(work)
    except* Exception as errors:  # noqa: BLE001  the first goes on as itself
        raise errors.exceptions[0] from None


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back, those in which the machine slept included where the system tells them."""
        return time.monotonic() if _COUNTER is None else time.clock_gettime(_COUNTER)

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        await asyncio.sleep(max(0.0, seconds))


class ScaledClock:
    """Another clock's time, running `speed` times as fast from `start` (default: from its present)."""

    def __init__(self, speed: float, *, start: datetime | None = None, base: Clock | None = None) -> None:
        if not 0 < speed < float("inf"):
            raise ValueError(f"a clock cannot run {speed} times as fast")
        self._base = base if base is not None else SystemClock()
        self._speed = speed
        self._start = start if start is not None else self._base.now()
        self._began = self._base.monotonic()

    def now(self) -> datetime:
        """Return the scaled time, aware UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Return scaled seconds since this clock was made."""
        return (self._base.monotonic() - self._began) * self._speed

    async def sleep(self, seconds: float) -> None:
        """Wait that many scaled seconds."""
        await self._base.sleep(max(0.0, seconds) / self._speed)


class ManualClock:
    """A clock that stands still until its owner moves it; sleepers wake in the order of their hour."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware time")
        self._start = self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """Return the time its owner set, aware UTC."""
        return self._now

    def monotonic(self) -> float:
        """Return seconds since the start."""
        return (self._now - self._start).total_seconds()

    async def sleep(self, seconds: float) -> None:
        """Wait until the owner has moved the time that far."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        wake_at = self._now + max(timedelta(seconds=seconds), timedelta.resolution)
        heapq.heappush(self._sleepers, (wake_at, next(self._order), woken))
        await woken

    async def advance_to(self, at: datetime) -> None:
        """Move to `at` step by step: each sleeper on the way wakes at its own time and runs before the next."""
        self._refuse_going_back(at)
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= at:
            wake_at, _, woken = heapq.heappop(self._sleepers)
            if woken.done():  # its task was cancelled
                continue
            self._now = wake_at
            woken.set_result(None)
            await self._settle()
        self._now = at

    def jump_to(self, at: datetime) -> None:
        """Move to `at` at once, as after a machine's sleep: whoever is due wakes, in order, and finds it is `at`."""
        self._refuse_going_back(at)
        self._now = at
        while self._sleepers and self._sleepers[0][0] <= at:
            _, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)

    def _refuse_going_back(self, at: datetime) -> None:
        if at < self._now:
            raise ValueError(f"time does not go back from {self._now} to {at}")

    @staticmethod
    async def _settle() -> None:
        for _ in range(SETTLE_TURNS):
            await asyncio.sleep(0)


class Outbox:
    """Carries events to every subscriber, all in the same order; keeps the newest that are not prices.

    An event published by a subscriber while another is on its way is delivered right after it.
    """

    def __init__(self, kept: int = KEPT_EVENTS) -> None:
        self._subscribers: tuple[Callable[[Event], None], ...] = ()
        self._to_prices: tuple[Callable[[Event], None], ...] = ()
        self._recent: deque[Event] = deque(maxlen=kept)
        self._waiting: deque[Event] = deque()
        self._delivering = False
        self._complained: set[tuple[str, str]] = set()

    def subscribe(self, callback: Callable[[Event], None], *, prices: bool = True) -> Callable[[], None]:
        """Call `callback` with every event from now on; the answer ends that.

        Without `prices` it is spared tickers and candles: they come by the ten thousand a second.
        """
        self._subscribers = (*self._subscribers, callback)
        if prices:
            self._to_prices = (*self._to_prices, callback)

        def unsubscribe() -> None:
            self._subscribers = _without(callback, self._subscribers)
            self._to_prices = _without(callback, self._to_prices)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Deliver `event`. A subscriber that raises is logged once for each kind of error and stops nobody else."""
        self._waiting.append(event)
        if self._delivering:
            return
        self._delivering = True
        try:
            while self._waiting:
                self._deliver(self._waiting.popleft())
        finally:
            self._delivering = False

    def recent(self, limit: int) -> list[Event]:
        """Return the last `limit` events, oldest first, without prices and candles (they have their own history)."""
        return list(self._recent)[-limit:] if limit > 0 else []

    def _deliver(self, event: Event) -> None:
        told = self._to_prices
        if not isinstance(event, (TickerChanged, CandleChanged)):  # as a tuple: a union is made anew each time
            self._recent.append(event)
            told = self._subscribers
        for callback in told:
            try:
                callback(event)
            except Exception as error:  # noqa: BLE001 - one part never stops the others
                self._complain(callback, error)

    def _complain(self, callback: Callable[[Event], None], error: Exception) -> None:
        kind = (
            getattr(callback, "__qualname__", repr(type(callback))),
            type(error).__name__,
        )
        if kind not in self._complained:
            self._complained.add(kind)
            log.error("subscriber %s failed; the others go on", kind[0], exc_info=error)


def _without(
    callback: Callable[[Event], None], among: tuple[Callable[[Event], None], ...]
) -> tuple[Callable[[Event], None], ...]:
    """Leave out one subscription of a callback."""
    rest = list(among)
    if callback in rest:
        rest.remove(callback)
    return tuple(rest)


class Supervisor:
    """Starts every task of the engine and restarts the long ones when they fail.

    Used as `async with Supervisor(clock, outbox) as supervisor:`; leaving the block stops all.
    """

    def __init__(self, clock: Clock, outbox: Outbox, *, rng: random.Random | None = None) -> None:
        self._clock = clock
        self._outbox = outbox
        self._rng = rng if rng is not None else random.Random()
        self._group = asyncio.TaskGroup()
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    async def __aenter__(self) -> Self:
        await self._group.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if await self.stop():
            await self._group.__aexit__(None, None, None)

    def start(self, name: str, make: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        """Run a long task; when it fails, say so, wait (longer each time, at most a minute) and run it anew.

        `make` is called for each run. A task that returns is over. `name` is the part whose health the screen
        shows (market, calls, orders, stops, ledger).
        """
        return self._create(name, self._keep_running(name, make))

    def spawn(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a short task once; when it fails, log it and tell the user."""
        try:
            task = self._create(name, self._run_once(name, work))
        except RuntimeError:
            work.close()
            raise
        task.add_done_callback(lambda _: work.close())  # when it was cancelled before its first step
        return task

    async def stop(self) -> bool:
        """Cancel every task and wait for their ends, at most three seconds; False when one would not end."""
        self._stopping = True
        current = asyncio.current_task()
        deadline = time.monotonic() + STOP_WITHIN_S
        while pending := {task for task in self._tasks if not task.done() and task is not current}:
            if time.monotonic() > deadline:
                log.error(
                    "did not end when told to: %s",
                    ", ".join(sorted(task.get_name() for task in pending)),
                )
                return False
            for task in pending:  # again and again: libraries are known to swallow a cancellation
                task.cancel()
            await asyncio.wait(pending, timeout=STOP_WITHIN_S / 10)
        return True

    def _create(self, name: str, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        if self._stopping:
            work.close()
            raise RuntimeError(f"{name} cannot start: everything is being stopped")
        task = self._group.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _run_once(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            log.exception("%s failed", name)
            self._outbox.publish(Notice(_reason(name, error), "danger", self._clock.now()))

    async def _keep_running(self, name: str, make: Callable[[], Coroutine[Any, Any, None]]) -> None:
        failures = 0
        while True:
            began = self._clock.monotonic()
            try:
                return await make()
            except Exception as error:  # noqa: BLE001 - one part never stops the others
                if self._clock.monotonic() - began > LONGEST_WAIT_S:
                    failures = 0  # it ran well for a while: this is new trouble
                failures += 1
                wait = self._wait_before(failures)
                self._report(name, error, wait, failures)
            await self._clock.sleep(wait)

    def _wait_before(self, restart: int) -> float:
        """Exponential back-off, jittered by a tenth; an hour without an answer is at most seventy attempts."""
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(restart - 1, 16))
        return longest * self._rng.uniform(0.9, 1.0)

    def _report(self, name: str, error: Exception, wait: float, failures: int) -> None:
        expected = isinstance(error, EchoTradeError)
        if failures == 1 and not expected:
            log.error("%s failed; it starts again in %.1f s", name, wait, exc_info=error)
        else:
            log.warning(
                "%s failed %d times (%s); it starts again in %.1f s",
                name,
                failures,
                error,
                wait,
            )
        at = self._clock.now()
        retry_at = at + timedelta(seconds=wait)
        self._outbox.publish(HealthChanged(name, Health.DOWN, _reason(name, error), at, retry_at))


def _reason(name: str, error: Exception) -> str:
    """Return a sentence for the user: an expected error's own, else one that points to the log."""
    if isinstance(error, EchoTradeError) and str(error):
        return str(error)
    return f"A fault in EchoTrade stopped the part called {name} ({type(error).__name__}); the log has the details."
