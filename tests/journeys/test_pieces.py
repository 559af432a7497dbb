"""Calls in pieces: an alert and its details, a call and its correction, by answer or as the next message."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, BORIS, BTC, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_protected

ALERT = "BTC LONG soon, details follow"
DETAILS = "Entry 67500\nSL 66000\nTP 69000"
CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000 0.7000"


def statuses(desk):
    return [queued.status for queued in desk.desk.book.signals.values()]


@pytest.mark.parametrize("answers", [True, False])
async def test_the_details_of_an_alert_make_it_a_call(tmp_path, answers):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        assert await desk.call(ALERT, message_id=7) == []
        (call,) = await desk.call(DETAILS, reply_to=7 if answers else None)
        signal = call.signal
        assert (signal.symbol, signal.price, signal.stop_loss) == (BTC, Decimal(67500), Decimal(66000))
        assert signal.take_profits == (Decimal(69000),)
        read = {span.role: signal.message[span.start : span.end] for span in signal.spans}
        assert (read["entry"], read["stop"], read["target"]) == ("67500", "66000", "69000")


async def test_details_that_come_after_a_minute_are_nobodys(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT)
        await desk.beat(61)
        assert await desk.call(DETAILS) == []


@pytest.mark.parametrize(("wait", "completed"), [(20, 1), (61, 0)])
async def test_an_alert_is_remembered_across_a_restart_for_its_minute(tmp_path, wait, completed):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT, message_id=7)
        clock = desk.clock
    clock.jump(wait)
    async with open_desk(tmp_path, clock=clock, prices={BTC: "67500"}) as desk:
        assert len(await desk.call(DETAILS, message_id=8)) == completed


async def test_details_of_another_sender_are_not_the_alerts(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT)
        assert await desk.call(DETAILS, sender=BORIS) == []


@pytest.mark.parametrize("between", ["good luck everyone", "ETH SHORT soon?"])
async def test_only_the_very_next_message_completes_an_alert(tmp_path, between):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT)
        await desk.call(between)
        assert await desk.call(DETAILS) == []


async def test_a_deleted_alert_is_not_completed(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT, message_id=7)
        await desk.call("", message_id=7, deleted=True)
        assert await desk.call(DETAILS) == []


async def test_what_was_sent_an_hour_apart_is_not_one_call_though_it_arrives_together(tmp_path):
    """After a lost connection both arrive at once."""
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        await desk.call(ALERT, age=3600)
        assert await desk.call(DETAILS) == []


async def test_details_take_the_place_of_a_market_call_that_waits(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        (alert,) = await desk.call("BTC LONG NOW")
        (call,) = await desk.call(DETAILS)
        assert desk.signal(alert).status is SignalStatus.SUPERSEDED
        assert desk.signal(call).status is SignalStatus.PENDING


async def test_details_of_a_market_call_that_was_traded_lead_to_no_second_order(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={BTC: "67500"}) as desk:
        (alert,) = await desk.call("BTC LONG NOW")
        await desk.approve(alert)
        assert await desk.call(DETAILS) == []
        assert len(desk.broker.sent_for(OrderPurpose.ENTRY)) == 1
        assert any("changed after you traded it" in sentence and "66000" in sentence for sentence in desk.sentences())
        check_protected(desk)


@pytest.mark.parametrize("answers", [True, False])
@pytest.mark.parametrize(
    ("text", "stop", "targets"),
    [
        ("correction: SL 0.4850", "0.4850", ("0.6000", "0.7000")),
        ("typo, TP2 is 0.6500", "0.4800", ("0.6000", "0.6500")),
    ],
)
async def test_a_correction_takes_the_place_of_a_waiting_call(tmp_path, answers, text, stop, targets):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        (wrong,) = await desk.call(CALL, message_id=7)
        (right,) = await desk.call(text, reply_to=7 if answers else None)
        assert statuses(desk) == [SignalStatus.SUPERSEDED, SignalStatus.PENDING]
        assert right.signal.stop_loss == Decimal(stop)
        assert right.signal.take_profits == tuple(map(Decimal, targets))
        assert right.signal.price == wrong.signal.price
        await check_books(desk)


async def test_a_correction_of_a_traded_call_is_only_told(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={ADA: "0.5000"}) as desk:
        position = await desk.open(CALL)
        assert await desk.call("typo, TP2 is 0.6500") == []
        assert len(desk.broker.sent_for(OrderPurpose.ENTRY)) == 1
        assert desk.position(position).stop_loss == Decimal("0.4800")
        assert any("its author corrected it" in sentence and "0.6500" in sentence for sentence in desk.sentences())
        check_protected(desk)


async def test_another_senders_correction_changes_nothing(tmp_path):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        await desk.call(CALL, message_id=7)
        assert await desk.call("correction: SL 0.4850", sender=BORIS, reply_to=7) == []
        assert statuses(desk) == [SignalStatus.PENDING]


async def test_an_apology_for_a_typo_moves_no_stop(tmp_path):
    async with open_desk(tmp_path, prices={ADA: "0.5000"}) as desk:
        position = await desk.open(CALL)
        await desk.price(ADA, "0.5500")
        await desk.call("Typo, sorry! Stop is under the entry of course, ignore the one above.")
        assert desk.position(position).stop_loss == Decimal("0.4800")
