"""Contributions, exposure and what the rules cost, as table rows; and the account's figures with their explanations."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.performance import Contribution, Exposure, Performance, RiskFigures, RuleCost
from echotrade_desktop.engine.domain.read import PortfolioMetrics
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.models.cells import Align, Cell, Column, Part, RowsModel, cell
from echotrade_desktop.views.models.positions import side_cell, sign_tone, source_glyph
from echotrade_desktop.views.translation import tr

NO_DATA = "n/a"
FEW = 20  # results below which a sum says more about luck than about a rule
_SOURCES = {"telegram": "Telegram, all traders", "binance": "Binance lead traders"}


RULE_NAMES = (
    "Entries", "Trader", "Chosen traders", "Source", "Paper only", "Trading hours", "Blackout", "Confidence",
    "Trader's confidence", "Agreement", "Age when received", "Live price", "Price drift", "Volatility", "Symbol",
    "Trader's symbols", "Side", "Stop side", "Stop reached", "Target side", "Liquidation", "Duplicate", "Open position",
    "Open positions", "Priority", "Leverage", "Loss today", "Drawdown", "Size", "Size range",
)  # fmt: skip
"""What the engine's rules are called, for the translation; a rule that is not among them keeps its English name."""


def rule_name(rule: str) -> str:
    """How a rule is called on the screen."""
    return tr(fmt.plain(rule, 40)) if rule else tr("Your own rejections")


class ContributionModel(RowsModel):
    """Who brought what: traders, then sources."""

    columns = (
        Column("name", "Trader", 168, anchor=12, grows=True, most=320),
        Column("closed", "Closed", 60, Align.RIGHT, rank=2),
        Column("won", "Won", 60, Align.RIGHT, rank=3),
        Column("net", "Result", 92, Align.RIGHT),
        Column("average", "Average", 88, Align.RIGHT, rank=4),
        Column("drawdown", "Deepest fall", 96, Align.RIGHT, rank=5),
        Column("open", "Open", 84, Align.RIGHT, rank=1),
        Column("exposure", "Exposure", 92, Align.RIGHT, rank=6),
        Column("reputation", "Reputation", 132, Align.RIGHT, 12, rank=7),
    )

    def key(self, row: Contribution) -> str:
        return f"{'source' if row.is_source else 'trader'} {row.key}"

    def cell(self, row: Contribution, column: str) -> Cell:
        match column:
            case "name":
                name = tr(_SOURCES.get(row.name, row.name)) if row.is_source else row.name
                tone, weight = ("text2", 400) if row.is_source else ("text", 500)
                return Cell((Part(fmt.plain(name, 40), tone, weight=weight, glyph=source_glyph(row.source, row.key)),))
            case "closed":
                return cell(str(row.closed), "text2")
            case "won":
                told = (
                    tr("{won} of {closed} closed trades", won=row.won, closed=row.closed)
                    if row.closed
                    else tr("No closed trade yet")
                )
                return cell(NO_DATA if row.win_rate is None else fmt.percent(row.win_rate, decimals=0), tooltip=told)
            case "net":
                return cell(fmt.money(row.net_pnl, signed=True), sign_tone(row.net_pnl), 500, tooltip=tr("After fees"))
            case "average":
                told = tr("Result of a closed trade, on average, after fees")
                shown = NO_DATA if row.average is None else fmt.money(row.average, signed=True)
                return cell(shown, "text2" if row.average is None else sign_tone(row.average), tooltip=told)
            case "drawdown":
                told = tr("How far the sum of results fell below its highest, in the order in which trades were closed")
                return cell(fmt.money(-row.drawdown) if row.closed else NO_DATA, "text2", tooltip=told)
            case "open":
                return cell(fmt.money(row.open_pnl, signed=True), sign_tone(row.open_pnl), tooltip=tr("If closed now"))
            case "exposure":
                return cell(fmt.money(row.exposure), "text2", tooltip=tr("What is open now, at its size"))
        return self._reputation(row)

    def _reputation(self, row: Contribution) -> Cell:
        if row.is_source:
            return cell("", "text2")
        if row.reputation is None:
            told = tr("A reputation needs 20 closed trades; fewer say more about luck")
            return cell(f"{NO_DATA}, n {row.closed}", "text2", size=11, tooltip=told)
        low, high = fmt.number(row.reputation_low, 2), fmt.number(row.reputation_high, 2)
        told = tr(
            "The win rate, shrunk toward one half by 20 imagined trades. Nine times in ten the true one is in here"
        )
        return Cell(
            (
                Part(fmt.number(row.reputation, 2), weight=500),
                Part(tr("{low} to {high}", low=low, high=high), "text2", 11),
            ),
            told,
        )


