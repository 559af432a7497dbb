"""Compares three accounts of what happened: the app's ledger, the exchange's journal, and what the user was told.

The invariants are those of `docs/failure-model.md`. Nothing of the engine decides here but the fold of its facts.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    EntriesResumed,
    Fact,
    FillRecorded,
    OrderChanged,
    SignalApproved,
)
from echotrade_desktop.engine.domain.order import IN_FLIGHT, Fill, OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from tests.crash.ledgers import facts_of
from tests.crash.user import Seen
from tests.servers.exchange import journal

DONE = (SignalStatus.EXECUTED, SignalStatus.NOT_EXECUTED, SignalStatus.WAITING)
NAKED_FOR = 5  # seconds that the app has lived; then the close goes out
LAST_TRY = 3  # seconds: a try begun before that waits two for its answer, and a beat may just have passed
FLAT_WITHIN = 10  # then it is flat, or a siren sounds
FILTERS = {-1111: "lot", -4014: "tick", -4164: "least notional"}  # Binance's codes for what an app must know itself
REACTION = timedelta(seconds=1)  # an order on its way when the pause was acknowledged


@dataclass(slots=True)
class Findings:
    """What does not agree, by the invariant it breaks, and the figures that a campaign prints."""

    lost: list[str] = field(default_factory=list)  # I1
    doubled: list[str] = field(default_factory=list)  # I2
    unprotected: list[str] = field(default_factory=list)  # I3
    money: list[str] = field(default_factory=list)  # I4
    oversized: list[str] = field(default_factory=list)  # I5
    paused: list[str] = field(default_factory=list)  # I9
    unresolved: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)  # commands answered twice
    filters: list[str] = field(default_factory=list)  # orders that broke the market's own rules
    orders: int = 0
    positions: int = 0
    worst_naked: int = 0

    @property
    def violations(self) -> dict[str, list[str]]:
        """Everything that broke a promise, by name; empty when all is well."""
        names = ("lost", "doubled", "unprotected", "money", "oversized", "paused", "unresolved", "answers", "filters")
        return {name: found for name in names if (found := getattr(self, name))}

    def add(self, other: "Findings") -> None:
        """Count another episode's findings in."""
        for name in (
            "lost",
            "doubled",
            "unprotected",
            "money",
            "oversized",
            "paused",
            "unresolved",
            "answers",
            "filters",
        ):
            getattr(self, name).extend(getattr(other, name))
        self.orders += other.orders
        self.positions += other.positions
        self.worst_naked = max(self.worst_naked, other.worst_naked)


def examine(
    ledger: Path,
    journal_path: Path,
    seen: Seen,
    as_booked: Callable[[dict[str, Any]], dict[str, Any]] = lambda event: event,
    *,
    sells_once: bool = False,
) -> Findings:
    """Compare everything after the app has ended and all orders have been settled.

    `as_booked` puts a line of the journal as the app has to book it. `sells_once`: exits are not reduce-only, as on
    spot; what has been sent to close a position and is still in doubt is its close, for no second one may be sent.
    """
    facts = facts_of(ledger)
    found, book = Findings(), Book.fold(facts)
    events = [as_booked(event) for event in journal.read(journal_path)]
    accepted = Counter(event["id"] for event in events if event["event"] == "accepted")
    _approvals(found, book, seen, accepted)
    _doubles(found, accepted)
    _protection(found, facts, events, seen, sells_once=sells_once)
    _money(found, book, events, ledger)
    _sizes(found, seen, events)
    _pauses(found, seen, facts)
    for order in book.live_orders():
        if order.status in IN_FLIGHT:
            found.unresolved.append(f"{order.client_order_id} is {order.status} in the end")
    found.answers += [f"{command} was answered {times} times" for command, times in seen.commands.items() if times > 1]
    found.filters += [
        f"{event['id']} was refused for its {FILTERS[event['code']]}"
        for event in events
        if event["event"] == "refused" and event["code"] in FILTERS
    ]
    found.orders = sum(accepted.values())
    found.positions = sum(1 for position in book.positions.values() if position.full_quantity)
    return found


