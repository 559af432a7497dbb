"""Every call that was read, and what became of it."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QStackedLayout, QWidget

from echotrade_desktop.engine.domain.read import SignalRow
from echotrade_desktop.views.models.signals import SignalsModel
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.table import DataTable


class SignalsPanel(QWidget):
    """The table of calls."""

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SignalsModel(zone, self)
        self.table = DataTable(self.model, "Calls and what became of them", self)
        told = "Each call that is read is kept here, with the rule that blocked it or the position it became."
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState("broadcast", "No calls yet", told))
        self._stack.addWidget(self.table)

    def set_rows(self, rows: Sequence[SignalRow]) -> None:
        """Show the calls, newest first."""
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
