"""Approvals: exactly once, as shown, within the limits at the moment of sending."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import (
    ApproveSignal,
    EditSignal,
    RejectSignal,
    SetTraderApproval,
    ToggleTrader,
)
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.messages import CommandRefused, SignalApproved, SignalEdited, SignalEnded
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, ANNA, BORIS, BTC, ETH, FRICTIONLESS, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_nothing_doubled, check_protected, check_verifies

LONG = "BTC LONG 67500 SL 66000"


async def queued(desk, text=LONG, **more):
    for symbol, price in ((BTC, "67500"), (ETH, "3000"), (ADA, "0.5000")):
        desk.tick(symbol, price)
    (call,) = await desk.call(text, **more)
    return call


async def approve_at_once(desk, calls):
    """Click on all before anything is answered, and keep the fills back until every click has been handled."""
    clicks = [desk.approval(call) for call in calls]
    desk.broker.holding = True
    for click in clicks:
        desk.engine.submit(click)
    await desk.settle()
    desk.broker.let_go()
    await desk.settle()
    return [answer for click in clicks for answer in desk.answers(click)]


async def test_a_hundred_clicks_on_approve_are_one_order(tmp_path):
    """F091: a double click, and then some: one order, every click answered once."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        clicks = [desk.approval(call) for _ in range(100)]
        for click in clicks:
            desk.engine.submit(click)
        await desk.settle()
        answers = [answer for click in clicks for answer in desk.answers(click)]
        assert len(answers) == 100
        assert sum(isinstance(answer, SignalApproved) for answer in answers) == 1
        assert len(desk.entries()) == 1
        assert len(desk.desk.book.fills) == 1


@pytest.mark.parametrize("first", ["approve", "reject"])
async def test_of_approve_and_reject_at_once_the_first_wins(tmp_path, first):
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        approve, reject = desk.approval(call), RejectSignal(call.signal.signal_id, 1)
        for command in (approve, reject) if first == "approve" else (reject, approve):
            desk.engine.submit(command)
        await desk.settle()
        refused = [a for c in (approve, reject) for a in desk.answers(c) if isinstance(a, CommandRefused)]
        assert len(refused) == 1
        assert len(desk.entries()) == (first == "approve")


async def test_of_twenty_approvals_at_once_five_find_room(tmp_path):
    """F082, F084: the limit of five positions is asked in series, at the moment of sending."""
    symbols = [f"{coin}/USDT" for coin in "BTC ETH ADA SOL XRP BNB DOGE LTC DOT LINK".split()]
    instruments = [Instrument(s, Decimal("0.1"), Decimal("0.001"), Decimal(5)) for s in symbols]
    async with open_desk(tmp_path, instruments=instruments, broker=BadWire) as desk:
        calls = []
        for person in (ANNA, BORIS):
            for symbol in symbols:
                desk.tick(symbol, "100")
                calls += await desk.call(f"{symbol} LONG 100 SL 98", sender=person)
        answers = await approve_at_once(desk, calls)
        assert len(answers) == 20
        assert len(desk.entries()) == 5
        assert len(desk.desk.book.open_positions()) == 5
        assert sum(isinstance(answer, CommandRefused) for answer in answers) == 15
        check_protected(desk)


async def test_approvals_at_once_share_the_exposure_limit(tmp_path):
    """Entries that are on their way count before their fills are booked."""
    async with open_desk(tmp_path, broker=BadWire, max_exposure=Decimal("0.03")) as desk:
        calls = [await queued(desk, f"{coin} LONG {price}") for coin, price in (("ADA", "0.5"), ("ETH", "3000"))]
        await approve_at_once(desk, calls)
        assert desk.desk.valuation().exposure <= Decimal(301)
        assert len(desk.entries()) == 2
        third = await queued(desk, "BTC LONG 67500")
        assert "total exposure" in " ".join(verdict.sentence for verdict in third.blocking)