def _approvals(found: Findings, book: Book, seen: Seen, accepted: Counter[str]) -> None:
    """I1: an approval that was shown is on disk, and was executed or says why not."""
    for signal_id, approval in seen.approvals.items():
        queued = book.signals.get(signal_id)
        if queued is None or queued.status not in (*DONE, SignalStatus.EXPIRED):
            status = "missing" if queued is None else queued.status.value
            found.lost.append(f"the approval of {signal_id} was acknowledged and is {status}")
        elif queued.status is SignalStatus.NOT_EXECUTED and not queued.reason:
            found.lost.append(f"{signal_id} was not executed and nobody says why")
        elif queued.status is SignalStatus.EXECUTED and approval.order and not accepted[approval.order.client_order_id]:
            found.lost.append(f"{signal_id} counts as executed; the exchange never saw its order")


def _doubles(found: Findings, accepted: Counter[str]) -> None:
    """I2: at most one order an intent."""
    found.doubled += [f"{order} was accepted {times} times" for order, times in accepted.items() if times > 1]
    entries = Counter(order.rpartition("-")[0] for order in accepted if order.rpartition("-")[2].startswith("e"))
    found.doubled += [f"{position} has {times} entries" for position, times in entries.items() if times > 1]


def _protection(
    found: Findings, facts: list[Fact], events: list[dict[str, Any]], seen: Seen, *, sells_once: bool
) -> None:
    """I3: while the app lives, an open position has its stop, or is being closed, within the deadline."""
    watch = _Watch(seen.sentences, sells_once=sells_once)
    told = [{"event": "told", "at": fact.at, "fact": fact} for fact in facts]
    for event in sorted([*events, *told], key=lambda event: event["at"]):
        watch.take(event)
    found.unprotected += watch.complaints
    found.worst_naked = watch.worst


class _Watch:
    """Replays both accounts in time: what the app knows to be open, what the exchange has open, and its stops there.

    Seconds count while the app lives: they are its own beats, as they reached the exchange.
    """

    def __init__(self, told: list[str], *, sells_once: bool = False) -> None:
        self._told = told
        self._sells_once = sells_once
        self.complaints: list[str] = []
        self.worst = 0
        self._net: dict[str, Decimal] = defaultdict(lambda: ZERO)  # signed, at the exchange
        self._known: dict[str, Decimal] = defaultdict(lambda: ZERO)  # signed, by the ledger
        self._stops: dict[str, dict[str, Decimal]] = defaultdict(dict)  # symbol: id: signed quantity left
        self._symbol_of: dict[str, str] = {}
        self._since: dict[str, datetime] = {}
        self._beats: dict[str, int] = {}
        self._closing: dict[str, datetime] = {}
        self._in_doubt: dict[str, dict[str, Decimal]] = defaultdict(dict)  # symbol: close in the ledger: left of it

    def take(self, event: dict[str, Any]) -> None:
        """Take one event of either account into account."""
        match event["event"]:
            case "accepted" if event["kind"] == "stop_market":
                self._symbol_of[event["id"]] = event["symbol"]
                self._stops[event["symbol"]][event["id"]] = _signed(event)
            case "fill":
                self._net[event["symbol"]] += _signed(event)
                if event["id"] in self._stops[event["symbol"]]:
                    self._stops[event["symbol"]][event["id"]] -= _signed(event)
            case "ended" if event["id"] in self._symbol_of:
                self._stops[self._symbol_of[event["id"]]].pop(event["id"], None)
            case "told":
                self._believe(event["fact"])
            case "beat":
                self._beat(event["at"])
                return
            case _:
                return
        self._look(event["at"])

    def _believe(self, fact: Fact) -> None:
        match fact:
            case FillRecorded(fill=fill):
                self._known[fill.symbol] += fill.quantity * (1 if fill.side.value == "buy" else -1)
                if fill.client_order_id in (doubted := self._in_doubt[fill.symbol]):
                    doubted[fill.client_order_id] -= fill.quantity
            case OrderChanged(order=order) if order.purpose is OrderPurpose.CLOSE:
                self._closing[order.symbol] = fact.at
                left = ZERO if order.ended else order.quantity - order.filled_quantity
                self._in_doubt[order.symbol][order.client_order_id] = left

    def _look(self, at: datetime) -> None:
        for symbol, net in self._net.items():
            known = self._known[symbol]
            open_now = min(abs(net), abs(known)) if net * known > 0 else ZERO
            covered = sum((abs(left) for left in self._stops[symbol].values() if left * net < 0), ZERO)
            if covered < open_now:
                self._since.setdefault(symbol, at)
                self._beats.setdefault(symbol, 0)
            else:
                self._since.pop(symbol, None)
                self._beats.pop(symbol, None)

    def _beat(self, at: datetime) -> None:
        for symbol in self._beats:
            self._beats[symbol] += 1
            lived = self._beats[symbol]
            self.worst = max(self.worst, lived)
            sent = self._closing.get(symbol)
            closing = sent is not None and sent >= self._since[symbol] - REACTION
            closing = closing or (self._sells_once and any(left > ZERO for left in self._in_doubt[symbol].values()))
            since = self._since[symbol]
            if lived == NAKED_FOR + LAST_TRY + 1 and not closing:
                self.complaints.append(f"{symbol} had no stop and no close for {NAKED_FOR} s of life after {since}")
            if lived == FLAT_WITHIN + LAST_TRY + 1 and not any(f"{symbol} is UNPROTECTED" in s for s in self._told):
                self.complaints.append(f"{symbol} was not flat {FLAT_WITHIN} s after {since}, and no siren heard")


