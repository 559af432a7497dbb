"""What spot says of orders and trades, in our words."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.catalogue import Catalogue, Listing
from echotrade_desktop.engine.adapters.binance.orders import (
    OUR_SIDES,
    Execution,
    News,
    OrderEnded,
    moment_in,
    number_in,
    read_id,
)
from echotrade_desktop.engine.adapters.binance.server_time import from_ms
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus

KINDS = {"STOP_LOSS": OrderKind.STOP_MARKET, "TAKE_PROFIT": OrderKind.TAKE_PROFIT_MARKET, "MARKET": OrderKind.MARKET}
ENDED = frozenset({"CANCELED", "EXPIRED", "EXPIRED_IN_MATCH", "REJECTED"})
FEE_IN_COIN = "The fee was taken from the coins that were bought."
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # of a row that does not say when


def grouped(rows: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> list[Order]:
    """Return what rests, the pieces of an order put together again."""
    found: dict[str, Order] = {}
    for row in rows:
        order = _resting(row, catalogue)
        if order is None:
            continue
        known = found.get(order.client_order_id)
        whole = order if known is None else replace(known, quantity=known.quantity + order.quantity)
        found[order.client_order_id] = whole
    return list(found.values())


def _resting(row: Mapping[str, Any], catalogue: Catalogue) -> Order | None:
    listing = catalogue.by_raw.get(str(row.get("symbol")))
    if listing is None:
        return None
    ours, at = read_id(str(row["clientOrderId"])), moment_in(row, "time", lambda: LONG_AGO)
    return Order(
        client_order_id=ours.client_order_id if ours else str(row["clientOrderId"]),
        position_id=ours.position_id if ours else "",
        symbol=listing.instrument.symbol,
        side=OUR_SIDES[str(row["side"])],
        kind=KINDS.get(str(row["type"]), OrderKind.LIMIT_IOC),
        purpose=ours.purpose if ours else OrderPurpose.CLOSE,
        quantity=number_in(row, "origQty"),
        created_at=at,
        updated_at=at,
        status=OrderStatus.ACCEPTED,
        trigger_price=number_in(row, "stopPrice") or None,
        reduce_only=ours is not None and ours.purpose is not OrderPurpose.ENTRY,
        filled_quantity=number_in(row, "executedQty"),
        exchange_order_id=str(row["orderId"]),
    )


def execution_of(row: Mapping[str, Any], listing: Listing) -> Execution:
    """Return a row of `myTrades`."""
    execution = Execution(
        trade_id=f"{row['symbol']}-{row['id']}",
        order_id=str(row["orderId"]),
        client_order_id=None,
        raw=str(row["symbol"]),
        side=OrderSide.BUY if row["isBuyer"] else OrderSide.SELL,
        quantity=decimal_from(row["qty"]),
        price=decimal_from(row["price"]),
        fee=decimal_from(row["commission"]),
        fee_asset=str(row["commissionAsset"]),
        at=from_ms(int(row["time"])),
    )
    return received(execution, listing)


def report_of(told: Mapping[str, Any], catalogue: Catalogue, lifted: Container[str]) -> list[News]:
    """Return what an `executionReport` says; the end of a piece that was taken up by us (`lifted`) is no news."""
    news: list[News] = []
    client_id, number, status = str(told.get("C") or told["c"]), str(told["i"]), told["X"]
    listing = catalogue.by_raw.get(str(told["s"]))
    if told["x"] == "TRADE" and listing is not None:
        execution = Execution(
            trade_id=f"{told['s']}-{told['t']}",
            order_id=number,
            client_order_id=client_id,
            raw=str(told["s"]),
            side=OUR_SIDES[told["S"]],
            quantity=decimal_from(told["l"]),
            price=decimal_from(told["L"]),
            fee=decimal_from(told["n"] or "0"),
            fee_asset=str(told["N"] or listing.instrument.quote),
            at=from_ms(int(told["T"])),
        )
        net = received(execution, listing)
        news.append(net)
        if status == "FILLED" and net.quantity < execution.quantity:
            news.append(OrderEnded(client_id, number, decimal_from(told["z"]), FEE_IN_COIN))
    is_piece = "." in client_id
    if status in ENDED and client_id not in lifted and not (is_piece and status == "EXPIRED"):
        news.append(OrderEnded(client_id, number, decimal_from(told["z"]), ""))
    return news


def received(execution: Execution, listing: Listing) -> Execution:
    """Return a buy as what it brought: the fee that was taken from the coins is no coin that can be sold.

    What is below the lot counts as fee too; it stays in the account.
    """
    if execution.side is not OrderSide.BUY or execution.fee_asset != listing.instrument.base:
        return execution
    net = listing.instrument.quantity_down(execution.quantity - execution.fee)
    return replace(execution, quantity=net, fee=execution.quantity - net)


def bare(row: Mapping[str, Any]) -> str:
    """Return the id of the order that a row is a piece of, nothing when it is not ours."""
    ours = read_id(str(row.get("clientOrderId")))
    return ours.client_order_id if ours else ""


def is_of(row: Mapping[str, Any], position_id: str) -> bool:
    """Whether a row protects or closes a position of ours."""
    ours = read_id(str(row.get("clientOrderId")))
    return ours is not None and ours.position_id == position_id and ours.purpose is not OrderPurpose.ENTRY


def of_pieces(order: Order, rows: Sequence[Mapping[str, Any]], held: Decimal) -> Order | None:
    """Return what has become of a stop or target, from all the pieces it ever had; None when there are none.

    One of which only a part rests, of all that it should rest for, counts as ended: the laying broke off, and it has to
    be laid anew. `held` is what its position holds.
    """
    if not rows:
        return None
    filled = sum((number_in(row, "executedQty") for row in rows), ZERO)
    resting = [row for row in rows if row["status"] not in ENDED and row["status"] != "FILLED"]
    rests = sum((number_in(row, "origQty") - number_in(row, "executedQty") for row in resting), ZERO)
    status = OrderStatus.CANCELLED
    if filled >= order.quantity:
        status = OrderStatus.FILLED
    elif rests >= min(order.quantity - filled, held) and rests > ZERO:
        status = OrderStatus.PARTIALLY_FILLED if filled else OrderStatus.ACCEPTED
    return replace(order, status=status, exchange_order_id=str(rows[-1]["orderId"]), filled_quantity=filled)
