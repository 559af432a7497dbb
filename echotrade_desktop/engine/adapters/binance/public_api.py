"""The public side of Binance's two markets, side by side: endpoints, their weights, streams and candles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from echotrade_desktop.engine.adapters.binance.client import Endpoint
from echotrade_desktop.engine.adapters.binance.connection import BinanceMarketName
from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.market import Candle, Timeframe


@dataclass(frozen=True, slots=True)
class PublicApi:
    """Where a market's prices are, and which of its streams say what.

    `books` are streams a symbol needs on the first socket; `days` on the second, where the market has two.
    """

    listings: Endpoint
    candles: Endpoint
    books: Endpoint
    prices: Endpoint
    day: Endpoint
    all_days_weight: int
    book_path: str
    book_streams: tuple[str, ...]
    day_path: str | None
    day_streams: tuple[str, ...]
    most_candles: int
    candle_weight: Callable[[int], int]


def _usdm_candle_weight(limit: int) -> int:
    return 1 if limit < 100 else 2 if limit < 500 else 5 if limit <= 1000 else 10


PUBLIC_APIS: Mapping[BinanceMarketName, PublicApi] = {
    BinanceMarketName.USDM: PublicApi(
        listings=Endpoint("fapiPublic", "GET", "exchangeInfo", 1),
        candles=Endpoint("fapiPublic", "GET", "klines", 1),
        books=Endpoint("fapiPublic", "GET", "ticker/bookTicker", 5),
        prices=Endpoint("fapiPublic", "GET", "ticker/price", 2),
        day=Endpoint("fapiPublic", "GET", "ticker/24hr", 1),
        all_days_weight=40,
        book_path="/public/ws",
        book_streams=("bookTicker",),
        day_path="/market/ws",
        day_streams=("aggTrade", "miniTicker", "markPrice@1s"),
        most_candles=1500,
        candle_weight=_usdm_candle_weight,
    ),
    BinanceMarketName.SPOT: PublicApi(
        listings=Endpoint("public", "GET", "exchangeInfo", 20),
        candles=Endpoint("public", "GET", "klines", 2),
        books=Endpoint("public", "GET", "ticker/bookTicker", 4),
        prices=Endpoint("public", "GET", "ticker/price", 4),
        day=Endpoint("public", "GET", "ticker/24hr", 2),
        all_days_weight=80,
        book_path="/ws",
        book_streams=("bookTicker", "trade", "miniTicker"),
        day_path=None,
        day_streams=(),
        most_candles=1000,
        candle_weight=lambda _limit: 2,
    ),
}


def read_candles(answer: Any, timeframe: Timeframe, now: datetime) -> list[Candle]:
    """Return the candles of a `klines` answer; raises `BadNumber`, `IndexError`, `TypeError` for what is none."""
    return [_candle(row, timeframe, now) for row in answer]


def _candle(row: Sequence[Any], timeframe: Timeframe, now: datetime) -> Candle:
    opened = datetime.fromtimestamp(int(row[0]) / 1000, UTC)
    first, high, low, close, volume = (decimal_from(text) for text in row[1:6])
    return Candle(opened, first, high, low, close, volume, closed=opened + timeframe.length <= now)
