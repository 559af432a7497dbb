"""Puts the engine together: the only file that knows every concrete class. Window, headless and replay use it."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from echotrade_desktop.collector import heavy_work
from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.adapters.practice_channel import PracticeChannel
from echotrade_desktop.engine.adapters.practice_script import load_script
from echotrade_desktop.engine.adapters.simulated_market import SimulatedMarket
from echotrade_desktop.engine.adapters.telegram import TelegramSignalListener
from echotrade_desktop.engine.arming import Armed, begun, checked
from echotrade_desktop.engine.cash import moved_since
from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import AccountOpened, EntriesPaused, Fact
from echotrade_desktop.engine.domain.limit_rules import LimitsKeeper
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import Health, HealthChanged, Notice
from echotrade_desktop.engine.domain.ports import Broker, Clock, MarketSource, Service, SignalSource
from echotrade_desktop.engine.domain.telegram import TelegramAccount
from echotrade_desktop.engine.engine import Engine
from echotrade_desktop.engine.heirlooms import tradable
from echotrade_desktop.engine.history import History
from echotrade_desktop.engine.limits_wiring import LimitParts, join_limits
from echotrade_desktop.engine.live_start import set_for
from echotrade_desktop.engine.market.candle_feed import CandlestickFeed
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.performance import PerformanceBoard
from echotrade_desktop.engine.runtime import Outbox, Supervisor, SystemClock
from echotrade_desktop.engine.signals.parser.lexicon import standard
from echotrade_desktop.engine.store.ledger import SqliteLedger
from echotrade_desktop.engine.store.opening import Opened, open_or_restore
from echotrade_desktop.engine.telegram_wiring import TelegramRecipe, join_telegram
from echotrade_desktop.engine.trading.executor import ANSWER_WITHIN_S, Executor
from echotrade_desktop.engine.wake import WakeWatch
from echotrade_desktop.engine.watchlist import Watchlist

if TYPE_CHECKING:
    from echotrade_desktop.engine.adapters.lead_traders.source import LeadTraders

PAPER_DB = "paper.db"
LEADS = "lead traders"  # their health
MARKET_MEMORY = "simulated_market.json"  # what drills and the practice channel did to its prices
DEFAULT_SEED = 7
BACKUP_EVERY_S = 3600.0  # between two looks whether the day has its backup
WORDS_AFTER_S = 0.3  # of the start


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
    broker: Callable[[Clock], Broker] | None = None  # None: the paper broker
    sources: tuple[SignalSource, ...] = ()  # beside the practice channel
    answer_within: float = ANSWER_WITHIN_S  # seconds of real time a broker has for an answer
    limits_keeper: LimitsKeeper | None = None  # None: limits cannot be changed while the engine runs
    ledger: str = PAPER_DB  # its file in the profile
    live_broker: Callable[[Armed, MarketSource, Clock], Broker] | None = None  # once armed; None: Binance's
    live: Armed | None = None  # leave to send orders to an exchange; None: nothing ever leaves for one
    cash: Decimal | None = None  # what a new ledger begins with; None: what the limits say
    heirlooms: tuple[Fact, ...] = ()  # what a new ledger takes over from another
    leads: "LeadTraders | None" = None  # lead traders as another source of calls
    heartbeat: bool = True  # False when the owner of the clock beats by hand
    telegram: TelegramRecipe | None = None  # None: this engine has no account to offer


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
    broker: Broker
    ledger: SqliteLedger
    supervisor: Supervisor
    limits: LimitParts
    performance: PerformanceBoard
    history: History
    watchlist: Watchlist
    telegram: TelegramAccount | None = None  # None: this engine has no account to offer
    leads: "LeadTraders | None" = None
    listener: TelegramSignalListener | None = None  # what reads it


@asynccontextmanager
async def running(recipe: Recipe) -> AsyncIterator[Running]:
    """Start an engine and stop it in the right order: tasks first, the ledger last.

    A damaged ledger is set aside, the newest sound backup takes its place, and entries wait for the user.
    Raises `StoreUnavailable` when no ledger can be opened: a newer version's, or a disk that refuses.
    """
    outbox = Outbox()
    opened = await open_or_restore(recipe.profile / recipe.ledger, recipe.clock)
    ledger = opened.ledger
    async with AsyncExitStack() as closing:
        closing.push_async_callback(ledger.close)
        _check_mode(recipe, opened)
        market = recipe.market or _simulated(recipe)
        closing.push_async_callback(market.close)
        async with Supervisor(recipe.clock, outbox, rng=random.Random(recipe.seed)) as supervisor:
            parts = await _assemble(recipe, outbox, ledger, market, supervisor)
            closing.push_async_callback(parts.broker.close)
            if parts.listener is not None:
                closing.push_async_callback(parts.listener.close)
            await _start(recipe, parts, opened)
            del opened  # or all its facts would stay in memory
            yield parts


def _mode(recipe: Recipe) -> str:
    return "paper" if recipe.live is None else "live"


def _check_mode(recipe: Recipe, opened: Opened) -> None:
    """Paper and live money are never in one ledger. Raises `StoreUnavailable`."""
    first = opened.facts[0] if opened.facts else None
    if isinstance(first, AccountOpened) and first.mode != _mode(recipe):
        raise StoreUnavailable(
            f"{recipe.ledger} is a ledger of {first.mode} trading and was not opened for {_mode(recipe)} trading. "
            "Nothing was changed; put the right file in its place."
        )


def _simulated(recipe: Recipe) -> SimulatedMarket:
    return SimulatedMarket(recipe.clock, seed=recipe.seed, memory=recipe.profile / MARKET_MEMORY)


async def _assemble(
    recipe: Recipe, outbox: Outbox, ledger: SqliteLedger, market: MarketSource, supervisor: Supervisor
) -> Running:
    instruments = {instrument.symbol: instrument for instrument in await market.instruments()}
    feed = PriceFeed(
        (),
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
    if not market.simulated:
        _hear_of_listings(market, desk)
    broker = _broker(recipe, desk, market)
    watchlist = Watchlist(feed, desk)
    if recipe.heartbeat:  # or nobody would move the clock on while it waits
        desk.bring_price = watchlist.bring
    engine = Engine(desk, Executor(broker, recipe.clock, desk.record, recipe.answer_within), outbox)
    dashboard = Dashboard(desk, candles, broker.where)
    outbox.subscribe(dashboard.note, prices=False)
    outbox.subscribe(watchlist.note, prices=False)
    dashboard.shown, dashboard.hidden = watchlist.show, watchlist.hide
    performance = PerformanceBoard(desk)
    history = History(desk, dashboard)
    limits = join_limits(engine, candles, feed, supervisor, recipe.limits_keeper)
    if isinstance(broker, PaperBroker):
        feed.subscribe(broker.on_ticker)  # fills first, then candles, then the screen
    feed.subscribe(candles.on_tick)
    feed.subscribe(engine.on_ticker)
    account, listener = (
        join_telegram(recipe.telegram, recipe.profile, recipe.clock, ledger, supervisor, outbox.publish)
        if recipe.telegram is not None
        else (None, None)
    )
    return Running(
        engine,
        desk,
        dashboard,
        outbox,
        feed,
        candles,
        market,
        broker,
        ledger,
        supervisor,
        limits,
        performance,
        history,
        watchlist,
        account,
        recipe.leads,
        listener,
    )


def _broker(recipe: Recipe, desk: Desk, market: MarketSource) -> Broker:
    if recipe.live is not None:
        broker = (recipe.live_broker or binance_broker)(recipe.live, market, recipe.clock)
    elif recipe.broker is not None:
        broker = recipe.broker(recipe.clock)
    else:
        broker = PaperBroker(recipe.clock, lambda: desk.limits, desk.instrument, desk.free_margin, recipe.seed)
    if not isinstance(broker, PaperBroker):
        _let_follow(broker, desk)
    return broker


def _hear_of_listings(market: MarketSource, desk: Desk) -> None:
    from echotrade_desktop.engine.adapters.binance.market import BinanceMarket

    if isinstance(market, BinanceMarket):
        market.listed = desk.list_anew


def _let_follow(broker: Broker, desk: Desk) -> None:
    from echotrade_desktop.engine.adapters.binance.broker import BinanceBroker

    if isinstance(broker, BinanceBroker):
        broker.follow(desk.book.open_positions, lambda: moved_since(desk.book), desk.book.live_orders)


def binance_broker(armed: Armed, market: MarketSource, clock: Clock) -> Broker:
    """Return what sends orders to Binance: only ever for who holds the leave that arming gives."""
    from echotrade_desktop.engine.adapters.binance.account import connection_of
    from echotrade_desktop.engine.adapters.binance.broker import BinanceBroker
    from echotrade_desktop.engine.adapters.binance.connection import ApiKeys
    from echotrade_desktop.engine.adapters.binance.market import BinanceMarket

    armed = checked(armed)
    if not isinstance(market, BinanceMarket):
        raise TypeError("a live broker needs the exchange's own market")
    return BinanceBroker(connection_of(armed.account), clock, ApiKeys(armed.key, armed.secret), market)


async def _start(recipe: Recipe, parts: Running, opened: Opened) -> None:
    """Recovery first, then prices, then calls."""
    engine, book, supervisor = parts.engine, parts.desk.book, parts.supervisor
    await engine.start(opened.facts, recipe.cash, _mode(recipe))
    if not opened.facts and recipe.heirlooms:
        await parts.desk.record(*tradable(recipe.heirlooms, parts.desk.instruments))
    parts.watchlist.refresh()
    if isinstance(parts.broker, PaperBroker):
        parts.broker.restore(book.open_positions(), book.orders.values())
    if opened.repair is not None:
        now = recipe.clock.now()
        await parts.desk.record(EntriesPaused(now, "the ledger was damaged; look at your positions", by="engine"))
        parts.outbox.publish(Notice(opened.repair.sentence, "danger", now))
    supervisor.start("desk", engine.run)
    await engine.recover()
    if recipe.live is not None:
        await set_for(parts.desk, recipe.live.state)
        await asyncio.to_thread(begun, recipe.profile, recipe.live)
    supervisor.start("market", lambda: parts.feed.run(parts.market))
    for name, part in (("market", parts.market), ("orders", parts.broker)):
        if isinstance(part, Service):
            part.announce(parts.desk.tell)
            supervisor.start(name, part.run)
    _start_calls(recipe, parts)
    if recipe.heartbeat:
        supervisor.start("staleness", parts.feed.watch_staleness)
        supervisor.spawn("words", _know_words(recipe.clock))
        supervisor.start("volatility", parts.limits.volatility.run)
        supervisor.start("beat", engine.run_beat)
        supervisor.start("wake", WakeWatch(recipe.clock, _woken(parts)).run)
        supervisor.start("backup", lambda: _back_up(recipe.clock, parts.ledger))


async def _know_words(clock: Clock) -> None:
    """Build the parser's words on a thread: the first message would wait for them, the window with it.

    Not at once, for a thread slows the loop down, and the window is about to show its first candles.
    """
    await clock.sleep(WORDS_AFTER_S)
    work = asyncio.ensure_future(asyncio.to_thread(_build_words))
    while not work.done():  # a thread cannot be cancelled, and must not come back to a loop that is closed
        with suppress(asyncio.CancelledError):
            await asyncio.wait({work})


def _build_words() -> None:
    with heavy_work():
        standard()


def _start_calls(recipe: Recipe, parts: Running) -> None:
    """Begin to read every source of calls."""
    engine, supervisor = parts.engine, parts.supervisor
    for source in _sources(recipe, parts):
        supervisor.start("calls", _reader(engine, source))
    if parts.leads is not None:
        parts.leads.announce(parts.desk.tell, _lead_health(parts, recipe.clock))
        supervisor.start(LEADS, _lead_reader(engine, parts.leads))
    if parts.listener is not None:
        supervisor.start("telegram", _telegram_reader(engine, parts.listener))


def _woken(parts: Running) -> Callable[[float], None]:
    """Return what a wake-up is told to: orders and stops first, then the connections that may be dead."""

    def woke(seconds: float) -> None:
        parts.engine.woke(seconds)
        if parts.listener is not None:
            parts.listener.woke()

    return woke


async def _back_up(clock: Clock, ledger: SqliteLedger) -> None:
    """See that each day has its backup, for ever."""
    while True:
        await ledger.daily_backup()
        await clock.sleep(BACKUP_EVERY_S)


def _reader(engine: Engine, source: SignalSource) -> Callable[[], Coroutine[Any, Any, None]]:
    return lambda: engine.run_source(source)


def _telegram_reader(engine: Engine, listener: TelegramSignalListener) -> Callable[[], Coroutine[Any, Any, None]]:
    """Read Telegram; unlike other sources it tells by itself how it is."""

    async def read() -> None:
        async for message in listener.messages():
            engine.receive(message)

    return read


def _lead_reader(engine: Engine, leads: "LeadTraders") -> Callable[[], Coroutine[Any, Any, None]]:
    async def read() -> None:
        async for message in leads.messages():
            engine.receive(message)

    return read


def _lead_health(parts: Running, clock: Clock) -> Callable[[bool, str], None]:
    def show(well: bool, words: str) -> None:
        health = Health.UP if well else Health.STALE
        parts.outbox.publish(HealthChanged(LEADS, health, words, clock.now()))

    return show


def _sources(recipe: Recipe, parts: Running) -> Sequence[SignalSource]:
    if recipe.practice_script is None:
        return recipe.sources
    return (
        *recipe.sources,
        PracticeChannel(
            recipe.clock,
            parts.feed.get_current_price,
            seed=recipe.seed,
            speed=recipe.practice_speed,
            script=load_script(recipe.practice_script),
            steer=parts.market.steer if isinstance(parts.market, SimulatedMarket) else None,
        ),
    )
