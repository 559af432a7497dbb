"""An app that died between two records that belong together: the next start draws the missing conclusion."""

import asyncio

from echotrade_desktop.engine.domain.facts import OrderChanged
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.ledger import open_ledger
from tests.desk import BTC, open_desk
from tests.fakes.broker import BadWire


async def test_an_entry_that_ended_empty_before_a_crash_ends_its_signal_at_the_next_start(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={BTC: "67500"}) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        desk.broker.lost_before[OrderPurpose.ENTRY] = 1
        await desk.approve(call)
        (entry,) = desk.entries()
        assert entry.status is OrderStatus.UNKNOWN
        clock, now = desk.clock, desk.clock.now()
    ledger = await asyncio.to_thread(open_ledger, tmp_path / "paper.db", clock=clock)
    ended = entry.to(OrderStatus.REJECTED, now, reason="It never reached the broker.")
    await ledger.record(OrderChanged(now, ended))  # and the process dies
    await ledger.close()

    async with open_desk(tmp_path, clock=clock) as desk:
        again = desk.signal(call)
        assert again.status is SignalStatus.NOT_EXECUTED
        assert again.reason == "It never reached the broker."
