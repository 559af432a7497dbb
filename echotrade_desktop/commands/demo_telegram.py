"""`echotrade demo --telegram`: the whole way from Telegram to a protected position, through the real window.

The Telegram is a loopback one, a real MTProto server that lies with the tests; a built or installed app has none.
"""

import asyncio
import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.app import Session, run_app
from echotrade_desktop.commands.demo_hand import Hand
from echotrade_desktop.commands.parts import complain
from echotrade_desktop.engine.compose import PAPER_DB
from echotrade_desktop.engine.domain.position import ProtectionStatus
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.folders import open_profile
from echotrade_desktop.instance import acquire
from echotrade_desktop.settings import TelegramServerSettings, load, save

ROOT = Path(__file__).parents[2]
SERVER = "tests.servers.telegram.process"
PHONE, PASSWORD, PASSPHRASE = "+4915112345678", "correct horse", "a passphrase for the tour"
API_ID, API_HASH = "2040", "b18441a1ff607e10a989891a5462e627"
SYMBOL = "BTC/USDT"
ABSENT = (
    "The loopback Telegram lies with the tests, and this is an app without them. Get the sources, and there: "
    'make demo ARGS="--telegram".'
)


def demo_telegram(chosen: Path | None, seconds: float, pictures: Path) -> int:
    """Play the tour and print what came of it as one JSON object; 0 with a protected position and books that agree."""
    if not (ROOT / "tests" / "servers" / "telegram").is_dir():
        return complain(ABSENT)
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nothing of a tour in the user's own
    profile = chosen or pictures / "telegram-profile"
    if chosen is None and profile.exists():
        shutil.rmtree(profile)  # the tour's own, from the last time
    profile = open_profile(profile)
    pictures.mkdir(parents=True, exist_ok=True)
    with _telegram(pictures) as (remote, port):
        own = TelegramServerSettings(host="127.0.0.1", port=port, public_key_file=str(_key_file(pictures)))
        settings, _ = load(profile)
        calls = replace(settings.calls, practice=False)
        save(replace(settings, calls=calls, telegram=replace(settings.telegram, server=own)), profile)
        lock = acquire(profile)
        if lock is None:
            return complain(f"EchoTrade runs on the profile {profile} already; close it first.")
        told: dict[str, object] = {}
        with lock:
            code = run_app(profile, act=lambda session: TelegramTour(session, pictures, seconds, remote, told).play())
    told["ledger_ok"] = verify(profile / PAPER_DB).ok
    print(json.dumps(told))
    return code if told["ledger_ok"] and told.get("protected") else 1


def _key_file(folder: Path) -> Path:
    return (folder / "telegram-server.pem").resolve()


