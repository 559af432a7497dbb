"""Executions as the chart and the history show them: each with what it realised."""

from collections.abc import Iterable
from dataclasses import replace

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.read import FillMark


def marks_of(position: Position, fills: Iterable[Fill]) -> list[FillMark]:
    """Return a position's executions, given in the order in which they were booked, as marks."""
    folded = replace(
        position, quantity=ZERO, open_cost=ZERO, open_fees=ZERO, full_quantity=ZERO, realised_pnl=ZERO, fees=ZERO
    )
    folded = replace(folded, exit_quantity=ZERO, exit_value=ZERO)
    marks: list[FillMark] = []
    for fill in fills:
        before, folded = folded, folded.after(fill)
        marks.append(_mark(position.side, before, folded, fill))
    return marks


def _mark(side: Side, before: Position, after: Position, fill: Fill) -> FillMark:
    is_entry = fill.side is side.entry
    gross = after.realised_pnl - before.realised_pnl
    fees = before.open_fees - after.open_fees + fill.fee
    return FillMark(
        trade_id=fill.trade_id,
        position_id=fill.position_id,
        symbol=fill.symbol,
        side=side,
        purpose=fill.purpose,
        is_entry=is_entry,
        at=fill.at,
        price=fill.price,
        quantity=fill.quantity,
        pnl=None if is_entry else gross - fees,
        share=None if is_entry or not after.full_quantity else fill.quantity / after.full_quantity,
    )
