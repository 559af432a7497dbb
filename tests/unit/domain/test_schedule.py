"""Hours and blackouts on the user's wall: over midnight, over the change of the clocks, once and every week."""

from datetime import UTC, datetime

import pytest

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.schedule import Once, Weekly, covering, moment, next_change, period_of, weekly_of

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def inside(text: str, instant: str, zone: str = "UTC") -> bool:
    return covering([period_of(text)], at(instant), zone) is not None


@pytest.mark.parametrize(
    ("instant", "open_then"),
    [("2026-01-05 08:59", False), ("2026-01-05 09:00", True), ("2026-01-05 16:59", True), ("2026-01-05 17:00", False),
     ("2026-01-10 12:00", False)],
)  # fmt: skip
def test_nine_to_five_on_weekdays_begins_with_its_first_minute_and_ends_before_its_last(instant, open_then):
    assert inside("Mon-Fri 09:00-17:00", instant) is open_then


def test_hours_are_those_of_the_users_zone():
    assert inside("09:00-17:00", "2026-01-05 08:30", BERLIN)
    assert not inside("09:00-17:00", "2026-01-05 08:30", NEW_YORK)


@pytest.mark.parametrize(
    ("instant", "open_then"),
    [("2026-01-09 22:00", True), ("2026-01-10 01:59", True), ("2026-01-10 02:00", False), ("2026-01-10 22:30", False),
     ("2026-01-09 01:00", False)],
)  # fmt: skip
def test_friday_night_goes_on_into_saturday_and_belongs_to_friday(instant, open_then):
    assert inside("Fri 22:00-02:00", instant) is open_then


def test_a_whole_day_ends_at_twenty_four_hundred():
    assert inside("Sat 00:00-24:00", "2026-01-10 23:59")
    assert not inside("Sat 00:00-24:00", "2026-01-11 00:00")


def test_the_same_hour_of_the_wall_is_another_hour_of_the_world_in_summer():
    assert inside("09:00-10:00", "2026-03-28 08:30", BERLIN)
    assert not inside("09:00-10:00", "2026-03-30 08:30", BERLIN)
    assert inside("09:00-10:00", "2026-03-30 07:30", BERLIN)


def test_hours_that_the_clock_skips_never_come_and_those_it_shows_twice_come_twice():
    night = "Sun 02:00-03:00"
    skipped = [at(f"2026-03-29 {hour:02}:{minute:02}") for hour in (0, 1, 2) for minute in (0, 30)]
    assert not any(covering([weekly_of(night)], instant, BERLIN) for instant in skipped)
    assert inside(night, "2026-10-25 00:30", BERLIN)
    assert inside(night, "2026-10-25 01:30", BERLIN)
    assert not inside(night, "2026-10-25 02:00", BERLIN)


def test_a_period_once_is_over_for_ever():
    once = "2026-01-05 14:00 to 2026-01-05 15:30"
    assert inside(once, "2026-01-05 13:00", BERLIN)
    assert not inside(once, "2026-01-12 13:00", BERLIN)


@pytest.mark.parametrize(
    "text", ["Mon-Fri 09:00-17:00", "daily 22:00-02:00", "Mon,Wed,Fri-Sun 00:00-24:00",
             "2026-01-05 14:00 to 2026-01-06 15:30"],
)  # fmt: skip
def test_what_is_written_reads_back_the_same(text):
    assert str(period_of(text)) == text


def test_days_may_be_written_in_any_order_and_length():
    assert weekly_of("friday-monday 9:00-17:00") == Weekly((0, 4, 5, 6), 540, 1020)
    assert weekly_of("09:00–17:00") == Weekly(tuple(range(7)), 540, 1020)


@pytest.mark.parametrize(
    ("text", "why"),
    [("09:00-09:00", "must end at another time than it starts"), ("abc", "must be hours such as"),
     ("Mon 25:00-26:00", "from 00:00 to 24:00"), ("Mon 09:70-10:00", "from 00:00 to 24:00"),
     ("Foo 09:00-10:00", "days from Mon to Sun"), ("24:00-10:00", "may end at 24:00"),
     ("2026-01-05 15:00 to 2026-01-05 15:00", "must end after it starts"),
     ("2026-02-30 15:00 to 2026-03-01 15:00", "that exist")],
)  # fmt: skip
def test_hours_that_mean_nothing_are_refused_with_the_reason(text, why):
    with pytest.raises(BadInput, match=why):
        period_of(text)


@pytest.mark.parametrize(
    ("text", "now", "then"),
    [
        ("Mon-Fri 09:00-17:00", "2026-01-05 08:00", "09:00"),
        ("Mon-Fri 09:00-17:00", "2026-01-05 12:00", "17:00"),
        ("Mon-Fri 09:00-17:00", "2026-01-09 18:00", "Mon 09:00"),
        ("Fri 22:00-02:00", "2026-01-09 23:00", "Sat 02:00"),
        ("2026-02-05 14:00 to 2026-02-05 15:30", "2026-01-05 08:00", "5 Feb 14:00"),
    ],
)
def test_the_next_change_is_named_as_it_is_spoken_of(text, now, then):
    found = next_change([period_of(text)], at(now), "UTC")
    assert found is not None
    assert moment(found, at(now)) == then


def test_hours_that_meet_do_not_change_where_they_meet():
    hours = [weekly_of("09:00-12:00"), weekly_of("12:00-17:00")]
    assert next_change(hours, at("2026-01-05 10:00"), "UTC") == at("2026-01-05 17:00")


def test_what_is_always_or_never_so_has_no_next_change():
    assert next_change([weekly_of("00:00-24:00")], at("2026-01-05 10:00"), "UTC") is None
    over = Once(datetime(2026, 1, 1), datetime(2026, 1, 2))
    assert next_change([over], at("2026-01-05 10:00"), "UTC") is None


def test_the_change_of_the_clocks_moves_the_next_opening_with_the_wall():
    opening = next_change([weekly_of("09:00-17:00")], at("2026-03-28 20:00"), BERLIN)
    assert opening is not None
    assert opening.astimezone(UTC) == at("2026-03-29 07:00")
