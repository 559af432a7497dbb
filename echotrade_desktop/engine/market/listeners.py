"""Who is told about each tick: callbacks that return at once, and coroutine functions that take their time."""

import inspect
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any

from echotrade_desktop.engine.domain.market import Ticker

log = logging.getLogger(__name__)

Callback = Callable[[Ticker], object]
Spawn = Callable[[str, Coroutine[Any, Any, None]], object]

LONGEST_QUEUE = 1_000  # ticks that wait for one slow coroutine; beyond it the oldest are left out


class Listeners:
    """The subscribers of a feed. One that raises is logged once for each kind of error and stops nobody else."""

    def __init__(self, spawn: Spawn | None) -> None:
        self._spawn = spawn
        self._calls: tuple[tuple[Callback, Callable[[Ticker], object]], ...] = ()
        self._complained: set[tuple[str, str]] = set()

    def add(self, callback: Callback) -> None:
        """Tell `callback` each tick from now on; adding it again changes nothing."""
        if any(known == callback for known, _ in self._calls):
            return
        self._calls = (*self._calls, (callback, self._slow(callback) if _is_async(callback) else callback))

    def remove(self, callback: Callback) -> None:
        """Tell `callback` nothing more; it need not be known."""
        self._calls = tuple(entry for entry in self._calls if entry[0] != callback)

    def tell(self, ticker: Ticker) -> None:
        """Hand one tick to everybody, in the order in which they came."""
        for callback, call in self._calls:
            try:
                call(ticker)
            except Exception as error:  # noqa: BLE001 - a listener's fault is not the feed's
                self._complain(callback, error)

    def _slow(self, callback: Callback) -> Callable[[Ticker], object]:
        """Give a coroutine function a queue: one call at a time, in order, no more tasks than listeners."""
        if self._spawn is None:
            raise TypeError("a coroutine function can only listen to a feed that was given a way to run it")
        spawn, name = self._spawn, f"listener {_name(callback)}"
        queue: deque[Ticker] = deque(maxlen=LONGEST_QUEUE)
        running = False

        async def work_off() -> None:
            nonlocal running
            try:
                while queue:
                    await self._call(callback, queue.popleft())
            finally:
                running = False

        def enqueue(ticker: Ticker) -> None:
            nonlocal running
            queue.append(ticker)
            if not running:
                running = True
                spawn(name, work_off())

        return enqueue

    async def _call(self, callback: Callback, ticker: Ticker) -> None:
        try:
            outcome = callback(ticker)
            if inspect.isawaitable(outcome):
                await outcome
        except Exception as error:  # noqa: BLE001 - a listener's fault is not the feed's
            self._complain(callback, error)

    def _complain(self, callback: Callback, error: Exception) -> None:
        kind = (_name(callback), type(error).__name__)
        if kind not in self._complained:
            self._complained.add(kind)
            log.error("price listener %s failed; the others go on", kind[0], exc_info=error)


def _is_async(callback: Callback) -> bool:
    return inspect.iscoroutinefunction(callback) or inspect.iscoroutinefunction(type(callback).__call__)


def _name(callback: Callback) -> str:
    return getattr(callback, "__qualname__", type(callback).__qualname__)
