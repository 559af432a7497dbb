"""Rounding, sizing and the checks at the door: never more than allowed, never a larger loss, never an exception."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import decimal_from, down_to_step, up_to_step
from echotrade_desktop.engine.domain.errors import BadNumber
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.trading.checks import check_stop, closing_quantity
from echotrade_desktop.engine.trading.sizing import SizeQuestion, size
from tests.makers import BTC, a_ticker, held

STEPS = st.sampled_from([Decimal(text) for text in ("1", "0.1", "0.5", "0.25", "0.001", "0.00001", "10")])
NUMBERS = st.decimals(Decimal("1E-9"), Decimal("1E12"), allow_nan=False, places=9)
LONG_NUMBERS = st.fractions(Fraction(1, 10**6), 10**6).map(lambda f: Decimal(f.numerator) / Decimal(f.denominator))
SIDES = st.sampled_from(Side)


@given(number=NUMBERS | LONG_NUMBERS, step=STEPS)
def test_down_is_the_nearest_multiple_not_above(number, step):
    down = down_to_step(number, step)
    assert Fraction(down) / Fraction(step) == Fraction(number) // Fraction(step)
    assert down_to_step(-number, step) == -down


@given(number=NUMBERS | LONG_NUMBERS, step=STEPS)
def test_up_is_the_nearest_multiple_not_below(number, step):
    up = up_to_step(number, step)
    assert Fraction(up) / Fraction(step) == -(-Fraction(number) // Fraction(step))
    assert up_to_step(-number, step) == -up


def test_a_hair_below_a_lot_is_not_a_lot():
    """28 digits round up to 21 lots; 20 are held."""
    assert down_to_step(Decimal("0.0209999999999999999999999999999"), Decimal("0.001")) == Decimal("0.020")
    assert up_to_step(Decimal("0.0200000000000000000000000000001"), Decimal("0.001")) == Decimal("0.021")


@given(asked=LONG_NUMBERS, side=SIDES, tick=STEPS)
def test_a_rounded_stop_never_loses_more_than_the_one_asked_for(asked, side, tick):
    """F057: towards the entry, on either side, for every tick: up for a long, down for a short."""
    instrument = Instrument("BTC/USDT", tick, Decimal(1), Decimal(0))
    rounded = instrument.stop_price(asked, side)
    assert (Fraction(rounded) - Fraction(asked)) * side.sign >= 0
    assert abs(Fraction(rounded) - Fraction(asked)) < Fraction(tick)
    assert Fraction(rounded) % Fraction(tick) == 0


@given(
    equity=st.integers(0, 10**7).map(Decimal),
    confidence=st.decimals(0, 1, places=4),
    trader=st.decimals(Decimal("0.5"), 2, places=2),
    everyone=st.decimals(Decimal("0.5"), 2, places=2),
    price=st.decimals(Decimal("0.0001"), 10**6, places=4),
    stop=st.decimals(Decimal("0.0001"), 10**6, places=4),
    exposure=st.integers(0, 10**7).map(Decimal),
    side=SIDES,
)
def test_a_size_is_within_every_limit_or_refused(equity, confidence, trader, everyone, price, stop, exposure, side):
    """I5: never above the cap of a trade or of all trades, always whole lots, never below a least order."""
    limits = RiskLimits()
    question = SizeQuestion(equity, confidence, trader, everyone, side, price, stop, None, BTC, exposure)
    answer = size(question, limits)
    assert answer.quantity >= 0
    assert Fraction(answer.quantity) % Fraction(BTC.lot) == 0
    notional = Fraction(answer.quantity) * Fraction(price)
    factors = (equity, limits.position_size, confidence, trader, everyone)
    uncapped = Fraction(1)
    for factor in factors:
        uncapped *= Fraction(factor)
    assert notional <= uncapped
    assert notional <= Fraction(equity * limits.max_trade_share)
    if answer.refusal is None:
        assert notional + Fraction(exposure) <= Fraction(equity * limits.max_exposure)
        assert notional >= limits.min_trade
        assert min(price, stop) * answer.quantity >= BTC.min_notional


@given(lots=st.integers(1, 10**6), share=st.decimals(Decimal("0.0001"), 1, places=4), price=st.integers(1, 10**5))
def test_a_partial_close_is_whole_lots_of_what_is_held(lots, share, price):
    """F060: never more than is open, never below the least order, never a rest that could not be closed."""
    position = held(str(lots * BTC.lot), str(price))
    answer = closing_quantity(position, share, BTC, a_ticker(str(price)))
    if answer.refusal is not None:
        assert position.quantity * share * price < BTC.min_notional + BTC.lot * price
        assert answer.quantity == 0
        return
    assert 0 < answer.quantity <= position.quantity
    assert Fraction(answer.quantity) % Fraction(BTC.lot) == 0
    rest = position.quantity - answer.quantity
    assert rest == 0 or rest * price >= BTC.min_notional
    assert share < 1 or rest == 0


@given(price=st.integers(1, 3000), last=st.integers(500, 2000), side=SIDES)
def test_a_stop_that_is_let_through_is_on_the_losing_side_of_the_price(price, last, side):
    """F056: a property of every stop that is not refused; a refused one names its reason."""
    position = held("1", "1000", side=side, stop_loss=Decimal(1000) - 500 * side.sign)
    ticker = a_ticker(str(last))
    check = check_stop(position, Decimal(price), BTC, ticker, RiskLimits())
    if check.refusal is None:
        assert (last - price) * side.sign > 0
        assert check.loosens == ((position.stop_loss - price) * side.sign > 0)
    else:
        assert check.refusal.endswith(".")
        assert check.close_now == ((last - price) * side.sign <= 0)


@given(value=st.decimals(allow_nan=False, allow_infinity=False).filter(lambda d: abs(d.adjusted()) < 60))
def test_a_number_in_a_sentence_never_fails(value):
    assert words.money(value)
    assert words.percent(value)
    assert words.number(value, 8)


@given(text=st.text(max_size=50) | st.from_regex(r"-?\d{0,20}(\.\d{0,20})?([eE][-+]?\d{1,4})?", fullmatch=True))
def test_the_door_lets_only_finite_sensible_numbers_in(text):
    """I6: whatever is written, it is a usable number or it is refused."""
    try:
        number = decimal_from(text)
    except BadNumber:
        return
    assert number.is_finite()
    assert number == 0 or Decimal("1E-18") <= abs(number) < Decimal("1E18")


@pytest.mark.parametrize("text", ["NaN", "sNaN", "inf", "-Infinity", "1E18", "1E999999", "1E-19", "", "1,5", "0x10"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(BadNumber):
        decimal_from(text)


def test_money_is_never_read_from_a_float():
    with pytest.raises(BadNumber):
        decimal_from(0.1)  # type: ignore[arg-type]
