"""Executions that nobody heard of: those of orders that had ended here before all that they had done was told.

An order that was cancelled or given up as absent may have executed: the word of it was on its way when the app died, or
the order itself was late. Nobody looks such an order up any more, so the broker is asked for everything it has executed
since the oldest of them, until one has been silent for longer than any order or report is under way.
"""

import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.errors import OutcomeUnknown
from echotrade_desktop.engine.domain.facts import ExecutionsCompared
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.trading.executor import Executor

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(seconds=60)  # after its end; then nothing more can come of an order
CLOCKS_DIFFER = timedelta(minutes=1)  # the broker's clock and this machine's
OnFill = Callable[[Fill], Coroutine[Any, Any, None]]


class MissedExecutions:
    """Compares what the broker has executed with what is booked; `compared` once it has answered since `doubt`."""

    def __init__(self, desk: Desk, executor: Executor, on_fill: OnFill) -> None:
        self._desk = desk
        self._executor = executor
        self._on_fill = on_fill
        self._told: Sequence[Fill] = ()
        self.compared = False

    def doubt(self) -> None:
        """Count as not compared, unless there is nothing that could have executed."""
        self.compared = not self._desk.book.unsettled()

    async def ask(self) -> bool:
        """Ask what was executed, for `book` to take up; False when nobody answered."""
        self._told = ()
        ended = self._desk.book.unsettled()
        if ended:
            since = min(order.created_at for order in ended) - CLOCKS_DIFFER
            try:
                self._told = await self._executor.fills_since(since)
            except OutcomeUnknown as silence:
                log.warning("what was executed could not be asked for: %s", silence)
                return False
        self.compared = True
        return True

    async def book(self) -> None:
        """Book what the last question brought and is not booked yet."""
        untold = [fill for fill in self._told if fill.trade_id not in self._desk.book.fills]
        self._told = ()
        for fill in untold:
            log.warning("the execution %s of %s had not been told", fill.trade_id, fill.client_order_id)
        await together(self._on_fill(fill) for fill in untold)

    async def compare(self, *, all_clear: bool) -> bool:
        """Ask, book, and note which orders are settled now; False when nobody answered.

        `all_clear` says that none of them rests at the broker, where it might still execute.
        """
        began = self._desk.clock.now()
        if not await self.ask():
            return False
        await self.book()
        until = began - SILENT_FOR
        if all_clear and any(order.updated_at <= until for order in self._desk.book.unsettled()):
            await self._desk.record(ExecutionsCompared(self._desk.clock.now(), until))
        return True
