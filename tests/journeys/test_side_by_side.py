"""Each position has its own time: what hangs for one, or for none, keeps no other from its stop or its close."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import ClosePosition, MoveStop, SetTargets
from echotrade_desktop.engine.domain.facts import OrderChanged, SignalApproved
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from tests.desk import ADA, ETH, DeskUnderTest, open_desk
from tests.fakes.broker import SilentWire
from tests.views.stage import until

STOP, CLOSE = OrderPurpose.STOP, OrderPurpose.CLOSE
D = Decimal


async def a_safe_and_a_naked_position(desk: DeskUnderTest):
    """BTC has its stop and its target; the exchange refuses every stop of ADA."""
    safe = await desk.open("BTC LONG 67500 SL 66000 TP 69000")
    await desk.price(ADA, "0.5000")
    await desk.price(ETH, "3200")
    (call,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
    desk.broker.refused[STOP] = 100
    await desk.approve(call)
    return safe, desk.position_of(call)


async def a_second(desk: DeskUnderTest, naked) -> None:
    """Let a second pass; the position without a stop gets its next try in it, whatever else hangs."""
    tries = len(desk.broker.sent)
    desk.clock.jump(1)
    for symbol, last in list(desk.prices.items()):
        desk.tick(symbol, str(last.price))
    desk.engine.beat()
    await until(lambda: len(desk.broker.sent) > tries or not desk.position(naked).is_open)


async def user_closes(desk, safe):
    desk.broker.silent.add(("place close", safe.position_id))
    desk.engine.submit(ClosePosition(safe.position_id, D(1)))


async def user_moves_the_stop(desk, safe):
    desk.broker.silent.add(("place stop", safe.position_id))
    desk.engine.submit(MoveStop(safe.position_id, D(66500), safe.version))


async def user_replaces_the_target(desk, safe):
    desk.broker.silent.add(("cancel target", safe.position_id))
    desk.engine.submit(SetTargets(safe.position_id, (D(70000),), desk.position(safe).version))


async def close_is_looked_up(desk, safe):
    desk.broker.lost_before[CLOSE] = 1
    desk.engine.submit(ClosePosition(safe.position_id, D(1)))
    await desk.settle()
    desk.broker.silent.add(("find", safe.position_id))
    desk.engine.beat()


async def new_call_is_approved(desk, _safe):
    (call,) = await desk.call("ETH LONG 3200 SL 3100")
    approval = desk.approval(call)
    desk.broker.silent.add(("place entry", f"p{call.signal.signal_id[1:]}"))
    desk.engine.submit(approval)


async def orders_are_compared(desk, _safe):
    desk.broker.silent.add(("open orders", ""))
    desk.engine.positions._reconciler._sweep_due = 0.0
    desk.engine.beat()


@pytest.mark.parametrize(
    "what_hangs",
    [
        user_closes,
        user_moves_the_stop,
        user_replaces_the_target,
        close_is_looked_up,
        new_call_is_approved,
        orders_are_compared,
    ],
    ids=lambda step: step.__name__,
)
async def test_a_question_nobody_answers_uses_up_no_second_of_a_position_without_its_stop(tmp_path, what_hangs):
    """I3: while it hangs the naked position is tried once a second and closed after five."""
    async with open_desk(tmp_path, broker=SilentWire) as desk:
        safe, naked = await a_safe_and_a_naked_position(desk)
        await what_hangs(desk, safe)
        await until(lambda: desk.broker.waiting)
        (unanswered,) = desk.broker.waiting

        for _ in range(4):
            await a_second(desk, naked)
            assert desk.position(naked).is_open
        await a_second(desk, naked)
        await until(lambda: not desk.position(naked).is_open)

        assert desk.broker.waiting == [unanswered]  # all that time
        assert desk.position(naked).closed_by == "close"


async def test_a_second_that_passes_between_an_approval_and_its_order_takes_nothing_for_unsent(tmp_path):
    """I1: the order is about to be sent by this very app; only one that a dead app left behind is abandoned."""
    async with open_desk(tmp_path, broker=SilentWire) as desk:
        await desk.price(ADA, "0.5000")
        (call,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        desk.engine.outbox.subscribe(lambda event: desk.engine.beat() if isinstance(event, SignalApproved) else None)

        await desk.approve(call)

        changes = [event.order for event in desk.events if isinstance(event, OrderChanged)]
        entry = [order.status for order in changes if order.purpose is OrderPurpose.ENTRY]
        assert entry == [OrderStatus.SUBMITTED, OrderStatus.ACCEPTED]
        assert desk.position_of(call).is_open
