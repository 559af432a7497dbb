"""A trader's record remembers calls that were made to look better: edited after the move, deleted while losing."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.domain.messages import Notice, Offer
from echotrade_desktop.engine.domain.signal import edit_number
from tests.desk import ADA, ANNA, open_desk
from tests.fakes.clock import START

CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.5300"
BETTER = "ADA LONG 0.4850 SL 0.4700 TP 0.5300"


def record(desk):
    board = Dashboard(desk.desk, None, "this app")
    (row,) = [row for row in board.traders() if row.trader.trader_id == f"telegram:{ANNA[0]}"]
    return row.record.edited_late, row.record.deleted_losers


def at(seconds):
    from datetime import timedelta

    return edit_number(START, START + timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("price", "text", "counts"),
    [
        ("0.4900", BETTER, (1, 0)),  # half-way to the stop
        ("0.5200", BETTER, (1, 0)),  # two thirds of the way to the target
        ("0.5020", BETTER, (0, 0)),  # no move
        ("0.4900", f"{CALL} good luck", (0, 0)),  # words only
    ],
)
async def test_an_edit_of_figures_after_the_price_has_moved_is_counted(tmp_path, price, text, counts):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        await desk.price(ADA, price)
        await desk.call(text, message_id=7, edit=at(9))
        assert record(desk) == counts


@pytest.mark.parametrize(("price", "counts"), [("0.4850", (0, 1)), ("0.5000", (0, 0)), ("0.5250", (0, 0))])
async def test_a_losing_call_that_is_deleted_is_counted(tmp_path, price, counts):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        await desk.price(ADA, price)
        await desk.call("", message_id=7, deleted=True)
        assert record(desk) == counts


async def test_a_trade_that_lost_and_whose_call_is_deleted_is_counted_also_after_a_restart(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        (call,) = await desk.call(CALL, message_id=7)
        await desk.approve(call)
        await desk.price(ADA, "0.4750")
        assert not desk.position_of(call).is_open
        await desk.price(ADA, "0.5000")
        await desk.call("", message_id=7, deleted=True)
        assert record(desk) == (0, 1)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert record(desk) == (0, 1)


async def test_a_message_counts_once_however_often_it_is_edited(tmp_path):
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        await desk.call(CALL, message_id=7)
        for seconds, price in ((9, "0.4900"), (19, "0.4600"), (29, "0.4400")):
            await desk.price(ADA, price)
            entry = price[:-2] + "50"
            await desk.call(f"ADA LONG {entry} SL 0.4000", message_id=7, edit=at(seconds))
        assert record(desk) == (1, 0)


async def test_a_traded_call_that_is_edited_offers_its_new_stop_and_targets(tmp_path):
    """X6: a notice with the figures, never a second order."""
    async with open_desk(tmp_path) as desk:
        position, number = await traded(desk)
        await desk.call("ADA LONG 0.5000 SL 0.4900 TP 0.5200 TP 0.5400", message_id=number, edit=at(9))
        (told,) = [sentence for sentence in desk.sentences() if "after you traded it" in sentence]
        assert "It now has stop 0.4900 and targets 0.5200, 0.5400: set them in the position if you agree." in told
        assert len(desk.entries()) == 1
        assert desk.position(position).stop_loss == position.stop_loss


async def test_what_a_changed_call_offers_is_its_new_stop_and_targets_and_nothing_is_done(tmp_path):
    async with open_desk(tmp_path) as desk:
        position, number = await traded(desk)
        await desk.call("ADA LONG 0.5000 SL 0.4900 TP 0.5200 TP 0.5400", message_id=number, edit=at(9))
        assert offered(desk) == [
            Offer(position.position_id, stop_loss=Decimal("0.4900")),
            Offer(position.position_id, take_profits=(Decimal("0.5200"), Decimal("0.5400"))),
        ]
        await desk.call("ADA SHORT 0.5000 SL 0.5200", message_id=number, edit=at(19))
        assert offered(desk)[2:] == [Offer(position.position_id)]
        assert desk.position(position).stop_loss == position.stop_loss
        assert desk.position(position).is_open


async def test_a_traded_call_that_is_deleted_offers_to_close_its_position(tmp_path):
    async with open_desk(tmp_path) as desk:
        position, number = await traded(desk)
        await desk.call("", message_id=number, deleted=True)
        assert offered(desk) == [Offer(position.position_id)]
        assert desk.position(position).is_open


async def test_a_position_that_is_closed_is_offered_nothing_more(tmp_path):
    async with open_desk(tmp_path) as desk:
        position, number = await traded(desk)
        await desk.close(position)
        await desk.call("", message_id=number, deleted=True)
        assert offered(desk) == []


async def traded(desk):
    """A position that stands, and the number of the message that called it."""
    await desk.price(ADA, "0.5000")
    position = await desk.open(CALL)
    return position, desk.desk.book.signals[position.signal_id].signal.message_id


def offered(desk):
    return [offer for event in desk.events if isinstance(event, Notice) for offer in event.offers]