class ExposureModel(RowsModel):
    """What is held, by symbol and side."""

    columns = (
        Column("symbol", "Symbol", 132, anchor=12, grows=True, most=320),
        Column("positions", "Positions", 84, Align.RIGHT, rank=2),
        Column("notional", "Size", 104, Align.RIGHT),
        Column("share", "Of equity", 88, Align.RIGHT),
        Column("pnl", "Result", 96, Align.RIGHT, 12, rank=1),
    )

    def key(self, row: Exposure) -> str:
        return f"{row.symbol} {row.side.value}"

    def cell(self, row: Exposure, column: str) -> Cell:
        match column:
            case "symbol":
                return side_cell(row.symbol, row.side)
            case "positions":
                return cell(str(row.positions), "text2")
            case "notional":
                return cell(fmt.money(row.notional), weight=500)
            case "share":
                return cell(fmt.percent(row.share, decimals=1), "text2")
        return cell(
            fmt.money(row.pnl, signed=True), sign_tone(row.pnl), 500, tooltip=tr("If closed now, fees included")
        )


class RulesModel(RowsModel):
    """What each rule has saved or cost."""

    columns = (
        Column("rule", "Rule", 176, anchor=12, grows=True, most=320),
        Column("blocked", "Not traded", 84, Align.RIGHT, rank=2),
        Column("followed", "Ended", 72, Align.RIGHT, rank=1),
        Column("following", "Open", 72, Align.RIGHT, rank=3),
        Column("won", "Would have won", 112, Align.RIGHT, rank=4),
        Column("saved", "Saved or cost", 148, Align.RIGHT, 12),
    )

    def key(self, row: RuleCost) -> str:
        return row.rule

    def cell(self, row: RuleCost, column: str) -> Cell:
        match column:
            case "rule":
                return cell(rule_name(row.rule), weight=500)
            case "blocked":
                return cell(str(row.blocked), "text2", tooltip=tr("Calls that ended untraded and are charged to it"))
            case "followed":
                return cell(str(row.followed), "text2", tooltip=tr("Of these, followed on paper to their end"))
            case "following":
                return cell(str(row.following), "text2", tooltip=tr("Of these, still followed on paper"))
            case "won":
                shown = tr("{won} of {followed}", won=row.won, followed=row.followed) if row.followed else NO_DATA
                return cell(shown, "text2", tooltip=tr("They would have ended with a gain after fees"))
        return self._saved(row)

    def _saved(self, row: RuleCost) -> Cell:
        if not row.followed:
            return cell(NO_DATA, "text2", tooltip=tr("No call that it blocked has come to its end on paper yet"))
        word = tr("saved") if row.saved > 0 else tr("cost") if row.saved < 0 else tr("neither")
        told = tr("These calls would have brought {money} after fees", money=fmt.money(row.result, signed=True))
        if row.followed < FEW:
            one, more = tr(". {n} is too few to judge the rule by"), tr(". {n} are too few to judge the rule by")
            told += (one if row.followed == 1 else more).format(n=row.followed)
        parts = [Part(word, "text2", 11)]
        if row.saved:
            parts.append(Part(fmt.money(abs(row.saved)), sign_tone(row.saved), weight=500, gap=4))
        return Cell(tuple(parts), told)


def rules_summary(rows: tuple[RuleCost, ...]) -> str:
    """What all of them together have saved or cost, in a sentence."""
    over, following = sum(row.followed for row in rows), sum(row.following for row in rows)
    one, more = tr(" {n} is followed still.", n=following), tr(" {n} are followed still.", n=following)
    still = "" if not following else one if following == 1 else more
    if not over:
        return tr("No untraded call has come to its end on paper yet.{still}", still=still)
    saved = sum((row.saved for row in rows), Decimal(0))
    word = "saved" if saved >= 0 else "cost"
    calls = tr("1 call") if over == 1 else tr("{over} calls", over=over)
    return tr(
        "Not trading {calls} {word} {money} after fees.{still}",
        calls=calls,
        word=word,
        money=fmt.money(abs(saved)),
        still=still,
    )


