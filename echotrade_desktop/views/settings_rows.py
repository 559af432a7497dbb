"""The rows of the page of settings: what each is edited with, and the limits, which are edited elsewhere."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.limit_rules import LimitRule
from echotrade_desktop.settings_book import SettingRow
from echotrade_desktop.views.fonts import BASE, MEDIUM
from echotrade_desktop.views.numerals import spoken, written
from echotrade_desktop.views.rules_fields import (
    NUMBER_WIDTH,
    TEXT_WIDTH,
    ChoiceEditor,
    Editor,
    LineEditor,
    SwitchEditor,
    ZoneEditor,
)
from echotrade_desktop.views.rules_rows import INDENT, LimitRow
from echotrade_desktop.views.rules_sections import SECTIONS
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, described

SHORT_TEXT = 200
NEXT_START = "from the next start on"
_CALLED = {
    "simulated": "Practice market",
    "usdm": "Perpetuals",
    "real": "Real",
    "auto": "Keyring, else a file",
    "file": "Sealed file",
    "system": "As the system",
    "contrast": "High contrast",
}
"""What choices are called whose word in the file is no word of people's."""


def editor_of(row: SettingRow) -> Editor:
    """Return what a setting is edited with."""
    match row.kind:
        case "switch":
            return SwitchEditor(row.name)
        case "choice":
            return ChoiceEditor(row.name, [(value, choice_words(value)) for value in row.choices])
        case "zone":
            return ZoneEditor(row.name)
        case "list":
            return LineEditor(row.name, width=TEXT_WIDTH, empty=tr("none"))
        case "text":
            editor = LineEditor(row.name, width=SHORT_TEXT)
            editor.stand_in_column()
            return editor
        case _:
            return LineEditor(row.name, row.unit, NUMBER_WIDTH)


def choice_words(value: str) -> str:
    """Return how a choice is called."""
    languages = {"en": "English", "de": "Deutsch", "iso": "ISO 8601"}
    return languages.get(value) or tr(_CALLED.get(value, value.replace("_", " ").capitalize()))


class OwnRow(LimitRow):
    """A setting that is edited here."""

    def __init__(self, row: SettingRow, marked: bool = True) -> None:
        self.setting = row
        rule = LimitRule(row.key, tr(row.name), tr(row.sentence), row.unit, row.default)
        super().__init__(rule, editor_of(row), wide=row.kind == "list", empty=_nothing(row))
        if marked and not row.live:
            self.add_caption(tr(NEXT_START))
        self.show_kept(row.value)

    def matches(self, words: list[str]) -> bool:
        """Whether it holds every word."""
        return _holds(self.setting, words)


class ElsewhereRow(QWidget):
    """A limit: its value, and the way to where it is changed.

    Signals:
    asked(str): the section of the rules where it stands.
    """

    asked = Signal(str)

    def __init__(self, row: SettingRow) -> None:
        super().__init__()
        self.setting = row
        self.value = ElidedLabel("", BASE, MEDIUM)
        self.value.setFixedWidth(132)
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.change = KeyButton(tr("Change…"))
        self.change.setAccessibleName(f"{tr('Change…')} {tr(row.name)}")
        section = _section_of(row.key.partition(".")[2])
        self.change.clicked.connect(lambda: self.asked.emit(section))
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(16)
        line.addLayout(described(tr(row.name), tr(row.sentence)), 1)
        line.addWidget(self.value)
        line.addWidget(self.change)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(INDENT, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(line)
        rows.addWidget(Hairline())
        self.show_kept(row.value)

    def show_kept(self, text: str) -> None:
        """Say what is in force."""
        unit = self.setting.unit
        before, after = (unit, "") if unit in ("$", "×") else ("", f" {unit}" if unit == "s" else "")
        self.value.show_value(f"{before}{_grouped(text)}{after}" if text else tr("off"))

    def matches(self, words: list[str]) -> bool:
        """Whether it holds every word."""
        return _holds(self.setting, words)


Row = OwnRow | ElsewhereRow


def _grouped(text: str) -> str:
    """A value with its thousands apart."""
    try:
        return written(f"{Decimal(text):,f}")
    except InvalidOperation:
        return spoken(text)


def _holds(row: SettingRow, words: list[str]) -> bool:
    told = " ".join((row.key, row.section, row.name, row.sentence, tr(row.name), tr(row.sentence))).lower()
    return all(word in told for word in words)


def _nothing(row: SettingRow) -> str:
    return tr("this computer's own") if row.kind == "zone" else tr("none")


def _section_of(field: str) -> str:
    """Return the section of the page of rules where a limit stands."""
    return next((name for name, _, groups in SECTIONS if any(field in part for _, part in groups)), "")
