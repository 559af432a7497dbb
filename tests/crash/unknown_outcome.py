"""Orders whose answers get lost in every way there is: none doubled, all resolved once the line is good again.

python -m tests.crash.unknown_outcome --orders 1000 --loss 0.5 [--seed 7] [--break blind_retry]
"""

import shutil
import sys
import time
from pathlib import Path

from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import Episode
from tests.crash.oracle import Findings

LIFE_S = 12.0  # of real time, of one episode's app
RESOLVED_WITHIN_S = 60.0  # of the common time, after the line is good


def campaign(
    folder: Path, orders: int, loss: float, seed: int, broken: str | None = None
) -> tuple[Findings, list[int], float]:
    """Trade until so many orders have reached the exchange; return what was found, and the slowest resolution."""
    found, failing, slowest = Findings(), list[int](), 0.0
    number = 0
    while found.orders < orders and number < orders:
        here = folder / f"episode-{number}"
        episode = Episode(here, seed * 1000 + number, broken=broken, loss=loss)
        app = episode.start()
        deadline = time.monotonic() + LIFE_S
        lived = episode.use(app, lambda limit=deadline: time.monotonic() >= limit)
        app.kill()
        episode.hear_out(app)
        app.close()
        result = episode.finish()
        if not lived:
            result.unresolved.append("the app ended by itself")
        found.add(result)
        slowest = max(slowest, episode.settled_after or 0.0)
        if result.violations:
            told(result.violations, episode.seed)
            failing.append(episode.seed)
        else:
            shutil.rmtree(here)
        number += 1
    return found, failing, slowest


def main() -> int:
    asked = arguments("unknown_outcome", orders=1000, loss=0.5)
    began = time.monotonic()
    with workplace("unknown-outcome") as folder:
        found, failing, slowest = campaign(folder, asked.orders, asked.loss, asked.seed, asked.broken)
        counts = {name: len(sentences) for name, sentences in found.violations.items()}
        return report(
            "unknown_outcome",
            len(found.doubled) + len(found.unresolved),
            0,
            passed=not counts and slowest <= RESOLVED_WITHIN_S,
            orders=found.orders,
            loss=asked.loss,
            seeds=failing or asked.seed,
            found=counts or "nothing",
            resolved_within_s=round(slowest, 1),
            worst_naked_s=found.worst_naked,
            seconds=round(time.monotonic() - began),
        )


if __name__ == "__main__":
    sys.exit(main())
