"""Doing something to the simulated market on purpose: to practise, to show, to test."""

import math
from collections.abc import Sequence
from decimal import Decimal

from echotrade_desktop.engine.adapters.simulated_market.bends import Bend, Bends
from echotrade_desktop.engine.adapters.simulated_market.catalogue import Coin
from echotrade_desktop.engine.adapters.simulated_market.minutes import MinutePaths
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.ports import Clock

HOLD_S = 10 * 60  # a level that was reached stays about this long,
FADE_S = 6 * 3600  # then prices find back to where they would have been
JUMP_S = 0.001
STEER_POINTS = 24
STEER_WOBBLE = 0.06  # of the way, around the straight course
CRASH_COURSE = ((0.0, 0.0), (0.25, 0.6), (0.4, 1.0), (0.55, 0.8), (1.0, 0.4))  # share of time, share of depth


class Drills:
    """The part of the simulated market that obeys. Every drill begins now, on the market's clock."""

    def __init__(self, clock: Clock, bends: Bends, paths: MinutePaths) -> None:
        self._clock = clock
        self._bends = bends
        self._paths = paths
        self._silent_until = -math.inf

    def jump(self, symbol: str | None, percent: Decimal) -> None:
        """Move a coin (None: all) by that many percent at once; the next tick is there."""
        height = _log_share(float(percent) / 100)
        self._bend(symbol, [(0.0, 0.0), (JUMP_S, height)])

    def flash_crash(self, symbol: str | None, depth: Decimal, seconds: float) -> None:
        """Let a coin (None: all) lose `depth` percent within 0.4 × `seconds` and win back over half by the end."""
        bottom = _log_share(-float(depth) / 100)
        self._bend(symbol, [(share * seconds, part * bottom) for share, part in CRASH_COURSE])

    def steer(self, symbol: str, price: Decimal, seconds: float) -> None:
        """Bring a coin to `price` within `seconds`, on a course that does not look drawn with a ruler."""
        if price <= 0 or seconds <= 0:
            raise BadInput(f"A price can be steered to a level above zero within some time, not to {price}.")
        now = self._clock.now().timestamp()
        coin = self._coin(symbol)
        height = math.log(price) - self._paths.log_price_unbent_by(coin, now + seconds)
        self._bend(
            symbol, [(seconds * step / STEER_POINTS, height * _course(step)) for step in range(STEER_POINTS + 1)]
        )

    def silence(self, seconds: float) -> None:
        """Send no tick for that long, as a connection that is open and dead."""
        self._silent_until = self._clock.monotonic() + seconds

    def _is_silent(self) -> bool:
        return self._clock.monotonic() < self._silent_until

    def _bend(self, symbol: str | None, course: Sequence[tuple[float, float]]) -> None:
        """Add a line through (seconds from now, added to the log price), hold its end, let it fade on whole minutes."""
        now = self._clock.now().timestamp()
        times = [now + seconds for seconds, _ in course]
        values = [value for _, value in course]
        held = (times[-1] + HOLD_S) // 60 * 60
        self._bends.add(Bend(symbol, (*times, held, held + FADE_S), (*values, values[-1], 0.0)))
        self._forget_quotes(symbol)

    def _coin(self, symbol: str) -> Coin:
        raise NotImplementedError

    def _forget_quotes(self, symbol: str | None) -> None:
        raise NotImplementedError


def _log_share(share: float) -> float:
    if not -1 < share < math.inf:
        raise BadInput("A price can fall by less than 100 percent.")
    return math.log1p(share)


def _course(step: int) -> float:
    """Return how much of the way is done: slow, quick, slow, with a wobble that ends with it."""
    share = step / STEER_POINTS
    smooth = share * share * (3 - 2 * share)
    return smooth + STEER_WOBBLE * math.sin(7 * math.pi * share) * (1 - share)
