"""Lost, late and doubled answers: an entry is never sent again, an exit is looked up once and sent anew."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.messages import CommandDone, CommandRefused, Notice, StopMoveRefused
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, open_desk
from tests.fakes.broker import BadWire
from tests.oracle import check_books, check_nothing_doubled, check_nothing_stuck, check_protected, check_verifies

CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000"
ENTRY, STOP, TARGET, CLOSE = OrderPurpose.ENTRY, OrderPurpose.STOP, OrderPurpose.TARGET, OrderPurpose.CLOSE


async def queued(desk):
    await desk.price(ADA, "0.5000")
    (call,) = await desk.call(CALL)
    return call


async def test_an_entry_without_an_answer_is_parked_and_the_user_told(tmp_path):
    """R9, R10: no answer is no failure; it is not sent again."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_before[ENTRY] = 1
        await desk.approve(call)
        (order,) = desk.entries()
        assert order.status is OrderStatus.UNKNOWN
        assert desk.signal(call).status is SignalStatus.APPROVED
        assert (
            "Paper did not answer. The ADA/USDT order may exist; EchoTrade is checking. Do not place it again."
            in desk.sentences()
        )
        assert isinstance(await desk.approve(call), CommandRefused)
        assert len(desk.broker.sent_for(ENTRY)) == 1


async def test_an_absent_entry_is_believed_absent_only_after_half_a_minute(tmp_path):
    """R9: two clean look-ups and thirty seconds; then the signal ends, with the reason, and nothing was sent twice."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_before[ENTRY] = 1
        await desk.approve(call)
        for _ in range(29):
            await desk.beat()
        assert desk.signal(call).status is SignalStatus.APPROVED
        for _ in range(35):
            await desk.beat()
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED
        assert desk.signal(call).reason == "It never reached the broker."
        assert len(desk.broker.sent_for(ENTRY)) == 1
        check_nothing_stuck(desk)


async def test_one_look_up_after_a_long_sleep_is_not_enough(tmp_path):
    """The clock alone proves nothing: two look-ups must have come back clean."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_before[ENTRY] = 1
        await desk.approve(call)
        desk.broker.deaf = True
        await desk.beat(3600)
        assert desk.signal(call).status is SignalStatus.APPROVED
        desk.broker.deaf = False
        await desk.beat(60)
        assert desk.signal(call).status is SignalStatus.APPROVED
        await desk.beat(60)
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED


@pytest.mark.parametrize("fills", ["come", "come twice", "come late", "are lost"])
async def test_an_entry_that_filled_without_an_answer_becomes_a_protected_position(tmp_path, fills):
    """Its fill is booked once, whether it is reported, repeated, late, or must be fetched."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_after[ENTRY] = 1
        desk.broker.repeats = fills == "come twice"
        desk.broker.holding = fills in ("come late", "are lost")
        await desk.approve(call)
        if fills == "are lost":
            desk.broker.forget()
        await desk.beat()
        if fills == "come late":
            desk.broker.let_go()
        await desk.beat()
        assert desk.signal(call).status is SignalStatus.EXECUTED
        assert desk.position_of(call).quantity == 320
        check_protected(desk)
        check_nothing_doubled(desk)
        await check_books(desk)
    check_verifies(tmp_path)


async def test_a_fill_of_an_entry_that_was_given_up_is_booked_all_the_same(tmp_path):
    """The exchange shows the order only after it was believed absent: the position is real, so is its stop."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_after[ENTRY] = 1
        desk.broker.holding = True
        find, fills_since = desk.paper.find, desk.paper.fills_since

        async def not_yet(order):
            return None

        async def nothing_yet(at):
            return []

        desk.paper.find, desk.paper.fills_since = not_yet, nothing_yet
        await desk.approve(call)
        for _ in range(70):
            await desk.beat()
        assert desk.signal(call).status is SignalStatus.NOT_EXECUTED
        desk.paper.find, desk.paper.fills_since = find, fills_since
        desk.broker.let_go()
        await desk.beat()
        assert desk.signal(call).status is SignalStatus.EXECUTED
        check_protected(desk)
        await check_books(desk)
    check_verifies(tmp_path)


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_stop_without_an_answer_is_looked_up_once_and_sent_anew(tmp_path, arrived):
    """Within two seconds a stop is acknowledged; the one that did arrive is not left beside it."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        (desk.broker.lost_after if arrived else desk.broker.lost_before)[STOP] = 1
        await desk.approve(call)
        assert desk.working(desk.position_of(call), STOP) == []
        await desk.beat()
        check_protected(desk)
        assert len(desk.broker.sent_for(STOP)) == (1 if arrived else 2)


async def test_a_stop_is_sent_anew_although_nobody_answers_look_ups(tmp_path):
    """A failed query is not a reason to stay naked."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.lost_before[STOP] = 2
        desk.broker.deaf = True
        await desk.approve(call)
        await desk.beat()
        await desk.beat()
        position = desk.position_of(call)
        assert [stop.quantity for stop in desk.working(position, STOP)] == [320]
        desk.broker.deaf = False
        for _ in range(5):
            await desk.beat()
        check_protected(desk)


