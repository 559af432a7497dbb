"""A process that records trades and says after each that it is kept, until it is killed. `PATH FIRST-NUMBER`."""

import asyncio
import itertools
import sys
from pathlib import Path

from echotrade_desktop.engine.store import SqliteLedger, open_ledger
from tests.fakes.clock import FakeClock
from tests.unit.store.story import Story, message


async def _trade(ledger: SqliteLedger, number: int) -> None:
    """Call, approve and fill one trade; several run at the same time."""
    story = Story().called(number).approved(number)
    story.filled(number, "0.003", "67500")
    await ledger.receive(message(number), *story.facts[:2])
    print(f"message {number}", flush=True)
    await ledger.record(story.facts[2])
    print(f"approval {number}", flush=True)
    await ledger.record(*story.facts[3:])
    print(f"fill {number}", flush=True)


async def _work(path: Path, first: int) -> None:
    ledger = open_ledger(path, clock=FakeClock())
    if not await ledger.load():
        await ledger.record(*Story().opened().facts)
    for number in itertools.count(first, 5):
        await asyncio.gather(*(_trade(ledger, number + offset) for offset in range(5)))


if __name__ == "__main__":
    asyncio.run(_work(Path(sys.argv[1]), int(sys.argv[2])))
