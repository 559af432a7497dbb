"""USDⓈ-M perpetuals: how orders, conditional orders and the user stream are spelled there.

Conditional orders rest in a service of their own, with ids of their own; when one triggers, an order comes of it that
carries its client id and another number. A conditional order's own status never says what was filled.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.catalogue import Listing
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint
from echotrade_desktop.engine.adapters.binance.income import moves_since
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.adapters.binance.orders import (
    OUR_SIDES,
    RESTING_KINDS,
    SIDES,
    STATUSES,
    CashChanged,
    Execution,
    LookAgain,
    News,
    OrderEnded,
    OrderNumbered,
    StreamEnded,
    listed,
    moment_in,
    needed,
    number_in,
    read_id,
    text_of,
)
from echotrade_desktop.engine.adapters.binance.server_time import from_ms
from echotrade_desktop.engine.adapters.binance.trades import executions_since
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.errors import OrderRejected
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus

S = "fapiPrivate"
PLACE = Endpoint(S, "POST", "order", 0, is_order=True)
PLACE_ALGO = Endpoint(S, "POST", "algoOrder", 0, is_order=True)
CANCEL = Endpoint(S, "DELETE", "order")
CANCEL_ALGO = Endpoint(S, "DELETE", "algoOrder")
FIND = Endpoint(S, "GET", "order")
FIND_ALGO = Endpoint(S, "GET", "algoOrder")
OPEN = Endpoint(S, "GET", "openOrders", 40)
OPEN_ALGO = Endpoint(S, "GET", "openAlgoOrders", 40)
ALL_ALGO = Endpoint(S, "GET", "allAlgoOrders", 5)
TRADES = Endpoint(S, "GET", "userTrades", 5)
HELD = Endpoint("fapiPrivateV3", "GET", "positionRisk", 5)
SYMBOL = Endpoint(S, "GET", "symbolConfig", 5)
ACCOUNT = Endpoint(S, "GET", "accountConfig", 5)
BRACKETS = Endpoint(S, "GET", "leverageBracket", 1)
LEVERAGE = Endpoint(S, "POST", "leverage", 1)
MARGIN_TYPE = Endpoint(S, "POST", "marginType", 1)
POSITION_MODE = Endpoint(S, "POST", "positionSide/dual", 1)

ALREADY = frozenset({-4046, -4059})  # margin mode, position mode: as they should be
ALGO_TYPES = {OrderKind.STOP_MARKET: "STOP_MARKET", OrderKind.TAKE_PROFIT_MARKET: "TAKE_PROFIT_MARKET"}
KINDS = {"STOP_MARKET": OrderKind.STOP_MARKET, "TAKE_PROFIT_MARKET": OrderKind.TAKE_PROFIT_MARKET}
ALGO_WAITING = frozenset({"NEW", "TRIGGERING"})
ALGO_ENDED = frozenset({"CANCELED", "EXPIRED", "REJECTED"})
ORDER_ENDED = frozenset({"CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED"})
FORCED = ("autoclose-", "adl_autoclose", "settlement_autoclose")
WEEK = timedelta(days=7)


class Usdm:
    """Implements `Dialect`."""

    has_reduce_only = True

    def __init__(self, client: Client, market: BinanceMarket, *, mark_price_stops: bool = False) -> None:
        """Stops trigger on the last price, as the chart shows it, unless `mark_price_stops`."""
        self._client = client
        self._market = market
        self._working_type = "MARK_PRICE" if mark_price_stops else "CONTRACT_PRICE"

    # --- the account ---

    async def ready(self) -> str | None:
        """See that the account is in one-way mode; several assets as margin exclude isolated margin."""
        account = await self._client.call(ACCOUNT, urgency=Urgency.ASK)
        if account.get("multiAssetsMargin") is True:
            return "The account is in multi-assets mode. Switch it to single-asset mode on Binance, then try again."
        if account.get("dualSidePosition") is not True:
            return None
        try:
            await self._client.call(POSITION_MODE, {"dualSidePosition": "false"}, Urgency.ENTER)
        except Trouble as trouble:
            if trouble.code not in ALREADY:
                return f"The account is in hedge mode and cannot be switched to one-way mode now. {trouble}"
        return None

    async def prepare(self, order: Order, listing: Listing, held: Decimal) -> None:
        """Refuse a symbol with a foreign position; set isolated margin and leverage where they are not so yet."""
        symbol = {"symbol": listing.raw}
        rows = await self._client.call(HELD, symbol, Urgency.ENTER)
        there = sum((number_in(row, "positionAmt") for row in rows if row.get("symbol") == listing.raw), ZERO)
        if there != held:
            raise OrderRejected(
                f"Binance holds {text_of(there)} {listing.instrument.base} where EchoTrade has {text_of(held)}: there "
                f"is a position on {order.symbol} that is not EchoTrade's. Nothing was sent; close it there first."
            )
        for row in await self._client.call(SYMBOL, symbol, Urgency.ENTER):
            if row.get("symbol") == listing.raw:
                await self._set_margin(row, symbol)
                await self._set_leverage(row, symbol, order.leverage)

    async def _set_margin(self, row: Mapping[str, Any], symbol: Mapping[str, str]) -> None:
        if row.get("marginType") != "ISOLATED":
            await self._set(MARGIN_TYPE, {**symbol, "marginType": "ISOLATED"})

    async def _set_leverage(self, row: Mapping[str, Any], symbol: Mapping[str, str], leverage: int) -> None:
        if int(row.get("leverage") or 0) != leverage:
            await self._set(LEVERAGE, {**symbol, "leverage": str(leverage)})

    async def _set(self, endpoint: Endpoint, params: Mapping[str, str]) -> None:
        try:
            await self._client.call(endpoint, params, Urgency.ENTER)
        except Trouble as trouble:
            if trouble.code not in ALREADY:
                raise OrderRejected(f"Leverage and margin could not be set; nothing was sent. {trouble}") from None

    async def brackets(self) -> dict[str, tuple[int, Decimal]]:
        """Return the highest leverage and its maintenance margin of each symbol, by Binance's spelling."""
        rows = await self._client.call(BRACKETS, urgency=Urgency.ASK)
        found: dict[str, tuple[int, Decimal]] = {}
        for row in rows if isinstance(rows, list) else ():
            tiers = row.get("brackets") or ()
            if tiers:
                found[row["symbol"]] = (
                    int(tiers[0]["initialLeverage"]),
                    decimal_from(str(tiers[0]["maintMarginRatio"])),
                )
        return found

    # --- orders ---

    async def place(self, order: Order, listing: Listing) -> str:
        """Send an order, or a conditional one to its own service: a market order is never meant where a stop is."""
        params = {
            "symbol": listing.raw,
            "side": SIDES[order.side],
            "quantity": text_of(order.quantity),
            "newOrderRespType": "RESULT",
        }
        if order.reduce_only:
            params["reduceOnly"] = "true"
        urgency = Urgency.PROTECT if order.reduce_only else Urgency.ENTER
        if order.kind in RESTING_KINDS:
            if order.trigger_price is None:
                raise OrderRejected("A stop needs its price; nothing was sent.")
            params |= {
                "algoType": "CONDITIONAL",
                "clientAlgoId": order.client_order_id,
                "type": ALGO_TYPES[order.kind],
                "triggerPrice": text_of(order.trigger_price),
                "workingType": self._working_type,
            }
            return needed(await self._client.call(PLACE_ALGO, params, urgency), "algoId", self._client.who)
        params |= {"newClientOrderId": order.client_order_id, "type": "MARKET"}
        if order.limit_price is not None:
            params |= {"type": "LIMIT", "timeInForce": "IOC", "price": text_of(order.limit_price)}
        return needed(await self._client.call(PLACE, params, urgency), "orderId", self._client.who)

    async def cancel(self, order: Order, listing: Listing) -> Decimal:
        """Cancel an order at the endpoint that has it."""
        if order.kind in RESTING_KINDS:
            answer = await self._client.call(CANCEL_ALGO, {"clientAlgoId": order.client_order_id}, Urgency.PROTECT)
            needed(answer, "algoId", self._client.who)
            return ZERO
        params = {"symbol": listing.raw, "origClientOrderId": order.client_order_id}
        answer = await self._client.call(CANCEL, params, Urgency.PROTECT)
        needed(answer, "orderId", self._client.who)
        return number_in(answer, "executedQty")

    async def find(self, order: Order, listing: Listing) -> Order | None:
        """Look an order up where it was sent; a conditional one also by the order that came of it."""
        if order.kind not in RESTING_KINDS:
            row = await self._row(FIND, {"symbol": listing.raw, "origClientOrderId": order.client_order_id})
            return None if row is None else self._as_told(order, row)
        algo = await self._row(FIND_ALGO, {"clientAlgoId": order.client_order_id})
        if algo is None:
            child = await self._row(FIND, {"symbol": listing.raw, "origClientOrderId": order.client_order_id})
            return None if child is None else self._as_told(order, child)
        return await self._of_algo(order, listing, algo)

    async def _of_algo(self, order: Order, listing: Listing, algo: Mapping[str, Any]) -> Order:
        number, status = str(algo.get("algoId", "")), algo.get("algoStatus")
        child_number = str(algo.get("actualOrderId") or "")
        if child_number not in ("", "0"):
            child = await self._row(FIND, {"symbol": listing.raw, "orderId": child_number})
            if child is not None:
                return self._as_told(order, child, number)
        if status in ALGO_ENDED or status == "FINISHED":
            return self._ended(order, number, ZERO, str(algo.get("rm") or ""))
        return _changed(order, OrderStatus.ACCEPTED, number, ZERO)

    async def _row(self, endpoint: Endpoint, params: Mapping[str, str]) -> Mapping[str, Any] | None:
        """Return a row, None when there is none; an empty answer is no answer."""
        try:
            row = await self._client.call(endpoint, params, Urgency.ASK)
        except Trouble as trouble:
            if trouble.verdict is Verdict.GONE:
                return None
            raise
        needed(row, "algoId" if endpoint is FIND_ALGO else "orderId", self._client.who)
        return row  # type: ignore[no-any-return]

    def _as_told(self, order: Order, row: Mapping[str, Any], number: str | None = None) -> Order:
        filled = number_in(row, "executedQty")
        status = STATUSES.get(str(row.get("status")))
        if status is None:
            raise Trouble(Verdict.UNKNOWN, f"{self._client.who} told a status of the order that is not known.")
        if status in (OrderStatus.CANCELLED, OrderStatus.REJECTED):
            return self._ended(order, number or str(row["orderId"]), filled, "")
        return _changed(order, status, number or str(row["orderId"]), filled)

    @staticmethod
    def _ended(order: Order, number: str, filled: Decimal, why: str) -> Order:
        return _changed(order, OrderStatus.CANCELLED, number, filled, why_ended(order.purpose, why))

    async def open_orders(self) -> list[Order]:
        """Return what rests in both services."""
        orders = await self._client.call(OPEN, urgency=Urgency.ASK)
        algos = await self._client.call(OPEN_ALGO, urgency=Urgency.ASK)
        rows = [*listed(orders, self._client.who), *listed(algos, self._client.who)]
        return [order for row in rows if (order := self._resting(row)) is not None]

    def _resting(self, row: Mapping[str, Any]) -> Order | None:
        listing = self._market.catalogue.by_raw.get(str(row.get("symbol")))
        if listing is None:
            return None  # another quote currency, a dated contract: not a market of ours
        client_id = str(row.get("clientAlgoId") or row.get("clientOrderId") or "")
        ours, kind = read_id(client_id), str(row.get("orderType") or row.get("origType") or row.get("type"))
        trigger = number_in(row, "triggerPrice", "stopPrice")
        at = moment_in(row, "createTime", lambda: moment_in(row, "time", self._client.line.time.now))
        return Order(
            client_order_id=client_id,
            position_id=ours.position_id if ours else "",
            symbol=listing.instrument.symbol,
            side=OUR_SIDES[str(row["side"])],
            kind=KINDS.get(kind, OrderKind.MARKET if kind == "MARKET" else OrderKind.LIMIT_IOC),
            purpose=ours.purpose if ours else OrderPurpose.CLOSE,
            quantity=number_in(row, "quantity", "origQty"),
            created_at=at,
            updated_at=at,
            status=OrderStatus.PARTIALLY_FILLED if number_in(row, "executedQty") else OrderStatus.ACCEPTED,
            trigger_price=trigger if trigger > ZERO else None,
            reduce_only=row.get("reduceOnly") is True,
            filled_quantity=number_in(row, "executedQty"),
            exchange_order_id=str(row.get("algoId") or row.get("orderId")),
        )

    # --- trades ---

    async def executions(self, listing: Listing, since: datetime) -> list[Execution]:
        """Return the trades since a time; a window of a week at a time, a page at a time."""
        return await executions_since(self._client, TRADES, listing.raw, since, WEEK, _execution)

    async def cash_moves(self, since: datetime) -> list[CashMove]:
        """Return funding, transfers, fees and rebates since then."""
        return await moves_since(self._client, self._market.catalogue, since)

    async def client_id_of(self, listing: Listing, order_id: str) -> str | None:
        """Return the client id behind a number; of an order that came of a conditional one, that one's."""
        row = await self._row(FIND, {"symbol": listing.raw, "orderId": order_id})
        client_id = None if row is None else str(row.get("clientOrderId", ""))
        if client_id is not None and read_id(client_id) is not None:
            return client_id
        rows = await self._client.call(ALL_ALGO, {"symbol": listing.raw, "limit": "1000"}, Urgency.ASK)
        for algo in listed(rows, self._client.who):
            if str(algo.get("actualOrderId") or "") == order_id:
                return str(algo.get("clientAlgoId"))
        return client_id

    # --- the user stream ---

    def read(self, frame: Mapping[str, Any]) -> list[News]:
        """Return what an event says: trades, ends, and which number belongs to which conditional order."""
        match frame.get("e"):
            case "ORDER_TRADE_UPDATE":
                return _of_order(frame["o"])
            case "ALGO_UPDATE":
                return _of_algo(frame["o"])
            case "ACCOUNT_UPDATE" if frame["a"]["m"] != "ORDER":
                return [CashChanged()]
            case "listenKeyExpired":
                return [StreamEnded()]
        return []


