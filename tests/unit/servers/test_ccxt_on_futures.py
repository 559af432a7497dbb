"""What ccxt makes of orders on Binance's perpetuals: the traps that cost money, as they show on the wire.

Each test pins down a habit of the installed ccxt that the adapter works around; when one fails after an upgrade, the
habit has changed and the workaround wants a look.
"""

import asyncio
from decimal import Decimal

import numpy as np
import pytest
from ccxt.base.errors import ExchangeError, InsufficientFunds, InvalidOrder, NetworkError, OrderImmediatelyFillable

from tests.servers.binance.clients import heard, until, usdm_desk

BTC = "BTC/USDT:USDT"
STOP = {"stopLossPrice": "66000", "reduceOnly": True, "clientOrderId": "s1"}


async def long(client, quantity=0.01):
    await client.create_order(BTC, "market", "buy", quantity)


def placed(venue):
    """Kinds of the orders that the venue has accepted."""
    return [line["kind"] for line in venue.journal("accepted")]


@pytest.mark.parametrize("price", [Decimal(66_000), np.float64(66_000)])
async def test_a_stop_price_that_is_no_plain_number_or_text_becomes_a_market_order(price, tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await long(client)
        await client.create_order(BTC, "market", "sell", 0.01, None, STOP | {"stopLossPrice": price})
        assert placed(venue) == ["market", "market"]
        assert await client.fetch_positions() == []


async def test_a_test_order_is_a_real_one(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await client.create_order(BTC, "market", "buy", 0.01, None, {"test": True})
        assert placed(venue) == ["market"]


async def test_an_attached_stop_is_not_placed(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        attached = {"stopLoss": {"triggerPrice": 66_000}, "takeProfit": {"triggerPrice": 70_000}}
        await client.create_order(BTC, "market", "buy", 0.01, None, attached)
        assert placed(venue) == ["market"]
        assert [line["unread"] for line in venue.journal("call") if "unread" in line] == [["stopLoss", "takeProfit"]]


async def test_of_a_stop_and_a_target_in_one_order_only_the_stop_is_placed(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await long(client)
        await client.create_order(BTC, "market", "sell", 0.01, None, STOP | {"takeProfitPrice": "70000"})
        assert placed(venue) == ["market", "stop_market"]


async def test_a_price_type_is_not_translated_and_the_stop_follows_the_last_price(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await long(client)
        await client.create_order(BTC, "market", "sell", 0.01, None, STOP | {"triggerPriceType": "mark"})
        assert venue.journal("accepted")[-1]["working_type"] == "CONTRACT_PRICE"
        await client.create_order(
            BTC, "market", "sell", 0.01, None, STOP | {"workingType": "MARK_PRICE", "clientOrderId": "s2"}
        )
        assert venue.journal("accepted")[-1]["working_type"] == "MARK_PRICE"


async def test_cancelling_and_reading_all_orders_leaves_the_stops_out(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await long(client)
        await client.create_order(BTC, "market", "sell", 0.01, None, STOP)
        await client.cancel_all_orders(BTC)
        assert await client.fetch_open_orders(BTC) == []
        assert len(await client.fetch_open_orders(BTC, params={"trigger": True})) == 1
        await client.cancel_all_orders(BTC, {"trigger": True})
        assert [line["id"] for line in venue.journal("ended")] == ["s1"]


async def test_a_stop_that_has_triggered_counts_as_closed_and_filled_while_its_limit_rests(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await long(client)
        await client.create_order(BTC, "limit", "sell", 0.01, 66_100, STOP)
        async with heard(client.watch_orders(BTC)) as (orders,):
            await until(lambda: venue.futures.stream.clients)
            venue.move(BTC, "65000")
            told = {order["id"]: order for order in await orders}
        algo = venue.futures.algos.algos[0]
        assert (told[str(algo.id)]["status"], told[str(algo.id)]["filled"]) == ("closed", 0.01)
        assert (algo.status, algo.order.filled) == ("TRIGGERED", 0)
        (position,) = await client.fetch_positions()
        assert position["contracts"] == 0.01
        by_rest = await client.fetch_order(None, BTC, {"trigger": True, "clientOrderId": "s1"})
        assert (by_rest["status"], by_rest["filled"]) == ("closed", 0)
        venue.move(BTC, "66200")
        assert (algo.status, algo.order.status) == ("FINISHED", "FILLED")


async def test_futures_errors_have_their_classes_only_at_the_production_address(tmp_path):
    cases = (
        (InsufficientFunds, ("limit", "buy", 6, 67_600, {})),
        (OrderImmediatelyFillable, ("market", "sell", 0.01, None, {"stopLossPrice": "68000"})),
        (InvalidOrder, ("market", "sell", 0.01, None, {"reduceOnly": True})),
    )
    async with usdm_desk(tmp_path) as (venue, client):
        for _, order in cases:
            with pytest.raises(ExchangeError) as error:
                await client.create_order(BTC, *order)
            assert type(error.value) is ExchangeError
        by_url = client.get_exceptions_by_url
        there = "https://fapi.binance.com"
        client.get_exceptions_by_url = lambda url, kind: by_url(url.replace(venue.rest_url, there), kind)
        for kind, order in cases:
            with pytest.raises(ExchangeError) as error:
                await client.create_order(BTC, *order)
            assert type(error.value) is kind


async def test_the_listen_key_is_kept_alive_once_and_never_again(tmp_path):
    async with usdm_desk(tmp_path, {"linear": {"listenKeyRefreshRate": 50}, "listenKeyRefreshRate": 50}) as (
        venue,
        client,
    ):
        async with heard(client.watch_orders(BTC)) as (orders,):
            await until(lambda: venue.faults.calls("PUT /fapi/v1/listenKey"))
            await asyncio.wait([orders], timeout=0.5)
        assert venue.faults.calls("PUT /fapi/v1/listenKey") == 1


async def test_a_listen_key_that_expired_deafens_and_forgetting_it_heals(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        async with heard(client.watch_my_trades(BTC)) as (trades,):
            await until(lambda: venue.futures.stream.clients)
            venue.expire_listen_key()
            await long(client)
            await asyncio.wait([trades], timeout=0.2)
            assert not trades.done()
            client.options["linear"] = {"listenKey": None, "lastAuthenticatedTime": 0}
            for socket in client.clients.values():
                socket.reset(NetworkError("the listen key has expired"))
            with pytest.raises(NetworkError):
                await trades
        async with heard(client.watch_my_trades(BTC)) as (trades,):
            await until(
                lambda: any(each.listen_key == venue.futures.stream.key for each in venue.futures.stream.clients)
            )
            await long(client)
            assert (await trades)[-1]["amount"] == 0.01


async def test_all_private_watches_share_one_socket_and_a_reconnect_asks_for_no_new_snapshot(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        watches = client.watch_orders, client.watch_my_trades, client.watch_positions, client.watch_balance
        async with heard(*(watch() for watch in watches)) as tasks:
            await until(lambda: venue.futures.stream.clients and venue.faults.calls("GET /fapi/v3/positionRisk"))
            assert len(venue.futures.stream.clients) == 1
            venue.streams("drop", "private")
            await asyncio.wait(tasks, timeout=5)
        snapshots, keys = venue.faults.calls("GET /fapi/v3/positionRisk"), venue.faults.calls("POST /fapi/v1/listenKey")
        async with heard(*(watch() for watch in watches)) as tasks:
            await until(lambda: venue.futures.stream.clients)
            await long(client)
            await asyncio.wait(tasks, timeout=5)
        assert venue.faults.calls("GET /fapi/v3/positionRisk") == snapshots
        assert venue.faults.calls("POST /fapi/v1/listenKey") == keys


async def test_an_answer_without_an_average_price_leaves_the_cost_open(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.quirk(bare_answers=True)
        order = await client.create_order(BTC, "market", "buy", 0.01)
        assert (order["status"], order["filled"], order["average"], order["cost"]) == ("closed", 0.01, None, None)
        assert (await client.fetch_order(order["id"], BTC))["average"] == 67500.1


async def test_an_amend_by_client_id_alone_is_malformed(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await client.create_order(BTC, "limit", "buy", 0.01, 66_000, {"clientOrderId": "e1"})
        with pytest.raises(ExchangeError, match="-1102"):
            await client.edit_order(None, BTC, "limit", "buy", 0.01, 65_900, {"clientOrderId": "e1"})
        assert venue.journal("amended") == []


async def test_a_garbage_answer_to_an_order_raises_nothing(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.fault("POST /fapi/v1/order", "status after", status=200, body="<html>proxy</html>")
        order = await client.create_order(BTC, "market", "buy", 0.01)
        assert (order["id"], order["status"]) == (None, None)
        assert placed(venue) == ["market"]
