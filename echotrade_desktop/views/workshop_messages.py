"""The workshop's middle: a channel's newest messages as they would be read, each with its evidence."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.channel import ChannelMessage, ChannelView, MessageKey, ShownReading
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD, font
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.controls import Hairline
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.scroll import scrolling
from echotrade_desktop.views.widgets.tabs import Tabs
from echotrade_desktop.views.workshop_text import ReadingText

_PAD = 12
FILTERS: tuple[tuple[str, Callable[[ChannelMessage, bool], bool]], ...] = (
    ("All", lambda _message, _changed: True),
    ("Calls", lambda message, _changed: _kind(message) == "entry"),
    ("Refused", lambda message, _changed: _kind(message) == "rejected"),
    ("Changed", lambda _message, changed: changed),
)


def _kind(message: ChannelMessage) -> str:
    return message.reading.kind if message.reading else ""


def chip_of(reading: ShownReading) -> tuple[str, str, int]:
    """Return a reading's chip: its word, its kind and its arrow."""
    match reading.kind:
        case "entry":
            long = reading.side is Side.LONG
            return ("LONG" if long else "SHORT"), ("up" if long else "down"), (1 if long else -1)
        case "update":
            return tr("UPDATE"), "neutral", 0
        case "rejected":
            return tr("REFUSED"), "warning", 0
        case _:
            return tr("NO CALL"), "neutral", 0


