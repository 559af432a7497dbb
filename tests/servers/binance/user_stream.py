"""The perpetuals' user stream: listen keys that die unless they are kept alive, and events to whoever holds one."""

import asyncio
import json
import secrets
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.sockets import Client, StreamFaults, requests
from tests.servers.exchange.core import Refusal

LISTEN_KEY_MS = 60 * 60_000
MOST_REQUESTS = 10  # a second


class UserStream:
    """One listen key an account at a time; a socket with a dead key stands and stays silent."""

    def __init__(self, now_ms: Callable[[], int], note: Callable[..., None]) -> None:
        self.faults = StreamFaults()
        self.clients: list[Client] = []
        self.told: list[dict[str, Any]] = []  # every event, heard or not
        self.key = ""
        self.key_until = 0
        self._events: dict[Client, set[str]] = {}
        self._now = now_ms
        self._note = note

    # --- the key ---

    @endpoint("POST /fapi/v1/listenKey", security=Security.KEY)
    def create(self, _: Params) -> Any:
        if not self.key:
            self.key = secrets.token_urlsafe(48)[:64]
        return self._extend()

    @endpoint("PUT /fapi/v1/listenKey", security=Security.KEY)
    def keep_alive(self, _: Params) -> Any:
        if not self.key:
            raise Refusal(-1125, "This listenKey does not exist.")
        return self._extend()

    @endpoint("DELETE /fapi/v1/listenKey", security=Security.KEY)
    def delete(self, _: Params) -> Any:
        self.key = ""
        return {}

    def _extend(self) -> dict[str, str]:
        self.key_until = self._now() + LISTEN_KEY_MS
        return {"listenKey": self.key}

    def expire(self) -> None:
        """Let the key die; its sockets are told once, and nothing after that."""
        dead, self.key = self.key, ""
        self._note("listen key expired")
        if not self.faults.silent:
            for client in self.clients:
                if client.listen_key == dead:
                    client.send({"e": "listenKeyExpired", "E": self._now(), "listenKey": dead})

    def pass_time(self) -> None:
        """Let an hour without a sign of life end the key."""
        if self.key and self._now() > self.key_until:
            self.expire()

    # --- the sockets ---

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Keep one private connection."""
        key = request.match_info.get("key") or request.query.get("listenKey", "")
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        client = Client(socket, "private", combined=request.path.endswith("/stream"), listen_key=key)
        self.clients.append(client)
        self._events[client] = {each for each in request.query.get("events", "").split("/") if each}
        if not self.key or key != self.key:
            self._note("dead listen key")
        pump = asyncio.create_task(client.pump())
        try:
            async for asked in requests(client, MOST_REQUESTS, self._note):
                self._answer(client, asked)
        finally:
            self.clients.remove(client)
            self._events.pop(client)
            client.stop()
            await pump
        return socket

    @staticmethod
    def _answer(client: Client, asked: Any) -> None:
        """A key may also be subscribed to, as if it were a stream."""
        known = isinstance(asked, dict)
        if known and asked.get("method") == "SUBSCRIBE" and asked.get("params"):
            client.listen_key = str(asked["params"][0])
        client.send({"result": None, "id": asked.get("id") if known else None})

    def tell(self, event: dict[str, Any]) -> None:
        """Push an event to every socket whose key is alive."""
        self.told.append(event)
        text = json.dumps(event, separators=(",", ":"))
        for client in self.clients:
            wanted = self._events[client]
            if self.key and client.listen_key == self.key and (not wanted or event["e"] in wanted):
                wrapped = f'{{"stream":"{self.key}","data":{text}}}' if client.combined else text
                client.event(wrapped, self.faults)
