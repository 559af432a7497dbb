"""The real ccxt on the loopback exchange: every address is rewritten, so that nothing can leave by accident."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import ccxt.pro

from tests.servers.binance.venue import Venue, binance_exchange

OPTIONS = {"fetchCurrencies": False, "fetchMargins": False, "warnOnFetchOpenOrdersWithoutSymbol": False}


def usdm_client(venue: Venue, **config: Any) -> Any:
    """A `ccxt.pro.binanceusdm` on the loopback exchange, with the account's keys. Close it."""
    options = {**OPTIONS, "defaultType": "swap", "fetchMarkets": {"types": ["linear"]}, **config.pop("options", {})}
    client = ccxt.pro.binanceusdm(
        {"apiKey": venue.api_key, "secret": venue.api_secret, "enableRateLimit": False, **config, "options": options}
    )
    return _redirect(client, venue)


def spot_client(venue: Venue, **config: Any) -> Any:
    """A `ccxt.pro.binance` for spot on the loopback exchange, with the account's keys. Close it."""
    options = {**OPTIONS, "defaultType": "spot", "fetchMarkets": {"types": ["spot"]}, **config.pop("options", {})}
    client = ccxt.pro.binance(
        {"apiKey": venue.api_key, "secret": venue.api_secret, "enableRateLimit": False, **config, "options": options}
    )
    return _redirect(client, venue)


def _redirect(client: Any, venue: Venue) -> Any:
    api = client.urls["api"]
    for name, address in api.items():
        if isinstance(address, str):
            api[name] = venue.rest_url + "/" + address.split("/", 3)[3]
    streams = api["ws"]
    streams["linear"] = f"{venue.ws_url}/ws"
    streams["spot"] = f"{venue.ws_url}/stream/ws"
    streams["ws-api"] = {"linear": f"{venue.ws_url}/ws-fapi/v1", "spot": f"{venue.ws_url}/ws-api/v3"}
    for name in [each for each in streams if each not in ("linear", "spot", "ws-api")]:
        del streams[name]
    return client


@asynccontextmanager
async def usdm_desk(
    folder: Path, options: dict[str, Any] | None = None, **venue: Any
) -> AsyncIterator[tuple[Venue, Any]]:
    """A loopback exchange and a `ccxt.pro.binanceusdm` on it, its markets loaded."""
    async with (
        binance_exchange(folder, **venue) as exchange,
        closing(usdm_client(exchange, options=options or {})) as client,
    ):
        yield exchange, client


@asynccontextmanager
async def spot_desk(
    folder: Path, options: dict[str, Any] | None = None, **venue: Any
) -> AsyncIterator[tuple[Venue, Any]]:
    """A loopback exchange and a `ccxt.pro.binance` for spot on it, its markets loaded."""
    async with (
        binance_exchange(folder, **venue) as exchange,
        closing(spot_client(exchange, options=options or {})) as client,
    ):
        yield exchange, client


@asynccontextmanager
async def closing(client: Any) -> AsyncIterator[Any]:
    """Load a client's markets, and close it in the end, with the timers that ccxt would leave behind."""
    timers = []

    def delay(milliseconds: float, method: Any, *args: Any) -> None:
        timers.append(asyncio.get_running_loop().call_later(milliseconds / 1000, client.spawn, method, *args))

    client.delay = delay
    client.timeout_on_exit = 0  # milliseconds, that ccxt waits for TLS connections to close
    try:
        await client.load_markets()
        yield client
    finally:
        for timer in timers:
            timer.cancel()
        await client.close()


async def until(holds: Callable[[], Any], seconds: float = 10) -> Any:
    """Wait until something is true, and return it."""
    async with asyncio.timeout(seconds):
        while not (found := holds()):
            await asyncio.sleep(0.005)
    return found


@asynccontextmanager
async def heard(*watches: Any) -> AsyncIterator[list[asyncio.Task[Any]]]:
    """Run `watch_*` calls beside the test; whatever still waits in the end is cancelled."""
    tasks = [asyncio.ensure_future(watch) for watch in watches]
    try:
        yield tasks
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def code_of(error: BaseException) -> int | None:
    """Binance's numeric code in what ccxt raised."""
    found = re.search(r'"code":\s*(-?\d+)', str(error))
    return int(found[1]) if found else None
