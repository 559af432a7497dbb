"""The real window on the real engine, with a market that a test moves by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QPoint

from echotrade_desktop.app import Session
from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.settings import Settings, load
from echotrade_desktop.stopping import Stop

BTC = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5))
ETH = Instrument("ETH/USDT", Decimal("0.01"), Decimal("0.001"), Decimal(5))
SPREAD = Decimal("0.1")
NEVER_S = 10.0


class HandMarket:
    """Ticks only when a test says so; candles are flat around the last price."""

    name = "Hand market"
    transport = "simulated"
    simulated = True

    def __init__(self) -> None:
        self._ticks: asyncio.Queue[Ticker] = asyncio.Queue()
        self.prices = {"BTC/USDT": Decimal(67500), "ETH/USDT": Decimal(3200)}

    def tick(self, symbol: str, price: str | Decimal | None = None) -> None:
        price = self.prices[symbol] = Decimal(price) if price is not None else self.prices[symbol]
        self._ticks.put_nowait(Ticker(symbol, price, price - SPREAD, price, datetime.now(UTC), Decimal(100)))

    async def instruments(self) -> Sequence[Instrument]:
        return [BTC, ETH]

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        while True:
            yield await self._ticks.get()

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        if symbol not in self.prices:
            raise MarketUnavailable("There is no such market.")
        price = self.prices[symbol]
        last = timeframe.open_time(datetime.now(UTC) if before is None else before - timedelta(seconds=1))
        wave = [price * (1 + Decimal(n % 7 - 3) / 1000) for n in range(limit)]
        times = [last - timeframe.length * (limit - 1 - n) for n in range(limit)]
        return [
            Candle(at, level, level * Decimal("1.002"), level * Decimal("0.998"), level, Decimal(5))
            for at, level in zip(times, wave, strict=True)
        ]

    async def close(self) -> None:
        pass


class Stage(Session):
    """A session whose engine trades on a `HandMarket`, without a practice channel."""

    def __init__(self, profile: Path, act: Callable[["Stage"], Awaitable[None]]) -> None:
        super().__init__(profile, Settings(), [], act)
        self.market = HandMarket()
        self.heard: list[Event] = []
        self._messages = 0

    def recipe(self) -> Recipe:
        limits = load(self.profile)[0].risk
        return Recipe(profile=self.profile, limits=limits, market=self.market, limits_keeper=LimitsFile(self.profile))

    # --- what a test does ---

    async def ready(self) -> None:
        """Wait for prices on the screen and candles on the chart."""
        self.bridge.events.event.connect(self.heard.append)
        for symbol in self.market.prices:
            self.market.tick(symbol)
        await until(lambda: len(self.parts.dashboard.get_live_prices()) == 2)
        await until(lambda: len(self.chart.view.canvas.series) > 0)

    async def call(self, text: str, sender: int = 1, name: str = "Harbour Calls") -> str:
        """Let a message arrive; return the id of the signal it became."""
        before = set(self.parts.desk.book.signals)
        self.receive(text, sender, name)
        await self.parts.engine.settle()
        new = set(self.parts.desk.book.signals) - before
        return new.pop() if new else ""

    def receive(self, text: str, sender: int = 1, name: str = "Harbour Calls") -> None:
        """Let a message arrive."""
        self._messages += 1
        now = datetime.now(UTC)
        self.parts.engine.receive(RawMessage(-1, self._messages, 0, now, now, sender, name, text))

    def skip_messages(self, count: int) -> None:
        """Let later messages have numbers that an earlier session did not use."""
        self._messages += count

    async def opened(self, text: str = "BTC LONG 67500 SL 67200 TP 68000") -> Position:
        """Open a position through the queue, by keyboard on the selected card; return it, protected."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        signal_id = await self.call(text)
        panel = self.window.approvals
        await until(lambda: signal_id in panel.cards and panel.cards[signal_id].armed)
        self.window.activateWindow()
        await until(self.window.isActiveWindow)
        QTest.keyClick(panel, Qt.Key.Key_A)
        await until(self.parts.desk.book.open_positions)
        await self.parts.engine.settle()
        return self.parts.desk.book.open_positions()[-1]

    def point(self, price: Decimal) -> QPoint:
        """Where a price is on the chart, left of the pills."""
        view = self.chart.view.canvas.viewport_state
        return QPoint(int(view.width - 240), round(view.y_of(float(price))))

    def shows(self, price: Decimal) -> bool:
        """Whether the chart's scale has come to include a price."""
        canvas = self.chart.view.canvas
        return 0 < canvas.viewport_state.y_of(float(price)) < canvas.viewport_state.height

    def commands(self, kind: type) -> list[object]:
        return [command for command in self.sent if isinstance(command, kind)]

    @property
    def sent(self) -> list[object]:
        """Every command that left the window."""
        return self._sent

    def watch_commands(self) -> None:
        self._sent: list[object] = []
        submit = self.parts.engine.submit

        def recording(command):
            self._sent.append(command)
            return submit(command)

        self.parts.engine.submit = recording  # type: ignore[method-assign]


async def play(profile: Path, act: Callable[[Stage], Awaitable[None]], kind: type[Stage] = Stage) -> Stage:
    """Open the window on a profile, let `act` do its part, close everything."""
    profile.mkdir(parents=True, exist_ok=True)

    async def begin(stage: Stage) -> None:
        stage.watch_commands()
        await stage.ready()
        await act(stage)
        await stage.parts.engine.settle()

    stage = kind(profile, begin)
    code = await stage.main(Stop())
    assert code == 0
    return stage


async def until(condition: Callable[[], object]) -> None:
    """Wait for a condition; the test's own time limit ends a wait in vain."""
    while not condition():
        await asyncio.sleep(0.005)
