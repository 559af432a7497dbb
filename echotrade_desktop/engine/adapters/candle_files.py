"""A market read from files: the kline archives that Binance publishes, for replaying the past.

A folder holds files named like BTCUSDT-1m-2025-01.csv (or with a day, 2025-01-05), each line open time, open, high,
low, close, volume and columns that are not needed here; newer files begin with a line of names and count
microseconds instead of milliseconds. Per symbol the shortest timeframe that is there is used for everything.

Inside a candle the price runs from the open to the extreme nearer to it, then to the other one, then to the close.
A stop is usually nearer than a target, so where both lie within one candle the stop is hit first: the careful reading.
"""

import csv
import re
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from heapq import merge
from pathlib import Path

from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.errors import BadInput, BadNumber, MarketUnavailable, UnknownSymbol
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.ports import Clock

FILE_NAME = re.compile(r"(?P<pair>[A-Z0-9]{4,30})-(?P<timeframe>1m|5m|15m|1h|4h|1d)-(?P<month>\d{4}-\d\d(-\d\d)?)\.csv")
QUOTES = ("USDT", "USDC", "FDUSD", "BUSD", "TUSD", "BTC", "ETH", "BNB")
NEEDED_COLUMNS = 6
MICROSECONDS_FROM = 10**14  # as milliseconds this is the year 5138
KEPT_FILES = 8  # parsed; a month of minutes is some 20 MB
WAYPOINTS = (0.0, 0.25, 0.5)  # share of a candle at which it is at its open and its two extremes; the close ends it
LAST_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class _File:
    """One archive; `begins` is when its month or day does."""

    path: Path
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class _Archive:
    """The files of one symbol, oldest first, all of one timeframe."""

    symbol: str
    timeframe: Timeframe
    files: tuple[_File, ...]
    instrument: Instrument


