"""A market that does what a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from tests.fakes.clock import START


def tick(
    symbol: str = "BTC/USDT",
    price: Decimal | int = 100,
    *,
    bid: Decimal | None = None,
    ask: Decimal | None = None,
    after: float = 0,
    volume: Decimal | None = None,
    change_24h: Decimal | None = None,
    high_24h: Decimal | None = None,
    low_24h: Decimal | None = None,
) -> Ticker:
    """A tick at `price`, `after` seconds after `START`; bid and ask are the price unless told."""
    price = Decimal(price)
    return Ticker(
        symbol,
        price,
        price if bid is None else bid,
        price if ask is None else ask,
        START + timedelta(seconds=after),
        volume,
        change_24h,
        high_24h,
        low_24h,
    )


class FakeMarket:
    """A market source with a script: ticks to send, candles to serve, failures on demand."""

    name = "Fake market"
    transport = "fake"
    simulated = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []
        self.subscriptions = 0
        self.most_subscriptions = 0  # at the same time
        self._script: asyncio.Queue[Ticker | MarketUnavailable | None] = asyncio.Queue()

    def send(self, ticker: Ticker) -> None:
        """Send a tick to whoever listens, or to the next who does."""
        self._script.put_nowait(ticker)

    def lose(self, reason: str) -> None:
        """Lose the connection."""
        self._script.put_nowait(MarketUnavailable(reason))

    def end(self) -> None:
        """Stop sending without a word."""
        self._script.put_nowait(None)

    async def instruments(self) -> Sequence[Instrument]:
        """Two symbols."""
        return [Instrument(symbol, Decimal("0.1"), Decimal("0.001"), Decimal(5)) for symbol in ("BTC/USDT", "ADA/USDT")]

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Play the script."""
        self.asked.append(tuple(symbols))
        self.subscriptions += 1
        self.most_subscriptions = max(self.most_subscriptions, self.subscriptions)
        try:
            while (each := await self._script.get()) is not None:
                if isinstance(each, MarketUnavailable):
                    raise each
                yield each
        finally:
            self.subscriptions -= 1

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """No candles here."""
        raise MarketUnavailable("The fake market has no candles.")

    async def close(self) -> None:
        """Nothing is held."""
