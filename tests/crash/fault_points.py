"""A kill at every named step of every order path, and at the second and third time it is reached.

python -m tests.crash.fault_points --each 20 [--seed 7] [--only POINT] [--break wire_first]
"""

import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from echotrade_desktop.engine.fault_points import POINTS
from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import Episode
from tests.crash.oracle import Findings

LONGEST_LIFE_S = 2.5  # of real time, for the point to be reached
TURNS = 4  # the first, the second, … time


def campaign(
    folder: Path, points: tuple[str, ...], each: int, seed: int, broken: str | None = None
) -> tuple[Findings, Counter[str], list[int]]:
    """Kill `each` times at each point, all on one exchange a turn; return what was found and how often it was hit."""
    found, hits, failing = Findings(), Counter[str](), list[int]()
    for turn in range(each):
        here = folder / f"turn-{turn}"
        episode = Episode(here, seed * 1000 + turn, broken=broken, loss=0.15)
        for point in episode.rng.sample(points, len(points)):
            hits[point] += _live_until(episode, point, 1 + turn % TURNS)
        result = episode.finish()
        found.add(result)
        if result.violations:
            told(result.violations, episode.seed)
            failing.append(episode.seed)
        else:
            shutil.rmtree(here)
    return found, hits, failing


def _live_until(episode: Episode, point: str, turn: int) -> bool:
    episode.user.pauses_often = point == "pause-recorded"
    app = episode.start(fault=f"{point}:kill@{turn}")
    deadline = time.monotonic() + LONGEST_LIFE_S
    survived = episode.use(app, lambda: time.monotonic() >= deadline)
    app.kill()
    episode.hear_out(app)
    app.close()
    return not survived


def main() -> int:
    asked = arguments("fault_points", each=20, only="")
    points = (asked.only,) if asked.only else POINTS
    began = time.monotonic()
    with workplace("fault-points") as folder:
        found, hits, failing = campaign(folder, points, asked.each, asked.seed, asked.broken)
        counts = {name: len(sentences) for name, sentences in found.violations.items()}
        missed = [point for point in points if not hits[point]]
        return report(
            "fault_points",
            sum(counts.values()),
            0,
            passed=not counts and not missed,
            points=len(points),
            kills=hits.total(),
            never_reached=missed or "none",
            seeds=failing or asked.seed,
            found=counts or "nothing",
            orders=found.orders,
            worst_naked_s=found.worst_naked,
            hits=dict(hits.most_common()),
            seconds=round(time.monotonic() - began),
        )


if __name__ == "__main__":
    sys.exit(main())
