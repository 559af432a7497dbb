"""A flood: two thousand messages offered at once to a running engine, until each is on disk, read, judged and told.

Twice they are those of the parser's corpus, in a shuffled order: as many of each kind as it holds (of ten, four are
calls, four are instructions or reports and two talk), and as a lively channel mixes them (one, two and seven).
"""

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from string import ascii_lowercase
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.parser import CORPUS
from benchmarks.replay import CALL, TALK
from echotrade_desktop.engine.compose import PAPER_DB, Recipe, Running, running
from echotrade_desktop.engine.domain.facts import MessageRead, SignalQueued
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.store.verify import verify

OFFERED = 2_000
GOAL = 2_000  # messages a second
SENDERS = 5
SYMBOLS = ("BTC/USDT", "ETH/USDT", "BNB/USDT", "ADA/USDT")
WARMED_UP_S = 2.0  # prices have come, and the parser has its words
A_CHANNEL = {"entry": 1, "update": 2, "noise": 7}  # of ten messages, by the labels of the corpus
SEED = 7
Wording = Callable[[Running, int], str]  # what message number so and so says


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal."""
    return [
        _row("all of them talk", _talk, 0),
        _row("every 10th a call", _calls_among_talk(10), OFFERED // 10),
        _row("every 5th a call", _calls_among_talk(5), OFFERED // 5),
        _row("mixed as in a lively channel", _said_by(_mixed(A_CHANNEL))),
        _row("mixed as in the corpus", _said_by(_mixed(None))),
    ]


def _row(what: str, wording: Wording, calls: int | None = None) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        value = asyncio.run(_taken_a_second(Path(folder), wording, calls))
    name = f"{OFFERED:,} messages offered at once, {what}"
    return {"name": name, "value": value, "unit": "messages/s", "goal": GOAL, "at_least": True}


async def _taken_a_second(profile: Path, wording: Wording, calls: int | None) -> float:
    told: Counter[type] = Counter()

    def note(event: Event) -> None:
        told[type(event)] += 1

    async with running(Recipe(profile)) as parts:
        await asyncio.sleep(WARMED_UP_S)
        parts.outbox.subscribe(note, prices=False)
        messages = [_message(parts, number, wording) for number in range(1, OFFERED + 1)]
        began = time.perf_counter()
        for message in messages:
            parts.engine.receive(message)
        await parts.engine.settle()
        seconds = time.perf_counter() - began
    assert told[MessageRead] == OFFERED
    assert told[SignalQueued] > 0 if calls is None else told[SignalQueued] == calls
    assert verify(profile / PAPER_DB).ok
    return OFFERED / seconds


def _talk(_parts: Running, number: int) -> str:
    """What nobody has said before: a text that is repeated would be read only once."""
    name = "".join(ascii_lowercase[number // 26**place % 26] for place in range(3))
    return f"{TALK[number % len(TALK)]}, {name}"


def _calls_among_talk(one_in: int) -> Wording:
    def say(parts: Running, number: int) -> str:
        if number % one_in:
            return _talk(parts, number)
        ticker = parts.feed.get_current_price(SYMBOLS[number // one_in % len(SYMBOLS)])
        assert ticker is not None
        return _call(ticker, number)

    return say


def _said_by(texts: Sequence[str]) -> Wording:
    return lambda _parts, number: texts[number - 1]


def _mixed(shares: dict[str, int] | None) -> list[str]:
    """Return texts of the corpus, so many of each kind out of ten, or as many as there are; answers are left out."""
    rng = random.Random(SEED)
    lines = [line for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    rows = [row for row in map(json.loads, lines) if not row.get("reply_to")]
    rng.shuffle(rows)
    if shares is None:
        return list(itertools.islice(itertools.cycle(row["text"] for row in rows), OFFERED))
    texts: list[str] = []
    for kind, share in shares.items():
        of_kind = itertools.cycle(row["text"] for row in rows if row["kind"] == kind)
        texts += itertools.islice(of_kind, OFFERED * share // sum(shares.values()))
    rng.shuffle(texts)
    return texts


def _message(parts: Running, number: int, wording: Wording) -> RawMessage:
    text = wording(parts, number)
    now = parts.desk.clock.now()
    sender = number % SENDERS
    sent_at = now + timedelta(milliseconds=number)
    return RawMessage(7, number, 0, sent_at, now, sender, f"Sender {sender}", text)


def _call(ticker: Ticker, number: int) -> str:
    sign = 1 if number % 2 else -1
    entry = ticker.price * (1 + Decimal(number % 50) / 10_000)
    levels = {
        "entry": entry,
        "stop": entry * (1 - Decimal("0.01") * sign),
        "target": entry * (1 + Decimal("0.02") * sign),
    }
    side = "LONG" if sign > 0 else "SHORT"
    return CALL.format(base=ticker.symbol.partition("/")[0], side=side, **{k: f"{v:.4f}" for k, v in levels.items()})
