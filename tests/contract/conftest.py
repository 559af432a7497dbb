"""The brokers that must keep the contract, each on a bench of its own."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import pytest

from tests.bench import Bench, paper, spot, usdm

Make = Callable[[Path], AbstractAsyncContextManager[Bench]]


def _bench(make: Make, loop: asyncio.AbstractEventLoop, folder: Path) -> Iterator[Bench]:
    stack = AsyncExitStack()
    bench = loop.run_until_complete(stack.enter_async_context(make(folder)))
    loop.run_until_complete(bench.price("100", "99.9", "100.1"))
    yield bench
    loop.run_until_complete(stack.aclose())


@pytest.fixture(params=[paper, usdm, spot], ids=lambda make: make.__name__)
def bench(request: pytest.FixtureRequest, loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Bench]:
    """A fresh broker whose market has just traded at 100, 99.9 to 100.1."""
    yield from _bench(request.param, loop, tmp_path)


@pytest.fixture
def filling_bench(loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Bench]:
    """A broker that fills from the app's own prices, and so has to know how old they are."""
    yield from _bench(paper, loop, tmp_path)
