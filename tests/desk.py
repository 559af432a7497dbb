"""A trading desk for tests: the real engine, ledger, price feed and paper broker; prices, calls and time by hand.

    async with open_desk(tmp_path) as desk:
        await desk.price("BTC/USDT", "67500")
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.approve(call)

Opening a second desk on the same folder is a restart; give it the first one's clock.
"""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.commands import (
    ApproveSignal,
    ClosePosition,
    Command,
    MoveStop,
    RejectSignal,
    SetTargets,
)
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, Ticker
from echotrade_desktop.engine.domain.messages import CommandRefused, Event, Notice, StopMoveRefused
from echotrade_desktop.engine.domain.order import Order, OrderPurpose
from echotrade_desktop.engine.domain.ports import Broker
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage
from echotrade_desktop.engine.engine import Engine
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.runtime import Outbox
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger
from echotrade_desktop.engine.trading.executor import Executor
from tests.fakes.clock import FakeClock

BTC, ETH, ADA = "BTC/USDT", "ETH/USDT", "ADA/USDT"
INSTRUMENTS = (
    Instrument(BTC, Decimal("0.1"), Decimal("0.001"), Decimal(5)),
    Instrument(ETH, Decimal("0.01"), Decimal("0.001"), Decimal(5)),
    Instrument(ADA, Decimal("0.0001"), Decimal(1), Decimal(5)),
)
CHAT = -100
ANNA, BORIS = (1, "Anna"), (2, "Boris")
FRICTIONLESS = {"taker_fee": ZERO, "slippage": ZERO}
WrapBroker = Callable[[PaperBroker], Broker]


@dataclass
class DeskUnderTest:
    """The parts of a running engine, and short words for what people and markets do to it."""

    clock: FakeClock
    desk: Desk
    engine: Engine
    feed: PriceFeed
    paper: PaperBroker
    broker: Broker
    ledger: SqliteLedger
    events: list[Event]
    running: asyncio.Task[None] | None = None
    prices: dict[str, Ticker] = field(default_factory=dict)

    # --- what happens ---

    async def settle(self) -> None:
        """Wait until the engine has nothing left to do; raise what stopped it."""
        assert self.running is not None
        idle = asyncio.ensure_future(self.engine.settle())
        await asyncio.wait({idle, self.running}, return_when=asyncio.FIRST_COMPLETED)
        if not idle.done():
            idle.cancel()
            with suppress(asyncio.CancelledError):
                await idle
            await self.running
        await idle

    def tick(self, symbol: str, price: str, bid: str | None = None, ask: str | None = None) -> bool:
        """Let a price come in, without waiting for what it leads to."""
        quote = Ticker(symbol, Decimal(price), Decimal(bid or price), Decimal(ask or price), self.clock.now())
        if came_in := self.feed.accept(quote):
            self.prices[symbol] = quote
        return came_in

    async def price(self, symbol: str, price: str, bid: str | None = None, ask: str | None = None) -> None:
        """Let a price come in and everything it leads to happen. Bid and ask are the price unless told."""
        self.tick(symbol, price, bid, ask)
        await self.settle()

    async def beat(self, seconds: float = 1, *, fresh: bool = True) -> None:
        """Let time pass and the engine's second strike once; the last prices come again unless not `fresh`."""
        self.clock.jump(seconds)
        if fresh:
            for symbol, last in list(self.prices.items()):
                self.tick(symbol, str(last.price), str(last.bid), str(last.ask))
        self.engine.beat()
        await self.settle()

    async def call(
        self,
        text: str,
        *,
        sender: tuple[int, str] = ANNA,
        message_id: int | None = None,
        edit: int = 0,
        age: float = 0,
        reply_to: int | None = None,
        deleted: bool = False,
    ) -> list[QueuedSignal]:
        """Receive a message; return the signals it led to."""
        before = set(self.desk.book.signals)
        self.engine.receive(
            self.message(
                text, sender=sender, message_id=message_id, edit=edit, age=age, reply_to=reply_to, deleted=deleted
            )
        )
        await self.settle()
        return [queued for key, queued in self.desk.book.signals.items() if key not in before]

    def message(
        self,
        text: str,
        *,
        sender: tuple[int, str] = ANNA,
        message_id: int | None = None,
        edit: int = 0,
        age: float = 0,
        reply_to: int | None = None,
        deleted: bool = False,
    ) -> RawMessage:
        """A message that was sent `age` seconds before it arrives now."""
        now = self.clock.now()
        return RawMessage(
            chat_id=CHAT,
            message_id=next(_MESSAGE_IDS) if message_id is None else message_id,
            edit_version=edit,
            sent_at=now - timedelta(seconds=age),
            received_at=now,
            sender_id=sender[0],
            sender_name=sender[1],
            text=text,
            reply_to=reply_to,
            deleted=deleted,
        )

    # --- what the user does ---

    async def do(self, command: Command) -> Event:
        """Submit a command; return its one answer."""
        self.engine.submit(command)
        await self.settle()
        (answer,) = self.answers(command)
        return answer

    def answers(self, command: Command) -> list[Event]:
        """Every event that answers a command; there must be exactly one."""
        return [event for event in self.events if getattr(event, "command_id", None) == command.command_id]

    async def approve(self, queued: QueuedSignal, quantity: str | None = None) -> Event:
        """Approve a call as it stands in the queue."""
        return await self.do(self.approval(queued, quantity))

    def approval(self, queued: QueuedSignal, quantity: str | None = None) -> ApproveSignal:
        """The click on Approve, as the card shows the call now."""
        now = self.desk.book.signals[queued.signal.signal_id]
        assert now.sizing is not None
        shown = now.sizing.quantity if quantity is None else Decimal(quantity)
        return ApproveSignal(now.signal.signal_id, now.signal.version, shown)

    async def reject(self, queued: QueuedSignal, reason: str | None = None) -> Event:
        """Reject a call."""
        return await self.do(RejectSignal(queued.signal.signal_id, queued.signal.version, reason))

    async def open(
        self, text: str = "BTC LONG 67500 SL 66000", *, at: str | None = None, sender: tuple[int, str] = ANNA
    ) -> Position:
        """Follow a call into a position at the price it names, or at `at`."""
        signals = await self.call(text, sender=sender)
        assert signals, [e for e in self.events if isinstance(e, Notice)]
        signal = signals[0].signal
        await self.price(signal.symbol, at or str(signal.price))
        answer = await self.approve(signals[0])
        assert not isinstance(answer, CommandRefused), answer.reason
        return self.position_of(signals[0])

    async def close(self, position: Position, share: str = "1", *, seen: bool = True) -> Event:
        """Close a share of a position as it is `seen` now."""
        version = self.position(position).version if seen else None
        return await self.do(ClosePosition(position.position_id, Decimal(share), version))

    async def move_stop(self, position: Position, price: str, *, loosen: bool = False) -> Event:
        """Release a dragged stop at a price."""
        version = self.position(position).version
        return await self.do(MoveStop(position.position_id, Decimal(price), version, loosen))

    async def set_targets(self, position: Position, *prices: str) -> Event:
        """Put a new target ladder in place."""
        version = self.position(position).version
        return await self.do(SetTargets(position.position_id, tuple(map(Decimal, prices)), version))

    # --- how it stands ---

    def position(self, position: Position) -> Position:
        """The position as it is now."""
        return self.desk.book.positions[position.position_id]

    def position_of(self, queued: QueuedSignal) -> Position:
        """The position a call became."""
        position_id = self.desk.book.signals[queued.signal.signal_id].position_id
        assert position_id is not None
        return self.desk.book.positions[position_id]

    def signal(self, queued: QueuedSignal) -> QueuedSignal:
        """The signal as it is now."""
        return self.desk.book.signals[queued.signal.signal_id]

    def working(self, position: Position, purpose: OrderPurpose) -> list[Order]:
        """The orders that rest for a position, as the app knows them."""
        return self.desk.book.working(position.position_id, purpose)

    def entries(self) -> list[Order]:
        """Every entry order there ever was."""
        return [order for order in self.desk.book.orders.values() if order.purpose is OrderPurpose.ENTRY]

    def sentences(self) -> list[str]:
        """Everything the user was told in words."""
        told: list[str] = []
        for event in self.events:
            match event:
                case Notice():
                    told.append(event.sentence)
                case CommandRefused() | StopMoveRefused():
                    told.append(event.reason)
        return told


