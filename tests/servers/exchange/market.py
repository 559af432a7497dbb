"""The exchange's prices: a seeded walk with a jump now and then, so that stops and targets are reached."""

import random
from decimal import Decimal

from echotrade_desktop.engine.domain.market import Instrument
from tests.servers.exchange.core import Quote

INSTRUMENTS = (
    Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(5)),
    Instrument("ETH/USDT", Decimal("0.01"), Decimal("0.001"), Decimal(5)),
    Instrument("ADA/USDT", Decimal("0.0001"), Decimal(1), Decimal(5)),
)
BEGIN = {"BTC/USDT": Decimal(67_500), "ETH/USDT": Decimal(3_500), "ADA/USDT": Decimal("0.4500")}
STEP = 0.0004  # standard deviation of a tick
JUMP, JUMP_EVERY = 0.006, 60  # ticks


class Walk:
    """Where the prices are; `next_quote` moves one on."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._prices = dict(BEGIN)
        self._instruments = {instrument.symbol: instrument for instrument in INSTRUMENTS}

    def next_quote(self, symbol: str) -> Quote:
        """Move a symbol one tick on; it is drawn back to where it began."""
        price, begin = self._prices[symbol], BEGIN[symbol]
        move = self._rng.gauss(0, STEP) - 0.02 * float(price / begin - 1)
        if self._rng.randrange(JUMP_EVERY) == 0:
            move += self._rng.choice((-JUMP, JUMP))
        tick = self._instruments[symbol].tick
        self._prices[symbol] = price = ((price * Decimal(1 + move)) / tick).to_integral_value() * tick
        spread = max(tick, (price * Decimal("0.00005") / tick).to_integral_value() * tick)
        return Quote(price, price - spread, price + spread)
