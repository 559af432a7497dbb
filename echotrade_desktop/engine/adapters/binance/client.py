"""The one way to Binance's REST: ccxt signs and sends, this file decides whether to, and what the answer means.

The endpoints are called as they are, not through ccxt's unified methods: those lose a stop whose price is a Decimal,
drop a target beside a stop, invent fills and send what they do not know. See `docs/decisions/0074`.
"""

import asyncio
import json
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from socket import gaierror
from typing import Any

from echotrade_desktop.collector import heavy_work
from echotrade_desktop.engine.adapters.binance import lean_ccxt
from echotrade_desktop.engine.adapters.binance.answers import Heard, Trouble, Verdict, trouble_of, verdict_of
from echotrade_desktop.engine.adapters.binance.budget import Budget, Urgency
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection
from echotrade_desktop.engine.adapters.binance.reach import Reach
from echotrade_desktop.engine.adapters.binance.sentences import sentence_of
from echotrade_desktop.engine.adapters.binance.server_time import ServerTime
from echotrade_desktop.engine.domain.ports import Clock

ANSWER_WITHIN_S = 10.0
LIMITS = {BinanceMarketName.USDM: (2400, 1200, 300), BinanceMarketName.SPOT: (6000, 4000, 100)}
_heard: ContextVar[Heard] = ContextVar("heard")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call of the API: ccxt's name for its section, method, path, and what it weighs."""

    section: str
    method: str
    path: str
    weight: int = 1
    is_order: bool = False


