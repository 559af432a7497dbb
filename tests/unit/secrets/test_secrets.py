"""The vault is found where the profile's secrets are, and a start without anybody there can open it."""

import asyncio
import subprocess
import sys
import threading

import pytest

from echotrade_desktop import keyring_vault, redaction, sealed_vault
from echotrade_desktop.engine.domain.errors import VaultUnavailable
from echotrade_desktop.redaction import redact
from echotrade_desktop.secrets import AsyncVault, VaultPlace, open_vault
from tests.unit.secrets.test_keyring_vault import Memory

PASSPHRASE = "correct horse battery"


@pytest.fixture(autouse=True)
def _quick_and_forgetful(monkeypatch):
    monkeypatch.setattr(sealed_vault, "COST", 10)
    monkeypatch.setattr(redaction, "_secrets", set())


@pytest.fixture
def keyring(monkeypatch):
    backend = Memory()
    monkeypatch.setattr(keyring_vault, "sound_backend", lambda: backend)
    return backend


def test_the_keyring_of_the_system_comes_first(tmp_path, keyring):
    vault = open_vault(tmp_path)
    assert vault.kind == "Keyring of the system"
    assert not vault.locked


def test_without_a_sound_keyring_there_is_a_sealed_file(tmp_path):
    vault = open_vault(tmp_path)
    assert vault.kind == "Sealed file"
    assert vault.locked
    assert vault.is_new


def test_a_profile_with_a_sealed_file_stays_with_it_when_a_keyring_turns_up(tmp_path, keyring):
    first = open_vault(tmp_path, VaultPlace.FILE)
    first.unlock(PASSPHRASE)
    first.put("k", "value")
    again = open_vault(tmp_path)
    assert again.kind == "Sealed file"
    again.unlock(PASSPHRASE)
    assert again.get("k") == "value"


def test_a_keyring_that_is_gone_is_told_and_no_empty_vault_takes_its_place(tmp_path, monkeypatch, keyring):
    open_vault(tmp_path).put("k", "value")
    monkeypatch.setattr(keyring_vault, "sound_backend", lambda: None)
    vault = open_vault(tmp_path)
    for attempt in (lambda: vault.get("k"), lambda: vault.put("k", "v"), lambda: vault.remove("k")):
        with pytest.raises(VaultUnavailable, match="cannot be reached"):
            attempt()


def test_who_wants_the_keyring_only_never_gets_a_file(tmp_path):
    assert open_vault(tmp_path, VaultPlace.KEYRING).kind == "Keyring of the system"
    with pytest.raises(VaultUnavailable):
        open_vault(tmp_path, VaultPlace.KEYRING).put("k", "value")


def sealed(profile) -> None:
    open_vault(profile, VaultPlace.FILE).unlock(PASSPHRASE)


def test_the_credential_of_a_service_opens_the_vault(tmp_path):
    sealed(tmp_path)
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials/vault-passphrase").write_text(f"{PASSPHRASE}\n")
    vault = open_vault(tmp_path, environment={"CREDENTIALS_DIRECTORY": str(tmp_path / "credentials")})
    assert not vault.locked
    assert redact(PASSPHRASE) == "[redacted]"


def test_a_passphrase_file_of_the_settings_opens_the_vault_unless_others_can_read_it(tmp_path):
    sealed(tmp_path)
    file, told = tmp_path / "passphrase", []
    file.write_text(PASSPHRASE)
    file.chmod(0o644)
    assert open_vault(tmp_path, passphrase_file=file, tell=told.append).locked
    assert "chmod 600" in told[0]
    file.chmod(0o600)
    assert not open_vault(tmp_path, passphrase_file=file).locked


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe", b"wrong passphrase", None])
def test_a_passphrase_file_that_is_no_good_leaves_it_locked_and_says_why(tmp_path, content):
    sealed(tmp_path)
    file, told = tmp_path / "passphrase", []
    if content is not None:
        file.write_bytes(content)
        file.chmod(0o600)
    assert open_vault(tmp_path, passphrase_file=file, tell=told.append).locked
    assert len(told) == 1
    assert "locked" in told[0]


async def test_the_loop_never_waits_for_a_vault(tmp_path):
    seen = []

    class Slow(Memory):
        def get_password(self, service, username):
            seen.append(threading.current_thread())
            return super().get_password(service, username)

    vault = AsyncVault(keyring_vault.KeyringVault(tmp_path, Slow()))
    await vault.put("k", "value")
    assert await vault.get("k") == "value"
    await vault.remove("k")
    assert await vault.get("k") is None
    assert threading.main_thread() not in seen
    await asyncio.sleep(0)


@pytest.mark.skipif(sys.platform != "linux", reason="how Linux is asked")
def test_a_process_that_dies_leaves_no_image_of_itself():
    code = (
        "import resource, ctypes; from echotrade_desktop.secrets import forbid_core_dumps; forbid_core_dumps();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "(0, 0) 0"
