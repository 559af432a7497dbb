"""Orders and fills: an order's life cycle is a table, its identity is fixed before it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.market import OrderSide


class OrderKind(StrEnum):
    """How the broker is to execute."""

    MARKET = "market"
    LIMIT_IOC = "limit_ioc"  # marketable: fills now up to its limit, the rest is cancelled
    STOP_MARKET = "stop_market"  # rests; becomes a market order when the price reaches its trigger
    TAKE_PROFIT_MARKET = "take_profit_market"  # rests; the same on the winning side


class OrderPurpose(StrEnum):
    """What the order is for."""

    ENTRY = "entry"
    STOP = "stop"
    TARGET = "target"
    CLOSE = "close"
    LIQUIDATION = "liquidation"


class OrderStatus(StrEnum):
    """Where an order stands."""

    INTENDED = "intended"  # decided and on disk
    SUBMITTED = "submitted"  # on disk that it is about to be sent; at recovery it counts as unknown
    ACCEPTED = "accepted"
    PARTIALLY_FILLED = "partially_filled"
    FILLED = "filled"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    UNKNOWN = "unknown"  # no answer: it may exist
    ABANDONED = "abandoned"  # intended but never sent


_S = OrderStatus
TRANSITIONS: dict[OrderStatus, frozenset[OrderStatus]] = {
    _S.INTENDED: frozenset({_S.SUBMITTED, _S.ABANDONED}),
    _S.SUBMITTED: frozenset(
        {
            _S.ACCEPTED,
            _S.PARTIALLY_FILLED,
            _S.FILLED,
            _S.CANCELLED,
            _S.REJECTED,
            _S.UNKNOWN,
        }
    ),
    _S.UNKNOWN: frozenset({_S.ACCEPTED, _S.PARTIALLY_FILLED, _S.FILLED, _S.CANCELLED, _S.REJECTED}),
    _S.ACCEPTED: frozenset({_S.ACCEPTED, _S.PARTIALLY_FILLED, _S.FILLED, _S.CANCELLED, _S.UNKNOWN}),
    _S.PARTIALLY_FILLED: frozenset({_S.PARTIALLY_FILLED, _S.FILLED, _S.CANCELLED, _S.UNKNOWN}),
    _S.FILLED: frozenset(),
    _S.CANCELLED: frozenset({_S.PARTIALLY_FILLED, _S.FILLED}),  # a fill may overtake the word of a cancellation
    _S.REJECTED: frozenset(),
    _S.ABANDONED: frozenset(),
}
WORKING = frozenset({_S.ACCEPTED, _S.PARTIALLY_FILLED})
IN_FLIGHT = frozenset({_S.INTENDED, _S.SUBMITTED, _S.UNKNOWN})
ENDED = frozenset({_S.FILLED, _S.CANCELLED, _S.REJECTED, _S.ABANDONED})


@dataclass(frozen=True, slots=True)
class Order:
    """One order for one position.

    `quantity` in base units; `limit_price` for LIMIT_IOC, `trigger_price` for the resting kinds.
    `client_order_id` is made from the position and a running number, so that it can be found after a crash.
    """

    client_order_id: str
    position_id: str
    symbol: str
    side: OrderSide
    kind: OrderKind
    purpose: OrderPurpose
    quantity: Decimal
    created_at: datetime
    updated_at: datetime
    status: OrderStatus = OrderStatus.INTENDED
    limit_price: Decimal | None = None
    trigger_price: Decimal | None = None
    reduce_only: bool = False
    leverage: int = 1
    target: int | None = None  # which target of the ladder, from 1
    filled_quantity: Decimal = ZERO
    exchange_order_id: str | None = None
    reason: str | None = None  # why it was rejected, cancelled or abandoned, as a sentence

    def to(self, status: OrderStatus, at: datetime, *, reason: str | None = None) -> "Order":
        """Return the order one step on; raise `IllegalTransition` for a step that the table does not have."""
        if status not in TRANSITIONS[self.status]:
            raise IllegalTransition(f"Order {self.client_order_id} cannot go from {self.status} to {status}.")
        return replace(self, status=status, updated_at=at, reason=reason or self.reason)

    @property
    def working(self) -> bool:
        """Whether the broker has it and it may still fill."""
        return self.status in WORKING

    @property
    def ended(self) -> bool:
        """Whether nothing more can be expected of it."""
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class Fill:
    """One execution, counted once by `trade_id`. `price` and `fee` in quote currency, `quantity` in base units.

    `slippage` is how much worse than the quoted price it was, in quote currency a unit (paper only, else None).
    """

    trade_id: str
    client_order_id: str
    position_id: str
    symbol: str
    side: OrderSide
    purpose: OrderPurpose
    quantity: Decimal
    price: Decimal
    fee: Decimal
    at: datetime
    slippage: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """Quantity × price, in quote currency."""
        return self.quantity * self.price
