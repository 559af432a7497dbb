"""A small trading story as facts: a call, its approval, its fills; the same for every test of the store."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    EquityMarked,
    Fact,
    FillRecorded,
    Mark,
    MessageRead,
    OrderChanged,
    SignalApproved,
    SignalEnded,
    SignalQueued,
    TraderSeen,
)
from echotrade_desktop.engine.domain.limits import Trader
from echotrade_desktop.engine.domain.market import OrderSide, Side
from echotrade_desktop.engine.domain.order import Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position, TakeProfit
from echotrade_desktop.engine.domain.signal import (
    QueuedSignal,
    RawMessage,
    SignalStatus,
    Sizing,
    SourceKind,
    Span,
    TradingSignal,
    Verdict,
)
from tests.fakes.clock import START

WORDS = "BTC LONG 67500 SL 66000 TP 70000, my canary call"
CHAT = -100123


def message(message_id: int = 1, edit_version: int = 0, text: str = WORDS, chat_id: int = CHAT) -> RawMessage:
    return RawMessage(chat_id, message_id, edit_version, START, START, 7, "Anna", text, "Calls")


def signal(signal_id: str = "s1", message_id: int = 1, side: Side = Side.LONG) -> TradingSignal:
    return TradingSignal(
        signal_id=signal_id,
        trader_id="telegram:7",
        trader_name="Anna",
        symbol="BTC/USDT",
        side=side,
        price=Decimal(67500),
        confidence=Decimal("0.8"),
        timestamp=START,
        received_at=START,
        source=SourceKind.TELEGRAM,
        stop_loss=Decimal(66000),
        take_profits=(Decimal("70000.50"),),
        message=WORDS,
        chat_id=CHAT,
        message_id=message_id,
        spans=(Span(0, 3, "symbol"), Span(9, 14, "entry")),
    )


def queued(signal_id: str = "s1", message_id: int = 1, side: Side = Side.LONG) -> QueuedSignal:
    verdicts = tuple(Verdict(f"rule {n}", True, "0.8", "0.7", "It passes.", used=Decimal("0.5")) for n in range(3))
    figures = [
        Decimal(text) for text in ("10000", "0.02", "0.8", "1.5", "1", "240", "236.25", "0.0035", "67500", "5.5")
    ]
    sizing = Sizing(*figures, reward_to_risk=None)
    return QueuedSignal(
        signal(signal_id, message_id, side), SignalStatus.PENDING, START + timedelta(minutes=5), verdicts, sizing
    )


def entry_order(position_id: str, quantity: Decimal, side: Side = Side.LONG) -> Order:
    return Order(
        f"{position_id}-1",
        position_id,
        "BTC/USDT",
        side.entry,
        OrderKind.LIMIT_IOC,
        OrderPurpose.ENTRY,
        quantity,
        START,
        START,
        limit_price=Decimal("67837.50"),
    )


def position_of(position_id: str, signal_id: str, side: Side = Side.LONG) -> Position:
    ladder = (TakeProfit(Decimal("70000.50"), Decimal(1)),)
    return Position(
        position_id, signal_id, "BTC/USDT", side, "telegram:7", "Anna", "telegram", 2, Decimal(66000), ladder
    )


@dataclass
class Story:
    """Facts that follow from one another; `book` is their fold at every step."""

    facts: list[Fact] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    at: datetime = START

    def tell(self, *facts: Fact) -> "Story":
        for fact in facts:
            self.facts.append(fact)
            self.book.apply(fact)
        self.at += timedelta(seconds=1)
        return self

    def opened(self) -> "Story":
        return self.tell(AccountOpened(self.at, Decimal("10000.00")), TraderSeen(self.at, Trader("telegram:7", "Anna")))

    def called(self, number: int = 1, side: Side = Side.LONG) -> "Story":
        read = MessageRead(self.at, CHAT, number, 0, START, "entry")
        return self.tell(read, SignalQueued(self.at, queued(f"s{number}", number, side)))

    def approved(self, number: int = 1, quantity: str = "0.003", side: Side = Side.LONG) -> "Story":
        order = entry_order(f"p{number}", Decimal(quantity), side)
        position = position_of(f"p{number}", f"s{number}", side)
        self.tell(SignalApproved(self.at, f"s{number}", 1, Decimal(quantity), "user", position, order))
        submitted = order.to(OrderStatus.SUBMITTED, self.at)
        return self.tell(OrderChanged(self.at, submitted))

    def filled(self, number: int, quantity: str, price: str, *, side: OrderSide | None = None) -> "Story":
        """Fill the entry of a position; with the other side, close that much of it."""
        position = self.book.positions[f"p{number}"]
        side = side or position.side.entry
        entry = side is position.side.entry
        order = f"p{number}-1" if entry else f"p{number}-{len(self.book.fills) + 2}"
        purpose = OrderPurpose.ENTRY if entry else OrderPurpose.CLOSE
        amount, paid = Decimal(quantity), Decimal(price)
        fee = amount * paid * Decimal("0.0005")
        name = f"t{len(self.book.fills) + 1}"
        fill = Fill(name, order, f"p{number}", "BTC/USDT", side, purpose, amount, paid, fee, self.at)
        return self.tell(FillRecorded(self.at, fill))

    def ended(self, number: int = 1) -> "Story":
        return self.tell(SignalEnded(self.at, f"s{number}", SignalStatus.EXECUTED, "broker"))

    def marked(self, price: str, *, day_start: bool = False) -> "Story":
        marks, equity = [], self.book.cash
        for position in self.book.open_positions():
            mark = Mark(position.position_id, Decimal(price), Decimal(price) * position.quantity * Decimal("0.0005"))
            marks.append(mark)
            equity += position.unrealised_pnl(mark.price) - mark.closing_fee
        return self.tell(EquityMarked(self.at, equity, self.book.cash, tuple(marks), day_start))


def a_day() -> Story:
    """A long that is closed in two uneven parts, and a short that stays open."""
    story = Story().opened().marked("67500", day_start=True).called(1).approved(1)
    story.filled(1, "0.001", "67500.1").filled(1, "0.002", "67501.7").ended(1).marked("67600")
    story.filled(1, "0.0007", "68000.3", side=OrderSide.SELL).marked("67900")
    story.called(2, Side.SHORT).approved(2, "0.0031", Side.SHORT).filled(2, "0.0031", "67890.9").ended(2)
    story.filled(1, "0.0023", "67400", side=OrderSide.SELL).marked("67100.5")
    return story


def without_words(facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts as they load when their messages were never stored or are erased."""
    changed: list[Fact] = []
    for fact in facts:
        if isinstance(fact, SignalQueued):
            mute = replace(fact.queued.signal, message="")
            changed.append(replace(fact, queued=replace(fact.queued, signal=mute)))
        else:
            changed.append(fact)
    return changed
