"""A bridge that records what the views send, and the desk of a quiet morning to show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QObject, Signal

from echotrade_desktop.engine.domain.cash import CashKind, CashMove
from echotrade_desktop.engine.domain.history import Became, HistoryRow, SignalStory
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.live import LiveAccount, LiveView
from echotrade_desktop.engine.domain.market import Instrument, Side, Ticker
from echotrade_desktop.engine.domain.messages import Health, Preview
from echotrade_desktop.engine.domain.performance import (
    Contribution,
    Exposure,
    Performance,
    RiskFigures,
    RuleCost,
    ShadowOutcome,
)
from echotrade_desktop.engine.domain.position import ProtectionStatus, TakeProfit
from echotrade_desktop.engine.domain.read import (
    ApprovalRow,
    ClosedRow,
    EquityPoint,
    HealthRow,
    PortfolioMetrics,
    PositionRow,
    SignalRow,
    TraderRecord,
    TraderRow,
)
from echotrade_desktop.engine.domain.signal import (
    EntryKind,
    Origin,
    QueuedSignal,
    RawMessage,
    SignalStatus,
    Sizing,
    SourceKind,
    Span,
    TradingSignal,
    Verdict,
)

D = Decimal
NOON = datetime(2026, 11, 23, 12, 3, 18, tzinfo=UTC)

BTC = Instrument("BTC/USDT", D("0.1"), D("0.001"), D(5))
ETH = Instrument("ETH/USDT", D("0.01"), D("0.001"), D(5))
BNB = Instrument("BNB/USDT", D("0.01"), D("0.01"), D(5))
ADA = Instrument("ADA/USDT", D("0.0001"), D(1), D(5))
SOL = Instrument("SOL/USDT", D("0.01"), D("0.1"), D(5))
LINK = Instrument("LINK/USDT", D("0.001"), D("0.01"), D(5))
INSTRUMENTS = {i.symbol: i for i in (BTC, ETH, BNB, ADA, SOL, LINK)}

HARBOUR = Trader("telegram:1", "Harbour Calls", multiplier=D("1.5"))
NORTHLINE = Trader("telegram:2", "Northline Desk")
KESTREL = Trader("binance:3", "Kestrel 7", SourceKind.BINANCE, multiplier=D("0.8"))
TIDEWATER = Trader("telegram:4", "Tidewater Room", enabled=False, multiplier=D("0.5"))


class Events(QObject):
    """What happens, as signals.

    Signals:
    event(object): a domain event.
    tickers(dict): newest ticker per symbol.
    """

    event = Signal(object)
    answered = Signal(str, object)
    unanswered = Signal(str, str)
    tickers = Signal(dict)


class FakeBridge:
    """Records commands and answers reads from `reads`; a test decides what happens next."""

    def __init__(self, **reads) -> None:
        self.events = Events()
        self.commands: list = []
        self.edits: list = []
        self.asked: list = []
        self.reads = {**desk(), **reads}
        self.time = NOON
        self.answer = Preview()

    def submit(self, command) -> str:
        self.commands.append(command)
        return command.command_id

    def preview(self, edit) -> Preview:
        self.edits.append(edit)
        return self.answer

    def query(self, name, *args):
        return self.reads[name]

    def ask(self, name, *args) -> str:
        """Take a question; `reply` answers the newest one of its name."""
        self.asked.append((name, args))
        return f"{name}-{len(self.asked)}"

    def reply(self, name, answer) -> None:
        """Answer the newest question of a name; a sentence says why there is no answer."""
        number = max(n for n, (asked, _) in enumerate(self.asked, 1) if asked == name)
        if isinstance(answer, str):
            self.events.unanswered.emit(f"{name}-{number}", answer)
        else:
            self.events.answered.emit(f"{name}-{number}", answer)

    def now(self) -> datetime:
        return self.time

    def happen(self, event, **reads) -> None:
        """Change what is read, then tell it."""
        self.reads.update(reads)
        self.events.event.emit(event)

    def sent(self, kind) -> list:
        """The commands of one kind, in order."""
        return [command for command in self.commands if isinstance(command, kind)]


def ticker(symbol: str, price: str, change: str | None = None, at: datetime = NOON) -> Ticker:
    return Ticker(symbol, D(price), D(price), D(price), at, change_24h=None if change is None else D(change))


def tickers() -> dict[str, Ticker]:
    rows = (
        ("BTC/USDT", "67512.4", "1.82"), ("ETH/USDT", "3204.11", "-0.40"), ("BNB/USDT", "594.75", "0.63"),
        ("ADA/USDT", "0.4547", "2.14"), ("SOL/USDT", "156.38", "3.07"), ("LINK/USDT", "17.842", "-1.12"),
    )  # fmt: skip
    return {symbol: ticker(symbol, price, change) for symbol, price, change in rows}


def position(number: int, instrument: Instrument, side: Side, trader: Trader, quantity: str, entry: str, price: str,
             pnl: str, percent: str, stop: str, dies: str | None, at: str, **changes) -> PositionRow:  # fmt: skip
    hour, minute, second = map(int, at.split(":"))
    row = PositionRow(
        position_id=f"p{number}", signal_id=f"old{number}", symbol=instrument.symbol, instrument=instrument, side=side,
        trader_id=trader.trader_id, trader_name=trader.name, source=trader.source.value, quantity=D(quantity),
        entry_price=D(entry), price=D(price), stop_loss=D(stop), stop_is_ours=False,
        take_profits=(TakeProfit(D(entry) * D("1.02"), D(1)),), unrealised_pnl=D(pnl), pnl_percent=D(percent),
        realised_pnl=D(0), fees=D("0.4"), leverage=3, margin=D(100), notional=D(entry) * D(quantity),
        liquidation_price=D(entry) / 2, opened_at=NOON - timedelta(hours=4), protection=ProtectionStatus.PROTECTED,
        protected_where="exchange", protected_at=NOON.replace(hour=hour, minute=minute, second=second),
        covered=D(quantity), if_hit=D(dies or -1), if_machine_dies=D(dies or -1), version=3,
        price_age=0.2,
    )  # fmt: skip
    return replace(row, **changes)


def positions() -> tuple[PositionRow, ...]:
    long, short = Side.LONG, Side.SHORT
    return (
        position(1, BTC, long, NORTHLINE, "0.012", "66840", "67512.4", "7.26", "0.91", "66420", "-5.84", "12:01:07"),
        position(2, ETH, short, KESTREL, "0.3", "3251.40", "3204.11", "13.22", "1.36", "3296", "-14.36", "11:46:32"),
        position(3, SOL, long, HARBOUR, "6.4", "152.35", "156.38", "24.80", "2.54", "149.57", "-18.76", "10:10:10",
                 protection=ProtectionStatus.MOVING),
        position(4, ADA, long, HARBOUR, "1062", "0.4512", "0.4547", "3.24", "0.68", "0.4470", "-4.94", "09:18:40"),
    )  # fmt: skip


def verdicts(drift: str = "0.40", used: str = "0.8", passed: bool = True) -> tuple[Verdict, ...]:
    def rule(name, value, limit, share=None):
        return Verdict(name, True, value, limit, f"{name}: {value}, {limit}", used=None if share is None else D(share))

    drifted = Verdict(
        "Price drift", passed, f"{drift} %", "at most 0.50 %",
        f"Price is {drift.rstrip('0')} % above the call, your limit is 0.5 %",
        None if passed else "594.15 or lower", D(used),
    )  # fmt: skip
    return (
        rule("Trader", "on", "Harbour Calls"), rule("Confidence", "0.80", "at least 0.70"),
        rule("Age when received", "2 s", "at most 60 s", "0.03"), drifted,
        rule("Trading hours", "12:03", "09:00–17:00"), rule("Symbol", "BTC/USDT", "on your list"),
        rule("Duplicate", "none", "last 10 min"), rule("Open positions", "4", "below 5", "0.8"),
        rule("Leverage", "3×", "at most 5×", "0.6"), rule("Loss today", "none", "limit $300", "0"),
        rule("Volatility", "1.1 %", "below 3 %", "0.37"),
    )  # fmt: skip


def sizing(quantity: str, notional: str, price: str, risk: str, r: str) -> Sizing:
    return Sizing(D("10214.35"), D("0.02"), D("0.80"), D("1.5"), D("2.0"), D("490.29"), D(notional), D(quantity),
                  D(price), D(risk), D(r))  # fmt: skip


MESSAGE = "BTC LONG from 67240, 3x max\nSL 66600  TP 68600  good luck"


def _spans() -> tuple[Span, ...]:
    roles = {"BTC": "symbol", "LONG": "side", "67240": "entry", "3x": "leverage", "66600": "stop", "68600": "target"}
    return tuple(Span(MESSAGE.index(word), MESSAGE.index(word) + len(word), role) for word, role in roles.items())


def approval(number: int, instrument: Instrument, trader: Trader, price: str, stop: str, target: str, now: str,
             size: Sizing, left: int, old: int, **changes) -> ApprovalRow:  # fmt: skip
    signal = TradingSignal(
        f"s{number}", trader.trader_id, trader.name, instrument.symbol, Side.LONG, D(price), D("0.8"),
        NOON - timedelta(seconds=old + 2), NOON - timedelta(seconds=old), trader.source, D(stop),
        take_profits=(D(target),), leverage=3, message=MESSAGE, spans=_spans(), entry_kind=EntryKind.LIMIT,
    )  # fmt: skip
    queued = QueuedSignal(
        signal, SignalStatus.PENDING, NOON + timedelta(seconds=left), verdicts(), size, D("0.80"),
    )  # fmt: skip
    record = TraderRecord(60, 41, 41, 24, D("64.20"), D("0.58"), D("0.82"), 20)
    away = (D(price) - D(now)) / D(now) * 100
    row = ApprovalRow(queued, instrument, trader, D(now), away, size.risk, size.reward_to_risk, record)
    queue = {
        key: changes.pop(key) for key in ("status", "verdicts", "agreeing", "combined_confidence") if key in changes
    }
    return replace(row, queued=replace(queued, **queue), **changes)


def approvals() -> tuple[ApprovalRow, ...]:
    northline = TraderRecord(80, 63, 63, 33, D("38.75"), D("0.52"), D("0.74"), 20)
    return (
        approval(1, BTC, HARBOUR, "67240", "66600", "68600", "67512.4",
                 sizing("0.007", "470.68", "67240", "4.95", "2.1"), 252, 48),
        approval(2, LINK, HARBOUR, "17.842", "17.310", "19.000", "17.842",
                 sizing("20.81", "371.11", "17.842", "11.43", "2.2"), 204, 96,
                 agreeing=("Harbour Calls", "Kestrel 7"), combined_confidence=D("0.91")),
        approval(3, BNB, NORTHLINE, "591.20", "580", "612", "594.75",
                 sizing("0.82", "484.78", "591.20", "9.90", "1.9"), 129, 171, trader_record=northline,
                 status=SignalStatus.BLOCKED, verdicts=verdicts("0.60", "1", passed=False)),
    )  # fmt: skip


def traders() -> tuple[TraderRow, ...]:
    def record(signals, closed, won, pnl, rate, reputation):
        return TraderRecord(signals, closed, closed, won, D(pnl), rate and D(rate), reputation and D(reputation), 20)

    return (
        TraderRow(HARBOUR, record(60, 41, 24, "64.20", "0.58", "0.82"), D(490)),
        TraderRow(NORTHLINE, record(80, 63, 33, "38.75", "0.52", "0.74"), D(327)),
        TraderRow(KESTREL, record(40, 28, 15, "13.90", "0.54", "0.71"), D(261)),
        TraderRow(TIDEWATER, record(9, 6, 2, "-3.10", None, None), D(163)),
    )


def portfolio(**changes) -> PortfolioMetrics:
    row = PortfolioMetrics(
        mode="paper", equity=D("10214.35"), cash=D("6959"), starting_cash=D(10000), daily_pnl=D("121.15"),
        daily_percent=D("1.20"), total_return=D("2.14"), unrealised_pnl=D("48.52"), realised_pnl=D("165.83"),
        fees=D("12.31"), peak=D("10359"), drawdown=D("1.4"), max_drawdown_limit=D(30), in_positions=D(3255),
        margin=D(1085), open_positions=4, max_positions=5, closed_trades=128, win_rate=D("0.56"),
        profit_factor=D("1.62"), paused=False, pause_reason=None, global_multiplier=D("2.0"),
    )  # fmt: skip
    return replace(row, **changes)


def performance(**changes) -> Performance:
    def brought(trader, closed, won, net, average, fall, open_pnl, exposure, *reputation):
        money = map(D, (net, average, fall, open_pnl, exposure))
        reputed = map(D, reputation)
        return Contribution(trader.trader_id, trader.name, trader.source.value, closed, won, *money, False, *reputed)

    def source(name, closed, won, net, average, fall, open_pnl, exposure):
        return Contribution(name, name, name, closed, won, D(net), D(average), D(fall), D(open_pnl), D(exposure), True)

    figures = RiskFigures(128, 43, 20, D("0.0213"), D("0.56"), D("1.62"), D("0.90"), D("4.21"), D("-3.31"), D("1.84"),
                          D("2.61"), D("3.05"), D("0.21"))  # fmt: skip
    row = Performance(
        figures=figures,
        contributions=(
            brought(HARBOUR, 41, 24, "64.20", "1.57", "21.40", "28.04", "1477.93", "0.56", "0.45", "0.66"),
            brought(NORTHLINE, 63, 33, "38.75", "0.62", "33.10", "7.26", "810.15", "0.52", "0.43", "0.61"),
            brought(KESTREL, 28, 15, "13.90", "0.50", "18.02", "13.22", "961.23", "0.52", "0.40", "0.64"),
            brought(TIDEWATER, 6, 2, "-3.10", "-0.52", "6.60", "0", "0"),
            source("telegram", 110, 59, "99.85", "0.91", "35.20", "35.30", "2288.08"),
            source("binance", 28, 15, "13.90", "0.50", "18.02", "13.22", "961.23"),
        ),
        exposures=(
            Exposure("SOL/USDT", Side.LONG, 1, D("1000.83"), D("0.098"), D("24.80")),
            Exposure("ETH/USDT", Side.SHORT, 1, D("961.23"), D("0.094"), D("13.22")),
            Exposure("BTC/USDT", Side.LONG, 1, D("810.15"), D("0.079"), D("7.26")),
            Exposure("ADA/USDT", Side.LONG, 1, D("482.89"), D("0.047"), D("3.24")),
        ),
        rules=(
            RuleCost("Price drift", 31, 2, 26, 9, D("-84.12")),
            RuleCost("Age when received", 12, 0, 12, 7, D("31.06")),
            RuleCost("", 9, 1, 7, 3, D("-6.55")),
            RuleCost("Duplicate", 4, 0, 0, 0, D(0)),
        ),
        day_began_at=NOON.replace(hour=0, minute=0, second=7), day_start_equity=D("10093.20"),
        daily_loss_limit=D("504.66"), exposure_limit=D("10214.35"),
        moves=(
            CashMove("FUNDING_FEE-BTCUSDT-3", CashKind.FUNDING, D("-0.08135521"), NOON, "BTC/USDT", "p1"),
            CashMove("TRANSFER--2", CashKind.WITHDRAWAL, D(-250), NOON - timedelta(hours=7)),
            CashMove("FUNDING_FEE-ETHUSDT-1", CashKind.FUNDING, D("0.21"), NOON - timedelta(hours=8), "ETH/USDT"),
        ),
    )  # fmt: skip
    return replace(row, **changes)


def closed(count: int = 6) -> tuple[ClosedRow, ...]:
    rows = []
    for number in range(count):
        won = number % 3 != 1
        rows.append(
            ClosedRow(f"c{number}", "BTC/USDT", BTC, Side.LONG, HARBOUR.trader_id, HARBOUR.name, "telegram", D("0.006"),
                      D(66140), D("66540.5") if won else D("65810"), D("2.39") if won else D("-2.05"),
                      D("0.60") if won else D("-0.50"), D("0.40"), NOON - timedelta(hours=9 + number),
                      NOON - timedelta(hours=8 + number), "target" if won else "stop")
        )  # fmt: skip
    return tuple(rows)


def signals() -> tuple[SignalRow, ...]:
    live = [SignalRow(row.queued, row.instrument) for row in approvals()]
    past = replace(approvals()[0].queued, signal=replace(approvals()[0].queued.signal, signal_id="s9"),
                   status=SignalStatus.EXPIRED, reason="Nobody decided within 5 minutes")  # fmt: skip
    return (*live, SignalRow(past, BTC))


def message(number: int, text: str, trader: Trader = HARBOUR, **changes) -> RawMessage:
    at = NOON - timedelta(minutes=number)
    origin = Origin.BINANCE if trader.source is SourceKind.BINANCE else Origin.TELEGRAM
    sender = int(trader.trader_id.partition(":")[2])
    plain = RawMessage(-100, 1000 - number, 0, at - timedelta(seconds=2), at, sender, trader.name, text,
                       "Harbour Room", origin=origin)  # fmt: skip
    return replace(plain, **changes)


def history_rows() -> tuple[HistoryRow, ...]:
    waiting, drifted = approvals()[0].queued, approvals()[2].queued
    traded = replace(waiting, signal=replace(waiting.signal, signal_id="s7"), status=SignalStatus.EXECUTED,
                     position_id="p7", decided_by="user", decided_at=NOON - timedelta(minutes=50))  # fmt: skip
    blocked = replace(drifted, signal=replace(drifted.signal, signal_id="s8"), status=SignalStatus.EXPIRED,
                      reason="Nobody decided within 5 m. It was blocked by: Price drift",
                      decided_at=NOON - timedelta(minutes=60), decided_by="time")  # fmt: skip
    paper = ShadowOutcome("Price drift", True, D("594.75"), D("580"), D("0.82"), D("-12.61"), "stop")
    return (
        HistoryRow("s1", message(1, MESSAGE), Became.WAITING, queued=waiting, instrument=BTC),
        HistoryRow("-100/998/0", message(2, "good morning, coffee first"), Became.NOISE, "no side and no symbol"),
        HistoryRow("-100/996/0", message(4, "move SL to entry"), Became.UPDATE, None, "move_stop_to_entry"),
        HistoryRow("s7", message(52, MESSAGE), Became.TRADED, queued=traded, instrument=BTC, result=D("9.05")),
        HistoryRow("s8", message(65, MESSAGE, NORTHLINE), Became.BLOCKED, queued=blocked, instrument=BNB, shadow=paper),
        HistoryRow("-100/920/0", message(80, "BTC 67k or 68k??", KESTREL), Became.UNREADABLE,
                   "It names a symbol and prices, but no side.", "no_side"),
    )  # fmt: skip


def health() -> tuple[HealthRow, ...]:
    rows = {
        "market": "simulated", "calls": "practice", "orders": "paper", "stops": "watched by this app",
        "ledger": "agrees",
    }  # fmt: skip
    return tuple(HealthRow(name, Health.UP, detail, NOON) for name, detail in rows.items())


def desk() -> dict:
    """Every read of a quiet morning: four positions, three calls, four traders."""
    curve = [10093, 10090, 10101, 10098, 10110, 10125, 10118, 10140, 10152, 10149, 10170, 10168, 10190, 10203, 10214]
    start = NOON - timedelta(hours=3)
    return {
        "open_positions": positions(), "pending_approvals": approvals(), "traders": traders(),
        "portfolio": portfolio(), "closed_positions": closed(), "signals": signals(), "health": health(),
        "equity_curve": tuple(EquityPoint(start + timedelta(minutes=12 * i), D(v)) for i, v in enumerate(curve)),
        "instruments": tuple(INSTRUMENTS.values()), "tickers": tickers(),
        "telegram_state": None, "telegram_followed": (), "telegram_agreed": None,
        "live": LiveView(), "market_source": "simulated", "live_account": LiveAccount(), "lead_portfolios": (),
        "simulated": True, "performance": performance(), "signal_story": SignalStory(),
        "watched": ("BTC/USDT", "ETH/USDT", "BNB/USDT", "ADA/USDT", "SOL/USDT", "LINK/USDT"),
    }  # fmt: skip


def nothing() -> dict:
    """Every read of a first start: no positions, no calls, nobody followed."""
    fresh = portfolio(equity=D(10000), cash=D(10000), daily_pnl=D(0), daily_percent=D(0), total_return=D(0),
                      unrealised_pnl=D(0), realised_pnl=D(0), fees=D(0), peak=D(10000), drawdown=D(0),
                      in_positions=D(0), margin=D(0), open_positions=0, closed_trades=0, win_rate=None,
                      profit_factor=None, global_multiplier=D(1))  # fmt: skip
    empty = ("open_positions", "pending_approvals", "traders", "closed_positions", "signals", "equity_curve")
    unknown = RiskFigures(0, 0, 20, *[None] * 10)
    none = performance(figures=unknown, contributions=(), exposures=(), rules=(), moves=(), day_began_at=None,
                       day_start_equity=D(10000), daily_loss_limit=D(500), exposure_limit=D(10000))  # fmt: skip
    return {**dict.fromkeys(empty, ()), "portfolio": fresh, "tickers": {}, "performance": none}


class RecordingNotifier:
    """Keeps what would have been told outside the window."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.count = 0

    def notify(self, title: str, sentence: str) -> None:
        self.told.append((title, sentence))

    def set_count(self, count: int) -> None:
        self.count = count
