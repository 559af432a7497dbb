"""Spot: how orders and the user stream are spelled there, and how a stop and its targets share the same coins.

A resting sell ties up the coins it would sell, so a stop and a target can only rest together as a pair of which one
ends the other (OCO), and a stop cannot be placed before the old one is gone. Whenever a stop or target changes, what
rests for its position is taken up and laid anew: a pair for each target, a stop for the rest. Each piece has an id of
its own, the order's with a number behind it.
"""

import itertools
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.catalogue import Listing
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.adapters.binance.orders import (
    RESTING_KINDS,
    STATUSES,
    Execution,
    News,
    OrderEnded,
    StreamEnded,
    listed,
    needed,
    number_in,
    text_of,
)
from echotrade_desktop.engine.adapters.binance.server_time import to_ms
from echotrade_desktop.engine.adapters.binance.spot_reading import ENDED, bare, execution_of, grouped, is_of, report_of
from echotrade_desktop.engine.adapters.binance.trades import executions_since
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.errors import OrderRejected
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position

log = logging.getLogger(__name__)

BROKEN_OFF = "it was being laid anew when nobody answered"
PLACE = Endpoint("private", "POST", "order", 1, is_order=True)
PLACE_PAIR = Endpoint("private", "POST", "orderList/oco", 1, is_order=True)
CANCEL = Endpoint("private", "DELETE", "order", 1)
FIND = Endpoint("private", "GET", "order", 4)
OPEN = Endpoint("private", "GET", "openOrders", 80)
ALL = Endpoint("private", "GET", "allOrders", 20)
TRADES = Endpoint("private", "GET", "myTrades", 20)
ACCOUNT = Endpoint("private", "GET", "account", 20)

OPEN_OF_SYMBOL_WEIGHT = 6
DAY = timedelta(days=1)


@dataclass(slots=True)
class _Layout:
    """What should rest for a position, and the ids of the pieces that do."""

    listing: Listing
    stop: Order | None = None
    targets: dict[str, Order] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    changing: list[Order] | None = None  # what rested before a change that is under way


