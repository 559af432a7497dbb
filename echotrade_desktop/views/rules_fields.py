"""What the limits are typed and chosen with. Each editor holds text as `ChangeLimits` takes it."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, font
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.numerals import Ambiguous, neutral, shown_in_field
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Switch
from echotrade_desktop.views.widgets.label import ElidedLabel, Label

NUMBER_WIDTH, TEXT_WIDTH, HEIGHT = 88, 300, 26
UNIT_ROOM = 20
"""Behind a number stands its unit; what has none keeps that room, so that all of a page end in one line."""
SHARE = "%"
BEFORE = ("$", "×")  # units that stand before their number
OWN_ZONE = "This computer's own"


class Editor(QWidget):
    """Holds one limit as text.

    Signals:
    edited(): the user changed it.
    """

    edited = Signal()

    def text(self) -> str:
        """Return what it says now."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """Say something else; that is no edit."""
        raise NotImplementedError

    def set_invalid(self, invalid: bool) -> None:
        """Mark it as holding a value that is no good."""


def mark_invalid(field: QWidget, invalid: bool) -> None:
    """Give a field the border of a bad value, or take it away."""
    if bool(field.property("invalid")) is not invalid:
        field.setProperty("invalid", invalid)
        field.style().unpolish(field)
        field.style().polish(field)


class LineEditor(Editor):
    """A line of text, or a number with its unit behind."""

    def __init__(self, name: str, unit: str = "", width: int = NUMBER_WIDTH, empty: str = "") -> None:
        super().__init__()
        self.unit, self._is_number = unit, width <= NUMBER_WIDTH
        self.field = QLineEdit()
        self.field.setAccessibleName(f"{name}, {unit}" if unit else name)
        self.field.setFixedHeight(HEIGHT)
        self.field.setMinimumWidth(width)
        if width <= NUMBER_WIDTH:
            self.field.setMaximumWidth(width)
        self.field.setFont(font(BASE, MEDIUM))
        self.field.setMaxLength(2_000)
        self.field.setPlaceholderText(empty)
        if width == NUMBER_WIDTH:
            self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.textEdited.connect(lambda _: self.edited.emit())
        self.setFocusProxy(self.field)
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        if unit in BEFORE:
            line.addWidget(Label(unit, BASE, tone="text2"))
        line.addWidget(self.field)
        if width == NUMBER_WIDTH:
            after = Label("" if unit in BEFORE else unit, BASE, tone="text2")
            after.setFixedWidth(UNIT_ROOM - 6)  # numbers stand in one column, whatever their unit
            line.addWidget(after)

    def stand_in_column(self) -> None:
        """End where numbers do, whose unit stands behind them."""
        self._line.setContentsMargins(0, 0, UNIT_ROOM, 0)

    def text(self) -> str:
        typed = self.field.text().strip()
        if self._is_number:
            typed = self._read(typed)
        return f"{typed} %" if self.unit == SHARE and typed and not typed.endswith("%") else typed

    @staticmethod
    def _read(typed: str) -> str:
        """The neutral number; what can be read in two ways becomes a question, which no limit takes for a number."""
        try:
            return neutral(typed.removesuffix("%")) + ("%" if typed.endswith("%") else "")
        except Ambiguous as question:
            return str(question)

    def set_text(self, text: str) -> None:
        bare = text.removesuffix("%").strip() if self.unit == SHARE else text
        self.field.setText(shown_in_field(bare) if self._is_number else bare)
        self.field.setCursorPosition(0)

    def set_invalid(self, invalid: bool) -> None:
        mark_invalid(self.field, invalid)


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.switch = Switch(name)
        self.switch.asked.connect(self._flip)
        self.setFocusProxy(self.switch)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 18, 0)
        line.addStretch(1)
        line.addWidget(self.switch)

    def _flip(self, on: bool) -> None:
        self.switch.set_on(on)
        self.edited.emit()

    def text(self) -> str:
        return "on" if self.switch.isChecked() else "off"

    def set_text(self, text: str) -> None:
        self.switch.set_on(text == "on")


class CaretBox(QComboBox):
    """A box to choose from, with the app's own caret."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        tint = current_palette().text2
        paint_icon(QPainter(self), QRectF(self.width() - 18, self.height() / 2 - 5, 10, 10), "caret-down", tint)


