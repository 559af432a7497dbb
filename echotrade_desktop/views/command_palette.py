"""Find or do: every act and every symbol, by typing a few letters of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.views.fonts import BASE, CAPTION, font
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label

_Index = QModelIndex | QPersistentModelIndex
_WIDTH, _ROWS, _ROW = 460, 9, 28


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found: its words, its keys, and what choosing it does."""

    text: str
    keys: str
    run: Callable[[], object]


def matching(entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Entries that hold every typed word, those that begin with it first."""
    words = typed.lower().split()
    found = [entry for entry in entries if all(word in entry.text.lower() for word in words)]
    return sorted(found, key=lambda entry: not entry.text.lower().startswith(typed.lower().strip()))


class EntryRow(QStyledItemDelegate):
    """Its words on the left, its keys on the right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        palette, entry = current_palette(), index.data(Qt.ItemDataRole.UserRole)
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, palette.selection)
        room = rect.adjusted(10, 0, -10, 0)
        painter.setPen(palette.text)
        painter.setFont(font(BASE))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, entry.text)
        painter.setPen(palette.text2)
        painter.setFont(font(CAPTION))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, entry.keys)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(_WIDTH - 40, _ROW)


class CommandPalette(QDialog):
    """A field and what matches it; Enter does the first, Esc leaves."""

    def __init__(self, parent: QWidget, entries: Sequence[Entry]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Find or do"))
        self._entries = list(entries)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Find or do…"))
        self.field.setAccessibleName(tr("Find or do"))
        self.field.setProperty("room", "tall")
        self.nothing = Label(tr("Nothing has these letters. Try a word of what you want to do."), BASE, tone="text2")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(10, 6, 10, 6)
        self.nothing.setFixedHeight(_ROWS * _ROW + 4)
        self.found = QListWidget()
        self.found.setAccessibleName(tr("What matches"))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setFixedHeight(_ROWS * _ROW + 4)
        self.found.setItemDelegate(EntryRow(self.found))
        self.found.itemActivated.connect(self._run)
        self.found.itemClicked.connect(self._run)
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(lambda: self._run(self.found.currentItem()))
        self.field.installEventFilter(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.addWidget(self.field)
        rows.addWidget(self.found)
        rows.addWidget(self.nothing)
        self.setFixedWidth(_WIDTH)
        self._show("")
        self.field.setFocus()

    def open_below(self, place: QWidget) -> None:
        """Appear below a widget, inside its window."""
        self.adjustSize()
        window = place.window()
        corner = place.mapToGlobal(place.rect().bottomLeft())
        right = window.mapToGlobal(window.rect().topRight()).x() - self.width() - 8
        self.move(min(corner.x(), right), corner.y() + 4)
        self.show()
        self.field.setFocus()

    def _show(self, typed: str) -> None:
        self.found.clear()
        for entry in matching(self._entries, typed):
            item = QListWidgetItem(entry.text)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.found.addItem(item)
        self.found.setCurrentRow(0)
        self.found.setVisible(self.found.count() > 0)
        self.nothing.setVisible(self.found.count() == 0)

    def _run(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        entry: Entry = item.data(Qt.ItemDataRole.UserRole)
        self.close()
        entry.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if by:
                self.found.setCurrentRow(min(self.found.count() - 1, max(0, self.found.currentRow() + by)))
                return True
        return False
