"""One engine after the other inside the same window: a change of market or mode stops the one and starts the next."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from echotrade_desktop.engine.domain.errors import CommandRejected, EchoTradeError
from echotrade_desktop.stopping import Stop

Run = Callable[[asyncio.Event, asyncio.Event], Coroutine[Any, Any, None]]
"""Runs one engine: sets the first event when it is on the screen, and ends it when the second is set."""

Undo = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Turn:
    """The wish for another engine: `change` puts in force what it is made of and returns the way back."""

    change: Callable[[], Undo]
    done: asyncio.Future[None]


class EngineTurns:
    """Keeps exactly one engine running until the app ends."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._turn: _Turn | None = None
        self._leave = asyncio.Event()

    def ask(self, change: Callable[[], Undo]) -> asyncio.Future[None]:
        """Stop the engine and start another one; the future is done when that one is on the screen.

        It raises `EchoTradeError` when the new one could not start: then the one before runs again.
        """
        if self._turn is not None:
            self._turn.done.set_exception(CommandRejected("Another change came before it was made."))
        done = asyncio.get_running_loop().create_future()
        done.add_done_callback(lambda it: it.cancelled() or it.exception())  # whoever asked need not wait for it
        self._turn = _Turn(change, done)
        self._leave.set()
        return done

    async def serve(self, stop: Stop) -> None:
        """Run engines until the app is to end; raises what an engine raised that had nothing to go back to."""
        stopped = asyncio.ensure_future(stop.wait())
        try:
            while not stopped.done():
                await self._serve_one(stopped)
        finally:
            stopped.cancel()
            if self._turn is not None:
                self._turn.done.cancel()

    async def _serve_one(self, stopped: asyncio.Future[str]) -> None:
        turn, self._turn = self._turn, None
        undo = turn.change() if turn is not None else None
        self._leave, began = asyncio.Event(), asyncio.Event()
        engine = asyncio.ensure_future(self._run(began, self._leave))
        try:
            await _first_of(engine, stopped, began)
            if began.is_set():
                if turn is not None and not turn.done.done():
                    turn.done.set_result(None)
                await _first_of(engine, stopped, self._leave)
            else:
                engine.cancel()  # it is still starting, and nobody wants it any more
            self._leave.set()
            with suppress(asyncio.CancelledError):
                await engine
        except EchoTradeError as error:
            if turn is None or undo is None or began.is_set():
                raise
            undo()
            turn.done.set_exception(error)
            if self._turn is None:
                self._turn = _Turn(lambda: _nothing, asyncio.get_running_loop().create_future())
        finally:
            if not engine.done():  # the app itself is cancelled: nothing may go on behind it
                engine.cancel()
                await asyncio.gather(engine, return_exceptions=True)


async def _first_of(engine: asyncio.Future[None], stopped: asyncio.Future[str], event: asyncio.Event) -> None:
    """Wait until the engine has ended, the app is to end, or an event is set."""
    waiting = asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait((engine, stopped, waiting), return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()


def _nothing() -> None:
    """There is no way back from the way back."""
