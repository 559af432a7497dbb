"""What rests at the broker is compared with the ledger, every half minute."""

from dataclasses import replace

from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.desk import BTC, DeskUnderTest, open_desk
from tests.fakes.broker import BadWire

STOP = OrderPurpose.STOP
HALF_A_MINUTE = 32


async def half_a_minute(desk: DeskUnderTest) -> None:
    for _ in range(HALF_A_MINUTE):
        await desk.beat()


async def test_a_stop_that_came_late_after_it_was_given_up_is_cancelled(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={BTC: "67500"}) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        desk.broker.lost_before[STOP] = 1
        await desk.approve(call)
        await desk.beat()
        late, stop = desk.broker.sent_for(STOP)
        assert desk.desk.book.orders[late.client_order_id].status is OrderStatus.REJECTED
        await desk.paper.place(late)  # it was under way all the time

        await half_a_minute(desk)

        assert [order.client_order_id for order in await desk.paper.open_orders()] == [stop.client_order_id]


async def test_a_stop_that_was_cancelled_on_the_broker_s_site_is_placed_again(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={BTC: "67500"}) as desk:
        position = await desk.open()
        (stop,) = desk.working(position, STOP)
        await desk.paper.cancel(stop)

        await half_a_minute(desk)

        (again,) = desk.working(position, STOP)
        assert again.client_order_id != stop.client_order_id
        assert again in await desk.paper.open_orders()


async def test_an_order_that_is_not_ours_is_left_alone(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, prices={BTC: "67500"}) as desk:
        position = await desk.open()
        (stop,) = desk.working(position, STOP)
        desk.paper._orders["by-hand"] = replace(stop, client_order_id="by-hand")

        await half_a_minute(desk)

        assert "by-hand" in desk.paper._orders
