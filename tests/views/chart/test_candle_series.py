"""The candles of a chart: in order, each time once, and the same at every level of detail."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.market import Candle
from echotrade_desktop.views.models import candles
from echotrade_desktop.views.models.candles import CLOSE, HIGH, LOW, OPEN, VOLUME, Bar, CandleSeries, bar_of

BEGIN = datetime(2026, 11, 23, tzinfo=UTC)


def candle(minute, close="100", volume="1"):
    price = Decimal(close)
    return Candle(
        BEGIN + timedelta(minutes=minute),
        Decimal(100),
        max(price, Decimal(100)),
        min(price, Decimal(100)),
        price,
        Decimal(volume),
    )


def series(*minutes):
    made = CandleSeries()
    made.replace([candle(minute) for minute in minutes])
    return made


def minutes_of(made):
    return [round((time - BEGIN.timestamp()) / 60) for time in made.times]


def test_a_domain_candle_keeps_its_moment_and_its_figures():
    assert bar_of(candle(5, "101.5", "2.25")) == Bar(BEGIN.timestamp() + 300, 100.0, 101.5, 100.0, 101.5, 2.25)


def test_candles_that_come_out_of_order_are_put_in_order():
    assert minutes_of(series(3, 1, 2)) == [1, 2, 3]


def test_of_two_candles_of_one_time_the_later_told_counts():
    made = CandleSeries()
    made.replace([candle(1, "101"), candle(2), candle(1, "102")])
    assert [made.bar(0).close, len(made)] == [102.0, 2]


def test_a_candle_that_is_not_a_number_is_left_out():
    made = CandleSeries()
    columns = np.ones((6, 3)) * np.arange(1, 4)
    columns[HIGH, 1] = np.nan
    made.replace(columns)
    assert made.times.tolist() == [1.0, 3.0]
    made.update_last(Bar(4.0, 1, float("inf"), 1, 1, 1))
    assert len(made) == 2


def test_the_newest_candle_is_changed_in_its_place():
    made = series(1, 2)
    heard = []
    made.last_changed.connect(lambda before, after: heard.append((before.close, after.close)))
    made.update_last(candle(2, "103"))
    assert (len(made), made.last.close, heard) == (2, 103.0, [(100.0, 103.0)])


def test_a_newer_candle_is_appended_by_either_door():
    made = series(1)
    made.update_last(candle(2))
    made.append(candle(3))
    assert minutes_of(made) == [1, 2, 3]


def test_an_older_candle_is_corrected_where_it_stands():
    made = series(1, 2, 3)
    made.update_last(candle(2, "150"))
    assert [made.bar(i).close for i in range(3)] == [100.0, 150.0, 100.0]
    assert made.window(0, 3, 4)[HIGH].max() == 150.0


def test_older_candles_go_in_front_without_what_is_there_already():
    made = series(3, 4)
    made.prepend([candle(1), candle(2), candle(3, "120")])
    assert minutes_of(made) == [1, 2, 3, 4]
    assert made.bar(2).close == 100.0


def test_live_candles_push_the_oldest_out_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(candles, "MOST_CANDLES", 1_000)
    made = CandleSeries()
    for n in range(5_000):
        made.append(Bar(60.0 * n, 1.0, 2.0, 0.5, 1.5, float(n)))
        assert len(made) <= 4_096
    assert made.last.volume == 4_999
    assert (np.diff(made.times) == 60).all()
    assert made.window(0, len(made), 4)[VOLUME].sum() == made.columns[VOLUME].sum()


def test_no_candle_is_at_an_index_beyond_the_end():
    with pytest.raises(IndexError):
        series(1).bar(1)


def test_the_index_of_a_moment_is_that_of_the_candle_before_it():
    made = series(1, 2, 5)
    at = BEGIN.timestamp()
    assert [made.index_at(at + s) for s in (0, 60, 119, 120, 200, 10_000)] == [-1, 0, 0, 1, 1, 2]


def folded(columns, size):
    """Every `size` candles as one, the plain way."""
    rows = []
    for begin in range(0, columns.shape[1], size):
        part = columns[:, begin : begin + size]
        rows.append((part[0, 0], part[OPEN, 0], part[HIGH].max(), part[LOW].min(), part[CLOSE, -1], part[VOLUME].sum()))
    return np.array(rows).T


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(0, 70),
    changes=st.lists(st.tuples(st.booleans(), st.floats(1, 200), st.floats(1, 200)), max_size=90),
    level=st.integers(0, 9),
)
def test_every_level_of_detail_is_the_fold_of_the_candles_after_any_ticks(start, changes, level):
    made = CandleSeries()
    made.replace([candle(minute, str(100 + minute % 7)) for minute in range(start)])
    time = float(made.times[-1]) if start else 0.0
    for newer, price, other in changes:
        time += 60 if newer or not len(made) else 0
        made.update_last(Bar(time, price, max(price, other), min(price, other), other, 1.5))
    if len(made):
        expected = folded(made.columns, 1 << min(level, max(made.columns.shape[1] - 1, 1).bit_length()))
        found = made.window(0, len(made), level)
        assert found.shape == expected.shape
        assert np.allclose(found, expected)
