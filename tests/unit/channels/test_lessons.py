"""What a correction teaches: the word beside a number, tried with the parser before it is proposed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.channel import ChannelProfile
from echotrade_desktop.engine.signals.lessons import is_read_as, proposals, roles_at, with_phrase
from echotrade_desktop.engine.signals.parser import ParserContext
from echotrade_desktop.engine.signals.profiles import fault_of

CONTEXT = ParserContext()


def taught(text: str, number: str, meaning: str) -> str:
    start = text.index(number)
    found = proposals(text, start, start + len(number), meaning, CONTEXT)
    return next((proposal.phrase for proposal in found), "")


@pytest.mark.parametrize(
    ("text", "number", "meaning", "phrase"),
    [
        ("BTC LONG 67500\nplug 66000\nmoon 69000", "66000", "stop", "plug"),
        ("BTC LONG 67500\nplug 66000\nmoon 69000", "69000", "target", "moon"),
        ("LONG ETH\nZarg: 3200\nBlip: 3100\nWumpf: 3400", "3100", "stop", "blip"),
        ("LONG ETH\nZarg: 3200\nBlip: 3100\nWumpf: 3400", "3200", "entry", "zarg"),
        ("BTC LONG 67500 SL 66000 TP 69000 blick 68123", "68123", "ignore", "blick"),
        ("BTC LONG 67500\nplug\n66000\nTP 69000", "66000", "stop", "plug"),
        ("BTC LONG 67500 SL 66000 TP 69000 зырк 20", "20", "leverage", "зырк"),
    ],
)
def test_the_word_that_tells_is_proposed(text, number, meaning, phrase):
    assert taught(text, number, meaning) == phrase


def test_small_words_alone_are_never_proposed():
    assert taught("BTC LONG 67500 SL 66000 at 69000", "69000", "target") == ""
    assert taught("LONG BTC 67500\n66000", "66000", "stop") == ""


def test_what_was_taught_last_replaces_what_was_taught_before():
    profile = with_phrase(ChannelProfile(words=(("plug", "target"),)), "Plug", "stop")
    assert profile.words == (("Plug", "stop"),)
    assert with_phrase(profile, "plug", "ignore") == ChannelProfile(ignore_words=("plug",))


def test_a_channels_word_wins_over_what_the_lexicon_says_of_it():
    text = "BTC LONG 67500 SL 66000 TP 69000"
    start = text.index("69000")
    profile = ChannelProfile(words=(("TP", "stop"),))
    assert roles_at(text, start, start + 5, CONTEXT) == {"target"}
    assert roles_at(text, start, start + 5, replace(CONTEXT, profile=profile)) == {"stop"}
    assert roles_at(text, start, start + 5, CONTEXT) == {"target"}  # and only in its own channel


@given(st.text(max_size=200), st.sampled_from(["entry", "stop", "target", "leverage", "ignore"]), st.data())
def test_whatever_the_text_a_proposal_is_usable_and_does_what_it_says(text, meaning, data):
    text = f"BTC LONG 67500 {text} 66000 zorp"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for proposal in proposals(text, start, end, meaning, CONTEXT):
        assert fault_of(proposal.profile) is None
        assert is_read_as(text, start, end, meaning, replace(CONTEXT, profile=proposal.profile))
