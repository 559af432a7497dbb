"""A ledger in a folder of its own, closed after the test."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from echotrade_desktop.engine.store import SqliteLedger, open_ledger
from tests.fakes.clock import FakeClock

Open = Callable[[], SqliteLedger]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "paper.db"


@pytest.fixture
def open_it(path: Path, clock: FakeClock, loop: asyncio.AbstractEventLoop) -> Iterator[Open]:
    """Open the test's ledger, as often as the test likes; what is still open in the end is closed."""
    opened: list[SqliteLedger] = []

    def open_it() -> SqliteLedger:
        opened.append(open_ledger(path, clock=clock))
        return opened[-1]

    yield open_it
    for ledger in opened:
        loop.run_until_complete(ledger.close())


@pytest.fixture
def ledger(open_it: Open) -> SqliteLedger:
    return open_it()
