"""Finds traders whose calls repeat another's within minutes: they are one voice, not two."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta

from echotrade_desktop.engine.domain.signal import TradingSignal

WITHIN = timedelta(minutes=5)
LEAST = 3  # calls that repeat before anybody is said to repeat
LEAST_SHARE = 2  # of the trader's calls, one in two must repeat


def copycats(calls: Iterable[TradingSignal]) -> dict[str, str]:
    """Return, by trader id, whom a trader repeats: the first of a chain, never somebody who repeats in turn.

    B repeats A when at least `LEAST` of B's calls, and one in `LEAST_SHARE`, come up to `WITHIN` after a call of A on
    the same symbol and side, and more often than A comes after B.
    """
    calls = list(calls)
    if not calls or all(call.trader_id == calls[0].trader_id for call in calls):  # often so, and asked after every call
        return {}
    said = Counter(call.trader_id for call in calls)
    follows = _follows(sorted(calls, key=lambda call: (call.timestamp, call.signal_id)))
    repeats: dict[str, str] = {}
    for trader in said:
        ahead = {
            other: count
            for (who, other), count in follows.items()
            if who == trader and count >= LEAST and count * LEAST_SHARE >= said[trader] and count > follows[other, who]
        }
        if ahead:
            repeats[trader] = min(ahead, key=lambda other: (-ahead[other], other))
    return {trader: _first(trader, repeats) for trader in repeats}


def _follows(in_order: Iterable[TradingSignal]) -> Counter[tuple[str, str]]:
    """Count how often one trader called what another had called just before."""
    before: dict[tuple[str, str], list[TradingSignal]] = defaultdict(list)
    follows: Counter[tuple[str, str]] = Counter()
    for call in in_order:
        near = [
            earlier
            for earlier in before[call.symbol, call.side]
            if call.timestamp - earlier.timestamp <= WITHIN and earlier.timestamp < call.timestamp
        ]
        if near:
            others = {earlier.trader_id for earlier in near} - {call.trader_id}
            follows.update((call.trader_id, other) for other in others)
        before[call.symbol, call.side] = [*near, call]
    return follows


def _first(trader: str, repeats: Mapping[str, str]) -> str:
    """Return the first of a chain of repeaters; a ring of them ends where it began."""
    seen = [trader]
    while (original := repeats.get(seen[-1])) is not None and original not in seen:
        seen.append(original)
    return seen[-1]
