"""Settings: everything in the profile in one page that can be searched, checked as it is typed, kept together.

Rows come from `SettingsBook`; a new setting appears by itself. Limits are shown with the way to their own page.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.settings_book import Change, Imported, SettingRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, SEMIBOLD
from echotrade_desktop.views.rules_parts import SectionButton
from echotrade_desktop.views.rules_rows import INDENT
from echotrade_desktop.views.settings_profiles import ProfilesBox
from echotrade_desktop.views.settings_rows import NEXT_START, ElsewhereRow, OwnRow, Row
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.vault_settings import VaultRow
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton, offer_to_clear
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import Label

SIZE, LEAST_SIZE = (880, 680), (760, 480)
CHECK_MS = 120
ABOVE_VAULT = "secrets.passphrase_file"  # below it stands the vault
FILE_KIND = "TOML (*.toml)"
SAVE, EXPORT, IMPORT = "save_settings", "export_settings", "import_settings"
_GLYPHS = {
    "Market": "chart-line",
    "Calls": "chat-circle-text",
    "Appearance": "eye",
    "Notifications": "bell",
    "Telegram server": "telegram-logo",
    "Rules and limits": "shield-check",
    "Secrets": "lock-key",
    "Exchange": "arrows-left-right",
    "Lead traders": "users-three",
}


class SettingsPage(QDialog):
    """A window beside the window; it never blocks.

    Signals:
    rules_asked(str): a section of the rules is wanted.
    """

    rules_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: dict[str, str] = {}  # question → what was asked
        self._limits: tuple[Change, ...] = ()  # of an imported file, sent when the rest is saved
        self.setModal(False)
        self.setWindowTitle(tr("Settings"))
        self.setAccessibleName(tr("Settings"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.rows: dict[str, Row] = {}
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search settings"))
        self.search.setAccessibleName(tr("Search settings"))
        offer_to_clear(self.search)
        self.search.setFixedHeight(30)
        self.search.textChanged.connect(self._sift)
        self.save_button, self.discard_button = KeyButton(tr("Save"), "Ctrl+S"), KeyButton(tr("Discard"))
        self.import_button, self.export_button = KeyButton(tr("Import…")), KeyButton(tr("Export…"))
        self.told = Label("", CAPTION, tone="text2")
        self.told.setWordWrap(True)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check_soon.timeout.connect(self.check)
        self._build(bridge.query("settings"))
        self._connect()
        self.check()

    # --- what it is made of ---

    def _build(self, rows: Sequence[SettingRow]) -> None:
        self.sections = QButtonGroup(self)
        self._headings: dict[str, QWidget] = {}
        self._later = {row.section for row in rows} - {row.section for row in rows if row.live}
        self.vault = VaultRow(self._bridge)
        names, page = QVBoxLayout(), QVBoxLayout()
        names.setContentsMargins(8, 12, 8, 12)
        names.setSpacing(2)
        page.setContentsMargins(24 - INDENT, 4, 16, 16)
        page.setSpacing(0)
        for row in rows:
            later = row.section in self._later
            if row.section not in self._headings:
                self._begin_section(row.section, names, page)
            made = self.rows[row.key] = ElsewhereRow(row) if row.kind == "limit" else OwnRow(row, marked=not later)
            page.addWidget(made)
            if row.key == ABOVE_VAULT:
                page.addWidget(self.vault)
        self.nothing = EmptyState("magnifying-glass", tr("Nothing found"), tr("No setting holds these words."))
        self.nothing.hide()
        page.addWidget(self.nothing)
        page.addStretch(1)
        self.profiles = ProfilesBox(self._bridge)
        names.addStretch(1)
        names.addWidget(self.profiles)
        side = QWidget()
        side.setProperty("surface", "bg")
        side.setFixedWidth(188)
        side.setLayout(names)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(Hairline(vertical=True))
        middle.addLayout(self._right(page), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addLayout(self._foot())

    def _begin_section(self, name: str, names: QVBoxLayout, page: QVBoxLayout) -> None:
        button = SectionButton(tr(name), _GLYPHS.get(name, "gear-six"))
        self.sections.addButton(button, len(self._headings))
        names.addWidget(button)
        heading = self._headings[name] = _Heading(tr(name), tr(NEXT_START) if name in self._later else "")
        page.addWidget(heading)
        button.clicked.connect(lambda: self._show_section(name))

    def _right(self, page: QVBoxLayout) -> QVBoxLayout:
        inner = self._inner = QWidget()
        inner.setProperty("surface", "panel")
        inner.setLayout(page)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(inner)
        self._scroll.setAccessibleName(tr("Settings"))
        head = QHBoxLayout()
        head.setContentsMargins(24, 14, 16, 10)
        head.setSpacing(16)
        head.addWidget(Label(tr("Settings"), FIGURE, SEMIBOLD))
        head.addWidget(self.search, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(self._scroll, 1)
        return right

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(8)
        line.addWidget(self.import_button)
        line.addWidget(self.export_button)
        line.addWidget(self.told, 1)
        line.addWidget(self.discard_button)
        line.addWidget(self.save_button)
        return line

    def _connect(self) -> None:
        for row in self.rows.values():
            if isinstance(row, OwnRow):
                row.edited.connect(self._check_soon.start)
            else:
                row.asked.connect(self.rules_asked)
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        self.import_button.clicked.connect(self.choose_import)
        self.export_button.clicked.connect(self.choose_export)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self._bridge.events.answered.connect(self._on_answer)
        self._bridge.events.unanswered.connect(self._on_failure)
        self._bridge.events.event.connect(self._on_event)

    # --- what it shows ---

    def open_at(self, words: str = "") -> None:
        """Come to the front, with what holds these words."""
        self.refresh()
        self.search.setText(words)
        self.show()
        self.raise_()
        self.activateWindow()
        self.search.setFocus()

    def refresh(self) -> None:
        """Say what is in force; what is being edited stays."""
        for row in self._bridge.query("settings"):
            self.rows[row.key].show_kept(row.value)
        self.profiles.refresh()
        self.vault.refresh()
        self.check()

    def own_rows(self) -> dict[str, OwnRow]:
        """The settings that are edited here, by key."""
        return {key: row for key, row in self.rows.items() if isinstance(row, OwnRow)}

    def changes(self) -> tuple[Change, ...]:
        """What differs from the settings in force."""
        return tuple((key, row.editor.text()) for key, row in self.own_rows().items() if row.is_changed)

    def check(self) -> dict[str, str]:
        """Say beside each field what is no good; return it by key."""
        changes = self.changes()
        refusals: dict[str, str] = self._bridge.query("settings_check", changes)
        for key, row in self.own_rows().items():
            row.show_refusal(refusals.get(key, ""))
        for button, name in zip(self.sections.buttons(), self._headings, strict=True):
            keys = {key for key, row in self.own_rows().items() if row.setting.section == name and row.is_changed}
            if isinstance(button, SectionButton):
                button.set_mark(bool(keys), bool(keys & refusals.keys()))
        count = len(changes) + len(self._limits)
        ready = count > 0 and not refusals
        self.save_button.setEnabled(ready)
        self.save_button.set_kind("primary" if ready else "")
        self.save_button.setText(tr("Save {n}").format(n=count) if count else tr("Save"))
        self.save_button.updateGeometry()
        self.discard_button.setEnabled(count > 0)
        return refusals

    def _sift(self, typed: str) -> None:
        words = typed.lower().split()
        seen = set()
        for row in self.rows.values():
            found = row.matches(words)
            row.setVisible(found)
            seen |= {row.setting.section} if found else set()
        self.vault.setVisible(self.vault.matches(words))
        seen |= set() if self.vault.isHidden() else {self.rows[ABOVE_VAULT].setting.section}
        for name, heading in self._headings.items():
            heading.setVisible(name in seen)
        self.nothing.setVisible(not seen)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_section(self, name: str) -> None:
        self.search.clear()
        self._inner.adjustSize()
        self._scroll.verticalScrollBar().setValue(self._headings[name].y())

    def tell(self, sentence: str, tone: str = "text2") -> None:
        """Say something below the settings."""
        self.told.show_value(fmt.plain(sentence, 400), tone)

    # --- what it does ---

    def save(self) -> None:
        """Keep all changes at once."""
        if self.check():
            return
        if self._limits:
            self._bridge.submit(m.ChangeLimits(self._limits))
            self._limits = ()
        if changes := self.changes():
            self._ask(SAVE, changes)
        self.check()

    def discard(self) -> None:
        """Forget what was edited or read from a file."""
        self._limits = ()
        for row in self.own_rows().values():
            row.discard()
        self.tell("")
        self.check()

    def choose_import(self) -> QFileDialog:
        """Ask which file to read."""
        return self._choose(tr("Import settings"), QFileDialog.AcceptMode.AcceptOpen, self.import_from)

    def choose_export(self) -> QFileDialog:
        """Ask where to write."""
        return self._choose(tr("Export settings"), QFileDialog.AcceptMode.AcceptSave, self.export_to)

    def import_from(self, path: str) -> None:
        """Read a file into the fields; nothing is kept before it is saved."""
        self._ask(IMPORT, Path(path))

    def export_to(self, path: str) -> None:
        """Write all settings to a file."""
        self._ask(EXPORT, Path(path))

    def _choose(self, title: str, mode: QFileDialog.AcceptMode, then: object) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(mode)
        dialog.setNameFilter(FILE_KIND)
        dialog.setDefaultSuffix("toml")
        dialog.fileSelected.connect(then)
        dialog.open()
        return dialog

    def _ask(self, what: str, argument: object) -> None:
        self._asked[self._bridge.ask(what, argument)] = what

    def _on_answer(self, question: str, answer: object) -> None:
        match self._asked.pop(question, ""), answer:
            case "save_settings", _:
                later = [
                    row.setting.name for row in self.own_rows().values() if row.is_changed and not row.setting.live
                ]
                for row in self.own_rows().values():
                    row.show_kept(row.editor.text())
                self.refresh()
                told = tr("Saved. {names} from the next start on.").format(names=", ".join(map(tr, later)))
                self.tell(told if later else tr("Saved and in force."))
            case "export_settings", _:
                self.tell(tr("Settings are written. Keys and sessions are not among them."))
            case "import_settings", Imported() as found:
                self._take(found)

    def _take(self, found: Imported) -> None:
        for key, text in found.changes:
            row = self.rows[key]
            if isinstance(row, OwnRow):
                row.editor.set_text(text)
                row.mark()
        self._limits = found.limits
        count = len(found.changes) + len(found.limits)
        told = (
            tr("{n} settings differ; look at them, then save.").format(n=count) if count else tr("All are so already.")
        )
        self.tell(" ".join([told, *found.faults]), "warning" if found.faults else "text2")
        self.check()

    def _on_failure(self, question: str, why: str) -> None:
        if self._asked.pop(question, ""):
            self.tell(why, "warning")

    def _on_event(self, event: object) -> None:
        if isinstance(event, m.LimitsChanged):
            self.refresh()

    def reject(self) -> None:
        """Esc: first the search goes, then the edits, then the window."""
        if self.search.text():
            self.search.clear()
        elif self.changes() or self._limits:
            self.discard()
        else:
            super().reject()


class _Heading(QWidget):
    """The name of a section, and when its settings take effect if none does at once."""

    def __init__(self, name: str, when: str) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(INDENT, 20, 0, 4)
        line.setSpacing(8)
        line.addWidget(Label(name, BASE, SEMIBOLD, "text2"))
        line.addWidget(Label(when, CAPTION, tone="text3"))
        line.addStretch(1)
