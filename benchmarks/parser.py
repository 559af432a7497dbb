"""The parser: what a message of the corpus costs to read, the worst one, and walls of the longest length."""

import json
import statistics
import time
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.signals.parser import parse
from echotrade_desktop.engine.signals.parser.guard import MAX_LENGTH

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ROUNDS = 5
WALLS = ("67500 ", "tp 1 ", "long ", "1-", "BTC/USDT ", "🎯 ", "лонг ", "做多")


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal; a message counts with its best of five rounds."""
    messages = [
        json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    parse("BTC LONG 67500")  # the lexicon is read once
    each = [_milliseconds(row["text"], row.get("reply_to")) for row in messages]
    walls = [_milliseconds(unit * (MAX_LENGTH // len(unit)), None) for unit in WALLS]
    return [
        _row("reading a message of the corpus, median", statistics.median(each), "ms", 1),
        _row("reading a message of the corpus, 99th percentile", statistics.quantiles(each, n=100)[98], "ms"),
        _row("reading a message of the corpus, worst", max(each), "ms", 5),
        _row("messages read in a second", 1000 * len(each) / sum(each), "1/s", 2000) | {"at_least": True},
        _row(f"a wall of {MAX_LENGTH:,} characters, worst of {len(WALLS)} kinds", max(walls), "ms"),
    ]


def _milliseconds(text: str, reply_to: str | None) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        parse(text, reply_to=reply_to)
        best = min(best, time.perf_counter() - began)
    return 1000 * best


def _row(name: str, value: float, unit: str, goal: float | None = None) -> dict[str, Any]:
    met = None if goal is None else value <= goal if unit == "ms" else value >= goal
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
