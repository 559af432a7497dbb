"""The one door to Telegram: whether a connection may be made, how it is made, and what its failures mean."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from echotrade_desktop.engine.domain.errors import BadInput, SourceUnavailable
from echotrade_desktop.engine.domain.telegram import AppKey

if TYPE_CHECKING:
    from telethon import TelegramClient

    from echotrade_desktop.engine.adapters.telegram.session import VaultSession

T = TypeVar("T")
log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 30.0
CONNECT_WITHIN_S = 15.0
NO_CONSENT = "EchoTrade may not connect to Telegram before you have agreed to it. Nothing was sent."


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A Telegram server other than Telegram's own; `public_key_file` holds the key it is known by (PEM)."""

    dc_id: int
    host: str
    port: int
    public_key_file: Path


class Line:
    """At most one connection. `may` is asked before each; `on_update` gets what Telegram pushes."""

    def __init__(self, may: Callable[[], bool], server: ServerAddress | None) -> None:
        self._may = may
        self._server = server
        self.client: TelegramClient | None = None
        self.on_update: Callable[[Any], None] | None = None
        self.on_lost: Callable[[], None] | None = None

    @property
    def is_up(self) -> bool:
        """Whether there is a connection."""
        return self.client is not None and bool(self.client.is_connected())

    def why_failed(self, error: Exception) -> Exception:
        """Return why a request failed: Telethon hangs up by itself when its own reading of updates is refused.

        Of a session that was ended it may so hear before any request of ours does; what ours then hear is only that
        there is no connection.
        """
        refused: Exception | None = getattr(self.client, "_updates_error", None)  # told in public to who runs for ever
        return refused if refused is not None and isinstance(error, ConnectionError | SourceUnavailable) else error

    async def connect(self, session: "VaultSession", key: AppKey) -> "TelegramClient":
        """Connect, in place of any connection before. Raises what Telethon raises, and `BadInput` without consent."""
        if not self._may():
            raise BadInput(NO_CONSENT)
        await self.close()
        from telethon import TelegramClient, events

        await asyncio.to_thread(self._trust)
        if self._server is not None and not session.server_address:
            session.set_dc(self._server.dc_id, self._server.host, self._server.port)
        client = TelegramClient(
            session,
            key.api_id,
            key.api_hash,
            auto_reconnect=False,  # a lost connection is ours to notice: what was missed is read before going on
            catch_up=True,
            connection_retries=1,
            retry_delay=0,
            flood_sleep_threshold=0,  # a wait is told, not slept through
            request_retries=2,
            sequential_updates=True,
            app_version="EchoTrade Desktop",
            device_model="Desktop",
        )
        client.parse_mode = None
        client.add_event_handler(self._take, events.Raw())
        self.client = client
        try:
            async with asyncio.timeout(CONNECT_WITHIN_S):
                await _cut_off(client.connect())
        except BaseException:
            client.disconnected.add_done_callback(_noted)
            await self.close()
            raise
        client.disconnected.add_done_callback(self._lost)
        return client

    async def ask(self, work: Awaitable[T], *, may_move: bool = False) -> T:
        """Await an answer, but not for ever; raises `TimeoutError`, and `ConnectionError` when the connection is lost.

        `may_move` is for a login, which Telegram may send to another data centre: that ends one connection and makes
        another.
        """
        async with asyncio.timeout(ANSWER_WITHIN_S):
            return await _cut_off(work if may_move or self.client is None else _or_lost(work, self.client))

    async def close(self) -> None:
        """End the connection, if there is one."""
        client, self.client = self.client, None
        if client is not None:
            await client.disconnect()

    async def _take(self, update: object) -> None:
        if self.on_update is not None:
            self.on_update(update)

    def _lost(self, ended: "asyncio.Future[None]") -> None:
        _noted(ended)
        if self.on_lost is not None:
            self.on_lost()

    def _trust(self) -> None:
        """Let Telethon know the key of the user's own server."""
        if self._server is None:
            return
        from telethon.crypto import rsa

        try:
            rsa.add_key(self._server.public_key_file.read_bytes(), old=False)
        except (OSError, ValueError) as error:
            raise BadInput(
                f"The public key of your Telegram server, {self._server.public_key_file}, cannot be used "
                f"({type(error).__name__}). Put an RSA public key in PEM (PKCS#1) there."
            ) from None


def _noted(ended: "asyncio.Future[Any]") -> None:
    """Look at how a connection ended, so that nobody complains that nobody did."""
    if not ended.cancelled():
        ended.exception()


async def _or_lost(work: Awaitable[T], client: "TelegramClient") -> T:
    """Await an answer, or the loss of the connection.

    A request made while Telethon is hanging up is neither sent nor refused: nothing would answer it.
    """
    asked, lost = asyncio.ensure_future(work), asyncio.ensure_future(client.disconnected)
    try:
        await asyncio.wait({asked, lost}, return_when=asyncio.FIRST_COMPLETED)
        if asked.done():
            return asked.result()
        raise ConnectionError("the connection was closed")
    finally:
        for future in (asked, lost):
            future.cancel()
            future.add_done_callback(_noted)


async def _cut_off(work: Awaitable[T]) -> T:
    """Await an answer; Telethon cancels what is under way when it disconnects, and nobody has cancelled us."""
    try:
        return await work
    except asyncio.CancelledError:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise ConnectionError("the connection was closed") from None
