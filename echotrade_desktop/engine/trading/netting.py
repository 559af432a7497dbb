"""Whose an execution is, where the exchange holds one net position a symbol and the ledger one a call."""

from collections.abc import Sequence
from dataclasses import replace

from echotrade_desktop.engine.domain.amounts import ZERO, part_of
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.domain.position import Position


def shared_out(fill: Fill, own: Position, others: Sequence[Position]) -> list[Fill]:
    """Return an exit's execution in parts, by the position that each part closes: first its own, then the `others`.

    While a stop is moved two of them rest; a jump may trigger both, and the second closes what another position holds
    on the same symbol and side. What fits nowhere stays with its own position, for the ledger to refuse.
    """
    if fill.side is own.side.entry or fill.quantity <= own.quantity:
        return [fill]
    takers = [own, *(p for p in others if p.symbol == own.symbol and p.side is own.side and p is not own)]
    if sum((position.quantity for position in takers), ZERO) < fill.quantity:
        return [fill]
    parts: list[Fill] = []
    left, fee_left = fill.quantity, fill.fee
    for taker in takers:
        quantity = min(left, taker.quantity)
        if quantity <= ZERO:
            continue
        fee = fee_left if quantity == left else part_of(fill.fee, quantity, fill.quantity)
        trade_id = f"{fill.trade_id}/{len(parts) + 1}" if parts else fill.trade_id
        parts.append(replace(fill, trade_id=trade_id, position_id=taker.position_id, quantity=quantity, fee=fee))
        left, fee_left = left - quantity, fee_left - fee
    return parts
