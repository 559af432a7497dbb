"""Anything at all may come in: no exception, no trade that the text does not state, no cost beyond its length."""

import json
import random
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.parser import walls
from echotrade_desktop.engine.signals.parser import Entry, as_json, parse
from echotrade_desktop.engine.signals.parser.guard import MAX_LENGTH
from echotrade_desktop.engine.signals.parser.message import forget_prepared

CORPUS = Path(__file__).parent.parent / "corpus"
TEXTS = [
    json.loads(line)["text"] for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
]
PIECES = [
    "BTC", "ETH/USDT", "#SOL", "LONG", "short", "buy", "sell", "Entry", "SL", "TP1", "Targets:", "67500", "66,000",
    "3.200", "0,125",
    "-5", "10x", "5%", "@", ":", "-", "/", "|", "(", ")", "\n", " ", "✅", "❌", "🎯", "1)", "half",
    "close", "move", "to", "BE", "hit", "all", "don't", "if", "?",
    "лонг", "стоп", "做多", "止损", "롱", "لانگ", "\u200b",
    "0.0₅1", "1e400",
    "9" * 30, "~~", ">", "||", "x", "k", ".", ",", "'", "\u20e3", "\ufe0f", "\ud800", "\x00", "*", "`",
]  # fmt: skip


def sound(text: str) -> None:
    reading = parse(text)
    json.dumps(as_json(reading, 0))
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
    if isinstance(reading, Entry):
        for signal in reading.signals:
            levels = [*signal.entries, *signal.take_profits, *([signal.stop_loss] if signal.stop_loss else [])]
            assert all(level.value.is_finite() and level.value > 0 for level in levels)
            assert signal.leverage is None or 1 <= signal.leverage <= 125


@given(st.text(max_size=400))
@example("\ud800")
@example("\u202e")
@example("x" * MAX_LENGTH)
@example("BTC long 67000 stopp: 3.08'0")
@example("BTC long 670\x000'0 66000 6000")
@example("Symbol\tSide\tEntry\tStop\tTP1\t\tEntry\tStop\nARBUSDT\tLong\t1.01\t0.\t\t0.\t1.01\t0.9X")
@example("symbol,side,entry,stop,tp1,tp2\nNEARUSDT,SHORT,5.LONG62,5.86,0 pips 5.44,5.21")
def test_no_text_raises(text):
    sound(text)


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["", " ", "\n"]))
@settings(max_examples=400)
def test_no_mixture_of_the_words_of_calls_raises(pieces, glue):
    sound(glue.join(pieces))


@given(st.sampled_from(TEXTS), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_no_mutated_message_raises(text, chance: random.Random):
    chars = list(text)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(chars) + 1)
        match chance.randrange(3):
            case 0:
                chars.insert(place, chance.choice(PIECES))
            case 1 if chars:
                del chars[place % len(chars)]
            case _ if chars:
                chars[place % len(chars)] = chance.choice("0123456789.,-/ \n:xX%$#@")
    sound("".join(chars))


@given(st.sampled_from(TEXTS), st.sampled_from(TEXTS))
def test_a_reply_to_anything_raises_nothing(text, reply_to):
    parse(text, reply_to=reply_to)


@given(st.sampled_from(TEXTS))
def test_the_same_text_is_always_read_the_same(text):
    assert parse(text) == parse(text)


WALLS = {
    "digits": "1",
    "words": "long ",
    "numbers": "67500 ",
    "dashes": "1-",
    "labels": "tp 1 ",
    "brackets": "(1",
    "lines": "sl\n",
    "tildes": "~a",
    "quotes": "> a\n",
    "keycaps": "1\ufe0f\u20e3",
    "combining": "a\u0336",
    "mixed": "aаb1",
    "thai": "ก",
    "commas": "1,",
    "tags": "#BTC ",
    "pairs": "BTC/USDT ",
    "hex": "a1b2",
    "spaced letters": "A ",
    "sides": "buy sell ",
    "html": "<b>",
    "moves": "move sl to 5 ",
    "hits": "tp1 hit ",
}


def _steps(text: str) -> int:
    """The lines of the parser that run for a text: its cost, without a clock."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        if "parser" not in frame.f_code.co_filename:
            return None
        count += 1
        return trace

    forget_prepared()
    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kind", WALLS)
def test_the_cost_grows_no_faster_than_the_length(kind):
    unit = WALLS[kind]
    short, long = (unit * (size // len(unit)) for size in (1000, 4000))
    parse(short)
    assert _steps(long) <= 6 * _steps(short) + 2000


MOST_STEPS = 200_000  # lines of code; the dearest message of the corpus takes 36,000


def test_no_wall_costs_more_than_a_few_long_calls():
    parse("BTC LONG 67500")
    dearest = max(walls(), key=_steps)
    assert _steps(dearest) <= MOST_STEPS, dearest[:80]


def test_a_long_call_with_a_long_disclaimer_is_still_read():
    words = "Trade with a plan and never with money that you need for rent. " * 12
    reading = parse(f"BTC/USDT LONG\nEntry: 67500\nSL: 66000\nTP: 69000\n\n{words}")
    assert isinstance(reading, Entry)
