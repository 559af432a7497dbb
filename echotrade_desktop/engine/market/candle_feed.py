"""Candles for charts: fetched once, cached, kept alive by ticks, corrected when they are over."""

import asyncio
import logging
from collections import Counter, OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import Candle, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import CandleChanged
from echotrade_desktop.engine.domain.ports import Clock, MarketSource
from echotrade_desktop.engine.market.candle_series import KEPT_CANDLES, CandleSeries, sound
from echotrade_desktop.engine.market.listeners import Spawn

log = logging.getLogger(__name__)

KEPT_SERIES = 48
FETCH_WITHIN_S = 10.0
SETTLES_AFTER_S = 1.0  # a venue has written a candle down about then
STEADY = timedelta(seconds=10)  # between two ticks whose day volumes can be compared

Pair = tuple[str, Timeframe]


class CandlestickFeed:
    """Candles of any symbol in six timeframes.

    `on_tick` is to be told every tick. Of watched pairs each change is published as `CandleChanged`; when a candle
    is over it is fetched once more through `spawn`, and published again with its exact volume and range, followed by
    the open one.
    """

    def __init__(
        self,
        source: MarketSource,
        clock: Clock,
        *,
        publish: Callable[[CandleChanged], object] = lambda _: None,
        spawn: Spawn | None = None,
        fetch_within: float = FETCH_WITHIN_S,
    ) -> None:
        self._source = source
        self._clock = clock
        self._publish = publish
        self._spawn = spawn
        self._fetch_within = fetch_within
        self._series: OrderedDict[Pair, CandleSeries] = OrderedDict()
        self._of_symbol: dict[str, tuple[CandleSeries, ...]] = {}
        self._watched: Counter[Pair] = Counter()
        self._last_volume: dict[str, tuple[datetime, Decimal]] = {}

    async def fetch_ohlcv(
        self, symbol: str, timeframe: str = "5m", limit: int = 100, before: datetime | None = None
    ) -> list[Candle]:
        """Return up to `limit` candles, ascending: the newest, the open one last, or those that opened before `before`.

        At most 20,000 at once, none for a limit below 1. The same request within one candle is answered from memory,
        and requests at the same time share one call. Raises `UnknownTimeframe` before any call, and
        `MarketUnavailable` when the call fails.
        """
        known = Timeframe.of(timeframe)
        limit = min(limit, KEPT_CANDLES)
        if limit <= 0:
            return []
        series = self._find(symbol, known)
        if before is not None and before <= known.open_time(self._clock.now()):
            return await self._older(series, before, limit)
        return await self._newest(series, limit)

    def get_latest_candle(self, symbol: str, timeframe: str) -> Candle | None:
        """Return the newest candle there is, perhaps still open; None before the first fetch."""
        series = self._series.get((symbol, Timeframe.of(timeframe)))
        return None if series is None else series.latest

    def watch(self, symbol: str, timeframe: str) -> None:
        """Publish the changes of a pair; each watch needs its own `unwatch`."""
        known = Timeframe.of(timeframe)
        self._watched[symbol, known] += 1
        self._find(symbol, known)

    def unwatch(self, symbol: str, timeframe: str) -> None:
        """End one watch of a pair."""
        pair = (symbol, Timeframe.of(timeframe))
        self._watched[pair] -= 1
        if self._watched[pair] <= 0:
            del self._watched[pair]

    def on_tick(self, ticker: Ticker) -> None:
        """Bring the open candles of the ticker's symbol up to date."""
        series_of_symbol = self._of_symbol.get(ticker.symbol)
        if not series_of_symbol:
            return
        traded = self._traded(ticker)
        for series in series_of_symbol:
            changed = series.on_tick(ticker.timestamp, ticker.price, traded)
            if changed and (series.symbol, series.timeframe) in self._watched:
                self._tell(series, changed)

    def _tell(self, series: CandleSeries, changed: list[Candle]) -> None:
        if not series.has_a_gap():
            self._emit(series, changed)
        if len(series.candles) > 1 and series.trusted_until != series.candles[-1].timestamp:
            self._start_refresh(series)

    def _emit(self, series: CandleSeries, candles: list[Candle]) -> None:
        for candle in candles:
            self._publish(CandleChanged(series.symbol, series.timeframe, candle))

    def _start_refresh(self, series: CandleSeries) -> None:
        if self._spawn is not None and not series.refreshing:
            series.refreshing = True
            self._spawn(f"candles {series.symbol} {series.timeframe}", self._refresh(series))

    async def _refresh(self, series: CandleSeries) -> None:
        """Fetch what ticks have closed or what a pause left out, and publish it as it really was."""
        try:
            await self._clock.sleep(SETTLES_AFTER_S)
            wrong_since = series.trusted_until
            await self._newest(series, min(KEPT_CANDLES, max(2, len(series.candles))))
            if wrong_since is not None:
                self._emit(series, series.since(wrong_since))
        except MarketUnavailable as error:
            log.info("candles of %s %s are not corrected yet: %s", series.symbol, series.timeframe, error)
            await self._clock.sleep(self._fetch_within)
        finally:
            series.refreshing = False

    async def _newest(self, series: CandleSeries, limit: int) -> list[Candle]:
        ticket = series.attempts - series.lock.locked()
        async with series.lock:
            now = self._clock.now()
            candles = series.newest(limit, now)
            if candles is not None:
                return candles
            if series.failure is not None and series.failure[0] > ticket:
                raise series.failure[1]  # the call this request has waited for
            asked = series.missing(limit, now)
            fetched = await self._fetch(series, asked, None)
            series.merge(fetched, asked, now)
            return series.candles[-limit:]

    async def _older(self, series: CandleSeries, before: datetime, limit: int) -> list[Candle]:
        ticket = series.attempts - series.lock.locked()
        async with series.lock:
            candles = series.older(before, limit)
            if candles is not None:
                return candles
            if series.failure is not None and series.failure[0] > ticket:
                raise series.failure[1]
            fetched = await self._fetch(series, limit, before)
            series.prepend(fetched, limit)
            return fetched

    async def _fetch(self, series: CandleSeries, limit: int, before: datetime | None) -> list[Candle]:
        series.attempts += 1
        try:
            return await self._ask(series, limit, before)
        except MarketUnavailable as error:
            series.failure = (series.attempts, error)
            raise

    async def _ask(self, series: CandleSeries, limit: int, before: datetime | None) -> list[Candle]:
        name, symbol = self._source.name, series.symbol
        try:
            async with asyncio.timeout(self._fetch_within):
                fetched = await self._source.fetch_ohlcv(symbol, series.timeframe, limit, before)
        except TimeoutError:
            sentence = f"{name} did not send the candles of {symbol} within {self._fetch_within:g} s. Try again."
            raise MarketUnavailable(sentence) from None
        candles = sound(fetched, series.timeframe, self._clock.now())
        if fetched and not candles:
            raise MarketUnavailable(f"{name} sent candles of {symbol} that cannot be prices; they are not shown.")
        return candles

    def _find(self, symbol: str, timeframe: Timeframe) -> CandleSeries:
        pair = (symbol, timeframe)
        series = self._series.get(pair)
        if series is None:
            series = self._series[pair] = CandleSeries(symbol, timeframe)
            self._of_symbol[symbol] = (*self._of_symbol.get(symbol, ()), series)
            self._forget_the_least_used(pair)
        self._series.move_to_end(pair)
        return series

    def _forget_the_least_used(self, newest: Pair) -> None:
        spare = [pair for pair in self._series if pair not in self._watched and pair != newest]
        for pair in spare[: max(0, len(self._series) - KEPT_SERIES)]:
            forgotten = self._series.pop(pair)
            rest = tuple(series for series in self._of_symbol[pair[0]] if series is not forgotten)
            self._of_symbol[pair[0]] = rest
            if not rest:
                del self._of_symbol[pair[0]]
                self._last_volume.pop(pair[0], None)

    def _traded(self, ticker: Ticker) -> Decimal:
        """Return about what was traded since the last tick: by how much the volume of 24 hours has grown."""
        if ticker.volume is None:
            return ZERO
        before = self._last_volume.get(ticker.symbol)
        self._last_volume[ticker.symbol] = (ticker.timestamp, ticker.volume)
        if before is None or ticker.timestamp - before[0] > STEADY:
            return ZERO
        return max(ZERO, ticker.volume - before[1])
