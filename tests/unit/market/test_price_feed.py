"""Prices: let in at the door, kept, handed on, and known to be old when they are."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Ticker
from echotrade_desktop.engine.domain.messages import Health, HealthChanged
from echotrade_desktop.engine.market.price_feed import PriceFeed
from tests.fakes.clock import START, FakeClock
from tests.fakes.market import FakeMarket, tick

BTC, ADA = "BTC/USDT", "ADA/USDT"


class Feed(PriceFeed):
    """A price feed on a fake clock, with everything it said about its health."""

    def __init__(self, symbols: Sequence[str] = DEFAULT_SYMBOLS, **more: Any) -> None:
        self.clock = FakeClock()
        self.said: list[HealthChanged] = []
        super().__init__(symbols, clock=self.clock, publish=self.said.append, **more)

    @property
    def healths(self) -> list[tuple[Health, str]]:
        return [(event.health, event.detail) for event in self.said]


def test_f001_it_watches_the_four_default_symbols():
    assert PriceFeed(clock=FakeClock()).symbols == ("BTC/USDT", "ETH/USDT", "BNB/USDT", "ADA/USDT")
    assert PriceFeed([ADA], clock=FakeClock()).symbols == (ADA,)


def test_f002_every_listener_hears_every_tick_until_it_unsubscribes():
    feed, first, second = Feed(), [], []
    feed.subscribe(first.append)
    feed.subscribe(second.append)
    feed.accept(tick(price=100))
    feed.unsubscribe(first.append)
    feed.accept(tick(price=101))
    assert [each.price for each in first] == [100]
    assert [each.price for each in second] == [100, 101]


def test_f002_who_subscribes_twice_hears_each_tick_once():
    feed, heard = Feed(), []
    feed.subscribe(heard.append)
    feed.subscribe(heard.append)
    feed.accept(tick())
    assert len(heard) == 1


def test_f002_a_raising_listener_does_not_stop_the_others_and_is_logged_once(caplog):
    feed, heard = Feed(), []

    def broken(_: Ticker) -> None:
        raise LookupError("no such cell")

    feed.subscribe(broken)
    feed.subscribe(heard.append)
    assert all(feed.accept(tick(price=100 + number)) for number in range(3))
    assert len(heard) == 3
    assert len(caplog.records) == 1


async def test_f002_a_coroutine_listener_hears_every_tick_in_order_one_at_a_time():
    tasks: list[asyncio.Task[None]] = []

    def spawn(_: str, work: Coroutine[Any, Any, None]) -> None:
        tasks.append(asyncio.create_task(work))

    feed, heard, at_once = Feed(spawn=spawn), [], 0

    async def slow(ticker: Ticker) -> None:
        nonlocal at_once
        at_once += 1
        assert at_once == 1
        await asyncio.sleep(0)
        heard.append(ticker.price)
        at_once -= 1
        if ticker.price == 102:
            raise LookupError("once")

    feed.subscribe(slow)
    for price in range(100, 105):
        feed.accept(tick(price=price))
    await asyncio.gather(*tasks)
    assert heard == [100, 101, 102, 103, 104]
    assert len(tasks) == 1


def test_f002_a_coroutine_listener_needs_somebody_to_run_it():
    async def listener(_: Ticker) -> None:
        raise AssertionError("never runs")

    with pytest.raises(TypeError, match="way to run it"):
        Feed().subscribe(listener)


def test_f004_there_is_no_price_before_the_first_tick_and_then_the_newest_as_it_came():
    feed = Feed()
    assert feed.get_current_price(BTC) is None
    assert feed.get_current_price("NOPE/USDT") is None
    whole = tick(volume=Decimal(9), change_24h=Decimal("-1.5"), high_24h=Decimal(101), low_24h=Decimal(98))
    feed.accept(whole)
    assert feed.get_current_price(BTC) == whole


def test_f004_a_day_figure_that_is_no_number_is_unknown_and_the_price_beside_it_counts():
    feed = Feed()
    feed.accept(tick(volume=Decimal("NaN"), change_24h=Decimal("Infinity"), high_24h=Decimal(-1), low_24h=Decimal(9)))
    newest = feed.get_current_price(BTC)
    assert (newest.volume, newest.change_24h, newest.high_24h, newest.low_24h) == (None, None, None, 9)


@pytest.mark.parametrize(
    ("limit", "expected"), [(0, 0), (-1, 0), (-5000, 0), (1, 1), (100, 100), (1000, 1000), (5000, 1000)]
)
def test_f005_f006_history_is_the_last_ticks_oldest_first_at_most_a_thousand(limit, expected):
    feed = Feed()
    sent = [tick(price=Decimal(10_000 + number), after=number) for number in range(1200)]
    for each in sent:
        assert feed.accept(each)
    assert feed.get_price_history(BTC, limit) == (sent[-expected:] if expected else [])


def test_f005_history_has_a_hundred_ticks_by_default_and_none_of_an_unknown_symbol():
    feed = Feed()
    for number in range(150):
        feed.accept(tick(after=number))
    assert len(feed.get_price_history(BTC)) == 100
    assert feed.get_price_history(ADA) == []
    assert feed.get_price_history("NOPE/USDT") == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (tick(price=Decimal("NaN")), "not a price"),
        (tick(bid=Decimal("sNaN")), "not a price"),
        (tick(ask=Decimal("Infinity")), "not a price"),
        (tick(price=Decimal(0)), "not a price"),
        (tick(price=Decimal(-100)), "not a price"),
        (tick(bid=Decimal(0)), "not a price"),
        (tick(bid=Decimal(101), ask=Decimal(100)), "bid above ask"),
        (tick(after=-1), "older than the last"),
        (tick("NOPE/USDT"), "unknown symbol"),
        (tick(price=Decimal(79)), "jump without a second tick"),
        (tick(price=Decimal(121)), "jump without a second tick"),
        (tick(bid=Decimal(10)), "jump without a second tick"),
        (tick(ask=Decimal(1000)), "jump without a second tick"),
        (tick(after=61), "jump without a second tick"),
        (replace(tick(), timestamp=START.replace(tzinfo=None)), "malformed"),
        (replace(tick(), price=100.0), "malformed"),
        (replace(tick(), price=None), "malformed"),
    ],
)
def test_x11_what_is_no_price_stays_outside_and_is_counted(bad, reason):
    feed, heard = Feed(), []
    feed.accept(tick())
    feed.subscribe(heard.append)
    assert not feed.accept(bad)
    assert heard == []
    assert feed.drops == {reason: 1}
    assert feed.get_current_price(BTC) == tick()


def test_x11_a_jump_is_believed_when_a_second_tick_agrees():
    feed, heard = Feed(), []
    feed.accept(tick(price=100))
    feed.subscribe(heard.append)
    assert not feed.accept(tick(price=70, after=1))
    assert feed.accept(tick(price=71, after=2))
    assert feed.accept(tick(price=72, after=3))
    assert [each.price for each in heard] == [71, 72]


def test_x11_a_lone_wild_tick_among_good_ones_is_never_believed():
    feed = Feed()
    course = ((100, True), (10, False), (100, True), (10, False), (30, False), (100, True))
    for after, (price, comes_in) in enumerate(course):
        assert feed.accept(tick(price=price, after=after)) is comes_in


def test_x11_the_same_wild_message_delivered_twice_is_still_one():
    feed = Feed()
    feed.accept(tick(price=100))
    assert not feed.accept(tick(price=50, after=1))
    assert not feed.accept(tick(price=50, after=1))


def test_a_first_tick_whose_bid_is_far_from_its_price_waits_for_a_second():
    feed = Feed()
    assert not feed.accept(tick(price=100, bid=Decimal(10)))
    assert feed.accept(tick(price=100))


def test_a_tick_may_come_a_long_time_after_the_last():
    feed = Feed()
    feed.accept(tick())
    feed.clock.jump(3600)
    assert feed.accept(tick(after=3600))


def test_f008_a_price_is_stale_after_five_seconds_and_before_the_first_tick():
    feed = Feed()
    assert feed.is_stale(BTC)
    assert feed.age(BTC) is None
    feed.accept(tick())
    feed.clock.jump(4.9)
    assert not feed.is_stale(BTC)
    feed.clock.jump(0.1)
    assert feed.is_stale(BTC)
    assert feed.age(BTC) == 5.0


async def watched(feed: Feed) -> asyncio.Task[None]:
    task = asyncio.create_task(feed.watch_staleness())
    await feed.clock.advance(0)
    return task


async def test_f008_silence_and_its_end_are_each_said_once_and_within_a_second():
    feed = Feed([BTC, ADA])
    task = await watched(feed)
    feed.accept(tick(BTC))
    feed.accept(tick(ADA))
    await feed.clock.advance(5.9)
    assert feed.healths == [(Health.UP, "none"), (Health.STALE, "silent for 5 s")]
    await feed.clock.advance(60)
    feed.accept(tick(BTC, after=66))
    feed.accept(tick(ADA, after=66))
    await feed.clock.advance(2)
    task.cancel()
    assert feed.healths == [(Health.UP, "none"), (Health.STALE, "silent for 5 s"), (Health.UP, "none")]
    assert {event.name for event in feed.said} == {"market"}


async def test_x24_one_silent_symbol_is_named_while_the_others_go_on():
    feed = Feed([BTC, ADA])
    task = await watched(feed)
    feed.accept(tick(ADA))
    for second in range(8):
        feed.accept(tick(BTC, after=second))
        await feed.clock.advance(1)
    assert feed.healths[1:] == [(Health.STALE, "no prices of ADA/USDT for 5 s")]
    assert feed.is_stale(ADA)
    assert not feed.is_stale(BTC)
    feed.accept(tick(ADA, after=8))
    feed.accept(tick(BTC, after=8))
    await feed.clock.advance(1)
    task.cancel()
    assert feed.healths[2:] == [(Health.UP, "none")]


async def test_a_symbol_added_while_running_gets_five_seconds_before_it_counts_as_silent():
    feed = Feed([BTC])
    task = await watched(feed)
    for second in range(20):
        feed.accept(tick(BTC, after=second))
        if second == 16:
            feed.add_symbol(ADA)
        await feed.clock.advance(1)
    assert feed.healths == [(Health.UP, "none")]
    for second in range(20, 23):
        feed.accept(tick(BTC, after=second))
        await feed.clock.advance(1)
    task.cancel()
    assert feed.healths[1:] == [(Health.STALE, "no prices of ADA/USDT for 5 s")]


async def test_f008_symbols_that_fall_silent_one_after_the_other_with_the_feed_are_one_silence():
    feed = Feed([BTC, ADA])
    task = await watched(feed)
    feed.accept(tick(BTC))
    for second in range(3):
        feed.accept(tick(ADA, after=second))
        await feed.clock.advance(1)
    await feed.clock.advance(10)
    task.cancel()
    assert feed.healths == [(Health.UP, "none"), (Health.STALE, "silent for 5 s")]


def test_a_removed_symbol_is_forgotten():
    feed = Feed([BTC, ADA])
    feed.accept(tick(ADA))
    feed.remove_symbol(ADA)
    feed.remove_symbol(ADA)
    assert feed.symbols == (BTC,)
    assert feed.get_current_price(ADA) is None
    assert not feed.accept(tick(ADA))


async def test_f007_f009_a_lost_line_raises_and_the_next_run_is_up_again_by_its_first_tick():
    feed, market = Feed([BTC]), FakeMarket()
    market.send(tick(BTC))
    market.lose("Binance closed the connection.")
    with pytest.raises(MarketUnavailable, match="closed"):
        await feed.run(market)
    assert feed.transport == "fake"
    market.send(tick(BTC, after=1))
    market.end()
    with pytest.raises(MarketUnavailable, match="sends no more prices"):
        await feed.run(market)
    assert feed.healths == [(Health.UP, "fake"), (Health.UP, "fake")]
    assert market.subscriptions == 0, "each run let go of its subscription"


async def test_f007_a_source_that_falls_back_to_polling_is_said_so_at_once():
    feed, market = Feed([BTC]), FakeMarket()
    task = asyncio.create_task(feed.run(market))
    market.send(tick(BTC))
    await feed.clock.advance(0)
    market.transport = "polling"
    for after in (1, 2):
        market.send(tick(BTC, after=after))
    await feed.clock.advance(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert feed.transport == "polling"
    assert feed.healths == [(Health.UP, "fake"), (Health.UP, "polling")]


async def test_f009_adding_a_symbol_asks_the_source_anew_without_a_second_subscription():
    feed, market = Feed([BTC]), FakeMarket()
    task = asyncio.create_task(feed.run(market))
    market.send(tick(BTC))
    await feed.clock.advance(0)
    feed.add_symbol(ADA)
    market.send(tick(BTC, after=1))
    await feed.clock.advance(0)
    assert market.asked == [(BTC,), (BTC, ADA)]
    assert market.subscriptions == market.most_subscriptions == 1
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert market.subscriptions == 0


async def test_a_feed_without_symbols_waits_for_the_first():
    feed, market = Feed([]), FakeMarket()
    task = asyncio.create_task(feed.run(market))
    await feed.clock.advance(0)
    assert market.asked == []
    feed.add_symbol(BTC)
    market.send(tick(BTC))
    await feed.clock.advance(0)
    assert feed.get_current_price(BTC) == tick(BTC)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_a_flood_that_never_waits_lets_others_have_their_turn():
    class Flood(FakeMarket):
        async def tickers(self, symbols):
            for number in range(5_000):
                yield tick(price=100 + number % 3)

    feed, turns = Feed([BTC]), 0

    async def window() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    painting = asyncio.ensure_future(window())
    with pytest.raises(MarketUnavailable):
        await feed.run(Flood())
    painting.cancel()
    assert turns >= 40


async def test_every_tick_of_a_source_reaches_the_listeners():
    class Bursting(FakeMarket):
        async def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
            for number in range(500):
                yield tick(after=number / 1000)

    feed, heard = Feed([BTC]), []
    feed.subscribe(heard.append)
    with pytest.raises(MarketUnavailable):
        await feed.run(Bursting())
    assert [each.timestamp for each in heard] == [START + timedelta(milliseconds=number) for number in range(500)]
