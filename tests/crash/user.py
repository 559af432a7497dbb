"""The user of a campaign: posts calls, approves, drags stops, closes; believes only what the app has said."""

import json
import random
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    Fact,
    FillRecorded,
    OrderChanged,
    SignalApproved,
    SignalQueued,
)
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import IN_FLIGHT
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store import codec
from echotrade_desktop.engine.trading.protection import cover
from tests.servers.exchange.market import INSTRUMENTS

TICKS = {instrument.symbol: instrument.tick for instrument in INSTRUMENTS}


@dataclass(slots=True)
class Seen:
    """What the app has acknowledged to the user, over all its lives."""

    approvals: dict[str, SignalApproved] = field(default_factory=dict)
    pauses: list[datetime] = field(default_factory=list)
    commands: dict[str, int] = field(default_factory=dict)  # id to how often it was answered
    sentences: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    recovered: bool = False  # in this life
    trading: int = 0  # orders and executions told
    ticks: int = 0  # prices shown
    lines: int = 0


class User:
    """Sees event lines, answers with command lines. `busy` turns the hands on and off."""

    def __init__(self, rng: random.Random) -> None:
        self.seen = Seen()
        self.busy = True
        self.pauses_often = False
        self.prices: dict[str, Decimal] = {}
        self._rng = rng
        self._book = Book()
        self._next_message = 1
        self._next_command = 1
        self._wishes: list[dict[str, Any]] = []

    def sit_down(self, facts: list[Fact]) -> None:
        """Begin a new life of the app with what its ledger says."""
        self._book = Book.fold(facts)
        self.seen.recovered = False
        self._wishes = []
        for queued in self._book.queued():
            self._decide(queued.signal.signal_id)

    def see(self, line: bytes) -> None:
        """Take note of an event."""
        record = json.loads(line)
        self.seen.lines += 1
        kind = record.pop("type")
        if record.get("command_id"):
            answered = self.seen.commands
            answered[record["command_id"]] = answered.get(record["command_id"], 0) + 1
        if kind == "TickerChanged":
            self.seen.ticks += 1
            self.prices[record["symbol"]] = Decimal(record["ticker"]["price"])
        elif kind == "HealthChanged" and record["name"] == "ledger" and record["health"] == "up":
            self.seen.recovered = True
        elif kind == "Notice":
            self.seen.sentences.append(record["sentence"])
        elif kind in {"CommandRefused", "StopMoveRefused"}:
            self.seen.refusals.append(record["reason"])
        elif kind in codec.FACT_TYPES:
            self._note(_fact(kind, record))

    def _note(self, fact: Fact) -> None:
        try:
            self._book.apply(fact)
        except (EchoTradeError, KeyError):
            return
        match fact:
            case SignalApproved():
                self.seen.approvals[fact.signal_id] = fact
            case SignalQueued():
                self._decide(fact.queued.signal.signal_id)
            case EntriesPaused():
                self.seen.pauses.append(fact.at)
            case OrderChanged() | FillRecorded():
                self.seen.trading += 1

    def in_doubt(self) -> bool:
        """Whether the app has shown an order that nobody has answered yet, or a position without its stop."""
        live = self._book.live_orders()
        naked = (
            position
            for position in self._book.open_positions()
            if cover(position, self._book.orders_of(position.position_id)).covered < position.quantity
        )
        return any(order.status in IN_FLIGHT for order in live) or any(naked)

    # --- what the user wants ---

    def post(self, now: datetime) -> dict[str, Any] | None:
        """Return a trader's next call as the exchange's board takes it; None before there are prices."""
        if not self.prices:
            return None
        symbol = self._rng.choice(sorted(self.prices))
        price, tick = self.prices[symbol], TICKS[symbol]
        side = self._rng.choice(list(Side))
        risk = Decimal(self._rng.choice(("0.004", "0.008", "0.015"))) * side.sign

        def level(share: Decimal) -> Decimal:
            return (price * (1 + share) / tick).to_integral_value() * tick

        targets = "".join(f" TP{n} {level(risk * n)}" for n in range(1, self._rng.randint(1, 4)))
        message = {
            "id": self._next_message,
            "sent_at": now.isoformat(),
            "sender": 1 + self._next_message,  # each call another trader: nobody is asked "add?"
            "text": f"{symbol.partition('/')[0]} {side.value.upper()} {price} SL {level(-risk)}{targets}",
        }
        self._next_message += 1
        return message

    def wish(self) -> dict[str, Any] | None:
        """Return the next command, or None."""
        if not self.busy:
            return None
        if self._wishes and self._rng.random() < 0.7:
            return self._command(self._wishes.pop(0))
        return self._about_positions()

    def questions(self) -> list[dict[str, Any]]:
        """Return commands that change nothing, one for each position; with their answers, all heard before is handled.

        Each goes through its position's lane, behind what was told of it. No position has ever had that version.
        """
        asked = ("nobody's", *self._book.positions)
        about = {"type": "ClosePosition", "share": "1", "version": -1}
        return [self._command({**about, "position_id": position_id}) for position_id in asked]

    def _decide(self, signal_id: str) -> None:
        queued = self._book.signals[signal_id]
        taken = {position.symbol for position in self._book.open_positions()}
        if queued.status is not SignalStatus.PENDING or queued.sizing is None or queued.signal.symbol in taken:
            return
        about = {"signal_id": signal_id, "version": queued.signal.version}
        if self._rng.random() < 0.9:
            approve = {"type": "ApproveSignal", **about, "quantity": str(queued.sizing.quantity)}
            self._wishes += [approve] * self._rng.choice((1, 1, 2))  # a double click now and then
        else:
            self._wishes.append({"type": "RejectSignal", **about})

    def _about_positions(self) -> dict[str, Any] | None:
        if self._book.paused is not None and self._rng.random() < 0.3:
            return self._command({"type": "ResumeEntries"})
        if self._rng.random() < (0.3 if self.pauses_often else 0.003):
            return self._command({"type": "PauseEntries", "reason": "a break"})
        positions = self._book.open_positions()
        if not positions or self._rng.random() < 0.6:
            return None
        position = self._rng.choice(positions)
        about = {"position_id": position.position_id, "version": position.version}
        price = self.prices.get(position.symbol)
        if price is None:
            return None
        if self._rng.random() < 0.25:
            share = self._rng.choice(("0.25", "0.5", "1"))
            return self._command({"type": "ClosePosition", **about, "share": share})
        way = Decimal(self._rng.choice(("0.2", "0.4", "0.7")))
        stop = position.stop_loss + (price - position.stop_loss) * way
        return self._command({"type": "MoveStop", **about, "price": str(stop.quantize(TICKS[position.symbol]))})

    def _command(self, wish: dict[str, Any]) -> dict[str, Any]:
        command = {**wish, "command_id": f"c{self._next_command}"}
        self._next_command += 1
        return command


def _fact(kind: str, record: dict[str, Any]) -> Fact:
    for holder in (record.get("queued", {}).get("signal"), record.get("signal")):
        if isinstance(holder, dict):
            holder.pop("message", None)  # its words are kept apart
    at = record.pop("at")
    return codec.load_fact(at, kind, json.dumps(record))
