"""The user's rules, one by one, at their limits."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import MarketKind, Side
from echotrade_desktop.engine.domain.signal import EntryKind, SourceKind
from echotrade_desktop.engine.signals.consensus import Consensus
from echotrade_desktop.engine.signals.screening import (
    RULES,
    ScreeningContext,
    adverse_drift,
    screen,
    used_leverage,
    worst_called_price,
    worst_entry,
)
from tests.fakes.clock import START
from tests.makers import BTC, a_context, a_signal, a_sizing, a_ticker


def verdict(rule, signal=None, **context):
    rest = {key: value for key, value in context.items() if key in ScreeningContext.__dataclass_fields__}
    limits = {key: value for key, value in context.items() if key not in rest}
    answers = screen(signal or a_signal(), a_context(limits=RiskLimits(**limits), **rest))
    return next(answer for answer in answers if answer.rule == rule)


def blocking(signal, **context):
    context.setdefault("consensus", Consensus(Decimal("0.8"), Decimal("0.8") * signal.side.sign, ("Anna",), ()))
    return [answer.rule for answer in screen(signal, a_context(**context)) if not answer.passed]


def test_a_plain_call_in_a_quiet_moment_passes_every_rule():
    assert blocking(a_signal()) == []
    assert len(screen(a_signal(), a_context())) == len(RULES)


@pytest.mark.parametrize("source", SourceKind)
def test_the_same_rules_hold_for_every_source(source):
    """F085."""
    assert blocking(a_signal(source=source), paused="news") == ["Entries"]


@pytest.mark.parametrize(("value", "passes"), [("0.7", False), ("0.7001", True), ("0.69", False)])
def test_confidence_must_be_strictly_greater(value, passes):
    """F083, F096: "> 70 %" means more than 70 %, and the sentence tells 0.7001 from 0.70."""
    agreed = Consensus(Decimal(value), Decimal(1), ("Anna",), ())
    answer = verdict("Confidence", consensus=agreed, min_confidence=Decimal("0.7"))
    assert answer.passed is passes
    if value == "0.7001":
        assert answer.sentence == "Confidence is 0.7001, you ask for more than 0.7000."


@pytest.mark.parametrize(
    ("net", "side", "passes"),
    [("0.3", Side.LONG, True), ("0.29", Side.LONG, False), ("-0.3", Side.SHORT, True), ("0.3", Side.SHORT, False)],
)
def test_the_sources_must_agree_on_the_calls_own_side(net, side, passes):
    """F102."""
    agreed = Consensus(Decimal("0.8"), Decimal(net), ("Anna",), ("Boris",))
    answer = verdict(
        "Agreement", a_signal(side=side, stop_loss=Decimal(98 if side is Side.LONG else 102)), consensus=agreed
    )
    assert answer.passed is passes
    assert "against: Boris" in answer.sentence


@pytest.mark.parametrize(("age", "passes"), [(-5, True), (0, True), (60, True), (60.1, False), (259200, False)])
def test_a_call_older_than_a_minute_on_arrival_is_blocked(age, passes):
    """F106."""
    signal = a_signal(received_at=START + timedelta(seconds=age))
    assert verdict("Age when received", signal).passed is passes


@pytest.mark.parametrize(("age", "passes"), [(None, False), (0, True), (5, True), (5.01, False)])
def test_no_decision_on_a_stale_price(age, passes):
    """F008, I6."""
    assert verdict("Live price", price_age=None if age is None else timedelta(seconds=age)).passed is passes


@pytest.mark.parametrize(
    ("side", "price", "passes"),
    [
        (Side.LONG, "100.5", True),
        (Side.LONG, "100.6", False),
        (Side.LONG, "99", True),
        (Side.SHORT, "99.5", True),
        (Side.SHORT, "99.4", False),
        (Side.SHORT, "101", True),
    ],
)
def test_a_price_that_ran_away_is_blocked_one_that_came_closer_is_not(side, price, passes):
    """F106: half a percent on the losing side, to the tick."""
    signal = a_signal(side=side, stop_loss=Decimal(100) - 5 * side.sign)
    assert verdict("Price drift", signal, ticker=a_ticker(price)).passed is passes


def test_the_quote_that_counts_is_the_one_that_is_paid():
    wide = a_ticker("100", "99", "101")
    assert not verdict("Price drift", ticker=wide).passed
    assert adverse_drift(a_signal(), wide) == Decimal("0.01")


def test_inside_a_zone_no_price_has_run_away():
    zone = a_signal(entry_kind=EntryKind.RANGE, entries=(Decimal(100), Decimal(103)), price=Decimal("101.5"))
    assert worst_called_price(zone) == 103
    assert worst_called_price(replace(zone, side=Side.SHORT)) == 100
    assert adverse_drift(zone, a_ticker("103")) == 0
    assert verdict("Price drift", zone, ticker=a_ticker("103.5")).passed
    assert not verdict("Price drift", zone, ticker=a_ticker("103.6")).passed


@pytest.mark.parametrize(("side", "limit"), [(Side.LONG, "100.5"), (Side.SHORT, "99.5")])
def test_the_orders_limit_is_rounded_against_us_never_for_the_market(side, limit):
    odd = a_signal(side=side, price=Decimal("100.04" if side is Side.LONG else "99.96"))
    assert worst_entry(odd, RiskLimits(), BTC) == Decimal(limit)


@pytest.mark.parametrize(
    ("white", "black", "passes"),
    [
        ((), (), True),
        (("BTC/USDT",), (), True),
        (("ETH/USDT",), (), False),
        ((), ("BTC/USDT",), False),
        (("BTC/USDT",), ("BTC/USDT",), False),
    ],
)
def test_the_blacklist_wins(white, black, passes):
    """F094."""
    assert verdict("Symbol", whitelist=frozenset(white), blacklist=frozenset(black)).passed is passes


def test_only_a_trader_who_is_on_is_followed():
    """F070, F095."""
    off = verdict("Trader", trader=Trader("telegram:1", "Anna", enabled=False))
    assert (off.passed, off.sentence) == (False, "Anna is switched off.")


def test_spot_cannot_be_sold_short():
    spot = replace(BTC, market=MarketKind.SPOT)
    short = a_signal(side=Side.SHORT, stop_loss=Decimal(102))
    assert blocking(short, instrument=spot) == ["Side"]
    assert blocking(a_signal(), instrument=spot) == []


@pytest.mark.parametrize(
    ("side", "stop", "rule"),
    [
        (Side.LONG, "100", ["Stop side", "Stop reached"]),
        (Side.LONG, "100.5", ["Stop side", "Stop reached"]),
        (Side.SHORT, "99", ["Stop side", "Stop reached"]),
    ],
)
def test_a_stop_on_the_winning_side_is_blocked(side, stop, rule):
    """F113, X19."""
    assert blocking(a_signal(side=side, stop_loss=Decimal(stop))) == rule


@pytest.mark.parametrize(
    ("side", "targets", "passes"),
    [
        (Side.LONG, ["101", "99"], False),
        (Side.LONG, ["101"], True),
        (Side.SHORT, ["99", "101"], False),
        (Side.SHORT, [], True),
    ],
)
def test_every_target_is_on_the_winning_side(side, targets, passes):
    signal = a_signal(side=side, stop_loss=Decimal(100) - 2 * side.sign, take_profits=tuple(map(Decimal, targets)))
    assert verdict("Target side", signal).passed is passes


@pytest.mark.parametrize(
    ("side", "price", "passes"),
    [(Side.LONG, "98.1", True), (Side.LONG, "98", False), (Side.SHORT, "101.9", True), (Side.SHORT, "102", False)],
)
def test_a_price_that_has_reached_the_stop_is_too_late(side, price, passes):
    """A better price than called may be one at which the call has failed already."""
    signal = a_signal(side=side, stop_loss=Decimal(100) - 2 * side.sign)
    assert verdict("Stop reached", signal, ticker=a_ticker(price)).passed is passes


@pytest.mark.parametrize(("leverage", "stop", "passes"), [(5, "84.4", True), (5, "84.3", False), (None, "21", True)])
def test_the_stop_comes_before_liquidation_by_a_fifth_of_the_way(leverage, stop, passes):
    """X46: at 5× liquidation is 19.5 % away, so the stop may be 15.6 % away."""
    assert verdict("Liquidation", a_signal(leverage=leverage, stop_loss=Decimal(stop))).passed is passes


@pytest.mark.parametrize(("called", "cap", "used"), [(None, 5, 1), (3, 5, 3), (20, 5, 5), (20, 100, 20), (0, 5, 1)])
def test_leverage_is_the_calls_under_the_users_cap(called, cap, used):
    assert used_leverage(a_signal(leverage=called), RiskLimits(max_leverage=cap), BTC) == used
    assert (
        used_leverage(a_signal(leverage=called), RiskLimits(max_leverage=cap), replace(BTC, market=MarketKind.SPOT))
        == 1
    )
    assert verdict("Leverage", a_signal(leverage=called), max_leverage=cap).passed


def test_a_repeat_is_named():
    """F106."""
    answer = verdict("Duplicate", repeats="Anna's call of 09:00 UTC")
    assert answer.sentence == "It repeats Anna's call of 09:00 UTC, within 10 min."
    assert answer.flips_if == "it is called again more than 10 min after the first"


@pytest.mark.parametrize(
    ("held", "passes"),
    [
        ([], True),
        ([("telegram:2", Side.LONG)], True),
        ([("telegram:1", Side.LONG)], False),
        ([("telegram:2", Side.SHORT)], False),
    ],
)
def test_a_call_never_touches_an_open_position(held, passes):
    """F105."""
    assert verdict("Open position", positions_on_symbol=held).passed is passes


@pytest.mark.parametrize(("count", "passes"), [(4, True), (5, False), (6, False)])
def test_five_positions_are_enough(count, passes):
    """F084."""
    assert verdict("Open positions", open_positions=count).passed is passes


@pytest.mark.parametrize(("equity", "passes"), [("9500.01", True), ("9500", False), ("12000", True)])
def test_a_loss_of_five_percent_today_is_enough(equity, passes):
    """F087."""
    assert verdict("Loss today", equity=Decimal(equity)).passed is passes


@pytest.mark.parametrize(("equity", "passes"), [("7000.01", True), ("7000", False)])
def test_a_drawdown_of_thirty_percent_is_enough(equity, passes):
    """F084, F087."""
    assert verdict("Drawdown", equity=Decimal(equity)).passed is passes


def test_what_looks_the_same_is_one_verdict_and_what_does_not_is_another():
    call, moment = a_signal(), a_context()
    pairs = list(zip(screen(call, moment), screen(replace(call, signal_id="another"), moment), strict=True))
    assert sum(one is other for one, other in pairs) >= 15
    assert all(one == other for one, other in pairs)
    paused = screen(call, replace(moment, paused="news"))
    assert "paused: news" in paused[0].sentence
    assert "paused: lunch" in screen(call, replace(moment, paused="lunch"))[0].sentence


def test_a_size_that_cannot_be_traded_says_why():
    answer = verdict("Size", sizing=a_sizing(notional=Decimal(4), refusal="it is too small", capped_by="a cap"))
    assert answer.sentence == "The size is $4.00 (capped by a cap), the least is $10.00: it is too small."


@pytest.mark.parametrize(("size", "passes"), [("99.99", False), ("100", True), ("1000", True), ("1000.01", False)])
def test_a_size_range_blocks_outside_it(size, passes):
    """F097: off unless it is set."""
    sizing = a_sizing(notional=Decimal(size))
    assert verdict("Size range", sizing=sizing, size_min=Decimal(100), size_max=Decimal(1000)).passed is passes
    assert verdict("Size range", sizing=sizing).passed