async def test_approvals_at_once_share_the_margin(tmp_path):
    """The broker's free margin does not count a dollar twice while fills are on their way to the ledger."""
    share = {"position_size": Decimal("0.9"), "max_trade_share": Decimal(1), "max_exposure": Decimal(2)}
    async with open_desk(tmp_path, broker=BadWire, **share) as desk:
        first, second = await queued(desk, "ADA LONG 0.5"), await queued(desk, "ETH LONG 3000")
        await approve_at_once(desk, [first, second])
        assert desk.signal(first).status is SignalStatus.EXECUTED
        assert desk.signal(second).status is SignalStatus.NOT_EXECUTED
        assert "margin" in (desk.signal(second).reason or "")


async def test_opposite_approvals_at_once_open_one_side(tmp_path):
    """F105: the second sees the first although its fill has not been booked yet."""
    async with open_desk(tmp_path, broker=BadWire, min_consensus=Decimal(-1)) as desk:
        long, short = await queued(desk), await queued(desk, "BTC SHORT 67500 SL 69000", sender=BORIS)
        await approve_at_once(desk, [long, short])
        assert [position.side.value for position in desk.desk.book.open_positions()] == ["long"]


async def test_an_opposite_call_never_touches_a_position(tmp_path):
    """F105, R5: the long keeps its quantity, its stop and its result; the short is refused."""
    async with open_desk(tmp_path, min_consensus=Decimal(-1)) as desk:
        position = await desk.open(LONG)
        before = desk.position(position)
        call = await queued(desk, "BTC SHORT 67500 SL 69000", sender=BORIS)
        assert isinstance(await desk.approve(call), CommandRefused)
        assert desk.position(position) == before


async def test_a_second_call_of_the_same_trader_does_not_add(tmp_path):
    """F105, F106: neither as a duplicate nor, later, as a call of its own."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        again = await queued(desk)
        assert {"Duplicate", "Open position"} <= {verdict.rule for verdict in again.blocking}
        desk.clock.jump(700)
        later = await queued(desk)
        assert [verdict.rule for verdict in later.blocking] == ["Open position"]
        assert isinstance(await desk.approve(later), CommandRefused)
        assert desk.position(position).quantity == position.quantity


async def test_two_traders_on_one_symbol_have_a_position_each(tmp_path):
    """F102, F105: their confidence is combined, their positions and stops are their own."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        first = await desk.open("ADA LONG 0.5 SL 0.48")
        second = await desk.open("ADA LONG 0.5 SL 0.46", sender=BORIS)
        assert (first.quantity, second.quantity) == (320, 384)  # 1 − 0.2² = 0.96 instead of 0.8
        await desk.price(ADA, "0.47")
        assert not desk.position(first).is_open
        assert desk.position(second).is_open
        check_protected(desk)


async def test_the_same_second_makes_no_mutual_duplicates(tmp_path):
    """F106: of two equal calls stamped with the same second the first stays tradable."""
    async with open_desk(tmp_path) as desk:
        first, second = await queued(desk), await queued(desk)
        await desk.beat()
        assert desk.signal(first).status is SignalStatus.PENDING
        assert [verdict.rule for verdict in desk.signal(second).blocking] == ["Duplicate"]


async def test_an_expired_call_is_not_traded(tmp_path):
    """F091, F106: neither before nor after the clock has taken it off the queue."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        click = desk.approval(call)
        desk.clock.jump(300)
        desk.tick(BTC, "67500")
        assert isinstance(await desk.do(click), CommandRefused)
        await desk.beat()
        assert desk.signal(call).status is SignalStatus.EXPIRED
        assert desk.signal(call).reason == "Nobody decided within 5 min."
        assert isinstance(await desk.do(replace(click, command_id="again")), CommandRefused)
        assert desk.entries() == []


async def test_a_call_that_was_edited_meanwhile_is_not_approved_as_it_was(tmp_path):
    """The click carries the version it saw."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        click = desk.approval(call)
        edited = await desk.do(EditSignal(call.signal.signal_id, 1, stop_loss=Decimal(65000)))
        assert isinstance(edited, SignalEdited)
        assert isinstance(await desk.do(click), CommandRefused)
        assert isinstance(await desk.approve(call), SignalApproved)
        assert desk.position_of(call).stop_loss == 65000


