"""A hundred thousand bad ticks: no exception, no stop, no fill."""

import random
from decimal import Decimal

from echotrade_desktop.engine.domain.order import OrderPurpose
from tests.desk import BTC, open_desk
from tests.oracle import check_protected

TICKS = 100_000
GARBAGE = ("NaN", "sNaN", "Infinity", "-Infinity", "0", "-1", "-67500", "1E-30", "1E+30")


def bad_tick(rng: random.Random, number: int) -> tuple[str, str, str]:
    """No price at all, bid above ask, or a lone fall far below the stop; no two falls agree with each other."""
    match rng.randrange(3):
        case 0:
            places = ["67500", "67500", "67500"]
            places[rng.randrange(3)] = rng.choice(GARBAGE)
            return places[0], places[1], places[2]
        case 1:
            return "67500", "67600", "67400"
        case _:
            fallen = str(Decimal(100) + number % 7 * 5000)
            return fallen, fallen, fallen


async def test_a_hundred_thousand_bad_ticks_fire_no_stop_and_raise_nothing(tmp_path):
    """I6: stop and target stand among NaN, zero, crossed quotes and lone crashes as they stood before."""
    rng = random.Random(7)
    async with open_desk(tmp_path) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 TP 70000")
        for number in range(TICKS):
            desk.tick(BTC, *bad_tick(rng, number))
        await desk.settle()
        assert len(desk.desk.book.fills) == 1
        assert desk.position(position).is_open
        assert sum(desk.feed.drops.values()) > TICKS * 0.9
        check_protected(desk)
        await desk.price(BTC, "65990")
        assert desk.working(position, OrderPurpose.STOP) == []
        assert desk.position(position).closed_by == "stop"
