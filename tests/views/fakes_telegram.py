"""A Telegram account that answers from a script, behind the real bridge."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage

from echotrade_desktop.account_door import asks_of_account, reads_of_account
from echotrade_desktop.engine.domain.channel import ChannelRow
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.engine.domain.messages import TelegramStateChanged
from echotrade_desktop.engine.domain.signal import Origin
from echotrade_desktop.engine.domain.telegram import (
    AppKey,
    ChatKind,
    Dialog,
    FollowedChat,
    LoginState,
    LoginStep,
    Member,
)
from echotrade_desktop.views.bridge import Bridge, Desk
from tests.fakes.clock import FakeClock
from tests.views.fakes import NOON, desk

PASSPHRASE = "a long passphrase"
PHONE, CODE, PASSWORD = "+447700900123", "48151", "correct horse"
KEY = AppKey(7654321, "0123456789abcdef0123456789abcdef")
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-pc"
HARBOUR_ROOM, NORTH_GROUP, KESTREL_PERSON = -1001234567890, -1009876543210, 5550001


def _dialog(chat_id, title, kind, username, members, silent):
    return Dialog(chat_id, title, kind, username, members, last_post_at=silent and NOON - silent)


ENDLESS = "Crypto News, very long names of channels that never seem to end"
DIALOGS = (
    _dialog(HARBOUR_ROOM, "Harbour Calls", ChatKind.CHANNEL, "harbourcalls", 12_480, timedelta(minutes=5)),
    _dialog(NORTH_GROUP, "Northline Desk", ChatKind.GROUP, None, 342, timedelta(hours=3)),
    _dialog(KESTREL_PERSON, "Kestrel", ChatKind.PERSON, "kestrel_7", None, timedelta(days=1, hours=2)),
    _dialog(-1001111111111, "Tidewater Room", ChatKind.CHANNEL, "tidewater", 871, timedelta(days=9)),
    _dialog(-1002222222222, ENDLESS, ChatKind.CHANNEL, "cn", 1_204_331, None),
)
MEMBERS = (Member(111, "Ada North", 34), Member(222, "Ben Line", 7), Member(333, "just a reader", 1))


class FakeAccount:
    """Implements `TelegramAccount`. `refusals` are sentences by verb; `acts` is what was asked, in order."""

    def __init__(self, step: LoginStep = LoginStep.NO_CONSENT, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock(NOON)
        self.state = LoginState(step, account="Ada Reader" if step is LoginStep.SIGNED_IN else None)
        self.agreed_at = None if step is LoginStep.NO_CONSENT else NOON
        self.has_password = True
        self.refusals: dict[str, str] = {}
        self.waits: dict[str, timedelta] = {}
        self.acts: list[tuple[object, ...]] = []
        self.chats: tuple[FollowedChat, ...] = ()
        self.pictures: dict[int, bytes] = {}
        self.listed: Sequence[Dialog] = DIALOGS
        self.held: asyncio.Event | None = None
        self.most_icons = self._icons_under_way = 0
        self._listeners: list[Callable[[LoginState], None]] = []

    def subscribe(self, listener):
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def become(self, step: LoginStep, **more) -> None:
        """Be at another step, and tell it."""
        self.state = LoginState(step, **more)
        for listener in self._listeners:
            listener(self.state)

    async def _act(self, verb: str, *what: object) -> None:
        self.acts.append((verb, *what))
        if self.held is not None:
            await self.held.wait()
        if verb in self.refusals:
            until = self.clock.now() + self.waits[verb] if verb in self.waits else None
            self.become(self.state.step, code_goes_to=self.state.code_goes_to, problem=self.refusals[verb], until=until)
            raise BadInput(self.refusals[verb])

    async def consent(self) -> None:
        await self._act("consent")
        self.become(LoginStep.SIGNED_OUT)

    async def revoke(self, keep_messages: bool) -> None:
        await self._act("revoke", keep_messages)
        self.chats = ()
        self.become(LoginStep.NO_CONSENT)

    async def send_code(self, key: AppKey, phone: str) -> None:
        await self._act("send_code", key, phone)
        self.become(LoginStep.CODE_SENT, code_goes_to="the Telegram app")

    async def enter_code(self, code: str) -> None:
        await self._act("enter_code", code)
        if code != CODE:
            self.become(
                LoginStep.CODE_SENT, code_goes_to="the Telegram app", problem="That is not the code Telegram sent."
            )
            raise BadInput("That is not the code Telegram sent.")
        if self.has_password:
            self.become(LoginStep.PASSWORD_NEEDED, password_hint="the usual one")
        else:
            self._in()

    async def enter_password(self, password: str) -> None:
        await self._act("enter_password", password)
        if password != PASSWORD:
            self.become(LoginStep.PASSWORD_NEEDED, password_hint="the usual one", problem="That is not the password.")
            raise BadInput("That is not the password.")
        self._in()

    async def show_qr(self, key: AppKey) -> None:
        await self._act("show_qr", key)
        self.renew_qr("first")

    def renew_qr(self, token: str, seconds: int = 30) -> None:
        until = self.clock.now() + timedelta(seconds=seconds)
        self.become(LoginStep.QR_SHOWN, qr_url=f"tg://login?token={token}{'A' * 40}", until=until)

    async def sign_in_bot(self, key: AppKey, token: str) -> None:
        await self._act("sign_in_bot", key, token)
        self._in()

    async def cancel_login(self) -> None:
        await self._act("cancel_login")
        self.become(LoginStep.SIGNED_OUT)

    def _in(self) -> None:
        self.become(LoginStep.SIGNED_IN, account="Ada Reader")

    async def dialogs(self) -> Sequence[Dialog]:
        await self._act("dialogs")
        return self.listed

    async def icon(self, chat_id: int) -> bytes | None:
        await self._act("icon", chat_id)
        self._icons_under_way += 1
        self.most_icons = max(self.most_icons, self._icons_under_way)
        await asyncio.sleep(0)
        self._icons_under_way -= 1
        return self.pictures.get(chat_id)

    async def members(self, chat_id: int) -> Sequence[Member]:
        await self._act("members", chat_id)
        return MEMBERS if chat_id == NORTH_GROUP else ()

    async def follow(self, chats: Sequence[FollowedChat]) -> None:
        await self._act("follow", tuple(chats))
        self.chats = tuple(chats)

    def followed(self) -> Sequence[FollowedChat]:
        return self.chats

    def verbs(self) -> list[object]:
        return [act[0] for act in self.acts]


class Place:
    """The real bridge over a fake account: what a window of the account is opened on."""

    def __init__(self, account: FakeAccount | None) -> None:
        self.account = account
        self.clock = account.clock if account else FakeClock(NOON)
        self.tasks: set[asyncio.Future[None]] = set()
        self.readings: tuple[ChannelRow, ...] = (
            ChannelRow(HARBOUR_ROOM, "Harbour Calls", Origin.TELEGRAM, 4, 2, 2, 3, 2, True),
        )
        self.bridge = Bridge(self.clock)
        reads = {name: (lambda answer=answer: answer) for name, answer in desk().items()}
        self.vault = VaultView("Keyring of the system", locked=False, is_new=False)
        vault = {"vault": self._vault, "unlock_vault": self._unlock}
        asks = {**asks_of_account(account), **vault, "channels": self._channels}
        self.bridge.attach(Desk(None, {**reads, **reads_of_account(account)}, None, self._spawn, asks))
        if account is not None:
            account.subscribe(lambda state: self.bridge.publish(TelegramStateChanged(state)))

    async def _vault(self) -> VaultView:
        return self.vault

    async def _unlock(self, passphrase: str) -> VaultView:
        if passphrase != PASSPHRASE:
            raise BadInput("That is not the passphrase of this vault; it stays locked. Try again.")
        self.vault = VaultView("Sealed file", locked=False, is_new=False)
        return self.vault

    async def _channels(self) -> tuple[ChannelRow, ...]:
        return self.readings

    def _spawn(self, name: str, what) -> None:
        task = asyncio.ensure_future(what)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def settle(self) -> None:
        """Let everything that was asked be answered."""
        while self.tasks:
            await asyncio.gather(*self.tasks)
        await asyncio.sleep(0)


def jpeg(colour: str = "#2F6BE0", side: int = 80) -> bytes:
    """A picture as Telegram hands them out."""
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPEG")
    return bytes(buffer.data().data())
