"""A window that only says why there is no other: the profile is in use."""

import sys

from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from echotrade_desktop.views.fonts import BASE, SEMIBOLD
from echotrade_desktop.views.theme import ensure_theme
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import Label


class Refusal(QDialog):
    """A sentence and a button."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        ensure_theme()
        self.setWindowTitle("EchoTrade")
        self.setAccessibleName(sentence)
        told = Label(sentence, BASE, tone="text2")
        told.setWordWrap(True)
        told.setMinimumWidth(380)
        self.button = KeyButton(tr("Close"), "Esc")
        self.button.clicked.connect(self.accept)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(12)
        rows.addWidget(Label(tr("EchoTrade did not start"), BASE, SEMIBOLD))
        rows.addWidget(told)
        rows.addWidget(self.button)
        self.button.setFocus()


def show_refusal(sentence: str) -> None:
    """Say it, on a terminal too, and wait until it is read. Only where no loop runs yet."""
    print(sentence, file=sys.stderr)  # noqa: T201  whoever started it from a terminal reads it there
    shown = Refusal(sentence)
    shown.finished.connect(QApplication.quit)
    shown.show()
    QApplication.exec()
