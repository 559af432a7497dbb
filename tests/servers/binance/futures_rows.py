"""How the perpetuals' account is told: the rows of REST answers and the events of the user stream."""

from decimal import Decimal
from typing import Any

from tests.servers.binance.catalogue import Listing
from tests.servers.binance.futures_account import FuturesAccount
from tests.servers.binance.futures_state import Algo, Holding, Order, Trade


def answer_row(listing: Listing, order: Order) -> dict[str, Any]:
    """An order as POST, PUT and DELETE of /fapi/v1/order answer."""
    row = order_row(listing, order)
    del row["time"]
    return row | {"cumQty": row["executedQty"]}


def order_row(listing: Listing, order: Order) -> dict[str, Any]:
    """An order as GET tells it."""
    price, quantity = listing.price_text, listing.quantity_text
    return {
        "orderId": order.id,
        "symbol": order.symbol,
        "status": order.status,
        "clientOrderId": order.client_id,
        "price": price(order.price),
        "avgPrice": f"{order.average:.5f}",
        "origQty": quantity(order.quantity),
        "executedQty": quantity(order.filled),
        "cumQuote": f"{order.worth:.5f}",
        "timeInForce": order.time_in_force,
        "type": order.type,
        "reduceOnly": order.reduce_only,
        "closePosition": order.close_position,
        "side": order.side,
        "positionSide": order.position_side,
        "stopPrice": price(order.stop_price),
        "workingType": order.working_type,
        "priceProtect": False,
        "origType": order.original_type,
        "priceMatch": "NONE",
        "selfTradePreventionMode": "EXPIRE_MAKER",
        "goodTillDate": 0,
        "time": order.placed_at,
        "updateTime": order.updated_at,
    }


def trade_row(listing: Listing, trade: Trade) -> dict[str, Any]:
    """A row of /fapi/v1/userTrades."""
    order = trade.order
    return {
        "symbol": order.symbol,
        "id": trade.id,
        "orderId": order.id,
        "side": order.side,
        "price": listing.price_text(trade.price),
        "qty": listing.quantity_text(trade.quantity),
        "realizedPnl": f"{trade.realised:.8f}",
        "quoteQty": f"{trade.price * trade.quantity:.8f}",
        "commission": f"{trade.commission:.8f}",
        "commissionAsset": "USDT",
        "time": trade.at,
        "positionSide": order.position_side,
        "maker": trade.is_maker,
        "buyer": order.side == "BUY",
    }


def algo_answer_row(listing: Listing, algo: Algo) -> dict[str, Any]:
    """A conditional order as POST answers: nothing yet of the order that it may become."""
    return {name: told for name, told in algo_row(listing, algo).items() if not name.startswith("actual")}


def algo_row(listing: Listing, algo: Algo) -> dict[str, Any]:
    """A conditional order as the Algo service tells it."""
    row: dict[str, Any] = {
        "algoId": algo.id,
        "clientAlgoId": algo.client_id,
        "algoType": "CONDITIONAL",
        "orderType": algo.type,
        "symbol": algo.symbol,
        "side": algo.side,
        "positionSide": algo.position_side,
        "timeInForce": algo.time_in_force,
        "quantity": listing.quantity_text(algo.quantity),
        "algoStatus": algo.status,
        "triggerPrice": listing.price_text(algo.trigger_price),
        "price": listing.price_text(algo.price),
        "icebergQuantity": None,
        "selfTradePreventionMode": "EXPIRE_MAKER",
        "workingType": algo.working_type,
        "priceMatch": "NONE",
        "closePosition": algo.close_position,
        "priceProtect": algo.price_protect,
        "reduceOnly": algo.reduce_only,
        "createTime": algo.created_at,
        "updateTime": algo.updated_at or algo.created_at,
        "triggerTime": algo.triggered_at,
        "goodTillDate": 0,
        "actualOrderId": "" if algo.order is None else str(algo.order.id),
        "actualPrice": f"{algo.order.average if algo.order else 0:.5f}",
    }
    if algo.order is not None:
        row |= {"actualQty": listing.quantity_text(algo.order.filled), "actualType": algo.order.type}
    if algo.callback_rate is not None:
        row |= {"callbackRate": str(algo.callback_rate), "activatePrice": str(algo.activate_price or 0)}
    return row


def position_row(account: FuturesAccount, holding: Holding) -> dict[str, Any]:
    """A row of /fapi/v3/positionRisk."""
    listing, mark = account.prices.listings[holding.symbol], account.prices.mark(holding.symbol)
    initial, isolated = account.initial_margin(holding), account.settings(holding.symbol).isolated
    notional = holding.amount * mark
    return {
        "symbol": holding.symbol,
        "positionSide": holding.position_side,
        "positionAmt": listing.quantity_text(holding.amount),
        "entryPrice": f"{holding.entry:.8f}",
        "breakEvenPrice": f"{holding.entry:.8f}",
        "markPrice": f"{mark:.8f}",
        "unRealizedProfit": f"{account.unrealised(holding):.8f}",
        "liquidationPrice": f"{account.liquidation_price(holding):.8f}",
        "isolatedMargin": f"{holding.isolated_wallet + account.unrealised(holding) if isolated else 0:.8f}",
        "notional": f"{notional:.8f}",
        "marginAsset": "USDT",
        "isolatedWallet": f"{holding.isolated_wallet if isolated else 0:.8f}",
        "initialMargin": f"{initial:.8f}",
        "maintMargin": f"{account.maintenance(holding):.8f}",
        "positionInitialMargin": f"{initial:.8f}",
        "openOrderInitialMargin": "0",
        "adl": 2,
        "bidNotional": "0",
        "askNotional": "0",
        "updateTime": holding.updated_at,
    }


