"""Labels of time and price that a trader reads without thinking."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.views.chart.label_layout import GAP, push_apart
from echotrade_desktop.views.chart.price_ticks import price_ticks
from echotrade_desktop.views.chart.time_ticks import full_label, time_ticks
from echotrade_desktop.views.chart.viewport import Viewport

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()
BERLIN = ZoneInfo("Europe/Berlin")


def at(seconds, step=9.0, end=NOON, width=1000):
    return Viewport(width, 500, seconds, step).at_time(end, width)


def test_a_quarter_hour_chart_is_labelled_every_two_hours_and_names_the_day():
    ticks = time_ticks(at(900))
    assert [tick.text for tick in ticks][-7:] == ["Mon 23", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00"]
    assert [tick.text for tick in ticks if tick.major] == ["Mon 23"]


def test_labels_are_in_the_users_zone():
    ticks = {tick.text: tick.time for tick in time_ticks(at(900), BERLIN)}
    assert ticks["Mon 23"] == datetime(2026, 11, 23, tzinfo=BERLIN).timestamp()


def test_a_daily_chart_names_months_and_the_year():
    end = datetime(2027, 2, 20, tzinfo=UTC).timestamp()
    texts = [tick.text for tick in time_ticks(at(86_400, end=end))]
    assert {"Dec", "2027", "Feb"} <= set(texts)


def test_years_are_named_when_all_of_a_decade_is_in_view():
    texts = [tick.text for tick in time_ticks(at(86_400, step=0.2))]
    assert "2020" in texts or "2024" in texts


@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)])
def test_a_clock_change_neither_repeats_nor_invents_an_hour(day):
    view = at(900, end=day.timestamp() + 86_400)
    ticks = time_ticks(view, BERLIN)
    times = [tick.time for tick in ticks]
    assert times == sorted(set(times))
    for tick in ticks:
        there = datetime.fromtimestamp(tick.time, BERLIN)
        assert tick.text in (f"{there:%H:%M}", f"{there:%a} {there.day}")


@given(
    seconds=st.sampled_from([60, 300, 900, 3600, 14_400, 86_400]),
    step=st.floats(0.01, 100),
    end=st.floats(1e9, 3e9),
)
def test_time_labels_are_in_view_ascending_and_not_too_many(seconds, step, end):
    view = at(seconds, step, end)
    times = [tick.time for tick in time_ticks(view)]
    assert all(view.begin <= time <= view.end for time in times)
    assert times == sorted(set(times))
    assert len(times) <= 1000 / 68 * 2 + 2


@given(
    low=st.floats(1e-6, 1e5),
    span=st.floats(1e-6, 10),
    log=st.booleans(),
)
def test_price_labels_are_in_view_descending_and_apart(low, span, log):
    view = Viewport(1000, 500, log=log).with_prices(low, low * (1 + span))
    prices = price_ticks(view)
    assert all(-1 <= view.y_of(price) <= 501 for price in prices)
    gaps = [view.y_of(b) - view.y_of(a) for a, b in pairwise(prices)]
    assert all(gap >= 37 for gap in gaps)
    assert prices or view.price_at(500) <= 0


def test_the_crosshair_names_the_moment_in_full():
    assert full_label(NOON - 8100, 900) == "Mon 23 Nov 09:45"
    assert full_label(NOON, 86_400) == "Mon 23 Nov 2026"


@given(
    wanted=st.lists(st.floats(-100, 600), max_size=14),
    data=st.data(),
)
def test_labels_never_cover_each_other_and_stay_on_the_plot(wanted, data):
    fixed = [data.draw(st.integers(0, len(wanted) - 1))] if wanted and data.draw(st.booleans()) else []
    placed = push_apart(wanted, [20.0] * len(wanted), 0, 500, fixed)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    assert all(10 - 1e-6 <= middle <= 490 + 1e-6 for middle in placed)
    for above, below in pairwise(order):
        assert placed[below] - placed[above] >= 20 + GAP - 1e-6
    for index in fixed:
        stays, place = min(max(wanted[index], 10), 490), order.index(index)
        room = stays - 10 >= 22 * place and 490 - stays >= 22 * (len(order) - 1 - place)
        assert placed[index] == stays or not room


def test_the_last_price_gives_way_when_the_labels_above_it_have_no_other_room():
    heights = [20.0, 20.0, 20.0, 34.0]
    placed = push_apart([12, 20, 40, 50], heights, 2, 300, [3])
    assert placed[3] > 50
    boxes = [(middle - height / 2, middle + height / 2) for middle, height in zip(placed, heights, strict=True)]
    assert all(above[1] + GAP <= below[0] + 1e-6 for above, below in pairwise(boxes))


def test_the_label_in_the_hand_gives_way_last():
    held = push_apart([12, 60, 62], [20.0, 20.0, 34.0], 2, 300, [1, 2])
    assert held[1] == 60
    assert held[2] > 62


def test_labels_with_room_stay_at_their_prices():
    assert push_apart([50, 100, 200], [20.0] * 3, 0, 500) == [50, 100, 200]


@given(step=st.floats(0.01, 100), pixels=st.floats(-5000, 5000), dpr=st.sampled_from([1.0, 1.5, 2.0]))
def test_a_zoom_in_and_out_keeps_the_moment_under_the_cursor(step, pixels, dpr):
    view = Viewport(1000, 500, 900, step, dpr=dpr).at_time(NOON, 700).panned(pixels)
    moment = view.time_at(300)
    assert abs(view.zoomed(1.3, 300).x_of(moment) - 300) <= 1
    assert abs(view.zoomed(1 / 1.3, 300).x_of(moment) - 300) <= 1
