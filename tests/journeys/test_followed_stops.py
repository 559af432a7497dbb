"""Stops that move by themselves: break-even after a target, and trailing behind the price."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.messages import StopMoved
from echotrade_desktop.engine.domain.order import OrderPurpose
from tests.desk import ADA, BTC, ETH, FRICTIONLESS, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_protected, check_verifies

STOP = OrderPurpose.STOP
D = Decimal
LADDER = "ADA LONG 0.5000 SL 0.4800 TP 0.5100 TP 0.5200 TP 0.5300"
TRAILING = {"trail_distance": D("0.02"), **FRICTIONLESS}


async def prices(desk, symbol, *ticks):
    """Let prices come one after the other, then a second pass."""
    for tick in ticks:
        await desk.price(symbol, tick)
    await desk.beat()


def stop_of(desk, position):
    return desk.position(position).stop_loss


def moves(desk):
    return [(event.by, event.price) for event in desk.events if isinstance(event, StopMoved)]


@pytest.mark.parametrize(("after", "first", "second"), [(1, "0.5", "0.5"), (2, "0.48", "0.5"), (None, "0.48", "0.48")])
async def test_once_the_chosen_target_is_hit_the_stop_is_at_the_entry(tmp_path, after, first, second):
    async with open_desk(tmp_path, break_even_after=after, **FRICTIONLESS) as desk:
        position = await desk.open(LADDER)
        await prices(desk, ADA, "0.5100")
        assert stop_of(desk, position) == D(first)
        await prices(desk, ADA, "0.5200")
        assert stop_of(desk, position) == D(second)
        check_protected(desk)
        await check_books(desk)
        told = [s for s in desk.sentences() if "the stop is at the entry now" in s]
        assert len(told) == (after is not None)
    check_verifies(tmp_path)


async def test_a_break_even_between_two_ticks_is_rounded_so_that_nothing_is_lost(tmp_path):
    """Filled worse than the call by slippage, the average entry lies between ticks: the stop is above it."""
    async with open_desk(tmp_path, break_even_after=1, taker_fee=D(0)) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.5100 TP 0.5200")
        entry = desk.position(position).average_entry
        await prices(desk, ADA, "0.5100")
        assert stop_of(desk, position) >= entry
        assert stop_of(desk, position) - entry < D("0.0001")
        assert stop_of(desk, position) % D("0.0001") == 0


async def test_a_price_that_has_fallen_back_leaves_the_stop_until_it_can_be_at_the_entry(tmp_path):
    """At the entry it would fire at once: that is no stop but a close, and nobody asked for one."""
    async with open_desk(tmp_path, break_even_after=1, **FRICTIONLESS) as desk:
        position = await desk.open(LADDER)
        await desk.price(ADA, "0.5100")
        await prices(desk, ADA, "0.4990")
        assert (stop_of(desk, position), desk.position(position).is_open) == (D("0.48"), True)
        for _ in range(6):
            await prices(desk, ADA, "0.5010")
        assert stop_of(desk, position) == D("0.5")


@pytest.mark.parametrize(
    ("call", "symbol", "up", "down", "stop"),
    [
        ("BTC LONG 67500 SL 66000", BTC, ("68000", "69000", "69000.1", "70000", "70000.1"), "68650", "68600"),
        ("ETH SHORT 3200 SL 3300", ETH, ("3150", "3100", "3099.99", "3000", "2999.99"), "3055", "3060"),
    ],
)
async def test_a_trailing_stop_follows_the_price_and_never_goes_back(tmp_path, call, symbol, up, down, stop):
    async with open_desk(tmp_path, **TRAILING) as desk:
        position = await desk.open(call)
        sign = position.side.sign
        last = position.stop_loss
        await desk.beat()
        for price in up:
            await prices(desk, symbol, price)
            assert (stop_of(desk, position) - last) * sign >= 0
            last = stop_of(desk, position)
            check_protected(desk)
        assert last == D(stop)
        await prices(desk, symbol, down)
        assert stop_of(desk, position) == last
        await desk.price(symbol, stop)
        closed = desk.position(position)
        assert (closed.closed_by, closed.exit_price) == ("stop", D(stop))
        assert closed.realised_pnl > 0
        assert {by for by, _ in moves(desk)} == {"trail"}
        await check_books(desk)
    check_verifies(tmp_path)


async def test_it_moves_in_steps_and_not_with_every_tick(tmp_path):
    async with open_desk(tmp_path, **TRAILING) as desk:
        await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        for tenth in range(200):
            await prices(desk, BTC, str(67600 + tenth * 10))
        assert 0 < len(moves(desk)) <= 2000 / (67500 * D("0.002")) + 1


async def test_a_lone_spike_draws_no_stop_behind_it(tmp_path):
    """One tick 15 % up comes through the door; the next is where the market really is."""
    async with open_desk(tmp_path, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        await prices(desk, BTC, "67500", "77000", "67510", "67520")
        await prices(desk, BTC, "67520")
        assert stop_of(desk, position) < 67500 * D("0.99")
        assert desk.position(position).is_open


async def test_a_jump_beyond_a_fifth_does_not_even_come_in(tmp_path):
    async with open_desk(tmp_path, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        for _ in range(4):
            await desk.beat()
        before = stop_of(desk, position)
        desk.tick(BTC, "90000")
        desk.tick(BTC, "67500")
        await desk.beat()
        assert stop_of(desk, position) == before


async def test_on_a_stale_price_nothing_follows(tmp_path):
    async with open_desk(tmp_path, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        await desk.price(BTC, "69000")
        await desk.price(BTC, "69001")
        await desk.beat(desk.desk.limits.stale_after / timedelta(seconds=1) + 1, fresh=False)
        assert stop_of(desk, position) == 66000


async def test_what_a_position_was_opened_with_holds_after_a_restart_with_other_settings(tmp_path):
    async with open_desk(tmp_path, break_even_after=1, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 TP 75000 TP 80000")
        await desk.beat()
        await prices(desk, BTC, "69000", "69000.1")
        moved, clock = stop_of(desk, position), desk.clock
        assert moved == D("67620.1")
    async with open_desk(tmp_path, clock=clock, prices={BTC: "69000"}, **FRICTIONLESS) as desk:
        await desk.beat()
        assert stop_of(desk, position) == moved
        await prices(desk, BTC, "68000", "68000.1")
        assert stop_of(desk, position) == moved
        await prices(desk, BTC, "71000", "71000.1")
        assert stop_of(desk, position) == D("69580.1")
        check_protected(desk)
        await check_books(desk)
        other = await desk.open("ADA LONG 0.5000 SL 0.4800", at="0.5000")
        assert (other.trail_distance, other.break_even_after) == (None, None)
    check_verifies(tmp_path)


async def test_a_stop_that_the_user_gave_more_room_follows_no_more(tmp_path):
    async with open_desk(tmp_path, break_even_after=1, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        await prices(desk, BTC, "69000", "69000.1")
        await desk.move_stop(position, "65500", loosen=True)
        await prices(desk, BTC, "72000", "72000.1")
        assert stop_of(desk, position) == 65500


async def test_the_old_stop_goes_only_when_the_new_one_holds(tmp_path):
    """A refusal and a lost answer leave the old one where it is; five seconds later it is tried again."""
    async with open_desk(tmp_path, broker=BadWire, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        (old,) = desk.working(position, STOP)
        for trouble in (desk.broker.refused, desk.broker.lost_before):
            trouble[STOP] = 1
            await prices(desk, BTC, "69000", "69000.1")
            assert old in desk.working(position, STOP)
            assert stop_of(desk, position) == 66000
            for _ in range(4):
                await desk.beat()
        for _ in range(5):
            await desk.beat()
        assert stop_of(desk, position) == D("67620.1")
        assert old not in desk.working(position, STOP)
        check_protected(desk)
        await check_books(desk)


async def test_every_move_places_the_new_stop_before_it_cancels_the_old(tmp_path):
    async with open_desk(tmp_path, broker=BadWire, **TRAILING) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000")
        await desk.beat()
        resting = []
        cancel = desk.broker.cancel

        async def noted(order):
            resting.append(sum(o.purpose is STOP for o in await desk.paper.open_orders()))
            return await cancel(order)

        desk.broker.cancel = noted
        for price in ("69000", "69000.1", "70000", "70000.1", "71000", "71000.1"):
            await prices(desk, BTC, price)
        assert stop_of(desk, position) == 69580
        assert resting == [2] * len(moves(desk))
