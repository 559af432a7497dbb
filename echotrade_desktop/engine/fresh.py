"""Judgements for the screen: fresh enough to read, few enough a look that a full queue never holds the loop up."""

from collections.abc import Sequence
from dataclasses import dataclass

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.judge import Judgement, judge

FRESH_FOR_S = 0.9  # the screen looks once a second
MOST_AT_ONCE = 12  # judged again in one look, the longest unseen first; a judgement costs about a millisecond


@dataclass(frozen=True, slots=True)
class _Kept:
    queued: QueuedSignal
    judgement: Judgement | None  # None of a call that has just arrived: it was judged then
    at: float  # monotonic seconds


class FreshJudgements:
    """Keeps the last judgement of each waiting call. A decision never asks here: it judges anew."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[str, _Kept] = {}
        self._valid_from = desk.clock.now()  # what was judged before then was judged by other limits

    def forget(self) -> None:
        """Judge everything anew at the next look: a switch or a limit was changed."""
        self._kept.clear()
        self._valid_from = self._desk.clock.now()

    def look(self, queue: Sequence[QueuedSignal]) -> dict[str, Judgement]:
        """Return the newest judgements of the calls of `queue`, by signal id.

        A changed call is judged at once; one that has just arrived still has its own verdicts and is left out.
        """
        before, self._kept = self._kept, {}
        for queued in queue:
            kept = before.get(queued.signal.signal_id)
            self._kept[queued.signal.signal_id] = kept if kept and kept.queued is queued else self._first(queued, kept)
        oldest_first = sorted(self._kept.values(), key=lambda kept: kept.at)
        now = self._desk.clock.monotonic()
        for kept in [kept for kept in oldest_first if now - kept.at > FRESH_FOR_S][:MOST_AT_ONCE]:
            self._kept[kept.queued.signal.signal_id] = self._judged(kept.queued)
        return {key: kept.judgement for key, kept in self._kept.items() if kept.judgement is not None}

    def _first(self, queued: QueuedSignal, before: _Kept | None) -> _Kept:
        """Take a call that has just arrived as it was judged then; judge any other."""
        arrived, clock = queued.signal.received_at, self._desk.clock
        age = (clock.now() - arrived).total_seconds()
        if before is not None or arrived <= self._valid_from or not 0 <= age < FRESH_FOR_S:
            return self._judged(queued)
        return _Kept(queued, None, clock.monotonic() - age)

    def _judged(self, queued: QueuedSignal) -> _Kept:
        return _Kept(queued, judge(self._desk, queued.signal), self._desk.clock.monotonic())