class CandleFileMarket:
    """Candles and ticks of the past from a folder of kline files; knows nothing later than its clock says.

    Raises `BadInput`, naming file and line, when the folder or a file cannot be used.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._clock = clock
        self._parsed: OrderedDict[Path, list[Candle]] = OrderedDict()
        self._archives = {archive.symbol: archive for archive in self._find_archives(folder)}
        if not self._archives:
            raise BadInput(f"{folder} holds no candle files. They are named like BTCUSDT-1m-2025-01.csv.")

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return "Candle files"

    @property
    def transport(self) -> str:
        """How prices arrive."""
        return "files"

    @property
    def simulated(self) -> bool:
        """Nobody can trade in the past: it is labelled."""
        return True

    async def instruments(self) -> Sequence[Instrument]:
        """Return what there are files of, with tick and lot as the files show them."""
        return [archive.instrument for archive in self._archives.values()]

    async def close(self) -> None:
        """Nothing is held."""

    async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield the ticks of those `symbols` that there are files of, at their time; `MarketUnavailable` at the end."""
        known = [symbol for symbol in symbols if symbol in self._archives]
        now = self._clock.now()
        for symbol in known:
            newest = self._newest_tick(symbol, now)
            if newest is not None:
                yield newest
        for tick in self.ticks_between(known, now, datetime.max.replace(tzinfo=UTC)):
            await self._clock.sleep((tick.timestamp - self._clock.now()).total_seconds())
            yield tick
        raise MarketUnavailable("The candle files have come to their end; there are no later prices.")

    def ticks_between(self, symbols: Sequence[str], start: datetime, end: datetime) -> Iterator[Ticker]:
        """Yield the ticks of `symbols` after `start` up to `end`, in the order of time."""
        courses = [self._ticks(self._archive(symbol), start, end) for symbol in symbols]
        return merge(*courses, key=lambda tick: tick.timestamp)

    async def fetch_ohlcv(
        self, symbol: str, timeframe: Timeframe, limit: int, before: datetime | None = None
    ) -> Sequence[Candle]:
        """Return up to `limit` candles, ascending, that opened before `before` (default: now, with the open one)."""
        archive, now = self._archive(symbol), self._clock.now()
        if timeframe.seconds % archive.timeframe.seconds:
            raise MarketUnavailable(
                f"The candle files of {symbol} are of {archive.timeframe}; {timeframe} cannot be made of them."
            )
        newest = timeframe.open_time(now)
        if before is not None:
            newest = min(newest, timeframe.open_time(before - timedelta.resolution))
        end, start = newest + timeframe.length, newest + timeframe.length
        candles: list[Candle] = []
        while len(candles) < limit and start > archive.files[0].begins:  # further back where candles are missing
            start = max(start - limit * timeframe.length, archive.files[0].begins)
            candles = _folded(self._known_between(archive, start, end, now), timeframe, now)
        return candles[-limit:] if limit > 0 else []

    def _known_between(self, archive: _Archive, start: datetime, end: datetime, now: datetime) -> Iterator[Candle]:
        """Yield candles that opened before `end`; of the one that is still open, only what has happened by now."""
        length = archive.timeframe.length
        for candle in self._candles(archive, start, min(end - timedelta.resolution, now)):
            if candle.timestamp + length <= now:
                yield candle
            else:
                yield _so_far(candle, [tick for tick in _course(archive, candle) if tick.timestamp <= now])

    def _newest_tick(self, symbol: str, now: datetime) -> Ticker | None:
        archive = self._archive(symbol)
        recent = self._ticks(archive, now - 2 * archive.timeframe.length, now)
        return max(recent, key=lambda tick: tick.timestamp, default=None)

    def _ticks(self, archive: _Archive, start: datetime, end: datetime) -> Iterator[Ticker]:
        for candle in self._candles(archive, start - archive.timeframe.length, end):
            for tick in _course(archive, candle):
                if start < tick.timestamp <= end:
                    yield tick

    def _candles(self, archive: _Archive, start: datetime, end: datetime) -> Iterator[Candle]:
        """Yield the candles that opened from `start` up to `end`; where files overlap, each once."""
        last = start - timedelta.resolution
        for file in archive.files:
            if file.ends <= start or file.begins > end:
                continue
            candles = self._read(file.path)
            for candle in candles[bisect_left(candles, last + timedelta.resolution, key=lambda each: each.timestamp) :]:
                if candle.timestamp > end:
                    return
                last = candle.timestamp
                yield candle

    def _read(self, path: Path) -> list[Candle]:
        candles = self._parsed.get(path)
        if candles is None:
            candles = self._parsed[path] = parse_klines(path)
            while len(self._parsed) > KEPT_FILES:
                self._parsed.popitem(last=False)
        self._parsed.move_to_end(path)
        return candles

    def _archive(self, symbol: str) -> _Archive:
        try:
            return self._archives[symbol]
        except KeyError:
            raise UnknownSymbol(f"There are no candle files of {symbol}.") from None

    def _find_archives(self, folder: Path) -> Iterator[_Archive]:
        files: dict[tuple[str, Timeframe], list[_File]] = defaultdict(list)
        try:
            paths = sorted(folder.iterdir())
        except OSError as error:
            raise BadInput(f"The folder of candle files {folder} cannot be read: {error.strerror}.") from None
        for path in paths:
            named = FILE_NAME.fullmatch(path.name)
            if named is not None:
                key = (_symbol(named["pair"], path), Timeframe(named["timeframe"]))
                files[key].append(_dated(path, named["month"]))
        for symbol in sorted({symbol for symbol, _ in files}):
            timeframe = min((each for name, each in files if name == symbol), key=lambda each: each.seconds)
            own = tuple(sorted(files[symbol, timeframe], key=lambda file: (file.begins, file.ends)))
            yield _Archive(symbol, timeframe, own, _instrument(symbol, self._read(own[0].path)))


def parse_klines(path: Path) -> list[Candle]:
    """Read one kline file; raises `BadInput` naming the line that is no candle."""
    candles: list[Candle] = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file), 1):
                if not row or (number == 1 and not row[0].strip().isdigit()):
                    continue  # nothing, or the names of the columns
                candles.append(_candle(row, f"{path.name}, line {number}"))
                if len(candles) > 1 and candles[-2].timestamp >= candles[-1].timestamp:
                    raise BadInput(f"{path.name}, line {number}: the candles are not in the order of time.")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} cannot be read as a candle file: {error}.") from None
    if not candles:
        raise BadInput(f"{path.name} holds no candles.")
    return candles


