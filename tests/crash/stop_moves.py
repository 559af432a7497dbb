"""Every order in which the answers to a moved stop, a fill, a refusal and a silence can arrive, on the engine itself.

python -m tests.crash.stop_moves [--break cancel_first]

A position of two slices is open with its stop; the stop is dragged. The broker answers each request in one of the ways
below, and a fill of the stop or of the entry's late second slice comes before or after any of the answers. After
every step of the exchange: an open position whose stop was acknowledged once has a stop there over what the app knows.
"""

import asyncio
import itertools
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.domain.commands import MoveStop
from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink
from tests.crash import breaks
from tests.crash.campaign import arguments, report
from tests.desk import BTC, open_desk

PLACE = ("accepts", "refuses", "silent, has it", "silent, has it not", "accepts, late")
CANCEL = ("cancels", "silent, cancelled", "silent, not cancelled", "filled before")
NEWS = ("nothing", "late slice", "target hit in part", "stop hit")
MOMENTS = ("before the request", "before the answer", "after the answer")


@dataclass(frozen=True)
class Course:
    """One way things can go."""

    placing: str
    placing_again: str
    cancelling: str
    news: str
    when: str
    at_request: int  # which request of the move the news comes with


def courses() -> Iterator[Course]:
    """All of them, those that are the same left out."""
    for placing, again, cancelling in itertools.product(PLACE, PLACE, CANCEL):
        if placing in ("accepts", "accepts, late") and again != "accepts":
            continue  # nothing is placed again
        yield Course(placing, again, cancelling, "nothing", MOMENTS[0], 0)
        for news, when, request in itertools.product(NEWS[1:], MOMENTS, (0, 1, 2)):
            yield Course(placing, again, cancelling, news, when, request)


@dataclass
class ScriptedBroker:
    """A broker with a book of its own that answers a stop move as the course says. It holds stops like an exchange."""

    paper: PaperBroker
    course: Course | None = None
    sink: BrokerSink | None = None
    resting: dict[str, Order] = field(default_factory=dict)
    ended: dict[str, Order] = field(default_factory=dict)
    held: Decimal = Decimal(0)
    known: Decimal = Decimal(0)  # of it, what the app has been told
    requests: int = 0
    places: int = 0
    cancels: int = 0
    trades: list[Fill] = field(default_factory=list)
    naked: list[str] = field(default_factory=list)
    told: bool = False
    name: str = "Scripted"
    where: str = "exchange"
    has_reduce_only: bool = True

    def listen(self, sink: BrokerSink) -> None:
        self.sink = sink

    async def place(self, order: Order) -> Order:
        if order.purpose is OrderPurpose.ENTRY:
            return self._enter(order)
        if order.purpose is OrderPurpose.CLOSE:
            return self._close(order)
        await self._news("before the request")
        how = self._how_to_place(order)
        self._require(order)
        if how == "refuses":
            raise OrderRejected("The exchange is busy.")
        if how == "silent, has it not":
            raise OutcomeUnknown("nobody answered")
        accepted = order.to(OrderStatus.ACCEPTED, order.created_at)
        self.resting[order.client_order_id] = accepted
        self._look(f"{order.client_order_id} was placed")
        await self._news("before the answer")
        if how == "accepts, late":
            await asyncio.sleep(0)
        if how == "silent, has it":
            raise OutcomeUnknown("nobody answered")
        await self._news("after the answer")
        return accepted

    async def cancel(self, order: Order) -> Order:
        await self._news("before the request")
        moving = self.course is not None and order.purpose is OrderPurpose.STOP
        how = self.course.cancelling if moving and self.cancels == 0 and self.course else "cancels"
        self.cancels += moving
        self.requests += moving
        if how == "silent, not cancelled":
            raise OutcomeUnknown("nobody answered")
        if how == "filled before" and self.held:
            self._fill(order.client_order_id, self.held)
            raise OrderRejected("Unknown order sent.")
        resting = self.resting.pop(order.client_order_id, None)
        if resting is None:
            raise OrderRejected("Unknown order sent.")
        self.ended[order.client_order_id] = cancelled = replace(resting, status=OrderStatus.CANCELLED)
        self._look(f"{order.client_order_id} was cancelled")
        await self._news("before the answer")
        if how == "silent, cancelled":
            raise OutcomeUnknown("nobody answered")
        return cancelled

    async def find(self, order: Order) -> Order | None:
        return self.resting.get(order.client_order_id) or self.ended.get(order.client_order_id)

    async def open_orders(self) -> Sequence[Order]:
        return list(self.resting.values())

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        return [fill for fill in self.trades if fill.at >= at]

    async def close(self) -> None:
        """Nothing is held."""

    def _how_to_place(self, order: Order) -> str:
        if self.course is None or order.purpose is not OrderPurpose.STOP:
            return "accepts"
        self.requests += 1
        self.places += 1
        return {1: self.course.placing, 2: self.course.placing_again}.get(self.places, "accepts")

    def _require(self, order: Order) -> None:
        if order.client_order_id in self.resting or order.client_order_id in self.ended:
            raise AssertionError(f"{order.client_order_id} was sent twice")

    def _enter(self, order: Order) -> Order:
        accepted = order.to(OrderStatus.ACCEPTED, order.created_at)
        self.ended[order.client_order_id] = accepted
        self._trade(order, order.quantity / 2)
        return accepted

    def _close(self, order: Order) -> Order:
        self.ended[order.client_order_id] = accepted = order.to(OrderStatus.ACCEPTED, order.created_at)
        if self.held:
            self._trade(order, min(order.quantity, self.held))
        return accepted

    async def _news(self, moment: str) -> None:
        course = self.course
        if course is None or self.told or course.news == "nothing":
            return
        if moment != course.when or self.requests < course.at_request:
            return
        self.told = True
        match course.news:
            case "late slice":
                entry = next(order for order in self.ended.values() if order.purpose is OrderPurpose.ENTRY)
                self._trade(entry, entry.quantity / 2)
            case "target hit in part":
                target = next((o for o in self.resting.values() if o.purpose is OrderPurpose.TARGET), None)
                if target is not None and self.held:
                    self._fill(target.client_order_id, min(target.quantity, self.held))
            case "stop hit":
                stop = next((o for o in self.resting.values() if o.purpose is OrderPurpose.STOP), None)
                if stop is not None and self.held:
                    self._fill(stop.client_order_id, min(stop.quantity, self.held))

    def _fill(self, order_id: str, quantity: Decimal) -> None:
        order = self.resting.pop(order_id, None)
        if order is None:
            return
        self.ended[order_id] = replace(order, status=OrderStatus.FILLED, filled_quantity=quantity)
        self._trade(order, quantity)

    def _trade(self, order: Order, quantity: Decimal) -> None:
        sign = 1 if order.purpose is OrderPurpose.ENTRY else -1
        self.held += sign * quantity
        price = Decimal(67500)
        number = len(self.trades) + 1
        fill = Fill(
            f"f{number}", order.client_order_id, order.position_id, order.symbol, order.side, order.purpose,
            quantity, price, Decimal(0), order.created_at,
        )  # fmt: skip
        self.trades.append(fill)
        before = self.ended.get(order.client_order_id)
        if before is not None and before.status is not OrderStatus.FILLED:
            filled = before.filled_quantity + quantity
            status = OrderStatus.FILLED if filled >= before.quantity else OrderStatus.PARTIALLY_FILLED
            self.ended[order.client_order_id] = replace(before, filled_quantity=filled, status=status)
        if not self.held:  # a flat position's reduce-only orders expire
            for order_id, resting in list(self.resting.items()):
                self.ended[order_id] = replace(resting, status=OrderStatus.CANCELLED)
                del self.resting[order_id]
        assert self.sink is not None
        self.sink.filled(fill)

    def _look(self, what: str) -> None:
        """What was covered when the move began stays covered, whatever is sent and answered."""
        if self.course is None or not self.held:
            return
        covered = sum(o.quantity for o in self.resting.values() if o.purpose is OrderPurpose.STOP)
        if covered < min(self.held, self.known):
            self.naked.append(f"{what}: {covered} covered of {self.held}")