def order_event(listing: Listing, order: Order, execution: str, at: int, trade: Trade | None = None) -> dict[str, Any]:
    """ORDER_TRADE_UPDATE. `execution`: NEW, TRADE, CANCELED, EXPIRED, AMENDMENT, CALCULATED."""
    price, quantity = listing.price_text, listing.quantity_text
    told: dict[str, Any] = {
        "s": order.symbol,
        "c": order.client_id,
        "S": order.side,
        "o": order.type,
        "f": order.time_in_force,
        "q": quantity(order.quantity),
        "p": price(order.price),
        "ap": f"{order.average:.5f}",
        "sp": price(order.stop_price),
        "x": execution,
        "X": order.status,
        "i": order.id,
        "l": quantity(trade.quantity if trade else Decimal(0)),
        "z": quantity(order.filled),
        "L": price(trade.price if trade else Decimal(0)),
        "T": at,
        "t": trade.id if trade else 0,
        "b": "0",
        "a": "0",
        "m": trade.is_maker if trade else False,
        "R": order.reduce_only,
        "wt": order.working_type,
        "ot": order.original_type,
        "ps": order.position_side,
        "cp": order.close_position,
        "pP": False,
        "si": 0,
        "ss": 0,
        "rp": f"{trade.realised if trade else 0:.8f}",
        "V": "EXPIRE_MAKER",
        "pm": "NONE",
        "gtd": 0,
    }
    if trade is not None:
        told |= {"n": f"{trade.commission:.8f}", "N": "USDT"}
    return {"e": "ORDER_TRADE_UPDATE", "T": at, "E": at, "o": told}


def lite_event(listing: Listing, trade: Trade) -> dict[str, Any]:
    """TRADE_LITE, the quick and poor word on a fill."""
    order = trade.order
    return {
        "e": "TRADE_LITE",
        "E": trade.at,
        "T": trade.at,
        "s": order.symbol,
        "q": listing.quantity_text(order.quantity),
        "p": listing.price_text(order.price),
        "m": trade.is_maker,
        "c": order.client_id,
        "S": order.side,
        "L": listing.price_text(trade.price),
        "l": listing.quantity_text(trade.quantity),
        "t": trade.id,
        "i": order.id,
    }


def account_event(account: FuturesAccount, holdings: list[Holding], reason: str, at: int) -> dict[str, Any]:
    """ACCOUNT_UPDATE: the wallet and the positions that changed."""
    wallet = f"{account.wallet:.8f}"
    positions = [
        {
            "s": each.symbol,
            "pa": account.prices.listings[each.symbol].quantity_text(each.amount),
            "ep": f"{each.entry:.8f}",
            "bep": f"{each.entry:.8f}",
            "cr": f"{each.realised:.8f}",
            "up": f"{account.unrealised(each):.8f}",
            "mt": "isolated" if account.settings(each.symbol).isolated else "cross",
            "iw": f"{each.isolated_wallet if account.settings(each.symbol).isolated else 0:.8f}",
            "ps": each.position_side,
            "ma": "USDT",
        }
        for each in holdings
    ]
    balances = [{"a": "USDT", "wb": wallet, "cw": wallet, "bc": "0"}]
    return {"e": "ACCOUNT_UPDATE", "T": at, "E": at, "a": {"m": reason, "B": balances, "P": positions}}


def algo_event(listing: Listing, algo: Algo, at: int) -> dict[str, Any]:
    """ALGO_UPDATE."""
    told: dict[str, Any] = {
        "caid": algo.client_id,
        "aid": algo.id,
        "at": "CONDITIONAL",
        "o": algo.type,
        "s": algo.symbol,
        "S": algo.side,
        "ps": algo.position_side,
        "f": algo.time_in_force,
        "q": listing.quantity_text(algo.quantity),
        "X": algo.status,
        "ai": "" if algo.order is None else str(algo.order.id),
        "tp": listing.price_text(algo.trigger_price),
        "p": listing.price_text(algo.price),
        "V": "EXPIRE_MAKER",
        "wt": algo.working_type,
        "pm": "NONE",
        "cp": algo.close_position,
        "pP": algo.price_protect,
        "R": algo.reduce_only or algo.close_position,
        "tt": algo.triggered_at,
        "gtd": 0,
        "ia": False,
    }
    if algo.order is not None:
        told |= {
            "ap": f"{algo.order.average:.5f}",
            "aq": listing.quantity_text(algo.order.filled),
            "act": algo.order.type,
        }
    if algo.failure:
        told["rm"] = algo.failure
    return {"e": "ALGO_UPDATE", "T": at, "E": at, "o": told}
