"""The exchange's prices and the calls posted on it, behind our own ports."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.errors import MarketUnavailable, SourceUnavailable
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage
from tests.servers.exchange.client import Connection
from tests.servers.exchange.line import Gone
from tests.servers.exchange.market import INSTRUMENTS

CHAT = -100


class _Told:
    """What a connection of its own is told, one record after the other."""

    def __init__(self, port: int, subject: str) -> None:
        self._news: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._line = Connection(port, listen_to=(subject,), told=self._news.put_nowait)

    async def __aenter__(self) -> "asyncio.Queue[dict[str, Any]]":
        await self._line.connect()
        return self._news

    async def __aexit__(self, *_: object) -> None:
        await self._line.close()


class ExchangeMarket:
    """Implements `MarketSource`."""

    name = "Strict exchange"
    transport = "socket"
    simulated = True

    def __init__(self, port: int) -> None:
        self._port = port

    async def instruments(self) -> Sequence[Instrument]:
        """Return what is traded."""
        return INSTRUMENTS

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield every tick."""
        try:
            async with _Told(self._port, "ticks") as news:
                while True:
                    told = await news.get()
                    if told["symbol"] in symbols:
                        yield Ticker(
                            told["symbol"],
                            decimal_from(told["last"]),
                            decimal_from(told["bid"]),
                            decimal_from(told["ask"]),
                            datetime.fromisoformat(told["at"]),
                        )
        except Gone as gone:
            raise MarketUnavailable(f"The strict exchange cannot be reached ({gone}).") from None

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """It keeps no candles."""
        raise MarketUnavailable("The strict exchange has no candles.")

    async def close(self) -> None:
        """Nothing is held between streams."""


class PostedCalls:
    """Implements `SignalSource`: the newest posts come again with each connection, as a backlog."""

    name = "Posted calls"

    def __init__(self, port: int, clock: Clock) -> None:
        self._port = port
        self._clock = clock

    async def messages(self) -> AsyncIterator[RawMessage]:
        """Yield the backlog, then what is posted."""
        try:
            async with _Told(self._port, "posts") as news:
                while True:
                    told = (await news.get())["message"]
                    yield RawMessage(
                        chat_id=CHAT,
                        message_id=told["id"],
                        edit_version=0,
                        sent_at=datetime.fromisoformat(told["sent_at"]),
                        received_at=self._clock.now(),
                        sender_id=told["sender"],
                        sender_name=f"Trader {told['sender']}",
                        text=told["text"],
                    )
        except Gone as gone:
            raise SourceUnavailable(f"The posted calls cannot be read ({gone}).") from None

    async def close(self) -> None:
        """Nothing is held between streams."""