def _signed(event: dict[str, Any]) -> Decimal:
    return Decimal(event["quantity"]) * (1 if event["side"] == "buy" else -1)


def _money(found: Findings, book: Book, events: list[dict[str, Any]], ledger: Path) -> None:
    """I4: the same fills on both sides, the same positions, the same cash to the last digit."""
    theirs = {event["trade"]: event for event in events if event["event"] == "fill"}
    ours: dict[str, list[Fill]] = defaultdict(list)
    for fill in book.fills.values():
        ours[fill.trade_id.partition("/")[0]].append(fill)  # one that closed two positions is booked in two parts
    for trade in theirs.keys() | ours.keys():
        if trade not in theirs:
            found.money.append(f"the fill {trade} is in the ledger and never happened")
        elif not _agree(ours[trade], theirs[trade]):
            found.money.append(
                f"the fill {trade} of {theirs[trade]['id']} is {'otherwise' if ours[trade] else 'not'} in the ledger"
            )
    net: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for event in theirs.values():
        net[event["symbol"]] += _signed(event)
    held: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for position in book.open_positions():
        held[position.symbol] += position.quantity * position.side.sign
    found.money += [
        f"{symbol}: the exchange has {net[symbol]}, the ledger {held[symbol]}"
        for symbol in net.keys() | held.keys()
        if net[symbol] != held[symbol]
    ]
    cash = book.starting_cash - sum(
        (_signed(e) * Decimal(e["price"]) + Decimal(e["fee"]) for e in theirs.values()), ZERO
    )
    cash += sum((position.open_cost * position.side.sign for position in book.open_positions()), ZERO)
    if abs(cash - book.cash) > Decimal("1e-12"):  # averages are divisions: both sides cut them off somewhere
        found.money.append(f"the cash is {book.cash}, by the exchange's fills {cash}")
    report = verify(ledger)
    found.money += [f"verify: {sentence}" for sentence in report.disagreements[:3]]


def _agree(ours: list[Fill], theirs: dict[str, Any]) -> bool:
    return (
        bool(ours)
        and sum(fill.quantity for fill in ours) == Decimal(theirs["quantity"])
        and sum(fill.fee for fill in ours) == Decimal(theirs["fee"])
        and all(fill.price == Decimal(theirs["price"]) for fill in ours)
    )


def _sizes(found: Findings, seen: Seen, events: list[dict[str, Any]]) -> None:
    """I5: no more was sent than was shown and approved."""
    shown = {each.order.client_order_id: each.quantity for each in seen.approvals.values() if each.order is not None}
    for event in events:
        if event["event"] == "accepted" and event["id"] in shown and Decimal(event["quantity"]) > shown[event["id"]]:
            found.oversized.append(f"{event['id']}: {event['quantity']} sent, {shown[event['id']]} approved")


def _pauses(found: Findings, seen: Seen, facts: list[Fact]) -> None:
    """I9: a pause that was shown is on disk, and from a pause to its end no approval becomes an order."""
    paused_at: datetime | None = None
    kept: set[datetime] = set()
    for fact in facts:
        match fact:
            case EntriesPaused():
                paused_at = fact.at
                kept.add(fact.at)
            case EntriesResumed():
                paused_at = None
            case SignalApproved() if paused_at is not None and fact.order is not None:
                found.paused.append(f"{fact.signal_id} was approved at {fact.at}, paused since {paused_at}")
    found.paused += [f"the pause of {at} was shown and is lost" for at in seen.pauses if at not in kept]
