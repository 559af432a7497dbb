"""A hand on a price line: taken by mouse or keys, moved on the tick, let go with one wish, or put back with none."""

from decimal import Decimal
from enum import Enum, auto

from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.views.chart.line_book import LineBook


class HeldBy(Enum):
    """What holds the line."""

    MOUSE = auto()
    KEYS = auto()


class Hand:
    """Holds at most one line of a book. Nothing is wished for until `let_go`."""

    def __init__(self, book: LineBook) -> None:
        self._book = book
        self._by: HeldBy | None = None
        self._grip = Decimal(0)
        self._nudged = 0
        self._raw = Decimal(0)

    @property
    def by(self) -> HeldBy | None:
        """What holds a line now; None when nothing does."""
        return self._by if self._book.held is not None else None

    def take(self, key: str, by: HeldBy, at: Decimal | None = None) -> bool:
        """Hold a line. `at` is the price under the pointer, so that the line does not jump to it."""
        line = self._book.get(key)
        if line is None or not self._book.take(key):
            return False
        self._by = by
        self._grip = line.spec.price - at if at is not None else Decimal(0)
        self._raw = line.spec.price
        self._nudged = 0
        return True

    def follow(self, price: Decimal, instrument: Instrument) -> None:
        """The pointer is at `price`."""
        if self._by is HeldBy.MOUSE and self._book.held is not None:
            self._raw = price + self._grip
            self._move(instrument)

    def nudge(self, ticks: int, instrument: Instrument) -> None:
        """Move by ticks, up when positive."""
        if self._book.held is not None:
            self._nudged += ticks
            self._move(instrument)

    def _move(self, instrument: Instrument) -> None:
        line = self._book.held
        if line is None:
            return
        on_tick = line.spec.rounded(self._raw, instrument) if self._raw != line.spec.price else self._raw
        self._book.move(on_tick + self._nudged * instrument.tick, instrument)

    def let_go(self) -> tuple[str, Decimal] | None:
        """Open the hand: the key and the price wished for; None when the line is where it was."""
        self._by = None
        return self._book.drop()

    def put_back(self) -> bool:
        """Open the hand without a wish; False when it was empty."""
        self._by = None
        return self._book.put_back() is not None
