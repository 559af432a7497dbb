"""The wish to end, from whichever side it comes first: window, signal or engine."""

import asyncio
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)
WAKE_UP_S = 0.2


class Stop:
    """Set once, waited for by the main task; later wishes change nothing."""

    def __init__(self) -> None:
        self._event = asyncio.Event()
        self.reason: str | None = None

    def request(self, reason: str) -> None:
        """Ask to end; only the first reason is kept. Call it on the loop's thread."""
        if self.reason is None:
            self.reason = reason
        self._event.set()

    @property
    def requested(self) -> bool:
        """Whether anybody asked."""
        return self._event.is_set()

    async def wait(self) -> str:
        """Wait until somebody asks and return the reason."""
        await self._event.wait()
        return self.reason or ""


@contextmanager
def stop_signals(stop: Stop) -> Iterator[None]:
    """Turn SIGINT and SIGTERM into ``stop`` while inside; any asyncio loop, the main thread only."""
    loop = asyncio.get_running_loop()
    with ExitStack() as undo:
        for number in SIGNALS:
            try:
                loop.add_signal_handler(number, stop.request, number.name)
            except NotImplementedError:  # Windows
                undo.enter_context(_plain_handler(number, stop, loop))
            else:
                undo.callback(loop.remove_signal_handler, number)
        yield


@contextmanager
def _plain_handler(number: signal.Signals, stop: Stop, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """Python runs a plain handler only between two of its own instructions, so the loop has to wake up for it."""

    def handle(_number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(stop.request, number.name)

    timer: asyncio.TimerHandle | None = None

    def wake_up() -> None:
        nonlocal timer
        timer = loop.call_later(WAKE_UP_S, wake_up)

    wake_up()
    before = signal.signal(number, handle)
    try:
        yield
    finally:
        signal.signal(number, before)
        if timer is not None:
            timer.cancel()
