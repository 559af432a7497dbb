"""The perpetuals' private side as a whole: account, book, Algo service, user stream and their endpoints."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from tests.servers.binance.algo import AlgoService
from tests.servers.binance.endpoints import Endpoint, endpoints_of
from tests.servers.binance.futures_account import FuturesAccount
from tests.servers.binance.futures_book import FuturesBook
from tests.servers.binance.futures_rows import account_event
from tests.servers.binance.futures_settings import FuturesSettings
from tests.servers.binance.futures_trading import FuturesTrading
from tests.servers.binance.income import Income
from tests.servers.binance.prices import Prices
from tests.servers.binance.user_stream import UserStream


class Futures:
    """What one account has on the perpetuals."""

    def __init__(self, prices: Prices, now_ms: Callable[[], int], note: Callable[..., None], wallet: Decimal) -> None:
        self.stream = UserStream(now_ms, note)
        self.account = FuturesAccount(prices, now_ms, wallet)
        self.book = FuturesBook(self.account, now_ms, self.stream.tell, note)
        self.algos = AlgoService(self.book, now_ms, self.stream.tell, note)
        self._trading = FuturesTrading(self.book, self.algos, now_ms)
        self._settings = FuturesSettings(self.book, self.stream.tell, now_ms)
        self._now = now_ms
        self._note = note
        prices.heard += [self.book.ticked, self.algos.ticked]

    def endpoints(self) -> Iterator[Endpoint]:
        """Everything it answers."""
        for service in (self.stream, self._trading, self._settings, Income(self.account)):
            yield from endpoints_of(service)

    def pass_time(self) -> None:
        """Slices that are due, countdowns, the listen key."""
        self.book.pass_time()
        self._trading.pass_time()
        self.stream.pass_time()

    def fund(self, symbol: str, rate: Decimal) -> None:
        """Exchange funding now."""
        concerned = self.account.fund(symbol, rate)
        if concerned:
            self._note("funding", symbol=symbol, rate=rate)
            self.stream.tell(account_event(self.account, concerned, "FUNDING_FEE", self._now()))

    def transfer(self, amount: Decimal) -> None:
        """Move money into the account, or out of it."""
        self.account.transfer(amount)
        self.stream.tell(account_event(self.account, [], "DEPOSIT" if amount > 0 else "WITHDRAW", self._now()))
