"""Numbers, ages and foreign text as the user reads them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.views import format as fmt

T = fmt.THIN


def test_a_price_is_written_with_the_instruments_decimals():
    assert fmt.price(Decimal("67512.4"), 1) == "67,512.4"
    assert fmt.price(Decimal("0.4547"), 4) == "0.4547"
    assert fmt.price(Decimal(67240), 1) == "67,240.0"


def test_a_loss_has_a_true_minus_and_a_gain_its_plus():
    assert fmt.money(Decimal("-43.9"), signed=True) == "−$43.90"
    assert fmt.money(Decimal("121.15"), signed=True) == "+$121.15"
    assert fmt.money(Decimal("10214.35")) == "$10,214.35"
    assert fmt.money(Decimal("3255.4"), decimals=0) == "$3,255"


def test_a_percentage_has_a_thin_space():
    assert fmt.percent(Decimal("0.0182"), signed=True) == f"+1.82{T}%"
    assert fmt.percent_points(Decimal("-0.4"), signed=True) == f"−0.40{T}%"


def test_a_tiny_loss_that_rounds_to_nothing_has_no_sign():
    assert fmt.money(Decimal("-0.001"), signed=True) == "$0.00"
    assert fmt.money(Decimal("0.001"), signed=True) == "$0.00"


@pytest.mark.parametrize("value", [None, Decimal("NaN"), Decimal("Infinity")])
def test_what_is_not_known_is_a_dash(value):
    assert {fmt.money(value), fmt.price(value, 2), fmt.percent(value), fmt.quantity(value), fmt.number(value, 0)} == {
        "–"
    }


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (12, "12 s"), (96, "1 m 36 s"), (120, "2 m"), (11_040, "3 h 4 m"), (190_800, "2 d 5 h"), (-5, "0 s")],
)
def test_an_age_is_told_in_its_two_largest_units(seconds, text):
    assert fmt.age(timedelta(seconds=seconds)) == text


@pytest.mark.parametrize(("seconds", "text"), [(252, "4:12"), (9, "0:09"), (3723, "1:02:03"), (-1, "0:00")])
def test_a_countdown_never_falls_below_nothing(seconds, text):
    assert fmt.countdown(timedelta(seconds=seconds)) == text


def test_a_clock_is_shown_in_the_users_zone():
    assert fmt.clock(datetime(2026, 11, 23, 12, 3, 18, tzinfo=UTC), UTC) == "12:03:18"


def test_a_name_cannot_turn_the_line_around_or_hide_characters():
    assert fmt.plain("Har\u202ebour\u200b\x07 Calls\n") == "Harbour Calls"


def test_a_long_name_is_cut_with_an_ellipsis():
    assert fmt.plain("x" * 50, limit=10) == "x" * 9 + "…"


@given(st.text())
def test_foreign_text_never_keeps_a_control_character_and_never_grows_past_its_limit(text):
    shown = fmt.plain(text, limit=40)
    assert len(shown) <= 40
    assert shown.isprintable()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8, min_value=-(10**12), max_value=10**12))
def test_money_read_back_is_the_rounded_amount(value):
    text = fmt.money(value, signed=True).replace("−", "-").replace("$", "").replace(",", "")
    assert Decimal(text) == value.quantize(Decimal("0.01"))
