"""The app's table: rows of 28 px, columns that line up and give way by rank, one hairline a row."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from echotrade_desktop.views.fonts import CAPTION, font, metrics
from echotrade_desktop.views.icons import BESIDE_TEXT, paint_icon, paint_triangle
from echotrade_desktop.views.models.cells import CELL_ROLE, Align, Cell, Column, Part, RowsModel
from echotrade_desktop.views.numerals import style
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

ROW_HEIGHT, HEAD_HEIGHT = 28, 24
_ARROW = 7
_HEAD_OVERHANG = 16


def columns_of(model: QAbstractItemModel) -> Sequence[Column]:
    """The columns of a table's model; every table here has a `RowsModel`."""
    return cast("RowsModel", model).columns


class DecimalCell(QStyledItemDelegate):
    """Paints a `Cell`: left, right, or with its decimal point at the column's anchor."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        palette, rect = current_palette(), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, palette.selection)
            if index.column() == 0:
                painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height() - 1), palette.accent)
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), palette.line)
        shown: Cell | None = index.data(CELL_ROLE)
        if shown is None:
            return
        painter.save()
        painter.setClipRect(option.rect)
        paint_cell(painter, rect, shown, columns_of(index.model())[index.column()])
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(40, ROW_HEIGHT)


def paint_cell(painter: QPainter, rect: QRectF, shown: Cell, column: Column) -> None:
    """Paint a cell's parts into `rect`, lined up as its column says."""
    width = sum(part_width(part) for part in shown.parts) - (shown.parts[0].gap if shown.parts else 0)
    match column.align:
        case Align.LEFT:
            left = rect.left() + column.anchor
        case Align.RIGHT:
            left = rect.right() - column.anchor - width
        case Align.DECIMAL:
            left = rect.left() + column.anchor - _before_point(shown.parts[0])
    for number, part in enumerate(shown.parts):
        left += part.gap if number else 0
        _paint_part(painter, QRectF(left, rect.top(), rect.right() - left - 2, rect.height()), part)
        left += part_width(part) - part.gap


def part_width(part: Part) -> float:
    """How wide a part is with the gap before it, in pixels."""
    width = metrics(part.size, part.weight).horizontalAdvance(part.text)
    if part.glyph:
        width += _glyph_side(part) + (6 if part.text else 0)
    if part.arrow:
        width += _ARROW + (6 if part.text else 0)
    return width + part.gap


def _before_point(part: Part) -> float:
    whole = part.text.partition(style().point)[0]
    return metrics(part.size, part.weight).horizontalAdvance(whole)


def _glyph_side(part: Part) -> int:
    return BESIDE_TEXT if part.size > CAPTION else 12


def _paint_part(painter: QPainter, room: QRectF, part: Part) -> None:
    ink, left, middle = getattr(current_palette(), _ROLES.get(part.tone, part.tone)), room.left(), room.center().y()
    if part.arrow:
        paint_triangle(painter, QRectF(left, middle - 2.5, _ARROW, 5), part.arrow > 0, ink)
        left += _ARROW + 6
    if part.glyph:
        side = _glyph_side(part)
        paint_icon(painter, QRectF(left, middle - side / 2, side, side), part.glyph, ink)
        left += side + 6
    painter.setPen(ink)
    painter.setFont(font(part.size, part.weight))
    space = room.right() - left
    text = part.text
    measure = metrics(part.size, part.weight)
    if measure.horizontalAdvance(text) > space:
        text = measure.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, space))
    painter.drawText(QRectF(left, room.top(), space + 2, room.height()), Qt.AlignmentFlag.AlignVCenter, text)


_ROLES = {"up": "up_text", "down": "down_text", "warning": "warning_text", "danger": "danger_text"}


class Heads(QHeaderView):
    """Column heads of 24 px in captions, lined up as their columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD_HEIGHT)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(0)
        self.setAccessibleName(tr("Columns"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette, column = current_palette(), columns_of(self.model())[section]
        painter.fillRect(rect, palette.panel)
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette.line)
        painter.setPen(palette.text3)
        painter.setFont(font(CAPTION))
        title = tr(column.title)
        width = metrics(CAPTION).horizontalAdvance(title)
        match column.align:
            case Align.LEFT:
                left = float(rect.left() + column.anchor)
            case Align.RIGHT:
                left = rect.right() + 1 - column.anchor - width
            case Align.DECIMAL:
                left = rect.left() + column.anchor + _HEAD_OVERHANG - width
        box = QRectF(left, rect.top(), width + 2, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, title)


class DataTable(QTableView):
    """A table over a `RowsModel`; its columns give way by rank and share what is left over.

    Signals:
    columns_changed: widths or visible columns are others now.
    """

    columns_changed = Signal()

    def __init__(self, model: RowsModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setHorizontalHeader(Heads(self))
        self.setModel(model)
        self.setItemDelegate(DecimalCell(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        heads = self.verticalHeader()
        heads.hide()
        heads.setMinimumSectionSize(ROW_HEIGHT)
        heads.setDefaultSectionSize(ROW_HEIGHT)

    def shown_columns(self) -> list[str]:
        """The keys of the columns there is room for, in order."""
        return [spec.key for i, spec in enumerate(columns_of(self.model())) if not self.isColumnHidden(i)]

    def column_rect(self, key: str) -> tuple[int, int]:
        """Where a column begins and how wide it is, in the view's pixels; (0, 0) when it is hidden."""
        number = next(i for i, spec in enumerate(columns_of(self.model())) if spec.key == key)
        if self.isColumnHidden(number):
            return 0, 0
        return self.columnViewportPosition(number), self.columnWidth(number)

    def fit_columns(self, kept: int | None = None) -> None:
        """Hide what has no room, highest rank first but not `kept`, and let growing columns take the rest."""
        columns, room = list(columns_of(self.model())), self.viewport().width()
        shown = set(range(len(columns)))
        for number in sorted(shown, key=lambda i: -columns[i].rank):
            if columns[number].rank and number != kept and sum(columns[i].width for i in shown) > room:
                shown.discard(number)
        extra = _shared(columns, sorted(shown), room)
        for number, spec in enumerate(columns):
            self.setColumnHidden(number, number not in shown)
            self.setColumnWidth(number, spec.width + extra.get(number, 0))
        self.columns_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()


def _shared(columns: Sequence[Column], shown: Sequence[int], room: int) -> dict[int, int]:
    """What each shown column gets of the room that is left over, in pixels.

    Growing columns take it up to the most they want; what is then left parts the others alike. The last
    keeps its width, and so does one without a title: it belongs to the column before it.
    """
    spare = max(0, room - sum(columns[i].width for i in shown))
    growing = [i for i in shown if columns[i].grows] or [shown[-1]]
    extra = {i: spare // len(growing) for i in growing}
    extra[growing[-1]] += spare - sum(extra.values())
    for i in growing:
        if columns[i].most:
            extra[i] = min(extra[i], max(0, columns[i].most - columns[i].width))
    left = spare - sum(extra.values())
    apart = [i for i in shown[:-1] if columns[i].title and not columns[i].most] or shown
    for place, i in enumerate(apart):
        extra[i] = extra.get(i, 0) + left // len(apart) + (left % len(apart) if place == 0 else 0)
    return extra
