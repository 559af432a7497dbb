"""The vault on the page of settings: where secrets lie, another passphrase, and what to do when it is forgotten."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.confirm import confirm
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD
from echotrade_desktop.views.rules_rows import INDENT
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.fields import SecretField
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.vault import SHORTEST, state_of
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton, button_row
from echotrade_desktop.views.widgets.label import Label

WIDTH = 420


class VaultRow(QWidget):
    """How the vault stands, and what can be done about its passphrase; a keyring of the system has none of ours."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge, self._asker = bridge, Asker(bridge, self)
        self.state, self.told = Label("", CAPTION, tone="text2"), Label("", CAPTION, tone="text2")
        for label in (self.state, self.told):
            label.setWordWrap(True)
        self.told.hide()
        self.change, self.forgot = KeyButton("Change the passphrase…"), KeyButton("Forgotten passphrase…")
        self.change.clicked.connect(self.open_change)
        self.forgot.clicked.connect(self.ask_aside)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.change)
        buttons.addWidget(self.forgot)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(INDENT, 8, 0, 0)
        rows.setSpacing(4)
        for part in (Label(tr("Vault"), BASE, MEDIUM), self.state, self.told):
            rows.addWidget(part)
        rows.addLayout(buttons)
        rows.addSpacing(8)
        rows.addWidget(Hairline())
        self._show(None)

    def refresh(self) -> None:
        """Look how it stands."""
        self._asker.ask("vault", then=self._show, otherwise=self._tell_trouble)

    def matches(self, words: list[str]) -> bool:
        """Whether it holds every word."""
        shown = (tr("Vault"), self.change.text(), self.forgot.text())
        told = " ".join(("secrets", "vault", "passphrase", *shown)).lower()
        return all(word in told for word in words)

    def open_change(self) -> "PassphraseDialog":
        """Ask for the passphrase and another."""
        dialog = PassphraseDialog(self._bridge, self.window())
        dialog.accepted.connect(lambda: self._tell(tr("The vault has its new passphrase.")))
        dialog.accepted.connect(self.refresh)
        dialog.open()
        return dialog

    def ask_aside(self) -> QDialog:
        """Say what is lost, and set the file aside after a yes."""
        return confirm(
            self,
            tr("Set the vault aside?"),
            tr(
                "Nobody can open it without its passphrase, EchoTrade neither. Its file is kept under another name, in "
                "case you remember. Until then its exchange keys and the Telegram login are lost: enter the keys and "
                "sign in again. Your positions, history and settings are not in it and stay."
            ),
            tr("Set it aside"),
            lambda: self._asker.ask("set_vault_aside", then=self._set_aside, otherwise=self._tell_trouble),
        )

    def _set_aside(self, name: str) -> None:
        self._tell(
            tr("The vault is set aside as {name}. The next passphrase makes a new one.", name=fmt.plain(name, 60))
        )
        self.refresh()

    def _show(self, view: VaultView | None) -> None:
        self.state.show_value(tr("Looking for a keyring…") if view is None else state_of(view))
        sealed = view is not None and view.kind == "Sealed file" and not view.is_new
        for button in (self.change, self.forgot):
            button.setVisible(sealed)

    def _tell(self, sentence: str, tone: str = "text2") -> None:
        self.told.show_value(sentence, tone)
        self.told.show()

    def _tell_trouble(self, sentence: str) -> None:
        self._tell(sentence, "warning")


class PassphraseDialog(QDialog):
    """The passphrase that opens the vault now, and the one that is to open it from now on."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._asker = Asker(bridge, self)
        self.setWindowTitle(tr("Change the passphrase"))
        self.setAccessibleName(self.windowTitle())
        self.setFixedWidth(WIDTH)
        self.now, self.new = SecretField("Passphrase now"), SecretField("New passphrase")
        self.again = SecretField("The new one again")
        self.save, self.cancel = KeyButton("Change it"), KeyButton("Cancel", "Esc")
        self.save.set_kind("primary")
        self.save.clicked.connect(self.ask)
        self.cancel.clicked.connect(self.reject)
        self.again.line.returnPressed.connect(self.ask)
        told = Label(
            tr("Nobody can recover it: keep it in a password manager. A service needs the new one in its file, too."),
            CAPTION, tone="text2",
        )  # fmt: skip
        told.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 16, 20, 16)
        rows.setSpacing(8)
        for part in (Label(self.windowTitle(), BASE, SEMIBOLD), self.now, self.new, self.again, told):
            rows.addWidget(part)
        rows.addSpacing(8)
        rows.addLayout(button_row(self.cancel, self.save))
        self.now.line.setFocus()

    def ask(self) -> None:
        """Change it to what was typed twice."""
        for field in (self.now, self.new, self.again):
            field.show_problem("")
        if not self.now.line.text():
            self.now.show_problem(tr("Type the passphrase first."))
        elif len(self.new.line.text()) < SHORTEST:
            self.new.show_problem(tr("At least {n} characters.", n=SHORTEST))
        elif self.new.line.text() != self.again.line.text():
            self.again.show_problem(tr("These two are not the same."))
        else:
            self.save.setEnabled(False)
            typed = self.now.line.text(), self.new.line.text()
            self._asker.ask("change_passphrase", *typed, then=lambda _view: self.accept(), otherwise=self._refused)

    def _refused(self, sentence: str) -> None:
        self.save.setEnabled(True)
        self.now.forget()
        self.now.show_problem(sentence)
        self.now.line.setFocus()

    def done(self, result: int) -> None:
        for field in (self.now, self.new, self.again):
            field.forget()
        super().done(result)
