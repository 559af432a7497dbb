"""Who repeats whom, and that they have one vote."""

from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.signals.consensus import consensus
from echotrade_desktop.engine.signals.copycats import copycats
from tests.fakes.clock import START
from tests.makers import a_signal


def call(trader: str, minute: float, symbol: str = "BTC/USDT", side: Side = Side.LONG):
    at = START + timedelta(minutes=minute)
    return a_signal(
        signal_id=f"{trader}{minute}", trader_id=trader, trader_name=trader.upper(), symbol=symbol, side=side,
        timestamp=at, received_at=at,
    )  # fmt: skip


def repeated(times: int, after: float = 2):
    hours = [60 * n for n in range(times)]
    return [call("a", minute) for minute in hours] + [call("b", minute + after) for minute in hours]


def test_three_repeats_make_a_repeater_and_two_do_not():
    assert copycats(repeated(3)) == {"b": "a"}
    assert copycats(repeated(2)) == {}


def test_a_call_ten_minutes_later_is_a_call_of_its_own():
    assert copycats(repeated(5, after=10)) == {}


def test_the_other_side_or_another_symbol_is_no_repeat():
    hours = [60 * n for n in range(4)]
    mine = [call("a", minute) for minute in hours]
    assert copycats(mine + [call("b", minute + 1, side=Side.SHORT) for minute in hours]) == {}
    assert copycats(mine + [call("b", minute + 1, symbol="ETH/USDT") for minute in hours]) == {}


def test_a_trader_who_mostly_calls_alone_repeats_nobody():
    alone = [call("b", 600 + 30 * n) for n in range(4)]
    assert copycats(repeated(3) + alone) == {}


def test_of_two_who_follow_each_other_as_often_neither_repeats():
    mutual = [call("a", 0), call("b", 1), call("b", 60), call("a", 61)]
    later = [call(trader, minute + shift) for shift in (120, 240) for trader, minute in
             (("a", 0), ("b", 1), ("b", 60), ("a", 61))]  # fmt: skip
    assert copycats(mutual + later) == {}


def test_a_chain_of_repeaters_leads_to_its_first():
    hours = [60 * n for n in range(3)]
    chain = [call(trader, minute + late) for minute in hours for trader, late in (("a", 0), ("b", 2), ("c", 4))]
    assert copycats(chain) == {"b": "a", "c": "a"}


def test_a_repeater_and_the_repeated_have_one_vote():
    """F102: two voices of one trader do not make a call surer."""
    first, second, third = call("a", 0), call("b", 2), call("c", 3)
    limits = RiskLimits()
    apart = consensus(second, [first], limits)
    together = consensus(second, [first], limits, {"b": "a"})
    assert apart.combined == Decimal("0.96")
    assert together.combined == Decimal("0.8")
    assert consensus(third, [first, second], limits, {"b": "a"}).combined == Decimal("0.96")
