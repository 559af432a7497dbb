"""The chaos campaign in short: kills, drops, edits and deletions on the loopback Telegram."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_nothing_is_missed_doubled_or_late_through_kills_and_drops():
    command = [
        sys.executable,
        "-m",
        "tests.journeys.telegram_chaos",
        "--messages",
        "150",
        "--seeds",
        "1",
        "--seed",
        "2",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.split() for line in done.stdout.splitlines() if line.endswith(("PASS", "FAIL"))]
    assert len(lines) == 8, done.stdout + done.stderr
    assert all(line[3] == "PASS" for line in lines), done.stdout + done.stderr
    assert int(lines[0][1]) > 100
    assert done.returncode == 0
