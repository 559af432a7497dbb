"""What the spot account is made of: balances, orders, lists of two orders, trades."""

from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
OPEN = ("NEW", "PARTIALLY_FILLED")
STOPS = ("STOP_LOSS", "STOP_LOSS_LIMIT", "TAKE_PROFIT", "TAKE_PROFIT_LIMIT")


@dataclass(slots=True)
class SpotOrder:
    """An order; times in ms. A stop works only from its trigger on."""

    id: int
    client_id: str
    symbol: str
    side: str
    type: str
    quantity: Decimal
    placed_at: int
    price: Decimal = ZERO
    stop_price: Decimal = ZERO
    time_in_force: str = "GTC"
    quote_quantity: Decimal = ZERO
    list_id: int = -1
    status: str = "NEW"
    filled: Decimal = ZERO
    worth: Decimal = ZERO
    working: bool = True
    updated_at: int = 0
    trades: list["SpotTrade"] = field(default_factory=list)

    @property
    def left(self) -> Decimal:
        return self.quantity - self.filled

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def at_market(self) -> bool:
        return self.type in ("MARKET", "STOP_LOSS", "TAKE_PROFIT")


@dataclass(frozen=True, slots=True)
class SpotTrade:
    """An execution; the commission is taken of what was received."""

    id: int
    order: SpotOrder
    price: Decimal
    quantity: Decimal
    commission: Decimal
    commission_asset: str
    is_maker: bool
    at: int


@dataclass(slots=True)
class OrderList:
    """Two orders of which one ends the other."""

    id: int
    client_id: str
    symbol: str
    orders: list[SpotOrder]
    placed_at: int

    @property
    def is_open(self) -> bool:
        return any(order.is_open for order in self.orders)
