"""Spot: a stop and its targets over the same coins, by pairs of which one ends the other."""

import asyncio
from decimal import Decimal

from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.store.verify import verify
from tests.binance_desk import on_binance

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TARGET
BIG = {"position_size": Decimal("0.2"), "max_trade_share": Decimal(1)}
CALL = "BTC LONG 67500 SL 66000 TP1 68000 TP2 69000"


def resting(desk):
    """Side, type, quantity and price of everything that rests at the exchange."""
    orders = desk.venue.spot.book.open_orders()
    return sorted((order.type, order.quantity, order.stop_price) for order in orders)


async def laid(desk, position):
    await desk.until(lambda: desk.is_protected(position) and len(desk.working(position, TARGET)) == 2)
    return desk.position(position)


async def test_stop_and_targets_rest_as_pairs_that_cover_every_coin(tmp_path):
    async with on_binance(tmp_path, market="spot", **BIG) as desk:
        position = await laid(desk, await desk.open(CALL))
        book = desk.venue.spot.book
        stops = sum(order.quantity for order in book.open_orders() if order.type == "STOP_LOSS")
        assert stops == position.quantity
        assert len([order for order in book.open_orders() if order.list_id > 0]) == 4
        assert book.balances["BTC"] - position.quantity < Decimal("0.0001")  # the dust of the fee
        assert desk.sentences() == []


async def test_a_target_that_is_reached_ends_its_stop_and_the_rest_stays_protected(tmp_path):
    async with on_binance(tmp_path, market="spot", **BIG) as desk:
        position = await laid(desk, await desk.open(CALL))
        desk.venue.move("BTC/USDT", "68001")
        await desk.until(lambda: desk.position(position).quantity < position.quantity)
        await desk.until(lambda: desk.is_protected(position) and len(desk.working(position, TARGET)) == 1)
        left = desk.position(position).quantity
        await desk.until(lambda: sum(q for kind, q, _ in resting(desk) if kind == "STOP_LOSS") == left)
        desk.venue.move("BTC/USDT", "65990")
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.position(position).closed_by == "stop"
        await desk.until(lambda: not resting(desk))


async def test_the_stop_is_dragged_and_the_position_closed_in_parts(tmp_path):
    async with on_binance(tmp_path, market="spot", **BIG) as desk:
        position = await laid(desk, await desk.open(CALL))
        await desk.move_stop(position, "66500")
        await desk.until(lambda: {price for kind, _, price in resting(desk) if kind == "STOP_LOSS"} == {Decimal(66500)})
        await desk.close(position, "0.5")
        await desk.until(lambda: desk.position(position).quantity < position.quantity)
        await desk.until(lambda: desk.is_protected(position))
        left = desk.position(position).quantity
        await desk.until(lambda: sum(q for kind, q, _ in resting(desk) if kind == "STOP_LOSS") == left)
        await desk.close(position)
        await desk.until(lambda: not desk.position(position).is_open)
        await desk.until(lambda: not resting(desk))
    assert verify(tmp_path / "profile" / "paper.db").ok


async def test_a_stop_cancelled_on_binances_site_is_placed_again(tmp_path):
    async with on_binance(tmp_path, market="spot", **BIG) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        (order,) = desk.venue.spot.book.open_orders()
        desk.venue.by_hand("DELETE /api/v3/order", symbol="BTCUSDT", origClientOrderId=order.client_id)
        await desk.until(lambda: [each for each in desk.venue.spot.book.open_orders() if each is not order])
        await desk.until(lambda: desk.is_protected(position))


async def test_coins_of_the_user_are_never_sold(tmp_path):
    """X45: what lies beside ours is not ours."""
    async with on_binance(tmp_path, market="spot", **BIG) as desk:
        desk.venue.spot_balance("BTC", "1")
        position = await desk.open("BTC LONG 67500 SL 66000")
        desk.venue.move("BTC/USDT", "65000")
        await desk.until(lambda: not desk.position(position).is_open)
        assert desk.venue.spot.book.balances["BTC"] >= 1


async def test_a_restart_knows_the_pieces_that_rest(tmp_path):
    from tests.binance_desk import engine_on
    from tests.servers.binance.venue import binance_exchange

    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        async with engine_on(venue, tmp_path / "profile", market="spot", **BIG) as desk:
            position = await laid(desk, await desk.open(CALL))
        before = {order.client_id for order in venue.spot.book.open_orders()}
        async with engine_on(venue, tmp_path / "profile", market="spot", **BIG) as desk:
            assert {order.client_id for order in venue.spot.book.open_orders()} == before
            assert desk.is_protected(position)
            await desk.move_stop(position, "66500")
            await desk.until(
                lambda: {price for kind, _, price in resting(desk) if kind == "STOP_LOSS"} == {Decimal(66500)}
            )
            await desk.close(position)
            await desk.until(lambda: not desk.position(position).is_open and not resting(desk))


async def test_a_stop_that_was_taken_up_to_be_moved_is_laid_again_at_once_when_nobody_answers(tmp_path):
    """Nothing rests then: who believed in the old stop would be bare until the next comparison, half a minute later."""
    async with on_binance(tmp_path, market="spot", answer_within=0.3, **BIG) as desk:
        position = await laid(desk, await desk.open(CALL))
        desk.venue.fault("POST /api/v3/orderList/oco", "silent before")
        await desk.move_stop(position, "66500")
        async with asyncio.timeout(5):
            await desk.until(lambda: sum(q for kind, q, _ in resting(desk) if kind == "STOP_LOSS") == position.quantity)
            await desk.until(lambda: desk.is_protected(position))
