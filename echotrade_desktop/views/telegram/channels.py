"""Choosing what is read: the user's chats on the left, the chosen one on the right."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.channel import ChannelRow
from echotrade_desktop.engine.domain.telegram import Dialog, FollowedChat, Member
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.chat_detail import ChatDetail
from echotrade_desktop.views.telegram.chat_list import ChatList, ChatRow, rows_of
from echotrade_desktop.views.telegram.pictures import Pictures
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, IconButton, offer_to_clear
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.tabs import Tabs

LEFT = 340
_READING, _NOTHING, _FAILED, _NO_MATCH, _SHOWN = range(5)


class ChannelsPage(QWidget):
    """The picker.

    Signals:
    told(str, str, object): a sentence, how loud, and what takes it back (or None).
    reading_asked(object): the id of a chat whose readings are to be shown.
    """

    told = Signal(str, str, object)
    reading_asked = Signal(object)

    def __init__(self, bridge: Bridge, asker: Asker) -> None:
        super().__init__()
        self._bridge, self._asker = bridge, asker
        self._followed: tuple[FollowedChat, ...] = ()
        self._kept: tuple[FollowedChat, ...] = ()  # as the engine has it
        self._sending = False
        self._order: list[ChatRow] = []
        self._readings: dict[int, ChannelRow] = {}
        self._members_of = 0
        self.pictures = Pictures(asker, self)
        self._make_parts()
        self._lay_out()
        self._connect()

    def _make_parts(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search your chats"))
        self.search.setAccessibleName(tr("Search your chats"))
        offer_to_clear(self.search)
        self.search.setProperty("room", "tall")
        self.refresh = IconButton("arrows-clockwise", tr("Ask Telegram for your chats again"))
        self.tabs = Tabs((tr("All chats"), tr("Followed")))
        self.tabs.setAccessibleName(tr("Which chats"))
        for tab in self.tabs.tabs:
            tab.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.chats = ChatList(self.pictures)
        self.detail = ChatDetail(self.pictures)
        told = tr("Your list of chats comes from Telegram; a long one takes a moment.")
        none = tr(
            "This account is in no channel, group or chat. Join one in Telegram, then press the round arrows above."
        )
        self.failed = EmptyState("warning-circle", "Your chats could not be read", "")
        self.failed.show_way(tr("Try again"))
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState("magnifying-glass", "Reading your chats…", told))
        self.stack.addWidget(EmptyState("telegram-logo", "No chats", none))
        self.stack.addWidget(self.failed)
        self.stack.addWidget(EmptyState("magnifying-glass", "No chat matches", "Search by title, @name or id."))
        self.stack.addWidget(self.chats)
        self._right = QStackedWidget()
        choose = tr("Choose a chat on the left to see what there is to choose for it.")
        self._right.addWidget(EmptyState("telegram-logo", "No chat is chosen", choose))
        self._right.addWidget(self.detail)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(12, 10, 8, 4)
        top.setSpacing(4)
        top.addWidget(self.search, 1)
        top.addWidget(self.refresh)
        left = QWidget()
        left.setFixedWidth(LEFT)
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(top)
        tabs = QHBoxLayout()
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        rows.addLayout(tabs)
        rows.addWidget(Hairline())
        rows.addWidget(self.stack, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(left)
        line.addWidget(Hairline(vertical=True))
        line.addWidget(self._right, 1)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._filter())
        self.search.returnPressed.connect(self.chats.setFocus)
        self.tabs.chosen.connect(lambda _: self._filter())
        self.refresh.clicked.connect(self.load)
        self.failed.taken.connect(self.load)
        self.chats.chosen.connect(self._show_chat)
        self.chats.toggled.connect(self.toggle)
        self.detail.toggled.connect(self.toggle)
        self.detail.wanted.connect(self._want_chat)
        self.detail.refused.connect(lambda sentence: self.told.emit(sentence, "warning", None))
        self.detail.reading_asked.connect(self.reading_asked)

    # --- what it shows ---

    def load(self) -> None:
        """Ask for the chats, and for what is known of how they are read."""
        self._followed = self._kept = tuple(self._bridge.query("telegram_followed"))
        self.detail.set_traders([row.trader.name for row in self._bridge.query("traders")])
        if not self._order:
            self.stack.setCurrentIndex(_READING)
        self.refresh.setEnabled(False)
        self._asker.ask("telegram_dialogs", then=self._show_dialogs, otherwise=self._show_failure)
        self._asker.ask("channels", then=self._show_readings, otherwise=lambda _: None)

    def forget(self) -> None:
        """Show nobody's chats any more."""
        self._order, self._followed, self._kept, self._sending = [], (), (), False
        self.pictures.forget()
        self.search.clear()
        self._show_rows()

    def _show_dialogs(self, dialogs: Sequence[Dialog]) -> None:
        self.refresh.setEnabled(True)
        self._order = rows_of(dialogs, self._followed)
        self._show_rows()

    def _show_failure(self, sentence: str) -> None:
        self.refresh.setEnabled(True)
        if self._order:
            self.told.emit(sentence, "warning", None)
            return
        self.failed.show_sentence(sentence)
        self.stack.setCurrentIndex(_FAILED)

    def _show_readings(self, rows: Sequence[ChannelRow]) -> None:
        self._readings = {row.chat_id: row for row in rows}
        self._show_chat(self.chats.current())

    def _show_rows(self) -> None:
        chosen = {chat.chat_id: chat for chat in self._followed}
        self._order = [replace(row, followed=chosen.get(row.chat_id)) for row in self._order]
        self.chats.set_rows(self._order, self._bridge.now())
        self.tabs.tabs[1].set_count(len(self._followed))
        self._filter()

    def _filter(self) -> None:
        self.chats.found.search(self.search.text(), self.tabs.current == 1)
        if not self._order:
            self.stack.setCurrentIndex(_NOTHING)
        elif not self.chats.found.rowCount():
            self.stack.setCurrentIndex(_NO_MATCH)
        else:
            self.stack.setCurrentIndex(_SHOWN)
        kept = self.chats.current()
        self.chats.choose(kept.chat_id if kept else None)
        self._show_chat(self.chats.current())

    def _show_chat(self, row: ChatRow | None) -> None:
        self._right.setCurrentIndex(0 if row is None else 1)
        if row is None:
            return
        self.detail.show_row(row, self._bridge.now(), self._readings.get(row.chat_id))
        if row.followed is not None and not row.gone and self._members_of != row.chat_id:
            self._members_of = row.chat_id
            then = partial(self._show_members, row.chat_id)
            self._asker.ask("telegram_members", row.chat_id, then=then, otherwise=lambda _: None)  # ids can be typed

    def _show_members(self, chat_id: int, members: Sequence[Member]) -> None:
        current = self.chats.current()
        if current is not None and current.chat_id == chat_id:
            self.detail.senders.show_members(members)

    # --- what the user does ---

    def toggle(self, row: ChatRow) -> None:
        """Follow a chat, or let go of it; the way back is offered."""
        title = fmt.plain(row.dialog.title, 60)
        if row.followed is None:
            self._want((*self._followed, FollowedChat(row.chat_id, row.dialog.title)))
            return
        before, rest = row.followed, tuple(one for one in self._followed if one.chat_id != row.chat_id)
        self._want(rest)
        told = tr("{title} is not read any more. What was read stays.", title=title)
        self.told.emit(told, "info", lambda: self._take_back(before))

    def _take_back(self, chat: FollowedChat) -> None:
        self._want((*(one for one in self._followed if one.chat_id != chat.chat_id), chat))

    def _want_chat(self, chat: FollowedChat) -> None:
        self._want(tuple(chat if one.chat_id == chat.chat_id else one for one in self._followed))

    def _want(self, chats: tuple[FollowedChat, ...]) -> None:
        """Show the wish at once and send it; while one is under way, only the last of those behind it is sent."""
        self._followed = chats
        self._show_rows()
        if not self._sending:
            self._send()

    def _send(self) -> None:
        self._sending, sent = True, self._followed
        self._asker.ask("telegram_follow", sent, then=lambda _: self._sent(sent), otherwise=self._not_sent)

    def _sent(self, chats: tuple[FollowedChat, ...]) -> None:
        self._sending, self._kept = False, chats
        if self._followed != chats:
            self._send()

    def _not_sent(self, sentence: str) -> None:
        self._sending, self._followed = False, self._kept
        self._show_rows()
        self.told.emit(sentence, "warning", None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.chats.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
        else:
            super().keyPressEvent(event)
