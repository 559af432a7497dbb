"""Rounds of Binance's own SDK for the perpetuals."""

import asyncio
from decimal import Decimal
from typing import Any

from binance_common.configuration import (
    ConfigurationRestAPI,
    ConfigurationWebSocketAPI,
    ConfigurationWebSocketStreams,
)
from binance_common.errors import BadRequestError
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from binance_sdk_derivatives_trading_usds_futures.rest_api import models

from tests.peers.shapes import all_understood, compare
from tests.peers.venue import Venue, equal, until


def client_of(venue: Venue) -> Any:
    """A client all of whose addresses are the exchange's."""
    keys = {"api_key": venue.api_key, "api_secret": venue.api_secret}
    return DerivativesTradingUsdsFutures(
        config_rest_api=ConfigurationRestAPI(**keys, base_path=venue.rest_url, timeout=5000, retries=0),
        config_ws_api=ConfigurationWebSocketAPI(**keys, stream_url=f"{venue.ws_url}/ws-fapi/v1"),
        config_ws_streams=ConfigurationWebSocketStreams(stream_url=venue.ws_url),
    )


async def rest(call: Any, **params: Any) -> Any:
    """Call a blocking method of the SDK and return what it read."""
    return (await asyncio.to_thread(call, **params)).data()


def plain(model: Any) -> Any:
    """What a model was read from."""
    return model.to_dict() if hasattr(model, "to_dict") else model


async def public_calls(venue: Venue) -> None:
    api = client_of(venue).rest_api
    assert (await rest(api.check_server_time)).server_time > 0
    listed = {each.symbol: each for each in (await rest(api.exchange_information)).symbols}
    equal(listed["BTCUSDT"].contract_type, "PERPETUAL")
    interval = models.KlineCandlestickDataIntervalEnum.INTERVAL_1h
    equal(len(await rest(api.kline_candlestick_data, symbol="BTCUSDT", interval=interval, limit=10)), 10)


async def signed_order(venue: Venue) -> None:
    api = client_of(venue).rest_api
    buy, market = models.NewOrderSideEnum.BUY, models.NewOrderTypeEnum.MARKET
    order = await rest(
        api.new_order,
        symbol="SOLUSDT",
        side=buy,
        type=market,
        quantity=1.0,
        new_client_order_id="sdk-e1",
        new_order_resp_type=models.NewOrderNewOrderRespTypeEnum.RESULT,
    )
    equal((order.status, Decimal(order.executed_qty), order.client_order_id), ("FILLED", Decimal(1), "sdk-e1"))
    positions = [plain(each) for each in await rest(api.position_information_v3, symbol="SOLUSDT")]
    equal([Decimal(each["positionAmt"]) for each in positions], [Decimal(1)])
    account = await rest(api.account_information_v3)
    assert Decimal(account.total_wallet_balance) < 10_000
    limit, force = models.NewOrderTypeEnum.LIMIT, models.NewOrderTimeInForceEnum.GTC
    resting = await rest(
        api.new_order, symbol="SOLUSDT", side=buy, type=limit, time_in_force=force, quantity=1.0, price=145.0
    )
    equal((await rest(api.cancel_order, symbol="SOLUSDT", order_id=resting.order_id)).status, "CANCELED")
    income = [plain(each)["incomeType"] for each in await rest(api.get_income_history, symbol="SOLUSDT")]
    equal(income, ["COMMISSION"])


async def algo_orders(venue: Venue) -> None:
    api = client_of(venue).rest_api
    kinds = {
        "algo_type": models.NewAlgoOrderAlgoTypeEnum.CONDITIONAL,
        "symbol": "SOLUSDT",
        "side": models.NewAlgoOrderSideEnum.SELL,
        "type": models.NewAlgoOrderTypeEnum.STOP_MARKET,
        "quantity": 1.0,
        "reduce_only": models.NewAlgoOrderReduceOnlyEnum.TRUE,
    }
    placed = await rest(api.new_algo_order, **kinds, trigger_price=140.0, client_algo_id="sdk-s1")
    equal((placed.algo_status, placed.client_algo_id), ("NEW", "sdk-s1"))
    second = await rest(api.new_algo_order, **kinds, trigger_price=139.0, client_algo_id="sdk-s2")
    equal((await rest(api.cancel_algo_order, algo_id=second.algo_id)).code, "200")
    venue.do("move", "SOLUSDT", "139.5")
    equal((await rest(api.query_algo_order, client_algo_id="sdk-s1")).algo_status, "FINISHED")
    venue.do("move", "SOLUSDT", "150")


async def refusals(venue: Venue) -> None:
    api = client_of(venue).rest_api
    buy, market = models.NewOrderSideEnum.BUY, models.NewOrderTypeEnum.MARKET
    for quantity, reduces in ((0.001, "false"), (1.0, "true")):
        only = models.NewOrderReduceOnlyEnum(reduces)
        try:
            await rest(api.new_order, symbol="SOLUSDT", side=buy, type=market, quantity=quantity, reduce_only=only)
        except BadRequestError:
            continue
        raise AssertionError("it was not refused")


async def streams(venue: Venue) -> None:
    client, books, events = client_of(venue), [], []
    connection = await client.websocket_streams.create_connection()
    try:
        book = await connection.individual_symbol_book_ticker_streams(symbol="btcusdt")
        book.on("message", books.append)
        await until(lambda: books)
        equal(plain(books[0])["s"], "BTCUSDT")
        key = (await rest(client.rest_api.start_user_data_stream)).listen_key
        user = await connection.user_data(key)
        user.on("message", events.append)
        await asyncio.sleep(0.3)  # the subscription has no answer that the SDK would wait for
        buy, market = models.NewOrderSideEnum.BUY, models.NewOrderTypeEnum.MARKET
        await rest(client.rest_api.new_order, symbol="BNBUSDT", side=buy, type=market, quantity=0.1)
        await until(lambda: len(events) >= 4)
    finally:
        await connection.close_connection(close_session=True)


