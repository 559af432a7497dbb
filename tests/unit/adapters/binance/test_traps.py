"""The ways in which futures orders through ccxt lose money; each test fails when its trap snaps shut."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.usdm import PLACE, PLACE_ALGO
from echotrade_desktop.engine.domain.errors import OrderRejected
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.makers import an_exit, an_order

STOP, TARGET, CLOSE = OrderPurpose.STOP, OrderPurpose.TARGET, OrderPurpose.CLOSE


def accepted(bench):
    return [(line["id"], line["kind"]) for line in bench.venue.journal("accepted")]


def calls(bench, endpoint):
    return [line for line in bench.venue.journal("call") if line["endpoint"] == endpoint]


async def test_a_stop_whose_price_is_a_decimal_rests_and_is_never_a_market_order(bench):
    """1: ccxt drops a Decimal trigger and sends a market order in its place."""
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    assert accepted(bench)[-1] == ("p1-s2", "stop_market")
    assert len(calls(bench, "POST /fapi/v1/order")) == 1  # the entry
    (resting,) = bench.venue.futures.algos.open_algos()
    assert resting.trigger_price == 98


@pytest.mark.parametrize("value", [Decimal(98), 98.0, 98, True, None])
async def test_nothing_but_text_is_ever_given_to_ccxt(bench, value):
    """1 and 10: what is not text is dropped, reformatted or sent as None."""
    with pytest.raises(TypeError):
        await bench.broker._client.call(PLACE_ALGO, {"symbol": "BTCUSDT", "triggerPrice": value}, Urgency.PROTECT)
    assert calls(bench, "POST /fapi/v1/algoOrder") == []


async def test_no_order_is_ever_sent_as_a_test(bench):
    """2: `test` is ignored on futures and a real order is placed; no such parameter leaves the app."""
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.place(an_exit(CLOSE))
    assert [line for line in bench.venue.journal("call") if "unread" in line] == []


async def test_every_parameter_that_is_sent_means_something_to_binance(bench):
    """3 and 10: attached stops, leverage and the like leak as junk while the order goes out naked."""
    await bench.place(an_order(leverage=3))
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.place(an_exit(TARGET, trigger="105", target=1))
    await bench.broker.open_orders()
    await bench.broker.find(an_exit(STOP, trigger="98"))
    await bench.broker.fills_since(bench.clock.now())
    await bench.broker.cancel(an_exit(STOP, trigger="98"))
    assert [line for line in bench.venue.journal("call") if line.get("unread")] == []
    assert bench.venue.futures.account.settings("BTCUSDT").leverage == 3
    assert bench.venue.futures.account.settings("BTCUSDT").isolated


async def test_a_stop_and_a_target_both_rest(bench):
    """4: given together, ccxt sends the stop and drops the target."""
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.place(an_exit(TARGET, trigger="105", target=1))
    assert [kind for _, kind in accepted(bench)[1:]] == ["stop_market", "take_profit_market"]


async def test_the_key_of_the_user_stream_is_kept_alive_for_hours(bench):
    """5: ccxt extends it once; a quiet account goes deaf after an hour."""
    for _ in range(12):
        bench.clock.jump(20 * 60)
        await bench.settle()
        for _ in range(50):
            await bench.breathe()
    assert len(calls(bench, "PUT /fapi/v1/listenKey")) >= 10
    assert bench.venue.journal("listen key expired") == []
    await bench.price("100", "99.9", "100.1")
    await bench.place(an_order())
    assert len(bench.fills) == 1


async def test_a_key_that_expires_is_replaced_and_no_fill_is_lost(bench):
    """5: ccxt ignores the word and reconnects with the dead key for ever."""
    stream = bench.broker.stream.stream
    bench.venue.expire_listen_key()
    await bench.until(lambda: not stream.up)
    await bench.broker.place(an_order().to(OrderStatus.SUBMITTED, bench.clock.now()))
    bench.clock.jump(3)
    await bench.until(lambda: stream.up and stream.connections == 2)
    bench.clock.jump(3)
    await bench.until(lambda: bench.fills)
    assert [fill.client_order_id for fill in bench.fills] == ["p1-e1"]


async def test_conditional_orders_are_among_the_open_orders(bench):
    """6: ccxt's lists and cancel-alls never touch them."""
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    bench.venue.by_hand(
        "POST /fapi/v1/order", symbol="BTCUSDT", side="BUY", type="LIMIT", timeInForce="GTC", quantity="1", price="97.0"
    )
    found = {order.client_order_id: order for order in await bench.broker.open_orders()}
    assert found["p1-s2"].trigger_price == 98
    assert len(found) == 2


