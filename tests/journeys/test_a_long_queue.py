"""A queue longer than one beat asks about: every call has its turn, and a changed limit is asked of all at once."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine import engine
from echotrade_desktop.engine.domain.commands import ApproveSignal
from echotrade_desktop.engine.domain.messages import CommandRefused, SignalQueued, SignalRescreened
from tests.desk import ADA, open_desk

SENDERS = [(number, f"Trader {number}") for number in range(1, 6)]


def drifted(desk):
    return [
        queued.signal.trader_name
        for queued in desk.desk.book.queued()
        if "Price drift" in [verdict.rule for verdict in queued.blocking]
    ]


@pytest.fixture
def two_a_beat(monkeypatch):
    monkeypatch.setattr(engine, "RESCREENED_A_BEAT", 2)


async def five_calls(desk):
    for sender in SENDERS:
        await desk.call("ADA LONG 0.5000 SL 0.4800 TP 0.6000", sender=sender)
    await desk.price(ADA, "0.5100")


async def test_every_call_of_a_long_queue_has_its_turn(tmp_path, two_a_beat):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        await five_calls(desk)
        told = []
        for _ in range(3):
            await desk.beat()
            told.append(len(drifted(desk)))
        assert told == [2, 4, 5]


async def test_a_call_whose_turn_has_not_come_is_judged_when_it_is_approved(tmp_path, two_a_beat):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        await five_calls(desk)
        await desk.beat()
        last = desk.desk.book.queued()[-1]
        assert last.signal.trader_name not in drifted(desk)
        await desk.do(ApproveSignal(last.signal.signal_id, last.signal.version, Decimal(1)))
        refusals = [event.reason for event in desk.events if isinstance(event, CommandRefused)]
        assert "Price is 2.00" in refusals[-1]
        assert desk.entries() == []


async def test_a_call_that_comes_while_a_long_queue_is_judged_anew_does_not_wait_for_all_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "RESCREENED_AT_ONCE", 2)
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        await five_calls(desk)
        del desk.events[:]
        desk.engine.beat()
        desk.engine.receive(desk.message("ADA LONG 0.5100 SL 0.4900", sender=(6, "Trader 6")))
        await desk.settle()
        order = [type(event) for event in desk.events if isinstance(event, SignalQueued | SignalRescreened)]
        assert order == [SignalRescreened, SignalRescreened, SignalQueued, *[SignalRescreened] * 3]
