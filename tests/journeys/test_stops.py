"""Stops: hit, gapped through, moved, moved while other things happen, refused."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import ClosePosition, MoveStop, PreviewStop
from echotrade_desktop.engine.domain.messages import CommandDone, Notice, StopMoved, StopMoveRefused
from echotrade_desktop.engine.domain.order import OrderKind, OrderPurpose, OrderStatus
from tests.desk import ADA, BTC, ETH, FRICTIONLESS, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_protected

LONG = "BTC LONG 67500 SL 66000 TP 70000"
SHORT = "ETH SHORT 3000 SL 3100 TP 2900"


async def test_a_stop_fires_on_the_tick_that_reaches_it(tmp_path):
    """R13: one tick above it nothing happens, the tick at it closes everything."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(LONG)
        await desk.price(BTC, "66000.1")
        assert desk.position(position).is_open
        await desk.price(BTC, "66000.0")
        assert desk.position(position).exit_price == 66000


async def test_a_gap_through_the_stop_fills_at_the_market(tmp_path):
    """R12, R13: the stop's price is no promise; the fill is at the bid after the gap, worse than the stop."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(LONG)
        await desk.price(BTC, "60000", "59990", "60010")
        assert desk.position(position).exit_price == 59990
        await check_books(desk)


async def test_a_gap_through_stop_and_liquidation_loses_no_more_than_the_margin(tmp_path):
    """Isolated margin: beyond the liquidation price the position is gone before its stop can fill."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 leverage 5x")
        assert position.leverage == 5
        await desk.price(BTC, "54050", "54000", "54100")  # exactly four fifths is left, a fifth was the margin
        closed = desk.position(position)
        assert closed.closed_by == "liquidation"
        assert closed.exit_price == 54000
        assert closed.realised_pnl == -(closed.exit_quantity * 67500 / 5)
        assert not desk.desk.book.live_orders()
        await check_books(desk)


async def test_a_lone_wild_tick_fires_no_stop(tmp_path):
    """A jump of more than a fifth needs a second tick that agrees; the stop fires then."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        assert not desk.tick(BTC, "50000")
        await desk.price(BTC, "67400")
        assert desk.position(position).is_open
        assert not desk.tick(BTC, "50000")
        desk.clock.jump(1)
        await desk.price(BTC, "50010")
        assert desk.position(position).closed_by == "stop"


@pytest.mark.parametrize("call", [LONG, SHORT])
async def test_a_dragged_stop_is_placed_before_the_old_one_goes(tmp_path, call):
    """F053, F054, F058, R11: one command, the new stop acknowledged first, the old one cancelled, both on record."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(call)
        (old,) = desk.working(position, OrderPurpose.STOP)
        to = "66500" if position.symbol == BTC else "3080"
        moved = await desk.move_stop(position, to)
        assert isinstance(moved, StopMoved)
        assert desk.position(position).stop_loss == Decimal(to)
        (new,) = desk.working(position, OrderPurpose.STOP)
        assert new.trigger_price == Decimal(to)
        facts = [fact for fact in await desk.ledger.load() if hasattr(fact, "order") and fact.order]
        accepted = next(
            n
            for n, fact in enumerate(facts)
            if fact.order.client_order_id == new.client_order_id and fact.order.status is OrderStatus.ACCEPTED
        )
        cancelled = next(
            n
            for n, fact in enumerate(facts)
            if fact.order.client_order_id == old.client_order_id and fact.order.status is OrderStatus.CANCELLED
        )
        assert accepted < cancelled
        check_protected(desk)


async def test_a_dragged_stop_is_rounded_to_the_tick_towards_the_entry(tmp_path):
    """F057: never a larger loss than asked for; typed and dragged are the same command."""
    async with open_desk(tmp_path) as desk:
        long, short = await desk.open(LONG), await desk.open(SHORT)
        await desk.move_stop(long, "66500.01")
        await desk.move_stop(short, "3079.999")
        assert desk.position(long).stop_loss == Decimal("66500.1")
        assert desk.position(short).stop_loss == Decimal("3079.99")


