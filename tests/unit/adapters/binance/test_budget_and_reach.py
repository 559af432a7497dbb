"""Who yields when there is little left, and how seldom an exchange that is gone is asked."""

import random

import pytest

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.budget import Budget, Urgency
from echotrade_desktop.engine.adapters.binance.reach import Reach
from tests.fakes.clock import FakeClock

LOOK, ASK, ENTER, PROTECT = Urgency


def admit(budget, urgency, weight=1, at_ms=0, *, is_order=False):
    budget.admit(weight, urgency, at_ms, is_order=is_order, who="Binance")


@pytest.mark.parametrize("urgency", [LOOK, ASK, ENTER])
def test_four_fifths_of_the_weight_is_all_that_anything_but_protection_gets(urgency):
    budget = Budget(FakeClock(), 100, 10, 10)
    admit(budget, urgency, 80)
    with pytest.raises(Trouble) as kept_back:
        admit(budget, urgency, at_ms=59_000)
    assert kept_back.value.verdict is Verdict.THROTTLED
    assert kept_back.value.retry_after == 1
    admit(budget, PROTECT, 40)
    admit(budget, urgency, at_ms=60_000)


def test_other_programs_at_the_address_count_too():
    budget = Budget(FakeClock(), 100, 10, 10)
    admit(budget, LOOK)
    budget.note(90, None, None)
    with pytest.raises(Trouble):
        admit(budget, LOOK)


def test_entries_leave_a_share_of_the_orders_to_protection():
    budget = Budget(FakeClock(), 100, 100, 10)
    for _ in range(8):
        admit(budget, ENTER, is_order=True)
    with pytest.raises(Trouble):
        admit(budget, ENTER, is_order=True)
    admit(budget, PROTECT, is_order=True)
    admit(budget, ENTER, at_ms=10_000, is_order=True)


def test_a_wish_for_a_pause_holds_for_everything_but_protection():
    clock = FakeClock()
    budget = Budget(clock, 100, 10, 10)
    budget.pause(30)
    with pytest.raises(Trouble):
        admit(budget, ENTER)
    admit(budget, PROTECT)
    clock.jump(31)
    admit(budget, ENTER)


def test_a_ban_holds_for_everything():
    clock = FakeClock()
    budget = Budget(clock, 100, 10, 10)
    budget.ban(0)
    with pytest.raises(Trouble) as banned:
        admit(budget, PROTECT)
    assert banned.value.verdict is Verdict.BANNED
    clock.jump(121)
    admit(budget, PROTECT)


def test_an_hour_of_failures_is_at_most_seventy_attempts_a_minute_apart():
    clock = FakeClock()
    reach = Reach(clock, random.Random(1))
    attempts = 0
    while clock.monotonic() < 3600:
        attempts += 1
        reach.failed()
        assert 0 < reach.wait <= 60
        clock.jump(reach.wait + 0.001)
        reach.check("Binance")
    assert attempts <= 70


def test_one_of_many_makes_the_attempt_that_is_due():
    clock = FakeClock()
    reach = Reach(clock, random.Random(1))
    reach.failed()
    with pytest.raises(Trouble):
        reach.check("Binance")
    clock.jump(1)
    reach.check("Binance")  # this one tries
    for _ in range(3):
        with pytest.raises(Trouble):
            reach.check("Binance")
    reach.failed()
    assert reach.failures == 2
    clock.jump(2)
    reach.check("Binance")
    reach.succeeded()
    reach.check("Binance")
