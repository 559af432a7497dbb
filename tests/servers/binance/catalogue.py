"""What the loopback exchange lists, with filters in Binance's own shapes."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Market = Literal["usdm", "spot"]
USDM: Market = "usdm"
SPOT: Market = "spot"

USDM_ORDER_TYPES = [
    "LIMIT",
    "MARKET",
    "STOP",
    "STOP_MARKET",
    "TAKE_PROFIT",
    "TAKE_PROFIT_MARKET",
    "TRAILING_STOP_MARKET",
]
SPOT_ORDER_TYPES = [
    "LIMIT",
    "LIMIT_MAKER",
    "MARKET",
    "STOP_LOSS",
    "STOP_LOSS_LIMIT",
    "TAKE_PROFIT",
    "TAKE_PROFIT_LIMIT",
]
TIERS = ((50, "0.004"), (20, "0.01"), (10, "0.025"), (5, "0.05"), (2, "0.125"), (1, "0.15"))  # leverage, maintenance


@dataclass(slots=True)
class Listing:
    """One symbol of one market: its filters, whether it trades, and the price it begins with."""

    base: str
    begin: Decimal
    tick: Decimal
    lot: Decimal
    min_notional: Decimal
    market: Market = USDM
    quote: str = "USDT"
    min_price: Decimal | None = None
    max_quantity: Decimal = Decimal(1000)
    max_market_quantity: Decimal = Decimal(120)
    percent_up: Decimal = Decimal("1.0500")
    percent_down: Decimal = Decimal("0.9500")
    max_leverage: int = 125
    bracket_notional: Decimal = Decimal(300_000)
    status: str = "TRADING"
    order_types: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.order_types = self.order_types or list(USDM_ORDER_TYPES if self.market == USDM else SPOT_ORDER_TYPES)

    @property
    def symbol(self) -> str:
        """BTCUSDT."""
        return self.base + self.quote

    @property
    def unified(self) -> str:
        """BTC/USDT."""
        return f"{self.base}/{self.quote}"

    def price_text(self, price: Decimal) -> str:
        """A price with the decimals of the tick."""
        return f"{price:.{decimals(self.tick)}f}"

    def quantity_text(self, quantity: Decimal) -> str:
        """A quantity with the decimals of the lot."""
        return f"{quantity:.{decimals(self.lot)}f}"

    def least_price(self) -> Decimal:
        """The floor of PRICE_FILTER."""
        return self.min_price or self.tick

    def most_price(self) -> Decimal:
        """The ceiling of PRICE_FILTER."""
        return (self.begin * 100 / self.tick).to_integral_value() * self.tick


def decimals(step: Decimal) -> int:
    """Decimals of a step."""
    return max(0, -int(step.normalize().as_tuple().exponent))


def _usdm(base: str, begin: str, tick: str, lot: str, notional: str = "5", **more: Any) -> Listing:
    return Listing(base, Decimal(begin), Decimal(tick), Decimal(lot), Decimal(notional), USDM, **more)


def _spot(base: str, begin: str, tick: str, lot: str, **more: Any) -> Listing:
    return Listing(base, Decimal(begin), Decimal(tick), Decimal(lot), Decimal(5), SPOT, **more)


def usdm_listings() -> dict[str, Listing]:
    """The perpetuals: six that trade, one with a very small tick, one that is halted."""
    plenty = {"max_quantity": Decimal(10_000_000), "max_market_quantity": Decimal(2_000_000), "max_leverage": 75}
    listed = (
        _usdm("BTC", "67500", "0.10", "0.001", "50", min_price=Decimal("556.80")),
        _usdm("ETH", "3500", "0.01", "0.001", "20", max_quantity=Decimal(10_000), max_market_quantity=Decimal(2000)),
        _usdm("BNB", "580", "0.010", "0.01", max_market_quantity=Decimal(2000), max_quantity=Decimal(10_000)),
        _usdm("ADA", "0.4500", "0.00010", "1", **plenty),
        _usdm("SOL", "150", "0.0100", "0.01", max_quantity=Decimal(100_000), max_market_quantity=Decimal(5000)),
        _usdm("DOGE", "0.12000", "0.000010", "1", **plenty),
        _usdm("1000PEPE", "0.0100000", "0.0000001", "1", **plenty),
        _usdm("LUNA", "1.2000", "0.0001", "1", status="SETTLING", **plenty),
    )
    return {listing.symbol: listing for listing in listed}


def spot_listings() -> dict[str, Listing]:
    """The spot pairs, the same coins; LUNA is halted here too."""
    plenty = {"max_quantity": Decimal(9_000_000), "max_market_quantity": Decimal(2_000_000)}
    wide = {"percent_up": Decimal(5), "percent_down": Decimal("0.2")}
    listed = (
        _spot("BTC", "67500", "0.01", "0.00001", **wide),
        _spot("ETH", "3500", "0.01", "0.0001", **wide),
        _spot("BNB", "580", "0.01", "0.001", **wide),
        _spot("ADA", "0.4500", "0.0001", "0.1", **plenty, **wide),
        _spot("SOL", "150", "0.01", "0.001", **wide),
        _spot("DOGE", "0.12000", "0.00001", "1", **plenty, **wide),
        _spot("1000PEPE", "0.0100000", "0.0000001", "1", **plenty, **wide),
        _spot("LUNA", "1.2000", "0.0001", "1", status="BREAK", **plenty, **wide),
    )
    return {listing.symbol: listing for listing in listed}
