"""From the click on Approve to the broker: how long it takes, and what of it the ledger costs the loop."""

import asyncio
import statistics
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
from tests.desk import DeskUnderTest, open_desk

ROUNDS = 200
WARM_UP = 20


def run() -> list[dict[str, Any]]:
    """Measure and return the rows."""
    with TemporaryDirectory() as folder:
        handed, on_loop = asyncio.run(_measure(Path(folder)))
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
            "name": "handing one record to the ledger, on the loop, median",
            "value": statistics.median(on_loop),
            "unit": "µs",
            "goal": 10,
        },
    ]


class _Ledger:
    """The desk's ledger with a stop watch: what `record` takes on the loop, its waits left out."""

    def __init__(self, ledger: Any, taken: list[float]) -> None:
        self._ledger = ledger
        self._taken = taken

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)

    async def record(self, *facts: Any) -> None:
        await _timed(self._ledger.record(*facts), self._taken)


@types.coroutine
def _timed(work: Coroutine[Any, Any, Any], taken: list[float]) -> Generator[Any, Any, Any]:
    """Drive a coroutine and note the µs it ran, from its first step to its end."""
    spent, sent = 0.0, None
    while True:
        began = time.perf_counter()
        try:
            waits_for = work.send(sent)
        except StopIteration as end:
            taken.append((spent + time.perf_counter() - began) * 1e6)
            return end.value
        spent += time.perf_counter() - began
        sent = yield waits_for


async def _measure(folder: Path) -> tuple[list[float], list[float]]:
    on_loop: list[float] = []
    async with open_desk(folder) as desk:
        desk.desk.limits = replace(desk.desk.limits, max_daily_loss=Decimal(1), max_drawdown=Decimal(1))
        desk.desk.ledger = _Ledger(desk.ledger, on_loop)
        arrived: list[float] = []
        _watch(desk, arrived)
        handed = [await _one(desk, number, arrived) for number in range(ROUNDS + WARM_UP)]
    return handed[WARM_UP:], on_loop[WARM_UP:]


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
