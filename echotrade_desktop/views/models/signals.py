"""The history of calls as table rows."""

from datetime import tzinfo

from PySide6.QtCore import QObject

from echotrade_desktop.engine.domain.read import SignalRow
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.models.cells import Align, Cell, Column, Part, RowsModel, cell
from echotrade_desktop.views.models.positions import side_cell, sign_tone, source_glyph

_WORDS = {
    SignalStatus.PENDING: ("Waiting for you", "accent"),
    SignalStatus.BLOCKED: ("Blocked", "warning"),
    SignalStatus.WAITING: ("Waits for its price", "accent"),
    SignalStatus.APPROVED: ("Approved", "text"),
    SignalStatus.EXECUTED: ("Executed", "text"),
    SignalStatus.NOT_EXECUTED: ("Not executed", "warning"),
    SignalStatus.REJECTED: ("Rejected", "text2"),
    SignalStatus.EXPIRED: ("Expired", "text2"),
    SignalStatus.SUPERSEDED: ("Replaced by an edit", "text2"),
    SignalStatus.WITHDRAWN: ("Withdrawn", "text2"),
}


class SignalsModel(RowsModel):
    """Every call and what became of it, newest first."""

    columns = (
        Column("at", "Called", 96, anchor=12),
        Column("signal", "Call", 108, anchor=4),
        Column("trader", "Trader", 132, anchor=4, rank=2),
        Column("price", "Entry", 96, Align.DECIMAL, 52),
        Column("stop", "Stop", 96, Align.DECIMAL, 52, rank=4),
        Column("target", "Target", 96, Align.DECIMAL, 52, rank=5),
        Column("confidence", "Confidence", 76, Align.RIGHT, rank=6),
        Column("status", "Outcome", 132, anchor=16),
        Column("reason", "Why", 160, anchor=4, rank=1, grows=True),
        Column("result", "Result", 88, Align.RIGHT, 12, rank=3),
    )

    def __init__(self, zone: tzinfo | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._zone = zone

    def key(self, row: SignalRow) -> str:
        return row.queued.signal.signal_id

    def cell(self, row: SignalRow, column: str) -> Cell:
        signal = row.queued.signal
        decimals = row.instrument if row.instrument is not None else max(0, fmt.decimals_of(signal.price))
        match column:
            case "at":
                return cell(fmt.day_and_clock(signal.timestamp, self._zone), "text2", size=11)
            case "signal":
                return side_cell(signal.symbol, signal.side)
            case "trader":
                glyph = source_glyph(signal.source, signal.trader_id)
                return Cell((Part(fmt.plain(signal.trader_name, 40), "text2", 11, glyph=glyph),))
            case "price":
                return cell(fmt.price(signal.price, decimals))
            case "stop":
                return cell(fmt.price(signal.stop_loss, decimals), "text2")
            case "target":
                return cell(fmt.price(next(iter(signal.take_profits), None), decimals), "text2")
            case "confidence":
                return cell(fmt.number(row.queued.combined_confidence or signal.confidence, 2), "text2")
            case "status":
                word, tone = _WORDS[row.queued.status]
                return cell(word, tone)
            case "reason":
                return self._reason(row)
        return cell(fmt.money(row.result, signed=True), sign_tone(row.result), 500)

    def _reason(self, row: SignalRow) -> Cell:
        blocking = row.queued.blocking
        told = row.queued.reason or (blocking[0].sentence if blocking else "")
        shown = fmt.plain(told, 160)
        return cell(shown, "text2", size=11, tooltip=shown)
