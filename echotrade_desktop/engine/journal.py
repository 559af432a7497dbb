"""The trade journal as a CSV file: every execution, exact to the last digit, and back again.

One line an execution, oldest first, with the position it belongs to, so that reading the file gives the same fills and,
folded, the same positions. Then one line for each movement of cash that was no trade (funding, deposits, fees), with
its kind as purpose and its `amount`, above zero when it came.

Numbers are plain decimals with a point, instants ISO 8601 UTC. Text that a spreadsheet
would take for a formula is written with an apostrophe before it, which reading takes off again.
"""

import asyncio
import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.cash import CashKind, CashMove
from echotrade_desktop.engine.domain.errors import BadInput, EchoTradeError
from echotrade_desktop.engine.domain.facts import CashMoved, Fact
from echotrade_desktop.engine.domain.market import OrderSide, Side
from echotrade_desktop.engine.domain.order import Fill, OrderPurpose
from echotrade_desktop.engine.domain.ports import Ledger
from echotrade_desktop.engine.domain.position import Position

COLUMNS = (
    "at", "trade_id", "symbol", "side", "purpose", "quantity", "price", "fee", "slippage", "client_order_id",
    "position_id", "signal_id", "position_side", "leverage", "trader_id", "trader_name", "source", "stop_loss",
    "amount",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal holds: fills in order, each position as the fold of its fills, by id, and movements of cash."""

    fills: tuple[Fill, ...]
    positions: Mapping[str, Position]
    moves: tuple[CashMove, ...] = ()

    @property
    def cash_change(self) -> Decimal:
        """What all of it has done to cash: realised results less fees, and what moved otherwise."""
        moved = sum((move.amount for move in self.moves), ZERO)
        return moved + sum((position.net_pnl for position in self.positions.values()), ZERO)


async def export(ledger: Ledger, path: Path) -> str:
    """Write every fill of the ledger to `path`, read the file back, and return a sentence that says what was done.

    The work is done off the loop. Raises `BadInput` when the file cannot be written or does not read back the same.
    """
    facts = await ledger.load()
    book = await asyncio.to_thread(Book.fold, facts)
    fills, moves = tuple(book.fills.values()), tuple(_moves_in(facts))
    await asyncio.to_thread(save, path, [*rows_of(book), *map(_move_row, moves)])
    again = await asyncio.to_thread(read, path)
    if (again.fills, again.moves) != (fills, moves):
        raise BadInput(f"{path.name} was written but does not read back the same; do not rely on it.")
    count = "1 execution was" if len(fills) == 1 else f"{len(fills):,} executions were"
    more = f" and {len(moves):,} other movement{'s' if len(moves) != 1 else ''} of cash" if moves else ""
    return f"{count} written to {path}{more}; the file reads back the same."


def _moves_in(facts: Iterable[Fact]) -> Iterable[CashMove]:
    """Return each movement of cash once, in the order in which it was booked."""
    known = {fact.move.venue_id: fact.move for fact in reversed([*facts]) if isinstance(fact, CashMoved)}
    return reversed(known.values())


def rows_of(book: Book) -> list[dict[str, str]]:
    """Return the journal's lines, oldest first."""
    return [_row(fill, book.positions[fill.position_id]) for fill in book.fills.values()]


def save(path: Path, rows: Sequence[Mapping[str, str]]) -> int:
    """Write lines to `path`, whole or not at all; return how many there are."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        draft.replace(path)
    except OSError as trouble:
        draft.unlink(missing_ok=True)
        reason = trouble.strerror or str(trouble)
        raise BadInput(f"The journal was not written to {path}: {reason}. Choose another place.") from None
    return len(rows)


def read(path: Path) -> Journal:
    """Read a journal back. Raises `BadInput` with a sentence that names the line it could not read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, strict=True)
            if tuple(table.fieldnames or ()) != COLUMNS:
                raise BadInput(f"{path.name} is not a trade journal: its first line does not name its columns.")
            return _fold(path, table)
    except (OSError, UnicodeDecodeError, csv.Error) as trouble:
        raise BadInput(f"{path.name} could not be read: {trouble}.") from None


