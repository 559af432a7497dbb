"""Before a login: where it will be kept, and the passphrase that opens the place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.telegram import LoginState
from echotrade_desktop.views.fonts import BASE
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.vault import VaultBox
from echotrade_desktop.views.widgets.controls import KeyButton


class VaultPage(StepPage):
    """The vault, as long as it is not open.

    Signals:
    opened(): secrets can be kept.
    """

    opened = Signal()

    def __init__(self, asker: Asker) -> None:
        super().__init__(1, tr("Where your login is kept"))
        self.is_open = False
        self.column.addSpacing(8)
        why = tr("Whoever has your login could read your account, so it is kept under lock before there is one.")
        self.say(why, size=BASE)
        self.column.addSpacing(20)
        self.box = VaultBox(asker)
        self.box.do.set_kind("primary")
        self.box.changed.connect(self._seen)
        self.column.addWidget(self.box)
        self.again = KeyButton("Look again")
        self.again.clicked.connect(lambda _checked: self.box.ask())
        line = QHBoxLayout()
        line.addWidget(self.again)
        line.addStretch(1)
        self.column.addSpacing(20)
        self.column.addLayout(line)

    def first_field(self) -> QWidget:
        return self.box.first if self.box.first.isVisible() else self.again

    def show_state(self, state: LoginState) -> None:
        """Look how the vault stands; what the account says of it is said here better."""
        self.box.ask()

    def _seen(self, view: VaultView) -> None:
        self.is_open = not view.locked
        self.again.setVisible(self.is_open)  # a locked vault is there; only one that was not found is looked for again
        if self.is_open:
            self.opened.emit()
        else:
            self.first_field().setFocus()
