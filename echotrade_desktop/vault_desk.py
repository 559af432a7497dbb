"""What the user may do with the sealed file of a profile besides opening it: change its passphrase, set it aside."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.errors import BadInput, CommandRejected
from echotrade_desktop.engine.domain.live import VaultView
from echotrade_desktop.late_vault import vault_of
from echotrade_desktop.sealed_vault import SealedVault


class VaultDesk:
    """Answers the window about the vault. `is_armed` says whether live trading needs what is in it."""

    def __init__(
        self, profile: Path, view: Callable[[], Coroutine[Any, Any, VaultView]], is_armed: Callable[[], bool]
    ) -> None:
        self._profile, self._view, self._is_armed = profile, view, is_armed

    def asks(self) -> dict[str, Callable[..., Coroutine[Any, Any, Any]]]:
        """Return what takes a moment."""
        return {"change_passphrase": self.change_passphrase, "set_vault_aside": self.set_aside}

    async def change_passphrase(self, now: str, new: str) -> VaultView:
        """Seal the file anew. Raises `BadInput` for a wrong or short passphrase, `VaultUnavailable`."""
        vault = await self._sealed()
        if now == new:
            raise BadInput("That is the passphrase it has already; nothing was changed.")
        await asyncio.to_thread(vault.unlock, now)
        await asyncio.to_thread(vault.change_passphrase, new)
        return await self._view()

    async def set_aside(self) -> str:
        """Put the file out of the way and return its new name; the next passphrase makes another. Not while live."""
        vault = await self._sealed()
        if self._is_armed():
            raise CommandRejected(
                "Live trading is armed with the key in this vault. Go back to paper first; nothing was changed."
            )
        if vault.is_new:
            raise CommandRejected("There is no vault yet, so there is nothing to set aside.")
        return (await asyncio.to_thread(vault.set_aside)).name

    async def _sealed(self) -> SealedVault:
        vault = (await vault_of(self._profile).opened()).vault
        if not isinstance(vault, SealedVault):
            raise CommandRejected(
                "Your secrets lie in the keyring of the system. Its passphrase is changed there; nothing was changed."
            )
        return vault