_MESSAGE_IDS = itertools.count(1000)


@asynccontextmanager
async def open_desk(
    profile: Path,
    *,
    clock: FakeClock | None = None,
    instruments: Sequence[Instrument] = INSTRUMENTS,
    broker: WrapBroker = lambda paper: paper,
    prices: dict[str, str] | None = None,
    **limits: Any,
) -> AsyncIterator[DeskUnderTest]:
    """Open a desk on the ledger in `profile`, recovered and running; `limits` are fields of `RiskLimits`."""
    clock = clock or FakeClock()
    ledger = await asyncio.to_thread(open_ledger, profile / "paper.db", clock=clock)
    try:
        under_test = _assemble(clock, ledger, instruments, broker, RiskLimits(**limits))
        for symbol, price in (prices or {}).items():
            under_test.tick(symbol, price)
        await _start(under_test)
        try:
            yield under_test
        finally:
            await _stop(under_test)
    finally:
        await ledger.close()


def _assemble(
    clock: FakeClock, ledger: SqliteLedger, instruments: Sequence[Instrument], wrap: WrapBroker, limits: RiskLimits
) -> DeskUnderTest:
    outbox, events = Outbox(), list[Event]()
    outbox.subscribe(events.append)
    feed = PriceFeed([i.symbol for i in instruments], clock=clock, publish=outbox.publish)
    desk = Desk(
        clock=clock,
        ledger=ledger,
        publish=outbox.publish,
        limits=limits,
        ticker_of=feed.get_current_price,
        age_of=feed.age,
    )
    desk.instruments = {instrument.symbol: instrument for instrument in instruments}
    paper = PaperBroker(clock, lambda: desk.limits, desk.instrument, desk.free_margin)
    broker = wrap(paper)
    engine = Engine(desk, Executor(broker, clock, desk.record), outbox)
    feed.subscribe(paper.on_ticker)
    feed.subscribe(engine.on_ticker)
    return DeskUnderTest(clock, desk, engine, feed, paper, broker, ledger, events)


async def _start(under_test: DeskUnderTest) -> None:
    book = under_test.desk.book
    await under_test.engine.start()
    under_test.paper.restore(book.open_positions(), book.orders.values())
    under_test.running = asyncio.get_running_loop().create_task(under_test.engine.run())
    await under_test.engine.recover()
    await under_test.settle()


async def _stop(under_test: DeskUnderTest) -> None:
    running = under_test.running
    assert running is not None
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
