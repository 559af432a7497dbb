"""The account's standing as one row: what the book knows beside its dictionaries."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import EntriesPaused

THE_ROW = 1


@dataclass(frozen=True, slots=True)
class AccountState:
    """Money in quote currency; the pause fields are None while entries are allowed."""

    id: int
    mode: str
    opened_at: datetime | None
    starting_cash: Decimal
    cash: Decimal
    peak: Decimal
    paused_at: datetime | None
    pause_reason: str | None
    paused_by: str | None
    global_multiplier: Decimal
    watched: tuple[str, ...]

    @classmethod
    def of(cls, book: Book) -> "AccountState":
        """Return the account as `book` has it."""
        paused = book.paused
        return cls(
            id=THE_ROW,
            mode=book.mode,
            opened_at=book.opened_at,
            starting_cash=book.starting_cash,
            cash=book.cash,
            peak=book.peak,
            paused_at=paused.at if paused else None,
            pause_reason=paused.reason if paused else None,
            paused_by=paused.by if paused else None,
            global_multiplier=book.global_multiplier,
            watched=book.watched,
        )

    def put_into(self, book: Book) -> None:
        """Set `book` to this standing."""
        book.mode, book.opened_at = self.mode, self.opened_at
        book.starting_cash, book.cash, book.peak = self.starting_cash, self.cash, self.peak
        book.global_multiplier, book.watched = self.global_multiplier, self.watched
        if self.paused_at is not None:
            book.paused = EntriesPaused(self.paused_at, self.pause_reason or "", self.paused_by or "")
