"""Where keys are kept, and what opens it: a passphrase to type, or to choose the first time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.fields import SecretField
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import Label

SHORTEST = 8
KINDS = ("Sealed file", "Keyring of the system")
"""What places of secrets call themselves."""
_NEW = (
    "This computer offers no keyring that EchoTrade trusts, so secrets go into a file that only your passphrase opens. "
    "Nobody can recover it: keep it in a password manager."
)
_LOCKED = "It was locked when EchoTrade started. The passphrase is not kept anywhere."


def state_of(view: VaultView) -> str:
    """Return where secrets lie and whether that is open."""
    return tr(view.kind) + (tr(", new") if view.is_new else tr(", locked") if view.locked else tr(", open"))


class VaultBox(QWidget):
    """How the vault stands; a locked one takes its passphrase here.

    Signals:
    changed(object): its `VaultView`, when it was asked for or opened.
    """

    changed = Signal(object)

    def __init__(self, asker: Asker) -> None:
        super().__init__()
        self._asker = asker
        self.view: VaultView | None = None
        self.state, self.told = Label(tr("Looking for a keyring…"), BASE, MEDIUM), Label("", CAPTION, tone="text2")
        self.told.setWordWrap(True)
        self.first, self.again = SecretField(tr("Passphrase")), SecretField(tr("The same again"))
        self.do = KeyButton("Unlock", glyph="lock-key-open")
        self.do.clicked.connect(self.unlock)
        self.again.line.returnPressed.connect(self.unlock)
        self.first.line.returnPressed.connect(self._entered)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(6)
        for part in (self.state, self.told, self.first, self.again):
            rows.addWidget(part)
        rows.addWidget(self.do, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()

    def ask(self, *account: object) -> None:
        """Look how it stands, and whether it has the key of an account."""
        self._asker.ask("vault", *account, then=self.show_view, otherwise=self._trouble)

    def show_view(self, view: VaultView) -> None:
        """Show how it stands."""
        self.view = view
        self._show()
        self.changed.emit(view)

    def unlock(self) -> None:
        """Open it with what was typed."""
        typed = self.first.line.text()
        if len(typed) < SHORTEST and self.view is not None and self.view.is_new:
            self.first.show_problem(tr("At least {n} characters.", n=SHORTEST))
        elif not typed:
            self.first.show_problem(tr("Type the passphrase first."))
        elif self.view is not None and self.view.is_new and typed != self.again.line.text():
            self.again.show_problem(tr("These two are not the same."))
        else:
            self._busy(True)
            self._asker.ask("unlock_vault", typed, then=self._opened, otherwise=self._refused)

    def _entered(self) -> None:
        self.again.setFocus() if self.again.isVisible() else self.unlock()

    def _opened(self, view: VaultView) -> None:
        for field in (self.first, self.again):
            field.forget()
        self._busy(False)
        self.show_view(view)

    def _refused(self, sentence: str) -> None:
        self._busy(False)
        for field in (self.first, self.again):
            field.forget()
        self.first.show_problem(sentence)
        self.first.setFocus()

    def _trouble(self, sentence: str) -> None:
        self.state.show_value(tr("No vault"))
        self.told.show_value(sentence, "danger")
        self.told.show()

    def _busy(self, busy: bool) -> None:
        self.do.setEnabled(not busy)
        self.do.set_content("Opening…" if busy else "Unlock", "lock-key-open")

    def _show(self) -> None:
        view = self.view
        locked = view is not None and view.locked
        is_new = view is not None and view.is_new
        for part, seen in ((self.first, locked), (self.again, locked and is_new), (self.do, locked)):
            part.setVisible(seen)
        if view is None:
            self.told.hide()
            return
        self.told.show_value(tr(_NEW if is_new else _LOCKED if locked else ""), "text2")
        self.told.setVisible(bool(self.told.text()))
        self.state.show_value(state_of(view))
        self.do.set_content("Make the vault" if is_new else "Unlock", "lock-key-open")
