"""Messages after the call: edits, deletions and updates never lead to a second order and only lower the risk."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import SetTraderApproval
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import Notice
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, BORIS, BTC, ETH, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_protected

CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000"
EDIT = "ADA LONG 0.5000 SL 0.4700 TP 0.7000"
EDITS = [EDIT, CALL, "ADA SHORT 0.5000 SL 0.5200", "good morning", "ADA LONG 0.5000 SL 0.5200"]
STATES = ["pending", "blocked", "waiting", "approved", "executed", "closed", "rejected", "expired", "not executed"]
UNTRADED = {"pending", "blocked", "waiting", "rejected", "expired", "not executed"}


async def bring_to(desk, state):
    """Bring a call of an automatic trader into a state; return its message id."""
    await desk.price(ADA, "0.5000")
    (call,) = await desk.call(CALL, message_id=7)
    if state in ("blocked", "waiting"):
        await desk.price(ADA, "0.5100")
        await desk.beat()
    if state == "waiting":
        await desk.approve(call)
    if state == "approved":
        desk.broker.lost_before[OrderPurpose.ENTRY] = 1
    if state == "not executed":
        desk.broker.refused[OrderPurpose.ENTRY] = 1
    if state in ("approved", "executed", "closed", "not executed"):
        await desk.approve(call)
    if state == "closed":
        await desk.close(desk.position_of(call))
    if state == "rejected":
        await desk.reject(call)
    if state == "expired":
        await desk.beat(301)
    assert desk.signal(call).status.value == {"closed": "executed", "not executed": "not_executed"}.get(state, state)
    await desk.do(SetTraderApproval(call.signal.trader_id, ApprovalMode.AUTOMATIC, Decimal(0)))
    return call


@pytest.mark.parametrize(
    "edit", [EDIT, CALL, "ADA SHORT 0.5000 SL 0.5200", "good morning", "ADA LONG 0.5000 SL 0.5200"]
)
@pytest.mark.parametrize("state", STATES)
async def test_an_edit_leads_to_no_second_order(tmp_path, state, edit):
    """Every standing × every kind of edit, from a trader who is followed automatically: at most one entry, ever."""
    async with open_desk(tmp_path, broker=BadWire, wait_for_price=True) as desk:
        call = await bring_to(desk, state)
        before = desk.signal(call).status
        await desk.call(edit, message_id=7, edit=1)
        await desk.call(edit, message_id=7, edit=1)
        await desk.beat()
        traded = [p for p in desk.desk.book.positions.values() if p.full_quantity > 0]
        assert len(traded) <= 1
        if state not in UNTRADED:
            assert len(desk.broker.sent_for(OrderPurpose.ENTRY)) == 1
            assert desk.signal(call).status is before
        elif state in ("pending", "blocked", "waiting"):
            assert desk.signal(call).status is SignalStatus.SUPERSEDED
            assert [position.signal_id for position in traded] != [call.signal.signal_id]
        check_protected(desk)


@pytest.mark.parametrize("state", STATES)
async def test_a_deletion_leads_to_no_order_and_closes_nothing(tmp_path, state):
    """Waiting calls are withdrawn; what was traded stays, with a notice."""
    async with open_desk(tmp_path, broker=BadWire, wait_for_price=True) as desk:
        call = await bring_to(desk, state)
        before, orders = desk.signal(call).status, len(desk.broker.sent)
        await desk.call("", message_id=7, deleted=True)
        assert len(desk.broker.sent) == orders
        waits = state in ("pending", "blocked", "waiting")
        assert desk.signal(call).status is (SignalStatus.WITHDRAWN if waits else before)
        told = [event for event in desk.events if isinstance(event, Notice) and "deleted" in event.sentence]
        assert bool(told) == (state in ("approved", "executed", "closed"))


async def test_a_repeated_message_is_one_signal(tmp_path):
    """The same version five times, and an older one after a newer: each message counts once."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        for _ in range(5):
            await desk.call(CALL, message_id=7)
        await desk.call(EDIT, message_id=7, edit=2)
        await desk.call(CALL, message_id=7, edit=1)
        statuses = [queued.status for queued in desk.desk.book.signals.values()]
        assert statuses == [SignalStatus.SUPERSEDED, SignalStatus.PENDING]


