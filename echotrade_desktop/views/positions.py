"""Open positions: live results, closing in part or whole, stop and targets by typing, and what protects them."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.engine.domain.messages import (
    CloseAll,
    ClosePosition,
    MoveStop,
    Offer,
    Preview,
    PreviewClose,
    PreviewStop,
    SetTargets,
)
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.read import PositionRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.confirm import confirm
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.models.cells import ROW_ROLE
from echotrade_desktop.views.models.positions import PositionsModel, totals
from echotrade_desktop.views.numerals import Ambiguous, number_of, spoken
from echotrade_desktop.views.position_buttons import ShareButtons
from echotrade_desktop.views.positions_table import STOP, TARGET, PositionsTable, TotalsRow
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.empty import EmptyState


class PositionsPanel(QWidget):
    """The table of open positions.

    Signals:
    shown_position(object): the selected row, for the chart; None when there is none.
    told(str, str): a sentence for the user, and how loud (info, warning).
    summarised(str, str, bool): how the stops stand, what is lost if this machine dies, whether all are covered.
    """

    shown_position = Signal(object)
    told = Signal(str, str)
    summarised = Signal(str, str, bool)

    def __init__(self, bridge: Bridge, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = PositionsModel(zone, self)
        self.table = PositionsTable(self.model, self)
        self.table.level_typed.connect(self.set_level)
        self.footer = TotalsRow(self.table)
        self.footer.close_all.clicked.connect(self.ask_close_all)
        told = tr("Approve a call and it appears here with its stop, its targets and its live result.")
        table = QWidget()
        rows = QVBoxLayout(table)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.footer)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState("chart-line", "No open positions", told))
        self._stack.addWidget(table)
        self.table.selectionModel().currentRowChanged.connect(self._select)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.model.rowsInserted.connect(lambda _, first, last: self._add_buttons(first, last))
        self.model.rowsMoved.connect(lambda *_: self._renew_buttons())

    def set_rows(self, rows: Sequence[PositionRow]) -> None:
        """Show the positions as they stand now."""
        self.model.set_rows(rows)
        self.footer.show_rows(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        for number, row in enumerate(rows):
            if isinstance(buttons := self.table.indexWidget(self._act_index(number)), ShareButtons):
                buttons.show_row(row)
        self._summarise(rows)
        if not self.table.selectionModel().hasSelection() and rows:
            self.table.selectRow(0)

    def current(self) -> PositionRow | None:
        """The selected position."""
        index = self.table.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def select_symbol(self, symbol: str) -> None:
        """Select the first position of a symbol, if there is one."""
        for number, row in enumerate(self.model.rows):
            if row.symbol == symbol:
                self.table.selectRow(number)
                return

    def act(self, verb: Callable[[PositionRow], None]) -> None:
        """Do something with the selected position, if there is one."""
        if (row := self.current()) is not None:
            verb(row)

    def take_up(self, offer: Offer) -> None:
        """Do what a notice offered, with the position as it is now; what cannot be undone is asked for first."""
        rows = self._bridge.query("open_positions")
        row = next((row for row in rows if row.position_id == offer.position_id), None)
        if row is None:
            self.told.emit(tr("That position is closed already. Nothing was sent."), "info")
        elif offer.stop_loss is not None:
            self._move_stop(row, offer.stop_loss)
        elif offer.take_profits:
            self._bridge.submit(SetTargets(row.position_id, offer.take_profits, row.version))
        else:
            self.ask_close(row)

    def ask_close(self, row: PositionRow) -> None:
        """Close a whole position, after a yes."""
        price = (
            tr("no price yet") if row.price is None else tr("about {price}", price=fmt.price(row.price, row.instrument))
        )
        amount = f"{fmt.quantity(row.quantity, row.instrument)} {row.instrument.base}"
        result = fmt.money(row.unrealised_pnl, signed=True)
        stale = row.price_age is not None and row.price_age > 5
        note = tr(" The last price is {age} s old.", age=f"{row.price_age:.0f}") if stale else ""
        confirm(
            self,
            tr("Close {symbol} {side}?", symbol=row.symbol, side=row.side.value),
            tr(
                "Closes {amount} at the market ({price}), result {result} with fees.{note}",
                amount=amount,
                price=price,
                result=result,
                note=note,
            ),
            tr("Close {symbol}", symbol=row.symbol),
            lambda: self._close(row, Decimal(1)),
        )

    def close_share(self, row: PositionRow, share: Decimal) -> None:
        """Close a part of what is open now; asks first when the lot step makes something else of it."""
        preview = self._bridge.preview(PreviewClose(row.position_id, share))
        if preview.refusal:
            self.told.emit(spoken(preview.refusal), "warning")
        elif preview.warning:
            confirm(
                self,
                tr("Close {percent} of {symbol}?", percent=fmt.percent(share, decimals=0), symbol=row.symbol),
                spoken(preview.warning),
                tr("Close"),
                lambda: self._close(row, share),
            )
        else:
            self._close(row, share)

    def ask_close_all(self) -> None:
        """Close every position, after a yes."""
        count = len(self.model.rows)
        result = fmt.money(totals(self.model.rows)["pnl"], signed=True)
        if count:
            confirm(
                self,
                tr("Close all positions?"),
                tr("Closes your position at the market, result {result} with fees.", result=result)
                if count == 1
                else tr(
                    "Closes {count} positions at the market, together {result} with fees.", count=count, result=result
                ),
                tr("Close it") if count == 1 else tr("Close {count} positions", count=count),
                lambda: self._bridge.submit(CloseAll()),
            )

    def set_level(self, row: PositionRow, what: str, text: str) -> None:
        """Move a stop or set the targets to what was typed; nothing is shown before it is so."""
        try:
            prices = read_prices(text)
        except Ambiguous as question:
            self.told.emit(tr("{question} Nothing was changed.", question=question), "warning")
            return
        if prices is None or (what == STOP and len(prices) != 1):
            self.told.emit(tr("“{typed}” is not a price. Nothing was changed.", typed=fmt.plain(text, 40)), "warning")
        elif what == TARGET:
            if prices != tuple(target.price for target in row.take_profits if not target.hit):
                self._bridge.submit(SetTargets(row.position_id, prices, row.version))
        elif prices[0] != row.stop_loss:
            self._move_stop(row, prices[0])

    def _move_stop(self, row: PositionRow, price: Decimal) -> None:
        preview: Preview = self._bridge.preview(PreviewStop(row.position_id, price))
        if preview.refusal and preview.close_now:
            confirm(
                self,
                tr("Close {symbol} now?", symbol=row.symbol),
                spoken(preview.refusal),
                tr("Close {symbol}", symbol=row.symbol),
                lambda: self._close(row, Decimal(1)),
            )
        elif preview.refusal:
            self.told.emit(spoken(preview.refusal), "warning")
        elif preview.warning:
            loosened = MoveStop(row.position_id, price, row.version, loosen=True)
            confirm(
                self,
                tr("Loosen the stop?"),
                spoken(preview.warning),
                tr("Loosen it"),
                lambda: self._bridge.submit(loosened),
            )
        else:
            self._bridge.submit(MoveStop(row.position_id, price, row.version))

    def _close(self, row: PositionRow, share: Decimal) -> None:
        self._bridge.submit(ClosePosition(row.position_id, share, row.version))

    def _act_index(self, number: int) -> QModelIndex:
        return self.model.index(number, len(self.model.columns) - 1)

    def _add_buttons(self, first: int, last: int) -> None:
        for number in range(first, last + 1):
            buttons = ShareButtons(self.model.rows[number])
            buttons.share.connect(self.close_share)
            buttons.whole.connect(self.ask_close)
            self.table.setIndexWidget(self._act_index(number), buttons)

    def _renew_buttons(self) -> None:
        self._add_buttons(0, self.model.rowCount() - 1)

    def _select(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.shown_position.emit(index.data(ROW_ROLE) if index.isValid() else None)

    def _summarise(self, rows: Sequence[PositionRow]) -> None:
        covered = [row for row in rows if row.protection in (ProtectionStatus.PROTECTED, ProtectionStatus.MOVING)]
        outside = bool(rows) and all(row.protected_where == "exchange" for row in rows)
        where = tr("on the exchange") if outside else tr("watched by this app")
        stops = self._stops(len(covered), len(rows), where) if rows else ""
        lost = fmt.money(totals(rows)["dies"], signed=True) if rows else ""
        surely = all(row.outside >= row.quantity for row in rows)
        self.summarised.emit(stops, lost if surely else tr("up to {lost}", lost=lost), len(covered) == len(rows))

    @staticmethod
    def _stops(covered: int, wanted: int, where: str) -> str:
        if wanted == 1:
            return tr("{n} of 1 stop {where}", n=covered, where=where)
        return tr("{n} of {all} stops {where}", n=covered, all=wanted, where=where)

    def _open_menu(self, at: QPoint) -> None:
        index = self.table.indexAt(at)
        if not index.isValid():
            return
        self.table.selectRow(index.row())
        row: PositionRow = index.data(ROW_ROLE)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Move stop…"), lambda: self.table.edit_level(STOP))
        menu.addAction(tr("Set targets…"), lambda: self.table.edit_level(TARGET))
        menu.addSeparator()
        for share in (25, 50, 75):
            menu.addAction(tr("Close {share} %", share=share), partial(self.close_share, row, Decimal(share) / 100))
        close = QAction(tr("Close…"), menu)
        close.triggered.connect(lambda: self.ask_close(row))
        menu.addAction(close)
        menu.popup(self.table.viewport().mapToGlobal(at))


def read_prices(text: str) -> tuple[Decimal, ...] | None:
    """Prices typed by hand, separated by spaces; None when one is no price. Raises `Ambiguous` (see `numerals`)."""
    prices = [number_of(word) for word in text.replace(";", " ").split()]
    good = tuple(price for price in prices if price is not None and price > 0)
    return good if len(good) == len(prices) else None
