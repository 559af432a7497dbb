"""Reputation: drawn towards one half, with an interval that narrows with the sample."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.tallies import ClosedTrade
from echotrade_desktop.engine.trading.metrics import LEAST_SAMPLE, deepest_fall, reputation, reputation_interval
from tests.fakes.clock import START

D = Decimal


def test_twenty_lucky_calls_do_not_beat_a_hundred_good_ones():
    """F074."""
    assert reputation(18, 20) < reputation(85, 100)


def test_below_the_least_sample_nothing_is_said():
    assert reputation(LEAST_SAMPLE - 1, LEAST_SAMPLE - 1) is None
    assert reputation_interval(LEAST_SAMPLE - 1, LEAST_SAMPLE - 1) == (None, None)


@pytest.mark.parametrize(
    ("won", "closed", "low", "high"),
    [(10, 20, "0.371", "0.629"), (24, 41, "0.452", "0.660"), (85, 100, "0.728", "0.850"), (0, 20, "0.146", "0.368")],
)
def test_the_interval_is_that_of_the_beta_distribution(won, closed, low, high):
    """F074: the 5 % and 95 % quantiles of Beta(10 + won, 10 + lost), checked by integrating its density."""
    assert reputation_interval(won, closed) == (D(low), D(high))


def test_the_interval_holds_the_reputation_and_narrows_with_more_trades():
    few, many = reputation_interval(12, 20), reputation_interval(120, 200)
    assert few[0] < reputation(12, 20) < few[1]
    assert many[1] - many[0] < few[1] - few[0]


def test_the_deepest_fall_is_from_the_highest_sum_of_results():
    results = [("5", 0), ("-3", 1), ("10", 2), ("-4", 3), ("-7", 4), ("20", 5)]
    closed = [ClosedTrade("t", "telegram", D(result), START.replace(hour=9 + hour)) for result, hour in results]
    assert deepest_fall(closed) == 11
    assert deepest_fall(closed[:1]) == 0
