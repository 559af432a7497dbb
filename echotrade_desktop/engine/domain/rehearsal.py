"""Drills on the practice market: what is offered, and what came of one, in sentences."""

from dataclasses import dataclass
from enum import StrEnum


class Drill(StrEnum):
    """What can be rehearsed."""

    FLASH_CRASH = "flash crash"
    DEAD_FEED = "dead feed"
    DUPLICATE_CALL = "duplicate call"
    EDITED_STOP = "edited stop"


@dataclass(frozen=True, slots=True)
class DrillOffer:
    """A drill that can be started now, and how long it takes on the market's clock."""

    drill: Drill
    title: str
    sentence: str
    seconds: int


@dataclass(frozen=True, slots=True)
class DrillReport:
    """What came of a drill: what happened on the market or in the channel, what the app did, what to keep in mind."""

    drill: Drill
    happened: tuple[str, ...]
    did: tuple[str, ...]
    lesson: str
