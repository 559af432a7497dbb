"""Money that came to an account, or left it, otherwise than by a trade."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.amounts import ZERO

FINEST = Decimal("0.00000001")  # what exchanges count funding in


class CashKind(StrEnum):
    """Why money moved."""

    FUNDING = "funding"  # paid between longs and shorts of a perpetual
    DEPOSIT = "deposit"  # into the account, from another of the user's or from outside
    WITHDRAWAL = "withdrawal"
    FEE = "fee"  # of no execution: a liquidation's, say
    OTHER = "other"  # rebates, rewards, conversions


CAPITAL = frozenset({CashKind.DEPOSIT, CashKind.WITHDRAWAL})  # neither gain nor loss


@dataclass(frozen=True, slots=True)
class CashMove:
    """One movement, as the exchange tells it; `amount` in quote currency, above zero when it came.

    `venue_id` is the exchange's own for it. `position_id` is set when it belongs to a position of ours.
    """

    venue_id: str
    kind: CashKind
    amount: Decimal
    at: datetime
    symbol: str | None = None
    position_id: str | None = None


def shared_among(move: CashMove, held: Sequence[tuple[str, Decimal]]) -> list[CashMove]:
    """Return a movement in parts, one for each position that `held` so much of its symbol at that time.

    Funding goes by quantity, so each has its share of it to the last digit; the parts add up to the whole. Positions
    on both sides are netted by the exchange: what each of them would have paid it does not tell, and nobody is charged.
    """
    if not held or len({quantity > ZERO for _, quantity in held}) > 1:
        return [move]
    if len(held) == 1:
        return [replace(move, position_id=held[0][0])]
    total = sum((quantity for _, quantity in held), ZERO)
    shares = [(move.amount * quantity / total).quantize(FINEST, ROUND_DOWN) for _, quantity in held[1:]]
    shares.insert(0, move.amount - sum(shares, ZERO))
    return [
        replace(move, venue_id=f"{move.venue_id}#{number}", amount=share, position_id=position_id)
        for number, ((position_id, _), share) in enumerate(zip(held, shares, strict=True), 1)
    ]
