"""Our orders in Binance's words and back: what is the same on both of its markets."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.catalogue import Listing
from echotrade_desktop.engine.adapters.binance.server_time import from_ms
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO, decimal_from
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.errors import OrderRejected
from echotrade_desktop.engine.domain.market import OrderSide
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus

LONGEST_ID = 36
OURS = re.compile(r"((p[\w:]+)-([estcl])\d+)(\.\d+)?")  # a piece of an order has a number behind its id
PURPOSES = {purpose.value[0]: purpose for purpose in OrderPurpose}
SIDES = {OrderSide.BUY: "BUY", OrderSide.SELL: "SELL"}
OUR_SIDES = {"BUY": OrderSide.BUY, "SELL": OrderSide.SELL}
RESTING_KINDS = frozenset({OrderKind.STOP_MARKET, OrderKind.TAKE_PROFIT_MARKET})
STATUSES = {
    "NEW": OrderStatus.ACCEPTED,
    "PENDING_NEW": OrderStatus.ACCEPTED,
    "PARTIALLY_FILLED": OrderStatus.PARTIALLY_FILLED,
    "FILLED": OrderStatus.FILLED,
    "CANCELED": OrderStatus.CANCELLED,
    "PENDING_CANCEL": OrderStatus.ACCEPTED,
    "EXPIRED": OrderStatus.CANCELLED,
    "EXPIRED_IN_MATCH": OrderStatus.CANCELLED,
    "REJECTED": OrderStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Ours:
    """What a client order id of ours says; `client_order_id` is the order's, without the number of a piece."""

    client_order_id: str
    position_id: str
    purpose: OrderPurpose


def read_id(client_order_id: str) -> Ours | None:
    """Return what an id says, None when it is not one of ours."""
    found = OURS.fullmatch(client_order_id)
    return Ours(found[1], found[2], PURPOSES[found[3]]) if found and len(client_order_id) <= LONGEST_ID else None


@dataclass(frozen=True, slots=True)
class Execution:
    """One trade of the account, as a stream or a list tells it; quantity in base units, fee in `fee_asset`."""

    trade_id: str
    order_id: str
    client_order_id: str | None
    raw: str
    side: OrderSide
    quantity: Decimal
    price: Decimal
    fee: Decimal
    fee_asset: str
    at: datetime
    forced: bool = False  # a liquidation


@dataclass(frozen=True, slots=True)
class OrderEnded:
    """Nothing more comes of an order."""

    client_order_id: str
    order_id: str
    filled: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class OrderNumbered:
    """The order that came of a conditional one has this number."""

    order_id: str
    client_order_id: str


@dataclass(frozen=True, slots=True)
class StreamEnded:
    """The user stream will say nothing more; it needs a new key."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Something happened that only a question can tell: what was traded has to be asked for."""


@dataclass(frozen=True, slots=True)
class CashChanged:
    """The account's balance changed otherwise than by a trade; what moved has to be asked for."""


News = Execution | OrderEnded | OrderNumbered | StreamEnded | LookAgain | CashChanged


class Dialect(Protocol):
    """How one market of a venue is spoken to: the mapping that a second exchange would write anew.

    All raise `Trouble`; numbers of exchange orders are text.
    """

    @property
    def has_reduce_only(self) -> bool:
        """Whether an exit may be marked so that it never does more than reduce; see `Broker`."""
        ...

    async def ready(self) -> str | None:
        """See to the account's modes; return why no entry is possible, None when all is well."""
        ...

    async def prepare(self, order: Order, listing: Listing, held: Decimal) -> None:
        """See to leverage and margin before an entry. `held` is our signed quantity; raises `OrderRejected`."""
        ...

    async def brackets(self) -> Mapping[str, tuple[int, Decimal]]:
        """Return highest leverage and its maintenance margin by the venue's spelling; empty where there is none."""
        ...

    async def place(self, order: Order, listing: Listing) -> str:
        """Send an order once; return its number there."""
        ...

    async def cancel(self, order: Order, listing: Listing) -> Decimal:
        """Cancel an order; return what had been filled of it."""
        ...

    async def find(self, order: Order, listing: Listing) -> Order | None:
        """Return what has become of an order, None when it is not known there."""
        ...

    async def open_orders(self) -> list[Order]:
        """Return what rests, foreign orders with an empty position id."""
        ...

    async def executions(self, listing: Listing, since: datetime) -> list[Execution]:
        """Return the account's trades of a symbol, ascending."""
        ...

    async def cash_moves(self, since: datetime) -> list[CashMove]:
        """Return what came to the account or left it since then, otherwise than by trades, oldest first."""
        ...

    async def client_id_of(self, listing: Listing, order_id: str) -> str | None:
        """Return the client order id behind an order's number."""
        ...

    def read(self, frame: Mapping[str, Any]) -> list[News]:
        """Return what a frame of the user stream says. Raises for a frame that cannot be read."""
        ...


