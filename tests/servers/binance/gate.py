"""The door of the REST API: limits, keys, faults, the answer with its headers, a line in the journal."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.servers.binance.endpoints import Endpoint, Params, Security
from tests.servers.binance.faults import BEFORE, HTML, Fault, Faults
from tests.servers.binance.signing import Keys, parse
from tests.servers.binance.weights import LimitReached, Limits
from tests.servers.exchange.core import Refusal
from tests.servers.exchange.journal import Journal

UNAUTHORISED = {-2014, -2015}


class PlainAnswer(Exception):
    """An endpoint answers with a text of its own: an HTML page, say."""

    def __init__(self, status: int, body: str, content_type: str = "text/html") -> None:
        super().__init__(body)
        self.status = status
        self.body = body
        self.content_type = content_type


class Gate:
    """Takes every REST call to its endpoint and its answer back."""

    def __init__(
        self,
        keys: Keys,
        faults: Faults,
        journal: Journal,
        now_ms: Callable[[], int],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self.limits = {"usdm": Limits("usdm", 2400, 1200, 300), "spot": Limits("spot", 6000, 4000, 100)}
        self._endpoints: dict[tuple[str, str], Endpoint] = {}
        self._keys = keys
        self._faults = faults
        self._journal = journal
        self._now = now_ms
        self._sleep = sleep
        self._closing = asyncio.Event()
        self._asked: set[str] = set()  # public endpoints that the journal has already
        self.permits: Callable[[Endpoint], bool] = lambda _: True  # whether the key may place this order

    def add(self, *endpoints: Endpoint) -> None:
        """Serve endpoints."""
        for endpoint in endpoints:
            self._endpoints[endpoint.method, endpoint.path] = endpoint

    def call(self, name: str, params: Params) -> Any:
        """Do what an endpoint does, without a wire; raises `Refusal`."""
        method, _, path = name.partition(" ")
        return self._endpoints[method, path].handler(params)

    def close(self) -> None:
        """Let go of the calls that are kept waiting."""
        self._closing.set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one call, or spoil it."""
        endpoint = self._endpoints.get((request.method, request.path))
        if endpoint is None:
            self._write("unknown path", method=request.method, path=request.path)
            return _html(404, "<html><body>404 Not Found</body></html>")
        body = await request.text()
        fault = self._faults.take(endpoint.name)
        if fault is not None and fault.kind == "slow order":
            await self._wait(fault.seconds)
        if fault is not None and fault.kind in BEFORE:
            self._write("call", endpoint=endpoint.name, fault=fault.kind)
            return await self._spoil(request, fault)
        answer = self._serve(endpoint, request, body, fault)
        return answer if fault is None or fault.kind == "slow order" else await self._spoil(request, fault, answer)

    def answer(self, name: str, key: str | None, signed: str, params: Params) -> tuple[int, Any]:
        """Answer a call that came over a websocket: its status and what it says."""
        method, _, path = name.partition(" ")
        said = self._judge(self._endpoints[method, path], key, lambda: (signed, params), None)
        return said.status, json.loads(said.text or "null")

    def _serve(self, endpoint: Endpoint, request: web.Request, body: str, fault: Fault | None) -> web.Response:
        key, query = request.headers.get("X-MBX-APIKEY"), request.raw_path.partition("?")[2]
        answer = self._judge(endpoint, key, lambda: parse(query, body), fault)
        answer.headers.update(self.limits[endpoint.limits].headers(is_order=endpoint.is_order))
        return answer

    def _judge(
        self, endpoint: Endpoint, key: str | None, read: Callable[[], tuple[str, Params]], fault: Fault | None
    ) -> web.Response:
        """Let a call pass, or refuse it; journal it, and what anybody may ask for the first time that it is asked."""
        noted: dict[str, Any] = {"endpoint": endpoint.name, "security": endpoint.security.value}
        if fault is not None:
            noted["fault"] = fault.kind
        params = Params({})
        try:
            signed, params = read()
            answer = _json(200, self._pass(endpoint, key, signed, params))
            if params.unread:
                noted["unread"] = params.unread
        except LimitReached as reached:
            answer = _limit(reached)
            noted["code"] = -1003
        except Refusal as refusal:
            status = 401 if refusal.code in UNAUTHORISED else 400
            answer = _json(status, {"code": refusal.code, "msg": str(refusal)})
            noted["code"] = refusal.code
            if endpoint.is_order:
                self._write("refused", id=_client_id(params), code=refusal.code, why=str(refusal))
        except PlainAnswer as plain:
            answer = web.Response(status=plain.status, text=plain.body, content_type=plain.content_type)
        if endpoint.security is not Security.NONE or "code" in noted or "unread" in noted:
            self._write("call", **noted)
        elif endpoint.name not in self._asked:
            self._asked.add(endpoint.name)
            self._write("asked", endpoint=endpoint.name)
        return answer

    def _pass(self, endpoint: Endpoint, key: str | None, signed: str, params: Params) -> Any:
        weight = endpoint.weight(params) if callable(endpoint.weight) else endpoint.weight
        self.limits[endpoint.limits].spend(weight, self._now(), is_order=endpoint.is_order)
        self._keys.check(endpoint.security, key, signed, params, self._now())
        if endpoint.is_order and not self.permits(endpoint):
            raise Refusal(-2015, "Invalid API-key, IP, or permissions for action.")
        return endpoint.handler(params)

    async def _spoil(self, request: web.Request, fault: Fault, answer: web.Response | None = None) -> web.Response:
        match fault.kind:
            case "drop before" | "drop after":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "silent before" | "silent after":
                await self._closing.wait()
                return web.Response(status=500)
            case "late answer":
                await self._wait(fault.seconds)
                return answer or web.Response(status=500)
            case "empty":
                return _json(200, {})
        said = _html(fault.status, fault.body) if isinstance(fault.body, str) else _json(fault.status, fault.body)
        said.headers.update(fault.headers)
        return said

    async def _wait(self, seconds: float) -> None:
        """Let so much of the venue's time pass, or the venue close."""
        waits = [asyncio.ensure_future(each) for each in (self._sleep(seconds), self._closing.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    def _write(self, event: str, **details: Any) -> None:
        self._journal.write(datetime.fromtimestamp(self._now() / 1000, UTC), event, **details)


def _client_id(params: Params) -> str:
    names = ("newClientOrderId", "clientAlgoId", "listClientOrderId", "origClientOrderId")
    return next((params[name] for name in names if name in params), "")


def _json(status: int, content: Any) -> web.Response:
    return web.json_response(content, status=status, dumps=lambda told: json.dumps(told, separators=(",", ":")))


def _html(status: int, text: str = HTML) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/html" if text.startswith("<") else "text/plain")


def _limit(reached: LimitReached) -> web.Response:
    if reached.status == 418:
        text = f"Way too many requests; IP(127.0.0.1) banned until {reached.until_ms}."
    else:
        text = "Too many requests; current limit of IP(127.0.0.1) is 2400 requests per minute."
    answer = _json(reached.status, {"code": -1003, "msg": text})
    answer.headers["Retry-After"] = str(reached.retry_after)
    return answer
