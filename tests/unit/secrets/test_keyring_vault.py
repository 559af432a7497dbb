"""Only a keyring that encrypts and gives back is trusted; what it refuses is told in words without the secret."""

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from echotrade_desktop import keyring_vault, redaction
from echotrade_desktop.engine.domain.errors import BadInput, VaultUnavailable
from echotrade_desktop.keyring_vault import KeyringVault, gives_back, is_in_use, is_trusted
from echotrade_desktop.redaction import redact

SECRET = "canary-9f2d41c7"


class Memory:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _no_secrets_known(monkeypatch):
    monkeypatch.setattr(redaction, "_secrets", set())


def backend_named(module: str, priority: object = 5) -> object:
    return type("Backend", (), {"__module__": module, "priority": priority})()


def test_a_secret_is_there_after_a_restart(tmp_path):
    backend = Memory()
    KeyringVault(tmp_path, backend).put("binance.secret", SECRET)
    assert KeyringVault(tmp_path, backend).get("binance.secret") == SECRET
    assert KeyringVault(tmp_path, backend).get("telegram.session") is None


def test_two_profiles_do_not_share_entries(tmp_path):
    backend = Memory()
    first, second = (KeyringVault(tmp_path / name, backend) for name in ("one", "two"))
    first.put("binance.secret", SECRET)
    assert second.get("binance.secret") is None
    second.put("binance.secret", "another")
    assert first.get("binance.secret") == SECRET


def test_a_removed_secret_is_gone_and_removing_it_again_is_nothing(tmp_path):
    vault = KeyringVault(tmp_path, Memory())
    vault.remove("binance.secret")
    vault.put("binance.secret", SECRET)
    vault.remove("binance.secret")
    vault.remove("binance.secret")
    assert vault.get("binance.secret") is None


@pytest.mark.parametrize(
    ("operation", "attempt"),
    [
        ("get_password", lambda vault: vault.get("binance.secret")),
        ("set_password", lambda vault: vault.put("binance.secret", SECRET)),
        ("delete_password", lambda vault: vault.remove("binance.secret")),
    ],
)
def test_what_a_keyring_refuses_is_told_without_the_secret(tmp_path, operation, attempt, caplog):
    backend = Memory()
    vault = KeyringVault(tmp_path, backend)
    vault.put("binance.secret", SECRET)

    def refuse(*_):
        raise OSError(1783, f"stub received bad data {SECRET}")

    setattr(backend, operation, refuse)
    with pytest.raises(VaultUnavailable, match="refused") as told:
        attempt(vault)
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None
    assert told.value.__suppress_context__
    assert SECRET not in caplog.text


def test_a_keyring_that_swallows_is_found_out(tmp_path):
    assert not gives_back(null.Keyring())
    with pytest.raises(VaultUnavailable, match="did not keep"):
        KeyringVault(tmp_path, null.Keyring()).put("binance.secret", SECRET)


def test_a_round_trip_leaves_nothing_behind():
    backend = Memory()
    assert gives_back(backend)
    assert backend.kept == {}


@pytest.mark.parametrize(
    ("module", "priority", "trusted"),
    [
        ("keyring.backends.SecretService", 5, True),
        ("keyring.backends.macOS", 5, True),
        ("keyring.backends.SecretService", 0.5, False),
        ("keyrings.alt.file", 0.5, False),
        ("keyrings.alt.file", 9, False),
        ("somebodys.plain_text", 9, False),
        ("keyring.backends.null", 9, False),
        ("keyring.backends.fail", 9, False),
    ],
)
def test_a_keyring_that_writes_plain_text_or_nothing_is_not_trusted(module, priority, trusted):
    assert is_trusted(backend_named(module, priority)) is trusted


def test_a_keyring_that_cannot_say_how_good_it_is_is_not_trusted():
    class Broken:
        __module__ = "keyring.backends.kwallet"

        @property
        def priority(self):
            raise RuntimeError("no bus")

    assert not is_trusted(Broken())


def test_the_refusing_keyring_of_a_bare_machine_is_not_trusted():
    assert not is_trusted(fail.Keyring())


def test_the_sound_one_is_found_among_several(monkeypatch):
    good = backend_named("keyring.backends.SecretService")
    chain = type("Chain", (), {"backends": [backend_named("keyrings.alt.file"), good]})()
    monkeypatch.setattr("keyring.get_keyring", lambda: chain)
    monkeypatch.setattr(keyring_vault, "gives_back", lambda _: True)
    assert keyring_vault.sound_backend() is good


def test_a_secret_too_long_for_some_keyrings_is_refused_everywhere(tmp_path):
    backend = Memory()
    with pytest.raises(BadInput, match="1200"):
        KeyringVault(tmp_path, backend).put("k", "x" * 1_201)
    assert backend.kept == {}


def test_a_profile_that_has_used_a_keyring_knows_it(tmp_path):
    assert not is_in_use(tmp_path)
    KeyringVault(tmp_path, Memory()).put("k", SECRET)
    assert is_in_use(tmp_path)
    (tmp_path / keyring_vault.NAME_FILE).write_text("../../etc\n")
    with pytest.raises(VaultUnavailable, match="damaged"):
        KeyringVault(tmp_path, Memory()).get("k")


def test_what_went_in_or_out_is_blotted_out_from_then_on(tmp_path):
    backend = Memory()
    KeyringVault(tmp_path, backend).put("k", SECRET)
    redaction._secrets.clear()
    KeyringVault(tmp_path, backend).get("k")
    assert redact(SECRET) == "[redacted]"


def test_keyring_still_calls_its_backends_as_we_do():
    assert issubclass(fail.Keyring, KeyringBackend)
    assert {"get_password", "set_password", "delete_password"} <= set(dir(KeyringBackend))
