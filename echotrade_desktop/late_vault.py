"""The vault of a profile, looked for when somebody first asks: a keyring may take seconds."""

import asyncio
from functools import cache
from pathlib import Path

from echotrade_desktop.secrets import AsyncVault, Vault, open_vault
from echotrade_desktop.settings import load


@cache
def vault_of(profile: Path) -> "LateVault":
    """Return the one vault of a profile: whoever opens it has opened it for everybody."""
    return LateVault(profile)


class LateVault:
    """Gets, keeps and forgets secrets as `AsyncVault` does."""

    def __init__(self, profile: Path) -> None:
        self._profile = profile
        self._opened: AsyncVault | None = None
        self._one_at_a_time = asyncio.Lock()

    async def opened(self) -> AsyncVault:
        """Return the vault itself, to see where it is and to unlock it."""
        async with self._one_at_a_time:
            if self._opened is None:
                self._opened = AsyncVault(await asyncio.to_thread(self._find))
            return self._opened

    def _find(self) -> Vault:
        chosen = load(self._profile)[0].secrets
        file = Path(chosen.passphrase_file).expanduser() if chosen.passphrase_file else None
        return open_vault(self._profile, chosen.place, passphrase_file=file)

    async def get(self, name: str) -> str | None:
        """Return a secret. Raises `VaultUnavailable`."""
        return await (await self.opened()).get(name)

    async def put(self, name: str, value: str) -> None:
        """Keep a secret. Raises `VaultUnavailable`."""
        await (await self.opened()).put(name, value)

    async def remove(self, name: str) -> None:
        """Forget a secret. Raises `VaultUnavailable`."""
        await (await self.opened()).remove(name)
