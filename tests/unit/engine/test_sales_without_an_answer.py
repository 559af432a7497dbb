"""A close that nobody answered where nothing is reduce-only, as on spot: another one is sent when the first is gone."""

from dataclasses import replace

import pytest

from echotrade_desktop.engine.domain.errors import OutcomeUnknown
from echotrade_desktop.engine.domain.messages import CommandRefused
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.desk import BTC, open_desk
from tests.fakes.broker import BadWire

STOP, CLOSE = OrderPurpose.STOP, OrderPurpose.CLOSE
PATIENCE_S = 30


class SpotWire(BadWire):
    """Its broker sells whatever it is told to sell; `keeps` holds a close back, for a cancellation to find."""

    has_reduce_only = False

    def __init__(self, paper):
        super().__init__(paper)
        self.called_off = []
        self.deaf_to_cancels = False
        self.keeps = False

    async def cancel(self, order):
        if order.purpose is CLOSE:
            if self.deaf_to_cancels:
                raise OutcomeUnknown("Paper did not answer.")
            self.called_off.append(order.client_order_id)
            if self.keeps:
                return replace(order, status=OrderStatus.CANCELLED)
        return await super().cancel(order)


def on_spot(folder, broker=SpotWire):
    return open_desk(folder, broker=broker, prices={BTC: "67500"})


def closes(desk):
    return [desk.desk.book.orders[order.client_order_id] for order in desk.broker.sent_for(CLOSE)]


async def loses_its_stop(desk, position):
    """Somebody cancels it at the broker."""
    (stop,) = desk.working(position, STOP)
    desk.broker.order_changed(await desk.paper.cancel(stop))


async def beats(desk, seconds):
    for _ in range(seconds):
        await desk.beat()


async def test_it_is_not_sent_anew_before_half_a_minute_has_passed_and_it_was_called_off(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE] = 1
        await desk.close(position)
        await beats(desk, PATIENCE_S - 1)
        (first,) = closes(desk)
        assert first.status is OrderStatus.UNKNOWN
        assert desk.broker.called_off == []

        await beats(desk, 8)

        assert desk.broker.called_off == [first.client_order_id]
        gone, second = closes(desk)
        assert (gone.status, gone.reason) == (OrderStatus.REJECTED, "It never reached the broker.")
        assert second.status is OrderStatus.FILLED
        assert not desk.position(position).is_open


async def test_where_exits_only_reduce_it_is_sent_anew_at_once(tmp_path):
    async with on_spot(tmp_path, BadWire) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE] = 1
        await desk.close(position)
        await desk.beat()
        assert [order.status for order in closes(desk)] == [OrderStatus.REJECTED, OrderStatus.FILLED]


async def test_it_is_not_sent_anew_while_nobody_can_be_asked_about_it(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE], desk.broker.deaf = 1, True
        await desk.close(position)
        await beats(desk, 3 * PATIENCE_S)
        assert [order.status for order in closes(desk)] == [OrderStatus.UNKNOWN]
        desk.broker.deaf = False
        await beats(desk, 3 * PATIENCE_S)
        assert not desk.position(position).is_open


async def test_it_is_not_sent_anew_while_nobody_says_that_it_is_called_off(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE], desk.broker.deaf_to_cancels = 1, True
        await desk.close(position)
        await beats(desk, 3 * PATIENCE_S)
        assert [order.status for order in closes(desk)] == [OrderStatus.UNKNOWN]
        desk.broker.deaf_to_cancels = False
        await beats(desk, 2 * PATIENCE_S)
        assert not desk.position(position).is_open


async def test_one_that_was_cancelled_at_the_broker_is_sent_anew(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE], desk.broker.keeps = 1, True
        await desk.close(position, "0.5")
        await beats(desk, PATIENCE_S + 8)
        assert [order.status for order in closes(desk)] == [OrderStatus.CANCELLED, OrderStatus.FILLED]
        assert desk.position(position).quantity == position.quantity / 2


async def test_one_that_was_executed_without_an_answer_is_found_and_not_sent_again(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_after[CLOSE], desk.broker.holding = 1, True
        await desk.close(position)
        desk.broker.forget()
        await beats(desk, 2)
        assert [order.status for order in closes(desk)] == [OrderStatus.FILLED]
        assert not desk.position(position).is_open


async def test_a_second_wish_to_close_is_refused_while_the_first_is_in_doubt(tmp_path):
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE] = 1
        await desk.close(position)
        answer = await desk.close(position)
        assert isinstance(answer, CommandRefused)
        assert answer.reason == "BTC/USDT is being closed already."
        assert len(closes(desk)) == 1


async def test_patience_goes_on_over_a_restart(tmp_path):
    """What counts is when it was sent, not since when this app has looked."""
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE] = 1
        await desk.close(position)
        await beats(desk, 20)
        clock = desk.clock
    async with open_desk(tmp_path, broker=SpotWire, prices={BTC: "67500"}, clock=clock) as desk:
        await beats(desk, 8)
        assert closes(desk) == []
        await beats(desk, 12)
        assert [order.status for order in closes(desk)] == [OrderStatus.FILLED]
        assert not desk.position(position).is_open


