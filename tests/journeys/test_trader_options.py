"""What is chosen for one trader: in force with the next call, kept over a restart, refused whole."""

from dataclasses import replace
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.commands import SetTraderOptions
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.messages import CommandRefused, TraderChanged
from echotrade_desktop.engine.domain.signal import SignalStatus
from tests.desk import ADA, ANNA, BORIS, BTC, ETH, open_desk

LONG = "BTC LONG 67500 SL 66000"
OPTIONS = SetTraderOptions("telegram:1", ApprovalMode.MANUAL, Decimal("0.8"))


def blocked_by(desk, queued):
    return {verdict.rule for verdict in desk.signal(queued).blocking}


async def choose(desk, trader=ANNA, **options):
    return await desk.do(replace(OPTIONS, trader_id=f"telegram:{trader[0]}", **options, command_id=f"c{id(options)}"))


async def test_options_are_in_force_at_once_and_after_a_restart(tmp_path):
    """F075, F093."""
    async with open_desk(tmp_path) as desk:
        await desk.price(BTC, "67500")
        (call,) = await desk.call(LONG)
        answer = await choose(
            desk, min_confidence=Decimal("0.9"), blacklist=(ETH,), max_leverage=2, paper_only=True, priority=3
        )
        assert isinstance(answer, TraderChanged)
        await desk.beat()
        assert blocked_by(desk, call) == {"Trader's confidence"}
        clock = desk.clock
    async with open_desk(tmp_path, clock=clock) as desk:
        trader = desk.desk.trader("telegram:1")
        assert (trader.min_confidence, trader.blacklist, trader.max_leverage) == (Decimal("0.9"), (ETH,), 2)
        assert (trader.paper_only, trader.priority) == (True, 3)
        await desk.price(ETH, "3200")
        (call,) = await desk.call("ETH LONG 3200 SL 3100")
        assert blocked_by(desk, call) == {"Trader's confidence", "Trader's symbols"}


async def test_a_traders_cap_of_leverage_lowers_what_is_used(tmp_path):
    """F075."""
    async with open_desk(tmp_path) as desk:
        await desk.price(BTC, "67500")
        await desk.call("ADA LONG 0.5 SL 0.48")
        await choose(desk, max_leverage=2)
        position = await desk.open("BTC LONG 67500 SL 66000 10x")
        assert position.leverage == 2
        other = await desk.open("ADA LONG 0.5 SL 0.48 10x", sender=BORIS)
        assert other.leverage == 5


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"min_confidence": Decimal("1.5")}, "A confidence must lie between 0 and 1"),
        ({"auto_confidence": Decimal("NaN")}, "A confidence must lie between 0 and 1"),
        ({"max_leverage": 0}, "The cap of leverage must lie between 1 and 125"),
        ({"priority": 10}, "A priority must lie between 0 and 9"),
        ({"whitelist": (BTC, "DOGE/USDT")}, "This market does not have DOGE/USDT"),
    ],
)
async def test_bad_options_are_refused_and_none_is_taken(tmp_path, options, told):
    async with open_desk(tmp_path) as desk:
        await desk.call(LONG)
        before = desk.desk.trader("telegram:1")
        answer = await choose(desk, **{"priority": 5, **options})
        assert isinstance(answer, CommandRefused)
        assert answer.reason.startswith(told)
        assert desk.desk.trader("telegram:1") == before


async def test_options_of_an_unknown_trader_are_refused(tmp_path):
    """F071."""
    async with open_desk(tmp_path) as desk:
        answer = await choose(desk, (77, "Nobody"))
        assert isinstance(answer, CommandRefused)
        assert answer.reason.startswith("No call of that trader has been seen yet")


async def test_with_one_place_left_the_call_of_the_higher_priority_comes_first(tmp_path):
    """F075: and the other can be approved once it is decided."""
    async with open_desk(tmp_path, max_positions=1) as desk:
        await desk.price(BTC, "67500")
        await desk.price(ADA, "0.5")
        (first,) = await desk.call("ADA LONG 0.5 SL 0.48", sender=BORIS)
        (higher,) = await desk.call(LONG)
        await choose(desk, priority=5)
        await desk.beat()
        assert blocked_by(desk, first) == {"Priority"}
        assert desk.signal(higher).status is SignalStatus.PENDING
        await desk.reject(higher)
        await desk.beat()
        assert blocked_by(desk, first) == set()


async def test_calls_that_repeat_another_trader_count_once(tmp_path):
    """F102: three repeats, then the fourth agreement is one vote."""
    async with open_desk(tmp_path) as desk:
        await desk.price(BTC, "67500")
        for _ in range(3):
            await desk.call(LONG)
            await desk.beat(60)
            await desk.call("BTC LONG 67510 SL 66000", sender=BORIS)
            await desk.beat(3600)
        assert desk.desk.copycats() == {"telegram:2": "telegram:1"}
        await desk.call("BTC LONG 67490 SL 66000")
        await desk.beat(60)
        (echo,) = await desk.call("BTC LONG 67495 SL 66000", sender=BORIS)
        assert echo.combined_confidence == Decimal("0.8")
        (other,) = await desk.call("BTC LONG 67480 SL 66000", sender=(3, "Clara"))
        assert other.combined_confidence == Decimal("0.96")
