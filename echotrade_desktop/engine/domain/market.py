"""What is traded and what it costs: instruments, tickers, candles."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache

from echotrade_desktop.engine.domain.amounts import ZERO, down_to_step, up_to_step
from echotrade_desktop.engine.domain.errors import BadNumber, UnknownTimeframe

DEFAULT_SYMBOLS = ("BTC/USDT", "ETH/USDT", "BNB/USDT", "ADA/USDT")


class OrderSide(StrEnum):
    """What an order does."""

    BUY = "buy"
    SELL = "sell"


class Side(StrEnum):
    """What a call asks for and what a position is."""

    LONG = "long"
    SHORT = "short"

    @property
    def sign(self) -> int:
        """+1 when a rising price earns, -1 when it costs."""
        return 1 if self is Side.LONG else -1

    @property
    def opposite(self) -> "Side":
        """The other side."""
        return Side.SHORT if self is Side.LONG else Side.LONG

    @property
    def entry(self) -> OrderSide:
        """The order side that opens or adds."""
        return OrderSide.BUY if self is Side.LONG else OrderSide.SELL

    @property
    def exit(self) -> OrderSide:
        """The order side that reduces or closes."""
        return OrderSide.SELL if self is Side.LONG else OrderSide.BUY


class MarketKind(StrEnum):
    """Which market of the venue a symbol trades on."""

    PERPETUAL = "perpetual"
    SPOT = "spot"


class Timeframe(StrEnum):
    """The six candle lengths of the charts."""

    M1 = "1m"
    M5 = "5m"
    M15 = "15m"
    H1 = "1h"
    H4 = "4h"
    D1 = "1d"

    @property
    def length(self) -> timedelta:
        """How long one candle lasts."""
        return _LENGTHS[self]

    @property
    def seconds(self) -> int:
        """How long one candle lasts, in seconds."""
        return int(self.length.total_seconds())

    def open_time(self, at: datetime) -> datetime:
        """Return when the candle that contains `at` opened (UTC-aligned, as venues do)."""
        seconds = int(at.timestamp())
        return datetime.fromtimestamp(seconds - seconds % self.seconds, UTC)

    @classmethod
    def of(cls, text: str) -> "Timeframe":
        """Return the timeframe named `text`, or raise `UnknownTimeframe`."""
        try:
            return cls(text)
        except ValueError:
            known = ", ".join(timeframe.value for timeframe in cls)
            raise UnknownTimeframe(f"There is no timeframe {text!r}. Choose one of {known}.") from None


_LENGTHS = {
    Timeframe.M1: timedelta(minutes=1),
    Timeframe.M5: timedelta(minutes=5),
    Timeframe.M15: timedelta(minutes=15),
    Timeframe.H1: timedelta(hours=1),
    Timeframe.H4: timedelta(hours=4),
    Timeframe.D1: timedelta(days=1),
}


@cache
def _decimals(step: Decimal) -> int:
    return max(0, -int(step.normalize().as_tuple().exponent))


@dataclass(frozen=True, slots=True)
class Instrument:
    """One tradable symbol and the venue's filters for it.

    Prices are multiples of `tick`, quantities of `lot` (both in their own unit); `min_notional` and
    amounts are in the quote currency. `maintenance_margin` is the share of notional below which a
    leveraged position is liquidated.
    """

    symbol: str
    tick: Decimal
    lot: Decimal
    min_notional: Decimal
    market: MarketKind = MarketKind.PERPETUAL
    max_leverage: int = 50
    maintenance_margin: Decimal = Decimal("0.005")

    @property
    def base(self) -> str:
        """The coin: BTC of BTC/USDT."""
        return self.symbol.partition("/")[0]

    @property
    def quote(self) -> str:
        """The currency of account: USDT of BTC/USDT."""
        return self.symbol.partition("/")[2]

    @property
    def price_decimals(self) -> int:
        """Decimals that a price of this instrument shows."""
        return _decimals(self.tick)

    @property
    def quantity_decimals(self) -> int:
        """Decimals that a quantity of this instrument shows."""
        return _decimals(self.lot)

    def price_up(self, price: Decimal) -> Decimal:
        """Round a price up to the tick."""
        return up_to_step(price, self.tick)

    def price_down(self, price: Decimal) -> Decimal:
        """Round a price down to the tick."""
        return down_to_step(price, self.tick)

    def stop_price(self, price: Decimal, side: Side) -> Decimal:
        """Round a stop of a `side` position to the tick, towards entry: never a larger loss than asked for."""
        return self.price_up(price) if side is Side.LONG else self.price_down(price)

    def target_price(self, price: Decimal, side: Side) -> Decimal:
        """Round a target of a `side` position to the tick, towards entry: never further than asked for."""
        return self.price_down(price) if side is Side.LONG else self.price_up(price)

    def quantity_down(self, quantity: Decimal) -> Decimal:
        """Round a quantity down to the lot."""
        return down_to_step(quantity, self.lot)


@dataclass(frozen=True, slots=True)
class Ticker:
    """The newest price of a symbol.

    `price` is the last trade; `volume` is of 24 h in base units; `change_24h` in percent. Fields the
    venue does not give are None, never made up. `timestamp` is the venue's, aware UTC.
    """

    symbol: str
    price: Decimal
    bid: Decimal
    ask: Decimal
    timestamp: datetime
    volume: Decimal | None = None
    change_24h: Decimal | None = None
    high_24h: Decimal | None = None
    low_24h: Decimal | None = None

    def check(self) -> None:
        """Raise `BadNumber` unless all prices are finite, above zero and bid ≤ ask."""
        for name, number in (
            ("price", self.price),
            ("bid", self.bid),
            ("ask", self.ask),
        ):
            if not number.is_finite() or number <= ZERO:
                raise BadNumber(f"{self.symbol}: {name} {number} is not a price")
        if self.bid > self.ask:
            raise BadNumber(f"{self.symbol}: bid {self.bid} is above ask {self.ask}")

    def entry_price(self, side: Side) -> Decimal:
        """What opening on `side` costs now: the ask for a long, the bid for a short."""
        return self.ask if side is Side.LONG else self.bid

    def exit_price(self, side: Side) -> Decimal:
        """What closing a `side` position yields now: the bid for a long, the ask for a short."""
        return self.bid if side is Side.LONG else self.ask


@dataclass(frozen=True, slots=True)
class Candle:
    """Prices of one timeframe. `timestamp` is when it opened, aware UTC; `volume` in base units."""

    timestamp: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    closed: bool = True
