"""The coins of the simulated market: where their prices live, how wildly they move, and the venue's filters.

Filters follow the size of those on Binance's USDⓈ-M futures; prices are typical, not current.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Instrument


@dataclass(frozen=True, slots=True)
class Coin:
    """One simulated coin.

    `price` is what it is worth on average. `swing` is the deviation of one minute's return in a normal hour;
    `market` and `own` say how much of it comes from the whole market and how much from the coin alone.
    `turnover` is a day's volume in quote currency, `spread` the usual distance from bid to ask as a share of price.
    """

    instrument: Instrument
    price: float
    swing: float
    market: float
    own: float
    turnover: float
    spread: float

    @property
    def symbol(self) -> str:
        """The coin's symbol, such as BTC/USDT."""
        return self.instrument.symbol

    @property
    def minute_deviation(self) -> float:
        """The deviation of one minute's log return in a normal hour."""
        return self.swing * math.hypot(self.market, self.own)


MAJOR = (0.00055, 0.9, 0.5, 0.000008)  # swing, market, own, spread
LARGE = (0.00065, 0.9, 0.7, 0.00006)
LIVELY = (0.00080, 0.9, 0.9, 0.00012)
CHARACTERS = {"major": MAJOR, "large": LARGE, "lively": LIVELY}

_LISTED = (  # base, price, tick, lot, least notional, most leverage, turnover in millions, character
    ("BTC", "67500", "0.1", "0.001", 50, 125, 14_000, "major"),
    ("ETH", "3200", "0.01", "0.001", 20, 100, 9_000, "major"),
    ("BNB", "590", "0.01", "0.01", 5, 75, 700, "major"),
    ("ADA", "0.45", "0.0001", "1", 5, 75, 350, "large"),
    ("SOL", "165", "0.01", "0.01", 5, 100, 3_200, "large"),
    ("XRP", "0.58", "0.0001", "0.1", 5, 75, 1_300, "large"),
    ("DOGE", "0.155", "0.00001", "1", 5, 75, 1_500, "lively"),
    ("LINK", "16.4", "0.001", "0.01", 5, 75, 420, "large"),
    ("AVAX", "34.5", "0.001", "0.1", 5, 75, 380, "large"),
    ("DOT", "6.9", "0.001", "0.1", 5, 75, 220, "large"),
    ("LTC", "84", "0.01", "0.001", 20, 75, 310, "large"),
    ("TRX", "0.128", "0.00001", "1", 5, 75, 160, "major"),
    ("BCH", "460", "0.01", "0.001", 20, 75, 330, "large"),
    ("ATOM", "8.3", "0.001", "0.01", 5, 50, 140, "large"),
    ("NEAR", "6.2", "0.001", "1", 5, 75, 300, "lively"),
    ("APT", "9.1", "0.001", "0.1", 5, 50, 200, "lively"),
    ("ARB", "1.02", "0.0001", "0.1", 5, 50, 260, "lively"),
    ("OP", "2.35", "0.0001", "0.1", 5, 50, 240, "lively"),
    ("SUI", "1.35", "0.0001", "0.1", 5, 75, 480, "lively"),
    ("INJ", "25.2", "0.001", "0.1", 5, 50, 150, "lively"),
    ("FIL", "5.8", "0.001", "0.1", 5, 50, 170, "large"),
    ("ETC", "27.5", "0.001", "0.01", 5, 75, 190, "large"),
    ("UNI", "9.4", "0.001", "1", 5, 50, 160, "lively"),
    ("AAVE", "98", "0.01", "0.1", 5, 50, 130, "lively"),
    ("MATIC", "0.71", "0.0001", "1", 5, 50, 240, "large"),
    ("TON", "6.6", "0.0001", "0.1", 5, 50, 210, "large"),
    ("WIF", "2.6", "0.0001", "0.1", 5, 50, 380, "lively"),
    ("1000PEPE", "0.0118", "0.0000001", "1", 5, 75, 900, "lively"),
)


def _coin(row: tuple[str, str, str, str, int, int, int, str]) -> Coin:
    base, price, tick, lot, least, leverage, millions, character = row
    swing, market, own, spread = CHARACTERS[character]
    instrument = Instrument(f"{base}/USDT", Decimal(tick), Decimal(lot), Decimal(least), max_leverage=leverage)
    return Coin(instrument, float(price), swing, market, own, millions * 1e6, spread)


def coin_like(symbol: str, price: Decimal) -> Coin:
    """Make up a coin that trades near `price`: five significant digits, lots worth some cents."""
    magnitude = price.adjusted()
    swing, market, own, spread = LIVELY
    instrument = Instrument(
        symbol,
        tick=Decimal(1).scaleb(magnitude - 4),
        lot=Decimal(1).scaleb(min(0, -2 - magnitude)),
        min_notional=Decimal(5),
    )
    return Coin(instrument, float(price), swing, market, own, 2e8, spread)


CATALOGUE: tuple[Coin, ...] = tuple(_coin(row) for row in _LISTED)
