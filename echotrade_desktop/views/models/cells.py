"""What a cell of a table shows, as data: parts of text with tone, size and weight, and how they line up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum, auto
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from echotrade_desktop.views.translation import tr

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
_SPOKEN = Qt.ItemDataRole.AccessibleTextRole
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class Align(Enum):
    """How a column lines up: its left edges, its right edges, or its decimal points."""

    LEFT = auto()
    RIGHT = auto()
    DECIMAL = auto()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell. `arrow` is +1 or −1 for a triangle; `gap` is the space before it in pixels."""

    text: str = ""
    tone: str = "text"
    size: int = 13
    weight: int = 400
    glyph: str = ""
    arrow: int = 0
    gap: int = 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's parts and the reason to be shown when the cursor rests on it."""

    parts: tuple[Part, ...]
    tooltip: str = ""

    @property
    def text(self) -> str:
        """The whole as text."""
        return " ".join(part.text for part in self.parts if part.text)


def cell(text: str, tone: str = "text", weight: int = 400, size: int = 13, tooltip: str = "") -> Cell:
    """A cell of one part."""
    return Cell((Part(text, tone, size, weight),), tooltip)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `anchor` is where its decimal point stands, or how far from its edge it begins or ends.

    Columns leave in the order of their `rank`, highest first, when there is no room; rank 0 never leaves.
    One that `grows` takes what is left over, up to `most` pixels in all where that is not 0; one that is `typed` can be
    typed into.
    """

    key: str
    title: str
    width: int
    align: Align = Align.LEFT
    anchor: int = 8
    rank: int = 0
    grows: bool = False
    typed: bool = False
    most: int = 0


class RowsModel(QAbstractTableModel):
    """Rows of frozen view objects. A subclass says what a row's cells are; only changed cells are repainted."""

    columns: Sequence[Column] = ()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []

    def key(self, row: Any) -> str:
        """What makes a row the same row after a change."""
        raise NotImplementedError

    def cell(self, row: Any, column: str) -> Cell:
        """What a row shows in a column."""
        raise NotImplementedError

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows as they are shown."""
        return tuple(self._rows)

    def row_of(self, key: str) -> int | None:
        """Where the row with this key is."""
        return next((i for i, row in enumerate(self._rows) if self.key(row) == key), None)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows: the ones that stay keep their place in the view's selection."""
        wanted = {self.key(row) for row in rows}
        for at in range(len(self._rows) - 1, -1, -1):
            if self.key(self._rows[at]) not in wanted:
                self.beginRemoveRows(QModelIndex(), at, at)
                del self._rows[at]
                self.endRemoveRows()
        for at, row in enumerate(rows):
            self._put(at, row)

    def _put(self, at: int, row: Any) -> None:
        key = self.key(row)
        in_place = at < len(self._rows) and self.key(self._rows[at]) == key  # most are: nothing is searched for them
        there = at if in_place else self.row_of(key)
        if there is None:
            self.beginInsertRows(QModelIndex(), at, at)
            self._rows.insert(at, row)
            self.endInsertRows()
            return
        if there != at:
            self.beginMoveRows(QModelIndex(), there, there, QModelIndex(), at)
            self._rows.insert(at, self._rows.pop(there))
            self.endMoveRows()
        self._replace(at, row)

    def _replace(self, at: int, row: Any) -> None:
        old = self._rows[at]
        if old == row:
            return
        self._rows[at] = row
        for column, spec in enumerate(self.columns):
            if self.cell(old, spec.key) != self.cell(row, spec.key):
                self.dataChanged.emit(self.index(at, column), self.index(at, column))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role not in (CELL_ROLE, Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, _SPOKEN):
            return None
        shown = self.cell(row, self.columns[index.column()].key)
        if role == CELL_ROLE:
            return shown
        return (shown.tooltip or None) if role == Qt.ItemDataRole.ToolTipRole else shown.text

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        typed = index.isValid() and self.columns[index.column()].typed
        return flags | Qt.ItemFlag.ItemIsEditable if typed else flags

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(self.columns[section].title)
        return None


class TimedRowsModel(RowsModel):
    """Rows that say when: on the clock of `zone`, this computer's own where it is None."""

    def __init__(self, zone: tzinfo | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