class ChoiceEditor(Editor):
    """One of a few words."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.box = CaretBox()
        self.box.setAccessibleName(name)
        self.box.setFixedSize(172, HEIGHT)
        for value, words in choices:
            self.box.addItem(words, value)
        self.box.activated.connect(lambda _: self.edited.emit())
        self.setFocusProxy(self.box)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, UNIT_ROOM, 0)
        line.addWidget(self.box)

    def text(self) -> str:
        return str(self.box.currentData())

    def set_text(self, text: str) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(text)))


class ZoneEditor(Editor):
    """A time zone, found by typing a part of its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.box = CaretBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.addItem(tr(OWN_ZONE))
        self.box.addItems(sorted(available_timezones()))
        self.box.setAccessibleName(name)
        self.box.setFixedSize(220, HEIGHT)
        completer = QCompleter(self.box.model(), self.box)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.box.setCompleter(completer)
        self.box.currentTextChanged.connect(self._changed)
        self.setFocusProxy(self.box)
        self._setting = False
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, UNIT_ROOM, 0)
        line.addWidget(self.box)

    def _changed(self, _text: str) -> None:
        if not self._setting:
            self.edited.emit()

    def text(self) -> str:
        typed = self.box.currentText().strip()
        return "" if typed == tr(OWN_ZONE) else typed

    def set_text(self, text: str) -> None:
        self._setting = True
        self.box.setCurrentText(text or tr(OWN_ZONE))
        self._setting = False

    def set_invalid(self, invalid: bool) -> None:
        mark_invalid(self.box, invalid)


class WeightsEditor(Editor):
    """A number for each source."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._fields: dict[str, LineEditor] = {}
        self._name = name
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)

    def _field(self, source: str) -> LineEditor:
        if source not in self._fields:
            field = self._fields[source] = LineEditor(f"{self._name} {source}")
            field.edited.connect(self.edited)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addStretch(1)
            line.addWidget(Label(source.capitalize(), BASE))
            line.addWidget(field)
            self._rows.addLayout(line)
            if len(self._fields) == 1:
                self.setFocusProxy(field)
        return self._fields[source]

    def text(self) -> str:
        return ", ".join(f"{source} {field.text()}" for source, field in self._fields.items())

    def set_text(self, text: str) -> None:
        for part in text.split(","):
            source, _, weight = part.strip().partition(" ")
            self._field(source).set_text(weight)

    def set_invalid(self, invalid: bool) -> None:
        for field in self._fields.values():
            field.set_invalid(invalid)


class ChecksEditor(Editor):
    """Some of a list; none chosen means any."""

    def __init__(self, name: str, empty: str) -> None:
        super().__init__()
        self._name = name
        self._chosen: set[str] = set()
        self.switches: dict[str, Switch] = {}
        self._empty = Label(empty, CAPTION, tone="text2")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 18, 0)
        self._rows.setSpacing(0)
        self._rows.addWidget(self._empty, 0, Qt.AlignmentFlag.AlignRight)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these: value and words."""
        self._empty.setVisible(not choices)
        for value, words in choices:
            if value not in self.switches:
                self._rows.addLayout(self._row(value, fmt.plain(words, 40)))

    def _row(self, value: str, words: str) -> QHBoxLayout:
        switch = self.switches[value] = Switch(f"{self._name}: {words}")
        switch.asked.connect(lambda on: self._flip(value, on))
        switch.set_on(value in self._chosen)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        name = ElidedLabel(words, BASE)
        name.setMaximumWidth(200)
        line.addWidget(name)
        line.addWidget(switch)
        return line

    def _flip(self, value: str, on: bool) -> None:
        self.switches[value].set_on(on)
        self._chosen = self._chosen | {value} if on else self._chosen - {value}
        self.edited.emit()

    def text(self) -> str:
        return ", ".join(sorted(self._chosen))

    def set_text(self, text: str) -> None:
        self._chosen = {part.strip() for part in text.split(",") if part.strip()}
        for value, switch in self.switches.items():
            switch.set_on(value in self._chosen)