async def test_a_stop_on_the_wrong_side_is_refused_and_offers_to_close(tmp_path):
    """F056: a stop that would fire at once is refused with the reason; the old one was never gone."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        for wrong in ("67500", "68000"):
            refused = await desk.move_stop(position, wrong)
            assert isinstance(refused, StopMoveRefused)
            assert refused.close_now
            assert refused.stays_at == 66000
        check_protected(desk)


async def test_loosening_a_stop_asks_first(tmp_path):
    """F056: refused with what it would cost more, done when confirmed."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        shown = desk.engine.preview(PreviewStop(position.position_id, Decimal(65000)))
        assert shown.warning == "That stop risks $2.00 more than the one you have."
        refused = await desk.move_stop(position, "65000")
        assert isinstance(refused, StopMoveRefused)
        assert not refused.close_now
        assert isinstance(await desk.move_stop(position, "65000", loosen=True), StopMoved)
        check_protected(desk)


async def test_a_stop_too_near_liquidation_is_refused(tmp_path):
    async with open_desk(tmp_path) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 leverage 5x")
        refused = await desk.move_stop(position, "55000", loosen=True)
        assert isinstance(refused, StopMoveRefused)
        assert "too near liquidation" in refused.reason
        check_protected(desk)


async def test_a_stop_the_venue_refuses_leaves_the_old_one_where_it_was(tmp_path):
    """F058: the line returns and says why."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(LONG)
        desk.broker.refused[OrderPurpose.STOP] = 1
        refused = await desk.move_stop(position, "66500")
        assert isinstance(refused, StopMoveRefused)
        assert refused.reason == ("The new stop was not accepted: The market is closed. Your stop stays at 66,000.0.")
        check_protected(desk)


async def test_a_stop_dragged_on_an_old_sight_is_refused(tmp_path):
    """A fill, a stop or a target since then makes the sight old."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        seen = desk.position(position).version
        await desk.move_stop(position, "66100")
        refused = await desk.do(MoveStop(position.position_id, Decimal(66200), seen))
        assert isinstance(refused, StopMoveRefused)
        assert refused.stays_at == 66100
        check_protected(desk)


async def test_a_stop_dragged_while_half_is_being_closed_covers_what_is_left(tmp_path):
    """The close waits for a price when the last is stale; the stop moves meanwhile and then shrinks with the fill."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        desk.clock.jump(6)
        closing = await desk.close(position, "0.5")
        assert isinstance(closing, CommandDone)
        assert (
            closing.sentence == "Closing 160 ADA of ADA/USDT at the market once a price comes: the last one is stale."
        )
        assert isinstance(await desk.move_stop(position, "0.4900"), StopMoved)
        assert desk.position(position).quantity == 320
        await desk.price(ADA, "0.5000")
        assert desk.position(position).quantity == 160
        check_protected(desk)


async def test_a_stop_dragged_as_the_position_closes_loses_and_is_told(tmp_path):
    """The stop is hit before the drag is handled: the drag is refused, nothing is sent."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        desk.tick(BTC, "65900")
        refused = await desk.do(MoveStop(position.position_id, Decimal(66500), desk.position(position).version))
        assert isinstance(refused, StopMoveRefused)
        assert not desk.position(position).is_open
        assert not desk.desk.book.live_orders()


async def test_a_stop_moved_in_the_tick_that_hits_the_old_one_leaves_nothing_behind(tmp_path):
    """A cancel racing a fill: the old stop has filled when it should be cancelled; the new one leaves too."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(LONG)
        desk.broker.holding = True
        desk.tick(BTC, "65900")  # fills the old stop; the report is late
        await desk.price(BTC, "67500")
        await desk.move_stop(position, "66500")
        desk.broker.let_go()
        await desk.settle()
        await desk.beat()
        assert not desk.position(position).is_open
        assert not desk.desk.book.live_orders()
        assert desk.position(position).exit_quantity == Decimal("0.002")
        await check_books(desk)


async def test_break_even_stands_exactly_at_the_entry(tmp_path):
    """One fill at one price: the stop is that price, not a tick beside it."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.6000")
        await desk.price(ADA, "0.5300")
        await desk.close(position, "0.33")
        await desk.call("move stop to break-even")
        assert desk.position(position).stop_loss == Decimal("0.5000")
        check_protected(desk)
        await desk.price(ADA, "0.5000")
        assert desk.position(position).exit_price is not None
        assert not desk.position(position).is_open


