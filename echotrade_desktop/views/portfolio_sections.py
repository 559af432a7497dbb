"""The other sections of the portfolio: who brought what, what is held, what the rules cost, and the trade journal."""

from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QToolTip, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.performance import RuleCost
from echotrade_desktop.engine.domain.read import ClosedRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.models.cells import RowsModel
from echotrade_desktop.views.models.money import MoneyModel, money_summary
from echotrade_desktop.views.models.performance import RulesModel, rules_summary
from echotrade_desktop.views.models.positions import ClosedModel, sign_tone
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.table import DataTable


class TableSection(QWidget):
    """A table, or what will be in it."""

    def __init__(self, model: RowsModel, name: str, empty: EmptyState, head: QWidget | None = None) -> None:
        super().__init__()
        self.model = model
        self.table = DataTable(model, name, self)
        filled = QWidget()
        rows = QVBoxLayout(filled)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        if head is not None:
            rows.addWidget(head)
            rows.addWidget(Hairline())
        rows.addWidget(self.table, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(empty)
        self._stack.addWidget(filled)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows."""
        self.model.set_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)


class _Head(QWidget):
    """A line above a table."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self.setFixedHeight(35)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(12)
        for part in parts:
            line.addWidget(part, 1 if isinstance(part, ElidedLabel) else 0)


class RulesSection(TableSection):
    """What each rule has saved or cost."""

    _HOW = (
        "A call that a rule blocked, or that you rejected, is followed on paper as the app would have traded it: its "
        "size, entry, stop, targets and fees. It is charged to the first rule that blocked it, and to no other."
    )

    def __init__(self) -> None:
        self.summary = ElidedLabel("", BASE, MEDIUM)
        how = QPushButton(tr("How this is counted"))
        how.setProperty("kind", "link")
        told_how = tr(self._HOW)
        how.setToolTip(told_how)
        how.setAccessibleDescription(told_how)
        how.clicked.connect(lambda: QToolTip.showText(how.mapToGlobal(how.rect().bottomLeft()), told_how, how))
        told = tr(
            "Calls that a rule blocks, or that you reject, are followed on paper. Here each rule says what it saved."
        )
        empty = EmptyState("scales", "Nothing blocked or rejected so far", told)
        super().__init__(RulesModel(), tr("What each rule saved or cost"), empty, _Head(self.summary, how))

    def set_rows(self, rows: Sequence[RuleCost]) -> None:
        """Show what they have saved or cost."""
        super().set_rows(rows)
        self.summary.show_value(rules_summary(tuple(rows)))


class MoneySection(TableSection):
    """What came to the account or left it otherwise than by trades."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.summary = ElidedLabel("", BASE, MEDIUM)
        told = tr("Funding, deposits, withdrawals and fees of a live account are listed here, apart from your trades.")
        empty = EmptyState("notebook", tr("No money moved but by trades"), told)
        super().__init__(MoneyModel(zone), tr("Money that moved otherwise than by trades"), empty, _Head(self.summary))

    def set_rows(self, rows: Sequence[CashMove]) -> None:
        """Show the movements, newest first."""
        super().set_rows(rows)
        self.summary.show_value(money_summary(rows))


class JournalSection(TableSection):
    """Closed trades, and their executions as a file.

    Signals:
    export_asked: the user wants the journal as a file.
    """

    export_asked = Signal()

    def __init__(self, zone: tzinfo | None = None) -> None:
        self.summary, self.net = Label("", BASE, MEDIUM), Label("", BASE, MEDIUM)
        self.export = KeyButton("Export CSV…", glyph="export")
        self.export.setToolTip(tr("Every execution, exact to the last digit, as a file for a spreadsheet"))
        told = tr("A trade is listed here when it is closed by its stop, its target or by you.")
        head = _Head(self.summary, self.net, ElidedLabel(tr("after fees"), CAPTION, tone="text2"), self.export)
        super().__init__(
            ClosedModel(zone), tr("Closed trades"), EmptyState("notebook", "No closed trade yet", told), head
        )
        self.export.clicked.connect(self.export_asked)

    def set_rows(self, rows: Sequence[ClosedRow]) -> None:
        """Show the closed trades, newest first."""
        super().set_rows(rows)
        net = sum((row.realised_pnl for row in rows), start=0 * rows[0].realised_pnl) if rows else None
        self.summary.show_value(
            tr("1 closed trade") if len(rows) == 1 else tr("{n} closed trades", n=fmt.count(len(rows)))
        )
        self.net.show_value(fmt.money(net, signed=True), sign_tone(net))
