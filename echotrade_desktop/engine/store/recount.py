"""The money counted a second time, by other means: plain rows, exact fractions, one loop; no part of the domain.

Rules of comparison: quantities and fees agree exactly. Costs, realised results, cash and equity agree within
`ROUNDING`, because the ledger's decimals round the cost of a partial close at their 28th digit and fractions do not.
"""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

ROUNDING = Fraction(1, 10**12)
_EVENTS = """
SELECT seq, 'fill', position_id, side, quantity, price, fee FROM fills
UNION ALL SELECT seq, 'mark', equity, cash, rest, '', '' FROM equity_points
"""
_MOVES = "UNION ALL SELECT seq, 'move', amount, '', '', '', '' FROM cash_moves"
_TABLES = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'cash_moves'"
_POSITIONS = "SELECT position_id, side, quantity, open_cost, realised_pnl, fees FROM positions"


@dataclass(slots=True)
class _Holding:
    sign: int
    quantity: Fraction = Fraction(0)
    cost: Fraction = Fraction(0)
    realised: Fraction = Fraction(0)
    fees: Fraction = Fraction(0)


@dataclass(slots=True)
class _Count:
    cash: Fraction
    holdings: dict[str, _Holding]
    faults: list[str] = field(default_factory=list)


def recount(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each figure in the tables that the fills do not bear out."""
    starting_cash, cash = connection.execute("SELECT starting_cash, cash FROM account").fetchone()
    sides = connection.execute("SELECT position_id, side FROM positions")
    holdings = {position: _Holding(1 if side == "long" else -1) for position, side in sides}
    count = _Count(Fraction(starting_cash), holdings)
    moves = _MOVES if connection.execute(_TABLES).fetchone()[0] else ""  # the first schema had none
    for seq, kind, *values in connection.execute(f"{_EVENTS} {moves} ORDER BY 1"):
        if kind == "fill":
            _count_fill(count, *values)
        elif kind == "move":
            count.cash += Fraction(values[0])
        else:
            _check_mark(count, seq, *values[:3])
    for position, _, *figures in connection.execute(_POSITIONS):
        count.faults.extend(_against(position, count.holdings[position], *figures))
    if _differs(count.cash, cash):
        count.faults.append(f"Cash: the fills come to {_text(count.cash)}, the account says {cash}.")
    return count.faults


def _count_fill(count: _Count, position: str, side: str, quantity: str, price: str, fee: str) -> None:
    held = count.holdings[position]
    amount, paid = Fraction(quantity), Fraction(fee)
    value = amount * Fraction(price)
    if (side == "buy") == (held.sign == 1):
        held.quantity += amount
        held.cost += value
    elif amount > held.quantity:
        count.faults.append(f"Position {position}: a fill closes {quantity}, more than is open.")
        return
    else:
        cost = held.cost * amount / held.quantity
        held.quantity -= amount
        held.cost -= cost
        held.realised += (value - cost) * held.sign
        count.cash += (value - cost) * held.sign
    held.fees += paid
    count.cash -= paid


def _check_mark(count: _Count, seq: int, equity: str, cash: str, rest: str) -> None:
    marks = json.loads(rest)["marks"]
    if _differs(count.cash, cash):
        count.faults.append(
            f"Equity at record {seq}: the fills come to {_text(count.cash)} of cash, the mark says {cash}."
        )
        return
    missing = {position for position, held in count.holdings.items() if held.quantity} ^ {
        mark["position_id"] for mark in marks
    }
    if missing:
        count.faults.append(f"Equity at record {seq}: its prices and the open positions differ in {sorted(missing)}.")
        return
    worth = count.cash
    for mark in marks:
        held = count.holdings[mark["position_id"]]
        worth += (Fraction(mark["price"]) * held.quantity - held.cost) * held.sign - Fraction(mark["closing_fee"])
    if _differs(worth, equity):
        count.faults.append(
            f"Equity at record {seq}: cash and positions come to {_text(worth)}, the mark says {equity}."
        )


def _against(position: str, held: _Holding, quantity: str, cost: str, realised: str, fees: str) -> Iterator[str]:
    exact = (("quantity", held.quantity, quantity), ("fees", held.fees, fees))
    rounded = (("open cost", held.cost, cost), ("realised result", held.realised, realised))
    for name, counted, stored in exact:
        if counted != Fraction(stored):
            yield f"Position {position}: the fills come to {name} {_text(counted)}, the table says {stored}."
    for name, counted, stored in rounded:
        if _differs(counted, stored):
            yield f"Position {position}: the fills come to {name} {_text(counted)}, the table says {stored}."


def _differs(counted: Fraction, stored: str) -> bool:
    return abs(counted - Fraction(stored)) > ROUNDING


def _text(value: Fraction) -> str:
    """Return a fraction with twelve decimals, without a float between."""
    scaled = round(abs(value) * 10**12)
    digits = f"{scaled // 10**12}.{scaled % 10**12:012d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 and scaled else digits
