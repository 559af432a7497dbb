"""The real engine on the loopback Binance: market, and broker when it is live, through the real ccxt.

async with on_binance(tmp_path) as desk:
    position = await desk.open("BTC LONG 67500 SL 66000")
    assert desk.resting("BTC/USDT")
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.binance.broker import BinanceBroker
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection, Mode
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.compose import Recipe, Running, running
from echotrade_desktop.engine.domain.commands import ApproveSignal, ClosePosition, Command, MoveStop
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import CommandRefused, Event, Notice, StopMoveRefused
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.position import Position, ProtectionStatus
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.engine.trading.executor import ANSWER_WITHIN_S
from echotrade_desktop.engine.trading.protection import cover
from tests.servers.binance.venue import Venue, binance_exchange

CALM: dict[str, Any] = {  # so that a test's calls are judged by nothing but what the test is about
    "min_consensus": Decimal(0),
    "duplicate_window": timedelta(seconds=1),
    "size_min": None,
    "size_max": None,
}


@dataclass
class OnBinance:
    """The running parts, the venue, and short words for what people do."""

    venue: Venue
    parts: Running
    events: list[Event]
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    # --- what happens ---

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait for a condition; the test's own time limit ends a wait in vain."""
        while not condition():
            await asyncio.sleep(0.005)

    async def call(self, text: str) -> QueuedSignal:
        """Let a message arrive; return the one signal it led to."""
        now, before = self.clock.now(), set(self.book.signals)
        self.parts.engine.receive(RawMessage(-1, next(self.numbers), 0, now, now, 1, "Anna", text))
        await self.parts.engine.settle()
        (new,) = set(self.book.signals) - before
        return self.book.signals[new]

    async def do(self, command: Command) -> Event:
        """Submit a command; return its answer."""
        self.parts.engine.submit(command)
        await self.parts.engine.settle()
        return next(event for event in self.events if getattr(event, "command_id", None) == command.command_id)

    async def approve(self, queued: QueuedSignal) -> Event:
        """Click on Approve."""
        now = self.book.signals[queued.signal.signal_id]
        assert now.sizing is not None, now.blocking
        return await self.do(ApproveSignal(now.signal.signal_id, now.signal.version, now.sizing.quantity))

    async def open(self, text: str = "BTC LONG 67500 SL 66000") -> Position:
        """Follow a call into a position with its stop."""
        queued = await self.call(text)
        answer = await self.approve(queued)
        assert not isinstance(answer, CommandRefused), answer.reason
        await self.until(lambda: any(p.signal_id == queued.signal.signal_id for p in self.book.open_positions()))
        position = next(p for p in self.book.open_positions() if p.signal_id == queued.signal.signal_id)
        await self.until(lambda: self.is_protected(position))
        return self.position(position)

    async def close(self, position: Position, share: str = "1") -> Event:
        """Close a share of it at the market."""
        return await self.do(self.closing(position, share))

    def closing(self, position: Position, share: str = "1") -> ClosePosition:
        """The wish to close a share of it as it is now."""
        return ClosePosition(position.position_id, Decimal(share), self.position(position).version)

    async def move_stop(self, position: Position, price: str) -> Event:
        """Drag its stop."""
        return await self.do(MoveStop(position.position_id, Decimal(price), self.position(position).version))

    # --- how it stands ---

    @property
    def book(self) -> Any:
        return self.parts.desk.book

    @property
    def clock(self) -> Clock:
        return self.parts.desk.clock

    @property
    def broker(self) -> BinanceBroker:
        assert isinstance(self.parts.broker, BinanceBroker)
        return self.parts.broker

    def position(self, position: Position) -> Position:
        """The position as it is now."""
        found: Position = self.book.positions[position.position_id]
        return found

    def is_protected(self, position: Position) -> bool:
        """Whether an acknowledged stop covers all of it."""
        now = self.position(position)
        return cover(now, self.book.orders_of(now.position_id)).status is ProtectionStatus.PROTECTED

    def working(self, position: Position, purpose: OrderPurpose) -> list[Any]:
        """The orders that rest for a position, as the app knows them."""
        found: list[Any] = self.book.working(position.position_id, purpose)
        return found

    def sentences(self) -> list[str]:
        """Everything the user was told in words."""
        told = []
        for event in self.events:
            match event:
                case Notice():
                    told.append(event.sentence)
                case CommandRefused() | StopMoveRefused():
                    told.append(event.reason)
        return told


def connection_to(venue: Venue, market: str = "usdm") -> Connection:
    """Where the venue is."""
    spot = market == "spot"
    rest, stream = (venue.spot_rest_url, venue.spot_ws_url) if spot else (venue.rest_url, venue.ws_url)
    return Connection(BinanceMarketName(market), Mode.REAL, rest, stream)


@asynccontextmanager
async def on_binance(
    folder: Path,
    *,
    live: bool = True,
    market: str = "usdm",
    clock: Clock | None = None,
    answer_within: float = ANSWER_WITHIN_S,
    **limits: Any,
) -> AsyncIterator[OnBinance]:
    """A venue of its own and an engine on it."""
    clock = clock or SystemClock()
    async with (
        binance_exchange(folder, clock=clock, quotes_every=0.5) as venue,
        engine_on(
            venue, folder / "profile", live=live, market=market, clock=clock, answer_within=answer_within, **limits
        ) as desk,
    ):
        yield desk


@asynccontextmanager
async def engine_on(
    venue: Venue,
    profile: Path,
    *,
    live: bool = True,
    market: str = "usdm",
    clock: Clock | None = None,
    answer_within: float = ANSWER_WITHIN_S,
    **limits: Any,
) -> AsyncIterator[OnBinance]:
    """An engine on a venue that stands already; leaving it and coming again is a restart."""
    clock = clock or SystemClock()
    profile.mkdir(exist_ok=True)
    connection = connection_to(venue, market)
    source = BinanceMarket(connection, clock, profile / "catalogue.json")
    keys = ApiKeys(venue.api_key, venue.api_secret)
    recipe = Recipe(
        profile=profile,
        limits=RiskLimits(**{**CALM, **limits}),
        clock=clock,
        market=source,
        answer_within=answer_within,
        broker=(lambda clock: BinanceBroker(connection, clock, keys, source)) if live else None,
    )
    events: list[Event] = []
    async with running(recipe) as parts:
        events += parts.outbox.recent(1000)
        parts.outbox.subscribe(events.append)
        desk = OnBinance(venue, parts, events)
        await desk.until(lambda: len(parts.dashboard.get_live_prices()) == len(parts.feed.symbols))
        if live:
            await desk.until(lambda: desk.broker.stream.stream.up)
        yield desk
