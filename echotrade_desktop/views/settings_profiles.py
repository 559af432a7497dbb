"""Profiles: which one this is, and the way to another. Each opens in a window of its own; they never mix."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, Label

OPEN = "open_profile"


class ProfilesBox(QWidget):
    """The profile's name, and a button that opens another."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._asked = ""
        self.name = ElidedLabel("", BASE, MEDIUM)
        self.told = Label("", CAPTION, tone="warning")
        self.told.setWordWrap(True)
        self.told.hide()
        self.button = KeyButton(tr("Open another…"))
        self.button.clicked.connect(self.open_menu)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 0, 8, 0)
        rows.setSpacing(4)
        rows.addWidget(Label(tr("Profile"), CAPTION, tone="text2"))
        rows.addWidget(self.name)
        rows.addWidget(self.button)
        rows.addWidget(self.told)
        bridge.events.unanswered.connect(self._on_failure)

    def refresh(self) -> None:
        """Say which profile this is."""
        profile: Path = self._bridge.query("profile")
        self.name.show_value(fmt.plain(profile.name, 60))
        self.name.setToolTip(str(profile))
        self.told.hide()

    def open_menu(self) -> QMenu:
        """Offer the profiles that were open lately, and a folder of the user's choice."""
        menu = QMenu(self)
        for path in self._bridge.query("recent_profiles"):
            menu.addAction(fmt.plain(str(path), 80), partial(self.open, str(path)))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(tr("A folder…"), self.choose)
        menu.popup(self.button.mapToGlobal(self.button.rect().topLeft()))
        return menu

    def choose(self) -> QFileDialog:
        """Ask which folder; an empty one begins a new profile."""
        dialog = QFileDialog(self.window(), tr("Open a profile, or an empty folder for a new one"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.open)
        dialog.open()
        return dialog

    def open(self, path: str) -> None:
        """Open a profile in a window of its own; this one stays."""
        self._asked = self._bridge.ask(OPEN, Path(path))

    def _on_failure(self, question: str, why: str) -> None:
        if question == self._asked:
            self.told.show_value(fmt.plain(why, 200))
            self.told.show()