def _fold(path: Path, table: Iterable[Mapping[str, Any]]) -> Journal:
    fills: dict[str, Fill] = {}
    positions: dict[str, Position] = {}
    moves: dict[str, CashMove] = {}
    for number, row in enumerate(table, start=2):
        try:
            if row["amount"]:
                move = _move(row)
                moves[move.venue_id] = move
                continue
            fill, empty = _fill(row), _position(row)
            positions[fill.position_id] = positions.get(fill.position_id, empty).after(fill)
        except (ValueError, TypeError, KeyError, AttributeError, EchoTradeError) as trouble:
            raise BadInput(f"Line {number} of {path.name} is not an execution: {trouble}.") from None
        if fills.setdefault(fill.trade_id, fill) is not fill:
            raise BadInput(f"Line {number} of {path.name} repeats the execution {fill.trade_id}.")
    return Journal(tuple(fills.values()), positions, tuple(moves.values()))


def _move_row(move: CashMove) -> dict[str, str]:
    told = {
        "at": move.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "trade_id": _safe(move.venue_id),
        "symbol": _safe(move.symbol or ""),
        "purpose": move.kind.value,
        "position_id": _safe(move.position_id or ""),
        "amount": _exact(move.amount),
    }
    return dict.fromkeys(COLUMNS, "") | told


def _move(row: Mapping[str, str]) -> CashMove:
    return CashMove(
        venue_id=_bare(row["trade_id"]),
        kind=CashKind(row["purpose"]),
        amount=decimal_from(row["amount"]),
        at=_instant(row["at"]),
        symbol=_bare(row["symbol"]) or None,
        position_id=_bare(row["position_id"]) or None,
    )


def _instant(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("its time does not say its zone")
    return at


def _row(fill: Fill, position: Position) -> dict[str, str]:
    return {
        "at": fill.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "trade_id": _safe(fill.trade_id),
        "symbol": _safe(fill.symbol),
        "side": fill.side.value,
        "purpose": fill.purpose.value,
        "quantity": _exact(fill.quantity),
        "price": _exact(fill.price),
        "fee": _exact(fill.fee),
        "slippage": "" if fill.slippage is None else _exact(fill.slippage),
        "client_order_id": _safe(fill.client_order_id),
        "position_id": _safe(fill.position_id),
        "signal_id": _safe(position.signal_id),
        "position_side": position.side.value,
        "leverage": str(position.leverage),
        "trader_id": _safe(position.trader_id),
        "trader_name": _safe(position.trader_name),
        "source": _safe(position.source),
        "stop_loss": _exact(position.initial_stop or position.stop_loss),
        "amount": "",
    }


def _fill(row: Mapping[str, str]) -> Fill:
    return Fill(
        trade_id=_bare(row["trade_id"]),
        client_order_id=_bare(row["client_order_id"]),
        position_id=_bare(row["position_id"]),
        symbol=_bare(row["symbol"]),
        side=OrderSide(row["side"]),
        purpose=OrderPurpose(row["purpose"]),
        quantity=decimal_from(row["quantity"]),
        price=decimal_from(row["price"]),
        fee=decimal_from(row["fee"]),
        at=_instant(row["at"]),
        slippage=decimal_from(row["slippage"]) if row["slippage"] else None,
    )


def _position(row: Mapping[str, str]) -> Position:
    stop = decimal_from(row["stop_loss"])
    return Position(
        position_id=_bare(row["position_id"]),
        signal_id=_bare(row["signal_id"]),
        symbol=_bare(row["symbol"]),
        side=Side(row["position_side"]),
        trader_id=_bare(row["trader_id"]),
        trader_name=_bare(row["trader_name"]),
        source=_bare(row["source"]),
        leverage=int(row["leverage"]),
        stop_loss=stop,
        initial_stop=stop,
    )


def _exact(number: Decimal) -> str:
    return f"{number:f}"


def _safe(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text


def _bare(text: str) -> str:
    return text.removeprefix("'")
