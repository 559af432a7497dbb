"""Hours of the week and single periods, read off the clock on the user's wall.

Daylight saving needs no rule of its own: an hour the clock skips is never shown, one it shows twice counts twice.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from echotrade_desktop.engine.domain.errors import BadInput

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WHOLE_DAY = 24 * 60
_TIME = r"(\d{1,2}):(\d{2})"
_HOURS = re.compile(rf"(?:(?P<days>[A-Za-z, +-]+)\s+)?{_TIME}\s*[-–]\s*{_TIME}")
_ONCE = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})[ T]{_TIME}\s*(?:to|–|-)\s*(\d{{4}}-\d{{2}}-\d{{2}})[ T]{_TIME}")


@dataclass(frozen=True, slots=True)
class Weekly:
    """The same hours on some days of the week; what ends before it starts goes over midnight into the next day.

    `days` counts from Monday, 0, in order; `start` and `end` are minutes since midnight, `end` up to 24:00.
    """

    days: tuple[int, ...]
    start: int
    end: int

    def covers(self, local: datetime) -> bool:
        """Whether a time of the wall's clock lies within; its end does not."""
        minute, today = local.hour * 60 + local.minute, local.weekday()
        if self.start < self.end:
            return today in self.days and self.start <= minute < self.end
        began_yesterday = (today - 1) % 7 in self.days and minute < self.end
        return began_yesterday or (today in self.days and minute >= self.start)

    def bounds(self, day: datetime) -> Iterator[datetime]:
        """Yield where it begins and ends when it begins on the day of `day` (midnight)."""
        if day.weekday() in self.days:
            yield day + timedelta(minutes=self.start)
            yield day + timedelta(minutes=self.end, days=0 if self.start < self.end else 1)

    def __str__(self) -> str:
        return f"{_days_text(self.days)} {_clock(self.start)}-{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class Once:
    """A single period. Both ends are what the wall's clock shows, without a zone; the end is not within."""

    start: datetime
    end: datetime

    def covers(self, local: datetime) -> bool:
        """Whether a time of the wall's clock lies within."""
        return self.start <= local.replace(tzinfo=None) < self.end

    def bounds(self, day: datetime) -> Iterator[datetime]:
        """Yield both ends, whatever the day."""
        del day
        yield self.start
        yield self.end

    def __str__(self) -> str:
        return f"{self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}"


Period = Weekly | Once


def weekly_of(text: str) -> Weekly:
    """Return the hours that text such as `Mon-Fri 09:00-17:00` or `22:00-02:00` (every day) names.

    Raises `BadInput` with the end of a sentence when it names none.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise BadInput(f"must be hours such as Mon-Fri 09:00-17:00, not {text.strip()!r:.60}")
    days, hour, minute, last_hour, last_minute = found.groups()
    start, end = _minutes(hour, minute), _minutes(last_hour, last_minute)
    if start == WHOLE_DAY:
        raise BadInput("may end at 24:00, not start there; 00:00 is the start of the next day")
    if start == end:
        raise BadInput(f"must end at another time than it starts, {_clock(start)}; 00:00-24:00 is the whole day")
    return Weekly(_days(days), start, end)


def period_of(text: str) -> Period:
    """Return weekly hours, or the single period of `2026-01-05 14:00 to 2026-01-05 15:30`. Raises `BadInput`."""
    found = _ONCE.fullmatch(text.strip())
    if found is None:
        return weekly_of(text)
    day, hour, minute, last_day, last_hour, last_minute = found.groups()
    start, end = _moment(day, hour, minute), _moment(last_day, last_hour, last_minute)
    if end <= start:
        raise BadInput(f"must end after it starts, {start:%Y-%m-%d %H:%M}")
    return Once(start, end)


def local_time(at: datetime, zone: str) -> datetime:
    """Return what the clock shows in a zone at an instant; "" is the computer's own zone."""
    return at.astimezone(ZoneInfo(zone)) if zone else at.astimezone()


def covering(periods: Sequence[Period], at: datetime, zone: str) -> Period | None:
    """Return the first period that an instant lies in."""
    if not periods:
        return None
    local = local_time(at, zone)
    return next((period for period in periods if period.covers(local)), None)


def next_change(periods: Sequence[Period], at: datetime, zone: str) -> datetime | None:
    """Return the local time at which being covered next ends or begins after `at`; None for never."""
    if not periods:
        return None
    inside = covering(periods, at, zone) is not None
    today = local_time(at, zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = [today + timedelta(days=n) for n in range(-1, 9)]
    walls = {wall for period in periods for day in days for wall in period.bounds(day)}
    for wall in sorted(walls):
        instant = instant_of(wall, zone)
        if instant > at and (covering(periods, instant, zone) is not None) is not inside:
            return local_time(instant, zone)
    return None


def moment(local: datetime, seen_at: datetime) -> str:
    """Return a local time as it is spoken of at another: `09:00` today, `Mon 09:00` this week, else `5 Jan 09:00`."""
    away = (local.date() - seen_at.date()).days
    if away == 0:
        return f"{local:%H:%M}"
    return f"{DAYS[local.weekday()]} {local:%H:%M}" if 0 < away < 7 else f"{local.day} {local:%b %H:%M}"


def spoken(period: Period) -> str:
    """Return a period as a sentence shows it, with true dashes."""
    return str(period).replace("-", "–") if isinstance(period, Weekly) else str(period)


def wall_bounds(period: Period, days: Iterable[datetime], zone: str) -> list[datetime]:
    """Return the instants (UTC) at which a period begins or ends that begins on one of `days` (local midnights)."""
    return [instant_of(wall, zone) for day in days for wall in period.bounds(day)]


def instant_of(wall: datetime, zone: str) -> datetime:
    """Return the instant (UTC) at which the wall's clock shows this in a zone; "" is the computer's own."""
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else wall.astimezone(UTC)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(hour: str, minute: str) -> int:
    minutes = int(hour) * 60 + int(minute)
    if int(minute) > 59 or minutes > WHOLE_DAY:
        raise BadInput(f"must name times from 00:00 to 24:00, not {hour}:{minute}")
    return minutes


def _moment(day: str, hour: str, minute: str) -> datetime:
    try:
        return datetime.fromisoformat(f"{day}T{int(hour):02}:{minute}")
    except ValueError:
        raise BadInput(f"must name days and times that exist, not {day} {hour}:{minute}") from None


def _days(text: str | None) -> tuple[int, ...]:
    if text is None or text.strip().lower() in ("daily", "every day"):
        return tuple(range(7))
    days: set[int] = set()
    for part in re.split(r"[,+]", text):
        first, _, last = part.partition("-")
        begin = _day(first)
        stretch = (_day(last) - begin) % 7 if last.strip() else 0
        days.update((begin + n) % 7 for n in range(stretch + 1))
    return tuple(sorted(days))


def _day(text: str) -> int:
    name = text.strip()[:3].capitalize()
    if name not in DAYS:
        raise BadInput(f"must name days from Mon to Sun, not {text.strip()!r:.20}")
    return DAYS.index(name)


def _days_text(days: tuple[int, ...]) -> str:
    """Return `daily`, `Mon-Fri` or `Mon,Wed,Sat-Sun`."""
    if len(days) == 7:
        return "daily"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}" for run in runs)
