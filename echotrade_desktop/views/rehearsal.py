"""Rehearsal: drills on the practice market, started by a press, explained when they are over."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.rehearsal import Drill, DrillOffer, DrillReport
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import Label, described

SIZE, LEAST_SIZE = (640, 620), (560, 480)
SECOND_MS = 1_000


class DrillRow(QWidget):
    """A drill with its button."""

    def __init__(self, offer: DrillOffer) -> None:
        super().__init__()
        self.offer = offer
        self.start = KeyButton(tr("Start"))
        self.start.setAccessibleName(f"{tr('Start')}: {tr(offer.title)}")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 8, 0, 8)
        line.setSpacing(16)
        line.addLayout(described(tr(offer.title), tr(offer.sentence)), 1)
        line.addWidget(self.start)


class ReportView(QWidget):
    """What came of a drill: three headings with what belongs to each."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 8, 8, 0)
        self._rows.setSpacing(4)

    def text(self) -> str:
        """All of it as text; "" while there is none."""
        return self._text

    def clear(self) -> None:
        """Say nothing."""
        self._text = ""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def show_report(self, report: DrillReport) -> None:
        """Say what came of a drill."""
        self.clear()
        self._text = written(report)
        for title, lines in parts_of(report):
            heading = Label(title, CAPTION, SEMIBOLD, "text2")
            heading.setContentsMargins(0, 8, 0, 0)
            self._rows.addWidget(heading)
            for line in lines:
                self._rows.addWidget(_Point(fmt.plain(line, 300)))
        self._rows.addStretch(1)


class _Point(QWidget):
    """A sentence behind its bullet; its further lines begin where the first does."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        told = Label(sentence, BASE)
        told.setWordWrap(True)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(Label("•", BASE, tone="text2"), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(told, 1)


class RehearsalWindow(QDialog):
    """A window beside the window; it never blocks.

    Signals:
    prices_asked(): the user wants to choose the practice market.
    """

    prices_asked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._question = ""
        self._left = 0
        self.setModal(False)
        self.setWindowTitle(tr("Rehearsal"))
        self.setAccessibleName(tr("Rehearsal"))
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(*SIZE)
        self.rows: dict[Drill, DrillRow] = {}
        self.told = Label("", BASE, MEDIUM, "text2")
        self.told.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(4)
        self.bar.hide()
        self.report = ReportView()
        self._seconds = QTimer(self, interval=SECOND_MS)
        self._seconds.timeout.connect(self._tick)
        self._build(bridge.query("drills"))
        bridge.events.answered.connect(self._on_answer)
        bridge.events.unanswered.connect(self._on_failure)

    def _build(self, offers: tuple[DrillOffer, ...]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(8)
        column.addWidget(Label(tr("Rehearsal"), FIGURE, SEMIBOLD))
        if not offers:
            told = tr("Prices are real now. Trouble can be rehearsed on the practice market, which is one press away.")
            empty = EmptyState("chart-line", tr("No drills here"), told)
            empty.show_way(tr("Markets and accounts…"))
            empty.taken.connect(self.prices_asked)
            column.addWidget(empty, 1)
            return
        intro = Label(
            tr("Trouble on purpose, on the practice market only. Watch the window; it is explained here after."),
            BASE,
            tone="text2",
        )
        intro.setWordWrap(True)
        column.addWidget(intro)
        for offer in offers:
            row = self.rows[offer.drill] = DrillRow(offer)
            row.start.clicked.connect(lambda _=False, chosen=offer: self.begin(chosen))
            column.addWidget(row)
            column.addWidget(Hairline())
        column.addWidget(self.told)
        column.addWidget(self.bar)
        column.addWidget(self._report_area(), 1)

    def _report_area(self) -> QWidget:
        self.report.setProperty("surface", "panel")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("What came of the drill"))
        area.setWidget(self.report)
        return area

    def begin(self, offer: DrillOffer) -> None:
        """Start a drill."""
        self.report.clear()
        self._question = self._bridge.ask("drill", offer.drill)
        self._left = offer.seconds
        self.bar.setRange(0, offer.seconds)
        self.bar.setValue(0)
        self.bar.show()
        told = tr("{name} is running. Watch the prices, the queue and your stops.")
        self.told.show_value(told.format(name=tr(offer.title)), "text2")
        for row in self.rows.values():
            row.start.setEnabled(False)
        self._seconds.start()

    def _tick(self) -> None:
        self._left = max(0, self._left - 1)
        self.bar.setValue(self.bar.maximum() - self._left)

    def _end(self) -> None:
        self._question = ""
        self._seconds.stop()
        self.bar.hide()
        for row in self.rows.values():
            row.start.setEnabled(True)

    def _on_answer(self, question: str, answer: object) -> None:
        if question == self._question and isinstance(answer, DrillReport):
            self._end()
            title = next((row.offer.title for drill, row in self.rows.items() if drill is answer.drill), "")
            self.told.show_value(tr("{name}: what came of it").format(name=tr(title)), "text")
            self.report.show_report(answer)

    def _on_failure(self, question: str, why: str) -> None:
        if question == self._question:
            self._end()
            self.told.show_value(fmt.plain(why, 300), "warning")

    def closeEvent(self, event: QCloseEvent) -> None:
        self._seconds.stop()
        super().closeEvent(event)


def parts_of(report: DrillReport) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return a report's headings, each with its sentences."""
    return (
        (tr("What happened"), report.happened),
        (tr("What the app did"), report.did),
        (tr("Good to know"), (report.lesson,)),
    )


def written(report: DrillReport) -> str:
    """Return a report as text."""
    told = ((title, [f"•  {fmt.plain(line, 300)}" for line in lines]) for title, lines in parts_of(report))
    return "\n\n".join("\n".join([title, *lines]) for title, lines in told)
