"""What the loopback exchange is made of, where it listens, and its journal."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.ports import Clock
from tests.servers.binance.catalogue import SPOT, USDM, Market, spot_listings, usdm_listings
from tests.servers.binance.endpoints import Endpoint, endpoints_of
from tests.servers.binance.faults import Faults
from tests.servers.binance.futures import Futures
from tests.servers.binance.gate import Gate
from tests.servers.binance.lead_traders import LeadTraders
from tests.servers.binance.permissions import Permissions
from tests.servers.binance.prices import Prices
from tests.servers.binance.public_spot import PublicSpot
from tests.servers.binance.public_usdm import PublicUsdm
from tests.servers.binance.signing import Keys
from tests.servers.binance.socket_api import USDM_METHODS, SocketApi
from tests.servers.binance.sockets import Client, StreamFaults
from tests.servers.binance.spot import Spot
from tests.servers.binance.streams import MarketStreams
from tests.servers.exchange.journal import Journal, read


class Parts:
    """The exchange taken together: prices, gate, streams, accounts. Nothing runs by itself here."""

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
        self.gate = Gate(self.keys, self.faults, self._journal, self.now_ms, self.clock.sleep)
        self.market_streams = MarketStreams(self.prices, self.now_ms, self.note)
        self.ports: dict[Market, int] = {}
        self.walking: tuple[float, random.Random] | None = None
        self.futures = Futures(self.prices[USDM], self.now_ms, self.note, Decimal(10_000))
        self.futures_api = SocketApi(self.gate, self.keys, USDM_METHODS, self.now_ms, self.note, streams=False)
        self.spot = Spot(self.prices[SPOT], self.gate, self.keys, self.now_ms, self.note)
        self.permissions = Permissions(self.now_ms)
        self.lead_traders = LeadTraders(self.prices[USDM], self.now_ms)
        self.gate.permits = self._permits
        public = (PublicUsdm(self.prices[USDM], self.now_ms), PublicSpot(self.prices[SPOT], self.now_ms))
        for service in (*public, self.permissions, self.lead_traders):
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

    def close_journal(self) -> None:
        """Let go of its file."""
        self._journal.close()

    def journal(self, *events: str) -> list[dict[str, Any]]:
        """Return what was written so far, oldest first; of the events named, or all."""
        return [line for line in read(self._journal_path) if not events or line["event"] in events]

    def stream_kinds(self, kind: str) -> tuple[list[StreamFaults], list[Client]]:
        """The faults and the connections of a kind of stream; `*` is all."""
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

    def _permits(self, endpoint: Endpoint) -> bool:
        return self.permissions.futures if endpoint.limits == USDM else self.permissions.spot