async def play(course: Course, folder: Path) -> list[str]:
    """Let one course happen; return what went wrong."""
    wrong: list[str] = []
    async with open_desk(folder, broker=ScriptedBroker) as desk:
        broker = desk.broker
        assert isinstance(broker, ScriptedBroker)
        position = await desk.open("BTC LONG 67500 SL 66000 TP 69000, 70000")
        broker.known, broker.course = broker.held, course
        now = desk.position(position)
        move = MoveStop(position.position_id, Decimal(66500), now.version)
        desk.engine.submit(move)
        await desk.settle()
        for _ in range(45):
            desk.tick(BTC, "67500")
            await desk.beat()
        answers = desk.answers(move)
        if len(answers) != 1:
            wrong.append(f"the move was answered {len(answers)} times")
        wrong += broker.naked
        after = desk.position(position)
        stops = [order for order in broker.resting.values() if order.purpose is OrderPurpose.STOP]
        if after.quantity != broker.held:
            wrong.append(f"the app has {after.quantity}, the exchange {broker.held}")
        if broker.held and [(stop.quantity, stop.trigger_price) for stop in stops] != [
            (after.quantity, after.stop_loss)
        ]:
            wrong.append(f"in the end {[(s.quantity, s.trigger_price) for s in stops]} rest for {after.quantity}")
    return wrong


def campaign(every: int = 1, broken: str | None = None) -> tuple[int, list[str]]:
    """Play every course (or each so-manieth); return how many, and what went wrong."""
    played, wrong = 0, list[str]()
    with _broken(broken), tempfile.TemporaryDirectory() as folder:
        for number, course in enumerate(courses()):
            if number % every:
                continue
            here = Path(folder) / str(number)
            found = asyncio.run(play(course, here))
            wrong += [f"{course}: {sentence}" for sentence in found]
            played += 1
    return played, wrong


@contextmanager
def _broken(name: str | None) -> Iterator[None]:
    if name is not None:
        breaks.BREAKS[name]()
    yield


def main() -> int:
    asked = arguments("stop_moves", every=1)
    played, wrong = campaign(asked.every, asked.broken)
    for sentence in wrong[:10]:
        print(f"  {sentence}", file=sys.stderr)
    return report("stop_moves", len(wrong), 0, passed=not wrong, interleavings=played)


if __name__ == "__main__":
    sys.exit(main())
