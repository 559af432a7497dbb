"""The workshop's left: every channel that has written, and what became of its messages."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from echotrade_desktop.engine.domain.channel import ChannelRow
from echotrade_desktop.engine.domain.signal import Origin
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD, font, metrics
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

_ROW, _PAD = 98, 12
_ROLE = Qt.ItemDataRole.UserRole
_LABELS = {Origin.PRACTICE: "PRACTICE", Origin.EXPORT: "EXPORT", Origin.BINANCE: "BINANCE"}
_Index = QModelIndex | QPersistentModelIndex


def confirmed_words(row: ChannelRow) -> str:
    """Return how many readings the user has confirmed, and how many are still wanted before it leaves paper."""
    if row.origin in (Origin.PRACTICE, Origin.EXPORT):
        return tr("{confirmed} confirmed · paper only", confirmed=row.confirmed)
    if row.still_to_confirm:
        return tr(
            "{confirmed} confirmed · paper only, {still_to_confirm} to go",
            confirmed=row.confirmed,
            still_to_confirm=row.still_to_confirm,
        )
    return tr("{confirmed} readings confirmed", confirmed=row.confirmed)


def understood(row: ChannelRow) -> tuple[str, str]:
    """Return how many of a channel's messages were calls, and how many updates, in words."""
    calls = tr("1 call") if row.entries == 1 else tr("{n} calls", n=fmt.count(row.entries))
    updates = tr("1 update") if row.updates == 1 else tr("{n} updates", n=fmt.count(row.updates))
    return calls, updates


def spoken(row: ChannelRow) -> str:
    """Return a row as a screen reader says it."""
    others = tr("{noise} no call, {rejected} refused", noise=fmt.count(row.noise), rejected=fmt.count(row.rejected))
    counts = ", ".join((*understood(row), others))
    return tr(
        "{name}, {messages} messages: {counts}; {confirmed_words}",
        name=fmt.plain(row.name, 40),
        messages=row.messages,
        counts=counts,
        confirmed_words=confirmed_words(row),
    )


class ChannelLine(QStyledItemDelegate):
    """A channel's name, a bar of what its messages were, the counts, and how far it is known."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        palette, row, rect = current_palette(), index.data(_ROLE), QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, palette.selection)
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height() - 1), palette.accent)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.accent)
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), palette.line)
        room = rect.adjusted(_PAD, 10, -_PAD, 0)
        self._paint_name(painter, room, row)
        self._paint_bar(painter, QRectF(room.left(), room.top() + 24, room.width(), 3), row)
        self._write(
            painter,
            room,
            32,
            " · ".join(understood(row)),
            palette.text2,
        )
        self._write(
            painter,
            room,
            47,
            tr("{noise} no call · {rejected} refused", noise=fmt.count(row.noise), rejected=fmt.count(row.rejected)),
            palette.text2,
        )
        self._write(painter, room, 62, confirmed_words(row), palette.text2)

    def _paint_name(self, painter: QPainter, room: QRectF, row: ChannelRow) -> None:
        palette, label = current_palette(), _LABELS.get(row.origin, "")
        width = metrics(CAPTION, SEMIBOLD).horizontalAdvance(label) if label else 0.0
        name = metrics(BASE, MEDIUM).elidedText(
            fmt.plain(row.name, 60), Qt.TextElideMode.ElideRight, room.width() - width - 8
        )
        painter.setFont(font(BASE, MEDIUM))
        painter.setPen(palette.text)
        line = QRectF(room.left(), room.top(), room.width(), 18)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(CAPTION, SEMIBOLD))
        painter.setPen(palette.text2)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, label)

    def _paint_bar(self, painter: QPainter, bar: QRectF, row: ChannelRow) -> None:
        """Shares of calls (text), updates (grey), no calls (line), refused (amber)."""
        palette, left = current_palette(), bar.left()
        total = max(1, row.messages)
        for count, ink in (
            (row.entries, palette.text2), (row.updates, palette.text3), (row.noise, palette.line),
            (row.rejected, palette.warning),
        ):  # fmt: skip
            width = bar.width() * count / total
            painter.fillRect(QRectF(left, bar.top(), max(0.0, width - 1), bar.height()), ink)
            left += width

    def _write(self, painter: QPainter, room: QRectF, top: float, text: str, ink: QColor) -> None:
        painter.setFont(font(CAPTION))
        painter.setPen(ink)
        cut = metrics(CAPTION).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRectF(room.left(), room.top() + top, room.width(), 16), Qt.AlignmentFlag.AlignVCenter, cut)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(180, _ROW)


class ChannelList(QListWidget):
    """The channels; one is chosen.

    Signals:
    chosen(object): the chat id of another channel.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Channels"))
        self.setItemDelegate(ChannelLine(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(self._changed)

    def set_rows(self, rows: Sequence[ChannelRow]) -> None:
        """Show the channels; the chosen one stays chosen and every one stays in its place."""
        by_chat = {row.chat_id: row for row in rows}
        for item in (self.item(number) for number in range(self.count())):
            self._put(item, by_chat.pop(item.data(_ROLE).chat_id, item.data(_ROLE)))
        for row in by_chat.values():
            item = QListWidgetItem()
            self._put(item, row)
            self.addItem(item)

    def row_of(self, chat_id: int) -> ChannelRow | None:
        """Return what is shown of a channel."""
        rows = (self.item(number).data(_ROLE) for number in range(self.count()))
        return next((row for row in rows if row.chat_id == chat_id), None)

    def choose(self, chat_id: int) -> None:
        """Choose a channel, if it is there."""
        for number in range(self.count()):
            if self.item(number).data(_ROLE).chat_id == chat_id:
                self.setCurrentRow(number)

    def _put(self, item: QListWidgetItem, row: ChannelRow) -> None:
        item.setData(_ROLE, row)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(row))
        item.setToolTip(spoken(row))

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ROLE).chat_id)
