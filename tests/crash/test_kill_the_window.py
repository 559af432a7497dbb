"""The window killed in the middle of trading, and started again: same positions, same stops, same cash."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.messages import FillRecorded
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.engine.store.ledger import open_ledger
from echotrade_desktop.engine.store.verify import verify

ECHOTRADE = [sys.executable, "-m", "echotrade_desktop"]
LONGEST_S = 60


def environment() -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen"}


def wait_for(condition) -> None:
    deadline = time.monotonic() + LONGEST_S
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)  # another process works; there is nothing here to wait on


def facts_of(ledger: Path) -> list:
    async def load():
        opened = await asyncio.to_thread(open_ledger, ledger, clock=SystemClock())
        try:
            return await opened.load()
        finally:
            await opened.close()

    return list(asyncio.run(load()))


def standing(book: Book) -> dict:
    positions = {
        position.position_id: (position.quantity, position.open_cost, position.stop_loss, position.take_profits)
        for position in book.open_positions()
    }
    return {"positions": positions, "cash": book.cash, "fills": set(book.fills)}


def fills_of(ledger: Path) -> int:
    try:
        return verify(ledger).fills
    except StoreUnavailable:  # it is just being made
        return 0


def test_killed_in_the_middle_of_the_tour_it_starts_again_where_it_was(tmp_path):
    """R14: nothing lives in memory only."""
    ledger = tmp_path / "profile" / "paper.db"
    tour = subprocess.Popen(
        [
            *ECHOTRADE,
            "demo",
            "--seconds",
            "60",
            "--screenshots",
            str(tmp_path / "pictures"),
            "--profile",
            str(ledger.parent),
        ],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: fills_of(ledger) >= 3)
    finally:
        tour.send_signal(signal.SIGKILL)
        tour.wait()
    assert verify(ledger).ok
    before = facts_of(ledger)
    assert Book.fold(before).fills

    run_headless_until_it_has_recovered(ledger.parent)

    after = facts_of(ledger)
    assert after[: len(before)] == before
    recovered = next((n for n, fact in enumerate(after[len(before) :]) if isinstance(fact, FillRecorded)), None)
    upto = len(after) if recovered is None else len(before) + recovered  # what the market did later is no matter
    assert standing(Book.fold(after[:upto])) == standing(Book.fold(before))
    assert verify(ledger).ok


def run_headless_until_it_has_recovered(profile: Path) -> None:
    engine = subprocess.Popen(
        [*ECHOTRADE, "headless", "--profile", str(profile)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert engine.stdout is not None
    try:
        for line in engine.stdout:
            event = json.loads(line)
            if event["type"] == "HealthChanged" and event["name"] == "ledger":
                assert event["health"] == "up"
                break
        else:
            pytest.fail("the engine ended before it had recovered")
    finally:
        engine.terminate()
        engine.communicate(timeout=LONGEST_S)
    assert engine.returncode == 0
