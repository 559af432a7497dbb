"""What tests need to join the app to the loopback Telegram: vaults of theirs, a login in one line, chats to follow."""

import json
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.adapters.telegram import Account, ServerAddress
from echotrade_desktop.engine.domain.telegram import AppKey, FollowedChat, LoginStep
from echotrade_desktop.engine.telegram_wiring import TelegramRecipe
from tests.servers.telegram.server import HOST

KEY = AppKey(2040, "b18441a1ff607e10a989891a5462e627")
PHONE, PASSWORD = "+4915112345678", "correct horse battery"


class MemorySecrets:
    """A vault in memory; `locked` makes it refuse."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}
        self.locked = False

    def _look(self) -> None:
        if self.locked:
            from echotrade_desktop.engine.domain.errors import VaultUnavailable

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
