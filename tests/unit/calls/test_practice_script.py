"""The practice channel's script: what is shipped is varied and sensible, and a mistake in it is told in words."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from echotrade_desktop.engine.adapters.practice_script import Reads, Script, load_script
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS

SHIPPED = Path(__file__).parents[3] / "resources" / "practice" / "channel.toml"
SMALL = """
name = "Practice channel"

[traders.a]
name = "Harbour Calls"
id = 1

[[messages]]
from = "a"
label = "first"
reads = "entry"
symbol = "BTC/USDT"
side = "long"
stop = "-1"
targets = ["1", "2"]
text = "{symbol} LONG {entry} SL {stop} TP {t1} {t2}"

[[messages]]
from = "a"
about = "first"
reads = "update"
action = "breakeven"
when = "t1"
text = "SL to BE"
"""


def shipped() -> Script:
    return load_script(SHIPPED.read_text("utf-8"))


def test_the_shipped_channel_has_sixty_messages_of_every_kind_from_four_traders() -> None:
    lines = shipped().lines
    assert len(lines) >= 60
    kinds = Counter(line.reads for line in lines)
    assert kinds[Reads.ENTRY] >= 25
    assert min(kinds.values()) >= 4
    assert {line.author.name for line in lines} == {"Harbour Calls", "Northline Desk", "Kestrel 7", "Tidewater Room"}
    assert len({line.author.sender_id for line in lines}) == 4
    assert min(Counter(line.author.name for line in lines).values()) >= 10


def test_no_two_messages_of_the_shipped_channel_are_worded_alike() -> None:
    texts = [line.text for line in shipped().lines if line.text]
    assert len(texts) == len(set(texts))


def test_the_shipped_channel_calls_the_default_symbols_edits_deletes_and_repeats() -> None:
    script = shipped()
    assert set(script.symbols) == set(DEFAULT_SYMBOLS)
    assert sum(line.edits is not None for line in script.lines) >= 2
    assert any(line.deletes for line in script.lines)
    assert any(line.copies for line in script.lines)
    assert sum(line.about is not None and line.replies for line in script.lines) >= 12


def test_the_shipped_channel_begins_with_calls() -> None:
    assert sum(line.reads is Reads.ENTRY for line in shipped().lines[:16]) >= 9


def test_a_script_is_read_with_its_levels_as_exact_percentages() -> None:
    script = load_script(SMALL)
    call, update = script.lines
    assert script.name == "Practice channel"
    assert (call.stop, call.targets, call.entries) == (Decimal(-1), (Decimal(1), Decimal(2)), (Decimal(0),))
    assert update.refers_to == "first"
    assert update.author.name == "Harbour Calls"


@pytest.mark.parametrize(
    ("written", "instead", "sentence"),
    [
        ('name = "Practice channel"', "name = ", "The practice channel's script is not TOML"),
        ('name = "Practice channel"', "", "script needs 'name'."),
        ("id = 1", 'id = "1"', "trader a needs a whole number above 0 as 'id', not '1'."),
        ("id = 1", "id = 1\nmood = 3", "trader a has a field 'mood' that means nothing."),
        ('from = "a"\nlabel', 'from = "b"\nlabel', "message 1 ('first') has 'from' = 'b', which is none of a."),
        ('reads = "entry"', "", "message 1 ('first') needs 'reads'."),
        ('reads = "entry"', 'reads = "call"', "'reads' = 'call', which is none of entry, update, noise, rejected."),
        ('stop = "-1"', "stop = -1", """needs percentages in quotes such as "-0.8" as 'stop', not -1."""),
        ('stop = "-1"', 'stop = "NaN"', "as 'stop', not 'NaN'."),
        ('stop = "-1"', 'stop = "-40"', "as 'stop', not '-40'."),
        ('stop = "-1"', 'stop = "1"', "message 1 ('first') has its stop on the wrong side of a long."),
        ('targets = ["1", "2"]', 'targets = ["1", "-2"]', "has a target on the wrong side of a long."),
        ('targets = ["1", "2"]', 'targets = "1"', "needs a list as 'targets', not '1'."),
        ('targets = ["1", "2"]', 'targets = ["1"]', "message 1 ('first') has no value for {t2}."),
        ('"BTC/USDT"', '"btc"', "has the symbol 'btc'; one is written like BTC/USDT."),
        ('side = "long"', "", "needs a symbol and a side, or neither."),
        ('about = "first"', 'about = "frist"', "message 2 ('SL to BE') refers to 'frist', which no message before it"),
        ('about = "first"', 'about = "first"\nedits = "first"', "can only be one of about, edits, deletes and copies."),
        ('about = "first"', 'about = "first"\nlabel = "first"', "('first') has the label 'first' of an earlier one."),
        ('when = "t1"', 'when = "t7"', "message 2 ('SL to BE') has when = 't7', which is no level of its call."),
        ('text = "SL to BE"', "", "message 2 ('None') needs 'text'."),
        ('about = "first"', 'deletes = "first"', "takes its text from another message, so has none."),
        ('when = "t1"', "after = -3", "needs seconds above 0 as 'after', not -3."),
    ],
)
def test_a_mistake_in_a_script_is_told_with_its_place(written: str, instead: str, sentence: str) -> None:
    assert SMALL.count(written) >= 1
    with pytest.raises(BadInput) as refusal:
        load_script(SMALL.replace(written, instead))
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith(("The practice channel's script", "In the practice channel's script, "))


def test_a_call_meant_to_be_rejected_may_have_its_stop_on_the_wrong_side() -> None:
    wrong = SMALL.replace('stop = "-1"', 'stop = "1"').replace('"entry"', '"rejected"')
    assert load_script(wrong).lines[0].stop == 1
