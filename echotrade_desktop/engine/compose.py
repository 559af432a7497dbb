"""Puts the engine together: the only file that knows every concrete class. Window, headless and replay use it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.adapters.practice_channel import PracticeChannel
from echotrade_desktop.engine.adapters.practice_script import load_script
from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.ports import Clock, MarketSource, SignalSource
from echotrade_desktop.engine.engine import Engine
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.runtime import Outbox, Supervisor, SystemClock
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger
from echotrade_desktop.engine.trading.executor import Executor

PAPER_DB = "paper.db"
MARKET_MEMORY = "simulated_market.json"  # what drills and the practice channel did to its prices
DEFAULT_SEED = 7


@dataclass(frozen=True, slots=True)
class Recipe:
    """What an engine is made of. `practice_script` is the text of the practice channel, None for no channel."""

    profile: Path
    limits: RiskLimits = field(default_factory=RiskLimits)
    seed: int = DEFAULT_SEED
    practice_script: str | None = None
    practice_speed: float = 1.0
    clock: Clock = field(default_factory=SystemClock)
    market: MarketSource | None = None  # None: the simulated market
    heartbeat: bool = True  # False when the owner of the clock beats by hand


@dataclass(frozen=True, slots=True)
class Running:
    """A running engine and what the screen reads from."""

    engine: Engine
    desk: Desk
    dashboard: Dashboard
    outbox: Outbox
    feed: PriceFeed
    candles: CandlestickFeed
    market: MarketSource
    broker: PaperBroker
    ledger: SqliteLedger
    supervisor: Supervisor


@asynccontextmanager
async def running(recipe: Recipe) -> AsyncIterator[Running]:
    """Start an engine and stop it in the right order: tasks first, the ledger last.

    Raises `StoreUnavailable` or `StoreDamaged` when the ledger cannot be opened.
    """
    outbox = Outbox()
    ledger = await asyncio.to_thread(open_ledger, recipe.profile / PAPER_DB, clock=recipe.clock)
    try:
        market = recipe.market or _simulated(recipe)
        async with Supervisor(recipe.clock, outbox, rng=random.Random(recipe.seed)) as supervisor:
            parts = await _assemble(recipe, outbox, ledger, market, supervisor)
            await _start(recipe, parts)
            yield parts
        await market.close()
    finally:
        await ledger.close()


def _simulated(recipe: Recipe) -> SimulatedMarket:
    return SimulatedMarket(recipe.clock, seed=recipe.seed, memory=recipe.profile / MARKET_MEMORY)


async def _assemble(
    recipe: Recipe, outbox: Outbox, ledger: SqliteLedger, market: MarketSource, supervisor: Supervisor
) -> Running:
    instruments = {instrument.symbol: instrument for instrument in await market.instruments()}
    feed = PriceFeed(
        tuple(instruments),
        clock=recipe.clock,
        publish=outbox.publish,
        spawn=supervisor.spawn,
        stale_after=recipe.limits.stale_after.total_seconds(),
    )
    candles = CandlestickFeed(market, recipe.clock, publish=outbox.publish, spawn=supervisor.spawn)
    desk = Desk(
        clock=recipe.clock,
        ledger=ledger,
        publish=outbox.publish,
        limits=recipe.limits,
        ticker_of=feed.get_current_price,
        age_of=feed.age,
    )
    desk.instruments = instruments
    broker = PaperBroker(recipe.clock, lambda: desk.limits, desk.instrument, desk.free_margin, recipe.seed)
    engine = Engine(desk, Executor(broker, recipe.clock, desk.record), outbox)
    dashboard = Dashboard(desk, candles, broker.where)
    outbox.subscribe(dashboard.note)
    feed.subscribe(broker.on_ticker)  # fills first, then candles, then the screen
    feed.subscribe(candles.on_tick)
    feed.subscribe(engine.on_ticker)
    return Running(engine, desk, dashboard, outbox, feed, candles, market, broker, ledger, supervisor)


async def _start(recipe: Recipe, parts: Running) -> None:
    """Recovery first, then prices, then calls."""
    engine, book, supervisor = parts.engine, parts.desk.book, parts.supervisor
    await engine.start()
    parts.broker.restore(book.open_positions(), book.orders.values())
    await engine.recover()
    supervisor.start("desk", engine.run)
    supervisor.start("market", lambda: parts.feed.run(parts.market))
    supervisor.start("staleness", parts.feed.watch_staleness)
    for source in _sources(recipe, parts):
        supervisor.start("calls", _reader(engine, source))
    if recipe.heartbeat:
        supervisor.start("beat", engine.run_beat)


def _reader(engine: Engine, source: SignalSource) -> Callable[[], Coroutine[Any, Any, None]]:
    return lambda: engine.run_source(source)


def _sources(recipe: Recipe, parts: Running) -> Sequence[SignalSource]:
    if recipe.practice_script is None:
        return ()
    return (
        PracticeChannel(
            recipe.clock,
            parts.feed.get_current_price,
            seed=recipe.seed,
            speed=recipe.practice_speed,
            script=load_script(recipe.practice_script),
            steer=parts.market.steer if isinstance(parts.market, SimulatedMarket) else None,
        ),
    )
