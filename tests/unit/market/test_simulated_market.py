"""The built-in market: realistic, consistent with itself, and obedient to drills."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from echotrade_desktop.engine.adapters.simulated_market import CallAnchoredMarket, CallPrice, SimulatedMarket
from echotrade_desktop.engine.domain.errors import BadInput, UnknownSymbol
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Candle, Ticker, Timeframe
from echotrade_desktop.engine.market.price_feed import PriceFeed
from tests.fakes.clock import START, FakeClock

BTC, ADA = "BTC/USDT", "ADA/USDT"


async def collected(market: SimulatedMarket, clock: FakeClock, symbols: Sequence[str], seconds: float) -> list[Ticker]:
    """Everything the market sends within some seconds."""
    ticks: list[Ticker] = []

    async def listen() -> None:
        async for ticker in market.tickers(symbols):
            ticks.append(ticker)  # noqa: PERF401 - it ends by being cancelled

    task = asyncio.create_task(listen())
    await clock.advance(seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return ticks


def folded(ticks: Sequence[Ticker]) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    prices = [tick.price for tick in ticks]
    return prices[0], max(prices), min(prices), prices[-1]


def shape(candle: Candle) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return candle.open, candle.high, candle.low, candle.close


async def test_it_trades_the_default_symbols_near_their_usual_prices_and_twenty_more():
    market = SimulatedMarket(FakeClock())
    instruments = {instrument.symbol: instrument for instrument in await market.instruments()}
    assert set(DEFAULT_SYMBOLS) < set(instruments)
    assert len(instruments) >= 24
    for symbol, usual in zip(DEFAULT_SYMBOLS, (67_500, 3_200, 590, 0.45), strict=True):
        assert float(market.quote(symbol).price) == pytest.approx(usual, rel=0.3)
    assert instruments[BTC].tick == Decimal("0.1")
    assert instruments[BTC].min_notional == 50


def test_f007_it_says_that_it_is_simulated():
    market = SimulatedMarket(FakeClock())
    assert (market.name, market.transport, market.simulated) == ("Simulated market", "simulated", True)


async def test_f003_every_symbol_ticks_several_times_a_second_on_the_clock():
    clock = FakeClock()
    ticks = await collected(SimulatedMarket(clock), clock, DEFAULT_SYMBOLS, 10)
    for symbol in DEFAULT_SYMBOLS:
        times = [tick.timestamp for tick in ticks if tick.symbol == symbol]
        assert len(times) == 41
        assert times[0] == START
        assert {later - sooner for sooner, later in pairwise(times)} == {timedelta(seconds=0.25)}


async def test_f004_a_tick_is_on_the_grid_with_a_spread_and_the_figures_of_the_day():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    instruments = {instrument.symbol: instrument for instrument in await market.instruments()}
    for tick in await collected(market, clock, tuple(instruments), 3):
        tick.check()
        step = instruments[tick.symbol].tick
        assert all(price % step == 0 for price in (tick.price, tick.bid, tick.ask))
        assert tick.bid < tick.ask
        assert tick.price in (tick.bid, tick.ask)
        assert tick.low_24h <= tick.price <= tick.high_24h
        assert tick.volume > 0
        assert abs(tick.change_24h) < 30


async def test_the_figures_of_the_day_are_those_of_its_own_candles():
    clock = FakeClock(START + timedelta(hours=1))
    market = SimulatedMarket(clock)
    day = await market.fetch_ohlcv(BTC, Timeframe.M1, 1441)
    tick = market.quote(BTC)
    assert tick.high_24h == max(candle.high for candle in day)
    assert tick.low_24h == min(candle.low for candle in day)
    assert tick.volume == sum(candle.volume for candle in day)
    assert float(tick.change_24h) == pytest.approx(float(tick.price / day[0].open - 1) * 100, abs=0.006)


@pytest.mark.parametrize("ticks_per_second", [1, 2, 4])
async def test_a_candle_made_of_live_ticks_is_the_candle_of_history(ticks_per_second):
    clock = FakeClock()
    market = SimulatedMarket(clock, ticks_per_second=ticks_per_second)
    ticks = await collected(market, clock, [BTC, ADA], 179.9)
    for symbol in (BTC, ADA):
        history = await market.fetch_ohlcv(symbol, Timeframe.M1, 3)
        for candle in history:
            end = candle.timestamp + timedelta(minutes=1)
            live = [tick for tick in ticks if tick.symbol == symbol and candle.timestamp <= tick.timestamp < end]
            assert folded(live) == shape(candle)


async def test_the_open_candle_ends_where_the_live_price_is():
    clock = FakeClock(START + timedelta(minutes=7, seconds=41.3))
    market = SimulatedMarket(clock)
    price = market.quote(BTC).price
    for timeframe in Timeframe:
        *_, closed, newest = await market.fetch_ohlcv(BTC, timeframe, 2)
        assert closed.closed
        assert not newest.closed
        assert newest.close == price
        assert newest.timestamp == timeframe.open_time(clock.now())


async def test_history_never_changes_not_after_a_restart_not_when_asked_later():
    clock = FakeClock()
    before = await SimulatedMarket(clock).fetch_ohlcv(BTC, Timeframe.M15, 200, before=START)
    later = FakeClock(START + timedelta(days=40))
    assert await SimulatedMarket(later).fetch_ohlcv(BTC, Timeframe.M15, 200, before=START) == before
    assert await SimulatedMarket(clock, seed=7).fetch_ohlcv(BTC, Timeframe.M15, 200, before=START) != before


async def test_history_ends_where_the_simulation_begins():
    market = SimulatedMarket(FakeClock(datetime(2019, 1, 3, 12, tzinfo=UTC)))
    assert len(await market.fetch_ohlcv(BTC, Timeframe.D1, 100)) == 3
    assert await market.fetch_ohlcv(BTC, Timeframe.D1, 100, before=datetime(2019, 1, 1, tzinfo=UTC)) == []
    assert await market.fetch_ohlcv(BTC, Timeframe.D1, 0) == []


async def test_f011_a_symbol_that_does_not_exist_is_refused_and_the_others_keep_ticking():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    with pytest.raises(UnknownSymbol, match="does not have NOPE/USDT"):
        await market.fetch_ohlcv("NOPE/USDT", Timeframe.M1, 5)
    ticks = await collected(market, clock, ["NOPE/USDT", BTC], 1)
    assert {tick.symbol for tick in ticks} == {BTC}
    with pytest.raises(BadInput, match="1, 2 or 4 times"):
        SimulatedMarket(clock, ticks_per_second=3)


async def test_after_a_long_sleep_it_goes_on_from_the_present():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    ticks: list[Ticker] = []

    async def listen() -> None:
        async for ticker in market.tickers([BTC]):
            ticks.append(ticker)  # noqa: PERF401 - it ends by being cancelled

    task = asyncio.create_task(listen())
    await clock.advance(1)
    clock.jump(3600)
    for _ in range(3):
        await clock.advance(1)
    task.cancel()
    assert len(ticks) < 50
    assert ticks[-1].timestamp == clock.now()


async def returns(market: SimulatedMarket, symbol: str, minutes: int) -> np.ndarray:
    candles = await market.fetch_ohlcv(symbol, Timeframe.M1, minutes)
    return np.diff(np.log([float(candle.close) for candle in candles]))


async def test_wild_minutes_come_in_clusters_with_fat_tails_and_without_a_trend_to_ride():
    moves = await returns(SimulatedMarket(FakeClock()), BTC, 20_000)
    sizes = abs(moves)
    assert 0.0003 < moves.std() < 0.0012
    assert (moves**4).mean() / (moves**2).mean() ** 2 > 4, "fatter tails than a bell"
    assert np.corrcoef(sizes[30:], sizes[:-30])[0, 1] > 0.1, "a wild half hour follows a wild half hour"
    assert abs(np.corrcoef(moves[1:], moves[:-1])[0, 1]) < 0.05


async def test_the_coins_follow_bitcoin_more_or_less():
    market = SimulatedMarket(FakeClock())
    bitcoin = await returns(market, BTC, 5_000)
    for symbol in ("ETH/USDT", "ADA/USDT", "DOGE/USDT"):
        assert 0.4 < np.corrcoef(bitcoin, await returns(market, symbol, 5_000))[0, 1] < 0.95


async def test_minutes_sometimes_open_away_from_the_last_close():
    candles = await SimulatedMarket(FakeClock()).fetch_ohlcv(BTC, Timeframe.M1, 20_000)
    gaps = [later.open - sooner.close for sooner, later in pairwise(candles) if later.open != sooner.close]
    assert 10 < len(gaps) < 100


async def test_a_jump_moves_the_next_tick_and_stays_in_history():
    clock = FakeClock(START + timedelta(seconds=20))
    market = SimulatedMarket(clock)
    before, unmoved = market.quote(BTC).price, market.quote(ADA).price
    market.jump(BTC, Decimal(-12))
    await clock.advance(0.25)
    after = market.quote(BTC).price
    assert float(after / before) == pytest.approx(0.88, rel=0.002)
    assert float(market.quote(ADA).price / unmoved) == pytest.approx(1, rel=0.005)
    await clock.advance(120)
    [candle] = await market.fetch_ohlcv(BTC, Timeframe.M1, 1, before=START + timedelta(minutes=1))
    assert candle.high >= before
    assert candle.low <= after
    with pytest.raises(BadInput, match="less than 100 percent"):
        market.jump(BTC, Decimal(-100))


async def test_x11_every_tick_of_a_flash_crash_of_all_coins_passes_the_door():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    feed = PriceFeed(clock=clock)
    market.flash_crash(None, Decimal(25), 10)
    ticks = await collected(market, clock, DEFAULT_SYMBOLS, 12)
    assert all(feed.accept(tick) for tick in ticks)
    for symbol in DEFAULT_SYMBOLS:
        prices = [float(tick.price) for tick in ticks if tick.symbol == symbol]
        assert min(prices) / prices[0] == pytest.approx(0.75, rel=0.01)
        assert 0.85 < prices[-1] / prices[0] < 0.92


async def test_live_ticks_and_history_agree_in_a_crash():
    clock = FakeClock(START + timedelta(seconds=50))
    market = SimulatedMarket(clock)
    market.flash_crash(BTC, Decimal(10), 30)
    ticks = await collected(market, clock, [BTC], 69.9)
    [candle] = await market.fetch_ohlcv(BTC, Timeframe.M1, 1)
    assert folded([tick for tick in ticks if tick.timestamp >= candle.timestamp]) == shape(candle)


@pytest.mark.parametrize(("symbol", "share"), [(BTC, "1.03"), (BTC, "0.97"), (ADA, "1.05")])
async def test_a_steered_price_arrives_in_time_without_a_leap(symbol, share):
    clock = FakeClock(START + timedelta(seconds=13.7))
    market = SimulatedMarket(clock)
    level = market.quote(symbol).price * Decimal(share)
    market.steer(symbol, level, 30)
    ticks = await collected(market, clock, [symbol], 30)
    assert float(ticks[-1].price / level) == pytest.approx(1, rel=0.0005)
    assert max(abs(later.price / sooner.price - 1) for sooner, later in pairwise(ticks)) < Decimal("0.005")
    with pytest.raises(BadInput, match="above zero"):
        market.steer(symbol, Decimal(0), 30)


async def test_two_steers_on_one_coin_each_arrive():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    for share in ("1.02", "0.98"):
        level = market.quote(BTC).price * Decimal(share)
        market.steer(BTC, level, 20)
        await clock.advance(20)
        assert float(market.quote(BTC).price / level) == pytest.approx(1, rel=0.0005)


async def test_what_drills_did_is_remembered_by_a_restart_and_a_damaged_line_is_left_out(tmp_path, caplog):
    memory, clock = tmp_path / "simulated_market.jsonl", FakeClock()
    market = SimulatedMarket(clock, memory=memory)
    market.steer(BTC, Decimal(80_000), 10)
    await clock.advance(30)
    with memory.open("a") as file:
        file.write('{"symbol": "BTC/USDT", "ti')
    again = SimulatedMarket(clock, memory=memory)
    assert again.quote(BTC) == market.quote(BTC)
    assert SimulatedMarket(clock).quote(BTC).price < 79_000
    assert memory.stat().st_mode & 0o777 == 0o600
    assert "cannot be read" in caplog.text


async def test_f008_silence_is_a_dead_line_and_then_prices_come_back():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    market.silence(7)
    ticks = await collected(market, clock, [BTC], 10)
    assert ticks[0].timestamp == START + timedelta(seconds=7)
    assert ticks[-1].timestamp == START + timedelta(seconds=10)


async def test_calls_find_the_market_at_their_price_at_their_time():
    first = datetime(2024, 3, 5, 14, 30, 20, tzinfo=UTC)
    calls = [
        CallPrice(BTC, first, Decimal(64_300)),
        CallPrice(BTC, first + timedelta(days=20), Decimal(71_250)),
        CallPrice("ZEBRA/USDT", first + timedelta(hours=3), Decimal("0.00001234")),
    ]
    clock = FakeClock(first + timedelta(days=30))
    market = CallAnchoredMarket(clock, calls)
    assert market.name == "Simulated market (anchored at the calls' prices)"
    assert market.simulated
    for call in calls:
        price = market.quote(call.symbol, call.at).price
        assert float(price / call.price) == pytest.approx(1, rel=0.002)
        [candle] = await market.fetch_ohlcv(call.symbol, Timeframe.M1, 1, before=call.at)
        assert float(candle.open / call.price) == pytest.approx(1, rel=0.0002)
    assert any(instrument.symbol == "ZEBRA/USDT" for instrument in await market.instruments())


async def test_ticks_for_a_long_replay_leave_out_no_extreme_of_any_candle():
    clock = FakeClock()
    market = SimulatedMarket(clock)
    start = START - timedelta(days=3)
    ticks = list(market.ticks_between([BTC, ADA], start, START - timedelta(seconds=0.1)))
    assert all(sooner.timestamp <= later.timestamp for sooner, later in pairwise(ticks))
    for symbol in (BTC, ADA):
        own = [tick for tick in ticks if tick.symbol == symbol]
        candles = (await market.fetch_ohlcv(symbol, Timeframe.M1, 3 * 1440, before=START))[1:]
        own = [tick for tick in own if tick.timestamp >= candles[0].timestamp]
        for number, candle in enumerate(candles):
            assert folded(own[4 * number : 4 * number + 4]) == shape(candle)


@pytest.mark.parametrize("silence", [0, 5])
async def test_a_drill_late_in_a_minute_is_in_the_next_minute_too_live_and_in_history(silence):
    clock = FakeClock()
    market = SimulatedMarket(clock)
    ticks: list[Ticker] = []

    async def listen() -> None:
        async for ticker in market.tickers([BTC, ADA]):
            ticks.append(ticker)  # noqa: PERF401 - it ends by being cancelled

    task = asyncio.create_task(listen())
    await clock.advance(55)
    market.silence(silence)
    market.jump(BTC, Decimal(8))
    await clock.advance(124.9)
    task.cancel()
    for symbol in (BTC, ADA):
        candle = (await market.fetch_ohlcv(symbol, Timeframe.M1, 2))[0]
        end = candle.timestamp + timedelta(minutes=1)
        own = [tick for tick in ticks if tick.symbol == symbol and candle.timestamp <= tick.timestamp < end]
        assert folded(own) == shape(candle)
        assert (market.quote(BTC, START).price < own[0].price) or symbol != BTC
