"""Orders on the loopback exchange's spot market by the real ccxt."""

from decimal import Decimal

import pytest
from ccxt.base.errors import BadRequest, ExchangeError, InsufficientFunds, InvalidOrder, OrderNotFound

from tests.servers.binance.clients import code_of, heard, spot_desk, until

BTC = "BTC/USDT"


async def holding(venue, quantity="0.01"):
    venue.spot_balance("BTC", quantity)


async def oco(client, **changes):
    asked = {
        "symbol": "BTCUSDT",
        "side": "SELL",
        "quantity": "0.01",
        "listClientOrderId": "p1-l1",
        "aboveType": "LIMIT_MAKER",
        "abovePrice": "70000",
        "aboveClientOrderId": "p1-t1",
        "belowType": "STOP_LOSS",
        "belowStopPrice": "66000",
        "belowClientOrderId": "p1-s1",
    }
    return await client.privatePostOrderListOco(asked | changes)


async def test_a_buy_costs_quote_and_takes_its_fee_of_what_is_bought(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        order = await client.create_order(
            BTC, "limit", "buy", 0.01, 67510, {"timeInForce": "IOC", "clientOrderId": "e1"}
        )
        assert (order["status"], order["average"], order["fees"][0]["currency"]) == ("closed", 67500.01, "BTC")
        balances = {row["asset"]: Decimal(row["free"]) for row in (await client.fetch_balance())["info"]["balances"]}
    assert balances["BTC"] == Decimal("0.01") * Decimal("0.999")
    assert balances["USDT"] == 10_000 - Decimal("675.0001")
    assert [line["id"] for line in venue.journal("fill")] == ["e1"]


async def test_a_resting_sell_locks_what_it_sells(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await holding(venue)
        await client.create_order(BTC, "limit", "sell", 0.006, 70000)
        balance = (await client.fetch_balance())["BTC"]
        assert (balance["free"], balance["used"]) == (0.004, 0.006)
        with pytest.raises(InsufficientFunds):
            await client.create_order(BTC, "market", "sell", 0.006)


async def test_of_a_stop_and_a_target_in_one_list_the_first_ends_the_other(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await holding(venue)
        await oco(client)
        assert (await client.fetch_balance())["BTC"]["used"] == 0.01
        venue.move(BTC, "65990")
        ended = {each["clientOrderId"]: each["info"]["status"] for each in await client.fetch_orders(BTC)}
        assert ended == {"p1-t1": "EXPIRED", "p1-s1": "FILLED"}
        await holding(venue)
        await oco(client, abovePrice="66500", belowStopPrice="65000", aboveClientOrderId="t2", belowClientOrderId="s2")
        venue.move(BTC, "66600")
        ended = {each["clientOrderId"]: each["info"]["status"] for each in await client.fetch_orders(BTC)}
    assert (ended["t2"], ended["s2"]) == ("FILLED", "EXPIRED")


async def test_cancelling_one_of_a_list_cancels_both(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await holding(venue)
        await oco(client)
        answer = await client.privateDeleteOrder({"symbol": "BTCUSDT", "origClientOrderId": "p1-s1"})
        assert (answer["listOrderStatus"], await client.fetch_open_orders(BTC)) == ("ALL_DONE", [])


async def test_a_list_whose_prices_do_not_hold_the_market_is_refused(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await holding(venue)
        with pytest.raises(InvalidOrder, match="relationship of the prices"):
            await oco(client, belowStopPrice="68000")


async def test_a_stop_rests_and_fires(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await holding(venue)
        order = await client.create_order(BTC, "market", "sell", 0.01, None, {"stopLossPrice": "66000"})
        assert order["info"]["orderId"]
        venue.move(BTC, "65000")
        assert (await client.fetch_order(order["id"], BTC))["status"] == "closed"


async def test_a_cancel_has_an_id_of_its_own_and_names_the_orders(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        await client.create_order(BTC, "limit", "buy", 0.001, 60000, {"clientOrderId": "rests"})
        answer = (await client.cancel_order(None, BTC, {"clientOrderId": "rests"}))["info"]
        assert (answer["origClientOrderId"], answer["status"]) == ("rests", "CANCELED")
        assert answer["clientOrderId"] != "rests"
        report = next(each for each in venue.spot.api.told if each.get("X") == "CANCELED")
        assert (report["C"], report["c"]) == ("rests", answer["clientOrderId"])
        with pytest.raises(OrderNotFound):
            await client.cancel_order(None, BTC, {"clientOrderId": "rests"})


REFUSED = {
    "off the tick": (-1013, {"price": "60000.005"}, InvalidOrder),
    "off the lot": (-1013, {"quantity": "0.000015"}, InvalidOrder),
    "too little money": (-1013, {"quantity": "0.00005"}, BadRequest),
    "far from the market": (-1013, {"price": "10000", "quantity": "0.01"}, InvalidOrder),
    "too many decimals": (-1111, {"quantity": "0.0000000015"}, BadRequest),
    "a stop price on a limit": (-1106, {"stopPrice": "60000"}, BadRequest),
    "no time in force": (-1102, {"timeInForce": ""}, BadRequest),
    "a halted symbol": (-1013, {"symbol": "LUNAUSDT", "price": "1.0000", "quantity": "100"}, ExchangeError),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_an_order_is_refused_with_binances_code(case, tmp_path):
    code, changes, kind = REFUSED[case]
    plain = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "price": "60000"}
    asked = plain | {"quantity": "0.001"} | changes
    async with spot_desk(tmp_path) as (venue, client):
        with pytest.raises(kind) as error:
            await client.privatePostOrder({name: value for name, value in asked.items() if value})
        assert venue.journal("refused")[0]["code"] == code
        assert code_of(error.value) in (code, None)


async def test_duplicates_and_takers_among_makers_are_refused(tmp_path):
    async with spot_desk(tmp_path) as (_, client):
        await client.create_order(BTC, "limit", "buy", 0.001, 60000, {"clientOrderId": "rests"})
        with pytest.raises(InvalidOrder, match="Duplicate order sent"):
            await client.create_order(BTC, "limit", "buy", 0.001, 60000, {"clientOrderId": "rests"})
        with pytest.raises(InvalidOrder, match="immediately match"):
            await client.create_order(BTC, "limit", "buy", 0.001, 68000, {"postOnly": True})


async def test_a_fill_comes_over_the_signed_subscription(tmp_path):
    async with spot_desk(tmp_path) as (venue, client), heard(client.watch_my_trades(BTC)) as (trades,):
        await until(lambda: any(venue.spot.api._subscriptions.values()))
        await client.create_order(BTC, "market", "buy", 0.01)
        (trade,) = await trades
        assert (trade["amount"], trade["fee"]["currency"]) == (0.01, "BTC")
        told = next(each for each in venue.spot.api.told if each["e"] == "outboundAccountPosition")
    assert {row["a"]: row["f"] for row in told["B"]}["BTC"] == "0.00999000"


async def test_orders_go_over_the_websocket_too(tmp_path):
    async with spot_desk(tmp_path) as (venue, client):
        order = await client.create_order_ws(BTC, "limit", "buy", 0.001, 60000, {"clientOrderId": "rests"})
        assert order["status"] == "open"
        assert [line["id"] for line in venue.journal("accepted")] == ["rests"]
