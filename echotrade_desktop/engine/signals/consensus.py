"""How much the sources agree: `P = 1 − Π(1 − effective)`, one vote a trader, both sides netted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import TradingSignal


@dataclass(frozen=True, slots=True)
class Consensus:
    """`combined` is the probability of the signal's own side; `net` is long minus short. Both 0–1."""

    combined: Decimal
    net: Decimal
    agreeing: tuple[str, ...]  # names, the signal's own trader first
    against: tuple[str, ...]


def effective(signal: TradingSignal, limits: RiskLimits) -> Decimal:
    """Return confidence × source weight."""
    return signal.confidence * limits.source_weights.get(signal.source, ONE)


def consensus(
    signal: TradingSignal,
    others: Iterable[TradingSignal],
    limits: RiskLimits,
    repeats: Mapping[str, str] = MappingProxyType({}),
) -> Consensus:
    """Combine `signal` with other calls on its symbol within the window; each trader's newest call counts once.

    `repeats` says whom a trader repeats: together they have one vote.
    """
    votes: dict[str, TradingSignal] = {repeats.get(signal.trader_id, signal.trader_id): signal}
    near = [
        other
        for other in others
        if other.symbol == signal.symbol and abs(signal.timestamp - other.timestamp) <= limits.consensus_window
    ]
    for other in sorted(near, key=attrgetter("timestamp"), reverse=True):
        votes.setdefault(repeats.get(other.trader_id, other.trader_id), other)
    doubt = {Side.LONG: ONE, Side.SHORT: ONE}
    for vote in votes.values():
        doubt[vote.side] *= ONE - effective(vote, limits)
    long, short = ONE - doubt[Side.LONG], ONE - doubt[Side.SHORT]
    names = [(vote.trader_name, vote.side) for vote in votes.values()]
    return Consensus(
        combined=long if signal.side is Side.LONG else short,
        net=long - short + ZERO,
        agreeing=tuple(name for name, side in names if side is signal.side),
        against=tuple(name for name, side in names if side is not signal.side),
    )
