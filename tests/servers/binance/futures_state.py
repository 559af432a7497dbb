"""What the perpetuals' account is made of: orders, conditional orders, positions, trades, settings."""

from dataclasses import dataclass, field
from decimal import Decimal

ZERO = Decimal(0)
OPEN = ("NEW", "PARTIALLY_FILLED")
ALGO_OPEN = ("NEW",)
CONDITIONAL = ("STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET")


@dataclass(slots=True)
class Order:
    """An order in the matching engine; times in ms."""

    id: int
    client_id: str
    symbol: str
    side: str
    type: str
    quantity: Decimal
    placed_at: int
    price: Decimal = ZERO
    time_in_force: str = "GTC"
    reduce_only: bool = False
    close_position: bool = False
    position_side: str = "BOTH"
    stop_price: Decimal = ZERO
    working_type: str = "CONTRACT_PRICE"
    original_type: str = ""
    status: str = "NEW"
    filled: Decimal = ZERO
    worth: Decimal = ZERO
    updated_at: int = 0
    algo_id: int | None = None
    realised: Decimal = ZERO
    pending: list[tuple[int, Decimal]] = field(default_factory=list)  # slices that will fill: when, how much

    def __post_init__(self) -> None:
        self.original_type = self.original_type or self.type
        self.updated_at = self.updated_at or self.placed_at

    @property
    def left(self) -> Decimal:
        return self.quantity - self.filled

    @property
    def average(self) -> Decimal:
        """The average price of what was filled."""
        return self.worth / self.filled if self.filled else ZERO

    @property
    def sign(self) -> int:
        return 1 if self.side == "BUY" else -1

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


@dataclass(slots=True)
class Algo:
    """A conditional order in the Algo service."""

    id: int
    client_id: str
    symbol: str
    side: str
    type: str
    quantity: Decimal
    trigger_price: Decimal
    created_at: int
    price: Decimal = ZERO
    time_in_force: str = "GTC"
    working_type: str = "CONTRACT_PRICE"
    reduce_only: bool = False
    close_position: bool = False
    position_side: str = "BOTH"
    price_protect: bool = False
    callback_rate: Decimal | None = None
    activate_price: Decimal | None = None
    best: Decimal | None = None  # a trailing stop's best price since it became active
    status: str = "NEW"
    updated_at: int = 0
    triggered_at: int = 0
    order: Order | None = None
    failure: str = ""

    @property
    def is_open(self) -> bool:
        return self.status in ALGO_OPEN


@dataclass(slots=True)
class Holding:
    """A position; `amount` is signed, prices per unit."""

    symbol: str
    position_side: str = "BOTH"
    amount: Decimal = ZERO
    entry: Decimal = ZERO
    isolated_wallet: Decimal = ZERO
    realised: Decimal = ZERO
    updated_at: int = 0


@dataclass(frozen=True, slots=True)
class Trade:
    """An execution of ours. `commission` and `realised` in USDT."""

    id: int
    order: Order
    price: Decimal
    quantity: Decimal
    commission: Decimal
    realised: Decimal
    is_maker: bool
    at: int


@dataclass(slots=True)
class SymbolSettings:
    """What the account has set for a symbol."""

    leverage: int = 20
    isolated: bool = False
