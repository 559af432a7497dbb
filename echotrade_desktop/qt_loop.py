"""One event loop for the window, the feeds and Telegram: asyncio on Qt's own loop.

Builds on qasync 0.28 and mends what costs money here: its timers fire up to 5 % early, every timeout that did not
happen leaves a live Qt timer behind, and a dialog executed below a task step loses other tasks for ever.
It does so through private parts of qasync (``_timer`` and its ``add_callback``), hence the pinned version;
``tests/views/test_qt_loop.py`` holds each promise.
"""

import asyncio
import math
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any, TypeVar, TypeVarTuple, Unpack

import qasync
from PySide6.QtCore import QObject, Qt, QTimerEvent
from PySide6.QtWidgets import QApplication

from echotrade_desktop.logs import hear_loop
from echotrade_desktop.stopping import Stop, stop_signals

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

LONGEST_TIMER_MS = 2_000_000_000  # 23 days; Qt counts milliseconds in a signed 32-bit integer
PRECISE_BELOW_MS = 60_000  # coarse timers are cheaper and may be 5 % off; far ones are re-armed until they are due
IO_THREADS = 4


class _TimerHandle(asyncio.TimerHandle):
    """A handle that stops its Qt timer when it is cancelled."""

    __slots__ = ("stop_timer",)

    stop_timer: Callable[[], None] | None

    def cancel(self) -> None:
        if not self.cancelled() and self.stop_timer is not None:
            self.stop_timer()
            self.stop_timer = None
        super().cancel()


class _Timers(QObject):
    """Runs the loop's callbacks from Qt timers, one timer a callback."""

    def __init__(self, loop: "QtLoop") -> None:
        super().__init__()
        self._loop = loop
        self._handles: dict[int, _TimerHandle] = {}
        self._deferred: list[_TimerHandle] = []

    def pending(self) -> list[asyncio.TimerHandle]:
        """Return what is scheduled and not cancelled."""
        return [handle for handle in (*self._handles.values(), *self._deferred) if not handle.cancelled()]

    def add_callback(self, handle: _TimerHandle, delay: float = 0) -> _TimerHandle:
        milliseconds = 0 if delay <= 0 else min(math.ceil(delay * 1000), LONGEST_TIMER_MS)
        precise = milliseconds < PRECISE_BELOW_MS
        timer = self.startTimer(milliseconds, Qt.TimerType.PreciseTimer if precise else Qt.TimerType.CoarseTimer)
        if not timer:
            raise RuntimeError("Qt has ended: it starts no timer any more")
        self._handles[timer] = handle
        handle.stop_timer = lambda: self._forget(timer)
        return handle

    def _forget(self, timer: int) -> None:
        if self._handles.pop(timer, None) is not None:
            self.killTimer(timer)

    def stop(self) -> None:
        """Forget everything; called when the loop closes."""
        for timer in tuple(self._handles):
            self._forget(timer)
        self._deferred.clear()

    def set_debug(self, enabled: bool) -> None:
        """Do nothing: timing every callback costs half the loop's speed and misses what Qt runs itself."""

    def timerEvent(self, event: QTimerEvent) -> None:  # noqa: N802 - Qt's name
        timer = event.timerId()
        self.killTimer(timer)
        handle = self._handles.pop(timer, None)
        if handle is None or handle.cancelled():
            return
        handle.stop_timer = None
        if asyncio.current_task(self._loop) is not None:
            self._deferred.append(handle)  # a nested Qt loop below a task step: a second step now would be lost
            return
        early = handle.when() - self._loop.time()
        if early > 0:
            self.add_callback(handle, early)
            return
        try:
            handle._run()  # noqa: SLF001 - asyncio's own contract between handle and loop
        finally:
            self._resume()

    def _resume(self) -> None:
        deferred, self._deferred = self._deferred, []
        for handle in deferred:
            self.add_callback(handle)


class QtLoop(qasync.QEventLoop):
    """An asyncio loop on Qt's: timers never early, timeouts leave nothing behind, no task is lost.

    Scheduling from a thread other than the loop's raises RuntimeError; use ``call_soon_threadsafe`` there.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._timer = _Timers(self)
        self._thread = threading.get_ident()

    def pending_timers(self) -> list[asyncio.TimerHandle]:
        """Return what is scheduled and not cancelled, for those who look for leaks."""
        return self._timer.pending()

    def call_later(
        self, delay: float, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run ``callback`` not earlier than ``delay`` seconds from now; any finite delay is kept."""
        self._check_closed()
        if threading.get_ident() != self._thread:
            raise RuntimeError("the loop was used from another thread without call_soon_threadsafe")
        handle = _TimerHandle(self.time() + max(0, delay), callback, args, self, context)
        return self._timer.add_callback(handle, delay)

    def call_soon(
        self, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run ``callback`` as soon as the loop is free.

        What a thread handed over before the loop closed may come out of Qt's queue after it: that is dropped.
        """
        wanted: object = callback
        if wanted is _run_unless_cancelled and self.is_closed():
            return asyncio.TimerHandle(0, callback, args, self, context)
        return self.call_later(0, callback, *args, context=context)

    def _add_callback_signalsafe(self, handle: asyncio.Handle) -> None:
        """Run a signal's handler: asyncio brings a plain handle and calls this on the loop's thread."""
        if not handle.cancelled():
            self.call_soon(_run_unless_cancelled, handle)

    def call_soon_threadsafe(
        self, callback: Callable[[Unpack[Ts]], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """Run ``callback`` on the loop's thread, in the caller's context unless another is given."""
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        super().call_soon_threadsafe(_run_unless_cancelled, handle)
        return handle

    def run_until_complete(self, future: "asyncio.Future[T] | Coroutine[Any, Any, T]") -> T:
        """Run to the end, also when the application quits first: the main task is cancelled and may tidy up.

        Stock qasync raises instead, after running callbacks once with no running loop.
        """
        if self.is_running():
            raise RuntimeError("this event loop is already running")
        task = asyncio.ensure_future(future, loop=self)
        task.add_done_callback(self._stop_when_done)
        try:
            while not task.done():
                self.run_forever()
                if not task.done():
                    task.cancel()
        finally:
            task.remove_done_callback(self._stop_when_done)
        return task.result()

    def _stop_when_done(self, _: "asyncio.Future[Any]") -> None:
        self.stop()


def _run_unless_cancelled(handle: asyncio.Handle) -> None:
    if not handle.cancelled():
        handle._run()  # noqa: SLF001 - asyncio's own contract between handle and loop


def run(main: Callable[[Stop], Coroutine[Any, Any, int]], app: QApplication) -> int:
    """Run ``main(stop)`` on the window's loop and return its exit code.

    ``main`` waits for ``stop`` (SIGINT and SIGTERM are wired to it), ends its own work and returns. Should Qt quit
    first, ``main`` is cancelled and still finishes its ``finally``. Callbacks that fail unheard go to the log.
    """
    app.setQuitOnLastWindowClosed(False)

    async def supervised() -> int:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(IO_THREADS, "io"))  # qasync's own starts ten Qt threads
        loop.set_exception_handler(hear_loop)
        stop = Stop()
        with stop_signals(stop):
            return await main(stop)

    try:
        with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
            return runner.run(supervised())
    except asyncio.CancelledError:
        return 0
