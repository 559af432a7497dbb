"""What every broker must do. Written once; each broker is one more parameter of `bench`."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.makers import an_exit, an_order

STOP, TARGET, CLOSE = OrderPurpose.STOP, OrderPurpose.TARGET, OrderPurpose.CLOSE


async def enter(bench, quantity="1"):
    return await bench.place(an_order(quantity=Decimal(quantity)))


async def test_an_accepted_order_has_the_exchanges_id_and_keeps_ours(bench):
    answer = await enter(bench)
    assert answer.status is OrderStatus.ACCEPTED
    assert answer.client_order_id == "p1-e1"
    assert answer.exchange_order_id


async def test_a_marketable_entry_fills_at_the_ask_with_a_fee(bench):
    """F024, R8, R12: the quote, not an invented price."""
    await enter(bench)
    (fill,) = bench.fills
    assert (fill.price, fill.quantity) == (Decimal("100.1"), bench.bought)
    assert fill.fee == bench.fee
    assert fill.client_order_id == "p1-e1"
    assert fill.position_id == "p1"


async def test_an_entry_beyond_its_limit_is_cancelled_without_a_fill(bench):
    """Immediate or cancel: nothing of an entry ever rests."""
    await bench.price("101.5", "101.4", "101.6")
    await enter(bench)
    assert bench.fills == []
    assert [order.status for order in bench.orders] == [OrderStatus.CANCELLED]
    assert bench.orders[0].reason
    assert await bench.broker.open_orders() == []


async def test_an_entry_at_its_very_limit_fills(bench):
    await bench.price("101", "100.9", "101")
    await enter(bench)
    assert [fill.price for fill in bench.fills] == [101]


async def test_the_same_order_twice_is_refused(bench):
    await enter(bench)
    with pytest.raises(OrderRejected):
        await enter(bench)
    assert len(bench.fills) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"quantity": Decimal("0.0005")},
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-1)},
        {"limit_price": Decimal("100.05")},
        {"quantity": Decimal("0.001")},  # ten cents: below the least notional
        {"quantity": Decimal(200)},  # twenty thousand dollars: more than the margin
    ],
)
async def test_an_order_against_the_filters_is_refused(bench, wrong):
    with pytest.raises(OrderRejected):
        await bench.place(an_order(**wrong))
    assert bench.fills == []
    assert await bench.broker.find(an_order(**wrong)) is None


async def test_an_entry_on_a_stale_price_is_refused(filling_bench):
    """F008: no decision on a price older than five seconds, where the broker itself decides on prices."""
    bench = filling_bench
    bench.clock.jump(5.5)
    with pytest.raises(OrderRejected):
        await enter(bench)


async def test_a_close_on_a_stale_price_waits_for_the_next(filling_bench):
    """F051."""
    bench = filling_bench
    await enter(bench)
    bench.clock.jump(5.5)
    answer = await bench.place(an_exit(CLOSE))
    assert answer.status is OrderStatus.ACCEPTED
    assert len(bench.fills) == 1
    await bench.price("90", "89.9", "90.1")
    assert bench.fills[-1].price == Decimal("89.9")


async def test_a_stop_rests_until_the_last_price_reaches_it(bench):
    """The last price triggers, the bid is what it yields: a gap fills at the market."""
    await enter(bench)
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.price("98.1", "97", "98.2")
    assert len(bench.fills) == 1
    await bench.price("96", "95.9", "96.1")
    assert (bench.fills[-1].price, bench.fills[-1].purpose) == (Decimal("95.9"), STOP)
    assert await bench.broker.open_orders() == []


async def test_a_target_rests_until_the_last_price_reaches_it(bench):
    await enter(bench)
    await bench.place(an_exit(TARGET, trigger="105", target=1))
    await bench.price("104.9", "105", "105.2")
    assert len(bench.fills) == 1
    await bench.price("105", "104.9", "105.1")
    assert (bench.fills[-1].price, bench.fills[-1].purpose) == (Decimal("104.9"), TARGET)


async def test_a_reducing_order_never_closes_more_than_is_held(bench):
    """Reduce-only: the rest of it ends, the position never turns."""
    await enter(bench)
    await bench.place(an_exit(CLOSE, "3"))
    assert bench.fills[-1].quantity == bench.bought
    assert bench.orders[-1].status is OrderStatus.CANCELLED
    with pytest.raises(OrderRejected):
        await bench.place(an_exit(CLOSE, client_order_id="p1-c3"))


async def test_two_stops_in_one_tick_fill_once(bench):
    await enter(bench)
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.place(an_exit(STOP, trigger="97", client_order_id="p1-s3"))
    await bench.price("96")
    assert [fill.quantity for fill in bench.fills] == [bench.bought, bench.bought]
    assert [order.status for order in bench.orders] == [OrderStatus.CANCELLED]


async def test_a_cancelled_order_never_fills(bench):
    await enter(bench)
    stop = await bench.place(an_exit(STOP, trigger="98"))
    cancelled = await bench.broker.cancel(stop)
    assert cancelled.status is OrderStatus.CANCELLED
    await bench.price("96")
    assert len(bench.fills) == 1


async def test_an_order_that_has_ended_cannot_be_cancelled(bench):
    """The loser of the race is told: its fill is on the way."""
    await enter(bench)
    stop = await bench.place(an_exit(STOP, trigger="98"))
    await bench.price("96")
    with pytest.raises(OrderGone):
        await bench.broker.cancel(stop)
    with pytest.raises(OrderGone):
        await bench.broker.cancel(an_exit(STOP, trigger="98", client_order_id="never"))


async def test_an_order_is_found_by_our_id_whatever_became_of_it(bench):
    await enter(bench)
    stop = await bench.place(an_exit(STOP, trigger="98"))
    found = await bench.broker.find(stop)
    assert found is not None
    assert found.status is OrderStatus.ACCEPTED
    assert found.exchange_order_id == stop.exchange_order_id
    entry = await bench.broker.find(an_order())
    assert entry is not None
    assert (entry.ended, entry.filled_quantity) == (True, bench.bought)
    assert await bench.broker.find(an_order(client_order_id="never")) is None


async def test_open_orders_are_what_rests(bench):
    await enter(bench)
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.place(an_exit(TARGET, trigger="105", target=1))
    assert {order.client_order_id for order in await bench.broker.open_orders()} == {"p1-s2", "p1-t2"}


async def test_fills_can_be_asked_for_again(bench):
    """R10: for what was missed while nobody listened; each execution has one id for ever."""
    await enter(bench)
    bench.clock.jump(60)
    await bench.price("100", "99.9", "100.1")
    await bench.place(an_exit(CLOSE))
    assert list(await bench.broker.fills_since(bench.clock.now() - timedelta(hours=1))) == bench.fills
    assert list(await bench.broker.fills_since(bench.clock.now())) == bench.fills[1:]
    assert len({fill.trade_id for fill in bench.fills}) == 2


async def test_a_fill_says_which_order_and_which_side(bench):
    await enter(bench)
    await bench.place(an_exit(CLOSE))
    assert [(fill.side.value, fill.purpose.value) for fill in bench.fills] == [("buy", "entry"), ("sell", "close")]
    assert bench.fills[1].at == bench.clock.now()
