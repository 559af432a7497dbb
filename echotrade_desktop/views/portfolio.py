"""The account: where it stands, how it got there, how close its limits are, who brought it, and what the rules cost."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.performance import Performance
from echotrade_desktop.engine.domain.read import ClosedRow, PortfolioMetrics
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.models.performance import ContributionModel, ExposureModel, figures
from echotrade_desktop.views.portfolio_overview import Figures, Overview
from echotrade_desktop.views.portfolio_sections import JournalSection, MoneySection, RulesSection, TableSection
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.side_tabs import SideTabs

SECTIONS = ("Overview", "Figures", "By trader", "Exposure", "Rules", "Journal", "Money")
_FIGURES = 1
LEAST_WIDTH = 440
SOON_MS, PRICES_MS = 250, 2_000
_TOUCHING = (
    m.AccountOpened, m.CashMoved, m.FillRecorded, m.EquityMarked, m.SignalEnded, m.ShadowOpened, m.ShadowClosed,
    m.LimitsChanged,
)  # fmt: skip


class PortfolioPanel(QWidget):
    """The portfolio in sections; what is not seen is not computed.

    Signals:
    told(str, str): a sentence for the user, and its level.
    """

    told = Signal(str, str)

    def __init__(self, bridge: Bridge, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._row: PortfolioMetrics | None = None
        self._known: Performance | None = None
        self._stale = True
        self._exporting = ""
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        self._build(zone)
        bridge.events.event.connect(self._on_event)
        bridge.events.answered.connect(self._on_answer)
        bridge.events.unanswered.connect(self._on_failure)

    def _build(self, zone: tzinfo | None) -> None:
        self.overview, self.all_figures = Overview(zone), Figures()
        self.curve, self.figures = self.overview.curve, self.overview.figures.values
        told = tr("What each trader's calls have brought is listed here from the first trade on.")
        nobody = EmptyState("users-three", "Nobody has brought anything yet", told)
        self.contributions = TableSection(ContributionModel(), tr("Who brought what"), nobody)
        nothing = EmptyState("chart-pie-slice", "Nothing is open", "What you hold is summed here by symbol and side.")
        self.exposure = TableSection(ExposureModel(), tr("What is held, by symbol and side"), nothing)
        self.rules, self.journal, self.money = RulesSection(), JournalSection(zone), MoneySection(zone)
        self.journal.export_asked.connect(self._choose_file)
        self.nav = SideTabs(tr("Sections of the portfolio"), tuple(map(tr, SECTIONS)))
        self.sections = QStackedWidget()
        first = (self.overview, self._scrolled(self.all_figures))
        for section in (*first, self.contributions, self.exposure, self.rules, self.journal, self.money):
            self.sections.addWidget(section)
        self.nav.chosen.connect(self.sections.setCurrentIndex)
        self.setMinimumWidth(LEAST_WIDTH)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.nav)
        line.addWidget(Hairline(vertical=True))
        line.addWidget(self.sections, 1)
        self.setFocusProxy(self.nav.tabs[0])

    @staticmethod
    def _scrolled(body: QWidget) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("surface", "panel")
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(16, 10, 16, 8)
        rows.addWidget(body)
        rows.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area

    # --- what it shows ---

    def show_row(self, row: PortfolioMetrics) -> None:
        """Show the account as it stands now."""
        self._row = row
        if self._stale:
            self._mark(0)
        elif not self._soon.isActive():
            self._mark(PRICES_MS)
        self._show()

    def forget(self) -> None:
        """Show no figures until there are new ones."""
        self._soon.stop()
        self._row = self._known = None
        self._stale, self._exporting = True, ""
        for section in (self.contributions, self.exposure, self.rules, self.journal, self.money):
            section.set_rows(())
        self.curve.set_points(())

    def set_closed(self, rows: Sequence[ClosedRow]) -> None:
        """Show the closed trades."""
        self.journal.set_rows(rows)

    def refresh(self) -> None:
        """Read what has been brought anew, if it is seen; else when it is seen next."""
        if self._row is None or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        known: Performance = self._bridge.query("performance")
        self._known = known
        self.contributions.set_rows(known.contributions)
        self.exposure.set_rows(known.exposures)
        self.rules.set_rows(known.rules)
        self.money.set_rows(known.moves)
        self._show()

    def _show(self) -> None:
        if self._row is not None:
            self.overview.show_row(self._row, self._known)
            self.all_figures.show_figures(figures(self._row, self._known.figures if self._known else None))

    def _mark(self, within_ms: int) -> None:
        if self.isVisible() and (not self._soon.isActive() or self._soon.remainingTime() > within_ms):
            self._soon.start(within_ms)

    def _on_event(self, event: object) -> None:
        if isinstance(event, _TOUCHING):
            self._stale = True
            self._mark(SOON_MS)

    # --- the journal as a file ---

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, tr("Export the trade journal"), "echotrade-journal.csv", tr("CSV files (*.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, path: str) -> None:
        """Write the journal to a file; what came of it is told."""
        self._exporting = self._bridge.ask("export_journal", path)
        self.journal.export.setEnabled(False)

    def _on_answer(self, question: str, sentence: object) -> None:
        if question == self._exporting:
            self._end_export(str(sentence), "info")

    def _on_failure(self, question: str, sentence: str) -> None:
        if question == self._exporting:
            self._end_export(sentence, "warning")

    def _end_export(self, sentence: str, level: str) -> None:
        self._exporting = ""
        self.journal.export.setEnabled(True)
        self.told.emit(sentence, level)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - self.nav.width() - 1
        self.nav.set_offered(_FIGURES, not self.overview.is_roomy(room, self.height()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._row is not None:
            self.refresh()
