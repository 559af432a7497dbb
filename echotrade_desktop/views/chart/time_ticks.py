"""Moments worth a label on the time axis, in the user's zone: hours, days, months, years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.numerals import clock_of, day_of, month_of, weekday_of

_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720)
_DAYS = (1, 2, 5, 10)
_MONTHS = (1, 3, 6)
_DAY_S, _MONTH_S, _YEAR_S = 86_400, 30 * 86_400, 365 * 86_400


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A label at a moment (epoch seconds); `major` begins a day, a month or a year."""

    time: float
    text: str
    major: bool = False


def time_ticks(viewport: Viewport, zone: tzinfo = UTC, spacing: float = 68.0) -> list[TimeTick]:
    """The labels in view, ascending, about `spacing` pixels or more apart."""
    least = spacing / viewport.step * viewport.seconds
    begin, end = viewport.begin, viewport.end
    if not 0 <= begin < end < 4e9:  # before 1970, or beyond the calendar
        return []
    minutes = next((m for m in _MINUTES if m * 60 >= least and m * 60 >= viewport.seconds), None)
    if minutes is not None:
        return _within_days(begin, end, minutes, zone)
    days = next((d for d in _DAYS if d * _DAY_S >= least), None)
    if days is not None:
        return _days(begin, end, days, zone)
    months = next((m for m in _MONTHS if m * _MONTH_S >= least), None)
    if months is not None:
        return _months(begin, end, months, zone)
    return _years(begin, end, max(1, round(least / _YEAR_S + 0.5)), zone)


def full_label(time: float, seconds: int, zone: tzinfo = UTC) -> str:
    """A moment in full, for the crosshair: `Mon 23 Nov 09:45`, of a daily candle `Mon 23 Nov 2026`."""
    there = datetime.fromtimestamp(time, zone)
    day = f"{weekday_of(there)} {day_of(there)}"
    if seconds >= _DAY_S:
        return day if str(there.year) in day else f"{day} {there.year}"
    return f"{day} {clock_of(there, seconds=False)}"


def _within_days(begin: float, end: float, minutes: int, zone: tzinfo) -> list[TimeTick]:
    day = datetime.fromtimestamp(begin, zone).date()
    last = datetime.fromtimestamp(end, zone).date()
    found: list[TimeTick] = []
    while day <= last:
        found.extend(tick for tick in _day_ticks(day.toordinal(), minutes, zone) if begin <= tick.time <= end)
        day += timedelta(days=1)
    return found


@lru_cache(maxsize=256)
def _day_ticks(ordinal: int, minutes: int, zone: tzinfo) -> tuple[TimeTick, ...]:
    """One local day's labels; an hour that a clock change skips is left out, one that comes twice is shown once."""
    midnight = datetime.fromordinal(ordinal).replace(tzinfo=zone)
    made: list[TimeTick] = []
    for minute in range(0, 1440, minutes):
        wall = midnight + timedelta(minutes=minute)
        time = wall.timestamp()
        there = datetime.fromtimestamp(time, zone)
        if there.replace(tzinfo=None) != wall.replace(tzinfo=None) and minute:
            continue
        text = f"{weekday_of(there)} {there.day}" if minute == 0 else clock_of(wall, seconds=False)
        made.append(TimeTick(time, text, minute == 0))
    return tuple(made)


def _days(begin: float, end: float, step: int, zone: tzinfo) -> list[TimeTick]:
    there = datetime.fromtimestamp(begin, zone)
    found: list[TimeTick] = []
    for year, month in _months_from(there.year, there.month, end, zone):
        for day in range(1, 32 if step == 1 else 30, step):
            try:
                moment = datetime(year, month, day, tzinfo=zone)
            except ValueError:
                break
            if day > 1 and step > 1 and day + step > 32:
                continue  # too close to the next month's name
            time = moment.timestamp()
            if begin <= time <= end:
                found.append(_month_name(moment) if day == 1 else TimeTick(time, str(day)))
    return found


def _months(begin: float, end: float, step: int, zone: tzinfo) -> list[TimeTick]:
    year = datetime.fromtimestamp(begin, zone).year
    moments = (datetime(y, m, 1, tzinfo=zone) for y, m in _months_from(year, 1, end, zone) if (m - 1) % step == 0)
    return [_month_name(moment) for moment in moments if begin <= moment.timestamp() <= end]


def _years(begin: float, end: float, step: int, zone: tzinfo) -> list[TimeTick]:
    first, last = datetime.fromtimestamp(begin, zone).year, datetime.fromtimestamp(end, zone).year
    years = range(first - first % step, last + 1, step)
    found = [_month_name(datetime(year, 1, 1, tzinfo=zone)) for year in years if year >= 1970]
    return [tick for tick in found if begin <= tick.time <= end]


def _months_from(year: int, month: int, end: float, zone: tzinfo) -> Iterator[tuple[int, int]]:
    while datetime(year, month, 1, tzinfo=zone).timestamp() <= end:
        yield year, month
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _month_name(moment: datetime) -> TimeTick:
    text = str(moment.year) if moment.month == 1 else month_of(moment)
    return TimeTick(moment.timestamp(), text, True)
