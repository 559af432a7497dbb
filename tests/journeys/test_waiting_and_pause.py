"""Waiting for the call's price, and the emergency pause."""

from decimal import Decimal

from echotrade_desktop.engine.domain.commands import PauseEntries, ResumeEntries
from echotrade_desktop.engine.domain.messages import CommandRefused, EntriesPaused, SignalApproved, StopMoved
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, BTC, FRICTIONLESS, open_desk
from tests.oracle import check_books, check_nothing_stuck, check_protected

LONG = "BTC LONG 67500 SL 66000"


async def waiting(desk):
    await desk.price(BTC, "68500")
    (call,) = await desk.call(LONG)
    assert isinstance(await desk.approve(call), SignalApproved)
    assert desk.signal(call).status is SignalStatus.WAITING
    assert not [order for order in desk.entries() if order.symbol == BTC]
    return call


async def test_an_entry_waits_for_its_price_and_is_sent_when_it_comes(tmp_path):
    async with open_desk(tmp_path, wait_for_price=True, **FRICTIONLESS) as desk:
        call = await waiting(desk)
        await desk.price(BTC, "68000")
        assert desk.signal(call).status is SignalStatus.WAITING
        await desk.price(BTC, "67800")
        assert desk.signal(call).status is SignalStatus.EXECUTED
        assert desk.position_of(call).entry_price == 67800
        check_protected(desk)


async def test_a_waiting_entry_buys_no_more_than_was_shown(tmp_path):
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        await desk.price(ADA, "0.5100")
        (call,) = await desk.call("ADA LONG 0.5 SL 0.48")
        await desk.approve(call, "50")
        await desk.price(ADA, "0.5000")
        assert desk.position_of(call).quantity == 50


async def test_a_price_that_comes_after_the_expiry_opens_nothing(tmp_path):
    """After a machine's sleep the first tick may come before the clock has cleared the queue."""
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        call = await waiting(desk)
        desk.clock.jump(3600)
        await desk.price(BTC, "67500")
        assert desk.entries() == []
        assert desk.signal(call).status is SignalStatus.EXPIRED
        assert desk.signal(call).reason == "The price did not come to the call within 5 min."


async def test_a_waiting_entry_survives_a_restart_and_is_sent_once(tmp_path):
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        call = await waiting(desk)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock, wait_for_price=True) as desk:
        await desk.price(BTC, "67500")
        await desk.price(BTC, "67500")
        assert len(desk.entries()) == 1
        assert desk.signal(call).status is SignalStatus.EXECUTED


async def test_a_waiting_entry_whose_price_falls_through_the_stop_is_given_up(tmp_path):
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        call = await waiting(desk)
        await desk.price(BTC, "65000")
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED
        assert desk.entries() == []


async def test_a_pause_stops_entries_and_nothing_else(tmp_path):
    """F051, F080, R19: waiting entries end, new ones are blocked; stop moves, closes and stops go on."""
    async with open_desk(tmp_path, wait_for_price=True) as desk:
        held = await desk.open("ADA LONG 0.5 SL 0.48 TP 0.6")
        call = await waiting(desk)
        assert isinstance(await desk.do(PauseEntries("news at three")), EntriesPaused)
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED
        assert desk.signal(call).reason == "Entries were paused while it waited for its price."
        await desk.price(BTC, "67500")
        (blocked,) = await desk.call("BTC LONG 67400 SL 66000")
        assert "Entries are paused: news at three." in {verdict.sentence for verdict in blocked.blocking}
        assert isinstance(await desk.approve(blocked), CommandRefused)
        await desk.price(ADA, "0.5")
        assert isinstance(await desk.move_stop(held, "0.49"), StopMoved)
        await desk.close(held, "0.5")
        assert desk.position(held).quantity == 160
        await desk.price(ADA, "0.489")
        assert desk.position(held).closed_by == "stop"
        check_nothing_stuck(desk)
        await check_books(desk)


async def test_a_pause_survives_a_restart_until_the_user_resumes(tmp_path):
    """F080."""
    async with open_desk(tmp_path) as desk:
        await desk.do(PauseEntries())
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        assert isinstance(await desk.approve(call), CommandRefused)
        await desk.do(ResumeEntries())
        assert isinstance(await desk.approve(call), SignalApproved)
        assert isinstance(await desk.do(ResumeEntries()), CommandRefused)


async def test_a_pause_that_a_crash_cut_short_still_ends_what_waited(tmp_path):
    """The pause is on disk, the end of the waiting call is not: the price comes and nothing is opened."""
    from echotrade_desktop.engine.domain.facts import EntriesPaused as Paused

    async with open_desk(tmp_path, wait_for_price=True) as desk:
        call = await waiting(desk)
        await desk.ledger.record(Paused(desk.clock.now(), "paused by you"))
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock, wait_for_price=True) as desk:
        await desk.price(BTC, "67500")
        assert desk.entries() == []
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED


async def test_while_paused_every_other_rule_still_answers(tmp_path):
    """The user sees what would pass without the pause."""
    async with open_desk(tmp_path) as desk:
        await desk.do(PauseEntries())
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        assert [verdict.rule for verdict in call.blocking] == ["Entries"]
        assert call.sizing is not None
        assert call.sizing.notional == Decimal(135)