class Line:
    """What everything that speaks to one Binance shares: its addresses, time, budget, and whether it is there."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self.connection = connection
        self.clock = clock
        self.time = ServerTime(clock)
        self.budget = Budget(clock, *LIMITS[connection.market])
        self.reach = Reach(clock)
        self.time_endpoint = Endpoint(_section(connection.market, "Public"), "GET", "time")


class Client:
    """Calls endpoints of one line, with the keys of an account or without any."""

    def __init__(self, line: Line, keys: ApiKeys | None = None, answer_within: float = ANSWER_WITHIN_S) -> None:
        """`answer_within` in seconds of real time; whoever asks may have less patience and cancel the call."""
        self.line = line
        self._keys = keys
        self._answer_within = answer_within
        self._exchange: Any = None
        self._opening = asyncio.Lock()

    @property
    def who(self) -> str:
        """What the screen calls the exchange."""
        return self.line.connection.name

    async def call(
        self,
        endpoint: Endpoint,
        params: Mapping[str, str] | None = None,
        urgency: Urgency = Urgency.LOOK,
        weight: int | None = None,
    ) -> Any:
        """Call an endpoint once and return its JSON. Raises `Trouble`; never tries again by itself.

        Parameters are text: ccxt takes a Decimal for an absent value.
        """
        params = params or {}
        _only_text(params)
        line = self.line
        if urgency < Urgency.PROTECT:
            line.reach.check(self.who)
        if endpoint is not line.time_endpoint and not line.time.measured:
            await self.measure_time(urgency)
        cost = endpoint.weight if weight is None else weight
        line.budget.admit(cost, urgency, line.time.milliseconds(), is_order=endpoint.is_order, who=self.who)
        exchange = await self._open()
        return await self._send(exchange, endpoint, params)

    async def measure_time(self, urgency: Urgency = Urgency.LOOK) -> None:
        """Ask what time it is there."""
        await self._open()  # importing ccxt must not count as the way to the server
        asked = self.line.clock.now()
        answer = await self.call(self.line.time_endpoint, urgency=urgency)
        self.line.time.measure(_server_ms(answer, self.who), asked, self.line.clock.now())

    def sign(self, params: Mapping[str, str]) -> dict[str, Any]:
        """Return the parameters of a request over a websocket, with key, time and signature. Needs an open client."""
        signed: dict[str, Any] = self._exchange.sign_params(dict(params))
        return signed

    async def open(self) -> None:
        """Import ccxt and be ready; the first call does it otherwise."""
        await self._open()

    async def close(self) -> None:
        """Let go of connections."""
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            await exchange.close()

    async def _open(self) -> Any:
        async with self._opening:
            if self._exchange is None:
                self._exchange = await asyncio.to_thread(_make, self.line, self._keys, int(self._answer_within * 1000))
                self._exchange.on_rest_response = _listen
        return self._exchange

    async def _send(self, exchange: Any, endpoint: Endpoint, params: Mapping[str, str]) -> Any:
        _heard.set(Heard())
        try:
            answer = await exchange.request(endpoint.path, [endpoint.section], endpoint.method, dict(params))
        except Exception as error:  # noqa: BLE001  ccxt's and aiohttp's own; their texts hold the signed address
            raise self._trouble(error) from None
        self.line.reach.succeeded()
        self._note(_heard.get())
        if not isinstance(answer, dict | list):
            unknown = Verdict.UNKNOWN
            raise Trouble(unknown, sentence_of(unknown.value, None, "", self.who))
        return answer

    def _trouble(self, error: Exception) -> Trouble:
        heard = _heard.get()
        if heard.status is None:
            heard = Heard(connected=not _never_connected(error))
            self.line.reach.failed()
        else:
            self.line.reach.succeeded()
            self._note(heard)
        verdict = verdict_of(heard)
        if verdict is Verdict.BANNED:
            self.line.budget.ban(heard.retry_after)
        elif verdict is Verdict.THROTTLED:
            self.line.budget.pause(heard.retry_after)
        elif verdict is Verdict.SKEWED:
            self.line.time.measured = False
        return trouble_of(heard, self.who)

    def _note(self, heard: Heard) -> None:
        self.line.budget.note(heard.weight, heard.orders, heard.orders_10s)


def _section(market: BinanceMarketName, access: str) -> str:
    return f"fapi{access}" if market is BinanceMarketName.USDM else access.lower()


def _only_text(params: Mapping[str, Any]) -> None:
    for name, value in params.items():
        if type(value) is not str:
            raise TypeError(f"{name} is {type(value).__name__}, but only text is sent to Binance")


def _server_ms(answer: Any, who: str) -> int:
    stamp = answer.get("serverTime") if isinstance(answer, dict) else None
    if not isinstance(stamp, int) or stamp <= 0:
        raise Trouble(Verdict.UNKNOWN, f"{who} answered with something that is no time.")
    return stamp


def _never_connected(error: Exception) -> bool:
    """Whether the connection could not even be made, so that nothing can have been sent.

    A connection that was reset is an `OSError` too, and says nothing: the order may have gone through before.
    """
    from aiohttp import ClientConnectorError

    return isinstance(error.__cause__, ClientConnectorError | gaierror)


def _make(line: Line, keys: ApiKeys | None, timeout_ms: int) -> Any:
    """Import ccxt and build its exchange; in a thread, since both take their time."""
    lean_ccxt.install()
    with heavy_work():
        if line.connection.market is BinanceMarketName.USDM:
            from ccxt.pro.binanceusdm import binanceusdm as exchange_class
        else:
            from ccxt.pro.binance import binance as exchange_class
    options = {"enableRateLimit": False, "timeout": timeout_ms, "newUpdates": True}
    exchange = exchange_class(options if keys is None else {**options, "apiKey": keys.key, "secret": keys.secret})
    exchange.milliseconds = line.time.milliseconds
    exchange.urls["api"] = _rewritten(exchange.urls["api"], line.connection)
    if line.connection.addresses.rest.startswith("http:"):
        exchange.timeout_on_exit = 0  # it waits for TLS to say goodbye
        exchange.verify = False  # and loads certificates that nobody will show
    return exchange


def _rewritten(urls: Mapping[str, Any], connection: Connection) -> dict[str, Any]:
    """Return ccxt's addresses with every one of them pointed at the connection's hosts, so that none else is asked."""
    places = connection.addresses

    def moved(name: str, url: Any) -> Any:
        if isinstance(url, Mapping):
            return {inner: moved(inner, address) for inner, address in url.items()}
        path = "/" + str(url).partition("://")[2].partition("/")[2]
        if str(url).startswith("ws"):
            return (places.requests if "-api" in path or "-fapi" in path else places.stream) + path
        return ((places.account or places.rest) if name.startswith("sapi") else places.rest) + path

    return {name: moved(name, url) for name, url in urls.items()}


def _listen(
    status: int, _reason: str, _url: str, _method: str, headers: Mapping[str, str], body: str, *_: object
) -> str:
    """Note what came back, for the call that is under way in this context."""
    named = {name.lower(): value for name, value in headers.items()}
    code, message = _complaint(body)
    _heard.set(
        Heard(
            status,
            code,
            message,
            float(_whole(named.get("retry-after")) or 0),
            weight=_whole(named.get("x-mbx-used-weight-1m")),
            orders=_whole(named.get("x-mbx-order-count-1m")),
            orders_10s=_whole(named.get("x-mbx-order-count-10s")),
        )
    )
    return body


def _complaint(body: str) -> tuple[int | None, str]:
    """Return the code and words of an error; None and nothing where there is none, or nothing that can be read."""
    if '"code"' not in body[:400]:
        return None, ""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    code = told.get("code") if isinstance(told, dict) else None
    if isinstance(code, str):
        code = _whole(code)
    return (code, str(told.get("msg", ""))) if isinstance(code, int) else (None, "")


def _whole(text: str | None) -> int | None:
    try:
        return None if text is None else int(text)
    except ValueError:
        return None
