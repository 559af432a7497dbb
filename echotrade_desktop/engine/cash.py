"""Books what came to the account, or left it, otherwise than by a trade, and whose it was."""

from datetime import datetime, timedelta
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.cash import CashKind, CashMove, shared_among
from echotrade_desktop.engine.domain.facts import CashMoved
from echotrade_desktop.engine.domain.position import Position

LATE = timedelta(days=1)
_TOLD = {
    CashKind.DEPOSIT: "{amount} came into the account. It counts as capital, not as a result.",
    CashKind.WITHDRAWAL: "{amount} left the account. It counts as capital, not as a result.",
    CashKind.FEE: "The exchange took a fee of {amount}{of}.",
    CashKind.OTHER: "The exchange moved {signed}{of}. It counts as a result of the account.",
}


async def book_move(desk: Desk, move: CashMove) -> None:
    """Book a movement once, split over the positions that it belongs to; a late one too.

    What happened before the ledger began is in the cash that it began with.
    """
    book = desk.book
    parts = shared_among(move, held_at(book, move.symbol, move.at) if move.symbol else [])
    opened_at = book.opened_at
    if not move.amount or (opened_at is not None and move.at < opened_at) or is_booked(book, move.venue_id):
        return
    async with desk.counting:
        now, equity = desk.clock.now(), desk.valuation().equity
        await desk.record(*(CashMoved(now, part, equity) for part in parts))
    await desk.mark_equity()
    if (sentence := _TOLD.get(move.kind)) is not None:
        of = f" on {move.symbol}" if move.symbol else ""
        told = sentence.format(amount=words.money(abs(move.amount)), signed=words.money(move.amount), of=of)
        desk.tell(told, "warning" if move.kind is CashKind.FEE else "info")


def moved_since(book: Book) -> datetime | None:
    """Return from when on the ledger may lack movements: what comes late is a day late at most; None before it began.

    The newest that are booked say how far it has come, also across a restart.
    """
    if book.opened_at is None:
        return None
    return max(book.opened_at, max((move.at for move in book.moves), default=book.opened_at) - LATE)


def is_booked(book: Book, venue_id: str) -> bool:
    """Whether a movement is booked, whole or in parts."""
    return venue_id in book.moved or f"{venue_id}#1" in book.moved


def held_at(book: Book, symbol: str, at: datetime) -> list[tuple[str, Decimal]]:
    """Return how much each position held of a symbol at an instant, short positions below zero."""
    held = ((position, _quantity_at(book, position, at)) for position in book.positions.values())
    return [(p.position_id, quantity * p.side.sign) for p, quantity in held if p.symbol == symbol and quantity]


def _quantity_at(book: Book, position: Position, at: datetime) -> Decimal:
    fills = (fill for fill in book.fills_of(position.position_id) if fill.at <= at)
    return sum((fill.quantity if fill.side is position.side.entry else -fill.quantity for fill in fills), ZERO)
