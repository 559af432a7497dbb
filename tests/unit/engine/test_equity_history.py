"""The equity curve taken in mark by mark: finished days, the deepest fall, and no more points than can be drawn."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.facts import EquityMarked
from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.engine.equity_history import MOST_POINTS, EquityHistory, thinned
from echotrade_desktop.engine.trading.risk_metrics import max_drawdown
from tests.fakes.clock import START

D = Decimal


def marks(*equities, step=timedelta(hours=12), start=START):
    return [EquityMarked(start + step * n, D(equity), D(equity)) for n, equity in enumerate(equities)]


def test_f122_returns_are_of_finished_days_from_the_last_mark_of_each():
    history = EquityHistory()
    history.take(marks(100, 105, 110, 99, 120, step=timedelta(hours=8)))  # 9:00, 17:00; 1:00, 9:00, 17:00
    assert history.daily_returns(date(2026, 1, 7)) == (D("0.05"), D(120) / D(105) - 1)
    assert history.daily_returns(date(2026, 1, 6)) == (D("0.05"),)  # the sixth is not over
    assert history.daily_returns(date(2026, 1, 5)) == ()


def test_f123_without_a_mark_there_is_no_return_and_no_drawdown():
    history = EquityHistory()
    assert history.daily_returns(START.date()) == ()
    assert history.max_drawdown is None
    assert history.points == ()


def test_a_day_without_the_app_has_no_return_of_its_own():
    history = EquityHistory()
    history.take(marks(100, 110, step=timedelta(days=3)))
    assert history.daily_returns(date(2026, 2, 1)) == (D(0), D("0.1"))


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=80), st.integers(0, 80))
def test_marks_taken_in_two_helpings_are_marks_taken_in_one(equities, cut):
    whole, twice = EquityHistory(), EquityHistory()
    whole.take(marks(*equities))
    twice.take(marks(*equities)[:cut])
    twice.take(marks(*equities))
    assert whole.points == twice.points
    assert whole.max_drawdown == twice.max_drawdown == max_drawdown([D(e) for e in equities])


@given(st.lists(st.integers(1, 100), min_size=1, max_size=60))
def test_thinning_keeps_the_extremes_the_ends_and_only_what_was_there(equities):
    points = [EquityPoint(START + timedelta(minutes=n), D(e)) for n, e in enumerate(equities)]
    kept = thinned(points)
    assert set(kept) <= set(points)
    assert [point.at for point in kept] == sorted({point.at for point in kept})
    assert kept[-1] == points[-1]
    assert (min(p.equity for p in kept), max(p.equity for p in kept)) == (min(equities), max(equities))


def test_f121_a_year_of_minutes_is_drawn_with_a_few_thousand_real_points():
    history, made = EquityHistory(), marks(*(1000 + n % 977 for n in range(20_000)), step=timedelta(minutes=1))
    for upto in range(0, 20_001, 500):
        history.take(made[:upto])
    recorded = {(mark.at, mark.equity) for mark in made}
    assert len(history.points) <= MOST_POINTS
    assert all((point.at, point.equity) in recorded for point in history.points)
    assert history.max_drawdown == D(976) / D(1976)
