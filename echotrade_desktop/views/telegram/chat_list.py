"""The user's chats as a list: picture, title, what kind of chat it is, whether it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from echotrade_desktop.engine.domain.telegram import ChatKind, Dialog, FollowedChat
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.telegram.pictures import Pictures, paint_picture
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

ROW, _SIDE, _PAD = 52, 36, 12
_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class ChatRow:
    """A chat of the user's and how it is read. `gone`: it is followed, but not among the user's chats any more."""

    dialog: Dialog
    followed: FollowedChat | None = None
    gone: bool = False

    @property
    def chat_id(self) -> int:
        """The chat's id in the marked form."""
        return self.dialog.chat_id


def rows_of(dialogs: Sequence[Dialog], followed: Sequence[FollowedChat]) -> list[ChatRow]:
    """Return followed chats first, then the rest, each the newest first; a followed chat that is gone stays listed."""
    chosen = {chat.chat_id: chat for chat in followed}
    known = {dialog.chat_id for dialog in dialogs}
    rows = [ChatRow(dialog, chosen.get(dialog.chat_id)) for dialog in dialogs]
    lost = [ChatRow(Dialog(c.chat_id, c.title, ChatKind.CHANNEL), c, True) for c in followed if c.chat_id not in known]
    return [*(row for row in rows if row.followed), *lost, *(row for row in rows if not row.followed)]


def about(row: ChatRow, now: datetime | None) -> str:
    """Say what kind of chat it is, how many read it, and how long it has been silent."""
    if row.gone:
        return tr("Not among your chats any more")
    dialog = row.dialog
    parts = [kind_of(dialog.kind)]
    if dialog.members is not None and dialog.kind is ChatKind.CHANNEL:
        parts.append(tr("{count} subscribers", count=fmt.count(dialog.members)))
    elif dialog.members is not None and dialog.kind is ChatKind.GROUP:
        parts.append(tr("{count} members", count=fmt.count(dialog.members)))
    if dialog.last_post_at is not None and now is not None:
        age = fmt.age(now - dialog.last_post_at).split(" ")
        parts.append(tr("{age} ago", age=f"{age[0]} {age[1]}"))
    return " · ".join(parts)


def kind_of(kind: ChatKind) -> str:
    """Return what kind of chat it is, in a word."""
    match kind:
        case ChatKind.CHANNEL:
            return tr("Channel")
        case ChatKind.GROUP:
            return tr("Group")
    return tr("Person")


def status(row: ChatRow) -> tuple[str, str]:
    """Say whether it is read: the words and their tone."""
    if row.followed is None:
        return "", "text2"
    return (tr("Followed"), "text") if row.followed.enabled else (tr("Off"), "text3")


class ChatModel(QAbstractListModel):
    """The chats."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[ChatRow] = []
        self.now: datetime | None = None

    def set_rows(self, rows: Sequence[ChatRow], now: datetime) -> None:
        """Show other chats; as long as they are the same ones, only what changed is painted anew."""
        self.now = now
        same = [row.chat_id for row in rows] == [row.chat_id for row in self.rows]
        if not same:
            self.beginResetModel()
        changed = [number for number, row in enumerate(rows) if same and row != self.rows[number]]
        self.rows = list(rows)
        if not same:
            self.endResetModel()
        for number in changed:
            self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return fmt.plain(row.dialog.title, 80)
            case Qt.ItemDataRole.AccessibleTextRole:
                told = (fmt.plain(row.dialog.title, 80), about(row, self.now), status(row)[0])
                return ", ".join(part for part in told if part)
        return None


class ChatFilter(QSortFilterProxyModel):
    """The chats whose title or name holds every typed word; only the followed ones, when that is wanted."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._only_followed = False

    def search(self, typed: str, only_followed: bool) -> None:
        """Show what matches."""
        self._words = typed.casefold().replace("@", " ").split()
        self._only_followed = only_followed
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        chat: ChatRow = self.sourceModel().index(row, 0).data(_ROLE)
        if self._only_followed and chat.followed is None:
            return False
        text = f"{chat.dialog.title} {chat.dialog.username or ''} {chat.chat_id}".casefold()
        return all(word in text for word in self._words)


