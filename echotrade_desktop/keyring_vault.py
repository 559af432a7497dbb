"""Secrets in the keyring of the system: Secret Service, KWallet, Keychain, Credential Manager.

Only keyring's own backends are trusted, and only after a round trip: others are known to write plain text or to
swallow what they are given.
"""

import logging
import uuid
from pathlib import Path
from typing import Protocol, cast

from echotrade_desktop.engine.domain.errors import BadInput, VaultUnavailable
from echotrade_desktop.private_files import write_private
from echotrade_desktop.redaction import register_secret

log = logging.getLogger(__name__)

KIND = "Keyring of the system"
SERVICE = "EchoTrade"
NAME_FILE = "keyring.id"
LONGEST_VALUE = 1_200  # characters: Windows keeps 2,560 bytes of UTF-16
_TRUSTED = "keyring.backends."
_USELESS = ("keyring.backends.fail", "keyring.backends.null", "keyring.backends.chainer")
_LOST = (
    "The keyring of the system, where this profile keeps its secrets, cannot be reached. Nothing was changed. "
    "Unlock it or log in to your desktop, then start EchoTrade again."
)


class Backend(Protocol):
    """What is used of a keyring's backend."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        ...


class KeyringVault:
    """A `Vault` in a keyring; entries are kept under a name that each profile has for itself."""

    kind = KIND
    locked = False
    is_new = False

    def __init__(self, profile: Path, backend: Backend) -> None:
        self._file = profile / NAME_FILE
        self._backend = backend

    def unlock(self, passphrase: str) -> None:
        """The system has unlocked it."""

    def get(self, name: str) -> str | None:
        """Return a secret, None when there is none. Raises `VaultUnavailable`."""
        service = self._service()
        if service is None:
            return None
        try:
            value = self._backend.get_password(service, name)
        except Exception as error:  # noqa: BLE001 - each backend has errors of its own
            raise _refused(error) from None
        if value is not None:
            register_secret(value)
        return value

    def put(self, name: str, value: str) -> None:
        """Keep a secret and see that it is there. Raises `BadInput`, `VaultUnavailable`."""
        register_secret(value)
        if not 0 < len(value) <= LONGEST_VALUE:
            raise BadInput(f"A secret may have up to {LONGEST_VALUE} characters in the keyring; nothing was kept.")
        service = self._service() or self._new_service()
        try:
            self._backend.set_password(service, name, value)
            kept = self._backend.get_password(service, name)
        except Exception as error:  # noqa: BLE001
            raise _refused(error) from None
        if kept != value:
            raise VaultUnavailable("The keyring of the system did not keep the secret. Try again, or unlock it first.")

    def remove(self, name: str) -> None:
        """Forget a secret. Raises `VaultUnavailable`."""
        service = self._service()
        if service is None:
            return
        try:
            if self._backend.get_password(service, name) is not None:
                self._backend.delete_password(service, name)
        except Exception as error:  # noqa: BLE001
            raise _refused(error) from None

    def _service(self) -> str | None:
        """Return this profile's name in the keyring; None while it has none, and so no secrets."""
        try:
            text = self._file.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeError):
            text = ""
        if not text.isalnum():
            raise VaultUnavailable(
                f"{self._file} is damaged, so this profile's secrets in the keyring cannot be told from others'. "
                "Delete the file and enter them again."
            )
        return f"{SERVICE} {text}"

    def _new_service(self) -> str:
        name = uuid.uuid4().hex
        try:
            write_private(self._file, f"{name}\n".encode())
        except OSError as error:
            raise VaultUnavailable(f"{self._file} cannot be written ({error.strerror}); nothing was kept.") from None
        return f"{SERVICE} {name}"


class LostKeyring:
    """A `Vault` whose keyring cannot be reached: it says so and gives nothing."""

    kind = KIND
    locked = False
    is_new = False

    def unlock(self, passphrase: str) -> None:
        """It cannot be unlocked from here. Raises `VaultUnavailable`."""
        raise VaultUnavailable(_LOST)

    def get(self, name: str) -> str | None:
        """Raises `VaultUnavailable`."""
        raise VaultUnavailable(_LOST)

    def put(self, name: str, value: str) -> None:
        """Raises `VaultUnavailable`."""
        raise VaultUnavailable(_LOST)

    def remove(self, name: str) -> None:
        """Raises `VaultUnavailable`."""
        raise VaultUnavailable(_LOST)


def is_in_use(profile: Path) -> bool:
    """Whether this profile has kept secrets in a keyring."""
    return (profile / NAME_FILE).exists()


def sound_backend() -> Backend | None:
    """Return a keyring of this system that keeps secrets and gives them back; None when there is none."""
    import keyring  # noqa: PLC0415  looks through the installed packages: a tenth of a second

    try:
        chosen = keyring.get_keyring()
    except Exception as error:  # noqa: BLE001
        log.warning("no keyring: %s", type(error).__name__)
        return None
    for backend in getattr(chosen, "backends", None) or [chosen]:
        if is_trusted(backend) and gives_back(cast("Backend", backend)):
            log.info("secrets are kept in %s", type(backend).__module__)
            return cast("Backend", backend)
    return None


def is_trusted(backend: object) -> bool:
    """Whether a backend is one of keyring's own, that encrypt."""
    module = type(backend).__module__
    if not module.startswith(_TRUSTED) or module.startswith(_USELESS):
        return False
    try:
        return bool(getattr(backend, "priority", 0) >= 1)
    except Exception:  # noqa: BLE001 - a backend says so that it cannot be used
        return False


def gives_back(backend: Backend) -> bool:
    """Whether a backend gives back what it was given; leaves nothing behind."""
    service, word = f"{SERVICE} check {uuid.uuid4().hex}", uuid.uuid4().hex
    try:
        backend.set_password(service, "check", word)
        try:
            return backend.get_password(service, "check") == word
        finally:
            backend.delete_password(service, "check")
    except Exception as error:  # noqa: BLE001
        log.warning("%s cannot be used: %s", type(backend).__module__, type(error).__name__)
        return False


def _refused(error: Exception) -> VaultUnavailable:
    """Say that it refused; a backend's own words may hold the secret, so only their kind is told."""
    log.warning("the keyring refused: %s", type(error).__name__)
    return VaultUnavailable(
        f"The keyring of the system refused. Nothing was changed; unlock it, then try again. ({type(error).__name__})"
    )
