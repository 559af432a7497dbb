"""What the rules saved or cost: calls that were not traded are followed on paper, to the cent, and charged once."""

from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import ROUND_UP, Decimal

from echotrade_desktop.engine.domain.commands import PauseEntries, ResumeEntries, ToggleTrader
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.facts import ShadowClosed, ShadowOpened
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.performance import PerformanceBoard
from echotrade_desktop.engine.store.verify import verify
from tests.desk import ADA, BORIS, BTC, ETH, FRICTIONLESS, open_desk

D = Decimal
LONG = "BTC LONG 67500 SL 66000 TP 70500"


def rules(desk):
    return {row.rule: row for row in PerformanceBoard(desk.desk).rules()}


def results(desk):
    return {key: ended.result for key, ended in desk.desk.book.shadow_results.items()}


async def until_expired(desk):
    for _ in range(11):
        await desk.beat(30)


@asynccontextmanager
async def anna_off(path):
    """A desk on which Anna is known and switched off, and nothing of the past is left."""
    limits = {**FRICTIONLESS, "duplicate_window": timedelta(0)}
    async with open_desk(path, prices={BTC: "67500", ETH: "3200"}, **limits) as desk:
        await desk.call("ETH LONG 3200 SL 3100")
        await until_expired(desk)
        await desk.do(ToggleTrader("telegram:1", enabled=False))
        yield desk


async def test_a_blocked_call_that_would_have_lost_was_saved_by_its_rule(tmp_path):
    async with anna_off(tmp_path) as off:
        (call,) = await off.call(LONG)
        assert call.status is SignalStatus.BLOCKED
        await off.price(BTC, "67500")
        await until_expired(off)
        await off.price(BTC, "65900")  # through the stop: it fills at the market, not at 66,000
        quantity = off.signal(call).sizing.quantity
        assert results(off)[call.signal.signal_id] == (D(65900) - D(67500)) * quantity
        row = rules(off)["Trader"]
        assert (row.blocked, row.followed, row.won, row.following) == (1, 1, 0, 0)
        assert row.saved == D(1600) * quantity


async def test_a_call_that_would_have_won_cost_and_a_short_counts_the_other_way(tmp_path):
    async with anna_off(tmp_path) as off:
        (call,) = await off.call("BTC SHORT 67500 SL 69000 TP 66000")
        await off.price(BTC, "67500")
        await off.price(BTC, "66000")
        assert results(off).get(call.signal.signal_id) is None  # it still waits in the queue: it may yet pass
        await until_expired(off)
        quantity = off.signal(call).sizing.quantity
        assert rules(off)["Trader"].saved == -D(1500) * quantity


async def test_each_target_closes_its_part(tmp_path):
    async with anna_off(tmp_path) as off:
        (call,) = await off.call("BTC LONG 67500 SL 66000 TP 68000, 69000")
        await off.price(BTC, "67500")
        await off.reject(call)
        await off.price(BTC, "68000")
        await off.price(BTC, "66000")
        shadow = off.desk.book.shadows[call.signal.signal_id]
        part = D("0.001")  # of 0.002 or 0.003 BTC, half on the lot step
        rest = shadow.quantity - part
        assert shadow.position.take_profits[0].hit
        assert results(off)[call.signal.signal_id] == D(500) * part - D(1500) * rest


async def test_a_call_that_is_traded_after_all_is_followed_for_nobody(tmp_path):
    async with anna_off(tmp_path) as off:
        (call,) = await off.call(LONG)
        await off.price(BTC, "67500")
        await off.do(ToggleTrader("telegram:1", enabled=True))
        await off.beat()
        assert off.signal(call).status is SignalStatus.PENDING
        await off.approve(call)
        await off.price(BTC, "65900")
        assert results(off).keys() & {call.signal.signal_id} == set()
        assert call.signal.signal_id not in off.desk.book.shadows


