"""From the click on Approve to the broker: how long it takes, and what of it the ledger costs the loop.

What handing a record over costs is told in two parts: the work of the database layer itself, and the system's call that
wakes the writer's sleeping thread, which costs as much for any thread (`floor`).
"""

import asyncio
import queue
import statistics
import threading
import time
import types
from collections.abc import Coroutine, Generator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.engine.domain.commands import ApproveSignal, CloseAll
from echotrade_desktop.engine.domain.order import Order, OrderPurpose
from echotrade_desktop.engine.store.ledger import SqliteLedger
from tests.desk import DeskUnderTest, open_desk

ROUNDS = 200
WARM_UP = 20


def run() -> list[dict[str, Any]]:
    """Measure and return the rows."""
    with TemporaryDirectory() as folder:
        handed, on_loop, wakes = asyncio.run(_measure(Path(folder)))
    own = [whole - wake for whole, wake in zip(on_loop, wakes, strict=True)]
    return [
        {
            "name": "approve until the broker has it, median",
            "value": statistics.median(handed),
            "unit": "ms",
            "goal": 5,
        },
        {
            "name": "approve until the broker has it, 99th percentile",
            "value": statistics.quantiles(handed, n=100)[98],
            "unit": "ms",
        },
        {
            "name": "database work on the loop a record, median",
            "value": statistics.median(own),
            "unit": "µs",
            "goal": 10,
        },
        {
            "name": "the same with waking the writer's thread",
            "value": statistics.median(on_loop),
            "unit": "µs",
            "floor": statistics.median(_bare_wakes()),
        },
    ]


class _Queue:
    """The writer's queue with a stop watch on what wakes its thread."""

    def __init__(self, queue_below: Any) -> None:
        self._below = queue_below
        self.took = 0.0  # µs, the last time

    def put(self, job: Any) -> None:
        began = time.perf_counter()
        self._below.put(job)
        self.took = (time.perf_counter() - began) * 1e6

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)


class _Ledger:
    """The desk's ledger with a stop watch: what `record` takes on the loop, its waits left out."""

    def __init__(self, ledger: SqliteLedger) -> None:
        self.on_loop: list[float] = []
        self.wakes: list[float] = []
        self._ledger = ledger
        self._queue = _Queue(ledger._writer._queue)
        ledger._writer._queue = self._queue  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    async def record(self, *facts: Any) -> None:
        await self._timed(self._ledger.record(*facts))

    @types.coroutine
    def _timed(self, work: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Drive a coroutine; note the µs it ran, from its first step to its end, and how much of them the wake took."""
        spent, sent, wake = 0.0, None, None
        while True:
            began = time.perf_counter()
            try:
                waits_for = work.send(sent)
            except StopIteration as end:
                self.on_loop.append((spent + time.perf_counter() - began) * 1e6)
                self.wakes.append(wake or 0.0)
                return end.value
            spent += time.perf_counter() - began
            wake = self._queue.took if wake is None else wake
            sent = yield waits_for


async def _measure(folder: Path) -> tuple[list[float], list[float], list[float]]:
    async with open_desk(folder) as desk:
        desk.desk.limits = replace(desk.desk.limits, max_daily_loss=Decimal(1), max_drawdown=Decimal(1))
        desk.desk.ledger = timed = _Ledger(desk.ledger)
        arrived: list[float] = []
        _watch(desk, arrived)
        handed = [await _one(desk, number, arrived) for number in range(ROUNDS + WARM_UP)]
    return handed[WARM_UP:], timed.on_loop[WARM_UP:], timed.wakes[WARM_UP:]


def _bare_wakes() -> list[float]:
    """Return the µs it takes to hand something to a sleeping thread that does nothing with it."""
    handed: queue.SimpleQueue[object] = queue.SimpleQueue()
    thread = threading.Thread(target=lambda: [None for _ in iter(handed.get, None)])
    thread.start()
    taken = []
    for _ in range(ROUNDS):
        time.sleep(0.001)
        began = time.perf_counter()
        handed.put(1)
        taken.append((time.perf_counter() - began) * 1e6)
    handed.put(None)
    thread.join()
    return taken


def _watch(desk: DeskUnderTest, arrived: list[float]) -> None:
    place = desk.paper.place

    async def noted(order: Order) -> Order:
        if order.purpose is OrderPurpose.ENTRY:
            arrived.append(time.perf_counter())
        return await place(order)

    desk.paper.place = noted  # type: ignore[method-assign]


async def _one(desk: DeskUnderTest, number: int, arrived: list[float]) -> float:
    """Return the ms between a click and the broker, for a call of its own."""
    desk.clock.jump(3600)
    desk.tick("BTC/USDT", "67500")
    (call,) = await desk.call("BTC LONG 67500 SL 66000 TP 69000", sender=(number + 1, f"Trader {number}"))
    assert call.sizing is not None
    arrived.clear()
    clicked = time.perf_counter()
    desk.engine.submit(ApproveSignal(call.signal.signal_id, call.signal.version, call.sizing.quantity))
    await desk.settle()
    desk.engine.submit(CloseAll())
    await desk.settle()
    return (arrived[0] - clicked) * 1e3
