"""Rules and limits: each with its words, checked as it is typed, with what it would have blocked, before it is saved.

Edits are collected and saved together: one command, all of it or nothing.
"""

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.read_limits import LimitsCheck, LimitsView
from echotrade_desktop.engine.domain.schedule import local_time
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import CAPTION, FIGURE, SEMIBOLD
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.rules_fields import ChecksEditor
from echotrade_desktop.views.rules_hindsight import HindsightBar
from echotrade_desktop.views.rules_parts import SectionButton, VolatilityLine
from echotrade_desktop.views.rules_rows import INDENT, ForNowRow, GaugeCell, LimitRow, gauges_of
from echotrade_desktop.views.rules_sections import SECTIONS, make_editor
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.scroll import scrolling

SIZE, LEAST_SIZE = (880, 680), (760, 480)
CHECK_MS, SECOND_MS = 120, 1_000
_FIGURES = (m.FillRecorded, m.EquityMarked, m.MaxPositionsSet, m.LossLimitHit, m.VolatilityChanged, m.TraderSeen)


class RulesPage(QDialog):
    """A window beside the window; it never blocks.

    Signals:
    telegram_asked(): the Telegram account and its channels are wanted.
    """

    telegram_asked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._waiting: dict[str, str] = {}  # command id → what was asked: "save" or "now"
        self.setModal(False)
        self.setWindowTitle(tr("Rules and limits"))
        self.setAccessibleName(tr("Rules and limits"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.rows: dict[str, LimitRow] = {}
        self.gauges = [GaugeCell() for _ in range(4)]
        self.for_now, self.volatility = ForNowRow(), VolatilityLine()
        self.for_now.asked.connect(self._set_for_now)
        self.hindsight = HindsightBar()
        self._told = ElidedLabel("", CAPTION, tone="text2")
        self.save_button, self.discard_button = KeyButton("Save", "Ctrl+S"), KeyButton("Discard")
        self.save_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)
        self._check_soon = QTimer(self, singleShot=True, interval=CHECK_MS)
        self._check_soon.timeout.connect(self.check)
        self._seconds = QTimer(self, interval=SECOND_MS)
        self._seconds.timeout.connect(self._show_figures)
        self._build(bridge.query("limits"))
        bridge.events.event.connect(self._on_event)

    # --- what it is made of ---

    def _build(self, view: LimitsView) -> None:
        rules = {rule.field: rule for rule in view.rules}
        for field, rule in rules.items():
            row = self.rows[field] = LimitRow(rule, make_editor(rule, self._local_now))
            row.edited.connect(self._check_soon.start)
        self._pages = QStackedWidget()
        self.sections = QButtonGroup(self)
        names = QVBoxLayout()
        names.setContentsMargins(8, 12, 8, 12)
        names.setSpacing(2)
        for number, (name, glyph, groups) in enumerate(SECTIONS):
            button = SectionButton(tr(name), glyph)
            self.sections.addButton(button, number)
            names.addWidget(button)
            self._pages.addWidget(self._section(name, groups))
        names.addStretch(1)
        self.sections.idClicked.connect(self._pages.setCurrentIndex)
        self.sections.button(0).setChecked(True)
        side = QWidget()
        side.setProperty("surface", "bg")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(152)
        side.setLayout(names)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(side)
        middle.addWidget(Hairline(vertical=True))
        middle.addWidget(self._pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(Hairline())
        column.addLayout(self._foot())

    def _section(self, name: str, groups: tuple[tuple[str, tuple[str, ...]], ...]) -> QWidget:
        column = QVBoxLayout()
        column.setContentsMargins(24 - INDENT, 16, 16, 16)
        column.setSpacing(0)
        column.addLayout(self._head(name, [field for _, fields in groups for field in fields]))
        if name == "Risk":
            column.addSpacing(12)
            column.addLayout(self._gauge_line())
        for title, fields in groups:
            column.addSpacing(20)
            heading = Label(tr(title), CAPTION, SEMIBOLD, "text2")
            heading.setContentsMargins(INDENT, 0, 0, 0)
            column.addWidget(heading)
            column.addSpacing(2)
            for field in fields:
                column.addWidget(self.rows[field])
                if field == "max_positions":
                    column.addWidget(self.for_now)
                if field == "volatility_resume":
                    column.addWidget(self.volatility)
        if name == "Sources":
            column.addSpacing(16)
            column.addLayout(self._way_to_telegram())
        column.addStretch(1)
        inner = QWidget()
        inner.setProperty("surface", "panel")
        inner.setLayout(column)
        return scrolling(inner)

    def _way_to_telegram(self) -> QHBoxLayout:
        """Which channels are read is chosen elsewhere."""
        button = KeyButton("Telegram channels…", glyph="telegram-logo")
        button.clicked.connect(self.telegram_asked)
        line = QHBoxLayout()
        line.setContentsMargins(INDENT, 0, 0, 0)
        line.addWidget(button)
        line.addStretch(1)
        return line

    def _head(self, name: str, fields: list[str]) -> QHBoxLayout:
        reset = KeyButton("Reset to defaults", glyph="arrow-counter-clockwise")
        reset.setAccessibleName(tr("Reset {name} to defaults", name=tr(name)))
        reset.clicked.connect(lambda: self.reset(fields))
        line = QHBoxLayout()
        line.setContentsMargins(INDENT, 0, 0, 0)
        line.addWidget(Label(tr(name), FIGURE, SEMIBOLD))
        line.addStretch(1)
        line.addWidget(reset)
        return line

    def _gauge_line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(INDENT, 0, 0, 0)
        line.setSpacing(12)
        for cell in self.gauges:
            line.addWidget(cell, 1)
        return line

    def _foot(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(24, 10, 16, 10)
        line.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.hindsight)
        words.addWidget(self._told)
        self._told.hide()
        line.addLayout(words, 1)
        line.addWidget(self.discard_button)
        line.addWidget(self.save_button)
        return line

    # --- what it shows ---

    def open_at(self, section: str = "") -> None:
        """Come to the front, at a section."""
        for number, (name, _, _) in enumerate(SECTIONS):
            if name == section:
                self.sections.button(number).click()
        self._refresh()
        self._seconds.start()
        self.show()
        self.raise_()
        self.activateWindow()
        if (button := self.sections.checkedButton()) is not None:
            button.setFocus()

    def changes(self) -> tuple[tuple[str, str], ...]:
        """Return what differs from the limits in force."""
        return tuple((field, row.editor.text()) for field, row in self.rows.items() if row.is_changed)

    def check(self) -> LimitsCheck:
        """Say beside each field what is no good, and below what the rest would have blocked."""
        changes = self.changes()
        answer: LimitsCheck = self._bridge.query("limits_check", changes)
        for field, row in self.rows.items():
            row.show_refusal(answer.refusals.get(field, ""))
        self._mark_sections(answer)
        self.hindsight.show_calls(answer.calls, bool(changes))
        ready = bool(changes) and not answer.refusals
        self.save_button.setEnabled(ready)
        self.save_button.set_kind("primary" if ready else "")
        self.discard_button.setEnabled(bool(changes))
        count = len(changes)
        self.save_button.set_content(
            tr("Save 1 change") if count == 1 else tr("Save {n} changes", n=count) if count else "Save", ""
        )
        self.save_button.updateGeometry()
        return answer

    def _mark_sections(self, answer: LimitsCheck) -> None:
        for number, (_, _, groups) in enumerate(SECTIONS):
            button, fields = self.sections.button(number), [field for _, part in groups for field in part]
            if isinstance(button, SectionButton):
                edited = any(self.rows[field].is_changed for field in fields)
                button.set_mark(edited, bool(answer.refusals.keys() & set(fields)))

    def _refresh(self) -> None:
        view = self._show_figures()
        for field, row in self.rows.items():
            row.show_kept(view.texts[field])
        self.check()

    def _show_figures(self) -> LimitsView:
        view: LimitsView = self._bridge.query("limits")
        gauges_of(view, self.gauges)
        self.for_now.show_view(view.max_positions_for_now, view.max_positions_until, self._bridge.now())
        self.volatility.show_rows(view.volatility)
        traders = self.rows["only_traders"].editor
        if isinstance(traders, ChecksEditor):
            traders.set_choices(view.traders)
        return view

    def _local_now(self) -> datetime:
        return local_time(self._bridge.now(), self._bridge.query("limits").limits.zone)

    # --- what it does ---

    def save(self) -> None:
        """Ask for all changes at once; the rows follow when they are in force."""
        if self.check().refusals or not self.changes():
            return
        command = m.ChangeLimits(self.changes())
        self._waiting[command.command_id] = "save"
        self.tell("")
        self._bridge.submit(command)

    def discard(self) -> None:
        """Go back to what is in force."""
        for row in self.rows.values():
            row.discard()
        self.tell("")
        self.check()

    def reset(self, fields: list[str]) -> None:
        """Say the defaults of a section; they are not saved yet."""
        for field in fields:
            self.rows[field].to_default()
        self.check()

    def tell(self, sentence: str) -> None:
        """Say something above the buttons."""
        self._told.show_value(fmt.plain(sentence, 300), "warning")
        self._told.setVisible(bool(sentence))

    def _set_for_now(self, limit: int | None, minutes: int) -> None:
        command = m.SetMaxPositions(limit) if limit is None else m.SetMaxPositions(limit, minutes)
        self._waiting[command.command_id] = "now"
        self._bridge.submit(command)

    def _on_event(self, event: object) -> None:
        match event:
            case m.LimitsChanged():
                if self._waiting.pop(event.command_id or "", None):
                    self._take_as_kept(event)
                self._refresh()
            case m.CommandRefused() if what := self._waiting.pop(event.command_id, ""):
                self.for_now.refuse(spoken(event.reason)) if what == "now" else self.tell(spoken(event.reason))
            case m.SignalQueued() if self.isVisible():
                self._check_soon.start()
        if isinstance(event, _FIGURES) and self.isVisible():
            self._show_figures()

    def _take_as_kept(self, event: m.LimitsChanged) -> None:
        """What was saved is in force as it was read, however it was typed."""
        for change in event.changed:
            self.rows[change.field].editor.set_text(change.now)
            self.rows[change.field].show_kept(change.now)

    def reject(self) -> None:
        """Esc: first the edits go, then the window."""
        if self.changes():
            self.discard()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._seconds.stop()
        super().closeEvent(event)
