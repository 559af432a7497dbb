"""Reading a large export, and playing exports through the whole pipeline: messages a second, start and check too."""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.engine.adapters.chat_export import read_export
from echotrade_desktop.replay import Approve, ReplayOptions, replay

LARGE = 100_000
PLAYED = 5_000
READING_GOAL = 20_000  # messages a second
PLAYING_GOAL = 2_000
BEGINNING = 1_709_542_800
TALK = ("Good morning", "Who is in?", "What do you think about ETH?", "Results: BTC +1.8%", "Use stops", "Back at noon")
CALL = "{base} {side} {entry} SL {stop} TP {target}"
PRICES = (("BTC", 62_000), ("ETH", 3_400), ("BNB", 410), ("SOL", 130))


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal."""
    with TemporaryDirectory() as folder:
        return list(_rows(Path(folder)))


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    large = _export(folder / "large.json", LARGE, one_call_in=5)
    began = time.perf_counter()
    total = read_export(large).total
    yield _row(f"read an export of {total:,} messages", total / (time.perf_counter() - began), READING_GOAL)
    talk = _export(folder / "talk.json", PLAYED, one_call_in=None)
    calls = _export(folder / "calls.json", PLAYED, one_call_in=5)
    yield _row("replay talk", _played(talk, folder / "talk", Approve.NONE), PLAYING_GOAL)
    yield _row("replay, every 5th a call, none approved", _played(calls, folder / "none", Approve.NONE), PLAYING_GOAL)
    yield _row("replay, every 5th a call, by the rules", _played(calls, folder / "rules", Approve.RULES), PLAYING_GOAL)


def _row(name: str, value: float, goal: float) -> dict[str, Any]:
    return {"name": name, "value": value, "unit": "messages/s", "goal": goal, "at_least": True}


def _played(export: Path, profile: Path, approve: Approve) -> float:
    profile.mkdir()
    began = time.perf_counter()
    result = asyncio.run(replay(ReplayOptions(export, profile, approve)))
    assert result["ledger_ok"]
    return PLAYED / (time.perf_counter() - began)


def _export(path: Path, count: int, *, one_call_in: int | None) -> Path:
    """Write a channel with a message every two minutes, calls on four coins in turn."""
    coins = itertools.cycle(PRICES)
    with path.open("w", encoding="utf-8") as file:
        file.write('{"name": "Bench", "type": "public_channel", "id": 7, "messages": [')
        for number in range(1, count + 1):
            call = one_call_in is not None and number % one_call_in == 0
            text = _call(*next(coins), number) if call else TALK[number % len(TALK)]
            message = {
                "id": number,
                "type": "message",
                "date_unixtime": str(BEGINNING + number * 120),
                "from": "Bench",
                "from_id": "channel7",
                "text": [{"type": "bold", "text": text[:3]}, text[3:]],
                "text_entities": [{"type": "bold", "text": text[:3]}, {"type": "plain", "text": text[3:]}],
            }
            file.write(("," if number > 1 else "") + json.dumps(message, indent=1))
        file.write("]}")
    return path


def _call(base: str, price: int, number: int) -> str:
    entry = price * (1 + number % 50 / 5000)
    sign = 1 if number % 2 else -1
    levels = {"entry": entry, "stop": entry * (1 - 0.01 * sign), "target": entry * (1 + 0.015 * sign)}
    side = "LONG" if sign > 0 else "SHORT"
    return CALL.format(base=base, side=side, **{name: f"{level:.1f}" for name, level in levels.items()})