async def test_two_stops_in_one_tick_close_once(tmp_path):
    """While a stop is being moved two rest; a tick through both fills the position once."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        extra = desk.working(position, OrderPurpose.STOP)[0]
        from dataclasses import replace

        desk.paper._orders["twin"] = replace(extra, client_order_id="twin")
        await desk.price(ADA, "0.4700")
        assert desk.position(position).exit_quantity == 320
        assert len(desk.desk.book.fills_of(position.position_id)) == 2


async def test_nothing_fills_on_a_stale_price(tmp_path):
    """F008, F051: an exit waits for the next price, at which it fills; an entry is refused."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(LONG)
        desk.clock.jump(5.5)
        (late,) = await desk.call("ETH LONG 3000 SL 2900")
        assert "Live price" in {verdict.rule for verdict in late.blocking}
        await desk.close(position)
        assert desk.position(position).is_open
        await desk.price(BTC, "67000")
        assert desk.position(position).exit_price == 67000


async def test_targets_are_set_edited_and_removed(tmp_path):
    """F059: the ladder is replaced whole; an old rung never rests beside a new one."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        for prices in (("0.5200",), ("0.5300", "0.5600"), ("0.5300", "0.5700", "0.5800"), ()):
            await desk.set_targets(position, *prices)
            resting = {order.trigger_price for order in desk.working(position, OrderPurpose.TARGET)}
            assert resting == set(map(Decimal, prices))
            check_protected(desk)
        assert desk.position(position).take_profits == ()


async def test_a_target_on_the_wrong_side_is_refused(tmp_path):
    """F059: it would fill at once, or it lies behind the stop."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        for wrong in ("0.4990", "0.5000", "0.4700", "0"):
            await desk.set_targets(position, wrong)
            assert desk.position(position).take_profits == ()


async def test_a_short_stop_above_the_price_is_bought_back_at_the_ask(tmp_path):
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(SHORT)
        await desk.price(ETH, "3101", "3100", "3102")
        assert desk.position(position).exit_price == 3102


async def test_every_stop_is_a_reduce_only_stop_market(tmp_path):
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(SHORT)
        await desk.do(ClosePosition(position.position_id, Decimal("0.5")))
        exits = [order for order in desk.broker.sent if order.purpose is not OrderPurpose.ENTRY]
        assert all(order.reduce_only for order in exits)
        assert {order.kind for order in desk.broker.sent_for(OrderPurpose.STOP)} == {OrderKind.STOP_MARKET}


async def test_the_user_is_not_bothered_when_all_goes_well(tmp_path):
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        await desk.move_stop(position, "66500")
        await desk.close(position)
        assert [event for event in desk.events if isinstance(event, Notice)] == []


async def test_a_smaller_stop_that_is_refused_leaves_the_larger_one(tmp_path):
    """F060: half is closed and the venue refuses the new stop: the old one, reduce-only, still covers what is left."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        desk.broker.refused[OrderPurpose.STOP] = 1
        await desk.close(position, "0.5")
        assert [stop.quantity for stop in desk.working(position, OrderPurpose.STOP)] == [320]
        await desk.beat()
        check_protected(desk)
        assert desk.position(position).quantity == 160


async def test_a_target_that_is_filling_gets_no_second_order(tmp_path):
    """It cannot be cancelled any more; another at a new price would close what is not to be closed."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800 TP 0.5200 0.6000")
        desk.broker.holding = True
        desk.tick(ADA, "0.5200")  # fills the first target; the report is late
        await desk.price(ADA, "0.5100")
        await desk.set_targets(position, "0.5300", "0.5900")
        resting = {order.trigger_price for order in desk.working(position, OrderPurpose.TARGET)}
        assert Decimal("0.5300") not in resting
        desk.broker.let_go()
        await desk.settle()
        await desk.beat()
        assert desk.position(position).quantity == 160
        check_protected(desk)
        await check_books(desk)


async def test_the_word_filled_before_the_fill_places_no_stop_for_what_is_gone(tmp_path):
    """Of fills only the fills speak: a venue may say "filled" first and what has filled a moment later."""
    from dataclasses import replace

    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open("ADA LONG 0.5000 SL 0.4800")
        desk.broker.holding = True
        desk.tick(ADA, "0.4790")
        (stop,) = desk.working(position, OrderPurpose.STOP)
        desk.engine.order_changed(replace(stop, status=OrderStatus.FILLED, filled_quantity=stop.quantity))
        await desk.settle()
        assert len(desk.broker.sent_for(OrderPurpose.STOP)) == 1
        desk.broker.let_go()
        await desk.settle()
        assert not desk.position(position).is_open
        assert not desk.desk.book.live_orders()
