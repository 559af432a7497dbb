"""The loopback exchange, alive: two ports, their paths, and what time brings."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

from aiohttp import web

from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import SystemClock
from tests.servers.binance.catalogue import SPOT, USDM, Market
from tests.servers.binance.control import Control
from tests.servers.binance.flood import flood
from tests.servers.binance.steering import Steering

API_KEY = "loopbackkey0000000000000000000000000000000000000000000000000000a"
API_SECRET = "loopbacksecret000000000000000000000000000000000000000000000000b"
VERBS = [*(name for name in vars(Steering) if not name.startswith("_")), "journal", "note", "flood"]
WALK_STEP = 0.0004  # standard deviation of a step of the walk, as a share of the price


class Venue(Steering):
    """Everything that listens, and what a test may do to it."""

    def __init__(
        self, journal: Path, clock: Clock, api_key: str, api_secret: str, quotes_every: float | None = None
    ) -> None:
        super().__init__(journal, clock, api_key, api_secret)
        self._quotes_every = quotes_every
        self._tasks: list[asyncio.Task[None]] = []

    def flood(self, rate: int, messages: int) -> None:
        """Send so many quotes at so many a second to whoever listens to books; the journal says when all went."""
        self._tasks.append(asyncio.get_running_loop().create_task(self._flood(rate, messages)))

    async def _flood(self, rate: int, messages: int) -> None:
        seconds = await flood(self.market_streams.of("public"), self.prices[USDM], rate, messages, self.now_ms)
        self.note("flood", messages=messages, seconds=round(seconds, 3))

    # --- its life ---

    def app(self, market: Market) -> web.Application:
        """What one port serves; they differ in what a websocket path without a route means."""
        app = web.Application()
        app.router.add_post("/_venue", Control(self, VERBS).handle)
        app.router.add_get("/ws-api/v3", self.spot.api.serve)
        app.router.add_get("/ws-fapi/v1", self.futures_api.serve)
        for path in ("/private/ws", "/private/ws/{key}", "/private/stream"):
            app.router.add_get(path, self.futures.stream.serve)
        for route in ("public", "market"):
            self._add_streams(app, f"/{route}", route)
        self._add_streams(app, "/stream", "spot", combined=False)
        self._add_streams(app, "", "spot" if market == SPOT else "public", combined=True)
        app.router.add_route("*", "/{path:.*}", self.gate.handle)
        return app

    def _add_streams(self, app: web.Application, prefix: str, kind: str, *, combined: bool = True) -> None:
        async def plain(request: web.Request) -> web.StreamResponse:
            streams = [each for each in request.match_info.get("streams", "").split("/") if "@" in each or "!" in each]
            return await self.market_streams.serve(request, kind, streams, combined=False)

        async def wrapped(request: web.Request) -> web.StreamResponse:
            streams = [each for each in request.query.get("streams", "").split("/") if each]
            return await self.market_streams.serve(request, kind, streams, combined=True)

        app.router.add_get(f"{prefix}/ws", plain)
        app.router.add_get(f"{prefix}/ws/{{streams:.*}}", plain)
        if combined:
            app.router.add_get(f"{prefix}/stream", wrapped)

    async def live(self) -> None:
        """Let time pass: mark prices each second, the walk, the quotes that repeat."""
        loops = [self._every(lambda: 1.0, self.market_streams.beat)]
        loops.append(self._every(lambda: self.walking[0] if self.walking else 0.05, self._walk_on))
        loops.append(self._every(lambda: 0.02, self.futures.pass_time))
        if self._quotes_every is not None:
            loops.append(self._every(lambda: self._quotes_every or 1.0, self.market_streams.repeat_quotes))
        async with asyncio.TaskGroup() as group:
            for each in loops:
                group.create_task(each)

    async def _every(self, seconds: Callable[[], float], act: Callable[[], None]) -> None:
        while True:
            await self.clock.sleep(seconds())
            act()

    def _walk_on(self) -> None:
        if self.walking is None:
            return
        for symbol, listing in self.prices[USDM].listings.items():
            if listing.status != "TRADING":
                continue
            last = self.prices[USDM].quotes[symbol].last
            drift = -0.02 * float(last / listing.begin - 1)
            price = last * Decimal(1 + self.walking[1].gauss(0, WALK_STEP) + drift)
            self.move(symbol, max(listing.tick * 2, (price / listing.tick).to_integral_value() * listing.tick))

    async def close(self) -> None:
        """Let go of everybody and of the journal."""
        self.gate.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for client in self.stream_kinds("*")[1]:
            await client.close()


@asynccontextmanager
async def binance_exchange(
    folder: Path,
    *,
    clock: Clock | None = None,
    ports: tuple[int, int] = (0, 0),
    journal: Path | None = None,
    walk: float = 0,
    quotes_every: float | None = None,
    seed: int = 0,
    api_key: str = API_KEY,
    api_secret: str = API_SECRET,
) -> AsyncIterator[Venue]:
    """Serve a loopback exchange; its journal is `folder/journal.jsonl` unless named.

    `walk`: seconds between steps of a random walk of all prices, 0 for prices that only `move` changes.
    `quotes_every`: seconds after which books and tickers are told again although nothing moved.
    """
    venue = Venue(journal or folder / "journal.jsonl", clock or SystemClock(), api_key, api_secret, quotes_every)
    venue.walk(walk, seed)
    runners = []
    markets: tuple[Market, Market] = (USDM, SPOT)
    for market, port in zip(markets, ports, strict=True):
        runner = web.AppRunner(venue.app(market), access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        venue.ports[market] = runner.addresses[0][1]
        runners.append(runner)
    living = asyncio.create_task(venue.live())
    try:
        yield venue
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
        await venue.close()
        for runner in runners:
            await runner.cleanup()
        venue.close_journal()
