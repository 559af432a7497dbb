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
    judgement: Judgement
    at: float  # monotonic seconds


class FreshJudgements:
    """Keeps the last judgement of each waiting call. A decision never asks here: it judges anew."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._kept: dict[str, _Kept] = {}

    def forget(self) -> None:
        """Judge everything anew at the next look: a switch or a limit was changed."""
        self._kept.clear()

    def look(self, queue: Sequence[QueuedSignal]) -> dict[str, Judgement]:
        """Return a judgement for every call of `queue`, by signal id. New and changed calls are judged at once."""
        before, self._kept = self._kept, {}
        for queued in queue:
            kept = before.get(queued.signal.signal_id)
            self._kept[queued.signal.signal_id] = kept if kept and kept.queued is queued else self._judged(queued)
        oldest_first = sorted(self._kept.values(), key=lambda kept: kept.at)
        now = self._desk.clock.monotonic()
        for kept in [kept for kept in oldest_first if now - kept.at > FRESH_FOR_S][:MOST_AT_ONCE]:
            self._kept[kept.queued.signal.signal_id] = self._judged(kept.queued)
        return {signal_id: kept.judgement for signal_id, kept in self._kept.items()}

    def _judged(self, queued: QueuedSignal) -> _Kept:
        return _Kept(queued, judge(self._desk, queued.signal), self._desk.clock.monotonic())
