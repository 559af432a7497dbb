"""No order breaks a filter of its market, whatever its ticks and lots are: told by an exchange that refuses it."""

import random
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.market import Instrument
from tests.crash.oracle import FILTERS
from tests.desk import FRICTIONLESS, open_desk
from tests.fakes.clock import FakeClock
from tests.fakes.exchange import LastingExchange
from tests.servers.exchange import journal

CASES = 15
STEPS = ("0.0001", "0.001", "0.01", "0.1", "0.5", "1", "2.5", "5", "25")


def a_market(rng):
    """A symbol whose ticks and lots leave room for a trade of a few hundred dollars, and its price on the tick."""
    tick = Decimal(rng.choice(STEPS))
    price = tick * rng.randrange(400, 40_000)
    lots = [lot for lot in map(Decimal, STEPS) if lot * price < 60]
    return Instrument(
        "BTC/USDT", tick, rng.choice(lots or [Decimal("0.00001")]), Decimal(rng.choice((5, 10, 20)))
    ), price


def level(price, share):
    return f"{price * (1 + Decimal(share)):.4f}"


async def live(rng, folder):
    """Open, take a part off, drag the stop, reach a target, be stopped out; return how many orders were accepted."""
    instrument, price = a_market(rng)
    sign = rng.choice((1, -1))
    exchange = LastingExchange(folder, FakeClock(), (instrument,))
    targets = " ".join(f"TP {level(price, sign * 0.02 * n)}" for n in range(1, rng.randint(2, 5)))
    side = "LONG" if sign > 0 else "SHORT"
    limits = {"trail_distance": Decimal("0.03"), "break_even_after": 1, **FRICTIONLESS}
    try:
        exchange.move(instrument.symbol, str(price))
        desks = open_desk(
            folder, clock=exchange.clock, broker=lambda _: exchange, instruments=(instrument,),
            prices={instrument.symbol: str(price)}, **limits,
        )  # fmt: skip
        async with desks as desk:
            (call,) = await desk.call(f"BTC {side} {price} SL {level(price, -sign * 0.015)} {targets}")
            await desk.approve(call)
            position_id = desk.signal(call).position_id
            if position_id is None:
                return 0
            position = desk.position_of(call)
            await desk.close(position, rng.choice(("0.25", "0.33", "0.5")))
            await desk.move_stop(position, level(price, -sign * 0.0123))
            for share in (0.011, 0.021, 0.0222, 0.041, 0.0333, -0.05):
                at = instrument.price_down(price * (1 + Decimal(sign * share)))
                await exchange.price(desk, instrument.symbol, str(at))
                await desk.beat()
    finally:
        exchange.end()
    return sum(event["event"] == "accepted" for event in journal.read(folder / "exchange.jsonl"))


@pytest.mark.parametrize("seed", range(3))
async def test_no_order_breaks_the_tick_the_lot_or_the_least_notional(tmp_path, seed):
    rng = random.Random(seed)
    accepted = 0
    for number in range(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        accepted += await live(rng, folder)
        refused = [event for event in journal.read(folder / "exchange.jsonl") if event["event"] == "refused"]
        assert [event for event in refused if event["code"] in FILTERS] == []
    assert accepted > CASES * 3
