"""A broker whose wire is bad: answers get lost, orders are refused, reports come late or twice."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from echotrade_desktop.engine.adapters.paper_broker import PaperBroker
from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose
from echotrade_desktop.engine.domain.ports import BrokerSink

SILENCE = "Paper did not answer."


class BadWire:
    """Stands before the paper broker. `lost_before` and `lost_after` name the purposes whose next answers get lost."""

    name = "Paper"
    where = "this app"
    has_reduce_only = True

    def __init__(self, paper: PaperBroker) -> None:
        self.paper = paper
        self.lost_before: Counter[OrderPurpose] = Counter()  # the order never arrives
        self.lost_after: Counter[OrderPurpose] = Counter()  # it arrives, its answer does not
        self.refused: Counter[OrderPurpose] = Counter()
        self.deaf = False  # look-ups and cancellations get no answer
        self.holding = False  # reports wait until `let_go`
        self.repeats = False  # every report comes twice
        self.sent: list[Order] = []
        self._late: list[Fill | Order] = []
        self._sink: BrokerSink | None = None

    def listen(self, sink: BrokerSink) -> None:
        self._sink = sink
        self.paper.listen(self)

    def order_changed(self, order: Order) -> None:
        self._report(order)

    def filled(self, fill: Fill) -> None:
        self._report(fill)

    def let_go(self, *, backwards: bool = False) -> None:
        """Deliver the reports that were held back."""
        self.holding = False
        waiting, self._late = self._late, []
        for report in reversed(waiting) if backwards else waiting:
            self._report(report)

    def forget(self) -> None:
        """Lose the reports that were held back."""
        self.holding, self._late = False, []

    def _report(self, report: Fill | Order) -> None:
        if self.holding:
            self._late.append(report)
            return
        assert self._sink is not None
        for _ in range(2 if self.repeats else 1):
            if isinstance(report, Fill):
                self._sink.filled(report)
            else:
                self._sink.order_changed(report)

    async def place(self, order: Order) -> Order:
        self.sent.append(order)
        if self._strikes(self.refused, order):
            raise OrderRejected("The market is closed.")
        if self._strikes(self.lost_before, order):
            raise OutcomeUnknown(SILENCE)
        answer = await self.paper.place(order)
        if self._strikes(self.lost_after, order):
            raise OutcomeUnknown(SILENCE)
        return answer

    @staticmethod
    def _strikes(which: Counter[OrderPurpose], order: Order) -> bool:
        if not which[order.purpose]:
            return False
        which[order.purpose] -= 1
        return True

    async def cancel(self, order: Order) -> Order:
        self._listen_or_fail()
        return await self.paper.cancel(order)

    async def find(self, order: Order) -> Order | None:
        self._listen_or_fail()
        return await self.paper.find(order)

    def _listen_or_fail(self) -> None:
        if self.deaf:
            raise OutcomeUnknown(SILENCE)

    async def open_orders(self) -> Sequence[Order]:
        return await self.paper.open_orders()

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        self._listen_or_fail()
        return await self.paper.fills_since(at)

    async def close(self) -> None:
        await self.paper.close()

    def sent_for(self, purpose: OrderPurpose) -> list[Order]:
        """The orders of a purpose that went out."""
        return [order for order in self.sent if order.purpose is purpose]


class SilentWire(BadWire):
    """A bad wire on which some questions get no answer at all, as long as nobody gives up waiting.

    `silent` names them: what is asked ("place stop", "cancel target", "find", "open orders") and for which position.
    """

    def __init__(self, paper: PaperBroker) -> None:
        super().__init__(paper)
        self.silent: set[tuple[str, str]] = set()
        self.waiting: list[str] = []  # what is waited for now

    async def place(self, order: Order) -> Order:
        await self._may_be_silent(f"place {order.purpose.value}", order.position_id)
        return await super().place(order)

    async def cancel(self, order: Order) -> Order:
        await self._may_be_silent(f"cancel {order.purpose.value}", order.position_id)
        return await super().cancel(order)

    async def find(self, order: Order) -> Order | None:
        await self._may_be_silent("find", order.position_id)
        return await super().find(order)

    async def open_orders(self) -> Sequence[Order]:
        await self._may_be_silent("open orders", "")
        return await super().open_orders()

    async def _may_be_silent(self, what: str, position_id: str) -> None:
        if (what, position_id) not in self.silent:
            return
        self.waiting.append(what)
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            self.waiting.remove(what)
