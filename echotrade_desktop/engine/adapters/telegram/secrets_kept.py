"""What of Telegram lies in the vault: the key of the user's app, and the session. Nothing of it is ever a file."""

import json
from typing import Protocol

from echotrade_desktop.engine.domain.telegram import AppKey

SESSION, APP_KEY = "telegram-session", "telegram-app-key"


class Secrets(Protocol):
    """The user's vault. Each verb raises `VaultUnavailable` when it is locked or refuses."""

    async def get(self, name: str) -> str | None:
        """Return a secret, None when there is none."""
        ...

    async def put(self, name: str, value: str) -> None:
        """Keep a secret."""
        ...

    async def remove(self, name: str) -> None:
        """Forget a secret."""
        ...


class KeptSession:
    """The app's key and the session, as they are in the vault."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    async def load(self) -> tuple[AppKey, str] | None:
        """Return both, None unless both are there and whole. Raises `VaultUnavailable`."""
        session, key = await self._secrets.get(SESSION), await self._secrets.get(APP_KEY)
        if session is None or key is None:
            return None
        try:
            api_id, api_hash = json.loads(key)
            return AppKey(int(api_id), str(api_hash)), session
        except (ValueError, TypeError):
            return None

    async def keep_key(self, key: AppKey) -> None:
        """Keep the app's key. Raises `VaultUnavailable`."""
        await self._secrets.put(APP_KEY, json.dumps([key.api_id, key.api_hash]))

    async def keep(self, session: str) -> None:
        """Keep the session. Raises `VaultUnavailable`."""
        await self._secrets.put(SESSION, session)

    async def forget(self) -> None:
        """Forget both. Raises `VaultUnavailable`."""
        await self._secrets.remove(SESSION)
        await self._secrets.remove(APP_KEY)
