"""The built-in market: seeded, realistic, the same on every machine, and labelled as what it is."""

from echotrade_desktop.engine.adapters.simulated_market.anchored import CallAnchoredMarket, CallPrice
from echotrade_desktop.engine.adapters.simulated_market.catalogue import CATALOGUE, Coin
from echotrade_desktop.engine.adapters.simulated_market.market import SimulatedMarket

__all__ = ["CATALOGUE", "CallAnchoredMarket", "CallPrice", "Coin", "SimulatedMarket"]
