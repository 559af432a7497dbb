"""Binance's quotes from the socket to a subscriber of `PriceFeed`: the app's own path beside ccxt.pro's.

A process of its own floods a websocket with numbered bookTicker frames. None may be lost on the app's path; ccxt.pro
keeps the newest state, so what its caller sees is fewer.
"""

import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.update(QT_API="pyside6", PYQTGRAPH_QT_LIB="PySide6")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from echotrade_desktop.engine.adapters.binance import lean_ccxt
from echotrade_desktop.engine.adapters.binance.connection import BinanceMarketName, Connection, Mode
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.domain.market import DEFAULT_SYMBOLS, Ticker
from echotrade_desktop.engine.market.price_feed import PriceFeed
from echotrade_desktop.engine.runtime import SystemClock
from echotrade_desktop.qt_loop import QtLoop

ROOT = Path(__file__).parents[1]
MESSAGES = 200_000
STEADY_RATE, STEADY_S = 20_000, 5
FRAME_MS = 16
GOAL, FRAMES_GOAL, LAG_GOAL_MS = 20_000, 58, 10


def run() -> list[dict[str, Any]]:
    """Measure and return rows."""
    with _venue() as venue:
        fastest = asyncio.run(_own_path(venue, 0, MESSAGES))
        steady = _on_the_window(venue)
        vendor, seen = asyncio.run(_through_ccxt(venue, MESSAGES // 4))
    return [
        {
            "name": "bookTicker messages, socket to subscriber",
            "value": fastest["rate"],
            "unit": "messages/s",
            "goal": GOAL,
            "at_least": True,
            "peers": {"ccxt.pro": vendor, "ccxt.pro, seen by its caller": seen},
        },
        {"name": "… of them lost", "value": fastest["lost"] + steady["lost"], "unit": "messages", "goal": 0},
        {
            "name": "frames a second of the window at 20,000 messages/s",
            "value": steady["frames"],
            "unit": "frames/s",
            "goal": FRAMES_GOAL,
            "at_least": True,
        },
        {"name": "timer lag beside them, p99", "value": steady["lag_ms"], "unit": "ms", "goal": LAG_GOAL_MS},
    ]


@contextmanager
def _venue() -> Iterator[dict[str, Any]]:
    """The loopback exchange in a process of its own, standing still."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "tests.servers.binance", "--journal", f"{folder}/journal.jsonl"]
        command += ["--walk", "0", "--quotes-every", "0"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True) as process:
            try:
                yield json.loads(process.stdout.readline())  # type: ignore[union-attr]
            finally:
                process.terminate()


def _flood(venue: dict[str, Any], rate: int, messages: int) -> None:
    body = json.dumps({"do": "flood", "rate": rate, "messages": messages}).encode()
    with urlopen(Request(f"{venue['rest_url']}/_venue", body)) as answer:
        answer.read()


class _Count:
    """Counts ticks; a number may come once, and the numbers without a gap."""

    def __init__(self, messages: int) -> None:
        self.wanted = messages
        self.heard = 0
        self.began = 0.0
        self.ended = 0.0
        self.done = asyncio.Event()

    def take(self, _: Ticker) -> None:
        if not self.heard:
            self.began = time.perf_counter()
        self.heard += 1
        if self.heard >= self.wanted:
            self.ended = time.perf_counter()
            self.done.set()


@asynccontextmanager
async def _feed(venue: dict[str, Any]) -> AsyncIterator[PriceFeed]:
    """A running `PriceFeed` on the venue, its first quotes there."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        connection = Connection(BinanceMarketName.USDM, Mode.REAL, venue["rest_url"], venue["ws_url"])
        market = BinanceMarket(connection, clock, Path(folder) / "catalogue.json")
        await market.instruments()
        market.quotes.drops.clear()
        feed = PriceFeed(DEFAULT_SYMBOLS, clock=clock)
        tasks = [asyncio.create_task(market.run()), asyncio.create_task(feed.run(market))]
        try:
            await _until(lambda: all(feed.get_current_price(symbol) for symbol in DEFAULT_SYMBOLS))
            await _until(lambda: all(stream.up for stream in market.streams))
            yield feed
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await market.close()


async def _until(condition: Callable[[], object]) -> None:
    while not condition():  # noqa: ASYNC110  nobody sets an event for it
        await asyncio.sleep(0.05)


async def _own_path(venue: dict[str, Any], rate: int, messages: int) -> dict[str, float]:
    async with _feed(venue) as feed:
        count = _Count(messages)
        feed.subscribe(count.take)
        await asyncio.to_thread(_flood, venue, rate, messages)
        limit = max(30.0, 4 * messages / (rate or GOAL))
        try:
            async with asyncio.timeout(limit):
                await count.done.wait()
        except TimeoutError:
            count.ended = time.perf_counter()
        dropped = sum(feed.drops.values())
        return {
            "rate": count.heard / (count.ended - count.began),
            "lost": max(0, messages - count.heard) + dropped,
        }


def _on_the_window(venue: dict[str, Any]) -> dict[str, float]:
    """The same at a steady rate on the window's own loop, with a live plot repainted as often as the screen is."""
    app = QApplication.instance() or QApplication(["benchmark"])
    plot = pg.PlotWidget()
    plot.resize(1280, 720)
    curve = plot.plot(np.zeros(600))
    plot.setXRange(0, 600)  # else each frame is laid out and painted twice: a chart does not rescale with each price
    plot.setYRange(0, 1)
    plot.show()
    painted: list[float] = []
    paint_event = plot.paintEvent

    def painting(event: Any) -> None:
        painted.append(time.perf_counter())
        paint_event(event)

    plot.paintEvent = painting  # type: ignore[method-assign]
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(FRAME_MS)
    timer.timeout.connect(lambda: curve.setData(np.random.default_rng(len(painted)).random(600)))
    lags: list[float] = []

    async def measure() -> dict[str, float]:
        timer.start()
        beating = asyncio.ensure_future(_beat(lags))
        result = await _own_path(venue, STEADY_RATE, STEADY_RATE * STEADY_S)
        beating.cancel()
        timer.stop()
        return result

    with asyncio.Runner(loop_factory=lambda: QtLoop(app)) as runner:
        result = runner.run(measure())
    busy = painted[len(painted) // 4 :]
    frames = (len(busy) - 1) / (busy[-1] - busy[0])
    plot.close()
    lags.sort()
    return {**result, "frames": frames, "lag_ms": lags[int(len(lags) * 0.99)] * 1000}


async def _beat(lags: list[float]) -> None:
    while True:
        due = time.perf_counter() + 0.005
        await asyncio.sleep(0.005)
        lags.append(max(0.0, time.perf_counter() - due))


async def _through_ccxt(venue: dict[str, Any], messages: int) -> tuple[float, float]:
    """Return how many messages a second ccxt.pro takes in, and how many of them its caller gets to see."""
    lean_ccxt.install()
    exchange = importlib.import_module("ccxt.pro.binanceusdm").binanceusdm(
        {"enableRateLimit": False, "newUpdates": True}
    )
    for name, url in exchange.urls["api"].items():
        if isinstance(url, str):
            exchange.urls["api"][name] = venue["rest_url"] + "/" + url.split("/", 3)[3]
    exchange.urls["api"]["ws"] = {"linear": f"{venue['ws_url']}/ws"}
    taken, seen, began, ended = 0, 0, 0.0, 0.0
    handle = exchange.handle_message

    def counting(client: Any, message: Any) -> None:
        nonlocal taken, began, ended
        if isinstance(message, dict) and message.get("e") == "bookTicker":
            began = began or time.perf_counter()
            taken += 1
            ended = time.perf_counter()
        handle(client, message)

    exchange.handle_message = counting
    symbols = [f"{symbol}:USDT" for symbol in DEFAULT_SYMBOLS]

    async def watch() -> None:
        nonlocal seen
        while True:
            await exchange.watch_bids_asks(symbols)
            seen += 1

    try:
        await exchange.load_markets()
        watching = asyncio.ensure_future(watch())
        await asyncio.sleep(1)
        await asyncio.to_thread(_flood, venue, 0, messages)
        limit = time.perf_counter() + 60
        await _until(lambda: taken >= messages or time.perf_counter() > limit)
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
    finally:
        await exchange.close()
    spent = max(1e-9, ended - began)
    return taken / spent, seen / spent
