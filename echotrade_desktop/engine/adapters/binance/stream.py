"""One websocket of Binance's: keeps it up, says what is wanted, hands on every frame, and notices silence.

Frames are read here and not through `ccxt.pro`, which keeps only the newest state and so merges ticks under load; a
stop must see each of them. See `docs/decisions/0073`.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any

from echotrade_desktop.engine.domain.ports import Clock

log = logging.getLogger(__name__)

SILENT_AFTER_S = 5.0
FIRST_WAIT_S, LONGEST_WAIT_S = 0.5, 30.0
STEADY_S = 30.0  # a connection that held so long begins with short waits again
CONNECT_WITHIN_S = 10.0
AT_ONCE = 100  # streams in one request
PING_EVERY_S, PONG_WITHIN_S = 15.0, 10.0  # a connection that may be silent must answer
FRAMES_A_TURN = 64  # of a flood: the window paints between them
GOODBYE_WITHIN_S = 0.3
LARGEST_FRAME = 4 * 1024 * 1024


class Lost(Exception):
    """The connection is gone, or as good as gone."""


class Stream:
    """Reads one websocket for ever. `up` is whether frames may be trusted to come."""

    def __init__(
        self,
        name: str,
        clock: Clock,
        address: Callable[[], Awaitable[str]],
        on_frame: Callable[[Any], None],
        *,
        before: Callable[[], Awaitable[None]] | None = None,
        opened: Callable[["Stream"], Awaitable[None]] | None = None,
        silent_after: float | None = SILENT_AFTER_S,
    ) -> None:
        """`address` names where to connect, `before` waits until it makes sense, `opened` runs once it stands.

        A socket that wants something and is silent for `silent_after` seconds counts as lost; None: it may be silent.
        """
        self.name = name
        self.up = False
        self.heard_at = float("-inf")  # monotonic seconds of the newest frame
        self.connections = 0
        self._mentioned = 0  # connections that the log knows to have spoken
        self.frames = 0  # heard so far
        self._clock = clock
        self._address = address
        self._on_frame = on_frame
        self._before = before
        self._opened = opened
        self._silent_after = silent_after
        self._wanted: frozenset[str] = frozenset()
        self._socket: Any = None
        self._numbers = 0
        self._up_since = self._pinged_at = self._ponged_at = 0.0
        self._patience: asyncio.Timeout | None = None

    async def want(self, streams: Collection[str]) -> None:
        """Be told of these streams and no others; a connection that stands is asked for the difference."""
        before, self._wanted = self._wanted, frozenset(streams)
        if self._socket is not None:
            try:
                await self._ask("UNSUBSCRIBE", before - self._wanted)
                await self._ask("SUBSCRIBE", self._wanted - before)
            except (OSError, RuntimeError) as error:  # it has just broken: the next one asks for everything
                log.info("the %s stream could not be asked for more: %s", self.name, type(error).__name__)

    async def run(self) -> None:
        """Connect, read, and connect again, until cancelled."""
        failures = 0
        while True:
            if self._before is not None:
                await self._before()
            began = self._clock.monotonic()
            try:
                await self._read()
            except (Lost, OSError, TimeoutError) as error:
                failures = 1 if self._clock.monotonic() - began > STEADY_S else failures + 1
                wait = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(failures - 1, 10))
                if failures <= 3 or failures % 10 == 0:
                    log.warning("the %s stream was lost (%s); again in %.1f s", self.name, _why(error), wait)
            finally:
                self.up = False
                self._socket = None
            await self._clock.sleep(wait)

    async def send(self, message: Any) -> None:
        """Send a request of another kind over the connection that stands."""
        if self._socket is None:
            raise Lost("there is no connection")
        await self._socket.send_str(_json(message))

    def drop(self) -> None:
        """Let the connection go, so that a new one is made."""
        if self._patience is not None:
            self._patience.reschedule(asyncio.get_running_loop().time())

    async def look(self) -> None:
        """Let a connection go that has fallen silent, or that does not answer; call it about once a second."""
        now = self._clock.monotonic()
        if self.sound and self.connections > self._mentioned:
            self._mentioned = self.connections
            log.info("the %s stream speaks", self.name)
        if self.silent or (self.up and not self.answered and now - self._pinged_at >= PONG_WITHIN_S):
            log.warning("the %s stream is silent; it is connected anew", self.name)
            self.drop()
        elif self.up and now - self._pinged_at >= PING_EVERY_S:
            self._pinged_at = now
            with suppress(OSError, RuntimeError):  # it has just broken: the reader notices
                await self._socket.ping()

    @property
    def answered(self) -> bool:
        """Whether the other side has said something since it was last asked whether it is there."""
        return self._pinged_at <= max(self._ponged_at, self.heard_at)

    @property
    def sound(self) -> bool:
        """Whether it stands and, if it wants anything, has said something since it was connected, and lately."""
        return self.up and not self.silent and (not self._wanted or self.heard_at >= self._up_since)

    @property
    def silent(self) -> bool:
        """Whether it stands and wants something, and has said nothing for too long."""
        if not self.up or not self._wanted or self._silent_after is None:
            return False
        return self._clock.monotonic() - max(self.heard_at, self._up_since) >= self._silent_after

    async def _read(self) -> None:
        from aiohttp import ClientError, ClientSession, ClientTimeout

        try:
            async with ClientSession(timeout=ClientTimeout(total=None, sock_connect=CONNECT_WITHIN_S)) as session:
                async with asyncio.timeout(CONNECT_WITHIN_S):
                    self._socket = await self._connect(session)
                try:
                    await self._ask("SUBSCRIBE", self._wanted)
                    if self._opened is not None:
                        await self._opened(self)
                    self.connections += 1
                    await self._listen_until_dropped()
                finally:
                    self._patience = None
                    await self._socket.close()
        except ClientError as error:
            raise Lost(type(error).__name__) from None

    async def _listen_until_dropped(self) -> None:
        try:
            async with asyncio.timeout(None) as self._patience:
                await self._listen()
        except TimeoutError:
            raise Lost("let go") from None

    async def _connect(self, session: Any) -> Any:
        from aiohttp import ClientWSTimeout

        return await session.ws_connect(
            await self._address(),
            max_msg_size=LARGEST_FRAME,
            autoping=False,  # else aiohttp keeps the beat, and leaves a timer behind when it closes amid frames
            timeout=ClientWSTimeout(ws_close=GOODBYE_WITHIN_S),
        )

    async def _listen(self) -> None:
        """Hand on every frame until the connection is closed or let go."""
        import orjson
        from aiohttp import WSMsgType

        socket, on_frame, monotonic, text = self._socket, self._on_frame, self._clock.monotonic, WSMsgType.TEXT
        loads, broken = orjson.loads, orjson.JSONDecodeError
        self._up_since = self._pinged_at = self._ponged_at = monotonic()
        self.up = True
        while True:
            message = await socket.receive()
            if message.type is not text:
                if message.type is WSMsgType.PING:
                    await socket.pong(message.data)
                elif message.type is WSMsgType.PONG:
                    self._ponged_at = monotonic()
                elif message.type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING, WSMsgType.ERROR):
                    raise Lost(f"closed with {socket.close_code}")
                continue
            try:
                frame = loads(message.data)
            except broken:
                continue
            if isinstance(frame, dict) and "result" not in frame:  # else it is but the answer to a subscription
                self.heard_at = monotonic()
                self.frames += 1
                on_frame(frame)
                if not self.frames % FRAMES_A_TURN:
                    await asyncio.sleep(0)  # what has come already is handed out without any wait

    async def _ask(self, method: str, streams: Collection[str]) -> None:
        names = sorted(streams)
        for first in range(0, len(names), AT_ONCE):
            self._numbers += 1
            part = names[first : first + AT_ONCE]
            await self._socket.send_str(_json({"method": method, "params": part, "id": self._numbers}))


def _json(message: Any) -> str:
    import orjson

    return orjson.dumps(message).decode()


def _why(error: Exception) -> str:
    return str(error) if isinstance(error, Lost) else type(error).__name__
