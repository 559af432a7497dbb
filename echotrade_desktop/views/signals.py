"""The history: every message that came, what it was read as, and what became of it."""

from datetime import tzinfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.history import (
    HistoryFilter,
    HistoryPage,
    HistoryRow,
    MessagePlace,
    SignalStory,
)
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.models.cells import ROW_ROLE
from echotrade_desktop.views.models.signals import HistoryModel
from echotrade_desktop.views.signal_detail import SignalDetail
from echotrade_desktop.views.signal_filters import FilterBar
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.table import DataTable
from echotrade_desktop.views.workshop_bar import Trouble

PAGE, MOST_ROWS = 100, 2_000
MOST_ANEW = 300  # rows that are read again when something happens; what is older stands
SOON_MS, LEAST_WIDTH = 300, 440
_READING, _NOTHING, _NO_MATCH, _TROUBLE, _SHOWN = range(5)
_TOUCHING = (
    m.MessageRead, m.SignalQueued, m.SignalRescreened, m.SignalEdited, m.SignalApproved, m.SignalEnded, m.FillRecorded,
    m.ShadowOpened, m.ShadowClosed,
)  # fmt: skip
_DETAIL_FROM, _DETAIL_LEAST, _DETAIL_MOST = 560, 220, 480


class SignalsPanel(QWidget):
    """Filters, the table of messages, and the selected one in full. Read by pages, off the loop, only while seen.

    Signals:
    chart_asked(str): a symbol whose chart is wanted.
    reading_asked(object): the key of a message whose reading is to be looked at.
    """

    chart_asked = Signal(str)
    reading_asked = Signal(object)

    def __init__(self, bridge: Bridge, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._begun = self._stale = False
        self._rest: MessagePlace | None = None
        self._asked, self._asked_older = "", False
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.refresh)
        self._build(zone)
        self._connect()

    def _build(self, zone: tzinfo | None) -> None:
        self.model = HistoryModel(zone, self)
        self.table = DataTable(self.model, tr("Messages and what became of them"), self)
        self.filters = FilterBar()
        self.filters.find_on(self)
        self.detail = SignalDetail(zone)
        self.older = QPushButton(tr("Look further back"))
        self.older.setProperty("kind", "link")
        self.trouble = Trouble()
        no_match = EmptyState("funnel", "Nothing matches", "Clear the filters to see every message again.")
        told = tr("Each message is kept here with what was read from it, the rule that blocked it, or what it became.")
        self.stack = QStackedWidget()
        self.stack.addWidget(EmptyState("magnifying-glass", "Reading…", "The history is being read."))
        self.stack.addWidget(EmptyState("broadcast", "No messages yet", told))
        self.stack.addWidget(no_match)
        self.stack.addWidget(self.trouble)
        self.stack.addWidget(self.table)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.stack, 1)
        left.addWidget(self.older)
        self._line = Hairline(vertical=True)
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addLayout(left, 58)
        line.addWidget(self._line)
        line.addWidget(self.detail, 42)
        self.detail.setMinimumWidth(_DETAIL_LEAST)
        self.detail.setMaximumWidth(_DETAIL_MOST)
        self.setMinimumWidth(LEAST_WIDTH)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._under = Hairline()
        for part in (self.filters, self._under):
            rows.addWidget(part)
        rows.addLayout(line, 1)
        self.older.hide()
        self._show_detail()

    def _connect(self) -> None:
        events = self._bridge.events
        events.event.connect(self._on_event)
        events.answered.connect(self._on_answer)
        events.unanswered.connect(self._on_failure)
        self.filters.changed.connect(self._start_over)
        self.older.clicked.connect(self.read_on)
        self.trouble.again.clicked.connect(self.refresh)
        self.detail.chart_asked.connect(self.chart_asked)
        self.detail.reading_asked.connect(self.reading_asked)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())
        self.model.dataChanged.connect(lambda *_: self._show_detail())
        self.table.verticalScrollBar().valueChanged.connect(self._scrolled)

    # --- reading ---

    def begin(self) -> None:
        """Read as soon as it is seen; called when the bridge can answer."""
        self._begun = self._stale = True
        if self.isVisible():
            self.refresh()

    def forget(self) -> None:
        """Show nothing until `begin`; what was asked of another ledger is no longer waited for."""
        self._soon.stop()
        self._begun, self._asked, self._rest = False, "", None
        self.model.set_rows(())
        self._show_state(_READING)
        self._show_detail()

    def refresh(self) -> None:
        """Read what is shown anew, if it is seen; else when it is seen next."""
        if not self._begun or not self.isVisible():
            self._stale = True
            return
        self._stale = False
        instruments = self._bridge.query("instruments")
        self.filters.offer(self._bridge.query("traders"), [instrument.symbol for instrument in instruments])
        self._ask(min(MOST_ANEW, max(PAGE, len(self.model.rows))), None)

    def read_on(self) -> None:
        """Read older messages."""
        if self._rest is not None and not self._asked and len(self.model.rows) < MOST_ROWS:
            self._ask(PAGE, self._rest)

    def _start_over(self) -> None:
        self.model.set_rows(())
        self._rest = None
        self._show_state(_READING)
        self.refresh()

    def _ask(self, limit: int, before: MessagePlace | None) -> None:
        self._asked_older = before is not None
        self._asked = self._bridge.ask("history", self.filters.wanted(), limit, before)

    def _on_answer(self, question: str, page: object) -> None:
        if question != self._asked or not isinstance(page, HistoryPage):
            return
        self._asked = ""
        known = {row.key for row in page.rows}
        others = [row for row in self.model.rows if row.key not in known]
        if self._asked_older:
            self._rest = page.rest
            self.model.set_rows((*others, *page.rows))
        else:
            older = [row for row in others if page.rest is not None and row.place < page.rest]
            self._rest = self._rest if older else page.rest
            self.model.set_rows((*page.rows, *older))
        self._show_rows()

    def _on_failure(self, question: str, sentence: str) -> None:
        if question == self._asked:
            self._asked = ""
            self.trouble.tell(sentence)
            self._show_state(_TROUBLE)

    def _on_event(self, event: object) -> None:
        if isinstance(event, _TOUCHING):
            self._stale = True
            if self.isVisible() and not self._soon.isActive():
                self._soon.start()

    def _scrolled(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        if bar.maximum() and value >= bar.maximum() - bar.pageStep() // 2:
            self.read_on()

    # --- what it shows ---

    def _show_rows(self) -> None:
        count = len(self.model.rows)
        self.older.setVisible(self._rest is not None and count < MOST_ROWS)
        more = tr(" or more") if self._rest is not None else ""
        told = tr("1 message") if count == 1 else tr("{count} messages", count=f"{fmt.count(count)}{more}")
        self.filters.count.show_value(told if count else "")
        if count:
            self._show_state(_SHOWN)
        else:
            self._show_state(_NO_MATCH if self.filters.wanted() != HistoryFilter() else _NOTHING)
        self._show_detail()

    def _show_state(self, state: int) -> None:
        self.stack.setCurrentIndex(state)
        for part in (self.filters, self._under):
            part.setVisible(state != _NOTHING)

    def selected(self) -> HistoryRow | None:
        """The row that is selected."""
        index = self.table.selectionModel().currentIndex()
        chosen = index.isValid() and self.table.selectionModel().isRowSelected(index.row())
        row: HistoryRow | None = index.data(ROW_ROLE) if chosen else None
        return row

    def _show_detail(self) -> None:
        row = self.selected()
        shown = row is not None and self.width() >= _DETAIL_FROM
        self.detail.setVisible(shown)
        self._line.setVisible(shown)
        if row is not None and shown:
            story = SignalStory()
            if row.queued is not None:
                story = self._bridge.query("signal_story", row.queued.signal.signal_id)
            self.detail.show_row(row, story)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_detail()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
