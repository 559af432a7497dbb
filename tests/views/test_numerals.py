"""Numbers, days and hours as the user's system writes them; what is typed is never taken for another amount."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views import numerals
from echotrade_desktop.views.models.cells import Part
from echotrade_desktop.views.numerals import Ambiguous, neutral, number_of, spoken, style_of, use_style
from echotrade_desktop.views.positions import read_prices
from echotrade_desktop.views.rules_fields import LineEditor
from echotrade_desktop.views.widgets.table import _before_point

MOMENT = datetime(2026, 11, 3, 14, 5, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english_again(qapp):
    yield
    use_style(numerals.ENGLISH)


@pytest.fixture
def german():
    use_style(numerals.GERMAN)


def test_money_prices_and_shares_are_written_with_the_users_signs(german):
    assert fmt.money(Decimal("10214.35")) == "$10.214,35"
    assert fmt.money(Decimal("-43.9"), signed=True) == "−$43,90"
    assert fmt.number(Decimal("1234567.5"), 1, signed=True) == "+1.234.567,5"
    assert fmt.percent(Decimal("0.0182")) == "1,82\u2009%"


def test_days_and_hours_are_the_users(german):
    assert fmt.day_and_clock(MOMENT, UTC) == "3. Nov 14:05"
    use_style(numerals.ISO)
    assert fmt.day_and_clock(MOMENT, UTC) == "2026-11-03 14:05"
    assert fmt.number(Decimal(67500), 1) == "67\u202f500.0"


@pytest.mark.parametrize(
    ("name", "amount", "day"),
    [
        ("de_DE", "1.234,50", "3. Nov 14:05"),
        ("en_US", "1,234.50", "Nov 3 2:05 pm"),
        ("fr_FR", "1\u202f234,50", "3 nov"),
    ],
)
def test_the_systems_own_way_is_followed(monkeypatch, name, amount, day):
    monkeypatch.setattr(numerals.QLocale, "system", lambda: QLocale(name))
    use_style(numerals.SYSTEM)
    assert fmt.number(Decimal("1234.5"), 2) == amount
    assert fmt.day_and_clock(MOMENT, UTC).startswith(day)


def test_a_system_without_a_language_is_english():
    assert style_of(QLocale.c()) == numerals.Style()


@pytest.mark.parametrize("typed", ["67300.5", "67300,5", "67,300.5", "67.300,5", "67 300,5", "67'300.5"])
@pytest.mark.parametrize("way", [numerals.ENGLISH, numerals.GERMAN])
def test_both_decimal_signs_are_read_alike_wherever_one_lives(way, typed):
    use_style(way)
    assert number_of(typed) == Decimal("67300.5")


def test_what_can_be_two_amounts_is_asked_about_and_never_guessed(german):
    with pytest.raises(Ambiguous, match=r"1\.234: 1234 or 1,234\?"):
        number_of("1.234")
    assert number_of("1,234") == Decimal("1.234")
    assert number_of("0.234") == Decimal("0.234")
    assert number_of("1.23") == Decimal("1.23")
    use_style(numerals.ENGLISH)
    with pytest.raises(Ambiguous):
        number_of("1,234")
    assert number_of("1.234") == Decimal("1.234")


@pytest.mark.parametrize("typed", ["", "abc", "1,23,4", "1.2.3", "12,34.56,7", "--5", "1e5", "NaN"])
def test_what_is_no_number_is_none(typed):
    assert number_of(typed) is None


def test_a_comma_in_a_limit_is_never_dropped(german, qtbot):
    editor = LineEditor("Default stop", "%")
    qtbot.addWidget(editor)
    editor.set_text("0.5 %")
    assert editor.field.text() == "0,5"
    assert editor.text() == "0.5 %"
    editor.field.clear()
    QTest.keyClicks(editor.field, "0,75", Qt.KeyboardModifier.NoModifier)
    assert editor.text() == "0.75 %"
    editor.field.setText("1.234")
    assert "1234 or 1,234?" in editor.text()


def test_a_typed_stop_that_can_be_two_prices_is_no_stop(german):
    assert read_prices("67.300,5 68000") == (Decimal("67300.5"), Decimal(68000))
    with pytest.raises(Ambiguous):
        read_prices("67.300")
    assert read_prices("0") is None


def test_the_engines_sentences_carry_the_users_signs_but_quotes_stay(german):
    told = spoken("Stop 67,200.5 is 0.6 % away at 12:30; “TP 1.5, 2.5” of 127.0.0.1:80 v1.2.3")
    assert told == "Stop 67.200,5 is 0,6 % away at 12:30; “TP 1.5, 2.5” of 127.0.0.1:80 v1.2.3"


def test_decimals_still_stand_below_each_other(german):
    assert _before_point(Part("67.512,4")) == _before_point(Part("67.512"))
    assert _before_point(Part("1.234,5")) < _before_point(Part("67.512,4"))


def test_a_neutral_number_stays_neutral_there_and_back():
    for way in (numerals.ENGLISH, numerals.GERMAN, numerals.ISO):
        use_style(way)
        for text in ("0.5", "10000", "1234.5", "0.001"):
            assert neutral(numerals.shown_in_field(text)) == text
