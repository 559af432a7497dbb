"""The websocket APIs: calls over a socket, each signed by itself, and spot's user stream on the same socket."""

import asyncio
import json
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import web

from tests.servers.binance.endpoints import Params, Security
from tests.servers.binance.gate import Gate
from tests.servers.binance.signing import Keys
from tests.servers.binance.sockets import Client, StreamFaults, requests
from tests.servers.exchange.core import Refusal

SPOT_METHODS = {
    "ping": "GET /api/v3/ping",
    "time": "GET /api/v3/time",
    "exchangeInfo": "GET /api/v3/exchangeInfo",
    "ticker.price": "GET /api/v3/ticker/price",
    "ticker.book": "GET /api/v3/ticker/bookTicker",
    "account.status": "GET /api/v3/account",
    "order.place": "POST /api/v3/order",
    "order.test": "POST /api/v3/order/test",
    "order.status": "GET /api/v3/order",
    "order.cancel": "DELETE /api/v3/order",
    "openOrders.status": "GET /api/v3/openOrders",
    "orderList.place.oco": "POST /api/v3/orderList/oco",
    "myTrades": "GET /api/v3/myTrades",
}
USDM_METHODS = {
    "ticker.price": "GET /fapi/v1/ticker/price",
    "ticker.book": "GET /fapi/v1/ticker/bookTicker",
    "v2/account.status": "GET /fapi/v3/account",
    "v2/account.balance": "GET /fapi/v3/balance",
    "v2/account.position": "GET /fapi/v3/positionRisk",
    "order.place": "POST /fapi/v1/order",
    "order.modify": "PUT /fapi/v1/order",
    "order.status": "GET /fapi/v1/order",
    "order.cancel": "DELETE /fapi/v1/order",
    "algoOrder.place": "POST /fapi/v1/algoOrder",
    "algoOrder.cancel": "DELETE /fapi/v1/algoOrder",
}
MOST_REQUESTS = 1000  # a second; calls are bound by their weight
OF_THE_SOCKET = ("apiKey", "returnRateLimits")
SUBSCRIBE = "userDataStream.subscribe.signature"


class SocketApi:
    """One websocket API. Only spot's has a user stream."""

    def __init__(
        self,
        gate: Gate,
        keys: Keys,
        methods: dict[str, str],
        now_ms: Callable[[], int],
        note: Callable[..., None],
        *,
        streams: bool,
    ) -> None:
        self.faults = StreamFaults()
        self.clients: list[Client] = []
        self.told: list[dict[str, Any]] = []
        self._gate = gate
        self._keys = keys
        self._methods = methods
        self._now = now_ms
        self._note = note
        self._streams = streams
        self._subscriptions: dict[Client, list[int]] = {}
        self._numbers = count(0)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Speak with one client until it goes."""
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        client = Client(socket, "spot api" if self._streams else "futures api")
        self.clients.append(client)
        self._subscriptions[client] = []
        pump = asyncio.create_task(client.pump())
        try:
            async for asked in requests(client, MOST_REQUESTS, self._note):
                client.send(self._answer(client, asked))
        finally:
            self.clients.remove(client)
            self._subscriptions.pop(client)
            client.stop()
            await pump
        return socket

    def tell(self, event: dict[str, Any]) -> None:
        """Push an event to every subscription."""
        self.told.append(event)
        for client in self.clients:
            for number in self._subscriptions[client]:
                wrapped = {"subscriptionId": number, "event": event}
                client.event(json.dumps(wrapped, separators=(",", ":")), self.faults)

    def terminate(self) -> None:
        """End every subscription, saying so."""
        for client in self.clients:
            for number in self._subscriptions[client]:
                client.send({"subscriptionId": number, "event": {"e": "eventStreamTerminated", "E": self._now()}})
            self._subscriptions[client] = []

    def _answer(self, client: Client, asked: Any) -> dict[str, Any]:
        if not isinstance(asked, dict) or "method" not in asked:
            return {"id": None, "status": 400, "error": {"code": -1135, "msg": "Invalid JSON request"}}
        method, number = asked["method"], asked.get("id")
        sent = {name: _text(value) for name, value in (asked.get("params") or {}).items()}
        if method in self._methods:
            key, signed = sent.get("apiKey"), _signed(sent)
            params = Params({name: value for name, value in sent.items() if name not in OF_THE_SOCKET})
            status, content = self._gate.answer(self._methods[method], key, signed, params)
        elif self._streams and method == SUBSCRIBE:
            status, content = self._subscribe(client, sent)
        elif self._streams and method == "userDataStream.unsubscribe":
            self._subscriptions[client] = []
            status, content = 200, {}
        else:
            status, content = 400, {"code": -1000, "msg": f"Unknown method {method}"}
        return {"id": number, "status": status, "result" if status == 200 else "error": content, "rateLimits": []}

    def _subscribe(self, client: Client, sent: dict[str, str]) -> tuple[int, Any]:
        try:
            self._keys.check(Security.SIGNED, sent.get("apiKey"), _signed(sent), Params(sent), self._now())
        except Refusal as refusal:
            return 400, {"code": refusal.code, "msg": str(refusal)}
        self._subscriptions[client].append(number := next(self._numbers))
        return 200, {"subscriptionId": number}


def _signed(sent: dict[str, str]) -> str:
    """The parameters in the order of their names, unencoded, as they are signed; the signature last."""
    pairs = [f"{name}={sent[name]}" for name in sorted(sent) if name != "signature"]
    return "&".join(pairs) + (f"&signature={sent['signature']}" if "signature" in sent else "")


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
