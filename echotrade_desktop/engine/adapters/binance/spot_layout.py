"""What rests on spot for each position: pieces over the same coins, taken up and laid anew when something changes.

A resting sell ties up the coins it would sell, so a stop and a target can only rest together as a pair of which one
ends the other (OCO), and a stop cannot be placed before the old one is gone. A pair rests for each target, a stop for
the rest of the coins. Each piece has an id of its own, the order's with a number behind it.
"""

import itertools
import logging
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.budget import Urgency
from echotrade_desktop.engine.adapters.binance.catalogue import Catalogue, Listing
from echotrade_desktop.engine.adapters.binance.client import Client, Endpoint
from echotrade_desktop.engine.adapters.binance.orders import OrderEnded, listed, needed, number_in, text_of
from echotrade_desktop.engine.adapters.binance.spot_reading import bare, grouped, is_of
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose
from echotrade_desktop.engine.runtime import together

log = logging.getLogger(__name__)

BROKEN_OFF = "it was being laid anew when nobody answered"
NOT_AGAIN = "it could not be laid again"
PLACE = Endpoint("private", "POST", "order", 1, is_order=True)
PLACE_PAIR = Endpoint("private", "POST", "orderList/oco", 1, is_order=True)
CANCEL = Endpoint("private", "DELETE", "order", 1)
OPEN = Endpoint("private", "GET", "openOrders", 80)
OPEN_OF_SYMBOL_WEIGHT = 6
Pieces = tuple[str, ...]  # ids of which one cancellation ends all: of a pair, or of an order that rests alone


class Lifted(Enum):
    """What there was to be taken up."""

    ALL = "all"  # everything that this app had laid rested, and nothing of it had been executed
    SOME = "some"  # what had become of some of it is not known here
    NONE = "none"  # all of it had ended


@dataclass(slots=True)
class Layout:
    """What should rest for a position, and the pieces that do."""

    listing: Listing
    stop: Order | None = None
    targets: dict[str, Order] = field(default_factory=dict)
    pieces: list[Pieces] = field(default_factory=list)
    laid_here: bool = False  # or as Binance told it: what happened to it before is not known
    changing: list[Order] | None = None  # what rested before a change that is under way

    def orders(self) -> list[Order]:
        """Return what should rest."""
        return [*self.targets.values(), *([self.stop] if self.stop else [])]

    def has(self, order: Order) -> bool:
        """Whether an order should rest."""
        return any(each.client_order_id == order.client_order_id for each in self.orders())

    def put(self, order: Order) -> None:
        """Let a stop rest instead of the old one, or a target beside the others."""
        if order.purpose is OrderPurpose.STOP:
            self.stop = order
        else:
            self.targets[order.client_order_id] = order

    def drop(self, order: Order) -> None:
        """Let an order rest no more."""
        if self.stop is not None and self.stop.client_order_id == order.client_order_id:
            self.stop = None
        self.targets.pop(order.client_order_id, None)

    def shares(self, held: Decimal) -> list[tuple[Order, Order | None, Decimal]]:
        """Return what to lay over the coins `held`: an order, the target beside it, for how many coins."""
        found: list[tuple[Order, Order | None, Decimal]] = []
        left = held if self.stop is None else min(held, self.stop.quantity)
        for target in self.targets.values():
            quantity = min(target.quantity, left)
            left -= quantity
            if quantity > ZERO:
                found.append((target, None, quantity) if self.stop is None else (self.stop, target, quantity))
        if self.stop is not None and left > ZERO:
            found.append((self.stop, None, left))
        return found