@pytest.mark.parametrize("wire", [SpotWire, BadWire])
async def test_a_position_without_its_stop_whose_close_is_in_doubt_is_told_after_ten_seconds(tmp_path, wire):
    async with on_spot(tmp_path, wire) as desk:
        desk.broker.refused[STOP] = 100
        desk.broker.lost_before[CLOSE], desk.broker.deaf = 100, True
        await desk.open()
        await beats(desk, 12)
        assert any("BTC/USDT is UNPROTECTED" in sentence for sentence in desk.sentences())


async def test_the_stop_goes_on_being_tried_while_a_close_is_in_doubt(tmp_path):
    """A stop ties the coins up: it protects what is there, and a close that comes late finds nothing to sell."""
    async with on_spot(tmp_path) as desk:
        desk.broker.refused[STOP] = 9
        desk.broker.lost_before[CLOSE] = 1
        position = await desk.open()
        await beats(desk, 15)
        assert [order.status for order in closes(desk)] == [OrderStatus.UNKNOWN]
        (stop,) = desk.working(position, STOP)
        assert stop.quantity == position.quantity


async def test_a_stop_that_the_price_has_passed_is_not_tried_while_a_close_is_in_doubt(tmp_path):
    """No broker takes it: each try would be one more refused order."""
    async with on_spot(tmp_path) as desk:
        desk.broker.refused[STOP] = 100
        desk.broker.lost_before[CLOSE] = 1
        await desk.open()
        await beats(desk, 6)
        await desk.price(BTC, "65900")
        tried = len(desk.broker.sent_for(STOP))
        await beats(desk, 10)
        assert len(desk.broker.sent_for(STOP)) == tried


async def test_a_late_stop_is_looked_for_soon_and_cancelled(tmp_path):
    """It would sell coins that are not its position's."""
    async with on_spot(tmp_path) as desk:
        desk.broker.lost_before[STOP] = 1
        await desk.open()
        await beats(desk, 2)
        late, stop = desk.broker.sent_for(STOP)
        await desk.paper.place(late)  # it was under way all the time
        await beats(desk, 6)
        assert [order.client_order_id for order in await desk.paper.open_orders()] == [stop.client_order_id]


async def test_what_no_close_in_doubt_would_sell_is_sold_at_once_when_the_stop_does_not_hold(tmp_path):
    """A share is in doubt; the rest cannot be sold twice, and waiting would only cost the user money."""
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE], desk.broker.deaf_to_cancels = 1, True
        await desk.close(position, "0.5")
        desk.broker.refused[STOP] = 100
        await loses_its_stop(desk, position)
        await beats(desk, 8)
        share, rest = closes(desk)
        assert (share.status, rest.status) == (OrderStatus.UNKNOWN, OrderStatus.FILLED)
        assert rest.quantity == position.quantity - share.quantity
        assert desk.position(position).quantity == share.quantity
        desk.broker.deaf_to_cancels = False
        await beats(desk, PATIENCE_S)
        assert not desk.position(position).is_open
        assert len(closes(desk)) == 3


async def test_where_exits_only_reduce_the_whole_is_closed_beside_a_share_in_doubt(tmp_path):
    async with on_spot(tmp_path, BadWire) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE] = 1
        await desk.close(position, "0.5")
        desk.broker.refused[STOP] = 100
        await loses_its_stop(desk, position)
        await beats(desk, 8)
        assert not desk.position(position).is_open


async def test_a_close_in_doubt_is_asked_about_every_other_second(tmp_path):
    """Nothing sells before it is known: a pause that grows to half a minute would cost as much."""
    async with on_spot(tmp_path) as desk:
        position = await desk.open()
        desk.broker.lost_before[CLOSE], desk.broker.deaf = 1, True
        await desk.close(position)
        await beats(desk, 3 * PATIENCE_S)
        desk.broker.deaf = False
        await beats(desk, 8)
        assert not desk.position(position).is_open


@pytest.mark.parametrize(("wire", "tries"), [(SpotWire, 1), (BadWire, 3)])
async def test_a_target_that_was_refused_is_not_tried_again_at_once_where_that_takes_the_stop_up(tmp_path, wire, tries):
    async with on_spot(tmp_path, wire) as desk:
        desk.broker.refused[OrderPurpose.TARGET] = 3
        position = await desk.open("BTC LONG 67500 SL 66000 TP1 69000")
        await beats(desk, 5)
        assert len(desk.broker.sent_for(OrderPurpose.TARGET)) == tries
        await beats(desk, 45)
        assert len(desk.broker.sent_for(OrderPurpose.TARGET)) == 3
        assert len(desk.working(position, STOP)) == 1
