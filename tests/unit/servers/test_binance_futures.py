"""Orders on the loopback exchange's perpetuals by the real ccxt: what is on the wire, and what comes of it."""

from decimal import Decimal

import pytest
from ccxt.base.errors import BadRequest, ExchangeError, OrderNotFound

from tests.servers.binance.clients import code_of, heard, until, usdm_desk

BTC = "BTC/USDT:USDT"


async def refused(call, kind=ExchangeError):
    """Return the code that a call was refused with."""
    with pytest.raises(kind) as error:
        await call
    return code_of(error.value)


async def buy(client, quantity="0.01", price=67510, client_id="p1-e1"):
    params = {"timeInForce": "IOC", "clientOrderId": client_id}
    return await client.create_order(BTC, "limit", "buy", quantity, price, params)


async def stop(client, trigger="66000", quantity="0.01", client_id="p1-s1", **params):
    asked = {"stopLossPrice": trigger, "reduceOnly": True, "clientOrderId": client_id, **params}
    return await client.create_order(BTC, "market", "sell", quantity, None, asked)


async def test_an_immediate_limit_fills_at_the_touch_and_is_in_the_journal(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        order = await buy(client)
        assert (order["status"], order["filled"], order["average"]) == ("closed", 0.01, 67500.1)
        accepted, fill = venue.journal("accepted", "fill")
    assert (accepted["id"], accepted["side"], accepted["kind"], accepted["time_in_force"]) == (
        "p1-e1",
        "buy",
        "limit",
        "IOC",
    )
    assert (fill["id"], Decimal(fill["quantity"]), Decimal(fill["price"])) == (
        "p1-e1",
        Decimal("0.01"),
        Decimal("67500.1"),
    )
    assert Decimal(fill["fee"]) == Decimal("0.3375005")


async def test_an_immediate_limit_that_finds_too_little_ends_in_part(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.depth("BTC/USDT", "0.004")
        order = await buy(client)
        assert (order["info"]["status"], order["filled"]) == ("EXPIRED", 0.004)
        missed = await buy(client, price=67000, client_id="p2-e1")
        assert (missed["info"]["status"], missed["filled"]) == ("EXPIRED", 0)
        with_all_or_none = {"timeInForce": "FOK"}
        killed = await client.create_order(BTC, "limit", "buy", 0.01, 67510, with_all_or_none)
        assert (killed["info"]["status"], killed["filled"]) == ("EXPIRED", 0)


async def test_a_resting_limit_fills_when_the_market_comes_to_it_at_its_own_price(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        order = await client.create_order(BTC, "limit", "buy", 0.01, 67000, {"postOnly": True})
        assert order["status"] == "open"
        venue.move("BTC/USDT", "66990")
        done = await client.fetch_order(order["id"], BTC)
        assert (done["status"], done["average"]) == ("closed", 67000)
        (trade,) = await client.fetch_my_trades(BTC, params={"orderId": order["id"]})
    assert (trade["takerOrMaker"], trade["fee"]["cost"]) == ("maker", pytest.approx(0.134))


async def test_a_post_only_order_that_would_take_is_refused(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        assert await refused(client.create_order(BTC, "limit", "buy", 0.01, 67600, {"postOnly": True})) == -5022


async def test_a_limit_is_amended_and_an_amend_to_less_than_was_filled_ends_it(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        order = await client.create_order(BTC, "limit", "buy", 0.01, 67000)
        amended = await client.edit_order(order["id"], BTC, "limit", "buy", 0.02, 66900)
        assert (amended["amount"], amended["price"]) == (0.02, 66900)
        assert await refused(client.edit_order(order["id"], BTC, "limit", "buy", 0.02, 66900)) == -5027
        venue.depth("BTC/USDT", "0.015")
        venue.move("BTC/USDT", "66800")
        ended = await client.edit_order(order["id"], BTC, "limit", "buy", 0.01, 66900)
    assert (ended["status"], ended["filled"]) == ("canceled", 0.015)


async def test_wallet_position_and_income_agree_after_a_round(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await client.set_leverage(5, BTC)
        await client.set_margin_mode("isolated", BTC)
        await buy(client)
        (position,) = await client.fetch_positions()
        assert (position["contracts"], position["entryPrice"], position["marginMode"]) == (0.01, 67500.1, "isolated")
        assert Decimal(position["info"]["liquidationPrice"]) == pytest.approx(Decimal("54216.95"), abs=Decimal("0.01"))
        venue.move("BTC/USDT", "68000")
        await client.create_order(BTC, "market", "sell", 0.01, None, {"reduceOnly": True})
        assert await client.fetch_positions() == []
        rows = await client.fapiPrivateGetIncome()
        wallet = Decimal((await client.fetch_balance())["info"]["totalWalletBalance"])
    assert [row["incomeType"] for row in rows] == ["COMMISSION", "REALIZED_PNL", "COMMISSION"]
    assert wallet == 10_000 + sum(Decimal(row["income"]) for row in rows)
    assert Decimal(rows[1]["income"]) == Decimal("0.01") * (Decimal("67999.9") - Decimal("67500.1"))


async def test_funding_is_paid_by_the_long_and_recorded(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        venue.fund("BTC/USDT", "0.0001")
        (row,) = await client.fapiPrivateGetIncome({"incomeType": "FUNDING_FEE"})
        assert Decimal(row["income"]) == -Decimal("0.01") * Decimal(67500) * Decimal("0.0001")
        told = venue.futures.stream.told[-1]
    assert (told["e"], told["a"]["m"]) == ("ACCOUNT_UPDATE", "FUNDING_FEE")


async def test_a_position_without_margin_is_liquidated_with_records(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await client.set_leverage(20, BTC)
        await client.set_margin_mode("isolated", BTC)
        await buy(client)
        venue.move("BTC/USDT", "64000")
        assert await client.fetch_positions() == []
        kinds = [row["incomeType"] for row in await client.fapiPrivateGetIncome()]
        (forced,) = [
            order for order in await client.fetch_orders(BTC) if order["clientOrderId"].startswith("autoclose-")
        ]
    assert kinds == ["COMMISSION", "REALIZED_PNL", "COMMISSION", "INSURANCE_CLEAR"]
    assert (forced["status"], forced["side"], len(venue.journal("liquidation"))) == ("closed", "sell", 1)


async def test_a_conditional_order_goes_to_the_algo_service_and_fires_through_an_order_of_its_own(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        resting = await stop(client)
        assert resting["info"]["algoStatus"] == "NEW"
        assert await client.fetch_open_orders(BTC) == []
        assert [each["clientOrderId"] for each in await client.fetch_open_orders(BTC, params={"trigger": True})] == [
            "p1-s1"
        ]
        venue.move("BTC/USDT", "65990")
        fired = await client.fetch_order(None, BTC, {"trigger": True, "clientOrderId": "p1-s1"})
        assert fired["info"]["algoStatus"] == "FINISHED"
        child = await client.fetch_order(fired["info"]["actualOrderId"], BTC)
        assert (child["clientOrderId"], child["filled"], child["info"]["origType"]) == ("p1-s1", 0.01, "STOP_MARKET")
        statuses = [each["o"]["X"] for each in venue.futures.stream.told if each["e"] == "ALGO_UPDATE"]
    assert statuses == ["NEW", "TRIGGERING", "TRIGGERED", "FINISHED"]
    assert [line["event"] for line in venue.journal("triggered", "child", "fill")][1:] == ["triggered", "child", "fill"]


async def test_a_stop_on_the_mark_price_waits_for_the_mark(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        await stop(client, workingType="MARK_PRICE")
        venue.move("BTC/USDT", "65000", mark="66500")
        assert len(await client.fetch_open_orders(BTC, params={"trigger": True})) == 1
        venue.move("BTC/USDT", "65000", mark="65900")
        assert await client.fetch_positions() == []


async def test_a_reduce_only_stop_without_a_position_is_rejected_when_it_triggers(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await stop(client)
        venue.move("BTC/USDT", "65000")
        fired = await client.fetch_order(None, BTC, {"trigger": True, "clientOrderId": "p1-s1"})
        assert fired["info"]["algoStatus"] == "REJECTED"
        assert venue.futures.stream.told[-1]["o"]["rm"] == "Reduce Only reject"


async def test_two_reduce_only_stops_may_rest_and_the_second_never_turns_the_position(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        await stop(client, "66000", client_id="p1-s1")
        await stop(client, "65900", client_id="p1-s2")
        venue.move("BTC/USDT", "65000")
        assert await client.fetch_positions() == []
        assert [line["id"] for line in venue.journal("fill")] == ["p1-e1", "p1-s1"]


async def test_a_position_closed_by_hand_leaves_the_reduce_only_stop_resting(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        await stop(client)
        row = venue.by_hand(
            "POST /fapi/v1/order", symbol="BTCUSDT", side="SELL", type="MARKET", quantity="0.01", reduceOnly="true"
        )
        assert row["status"] == "FILLED"
        assert len(await client.fetch_open_orders(BTC, params={"trigger": True})) == 1
        await client.cancel_order(None, BTC, {"trigger": True, "clientOrderId": "p1-s1"})
        assert (
            await refused(client.cancel_order(None, BTC, {"trigger": True, "clientOrderId": "p1-s1"}), OrderNotFound)
            == -2011
        )


async def test_a_close_position_stop_ends_with_its_position_and_bears_no_second(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        closing = {"closePosition": True, "stopLossPrice": "66000", "clientOrderId": "c1"}
        assert await refused(client.create_order(BTC, "market", "sell", None, None, closing)) == -4509
        await buy(client)
        await client.create_order(BTC, "market", "sell", None, None, closing)
        again = closing | {"clientOrderId": "c2"}
        assert await refused(client.create_order(BTC, "market", "sell", None, None, again)) == -4130
        await client.create_order(BTC, "market", "sell", 0.01, None, {"reduceOnly": True})
        ended = await client.fetch_order(None, BTC, {"trigger": True, "clientOrderId": "c1"})
        assert ended["info"]["algoStatus"] == "EXPIRED"


async def test_a_trailing_stop_follows_the_best_price(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        await client.create_order(
            BTC, "market", "sell", 0.01, None, {"trailingPercent": "1", "reduceOnly": True, "clientOrderId": "p1-s1"}
        )
        venue.move("BTC/USDT", "67600", "69000", "68400")
        assert len(await client.fetch_open_orders(BTC, params={"trigger": True})) == 1
        venue.move("BTC/USDT", "68300")
        assert await client.fetch_positions() == []


async def test_orders_are_filled_in_slices_some_of_them_late(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        venue.slices(3, seconds=0.05)
        order = await client.create_order(BTC, "market", "buy", 0.01)
        assert (order["info"]["status"], order["filled"]) == ("PARTIALLY_FILLED", 0.003)
        await until(lambda: len(venue.journal("fill")) == 3)
        done = await client.fetch_order(order["id"], BTC)
        assert (done["status"], done["filled"]) == ("closed", 0.01)


async def test_late_slices_of_a_reducing_order_never_turn_the_position(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        venue.slices(2, seconds=0.1)
        first = await client.create_order(
            BTC, "market", "sell", 0.01, None, {"reduceOnly": True, "clientOrderId": "c1"}
        )
        assert first["filled"] == 0.005
        venue.slices(1)
        await client.create_order(BTC, "market", "sell", 0.005, None, {"reduceOnly": True, "clientOrderId": "c2"})
        await until(lambda: [line["id"] for line in venue.journal("ended")] == ["c1"])
        assert await client.fetch_positions() == []


async def test_the_countdown_cancels_regular_orders_and_leaves_conditional_ones(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        await stop(client)
        await client.create_order(BTC, "limit", "buy", 0.01, 60_000 + 5_000)
        await client.fapiPrivatePostCountdownCancelAll({"symbol": "BTCUSDT", "countdownTime": "30"})
        await until(lambda: [line["status"] for line in venue.journal("ended")] == ["CANCELED"])
        assert len(await client.fetch_open_orders(BTC, params={"trigger": True})) == 1


REFUSED_ORDERS = {
    "a symbol nobody lists": (-1121, {"symbol": "XYZUSDT"}),
    "a conditional type at the order endpoint": (-4120, {"type": "STOP_MARKET", "stopPrice": "60000"}),
    "more decimals than the lot": (-1111, {"quantity": "0.0105"}),
    "no quantity": (-4003, {"quantity": "0"}),
    "more than a market order may be": (-4005, {"quantity": "121"}),
    "too little money": (-4164, {"type": "LIMIT", "timeInForce": "GTC", "price": "48000", "quantity": "0.001"}),
    "a price off the tick": (-4014, {"type": "LIMIT", "timeInForce": "GTC", "price": "67000.05"}),
    "a price far above the mark": (-4016, {"type": "LIMIT", "timeInForce": "GTC", "price": "71000"}),
    "a price below the least": (-4013, {"type": "LIMIT", "timeInForce": "GTC", "price": "500"}),
    "more than the margin allows": (-2019, {"quantity": "6"}),
    "a position that the leverage does not allow": (-2027, {"quantity": "120"}),
    "nothing to reduce": (-2022, {"reduceOnly": "true"}),
    "the other position mode": (-4061, {"positionSide": "LONG"}),
    "a long id": (-4015, {"newClientOrderId": "x" * 37}),
    "an odd id": (-1100, {"newClientOrderId": "a b"}),
    "a number with an exponent": (-1100, {"quantity": "1e-2"}),
    "no side": (-1102, {"side": ""}),
    "a price at market": (-1106, {"price": "67000"}),
    "a halted symbol": (-4140, {"symbol": "LUNAUSDT", "quantity": "100"}),
}


@pytest.mark.parametrize("case", REFUSED_ORDERS)
async def test_an_order_is_refused_with_binances_code(case, tmp_path):
    code, changes = REFUSED_ORDERS[case]
    asked = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.01"} | changes
    async with usdm_desk(tmp_path) as (venue, client):
        if code == -2027:
            venue.transfer("100000000")
            venue.futures.account.settings("BTCUSDT").leverage = 125
        assert await refused(client.fapiPrivatePostOrder({k: v for k, v in asked.items() if v})) == code
        assert [line["code"] for line in venue.journal("refused")] == [code]
        assert venue.journal("accepted") == []


REFUSED_STOPS = {
    "that would trigger at once": (-2021, {"triggerPrice": "67600"}),
    "with quantity and closePosition": (-4137, {"closePosition": "true"}),
    "with closePosition and reduceOnly": (-1106, {"closePosition": "true", "reduceOnly": "true", "quantity": ""}),
    "without a trigger": (-1102, {"triggerPrice": ""}),
    "off the tick": (-4014, {"triggerPrice": "66000.05"}),
    "that opens with too little": (-4164, {"triggerPrice": "49000", "quantity": "0.001"}),
}


@pytest.mark.parametrize("case", REFUSED_STOPS)
async def test_a_stop_is_refused(case, tmp_path):
    code, changes = REFUSED_STOPS[case]
    plain = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET"}
    asked = plain | {"quantity": "0.01", "triggerPrice": "66000"} | changes
    async with usdm_desk(tmp_path) as (_, client):
        asked = {name: value for name, value in asked.items() if value}
        assert await refused(client.fapiPrivatePostAlgoOrder(asked)) == code


async def test_a_reducing_order_may_be_smaller_than_the_least_notional(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client, "0.002", client_id="p1-e1")
        venue.move("BTC/USDT", "40000")
        order = await client.create_order(BTC, "market", "sell", 0.001, None, {"reduceOnly": True})
        assert order["filled"] == 0.001


async def test_an_id_is_taken_only_while_its_order_is_open(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        for expected in (None, None):  # a filled order frees its id at once
            assert (await buy(client, client_id="same"))["status"] == "closed", expected
        await client.create_order(BTC, "limit", "buy", 0.01, 65000, {"clientOrderId": "rests"})
        assert await refused(client.create_order(BTC, "limit", "buy", 0.01, 65000, {"clientOrderId": "rests"})) == -4116
        await stop(client, client_id="algo")
        assert await refused(stop(client, client_id="algo"), BadRequest) == -20132


async def test_a_halted_symbol_still_lets_a_position_go(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client):
        await buy(client)
        venue.halt("BTC/USDT")
        assert await refused(buy(client, client_id="p2-e1")) == -4140
        order = await client.create_order(BTC, "market", "sell", 0.01, None, {"reduceOnly": True})
        assert order["status"] == "closed"


async def test_leverage_and_margin_mode_are_bound_by_what_is_open(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        await client.set_margin_mode("isolated", BTC)
        assert await refused(client.fapiPrivatePostMarginType({"symbol": "BTCUSDT", "marginType": "ISOLATED"})) == -4046
        assert await refused(client.set_position_mode(False)) == -4059
        await buy(client)
        assert await refused(client.fapiPrivatePostMarginType({"symbol": "BTCUSDT", "marginType": "CROSSED"})) == -4048
        assert await refused(client.set_leverage(3, BTC)) == -4161
        assert await refused(client.set_position_mode(True)) == -4068
        assert await refused(client.fapiPrivatePostLeverage({"symbol": "BTCUSDT", "leverage": "126"})) == -4028


async def test_hedge_mode_keeps_both_sides_apart(tmp_path):
    async with usdm_desk(tmp_path) as (_, client):
        await client.set_position_mode(True)
        await client.create_order(BTC, "market", "buy", 0.01, None, {"hedged": True})
        await client.create_order(BTC, "market", "sell", 0.02, None, {"hedged": True})
        sides = {each["side"]: each["contracts"] for each in await client.fetch_positions()}
        assert sides == {"long": 0.01, "short": 0.02}
        await client.create_order(BTC, "market", "sell", 0.01, None, {"hedged": True, "reduceOnly": True})
        assert [each["side"] for each in await client.fetch_positions()] == ["short"]


async def test_a_fill_reaches_the_private_stream_with_its_fee(tmp_path):
    async with usdm_desk(tmp_path) as (venue, client), heard(client.watch_my_trades(BTC)) as (trades,):
        await until(lambda: venue.futures.stream.clients)
        await buy(client)
        (trade,) = await trades
    assert (trade["price"], trade["amount"], trade["fee"]["cost"]) == (67500.1, 0.01, 0.3375005)
    assert {each["e"] for each in venue.futures.stream.told} == {"ORDER_TRADE_UPDATE", "TRADE_LITE", "ACCOUNT_UPDATE"}