@contextmanager
def _telegram(folder: Path) -> Iterator[tuple[Any, int]]:
    """Run a loopback Telegram in a process of its own; yield its door and its port."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))
    door = importlib.import_module(SERVER).RemoteTelegram
    command = [sys.executable, "-m", SERVER, str(folder.resolve())]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own
        assert server.stdout is not None  # noqa: S101 - it was asked for
        places = json.loads(server.stdout.readline())
        remote = door(places["door"])
        try:
            yield remote, places["port"]
        finally:
            remote.close()  # the server ends with its last visitor


class TelegramTour:
    """What a user does from the first word about Telegram to the first position."""

    def __init__(
        self, session: Session, pictures: Path, seconds: float, telegram: Any, told: dict[str, object]
    ) -> None:
        self._session = session
        self._window = session.window
        self._hand = Hand(session.window, pictures)
        self._seconds = seconds
        self._telegram = telegram
        self._told = told
        self._chat = 0

    async def play(self) -> None:
        """Play everything within the time there is, then count."""
        self._telegram.do("account", phone=PHONE, password=PASSWORD)
        self._chat = self._telegram.do("chat", title="Alpha Calls", members=4200, picture=True)
        self._telegram.do("chat", title="Trading room", kind="group", members=340)
        self._telegram.do("post", chat=self._chat, text="good morning everyone")
        try:
            async with asyncio.timeout(self._seconds):
                for step in (self._agree, self._sign_in, self._follow, self._trade, self._go_on):
                    await step()
        except TimeoutError:
            self._told["ended"] = "the time was over before the tour was"
        await self._session.parts.engine.settle()
        self._count()

    @property
    def _page(self) -> Any:
        return self._window.telegram.window

    async def _shows(self, page: object) -> None:
        await self._hand.until(lambda: self._page.stack.currentWidget() is page)
        await asyncio.sleep(0.4)

    async def _agree(self) -> None:
        await self._hand.until(lambda: self._session.parts.feed.get_current_price(SYMBOL))
        self._window.telegram.open()
        await self._shows(self._page.consent)
        self._hand.picture("telegram-consent")
        await self._hand.click(self._page.consent.agree)
        box = self._page.vault.box
        if await self._hand.until(box.again.isVisible, 5):
            for field in (box.first.line, box.again.line):
                QTest.keyClicks(field, PASSPHRASE)
            QTest.keyClick(box.again.line, Qt.Key.Key_Return)
        await self._shows(self._page.login)

    async def _sign_in(self) -> None:
        login, code, password = self._page.login, self._page.code, self._page.password
        for field, text in ((login.phone.line, PHONE), (login.api_id.line, API_ID), (login.api_hash.line, API_HASH)):
            QTest.keyClicks(field, text)
        self._hand.picture("telegram-login")
        QTest.keyClick(login.api_hash.line, Qt.Key.Key_Return)
        await self._shows(code)
        QTest.keyClicks(code.field.line, self._telegram.do("code"))
        self._hand.picture("telegram-code")
        QTest.keyClick(code.field.line, Qt.Key.Key_Return)
        await self._shows(password)
        QTest.keyClicks(password.field.line, PASSWORD)
        QTest.keyClick(password.field.line, Qt.Key.Key_Return)
        await self._shows(self._page.channels)

    async def _follow(self) -> None:
        picker = self._page.channels
        await self._hand.until(lambda: len(picker.chats.chats.rows) == 2)
        picker.chats.choose(self._chat)
        QTest.keyClick(picker.chats, Qt.Key.Key_Space)
        await self._hand.until(self._reads)
        await asyncio.sleep(0.6)
        self._hand.picture("telegram-channels")
        self._page.close()

    def _reads(self) -> bool:
        rows = self._session.parts.dashboard.health()
        return any(row.name == "telegram" and "reading" in row.detail for row in rows)

    async def _trade(self) -> None:
        """Let the channel call at the price of now, and approve."""
        ticker = self._session.parts.feed.get_current_price(SYMBOL)
        price = ticker.price if ticker else Decimal(67_500)
        stop, target = ((price * factor).quantize(Decimal("0.1")) for factor in (Decimal("0.985"), Decimal("1.02")))
        call = self._telegram.do("post", chat=self._chat, text=f"BTC LONG {price}\nSL {stop}\nTP {target}")
        self._told["call"] = call["id"]
        panel = self._window.approvals
        await self._hand.until(lambda: panel.selected in panel.cards and panel.cards[panel.selected].armed)
        self._hand.picture("telegram-call")
        await self._hand.press(panel, Qt.Key.Key_A)
        await self._hand.until(self._is_protected)
        await asyncio.sleep(0.8)
        self._hand.picture("telegram-position")

    def _is_protected(self) -> bool:
        rows = self._session.parts.dashboard.get_open_positions()
        return bool(rows) and rows[0].protection is ProtectionStatus.PROTECTED

    async def _go_on(self) -> None:
        """Let the channel answer its call: half of it is closed."""
        self._telegram.do("post", chat=self._chat, text="close half", reply_to=self._told["call"])
        fills = len(self._session.parts.desk.book.fills)
        await self._hand.until(lambda: len(self._session.parts.desk.book.fills) > fills, 5)
        await asyncio.sleep(0.6)
        self._hand.picture("telegram-followed-up")

    def _count(self) -> None:
        parts = self._session.parts
        book = parts.desk.book
        self._told.update(
            signals=len(book.signals),
            fills=len(book.fills),
            open_positions=len(book.open_positions()),
            protected=self._is_protected(),
            account=parts.telegram.state.account if parts.telegram else None,
        )
