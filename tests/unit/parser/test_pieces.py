"""Calls in pieces: alerts, their details, and corrections."""

import pytest

from echotrade_desktop.engine.signals.parser import DEFAULT, Entry, parse, pieces

CALL = "BTC LONG 67500 SL 66000 TP 68500 69000"


def levels(text: str, call: str = CALL) -> list[str] | None:
    entry = pieces.corrected(text, call, DEFAULT)
    if entry is None:
        return None
    (signal,) = entry.signals
    return [str(level) for level in (*signal.entries, signal.stop_loss, *signal.take_profits)]


@pytest.mark.parametrize("text", ["BTC LONG soon, details follow", "Long SOL, levels in a minute", "ETH SHORT NOW"])
def test_an_alert_takes_a_side_and_names_no_price(text):
    assert pieces.is_alert(text, DEFAULT)


@pytest.mark.parametrize(
    "text", ["BTC LONG 67500", "is BTC a long?", "BTC looks strong", "long live the king", "x" * 5000]
)
def test_prices_questions_and_talk_are_no_alert(text):
    assert not pieces.is_alert(text, DEFAULT)


@pytest.mark.parametrize(
    "text",
    [
        "Entry 3180, SL 3090, TP 3300 / 3420",
        "SL 66000\nTP 68500",
        "Entry 3180 TP 3300",
        "Вход 67000\nСтоп 66000\nЦель 69000",
    ],
)
def test_details_give_levels_and_nothing_else(text):
    assert pieces.are_details(text, DEFAULT)


@pytest.mark.parametrize(
    "text", ["TP1 hit", "BTC SL 66000 TP 69000", "short SL 66000 TP 65000", "TP 69000", "ť²", "💯 gm"]
)
def test_what_names_another_trade_or_too_little_is_no_details(text):
    assert not pieces.are_details(text, DEFAULT)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("correction: SL 66200", ["67500", "66200", "68500", "69000"]),
        ("опечатка, стоп 66200", ["67500", "66200", "68500", "69000"]),
        ("typo, TP2 is 69500", ["67500", "66000", "68500", "69500"]),
        ("Düzeltme: TP1 68600", ["67500", "66000", "68600", "69000"]),
        ("Correction – entry is 67400", ["67400", "66000", "68500", "69000"]),
        ("correction: targets 68600 69600", ["67500", "66000", "68600", "69600"]),
    ],
)
def test_a_correction_replaces_only_the_level_it_names(text, wanted):
    assert levels(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "typo: SL 69000",
        "typo, TP3 is 70000",
        "typo, TP 69500",
        "sorry, typo",
        "correction: SL 66200 maybe?",
        "correction: ETH SL 66200",
        "correction: 66200",
        "TP2 69500",
        "Typo, sorry! Stop is under the entry of course, ignore the one above.",
    ],
)
def test_an_unclear_correction_changes_nothing(text):
    assert levels(text) is None


def test_an_answer_with_strange_letters_opens_nothing():
    assert not isinstance(parse("ť²", reply_to="Beli OP di ,2 target 1,88 cut loss 1,64"), Entry)


def test_an_alert_for_later_is_not_entered_at_once():
    levels_only = "SL 66000, TP 69000"
    assert not isinstance(parse(levels_only, reply_to="BTC LONG soon, details follow"), Entry)
    assert isinstance(parse(levels_only, reply_to="BTC LONG NOW"), Entry)
