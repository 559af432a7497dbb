"""The disk refuses at the first, second, third … write: what was acknowledged stays, entries wait, it recovers.

python -m tests.crash.disk_full --fail-at 1..200 [--break wire_first]

A whole desk trades on paper; from the N-th commit on, ten commits fail as on a full disk. Then there is room again.
"""

import argparse
import asyncio
import logging
import sqlite3
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.commands import ApproveSignal, ClosePosition
from echotrade_desktop.engine.domain.facts import SignalApproved
from echotrade_desktop.engine.domain.messages import Health, HealthChanged
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from tests.crash.breaks import BREAKS
from tests.crash.campaign import report
from tests.desk import DeskUnderTest, open_desk

REFUSED = 10  # commits in a row
CALLS = (
    ("BTC/USDT", "67500", "BTC LONG 67500 SL 66000 TP 69000, 70000"),
    ("ETH/USDT", "3500", "ETH SHORT 3500 SL 3600 TP 3400"),
    ("ADA/USDT", "0.45", "ADA LONG 0.45 SL 0.44"),
)


class Disk:
    """Counts commits; refuses some of them."""

    def __init__(self, first: int) -> None:
        self.refused = range(first, first + REFUSED)
        self.commits = 0

    def commit(self, execute: object) -> object:
        """Stand before the database's own `execute_sql`."""

        def execute_or_refuse(sql: str, params: object = None) -> object:
            if sql == "COMMIT":
                self.commits += 1
                if self.commits in self.refused:
                    raise sqlite3.OperationalError("database or disk is full")
            return execute(sql, params)  # type: ignore[operator]

        return execute_or_refuse


async def play(folder: Path, first: int) -> list[str]:
    """Trade a short day on a disk that refuses at `first`; return what went wrong."""
    wrong: list[str] = []
    async with open_desk(folder) as desk:
        disk = Disk(first)
        desk.ledger._database.execute_sql = disk.commit(desk.ledger._database.execute_sql)
        await _trade(desk)
        while disk.commits in disk.refused:
            await _second(desk)
        for _ in range(5):
            await _second(desk)
        wrong += _still_protected(desk)
        acknowledged = {event.signal_id for event in desk.events if isinstance(event, SignalApproved)}
        down = [event for event in desk.events if isinstance(event, HealthChanged) and event.health is Health.DOWN]
        up = [event for event in desk.events if isinstance(event, HealthChanged) and event.name == "ledger"]
        if disk.commits >= first and (not down or up[-1].health is not Health.UP):
            wrong.append("the trouble was not told, or its end")
        facts = await desk.ledger.load()
        again, book = Book.fold(facts), desk.desk.book
        if (again.positions, again.orders, again.cash) != (book.positions, book.orders, book.cash):
            wrong.append("what the app believes is not what is on disk")
        wrong += [f"{signal_id} was lost" for signal_id in acknowledged if not _is_kept(again, signal_id)]
    if not verify(folder / "paper.db").ok:
        wrong.append("echotrade verify says no")
    return wrong


async def _trade(desk: DeskUnderTest) -> None:
    for symbol, price, text in CALLS:
        desk.tick(symbol, price)
        desk.engine.receive(desk.message(text))
        await _settle(desk)
        for queued in desk.desk.book.queued():
            if queued.sizing is not None and queued.status is SignalStatus.PENDING:
                signal = queued.signal
                desk.engine.submit(ApproveSignal(signal.signal_id, signal.version, queued.sizing.quantity))
        await _settle(desk)
    for position in desk.desk.book.open_positions()[2:]:
        desk.engine.submit(ClosePosition(position.position_id, Decimal("0.5")))
        await _settle(desk)
    desk.tick("BTC/USDT", "69100")
    await _settle(desk)
    desk.tick("ETH/USDT", "3610")
    await _settle(desk)


async def _second(desk: DeskUnderTest) -> None:
    """Let a second pass in which the last prices come again."""
    desk.clock.jump(1)
    for symbol, last in list(desk.prices.items()):
        desk.tick(symbol, str(last.price), str(last.bid), str(last.ask))
    desk.engine.beat()
    await _settle(desk)


async def _settle(desk: DeskUnderTest) -> None:
    """Wait until the inbox is empty, letting the clock go on for whoever tries again later."""
    idle = asyncio.ensure_future(desk.engine.settle())
    while not idle.done():
        await asyncio.wait({idle}, timeout=0.002)
        if desk.running is not None and desk.running.done():
            idle.cancel()
            await desk.running  # raises what ended the engine
        if not idle.done():
            desk.clock.jump(1)
    await idle


def _still_protected(desk: DeskUnderTest) -> list[str]:
    book = desk.desk.book
    return [
        f"{position.symbol} has no stop in the end"
        for position in book.open_positions()
        if not book.working(position.position_id, OrderPurpose.STOP)
    ]


def _is_kept(book: Book, signal_id: str) -> bool:
    queued = book.signals.get(signal_id)
    return queued is not None and queued.status not in (SignalStatus.PENDING, SignalStatus.BLOCKED)


@contextmanager
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def campaign(writes: range) -> list[str]:
    """Play once a write that is refused first; return what went wrong."""
    wrong: list[str] = []
    for first in writes:
        with tempfile.TemporaryDirectory() as folder, _quiet():
            try:
                wrong += [f"write {first}: {sentence}" for sentence in asyncio.run(play(Path(folder), first))]
            except Exception:  # noqa: BLE001  a traceback is what this looks for
                wrong.append(f"write {first}: {traceback.format_exc()}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crash.disk_full")
    parser.add_argument("--fail-at", default="1..200", help="A..B")
    parser.add_argument("--break", dest="broken", choices=sorted(BREAKS), default=None)
    asked = parser.parse_args()
    if asked.broken:
        BREAKS[asked.broken]()
    first, _, last = asked.fail_at.partition("..")
    writes = range(int(first), int(last or first) + 1)
    wrong = campaign(writes)
    for sentence in wrong[:5]:
        print(f"  {sentence}", file=sys.stderr)
    return report("disk_full", len(wrong), 0, passed=not wrong, refused_at=asked.fail_at, in_a_row=REFUSED)


if __name__ == "__main__":
    sys.exit(main())
