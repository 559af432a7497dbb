"""From a post on Telegram to its card painted in the window: the real app beside a real MTProto server, on loopback.

The time begins when the server pushes a post (both processes read the machine's monotonic clock) and ends when the
window has finished the paint in which the call's card was painted for the first time.
"""

import asyncio
import random
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.loop import SIZE, WARM_UP_S, Firehose
from benchmarks.telegram import LIMITS
from benchmarks.telegram import _telegram as at_door
from benchmarks.telegram_window import _until as until
from echotrade_desktop.app import Session, make_application
from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.messages import RejectSignal
from echotrade_desktop.qt_loop import run as run_on_loop
from echotrade_desktop.settings import Settings
from echotrade_desktop.views.approval_card import ApprovalCard
from echotrade_desktop.views.approvals import ApprovalsPanel
from tests.servers.telegram.app import PASSWORD, PHONE, MemorySecrets, followed, sign_in, telegram_recipe
from tests.servers.telegram.login import CODE
from tests.servers.telegram.process import RemoteTelegram

PRICES_A_SECOND = 100
AMONG_OTHERS, BY_ITSELF, NOT_COUNTED = 200, 100, 10  # calls
GAPS_S = (0.1, 0.6)
EXPIRY = timedelta(seconds=1.5)  # some four calls wait at a time
MEDIAN_MS, MOST_MS = 10, 30


class FirstPaints(QObject):
    """Notes when the window had painted each call's card for the first time, by the number of its message."""

    def __init__(self, window: QWidget, panel: ApprovalsPanel) -> None:
        super().__init__(window)
        self.at: dict[int, float] = {}
        self._panel, self._window = panel, window
        self._painting: set[int] | None = None  # messages whose cards the paint at hand has reached
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Let the window paint below this filter, to know when it has."""
        if watched is self._window:
            if event.type() == QEvent.Type.UpdateRequest and self._painting is None:
                self._paint(event)
                return True
        elif event.type() == QEvent.Type.Paint and isinstance(watched, ApprovalCard) and self._painting is not None:
            self._painting.add(_message(watched))
        return False

    def _paint(self, event: QEvent) -> None:
        new = [card for card in self._panel.cards.values() if _message(card) not in self.at]
        for card in new:
            card.installEventFilter(self)
        self._painting = set()
        self._window.event(event)
        painted, at, self._painting = self._painting, time.monotonic(), None
        self.at.update(dict.fromkeys(painted - self.at.keys(), at))
        for card in new:
            card.removeEventFilter(self)


def _message(card: ApprovalCard) -> int:
    return card.row.queued.signal.message_id


class Watched(Session):
    """The app, signed in to a Telegram in another process, that posts one call after the other."""

    def __init__(self, profile: Path, remote: RemoteTelegram, port: int) -> None:
        super().__init__(profile, Settings(), [], self._play)
        self.among_others: list[float] = []  # milliseconds
        self.by_itself: list[float] = []
        self._remote, self._port = remote, port
        self._rng = random.Random(5)
        self._count = 0

    def recipe(self) -> Recipe:
        """As the app is, on a market that ticks, with the loopback Telegram."""
        self.hose = Firehose(PRICES_A_SECOND)
        limits = replace(LIMITS, signal_expiry=EXPIRY)
        place = telegram_recipe(MemorySecrets(), self._port, self.profile / "telegram-server.pem")
        return Recipe(profile=self.profile, limits=limits, market=self.hose, telegram=place)

    async def _play(self, _: Session) -> None:
        chat = await asyncio.to_thread(self._remote.do, "chat", title="Alpha Calls")
        account = self.parts.telegram
        assert account is not None
        await sign_in(account, CODE)
        await account.follow([followed(chat, "Alpha Calls")])
        self.window.resize(*SIZE)
        self.hose.flowing.set()
        await until(lambda: any("reading" in row.detail for row in self.parts.dashboard.health()))
        await asyncio.sleep(WARM_UP_S)
        self._seen = FirstPaints(self.window, self.window.approvals)
        self.among_others = [await self._one(chat) for _ in range(AMONG_OTHERS + NOT_COUNTED)][NOT_COUNTED:]
        for _ in range(BY_ITSELF):
            await self._reject_all()
            self.by_itself.append(await self._one(chat))
        self.hose.flowing.clear()

    async def _one(self, chat: int) -> float:
        """Return the milliseconds from a call on the server until its card was painted; then wait a little."""
        self._count += 1
        text = f"BTC LONG 67500 SL {67_200 - self._count} TP 68000"
        posted = await asyncio.to_thread(self._remote.do, "post", chat=chat, text=text)
        await until(lambda: posted["id"] in self._seen.at)
        await asyncio.sleep(self._rng.uniform(*GAPS_S))
        return float(self._seen.at[posted["id"]] - posted["at"]) * 1000

    async def _reject_all(self) -> None:
        for row in self.parts.dashboard.pending_approvals():
            self.bridge.submit(RejectSignal(row.queued.signal.signal_id, row.queued.signal.version))
        await until(lambda: not self.window.approvals.shown)
        await asyncio.sleep(self._rng.uniform(*GAPS_S))


def run() -> list[dict[str, Any]]:
    """Post one call after the other: beside others that wait, then each into an empty queue."""
    app = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory() as folder, at_door(Path(folder)) as (remote, port):
        remote.do("account", phone=PHONE, password=PASSWORD)
        session = Watched(Path(folder), remote, port)
        if run_on_loop(session.main, app):
            raise RuntimeError("the app did not end well")
    among, alone = session.among_others, session.by_itself
    return [*_rows("post on Telegram until its card is painted", among), *_rows("… into an empty queue", alone)]


def _rows(name: str, took: list[float]) -> list[dict[str, Any]]:
    worst = statistics.quantiles(took, n=100)[98]
    return [
        {"name": f"{name}, median", "value": statistics.median(took), "unit": "ms", "goal": MEDIAN_MS},
        {"name": f"{name}, 99th percentile", "value": worst, "unit": "ms", "goal": MOST_MS},
    ]
