"""The real window while a Telegram channel floods it: what is lost, how often it paints, how late the loop is."""

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication

from benchmarks.loop import SIZE, WARM_UP_S, Firehose, Paints
from benchmarks.loop import _Beat as Beat
from benchmarks.telegram import BURST, LIMITS
from benchmarks.telegram import _telegram as at_door
from echotrade_desktop.app import Session, make_application
from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.messages import Event, MessageRead
from echotrade_desktop.qt_loop import run as run_on_loop
from echotrade_desktop.settings import Settings
from tests.servers.telegram.app import PASSWORD, PHONE, MemorySecrets, followed, sign_in, telegram_recipe
from tests.servers.telegram.login import CODE
from tests.servers.telegram.process import RemoteTelegram

PRICES_A_SECOND = 400  # of four symbols: the chart has something new to paint every frame
CALL_EVERY = 10  # posts; the others are talk
FRAMES, LAG_MS = 58, 100.0


@dataclass
class Figures:
    """What the flood came to."""

    read: int = 0
    calls: int = 0
    seconds: float = 0.0
    frames: float = 0.0  # a second, of the chart
    lags: list[float] = field(default_factory=list)  # milliseconds, of a timer of 5 ms

    @property
    def lag(self) -> float:
        """The lateness that 99 of 100 beats stay within."""
        return sorted(self.lags)[int(len(self.lags) * 0.99)]


class Flooded(Session):
    """The app, signed in to a Telegram in another process."""

    def __init__(self, profile: Path, remote: RemoteTelegram, port: int) -> None:
        super().__init__(profile, Settings(), [], self._play)
        self.figures = Figures()
        self._remote, self._port = remote, port

    def recipe(self) -> Recipe:
        """As the app is, on a market that ticks fast, with the loopback Telegram."""
        self.hose = Firehose(PRICES_A_SECOND)
        recipe = Recipe(profile=self.profile, limits=LIMITS, market=self.hose)
        place = telegram_recipe(MemorySecrets(), self._port, self.profile / "telegram-server.pem")
        return replace(recipe, telegram=place)

    async def _play(self, _: Session) -> None:
        chat = await asyncio.to_thread(self._remote.do, "chat", title="Alpha Calls")
        account = self.parts.telegram
        assert account is not None
        await sign_in(account, CODE)
        await account.follow([followed(chat, "Alpha Calls")])
        self.window.resize(*SIZE)
        self.hose.flowing.set()
        await _until(lambda: any("reading" in row.detail for row in self.parts.dashboard.health()))
        await asyncio.sleep(WARM_UP_S)
        await self._flood(chat)
        self.hose.flowing.clear()

    async def _flood(self, chat: int) -> None:
        figures, read = self.figures, set[int]()

        def hear(event: Event) -> None:
            if isinstance(event, MessageRead):
                read.add(event.message_id)
                figures.calls += event.kind == "entry"

        self.parts.outbox.subscribe(hear)
        paints = Paints(self.chart.views[0].canvas.viewport())
        beat = Beat(figures.lags)
        began = time.perf_counter()
        posts = [{"chat": chat, "text": _text(number)} for number in range(BURST)]
        wanted = set(await asyncio.to_thread(self._remote.do, "posts", posts=posts))
        await _until(lambda: len(read & wanted) == BURST)
        figures.seconds = time.perf_counter() - began
        figures.read, figures.frames = len(read & wanted), paints.count / figures.seconds
        beat.stop()


def _text(number: int) -> str:
    if number % CALL_EVERY:
        return f"good morning everyone, number {number}"
    return f"BTC LONG 67500 SL {67_200 - number // CALL_EVERY} TP 68000"


async def _until(so: Callable[[], object], within: float = 400) -> None:
    async with asyncio.timeout(within):
        while not so():  # noqa: ASYNC110 - the app as it is
            await asyncio.sleep(0.005)


def run() -> list[dict[str, Any]]:
    """Flood the window once."""
    app = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory() as folder, at_door(Path(folder)) as (remote, port):
        remote.do("account", phone=PHONE, password=PASSWORD)
        session = Flooded(Path(folder), remote, port)
        if run_on_loop(session.main, app):
            raise RuntimeError("the app did not end well")
    figures = session.figures
    return [
        {"name": "posts of a burst lost by the window's app", "value": BURST - figures.read, "unit": "", "goal": 0},
        {
            "name": f"frames in a burst of {BURST:,} posts, {figures.calls} of them calls",
            "value": figures.frames,
            "unit": "1/s",
            "goal": FRAMES,
            "at_least": True,
        },
        {"name": "loop lag p99 in that burst", "value": figures.lag, "unit": "ms", "goal": LAG_MS},
        {"name": "how long that burst took", "value": figures.seconds, "unit": "s"},
    ]
