"""`kill -9` in the middle of writing: whatever was acknowledged is there afterwards, and everything agrees."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.store import open_ledger, verify
from tests.fakes.clock import FakeClock
from tests.unit.store.story import CHAT

ROUNDS = 8


def _killed(path: Path, first: int, lines: int) -> list[str]:
    """Run the writing process until it has acknowledged so many writes, kill it, and return all it acknowledged."""
    command = [sys.executable, "-m", "tests.unit.store.killed_writer", str(path), str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    return [line.strip() for line in said if line.endswith("\n")]


@pytest.mark.slow
def test_what_was_acknowledged_before_a_kill_is_there_after_it(path: Path) -> None:
    chance = random.Random(7)
    acknowledged: list[str] = []
    for turn in range(ROUNDS):
        said = _killed(path, 1 + turn * 10_000, chance.randint(1, 60))
        assert said
        acknowledged += said
        report = verify(path)
        assert report.ok, report.disagreements
        _all_there(path, acknowledged)


def _all_there(path: Path, acknowledged: list[str]) -> None:
    async def read() -> tuple[Book, set[int]]:
        ledger = open_ledger(path, clock=FakeClock())
        facts = await ledger.load()
        numbers = {int(line.split()[1]) for line in acknowledged}
        stored = {number for number in numbers if await ledger.message_text(CHAT, number) is not None}
        await ledger.close()
        return Book.fold(facts), stored

    book, messages = asyncio.run(read())
    for line in acknowledged:
        kind, number = line.split()
        assert int(number) in messages
        assert kind == "message" or f"p{number}" in book.positions, line
        assert kind != "fill" or book.positions[f"p{number}"].is_open, line
