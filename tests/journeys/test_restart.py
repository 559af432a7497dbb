"""Start is recovery: whatever the last recorded fact was, nothing is lost, doubled, stuck or left without its stop."""

import asyncio

import pytest

from echotrade_desktop.engine.domain.facts import OrderChanged, SignalApproved
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.ledger import open_ledger
from tests.desk import ADA, BORIS, BTC, ETH, open_desk
from tests.fakes.clock import FakeClock
from tests.oracle import (
    check_books,
    check_nothing_doubled,
    check_nothing_stuck,
    check_protected,
    check_verifies,
)

PRICES = {ADA: "0.5000", BTC: "67500", ETH: "3000"}


class Transactions:
    """A ledger that remembers which facts were written together."""

    def __init__(self, ledger):
        self._ledger = ledger
        self.written = []

    async def record(self, *facts):
        await self._ledger.record(*facts)
        self.written.append(facts)

    async def receive(self, message, *facts):
        new = await self._ledger.receive(message, *facts)
        if new:
            self.written.append(facts)
        return new

    def __getattr__(self, name):
        return getattr(self._ledger, name)


async def a_day_of_trading(profile):
    """Two positions: entries, a moved stop, edited targets, partial closes, a target, a stop; one rejected call."""
    async with open_desk(profile) as desk:
        desk.desk.ledger = Transactions(desk.ledger)
        beginning = tuple(await desk.ledger.load())
        first = await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.5200 0.5400")
        await desk.move_stop(first, "0.4900")
        await desk.close(first, "0.5")
        second = await desk.open("ETH SHORT 3000 SL 3100", sender=BORIS)
        await desk.set_targets(second, "2900")
        (rejected,) = await desk.call("BTC LONG 67500 SL 66000")
        await desk.reject(rejected)
        await desk.price(ADA, "0.5200")
        await desk.price(ETH, "3101")
        await desk.close(first)
        await check_books(desk)
        return [beginning, *desk.desk.ledger.written]


async def cut_after(profile, transactions):
    """A ledger in which only these were written."""
    ledger = await asyncio.to_thread(open_ledger, profile / "paper.db", clock=FakeClock())
    await ledger.record(*(fact for facts in transactions for fact in facts))
    await ledger.close()


def until(transactions, is_last):
    """The transactions up to the first with a fact that `is_last`."""
    length = next(n for n, facts in enumerate(transactions, 1) if any(map(is_last, facts)))
    return transactions[:length]


@pytest.mark.parametrize("first", [1, 2, 3])
async def test_a_restart_at_every_recorded_fact(tmp_path, first):
    """F062, F091, R14: cut the record after each write, start, let a minute pass: the invariants hold each time."""
    transactions = await a_day_of_trading(tmp_path / "whole")
    assert len(transactions) > 40
    for length in range(first, len(transactions) + 1, 3):
        profile = tmp_path / f"cut{length}"
        await cut_after(profile, transactions[:length])
        async with open_desk(profile, prices=PRICES) as desk:
            check_protected(desk)
            before = len(desk.entries())
            for _ in range(4):
                await desk.beat(20)
            check_protected(desk)
            check_nothing_doubled(desk)
            check_nothing_stuck(desk)
            assert len(desk.entries()) == before, "an entry was sent again"
            await check_books(desk)
        check_verifies(profile)


async def test_an_entry_that_was_never_sent_is_shown_as_not_executed(tmp_path):
    transactions = await a_day_of_trading(tmp_path / "whole")
    await cut_after(tmp_path / "cut", until(transactions, lambda fact: isinstance(fact, SignalApproved)))
    async with open_desk(tmp_path / "cut") as desk:
        (queued,) = desk.desk.book.signals.values()
        assert queued.status is SignalStatus.NOT_EXECUTED
        assert queued.reason == "The app stopped before the order was sent."
        assert desk.sentences() == [
            "An order for ADA/USDT was under way when the app stopped; it was never sent.",
        ]


async def test_a_submitted_entry_counts_as_unknown_at_the_start(tmp_path):
    """It may have been sent: looked up, never sent again, and the user is told meanwhile."""
    transactions = await a_day_of_trading(tmp_path / "whole")
    sent = until(
        transactions, lambda fact: isinstance(fact, OrderChanged) and fact.order.status is OrderStatus.SUBMITTED
    )
    await cut_after(tmp_path / "cut", sent)
    async with open_desk(tmp_path / "cut") as desk:
        (order,) = desk.entries()
        assert order.status is OrderStatus.UNKNOWN
        assert desk.sentences() == [
            "An order for ADA/USDT was under way when the app stopped. It may exist; EchoTrade is checking. "
            "Do not place it again."
        ]
        for _ in range(40):
            await desk.beat()
        check_nothing_stuck(desk)
        assert len(desk.entries()) == 1


async def test_a_stop_and_targets_still_end_each_other_after_a_restart(tmp_path):
    """F062."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.5200 0.5400")
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        check_protected(desk)
        await desk.price(ADA, "0.5200")
        check_protected(desk)
        await desk.price(ADA, "0.4790")
        assert desk.position(position).closed_by == "stop"
        assert not desk.desk.book.live_orders()
        await check_books(desk)


async def test_a_quiet_restart_writes_no_orders_and_says_nothing(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.5200")
        clock, orders = desk.clock, dict(desk.desk.book.orders)
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.desk.book.orders == orders
        assert desk.sentences() == []


async def test_a_first_start_has_ten_thousand_dollars_and_a_second_does_not_add_any(tmp_path):
    """F022, F120."""
    async with open_desk(tmp_path) as desk:
        assert desk.desk.book.cash == 10_000
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.desk.book.cash == 10_000
        assert desk.desk.valuation().equity == 10_000


async def test_an_exit_that_waited_for_a_price_is_carried_out_after_the_restart(tmp_path):
    """A close accepted on a stale price waits at the broker; it fills at the first price of the next run."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        desk.clock.jump(6)
        await desk.close(position)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert [o.status for o in desk.working(position, OrderPurpose.CLOSE)] == [OrderStatus.ACCEPTED]
        await desk.price(ADA, "0.5000")
        assert desk.position(position).closed_by == "close"
        await check_books(desk)


async def test_an_entry_never_fills_unattended_after_a_restart(tmp_path):
    """Accepted and not filled when the app stopped: it is cancelled, not left to fill at whatever price comes."""
    transactions = await a_day_of_trading(tmp_path / "whole")
    accepted = until(
        transactions, lambda fact: isinstance(fact, OrderChanged) and fact.order.status is OrderStatus.ACCEPTED
    )
    await cut_after(tmp_path / "cut", accepted)
    async with open_desk(tmp_path / "cut") as desk:
        (order,) = desk.entries()
        assert order.status is OrderStatus.CANCELLED
        await desk.price(ADA, "0.5000")
        assert desk.desk.book.fills == {}
        check_nothing_stuck(desk)
