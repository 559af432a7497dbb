"""The QR code of a login, drawn here, and how long it lasts."""

from datetime import datetime

import segno
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import LoginState
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, font
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import Label

SIDE = 246
QUIET = 4
"""Modules of white around the code, as the standard wants them."""


class QrCode(QWidget):
    """A QR code, dark on white in every look: phones read nothing else reliably. Whole pixels a module."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(SIDE, SIDE)
        self.rows: tuple[bytearray, ...] = ()
        self.ended = False

    def show_text(self, text: str | None) -> None:
        """Show another text as a code; None for an empty frame."""
        self.rows = () if not text else segno.make(text, error="m", micro=False).matrix
        self.ended = False
        self.setAccessibleName(tr("QR code for signing in") if text else tr("No QR code yet"))
        self.update()

    def show_ended(self, ended: bool) -> None:
        """Dim a code that can be used no longer."""
        if ended != self.ended:
            self.ended = ended
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if not self.rows:
            painter.setPen(QColor("#5F6B7A"))
            painter.setFont(font(CAPTION))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, tr("The code is on its way…"))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        module = SIDE // (len(self.rows) + 2 * QUIET)
        start = (SIDE - module * len(self.rows)) // 2
        ink = QColor("#C9D0D9") if self.ended else QColor("black")
        for y, row in enumerate(self.rows):
            for x, dark in enumerate(row):
                if dark:
                    painter.fillRect(start + x * module, start + y * module, module, module, ink)


class QrPage(StepPage):
    """The code, what to do with it, and when the next one comes.

    Signals:
    restarted(): another way is wanted.
    """

    restarted = Signal()

    def __init__(self) -> None:
        super().__init__(1, tr("Sign in with your phone"))
        self._until: datetime | None = None
        self.code = QrCode()
        self.left = Label("", BASE, MEDIUM)
        self.problem = Label("", CAPTION, tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.restart = KeyButton("Another way")
        self.restart.clicked.connect(self.restarted)
        words = QVBoxLayout()
        words.setSpacing(0)
        steps = (
            tr("Open Telegram on your phone"),
            tr("Settings, Devices, Link Desktop Device"),
            tr("Point the phone at this code"),
        )
        for number, step in enumerate(steps, 1):
            line = QHBoxLayout()
            line.setSpacing(10)
            line.addWidget(Label(f"{number}", BASE, MEDIUM, "text3"), 0, Qt.AlignmentFlag.AlignTop)
            told = Label(step, BASE)
            told.setWordWrap(True)
            line.addWidget(told, 1)
            words.addLayout(line)
            words.addSpacing(12)
        words.addSpacing(8)
        words.addWidget(self.left)
        words.addSpacing(4)
        told = Label(tr("It is renewed by itself until you have used one."), CAPTION, tone="text2")
        told.setWordWrap(True)
        words.addWidget(told)
        words.addSpacing(8)
        words.addWidget(self.problem)
        words.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.restart)
        buttons.addStretch(1)
        words.addLayout(buttons)
        across = QHBoxLayout()
        across.setSpacing(28)
        across.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(words, 1)
        self.column.addSpacing(24)
        self.column.addLayout(across)

    def first_field(self) -> QWidget:
        return self.restart

    def show_state(self, state: LoginState) -> None:
        """Show the code of this moment."""
        self._until = state.until
        self.code.show_text(state.qr_url)
        self.show_problem(state.problem or "")

    def show_problem(self, sentence: str) -> None:
        """Say why there is no good code."""
        self.problem.show_value(fmt.plain(tr(sentence), 400))
        self.problem.setVisible(bool(sentence))

    def show_time(self, now: datetime) -> None:
        """Count down to the next code."""
        left = None if self._until is None else self._until - now
        ended = left is not None and left.total_seconds() <= 0
        self.code.show_ended(ended)
        if left is None:
            self.left.show_value("")
        else:
            self.left.show_value(tr("Renewing…") if ended else tr("Renewed in {time}", time=fmt.countdown(left)))

    def forget(self) -> None:
        """Show no code any more."""
        self.code.show_text(None)
        self._until = None
