"""What has been closed, and how each of them ended."""

from collections.abc import Sequence
from datetime import tzinfo

from PySide6.QtWidgets import QStackedLayout, QWidget

from echotrade_desktop.engine.domain.read import ClosedRow
from echotrade_desktop.views.models.positions import ClosedModel
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.table import DataTable


class HistoryPanel(QWidget):
    """The table of closed positions."""

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ClosedModel(zone, self)
        self.table = DataTable(self.model, tr("Closed positions"), self)
        told = tr(
            "A position that is closed by its stop, its target or by you is listed here with its result after fees."
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState("clock-counter-clockwise", "Nothing closed yet", told))
        self._stack.addWidget(self.table)

    def set_rows(self, rows: Sequence[ClosedRow]) -> None:
        """Show the closed positions, newest first."""
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
