"""A question before something that cannot be undone. It never blocks: the answer arrives when it is given."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, SEMIBOLD
from echotrade_desktop.views.widgets.controls import KeyButton, button_row
from echotrade_desktop.views.widgets.label import Label


class Question(QDialog):
    """A title, a sentence, and two buttons; Esc and Enter both leave things as they are."""

    def __init__(self, parent: QWidget, title: str, sentence: str, yes: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        told = Label(sentence, BASE, tone="text2")
        told.setWordWrap(True)
        told.setMinimumWidth(340)
        self.yes, self.no = KeyButton(yes), KeyButton("Cancel", "Esc")
        self.yes.set_kind("danger")
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        rows.addWidget(Label(title, BASE, SEMIBOLD))
        rows.addWidget(told)
        rows.addSpacing(8)
        rows.addLayout(button_row(self.no, self.yes))
        self.no.setFocus()


def confirm(parent: QWidget, title: str, sentence: str, yes: str, then: Callable[[], object]) -> Question:
    """Ask, and do `then` on a yes."""
    question = Question(parent.window(), title, sentence, yes)
    question.accepted.connect(then)
    question.open()
    return question