async def test_a_position_whose_stop_nobody_accepts_is_closed_after_five_seconds(tmp_path):
    """Tried for five seconds, then closed at the market."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.refused[STOP] = 100
        await desk.approve(call)
        for _ in range(4):
            await desk.beat()
            assert desk.position_of(call).is_open
        await desk.beat()
        assert not desk.position_of(call).is_open
        assert desk.position_of(call).closed_by == "close"
        assert len(desk.broker.sent_for(STOP)) == 5
        assert not [event for event in desk.events if isinstance(event, Notice) and event.level == "danger"]


async def test_a_siren_sounds_when_not_even_the_close_is_accepted(tmp_path):
    """By ten seconds flat or siren; not a siren every second; and it goes on trying."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.refused[STOP] = 1000
        desk.broker.refused[CLOSE] = 15
        await desk.approve(call)
        for _ in range(9):
            await desk.beat()
        assert not [sentence for sentence in desk.sentences() if "UNPROTECTED" in sentence]
        await desk.beat()
        for _ in range(8):
            await desk.beat()
        sirens = [e for e in desk.events if isinstance(e, Notice) and "UNPROTECTED" in e.sentence]
        assert [siren.level for siren in sirens] == ["danger"]
        await desk.beat()
        await desk.beat()
        assert not desk.position_of(call).is_open


async def test_a_restart_gives_a_naked_position_no_new_time(tmp_path):
    """The clock of the five seconds runs on while the app is closed."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.refused[STOP] = 1
        await desk.approve(call)
        clock = desk.clock

    def still_refusing(paper):
        wire = BadWire(paper)
        wire.refused[STOP] = 100
        return wire

    clock.jump(20)
    async with open_desk(tmp_path, clock=clock, broker=still_refusing, prices={ADA: "0.5"}) as desk:
        assert not desk.position_of(call).is_open
        assert desk.broker.sent_for(STOP) == []


@pytest.mark.parametrize("arrived", [False, True])
async def test_a_close_without_an_answer_is_looked_up_and_sent_anew(tmp_path, arrived):
    """The user is told at once, and the position is closed exactly once."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        (desk.broker.lost_after if arrived else desk.broker.lost_before)[CLOSE] = 1
        desk.broker.holding = arrived
        answer = await desk.close(position, "0.5")
        assert isinstance(answer, CommandDone)
        assert "no answer yet" in answer.sentence
        await desk.beat()
        await desk.beat()
        desk.broker.let_go()
        await desk.beat()
        assert desk.position(position).quantity == 160
        check_protected(desk)
        await check_books(desk)


async def test_a_close_nobody_ever_answers_is_given_back_to_the_user(tmp_path):
    """It is sent anew a few times, then the user is told; a later close of theirs works."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        desk.broker.lost_before[CLOSE] = 6
        await desk.close(position)
        for _ in range(12):
            await desk.beat()
        assert "ADA/USDT could not be closed: nobody answers. Close it by hand." in desk.sentences()
        assert len(desk.broker.sent_for(CLOSE)) == 6
        await desk.close(position)
        assert not desk.position(position).is_open
        check_nothing_stuck(desk)


async def test_a_moved_stop_without_an_answer_leaves_one_stop_where_it_was(tmp_path):
    """F058: the line springs back; the new stop that did arrive is found and taken away."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        desk.broker.lost_after[STOP] = 1
        refused = await desk.move_stop(position, "0.4900")
        assert isinstance(refused, StopMoveRefused)
        assert refused.stays_at == Decimal("0.4800")
        await desk.beat()
        await desk.beat()
        check_protected(desk)
        assert desk.position(position).stop_loss == Decimal("0.4800")


async def test_a_cancellation_nobody_answers_is_tried_again(tmp_path):
    """R11: nothing of a closed position rests at the broker in the end."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        desk.broker.deaf = True
        await desk.close(position)
        assert len(desk.desk.book.live_orders()) == 2
        desk.broker.deaf = False
        await desk.beat()
        assert not desk.desk.book.live_orders()
        assert await desk.broker.open_orders() == []


async def test_reports_in_the_wrong_order_and_twice_end_in_the_same_place(tmp_path):
    """The stop's fill and the word on the target come backwards and doubled."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        position = await desk.open(CALL)
        desk.broker.holding = desk.broker.repeats = True
        await desk.close(position, "0.5")
        desk.tick(ADA, "0.4790")
        desk.broker.let_go(backwards=True)
        await desk.settle()
        await desk.beat()
        assert not desk.position(position).is_open
        assert not desk.desk.book.live_orders()
        await check_books(desk)
    check_verifies(tmp_path)


async def test_a_fill_that_cannot_be_true_pauses_entries_and_keeps_the_stop(tmp_path):
    """More sold than is held: nothing is booked, the user is told, protection goes on."""
    from dataclasses import replace

    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        (fill,) = desk.desk.book.fills_of(position.position_id)
        impossible = replace(
            fill, trade_id="x", client_order_id="x", side=position.side.exit, quantity=Decimal(999), purpose=CLOSE
        )
        desk.engine.filled(impossible)
        await desk.settle()
        assert desk.desk.book.paused is not None
        assert desk.position(position).quantity == 320
        check_protected(desk)


async def test_a_fill_of_somebody_else_is_left_alone(tmp_path):
    from dataclasses import replace

    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        (fill,) = desk.desk.book.fills_of(position.position_id)
        desk.engine.filled(replace(fill, trade_id="theirs", position_id="theirs"))
        await desk.settle()
        assert list(desk.desk.book.positions) == [position.position_id]
        assert desk.desk.book.paused is None


async def test_a_refused_target_is_not_tried_for_ever(tmp_path):
    """A stop is tried as long as it takes; a target three times."""
    async with open_desk(tmp_path, broker=BadWire) as desk:
        call = await queued(desk)
        desk.broker.refused[TARGET] = 100
        await desk.approve(call)
        for _ in range(20):
            await desk.beat()
        assert len(desk.broker.sent_for(TARGET)) == 3
        assert desk.position_of(call).is_open
