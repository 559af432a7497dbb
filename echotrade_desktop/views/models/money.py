"""Money that moved otherwise than by trades, as table rows: funding, deposits, withdrawals, fees."""

from collections.abc import Sequence
from decimal import Decimal

from echotrade_desktop.engine.domain.cash import CAPITAL, CashKind, CashMove
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.models.cells import Align, Cell, Column, TimedRowsModel, cell
from echotrade_desktop.views.models.positions import sign_tone
from echotrade_desktop.views.translation import tr


def kind_name(kind: CashKind) -> str:
    """How a kind is called on the screen."""
    match kind:
        case CashKind.FUNDING:
            return tr("Funding")
        case CashKind.DEPOSIT:
            return tr("Paid in")
        case CashKind.WITHDRAWAL:
            return tr("Taken out")
        case CashKind.FEE:
            return tr("Fee of the exchange")
    return tr("Rebate or reward")


class MoneyModel(TimedRowsModel):
    """Movements of cash, newest first."""

    columns = (
        Column("at", "When", 120, anchor=12),
        Column("kind", "What", 148, anchor=4, grows=True, most=320),
        Column("symbol", "Symbol", 108, anchor=4, rank=2),
        Column("counts", "Counts as", 164, anchor=4, rank=1, grows=True, most=320),
        Column("amount", "Amount", 104, Align.RIGHT, 12),
    )

    def key(self, row: CashMove) -> str:
        return row.venue_id

    def cell(self, row: CashMove, column: str) -> Cell:
        match column:
            case "at":
                return cell(fmt.day_and_clock(row.at, self._zone), "text2")
            case "kind":
                return cell(kind_name(row.kind), weight=500, tooltip=fmt.plain(row.venue_id, 80))
            case "symbol":
                return cell(fmt.plain(row.symbol or "", 20), "text2")
            case "counts":
                return self._counts(row)
        tone = "text" if row.kind in CAPITAL else sign_tone(row.amount)
        return cell(fmt.money(row.amount, signed=True), tone, 500, tooltip=f"{row.amount:f} USDT")

    def _counts(self, row: CashMove) -> Cell:
        if row.kind in CAPITAL:
            return cell(tr("capital"), "text2", tooltip=tr("Neither gain nor loss: no figure of results counts it"))
        if row.position_id is not None:
            return cell(tr("its position's result"), "text2", tooltip=tr("It is in the result of its trade"))
        return cell(tr("the account's result"), "text2", tooltip=tr("It belongs to no single position"))


def money_summary(moves: Sequence[CashMove]) -> str:
    """What each kind comes to, in a line."""
    sums: dict[CashKind, Decimal] = {}
    for move in moves:
        sums[move.kind] = sums.get(move.kind, Decimal(0)) + move.amount
    return "   ".join(f"{kind_name(kind)} {fmt.money(sums[kind], signed=True)}" for kind in CashKind if kind in sums)