class Spot:
    """Implements `Dialect`. `ended` hears of orders that fell by the wayside; `positions` are those in the ledger."""

    def __init__(
        self,
        client: Client,
        market: BinanceMarket,
        positions: Callable[[], Sequence[Position]],
        ended: Callable[[OrderEnded], None],
    ) -> None:
        self._client = client
        self._market = market
        self._positions = positions
        self._tell_ended = ended
        self._layouts: dict[str, _Layout] = {}
        self._replaced: set[str] = set()  # orders whose place another took
        self._lifted: set[str] = set()  # pieces that were taken up by us: their end is no news
        self._numbers = itertools.count(to_ms(market.line.clock.now()) % 10_000_000_000)  # ahead of any earlier run

    # --- the account ---

    async def ready(self) -> str | None:
        """See that the account may trade."""
        account = await self._client.call(ACCOUNT, urgency=Urgency.ASK)
        return None if account.get("canTrade") is True else "This account may not trade on Binance; nothing was sent."

    async def prepare(self, order: Order, listing: Listing, held: Decimal) -> None:
        """Coins that are not ours may lie beside ours; no more than ours is ever sold. There is nothing to borrow."""
        if order.side is OrderSide.SELL:
            raise OrderRejected("Spot is bought and sold, not shorted; nothing was sent.")

    async def brackets(self) -> Mapping[str, tuple[int, Decimal]]:
        """There is no leverage."""
        return {}

    # --- orders ---

    async def place(self, order: Order, listing: Listing) -> str:
        """Send an order; a stop or target together with what rests beside it already."""
        if order.reduce_only:
            with self._surely(order):
                return await (self._rest if order.kind in RESTING_KINDS else self._close)(order, listing)
        params = self._params(order, listing, order.quantity)
        if order.limit_price is not None:
            params |= {"type": "LIMIT", "timeInForce": "IOC", "price": text_of(order.limit_price)}
        return needed(await self._client.call(PLACE, params, Urgency.ENTER), "orderId", self._client.who)

    @contextmanager
    def _surely(self, order: Order) -> Iterator[None]:
        """When a change of what rests breaks off half way, nobody may count on any of it.

        All of it is told as ended, so that whoever owns it places it anew; what rests is then asked for first.
        """
        try:
            yield
        except BaseException:
            layout = self._layouts.get(order.position_id)
            if layout is not None and layout.changing is not None:
                del self._layouts[order.position_id]
                for each in layout.changing:
                    if each.client_order_id != order.client_order_id:
                        self._tell_ended(OrderEnded(each.client_order_id, "", ZERO, BROKEN_OFF))
            raise

    def _params(self, order: Order, listing: Listing, quantity: Decimal) -> dict[str, str]:
        return {
            "symbol": listing.raw,
            "side": "BUY" if order.side is OrderSide.BUY else "SELL",
            "type": "MARKET",
            "quantity": text_of(quantity),
            "newClientOrderId": order.client_order_id,
            "newOrderRespType": "RESULT",
        }

    async def _close(self, order: Order, listing: Listing) -> str:
        """Sell at the market what is ours, with what ties it up taken up first; then protect what is left."""
        held = self._held(order.position_id)
        quantity = min(order.quantity, held)
        if quantity <= ZERO:
            raise OrderRejected("There is nothing left to reduce.")
        layout = await self._layout(order.position_id, listing)
        await self._lift(layout)
        try:
            params = self._params(order, listing, quantity)
            number = needed(await self._client.call(PLACE, params, Urgency.PROTECT), "orderId", self._client.who)
        except Trouble:
            await self._lay_again(layout, held)
            raise
        await self._lay_again(layout, held - quantity)
        if quantity < order.quantity:
            self._tell_ended(OrderEnded(order.client_order_id, number, quantity, "the position was smaller"))
        return number

    async def _rest(self, order: Order, listing: Listing) -> str:
        layout = await self._layout(order.position_id, listing)
        held = self._held(order.position_id)
        if held <= ZERO:
            raise OrderRejected("There is nothing left to reduce.")
        before = replace(layout, targets=dict(layout.targets))
        layout.changing = _orders_of(layout)
        if order.purpose is OrderPurpose.STOP:
            layout.stop = order
        else:
            layout.targets[order.client_order_id] = order
        await self._lift(layout)
        try:
            numbers = await self._lay(layout, held)
        except Trouble:
            layout.stop, layout.targets = before.stop, before.targets
            await self._lift(layout)
            await self._lay_again(layout, held)
            raise
        if before.stop is not None and before.stop is not layout.stop:
            self._replaced.add(before.stop.client_order_id)
        return numbers[order.client_order_id]

    async def cancel(self, order: Order, listing: Listing) -> Decimal:
        """Cancel an order; of a stop or target the pieces, with the others laid anew."""
        if order.kind not in RESTING_KINDS:
            params = {"symbol": listing.raw, "origClientOrderId": order.client_order_id}
            answer = await self._client.call(CANCEL, params, Urgency.PROTECT)
            return number_in(answer, "executedQty")
        layout = await self._layout(order.position_id, listing)
        if order.client_order_id in self._replaced:
            return ZERO
        is_stop = layout.stop is not None and layout.stop.client_order_id == order.client_order_id
        if not is_stop and order.client_order_id not in layout.targets:
            raise Trouble(Verdict.GONE, "There is no such order any more.")
        with self._surely(order):
            if not await self._lift(layout):
                raise Trouble(Verdict.GONE, "The order has already ended.")
            layout.targets.pop(order.client_order_id, None)
            layout.stop = None if is_stop else layout.stop
            await self._lay_again(layout, self._held(order.position_id))
        return ZERO

    # --- what rests for a position ---

    def _held(self, position_id: str) -> Decimal:
        return sum((p.quantity for p in self._positions() if p.position_id == position_id), ZERO)

    async def _layout(self, position_id: str, listing: Listing) -> _Layout:
        """Return what rests for a position, from Binance when this app has not laid it."""
        layout = self._layouts.get(position_id)
        if layout is None:
            layout = _Layout(listing)
            rows = await self._client.call(OPEN, {"symbol": listing.raw}, Urgency.PROTECT, OPEN_OF_SYMBOL_WEIGHT)
            for order in grouped(listed(rows, self._client.who), self._market.catalogue):
                if order.position_id == position_id and order.purpose is OrderPurpose.STOP:
                    layout.stop = order
                elif order.position_id == position_id:
                    layout.targets[order.client_order_id] = order
            layout.pieces = [row["clientOrderId"] for row in rows if is_of(row, position_id)]
            self._layouts[position_id] = layout
        return layout

    async def _lift(self, layout: _Layout) -> bool:
        """Take up every piece; False when none rested any more. Raises `Trouble` when one may still rest."""
        layout.changing = layout.changing or _orders_of(layout)
        rested = not layout.pieces
        for piece in list(layout.pieces):
            self._lifted.add(piece)
            try:
                await self._client.call(
                    CANCEL, {"symbol": layout.listing.raw, "origClientOrderId": piece}, Urgency.PROTECT
                )
                rested = True
            except Trouble as trouble:
                if trouble.verdict is not Verdict.GONE:  # one of a pair goes with the other
                    self._lifted.discard(piece)
                    raise
            layout.pieces.remove(piece)
        if not rested:
            layout.changing = None  # all of it has ended, and that is told elsewhere
        return rested

    async def _lay_again(self, layout: _Layout, held: Decimal) -> None:
        """Lay what is left; what cannot be laid has ended, and whoever owns it places it anew."""
        orders = _orders_of(layout)
        try:
            await self._lay(layout, held)
        except Trouble as trouble:
            log.warning("what protected a position could not be laid again: %s", trouble)
            layout.stop, layout.targets, layout.changing = None, {}, None
            for order in orders:
                self._tell_ended(OrderEnded(order.client_order_id, "", ZERO, "it could not be laid again"))

    async def _lay(self, layout: _Layout, held: Decimal) -> dict[str, str]:
        """Lay a pair for each target and a stop for the rest of what is held; return each order's first number."""
        numbers: dict[str, str] = {}
        left = min(held, layout.stop.quantity) if layout.stop else held
        for target in list(layout.targets.values()):
            quantity = min(target.quantity, left)
            if quantity <= ZERO:
                continue
            left -= quantity
            if layout.stop is None:
                numbers[target.client_order_id] = await self._lay_one(layout, target, quantity)
            else:
                stop, above = await self._lay_pair(layout, layout.stop, target, quantity)
                numbers.setdefault(layout.stop.client_order_id, stop)
                numbers[target.client_order_id] = above
        if layout.stop is not None and left > ZERO:
            number = await self._lay_one(layout, layout.stop, left)
            numbers.setdefault(layout.stop.client_order_id, number)
        layout.changing = None
        return numbers

    async def _lay_one(self, layout: _Layout, order: Order, quantity: Decimal) -> str:
        piece = self._piece(layout, order)
        kind = "STOP_LOSS" if order.kind is OrderKind.STOP_MARKET else "TAKE_PROFIT"
        params = self._params(order, layout.listing, quantity)
        params |= {"type": kind, "newClientOrderId": piece, "stopPrice": text_of(order.trigger_price or ZERO)}
        return needed(await self._client.call(PLACE, params, Urgency.PROTECT), "orderId", self._client.who)

    async def _lay_pair(self, layout: _Layout, stop: Order, target: Order, quantity: Decimal) -> tuple[str, str]:
        below, above = self._piece(layout, stop), self._piece(layout, target)
        params = {
            "symbol": layout.listing.raw,
            "side": "SELL",
            "quantity": text_of(quantity),
            "aboveType": "TAKE_PROFIT",
            "aboveStopPrice": text_of(target.trigger_price or ZERO),
            "aboveClientOrderId": above,
            "belowType": "STOP_LOSS",
            "belowStopPrice": text_of(stop.trigger_price or ZERO),
            "belowClientOrderId": below,
        }
        answer = await self._client.call(PLACE_PAIR, params, Urgency.PROTECT)
        found = {row["clientOrderId"]: str(row["orderId"]) for row in answer.get("orders", ())}
        if not {below, above} <= found.keys():
            raise Trouble(Verdict.UNKNOWN, f"{self._client.who} answered, but not that it has both orders.")
        return found[below], found[above]

    def _piece(self, layout: _Layout, order: Order) -> str:
        piece = f"{order.client_order_id}.{next(self._numbers)}"
        layout.pieces.append(piece)
        return piece

    # --- what has become of them ---

    async def find(self, order: Order, listing: Listing) -> Order | None:
        """Look an order up; a stop or target by all the pieces it ever had."""
        if order.kind in RESTING_KINDS:
            rows = await self._client.call(ALL, {"symbol": listing.raw, "limit": "1000"}, Urgency.ASK)
            return self._of_pieces(order, [row for row in rows if bare(row) == order.client_order_id])
        try:
            params = {"symbol": listing.raw, "origClientOrderId": order.client_order_id}
            row = await self._client.call(FIND, params, Urgency.ASK)
        except Trouble as trouble:
            if trouble.verdict is Verdict.GONE:
                return None
            raise
        number = needed(row, "orderId", self._client.who)
        filled = await self._received(listing, number) if number_in(row, "executedQty") else ZERO
        status = STATUSES.get(str(row.get("status")), OrderStatus.ACCEPTED)
        if status is OrderStatus.FILLED and filled < order.quantity:
            status = OrderStatus.CANCELLED
        return replace(order, status=status, exchange_order_id=number, filled_quantity=filled)

    async def _received(self, listing: Listing, number: str) -> Decimal:
        rows = await self._client.call(TRADES, {"symbol": listing.raw, "orderId": number}, Urgency.ASK)
        return sum((execution_of(row, listing).quantity for row in listed(rows, self._client.who)), ZERO)

    @staticmethod
    def _of_pieces(order: Order, rows: Sequence[Mapping[str, Any]]) -> Order | None:
        if not rows:
            return None
        filled = sum((number_in(row, "executedQty") for row in rows), ZERO)
        rests = any(row["status"] not in ENDED and row["status"] != "FILLED" for row in rows)
        status = OrderStatus.ACCEPTED if rests else OrderStatus.CANCELLED
        if filled >= order.quantity:
            status = OrderStatus.FILLED
        elif rests and filled:
            status = OrderStatus.PARTIALLY_FILLED
        return replace(order, status=status, exchange_order_id=str(rows[-1]["orderId"]), filled_quantity=filled)

    async def open_orders(self) -> list[Order]:
        """Return what rests, pieces put together again."""
        rows = listed(await self._client.call(OPEN, urgency=Urgency.ASK), self._client.who)
        return grouped(rows, self._market.catalogue)

    # --- trades ---

    async def executions(self, listing: Listing, since: datetime) -> list[Execution]:
        """Return the trades since a time, a day at a time."""
        read = partial(execution_of, listing=listing)
        return await executions_since(self._client, TRADES, listing.raw, since, DAY, read)

    async def cash_moves(self, since: datetime) -> list[CashMove]:
        """Return nothing: spot has no funding, and no record of what came and went that a trading key may read."""
        return []

    async def client_id_of(self, listing: Listing, order_id: str) -> str | None:
        """Return the client id behind a number."""
        row = await self._client.call(FIND, {"symbol": listing.raw, "orderId": order_id}, Urgency.ASK)
        return str(row.get("clientOrderId", ""))

    # --- the user stream ---

    def read(self, frame: Mapping[str, Any]) -> list[News]:
        """Return what an event says; events come wrapped in the number of their subscription."""
        if "error" in frame:
            return [StreamEnded()]
        event = frame.get("event") or frame
        match event.get("e"):
            case "executionReport":
                return report_of(event, self._market.catalogue, self._lifted)
            case "eventStreamTerminated":
                return [StreamEnded()]
        return []


def _orders_of(layout: _Layout) -> list[Order]:
    return [*layout.targets.values(), *([layout.stop] if layout.stop else [])]
