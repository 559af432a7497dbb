"""The equity curve taken in mark by mark: finished days, the deepest fall, and no more points than can be drawn."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.equity_curve import MOST_POINTS, EquityCurve, thinned
from echotrade_desktop.engine.domain.facts import EquityMarked
from echotrade_desktop.engine.domain.read import EquityPoint
from echotrade_desktop.engine.trading.risk_metrics import max_drawdown, returns_of
from tests.fakes.clock import START

D = Decimal


def marks(*equities, step=timedelta(hours=12), start=START):
    return [EquityMarked(start + step * n, D(equity), D(equity)) for n, equity in enumerate(equities)]


def curve_of(equity_marks):
    curve = EquityCurve()
    for mark in equity_marks:
        curve.take(mark)
    return curve


def daily_returns(curve, today):
    return returns_of(curve.closes(today))


def test_f122_returns_are_of_finished_days_from_the_last_mark_of_each():
    curve = curve_of(marks(100, 105, 110, 99, 120, step=timedelta(hours=8)))  # 9:00, 17:00; 1:00, 9:00, 17:00
    assert daily_returns(curve, date(2026, 1, 7)) == (D("0.05"), D(120) / D(105) - 1)
    assert daily_returns(curve, date(2026, 1, 6)) == (D("0.05"),)  # the sixth is not over
    assert daily_returns(curve, date(2026, 1, 5)) == ()


def test_f123_without_a_mark_there_is_no_return_and_no_drawdown():
    curve = EquityCurve()
    assert daily_returns(curve, START.date()) == ()
    assert curve.max_drawdown is None
    assert curve.points == ()
    assert curve.newest is None


def test_a_day_without_the_app_has_no_return_of_its_own():
    curve = curve_of(marks(100, 110, step=timedelta(days=3)))
    assert daily_returns(curve, date(2026, 2, 1)) == (D(0), D("0.1"))


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=80))
def test_the_deepest_fall_is_that_of_every_mark(equities):
    curve = curve_of(marks(*equities))
    assert curve.max_drawdown == max_drawdown([D(e) for e in equities])
    assert curve.newest.equity == curve.points[-1].equity == equities[-1]


@given(st.lists(st.integers(1, 100), min_size=1, max_size=60))
def test_thinning_keeps_the_extremes_the_ends_and_only_what_was_there(equities):
    points = [EquityPoint(START + timedelta(minutes=n), D(e)) for n, e in enumerate(equities)]
    kept = thinned(points)
    assert set(kept) <= set(points)
    assert [point.at for point in kept] == sorted({point.at for point in kept})
    assert kept[-1] == points[-1]
    assert (min(p.equity for p in kept), max(p.equity for p in kept)) == (min(equities), max(equities))


def test_f121_a_year_of_minutes_is_drawn_with_a_few_thousand_real_points():
    made = marks(*(1000 + n % 977 for n in range(20_000)), step=timedelta(minutes=1))
    curve = curve_of(made)
    recorded = {(mark.at, mark.equity) for mark in made}
    assert len(curve.points) <= MOST_POINTS
    assert all((point.at, point.equity) in recorded for point in curve.points)
    assert curve.max_drawdown == D(976) / D(1976)
