"""What a lead trader holds, and what has changed from one look to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from echotrade_desktop.engine.domain.amounts import HUNDRED, decimal_from
from echotrade_desktop.engine.domain.errors import BadNumber
from echotrade_desktop.engine.domain.market import Side

Key = tuple[str, Side]
LEAST_PERCENT = 1  # a smaller reduction is rounding, and no news


class Step(StrEnum):
    """What a lead trader did."""

    CLOSE = "close"
    REDUCE = "reduce"
    OPEN = "open"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Holding:
    """One position: `amount` in base units, above zero; `symbol` as Binance spells it."""

    symbol: str
    side: Side
    amount: Decimal
    entry: Decimal
    mark: Decimal
    leverage: int

    @property
    def key(self) -> Key:
        """What makes it this position: a flip is another one."""
        return self.symbol, self.side


@dataclass(frozen=True, slots=True)
class Change:
    """A step, the position it led to (as it was, for a close), and the amount before."""

    step: Step
    holding: Holding
    before: Decimal = Decimal(0)

    @property
    def percent(self) -> int:
        """How much of the position a reduction closed, 1–99."""
        share = (self.before - self.holding.amount) / self.before * HUNDRED
        return max(LEAST_PERCENT, min(99, round(share)))


def holdings_of(rows: Iterable[Any]) -> dict[Key, Holding]:
    """Return what rows of Binance say is held; most rows say nothing. Raises `ValueError` for a row that is none."""
    found = (_holding(row) for row in rows)
    return {holding.key: holding for holding in found if holding is not None}


def changes(before: Mapping[Key, Holding], after: Mapping[Key, Holding]) -> list[Change]:
    """Return the steps between two looks: what lowers the risk first, so that a flip closes before it opens."""
    steps = [Change(Step.CLOSE, held, held.amount) for key, held in before.items() if key not in after]
    for key, held in after.items():
        was = before[key].amount if key in before else Decimal(0)
        if not was:
            steps.append(Change(Step.OPEN, held))
        elif held.amount > was:
            steps.append(Change(Step.ADD, held, was))
        elif (was - held.amount) / was * HUNDRED >= LEAST_PERCENT:
            steps.append(Change(Step.REDUCE, held, was))
    order = list(Step)
    return sorted(steps, key=lambda change: order.index(change.step))


def _holding(row: Any) -> Holding | None:
    try:
        amount = decimal_from(str(row["positionAmount"]))
        if not amount:
            return None
        side = _side(str(row["positionSide"]), amount)
        entry, mark = (decimal_from(str(row[name])) for name in ("entryPrice", "markPrice"))
        leverage = int(row.get("leverage") or 1)
        symbol = str(row["symbol"])
    except (BadNumber, KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"a position cannot be read ({type(error).__name__})") from None
    if entry <= 0 or mark <= 0 or leverage < 1 or not (symbol.isascii() and symbol.isalnum() and len(symbol) <= 30):
        raise ValueError("a position says what cannot be")
    return Holding(symbol, side, abs(amount), entry, mark, leverage)


def _side(name: str, amount: Decimal) -> Side:
    match name:
        case "BOTH":
            return Side.LONG if amount > 0 else Side.SHORT
        case "LONG":
            return Side.LONG
        case "SHORT":
            return Side.SHORT
    raise KeyError(name)
