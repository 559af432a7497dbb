"""How rules speak of the time on the user's wall."""

from collections.abc import Sequence
from datetime import datetime

from echotrade_desktop.engine.domain.schedule import DAYS, Period, local_time, moment, next_change
from echotrade_desktop.engine.signals.rules.context import ScreeningContext, in_the_same_words


def time_there(context: ScreeningContext) -> str:
    """Return the time as the user's clock shows it: `Mon 12:03`."""
    return _shown(context.now.replace(second=0, microsecond=0), context.limits.zone)


@in_the_same_words
def _shown(minute: datetime, zone: str) -> str:
    local = local_time(minute, zone)
    return f"{DAYS[local.weekday()]} {local:%H:%M}"


def place(context: ScreeningContext) -> str:
    """Return ` in Berlin` for a zone that was chosen, nothing for the computer's own."""
    zone = context.limits.zone
    return f" in {zone.rpartition('/')[2].replace('_', ' ')}" if zone else ""


def turn(periods: Sequence[Period], context: ScreeningContext) -> str | None:
    """Return when being within `periods` next ends or begins: `it is 17:00`; None for never."""
    at = next_change(periods, context.now, context.limits.zone)
    return None if at is None else f"it is {moment(at, local_time(context.now, context.limits.zone))} or later"
