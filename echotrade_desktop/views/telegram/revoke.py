"""Taking the consent back: what happens, and what becomes of the stored posts."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import Label
from echotrade_desktop.views.widgets.tick import Tick


class RevokeQuestion(QDialog):
    """Asks how to take the consent back; Esc and Cancel leave everything as it is.

    Signals:
    revoked(bool): take it back; True keeps the stored posts.
    """

    revoked = Signal(bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Sign out and take back your consent?"))
        self.setAccessibleName(self.windowTitle())
        self.setFixedWidth(460)
        self.keep = Tick(tr("Keep the stored posts"), one_of=True, weight=MEDIUM)
        self.erase = Tick(tr("Erase the stored posts"), one_of=True, weight=MEDIUM)
        self.keep.setChecked(True)
        self._group = QButtonGroup(self)
        self.yes, self.no = KeyButton("Sign out and revoke"), KeyButton("Cancel", "Esc")
        self.yes.set_kind("danger")
        self.yes.clicked.connect(self._say_yes)
        self.no.clicked.connect(self.reject)
        self.problem = _paragraph("", "danger")
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(2)
        column.addWidget(Label(self.windowTitle(), BASE, SEMIBOLD))
        column.addSpacing(4)
        happens = tr(
            "EchoTrade signs out at Telegram, deletes the login and the app key from this computer, and connects no "
            "more until you agree again. Open positions keep their stops and targets; calls that wait stay until they "
            "expire."
        )
        column.addWidget(_paragraph(happens))
        self._add_choice(
            column, self.keep, tr("The posts that were read stay, so that each trade can still be explained.")
        )
        erased = tr(
            "The words of every stored Telegram post are erased for good, in the backups too. What was traded, and the "
            "prices, stay in the ledger."
        )
        self._add_choice(column, self.erase, erased)
        column.addSpacing(8)
        column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.no)
        buttons.addWidget(self.yes)
        column.addSpacing(8)
        column.addLayout(buttons)
        self.no.setFocus()

    def _add_choice(self, column: QVBoxLayout, choice: Tick, words: str) -> None:
        self._group.addButton(choice)
        choice.setAccessibleDescription(words)
        column.addSpacing(4)
        column.addWidget(choice)
        told = _paragraph(words)
        told.setContentsMargins(26, 0, 0, 0)
        column.addWidget(told)

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be done; it can be tried again."""
        self.problem.show_value(fmt.plain(tr(sentence), 400))
        self.problem.show()
        self._show_busy(False)

    def _say_yes(self) -> None:
        self._show_busy(True)
        self.revoked.emit(self.keep.isChecked())

    def _show_busy(self, busy: bool) -> None:
        for part in (self.yes, self.keep, self.erase):
            part.setEnabled(not busy)
        self.yes.set_content("Signing out…" if busy else "Sign out and revoke", "")


def _paragraph(text: str, tone: str = "text2") -> Label:
    label = Label(text, CAPTION, tone=tone)
    label.setWordWrap(True)
    return label
