"""What runs in the environment of `make peers`: its lock, and other people's clients against the loopback exchange."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PEERS = ROOT / ".venv-peers" / "bin" / "python"


def test_the_peers_lock_pins_every_package_with_hashes_and_names_no_host():
    lock = (ROOT / "requirements-peers.lock").read_text()
    assert re.findall(r"://|--(?:extra-)?index|--find-links|--trusted", lock) == []
    entries = re.split(r"\n(?=\S)", lock.strip())
    pinned = re.compile(r"[\w.-]+==\S+.*\\\n(    --hash=sha256:[0-9a-f]{64}( \\\n|$))+")
    assert [entry for entry in entries if not pinned.match(entry)] == []
    wanted = re.findall(r"^[\w-]+", (ROOT / "requirements-peers.in").read_text(), re.M)
    assert set(wanted) <= set(re.findall(r"^([\w.-]+)==", lock, re.M))


@pytest.mark.slow
def test_python_binance_trades_on_the_loopback_exchange():
    if not (ROOT / ".venv-peers" / ".ready").exists():
        pytest.skip("in the environment of `make peers` only")
    command = [str(PEERS), "-m", "tests.peers", "--server", sys.executable, "--only", "python-binance"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) == 7
