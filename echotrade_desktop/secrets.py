"""Where secrets live: API keys and the Telegram session. Never a file that others can read."""

from typing import Protocol


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
