"""Write down, send once, write down the answer."""

import asyncio
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import OrderRejected, OutcomeUnknown, StoreUnavailable
from echotrade_desktop.engine.domain.facts import OrderChanged, StopMoved
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.trading.executor import Executor
from tests.fakes.clock import START, FakeClock
from tests.makers import an_exit, an_order, resting


class Wire:
    """A broker that answers as it is told and writes down when it was asked."""

    name = "Wire"

    def __init__(self, story, answer):
        self.story = story
        self.answer = answer

    async def place(self, order):
        self.story.append(f"wire {order.status.value}")
        return await self._say(order)

    async def cancel(self, order):
        return await self._say(order)

    async def find(self, order):
        return await self._say(order)

    async def _say(self, order):
        if self.answer is None:
            await asyncio.get_running_loop().create_future()
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer(order)


def a_desk(answer, **options):
    story = []

    async def record(*facts):
        story.extend(
            fact.order.status.value if isinstance(fact, OrderChanged) else type(fact).__name__ for fact in facts
        )

    return Executor(Wire(story, answer), FakeClock(), record, **options), story


MOVED = StopMoved(START, "p1", Decimal(98), Decimal(97), "user", "p1-s2")


async def test_an_order_is_on_disk_before_it_is_on_the_wire():
    """I1, I2."""
    executor, story = a_desk(lambda order: order.to(OrderStatus.ACCEPTED, START))
    await executor.send(an_order(), MOVED)
    assert story == ["submitted", "wire submitted", "accepted", "StopMoved"]


async def test_what_could_not_be_written_down_is_not_sent():
    """X13: the disk is full; the broker hears nothing."""
    sent = []

    async def full(*_):
        raise StoreUnavailable("The disk is full.")

    executor = Executor(Wire(sent, lambda order: order), FakeClock(), full)
    with pytest.raises(StoreUnavailable):
        await executor.send(an_order())
    assert sent == []


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (OrderRejected("Too small."), OrderStatus.REJECTED),
        (OutcomeUnknown("No answer."), OrderStatus.UNKNOWN),
    ],
)
async def test_a_refusal_is_not_a_silence(answer, status):
    """R9, R10: an order that may exist is parked; what depended on its acceptance is not recorded."""
    executor, story = a_desk(answer)
    sent = await executor.send(an_order(), MOVED)
    assert (sent.status, sent.reason) == (status, str(answer))
    assert story == ["submitted", "wire submitted", status.value]


async def test_a_broker_that_says_nothing_counts_as_unknown():
    """Every wait on the outside world has an end."""
    executor, story = a_desk(None, answer_within=0.01)
    sent = await executor.send(an_order())
    assert sent.status is OrderStatus.UNKNOWN
    assert sent.reason == "Wire did not answer in time."
    assert story[-1] == "unknown"
    with pytest.raises(OutcomeUnknown):
        await executor.look_up(an_order())


async def test_a_cancellation_counts_only_fills_that_are_booked():
    """The broker's word on how much has filled comes again as fills; counted twice it would be wrong."""
    recorded = []

    async def record(*facts):
        recorded.extend(facts)

    stop = resting(an_exit(OrderPurpose.STOP, "1", "98"))
    from dataclasses import replace

    def answer(order):
        return replace(order.to(OrderStatus.CANCELLED, START), filled_quantity=Decimal("0.5"))

    executor = Executor(Wire([], answer), FakeClock(), record)
    assert await executor.cancel(stop)
    assert recorded[0].order.filled_quantity == 0


@pytest.mark.parametrize("answer", [OrderRejected("It has ended."), OutcomeUnknown("No answer.")])
async def test_an_order_that_would_not_be_cancelled_is_doubtful(answer):
    """R11: it is looked up until it is known what became of it."""
    executor, story = a_desk(answer)
    stop = resting(an_exit(OrderPurpose.STOP, "1", "98"))
    assert not await executor.cancel(stop)
    assert executor.doubtful == {stop.client_order_id}
    assert story == []
