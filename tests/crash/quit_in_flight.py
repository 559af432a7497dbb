"""Quit while the exchange answers nothing: gone within five seconds, and the next start resolves what was under way.

python -m tests.crash.quit_in_flight --runs 20 [--seed 7]
"""

import shutil
import signal
import sys
import time
from pathlib import Path

from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import Episode
from tests.crash.oracle import Findings

LONGEST_QUIT_S = 5.0  # of real time
DEAF = {"loss": 1.0, "lanes": ["silent before", "silent after"]}


def campaign(folder: Path, runs: int, seed: int) -> tuple[Findings, float, list[int]]:
    """Quit so often with orders in flight; return what was found, the slowest quit in seconds, and the exit codes."""
    found, slowest, codes = Findings(), 0.0, list[int]()
    for number in range(runs):
        here = folder / f"episode-{number}"
        episode = Episode(here, seed * 1000 + number, loss=0.0)
        app = episode.start()
        seen, deadline = episode.user.seen, time.monotonic() + 3.0
        episode.use(app, lambda seen=seen, limit=deadline: bool(seen.approvals) or time.monotonic() >= limit)
        episode.control.ask("control", faults=DEAF)
        busy_until = time.monotonic() + episode.rng.uniform(0.0, 0.5)
        episode.use(app, lambda limit=busy_until: time.monotonic() >= limit)
        asked_at = time.monotonic()
        app.signal(signal.SIGTERM)
        episode.hear_out(app)
        codes.append(app.reap())
        slowest = max(slowest, time.monotonic() - asked_at)
        app.close()
        episode.count_phase()
        result = episode.finish()
        found.add(result)
        if result.violations:
            told(result.violations, episode.seed)
        else:
            shutil.rmtree(here)
    return found, slowest, codes


def main() -> int:
    asked = arguments("quit_in_flight", runs=20)
    with workplace("quit") as folder:
        found, slowest, codes = campaign(folder, asked.runs, asked.seed)
    counts = {name: len(sentences) for name, sentences in found.violations.items()}
    return report(
        "quit_in_flight",
        round(slowest, 2),
        LONGEST_QUIT_S,
        passed=not counts and slowest <= LONGEST_QUIT_S and not any(codes),
        runs=asked.runs,
        found=counts or "nothing",
        orders=found.orders,
        exit_codes=sorted(set(codes)),
    )


if __name__ == "__main__":
    sys.exit(main())
