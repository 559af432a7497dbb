"""When the user's own hours and blackouts keep entries out, as stretches of time for a chart."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.schedule import Once, covering, local_time, spoken, wall_bounds
from echotrade_desktop.views.chart.specs import ShadeSpec
from echotrade_desktop.views.translation import tr

_MOST_DAYS = 62
"""Weekly hours are shaded up to so many days in view: beyond, they would be a barcode."""
_CLOSED = "outside trading hours"


class Blackouts:
    """Answers from memory while what is asked for lies within what it has worked out: a pan asks at every step."""

    def __init__(self, limits: RiskLimits) -> None:
        self.limits = limits
        self._known: tuple[float, float] = (0.0, 0.0)
        self._weekly = True
        self._found: list[ShadeSpec] = []

    def between(self, begin: float, end: float) -> list[ShadeSpec]:
        """The stretches that reach into [begin, end), epoch seconds, ascending."""
        if not self.limits.blackouts and not self.limits.trading_hours:
            return []
        if not 0 < begin < end < 4e9:
            return []
        weekly = end - begin <= _MOST_DAYS * 86_400
        if not (self._known[0] <= begin and end <= self._known[1] and weekly is self._weekly):
            beyond = end - begin
            self._known, self._weekly = (max(begin - beyond, 86_400), end + beyond), weekly
            self._found = _worked_out(self.limits, *self._known, weekly=weekly)
        return [shade for shade in self._found if shade.begin < end and (shade.end or end) > begin]


def _worked_out(limits: RiskLimits, begin: float, end: float, *, weekly: bool) -> list[ShadeSpec]:
    """Cut the time at every moment something may begin or end, and ask of each piece why entries are kept out."""
    periods = tuple(p for p in limits.blackouts if weekly or isinstance(p, Once))
    hours = limits.trading_hours if weekly else ()
    first, last = (datetime.fromtimestamp(moment, UTC) for moment in (begin, end))
    cuts = {first, last}
    day = local_time(first, limits.zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    days = [day + timedelta(days=n) for n in range(-1, (last - first).days + 3)] if weekly else [day]
    for period in (*periods, *hours):
        for moment in wall_bounds(period, days, limits.zone):
            if first < moment < last:
                cuts.add(moment)
    ordered = sorted(cuts)
    found: list[ShadeSpec] = []
    for since, until in pairwise(ordered):
        middle = since + (until - since) / 2
        closed = covering(periods, middle, limits.zone)
        why = "" if closed is None else tr("no entries {spoken}", spoken=spoken(closed))
        if not why and hours and covering(hours, middle, limits.zone) is None:
            why = tr(_CLOSED)
        if why and found and found[-1].label == why and found[-1].end == since.timestamp():
            found[-1] = ShadeSpec(found[-1].begin, until.timestamp(), why)
        elif why:
            found.append(ShadeSpec(since.timestamp(), until.timestamp(), why))
    return found