async def test_a_close_in_the_channel_closes_that_senders_position(tmp_path):
    """The answer to the call means the call; another trader's position on the symbol is not his to close."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        (mine,) = await desk.call(CALL, message_id=7)
        await desk.approve(mine)
        other = await desk.open("ADA LONG 0.5000 SL 0.4700", sender=BORIS)
        await desk.call("close", reply_to=7)
        assert not desk.position_of(mine).is_open
        assert desk.position(other).is_open


async def test_a_partial_close_in_the_channel_acts_on_the_current_size(tmp_path):
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        await desk.call("close half")
        await desk.call("close half")
        assert desk.position(position).quantity == 80
        check_protected(desk)


async def test_an_edited_partial_close_is_not_carried_out_again(tmp_path):
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        await desk.call("close half", message_id=9)
        await desk.call("close half!", message_id=9, edit=1)
        assert desk.position(position).quantity == 160
        assert any("was not carried out again" in sentence for sentence in desk.sentences())


@pytest.mark.parametrize("text", ["close ADA", "close half", "move SL to breakeven"])
async def test_an_old_update_is_shown_and_not_followed(tmp_path, text):
    """A backlog of updates may be about an earlier trade: 0 orders."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        await desk.price(ADA, "0.5300")
        orders = len(desk.broker.sent)
        await desk.call(text, age=61)
        assert len(desk.broker.sent) == orders
        assert desk.position(position).is_open
        assert any("old when it arrived; it was not followed" in sentence for sentence in desk.sentences())


async def test_an_update_never_loosens_a_stop(tmp_path):
    """It may only lower the risk: a stop further away is told, not followed."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        await desk.call("ADA move SL to 0.4500")
        assert desk.position(position).stop_loss == Decimal("0.4800")
        await desk.call("ADA move SL to 0.4900")
        assert desk.position(position).stop_loss == Decimal("0.4900")
        check_protected(desk)


async def test_an_update_that_could_mean_two_positions_does_nothing(tmp_path):
    async with open_desk(tmp_path) as desk:
        first, second = await desk.open(CALL), await desk.open("ETH LONG 3000 SL 2900")
        await desk.call("close now")
        assert desk.position(first).is_open
        assert desk.position(second).is_open
        assert "Anna's update could mean ADA/USDT, ETH/USDT: nothing was done. Decide yourself." in desk.sentences()


async def test_a_call_taken_back_is_withdrawn_and_not_traded(tmp_path):
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        await desk.price(ADA, "0.5100")
        (call,) = await desk.call(CALL, message_id=7)
        await desk.approve(call)
        await desk.call("cancel", reply_to=7)
        assert desk.signal(call).status is SignalStatus.WITHDRAWN
        await desk.price(ADA, "0.5000")
        assert desk.entries() == []


async def test_a_report_asks_for_nothing(tmp_path):
    async with open_desk(tmp_path, broker=BadWire) as desk:
        await desk.open(CALL)
        orders = len(desk.broker.sent)
        await desk.call("TP1 hit, +5%")
        assert len(desk.broker.sent) == orders


async def test_a_stop_or_target_on_the_wrong_side_is_no_signal(tmp_path):
    """F113: rejected with a reason, never repaired; the message is accounted for."""
    async with open_desk(tmp_path) as desk:
        for symbol, price in ((BTC, "67500"), (ETH, "3000")):
            await desk.price(symbol, price)
        assert await desk.call("BTC LONG 67500 SL 69000") == []
        assert await desk.call("ETH SHORT 3000 SL 3100 TP 3200") == []
        assert desk.desk.book.message_kinds == {"rejected": 2}


async def test_the_books_agree_after_all_of_it(tmp_path):
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        await desk.call("close half")
        await desk.price(ADA, "0.5300")
        await desk.call("move SL to breakeven")
        await desk.price(ADA, "0.4900")
        assert not desk.position(position).is_open
        await check_books(desk)
