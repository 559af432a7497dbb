"""Spot: how orders and the user stream are spelled there. What rests for a position is `spot_layout.py`'s.

Nothing is reduce-only on spot: a sell sells whatever coins are free. So an exit at the market is sent once, after what
ties its coins up was taken up; one that never came to be sent says so when it is looked up.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from echotrade_desktop.engine.adapters.binance.account import QUOTE
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
from echotrade_desktop.engine.adapters.binance.spot_layout import (
    CANCEL,
    OPEN,
    PLACE,
    Layout,
    Layouts,
    Lifted,
    market_params,
)
from echotrade_desktop.engine.adapters.binance.spot_reading import (
    bare,
    execution_of,
    grouped,
    is_of,
    of_pieces,
    report_of,
)
from echotrade_desktop.engine.adapters.binance.trades import executions_since
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.errors import OrderRejected
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import Position

log = logging.getLogger(__name__)

NEVER_SENT = "What ties up its coins could not be taken up in time; it was not sent."
NOT_COUNTED = "Binance did not say what of its coins is left; it was not sent."
NO_COINS_LEFT = "The other targets take all the coins there are; it was not sent."
SOLD_ALREADY = "Binance has sold its coins already, which is about to be booked; it was not sent."
UNBOOKED = (
    "{amount} {way} the spot account. EchoTrade does not book that on spot: its cash and equity go on without it."
)
NOT_THERE = "Binance does not have it, and all its coins; they could not be sold twice."
FIND = Endpoint("private", "GET", "order", 4)
ALL = Endpoint("private", "GET", "allOrders", 20)
TRADES = Endpoint("private", "GET", "myTrades", 20)
ACCOUNT = Endpoint("private", "GET", "account", 20)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What spot asks of the ledger, and who hears what it comes across."""

    positions: Callable[[], Sequence[Position]]  # that are open
    is_live: Callable[[Order], bool]  # an order that has not ended there
    is_closing: Callable[[str], bool]  # a position with a close that has not ended there
    ended: Callable[[OrderEnded], None]
    traded: Callable[[Sequence[Execution]], Awaitable[None]]
    told: Callable[[str], None]  # what the user must know


