"""The engine killed at random instants, with answers lost: nothing lost, doubled, naked or off by a cent.

python -m tests.crash.kill9 --runs 500 --seed 7 [--loss 0.3] [--speed 20] [--break blind_retry|no_stop|wire_first]
"""

import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import SPEED, Episode
from tests.crash.oracle import Findings

LIVES = 10  # in one episode
LONGEST_LIFE_S = 1.2  # of real time


@dataclass(slots=True)
class Result:
    """What a campaign found."""

    found: Findings = field(default_factory=Findings)
    phases: Counter[str] = field(default_factory=Counter)
    failing: list[int] = field(default_factory=list)


def campaign(
    folder: Path, runs: int, seed: int, loss: float = 0.3, speed: float = SPEED, broken: str | None = None
) -> Result:
    """Kill so often; return what was found."""
    result = Result()
    for number, first in enumerate(range(0, runs, LIVES)):
        here = folder / f"episode-{number}"
        episode = Episode(here, seed * 1000 + number, broken=broken, loss=loss, speed=speed)
        for _ in range(min(LIVES, runs - first)):
            episode.live_and_kill(episode.rng.uniform(0.02, LONGEST_LIFE_S))
        found = episode.finish()
        result.found.add(found)
        result.phases.update(episode.phases)
        if found.violations:
            told(found.violations, episode.seed)
            result.failing.append(episode.seed)
        else:
            shutil.rmtree(here)
    return result


def main() -> int:
    asked = arguments("kill9", runs=500, loss=0.3, speed=SPEED)
    began = time.monotonic()
    with workplace("kill9") as folder:
        result = campaign(folder, asked.runs, asked.seed, asked.loss, asked.speed, asked.broken)
        found = result.found
        counts = {name: len(sentences) for name, sentences in found.violations.items()}
        return report(
            "kill9",
            sum(counts.values()),
            0,
            passed=not counts and found.orders >= asked.runs // 4,  # or nothing was at stake
            runs=asked.runs,
            seeds=result.failing or asked.seed,
            found=counts or "nothing",
            orders=found.orders,
            positions=found.positions,
            worst_naked_s=found.worst_naked,
            phases=dict(result.phases.most_common()),
            seconds=round(time.monotonic() - began),
        )


if __name__ == "__main__":
    sys.exit(main())
