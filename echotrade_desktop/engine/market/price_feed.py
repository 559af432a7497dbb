"""The newest prices: checked at the door, kept, handed to whoever listens, and watched for silence."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from types import MappingProxyType

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Ticker
from echotrade_desktop.engine.domain.messages import Health, HealthChanged
from echotrade_desktop.engine.domain.ports import Clock, MarketSource
from echotrade_desktop.engine.market.door import UNKNOWN_SYMBOL, Door, LastTick, last_tick
from echotrade_desktop.engine.market.listeners import Callback, Listeners, Spawn

KEPT_TICKS = 1_000  # a symbol
STALE_AFTER_S = 5.0
WATCH_EVERY_S = 0.5
TICKS_A_TURN = 100  # of a source that always has another one ready
HEALTH_NAME = "market"


class PriceFeed:
    """Prices of some symbols, from any market.

    `accept` is the only way in; `run` feeds it from a source until the connection is lost and is started anew by
    its supervisor. Ages are measured by this machine's monotonic clock, so a wrong wall clock makes nothing stale.
    """

    def __init__(
        self,
        symbols: Sequence[str] = DEFAULT_SYMBOLS,
        *,
        clock: Clock,
        publish: Callable[[HealthChanged], object] = lambda _: None,
        spawn: Spawn | None = None,
        stale_after: float = STALE_AFTER_S,
    ) -> None:
        """Watch `symbols`; `publish` is told the market's health, `spawn(name, coroutine)` runs async listeners."""
        self._clock = clock
        self._publish = publish
        self._stale_after = stale_after
        self._door = Door()
        self._listeners = Listeners(spawn)
        self._watched_since: dict[str, float] = {}
        self._last: dict[str, LastTick] = {}
        self._history: dict[str, deque[Ticker]] = {}
        self._symbols_changed = asyncio.Event()
        self._quiet = True  # nothing came since the start, the loss of the source, or a silence
        self._up_since = 0.0
        self._silent: tuple[str, ...] = ()  # while the others tick
        self._transport = "none"
        for symbol in symbols:
            self.add_symbol(symbol)

    def set_stale_after(self, seconds: float) -> None:
        """Call prices stale from another age on."""
        self._stale_after = seconds

    @property
    def symbols(self) -> tuple[str, ...]:
        """The symbols watched, in the order in which they were added."""
        return tuple(self._watched_since)

    @property
    def transport(self) -> str:
        """How prices arrive now: simulated, websocket, polling; "none" before the first run."""
        return self._transport

    @property
    def drops(self) -> Mapping[str, int]:
        """How many ticks were turned away, by reason."""
        return MappingProxyType(self._door.drops)

    def subscribe(self, callback: Callback) -> None:
        """Call `callback` (a function or a coroutine function) with every tick that is let in."""
        self._listeners.add(callback)

    def unsubscribe(self, callback: Callback) -> None:
        """Stop calling `callback`."""
        self._listeners.remove(callback)

    def add_symbol(self, symbol: str) -> None:
        """Watch one more symbol; a running source is asked for it at its next tick."""
        if symbol not in self._watched_since:
            self._watched_since[symbol] = self._clock.monotonic()
            self._history[symbol] = deque(maxlen=KEPT_TICKS)
            self._symbols_changed.set()

    def remove_symbol(self, symbol: str) -> None:
        """Stop watching a symbol and forget its prices."""
        if self._watched_since.pop(symbol, None) is not None:
            self._history.pop(symbol)
            self._last.pop(symbol, None)
            self._door.forget(symbol)
            self._symbols_changed.set()

    def accept(self, ticker: Ticker) -> bool:
        """Let a tick in and tell the listeners, or turn it away; True when it came in. Never raises."""
        symbol = ticker.symbol
        history = self._history.get(symbol)
        if history is None:
            self._door.turn_away(UNKNOWN_SYMBOL)
            return False
        received = self._clock.monotonic()
        admitted = self._door.admit(ticker, self._last.get(symbol), received)
        if admitted is None:
            return False
        self._last[symbol] = last_tick(admitted, received)
        history.append(admitted)
        if self._quiet:
            self._come_up(received)
        self._listeners.tell(admitted)
        return True

    def get_current_price(self, symbol: str) -> Ticker | None:
        """Return the newest tick, None before the first."""
        last = self._last.get(symbol)
        return None if last is None else last.ticker

    def get_price_history(self, symbol: str, limit: int = 100) -> list[Ticker]:
        """Return the last `limit` ticks, oldest first: at most the 1,000 that are kept, none for a limit below 1."""
        history = self._history.get(symbol)
        if not history or limit <= 0:
            return []
        return list(history)[-limit:]

    def age(self, symbol: str) -> float | None:
        """Return the seconds since the newest tick of a symbol arrived, None before the first."""
        last = self._last.get(symbol)
        return None if last is None else self._clock.monotonic() - last.received

    def is_stale(self, symbol: str) -> bool:
        """Tell whether nothing may be decided on this symbol's price: too old, or none yet."""
        age = self.age(symbol)
        return age is None or age >= self._stale_after

    async def run(self, source: MarketSource) -> None:
        """Take every tick of `source` until the connection is lost; raises `MarketUnavailable` then."""
        self._transport = source.transport
        try:
            while True:
                self._symbols_changed.clear()
                if self.symbols:
                    await self._take_ticks(source)
                else:
                    await self._symbols_changed.wait()
        finally:
            self._quiet = True  # whoever restarts this says that it is down; the next tick says that it is up

    async def _take_ticks(self, source: MarketSource) -> None:
        """Return when the symbols have changed, so that the source is asked anew: never two subscriptions."""
        ticks = source.tickers(self.symbols)
        try:
            taken = 0
            async for ticker in ticks:
                taken += 1
                if taken % TICKS_A_TURN == 0:
                    await asyncio.sleep(0)  # a flood that never waits must not keep the window from painting
                if source.transport != self._transport:
                    self._change_transport(source.transport)
                self.accept(ticker)
                if self._symbols_changed.is_set():
                    return
        finally:
            if isinstance(ticks, AsyncGenerator):
                await ticks.aclose()
        raise MarketUnavailable(f"{source.name} sends no more prices. EchoTrade connects again by itself.")

    def _change_transport(self, transport: str) -> None:
        """Say so when a source falls back to polling, or returns from it."""
        self._transport = transport
        if not self._quiet and not self._silent:
            self._announce(Health.UP, transport)

    async def watch_staleness(self) -> None:
        """Say once when the feed falls silent, once when it is back; runs for ever on the clock."""
        while True:
            await self._clock.sleep(WATCH_EVERY_S)
            self._look_for_silence()

    def _look_for_silence(self) -> None:
        """Call the market stale when all of it is silent, or a symbol while the others go on."""
        if self._quiet or not self._watched_since:
            return
        now = self._clock.monotonic()
        silences = {symbol: now - self._heard(symbol) for symbol in self._watched_since}
        freshest = min(silences.values())
        if freshest >= self._stale_after:
            self._quiet = True
            self._announce(Health.STALE, f"silent for {freshest:.0f} s")
        elif freshest < self._stale_after / 2:
            self._name_silent(tuple(symbol for symbol, silence in silences.items() if silence >= self._stale_after))

    def _name_silent(self, silent: tuple[str, ...]) -> None:
        if silent == self._silent:
            return
        self._silent = silent
        if silent:
            self._announce(Health.STALE, f"no prices of {', '.join(silent)} for {self._stale_after:.0f} s")
        else:
            self._announce(Health.UP, self._transport)

    def _heard(self, symbol: str) -> float:
        """When a symbol was last heard of; one that was just added, or whose feed just came back, gets its time."""
        last = self._last.get(symbol)
        since = max(self._watched_since[symbol], self._up_since)
        return since if last is None else max(since, last.received)

    def _come_up(self, now: float) -> None:
        self._quiet = False
        self._up_since = now
        self._silent = ()
        self._announce(Health.UP, self._transport)

    def _announce(self, health: Health, detail: str) -> None:
        self._publish(HealthChanged(HEALTH_NAME, health, detail, self._clock.now()))
