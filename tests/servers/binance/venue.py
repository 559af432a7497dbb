"""The loopback exchange as a whole: two ports, one account, one journal, and the verbs that tests steer it with."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from aiohttp import web

from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.runtime import SystemClock
from tests.servers.binance.catalogue import SPOT, USDM, Market, spot_listings, usdm_listings
from tests.servers.binance.control import Control
from tests.servers.binance.endpoints import Endpoint, Params, endpoints_of
from tests.servers.binance.faults import Faults
from tests.servers.binance.flood import flood
from tests.servers.binance.futures import Futures
from tests.servers.binance.gate import Gate
from tests.servers.binance.permissions import Permissions
from tests.servers.binance.prices import Prices
from tests.servers.binance.public_spot import PublicSpot
from tests.servers.binance.public_usdm import PublicUsdm
from tests.servers.binance.signing import Keys
from tests.servers.binance.socket_api import USDM_METHODS, SocketApi
from tests.servers.binance.spot import Spot
from tests.servers.binance.streams import MarketStreams
from tests.servers.exchange.journal import Journal, read

API_KEY = "loopbackkey0000000000000000000000000000000000000000000000000000a"
API_SECRET = "loopbacksecret000000000000000000000000000000000000000000000000b"
VERBS = """
    move halt resume walk depth slices quirk fund transfer by_hand fault chance clear_faults skew streams permit
    hide_permissions permissions_page revoke_key expire_listen_key end_spot_stream spot_balance flood journal
