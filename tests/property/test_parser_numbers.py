"""Every reading of anything that looks like a number is a number."""

from hypothesis import given, settings
from hypothesis import strategies as st

from echotrade_desktop.engine.signals.parser.numbers import readings


@given(
    st.from_regex(
        r"(?:\d|\.\d)\d{0,6}(?:[.,']\d{1,6}|_\d{3}){0,4}(?:e[+-]?\d{1,4})?",
        fullmatch=True,
        alphabet="0123456789.,'_e+-",
    )
)
@settings(max_examples=1000)
def test_every_reading_is_finite_and_not_negative(text):
    for choice in readings(text):
        assert choice.texts
        assert all(value.is_finite() and value >= 0 for value in choice.values)
