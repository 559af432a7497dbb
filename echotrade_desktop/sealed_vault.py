"""Secrets in one file, sealed with a passphrase: scrypt makes the key, ChaCha20-Poly1305 seals.

The file, byte by byte: `EchoTrade vault` and a newline (16), version (1), log2 of scrypt's n (1), r (1), p (1),
salt (16), nonce (12), the sealed entries (JSON, as long as they are, and a tag of 16), SHA-256 of all before (32).
The bytes before the sealed entries are authenticated with them; the checksum only tells damage from a wrong passphrase.
"""

import hashlib
import json
import os
import struct
import unicodedata
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from echotrade_desktop.engine.domain.errors import BadInput, VaultUnavailable
from echotrade_desktop.private_files import exclusive, write_private
from echotrade_desktop.redaction import register_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME = "vault.sealed"
LOCK_NAME = "vault.lock"
MAGIC = b"EchoTrade vault\n"
VERSION = 1
COST, BLOCK, LANES = 17, 8, 1  # n = 2**17: a third of a second and 128 MB for each guess
COSTS = range(10, 19)  # what a file may ask for; more would stall the app
SHORTEST_PASSPHRASE = 8
LARGEST_FILE = 1_000_000
_HEADER = struct.Struct(f">{len(MAGIC)}sBBBB16s12s")
_CHECKSUM = 32


class SealedVault:
    """A `Vault` in one sealed file of a profile. Any number may be open on it; each write sees the others'."""

    kind = "Sealed file"

    def __init__(self, profile: Path) -> None:
        self.path = profile / FILE_NAME
        self._lock_path = profile / LOCK_NAME
        self._key: _Key | None = None

    @property
    def locked(self) -> bool:
        """Whether a passphrase is needed first."""
        return self._key is None

    @property
    def is_new(self) -> bool:
        """Whether there is no file yet: the passphrase given first will be its own."""
        return not self.path.exists()

    def unlock(self, passphrase: str) -> None:
        """Open the file, or make it. Raises `BadInput` for a wrong or short passphrase, `VaultUnavailable`."""
        register_secret(passphrase)
        with self._alone():
            if self.is_new:
                self._make(passphrase)
                return
            header, sealed = self._parts()
            key = _Key.derived(passphrase, header)
            if key.opened(header, sealed) is None:
                raise BadInput("That is not the passphrase of this vault; it stays locked. Try again.")
            self._key = key

    def change_passphrase(self, passphrase: str) -> None:
        """Seal everything anew. Raises `BadInput` for a short passphrase, `VaultUnavailable`."""
        register_secret(passphrase)
        with self._alone():
            entries = self._entries()
            self._key = _new_key(passphrase)
            self._write(entries)

    def set_aside(self) -> Path:
        """Put a file that cannot be opened any more out of the way; the next passphrase makes a new one."""
        with self._alone():
            number = 1
            while (aside := self.path.with_name(f"{FILE_NAME}.aside-{number}")).exists():
                number += 1
            self.path.replace(aside)
            self._key = None
        return aside

    def get(self, name: str) -> str | None:
        """Return a secret, None when there is none. Raises `VaultUnavailable`."""
        with self._alone():
            value = self._entries().get(name)
        if value is not None:
            register_secret(value)
        return value

    def put(self, name: str, value: str) -> None:
        """Keep a secret, durably. Raises `VaultUnavailable`."""
        register_secret(value)
        self._change(lambda entries: entries.update({name: value}))

    def remove(self, name: str) -> None:
        """Forget a secret. Raises `VaultUnavailable`."""
        self._change(lambda entries: entries.pop(name, None))

    def _change(self, change: Callable[[dict[str, str]], object]) -> None:
        with self._alone():
            entries = self._entries()
            before = dict(entries)
            change(entries)
            if entries != before:
                self._write(entries)

    @contextmanager
    def _alone(self) -> "Iterator[None]":
        try:
            with exclusive(self._lock_path):
                yield
        except OSError as error:
            raise VaultUnavailable(
                f"{self.path} could not be read or written ({error.strerror}); nothing was changed. Free some space "
                f"or check the folder {self.path.parent}, then try again."
            ) from None

    def _make(self, passphrase: str) -> None:
        self._key = _new_key(passphrase)
        try:
            self._write({})
        except OSError:
            self._key = None
            raise

    def _entries(self) -> dict[str, str]:
        """Return what the file holds now."""
        if self._key is None:
            raise VaultUnavailable("The vault is locked. Give its passphrase first.")
        header, sealed = self._parts()
        found = self._key.opened(header, sealed)
        if found is None:  # sealed anew by somebody else
            self._key = None
            raise VaultUnavailable("The vault has another passphrase now. Give it, then try again.")
        return found

    def _write(self, entries: dict[str, str]) -> None:
        assert self._key is not None  # noqa: S101 - asked for before
        write_private(self.path, self._key.sealed(entries))

    def _parts(self) -> tuple[bytes, bytes]:
        """Return header and sealed entries of a whole file; raise `VaultUnavailable` for any other."""
        with self.path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        body, checksum = content[:-_CHECKSUM], content[-_CHECKSUM:]
        whole = len(content) <= LARGEST_FILE and len(body) >= _HEADER.size
        if not whole or hashlib.sha256(body).digest() != checksum:
            raise self._damaged()
        magic, version, cost, block, lanes, _, _ = _HEADER.unpack_from(body)
        if magic == MAGIC and version > VERSION:
            raise VaultUnavailable(
                f"{self.path} was written by a newer EchoTrade; it was left as it is. Start that version."
            )
        if magic != MAGIC or version != VERSION or cost not in COSTS or (block, lanes) != (BLOCK, LANES):
            raise self._damaged()
        return body[: _HEADER.size], body[_HEADER.size :]

    def _damaged(self) -> VaultUnavailable:
        return VaultUnavailable(
            f"{self.path} is damaged and was left as it is. Put back a copy of it, or set it aside and enter your "
            "keys again."
        )


