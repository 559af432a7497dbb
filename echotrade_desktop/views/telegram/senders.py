"""Whose posts count in a chat: the chat itself, and people by their numeric ids; names are for display."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import ChatKind, Member
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION
from echotrade_desktop.views.rules_fields import mark_invalid
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.tick import Tick


class SenderLine(QWidget):
    """One sender: whether it counts, its name, its id, how much it posted lately.

    Signals:
    asked(int, bool): the user wants it to count, or not.
    """

    asked = Signal(object, bool)

    def __init__(self, sender_id: int, name: str, told: str, counts: bool) -> None:
        super().__init__()
        self.sender_id = sender_id
        self.box = Tick(fmt.plain(name, 48))
        self.box.setChecked(counts)
        self.box.setAccessibleName(tr("Posts of {name} count", name=fmt.plain(name, 48)))
        self.box.clicked.connect(lambda on: self.asked.emit(self.sender_id, on))
        about = " · ".join(part for part in (f"id {sender_id}".replace("-", fmt.MINUS), told) if part)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.box, 1)
        line.addWidget(ElidedLabel(about, CAPTION, tone="text2"))
        self.setFixedHeight(28)


class Senders(QWidget):
    """The senders of one chat.

    Signals:
    changed(object): the ids that are to count, a tuple as `FollowedChat.senders` has it.
    refused(str): why that cannot be.
    """

    changed = Signal(object)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Whose posts count"))
        self._chat_id, self._kind = 0, ChatKind.CHANNEL
        self._counting: tuple[int, ...] = ()
        self._members: tuple[Member, ...] = ()
        self.lines: list[SenderLine] = []
        self.note = Label("", CAPTION, tone="text2")
        self.note.setWordWrap(True)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        self.number = QLineEdit()
        self.number.setPlaceholderText(tr("numeric id"))
        self.number.setAccessibleName(tr("Numeric id of somebody else whose posts count"))
        self.number.setMaxLength(20)
        self.number.setFixedWidth(160)
        self.number.returnPressed.connect(self._add_number)
        self.number.textEdited.connect(lambda _: mark_invalid(self.number, False))
        self.add = KeyButton("Add by id")
        self.add.clicked.connect(self._add_number)
        self._adding = QWidget()
        line = QHBoxLayout(self._adding)
        line.setContentsMargins(0, 4, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.number)
        line.addWidget(self.add)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._column)
        rows.addWidget(self.note)
        rows.addWidget(self._adding)

    def show_chat(self, chat_id: int, kind: ChatKind, counting: tuple[int, ...]) -> None:
        """Show who counts in a chat."""
        if chat_id != self._chat_id:
            self._members = ()
            self.number.clear()
        self._chat_id, self._kind, self._counting = chat_id, kind, counting or (chat_id,)
        self._fill()

    def show_members(self, members: Sequence[Member]) -> None:
        """Show who posted lately."""
        self._members = tuple(members)
        self._fill()

    def _fill(self) -> None:
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        name, told = _itself(self._kind)
        people = [member for member in self._members if member.sender_id != self._chat_id]
        listed = {self._chat_id, *(member.sender_id for member in people)}
        others = [sender for sender in self._counting if sender not in listed]
        shown = [(self._chat_id, name, told)]
        shown += [(one.sender_id, one.name, tr("{count} of the newest posts", count=one.posts)) for one in people]
        shown += [(sender, tr("Somebody who has not posted lately"), "") for sender in others]
        self.lines = [SenderLine(*one, counts=one[0] in self._counting) for one in shown]
        for line in self.lines:
            line.asked.connect(self._ask)
            self._column.addWidget(line)
        alone = self._counting == (self._chat_id,) and self._kind is ChatKind.GROUP
        self.note.show_value(
            tr("In a group, anybody can write. Choose whose posts count; until then only those in the group's name do.")
            if alone
            else tr("Posts of everybody else are counted and dropped, unread and not stored."),
            "warning" if alone else "text2",
        )
        self._adding.setVisible(self._kind is ChatKind.GROUP)
        self.note.setVisible(self._kind is not ChatKind.PERSON)

    def _ask(self, sender: int, counts: bool) -> None:
        rest = tuple(one for one in self._counting if one != sender)
        wanted = (*rest, sender) if counts else rest
        if not wanted:
            self._fill()
            self.refused.emit(tr("Somebody has to count. To read nothing here, switch the chat off."))
            return
        self.changed.emit(() if wanted == (self._chat_id,) else tuple(sorted(wanted)))

    def _add_number(self) -> None:
        typed = self.number.text().strip().replace(fmt.MINUS, "-")
        if not typed.removeprefix("-").isdecimal() or not typed.isascii() or not int(typed):
            mark_invalid(self.number, True)
            self.number.setFocus()
            self.refused.emit(tr("An id is a number, such as 123456789. A name is not enough: names change hands."))
            return
        self.number.clear()
        self._ask(int(typed), True)


def _itself(kind: ChatKind) -> tuple[str, str]:
    """The chat as a sender of its own: its name, and what that means."""
    match kind:
        case ChatKind.CHANNEL:
            return tr("The channel itself"), tr("what it posts in its own name")
        case ChatKind.GROUP:
            return tr("The group itself"), tr("admins who post anonymously")
    return tr("This person"), ""
