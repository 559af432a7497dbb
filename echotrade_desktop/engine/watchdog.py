"""Tells in the log when the loop stands still, and what it was doing: nothing may block it."""

import faulthandler
import logging
import tempfile
import threading
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from echotrade_desktop.engine.runtime import SystemClock

log = logging.getLogger(__name__)

LIMIT_S = 0.25
BEAT_S = 0.05
Told = Callable[[float, str], None]


def _log_stall(seconds: float, stack: str) -> None:
    log.warning("the loop has been blocked for %.0f ms:\n%s", seconds * 1000, stack)


class Watchdog:
    """Watches the thread that made it, from a thread of its own, while used as `with Watchdog() as dog:`.

    The loop shows that it lives by `beat`, or by running `keep_beating`. Each standstill beyond `limit` seconds is told
    once, while it lasts, with the stack of the thread that blocks. The thread shares nothing but two numbers.
    """

    def __init__(self, limit: float = LIMIT_S, on_stall: Told = _log_stall) -> None:
        self._limit = limit
        self._on_stall = on_stall
        self._now = SystemClock().monotonic  # real time, whatever clock the engine has
        self._watched = threading.get_ident()
        self._beat = self._now()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self.stalls = 0

    def __enter__(self) -> Self:
        self._beat = self._now()
        self._thread.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._end.set()
        self._thread.join()

    def beat(self) -> None:
        """Say that the loop lives; at least five times within the limit."""
        self._beat = self._now()

    async def keep_beating(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Beat for ever, as a task of the loop that is watched; `sleep` is real time, whatever clock the engine has."""
        while True:
            self.beat()
            await sleep(BEAT_S)

    def _watch(self) -> None:
        told = False
        before = self._now()
        while not self._end.wait(BEAT_S):
            now = self._now()
            if now - before > self._limit:  # this thread stood still too: the whole process did, or the machine slept
                self._beat = now
            before = now
            late = now - self._beat
            if late > self._limit and not told:
                told = True
                self.stalls += 1
                self._on_stall(late, self._stack())
            elif late <= self._limit:
                told = False

    def _stack(self) -> str:
        """Return where the watched thread is, newest call last.

        Its frames are never taken into this thread: a frame that is held keeps its locals, and a QPainter that outlives
        its paint event, or ends in another thread, crashes the app. faulthandler reads the stack without touching it.
        """
        with tempfile.TemporaryFile() as file:
            faulthandler.dump_traceback(file, all_threads=True)
            file.seek(0)
            told = file.read().decode("utf-8", "replace")
        head = f"0x{self._watched:016x}"
        part = next((part for part in told.split("\n\n") if head in part.partition("\n")[0]), "")
        return "\n".join(reversed(part.splitlines()[1:])) or "the thread has ended"