class Layouts:
    """Takes up and lays pieces. What is not known to rest as it should is forgotten, and asked for before it changes.

    `ended` hears of orders that fell by the wayside: whoever owns them places them anew.
    """

    def __init__(
        self,
        client: Client,
        catalogue: Callable[[], Catalogue],
        is_live: Callable[[Order], bool],
        ended: Callable[[OrderEnded], None],
        first: int,
    ) -> None:
        """Orders that are not `is_live` are not laid again; pieces are numbered from `first`, ahead of earlier runs."""
        self.lifted: set[str] = set()  # pieces that were taken up by us: their end is no news
        self._client = client
        self._catalogue = catalogue
        self._is_live = is_live
        self._tell_ended = ended
        self._told: set[str] = set()  # as ended: nobody counts on them, whatever rests of them
        self._known: dict[str, Layout] = {}
        self._numbers = itertools.count(first)

    async def of(self, position_id: str, listing: Listing) -> Layout:
        """Return what rests for a position, from Binance when this app has not laid it or does not know it.

        Its pieces are all that rest; its orders only those that should: one that was executed or given up is not.
        """
        layout = self._known.get(position_id)
        if layout is None:
            rows = [row for row in await self._resting(listing) if is_of(row, position_id)]
            layout = self._known[position_id] = Layout(listing, pieces=_pieces_of(rows))
            for order in grouped(rows, self._catalogue()):
                layout.put(order)
        for order in layout.orders():
            if order.client_order_id in self._told or not self._is_live(order):
                layout.drop(order)
        return layout

    async def _resting(self, listing: Listing) -> Sequence[Mapping[str, Any]]:
        params = {"symbol": listing.raw}
        return listed(await self._client.call(OPEN, params, Urgency.PROTECT, OPEN_OF_SYMBOL_WEIGHT), self._client.who)

    def forget(self, position_id: str) -> None:
        """Ask what rests before the next change."""
        self._known.pop(position_id, None)

    @contextmanager
    def surely(self, order: Order) -> Iterator[None]:
        """When a change of what rests breaks off half way, nobody may count on any of it: told as ended, and forgotten.

        It is then placed anew, after asking what rests.
        """
        try:
            yield
        except BaseException:
            layout = self._known.get(order.position_id)
            if layout is not None and layout.changing is not None:
                self.forget(order.position_id)
                self._tell_all_ended(layout.changing, BROKEN_OFF, but=order)
            raise

    def _tell_all_ended(self, orders: Sequence[Order], why: str, but: Order | None = None) -> None:
        for each in orders:
            if but is None or each.client_order_id != but.client_order_id:
                self._told.add(each.client_order_id)
                self._tell_ended(OrderEnded(each.client_order_id, "", ZERO, why))

    # --- taken up ---

    async def lift(self, layout: Layout) -> Lifted:
        """Take up every piece, all at a time. Raises `Trouble` when one may still rest."""
        layout.changing = layout.changing or layout.orders()
        pieces = layout.pieces
        untouched = await self.cancel(layout.listing, pieces)
        layout.pieces = []
        if pieces and not untouched:
            layout.changing = None  # all of it has ended, and that is told elsewhere
            return Lifted.NONE
        is_all = layout.laid_here and len(untouched) == len(pieces) > 0 and all(untouched)
        return Lifted.ALL if is_all else Lifted.SOME

    async def cancel(self, listing: Listing, pieces: Sequence[Pieces]) -> list[bool]:
        """Cancel pieces; return, for each that rested, whether nothing of it had been executed.

        Waits for all answers, then raises the first `Trouble` but "gone".
        """
        untouched: list[bool] = []
        failed: list[Trouble] = []

        async def cancel_one(ids: Pieces) -> None:
            self.lifted.update(ids)
            params = {"symbol": listing.raw, "origClientOrderId": ids[0]}
            try:
                answer = await self._client.call(CANCEL, params, Urgency.PROTECT)
                needed(answer, "orderListId", self._client.who)
                reports = answer.get("orderReports") or [answer]
                untouched.append(not any(number_in(row, "executedQty") for row in reports))
            except Trouble as trouble:
                if trouble.verdict is not Verdict.GONE:
                    self.lifted.difference_update(ids)
                    failed.append(trouble)

        await together(cancel_one(ids) for ids in pieces)
        if failed:
            raise failed[0]
        return untouched

    async def cancel_stray(self, order: Order, listing: Listing) -> None:
        """Cancel the pieces of an order that should not rest. Raises `Trouble`, "gone" when there are none."""
        pieces = _pieces_of([row for row in await self._resting(listing) if bare(row) == order.client_order_id])
        if not await self.cancel(listing, pieces):
            raise Trouble(Verdict.GONE, "There is no such order any more.")

    # --- laid ---

    async def lay(self, layout: Layout, held: Decimal) -> dict[str, str]:
        """Lay a pair for each target and a stop for the rest, all at a time; return each order's first number.

        Waits for all answers, then raises the first `Trouble`.
        """
        numbers: dict[str, str] = {}
        failed: list[Trouble] = []

        async def attempt(laying: Coroutine[Any, Any, dict[str, str]]) -> None:
            try:
                for client_order_id, number in (await laying).items():
                    numbers.setdefault(client_order_id, number)
            except Trouble as trouble:
                failed.append(trouble)

        await together(
            attempt(
                self._lay_one(layout, order, quantity)
                if beside is None
                else self._lay_pair(layout, order, beside, quantity)
            )
            for order, beside, quantity in layout.shares(held)
        )
        if failed:
            raise failed[0]
        layout.changing, layout.laid_here = None, True
        return numbers

    async def lay_again(self, position_id: str, layout: Layout, held: Decimal) -> None:
        """Lay what is left; what cannot be laid has ended, and whoever owns it places it anew."""
        try:
            await self.lay(layout, held)
        except Trouble as trouble:
            log.warning("what protected a position could not be laid again: %s", trouble)
            self.forget(position_id)
            self._tell_all_ended(layout.orders(), NOT_AGAIN)

    async def _lay_one(self, layout: Layout, order: Order, quantity: Decimal) -> dict[str, str]:
        piece = self._piece_of(order)
        layout.pieces.append((piece,))
        params = market_params(order, layout.listing, quantity) | {
            "type": "STOP_LOSS" if order.kind is OrderKind.STOP_MARKET else "TAKE_PROFIT",
            "newClientOrderId": piece,
            "stopPrice": text_of(order.trigger_price or ZERO),
        }
        answer = await self._client.call(PLACE, params, Urgency.PROTECT)
        return {order.client_order_id: needed(answer, "orderId", self._client.who)}

    async def _lay_pair(self, layout: Layout, stop: Order, target: Order, quantity: Decimal) -> dict[str, str]:
        below, above = self._piece_of(stop), self._piece_of(target)
        layout.pieces.append((below, above))
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
        return {stop.client_order_id: found[below], target.client_order_id: found[above]}

    def _piece_of(self, order: Order) -> str:
        return f"{order.client_order_id}.{next(self._numbers)}"


def market_params(order: Order, listing: Listing, quantity: Decimal) -> dict[str, str]:
    """Return an order at the market as Binance reads it."""
    return {
        "symbol": listing.raw,
        "side": "BUY" if order.side is OrderSide.BUY else "SELL",
        "type": "MARKET",
        "quantity": text_of(quantity),
        "newClientOrderId": order.client_order_id,
        "newOrderRespType": "RESULT",
    }


def _pieces_of(rows: Sequence[Mapping[str, Any]]) -> list[Pieces]:
    """Return the ids of rows, those of a pair together."""
    found: dict[str, list[str]] = {}
    for row in rows:
        list_id = str(row.get("orderListId") or "-1")
        key = row["clientOrderId"] if list_id == "-1" else f"list {list_id}"
        found.setdefault(key, []).append(row["clientOrderId"])
    return [tuple(ids) for ids in found.values()]
