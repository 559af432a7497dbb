"""The one function that decides how large a trade is."""

from dataclasses import replace
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.trading.sizing import SizeQuestion, notional_of, refusal_of, reward_to_risk, size

FINE = Instrument("ADA/USDT", Decimal("0.0001"), Decimal("0.001"), Decimal(5))
QUESTION = SizeQuestion(
    equity=Decimal(10_000),
    confidence=Decimal("0.8"),
    trader_multiplier=Decimal("1.5"),
    global_multiplier=Decimal(2),
    side=Side.LONG,
    price=Decimal("0.5"),
    stop_loss=Decimal("0.48"),
    first_target=Decimal("0.56"),
    instrument=FINE,
)
LIMITS = RiskLimits()


@pytest.mark.parametrize(("confidence", "expected"), [("0.8", 480), ("0.64", 384)])
def test_the_worked_example(confidence, expected):
    """F084, F086, F101, F103: 480 from Telegram, 384 from Binance, whose calls weigh 0.8."""
    answer = size(replace(QUESTION, confidence=Decimal(confidence)), LIMITS)
    assert answer.notional == answer.uncapped == expected
    assert answer.quantity == expected * 2
    assert notional_of(Decimal(10_000), Decimal("0.02"), Decimal(confidence), Decimal("1.5"), Decimal(2)) == expected


def test_a_trade_is_capped_at_a_tenth_of_equity():
    answer = size(QUESTION, RiskLimits(position_size=Decimal("0.5")))
    assert answer.notional == 1000
    assert answer.capped_by == "10\u2009% of equity a trade"
    assert answer.uncapped == 12_000


def test_all_trades_together_are_capped_by_equity():
    answer = size(replace(QUESTION, exposure=Decimal(9_900)), LIMITS)
    assert answer.notional == 100
    assert answer.capped_by == "total exposure of 100\u2009% of equity"
    full = size(replace(QUESTION, exposure=Decimal(10_001)), LIMITS)
    assert full.quantity == 0
    assert full.refusal == "open positions use up your total exposure of 100\u2009% of equity"


@pytest.mark.parametrize(
    ("equity", "stop", "reason"),
    [
        ("0", "0.48", "open positions use up your total exposure of 100\u2009% of equity"),
        ("0.00001", "0.48", "the size rounds to nothing: the smallest quantity of ADA is 0.001"),
        ("100", "0.48", "the size is $4.80, your smallest trade is $10.00"),
        ("250", "0.2", "at the stop it would be worth $4.80, the market's least is $5.00"),
    ],
)
def test_too_small_a_trade_is_refused_before_the_wire(equity, stop, reason):
    """F084: also when it could not be closed at its stop any more."""
    assert size(replace(QUESTION, equity=Decimal(equity), stop_loss=Decimal(stop)), LIMITS).refusal == reason


def test_the_quantity_is_rounded_down_to_the_lot():
    answer = size(replace(QUESTION, instrument=replace(FINE, lot=Decimal(100))), LIMITS)
    assert (answer.quantity, answer.notional) == (900, 450)


def test_the_risk_is_the_distance_and_the_fee_both_ways():
    """F056: 960 × 0.02 and 0.05 % of what goes in and out."""
    assert size(QUESTION, LIMITS).risk == Decimal("19.2") + Decimal("0.0005") * 960 * Decimal("0.98")


@pytest.mark.parametrize(("side", "stop", "target"), [(Side.LONG, "98", "106"), (Side.SHORT, "102", "94")])
def test_reward_to_risk_counts_from_the_entry(side, stop, target):
    assert reward_to_risk(Decimal(100), Decimal(stop), Decimal(target), side) == 3
    assert reward_to_risk(Decimal(100), Decimal(stop), None, side) is None
    assert reward_to_risk(Decimal(100), Decimal(100), Decimal(target), side) is None


def test_a_smaller_quantity_than_the_size_is_asked_about_again():
    assert refusal_of(Decimal(20), QUESTION, LIMITS) is None
    assert refusal_of(Decimal(19), QUESTION, LIMITS) == "the size is $9.50, your smallest trade is $10.00"