class Spot:
    """Implements `Dialect`."""

    has_reduce_only = False

    def __init__(self, client: Client, market: BinanceMarket, ledger: Ledger) -> None:
        self._client = client
        self._market = market
        self._ledger = ledger
        first = to_ms(market.line.clock.now()) % 10_000_000_000
        self._layouts = Layouts(client, lambda: market.catalogue, ledger.is_live, ledger.ended, first)
        self._replaced: set[str] = set()  # orders whose place another took
        self._unsent: set[str] = set()  # exits that were asked for and are not on the wire

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
            self._unsent.add(order.client_order_id)
            with self._layouts.surely(order):
                return await (self._rest if order.kind in RESTING_KINDS else self._close)(order, listing)
        params = market_params(order, listing, order.quantity)
        if order.limit_price is not None:
            params |= {"type": "LIMIT", "timeInForce": "IOC", "price": text_of(order.limit_price)}
        return needed(await self._client.call(PLACE, params, Urgency.ENTER), "orderId", self._client.who)

    async def _close(self, order: Order, listing: Listing) -> str:
        """Sell at the market what is ours, with what ties it up taken up first; then protect what is left."""
        held = self._held(order.position_id)
        layout, lifted = await self._taken_up(order, listing)
        left = held if lifted is Lifted.ALL else await self._left(order, listing)
        quantity = min(order.quantity, left)
        if quantity <= ZERO:
            raise OrderRejected(SOLD_ALREADY)
        self._unsent.discard(order.client_order_id)
        try:
            params = market_params(order, listing, quantity)
            number = needed(await self._client.call(PLACE, params, Urgency.PROTECT), "orderId", self._client.who)
        except Trouble:
            await self._layouts.lay_again(order.position_id, layout, left)
            raise
        await self._layouts.lay_again(order.position_id, layout, left - quantity)
        if quantity < order.quantity:
            self._ledger.ended(OrderEnded(order.client_order_id, number, quantity, "the position was smaller"))
        return number

    async def _rest(self, order: Order, listing: Listing) -> str:
        """Lay a stop or target over what is ours; a close that has not been booked yet may have sold some of it."""
        held = self._held(order.position_id)
        if held > ZERO and self._ledger.is_closing(order.position_id):
            held = await self._left(order, listing)
            if held <= ZERO:
                raise OrderRejected(SOLD_ALREADY)
        layout, _ = await self._taken_up(order, listing)
        self._unsent.discard(order.client_order_id)
        before = replace(layout, targets=dict(layout.targets))
        layout.put(order)
        try:
            numbers = await self._layouts.lay(layout, held)
        except Trouble:
            layout.stop, layout.targets = before.stop, before.targets
            await self._layouts.lift(layout)
            await self._layouts.lay_again(order.position_id, layout, held)
            self._layouts.forget(order.position_id)  # something may rest that was not known of
            raise
        if before.stop is not None and before.stop is not layout.stop:
            self._replaced.add(before.stop.client_order_id)
        if order.client_order_id not in numbers:
            layout.drop(order)
            raise OrderRejected(NO_COINS_LEFT)
        return numbers[order.client_order_id]

    async def _taken_up(self, order: Order, listing: Listing) -> tuple[Layout, Lifted]:
        """Return the layout of an exit's position, all of it taken up; raises `OrderRejected` when that failed."""
        if self._held(order.position_id) <= ZERO:
            raise OrderRejected("There is nothing left to reduce.")
        try:
            layout = await self._layouts.of(order.position_id, listing)
            return layout, await self._layouts.lift(layout)
        except Trouble as trouble:
            raise OrderRejected(f"{NEVER_SENT} {trouble}") from None

    async def _left(self, order: Order, listing: Listing) -> Decimal:
        """Return the coins of a position that Binance has not sold yet, as far as its newest orders tell.

        What it has sold may not have been heard of here: selling that again would sell coins of somebody else.
        """
        try:
            rows = await self._all(listing, Urgency.PROTECT)
        except Trouble as trouble:
            raise OrderRejected(f"{NOT_COUNTED} {trouble}") from None
        return self._unsold(rows, order.position_id)

    def _unsold(self, rows: Sequence[Mapping[str, Any]], position_id: str) -> Decimal:
        sold = sum((number_in(row, "executedQty") for row in rows if is_of(row, position_id)), ZERO)
        ours = [position for position in self._ledger.positions() if position.position_id == position_id]
        return sum((min(each.quantity, each.quantity + each.exit_quantity - sold) for each in ours), ZERO)

    async def _all(self, listing: Listing, urgency: Urgency) -> Sequence[Mapping[str, Any]]:
        rows = await self._client.call(ALL, {"symbol": listing.raw, "limit": "1000"}, urgency)
        return listed(rows, self._client.who)

    async def cancel(self, order: Order, listing: Listing) -> Decimal:
        """Cancel an order; of a stop or target the pieces, with the others laid anew."""
        if order.kind not in RESTING_KINDS:
            params = {"symbol": listing.raw, "origClientOrderId": order.client_order_id}
            answer = await self._client.call(CANCEL, params, Urgency.PROTECT)
            needed(answer, "orderId", self._client.who)
            return number_in(answer, "executedQty")
        if order.client_order_id in self._replaced:
            return ZERO
        layout = await self._layouts.of(order.position_id, listing)
        if not layout.has(order):
            await self._layouts.cancel_stray(order, listing)
            return ZERO
        with self._layouts.surely(order):
            if await self._layouts.lift(layout) is Lifted.NONE:
                raise Trouble(Verdict.GONE, "The order has already ended.")
            layout.drop(order)
            await self._layouts.lay_again(order.position_id, layout, self._held(order.position_id))
        return ZERO

    def _held(self, position_id: str) -> Decimal:
        return sum((p.quantity for p in self._ledger.positions() if p.position_id == position_id), ZERO)

    # --- what has become of them ---

    async def find(self, order: Order, listing: Listing) -> Order | None:
        """Look an order up; a stop or target by all the pieces it ever had."""
        if order.client_order_id in self._unsent:
            return replace(order, status=OrderStatus.REJECTED, reason=NEVER_SENT)
        if order.kind in RESTING_KINDS:
            rows = await self._all(listing, Urgency.ASK)
            pieces = [row for row in rows if bare(row) == order.client_order_id]
            return of_pieces(order, pieces, self._unsold(rows, order.position_id))
        try:
            params = {"symbol": listing.raw, "origClientOrderId": order.client_order_id}
            row = await self._client.call(FIND, params, Urgency.ASK)
        except Trouble as trouble:
            if trouble.verdict is Verdict.GONE:
                return await self._of_absent(order, listing)
            raise
        number = needed(row, "orderId", self._client.who)
        filled = await self._received(order, listing, number) if number_in(row, "executedQty") else ZERO
        status = STATUSES.get(str(row.get("status")), OrderStatus.ACCEPTED)
        if status is OrderStatus.FILLED and filled < order.quantity:
            status = OrderStatus.CANCELLED
        return replace(order, status=status, exchange_order_id=number, filled_quantity=filled)

    async def _of_absent(self, order: Order, listing: Listing) -> Order | None:
        """Return an order that Binance does not have: a sale that cannot be made twice as refused, any other as None.

        All its coins are there then, and too few for two such sales: whichever comes second, Binance refuses. It may be
        sent anew at once. Where there are more, the user's own say, nobody can tell that it is not still to come.
        """
        held = self._held(order.position_id)
        if order.purpose is not OrderPurpose.CLOSE or held <= ZERO:
            return None
        try:
            coins = _coins(await self._client.call(ACCOUNT, urgency=Urgency.ASK), listing.instrument.base)
            if not held <= coins < 2 * min(order.quantity, held) or await self._left(order, listing) != held:
                return None
        except (OrderRejected, Trouble) as silence:
            log.info("the coins of %s could not be counted: %s", order.client_order_id, silence)
            return None
        return replace(order, status=OrderStatus.REJECTED, reason=NOT_THERE)

    async def _received(self, order: Order, listing: Listing, number: str) -> Decimal:
        """Return what an order has executed, and have it booked: it may be all that is ever heard of it."""
        rows = await self._client.call(TRADES, {"symbol": listing.raw, "orderId": number}, Urgency.ASK)
        read = [execution_of(row, listing) for row in listed(rows, self._client.who)]
        await self._ledger.traded([replace(each, client_order_id=order.client_order_id) for each in read])
        return sum((each.quantity for each in read), ZERO)

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
                return report_of(event, self._market.catalogue, self._layouts.lifted)
            case "balanceUpdate" if event["a"] == QUOTE and (moved := decimal_from(event["d"])):
                way = "came into" if moved > ZERO else "left"
                self._ledger.told(UNBOOKED.format(amount=words.money(abs(moved)), way=way))
            case "eventStreamTerminated":
                return [StreamEnded()]
        return []


def _coins(account: Mapping[str, Any], base: str) -> Decimal:
    """Return all that an account has of a coin, free or tied up."""
    rows = [row for row in account.get("balances", ()) if row["asset"] == base]
    return sum((number_in(row, "free") + number_in(row, "locked") for row in rows), ZERO)
