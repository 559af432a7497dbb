"""The workshop's foot: what the draft would change, and Save; and what is shown when nothing could be read."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label


class DraftBar(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Label("", BASE, MEDIUM)
        self.effect = Label("", CAPTION, tone="text2")
        for label in (self.said, self.effect):
            label.setWordWrap(True)
        self.discard, self.save = KeyButton("Discard"), KeyButton("Save")
        self.save.set_kind("primary")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.said)
        words.addWidget(self.effect)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(8)
        line.addLayout(words, 1)
        line.addWidget(self.discard)
        line.addWidget(self.save)
        self.hide()

    def tell(self, sentence: str, tone: str) -> None:
        """Say something about the last act."""
        self.said.show_value(sentence, tone)
        self.said.show()
        self.show()

    def show_draft(self, told: Sequence[str], breaks: int, refused: bool) -> None:
        """Show what a draft would change; nothing told means that there is none."""
        drafted = bool(told)
        for button in (self.discard, self.save):
            button.setVisible(drafted)
        self.effect.setVisible(drafted)
        self.effect.show_value(" ".join(told), "warning" if breaks or refused else "text2")
        self.save.setEnabled(not refused)
        self.save.set_kind("danger" if breaks else "primary")
        self.save.set_content("Save anyway" if breaks else "Save", "")
        if not drafted and self.said.tone != "warning":
            self.said.show_value("")
        self.said.setVisible(bool(self.said.text()))
        self.setVisible(drafted or bool(self.said.text()))

    def show_busy(self) -> None:
        """Say that an answer is awaited."""
        self.said.show_value("", "text")
        self.save.set_content("Saving…", "")
        self.save.setEnabled(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(self.rect(), palette.raised)
        painter.fillRect(0, 0, self.width(), 1, palette.line)


class Trouble(QWidget):
    """What went wrong, and a way to try again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", BASE, tone="text2")
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.again = KeyButton("Try again")
        centre = Qt.AlignmentFlag.AlignHCenter
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 8, 24, 8)
        rows.setSpacing(8)
        rows.addStretch(1)
        rows.addWidget(IconMark("warning", "warning_text", 24), 0, centre)
        rows.addWidget(Label(tr("The messages could not be read"), BASE, MEDIUM), 0, centre)
        rows.addWidget(self.sentence)
        rows.addWidget(self.again, 0, centre)
        rows.addStretch(2)

    def tell(self, sentence: str) -> None:
        """Say why."""
        self.sentence.show_value(sentence)
        self.setAccessibleName(tr("The messages could not be read. {sentence}", sentence=sentence))