@pytest.mark.parametrize("levels", [{"price": Decimal(0)}, {"stop_loss": Decimal(-5)}, {"take_profits": (Decimal(0),)}])
async def test_a_level_that_is_no_price_changes_nothing(tmp_path, levels):
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        refused = await desk.do(EditSignal(call.signal.signal_id, 1, **levels))
        assert isinstance(refused, CommandRefused)
        assert "above zero" in refused.reason
        assert desk.signal(call).signal == call.signal


async def test_an_edited_entry_is_the_one_that_is_sent(tmp_path):
    """A zone gives way to the price the user put in its place: the limit of the order is made from that."""
    async with open_desk(tmp_path) as desk:
        desk.tick(BTC, "67500")
        call = await queued(desk, "BTC LONG entry zone 67000-68000 SL 66000")
        await desk.do(EditSignal(call.signal.signal_id, 1, price=Decimal(67500)))
        await desk.approve(call)
        (order,) = desk.entries()
        assert order.limit_price == Decimal("67837.5")


async def test_no_more_than_was_shown_is_bought(tmp_path):
    """The size has grown since the card was drawn; the quantity on the card is what counts."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk, "ADA LONG 0.5 SL 0.48")
        await desk.approve(call, "100")
        assert desk.position_of(call).quantity == 100


@pytest.mark.parametrize("shown", ["0", "-5", "0.4", "9"])
async def test_a_quantity_too_small_to_trade_is_refused(tmp_path, shown):
    """Below the lot, below the user's least trade, or nothing at all: the call stays in the queue."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk, "ADA LONG 0.5 SL 0.48")
        refused = await desk.approve(call, shown)
        assert isinstance(refused, CommandRefused)
        assert refused.reason.startswith("Not approved: ")
        assert desk.signal(call).status is SignalStatus.PENDING


async def test_no_more_is_bought_than_the_limits_allow_now(tmp_path):
    """The click names more than the size of the trade; the size wins."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk, "ADA LONG 0.5 SL 0.48")
        await desk.approve(call, "100000")
        assert desk.position_of(call).quantity == 320


async def test_a_price_that_ran_away_between_click_and_order_ends_the_signal(tmp_path):
    """The limit holds at the broker too: what it would not fill is ended, with the reason, and nothing is open."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        place = desk.paper.place

        async def late(order):
            desk.tick(BTC, "67900")
            return await place(order)

        desk.paper.place = late
        await desk.approve(call)
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED
        assert desk.signal(call).reason == "The price 67,900.0 was beyond the limit 67,837.5."
        assert desk.desk.book.open_positions() == []


async def test_a_blocked_call_can_be_approved_once_its_reason_is_gone(tmp_path):
    async with open_desk(tmp_path) as desk:
        desk.tick(BTC, "68500")
        (call,) = await desk.call(LONG)
        assert [verdict.rule for verdict in call.blocking] == ["Price drift"]
        assert isinstance(await desk.approve(call), CommandRefused)
        desk.tick(BTC, "67500")
        assert isinstance(await desk.approve(call), SignalApproved)


async def test_a_price_beyond_the_stop_already_is_blocked(tmp_path):
    """A long that is called above a stop which the price has fallen through would be stopped out at once."""
    async with open_desk(tmp_path) as desk:
        desk.tick(BTC, "65500")
        (call,) = await desk.call(LONG)
        assert [verdict.rule for verdict in call.blocking] == ["Stop reached"]


