"""The ledger: what a write takes until it is on disk, what it costs the loop, and how many pass."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.engine.domain.facts import EquityMarked, Fact, MessageRead
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.runtime import ManualClock
from echotrade_desktop.engine.store import SqliteLedger, open_ledger, verify

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
SINGLE = 1_000
QUEUED = 3_000
HISTORY = 10_000
MARK = EquityMarked(NOON, Decimal(10_000), Decimal(10_000))
MESSAGE = RawMessage(1, 1, 0, NOON, NOON, 7, "Anna", "BTC LONG 67500 SL 66000 TP 70000")


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit, goal and whether it was met."""
    single = _on_a_ledger(_single_writes)
    lag, seconds = map(statistics.median, zip(*(_on_a_ledger(_queued_writes) for _ in range(5)), strict=True))
    load, check = _history()
    bare = _bare_commits()
    return [
        _row("one write, on disk (WAL, synchronous=FULL), median", statistics.median(single), "ms", 0.5)
        | {"floor": statistics.median(bare)},
        _row("one write, 99th percentile", statistics.quantiles(single, n=100)[98], "ms"),
        _row("handing a write to the writer thread, on the loop", _on_a_ledger(_enqueue), "µs", 10),
        _row("3,000 writes queued at once: worst lag of the loop, median of 5", lag, "ms", 16),
        _row("3,000 writes queued at once: until all are on disk", seconds * 1e3, "ms"),
        _row("messages with their reading, 100 in flight", _on_a_ledger(_messages), "messages/s", 2_000, at_least=True),
        _row("messages with their reading, one after the other", _on_a_ledger(_one_by_one), "messages/s"),
        _row(f"load {HISTORY:,} facts", load * 1e3, "ms"),
        _row(f"verify {HISTORY:,} facts", check * 1e3, "ms"),
    ]


def _row(name: str, value: float, unit: str, goal: float | None = None, *, at_least: bool = False) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name, "value": value, "unit": unit}
    if goal is not None:
        row |= {"goal": goal, "at_least": at_least, "met": value >= goal if at_least else value <= goal}
    return row


def _on_a_ledger(measure: Callable[[SqliteLedger], Awaitable[Any]]) -> Any:
    async def measured(path: Path) -> Any:
        ledger = open_ledger(path, clock=ManualClock(NOON))
        try:
            return await measure(ledger)
        finally:
            await ledger.close()

    with TemporaryDirectory() as folder:
        return asyncio.run(measured(Path(folder) / "paper.db"))


async def _single_writes(ledger: SqliteLedger) -> list[float]:
    """Return how many ms each of many writes took, each awaited before the next."""
    taken = []
    for _ in range(SINGLE):
        started = time.perf_counter()
        await ledger.record(MARK)
        taken.append((time.perf_counter() - started) * 1e3)
    return taken


async def _enqueue(ledger: SqliteLedger) -> float:
    """Return the median µs the loop spends from the call of `record` to its first wait."""
    taken = []
    for _ in range(SINGLE):
        started = time.perf_counter()
        write = ledger.record(MARK)
        waits_for = write.send(None)
        taken.append((time.perf_counter() - started) * 1e6)
        await asyncio.wait({waits_for})
        write.close()
    return statistics.median(taken)


async def _queued_writes(ledger: SqliteLedger) -> tuple[float, float]:
    """Return the worst lag of a 1 ms heartbeat in ms, and the seconds until all writes are on disk."""
    worst, going = 0.0, True

    async def beat() -> None:
        nonlocal worst
        while going:
            due = time.perf_counter() + 0.001
            await asyncio.sleep(0.001)
            worst = max(worst, time.perf_counter() - due)

    heart = asyncio.create_task(beat())
    started = time.perf_counter()
    writes = []
    for number in range(QUEUED):
        writes.append(asyncio.create_task(ledger.record(MARK)))
        if number % 50 == 49:
            await asyncio.sleep(0)
    await asyncio.gather(*writes)
    seconds = time.perf_counter() - started
    going = False
    await heart
    return worst * 1e3, seconds


async def _messages(ledger: SqliteLedger) -> float:
    """Return messages a second, with a hundred of them on their way at any time."""
    gate = asyncio.Semaphore(100)

    async def one(number: int) -> None:
        async with gate:
            await _receive(ledger, number)

    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(QUEUED)))
    return QUEUED / (time.perf_counter() - started)


async def _one_by_one(ledger: SqliteLedger) -> float:
    started = time.perf_counter()
    for number in range(SINGLE):
        await _receive(ledger, number)
    return SINGLE / (time.perf_counter() - started)


async def _receive(ledger: SqliteLedger, number: int) -> None:
    await ledger.receive(replace(MESSAGE, message_id=number), MessageRead(NOON, 1, number, 0, NOON, "entry"))


def _bare_commits() -> list[float]:
    """Return how many ms SQLite itself takes for one row and its commit: the disk's part of a write."""
    taken = []
    with (
        TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "bare.db", isolation_level=None)) as bare,
    ):
        bare.execute("PRAGMA journal_mode = wal")
        bare.execute("PRAGMA synchronous = full")
        bare.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, body TEXT)")
        for number in range(SINGLE):
            started = time.perf_counter()
            bare.execute("INSERT INTO log VALUES (?, ?)", (number, "x" * 200))
            taken.append((time.perf_counter() - started) * 1e3)
    return taken


def _history() -> tuple[float, float]:
    """Return the seconds to load and to verify a ledger of many facts."""
    facts: list[Fact] = [MessageRead(NOON, 1, number, 0, NOON, "noise", "not a call") for number in range(HISTORY)]

    async def load(path: Path) -> float:
        ledger = open_ledger(path, clock=ManualClock(NOON))
        await ledger.record(*facts)
        started = time.perf_counter()
        await ledger.load()
        seconds = time.perf_counter() - started
        await ledger.close()
        return seconds

    with TemporaryDirectory() as folder:
        path = Path(folder) / "paper.db"
        loading = asyncio.run(load(path))
        started = time.perf_counter()
        verify(path)
        return loading, time.perf_counter() - started
