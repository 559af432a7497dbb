"""Who counts, and what a message says: the listener's own two questions."""

import pytest

from echotrade_desktop.engine.adapters.telegram import TelegramSignalListener
from echotrade_desktop.engine.adapters.telegram.senders import AllowedUsers
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import edit_number
from echotrade_desktop.engine.signals.parser.result import Entry, Noise, Rejected
from tests.fakes.clock import START


@pytest.mark.parametrize("name", ["CryptoWhale", "@cryptowhale", "CRYPTOWHALE", " @CryptoWhale "])
def test_f111_a_trader_is_known_in_any_case_with_or_without_the_at_sign(name):
    assert TelegramSignalListener(["@CryptoWhale", 4711]).validate_trader(name)


@pytest.mark.parametrize(
    ("trader", "counts"), [(4711, True), ("4711", True), (4712, False), ("whale", False), ("", False)]
)
def test_f111_the_number_is_the_identity(trader, counts):
    assert TelegramSignalListener(["@CryptoWhale", 4711]).validate_trader(trader) is counts


def test_x32_a_name_belongs_to_the_number_it_was_first_seen_with():
    allowed = AllowedUsers(["anna"])
    assert allowed.allows(1, "Anna")
    assert not allowed.allows(2, "anna")
    assert allowed.allows(1, "renamed")
    assert not allowed.allows(3, None)


def test_f110_nobody_counts_unless_somebody_is_named():
    assert not AllowedUsers([])
    assert not AllowedUsers([]).allows(1, "anna")


def test_f112_a_call_is_read_as_it_is_written():
    reading = TelegramSignalListener.parse_signal("BTC LONG 67500 SL 66000 TP 69000")
    assert isinstance(reading, Entry)
    (call,) = reading.signals
    assert (call.symbol, call.side) == ("BTC/USDT", Side.LONG)


def test_f113_a_stop_on_the_wrong_side_is_refused_with_the_reason():
    reading = TelegramSignalListener.parse_signal("BTC LONG 67500 SL 69000")
    assert isinstance(reading, Rejected)
    assert reading.sentence
    assert isinstance(TelegramSignalListener.parse_signal("good morning"), Noise)


def test_edits_are_numbered_by_their_time():
    from datetime import timedelta

    numbers = [edit_number(START, START + timedelta(seconds=seconds)) for seconds in (-5, 0, 1, 1.9, 86_400)]
    assert numbers == [1000, 1000, 2000, 2000, 86_401_000]
