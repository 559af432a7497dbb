"""Where secrets live: API keys and the Telegram session. Never a file that others can read.

`open_vault` finds the place: the keyring of the system where there is a sound one, else a file sealed with a
passphrase. A place keeps what it has: a profile whose secrets lie in a sealed file stays with it.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from echotrade_desktop.engine.domain.errors import EchoTradeError, VaultUnavailable
from echotrade_desktop.redaction import register_secret

log = logging.getLogger(__name__)

CREDENTIALS = "CREDENTIALS_DIRECTORY"  # where systemd puts what LoadCredential= names
CREDENTIAL = "vault-passphrase"
LONGEST_PASSPHRASE = 1_000
_DUMPABLE = 4  # PR_SET_DUMPABLE of Linux


class Vault(Protocol):
    """A store of named secrets. Every value it hands out or takes is registered with the redaction."""

    @property
    def kind(self) -> str:
        """What the screen calls it, such as "Keyring of the system" or "Sealed file"."""
        ...

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed first."""
        ...

    @property
    def is_new(self) -> bool:
        """Whether the passphrase that opens it is still to be chosen."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open a sealed file, or make it when there is none. Raises `BadInput` for a wrong passphrase."""
        ...

    def get(self, name: str) -> str | None:
        """Return a secret, None when there is none. Raises `VaultUnavailable` when it is locked or refuses."""
        ...

    def put(self, name: str, value: str) -> None:
        """Keep a secret, durably. Raises `VaultUnavailable`."""
        ...

    def remove(self, name: str) -> None:
        """Forget a secret; nothing happens when there is none. Raises `VaultUnavailable`."""
        ...


class VaultPlace(StrEnum):
    """Where the user wants secrets to be kept."""

    AUTO = "auto"
    KEYRING = "keyring"
    FILE = "file"


class AsyncVault:
    """A vault for the loop: a keyring may ask its user something, and a sealed file is slow to open on purpose."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault

    async def unlock(self, passphrase: str) -> None:
        """Open it. Raises `BadInput` for a wrong passphrase, `VaultUnavailable`."""
        await asyncio.to_thread(self.vault.unlock, passphrase)

    async def get(self, name: str) -> str | None:
        """Return a secret. Raises `VaultUnavailable`."""
        return await asyncio.to_thread(self.vault.get, name)

    async def put(self, name: str, value: str) -> None:
        """Keep a secret. Raises `VaultUnavailable`."""
        await asyncio.to_thread(self.vault.put, name, value)

    async def remove(self, name: str) -> None:
        """Forget a secret. Raises `VaultUnavailable`."""
        await asyncio.to_thread(self.vault.remove, name)


def open_vault(
    profile: Path,
    place: VaultPlace = VaultPlace.AUTO,
    *,
    passphrase_file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    tell: Callable[[str], None] = log.warning,
) -> Vault:
    """Return the vault of a profile. Blocking: a keyring may take seconds, call it off the loop.

    A passphrase that lies ready (`passphrase_file`, or systemd's credential `vault-passphrase`) opens a sealed file
    at once; when it cannot, `tell` gets the reason as a sentence and the vault stays locked.
    """
    from echotrade_desktop.keyring_vault import KeyringVault, LostKeyring, is_in_use, sound_backend  # noqa: PLC0415
    from echotrade_desktop.sealed_vault import SealedVault  # noqa: PLC0415

    sealed = SealedVault(profile)
    if place is not VaultPlace.FILE and (place is VaultPlace.KEYRING or sealed.is_new):
        backend = sound_backend()
        if backend is not None:
            return KeyringVault(profile, backend)
        if place is VaultPlace.KEYRING or is_in_use(profile):
            return LostKeyring()
    try:
        if (passphrase := _passphrase_at_hand(passphrase_file, environment)) is not None:
            sealed.unlock(passphrase)
    except EchoTradeError as error:
        tell(str(error))
    return sealed


def is_sealed(profile: Path) -> bool:
    """Whether a profile's secrets lie in a sealed file."""
    from echotrade_desktop.sealed_vault import FILE_NAME  # noqa: PLC0415

    return (profile / FILE_NAME).exists()


def forbid_core_dumps() -> None:
    """Let no image of this process, with keys in it, reach the disk when it dies."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # a handler of core dumps does not ask for the limit
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)


def _passphrase_at_hand(chosen: Path | None, environment: Mapping[str, str]) -> str | None:
    """Return the passphrase that was left for a start without anybody there; None when there is none."""
    path = chosen
    if path is None:
        folder = environment.get(CREDENTIALS)
        path = Path(folder) / CREDENTIAL if folder else None
        if path is None or not path.exists():
            return None
    try:
        if chosen is not None and sys.platform != "win32" and path.stat().st_mode & 0o077:
            raise VaultUnavailable(
                f"The passphrase file {path} can be read by others, so it was not used. Close it with chmod 600."
            )
        text = path.read_text("utf-8")
    except (OSError, UnicodeError):
        raise VaultUnavailable(f"The passphrase file {path} cannot be read, so the vault stays locked.") from None
    passphrase = text.rstrip("\r\n")
    if not 0 < len(passphrase) <= LONGEST_PASSPHRASE:
        raise VaultUnavailable(f"The passphrase file {path} holds no passphrase, so the vault stays locked.")
    register_secret(passphrase)
    return passphrase