""".split()
WALK_STEP = 0.0004  # standard deviation of a step of the walk, as a share of the price


class Venue:
    """Everything that listens, and what a test may do to it. Prices may be given as text or `Decimal`."""

    def __init__(self, journal: Path, clock: Clock, api_key: str, api_secret: str) -> None:
        self.api_key = api_key
        self.api_secret = api_secret
        self.clock = clock
        self.faults = Faults()
        self.keys = Keys(api_key, api_secret)
        self._journal_path = journal
        self._journal = Journal(journal)
        self.prices: dict[Market, Prices] = {
            USDM: Prices(usdm_listings(), self.now_ms),
            SPOT: Prices(spot_listings(), self.now_ms),
        }
        self.gate = Gate(self.keys, self.faults, self._journal, self.now_ms)
        self.market_streams = MarketStreams(self.prices, self.now_ms, self.note)
        self.ports: dict[Market, int] = {}
        self._walk: tuple[float, random.Random] | None = None
        self._quotes_every: float | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.futures = Futures(self.prices[USDM], self.now_ms, self.note, Decimal(10_000))
        self.futures_api = SocketApi(self.gate, self.keys, USDM_METHODS, self.now_ms, streams=False)
        self.spot = Spot(self.prices[SPOT], self.gate, self.keys, self.now_ms, self.note)
        self.permissions = Permissions(self.now_ms)
        self.gate.permits = self._permits
        public = (PublicUsdm(self.prices[USDM], self.now_ms), PublicSpot(self.prices[SPOT], self.now_ms))
        for service in (*public, self.permissions):
            self.gate.add(*endpoints_of(service))
        self.gate.add(*self.futures.endpoints(), *self.spot.endpoints())

    # --- where it is and what it has written ---

    @property
    def rest_url(self) -> str:
        """Where every REST path of both markets is served."""
        return f"http://127.0.0.1:{self.ports[USDM]}"

    @property
    def ws_url(self) -> str:
        """Where every routed websocket path is served; the perpetuals' base is this and `/ws`."""
        return f"ws://127.0.0.1:{self.ports[USDM]}"

    @property
    def spot_rest_url(self) -> str:
        """The same, on the port where `/ws` and `/stream` without a route mean spot."""
        return f"http://127.0.0.1:{self.ports[SPOT]}"

    @property
    def spot_ws_url(self) -> str:
        """The base of spot's streams is this and `/ws`; on any port it is `/stream/ws`."""
        return f"ws://127.0.0.1:{self.ports[SPOT]}"

    def now_ms(self) -> int:
        """The venue's time, its skew included."""
        return int((self.clock.now() + timedelta(seconds=self.faults.clock_skew_s)).timestamp() * 1000)

    def note(self, event: str, **details: Any) -> None:
        """Write into the journal."""
        self._journal.write(datetime.fromtimestamp(self.now_ms() / 1000, UTC), event, **details)

    def journal(self, *events: str) -> list[dict[str, Any]]:
        """Return what was written so far, oldest first; of the events named, or all."""
        return [line for line in read(self._journal_path) if not events or line["event"] in events]

    # --- the market ---

    def move(
        self,
        symbol: str,
        *prices: Decimal | str,
        bid: Decimal | str | None = None,
        ask: Decimal | str | None = None,
        mark: Decimal | str | None = None,
        quantity: Decimal | str | None = None,
        market: Market | None = None,
    ) -> None:
        """Let one trade happen at each price, in both markets unless one is named. `symbol`: BTCUSDT or BTC/USDT."""
        for price in prices:
            for kind in (USDM, SPOT) if market is None else (market,):
                given = [None if each is None else Decimal(each) for each in (bid, ask, mark, quantity)]
                self.prices[kind].move(_id(symbol), Decimal(price), *given)

    def halt(self, symbol: str, status: str = "SETTLING") -> None:
        """Stop a symbol's trading."""
        self.prices[USDM].listings[_id(symbol)].status = status
        self.prices[SPOT].listings[_id(symbol)].status = "BREAK"

    def resume(self, symbol: str) -> None:
        """Let it trade again."""
        for prices in self.prices.values():
            prices.listings[_id(symbol)].status = "TRADING"

    def walk(self, seconds: float, seed: int = 0) -> None:
        """Let every price walk at random, a step each so many seconds; 0 stops it."""
        self._walk = (seconds, random.Random(seed)) if seconds else None

    def depth(self, symbol: str, quantity: Decimal | str | None) -> None:
        """Let so much rest at the touch, for each order that comes; None: more than anybody wants."""
        for prices in self.prices.values():
            if quantity is None:
                prices.depth.pop(_id(symbol), None)
            else:
                prices.depth[_id(symbol)] = Decimal(quantity)

    def slices(self, parts: int, seconds: float = 0.0) -> None:
        """Fill every order in so many executions; on perpetuals so far apart, on spot at once."""
        self.quirk(slices=parts, slice_seconds=seconds)
        self.spot.book.slices = parts

    def quirk(self, **quirks: Any) -> None:
        """Set habits of the venue, see `Quirks`."""
        for name, value in quirks.items():
            setattr(self.futures.book.quirks, name, value)

    def fund(self, symbol: str, rate: Decimal | str) -> None:
        """Exchange funding on a perpetual."""
        self.futures.fund(_id(symbol), Decimal(rate))

    def transfer(self, amount: Decimal | str) -> None:
        """Move USDT into the perpetuals' wallet, or out of it."""
        self.futures.transfer(Decimal(amount))

    def spot_balance(self, asset: str, total: Decimal | str) -> None:
        """Set what the spot account has of an asset."""
        self.spot.book.balances[asset] = Decimal(total)

    def by_hand(self, endpoint: str, **params: str) -> Any:
        """Do what the user does on the exchange's own site: call an endpoint without a wire."""
        return self.gate.call(endpoint, Params(params))

    # --- what goes wrong ---

    def permit(self, **flags: Any) -> None:
        """Set what the key may do, by Binance's names: enableWithdrawals, enableFutures, ..."""
        self.permissions.may(**flags)

    def hide_permissions(self, *names: str) -> None:
        """Leave fields out of the answer about permissions."""
        self.permissions.hide(*names)

    def permissions_page(self, on: bool = True) -> None:
        """Answer with an HTML page instead."""
        self.permissions.html = on

    def revoke_key(self, on: bool = True) -> None:
        """Let the key be refused with -2015."""
        self.keys.revoked = on

    def expire_listen_key(self) -> None:
        """Let the perpetuals' listen key die now."""
        self.futures.stream.expire()

    def end_spot_stream(self) -> None:
        """Terminate spot's user streams, as Binance does when a key goes."""
        self.spot.api.terminate()

    def _permits(self, endpoint: Endpoint) -> bool:
        return self.permissions.futures if endpoint.limits == USDM else self.permissions.spot

    def streams(self, what: str, kind: str = "*", times: int = 1, on: bool = True) -> int:
        """Spoil the streams of a kind (public, market, private, spot, spot api); return how many stand.

        `what`: drop, malformed (so many frames), silent, repeated, swapped, lost.
        """
        faults, clients = self._stream_kinds(kind)
        match what:
            case "drop":
                for client in clients:
                    client.drop()
            case "malformed":
                for client in clients:
                    client.malformed(times)
            case "silent" | "repeated" | "swapped" | "lost":
                for each in faults:
                    setattr(each, what, on)
            case _:
                raise ValueError(f"streams know no {what!r}")
        return len(clients)

    def flood(self, rate: int, messages: int) -> None:
        """Send so many quotes at so many a second to whoever listens to books; the journal says when all went."""
        self._tasks.append(asyncio.get_running_loop().create_task(self._flood(rate, messages)))

    async def _flood(self, rate: int, messages: int) -> None:
        seconds = await flood(self.market_streams.of("public"), self.prices[USDM], rate, messages, self.now_ms)
        self.note("flood", messages=messages, seconds=round(seconds, 3))

    def fault(self, endpoint: str, kind: str, **details: Any) -> None:
        """See `Faults.add`."""
        self.faults.add(endpoint, kind, **details)

    def chance(self, endpoint: str, share: float, kinds: list[str], seed: int = 0, **details: Any) -> None:
        """See `Faults.chance`."""
        self.faults.chance(endpoint, share, kinds, seed, **details)

    def clear_faults(self) -> None:
        """See `Faults.clear`."""
        self.faults.clear()

    def skew(self, seconds: float) -> None:
        """Set the venue's clock wrong by so much."""
        self.faults.clock_skew_s = seconds

    def _stream_kinds(self, kind: str) -> tuple[list[Any], list[Any]]:
        faults = [each for name, each in self.market_streams.faults.items() if kind in ("*", name)]
        clients = self.market_streams.of(kind)
        if kind in ("*", "private"):
            faults.append(self.futures.stream.faults)
            clients = clients + self.futures.stream.clients
        if kind in ("*", "spot api"):
            faults.append(self.spot.api.faults)
            clients = clients + self.spot.api.clients
        if kind in ("*", "futures api"):
            clients = clients + self.futures_api.clients
        return faults, clients

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
        loops.append(self._every(lambda: self._walk[0] if self._walk else 0.05, self._walk_on))
        loops.append(self._every(lambda: 0.02, self.futures.pass_time))
        if self._quotes_every is not None:
            loops.append(self._every(lambda: self._quotes_every or 1.0, self.market_streams.repeat_quotes))
        async with asyncio.TaskGroup() as group:
            for each in loops:
                group.create_task(each)

    async def _every(self, seconds: Any, act: Any) -> None:
        while True:
            await self.clock.sleep(seconds())
            act()

    def _walk_on(self) -> None:
        if self._walk is None:
            return
        for symbol, listing in self.prices[USDM].listings.items():
            if listing.status != "TRADING":
                continue
            last = self.prices[USDM].quotes[symbol].last
            drift = -0.02 * float(last / listing.begin - 1)
            price = last * Decimal(1 + self._walk[1].gauss(0, WALK_STEP) + drift)
            self.move(symbol, max(listing.tick * 2, (price / listing.tick).to_integral_value() * listing.tick))

    async def close(self) -> None:
        """Let go of everybody and of the journal."""
        self.gate.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for client in self._stream_kinds("*")[1]:
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
    venue = Venue(journal or folder / "journal.jsonl", clock or SystemClock(), api_key, api_secret)
    venue.walk(walk, seed)
    venue._quotes_every = quotes_every
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
        venue._journal.close()


def _id(symbol: str) -> str:
    return symbol.replace("/", "").partition(":")[0]
