"""The engine under test, in a process of its own: the real one, on the strict exchange and on a quick clock."""

import asyncio
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from echotrade_desktop.commands.headless import run
from echotrade_desktop.engine import fault_points
from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.ports import Broker, Clock, MarketSource
from tests.crash.breaks import BREAKS
from tests.crash.pulse import a_second, watch_writers
from tests.servers.binance.catalogue import Market
from tests.servers.exchange.broker import ExchangeBroker
from tests.servers.exchange.clock import SharedClock
from tests.servers.exchange.sources import ExchangeMarket, PostedCalls

ANSWER_WITHIN_S = 2.0
EAGER = {  # so that most calls may be traded: what is under test is what happens to the orders
    "min_consensus": Decimal(0),
    "consensus_window": timedelta(seconds=1),
    "duplicate_window": timedelta(seconds=1),
}


@dataclass(frozen=True, slots=True)
class Victim:
    """What to run: on which exchange, in which time, with which fault armed and which safeguard off."""

    profile: Path
    port: int
    speed: float
    began: float
    fault: str = ""
    broken: str | None = None
    limits: Mapping[str, Any] = field(default_factory=dict)
    loopback: int | None = None  # the port of the loopback Binance, to trade there
    market: Market = "usdm"

    def live(self) -> int:
        """Run until told to stop; for the forked process."""
        logging.basicConfig(
            filename=self.profile / "victim.log", level=logging.INFO, format="%(name)s %(levelname)s %(message)s"
        )
        if self.broken is not None:
            BREAKS[self.broken]()
        fault_points.arm(self.fault)
        watch_writers()
        return asyncio.run(run(self.recipe(), sys.stdin, sys.stdout))

    def recipe(self) -> Recipe:
        """Return what this engine is made of."""
        clock = SharedClock(self.speed, self.began)
        market: MarketSource = ExchangeMarket(self.port)
        broker = self._broker
        if self.loopback is not None:
            from tests.crash.loopback import OnLoopback

            place = OnLoopback(self.loopback, self.port, self.speed, self.market)
            market = binance = place.market(clock, self.profile)
            broker = place.broker(binance, ANSWER_WITHIN_S / self.speed)
        return Recipe(
            profile=self.profile,
            limits=RiskLimits(**{**EAGER, **self.limits}),
            clock=clock,
            market=market,
            broker=broker,
            sources=(PostedCalls(self.port, clock),),
            answer_within=ANSWER_WITHIN_S / self.speed,
        )

    def _broker(self, clock: Clock) -> Broker:
        broker = ExchangeBroker(self.port, clock, ANSWER_WITHIN_S / self.speed, a_second)
        broker.start()
        return broker
