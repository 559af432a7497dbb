"""The table of open positions and the sums below it."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyleOptionViewItem,
    QWidget,
)

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.read import PositionRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, font, metrics
from echotrade_desktop.views.models.cells import ROW_ROLE, Align, Cell, Column, Part, cell
from echotrade_desktop.views.models.positions import PositionsModel, sign_tone, totals
from echotrade_desktop.views.numerals import editable
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.table import DataTable, DecimalCell, columns_of, paint_cell

STOP, TARGET = "stop", "target"
_Index = QModelIndex | QPersistentModelIndex


class LevelCell(DecimalCell):
    """Lets a stop or the targets be typed over; what was typed is only reported, the row stays until told."""

    def __init__(self, table: "PositionsTable") -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setFont(font(BASE))
        stop = self._table.key_of(index) == STOP
        editor.setAccessibleName(tr("New stop") if stop else tr("New targets, separated by spaces"))
        return editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        row: PositionRow = index.data(ROW_ROLE)
        ahead = [target.price for target in row.take_profits if not target.hit]
        levels = [row.stop_loss] if self._table.key_of(index) == STOP else ahead
        field = cast("QLineEdit", editor)
        field.setText(" ".join(editable(words.price(level, row.instrument)) for level in levels if level is not None))
        field.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        typed = cast("QLineEdit", editor).text()
        self._table.level_typed.emit(index.data(ROW_ROLE), self._table.key_of(index), typed)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        if not isinstance(editor, QLineEdit):
            editor.setGeometry(rect)  # the row's buttons
            return
        room = rect.adjusted(2, 2, -2, -2)
        if room.width() < 88:
            room.setLeft(room.right() - 88)
        editor.setGeometry(room)


class PositionsTable(DataTable):
    """The table itself.

    Signals:
    level_typed(object, str, str): the row, "stop" or "target", and what was typed.
    """

    level_typed = Signal(object, str, str)

    def __init__(self, model: PositionsModel, parent: QWidget | None = None) -> None:
        super().__init__(model, tr("Open positions"), parent)
        self.setItemDelegate(LevelCell(self))
        self.doubleClicked.connect(self._edit)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def key_of(self, index: _Index) -> str:
        """The key of an index's column."""
        return columns_of(self.model())[index.column()].key

    def edit_level(self, what: str) -> None:
        """Type the selected position's stop or targets."""
        number = next(i for i, spec in enumerate(columns_of(self.model())) if spec.key == what)
        index = self.model().index(self.currentIndex().row(), number)
        if index.isValid():
            if self.isColumnHidden(number):
                self.fit_columns(number)  # for as long as it is typed
            self.edit(index)

    def _edit(self, index: QModelIndex) -> None:
        self.edit_level(TARGET if self.key_of(index) == TARGET else STOP)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.fit_columns()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.edit_level(TARGET if shift else STOP)
        elif event.matches(QKeySequence.StandardKey.MoveToNextLine) or not event.text():
            super().keyPressEvent(event)
        else:
            event.ignore()


class TotalsRow(QWidget):
    """The sums below the table, under their columns, fees included."""

    def __init__(self, table: DataTable) -> None:
        super().__init__()
        self._table = table
        self._sums = totals(())
        self.setFixedHeight(26)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.close_all = QPushButton(tr("Close all…"))
        self.close_all.setProperty("kind", "quiet")
        self.close_all.setFont(font(CAPTION))
        self.close_all.setAccessibleName(tr("Close all positions"))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 1, 8, 1)
        line.addStretch(1)
        line.addWidget(self.close_all)
        table.columns_changed.connect(self.update)

    def show_rows(self, rows: Sequence[PositionRow]) -> None:
        """Add up other rows."""
        self._sums = totals(rows)
        told = (fmt.money(self._sums[name], signed=True) for name in ("pnl", "long", "short"))
        self.setAccessibleName(tr("Total, fees included: {}, long {}, short {}").format(*told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, sums = QPainter(self), self._sums
        self._put(painter, "pnl", cell(fmt.money(sums["pnl"], signed=True), sign_tone(sums["pnl"]), 500))
        self._put(
            painter,
            "percent",
            cell(fmt.percent_points(sums["percent"], signed=True), sign_tone(sums["percent"]), size=CAPTION),
        )
        self._put(painter, "dies", cell(fmt.money(sums["dies"], signed=True), weight=500))
        left = 26.0
        end = self._table.column_rect("pnl")[0]
        for text, tone in self._words():
            width = metrics(CAPTION).horizontalAdvance(text)
            if left + width > end:
                break
            part = Part(text, tone, CAPTION)
            paint_cell(painter, self._box(left, width + 8), cell(part.text, part.tone, size=CAPTION), _PLAIN)
            left += width + (4 if text in ("long", "short") else 12 if tone != "text2" else 44)

    def _words(self) -> list[tuple[str, str]]:
        words = [(tr("Total, fees included"), "text2")]
        for side in ("long", "short"):
            words += [(side, "text2"), (fmt.money(self._sums[side], signed=True), sign_tone(self._sums[side]))]
        return words

    def _put(self, painter: QPainter, key: str, shown: Cell) -> None:
        left, width = self._table.column_rect(key)
        if width:
            spec: Column = next(spec for spec in columns_of(self._table.model()) if spec.key == key)
            paint_cell(painter, self._box(left, width), shown, spec)

    def _box(self, left: float, width: float) -> QRectF:
        return QRectF(left, 0, width, self.height())


_PLAIN = Column("", "", 0, Align.LEFT, 0)
