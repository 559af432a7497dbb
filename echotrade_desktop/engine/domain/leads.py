"""Lead traders in words: who can be followed, and how the following goes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.errors import BadInput

GREATEST_ID = 2**63 - 1  # what a ledger can keep
_ID = re.compile(r"(?<!\d)\d{15,19}(?!\d)")


@dataclass(frozen=True, slots=True)
class LeadCard:
    """A portfolio as Binance shows it; figures of thirty days in percent, None where they are not told."""

    portfolio_id: str
    nickname: str
    shows_positions: bool | None = None
    roi: Decimal | None = None
    win_rate: Decimal | None = None
    drawdown: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LeadRow:
    """How the following of one portfolio goes, in words."""

    portfolio_id: str
    nickname: str
    state: str
    is_well: bool


def portfolio_id_of(text: str) -> str:
    """Return the number of a portfolio, given as it is or in the address of its page. Raises `BadInput`."""
    found: set[str] = set(_ID.findall(text))
    if len(found) != 1 or int(next(iter(found))) > GREATEST_ID:
        raise BadInput(
            "That is no portfolio of a lead trader. Copy the address of its page on Binance, or the number of 15 to 19 "
            "digits in it."
        )
    return found.pop()
