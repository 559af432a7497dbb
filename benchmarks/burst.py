"""A flood: two thousand messages offered at once to a running engine, until each is on disk, read, judged and told."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.replay import CALL, TALK
from echotrade_desktop.engine.compose import PAPER_DB, Recipe, Running, running
from echotrade_desktop.engine.domain.facts import MessageRead, SignalQueued
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.store.verify import verify

OFFERED = 2_000
GOAL = 2_000  # messages a second
SENDERS = 5
SYMBOLS = ("BTC/USDT", "ETH/USDT", "BNB/USDT", "ADA/USDT")
WARMED_UP_S = 2.0  # prices have come, and the parser has its words


def run() -> list[dict[str, Any]]:
    """Measure and return rows of name, value, unit and goal."""
    return [
        _row("all of them talk", None),
        _row("every 10th a call", 10),
        _row("every 5th a call", 5),
    ]


def _row(what: str, one_call_in: int | None) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        value = asyncio.run(_taken_a_second(Path(folder), one_call_in))
    name = f"{OFFERED:,} messages offered at once, {what}"
    return {"name": name, "value": value, "unit": "messages/s", "goal": GOAL, "at_least": True}


async def _taken_a_second(profile: Path, one_call_in: int | None) -> float:
    told: Counter[type] = Counter()

    def note(event: Event) -> None:
        told[type(event)] += 1

    async with running(Recipe(profile)) as parts:
        await asyncio.sleep(WARMED_UP_S)
        parts.outbox.subscribe(note, prices=False)
        messages = [_message(parts, number, one_call_in) for number in range(1, OFFERED + 1)]
        began = time.perf_counter()
        for message in messages:
            parts.engine.receive(message)
        await parts.engine.settle()
        seconds = time.perf_counter() - began
    assert told[MessageRead] == OFFERED
    assert told[SignalQueued] == (OFFERED // one_call_in if one_call_in else 0)
    assert verify(profile / PAPER_DB).ok
    return OFFERED / seconds


def _message(parts: Running, number: int, one_call_in: int | None) -> RawMessage:
    calls = one_call_in is not None and number % one_call_in == 0
    text = TALK[number % len(TALK)]
    if calls and one_call_in:
        ticker = parts.feed.get_current_price(SYMBOLS[number // one_call_in % len(SYMBOLS)])
        assert ticker is not None
        text = _call(ticker, number)
    now = parts.desk.clock.now()
    sender = number % SENDERS
    sent_at = now + timedelta(milliseconds=number)
    return RawMessage(7, number, 0, sent_at, now, sender, f"Sender {sender}", text)


def _call(ticker: Ticker, number: int) -> str:
    sign = 1 if number % 2 else -1
    entry = ticker.price * (1 + Decimal(number % 50) / 10_000)
    levels = {
        "entry": entry,
        "stop": entry * (1 - Decimal("0.01") * sign),
        "target": entry * (1 + Decimal("0.02") * sign),
    }
    side = "LONG" if sign > 0 else "SHORT"
    return CALL.format(base=ticker.symbol.partition("/")[0], side=side, **{k: f"{v:.4f}" for k, v in levels.items()})
