"""The workshop: how each channel is read, and what the user teaches about it, tried before it counts."""

from collections.abc import Callable
from datetime import tzinfo

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.channel import (
    ChannelMessage,
    ChannelProfile,
    ChannelRow,
    ChannelView,
    ExpectedReading,
    Lesson,
    MessageKey,
)
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.screen_room import first_size
from echotrade_desktop.views.workshop_bar import DraftBar, Trouble
from echotrade_desktop.views.workshop_channels import ChannelList
from echotrade_desktop.views.workshop_messages import Heading, MessagesPanel, sentences
from echotrade_desktop.views.workshop_profile import ProfileForm

LEAST_SIZE, FIRST_SIZE = (920, 560), (1240, 800)
COUNTS_EVERY_MS = 1_000
_LEFT, _RIGHT = 224, 292
_READING, _NOTHING, _TROUBLE, _SHOWN = range(4)


class Workshop(QDialog):
    """A window of its own, open beside the main window as long as the user likes."""

    def __init__(self, bridge: Bridge, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setModal(False)
        self.setWindowTitle(tr("Channels and how they are read"))
        self.setAccessibleName(tr("Channels and how they are read"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(first_size(self, *FIRST_SIZE))
        self._bridge = bridge
        self.chat_id: int | None = None
        self.view: ChannelView | None = None
        self.draft: ChannelProfile | None = None
        self._corrected: dict[MessageKey, None] = {}  # messages to keep with the draft, in the order of correction
        self._wanted: MessageKey | None = None  # to be shown when its channel comes
        self._asked: dict[str, Callable[..., None]] = {}  # who takes the answer, by question
        self._sent: set[str] = set()  # commands whose answer is awaited
        self._newer = 0
        self._counting = QTimer(self, singleShot=True, interval=COUNTS_EVERY_MS)
        self._counting.timeout.connect(self._ask_channels)
        self._build(zone)
        self._connect()

    # --- what it is made of ---

    def _build(self, zone: tzinfo | None) -> None:
        self.channels = ChannelList()
        self.messages = MessagesPanel(zone)
        self.form = ProfileForm()
        self.bar = DraftBar()
        self.trouble = Trouble()
        self._channels_head = Heading(tr("Channels"))
        self._form_head = Heading(tr("Profile"))
        left = _column(self._channels_head, self.channels, _LEFT)
        right = _column(self._form_head, self.form, _RIGHT)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for part, stretch in ((left, 0), (Hairline(True), 0), (self.messages, 1), (Hairline(True), 0), (right, 0)):
            line.addWidget(part, stretch)
        shown = QWidget()
        rows = QVBoxLayout(shown)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(line, 1)
        rows.addWidget(self.bar)
        self.stack = QStackedWidget()
        told = tr("The last messages of each channel are being read.")
        none = tr("As soon as a channel writes, its messages are shown here as the app reads them.")
        self.stack.addWidget(EmptyState("magnifying-glass", "Reading…", told))
        self.stack.addWidget(EmptyState("telegram-logo", "No channel has written yet", none))
        self.stack.addWidget(self.trouble)
        self.stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.stack)

    def _connect(self) -> None:
        events = self._bridge.events
        events.event.connect(self._on_event)
        events.answered.connect(self._on_answer)
        events.unanswered.connect(self._on_failure)
        self.channels.chosen.connect(self.choose)
        self.messages.corrected.connect(self._correct)
        self.messages.confirmed.connect(self._confirm)
        self.messages.refresh_asked.connect(self._ask_channel)
        self.form.changed.connect(self.try_profile)
        self.form.forgotten.connect(lambda key: self._submit(m.ForgetReading(key)))
        self.form.revealed.connect(self.messages.reveal)
        self.bar.save.clicked.connect(self.save)
        self.bar.discard.clicked.connect(self.discard)
        self.trouble.again.clicked.connect(self._ask_channels)

    # --- what it shows ---

    def open_at(self, key: MessageKey | None = None) -> None:
        """Come to the front; with a message's key, at that message."""
        self._wanted = key
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        if key is not None and self.channels.row_of(key[0]) is not None:
            self.chat_id = None  # read it anew: the message may have come since
            self.choose(key[0])

    def choose(self, chat_id: int) -> None:
        """Show another channel; a draft of the one before is dropped."""
        if chat_id == self.chat_id:
            return
        self.chat_id, self.draft, self._newer = chat_id, None, 0
        self._corrected.clear()
        self.channels.choose(chat_id)
        self._ask_channel()

    def _ask(self, take: Callable[..., None], name: str, *args: object) -> None:
        self._asked[self._bridge.ask(name, *args)] = take

    def _ask_channels(self) -> None:
        self._ask(self._show_channels, "channels")

    def _ask_channel(self) -> None:
        if self.chat_id is not None:
            self._newer = 0
            self._ask(self._show_channel, "channel", self.chat_id, self.draft)

    def _show_channels(self, rows: tuple[ChannelRow, ...]) -> None:
        self.channels.set_rows(rows)
        self._channels_head.note.show_value(f"{len(rows)}")
        if not rows:
            self.stack.setCurrentIndex(_NOTHING)
        elif self.chat_id is None:
            wanted = self._wanted[0] if self._wanted else rows[0].chat_id
            self.choose(wanted if self.channels.row_of(wanted) else rows[0].chat_id)
        elif self.stack.currentIndex() in (_NOTHING, _TROUBLE):
            self._ask_channel()

    def _show_channel(self, view: ChannelView) -> None:
        if view.chat_id != self.chat_id:
            return
        self.view = view
        profile = self.draft or view.profile
        self.messages.show_view(view)
        self.form.show_profile(profile, view.profile)
        self.form.show_cases(view.cases)
        self.form.show_fault(view.trial.refusal or "")
        self._form_head.note.show_value(tr("not saved") if self._is_draft() else "")
        self.bar.show_draft(sentences(view), len(view.trial.breaks), bool(view.trial.refusal))
        self.stack.setCurrentIndex(_SHOWN)
        if self._wanted is not None and self._wanted[0] == view.chat_id:
            wanted, self._wanted = self._wanted, None
            QTimer.singleShot(0, self.messages, lambda: self.messages.reveal(wanted))

    def _is_draft(self) -> bool:
        return self.draft is not None and self.view is not None and self.draft != self.view.profile

    # --- what the user does ---

    def try_profile(self, profile: ChannelProfile) -> None:
        """See what another profile would change; nothing is saved."""
        self.draft = profile
        self._ask_channel()

    def save(self) -> None:
        """Put the draft in force, and keep the messages that were corrected."""
        if not self._is_draft() or self.view is None or self.draft is None or self.chat_id is None:
            return
        despite = bool(self.view.trial.breaks)
        keep = self._to_keep()
        if keep:
            key, expected = keep.pop()
            self._submit(m.CorrectReading(key, expected, self.draft, despite))
        else:
            self._submit(m.SetChannelProfile(self.chat_id, self.draft, despite))
        for key, expected in keep:
            self._submit(m.ConfirmReading(key, expected))
        self.bar.show_busy()

    def discard(self) -> None:
        """Forget the draft."""
        self.draft = None
        self._corrected.clear()
        self._ask_channel()

    def _to_keep(self) -> list[tuple[MessageKey, ExpectedReading]]:
        """Return the corrected messages that are read as something now."""
        readings = {message.key: message.reading for message in self.view.messages} if self.view else {}
        found = ((key, readings.get(key)) for key in self._corrected)
        return [(key, reading.expected) for key, reading in found if reading and reading.kind in ("entry", "update")]

    def _correct(self, key: MessageKey, start: int, end: int, meaning: str) -> None:
        if self.view is not None:
            self._ask(self._learn, "teach", key, start, end, meaning, self.draft or self.view.profile)

    def _learn(self, lesson: Lesson) -> None:
        if lesson.key[0] != self.chat_id:
            return
        self.bar.tell(fmt.plain(lesson.sentence, 300), "text" if lesson.profile else "warning")
        if lesson.profile is not None:
            self._corrected[lesson.key] = None
            self.try_profile(lesson.profile)

    def _confirm(self, message: ChannelMessage) -> None:
        if message.reading is None:
            return
        if self._is_draft():
            self._corrected[message.key] = None
            self.bar.tell(tr("It is kept as a case when you save."), "text")
        else:
            self._submit(m.ConfirmReading(message.key, message.reading.expected))

    def _submit(self, command: m.Command) -> None:
        self._sent.add(command.command_id)
        self._bridge.submit(command)

    # --- what comes back ---

    def _on_answer(self, question: str, answer: object) -> None:
        take = self._asked.pop(question, None)
        if take is not None:
            take(answer)

    def _on_failure(self, question: str, sentence: str) -> None:
        if self._asked.pop(question, None) is None:
            return
        if self.stack.currentIndex() == _SHOWN:  # what is on the screen stays
            self.bar.tell(fmt.plain(sentence, 300), "warning")
        else:
            self.trouble.tell(fmt.plain(sentence, 300))
            self.stack.setCurrentIndex(_TROUBLE)

    def _on_event(self, event: object) -> None:
        command_id = getattr(event, "command_id", None)
        ours = command_id in self._sent
        self._sent.discard(command_id or "")
        match event:
            case m.CommandRefused() if ours:
                self.bar.tell(fmt.plain(event.reason, 400), "warning")
                self._ask_channel()
            case m.ChannelProfileChanged() if event.chat_id == self.chat_id:
                if event.profile == self.draft:
                    self.draft = None
                    self._corrected.clear()
                self._changed()
            case m.ReadingConfirmed() | m.ReadingForgotten() if event.chat_id == self.chat_id:
                self._changed()
            case m.MessageRead() if self.isVisible():
                self._heard(event)

    def _changed(self) -> None:
        if self.isVisible():
            self._ask_channel()
            self._ask_channels()

    def _heard(self, event: m.MessageRead) -> None:
        """Count it; what is on the screen stays where it is until the user asks for the new ones."""
        if not self._counting.isActive():
            self._counting.start()
        if event.chat_id == self.chat_id and event.kind != "service":
            self._newer += 1
            self.messages.tell_newer(self._newer)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._ask_channels()
            self._ask_channel()

    def hideEvent(self, event: QHideEvent) -> None:
        self._counting.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # a dialog would press its first button
        if event.key() == Qt.Key.Key_Escape and self._is_draft():
            self.discard()
            return
        super().keyPressEvent(event)


def _column(head: QWidget, body: QWidget, width: int) -> QWidget:
    column = QWidget()
    column.setFixedWidth(width)
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    rows.addWidget(head)
    rows.addWidget(Hairline())
    rows.addWidget(body, 1)
    return column
