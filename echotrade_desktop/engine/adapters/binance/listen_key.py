"""How a user stream is opened: the perpetuals' by a key that we keep alive, spot's by a signed subscription.

Of the key ccxt sends a single keep-alive and ignores the word that it has expired; a quiet account with only resting
stops would go deaf within the hour.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint

MAKE = Endpoint("fapiPrivate", "POST", "listenKey")
KEEP = Endpoint("fapiPrivate", "PUT", "listenKey")
KEEP_EVERY_S = 20 * 60.0  # it dies after an hour
AGAIN_S = 60.0
NO_SUCH_KEY = -1125


class StreamDoor(Protocol):
    """What the user stream needs to stand."""

    async def address(self) -> str:
        """Return where to connect. Raises `Trouble`."""
        ...

    async def opened(self, send: Callable[[Any], Awaitable[None]]) -> None:
        """Say what is wanted, once the connection stands."""
        ...

    async def keep(self) -> bool:
        """Keep it alive; False when it has died."""
        ...


class SignedSubscription:
    """Spot's user stream: asked for over the websocket API, with a signature, on each connection."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def address(self) -> str:
        """Return where requests are made over a websocket."""
        await self._client.open()
        if not self._client.line.time.measured:
            await self._client.measure_time(Urgency.ASK)
        return f"{self._client.line.connection.addresses.requests}/ws-api/v3"

    async def opened(self, send: Callable[[Any], Awaitable[None]]) -> None:
        """Subscribe."""
        method = "userDataStream.subscribe.signature"
        await send({"id": "user-stream", "method": method, "params": self._client.sign({})})

    async def keep(self) -> bool:
        """It lives as long as its connection."""
        return True


class ListenKey:
    """The perpetuals' key: `address` makes a stream's address with a key that is alive."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._due = 0.0  # monotonic seconds

    async def address(self) -> str:
        """Return where the user stream is, with a fresh or extended key. Raises `Trouble`."""
        answer = await self._client.call(MAKE, urgency=Urgency.ASK)
        self._due = self._client.line.clock.monotonic() + KEEP_EVERY_S
        return f"{self._client.line.connection.addresses.stream}/private/ws?listenKey={answer['listenKey']}"

    async def opened(self, send: Callable[[Any], Awaitable[None]]) -> None:
        """The key says it all."""

    async def keep(self) -> bool:
        """Extend the key when that is due; False when it has died and the stream needs a new one."""
        clock = self._client.line.clock
        if clock.monotonic() < self._due:
            return True
        self._due = clock.monotonic() + AGAIN_S
        try:
            await self._client.call(KEEP, urgency=Urgency.PROTECT)
        except Trouble as trouble:
            return trouble.code != NO_SUCH_KEY  # without an answer it is tried again; it lives for a while yet
        self._due = clock.monotonic() + KEEP_EVERY_S
        return True
