"""What an answer of Binance's means: one table for everything that is not a plain yes.

Decided by HTTP status and Binance's own numeric code. The class of ccxt's exception does not separate "no" from
"don't know": 429 and −1021 look like trouble of the network but are refusals, −1000 does not and is unknown, and the
futures' codes are only told apart at Binance's own address.
"""

from dataclasses import dataclass
from enum import StrEnum

from echotrade_desktop.engine.adapters.binance.sentences import sentence_of


class Verdict(StrEnum):
    """What became of what was asked for."""

    REJECTED = "rejected"  # it was not done
    UNREACHED = "unreached"  # it never left this machine, or came back from the door
    THROTTLED = "throttled"  # not done: too many requests; may be tried after `retry_after`
    BANNED = "banned"  # not done: silence until the ban ends
    SKEWED = "skewed"  # not done: the time of the request was off
    EXISTS = "exists"  # an order with this id is there already
    GONE = "gone"  # there is no such order, or no more
    UNKNOWN = "unknown"  # no telling


class Trouble(Exception):
    """An answer that is not a yes; `str` is a sentence without any secret in it."""

    def __init__(self, verdict: Verdict, sentence: str, code: int | None = None, retry_after: float = 0.0) -> None:
        super().__init__(sentence)
        self.verdict = verdict
        self.code = code
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back over the wire: `status` is None when nothing did, `connected` False when nobody was there."""

    status: int | None = None
    code: int | None = None
    message: str = ""
    retry_after: float = 0.0  # seconds
    connected: bool = True
    weight: int | None = None  # Binance's count of this minute, of orders in it, and in the last ten seconds
    orders: int | None = None
    orders_10s: int | None = None


BANNED, TOO_MANY, FORBIDDEN, NOT_HERE, TOO_SLOW = 418, 429, 403, 451, 408
TOO_MANY_CODES = frozenset({-1003, -1015})
OVERLOADED = -1008
SKEWED_CODE = -1021
EXISTS_CODES = frozenset({-4116, -20132})
GONE_CODES = frozenset({-2011, -2013})
UNKNOWN_CODES = frozenset({-1000, -1001, -1006, -1007})
SPOT_REFUSAL, DUPLICATE = -2010, "duplicate order sent"


def verdict_of(heard: Heard) -> Verdict:
    """Return what an answer means that was not a yes."""
    status, code = heard.status, heard.code
    if not heard.connected or status in (FORBIDDEN, NOT_HERE):
        return Verdict.UNREACHED
    if status is None:
        return Verdict.UNKNOWN
    if status == BANNED:
        return Verdict.BANNED
    if status == TOO_MANY or code in TOO_MANY_CODES:
        return Verdict.THROTTLED
    if code is not None:
        return _by_code(code, heard.message)
    return Verdict.REJECTED if 400 <= status < 500 and status != TOO_SLOW else Verdict.UNKNOWN


def _by_code(code: int, message: str) -> Verdict:
    if code == SKEWED_CODE:
        return Verdict.SKEWED
    if code in EXISTS_CODES or (code == SPOT_REFUSAL and DUPLICATE in message.lower()):
        return Verdict.EXISTS
    if code in GONE_CODES:
        return Verdict.GONE
    return Verdict.UNKNOWN if code in UNKNOWN_CODES or code >= 0 else Verdict.REJECTED


def trouble_of(heard: Heard, who: str) -> Trouble:
    """Return the error for an answer; `who` is what the screen calls the exchange."""
    verdict = verdict_of(heard)
    return Trouble(verdict, sentence_of(verdict.value, heard.code, heard.message, who), heard.code, heard.retry_after)