@dataclass(frozen=True, slots=True, repr=False)
class _Key:
    """A key made from a passphrase, with what it was made by."""

    key: bytes
    cost: int
    salt: bytes

    @staticmethod
    def derived(passphrase: str, header: bytes) -> "_Key":
        """Return the key that a passphrase makes with the salt of a header."""
        _, _, cost, _, _, salt, _ = _HEADER.unpack(header)
        return _Key(_scrypt(passphrase, salt, cost), cost, salt)

    def sealed(self, entries: dict[str, str]) -> bytes:
        """Return the whole file."""
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

        nonce = os.urandom(12)
        header = _HEADER.pack(MAGIC, VERSION, self.cost, BLOCK, LANES, self.salt, nonce)
        body = header + ChaCha20Poly1305(self.key).encrypt(nonce, json.dumps(entries).encode(), header)
        return body + hashlib.sha256(body).digest()

    def opened(self, header: bytes, sealed: bytes) -> dict[str, str] | None:
        """Return the entries; None when this key does not open them."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415

        _, _, _, _, _, salt, nonce = _HEADER.unpack(header)
        if salt != self.salt:
            return None
        try:
            found = json.loads(ChaCha20Poly1305(self.key).decrypt(nonce, sealed, header))
        except (InvalidTag, ValueError):
            return None
        return dict(found)


def _new_key(passphrase: str) -> _Key:
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise BadInput(f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters; nothing was kept.")
    salt = os.urandom(16)
    return _Key(_scrypt(passphrase, salt, COST), COST, salt)


def _scrypt(passphrase: str, salt: bytes, cost: int) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415  only when there is a vault

    spelled = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")  # keyboards compose differently
    return Scrypt(salt=salt, length=32, n=2**cost, r=BLOCK, p=LANES).derive(spelled)
