"""Replaying the past from Binance's public kline files."""

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.adapters.candle_files import CandleFileMarket
from echotrade_desktop.engine.domain.errors import BadInput, MarketUnavailable, UnknownSymbol
from echotrade_desktop.engine.domain.market import Ticker, Timeframe
from echotrade_desktop.engine.market.price_feed import PriceFeed
from tests.fakes.clock import FakeClock

BTC = "BTC/USDT"
NEW_YEAR = datetime(2025, 1, 1, tzinfo=UTC)
HEADER = (
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore"
)
LINE = "{at},{open},{high},{low},{close},{volume},{ends},672935.1,120,4.2,283000.1,0"


def line(minute: int, prices: tuple[str, str, str, str], *, volume: str = "4.000", unit: int = 1000) -> str:
    """A line as Binance writes it; `unit` is how many of its time units make a second."""
    at = int((NEW_YEAR + timedelta(minutes=minute)).timestamp()) * unit
    opened, high, low, close = prices
    return LINE.format(at=at, open=opened, high=high, low=low, close=close, volume=volume, ends=at + 60 * unit - 1)


def minutes(count: int, **more) -> list[str]:
    """Minutes whose price climbs from 100.0 by one each; the low is nearer to the open than the high."""
    return [
        line(number, (f"{100 + number}.0", f"{102 + number}.00", f"{99 + number}.50", f"{101 + number}.0"), **more)
        for number in range(count)
    ]


def written(folder: Path, name: str, lines: list[str]) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n")
    return path


def market_at(folder: Path, minute: float) -> tuple[CandleFileMarket, FakeClock]:
    clock = FakeClock(NEW_YEAR + timedelta(minutes=minute))
    return CandleFileMarket(folder, clock), clock


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("unit", [1000, 1_000_000])
async def test_files_are_read_with_and_without_names_in_milli_and_microseconds(tmp_path, header, unit):
    lines = minutes(10, unit=unit)
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", [HEADER, *lines] if header else lines)
    market, _ = market_at(tmp_path, 10)
    candles = await market.fetch_ohlcv(BTC, Timeframe.M1, 3, before=NEW_YEAR + timedelta(minutes=9))
    assert [candle.timestamp for candle in candles] == [NEW_YEAR + timedelta(minutes=number) for number in (6, 7, 8)]
    assert (candles[0].open, candles[0].high, candles[0].low, candles[0].close) == (106, 108, Decimal("105.5"), 107)
    assert all(candle.closed for candle in candles)


async def test_tick_and_lot_are_what_the_files_show_and_the_market_is_labelled(tmp_path):
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", minutes(5, volume="4.25000000"))
    written(tmp_path, "readme.txt", ["not a candle file"])
    market, _ = market_at(tmp_path, 5)
    [instrument] = await market.instruments()
    assert (instrument.symbol, instrument.tick, instrument.lot) == (BTC, Decimal("0.1"), Decimal("0.01"))
    assert (market.name, market.transport, market.simulated) == ("Candle files", "files", True)


async def test_longer_candles_are_folded_and_the_open_one_knows_nothing_of_the_future(tmp_path):
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", minutes(12))
    market, clock = market_at(tmp_path, 7.3)
    whole, running = await market.fetch_ohlcv(BTC, Timeframe.M5, 5)
    assert (whole.open, whole.high, whole.low, whole.close, whole.volume) == (100, 106, Decimal("99.5"), 105, 20)
    assert (running.open, running.high, running.low, running.close) == (105, 108, Decimal("104.5"), Decimal("106.5"))
    assert running.volume == 10
    assert (whole.closed, running.closed) == (True, False)
    await clock.advance(3600)
    assert len(await market.fetch_ohlcv(BTC, Timeframe.M5, 100)) == 3


async def test_inside_a_candle_the_price_goes_to_the_nearer_extreme_first(tmp_path):
    written(
        tmp_path,
        "BTCUSDT-1m-2025-01.csv",
        [line(0, ("100", "108", "97", "104")), line(1, ("104", "105", "90", "92"))],
    )
    market, _ = market_at(tmp_path, 0)
    ticks = list(market.ticks_between([BTC], NEW_YEAR - timedelta(seconds=1), NEW_YEAR + timedelta(hours=1)))
    assert [tick.price for tick in ticks] == [100, 97, 108, 104, 104, 105, 90, 92]
    assert [(tick.timestamp - NEW_YEAR).total_seconds() for tick in ticks[:4]] == [0, 15, 30, 59.999]
    assert all(tick.bid == tick.price and tick.ask == tick.price + 1 for tick in ticks)
    assert [tick.price for tick in market.ticks_between([BTC], NEW_YEAR, NEW_YEAR + timedelta(seconds=30))] == [97, 108]


