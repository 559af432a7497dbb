"""Open and closed positions as table rows."""

from collections.abc import Sequence
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.domain.read import ClosedRow, PositionRow
from echotrade_desktop.engine.domain.signal import Origin
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.models.cells import Align, Cell, Column, Part, TimedRowsModel, cell
from echotrade_desktop.views.translation import tr

STALE_S = 5.0
"""A price older than this is shown as stale."""

_GLYPHS = {"binance": "arrows-left-right"}
_SIDES = {Side.LONG: (1, "up", "Long"), Side.SHORT: (-1, "down", "Short")}
_ENDED_BY = {"stop": "stop hit", "target": "target hit", "close": "closed by you"}


def source_glyph(source: str, trader_id: str) -> str:
    """The icon of where a trader's calls come from; the practice channel has its own."""
    return "graduation-cap" if is_practice(trader_id) else _GLYPHS.get(source, "telegram-logo")


def is_practice(trader_id: str) -> bool:
    """Whether a trader is one of the built-in practice channel's."""
    return trader_id.startswith(f"{Origin.PRACTICE.value}:")


def trader_cell(row: PositionRow | ClosedRow) -> Cell:
    """Who called, with the icon of where."""
    name = fmt.plain(row.trader_name, 40)
    told = tr("{name}, practice channel", name=name) if is_practice(row.trader_id) else name
    return Cell((Part(name, "text2", 11, glyph=source_glyph(row.source, row.trader_id)),), told)


HALF_A_CENT = Decimal("0.005")


def sign_tone(amount: Decimal | None) -> str:
    """The tone of a gain, a loss, or neither: what is shown as 0.00 has no colour either."""
    if amount is None or abs(amount) < HALF_A_CENT:
        return "text2"
    return "up" if amount > 0 else "down"


def side_cell(symbol: str, side: Side, warning: str = "") -> Cell:
    """▲ BTC Long, with a shield when the position stands unprotected."""
    arrow, tone, word = _SIDES[side]
    parts = [Part("", tone, arrow=arrow), Part(fmt.base(symbol), "text", weight=600), Part(word, tone, gap=4)]
    if warning:
        parts.append(Part("", "danger", glyph="shield-warning"))
    return Cell(tuple(parts), warning or f"{symbol} {word.lower()}")


class PositionsModel(TimedRowsModel):
    """Open positions, one row each."""

    columns = (
        Column("position", "Position", 108, anchor=12),
        Column("trader", "Trader", 104, anchor=4, rank=4, grows=True, most=220),
        Column("quantity", "Quantity", 60, Align.RIGHT),
        Column("entry", "Entry", 94, Align.DECIMAL, 52, rank=3),
        Column("price", "Price", 92, Align.DECIMAL, 48),
        Column("pnl", "P&L", 72, Align.RIGHT, 4),
        Column("percent", "", 52, Align.RIGHT, 4, rank=1),
        Column("stop", "Stop", 92, Align.DECIMAL, 52, typed=True),
        Column("target", "Target", 96, Align.DECIMAL, 52, rank=6, typed=True),
        Column("protection", "Protection", 162, rank=2, grows=True, most=260),
        Column("dies", "If machine dies", 84, Align.RIGHT, 8, rank=5),
        Column("act", "Close %", 151, anchor=24),
    )

    def key(self, row: PositionRow) -> str:
        return row.position_id

    def cell(self, row: PositionRow, column: str) -> Cell:
        shown: Cell = getattr(self, f"_{column}")(row)
        return shown

    def _position(self, row: PositionRow) -> Cell:
        exposed = row.protection is ProtectionStatus.UNPROTECTED
        return side_cell(row.symbol, row.side, tr("No stop covers this position") if exposed else "")

    def _trader(self, row: PositionRow) -> Cell:
        return trader_cell(row)

    def _quantity(self, row: PositionRow) -> Cell:
        return cell(fmt.quantity(row.quantity, row.instrument), weight=500)

    def _entry(self, row: PositionRow) -> Cell:
        return cell(fmt.price(row.entry_price, row.instrument), "text2")

    def _price(self, row: PositionRow) -> Cell:
        if row.price is None:
            return cell(fmt.UNKNOWN, "text2", 500, tooltip=tr("No price has come in yet"))
        stale = row.price_age is not None and row.price_age > STALE_S
        told = (
            tr("The last price is {price_age} s old; closing still works", price_age=f"{row.price_age:.0f}")
            if stale
            else ""
        )
        return cell(fmt.price(row.price, row.instrument), "text3" if stale else "text", 500, tooltip=told)

    def _pnl(self, row: PositionRow) -> Cell:
        told = tr("Fees so far and the closing fee included") if row.unrealised_pnl is not None else tr("No price yet")
        return cell(fmt.money(row.unrealised_pnl, signed=True), sign_tone(row.unrealised_pnl), 500, tooltip=told)

    def _percent(self, row: PositionRow) -> Cell:
        return cell(fmt.percent_points(row.pnl_percent, signed=True), sign_tone(row.pnl_percent), size=11)

    def _stop(self, row: PositionRow) -> Cell:
        told = tr("Your default stop; the call named none") if row.stop_is_ours else tr("Double-click or F2 to move it")
        return cell(fmt.price(row.stop_loss, row.instrument), tooltip=told)

    def _target(self, row: PositionRow) -> Cell:
        ahead = [target for target in row.take_profits if not target.hit]
        if not ahead:
            return cell(fmt.UNKNOWN, "text2", tooltip=tr("No target; double-click or F2 to set one"))
        first = Part(fmt.price(ahead[0].price, row.instrument))
        more = (Part(f"+{len(ahead) - 1}", "text3", 11, gap=4),) if len(ahead) > 1 else ()
        return Cell((first, *more), tr("Double-click or F2 to change the targets"))

    def _protection(self, row: PositionRow) -> Cell:
        where = (
            tr("on exchange") if row.protected_where == "exchange" else tr("in {place}", place=tr(row.protected_where))
        )
        at = Part(fmt.clock(row.protected_at, self._zone), "text2", 11, gap=4)
        match row.protection:
            case ProtectionStatus.PROTECTED:
                kept = () if row.protected_at is None else (at,)
                return Cell(
                    (Part(tr("SL {where}", where=where), size=11), Part("", "up", 11, glyph="check", gap=4), *kept)
                )
            case ProtectionStatus.MOVING:
                moving = Part(tr("Moving"), "warning", 11, glyph="arrows-clockwise")
                return Cell((moving, Part(tr("old stop holds"), "text2", 11, gap=4)), tr("A new stop is on its way"))
            case ProtectionStatus.PENDING:
                return Cell((Part(tr("Placing the stop"), "warning", 11, glyph="arrows-clockwise"),))
            case ProtectionStatus.UNPROTECTED:
                return Cell(
                    (Part(tr("Unprotected"), "danger", 11, 600, glyph="shield-warning"),), tr("No stop covers it")
                )
        return Cell((Part(fmt.UNKNOWN, "text2", 11),), tr("Nothing to protect yet"))

    def _dies(self, row: PositionRow) -> Cell:
        lost = fmt.money(row.if_machine_dies, signed=True)
        if row.outside >= row.quantity:
            return cell(lost, tooltip=tr("Result at the stop that rests on the exchange, fees included"))
        told = (
            tr("The stop lives in this app")
            if not row.outside
            else tr("The stop on the exchange does not cover all of it")
        )
        worst = tr(
            "{told}: while the machine is dead nothing closes it. At worst all its margin is lost, fees included",
            told=told,
        )
        return cell(lost, "text2", tooltip=worst)

    def _act(self, row: PositionRow) -> Cell:
        return Cell(())


