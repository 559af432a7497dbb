"""A broker on the perpetuals of the loopback Binance, its market at 100."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.bench import Bench, usdm


@pytest.fixture
def bench(loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Bench]:
    stack = AsyncExitStack()
    bench = loop.run_until_complete(stack.enter_async_context(usdm(tmp_path)))
    loop.run_until_complete(bench.price("100", "99.9", "100.1"))
    yield bench
    loop.run_until_complete(stack.aclose())
