"""Numbers as they stand in sentences."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain import words
from tests.makers import ADA, BTC


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (words.money(Decimal("10214.355")), "$10,214.36"),
        (words.money(Decimal("-43.9")), "−$43.90"),
        (words.money(Decimal("-0.001")), "$0.00"),
        (words.percent(Decimal("0.005")), "0.50\u2009%"),
        (words.percent(Decimal("-0.25"), 0), "−25\u2009%"),
        (words.price(Decimal(67500), BTC), "67,500.0"),
        (words.quantity(Decimal("0.007"), BTC), "0.007 BTC"),
        (words.quantity(Decimal(320), ADA), "320 ADA"),
        (words.number(Decimal("1E+30"), 2), "1,000,000,000,000,000,000,000,000,000,000.00"),
    ],
)
def test_numbers_are_written_as_people_write_them(said, expected):
    assert said == expected


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0, "0 s"), (5, "5 s"), (5.4, "6 s"), (119, "119 s"), (300, "5 min"), (10800, "3 h")]
)
def test_a_begun_second_counts(seconds, expected):
    """5.4 seconds are not within 5 seconds, and do not read as if they were."""
    assert words.span(timedelta(seconds=seconds)) == expected
