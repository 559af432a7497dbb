"""One websocket client: what waits to be sent to it, and the ways in which its stream may go wrong."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

JUNK = (
    '{"e":"unheardOf","E":1,"s":"BTCUSDT","x":[1,2,{"y":null}]}',
    '{"u":1,"s":"NOSUCHUSDT","b":"1","B":"1","a":"2","A":"1"}',
    '{"e":"bookTicker","u":1,"s":"BTCUSDT","b":"-1","B":"1","a":"0","A":"1","T":1,"E":1}',
    '{"e":"bookTicker","u":1,"s":"BTCUSDT","b":"NaN","B":"1","a":"Infinity","A":"1","T":1,"E":1}',
    '{"e":"trade","E":1,"T":1,"s":"BTCUSDT","t":1,"p":"0","q":"0","X":"MARKET","m":false}',
    '{"id":99999,"result":{}}',
    '{"error":{"code":2,"msg":"Invalid request"},"id":424242}',
)
MALFORMED = ('{"e":"bookTicker","s":"BTCUSDT","b":', "\x00\x01", "[]", "null", '"pong"', '{"e":5,"s":null}', "NaN")


@dataclass(slots=True)
class StreamFaults:
    """How a kind of stream goes wrong from now on."""

    silent: bool = False  # the socket stands, and nothing comes
    repeated: bool = False  # every event comes twice
    swapped: bool = False  # every second event comes before the one it followed
    lost: bool = False  # events are dropped on the way while acknowledgements still come


@dataclass(eq=False, slots=True)
class Client:
    """A connection, its streams, and what is on its way to it."""

    socket: web.WebSocketResponse
    kind: str  # public, market, private, spot or spot api
    combined: bool = False  # wraps each message with its stream's name
    streams: list[str] = field(default_factory=list)
    listen_key: str = ""
    held: str | None = None
    _outbox: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue)

    @property
    def transport(self) -> asyncio.Transport | None:
        """What carries the frames; None once it has gone."""
        return self.socket._req.transport if self.socket._req is not None else None

    def send(self, content: Any) -> None:
        """Send an answer, whatever is wrong with the stream."""
        self.send_text(json.dumps(content, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        """Queue a frame."""
        self._outbox.put_nowait(text)

    def event(self, text: str, faults: StreamFaults) -> None:
        """Send an event as the faults in force let it through."""
        if faults.silent or faults.lost:
            return
        if faults.swapped and self.held is None:
            self.held = text
            return
        frames = [text] if self.held is None else [text, self.held]
        self.held = None
        for frame in frames:
            for _ in range(2 if faults.repeated else 1):
                self.send_text(frame)

    def let_go(self) -> None:
        """Send what was held back to be swapped."""
        if self.held is not None:
            held, self.held = self.held, None
            self.send_text(held)

    def rubbish(self, frames: tuple[str, ...], times: int) -> None:
        """Send so many frames that mean nothing good."""
        for number in range(times):
            self.send_text(frames[number % len(frames)])

    async def pump(self) -> None:
        """Send what is queued, until told to stop or the client has gone."""
        with suppress(ConnectionError):
            while (text := await self._outbox.get()) is not None:
                await self.socket.send_str(text)

    def stop(self) -> None:
        """End the pump after what is queued."""
        self._outbox.put_nowait(None)

    def drop(self) -> None:
        """Break the connection without a word."""
        if self.transport is not None:
            self.transport.abort()

    async def close(self) -> None:
        """Say goodbye."""
        self.stop()
        with suppress(ConnectionError, asyncio.TimeoutError):
            await self.socket.close(code=WSCloseCode.GOING_AWAY)


async def requests(client: Client, most_a_second: int, note: Callable[..., None]) -> Any:
    """Yield what a client asks, as JSON; what is not JSON as text. Who asks too often is cut off."""
    recent: deque[float] = deque(maxlen=most_a_second)
    async for message in client.socket:
        if len(recent) == most_a_second and time.monotonic() - recent[0] < 1:
            note("too many messages", kind=client.kind)
            client.drop()
            return
        recent.append(time.monotonic())
        if message.type is WSMsgType.TEXT:
            try:
                yield json.loads(message.data)
            except ValueError:
                yield message.data