async def test_a_call_the_user_rejects_though_it_passes_is_the_users_own(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call(LONG)
        quantity = desk.signal(call).sizing.quantity
        await desk.reject(call)
        await desk.price(BTC, "67500")
        await desk.price(BTC, "70500")
        row = rules(desk)[""]
        assert (row.blocked, row.followed, row.won, row.result) == (1, 1, 1, D(3000) * quantity)


async def test_nobody_is_charged_for_a_call_that_nobody_decided_on(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        await desk.call(LONG)
        await until_expired(desk)
        assert rules(desk) == {}
        assert desk.desk.book.shadows == {}


async def test_a_price_that_never_comes_is_no_trade(tmp_path):
    """The executor's limit would not have filled, and the shadow does not pretend."""
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call(LONG)
        await desk.reject(call)
        await desk.price(BTC, "68500")  # beyond the drift that is allowed
        await until_expired(desk)
        await desk.price(BTC, "67500")  # too late
        assert desk.desk.book.shadow_results[call.signal.signal_id].why == "not entered"
        row = rules(desk)[""]
        assert (row.blocked, row.followed, row.result) == (1, 0, 0)


async def test_drift_is_followed_from_the_price_there_was(tmp_path):
    """Without that rule it would have been entered where the price stood."""
    async with open_desk(tmp_path, prices={BTC: "68500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call(LONG)
        assert [verdict.rule for verdict in call.blocking] == ["Price drift"]
        await desk.price(BTC, "68500")
        await until_expired(desk)
        await desk.price(BTC, "70500")
        assert rules(desk)["Price drift"].saved == -D(2000) * desk.signal(call).sizing.quantity


async def test_known_results_add_up_exactly_and_a_joint_block_is_charged_once(tmp_path):
    """Four calls, known ends. Two rules block the second one: the first in the order of rules is charged, once."""
    async with open_desk(tmp_path, prices={BTC: "67500", ETH: "3200"}, taker_fee=D("0.0005"), slippage=D(0)) as desk:
        await desk.do(PauseEntries())
        (one,) = await desk.call("BTC LONG 67500 SL 66000 TP 69000")
        (two,) = await desk.call("ETH LONG 3200 SL 3100 TP 3300", sender=BORIS, age=120)
        assert two.blocking[0].rule == "Entries"
        assert len(two.blocking) > 1
        for symbol, price in ((BTC, "67500"), (ETH, "3200")):
            await desk.price(symbol, price)
        await desk.reject(one)
        await desk.reject(two)
        await desk.do(ResumeEntries())
        (three,) = await desk.call("ADA SHORT 0.4500 SL 0.4600 TP 0.4400", sender=BORIS)
        await desk.price(ADA, "0.4500")
        await desk.reject(three)
        await desk.price(ADA, "0.4500")
        await desk.price(BTC, "69000")
        await desk.price(ETH, "3100")
        await desk.price(ADA, "0.4400")
        ways = ((one, "67500", "69000", 1), (two, "3200", "3100", 1), (three, "0.4500", "0.4400", -1))
        shadows = desk.desk.book.shadows
        expected = {
            call.signal.signal_id: _result(shadows[call.signal.signal_id].quantity, entry, end, sign)
            for call, entry, end, sign in ways
        }
        assert results(desk) == expected
        by_rule = rules(desk)
        assert sum(row.result for row in by_rule.values()) == sum(expected.values())
        assert sum(row.followed for row in by_rule.values()) == 3
        assert by_rule["Entries"].result == expected[one.signal.signal_id] + expected[two.signal.signal_id]
        assert by_rule["Entries"].followed == 2
    assert verify(tmp_path / "paper.db").ok


def _result(quantity, entry, exit_, sign):
    """Gain less the fee of both ways, each fee rounded up at the eighth decimal as the broker does."""
    fees = sum((D(p) * quantity * D("0.0005")).quantize(D("1E-8"), ROUND_UP) for p in (entry, exit_))
    return (D(exit_) - D(entry)) * quantity * sign - fees


async def test_a_shadow_lives_on_across_a_restart(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call(LONG)
        await desk.reject(call)
        await desk.price(BTC, "67500")
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock, **FRICTIONLESS) as desk:
        assert desk.desk.book.live_shadows() == [call.signal.signal_id]
        await desk.price(BTC, "70500")
        assert rules(desk)[""].won == 1
        assert desk.desk.book.live_shadows() == []


async def test_a_call_without_a_target_is_closed_after_a_week(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call("BTC LONG 67500 SL 66000")
        quantity = desk.signal(call).sizing.quantity
        await desk.reject(call)
        await desk.price(BTC, "67500")
        desk.clock.jump(7 * 86_400)
        await desk.price(BTC, "67600")
        ended = desk.desk.book.shadow_results[call.signal.signal_id]
        assert (ended.why, ended.result) == ("close", D(100) * quantity)


async def test_what_is_traded_knows_nothing_of_shadows(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}) as desk:
        (call,) = await desk.call(LONG)
        before = (desk.desk.free_margin(), desk.desk.valuation().equity, desk.desk.book.cash)
        await desk.reject(call)
        await desk.price(BTC, "67500")
        assert any(isinstance(event, ShadowOpened) for event in desk.events)
        assert (desk.desk.free_margin(), desk.desk.valuation().equity, desk.desk.book.cash) == before
        await desk.price(BTC, "60000")
        assert any(isinstance(event, ShadowClosed) for event in desk.events)
        assert (desk.desk.free_margin(), desk.desk.valuation().equity, desk.desk.book.cash) == before
        assert desk.desk.book.fills == {}


async def test_a_full_disk_delays_a_shadow_and_loses_nothing(tmp_path):
    async with open_desk(tmp_path, prices={BTC: "67500"}, **FRICTIONLESS) as desk:
        (call,) = await desk.call(LONG)
        await desk.reject(call)
        await desk.price(BTC, "67500")
        record = desk.desk.ledger.record

        async def full(*facts):
            raise StoreUnavailable("The disk is full.")

        desk.ledger.record = full
        await desk.price(BTC, "70500")
        assert call.signal.signal_id not in desk.desk.book.shadow_results
        desk.ledger.record = record
        await desk.beat()
        assert desk.desk.book.shadow_results[call.signal.signal_id].why == "target"
