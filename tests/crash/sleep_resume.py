"""The machine sleeps and wakes, over and over: the engine stands still while the exchange goes on.

python -m tests.crash.sleep_resume --cycles 200 [--seed 7]

The process is stopped (SIGSTOP) and goes on (SIGCONT); to the engine that is a sleep: its clock has jumped. Nothing
that filled meanwhile is missed, no call that came meanwhile is executed late, and each long sleep is noticed.
"""

import shutil
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from echotrade_desktop.engine.domain.facts import SignalApproved
from tests.crash.campaign import arguments, report, told, workplace
from tests.crash.episode import Episode
from tests.crash.ledgers import book_of, facts_of
from tests.crash.oracle import Findings
from tests.servers.exchange import journal

CYCLES = 20  # in one episode
AWAKE_S, ASLEEP_S = (0.1, 0.9), (0.05, 4.0)  # of real time; at × 20 the longest sleep is 80 s
SURELY_ASLEEP_S = 8.0  # of the common time; from here a sleep must be noticed
LATE = timedelta(seconds=60)
NOTICED = "nothing was seen for"


@dataclass(slots=True)
class Result:
    """What a campaign found; `late` counts entries for calls that were too old."""

    found: Findings = field(default_factory=Findings)
    failing: list[int] = field(default_factory=list)
    late: int = 0
    long_sleeps: int = 0
    noticed: int = 0


def campaign(folder: Path, cycles: int, seed: int, broken: str | None = None) -> Result:
    """Sleep so often; return what was found."""
    result = Result()
    for number, first in enumerate(range(0, cycles, CYCLES)):
        here = folder / f"episode-{number}"
        episode = Episode(here, seed * 1000 + number, broken=broken, loss=0.1)
        result.long_sleeps += _sleep_and_wake(episode, min(CYCLES, cycles - first))
        found = episode.finish()
        result.noticed += (episode.profile / "victim.log").read_text().count(NOTICED)
        result.late += _executed_late(episode)
        result.found.add(found)
        if found.violations:
            told(found.violations, episode.seed)
            result.failing.append(episode.seed)
        else:
            shutil.rmtree(here)
    return result


def _sleep_and_wake(episode: Episode, cycles: int) -> int:
    app, long_sleeps = episode.start(), 0
    for _ in range(cycles):
        awake_until = time.monotonic() + episode.rng.uniform(*AWAKE_S)
        episode.use(app, lambda until=awake_until: time.monotonic() >= until)
        app.signal(signal.SIGSTOP)
        asleep = episode.rng.uniform(*ASLEEP_S)
        long_sleeps += asleep * episode.speed >= SURELY_ASLEEP_S
        _post_meanwhile(episode, asleep)
        app.signal(signal.SIGCONT)
    settled = time.monotonic() + 1.0
    episode.use(app, lambda: time.monotonic() >= settled)
    app.kill()
    episode.hear_out(app)
    app.close()
    return long_sleeps


def _post_meanwhile(episode: Episode, seconds: float) -> None:
    """Let a call come in at the beginning of a sleep; it may be late when it is read."""
    message = episode.user.post(episode.clock.now())
    if message is not None:
        episode.control.ask("post", message=message)
    time.sleep(seconds)


def _executed_late(episode: Episode) -> int:
    """Count entries for calls that were older than a minute when they were read, or expired when approved."""
    book, late = book_of(episode.ledger), 0
    accepted = {event["id"] for event in journal.read(episode.journal) if event["event"] == "accepted"}
    for fact in facts_of(episode.ledger):
        if isinstance(fact, SignalApproved) and fact.order is not None and fact.order.client_order_id in accepted:
            queued = book.signals[fact.signal_id]
            old = queued.signal.received_at - queued.signal.timestamp > LATE
            late += old or fact.at >= queued.expires_at
    return late


def main() -> int:
    asked = arguments("sleep_resume", cycles=200)
    began = time.monotonic()
    with workplace("sleep-resume") as folder:
        result = campaign(folder, asked.cycles, asked.seed, asked.broken)
    counts = {name: len(sentences) for name, sentences in result.found.violations.items()}
    return report(
        "sleep_resume",
        sum(counts.values()) + result.late,
        0,
        passed=not counts and not result.late and result.noticed >= result.long_sleeps,
        cycles=asked.cycles,
        long_sleeps=result.long_sleeps,
        noticed=result.noticed,
        executed_late=result.late,
        seeds=result.failing or asked.seed,
        found=counts or "nothing",
        orders=result.found.orders,
        seconds=round(time.monotonic() - began),
    )


if __name__ == "__main__":
    sys.exit(main())
