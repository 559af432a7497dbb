"""The signed endpoints of spot: account, orders, lists of two orders, trades."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.public_usdm import listing_of
from tests.servers.binance.spot_book import FEE, SpotBook
from tests.servers.binance.spot_rows import answer_row, cancel_row, list_row, order_row, trade_row
from tests.servers.binance.spot_state import STOPS, ZERO, OrderList, SpotOrder
from tests.servers.exchange.core import Refusal

SIGNED = Security.SIGNED
CLIENT_ID = re.compile(r"[.A-Z:/a-z0-9_-]{1,36}")
DAY_MS = 86_400_000
NEEDS = {  # beside symbol, side and type
    "LIMIT": ("timeInForce", "quantity", "price"),
    "LIMIT_MAKER": ("quantity", "price"),
    "MARKET": (),
    "STOP_LOSS": ("quantity", "stopPrice"),
    "STOP_LOSS_LIMIT": ("timeInForce", "quantity", "price", "stopPrice"),
    "TAKE_PROFIT": ("quantity", "stopPrice"),
    "TAKE_PROFIT_LIMIT": ("timeInForce", "quantity", "price", "stopPrice"),
}
ALLOWED = {"timeInForce", "price", "stopPrice"}


class SpotTrading:
    """Reads what is asked, refuses what Binance refuses, and tells the book."""

    def __init__(self, book: SpotBook, now_ms: Callable[[], int]) -> None:
        self._book = book
        self._now = now_ms

    @endpoint("GET /api/v3/account", weight=20, security=SIGNED)
    def account(self, params: Params) -> Any:
        hide_zero = params.flag("omitZeroBalances")
        rows = [
            {"asset": asset, "free": f"{self._book.free(asset):.8f}", "locked": f"{self._book.locked(asset):.8f}"}
            for asset, total in self._book.balances.items()
            if total or not hide_zero
        ]
        rates = {"maker": f"{FEE:.8f}", "taker": f"{FEE:.8f}", "buyer": "0.00000000", "seller": "0.00000000"}
        return {
            "makerCommission": 10,
            "takerCommission": 10,
            "buyerCommission": 0,
            "sellerCommission": 0,
            "commissionRates": rates,
            "canTrade": True,
            "canWithdraw": False,
            "canDeposit": True,
            "brokered": False,
            "requireSelfTradePrevention": False,
            "preventSor": False,
            "updateTime": self._now(),
            "accountType": "SPOT",
            "balances": rows,
            "permissions": ["SPOT"],
            "uid": 354937868,
        }

    # --- orders ---

    @endpoint("POST /api/v3/order", security=SIGNED, is_order=True)
    def place(self, params: Params) -> Any:
        kind = params.one_of("newOrderRespType", {"ACK", "RESULT", "FULL"}, "FULL")
        row = answer_row(self._book.place(self._read(params)))
        if kind == "ACK":
            return {name: row[name] for name in ("symbol", "orderId", "orderListId", "clientOrderId", "transactTime")}
        return row if kind == "FULL" else {name: told for name, told in row.items() if name != "fills"}

    @endpoint("POST /api/v3/order/test", security=SIGNED, is_order=True)
    def test(self, params: Params) -> Any:
        self._book.check(self._read(params))
        return {}

    @endpoint("GET /api/v3/order", weight=4, security=SIGNED)
    def order(self, params: Params) -> Any:
        order = self._found(params)
        if order is None:
            raise Refusal(-2013, "Order does not exist.")
        return order_row(order)

    @endpoint("DELETE /api/v3/order", security=SIGNED)
    def cancel(self, params: Params) -> Any:
        order = self._found(params)
        cancel_id = self._book.cancel(order, params.get("newClientOrderId"))
        if order is not None and order.list_id > 0:
            return self._ended_list(self._list_of(order.list_id))
        return cancel_row(order, cancel_id, self._now()) if order else {}

    @endpoint("GET /api/v3/openOrders", weight=lambda params: 6 if "symbol" in params else 80, security=SIGNED)
    def open_orders(self, params: Params) -> Any:
        symbol = listing_of(self._book.prices, params).symbol if "symbol" in params else None
        return [order_row(order) for order in self._book.open_orders(symbol)]

    @endpoint("DELETE /api/v3/openOrders", security=SIGNED)
    def cancel_all(self, params: Params) -> Any:
        resting = self._book.open_orders(listing_of(self._book.prices, params).symbol)
        if not resting:
            raise Refusal(-2011, "Unknown order sent.")
        rows = [cancel_row(each, self._book.cancel(each), self._now()) for each in resting if each.is_open]
        return [row | {"status": "CANCELED"} for row in rows]

    @endpoint("GET /api/v3/allOrders", weight=20, security=SIGNED)
    def all_orders(self, params: Params) -> Any:
        symbol, first = listing_of(self._book.prices, params).symbol, params.whole("orderId") or 0
        start, end = _window(params)
        rows = [
            order
            for order in self._book.orders
            if order.symbol == symbol and order.id >= first and start <= order.placed_at <= end
        ]
        return [order_row(order) for order in _limited(rows, params)]

    @endpoint("GET /api/v3/myTrades", weight=20, security=SIGNED)
    def trades(self, params: Params) -> Any:
        symbol, order_id = listing_of(self._book.prices, params).symbol, params.whole("orderId")
        first, (start, end) = params.whole("fromId") or 0, _window(params)
        rows = [
            trade
            for trade in self._book.trades
            if trade.order.symbol == symbol
            and order_id in (None, trade.order.id)
            and trade.id >= first
            and start <= trade.at <= end
        ]
        return [trade_row(trade) for trade in _limited(rows, params)]

    # --- lists ---

    @endpoint("POST /api/v3/orderList/oco", security=SIGNED, is_order=True)
    def place_oco(self, params: Params) -> Any:
        params.get("newOrderRespType")
        list_id, listing = self._book.next_list_id(), listing_of(self._book.prices, params)
        legs = [self._read_leg(params, name, list_id) for name in ("above", "below")]
        stops = [leg.type.startswith("STOP_LOSS") for leg in legs]
        if sum(stops) != 1 or stops[0] != (legs[0].side == "BUY"):
            raise Refusal(-1158, "Order type not supported in OCO." if sum(stops) != 1 else "Wrong side of the stop.")
        each = OrderList(list_id, _client_id(params, "listClientOrderId"), listing.symbol, legs, self._now())
        self._book.place_list(each)
        return list_row(each, self._now()) | {"orderReports": [answer_row(leg) for leg in legs]}

    @endpoint("GET /api/v3/orderList", weight=4, security=SIGNED)
    def order_list(self, params: Params) -> Any:
        list_id, client_id = params.whole("orderListId"), params.get("origClientOrderId")
        for each in reversed(self._book.lists):
            if each.id == list_id or (list_id is None and each.client_id == client_id):
                return list_row(each, each.placed_at)
        raise Refusal(-2018, "Order list does not exist.")

    @endpoint("GET /api/v3/openOrderList", weight=6, security=SIGNED)
    def open_lists(self, _: Params) -> Any:
        return [list_row(each, each.placed_at) for each in self._book.lists if each.is_open]

    @endpoint("DELETE /api/v3/orderList", security=SIGNED)
    def cancel_list(self, params: Params) -> Any:
        listing_of(self._book.prices, params)
        list_id, client_id = params.whole("orderListId"), params.get("listClientOrderId")
        for each in reversed(self._book.lists):
            if each.id == list_id or (list_id is None and each.client_id == client_id):
                self._book.cancel(next((order for order in each.orders if order.is_open), None))
                return self._ended_list(each)
        raise Refusal(-2011, "Unknown order sent.")

    def _ended_list(self, each: OrderList) -> Any:
        reports = [cancel_row(order, secrets.token_hex(11), self._now()) for order in each.orders]
        return list_row(each, self._now()) | {"orderReports": reports}

    def _list_of(self, list_id: int) -> OrderList:
        return next(each for each in self._book.lists if each.id == list_id)

    # --- reading ---

    def _read(self, params: Params) -> SpotOrder:
        listing = listing_of(self._book.prices, params)
        kind, side = params.one_of("type", set(NEEDS)), params.one_of("side", {"BUY", "SELL"})
        for name in NEEDS[kind]:
            params.text(name)
        for name in ALLOWED - set(NEEDS[kind]):
            if name in params:
                raise Refusal(-1106, f"Parameter '{name}' sent when not required.")
        params.get("selfTradePreventionMode")
        quantity, quote_quantity = params.amount("quantity"), params.amount("quoteOrderQty") or ZERO
        if quantity is None and quote_quantity and kind == "MARKET":
            quote = self._book.prices.quotes[listing.symbol]
            quantity = quote_quantity / (quote.ask if side == "BUY" else quote.bid) // listing.lot * listing.lot
        return SpotOrder(
            self._book.next_id(),
            _client_id(params, "newClientOrderId"),
            listing.symbol,
            side,
            kind,
            params.needed("quantity") if quantity is None else quantity,
            self._now(),
            price=params.amount("price") or ZERO,
            stop_price=params.amount("stopPrice") or ZERO,
            time_in_force=params.one_of("timeInForce", {"GTC", "IOC", "FOK"}, "GTC"),
            quote_quantity=quote_quantity,
        )

    def _read_leg(self, params: Params, leg: str, list_id: int) -> SpotOrder:
        kind = params.one_of(f"{leg}Type", {*STOPS, "LIMIT_MAKER"})
        return SpotOrder(
            self._book.next_id(),
            _client_id(params, f"{leg}ClientOrderId"),
            params["symbol"],
            params.one_of("side", {"BUY", "SELL"}),
            kind,
            params.needed("quantity"),
            self._now(),
            price=params.needed(f"{leg}Price") if kind.endswith(("LIMIT", "MAKER")) else ZERO,
            stop_price=params.needed(f"{leg}StopPrice") if kind in STOPS else ZERO,
            time_in_force=params.one_of(f"{leg}TimeInForce", {"GTC", "IOC", "FOK"}, "GTC"),
            list_id=list_id,
        )

    def _found(self, params: Params) -> SpotOrder | None:
        order_id, client_id = params.whole("orderId"), params.get("origClientOrderId")
        if order_id is None and client_id is None:
            raise Refusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
        return self._book.find(listing_of(self._book.prices, params).symbol, order_id, client_id)


def _client_id(params: Params, name: str) -> str:
    found = params.get(name)
    if found is None:
        return secrets.token_hex(11)
    if not CLIENT_ID.fullmatch(found):
        raise Refusal(-1100, f"Illegal characters found in parameter '{name}'; legal range is '{CLIENT_ID.pattern}'.")
    return found


def _window(params: Params) -> tuple[int, int]:
    start, end = params.whole("startTime"), params.whole("endTime")
    if start is not None and end is not None and end - start > DAY_MS:
        raise Refusal(-1127, "More than 24 hours between startTime and endTime.")
    return start or 0, end if end is not None else 2**62 if start is None else start + DAY_MS


def _limited(rows: list[Any], params: Params) -> list[Any]:
    limit = min(params.whole("limit") or 500, 1000)
    return rows[:limit] if {"startTime", "fromId", "orderId"} & set(params) else rows[-limit:]