class ChatLine(QStyledItemDelegate):
    """Paints a chat."""

    def __init__(self, pictures: Pictures, chats: ChatModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures, self._chats = pictures, chats

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        palette, row, rect = current_palette(), index.data(_ROLE), QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, palette.selection)
            painter.fillRect(QRectF(rect.left(), rect.top(), 2, rect.height() - 1), palette.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, palette.mixed("text", "panel", 0.03))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(palette.accent)
            painter.drawRect(rect.adjusted(0.5, 0.5, -1.5, -1.5))
        circle = QRectF(rect.left() + _PAD, rect.top() + (ROW - _SIDE) / 2, _SIDE, _SIDE)
        paint_picture(painter, circle, self._pictures.of(row.chat_id), row.dialog.title)
        room = QRectF(circle.right() + 12, rect.top(), rect.right() - circle.right() - 12 - _PAD, ROW)
        self._paint_words(painter, room, row)

    def _paint_words(self, painter: QPainter, room: QRectF, row: ChatRow) -> None:
        palette, (told, tone) = current_palette(), status(row)
        width = 0.0
        if told:
            mark = "check" if row.followed and row.followed.enabled else "prohibit"
            width = metrics(CAPTION, MEDIUM).horizontalAdvance(told) + 18
            left = room.right() - width
            paint_icon(painter, QRectF(left, room.top() + 12, 12, 12), mark, getattr(palette, tone))
            self._write(painter, QRectF(left + 16, room.top() + 8, width, 20), told, (CAPTION, MEDIUM, tone))
        title = QRectF(room.left(), room.top() + 7, room.width() - width - 8, 20)
        ink = "text3" if row.gone else "text"
        self._write(painter, title, fmt.plain(row.dialog.title, 80), (BASE, SEMIBOLD if row.followed else MEDIUM, ink))
        below = QRectF(room.left(), room.top() + 27, room.width(), 16)
        self._write(
            painter, below, about(row, self._chats.now), (CAPTION, 400, "warning_text" if row.gone else "text2")
        )

    @staticmethod
    def _write(painter: QPainter, box: QRectF, text: str, style: tuple[int, int, str]) -> None:
        size, weight, tone = style
        painter.setFont(font(size, weight))
        painter.setPen(getattr(current_palette(), tone))
        shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


class ChatList(QListView):
    """The list; arrows choose, Space and a double click follow or let go.

    Signals:
    chosen(object): another `ChatRow`, or None.
    toggled(object): the `ChatRow` to follow, or to let go of.
    """

    chosen = Signal(object)
    toggled = Signal(object)

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Your chats"))
        self.chats, self.found = ChatModel(), ChatFilter()
        self.chats.setParent(self)
        self.found.setParent(self)
        self.found.setSourceModel(self.chats)
        self.setModel(self.found)
        self.setItemDelegate(ChatLine(pictures, self.chats, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(now.data(_ROLE)))
        self.doubleClicked.connect(lambda index: self.toggled.emit(index.data(_ROLE)))
        pictures.changed.connect(lambda _: self.viewport().update())

    def set_rows(self, rows: Sequence[ChatRow], now: datetime) -> None:
        """Show other chats; the chosen one stays chosen."""
        kept = self.current()
        self.chats.set_rows(rows, now)
        self.choose(kept.chat_id if kept else None)

    def current(self) -> ChatRow | None:
        """The chosen chat."""
        found: ChatRow | None = self.currentIndex().data(_ROLE)
        return found

    def choose(self, chat_id: int | None) -> None:
        """Choose a chat; the first when there is no such one."""
        rows = range(self.found.rowCount())
        wanted = [n for n in rows if self.found.index(n, 0).data(_ROLE).chat_id == chat_id] or list(rows)[:1]
        if wanted:
            self.setCurrentIndex(self.found.index(wanted[0], 0))
        else:
            self.chosen.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current() is not None:
            self.toggled.emit(self.current())
            return
        super().keyPressEvent(event)
