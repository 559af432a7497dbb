"""The log, as it is written: keys and sessions are blotted out already. It can be copied when asking for help."""

import re

from PySide6.QtGui import QGuiApplication, QSyntaxHighlighter, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, font
from echotrade_desktop.views.theme import current_palette, theme_signals
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import Label

SIZE, LEAST_SIZE = (820, 560), (480, 320)
TAIL = "log_tail"


class LevelColours(QSyntaxHighlighter):
    """Warnings and errors stand out, times step back; the text that is copied stays as it is."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._head = re.compile(r"(?P<at>\S+) (?P<level>[A-Z]+) ")
        self._roles = {"WARNING": "warning_text", "ERROR": "danger_text", "CRITICAL": "danger_text"}
        theme_signals().theme_changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        palette, head = current_palette(), self._head.match(text)
        if head is None:
            return
        self.setFormat(0, head.end(), palette.text3)
        if (role := self._roles.get(head["level"])) is not None:
            self.setFormat(head.start("level"), len(head["level"]), getattr(palette, role))


class LogWindow(QDialog):
    """The newest lines of the log, and a button that copies them with what a helper needs to know."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._question = ""
        self.setModal(False)
        self.setWindowTitle(tr("Log"))
        self.setAccessibleName(tr("Log"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("Log"))
        self.text.setFont(font(BASE, mono=True))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setProperty("kind", "page")
        self._levels = LevelColours(self.text.document())
        self.told = Label(tr("Keys, sessions and phone numbers are blotted out."), CAPTION, tone="text2")
        self.told.setWordWrap(True)
        self.again, self.copy = KeyButton(tr("Read again")), KeyButton(tr("Copy for support"))
        self.again.clicked.connect(self.read)
        self.copy.clicked.connect(self.copy_all)
        line = QHBoxLayout()
        line.setContentsMargins(16, 10, 16, 12)
        line.setSpacing(8)
        line.addWidget(self.told, 1)
        line.addWidget(self.again)
        line.addWidget(self.copy)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.text, 1)
        rows.addLayout(line)
        bridge.events.answered.connect(self._on_answer)
        bridge.events.unanswered.connect(self._on_failure)

    def open_now(self) -> None:
        """Come to the front with the newest lines."""
        self.read()
        self.show()
        self.raise_()
        self.activateWindow()

    def read(self) -> None:
        """Read the log again."""
        self._question = self._bridge.ask(TAIL)

    def copy_all(self) -> None:
        """Put everything on the clipboard."""
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.told.show_value(tr("Copied. Look at it before you send it."))

    def _on_answer(self, question: str, answer: object) -> None:
        if question == self._question:
            self.text.setPlainText(str(answer))
            self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().maximum())

    def _on_failure(self, question: str, why: str) -> None:
        if question == self._question:
            self.told.show_value(fmt.plain(why, 200), "warning")
