"""What the user teaches the parser about a channel."""

import pytest

from echotrade_desktop.engine.domain.signal import EntryKind
from echotrade_desktop.engine.signals.parser import ChannelProfile, DashMeaning, Entry, ParserContext, Rejected, parse
from echotrade_desktop.engine.signals.parser.patterns import PatternRefused, apply, compile_pattern


def read(text: str, **profile):
    return parse(text, context=ParserContext(profile=ChannelProfile(**profile)))


def signal(text: str, **profile):
    reading = read(text, **profile)
    assert isinstance(reading, Entry), reading
    return reading.signals[0]


def test_a_channels_own_words_become_labels():
    text = "BTC LONG\nKwingiro 67000\nKuzima 66000\nIntego 69000"
    assert isinstance(parse(text), Rejected)
    taught = signal(text, words=(("kwingiro", "entry"), ("kuzima", "stop"), ("intego", "target")))
    assert (str(taught.entries[0]), str(taught.stop_loss), str(taught.take_profits[0])) == ("67000", "66000", "69000")


def test_an_ignored_word_swallows_its_number():
    text = "BTC LONG 67000 SL 66000\nZzyzx: 66500"
    assert isinstance(parse(text), Rejected)
    assert str(signal(text, ignore_words=("zzyzx",)).stop_loss) == "66000"


def test_a_channels_dash_may_join_a_ladder():
    text = "BTC LONG 67000-66500 SL 66000 TP 69000"
    assert signal(text).order is EntryKind.RANGE
    ladder = signal(text, dash=DashMeaning.LADDER)
    assert (ladder.order, [str(level) for level in ladder.entries]) == (EntryKind.LADDER, ["67000", "66500"])


def test_a_channels_quote_completes_a_bare_base():
    assert signal("BTC LONG 67000", default_quote="USDC").symbol == "BTC/USDC"


def test_what_was_read_before_does_not_change_how_it_is_read_for_another_channel_or_market():
    text = "BTC LONG 67000\nKuzima 66000"
    once = read(text)
    assert not isinstance(once, Entry)
    assert str(signal(text, words=(("kuzima", "stop"),)).stop_loss) == "66000"
    assert signal("BTC LONG 67000").symbol == "BTC/USDT"
    elsewhere = parse("BTC LONG 67000", context=ParserContext(known_symbols=frozenset({"ETH/USDT"})))
    assert isinstance(elsewhere, Rejected)
    assert signal("BTC LONG 67000", default_quote="USDC").symbol == "BTC/USDC"
    assert read(text) == once


PATTERN = r"(?P<symbol>[A-Z]+);(?P<side>[A-Z]+);(?P<entry>[\d.]+);(?P<stop>[\d.]+);(?P<target>[\d.]+)"


def test_a_pattern_reads_an_odd_channel_and_marks_its_groups():
    text = "v2\nBTC;LONG;67000;66000;69000"
    reading = read(text, pattern=PATTERN)
    assert isinstance(reading, Entry)
    assert str(reading.signals[0].stop_loss) == "66000"
    assert [text[span.start : span.end] for span in reading.spans] == ["BTC", "LONG", "67000", "66000", "69000"]


def test_a_call_found_by_a_pattern_is_checked_like_any_other():
    assert isinstance(read("BTC;LONG;67000;68000;69000", pattern=PATTERN), Rejected)


def test_a_pattern_that_cannot_be_used_leaves_the_reading_to_the_parser():
    assert isinstance(read("BTC LONG 67000", pattern="(?P<symbol>"), Entry)


@pytest.mark.parametrize(
    "pattern",
    [
        "(?P<symbol>[A-Z]+",
        "(?P<symbol>[A-Z]+) only",
        r"(?P<symbol>a)(?P<side>b)(?P<foo>c)",
        r"(?P<symbol>a)(?=x)(?P<side>b)",
        r"(?P<symbol>a)(?P<side>b)(?P=symbol)",
        r"(?P<symbol>a)(?P<side>b)\1",
        "x" * 501,
    ],
)
def test_a_pattern_that_could_run_away_or_says_nothing_is_refused_with_a_sentence(pattern):
    with pytest.raises(PatternRefused, match=r"\.$"):
        compile_pattern(pattern)


def test_no_pattern_can_backtrack():
    deadly = r"(?P<symbol>(a+)+)(?P<side>(b|b)+)c"
    assert apply(deadly, "a" * 2000 + "b" * 2000) is None