async def test_lists_are_asked_of_the_perpetuals_and_never_of_spot(bench):
    """7: ccxt's class `binance` asks spot when no symbol is named."""
    await bench.broker.open_orders()
    assert {line["endpoint"].split("/")[1] for line in bench.venue.journal("call")} == {"fapi"}


async def test_a_stop_that_has_merely_triggered_is_no_fill(bench):
    """8: ccxt reports it closed and filled whole; what was filled is what was traded."""
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    bench.venue.slices(3, 1000.0)
    await bench.price("98")
    await bench.until(lambda: len(bench.fills) == 2)
    assert bench.fills[-1].quantity < 1
    found = await bench.broker.find(an_exit(STOP, trigger="98"))
    assert found.status is OrderStatus.PARTIALLY_FILLED
    assert found.filled_quantity == bench.fills[-1].quantity


@pytest.mark.parametrize("first", [True, False])
async def test_a_triggered_stop_is_booked_once_in_whatever_order_it_is_told(bench, first):
    """8: a conditional order and the order that came of it carry one client id and two numbers."""
    bench.venue.quirk(orders_before_algo=first)
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    await bench.price("97")
    assert [(fill.client_order_id, fill.quantity) for fill in bench.fills[1:]] == [("p1-s2", 1)]
    again = await bench.broker.fills_since(bench.fills[0].at)
    assert [fill.trade_id for fill in again] == [fill.trade_id for fill in bench.fills]
    assert [fill.client_order_id for fill in again] == ["p1-e1", "p1-s2"]


async def test_a_refusal_is_told_by_its_code_at_any_address(bench):
    """9: ccxt knows the futures' codes at Binance's own host alone."""
    await bench.place(an_order())
    with pytest.raises(OrderRejected, match="through the stop"):
        await bench.place(an_exit(STOP, trigger="101"))
    with pytest.raises(OrderRejected, match="nothing left to reduce"):
        await bench.place(an_exit(CLOSE, client_order_id="p2-c1", position_id="p2", side=an_order().side))


async def test_quantities_and_prices_go_out_to_the_last_digit(bench):
    """10: with `number=Decimal` ccxt skips rounding and writes 7e-05."""
    listing = bench.venue.prices["usdm"].listings["1000PEPEUSDT"]
    bench.venue.move("1000PEPE/USDT", "0.0000712", market="usdm")
    listing.min_price = listing.tick
    order = an_order(
        symbol="1000PEPE/USDT", quantity=Decimal(500_000), limit_price=Decimal("0.0000713"), position_id="p9",
        client_order_id="p9-e1",
    )  # fmt: skip
    await bench.place(order)
    assert [line["price"] for line in bench.venue.journal("accepted")] == ["0.0000713"]


async def test_stops_trigger_on_the_price_that_was_chosen(bench):
    """10: `triggerPriceType` leaks and the stop works on the last price; Binance's own word is sent."""
    bench.broker._dialect._working_type = "MARK_PRICE"
    await bench.place(an_order())
    await bench.place(an_exit(STOP, trigger="98"))
    assert bench.venue.journal("accepted")[-1]["working_type"] == "MARK_PRICE"


async def test_an_order_is_sent_by_one_call_and_never_again_by_a_wrapper(bench):
    bench.venue.fault("POST /fapi/v1/order", "drop after")
    with pytest.raises(Exception, match="may exist"):
        await bench.place(an_order())
    assert bench.venue.faults.calls("POST /fapi/v1/order") == 1
    assert PLACE.weight == 0
