"""One chat of the user's: whether it is read, whose posts count, which trader they are, how they are read."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.channel import ChannelRow
from echotrade_desktop.engine.domain.telegram import ChatKind, FollowedChat
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.rules_fields import LineEditor, SwitchEditor
from echotrade_desktop.views.telegram.chat_list import ChatRow, about
from echotrade_desktop.views.telegram.pictures import Pictures, paint_picture
from echotrade_desktop.views.telegram.senders import Senders
from echotrade_desktop.views.trader_options import OptionRow
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.scroll import scrolling
from echotrade_desktop.views.workshop_channels import confirmed_words

_SIDE, _WIDEST = 48, 680


class ChatDetail(QWidget):
    """What there is to choose for one chat. It changes nothing itself: it says what is wanted.

    Signals:
    wanted(object): a `FollowedChat` as it should be.
    toggled(object): the `ChatRow` is to be followed, or let go of.
    refused(str): why something cannot be.
    reading_asked(object): the id of a chat whose readings are to be shown.
    """

    wanted = Signal(object)
    toggled = Signal(object)
    refused = Signal(str)
    reading_asked = Signal(object)

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self.row: ChatRow | None = None
        self._make_parts(pictures)
        self._lay_out()
        self._connect()

    def _make_parts(self, pictures: Pictures) -> None:
        self._picture = _Picture(pictures)
        self._title = ElidedLabel("", FIGURE, SEMIBOLD)
        self._about = ElidedLabel("", CAPTION, tone="text2")
        self.follow = KeyButton("Follow")
        self.told = Label("", BASE, tone="text2")
        self.told.setWordWrap(True)
        self.enabled = OptionRow(
            tr("Read new posts"),
            tr("Off: nothing of it is read; what was read stays."),
            SwitchEditor(tr("Read new posts")),
        )
        self.trader = OptionRow(
            tr("Trader"),
            tr("Whose calls these are: record, size and switch belong to the trader. Empty: the chat's title."),
            LineEditor(tr("Trader"), width=180, empty=tr("the chat's title")),
        )
        self.topic = OptionRow(
            tr("Only one topic"),
            tr("Of a group with topics: the number in a link to it, t.me/c/…/NUMBER. Empty: all."),
            LineEditor(tr("Topic"), width=90, empty=tr("all")),
        )
        self.senders = Senders()
        self.reading = Label("", CAPTION, tone="text2")
        self.reading.setWordWrap(True)
        self.open_reading = KeyButton("How it is read…")

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self._picture)
        head.addLayout(words, 1)
        head.addWidget(self.follow, 0, Qt.AlignmentFlag.AlignTop)
        body, inside = QWidget(), QWidget()
        body.setProperty("surface", "panel")
        inside.setMaximumWidth(_WIDEST)
        across = QHBoxLayout(body)
        across.setContentsMargins(24, 20, 24, 20)
        across.addWidget(inside, 100)
        across.addStretch(1)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(20)
        column.addWidget(self.told)
        self.choices = QWidget()
        column.addWidget(self.choices)
        column.addStretch(1)
        self._lay_out_choices(QVBoxLayout(self.choices))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(scrolling(body))

    def _lay_out_choices(self, rows: QVBoxLayout) -> None:
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        if (inner := self.enabled.editor.layout()) is not None:
            inner.setContentsMargins(0, 0, 0, 0)  # its right edge is that of the fields below
        for option in (self.enabled, self.trader, self.topic):
            rows.addWidget(option)
        parts: tuple[tuple[str, QWidget], ...] = (
            (tr("Whose posts count"), self.senders),
            (tr("How it is read"), self.reading),
        )
        for title, part in parts:
            rows.addSpacing(12)
            rows.addWidget(Hairline())
            rows.addSpacing(12)
            rows.addWidget(Label(title, BASE, MEDIUM))
            rows.addSpacing(4)
            rows.addWidget(part)
        rows.addSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.open_reading)
        line.addStretch(1)
        rows.addLayout(line)

    def _connect(self) -> None:
        self.follow.clicked.connect(lambda: self.toggled.emit(self.row))
        self.enabled.editor.edited.connect(lambda: self._want(enabled=self.enabled.editor.text() == "on"))
        _line(self.trader).editingFinished.connect(self._take_trader)
        _line(self.topic).editingFinished.connect(self._take_topic)
        self.senders.changed.connect(lambda ids: self._want(senders=ids))
        self.senders.refused.connect(self.refused)
        self.open_reading.clicked.connect(lambda: self.reading_asked.emit(self.row.chat_id if self.row else 0))

    # --- what it shows ---

    def show_row(self, row: ChatRow, now: datetime, channel: ChannelRow | None) -> None:
        """Show a chat, how it is followed, and what is known of its readings."""
        other = self.row is None or self.row.chat_id != row.chat_id
        self.row = row
        title, followed = fmt.plain(row.dialog.title, 80), row.followed
        self._picture.show_chat(row.chat_id, row.dialog.title)
        self._title.show_value(title)
        names = (f"@{fmt.plain(row.dialog.username, 40)}" if row.dialog.username else "", _id(row.chat_id))
        self._about.show_value(" · ".join(part for part in (about(row, now), *names) if part))
        self.follow.set_content("Stop following" if followed else "Follow", "" if followed else "plus")
        self.follow.set_kind("" if followed else "primary")
        spoken = tr("Stop following {title}", title=title) if followed else tr("Follow {title}", title=title)
        self.follow.setAccessibleName(spoken)
        self.told.setVisible(followed is None)
        self.told.show_value(_following(row.dialog.kind))
        self.choices.setVisible(followed is not None)
        if followed is not None:
            self._show_followed(followed, row.dialog.kind, other)
            self._show_reading(channel)

    def set_traders(self, names: list[str]) -> None:
        """Offer names while the trader is typed."""
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        _line(self.trader).setCompleter(completer)

    def _show_followed(self, chat: FollowedChat, kind: ChatKind, other: bool) -> None:
        self.enabled.editor.set_text("on" if chat.enabled else "off")
        for option, text in (
            (self.trader, chat.trader),
            (self.topic, "" if chat.topic_id is None else str(chat.topic_id)),
        ):
            if other or not _line(option).hasFocus():
                option.editor.set_text(text)
                option.show_refusal("")
        self.topic.setVisible(kind is ChatKind.GROUP)
        self.senders.show_chat(chat.chat_id, kind, chat.senders)

    def _show_reading(self, channel: ChannelRow | None) -> None:
        self.open_reading.setEnabled(channel is not None)
        if channel is None:
            self.reading.show_value(
                tr(
                    "As soon as it writes, you see here how its posts are read, and teach what is read wrongly. It "
                    "stays on paper until you have confirmed five readings."
                )
            )
            return
        counts = tr(
            "{calls} calls, {updates} updates, {noise} no call, {refused} refused.",
            calls=fmt.count(channel.entries),
            updates=fmt.count(channel.updates),
            noise=fmt.count(channel.noise),
            refused=fmt.count(channel.rejected),
        )
        own, usual = tr("It has a profile of its own."), tr("It is read as most channels write.")
        self.reading.show_value(f"{counts} {confirmed_words(channel)}. {own if channel.taught else usual}")

    # --- what the user does ---

    def _take_trader(self) -> None:
        name = fmt.plain(self.trader.editor.text(), 60).strip()
        if self.row is not None and self.row.followed is not None and name != self.row.followed.trader:
            self._want(trader=name)

    def _take_topic(self) -> None:
        typed = self.topic.editor.text()
        if self.row is None or self.row.followed is None:
            return
        if typed and not (typed.isascii() and typed.isdigit() and 0 < int(typed) < 2**31):
            self.topic.show_refusal(tr("A topic is a number, such as 42."))
            return
        self.topic.show_refusal("")
        number = int(typed) if typed else None
        if number != self.row.followed.topic_id:
            self._want(topic_id=number)

    def _want(self, **changes: object) -> None:
        if self.row is not None and self.row.followed is not None:
            self.wanted.emit(replace(self.row.followed, **changes))  # type: ignore[arg-type]


class _Picture(QWidget):
    """The chat's picture, large."""

    def __init__(self, pictures: Pictures) -> None:
        super().__init__()
        self._pictures, self._chat_id, self._name = pictures, 0, ""
        self.setFixedSize(_SIDE, _SIDE)
        pictures.changed.connect(lambda _: self.update())

    def show_chat(self, chat_id: int, title: str) -> None:
        self._chat_id, self._name = chat_id, title
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chat_id:
            paint_picture(QPainter(self), QRectF(self.rect()), self._pictures.of(self._chat_id), self._name)


def _following(kind: ChatKind) -> str:
    """What following a chat of this kind means."""
    match kind:
        case ChatKind.CHANNEL:
            return tr("Not followed. Following reads its new posts from now on; a call among them comes to your queue.")
        case ChatKind.GROUP:
            return tr("Not followed. Following reads new posts of the people you choose; everybody else is dropped.")
    return tr("Not followed. Following reads what this person writes to you from now on.")


def _line(option: OptionRow) -> QLineEdit:
    editor = option.editor
    assert isinstance(editor, LineEditor)  # noqa: S101 - made so above
    return editor.field


def _id(chat_id: int) -> str:
    return f"id {chat_id}".replace("-", fmt.MINUS)
