"""A sealed file keeps what it was given, opens for its passphrase only, and is whole or refused in words."""

import hashlib
import multiprocessing
import os
import stat
import threading
import traceback
from pathlib import Path

import pytest

from echotrade_desktop import redaction, sealed_vault
from echotrade_desktop.engine.domain.errors import BadInput, VaultUnavailable
from echotrade_desktop.redaction import redact
from echotrade_desktop.sealed_vault import SealedVault

PASSPHRASE = "correct horse battery"
SECRET = "canary-9f2d41c7"
REAL_COST = sealed_vault.COST


@pytest.fixture(autouse=True)
def _quick_and_forgetful(monkeypatch):
    monkeypatch.setattr(sealed_vault, "COST", 10)
    monkeypatch.setattr(redaction, "_secrets", set())


@pytest.fixture
def vault(tmp_path) -> SealedVault:
    found = SealedVault(tmp_path / "profile")
    found.unlock(PASSPHRASE)
    found.put("binance.secret", SECRET)
    return found


def reopened(vault: SealedVault, passphrase: str = PASSPHRASE) -> SealedVault:
    again = SealedVault(vault.path.parent)
    again.unlock(passphrase)
    return again


def test_a_secret_is_there_after_a_restart(vault):
    assert reopened(vault).get("binance.secret") == SECRET
    assert reopened(vault).get("telegram.session") is None


def test_a_removed_secret_is_gone_and_removing_it_again_is_nothing(vault):
    vault.remove("binance.secret")
    vault.remove("binance.secret")
    assert reopened(vault).get("binance.secret") is None


def test_the_first_passphrase_makes_the_file_and_a_short_one_makes_nothing(tmp_path):
    vault = SealedVault(tmp_path)
    assert vault.is_new
    assert vault.locked
    with pytest.raises(BadInput, match="at least 8"):
        vault.unlock("short")
    assert vault.is_new
    vault.unlock(PASSPHRASE)
    assert not vault.is_new
    assert not vault.locked


def test_a_wrong_passphrase_is_refused_in_words_and_the_vault_stays_locked(vault):
    again = SealedVault(vault.path.parent)
    with pytest.raises(BadInput, match="not the passphrase"):
        again.unlock("incorrect horse battery")
    assert again.locked
    with pytest.raises(VaultUnavailable, match="locked"):
        again.get("binance.secret")


def test_an_accent_opens_it_however_the_keyboard_composes_it(tmp_path):
    SealedVault(tmp_path).unlock("caf\u00e9 caf\u00e9")
    reopened(SealedVault(tmp_path), "cafe\u0301 cafe\u0301")


def test_nothing_of_a_secret_or_its_name_can_be_read_in_the_file(vault):
    content = vault.path.read_bytes()
    assert SECRET.encode() not in content
    assert b"binance" not in content
    assert PASSPHRASE.encode() not in content


def test_the_same_secret_is_never_sealed_the_same_way_twice(vault):
    before = vault.path.read_bytes()
    vault.put("other", "x")
    vault.remove("other")
    assert vault.path.read_bytes() != before


def test_a_file_cut_at_any_byte_is_refused_in_words_and_left_alone(vault):
    whole = vault.path.read_bytes()
    for length in range(len(whole)):
        vault.path.write_bytes(whole[:length])
        again = SealedVault(vault.path.parent)
        with pytest.raises(VaultUnavailable, match="damaged"):
            again.unlock(PASSPHRASE)
        assert vault.path.read_bytes() == whole[:length]


