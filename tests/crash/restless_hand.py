"""A hand that presses, drags, turns and types anything anywhere on the real window, for as long as it is asked to.

python -m tests.crash.restless_hand --lives 10 --seconds 60

Each life is a process on the same profile. It must end by itself without a crash, without an error in the log and
without a complaint of Qt's, and `verify` must agree with the ledger it leaves. The seed fixes what the hand wants; what
it meets depends on the market's and the machine's pace. What it did last is in `hand.txt` of the folder kept.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from echotrade_desktop.engine.store.verify import verify
from tests.crash.campaign import ROOT, arguments, report, told, workplace

GRACE_S = 60


def main() -> int:
    asked = arguments("restless_hand", lives=10, seconds=60)
    with workplace("restless_hand") as folder:
        violations: dict[str, list[str]] = {}
        acts = 0
        for life in range(asked.lives):
            seed = asked.seed * 1000 + life
            ended = _live(folder, seed, asked.seconds)
            acts += int(str(ended.get("acts", 0)))
            if found := _found(ended, folder / "profile"):
                violations[f"life {life}"] = found
                told({f"life {life}": found}, seed)
                break  # its last acts are to be read as they stand
        if not violations:
            shutil.rmtree(folder)
            folder.mkdir()
    return report("restless_hand", len(violations), 0, passed=not violations, lives=asked.lives, acts=acts)


def _live(folder: Path, seed: int, seconds: int) -> dict[str, object]:
    """Let the window live once; return what it said of itself in the end, and how it ended."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.crash.hand", str(folder)]
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    with (folder / "stderr.txt").open("w", encoding="utf-8") as errors:
        try:
            done = subprocess.run(
                [*command, str(seed), str(seconds)], cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True,
                env=environment, timeout=seconds + GRACE_S, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return {"code": "hung"}
    last = done.stdout.strip().splitlines()[-1:] or ["{}"]
    return {"code": done.returncode, **json.loads(last[0])}


def _found(ended: dict[str, object], profile: Path) -> list[str]:
    found = [] if ended["code"] == 0 else [f"it ended with {ended['code']}"]
    complaints = ended.get("complaints", ["it said nothing of itself"])
    assert isinstance(complaints, list)
    found += complaints
    for ledger in profile.glob("*.db"):
        found += verify(ledger).disagreements
    return found


if __name__ == "__main__":
    sys.exit(main())
