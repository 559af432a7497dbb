"""What stands in the middle of the window while no engine can start: why, and the ways on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, FIGURE, SEMIBOLD
from echotrade_desktop.views.telegram.fields import SecretField
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label

WIDTH = 460


class StartGate(QWidget):
    """A title, a sentence, a passphrase where one is needed, and a button for each way on; the first is the usual one.

    Signals:
    chosen(str, str): the way that was chosen, and the passphrase.
    """

    chosen = Signal(str, str)

    def __init__(
        self,
        title: str,
        sentence: str,
        ways: Sequence[tuple[str, str]],
        problem: str = "",
        passphrase: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {sentence}")
        self.setProperty("surface", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        told = Label(fmt.plain(sentence, 600), BASE, tone="text2")
        told.setWordWrap(True)
        self.field = SecretField(tr("Passphrase of the vault")) if passphrase else None
        self.buttons = {name: KeyButton(words) for name, words in ways}
        for name, button in self.buttons.items():
            button.clicked.connect(lambda _=False, name=name: self._choose(name))
        self._first = next(iter(self.buttons))
        self.buttons[self._first].set_kind("primary")
        inside = QWidget()
        inside.setFixedWidth(WIDTH)
        column = QVBoxLayout(inside)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(IconMark("lock-key" if passphrase else "warning-circle", "text2", 24))
        name_of_it = Label(title, FIGURE, SEMIBOLD)
        name_of_it.setWordWrap(True)
        head.addWidget(name_of_it, 1)
        column.addLayout(head)
        column.addWidget(told)
        column.addSpacing(8)
        if self.field is not None:
            self.field.show_problem(problem)
            self.field.line.returnPressed.connect(lambda: self._choose(self._first))
            column.addWidget(self.field)
            column.addSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        for button in self.buttons.values():
            line.addWidget(button)
        line.addStretch(1)
        column.addLayout(line)
        rows = QVBoxLayout(self)
        rows.addStretch(2)
        rows.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self.field or self.buttons[self._first]).setFocus()

    def _choose(self, name: str) -> None:
        typed = ""
        if self.field is not None:
            typed = self.field.line.text()
            if name == self._first and not typed:
                self.field.show_problem(tr("Type the passphrase first."))
                return
            self.field.forget()
        self.setEnabled(False)
        self.chosen.emit(name, typed)
