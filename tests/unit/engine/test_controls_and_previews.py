"""The switches, and what an edit would mean: the same answer as carrying it out."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import (
    ClosePosition,
    PauseEntries,
    PreviewClose,
    PreviewSignal,
    PreviewStop,
    PreviewTarget,
    SetGlobalMultiplier,
    SetTraderApproval,
    SetTraderMultiplier,
    ToggleTrader,
    WatchSymbol,
)
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import CommandRefused, StopMoveRefused, SymbolWatched, TraderChanged
from tests.desk import ADA, BTC, FRICTIONLESS, open_desk

CALL = "ADA LONG 0.5000 SL 0.4800 TP 0.6000"
TRADER = "telegram:1"


async def with_trader(desk):
    await desk.price(ADA, "0.5000")
    (call,) = await desk.call(CALL)
    return call


async def test_an_unknown_trader_changes_nothing(tmp_path):
    """F071."""
    async with open_desk(tmp_path) as desk:
        for command in (ToggleTrader("nobody", False), SetTraderMultiplier("nobody", Decimal(1))):
            refused = await desk.do(command)
            assert isinstance(refused, CommandRefused)
        assert desk.desk.book.traders == {}


@pytest.mark.parametrize("wrong", ["0.49", "2.01", "0", "-1", "NaN", "Infinity"])
async def test_a_multiplier_outside_a_half_and_two_is_refused(tmp_path, wrong):
    """F072, F081."""
    async with open_desk(tmp_path) as desk:
        await with_trader(desk)
        for command in (SetTraderMultiplier(TRADER, Decimal(wrong)), SetGlobalMultiplier(Decimal(wrong))):
            assert isinstance(await desk.do(command), CommandRefused)
        assert desk.desk.book.traders[TRADER].multiplier == 1
        assert desk.desk.book.global_multiplier == 1


async def test_switches_are_facts_and_survive_a_restart(tmp_path):
    """F070, F075, F081, R18."""
    async with open_desk(tmp_path) as desk:
        await with_trader(desk)
        assert isinstance(await desk.do(ToggleTrader(TRADER, enabled=False)), TraderChanged)
        await desk.do(SetTraderMultiplier(TRADER, Decimal("1.5")))
        await desk.do(SetTraderApproval(TRADER, ApprovalMode.AUTOMATIC, Decimal("0.9")))
        await desk.do(SetGlobalMultiplier(Decimal("0.5")))
        clock, trader = desk.clock, desk.desk.book.traders[TRADER]
    async with open_desk(tmp_path, clock=clock) as desk:
        assert desk.desk.book.traders[TRADER] == trader
        assert (trader.enabled, trader.multiplier, trader.auto_confidence) == (False, Decimal("1.5"), Decimal("0.9"))
        assert desk.desk.book.global_multiplier == Decimal("0.5")


async def test_symbols_are_added_and_removed_once(tmp_path):
    """F032."""
    async with open_desk(tmp_path) as desk:
        assert isinstance(await desk.do(WatchSymbol(ADA, watched=False)), SymbolWatched)
        assert ADA not in desk.desk.book.watched
        assert isinstance(await desk.do(WatchSymbol(ADA, watched=False)), CommandRefused)
        assert isinstance(await desk.do(WatchSymbol("NOPE/USDT")), CommandRefused)


async def test_every_command_has_exactly_one_answer(tmp_path):
    async with open_desk(tmp_path) as desk:
        await with_trader(desk)
        for command in (
            PauseEntries(),
            PauseEntries(),
            ToggleTrader(TRADER, enabled=True),
            SetGlobalMultiplier(Decimal(3)),
            ClosePosition("nobody"),
            SetTraderApproval(TRADER, ApprovalMode.MANUAL, Decimal(2)),
        ):
            await desk.do(command)
            assert len(desk.answers(command)) == 1


async def test_a_previewed_stop_is_the_stop_that_is_set(tmp_path):
    """F054, F057: price on the tick, money with both fees, percent and R; nothing has changed."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        version = desk.position(position).version
        shown = desk.engine.preview(PreviewStop(position.position_id, Decimal("0.49001")))
        assert shown.price == Decimal("0.4901")
        assert shown.refusal is None
        assert desk.position(position).version == version
        await desk.move_stop(position, "0.49001")
        assert desk.position(position).stop_loss == shown.price
        assert shown.money is not None
        await desk.price(ADA, "0.4901")
        closed = desk.position(position)
        assert abs(closed.net_pnl - shown.money) <= Decimal("0.0002") * 160  # the slippage a stop may have


