"""Clocks, the supervisor and the outbox."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Self

import pytest

from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.messages import (
    Event,
    Health,
    HealthChanged,
    Notice,
    TickerChanged,
)
from echotrade_desktop.engine.runtime import (
    ManualClock,
    Outbox,
    ScaledClock,
    Supervisor,
    SystemClock,
)
from tests.fakes.clock import START, FakeClock
from tests.fakes.market import tick


def notice(sentence: str) -> Notice:
    return Notice(sentence)


async def test_sleepers_wake_in_the_order_of_their_hour_each_at_its_own_time():
    clock, woken = FakeClock(), []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.monotonic()))

    tasks = [asyncio.create_task(sleeper(*each)) for each in (("late", 3), ("early", 1), ("same hour, later", 1))]
    await clock.advance(10)
    assert woken == [("early", 1), ("same hour, later", 1), ("late", 3)]
    assert clock.now() == START + timedelta(seconds=10)
    await asyncio.gather(*tasks)


async def test_a_periodic_sleeper_wakes_at_every_period_on_the_way():
    clock, hours = FakeClock(), []

    async def ticking() -> None:
        while True:
            await clock.sleep(0.5)
            hours.append(clock.monotonic())

    task = asyncio.create_task(ticking())
    await clock.advance(2)
    task.cancel()
    assert hours == [0.5, 1.0, 1.5, 2.0]


async def test_after_a_jump_a_periodic_sleeper_wakes_once_and_finds_the_new_time():
    clock, hours = FakeClock(), []

    async def ticking() -> None:
        while True:
            await clock.sleep(0.5)
            hours.append(clock.monotonic())

    task = asyncio.create_task(ticking())
    await clock.advance(0)
    clock.jump(3600)
    await clock.advance(0)
    task.cancel()
    assert hours == [3600]


async def test_a_cancelled_sleeper_does_not_hold_the_clock_up():
    clock = FakeClock()
    task = asyncio.create_task(clock.sleep(1))
    await clock.advance(0)
    task.cancel()
    await clock.advance(5)
    assert clock.monotonic() == 5


def test_time_does_not_go_back():
    clock = FakeClock()
    with pytest.raises(ValueError, match="does not go back"):
        clock.jump_to(START - timedelta(seconds=1))
    with pytest.raises(ValueError, match="aware"):
        ManualClock(datetime(2026, 1, 5))


async def test_the_system_clock_is_aware_utc_and_never_goes_back():
    clock = SystemClock()
    assert clock.now().tzinfo is UTC
    before = clock.monotonic()
    await clock.sleep(0)
    assert clock.monotonic() >= before


async def test_a_scaled_clock_runs_as_many_times_as_fast():
    base = FakeClock()
    clock = ScaledClock(60, start=datetime(2025, 3, 1, tzinfo=UTC), base=base)
    task = asyncio.create_task(clock.sleep(120))
    await base.advance(1.9)
    assert not task.done()
    await base.advance(0.1)
    await task
    assert clock.now() == datetime(2025, 3, 1, 0, 2, tzinfo=UTC)
    assert clock.monotonic() == 120
    with pytest.raises(ValueError, match="times as fast"):
        ScaledClock(0)


def test_every_subscriber_sees_every_event_in_the_same_order_even_one_published_on_the_way():
    outbox, first, second = Outbox(), [], []

    def answering(event: Event) -> None:
        first.append(event)
        if event == notice("stop hit"):
            outbox.publish(notice("position closed"))

    outbox.subscribe(answering)
    outbox.subscribe(second.append)
    outbox.publish(notice("stop hit"))
    assert first == second == [notice("stop hit"), notice("position closed")]


def test_a_subscriber_may_be_spared_prices_and_misses_nothing_else():
    outbox, all_of_it, spared = Outbox(), [], []
    outbox.subscribe(all_of_it.append)
    leave = outbox.subscribe(spared.append, prices=False)
    price = TickerChanged(tick(), "BTC/USDT")
    outbox.publish(price)
    outbox.publish(notice("stop hit"))
    leave()
    outbox.publish(notice("position closed"))
    assert all_of_it == [price, notice("stop hit"), notice("position closed")]
    assert spared == [notice("stop hit")]


def test_a_raising_subscriber_is_logged_once_a_kind_and_stops_nobody(caplog):
    outbox, heard = Outbox(), []

    def broken(event: Event) -> None:
        raise KeyError(event)

    outbox.subscribe(broken)
    outbox.subscribe(heard.append)
    for number in range(5):
        outbox.publish(notice(str(number)))
    assert len(heard) == 5
    assert len(caplog.records) == 1
    assert "broken" in caplog.text


def test_who_unsubscribes_hears_nothing_more_and_may_do_it_twice():
    outbox, heard = Outbox(), []
    unsubscribe = outbox.subscribe(heard.append)
    unsubscribe()
    unsubscribe()
    outbox.publish(notice("unheard"))
    assert heard == []


def test_the_newest_events_are_kept_within_a_bound():
    outbox = Outbox(kept=3)
    for number in range(5):
        outbox.publish(notice(str(number)))
    assert outbox.recent(2) == [notice("3"), notice("4")]
    assert outbox.recent(99) == [notice("2"), notice("3"), notice("4")]
    assert outbox.recent(0) == outbox.recent(-1) == []


class House:
    """A supervisor on a fake clock, with everything it says."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.outbox = Outbox()
        self.heard: list[Event] = []
        self.outbox.subscribe(self.heard.append)
        self.supervisor = Supervisor(self.clock, self.outbox, rng=random.Random(1))

    async def __aenter__(self) -> Self:
        await self.supervisor.__aenter__()
        return self

    async def __aexit__(self, *error) -> None:
        await self.supervisor.__aexit__(*error)

    @property
    def faults(self) -> list[HealthChanged]:
        return [event for event in self.heard if isinstance(event, HealthChanged)]


