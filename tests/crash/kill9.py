"""The engine killed at random instants, with answers lost: nothing lost, doubled, naked or off by a cent.

python -m tests.crash.kill9 --runs 500 --seed 7 [--loss 0.3] [--speed 20] [--break blind_retry|no_stop|wire_first]
python -m tests.crash.kill9 --broker loopback --runs 200   (Binance's protocol through ccxt, on the loopback Binance)
python -m tests.crash.kill9 --broker loopback --market spot --runs 60
"""

import importlib
import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import SPEED, Episode
from tests.crash.oracle import Findings
from tests.servers.binance.catalogue import Market

LIVES = 10  # in one episode
LONGEST_LIFE_S = 1.2  # of real time
LOOPBACK_SPEED, LOOPBACK_LIFE_S = 8.0, 3.0  # an entry there is five exchanges of messages


@dataclass(slots=True)
class Result:
    """What a campaign found."""

    found: Findings = field(default_factory=Findings)
    phases: Counter[str] = field(default_factory=Counter)
    failing: list[int] = field(default_factory=list)


def campaign(
    folder: Path,
    runs: int,
    seed: int,
    loss: float = 0.3,
    speed: float = SPEED,
    broken: str | None = None,
    broker: str = "strict",
    market: Market = "usdm",
) -> Result:
    """Kill so often; return what was found."""
    result = Result()
    longest = LOOPBACK_LIFE_S if broker == "loopback" else LONGEST_LIFE_S
    for number, first in enumerate(range(0, runs, LIVES)):
        here = folder / f"episode-{number}"
        episode = Episode(
            here, seed * 1000 + number, broken=broken, loss=loss, speed=speed, broker=broker, market=market
        )
        for _ in range(min(LIVES, runs - first)):
            episode.live_and_kill(episode.rng.uniform(0.02, longest))
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
    asked = arguments("kill9", runs=500, loss=0.3, speed=0.0, broker="strict", market="usdm")
    speed = asked.speed or (LOOPBACK_SPEED if asked.broker == "loopback" else SPEED)
    if asked.broker == "loopback":
        _import_ccxt()
    began = time.monotonic()
    with workplace("kill9") as folder:
        result = campaign(folder, asked.runs, asked.seed, asked.loss, speed, asked.broken, asked.broker, asked.market)
        found = result.found
        counts = {name: len(sentences) for name, sentences in found.violations.items()}
        return report(
            "kill9",
            sum(counts.values()),
            0,
            passed=not counts and found.orders >= asked.runs // 4,  # or nothing was at stake
            runs=asked.runs,
            broker=asked.broker,
            market=asked.market,
            seeds=result.failing or asked.seed,
            found=counts or "nothing",
            orders=found.orders,
            positions=found.positions,
            worst_naked_s=found.worst_naked,
            phases=dict(result.phases.most_common()),
            seconds=round(time.monotonic() - began),
        )


def _import_ccxt() -> None:
    """Once, before the forks: the app imports it in a thread, and would do so anew in each of its lives."""
    from echotrade_desktop.engine.adapters.binance import lean_ccxt

    lean_ccxt.install()
    importlib.import_module("ccxt.pro.binanceusdm")
    importlib.import_module("ccxt.pro.binance")


if __name__ == "__main__":
    sys.exit(main())
