"""Executions of orders that the ledger had ended already: told while the app was dead, or never told."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.messages import CommandRefused
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.desk import ADA, BTC, FRICTIONLESS, open_desk
from tests.fakes.clock import FakeClock
from tests.fakes.exchange import LastingExchange
from tests.oracle import check_books, check_verifies

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TARGET
CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def exchange(tmp_path, clock):
    there = LastingExchange(tmp_path, clock)
    there.move(ADA, "0.5000")
    there.move(BTC, "67500")
    yield there
    there.end()


def on(exchange, folder, clock):
    prices = {ADA: "0.5000", BTC: "67500"}
    return open_desk(folder, clock=clock, broker=lambda _: exchange, prices=prices, **FRICTIONLESS)


async def with_a_target_that_is_late(exchange, folder, clock):
    """Open a position whose target got no answer, was given up as absent, and is still under way when the app ends."""
    async with on(exchange, folder, clock) as desk:
        exchange.late.add(TARGET)
        position = await desk.open(CALL)
        await desk.beat()
        targets = [order for order in desk.desk.book.orders_of(position.position_id) if order.purpose is TARGET]
        assert targets[0].status is OrderStatus.REJECTED
    return position


async def test_a_target_that_was_given_up_and_filled_while_the_app_was_dead_is_booked_at_the_next_start(
    tmp_path, exchange, clock
):
    """It is over in the ledger, so nobody looks it up any more; half an hour later its fill is still asked for."""
    position = await with_a_target_that_is_late(exchange, tmp_path, clock)
    exchange.telling = False
    exchange.arrive()
    clock.jump(30)
    exchange.move(ADA, "0.6000")
    clock.jump(1800)

    async with on(exchange, tmp_path, clock) as desk:
        now = desk.position(position)
        assert (now.quantity, now.closed_by, now.exit_price) == (0, "target", Decimal("0.6000"))
        assert now.realised_pnl == Decimal("0.1") * now.exit_quantity
        assert exchange.core.net[ADA] == 0
        await desk.beat()
        assert [order for order in exchange.core.open_orders() if order.asked.symbol == ADA] == []
        await check_books(desk)
    check_verifies(tmp_path)


async def test_a_part_of_a_cancelled_stop_that_was_never_told_is_booked_within_half_a_minute(tmp_path, exchange, clock):
    """The app lives on and hears nothing; the sweep compares what was executed."""
    async with on(exchange, tmp_path, clock) as desk:
        position = await desk.open(CALL)
        (stop,) = desk.working(position, STOP)
        exchange.telling = False
        there = exchange.core.find(stop.client_order_id)
        exchange.core._execute(there, Decimal(100), Decimal("0.4800"), clock.now())
        await desk.move_stop(position, "0.4900")
        assert desk.desk.book.orders[stop.client_order_id].status is OrderStatus.CANCELLED
        assert desk.position(position).quantity == position.quantity

        for _ in range(31):
            await desk.beat()

        assert desk.position(position).quantity == position.quantity - 100 == exchange.core.net[ADA]
        (stop,) = desk.working(position, STOP)
        assert stop.quantity == desk.position(position).quantity


async def test_nothing_is_entered_until_the_broker_has_said_what_it_executed(tmp_path, exchange, clock):
    await with_a_target_that_is_late(exchange, tmp_path, clock)
    exchange.silent = True
    async with on(exchange, tmp_path, clock) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        refused = await desk.approve(call)
        assert isinstance(refused, CommandRefused)
        assert "has not said yet what became of earlier orders" in refused.reason

        exchange.silent = False
        for _ in range(6):
            await desk.beat()

        assert not isinstance(await desk.approve(call), CommandRefused)


async def test_an_order_that_has_been_silent_for_long_enough_is_asked_about_no_more(tmp_path, exchange, clock):
    async with on(exchange, tmp_path, clock) as desk:
        position = await desk.open(CALL)
        await desk.move_stop(position, "0.4900")
        assert desk.desk.book.unsettled()
        for _ in range(100):
            await desk.beat()
        assert desk.desk.book.unsettled() == []
    exchange.silent = True
    async with on(exchange, tmp_path, clock) as desk:
        assert desk.engine.positions.reconciled
