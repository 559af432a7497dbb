"""Spot's private side as a whole: balances, book, endpoints, and the websocket API with the user stream."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.servers.binance.endpoints import Endpoint, endpoints_of
from tests.servers.binance.gate import Gate
from tests.servers.binance.prices import Prices
from tests.servers.binance.signing import Keys
from tests.servers.binance.socket_api import SPOT_METHODS, SocketApi
from tests.servers.binance.spot_book import SpotBook
from tests.servers.binance.spot_trading import SpotTrading

BALANCES = {"USDT": Decimal(10_000), "BTC": Decimal(0), "ETH": Decimal(0), "BNB": Decimal(0)}


class Spot:
    """What one account has on spot."""

    def __init__(
        self, prices: Prices, gate: Gate, keys: Keys, now_ms: Callable[[], int], note: Callable[..., None]
    ) -> None:
        self.api = SocketApi(gate, keys, SPOT_METHODS, now_ms, note, streams=True)
        self.book = SpotBook(prices, now_ms, self.api.tell, note, BALANCES)
        self._trading = SpotTrading(self.book, now_ms)

    def endpoints(self) -> Iterator[Endpoint]:
        """Everything it answers."""
        yield from endpoints_of(self._trading)
