"""What tests need to join the app to the loopback Telegram: vaults of theirs, a login in one line, chats to follow."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.telegram import Account, ServerAddress, TelegramSignalListener
from echotrade_desktop.engine.domain.errors import VaultUnavailable
from echotrade_desktop.engine.domain.messages import Event, HealthChanged, Notice
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.domain.telegram import AppKey, FollowedChat, LoginStep
from echotrade_desktop.engine.runtime import Outbox, Supervisor, SystemClock
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger
from echotrade_desktop.engine.telegram_wiring import TelegramRecipe
from tests.servers.telegram.server import HOST, LoopbackTelegram

KEY = AppKey(2040, "b18441a1ff607e10a989891a5462e627")
PHONE, PASSWORD = "+4915112345678", "correct horse battery"


class MemorySecrets:
    """A vault in memory; `locked` makes it refuse."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False

    def _look(self) -> None:
        if self.locked:
            raise VaultUnavailable("The vault is locked. Unlock it with your passphrase.")

    async def get(self, name: str) -> str | None:
        self._look()
        return self.kept.get(name)

    async def put(self, name: str, value: str) -> None:
        self._look()
        self.kept[name] = value

    async def remove(self, name: str) -> None:
        self._look()
        self.kept.pop(name, None)


class FileSecrets:
    """A vault that outlives a killed process of a test; there is nothing secret in it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def _all(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self._path.read_text()) if self._path.exists() else {}
        return found

    def _write(self, kept: dict[str, str]) -> None:
        draft = self._path.with_suffix(".draft")
        draft.write_text(json.dumps(kept))
        draft.replace(self._path)

    async def get(self, name: str) -> str | None:
        return self._all().get(name)

    async def put(self, name: str, value: str) -> None:
        self._write({**self._all(), name: value})

    async def remove(self, name: str) -> None:
        self._write({kept: value for kept, value in self._all().items() if kept != name})


def telegram_recipe(secrets: Any, port: int, key_file: Path) -> TelegramRecipe:
    """Return what the engine needs to be told of a loopback Telegram."""
    return TelegramRecipe(secrets, ServerAddress(2, HOST, port, key_file))


async def sign_in(account: Account, code: str, password: str | None = PASSWORD, phone: str = PHONE) -> None:
    """Agree and sign in by code."""
    await account.consent()
    await account.send_code(KEY, phone)
    await account.enter_code(code)
    if account.state.step is LoginStep.PASSWORD_NEEDED:
        assert password is not None
        await account.enter_password(password)
    assert account.state.step is LoginStep.SIGNED_IN, account.state


def followed(chat_id: int, title: str, *senders: int, topic: int | None = None) -> FollowedChat:
    """A chat that is read."""
    return FollowedChat(chat_id, title, senders=senders, topic_id=topic)


@dataclass
class Joined:
    """An account, a listener and a ledger that stores what it reads, without an engine."""

    account: Account
    listener: TelegramSignalListener
    ledger: SqliteLedger
    events: list[Event]
    read: list[RawMessage]
    erased: list[bool]

    @property
    def texts(self) -> list[str]:
        """What was read, in its order."""
        return [message.text for message in self.read]

    @property
    def standing(self) -> str:
        """What is told of Telegram's health."""
        told = [event.detail for event in self.events if isinstance(event, HealthChanged)]
        return told[-1] if told else ""

    def sentences(self) -> list[str]:
        """What the user was told in words."""
        return [event.sentence for event in self.events if isinstance(event, Notice)]

    async def reads(self, *texts: str) -> None:
        """Wait until these are the last texts that were read."""
        await until(lambda: self.texts[-len(texts) :] == list(texts), lambda: f"read {self.texts}")

    async def is_up(self) -> None:
        """Wait until chats are being read."""
        await until(lambda: self.standing.startswith("reading"), lambda: self.standing)


def _never_came() -> str:
    return "it never came"


async def until(
    so: Callable[[], object], otherwise: Callable[[], str] = _never_came, within: float = 10, every: float = 0.002
) -> None:
    """Wait until something is so, looking every so many seconds."""
    try:
        async with asyncio.timeout(within):
            while not so():
                await asyncio.sleep(every)
    except TimeoutError:
        raise AssertionError(otherwise()) from None


@asynccontextmanager
async def joined(
    folder: Path,
    telegram: LoopbackTelegram,
    secrets: MemorySecrets | None = None,
    *,
    clock: Clock | None = None,
    allowed_users: tuple[int | str, ...] = (),
) -> AsyncIterator[Joined]:
    """Open an account with a listener on a profile; opening it again is a restart."""
    clock = clock or SystemClock()
    events, read, erased = list[Event](), list[RawMessage](), list[bool]()
    outbox = Outbox()
    outbox.subscribe(events.append)
    ledger = await asyncio.to_thread(open_ledger, folder / "paper.db", clock=clock)

    async def erase() -> None:
        erased.append(True)

    recipe = telegram_recipe(secrets or MemorySecrets(), telegram.port, telegram.key_file(folder))
    try:
        async with Supervisor(clock, outbox, rng=random.Random(7)) as supervisor:
            account = Account(folder, recipe.secrets, clock, supervisor.spawn, erase, recipe.server)
            listener = TelegramSignalListener(
                allowed_users, account=account, stored=ledger, clock=clock, publish=outbox.publish
            )

            async def work() -> None:
                async for message in listener.messages():
                    latest = await ledger.latest_edit(message.chat_id, message.message_id)
                    version = message.edit_version if not message.deleted or latest is None else latest + 1
                    if await ledger.receive(replace(message, edit_version=version)):  # numbered as the engine does
                        read.append(message)

            supervisor.start("telegram", work)
            yield Joined(account, listener, ledger, events, read, erased)
        await listener.close()
    finally:
        await ledger.close()
