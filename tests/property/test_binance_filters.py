"""X25: whatever size and price the rules come to, Binance's filters never refuse it."""

import random
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.engine.domain.errors import BrokerError
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import OrderKind, OrderPurpose
from tests.bench import usdm
from tests.makers import an_exit, an_order

FILTERS = {-1013, -1111, -4001, -4002, -4003, -4004, -4005, -4013, -4014, -4164}
ORDERS = 150


async def test_no_order_that_leaves_the_app_breaks_a_filter(tmp_path: Path) -> None:
    """Random sizes and prices, rounded by the instrument as the engine does it; what is too small stays at home."""
    rng = random.Random(7)
    async with usdm(tmp_path) as bench:
        market = bench.broker._market
        listings = [listing for listing in market.catalogue.by_symbol.values() if listing.trades]
        sent = refused_here = 0
        for number in range(ORDERS):
            listing = rng.choice(listings)
            instrument, side = listing.instrument, rng.choice(list(Side))
            last = bench.venue.prices["usdm"].quotes[listing.raw].last
            money = Decimal(rng.choice(["0.01", "3", "7", "49", "51", "120", "3000", "9000000"]))
            quantity = instrument.quantity_down(money / last * Decimal(str(rng.uniform(0.5, 1.5))))
            wild = last * Decimal(str(rng.uniform(0.99, 1.01)))
            name = f"p{number}"
            entry = an_order(
                client_order_id=f"{name}-e1", position_id=name, symbol=instrument.symbol, side=side.entry,
                quantity=quantity, limit_price=instrument.price_down(wild), leverage=5,
            )  # fmt: skip
            stop = an_exit(
                OrderPurpose.STOP, client_order_id=f"{name}-s2", position_id=name, symbol=instrument.symbol,
                side=side.exit, quantity=max(quantity, instrument.lot), kind=OrderKind.STOP_MARKET,
                trigger_price=instrument.stop_price(wild * (1 - Decimal("0.05") * side.sign), side),
            )  # fmt: skip
            for order in (entry, stop):
                calls = bench.venue.faults.calls("POST /fapi/v1/*rder")
                try:
                    await bench.place(order)
                except BrokerError:
                    refused_here += bench.venue.faults.calls("POST /fapi/v1/*rder") == calls
                sent += bench.venue.faults.calls("POST /fapi/v1/*rder") - calls
            bench.clock.jump(5)
            await bench.until(lambda: bench.broker.stream.stream.answered)
        broken = [line for line in bench.venue.journal("refused") if line["code"] in FILTERS]
        assert broken == []
        assert sent > ORDERS / 2
        assert refused_here > 10