def _of_order(told: Mapping[str, Any]) -> list[News]:
    news: list[News] = []
    client_id, number = str(told["c"]), str(told["i"])
    forced = client_id.startswith(FORCED)
    if told["x"] in ("TRADE", "CALCULATED") and decimal_from(told["l"]) > ZERO:
        if not int(told.get("t") or 0):
            news.append(LookAgain())
        else:
            news.append(
                Execution(
                    trade_id=f"{told['s']}-{told['t']}",
                    order_id=number,
                    client_order_id=client_id,
                    raw=str(told["s"]),
                    side=OUR_SIDES[told["S"]],
                    quantity=decimal_from(told["l"]),
                    price=decimal_from(told["L"]),
                    fee=decimal_from(told.get("n") or "0"),
                    fee_asset=str(told.get("N") or "USDT"),
                    at=from_ms(int(told["T"])),
                    forced=forced,
                )
            )
    if told["X"] in ORDER_ENDED:
        news.append(OrderEnded(client_id, number, decimal_from(told["z"]), ""))
    return news


def _of_algo(told: Mapping[str, Any]) -> list[News]:
    client_id, number = str(told["caid"]), str(told.get("ai") or "")
    news: list[News] = [OrderNumbered(number, client_id)] if number not in ("", "0") else []
    filled = number_in(told, "aq")
    if told["X"] in ALGO_ENDED or (told["X"] == "FINISHED" and filled == ZERO):
        news.append(OrderEnded(client_id, str(told["aid"]), filled, str(told.get("rm") or "")))
    return news


def _execution(row: Mapping[str, Any]) -> Execution:
    return Execution(
        trade_id=f"{row['symbol']}-{row['id']}",
        order_id=str(row["orderId"]),
        client_order_id=None,
        raw=str(row["symbol"]),
        side=OUR_SIDES[row["side"]],
        quantity=decimal_from(row["qty"]),
        price=decimal_from(row["price"]),
        fee=decimal_from(row["commission"]),
        fee_asset=str(row["commissionAsset"]),
        at=from_ms(int(row["time"])),
    )


def why_ended(purpose: OrderPurpose, why: str) -> str:
    """Return why an order ended without being filled whole, as a sentence."""
    if why:
        return f"Binance ended it: {why}."
    if purpose is OrderPurpose.ENTRY:
        return "The price was beyond the limit, or there was no more to be had at it."
    return "Binance ended it: it was cancelled there, or there was nothing left to reduce."


def _changed(order: Order, status: OrderStatus, number: str, filled: Decimal, reason: str | None = None) -> Order:
    return replace(
        order, status=status, exchange_order_id=number, filled_quantity=filled, reason=reason or order.reason
    )
