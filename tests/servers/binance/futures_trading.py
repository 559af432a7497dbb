"""The signed endpoints of the perpetuals that trade: orders, conditional orders, trades, the dead man's switch."""

import re
import secrets
from collections.abc import Callable
from typing import Any

from tests.servers.binance.algo import AlgoService
from tests.servers.binance.endpoints import Params, Security, endpoint
from tests.servers.binance.futures_book import FuturesBook
from tests.servers.binance.futures_rows import algo_answer_row, algo_row, answer_row, order_row, trade_row
from tests.servers.binance.futures_state import CONDITIONAL, ZERO, Algo, Order
from tests.servers.binance.public_usdm import listing_of
from tests.servers.exchange.core import Refusal

SIGNED = Security.SIGNED
CLIENT_ID = re.compile(r"[.A-Z:/a-z0-9_-]{1,36}")
WEEK_MS = 7 * 86_400_000
FORCES = {"GTC", "IOC", "FOK", "GTX"}


class FuturesTrading:
    """Reads what is asked, refuses what Binance refuses, and tells the book and the Algo service."""

    def __init__(self, book: FuturesBook, algos: AlgoService, now_ms: Callable[[], int]) -> None:
        self._book = book
        self._algos = algos
        self._now = now_ms
        self._countdowns: dict[str, int] = {}

    # --- orders ---

    @endpoint("POST /fapi/v1/order", weight=0, security=SIGNED, is_order=True)
    def place(self, params: Params) -> Any:
        return self._answer(self._book.place(self._read(params)))

    @endpoint("POST /fapi/v1/order/test", weight=0, security=SIGNED, is_order=True)
    def test(self, params: Params) -> Any:
        order = self._read(params)
        self._book.check(order)
        return self._answer(order)

    @endpoint("GET /fapi/v1/order", security=SIGNED)
    def order(self, params: Params) -> Any:
        order = self._found(params)
        if order is None or self._lags(order.placed_at):
            raise Refusal(-2013, "Order does not exist.")
        return self._row(order)

    @endpoint("PUT /fapi/v1/order", security=SIGNED, is_order=True)
    def amend(self, params: Params) -> Any:
        params.text("side")
        quantity, price = params.needed("quantity"), params.needed("price")
        return self._answer(self._book.amend(self._found(params), quantity, price))

    @endpoint("DELETE /fapi/v1/order", security=SIGNED)
    def cancel(self, params: Params) -> Any:
        return self._answer(self._book.cancel(self._found(params)))

    @endpoint("GET /fapi/v1/openOrder", security=SIGNED)
    def open_order(self, params: Params) -> Any:
        order = self._found(params)
        if order is None or not order.is_open:
            raise Refusal(-2013, "Order does not exist.")
        return self._row(order)

    @endpoint("GET /fapi/v1/openOrders", weight=lambda params: 1 if "symbol" in params else 40, security=SIGNED)
    def open_orders(self, params: Params) -> Any:
        resting = self._book.open_orders(self._symbol(params))
        return [self._row(order) for order in resting if not self._lags(order.placed_at)]

    @endpoint("DELETE /fapi/v1/allOpenOrders", security=SIGNED)
    def cancel_all(self, params: Params) -> Any:
        for order in self._book.open_orders(listing_of(self._book.prices, params).symbol):
            self._book.cancel(order)
        return {"code": 200, "msg": "The operation of cancel all open order is done."}

    @endpoint("GET /fapi/v1/allOrders", weight=5, security=SIGNED)
    def all_orders(self, params: Params) -> Any:
        symbol, first = listing_of(self._book.prices, params).symbol, params.whole("orderId") or 0
        start, end = self._window(params)
        rows = [
            each
            for each in self._book.orders
            if each.symbol == symbol and each.id >= first and start <= each.placed_at <= end
        ]
        return [self._row(order) for order in _limited(rows, params)]

    @endpoint("GET /fapi/v1/userTrades", weight=5, security=SIGNED)
    def trades(self, params: Params) -> Any:
        symbol, order_id = listing_of(self._book.prices, params).symbol, params.whole("orderId")
        first, (start, end) = params.whole("fromId") or 0, self._window(params)
        rows = [
            each
            for each in self._book.account.trades
            if each.order.symbol == symbol
            and order_id in (None, each.order.id)
            and each.id >= first
            and start <= each.at <= end
        ]
        return [trade_row(self._book.listing(symbol), trade) for trade in _limited(rows, params)]

    @endpoint("POST /fapi/v1/countdownCancelAll", weight=10, security=SIGNED)
    def countdown(self, params: Params) -> Any:
        symbol, span = listing_of(self._book.prices, params).symbol, params.whole("countdownTime") or 0
        self._countdowns.pop(symbol, None)
        if span:
            self._countdowns[symbol] = self._now() + span
        return {"symbol": symbol, "countdownTime": str(span)}

    def pass_time(self) -> None:
        """Cancel the regular orders (not the conditional ones) of a symbol whose countdown has run out."""
        for symbol, until in list(self._countdowns.items()):
            if self._now() >= until:
                del self._countdowns[symbol]
                for order in self._book.open_orders(symbol):
                    self._book.cancel(order)

    # --- conditional orders ---

    @endpoint("POST /fapi/v1/algoOrder", weight=0, security=SIGNED, is_order=True)
    def place_algo(self, params: Params) -> Any:
        algo = self._algos.place(self._read_algo(params))
        return algo_answer_row(self._book.listing(algo.symbol), algo)

    @endpoint("GET /fapi/v1/algoOrder", security=SIGNED)
    def algo(self, params: Params) -> Any:
        algo = self._found_algo(params)
        if algo is None or self._lags(algo.created_at):
            raise Refusal(-2013, "Order does not exist.")
        return self._algo_row(algo)

    @endpoint("DELETE /fapi/v1/algoOrder", security=SIGNED)
    def cancel_algo(self, params: Params) -> Any:
        algo = self._algos.cancel(self._found_algo(params))
        return {"algoId": algo.id, "clientAlgoId": algo.client_id, "code": "200", "msg": "success"}

    @endpoint("GET /fapi/v1/openAlgoOrders", weight=lambda params: 1 if "symbol" in params else 40, security=SIGNED)
    def open_algos(self, params: Params) -> Any:
        resting = self._algos.open_algos(self._symbol(params))
        return [self._algo_row(algo) for algo in resting if not self._lags(algo.created_at)]

    @endpoint("DELETE /fapi/v1/algoOpenOrders", security=SIGNED)
    def cancel_all_algos(self, params: Params) -> Any:
        for algo in self._algos.open_algos(listing_of(self._book.prices, params).symbol):
            self._algos.cancel(algo)
        return {"code": 200, "msg": "The operation of cancel all open order is done."}

    @endpoint("GET /fapi/v1/allAlgoOrders", weight=5, security=SIGNED)
    def all_algos(self, params: Params) -> Any:
        symbol, first = listing_of(self._book.prices, params).symbol, params.whole("algoId") or 0
        start, end = self._window(params)
        rows = [
            each
            for each in self._algos.algos
            if each.symbol == symbol and each.id >= first and start <= each.created_at <= end
        ]
        return [self._algo_row(algo) for algo in _limited(rows, params)]

    # --- reading and telling ---

    def _read(self, params: Params) -> Order:
        listing = listing_of(self._book.prices, params)
        kind = params.text("type")
        if kind in CONDITIONAL:
            raise Refusal(
                -4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead."
            )
        if kind not in ("LIMIT", "MARKET"):
            raise Refusal(-1116, "Invalid orderType.")
        side = params.one_of("side", {"BUY", "SELL"})
        for name in ("newOrderRespType", "selfTradePreventionMode", "priceMatch"):
            params.get(name)
        if kind == "MARKET" and {"price", "timeInForce"} & set(params):
            raise Refusal(-1106, "Parameter 'timeInForce' or 'price' sent when not required.")
        return Order(
            self._book.next_id(),
            _client_id(params, "newClientOrderId"),
            listing.symbol,
            side,
            kind,
            params.needed("quantity"),
            self._now(),
            price=params.needed("price") if kind == "LIMIT" else ZERO,
            time_in_force="GTC" if kind == "MARKET" else params.one_of("timeInForce", FORCES),
            reduce_only=self._reduces(params),
            position_side=self._position_side(params),
        )

    def _read_algo(self, params: Params) -> Algo:
        listing = listing_of(self._book.prices, params)
        params.one_of("algoType", {"CONDITIONAL"})
        kind = params.one_of("type", set(CONDITIONAL))
        closes = params.flag("closePosition")
        if closes and "quantity" in params:
            raise Refusal(-4137, "Quantity must be zero with closePosition equals true.")
        if closes and params.flag("reduceOnly"):
            raise Refusal(-1106, "Parameter 'reduceOnly' sent when not required.")
        for name in ("newOrderRespType", "selfTradePreventionMode", "priceMatch"):
            params.get(name)
        return Algo(
            self._algos.next_id(),
            _client_id(params, "clientAlgoId"),
            listing.symbol,
            params.one_of("side", {"BUY", "SELL"}),
            kind,
            ZERO if closes else params.needed("quantity"),
            ZERO if kind == "TRAILING_STOP_MARKET" else params.needed("triggerPrice"),
            self._now(),
            price=params.amount("price") or ZERO,
            time_in_force="GTE_GTC" if closes else params.one_of("timeInForce", FORCES | {"GTE_GTC"}, "GTC"),
            working_type=params.one_of("workingType", {"MARK_PRICE", "CONTRACT_PRICE"}, "CONTRACT_PRICE"),
            reduce_only=self._reduces(params),
            close_position=closes,
            position_side=self._position_side(params),
            price_protect=params.flag("priceProtect"),
            callback_rate=params.amount("callbackRate"),
            activate_price=params.amount("activatePrice"),
        )

    def _reduces(self, params: Params) -> bool:
        if self._book.account.hedged:
            if "reduceOnly" in params:
                raise Refusal(-1106, "Parameter 'reduceOnly' sent when not required.")
            position_side, side = params.get("positionSide"), params.get("side")
            return (position_side, side) in (("LONG", "SELL"), ("SHORT", "BUY"))
        return params.flag("reduceOnly")

    def _position_side(self, params: Params) -> str:
        found = params.one_of("positionSide", {"BOTH", "LONG", "SHORT"}, "BOTH")
        if (found == "BOTH") == self._book.account.hedged:
            raise Refusal(-4061, "Order's position side does not match user's setting.")
        return found

    def _lags(self, since: int) -> bool:
        return self._now() - since < self._book.quirks.lookup_lag_seconds * 1000

    def _symbol(self, params: Params) -> str | None:
        return listing_of(self._book.prices, params).symbol if "symbol" in params else None

    def _found(self, params: Params) -> Order | None:
        order_id, client_id = params.whole("orderId"), params.get("origClientOrderId")
        if order_id is None and client_id is None:
            raise Refusal(-1102, "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
        return self._book.find(listing_of(self._book.prices, params).symbol, order_id, client_id)

    def _found_algo(self, params: Params) -> Algo | None:
        algo_id, client_id = params.whole("algoId"), params.get("clientAlgoId")
        params.get("symbol")
        if algo_id is None and client_id is None:
            raise Refusal(-1102, "Param 'algoid' or 'clientalgoid' must be sent, but both were empty/null!")
        return self._algos.find(algo_id, client_id)

    def _window(self, params: Params) -> tuple[int, int]:
        start, end = params.whole("startTime"), params.whole("endTime")
        if start is not None and end is not None and end - start > WEEK_MS:
            raise Refusal(-4165, "Invalid time interval, maximum time interval is 7 days.")
        if start is None:
            return (end or self._now()) - WEEK_MS, end if end is not None else 2**62
        return start, end if end is not None else start + WEEK_MS

    def _answer(self, order: Order) -> dict[str, Any]:
        row = answer_row(self._book.listing(order.symbol), order)
        if self._book.quirks.bare_answers:
            del row["avgPrice"], row["cumQuote"]
        return row

    def _row(self, order: Order) -> dict[str, Any]:
        return order_row(self._book.listing(order.symbol), order)

    def _algo_row(self, algo: Algo) -> dict[str, Any]:
        return algo_row(self._book.listing(algo.symbol), algo)


def _client_id(params: Params, name: str) -> str:
    found = params.get(name)
    if found is None:
        return secrets.token_urlsafe(16)[:22].replace("-", "_")
    if len(found) > 36:
        raise Refusal(-4015, "Client order id length should be less than 36 chars")
    if not CLIENT_ID.fullmatch(found):
        raise Refusal(-1100, f"Illegal characters found in parameter '{name}'.")
    return found


def _limited(rows: list[Any], params: Params) -> list[Any]:
    """The first rows when something says where to begin, else the last."""
    limit = min(params.whole("limit") or 500, 1000)
    return rows[:limit] if {"startTime", "fromId", "orderId", "algoId"} & set(params) else rows[-limit:]
