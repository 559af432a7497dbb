"""Rounds of python-binance, the widest used of the independent clients."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

from binance.async_client import AsyncClient
from binance.exceptions import BinanceAPIException
from binance.ws.reconnecting_websocket import ReconnectingWebsocket
from binance.ws.streams import BinanceSocketManager

from tests.peers.venue import Venue, equal


@asynccontextmanager
async def client_of(venue: Venue) -> AsyncIterator[AsyncClient]:
    """A client all of whose addresses are the exchange's."""

    class Here(AsyncClient):
        API_URL = f"{venue.rest_url}/api"
        MARGIN_API_URL = f"{venue.rest_url}/sapi"
        FUTURES_URL = f"{venue.rest_url}/fapi"
        WS_API_URL = f"{venue.ws_url}/ws-api/v3"
        WS_FUTURES_URL = f"{venue.ws_url}/ws-fapi/v1"

    client = await Here.create(venue.api_key, venue.api_secret)
    try:
        yield client
    finally:
        await client.close_connection()


def sockets_of(client: AsyncClient, venue: Venue) -> BinanceSocketManager:
    """Its streams. Leaving one waits for a last message, no longer than its time limit."""
    ReconnectingWebsocket.TIMEOUT = 0.3
    sockets = BinanceSocketManager(client)
    sockets.STREAM_URL, sockets.FSTREAM_URL = f"{venue.spot_ws_url}/", f"{venue.ws_url}/"
    return sockets


async def refused(call: Any) -> int:
    """The code that a call is refused with."""
    try:
        await call
    except BinanceAPIException as error:
        return int(error.code)
    raise AssertionError("it was not refused")


async def public_futures(venue: Venue) -> None:
    async with client_of(venue) as client:
        symbols = {each["symbol"]: each for each in (await client.futures_exchange_info())["symbols"]}
        equal(symbols["BTCUSDT"]["contractType"], "PERPETUAL")
        equal(len(await client.futures_klines(symbol="BTCUSDT", interval="15m", limit=20)), 20)
        book = await client.futures_orderbook_ticker(symbol="BTCUSDT")
        assert Decimal(book["bidPrice"]) < Decimal(book["askPrice"])
        equal(len(await client.futures_mark_price()), len(symbols))


async def futures_order(venue: Venue) -> None:
    async with client_of(venue) as client:
        await client.futures_change_leverage(symbol="BTCUSDT", leverage=5)
        order = await client.futures_create_order(
            symbol="BTCUSDT",
            side="BUY",
            type="MARKET",
            quantity=0.01,
            newClientOrderId="pb-e1",
            newOrderRespType="RESULT",
        )
        equal((order["status"], order["executedQty"]), ("FILLED", "0.010"))
        (position,) = await client.futures_position_information(symbol="BTCUSDT")
        equal(position["positionAmt"], "0.010")
        resting = await client.futures_create_order(
            symbol="BTCUSDT", side="BUY", type="LIMIT", timeInForce="GTC", quantity=0.01, price="66000.0"
        )
        equal((await client.futures_cancel_order(symbol="BTCUSDT", orderId=resting["orderId"]))["status"], "CANCELED")
        equal(await refused(client.futures_cancel_order(symbol="BTCUSDT", orderId=resting["orderId"])), -2011)
        trades = await client.futures_account_trades(symbol="BTCUSDT", orderId=order["orderId"])
        equal([trade["qty"] for trade in trades], ["0.010"])


async def futures_algo_order(venue: Venue) -> None:
    async with client_of(venue) as client:
        stop = {"symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "quantity": 0.01, "reduceOnly": "true"}
        await client.futures_create_order(**stop, stopPrice="66000", clientAlgoId="pb-s1")
        await client.futures_create_order(**stop, stopPrice="65900", clientAlgoId="pb-s2")
        resting = {each["clientAlgoId"] for each in await client.futures_get_open_algo_orders(symbol="BTCUSDT")}
        equal(resting, {"pb-s1", "pb-s2"})
        equal((await client.futures_cancel_algo_order(clientAlgoId="pb-s2"))["msg"], "success")
        venue.do("move", "BTCUSDT", "65990")
        fired = await client.futures_get_algo_order(clientAlgoId="pb-s1")
        equal(fired["algoStatus"], "FINISHED")
        child = await client.futures_get_order(symbol="BTCUSDT", orderId=fired["actualOrderId"])
        equal((child["clientOrderId"], child["status"]), ("pb-s1", "FILLED"))
        venue.do("move", "BTCUSDT", "67500")


async def futures_streams(venue: Venue) -> None:
    async with client_of(venue) as client:
        sockets = sockets_of(client, venue)
        async with sockets.symbol_ticker_futures_socket("BTCUSDT") as book:
            told = await book.recv()
            equal((told["stream"], told["data"]["s"]), ("btcusdt@bookTicker", "BTCUSDT"))
        async with sockets.futures_user_socket() as user:
            await client.futures_create_order(symbol="ETHUSDT", side="BUY", type="MARKET", quantity=0.1)
            events = [await user.recv() for _ in range(4)]
            equal([each["e"] for each in events][::3], ["ORDER_TRADE_UPDATE"] * 2)
            equal(events[-1]["o"]["X"], "FILLED")


async def spot_order(venue: Venue) -> None:
    async with client_of(venue) as client:
        order = await client.create_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.01)
        equal((order["status"], len(order["fills"])), ("FILLED", 1))
        resting = await client.order_limit_sell(symbol="BTCUSDT", quantity="0.005", price="70000.00")
        equal([each["orderId"] for each in await client.get_open_orders(symbol="BTCUSDT")], [resting["orderId"]])
        equal((await client.cancel_order(symbol="BTCUSDT", orderId=resting["orderId"]))["status"], "CANCELED")
        equal(await refused(client.order_limit_sell(symbol="BTCUSDT", quantity="0.005", price="70000.001")), -1013)


async def spot_streams(venue: Venue) -> None:
    async with client_of(venue) as client:
        sockets = sockets_of(client, venue)
        async with sockets.symbol_book_ticker_socket("BTCUSDT") as book:
            equal((await book.recv())["s"], "BTCUSDT")
        async with sockets.user_socket() as user:
            await client.create_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=0.001)
            equal((await user.recv())["e"], "executionReport")


async def permissions(venue: Venue) -> None:
    async with client_of(venue) as client:
        equal((await client.get_account_api_permissions())["enableWithdrawals"], False)


ROUNDS = {
    "public calls, perpetuals": public_futures,
    "signed order, fill, cancel, perpetuals": futures_order,
    "algo orders: rest, cancel, trigger": futures_algo_order,
    "book and user stream, perpetuals": futures_streams,
    "signed orders, spot": spot_order,
    "book and user stream, spot": spot_streams,
    "permissions of the key": permissions,
}
