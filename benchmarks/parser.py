"""The parser: what a message of the corpus costs to read, the worst one, and walls of repeated pieces."""

import json
import statistics
import time
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.signals.parser import parse
from echotrade_desktop.engine.signals.parser.guard import MAX_LENGTH
from echotrade_desktop.engine.signals.parser.message import forget_prepared

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
ROUNDS = 5
UNITS = (
    "67500 ", "1-", "1,", "5% ", "10x ", "1/3 ", "k ", "67 500 ", "1e5 ", "-67500 ", "1\n", "\n", "x ", "hello ", "A ",
    "tp 1 ", "TP1 ✅ ", "tp1 hit ", "sl\n", "стоп ", "止损66000 ", "entry|stop|tp\n", "Targets: 1 2 3 4 5\n", "tp/",
    "long ", "buy sell ", "buy 6.5 sell 7.2 ", "лонг ", "做多", "لانگ ", "BTC LONG ",
    "BTC LONG 67500 SL 66000 TP 69000\n", "BTC/USDT ", "#BTC ", "ABCUSDT ", "BTC,ETH,", "a1b2", "aаb1", "ก", "𝗔",
    "a\u0336", "1\ufe0f\u20e3", "\u200b", "🎯 ", "close half ", "move sl to 5 ", "move to be ", "BE ", "half ", "if ",
    "don't ", "? ", "> a\n", "||a||", "<b>", "~a",
)  # fmt: skip
REPEATS = (40, 70, 100, 150, 290, 590, MAX_LENGTH)  # just under each limit, and as often as fit


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal; a message counts with its best of five rounds."""
    messages = [
        json.loads(line) for file in sorted(CORPUS.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()
    ]
    parse("BTC LONG 67500")  # the lexicon is read once
    each = [_milliseconds(row["text"], row.get("reply_to")) for row in messages]
    families = walls()
    dearest = max(_milliseconds(wall, None) for wall in families)
    return [
        _row("reading a message of the corpus, median", statistics.median(each), "ms", 1),
        _row("reading a message of the corpus, 99th percentile", statistics.quantiles(each, n=100)[98], "ms"),
        _row("reading a message of the corpus, worst", max(each), "ms", 5),
        _row("messages read in a second", 1000 * len(each) / sum(each), "1/s", 2000) | {"at_least": True},
        _row(f"a wall of up to {MAX_LENGTH:,} characters, worst of {len(families)}", dearest, "ms", 5),
    ]


def walls() -> list[str]:
    """Every unit repeated, alone and in turn with its neighbours, up to the longest message."""
    mixed = ["".join(UNITS[place : place + 4]) for place in range(0, len(UNITS), 4)]
    units = (*UNITS, *mixed, "\n".join(UNITS))
    return list({(unit * times)[:MAX_LENGTH]: None for unit in units for times in REPEATS})


def _milliseconds(text: str, reply_to: str | None) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        forget_prepared()
        began = time.perf_counter()
        parse(text, reply_to=reply_to)
        best = min(best, time.perf_counter() - began)
    return 1000 * best


def _row(name: str, value: float, unit: str, goal: float | None = None) -> dict[str, Any]:
    met = None if goal is None else value <= goal if unit == "ms" else value >= goal
    return {"name": name, "value": value, "unit": unit, "goal": goal, "met": met}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))
