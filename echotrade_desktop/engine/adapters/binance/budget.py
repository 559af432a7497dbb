"""How much may be asked of Binance: its weight per minute, what it says about waiting, and who yields first.

Whatever opens or only looks keeps below four fifths of what Binance allows. What protects, reduces or cancels may use
all of it, and is held back by nothing but a ban.
"""

from enum import IntEnum

from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.domain.ports import Clock

ORDINARY_SHARE = 0.8
MINUTE_S = 60.0
TEN_S = 10.0
DEFAULT_BAN_S = 120.0  # when a ban does not say how long it lasts


class Urgency(IntEnum):
    """Who yields when there is little left: the lower first."""

    LOOK = 0  # charts, lists, the screen
    ASK = 1  # what became of an order
    ENTER = 2  # opens or adds
    PROTECT = 3  # stops, closes, cancellations


class Budget:
    """Counts what was asked in the minute of Binance's clock; shared by everything that uses this address."""

    def __init__(self, clock: Clock, weight_limit: int, order_limit: int, order_limit_10s: int) -> None:
        self._clock = clock
        self.weight_limit = weight_limit
        self.order_limit = order_limit
        self.order_limit_10s = order_limit_10s
        self.refused = 0  # requests that were kept back here
        self._window = self._window_10s = -1
        self._weight = self._orders = self._orders_10s = 0
        self._quiet_until = 0.0  # monotonic seconds: Retry-After of a 429
        self._banned_until = 0.0

    @property
    def used(self) -> int:
        """The weight used in this minute, by our count or Binance's, whichever is more."""
        return self._weight

    @property
    def banned_for(self) -> float:
        """Seconds that a ban lasts yet, 0 without one."""
        return max(0.0, self._banned_until - self._clock.monotonic())

    def admit(self, weight: int, urgency: Urgency, minute_ms: int, *, is_order: bool, who: str) -> None:
        """Count a request that is about to be sent, or raise `Trouble` when it must not be."""
        self._roll(minute_ms)
        if self.banned_for > 0:
            raise self._kept_back(Verdict.BANNED, f"{who} has shut this address out", self.banned_for)
        if urgency < Urgency.PROTECT:
            now = self._clock.monotonic()
            if now < self._quiet_until:
                raise self._kept_back(Verdict.THROTTLED, f"{who} asked for a pause", self._quiet_until - now)
            if self._is_spent(weight, is_order=is_order):
                left = MINUTE_S - minute_ms % 60_000 / 1000
                raise self._kept_back(Verdict.THROTTLED, f"EchoTrade is near what {who} allows a minute", left)
        self._weight += weight
        self._orders += is_order
        self._orders_10s += is_order

    def note(self, weight: int | None, orders: int | None, orders_10s: int | None) -> None:
        """Take Binance's own count, which knows of other programs at this address."""
        self._weight = max(self._weight, weight or 0)
        self._orders = max(self._orders, orders or 0)
        self._orders_10s = max(self._orders_10s, orders_10s or 0)

    def pause(self, seconds: float) -> None:
        """Ask nothing that can wait for so long."""
        self._quiet_until = max(self._quiet_until, self._clock.monotonic() + max(1.0, seconds))

    def ban(self, seconds: float) -> None:
        """Ask nothing at all for so long."""
        self._banned_until = max(self._banned_until, self._clock.monotonic() + (seconds or DEFAULT_BAN_S))

    def _is_spent(self, weight: int, *, is_order: bool) -> bool:
        if self._weight + weight > self.weight_limit * ORDINARY_SHARE:
            return True
        return is_order and (
            self._orders >= self.order_limit * ORDINARY_SHARE
            or self._orders_10s >= self.order_limit_10s * ORDINARY_SHARE
        )

    def _kept_back(self, verdict: Verdict, why: str, seconds: float) -> Trouble:
        self.refused += 1
        return Trouble(verdict, f"{why}; nothing was sent. It may be tried again in {seconds:.0f} s.", None, seconds)

    def _roll(self, now_ms: int) -> None:
        minute, ten = now_ms // 60_000, now_ms // 10_000
        if minute != self._window:
            self._window, self._weight, self._orders = minute, 0, 0
        if ten != self._window_10s:
            self._window_10s, self._orders_10s = ten, 0
