"""One call, end to end: message, signal, approval, fill, stop, partial closes, the stop is hit, and the books agree."""

from decimal import Decimal

from echotrade_desktop.engine.domain.commands import ClosePosition
from echotrade_desktop.engine.domain.messages import CommandDone, CommandRefused, SignalApproved
from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, BTC, ETH, FRICTIONLESS, open_desk
from tests.oracle import check_books, check_nothing_doubled, check_protected, check_verifies

LONG = "ADA LONG 0.5000 SL 0.4800 TP 0.5200 0.5400 0.5600"


async def test_from_the_message_to_the_stop_and_the_ledger_adds_up(tmp_path):
    """F060, F061, F063, F103, R1, R8: a call without an amount is sized, closed in parts, stopped out with fees."""
    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000", "0.4999", "0.5001")
        (call,) = await desk.call(LONG)
        assert call.status is SignalStatus.PENDING
        assert call.signal.amount is None
        assert call.signal.confidence == Decimal("0.8")
        assert isinstance(await desk.approve(call), SignalApproved)
        position = desk.position_of(call)
        assert desk.signal(call).status is SignalStatus.EXECUTED
        assert position.quantity == 320
        check_protected(desk)
        await desk.price(ADA, "0.5100", "0.5099", "0.5101")
        for share, left in (("0.25", 240), ("0.5", 120), ("0.75", 30)):
            assert isinstance(await desk.close(position, share), CommandDone)
            assert desk.position(position).quantity == left
            check_protected(desk)
        await desk.price(ADA, "0.4790", "0.4789", "0.4791")
        closed = desk.position(position)
        assert not closed.is_open
        assert closed.closed_by == "stop"
        assert closed.fees > 0
        assert desk.desk.book.cash == 10_000 + closed.net_pnl
        assert not desk.desk.book.live_orders()
        await check_books(desk)
        check_nothing_doubled(desk)
    check_verifies(tmp_path)


async def test_a_short_earns_when_the_price_falls_and_its_targets_share_it_out(tmp_path):
    """F059, F062, F063: a short's ladder is hit rung by rung; the last rung leaves nothing, not even its stop."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open("ETH SHORT 3000 SL 3100 TP 2950 2900 2850")
        assert position.quantity == Decimal("0.053")
        for price, left in (("2950", "0.036"), ("2900", "0.018"), ("2850", "0.000")):
            await desk.price(ETH, price)
            assert desk.position(position).quantity == Decimal(left)
            check_protected(desk)
        closed = desk.position(position)
        assert closed.closed_by == "target"
        assert closed.net_pnl == Decimal("0.017") * 50 + Decimal("0.018") * 100 + Decimal("0.018") * 150
        assert not desk.desk.book.live_orders()
        await check_books(desk)
    check_verifies(tmp_path)


async def test_a_stop_and_a_target_cancel_each_other(tmp_path):
    """F062: what is hit first ends the other; when the price comes back nothing trades."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open("BTC LONG 67500 SL 66000 TP 69000")
        await desk.price(BTC, "65990")
        assert desk.position(position).closed_by == "stop"
        fills = len(desk.desk.book.fills)
        await desk.price(BTC, "69100")
        assert len(desk.desk.book.fills) == fills
        targets = [o for o in desk.desk.book.orders.values() if o.purpose is OrderPurpose.TARGET]
        assert [order.status for order in targets] == [OrderStatus.CANCELLED]


async def test_closing_again_on_the_same_sight_closes_nothing_more(tmp_path):
    """F052, F061: two clicks on 50 % of the same sight are one order; 50 % of a new sight acts on what is left."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        version = desk.position(position).version
        first = ClosePosition(position.position_id, Decimal("0.5"), version)
        second = ClosePosition(position.position_id, Decimal("0.5"), version)
        desk.engine.submit(first)
        desk.engine.submit(second)
        await desk.settle()
        assert [type(answer) for answer in (*desk.answers(first), *desk.answers(second))] == [
            CommandDone,
            CommandRefused,
        ]
        assert desk.position(position).quantity == 160
        await desk.close(position, "0.5")
        assert desk.position(position).quantity == 80


async def test_a_close_ends_in_the_history_and_its_orders_are_gone(tmp_path):
    """F050: a confirmed close is a market order; stop and targets leave with the position."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        answer = await desk.close(position)
        assert isinstance(answer, CommandDone)
        assert answer.sentence == "Closing ADA/USDT at the market."
        assert desk.desk.book.open_positions() == []
        assert [p.closed_by for p in desk.desk.book.closed_positions()] == ["close"]
        assert not desk.desk.book.live_orders()
        refused = await desk.close(position)
        assert isinstance(refused, CommandRefused)


async def test_a_remainder_that_could_not_be_closed_later_is_closed_with_the_rest(tmp_path):
    """F060: 75 % would leave less than the market's least order, so all is closed; the preview says so first."""
    from echotrade_desktop.engine.domain.commands import PreviewClose

    async with open_desk(tmp_path) as desk:
        (call,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        await desk.price(ADA, "0.5000")
        await desk.approve(call, "32")
        position = desk.position_of(call)
        shown = desk.engine.preview(PreviewClose(position.position_id, Decimal("0.75")))
        assert shown.quantity == 32
        assert shown.warning == "75\u2009% would leave too little to close later: all is closed."
        await desk.close(position, "0.75")
        assert not desk.position(position).is_open


async def test_a_part_too_small_to_trade_is_refused(tmp_path):
    """F060: 25 % of sixteen dollars is below the market's least order."""
    async with open_desk(tmp_path) as desk:
        (call,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        await desk.price(ADA, "0.5000")
        await desk.approve(call, "32")
        refused = await desk.close(desk.position_of(call), "0.25")
        assert isinstance(refused, CommandRefused)
        assert refused.reason == (
            "25\u2009% of this position is below the market's least order of $5.00. Close it whole."
        )
        assert desk.position_of(call).quantity == 32


async def test_the_first_risk_and_size_are_the_worked_example(tmp_path):
    """F072, F081, F086: 10,000 × 2 % × 0.8 × 1.5 × 2 = 480, factor by factor."""
    from echotrade_desktop.engine.domain.commands import SetGlobalMultiplier, SetTraderMultiplier

    async with open_desk(tmp_path) as desk:
        await desk.price(ADA, "0.5000")
        (first,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        await desk.do(SetTraderMultiplier(first.signal.trader_id, Decimal("1.5")))
        await desk.do(SetGlobalMultiplier(Decimal(2)))
        await desk.reject(first)
        desk.clock.jump(700)
        await desk.price(ADA, "0.5000")
        (call,) = await desk.call("ADA LONG 0.5000 SL 0.4800")
        assert call.sizing is not None
        assert call.sizing.notional == 480
        assert (call.sizing.base, call.sizing.confidence) == (Decimal("0.02"), Decimal("0.8"))
        assert (call.sizing.trader_multiplier, call.sizing.global_multiplier) == (Decimal("1.5"), 2)


async def test_a_close_that_waits_for_a_price_is_not_sent_twice(tmp_path):
    """F052: also for a script that names no version; the first one is still under way."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(LONG)
        desk.clock.jump(6)
        assert isinstance(await desk.close(position, "0.5", seen=False), CommandDone)
        refused = await desk.close(position, "0.5", seen=False)
        assert isinstance(refused, CommandRefused)
        assert refused.reason == "ADA/USDT is being closed already."
        await desk.price(ADA, "0.5000")
        assert desk.position(position).quantity == 160
