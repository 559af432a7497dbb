"""Rounds of Binance's own SDK for spot."""

from decimal import Decimal
from typing import Any

from binance_common.configuration import (
    ConfigurationRestAPI,
    ConfigurationWebSocketAPI,
    ConfigurationWebSocketStreams,
)
from binance_common.errors import BadRequestError
from binance_sdk_spot.rest_api import models
from binance_sdk_spot.spot import Spot

from tests.peers.sdk_usdm import plain, rest
from tests.peers.shapes import all_understood, compare
from tests.peers.venue import Venue, equal, until


def client_of(venue: Venue) -> Any:
    """A client all of whose addresses are the exchange's."""
    keys = {"api_key": venue.api_key, "api_secret": venue.api_secret}
    return Spot(
        config_rest_api=ConfigurationRestAPI(**keys, base_path=venue.spot_rest_url, timeout=5000, retries=0),
        config_ws_api=ConfigurationWebSocketAPI(**keys, stream_url=f"{venue.spot_ws_url}/ws-api/v3"),
        config_ws_streams=ConfigurationWebSocketStreams(stream_url=venue.spot_ws_url),
    )


async def public_calls(venue: Venue) -> None:
    api = client_of(venue).rest_api
    assert (await rest(api.time)).server_time > 0
    info = await rest(api.exchange_info, symbol="BTCUSDT")
    equal([each.symbol for each in info.symbols], ["BTCUSDT"])
    equal(len(await rest(api.klines, symbol="BTCUSDT", interval=models.KlinesIntervalEnum.INTERVAL_5m, limit=7)), 7)


async def signed_order(venue: Venue) -> None:
    api = client_of(venue).rest_api
    buy, sell = models.NewOrderSideEnum.BUY, models.NewOrderSideEnum.SELL
    order = await rest(api.new_order, symbol="ETHUSDT", side=buy, type=models.NewOrderTypeEnum.MARKET, quantity=0.1)
    equal((order.status, len(order.fills)), ("FILLED", 1))
    free = {each.asset: Decimal(each.free) for each in (await rest(api.get_account)).balances}
    equal(free["ETH"], Decimal("0.0999"))
    limit, force = models.NewOrderTypeEnum.LIMIT, models.NewOrderTimeInForceEnum.GTC
    resting = await rest(
        api.new_order, symbol="ETHUSDT", side=sell, type=limit, time_in_force=force, quantity=0.05, price=3600.0
    )
    equal((await rest(api.delete_order, symbol="ETHUSDT", order_id=resting.order_id)).status, "CANCELED")
    equal(len(await rest(api.my_trades, symbol="ETHUSDT")), 1)
    try:
        await rest(api.delete_order, symbol="ETHUSDT", order_id=resting.order_id)
    except BadRequestError:
        return
    raise AssertionError("it was not refused")


async def order_list(venue: Venue) -> None:
    api = client_of(venue).rest_api
    placed = await rest(
        api.order_list_oco,
        symbol="ETHUSDT",
        side=models.OrderListOcoSideEnum.SELL,
        quantity=0.05,
        above_type=models.OrderListOcoAboveTypeEnum.LIMIT_MAKER,
        above_price=3700.0,
        below_type=models.OrderListOcoBelowTypeEnum.STOP_LOSS,
        below_stop_price=3400.0,
        below_client_order_id="sdk-s1",
    )
    equal((placed.list_order_status, len(placed.order_reports)), ("EXECUTING", 2))
    venue.do("move", "ETHUSDT", "3390")
    fired = await rest(api.get_order, symbol="ETHUSDT", orig_client_order_id="sdk-s1")
    equal(fired.status, "FILLED")
    venue.do("move", "ETHUSDT", "3500")


async def streams(venue: Venue) -> None:
    client, books = client_of(venue), []
    connection = await client.websocket_streams.create_connection()
    try:
        book = await connection.book_ticker(symbol="btcusdt")
        book.on("message", books.append)
        await until(lambda: books)
        equal(plain(books[0])["s"], "BTCUSDT")
    finally:
        await connection.close_connection(close_session=True)


async def user_stream(venue: Venue) -> None:
    client, events = client_of(venue), []
    connection = await client.websocket_api.create_connection()
    try:
        subscribed = await connection.user_data_stream_subscribe_signature()
        subscribed.stream.on("message", events.append)
        buy = models.NewOrderSideEnum.BUY
        await rest(
            client.rest_api.new_order, symbol="BNBUSDT", side=buy, type=models.NewOrderTypeEnum.MARKET, quantity=0.1
        )
        await until(lambda: events)
    finally:
        await connection.close_connection(close_session=True)


OPTIONAL = {"expiryReason", "preventedMatchId", "preventedQuantity", "strategyId", "strategyType", "trailingDelta"}
OPTIONAL |= {
    "trailingTime",
    "usedSor",
    "workingFloor",
    "pegOffsetType",
    "pegOffsetValue",
    "pegPriceType",
    "peggedPrice",
}


async def shapes(venue: Venue) -> None:
    api = client_of(venue).rest_api
    buy, market = models.NewOrderSideEnum.BUY, models.NewOrderTypeEnum.MARKET
    order = await rest(api.new_order, symbol="SOLUSDT", side=buy, type=market, quantity=1.0)
    asked = {
        "account": (api.get_account, {}),
        "ticker/24hr": (api.ticker24hr, {}),
        "ticker/bookTicker": (api.ticker_book_ticker, {}),
        "order": (api.get_order, {"symbol": "SOLUSDT", "order_id": order.order_id}),
        "myTrades": (api.my_trades, {"symbol": "SOLUSDT"}),
        "openOrders": (api.get_open_orders, {}),
        "allOrders": (api.all_orders, {"symbol": "SOLUSDT"}),
    }
    with all_understood():
        compare("POST order", order, OPTIONAL)
        for name, (call, params) in asked.items():
            compare(name, await rest(call, **params), OPTIONAL)


ROUNDS = {
    "public calls": public_calls,
    "signed order, fill, cancel": signed_order,
    "order list, triggered": order_list,
    "book stream": streams,
    "user stream by signature": user_stream,
    "answers have every documented field": shapes,
}