@pytest.mark.parametrize("cunning", [False, True], ids=["a rotten disk", "somebody who mends the checksum"])
def test_a_file_with_any_bit_flipped_never_opens(vault, cunning):
    whole = vault.path.read_bytes()
    for place in range(len(whole) - 32 if cunning else len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        if cunning:
            flipped[-32:] = hashlib.sha256(flipped[:-32]).digest()
        vault.path.write_bytes(flipped)
        again = SealedVault(vault.path.parent)
        with pytest.raises((VaultUnavailable, BadInput)):
            again.unlock(PASSPHRASE)
        assert again.locked


def test_a_file_of_a_newer_version_is_left_as_it_is(vault):
    content = bytearray(vault.path.read_bytes())
    content[len(sealed_vault.MAGIC)] = sealed_vault.VERSION + 1
    content[-32:] = hashlib.sha256(content[:-32]).digest()
    vault.path.write_bytes(content)
    with pytest.raises(VaultUnavailable, match="newer EchoTrade"):
        reopened(vault)


def test_a_vault_that_cannot_be_opened_any_more_is_set_aside_not_deleted(vault):
    whole = vault.path.read_bytes()
    aside = vault.set_aside()
    assert aside.read_bytes() == whole
    assert vault.is_new
    assert vault.locked
    vault.unlock("a new passphrase")
    assert vault.get("binance.secret") is None


def test_a_new_passphrase_seals_everything_anew_and_locks_out_the_old_one(vault):
    other = reopened(vault)
    vault.change_passphrase("a better passphrase")
    assert reopened(vault, "a better passphrase").get("binance.secret") == SECRET
    with pytest.raises(BadInput):
        reopened(vault)
    with pytest.raises(VaultUnavailable, match="another passphrase"):
        other.put("telegram.session", "x")
    assert other.locked


def test_two_writers_in_two_threads_lose_nothing_of_each_other(vault):
    def write(who: str) -> None:
        mine = reopened(vault)
        for number in range(20):
            mine.put(f"{who}{number}", "value")

    threads = [threading.Thread(target=write, args=(who,)) for who in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(vault.get(f"{who}{number}") == "value" for who in "ab" for number in range(20))


def _write_from_another_process(profile: Path) -> None:
    mine = SealedVault(profile)
    mine.unlock(PASSPHRASE)
    for number in range(20):
        mine.put(f"other{number}", "value")


def test_two_writers_in_two_processes_lose_nothing_of_each_other(vault):
    process = multiprocessing.get_context("spawn").Process(
        target=_write_from_another_process, args=(vault.path.parent,)
    )
    process.start()
    for number in range(20):
        vault.put(f"mine{number}", "value")
    process.join(30)
    assert process.exitcode == 0
    assert all(vault.get(f"{who}{number}") == "value" for who in ("mine", "other") for number in range(20))


def test_folder_and_files_are_for_their_owner_only(tmp_path):
    before = os.umask(0)
    try:
        vault = SealedVault(tmp_path / "profile")
        vault.unlock(PASSPHRASE)
        vault.put("a", "b")
    finally:
        os.umask(before)
    assert stat.S_IMODE(vault.path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in vault.path.parent.iterdir()} == {0o600}


def test_a_full_disk_is_told_and_the_old_file_stays(vault, monkeypatch):
    whole = vault.path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultUnavailable, match="No space left"):
        vault.put("another", "secret")
    assert vault.path.read_bytes() == whole
    assert list(vault.path.parent.glob("*.draft")) == []


def test_what_went_in_or_out_is_blotted_out_from_then_on(vault):
    redaction._secrets.clear()
    again = reopened(vault)
    again.get("binance.secret")
    assert redact(f"{SECRET} {PASSPHRASE}") == "[redacted] [redacted]"


def test_no_traceback_of_a_refusal_holds_the_passphrase(vault):
    wrong = PASSPHRASE.replace("correct", "incorrect")  # so that no line of the test holds it
    try:
        reopened(vault, wrong)
    except BadInput as error:
        told = "".join(traceback.format_exception(error))
    assert wrong not in told
    assert repr(vault).count(PASSPHRASE) == 0


def test_a_guess_costs_real_work():
    assert REAL_COST >= 17
    assert sealed_vault.BLOCK >= 8
