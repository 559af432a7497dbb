"""A simulated market that agrees with the calls: for replaying a channel when there are no candle files."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import numpy as np

from echotrade_desktop.engine.adapters.simulated_market.catalogue import CATALOGUE, coin_like
from echotrade_desktop.engine.adapters.simulated_market.market import DEFAULT_SEED, SimulatedMarket
from echotrade_desktop.engine.domain.ports import Clock


@dataclass(frozen=True, slots=True)
class CallPrice:
    """What a call said a coin cost at its time."""

    symbol: str
    at: datetime
    price: Decimal


class CallAnchoredMarket(SimulatedMarket):
    """Opens and closes the minute of each call at the call's price, and moves realistically in between.

    Coins that only the calls know are made up. Of two calls on a coin in one minute the later counts.
    """

    def __init__(self, clock: Clock, calls: Iterable[CallPrice], *, seed: int = DEFAULT_SEED) -> None:
        by_symbol: dict[str, dict[int, float]] = defaultdict(dict)
        coins = {coin.symbol: coin for coin in CATALOGUE}
        for call in sorted(calls, key=lambda call: call.at):
            coins.setdefault(call.symbol, coin_like(call.symbol, call.price))
            minute = int(call.at.timestamp() // 60)
            by_symbol[call.symbol][minute] = by_symbol[call.symbol][minute + 1] = math.log(call.price)
        super().__init__(clock, seed=seed, coins=tuple(coins.values()))
        for symbol, levels in by_symbol.items():
            minutes = sorted(levels)
            course = [levels[minute] - self._paths.log_price_at_open(coins[symbol], minute) for minute in minutes]
            self._bends.anchor(symbol, np.array(minutes, float) * 60, np.array(course))

    @property
    def name(self) -> str:
        """What the screen calls it: nobody may take these prices for real ones."""
        return "Simulated market (anchored at the calls' prices)"
