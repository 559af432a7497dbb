"""Before anything is connected: what will be read and kept, where, and how to take it back."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import LoginState
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, MEDIUM
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label


def points(profile: Path | None) -> tuple[tuple[str, str, str], ...]:
    """Return what the user agrees to: an icon, a title, the plain words."""
    where = tr("your profile") if profile is None else fmt.plain(str(profile), 80)
    return (
        (
            "eye",
            tr("What is read"),
            tr(
                "Your list of chats, so that you can choose. Of the chats you choose: new posts, their edits and "
                "deletions, and who wrote them. EchoTrade never writes, joins a chat or marks anything as read."
            ),
        ),
        (
            "floppy-disk",
            tr("What is kept, and where"),
            tr(
                "In {where} on this computer: the text of those posts with sender, time and every version, and that "
                "you agreed, with the time. Your login and app key are kept in the system's keyring, or in a file "
                "sealed with a passphrase; code and password are not kept. Nothing goes to anybody but Telegram.",
                where=where,
            ),
        ),
        (
            "key",
            tr("What a login means"),
            tr(
                "EchoTrade becomes one more device of your account; you see it in Telegram under Settings, Devices. "
                "Whoever had that login could read your account: that is why it is locked away."
            ),
        ),
        (
            "arrow-counter-clockwise",
            tr("How you take it back"),
            tr(
                "“Sign out and revoke…” in this window signs out at Telegram, deletes the login, and keeps or erases "
                "the stored posts, as you say then. Open positions keep their stops."
            ),
        ),
    )


class ConsentPage(StepPage):
    """Plain words and two buttons.

    Signals:
    agreed(), declined(): what the user said.
    """

    agreed = Signal()
    declined = Signal()

    def __init__(self, profile: Path | None = None) -> None:
        super().__init__(0, tr("Read calls from your Telegram"))
        self.column.addSpacing(8)
        self.say(tr("Nothing has been connected, and nothing will be before you agree."), size=BASE)
        self.column.addSpacing(20)
        for glyph, title, words in points(profile):
            self.column.addWidget(_Point(glyph, title, words))
            self.column.addSpacing(16)
        self.problem = self.say("", "danger")
        self.problem.hide()
        self.agree, self.decline = KeyButton("I agree"), KeyButton("Not now", "Esc")
        self.agree.set_kind("primary")
        self.agree.clicked.connect(self.agreed)
        self.decline.clicked.connect(self.declined)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.decline)
        buttons.addWidget(self.agree)
        self.column.addSpacing(8)
        self.column.addLayout(buttons)

    def first_field(self) -> QWidget:
        return self.decline

    def show_busy(self, busy: bool) -> None:
        """Say that it is being written down."""
        self.agree.setEnabled(not busy)
        self.agree.set_content("Keeping that…" if busy else "I agree", "")

    def show_state(self, state: LoginState) -> None:
        """Say why the last try came to nothing."""
        self.show_problem(state.problem or "")

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be kept."""
        self.problem.show_value(fmt.plain(said(sentence), 400))
        self.problem.setVisible(bool(sentence))


class _Point(QWidget):
    """An icon, a title and a paragraph."""

    def __init__(self, glyph: str, title: str, words: str) -> None:
        super().__init__()
        self.setAccessibleName(f"{title}: {words}")
        told = Label(words, BASE, tone="text2")
        told.setWordWrap(True)
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(Label(title, BASE, MEDIUM))
        column.addWidget(told)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(14)
        line.addWidget(IconMark(glyph, "text2", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
