"""The rows of the page of rules: a limit with its words and its default, a gauge, a maximum for a while."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.limit_rules import LimitRule
from echotrade_desktop.engine.domain.read_limits import Gauge, LimitsView
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.rules_fields import Editor, LineEditor
from echotrade_desktop.views.rules_sections import SENTENCES, WIDE, default_of
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton, KeyButton
from echotrade_desktop.views.widgets.figures import Meter
from echotrade_desktop.views.widgets.label import Label

INDENT = 10
"""Left of it is the mark of a row that was edited."""


class LimitRow(QWidget):
    """One limit: name, sentence and default on the left, what it is edited with on the right, a refusal below.

    Signals:
    edited(): the user changed it.
    """

    edited = Signal()

    def __init__(self, rule: LimitRule, editor: Editor, wide: bool | None = None, empty: str = "") -> None:
        super().__init__()
        self.rule, self.editor = rule, editor
        self._kept = rule.default
        self._wide = rule.field in WIDE if wide is None else wide
        self._spoken_default = default_of(rule) if rule.default or not empty else empty
        self._name = Label(tr(rule.name), BASE, MEDIUM)
        self._told = Label(tr(SENTENCES.get(rule.field, rule.sentence)), CAPTION, tone="text2")
        self._told.setWordWrap(True)
        self._default = Label("", CAPTION, tone="text3")
        self.refusal = Label("", CAPTION, tone="warning")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        self.reset = IconButton(
            "arrow-counter-clockwise",
            tr("Default of {name}: {default}", name=tr(rule.name), default=self._spoken_default),
            14,
        )
        self.reset.clicked.connect(self.to_default)
        keep = self.reset.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.reset.setSizePolicy(keep)
        editor.set_text(rule.default)
        editor.edited.connect(self._on_edited)
        editor.setToolTip(self._told.text())
        self._lay_out()

    def _lay_out(self) -> None:
        head = self._head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name)
        head.addWidget(self._default)
        head.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(head)
        words.addWidget(self._told)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addLayout(words, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(INDENT, 8, 0, 9)
        rows.setSpacing(6)
        rows.addLayout(top)
        if self._wide:
            rows.addWidget(self.editor)
        else:
            top.addWidget(self.editor, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignTop)
        words.addWidget(self.refusal)
        words.addStretch(1)

    def add_caption(self, told: str) -> None:
        """Say something more behind the name."""
        self._head.insertWidget(1, Label(told, CAPTION, tone="text3"))

    @property
    def is_changed(self) -> bool:
        """Whether it says something else than what is in force."""
        return self.editor.text() != self._kept

    def show_kept(self, text: str) -> None:
        """Say what is in force; what the user is editing stays."""
        follow = not self.is_changed
        self._kept = text
        if follow:
            self.editor.set_text(text)
        self.mark()

    def discard(self) -> None:
        """Say what is in force again."""
        self.editor.set_text(self._kept)
        self.show_refusal("")
        self.mark()

    def to_default(self) -> None:
        """Say the default; it is not saved yet."""
        self.editor.set_text(self.rule.default)
        self._on_edited()

    def show_refusal(self, why: str) -> None:
        """Say below the words why the value is no good; "" when it is good."""
        self.refusal.setVisible(bool(why))
        self.refusal.show_value(f"{tr(self.rule.name)} {spoken(why)}." if why else "")
        self.editor.set_invalid(bool(why))
        self.editor.setAccessibleDescription(self.refusal.text())

    def _on_edited(self) -> None:
        self.mark()
        self.edited.emit()

    def mark(self) -> None:
        """Show beside the name whether it was edited, and what the default is."""
        text = self.editor.text()
        self.reset.setVisible(text != self.rule.default)
        self._default.show_value(
            "" if text == self.rule.default else tr("default {default}", default=self._spoken_default)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(INDENT, self.height() - 1, self.width() - INDENT, 1, palette.line)
        if self.is_changed:
            painter.fillRect(0, 10, 3, self.height() - 20, palette.accent)


class GaugeCell(QWidget):
    """A figure against its limit."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._value = Label("", CAPTION, tone="text2"), Label("", BASE, MEDIUM)
        self._limit, self.meter = Label("", CAPTION, tone="text2"), Meter("", 120)
        figures = QHBoxLayout()
        figures.setSpacing(4)
        figures.addWidget(self._value)
        figures.addWidget(self._limit, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addWidget(self._name)
        rows.addLayout(figures)
        rows.addSpacing(1)
        rows.addWidget(self.meter)

    def show_gauge(self, gauge: Gauge) -> None:
        """Show another figure."""
        self._name.show_value(tr(gauge.name))
        near = gauge.used is not None and gauge.used >= 1
        self._value.show_value(spoken(gauge.value), "warning" if near else "text")
        self._limit.show_value(tr("of {limit}", limit=spoken(gauge.limit)))
        self.meter.set_used(gauge.used or 0)
        self.setToolTip(tr(gauge.sentence))
        self.setAccessibleName(
            tr("{name} {value} of {limit}", name=tr(gauge.name), value=spoken(gauge.value), limit=spoken(gauge.limit))
        )


class ForNowRow(QWidget):
    """A maximum of positions for a while, with its countdown.

    Signals:
    asked(object, int): this many positions (None for the usual again) for so many minutes.
    """

    asked = Signal(object, int)

    def __init__(self) -> None:
        super().__init__()
        self._until: datetime | None = None
        self._limit: int | None = None
        told = Label(tr("Another maximum for a while. It ends by itself, and closes nothing."), CAPTION, tone="text2")
        told.setWordWrap(True)
        self.left = Label("", CAPTION, MEDIUM, "warning")
        self.refusal = Label("", CAPTION, tone="warning")
        self.positions, self.minutes = (
            LineEditor(tr("Positions for now"), width=46),
            LineEditor(tr("Minutes"), width=46),
        )
        self.positions.set_text("3")
        self.minutes.set_text("60")
        self.button = KeyButton("Set")
        self.button.clicked.connect(self._ask)
        for field in (self.positions.field, self.minutes.field):
            field.returnPressed.connect(self._ask)
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (Label(tr("Open positions for now"), BASE, MEDIUM), told, self.left, self.refusal):
            words.addWidget(label)
        line = QHBoxLayout(self)
        line.setContentsMargins(INDENT, 8, 0, 9)
        line.setSpacing(6)
        line.addLayout(words, 1)
        between, after = Label(tr("for"), BASE, tone="text2"), Label(tr("min"), BASE, tone="text2")
        for label in (between, after):
            label.setFixedHeight(self.positions.sizeHint().height())
        self.button.setProperty("room", "field")  # as high as the fields beside it
        self.button.setFixedHeight(self.positions.sizeHint().height())
        parts: tuple[QWidget, ...] = (self.positions, between, self.minutes, after, self.button)
        for part in parts:
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self._editors = parts[:-1]
        self.show_view(None, None, None)

    def show_view(self, limit: int | None, until: datetime | None, now: datetime | None) -> None:
        """Show what is in force and how long still."""
        self._limit, self._until = limit, until
        on = until is not None and now is not None and now < until
        for part in self._editors:
            part.setVisible(not on)
        self.button.setText(tr("End now") if on else tr("Set"))
        left = "" if until is None or now is None else fmt.countdown(until - now)
        self.left.setVisible(on)
        self.left.show_value(tr("At most {limit} for {left} more", limit=limit, left=left) if on else "")
        self.refusal.setVisible(bool(self.refusal.text()))

    def refuse(self, why: str) -> None:
        """Say why it cannot be."""
        self.refusal.show_value(why)
        self.refusal.setVisible(bool(why))

    def _ask(self) -> None:
        self.refuse("")
        if self._until is not None:
            self.asked.emit(None, 0)
            return
        typed = (self.positions.text(), self.minutes.text())
        if not all(text.isascii() and text.isdigit() and len(text) < 6 for text in typed):
            self.refuse(tr("Positions and minutes must be whole numbers."))
            return
        self.asked.emit(int(typed[0]), int(typed[1]))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(INDENT, self.height() - 1, self.width() - INDENT, 1, current_palette().line)


def gauges_of(view: LimitsView, cells: list[GaugeCell]) -> None:
    """Show each gauge in its cell."""
    for cell, gauge in zip(cells, view.gauges, strict=False):
        cell.show_gauge(gauge)
