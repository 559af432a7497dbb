"""The key of the perpetuals' user stream: made, kept alive by us, thrown away when it has died.

ccxt sends a single keep-alive and ignores the word that a key has expired; a quiet account with only resting stops
would go deaf within the hour.
"""

from echotrade_desktop.engine.adapters.binance.answers import Trouble
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint

MAKE = Endpoint("fapiPrivate", "POST", "listenKey")
KEEP = Endpoint("fapiPrivate", "PUT", "listenKey")
KEEP_EVERY_S = 20 * 60.0  # it dies after an hour
AGAIN_S = 60.0
NO_SUCH_KEY = -1125


class ListenKey:
    """`address` makes a stream's address with a key that is alive."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._due = 0.0  # monotonic seconds

    async def address(self) -> str:
        """Return where the user stream is, with a fresh or extended key. Raises `Trouble`."""
        answer = await self._client.call(MAKE, urgency=Urgency.ASK)
        self._due = self._client.line.clock.monotonic() + KEEP_EVERY_S
        return f"{self._client.line.connection.addresses.stream}/private/ws?listenKey={answer['listenKey']}"

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