def _candle(row: list[str], where: str) -> Candle:
    if len(row) < NEEDED_COLUMNS:
        raise BadInput(f"{where}: {len(row)} columns, but open time, prices and volume take {NEEDED_COLUMNS}.")
    try:
        opened = _time(int(row[0]))
        price, high, low, close, volume = (decimal_from(text.strip()) for text in row[1:NEEDED_COLUMNS])
    except (BadNumber, ValueError, OverflowError, OSError) as error:
        raise BadInput(f"{where}: {error}.") from None
    if not (ZERO < low <= min(price, close) and max(price, close) <= high and volume >= ZERO):
        raise BadInput(f"{where}: open {price}, high {high}, low {low}, close {close} are no candle.")
    return Candle(opened, price, high, low, close, volume)


def _time(number: int) -> datetime:
    """Return a time given in milliseconds or, since 2025, microseconds."""
    micros = number if number >= MICROSECONDS_FROM else number * 1000
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)


def _course(archive: _Archive, candle: Candle) -> Iterator[Ticker]:
    """Yield the four ticks of a candle, the extreme nearer to the open first; the ask is one tick above."""
    nearer_first = candle.high - candle.open <= candle.open - candle.low
    extremes = (candle.high, candle.low) if nearer_first else (candle.low, candle.high)
    length, tick = archive.timeframe.length, archive.instrument.tick
    for share, price in zip(WAYPOINTS, (candle.open, *extremes), strict=True):
        yield Ticker(archive.symbol, price, price, price + tick, candle.timestamp + share * length)
    ends = candle.timestamp + length - LAST_MOMENT
    yield Ticker(archive.symbol, candle.close, candle.close, candle.close + tick, ends)


def _so_far(candle: Candle, ticks: list[Ticker]) -> Candle:
    """Return an open candle as its first ticks have made it."""
    prices = [tick.price for tick in ticks]
    volume = candle.volume * len(ticks) / (len(WAYPOINTS) + 1)
    return Candle(candle.timestamp, prices[0], max(prices), min(prices), prices[-1], volume, closed=False)


def _folded(candles: Iterator[Candle], timeframe: Timeframe, now: datetime) -> list[Candle]:
    """Join candles into those of a longer timeframe."""
    groups: dict[datetime, list[Candle]] = defaultdict(list)
    for candle in candles:
        groups[timeframe.open_time(candle.timestamp)].append(candle)
    return [
        Candle(
            opened,
            group[0].open,
            max(candle.high for candle in group),
            min(candle.low for candle in group),
            group[-1].close,
            sum((candle.volume for candle in group), ZERO),
            closed=opened + timeframe.length <= now,
        )
        for opened, group in groups.items()
    ]


def _symbol(pair: str, path: Path) -> str:
    for quote in QUOTES:
        if pair.endswith(quote) and pair != quote:
            return f"{pair.removesuffix(quote)}/{quote}"
    raise BadInput(f"{path.name}: {pair} is no pair whose currency EchoTrade knows ({', '.join(QUOTES)}).")


def _dated(path: Path, month: str) -> _File:
    try:
        begins = datetime.strptime(month, "%Y-%m-%d" if len(month) > 7 else "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        raise BadInput(f"{path.name}: there is no month or day {month}.") from None
    ends = begins + timedelta(days=1) if len(month) > 7 else (begins + timedelta(days=32)).replace(day=1)
    return _File(path, begins, ends)


def _instrument(symbol: str, candles: list[Candle]) -> Instrument:
    some = candles[:500]
    prices = [price for candle in some for price in (candle.open, candle.high, candle.low, candle.close)]
    return Instrument(symbol, _step(prices), _step([candle.volume for candle in some]), min_notional=Decimal(5))


def _step(numbers: list[Decimal]) -> Decimal:
    """Return the smallest decimal place that any of the numbers uses, at most one."""
    exponents = [int(number.normalize().as_tuple().exponent) for number in numbers]
    return Decimal(1).scaleb(min(0, *exponents))