async def test_a_switched_off_trader_is_blocked_from_the_next_signal_on(tmp_path):
    """F070, R18: positions stay managed, a repeated switch is harmless, it survives a restart."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        await desk.do(ToggleTrader(position.trader_id, enabled=False))
        call = await queued(desk, "ETH LONG 3000 SL 2900")
        assert [verdict.rule for verdict in call.blocking] == ["Trader"]
        check_protected(desk)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        call = await queued(desk, "ADA LONG 0.5 SL 0.48")
        assert "Trader" in {verdict.rule for verdict in call.blocking}
        await desk.price(BTC, "65000")
        assert not desk.position(position).is_open


async def test_a_switched_off_trader_has_no_vote(tmp_path):
    """F102: agreement with somebody who is not followed raises no size."""
    async with open_desk(tmp_path) as desk:
        boris = await queued(desk, sender=BORIS)
        await desk.do(ToggleTrader(boris.signal.trader_id, enabled=False))
        call = await queued(desk)
        assert call.combined_confidence == Decimal("0.8")


async def test_an_automatic_trader_is_followed_only_above_the_confidence(tmp_path):
    """F093: strictly above; manual is the default."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        assert desk.signal(call).status is SignalStatus.PENDING
        trader = call.signal.trader_id
        await desk.do(SetTraderApproval(trader, ApprovalMode.AUTOMATIC, Decimal("0.8")))
        equal = await queued(desk, "ETH LONG 3000 SL 2900")
        assert desk.signal(equal).status is SignalStatus.PENDING
        await desk.do(SetTraderApproval(trader, ApprovalMode.AUTOMATIC, Decimal("0.79")))
        above = await queued(desk, "ADA LONG 0.5 SL 0.48")
        assert desk.signal(above).status is SignalStatus.EXECUTED


async def test_a_late_call_is_shown_and_never_traded_by_itself(tmp_path):
    """F106: 61 seconds old on arrival, from an automatic trader."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        await desk.do(SetTraderApproval(call.signal.trader_id, ApprovalMode.AUTOMATIC, Decimal(0)))
        late = await queued(desk, "ETH LONG 3000 SL 2900", age=61)
        assert [verdict.rule for verdict in late.blocking] == ["Age when received"]
        assert desk.entries() == []


async def test_a_rejected_call_stays_in_the_history_with_its_reason(tmp_path):
    """F092."""
    async with open_desk(tmp_path) as desk:
        call = await queued(desk)
        ended = await desk.reject(call, "too far")
        assert isinstance(ended, SignalEnded)
        assert desk.signal(call).reason == "too far"
        assert isinstance(await desk.approve(call), CommandRefused)
        assert desk.entries() == []
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.signal(call).status is SignalStatus.REJECTED


async def test_an_unknown_call_is_an_answer_and_not_a_fault(tmp_path):
    async with open_desk(tmp_path) as desk:
        refused = await desk.do(ApproveSignal("nobody", 1, Decimal(1)))
        assert refused.reason == "That call is not in the queue; nothing was sent."


async def test_a_daily_loss_at_its_limit_halts_entries(tmp_path):
    """F087: measured from the equity with which the day began."""
    async with open_desk(tmp_path, max_daily_loss=Decimal("0.0003")) as desk:
        await desk.open(LONG)
        await desk.price(BTC, "65900")
        call = await queued(desk, "ETH LONG 3000 SL 2900")
        assert [verdict.rule for verdict in call.blocking] == ["Loss today"]
        await desk.beat(timedelta(days=1).total_seconds())
        fresh = await queued(desk, "ETH LONG 3000 SL 2900")
        assert "Loss today" not in {verdict.rule for verdict in fresh.blocking}
    check_verifies(tmp_path)


async def test_a_drawdown_at_its_limit_halts_entries(tmp_path):
    """F087: measured from the highest equity there ever was."""
    async with open_desk(tmp_path, max_drawdown=Decimal("0.0003")) as desk:
        await desk.open(LONG)
        await desk.price(BTC, "65900")
        await desk.beat(timedelta(days=1).total_seconds())
        call = await queued(desk, "ETH LONG 3000 SL 2900")
        assert "Drawdown" in {verdict.rule for verdict in call.blocking}


async def test_a_return_is_measured_from_the_starting_cash(tmp_path):
    """R7, R14: the gain is still there after a restart, and the next size is made from it."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5 SL 0.48")
        await desk.price(ADA, "0.6")
        await desk.close(position)
        gained = desk.desk.book.cash
        assert gained > 10_030
        await check_books(desk)
        check_nothing_doubled(desk)
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        assert (desk.desk.book.starting_cash, desk.desk.book.cash) == (10_000, gained)
        assert desk.desk.valuation().equity == gained
