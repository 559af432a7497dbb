"""Where a stop should follow to: to the entry once a target is hit, and behind the price at a distance.

Both only ever tighten a stop. What a position follows is written down with its approval, so that a changed setting
changes no position that is open, and a restart goes on with what it was opened with.
"""

from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.position import Position

BREAK_EVEN, TRAIL = "break-even", "trail"
STEP = Decimal("0.1")  # of the distance: a stop that followed every tick would be replaced all the time


def follows(position: Position) -> bool:
    """Whether the stop of an open position may move by itself."""
    return position.is_open and (position.trail_distance is not None or position.break_even_after is not None)


def next_stop(position: Position, best: Decimal | None, instrument: Instrument) -> tuple[Decimal, str] | None:
    """Return the price to which the stop should move now, on the tick, and why; None when it stays.

    `best` is the most favourable price that was seen, None when there was none yet.
    """
    wanted = [(price, why) for price, why in (_even(position), _trail(position, best)) if price is not None]
    moves: list[tuple[Decimal, str]] = []
    for price, why in wanted:
        stop = instrument.stop_price(price, position.side)
        gain = (stop - position.stop_loss) * position.side.sign
        least = STEP * price * (position.trail_distance or ZERO) if why == TRAIL else ZERO
        if gain > ZERO and gain >= least:
            moves.append((stop, why))
    return max(moves, key=lambda move: move[0] * position.side.sign, default=None)


def _even(position: Position) -> tuple[Decimal | None, str]:
    reached = max((target.number for target in position.take_profits if target.hit), default=0)
    is_due = position.break_even_after is not None and reached >= position.break_even_after
    return (position.average_entry if is_due else None), BREAK_EVEN


def _trail(position: Position, best: Decimal | None) -> tuple[Decimal | None, str]:
    if position.trail_distance is None or best is None:
        return None, TRAIL
    return best * (ONE - position.trail_distance * position.side.sign), TRAIL


def better(one: Decimal, other: Decimal | None, sign: int) -> Decimal:
    """Return the price that is the more favourable to a position of that sign."""
    return one if other is None or (one - other) * sign > ZERO else other