def check(order: Order, listing: Listing) -> None:
    """Refuse, before the wire, what the market would refuse. Raises `OrderRejected`."""
    instrument = listing.instrument
    quantity, symbol = order.quantity, order.symbol
    if read_id(order.client_order_id) is None:
        raise OrderRejected(f"{order.client_order_id} is no id of an order; nothing was sent.")
    if quantity <= ZERO or instrument.quantity_down(quantity) != quantity:
        raise OrderRejected(f"The quantity {quantity} is not a multiple of {instrument.lot}; nothing was sent.")
    if quantity < listing.min_quantity:
        raise OrderRejected(f"{symbol} trades at least {listing.min_quantity}; nothing was sent.")
    if quantity > listing.max_market_quantity:
        most = listing.max_market_quantity
        raise OrderRejected(f"{symbol} takes at most {most} in one order at the market; nothing was sent.")
    for price in (order.limit_price, order.trigger_price):
        if price is not None and (instrument.price_down(price) != price or not _is_within(price, listing)):
            raise OrderRejected(f"The price {price} is not one that {symbol} can have; nothing was sent.")
    if not order.reduce_only:
        _check_entry(order, listing)


def _check_entry(order: Order, listing: Listing) -> None:
    if not listing.trades:
        raise OrderRejected(f"{order.symbol} is not traded at the moment ({listing.status.lower()}); nothing was sent.")
    worth = order.quantity * (order.limit_price or ZERO)
    if order.limit_price is not None and worth < listing.instrument.min_notional:
        least = words.money(listing.instrument.min_notional)
        raise OrderRejected(f"The order is worth {words.money(worth)}; {order.symbol} needs {least}. Nothing was sent.")


def _is_within(price: Decimal, listing: Listing) -> bool:
    return price >= listing.lowest and (listing.highest <= ZERO or price <= listing.highest)


def listed(answer: Any, who: str) -> Sequence[Mapping[str, Any]]:
    """Return the rows of an answer that is a list. Raises `Trouble` for one that is none."""
    if not isinstance(answer, list):
        raise Trouble(Verdict.UNKNOWN, f"{who} answered with something that is no list.")
    return answer


def text_of(number: Decimal) -> str:
    """Return a number as Binance reads it: no exponent."""
    return format(number, "f")


def needed(answer: Any, name: str, who: str) -> str:
    """Return a field that an acceptance must have; without it nobody knows what was accepted."""
    found = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(found, int | str) or found in ("", 0):
        raise Trouble(Verdict.UNKNOWN, f"{who} answered, but not that it has the order.")
    return str(found)


def number_in(row: Mapping[str, Any], *names: str) -> Decimal:
    """Return the first of these fields that is there, as a number; 0 when none is."""
    for name in names:
        value = row.get(name)
        if value not in (None, ""):
            return decimal_from(str(value))
    return ZERO


def moment_in(row: Mapping[str, Any], name: str, otherwise: Callable[[], datetime]) -> datetime:
    """Return a time of a row, else another."""
    stamp = row.get(name)
    return from_ms(stamp) if isinstance(stamp, int) and stamp > 0 else otherwise()
