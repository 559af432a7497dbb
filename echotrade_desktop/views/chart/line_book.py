"""The price lines and what each is doing: standing, held by a hand, or waiting for an answer."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.views.chart.specs import LineSpec, PreviewText

Preview = Callable[[str, Decimal], PreviewText | None]


@dataclass(slots=True)
class Line:
    """One line: `spec.price` is confirmed, `held` is where a hand has it, `asked` waits for its answer."""

    spec: LineSpec
    held: Decimal | None = None
    asked: Decimal | None = None

    @property
    def shown(self) -> Decimal:
        """Where the line is drawn."""
        if self.held is not None:
            return self.held
        return self.asked if self.asked is not None else self.spec.price

    @property
    def ghost(self) -> Decimal | None:
        """The confirmed price, while the line is drawn elsewhere."""
        return self.spec.price if self.shown != self.spec.price else None

    @property
    def can_be_taken(self) -> bool:
        """Whether a hand may move it now: not while the last move waits for its answer."""
        return self.spec.draggable and self.asked is None


class LineBook:
    """The lines by key, in the order they were given. Data never moves a line that a hand holds."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._held: str | None = None

    def __iter__(self) -> Iterator[Line]:
        return iter(self._lines.values())

    def __len__(self) -> int:
        return len(self._lines)

    def get(self, key: str | None) -> Line | None:
        """The line of a key."""
        return self._lines.get(key) if key is not None else None

    @property
    def held(self) -> Line | None:
        """The line in a hand."""
        return self.get(self._held)

    def group(self, name: str) -> list[Line]:
        """The lines of one position or call."""
        return [line for line in self if line.spec.group == name]

    def replace(self, specs: Iterable[LineSpec]) -> Line | None:
        """Show these lines; answers the line that was in a hand and is no more.

        A line that waits for its answer goes on waiting, unless the new specification already has the price asked for.
        """
        before, lost = self._lines, None
        self._lines = {}
        for spec in specs:
            was = before.get(spec.key)
            line = Line(spec)
            if was is not None:
                line.held = was.held if spec.draggable else None
                line.asked = was.asked if was.asked != spec.price else None
            self._lines[spec.key] = line
        if self._held is not None:
            now = self._lines.get(self._held)
            if now is None or now.held is None:
                lost, self._held = before[self._held], None
        return lost

    def clear(self) -> None:
        """Forget all lines, the held one too."""
        self._lines, self._held = {}, None

    def take(self, key: str) -> bool:
        """Hold a line; False when it may not be moved or another is in the hand."""
        line = self.get(key)
        if line is None or not line.can_be_taken or self._held is not None:
            return False
        self._held, line.held = key, line.spec.price
        return True

    def move(self, price: Decimal, instrument: Instrument) -> Decimal | None:
        """Move the held line, on the tick; answers the price it has now. Prices at or below zero are not taken."""
        line = self.held
        if line is None:
            return None
        rounded = line.spec.rounded(price, instrument)
        if rounded > 0:
            line.held = rounded
        return line.held

    def put_back(self) -> Line | None:
        """Let go without a wish; the line is where it was."""
        line = self.held
        self._held = None
        if line is not None:
            line.held = None
        return line

    def drop(self) -> tuple[str, Decimal] | None:
        """Let go with a wish: the key and the price asked for, or None when it is the price it had."""
        line = self.held
        price = line.held if line is not None else None
        self.put_back()
        if line is None or price is None or price == line.spec.price:
            return None
        line.asked = price
        return line.spec.key, price

    def confirm(self, key: str, price: Decimal) -> None:
        """The engine's word: the line is at `price`. A hand that holds it goes on holding."""
        line = self.get(key)
        if line is not None:
            line.spec = replace(line.spec, price=price)
            line.asked = None

    def refuse(self, key: str) -> bool:
        """The engine's no: the line springs back. False when nothing was asked."""
        line = self.get(key)
        if line is None or line.asked is None:
            return False
        line.asked = None
        return True
