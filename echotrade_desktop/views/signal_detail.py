"""One message or call from the history: its words with what was read, what became of it, and every rule's answer."""

from datetime import tzinfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.history import HistoryRow, SignalStory
from echotrade_desktop.engine.domain.signal import Verdict
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.approval_why import MessageText, RuleRow
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.models.signals import BECAME, Step, came_from, steps
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.label import ElidedLabel, Label

_INDENT = 20


class StepRow(QWidget):
    """One thing that happened."""

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__()
        self._zone, self._glyph, self._tone = zone, "", "text2"
        self._text, self._at = Label("", CAPTION, tone="text"), Label("", CAPTION, tone="text3")
        self._text.setWordWrap(True)
        self._amount = Label("", CAPTION, MEDIUM)
        line = QHBoxLayout(self)
        line.setContentsMargins(_INDENT, 2, 0, 2)
        line.setSpacing(8)
        line.addWidget(self._text, 1)
        for part in (self._amount, self._at):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)

    @property
    def told(self) -> str:
        """What it says."""
        return f"{self._text.text()} {self._amount.text()}".strip()

    def show_step(self, step: Step) -> None:
        """Show another one."""
        self._glyph, self._tone = step.glyph, step.tone if step.tone == "warning" else "text2"
        self._text.show_value(step.text, "warning" if step.tone == "warning" else "text")
        self._amount.show_value(step.amount, step.tone if step.amount else "text2")
        self._at.show_value(fmt.clock(step.at, self._zone) if step.at else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        role = "warning_text" if self._tone == "warning" else self._tone
        paint_icon(QPainter(self), QRectF(0, 3, 12, 12), self._glyph, getattr(current_palette(), role))


class SignalDetail(QScrollArea):
    """Everything about one row of the history.

    Signals:
    chart_asked(str): the symbol whose chart is wanted.
    reading_asked(object): the key of a message whose reading the user wants to look at or put right.
    """

    chart_asked = Signal(str)
    reading_asked = Signal(object)

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.row: HistoryRow | None = None
        self.step_rows: list[StepRow] = []
        self.rule_rows: list[RuleRow] = []
        self.setAccessibleName(tr("The selected message"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._body())

    def _body(self) -> QWidget:
        self._side, self._title = Chip(""), ElidedLabel("", BASE, SEMIBOLD)
        self._became, self._who = Label("", CAPTION, MEDIUM), ElidedLabel("", CAPTION, tone="text2")
        self._source = Chip("")
        self.message = MessageText()
        self._chart, self._reading = _link(tr("Show the chart")), _link(tr("Look at the reading…"))
        self._chart.clicked.connect(self._ask_chart)
        self._reading.clicked.connect(self._ask_reading)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._side)
        head.addWidget(self._title, 1)
        head.addWidget(self._became)
        who = QHBoxLayout()
        who.setSpacing(8)
        who.addWidget(self._source)
        who.addWidget(self._who, 1)
        links = QHBoxLayout()
        links.setSpacing(8)
        links.addWidget(self._chart)
        links.addWidget(self._reading)
        links.addStretch(1)
        self._steps, self._rules = QVBoxLayout(), QVBoxLayout()
        self._steps.setSpacing(0)
        self._rules.setSpacing(0)
        self._rules_head = Label(tr("Rules"), CAPTION, SEMIBOLD, "text2")
        body = QWidget()
        body.setProperty("surface", "panel")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(12, 8, 12, 8)
        rows.setSpacing(6)
        for part in (head, who):
            rows.addLayout(part)
        rows.addWidget(self.message)
        rows.addLayout(self._steps)
        rows.addLayout(links)
        rows.addWidget(self._rules_head)
        rows.addLayout(self._rules)
        rows.addStretch(1)
        return body

    def show_row(self, row: HistoryRow, story: SignalStory) -> None:
        """Show a message, and what became of it."""
        if self.row is None or self.row.key != row.key:
            self.verticalScrollBar().setValue(0)
        self.row = row
        self._show_head(row)
        queued = row.queued
        spans = queued.signal.spans if queued is not None else ()
        self.message.show_message(
            row.message.text or tr("(no words)"), spans, queued is None or queued.signal.side.sign > 0
        )
        self._show_steps(steps(row, story))
        self._show_rules(queued.verdicts if queued is not None else ())
        self._chart.setVisible(queued is not None and row.instrument is not None)
        self._reading.setVisible(not row.message.deleted and not row.message.is_service)

    def _show_head(self, row: HistoryRow) -> None:
        queued = row.queued
        self._side.setVisible(queued is not None)
        word, tone = BECAME[row.became]
        self._became.show_value(tr(word), tone)
        if queued is not None:
            up = queued.signal.side.sign > 0
            self._side.show_value("LONG" if up else "SHORT", "up" if up else "down", 1 if up else -1)
        self._title.show_value(queued.signal.symbol if queued is not None else tr("Message"))
        self._source.show_value(came_from(row)[1].upper())
        name, chat = fmt.plain(row.message.sender_name, 40), fmt.plain(row.message.chat_name, 40)
        self._who.show_value(tr("{name} in {chat}", name=name, chat=chat) if chat and chat != name else name)

    def _show_steps(self, shown: tuple[Step, ...]) -> None:
        while len(self.step_rows) < len(shown):
            self.step_rows.append(StepRow(self._zone))
            self._steps.addWidget(self.step_rows[-1])
        for number, row in enumerate(self.step_rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                row.show_step(shown[number])

    def _show_rules(self, verdicts: tuple[Verdict, ...]) -> None:
        blocking_first = sorted(verdicts, key=lambda verdict: verdict.passed)
        self._rules_head.setVisible(bool(verdicts))
        while len(self.rule_rows) < len(blocking_first):
            self.rule_rows.append(RuleRow())
            self._rules.addWidget(self.rule_rows[-1])
        for number, row in enumerate(self.rule_rows):
            row.setVisible(number < len(blocking_first))
            if number < len(blocking_first):
                row.show_verdict(blocking_first[number])
        wanted = [row.wanted() for row in self.rule_rows[: len(blocking_first)]] or [(0, 0)]
        for row in self.rule_rows:
            row.set_widths(max(name for name, _ in wanted), max(value for _, value in wanted))

    def _ask_chart(self) -> None:
        if self.row is not None and self.row.queued is not None:
            self.chart_asked.emit(self.row.queued.signal.symbol)

    def _ask_reading(self) -> None:
        if self.row is not None:
            self.reading_asked.emit(self.row.message.key)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    return button
