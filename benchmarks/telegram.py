"""From a post on Telegram to the call in the engine: a real MTProto server in a process of its own, on loopback."""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from echotrade_desktop.engine.compose import Recipe, Running, running
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import Event, HealthChanged, MessageRead, SignalQueued
from tests.servers.telegram.app import PASSWORD, PHONE, MemorySecrets, followed, sign_in, telegram_recipe, until
from tests.servers.telegram.login import CODE
from tests.servers.telegram.process import RemoteTelegram

ROUNDS, WARM_UP = 200, 10
BURST = 2_000
PAUSE_S = 0.05  # between two calls
LIMITS = RiskLimits(duplicate_window=timedelta(0), signal_expiry=timedelta(seconds=5))


def run() -> list[dict[str, Any]]:
    """Measure and return the rows."""
    with TemporaryDirectory() as folder, _telegram(Path(folder)) as (remote, port):
        took, arrived, seconds = asyncio.run(_measure(Path(folder), remote, port))
    return [
        {
            "name": "post on Telegram until the engine has its call, median",
            "value": statistics.median(took),
            "unit": "ms",
        },
        {"name": "… 99th percentile", "value": statistics.quantiles(took, n=100)[98], "unit": "ms"},
        {
            "name": f"of a burst of {BURST:,} posts, read",
            "value": arrived,
            "unit": "posts",
            "goal": BURST,
            "at_least": True,
        },
        {"name": "posts read a second in the burst", "value": arrived / seconds, "unit": "1/s"},
    ]


@contextmanager
def _telegram(folder: Path) -> Iterator[tuple[RemoteTelegram, int]]:
    command = [sys.executable, "-m", "tests.servers.telegram.process", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        places = json.loads(server.stdout.readline())
        with closing(RemoteTelegram(places["door"])) as remote:
            yield remote, places["port"]


async def _measure(folder: Path, remote: RemoteTelegram, port: int) -> tuple[list[float], int, float]:
    remote.do("account", phone=PHONE, password=PASSWORD)
    chat = remote.do("chat", title="Alpha Calls")
    recipe = telegram_recipe(MemorySecrets(), port, folder / "telegram-server.pem")
    async with running(Recipe(folder, limits=LIMITS, telegram=recipe)) as parts:
        events: list[tuple[float, Event]] = []
        parts.outbox.subscribe(lambda event: events.append((time.monotonic(), event)))
        assert parts.telegram is not None
        await sign_in(parts.telegram, CODE)
        await parts.telegram.follow([followed(chat, "Alpha Calls")])
        await until(lambda: any(_is_up(event) for _, event in events))
        took = [await _one(parts, remote, chat, events) for _ in range(ROUNDS + WARM_UP)][WARM_UP:]
        return took, *await _burst(remote, chat, events)


def _is_up(event: Event) -> bool:
    return isinstance(event, HealthChanged) and event.name == "telegram" and event.detail.startswith("reading")


async def _one(parts: Running, remote: RemoteTelegram, chat: int, events: list[tuple[float, Event]]) -> float:
    """Return the milliseconds from a call on the server to the event that says it waits."""
    ticker = parts.feed.get_current_price("BTC/USDT")
    price = ticker.price if ticker else Decimal(67_500)
    text = f"BTC LONG {price} SL {(price * Decimal('0.97')).quantize(Decimal('0.1'))}"
    del events[:]
    posted = await asyncio.to_thread(remote.do, "post", chat=chat, text=text)
    await until(lambda: any(isinstance(event, SignalQueued) for _, event in events))
    at = next(at for at, event in events if isinstance(event, SignalQueued))
    await asyncio.sleep(PAUSE_S)
    return float(at - posted["at"]) * 1000


async def _burst(remote: RemoteTelegram, chat: int, events: list[tuple[float, Event]]) -> tuple[int, float]:
    """Return how many of a burst's posts were read, and the seconds from the first to the last."""
    del events[:]
    began = time.monotonic()
    posts = [{"chat": chat, "text": f"good morning everyone, number {number}"} for number in range(BURST)]
    wanted = set(await asyncio.to_thread(remote.do, "posts", posts=posts))

    await until(lambda: len(events) >= BURST and len(_read(events)) == BURST, within=120, every=0.1)
    return len(_read(events) & wanted), time.monotonic() - began


def _read(events: list[tuple[float, Event]]) -> set[int]:
    return {event.message_id for _, event in events if isinstance(event, MessageRead)}