_BEGAN, _NOW = "Since this ledger began", "Now"
_DAYS = ("The last mark of each finished day, 00:00 to 24:00 UTC", _BEGAN)
_CLOSED = ("Closed trades of this ledger, after fees", _BEGAN)
_FILLS = ("Every execution in this ledger", _BEGAN)
_OPEN = ("Open positions at the newest price", _NOW)
ORIGIN_OF_FIGURES = {
    "Total return": ("Starting cash, every execution, and open positions at the newest price", _BEGAN),
    "Realised, after fees": _FILLS, "Fees paid": _FILLS, "Cash": _FILLS, "Margin held": _OPEN,
    "Win rate": _CLOSED, "Profit factor": _CLOSED, "Expectancy": _CLOSED,
    "Max drawdown": ("Recorded points of the equity curve", _BEGAN),
    "Sharpe": _DAYS, "Sortino": _DAYS, "Calmar": _DAYS,
}  # fmt: skip
"""What each figure is made from, and over which time."""
ORIGIN_OF_LIMITS = {
    "Drawdown": ("Equity now, and its highest recorded point", _BEGAN),
    "Positions": ("Open positions of this ledger", _NOW),
    "Loss today": ("Equity now, and its first mark of the day", "Since 00:00 UTC"),
    "Exposure": _OPEN,
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is shown, with how many cases it is made from and what it means."""

    name: str
    text: str
    tone: str
    note: str
    about: str


def figures(row: PortfolioMetrics, known: RiskFigures | None) -> tuple[Figure, ...]:
    """The account's figures in order; those that are not known yet are n/a."""
    net = row.realised_pnl - row.fees
    return (
        Figure("Total return", fmt.percent_points(row.total_return, signed=True), sign_tone(row.total_return), "",
               tr("What equity has gained over the starting cash and what was paid in since. Open positions count at "
                  "what closing them now would bring.")),
        Figure("Realised, after fees", fmt.money(net, signed=True), sign_tone(net), "",
               tr("Results of everything closed, less all fees paid; those of open positions are among them.")),
        _rate(row),
        _factor(row),
        *_of_trades(known),
        *_of_days(known),
        Figure("Fees paid", fmt.money(row.fees), "text", "", tr("All fees of all executions so far.")),
        Figure("Cash", fmt.money(row.cash), "text", "", _about_cash(row)),
        Figure("Margin held", fmt.money(row.margin), "text", "", tr("What open positions cost, over their leverage.")),
    )  # fmt: skip


def _about_cash(row: PortfolioMetrics) -> str:
    told = tr("Starting cash, plus results, less fees. Not what is free: margin is held from it.")
    if not row.paid_in and not row.earned_otherwise:
        return told
    paid, earned = fmt.money(row.paid_in, signed=True), fmt.money(row.earned_otherwise, signed=True)
    more = tr("In it are {paid} that were paid in and {earned} of funding and the like.", paid=paid, earned=earned)
    return f"{told} {more}"


def _rate(row: PortfolioMetrics) -> Figure:
    rate = NO_DATA if row.win_rate is None else fmt.percent(row.win_rate, decimals=0)
    told = (
        tr("Of {closed_trades} closed trades.", closed_trades=row.closed_trades)
        if row.closed_trades
        else tr("No closed trade yet.")
    )
    about = tr("Closed trades with a gain after fees, over all closed trades. {told}", told=told)
    return Figure("Win rate", rate, "text", _n(row.closed_trades), about)


def _factor(row: PortfolioMetrics) -> Figure:
    factor = NO_DATA if row.profit_factor is None else fmt.number(row.profit_factor, 2)
    about = tr("Sum of gains over sum of losses, after fees; above 1 earns. It needs a loss to be divided by.")
    return Figure("Profit factor", factor, "text", _n(row.closed_trades), about)


def _of_trades(known: RiskFigures | None) -> tuple[Figure, Figure]:
    average = known.expectancy if known else None
    fall = known.max_drawdown if known else None
    win, loss = (known.average_win, known.average_loss) if known else (None, None)
    mean = tr(
        "Win rate × average win − loss rate × average loss: what a closed trade has brought on average, after fees."
    )
    if win is not None and loss is not None:
        mean += tr(" An average win is {win}, an average loss {loss}.", win=fmt.money(win), loss=fmt.money(-loss))
    deepest = tr("The deepest fall of equity below its highest before, over all recorded points of the curve.")
    return (
        Figure("Expectancy", NO_DATA if average is None else fmt.money(average, signed=True),
               "text" if average is None else sign_tone(average), _n(known.trades if known else 0), mean),
        Figure("Max drawdown", NO_DATA if fall is None else fmt.percent(fall), "text", "", deepest),
    )  # fmt: skip


def _of_days(known: RiskFigures | None) -> tuple[Figure, ...]:
    days, least = (known.days, known.least_days) if known else (0, 20)
    values = (known.sharpe, known.sortino, known.calmar) if known else (None, None, None)
    made = tr("Made from {days} finished days (00:00 to 24:00 UTC), a year of 365.", days=days)
    if days < least:
        one, more = (
            tr("It needs {least} finished days; there is {days}."),
            tr("It needs {least} finished days; there are {days}."),
        )
        made = (one if days == 1 else more).format(least=least, days=days)
    abouts = (
        tr("Mean daily return over its standard deviation, for a year (Sharpe 1994), risk-free rate 0."),
        tr("Mean daily return over the deviation of losing days alone, for a year (Rollinger and Hoffman)."),
        tr("Compound return of a year over the deepest drawdown of daily closes (Young 1991)."),
    )
    return tuple(
        Figure(name, NO_DATA if value is None else fmt.number(value, 2), "text", f"{days} d", f"{about} {made}")
        for name, value, about in zip(("Sharpe", "Sortino", "Calmar"), values, abouts, strict=True)
    )


def _n(count: int) -> str:
    return f"n {fmt.count(count)}"


@dataclass(frozen=True, slots=True)
class LimitUse:
    """How much of a limit is used: `used` is a share, None when there is no limit to measure against."""

    name: str
    text: str
    used: Decimal | None
    about: str


def limit_uses(row: PortfolioMetrics, known: Performance | None) -> tuple[LimitUse, ...]:
    """Drawdown, positions, the day's loss and exposure, each against its limit."""
    limit = row.max_drawdown_limit
    down = tr(
        "{n} of {most}",
        n=fmt.percent_points(row.drawdown, decimals=1),
        most=fmt.percent_points(limit, decimals=0),
    )
    positions = Decimal(row.open_positions) / row.max_positions if row.max_positions else None
    uses = [
        LimitUse("Drawdown", down, row.drawdown / limit if limit else None,
                 tr("How far equity is below its highest. At the limit new calls are blocked.")),
        LimitUse("Positions", tr("{n} of {most}", n=row.open_positions, most=row.max_positions), positions,
                 tr("Open positions against the most you allow at a time.")),
    ]  # fmt: skip
    if known is not None:
        uses += [_of_the_day(row, known), _of_exposure(row, known)]
    return tuple(uses)


def _of_the_day(row: PortfolioMetrics, known: Performance) -> LimitUse:
    loss, limit = max(Decimal(0), -row.daily_pnl), known.daily_loss_limit
    text = tr("{n} of {most}", n=fmt.money(loss), most=fmt.money(limit, decimals=0))
    about = tr(
        "What has been lost since the day began at 00:00 UTC. At the limit calls are blocked until the next day."
    )
    return LimitUse("Loss today", text, loss / limit if limit else None, about)


def _of_exposure(row: PortfolioMetrics, known: Performance) -> LimitUse:
    limit = known.exposure_limit
    text = tr("{n} of {most}", n=fmt.money(row.in_positions, decimals=0), most=fmt.money(limit, decimals=0))
    about = tr("The size of everything open, whatever its leverage, against your limit.")
    return LimitUse("Exposure", text, row.in_positions / limit if limit else None, about)
