"""Hears what happens to the account: the user stream while it is up, questions where it may have been deaf."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.bookkeeper import Bookkeeper
from echotrade_desktop.engine.adapters.binance.client import Client
from echotrade_desktop.engine.adapters.binance.listen_key import StreamDoor
from echotrade_desktop.engine.adapters.binance.orders import CashChanged, Dialect, News, StreamEnded
from echotrade_desktop.engine.adapters.binance.stream import Lost, Stream
from echotrade_desktop.engine.runtime import together

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
POLL_EVERY_S = 2.0  # while the stream is down
CONFIRM_EVERY_S = 45.0  # while it is up: it may be deaf without a word
SOON_S = 2.0  # after an order was sent, to see that its executions were heard
LOOK_BACK = timedelta(minutes=2)


class UserStream:
    """`run` for ever; `ask_soon` after something was sent."""

    def __init__(self, client: Client, dialect: Dialect, books: Bookkeeper, door: StreamDoor) -> None:
        self._client = client
        self._clock = client.line.clock
        self._dialect = dialect
        self._books = books
        self._door = door
        self.cash_changed: Callable[[], None] = lambda: None  # hears that money moved otherwise than by a trade
        self._news: deque[News] = deque()
        self._arrived = asyncio.Event()
        self._due = 0.0  # monotonic seconds of the next question
        self._again_s = CONFIRM_EVERY_S if dialect.has_reduce_only else POLL_EVERY_S  # after one that nobody answered
        self._synced = client.line.clock.now()  # everything traded before was told, bar what was under way
        self.stream = Stream(
            "user",
            self._clock,
            self._address,
            self._on_frame,
            before=self._reachable,
            opened=self._opened,
            silent_after=None,
        )

    def ask_soon(self) -> None:
        """Ask for executions in a moment: at once while the stream is down."""
        wait = SOON_S if self.stream.up else 0.0
        self._due = min(self._due, self._clock.monotonic() + wait)

    def heard_all(self, events: int) -> bool:
        """Whether so many events have come and everything that came was passed on."""
        return self.stream.frames >= events and not self._news

    async def run(self) -> None:
        """Listen, tell, keep the key alive and ask, until cancelled."""
        await together([self.stream.run(), self._tell(), self._look()])

    async def _reachable(self) -> None:
        await self._client.line.reach.regain(self._client.measure_time)

    async def _address(self) -> str:
        try:
            return await self._door.address()
        except (KeyError, TypeError, Trouble) as trouble:
            raise Lost(str(trouble) or "no listen key") from None

    async def _opened(self, stream: Stream) -> None:
        await self._door.opened(stream.send)
        self._due = 0.0

    def _on_frame(self, frame: Mapping[str, Any]) -> None:
        try:
            news = self._dialect.read(frame)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            log.warning("an event of the account could not be read (%s); it is asked for", type(error).__name__)
            self.ask_soon()
            return
        for item in news:
            if isinstance(item, StreamEnded):
                log.warning("the key of the user stream has expired; a new one is made")
                self.stream.drop()
            elif isinstance(item, CashChanged):
                self.cash_changed()
            else:
                self._news.append(item)
        self._arrived.set()

    async def _tell(self) -> None:
        """Pass news on in the order in which it came; a question about one keeps the next waiting, never lost."""
        while True:
            while self._news:
                try:
                    if await self._books.take([self._news[0]]):
                        self.ask_soon()
                except Trouble as trouble:
                    log.info("an execution could not be assigned yet: %s", trouble)
                    self.ask_soon()
                except Exception:
                    log.exception("an event of the account could not be passed on; it is asked for")
                    self.ask_soon()
                self._news.popleft()
            self._arrived.clear()
            await self._arrived.wait()

    async def _look(self) -> None:
        while True:
            await self.stream.look()
            if self.stream.up and not await self._door.keep():
                self.stream.drop()
            now = self._clock.monotonic()
            if now >= self._due:
                self._due = now + (CONFIRM_EVERY_S if self.stream.up else POLL_EVERY_S)
                await self._ask()
            await self._clock.sleep(LOOK_EVERY_S)

    async def _ask(self) -> None:
        asked_at: datetime = self._client.line.time.now()
        try:
            await self._books.catch_up(self._synced - LOOK_BACK)
        except Trouble as trouble:
            log.info("executions could not be asked for: %s", trouble)
            self._due = min(self._due, self._clock.monotonic() + self._again_s)
            return
        self._synced = asked_at