async def test_ticks_of_several_symbols_come_in_the_order_of_time_and_pass_the_door(tmp_path):
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", minutes(30))
    written(tmp_path, "ADAUSDT-5m-2025-01.csv", [*minutes(1), line(5, ("101", "101", "100", "100"))])
    market, clock = market_at(tmp_path, 0)
    feed = PriceFeed([BTC, "ADA/USDT"], clock=clock)
    for ticker in market.ticks_between(feed.symbols, NEW_YEAR, NEW_YEAR + timedelta(minutes=30)):
        clock.jump_to(ticker.timestamp)
        assert feed.accept(ticker)
    assert feed.get_current_price(BTC).price == 130
    assert feed.get_current_price("ADA/USDT").price == 100


async def test_ticks_come_at_their_time_on_the_clock_and_end_with_the_files(tmp_path):
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", minutes(3))
    market, clock = market_at(tmp_path, 1.1)
    ticks: list[tuple[Ticker, datetime]] = []

    async def listen() -> None:
        async for ticker in market.tickers([BTC, "NOPE/USDT"]):
            ticks.append((ticker, clock.now()))  # noqa: PERF401 - each at its own time

    task = asyncio.create_task(listen())
    await clock.advance(600)
    with pytest.raises(MarketUnavailable, match="come to their end"):
        await task
    assert [ticker.price for ticker, _ in ticks[:2]] == [101, Decimal("100.5")]
    assert all(ticker.timestamp == at for ticker, at in ticks[1:])
    assert ticks[-1][0].price == 103


async def test_overlapping_files_give_each_candle_once_and_holes_are_stepped_over(tmp_path):
    day = minutes(3)
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", day)
    written(tmp_path, "BTCUSDT-1m-2025-01-01.csv", [*day, line(500, ("105", "106", "104", "105"))])
    market, _ = market_at(tmp_path, 2000)
    candles = await market.fetch_ohlcv(BTC, Timeframe.M1, 4)
    assert [(candle.timestamp - NEW_YEAR).total_seconds() / 60 for candle in candles] == [0, 1, 2, 500]
    assert all(candle.volume == 4 for candle in candles)


async def test_what_the_files_do_not_have_is_said(tmp_path):
    written(tmp_path, "BTCUSDT-1h-2025-01.csv", minutes(1))
    market, _ = market_at(tmp_path, 60)
    with pytest.raises(UnknownSymbol, match="no candle files of ETH/USDT"):
        await market.fetch_ohlcv("ETH/USDT", Timeframe.H1, 5)
    with pytest.raises(MarketUnavailable, match="are of 1h; 5m cannot be made of them"):
        await market.fetch_ohlcv(BTC, Timeframe.M5, 5)
    assert await market.fetch_ohlcv(BTC, Timeframe.H1, 5, before=NEW_YEAR) == []


GOOD = ("100", "101", "99", "100")


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "holds no candles"),
        ([HEADER], "holds no candles"),
        ([line(0, GOOD), "<html>404</html>"], "line 2: 1 columns"),
        ([line(0, GOOD), line(1, ("100", "x", "99", "100"))], "line 2: 'x' is not a number"),
        ([line(0, ("NaN", "101", "99", "100"))], "line 1: 'NaN' is not a finite number"),
        ([line(0, ("100", "99", "101", "100"))], "line 1: open 100, high 99, low 101, close 100 are no candle"),
        ([line(0, ("-1", "101", "-2", "100"))], "are no candle"),
        ([line(1, GOOD), line(0, GOOD)], "line 2: the candles are not in the order of time"),
        (["9" * 30 + ",1,1,1,1,1"], "line 1"),
    ],
)
def test_a_malformed_file_is_one_clear_sentence(tmp_path, lines, sentence):
    written(tmp_path, "BTCUSDT-1m-2025-01.csv", lines)
    with pytest.raises(BadInput, match=r"^BTCUSDT-1m-2025-01\.csv") as refused:
        market_at(tmp_path, 0)
    assert sentence in str(refused.value)


def test_a_file_that_is_no_text_a_missing_folder_and_an_empty_one_are_each_one_clear_sentence(tmp_path):
    with pytest.raises(BadInput, match=r"holds no candle files\. They are named like"):
        market_at(tmp_path, 0)
    with pytest.raises(BadInput, match="cannot be read: No such file"):
        market_at(tmp_path / "nowhere", 0)
    (tmp_path / "BTCUSDT-1m-2025-01.csv").write_bytes(b"\xff\xfe\x00PK")
    with pytest.raises(BadInput, match="cannot be read as a candle file"):
        market_at(tmp_path, 0)
    (tmp_path / "BTCUSDT-1m-2025-01.csv").rename(tmp_path / "BTCUSDT-1m-2025-13.csv")
    with pytest.raises(BadInput, match="no month or day 2025-13"):
        market_at(tmp_path, 0)
    (tmp_path / "BTCUSDT-1m-2025-13.csv").rename(tmp_path / "EURGBP-1m-2025-01.csv")
    with pytest.raises(BadInput, match="EURGBP is no pair"):
        market_at(tmp_path, 0)
