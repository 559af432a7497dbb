"""How the spot account is told: rows of REST answers and events of the user stream."""

from typing import Any

from tests.servers.binance.spot_state import OrderList, SpotOrder, SpotTrade


def order_row(order: SpotOrder) -> dict[str, Any]:
    """An order as GET /api/v3/order tells it."""
    return {
        "symbol": order.symbol,
        "orderId": order.id,
        "orderListId": order.list_id,
        "clientOrderId": order.client_id,
        "price": f"{order.price:.8f}",
        "origQty": f"{order.quantity:.8f}",
        "executedQty": f"{order.filled:.8f}",
        "origQuoteOrderQty": f"{order.quote_quantity:.8f}",
        "cummulativeQuoteQty": f"{order.worth:.8f}",
        "status": order.status,
        "timeInForce": order.time_in_force,
        "type": order.type,
        "side": order.side,
        "stopPrice": f"{order.stop_price:.8f}",
        "icebergQty": "0.00000000",
        "time": order.placed_at,
        "updateTime": order.updated_at or order.placed_at,
        "isWorking": order.working,
        "workingTime": order.placed_at if order.working else -1,
        "selfTradePreventionMode": "EXPIRE_MAKER",
    }


def answer_row(order: SpotOrder) -> dict[str, Any]:
    """An order as POST answers it in full, its executions with it."""
    row = order_row(order)
    for name in ("time", "updateTime", "isWorking", "icebergQty", *(() if order.stop_price else ("stopPrice",))):
        del row[name]
    return row | {"transactTime": order.updated_at or order.placed_at, "fills": [_fill(each) for each in order.trades]}


def cancel_row(order: SpotOrder, cancel_id: str, at: int) -> dict[str, Any]:
    """An order as DELETE answers it: the id of the cancel stands where the order's was."""
    row = answer_row(order)
    del row["fills"]
    return row | {"origClientOrderId": order.client_id, "clientOrderId": cancel_id, "transactTime": at}


def trade_row(trade: SpotTrade) -> dict[str, Any]:
    """A row of myTrades."""
    return {
        "symbol": trade.order.symbol,
        "id": trade.id,
        "orderId": trade.order.id,
        "orderListId": trade.order.list_id,
        "price": f"{trade.price:.8f}",
        "qty": f"{trade.quantity:.8f}",
        "quoteQty": f"{trade.price * trade.quantity:.8f}",
        "commission": f"{trade.commission:.8f}",
        "commissionAsset": trade.commission_asset,
        "time": trade.at,
        "isBuyer": trade.order.side == "BUY",
        "isMaker": trade.is_maker,
        "isBestMatch": True,
    }


def list_row(each: OrderList, at: int) -> dict[str, Any]:
    """An order list."""
    return {
        "orderListId": each.id,
        "contingencyType": "OCO",
        "listStatusType": "EXEC_STARTED" if each.is_open else "ALL_DONE",
        "listOrderStatus": "EXECUTING" if each.is_open else "ALL_DONE",
        "listClientOrderId": each.client_id,
        "transactionTime": at,
        "symbol": each.symbol,
        "orders": [
            {"symbol": each.symbol, "orderId": order.id, "clientOrderId": order.client_id} for order in each.orders
        ],
    }


def execution_report(
    order: SpotOrder, execution: str, at: int, trade: SpotTrade | None = None, cancel_id: str = ""
) -> dict[str, Any]:
    """executionReport; on a cancel the order's own id is in `C`."""
    report: dict[str, Any] = {
        "e": "executionReport",
        "E": at,
        "s": order.symbol,
        "c": cancel_id or order.client_id,
        "S": order.side,
        "o": order.type,
        "f": order.time_in_force,
        "q": f"{order.quantity:.8f}",
        "p": f"{order.price:.8f}",
        "P": f"{order.stop_price:.8f}",
        "F": "0.00000000",
        "g": order.list_id,
        "C": order.client_id if cancel_id else "",
        "x": execution,
        "X": order.status,
        "r": "NONE",
        "i": order.id,
        "l": f"{trade.quantity if trade else 0:.8f}",
        "z": f"{order.filled:.8f}",
        "L": f"{trade.price if trade else 0:.8f}",
        "n": f"{trade.commission if trade else 0:.8f}",
        "N": trade.commission_asset if trade else None,
        "T": at,
        "t": trade.id if trade else -1,
        "I": 1,
        "w": order.working,
        "m": trade.is_maker if trade else False,
        "M": False,
        "O": order.placed_at,
        "Z": f"{order.worth:.8f}",
        "Y": f"{trade.price * trade.quantity if trade else 0:.8f}",
        "Q": f"{order.quote_quantity:.8f}",
        "V": "EXPIRE_MAKER",
    }
    return report | ({"W": order.placed_at} if order.working else {})


def list_event(each: OrderList, at: int) -> dict[str, Any]:
    """ListStatus."""
    row = list_row(each, at)
    return {
        "e": "listStatus",
        "E": at,
        "s": each.symbol,
        "g": each.id,
        "c": "OCO",
        "l": row["listStatusType"],
        "L": row["listOrderStatus"],
        "r": "NONE",
        "C": each.client_id,
        "T": at,
        "O": [{"s": order.symbol, "i": order.id, "c": order.client_id} for order in each.orders],
    }


def _fill(trade: SpotTrade) -> dict[str, Any]:
    return {
        "price": f"{trade.price:.8f}",
        "qty": f"{trade.quantity:.8f}",
        "commission": f"{trade.commission:.8f}",
        "commissionAsset": trade.commission_asset,
        "tradeId": trade.id,
    }
