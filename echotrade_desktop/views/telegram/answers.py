"""What Telegram asks next: the code it sent, the password of two-step verification."""

import re
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import LoginState
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, FIGURE, MEDIUM, font
from echotrade_desktop.views.telegram.fields import LoginField, SecretField, again_in, seconds_left
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton

_CODE = re.compile(r"\d{4,8}")


class AnswerPage(StepPage):
    """One question of Telegram's, one field, and the ways on.

    Signals:
    answered(str): what was typed.
    again(): another code is wanted.
    restarted(): back to the beginning.
    """

    answered = Signal(str)
    again = Signal()
    restarted = Signal()

    def __init__(self, title: str, field: LoginField, do: str) -> None:
        super().__init__(1, title)
        self.field = field
        self._do, self._busy = do, False
        self._until: datetime | None = None
        self.column.addSpacing(8)
        self.about = self.say("", size=BASE)
        self.column.addSpacing(20)
        self.column.addWidget(field)
        self.do, self.restart = KeyButton(do), KeyButton("Start over")
        self.do.set_kind("primary")
        self.do.clicked.connect(self.go)
        self.restart.clicked.connect(self.restarted)
        field.line.returnPressed.connect(self.go)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addWidget(self.restart)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.do)
        self.column.addSpacing(20)
        self.column.addLayout(self.buttons)
        self.column.addSpacing(20)

    def first_field(self) -> QWidget:
        return self.field

    def show_state(self, state: LoginState) -> None:
        """Say what is asked, and what was wrong with the last answer."""
        self._until = state.until
        self.show_problem(state.problem or "")

    def show_problem(self, sentence: str) -> None:
        """Say beside the field what was wrong; the wrong answer is gone."""
        if sentence:
            self.field.forget()
        self.field.show_problem(sentence)

    def show_busy(self, busy: bool) -> None:
        """Say that Telegram is looking at the answer."""
        self._busy = busy
        self.field.line.setReadOnly(busy)
        self._show_button(0)

    def show_time(self, now: datetime) -> None:
        """Count down what Telegram makes the user wait."""
        self._show_button(seconds_left(self._until, now))

    def _show_button(self, wait: int) -> None:
        self.do.set_content(tr("Asking Telegram…") if self._busy else again_in(wait) if wait else self._do, "")
        self.do.setEnabled(not self._busy and not wait)

    def go(self) -> None:
        """Send what was typed."""
        if self.do.isEnabled() and (answer := self.answer()):
            self.answered.emit(answer)

    def answer(self) -> str:
        """What was typed, "" when it can be no answer; then that is said."""
        raise NotImplementedError


class CodePage(AnswerPage):
    """The code that Telegram sent."""

    def __init__(self) -> None:
        field = LoginField("Code", "", "Give this code to nobody: Telegram's own people never ask for it.", 10)
        field.line.setInputMethodHints(field.line.inputMethodHints() | Qt.InputMethodHint.ImhDigitsOnly)
        field.line.setFont(font(FIGURE, MEDIUM))
        field.line.setProperty("room", "figure")
        field.line.setFixedWidth(160)
        field.row.addStretch(1)
        super().__init__(tr("Enter the code"), field, tr("Sign in"))
        self.resend = KeyButton("Send a new code")
        self.resend.clicked.connect(self.again)
        self.buttons.insertWidget(1, self.resend)
        self.setTabOrder(self.restart, self.resend)
        self.setTabOrder(self.resend, self.do)
        self.say(
            tr(
                "No code? It comes to the Telegram app on your other devices first, in the chat named “Telegram”. "
                "A code ends after a few minutes, and when it was shown to anybody in a chat."
            )
        )

    def show_state(self, state: LoginState) -> None:
        where = fmt.plain(said(state.code_goes_to or ""), 60)
        self.about.show_value(
            tr("Telegram sent a code to {where}.", where=where) if where else tr("Telegram sent a code.")
        )
        super().show_state(state)

    def show_time(self, now: datetime) -> None:
        super().show_time(now)
        self.resend.setEnabled(self.do.isEnabled())

    def answer(self) -> str:
        code = re.sub(r"[\s-]", "", self.field.text())
        if _CODE.fullmatch(code):
            return code
        self.field.show_problem(tr("The code is digits only, five as a rule."))
        return ""


class PasswordPage(AnswerPage):
    """The password of two-step verification."""

    def __init__(self) -> None:
        field = SecretField("Password", "", "It goes to Telegram as a proof, never as it is, and is not kept.")
        super().__init__(tr("Two-step verification"), field, tr("Sign in"))
        self.say(
            tr(
                "Forgotten? Only Telegram can reset it: in its app, Settings, Privacy and Security, Two-Step "
                "Verification. Then come back here."
            )
        )

    def show_state(self, state: LoginState) -> None:
        hint = fmt.plain(state.password_hint, 80)
        if hint:
            self.about.show_value(tr("Your account has a password of its own. Your hint: “{hint}”.", hint=hint))
        else:
            self.about.show_value(tr("Your account has a password of its own."))
        super().show_state(state)

    def answer(self) -> str:
        if password := self.field.line.text():  # blanks may be part of it
            return password
        self.field.show_problem(tr("Type the password first."))
        return ""