async def test_a_preview_refuses_what_the_command_would_refuse(tmp_path):
    """F056."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        for price in ("0.6", "0.5", "0", "-1"):
            shown = desk.engine.preview(PreviewStop(position.position_id, Decimal(price)))
            answer = await desk.move_stop(position, price, loosen=True)
            assert isinstance(answer, StopMoveRefused)
            assert (answer.reason, answer.close_now) == (shown.refusal, shown.close_now)


async def test_r_counts_in_units_of_the_first_risk(tmp_path):
    """F054: moved stops do not change what one R was."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(CALL)
        target = PreviewTarget(position.position_id, Decimal("0.56"))
        assert desk.engine.preview(target).r_multiple == 3
        await desk.move_stop(position, "0.49")
        assert desk.engine.preview(target).r_multiple == 3


async def test_a_previewed_close_is_the_close_that_is_carried_out(tmp_path):
    """F060: the quantity on the button is the quantity that is sold, and its share of the money."""
    async with open_desk(tmp_path, **FRICTIONLESS) as desk:
        position = await desk.open(CALL)
        await desk.price(ADA, "0.5500")
        shown = desk.engine.preview(PreviewClose(position.position_id, Decimal("0.33")))
        await desk.close(position, "0.33")
        assert position.quantity - desk.position(position).quantity == shown.quantity == 105
        assert desk.position(position).realised_pnl == shown.money


async def test_a_close_on_a_stale_price_warns_first(tmp_path):
    """F051."""
    async with open_desk(tmp_path) as desk:
        position = await desk.open(CALL)
        desk.clock.jump(6)
        shown = desk.engine.preview(PreviewClose(position.position_id, Decimal(1)))
        assert shown.warning == "The price is stale: it closes at the next one."


async def test_a_previewed_call_shows_size_risk_and_verdicts(tmp_path):
    async with open_desk(tmp_path) as desk:
        call = await with_trader(desk)
        shown = desk.engine.preview(PreviewSignal(call.signal.signal_id, stop_loss=Decimal("0.51")))
        assert "is not below the entry" in (shown.refusal or "")
        assert desk.signal(call).signal.stop_loss == Decimal("0.4800")
        fine = desk.engine.preview(PreviewSignal(call.signal.signal_id, take_profits=(Decimal("0.56"),)))
        assert (fine.refusal, fine.quantity, fine.r_multiple) == (None, 320, 3)


@pytest.mark.parametrize("price", ["0", "-1", "0.00001"])
async def test_a_preview_of_a_level_that_is_no_price_is_a_refusal(tmp_path, price):
    async with open_desk(tmp_path) as desk:
        call = await with_trader(desk)
        shown = desk.engine.preview(PreviewSignal(call.signal.signal_id, price=Decimal(price)))
        assert "above zero" in (shown.refusal or "")


async def test_what_is_gone_is_a_refusal_and_not_a_fault(tmp_path):
    async with open_desk(tmp_path) as desk:
        for edit in (
            PreviewStop("p", Decimal(1)),
            PreviewTarget("p", Decimal(1)),
            PreviewClose("p", Decimal(1)),
            PreviewSignal("s"),
        ):
            assert desk.engine.preview(edit).refusal
        await desk.price(BTC, "67500")