async def socket_api(venue: Venue) -> None:
    client = client_of(venue)
    connection = await client.websocket_api.create_connection()
    try:
        answer = (await connection.new_order(symbol="ADAUSDT", side="BUY", type="MARKET", quantity=100.0)).data()
        equal(answer.result.symbol, "ADAUSDT")
    finally:
        await connection.close_connection(close_session=True)


OPTIONAL = {"activatePrice", "priceRate", "pair", "baseQty", "marginAsset"}  # of trailing stops; of coin margin
OPTIONAL |= {"tpTriggerPrice", "tpPrice", "slTriggerPrice", "slPrice", "tpOrderType"}  # of attached targets
OPTIONAL_IN_EVENTS = {"AP", "cr", "er", "M", "S", "N", "n", "ai", "act", "ap", "aq", "rm"}  # by kind and state
OLDER = {"avgPrice", "cumQuote", "futuresType"}  # told by Binance, gone from the newest document


async def shapes(venue: Venue) -> None:
    api = client_of(venue).rest_api
    buy = {"symbol": "DOGEUSDT", "side": models.NewOrderSideEnum.BUY, "quantity": 1000.0}
    limit = {"type": models.NewOrderTypeEnum.LIMIT, "time_in_force": models.NewOrderTimeInForceEnum.GTC, "price": 0.118}
    await rest(api.new_order, **buy, type=models.NewOrderTypeEnum.MARKET)
    resting = await rest(api.new_order, **buy, **limit)
    kinds = {
        "algo_type": models.NewAlgoOrderAlgoTypeEnum.CONDITIONAL,
        "symbol": "DOGEUSDT",
        "side": models.NewAlgoOrderSideEnum.SELL,
        "type": models.NewAlgoOrderTypeEnum.STOP_MARKET,
        "quantity": 1000.0,
        "reduce_only": models.NewAlgoOrderReduceOnlyEnum.TRUE,
    }
    algo = await rest(api.new_algo_order, **kinds, trigger_price=0.115)
    both = {"symbol": "DOGEUSDT", "order_id": resting.order_id}
    asked = {
        "exchangeInfo": (api.exchange_information, {}),
        "account": (api.account_information_v3, {}),
        "balance": (api.futures_account_balance_v3, {}),
        "accountConfig": (api.futures_account_configuration, {}),
        "symbolConfig": (api.symbol_configuration, {}),
        "leverageBracket": (api.notional_and_leverage_brackets, {}),
        "positionSide/dual": (api.get_current_position_mode, {}),
        "premiumIndex": (api.mark_price, {}),
        "ticker/bookTicker": (api.symbol_order_book_ticker, {}),
        "ticker/24hr": (api.ticker24hr_price_change_statistics, {}),
        "positionRisk": (api.position_information_v3, {}),
        "commissionRate": (api.user_commission_rate, {"symbol": "DOGEUSDT"}),
        "userTrades": (api.account_trade_list, {"symbol": "DOGEUSDT"}),
        "income": (api.get_income_history, {}),
        "order": (api.query_order, both),
        "openOrders": (api.current_all_open_orders, {}),
        "algoOrder": (api.query_algo_order, {"algo_id": algo.algo_id}),
        "openAlgoOrders": (api.current_all_algo_open_orders, {}),
        "DELETE order": (api.cancel_order, both),
        "DELETE algoOrder": (api.cancel_algo_order, {"algo_id": algo.algo_id}),
    }
    with all_understood():
        for name, (call, params) in asked.items():
            compare(name, await rest(call, **params), OPTIONAL, OLDER)
        compare("POST order", resting, OPTIONAL, OLDER)
        compare("POST algoOrder", algo, OPTIONAL)


async def events(venue: Venue) -> None:
    client, told = client_of(venue), []
    connection = await client.websocket_streams.create_connection()
    try:
        user = await connection.user_data((await rest(client.rest_api.start_user_data_stream)).listen_key)
        user.on("message", told.append)
        await asyncio.sleep(0.3)  # the subscription has no answer that the SDK would wait for
        order = {"symbol": "DOGEUSDT", "quantity": "1000"}
        stop = {"algoType": "CONDITIONAL", "type": "STOP_MARKET", "triggerPrice": "0.115", "reduceOnly": "true"}
        venue.do("by_hand", "POST /fapi/v1/order", **order, side="BUY", type="MARKET")
        venue.do("by_hand", "POST /fapi/v1/algoOrder", **order, **stop, side="SELL")
        venue.do("fund", "DOGEUSDT", "0.0001")
        venue.do("by_hand", "POST /fapi/v1/leverage", symbol="BNBUSDT", leverage="7")
        venue.do("move", "DOGEUSDT", "0.114")
        await until(lambda: len(told) >= 14)
    finally:
        await connection.close_connection(close_session=True)
        venue.do("move", "DOGEUSDT", "0.12")
    kinds = {type(each.actual_instance).__name__ for each in told}
    equal(kinds, {"OrderTradeUpdate", "TradeLite", "AccountUpdate", "AlgoUpdate", "AccountConfigUpdate"})
    for each in told:
        compare(type(each.actual_instance).__name__, each, OPTIONAL_IN_EVENTS)


ROUNDS = {
    "public calls": public_calls,
    "signed order, fill, cancel, income": signed_order,
    "algo orders: rest, cancel, trigger": algo_orders,
    "refusals": refusals,
    "book and user stream": streams,
    "order over the websocket API": socket_api,
    "answers have every documented field": shapes,
    "events have every documented field": events,
}