async def test_f009_a_long_task_that_fails_is_announced_with_its_reason_and_starts_again(
    caplog,
):
    runs = []

    async def losing_the_line() -> None:
        runs.append(house.clock.monotonic())
        raise MarketUnavailable("Binance closed the connection. EchoTrade connects again by itself.")

    async with House() as house:
        house.supervisor.start("market", losing_the_line)
        await house.clock.advance(0)
        [fault] = house.faults
        assert fault.name == "market"
        assert fault.health is Health.DOWN
        assert fault.detail == "Binance closed the connection. EchoTrade connects again by itself."
        assert timedelta(0) < fault.retry_at - fault.at <= timedelta(seconds=0.5)
        await house.clock.advance_to(fault.retry_at)
        assert len(runs) == 2


async def test_f009_an_hour_without_the_market_is_at_most_seventy_attempts_never_a_minute_apart(
    caplog,
):
    runs = []

    async def unreachable() -> None:
        runs.append(house.clock.monotonic())
        raise MarketUnavailable("no route")

    async with House() as house:
        house.supervisor.start("market", unreachable)
        await house.clock.advance(3600)
    waits = [later - sooner for sooner, later in pairwise(runs)]
    assert len(runs) <= 70
    assert max(waits) <= 60
    assert waits[0] < 1
    assert waits[-1] > 20
    assert len(set(waits[10:])) > 10, "the waits are jittered"


async def test_after_a_minute_of_health_the_wait_before_a_restart_is_short_again(
    caplog,
):
    fail_after = iter([0, 0, 0, 0, 0, 0, 300])

    async def sometimes() -> None:
        await house.clock.sleep(next(fail_after))
        raise MarketUnavailable("gone")

    async with House() as house:
        house.supervisor.start("market", sometimes)
        while len(house.faults) < 7:
            await house.clock.advance(30)
    waits = [(fault.retry_at - fault.at).total_seconds() for fault in house.faults]
    assert waits[5] > 5
    assert waits[6] <= 0.5


async def test_a_bug_is_told_in_words_and_its_traceback_goes_to_the_log(caplog):
    async def buggy() -> None:
        raise ZeroDivisionError("secret detail")

    async with House() as house:
        house.supervisor.start("calls", buggy)
        await house.clock.advance(0)
    assert house.faults[0].detail.startswith("A fault in EchoTrade stopped the part called calls")
    assert "secret detail" not in house.faults[0].detail
    assert caplog.records[0].exc_info


async def test_a_long_task_that_returns_is_over():
    runs = []

    async def finishes() -> None:
        runs.append(1)

    async with House() as house:
        house.supervisor.start("calls", finishes)
        await house.clock.advance(600)
    assert runs == [1]
    assert house.heard == []


async def test_a_short_task_that_fails_is_told_and_takes_nobody_with_it(caplog):
    async def one_shot() -> None:
        raise MarketUnavailable("The candles did not come.")

    async def goes_on() -> None:
        await house.clock.sleep(10)
        done.append(True)

    done: list[bool] = []
    async with House() as house:
        house.supervisor.start("orders", goes_on)
        house.supervisor.spawn("candles", one_shot())
        await house.clock.advance(11)
    assert house.heard == [Notice("The candles did not come.", "danger", START)]
    assert done == [True]


async def test_leaving_the_block_ends_every_task_even_one_that_swallows_the_first_cancellation():
    ended = []

    async def polite() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("polite")

    async def stubborn() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.Event().wait()
        finally:
            ended.append("stubborn")

    async with House() as house:
        house.supervisor.start("calls", polite)
        house.supervisor.start("market", stubborn)
        await house.clock.advance(0)
    assert sorted(ended) == ["polite", "stubborn"]


async def test_a_short_task_cancelled_before_its_first_step_leaves_nothing():
    async def never_gets_there() -> None:
        raise AssertionError("never runs")

    async with House() as house:
        house.supervisor.spawn("candles", never_gets_there())


async def test_nothing_starts_once_everything_is_being_stopped():
    async def too_late() -> None:
        raise AssertionError("never runs")

    async with House() as house:
        assert await house.supervisor.stop()
        with pytest.raises(RuntimeError, match="cannot start"):
            house.supervisor.spawn("candles", too_late())


async def test_an_error_in_the_block_passes_through_after_the_tasks_ended():
    async def waits() -> None:
        await asyncio.Event().wait()

    async def run() -> None:
        async with House() as house:
            house.supervisor.start("calls", waits)
            raise LookupError("profile")

    with pytest.raises(LookupError, match="profile"):
        await run()