def totals(rows: Sequence[PositionRow]) -> dict[str, Decimal | None]:
    """Sums over open positions: pnl, percent of cost, long, short, dies. None when a part is not known."""

    def added(values: list[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if len(known) == len(values) else None

    pnl = added([row.unrealised_pnl for row in rows])
    cost = sum((row.entry_price * row.quantity for row in rows), Decimal(0))
    return {
        "pnl": pnl,
        "percent": pnl / cost * 100 if pnl is not None and cost else None,
        "long": added([row.unrealised_pnl for row in rows if row.side is Side.LONG]),
        "short": added([row.unrealised_pnl for row in rows if row.side is Side.SHORT]),
        "dies": added([row.if_machine_dies for row in rows]),
    }


class ClosedModel(TimedRowsModel):
    """Closed positions, newest first."""

    columns = (
        Column("position", "Position", 108, anchor=12),
        Column("trader", "Trader", 132, anchor=4, rank=2, grows=True, most=260),
        Column("quantity", "Quantity", 76, Align.RIGHT, rank=5),
        Column("entry", "Entry", 94, Align.DECIMAL, 52, rank=3),
        Column("exit", "Exit", 96, Align.DECIMAL, 52, rank=1),
        Column("pnl", "Result", 84, Align.RIGHT, 4),
        Column("percent", "", 60, Align.RIGHT, 4),
        Column("fees", "Fees", 72, Align.RIGHT, rank=6),
        Column("closed_by", "Ended by", 120, anchor=12, rank=4, grows=True, most=260),
        Column("held", "Held", 84, Align.RIGHT, rank=7),
        Column("closed_at", "Closed", 104, Align.RIGHT, 12),
    )

    def key(self, row: ClosedRow) -> str:
        return row.position_id

    def cell(self, row: ClosedRow, column: str) -> Cell:
        match column:
            case "position":
                return side_cell(row.symbol, row.side)
            case "trader":
                return trader_cell(row)
            case "quantity":
                return cell(fmt.quantity(row.quantity, row.instrument))
            case "entry" | "exit":
                return cell(fmt.price(getattr(row, f"{column}_price"), row.instrument), "text2")
            case "pnl":
                return self._result(row)
            case "percent":
                return cell(fmt.percent_points(row.pnl_percent, signed=True), sign_tone(row.pnl_percent), size=11)
            case "fees":
                return cell(fmt.money(row.fees), "text2")
            case "closed_by":
                return cell(tr(_ENDED_BY.get(row.closed_by, fmt.plain(row.closed_by, 40))), "text2")
            case "held":
                return cell(fmt.age(row.closed_at - row.opened_at), "text2", size=11)
        return cell(fmt.day_and_clock(row.closed_at, self._zone), "text2", size=11)

    @staticmethod
    def _result(row: ClosedRow) -> Cell:
        told = tr("After fees")
        if row.funding:
            told = tr("After fees, with {funding} of funding", funding=fmt.money(row.funding, signed=True))
        return cell(fmt.money(row.realised_pnl, signed=True), sign_tone(row.realised_pnl), 500, tooltip=told)
