"""Asks now and then what came to the account, or left it, otherwise than by trades, and tells it."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.client import Client
from echotrade_desktop.engine.adapters.binance.orders import Dialect
from echotrade_desktop.engine.domain.cash import CashMove

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
ASK_EVERY_S, AGAIN_S = 900.0, 60.0
SOON_S = 1.0  # after the user stream has spoken of the balance
LATE = timedelta(days=1)  # that a record may come after what it tells of


class CashWatch:
    """`run` for ever; `ask_soon` when the account's balance changed without a trade."""

    def __init__(self, client: Client, dialect: Dialect, tell: Callable[[CashMove], None]) -> None:
        """`tell` hears of each movement, of those of the last day again and again."""
        self._clock, self._time = client.line.clock, client.line.time
        self._dialect, self._tell = dialect, tell
        self._asked_until: datetime | None = None
        self._due = 0.0  # monotonic seconds
        self.since: Callable[[], datetime | None] = lambda: None  # from when on nothing may be missing; None: not yet

    def ask_soon(self) -> None:
        """Ask in a moment."""
        self._due = min(self._due, self._clock.monotonic() + SOON_S)

    async def run(self) -> None:
        """Ask at the start, when there is reason to, and now and then, until cancelled."""
        while True:
            if self._clock.monotonic() >= self._due:
                self._due = self._clock.monotonic() + (ASK_EVERY_S if await self._ask() else AGAIN_S)
            await self._clock.sleep(LOOK_EVERY_S)

    async def _ask(self) -> bool:
        since, now = self.since(), self._time.now()
        if since is None:
            return False
        if self._asked_until is not None:
            since = max(since, self._asked_until - LATE)
        try:
            moves = await self._dialect.cash_moves(since)
        except Trouble as trouble:
            log.info("what moved on the account could not be asked for: %s", trouble)
            return False
        except Exception:  # orders and the user stream live beside this, and must not end with it
            log.exception("what moved on the account could not be read")
            return False
        self._asked_until = now
        for move in moves:
            self._tell(move)
        return True