class MessageCard(QFrame):
    """One message: who wrote it, its text with what was read, what it comes to, and how sure that is.

    Signals:
    corrected(object, int, int, str): of the message with this key, the characters [start, end) are this.
    confirmed(object): it is read rightly; the `ChannelMessage`.
    """

    corrected = Signal(object, int, int, str)
    confirmed = Signal(object)

    def __init__(self, zone: tzinfo | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._build()
        self._lay_out()

    def _build(self) -> None:
        self.chip = Chip("")
        self._who = ElidedLabel("", CAPTION, tone="text2")
        self._sure = Label("", CAPTION, tone="text2")
        self.text = ReadingText()
        self.text.corrected.connect(lambda start, end, role: self.corrected.emit(self.message.key, start, end, role))
        self.summary = Label("", BASE, MEDIUM)
        self.summary.setWordWrap(True)
        self.was = Label("", CAPTION, tone="warning")
        self.was.setWordWrap(True)
        self.evidence = Label("", CAPTION, tone="text2")
        self.evidence.setWordWrap(True)
        self.kept = Label("", CAPTION, tone="text2")
        self.right = QPushButton(tr("This is right"))
        self.right.setProperty("kind", "link")
        self.right.setFont(font(CAPTION, MEDIUM))
        self.right.setAutoDefault(False)
        self.right.clicked.connect(lambda: self.confirmed.emit(self.message))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.chip)
        head.addWidget(self._who, 1)
        head.addWidget(self._sure)
        head.addWidget(self.kept)
        head.addWidget(self.right)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(_PAD, 8, _PAD, 10)
        rows.setSpacing(6)
        rows.addLayout(head)
        rows.addWidget(self.text)
        for label in (self.summary, self.was, self.evidence):
            rows.addWidget(label)

    def show_message(self, message: ChannelMessage, was: str | None) -> None:
        """Show a message; `was` is what the profile in force makes of it, where that is something else."""
        self.message = message
        name, when = fmt.plain(message.sender_name, 40), fmt.day_and_clock(message.sent_at, self._zone)
        self._who.show_value(f"{when} · {name}")
        reading = message.reading
        self.chip.setVisible(reading is not None)
        self.text.setVisible(reading is not None)
        if reading is not None:
            self.chip.show_value(*chip_of(reading))
            spans, unused = reading.spans, reading.unused_numbers
            self.text.show_reading(message.text, spans, unused, reading.side is not Side.SHORT)
        self._show_reading(reading)
        self.was.setVisible(was is not None)
        self.was.show_value(tr("Until now: {was}", was=was) if was is not None else "")
        self._show_case(message)
        word = chip_of(reading)[0].lower() if reading else tr("without words")
        self.setAccessibleName(tr("Message of {name}, {when}: {word}", name=name, when=when, word=word))

    def _show_reading(self, reading: ShownReading | None) -> None:
        if reading is None:
            self.summary.show_value(tr("No words are kept of this message."), "text2")
            self._sure.hide()
            self.evidence.hide()
            return
        plain = reading.kind in ("noise", "rejected")
        self.summary.show_value(spoken(reading.reason or reading.summary), "text2" if plain else "text")
        self.summary.setVisible(reading.kind != "noise" or bool(reading.reason))
        self._sure.setVisible(reading.confidence is not None)
        sure = tr("sure {confidence}", confidence=fmt.number(reading.confidence, 2))
        self._sure.show_value(
            tr("{sure} · asks you", sure=sure) if reading.asks else sure, "warning" if reading.asks else "text2"
        )
        self._sure.setToolTip(tr("Too unsure to be approved by rule: it always waits for you.") if reading.asks else "")
        told = " ".join(note.sentence for note in reading.evidence if note.weight < 0)
        self.evidence.setVisible(bool(told))
        self.evidence.show_value(fmt.plain(told, 300))

    def _show_case(self, message: ChannelMessage) -> None:
        kept = message.expected is not None
        self.right.setVisible(message.reading is not None and message.passes is not True)
        self.right.setText(tr("This is right now") if kept else tr("This is right"))
        self.kept.setVisible(kept)
        words = {True: tr("kept"), False: tr("kept, read otherwise"), None: tr("kept without words")}
        self.kept.show_value(words[message.passes] if kept else "", "warning" if message.passes is False else "text2")

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.line)
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class MessagesPanel(QWidget):
    """The messages, newest first, with filters above them.

    Signals:
    corrected, confirmed: as a card sends them.
    refresh_asked(): messages that came meanwhile are wanted.
    """

    corrected = Signal(object, int, int, str)
    confirmed = Signal(object)
    refresh_asked = Signal()

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Messages as they would be read now"))
        self._zone = zone
        self.cards: list[MessageCard] = []
        self._view: ChannelView | None = None
        self._build()

    def _build(self) -> None:
        self.tabs = Tabs(tuple(name for name, _ in FILTERS))
        self.tabs.chosen.connect(lambda _number: self._filter())
        self.newer = QPushButton("")
        self.newer.setProperty("kind", "link")
        self.newer.setFont(font(CAPTION, MEDIUM))
        self.newer.clicked.connect(self.refresh_asked)
        self.newer.hide()
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 12, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.newer)
        self._list = QWidget()
        self._list.setProperty("surface", "panel")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        self._scroll = scrolling(self._list)
        none = tr("Nothing here is of that kind.")
        self._none = EmptyState("funnel-simple", "No such messages", none)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self._none)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(Hairline())
        rows.addLayout(self._stack, 1)

    @property
    def shown(self) -> list[MessageCard]:
        """The cards that the filter lets through."""
        return [card for card in self.cards if not card.isHidden()]

    def show_view(self, view: ChannelView) -> None:
        """Show a channel's messages as they are read now."""
        other = self._view is None or self._view.chat_id != view.chat_id
        self._view = view
        changed = {change.key: change.before for change in view.trial.changes}
        self._make_cards(len(view.messages))
        for card, message in zip(self.cards, view.messages, strict=True):
            card.show_message(message, changed.get(message.key))
        for number, (_, lets) in enumerate(FILTERS):
            self.tabs.tabs[number].set_count(sum(lets(m, m.key in changed) for m in view.messages))
        self.newer.hide()
        if other:
            self.tabs.choose(0)
            self._scroll.verticalScrollBar().setValue(0)
        self._filter()

    def tell_newer(self, count: int) -> None:
        """Say that messages came meanwhile; nothing moves until they are asked for."""
        self.newer.setText(tr("{count} new · show", count=count))
        self.newer.show()

    def reveal(self, key: MessageKey) -> None:
        """Bring a message into sight and take the keyboard to its numbers."""
        self.tabs.choose(0)
        for card in self.cards:
            if card.message.key[:2] == key[:2]:
                self._column.activate()
                self._scroll.ensureWidgetVisible(card, 0, 80)
                card.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_cards(self, count: int) -> None:
        while len(self.cards) < count:
            card = MessageCard(self._zone)
            card.corrected.connect(self.corrected)
            card.confirmed.connect(self.confirmed)
            self._column.insertWidget(len(self.cards), card)
            self.cards.append(card)
        while len(self.cards) > count:
            card = self.cards.pop()
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()

    def _filter(self) -> None:
        if self._view is None:
            return
        _, lets = FILTERS[self.tabs.current]
        changed = {change.key for change in self._view.trial.changes}
        for card in self.cards:
            card.setVisible(lets(card.message, card.message.key in changed))
        self._stack.setCurrentIndex(0 if self.shown else 1)


class Heading(QWidget):
    """A column's name and a word on it."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.note = ElidedLabel(note, CAPTION, tone="text2")
        self.note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(Label(title, BASE, SEMIBOLD))
        line.addWidget(self.note, 1)
        self.setFixedHeight(36)


def sentences(view: ChannelView) -> Sequence[str]:
    """Return what a draft would do to the channel, in sentences; none while there is no draft."""
    trial = view.trial
    if trial.refusal:
        return (trial.refusal,)
    if trial.profile == view.profile:
        return ()
    changed = len(trial.changes) or tr("None")
    return (
        tr("{changed} of the last {n} messages would read differently.", changed=changed, n=len(view.messages)),
        *trial.breaks,
    )
