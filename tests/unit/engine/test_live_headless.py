"""Without a screen: live trading goes on where the vault can be opened, and says why where it cannot."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from echotrade_desktop.engine.arming import arm
from echotrade_desktop.engine.domain.live import KeyReport, LiveAccount
from echotrade_desktop.secrets import VaultPlace, open_vault
from echotrade_desktop.settings import Settings, save
from tests.servers.binance.venue import API_KEY, API_SECRET, binance_exchange

PASSPHRASE = "correct horse battery"


def armed_profile(folder: Path, rest_url: str, ws_url: str) -> Path:
    """A profile as the screen leaves it: armed, its key in a sealed file."""
    profile = folder / "profile"
    profile.mkdir(mode=0o700)
    save(Settings(), profile)
    account = LiveAccount(rest_url=rest_url, ws_url=ws_url)
    vault = open_vault(profile, VaultPlace.FILE)
    vault.unlock(PASSPHRASE)
    vault.put(f"{account.secret_name}.key", API_KEY)
    vault.put(f"{account.secret_name}.secret", API_SECRET)
    arm(profile, account, KeyReport(()), "LIVE", API_KEY, API_SECRET)
    return profile


def started(profile: Path, **environment: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "echotrade_desktop", "headless", "--profile", str(profile)]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip


def test_a_locked_vault_is_a_sentence_that_says_what_goes_on_protecting_and_what_to_do(tmp_path):
    profile = armed_profile(tmp_path, "http://127.0.0.1:9", "ws://127.0.0.1:9")
    process = started(profile)
    told = process.communicate(timeout=60)[1]
    assert process.returncode == 2
    assert "goes on protecting" in told
    assert "vault-passphrase" in told
    assert "Traceback" not in told
    assert not (profile / "paper.db").exists(), "nothing else was started in its place"


@pytest.mark.slow
async def test_with_a_credential_it_trades_the_live_ledger(tmp_path):
    import asyncio

    async with binance_exchange(tmp_path, quotes_every=0.5) as venue:
        profile = armed_profile(tmp_path, venue.rest_url, venue.ws_url)
        credentials = tmp_path / "credentials"
        credentials.mkdir()
        (credentials / "vault-passphrase").write_text(f"{PASSPHRASE}\n")
        process = started(profile, CREDENTIALS_DIRECTORY=str(credentials))
        try:
            events = []
            while not any(e["type"] == "TickerChanged" for e in events):
                line = await asyncio.to_thread(process.stdout.readline)
                assert line, process.stderr.read()
                events.append(json.loads(line))
            while not any("listenKey" in call["endpoint"] for call in venue.journal("call")):
                await asyncio.sleep(0.05)
        finally:
            process.send_signal(signal.SIGTERM)
            await asyncio.to_thread(process.communicate, None, 30)
        assert process.returncode == 0
        assert (profile / "live.db").exists()
        assert not (profile / "paper.db").exists()
