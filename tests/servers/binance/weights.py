"""What calls cost: weight and orders a minute, the answer 429 when there is no more, and the ban for not listening."""

from collections import defaultdict

MINUTE_MS = 60_000
BAN_AFTER = 20  # calls answered 429 in a minute
BAN_MS = 120_000


class LimitReached(Exception):
    """Too many calls: 429, or 418 while banned."""

    def __init__(self, status: int, wait_ms: int, until_ms: int) -> None:
        super().__init__(f"{status}")
        self.status = status
        self.retry_after = -(-wait_ms // 1000)
        self.until_ms = until_ms


class Limits:
    """One market's budget, by the minute of the venue's own clock."""

    def __init__(self, prefix: str, weight: int, orders: int, orders_10s: int) -> None:
        self.weight_limit = weight
        self.order_limit = orders
        self.order_limit_10s = orders_10s
        self.banned_until = 0
        self._prefix = prefix
        self._window = 0
        self._window_10s = 0
        self.used = 0
        self.most_used = 0  # in any minute so far
        self.refused = 0  # calls answered 429 in all
        self._refused_now = 0
        self._orders: dict[str, int] = defaultdict(int)

    def spend(self, weight: int, now_ms: int, *, is_order: bool) -> None:
        """Count a call; raise `LimitReached`."""
        self._roll(now_ms)
        if now_ms < self.banned_until:
            raise LimitReached(418, self.banned_until - now_ms, self.banned_until)
        self.used += weight
        self.most_used = max(self.most_used, self.used)
        if self.used > self.weight_limit:
            self.refused += 1
            self._refused_now += 1
            end = (self._window + 1) * MINUTE_MS
            if self._refused_now > BAN_AFTER:
                self.banned_until = end = now_ms + BAN_MS
                raise LimitReached(418, BAN_MS, end)
            raise LimitReached(429, end - now_ms, end)
        if is_order:
            self._orders["1M"] += 1
            self._orders["10S"] += 1
            if self._orders["1M"] > self.order_limit or self._orders["10S"] > self.order_limit_10s:
                self.refused += 1
                raise LimitReached(429, 10_000, now_ms + 10_000)

    def headers(self, *, is_order: bool) -> dict[str, str]:
        """What Binance says about the budget with every answer."""
        said = {"X-MBX-USED-WEIGHT-1M": str(self.used)}
        if self._prefix == "spot":
            said["X-MBX-USED-WEIGHT"] = str(self.used)
        if is_order:
            said["X-MBX-ORDER-COUNT-10S"] = str(self._orders["10S"])
            said["X-MBX-ORDER-COUNT-1M"] = str(self._orders["1M"])
        return said

    def _roll(self, now_ms: int) -> None:
        if now_ms // MINUTE_MS != self._window:
            self._window, self.used, self._refused_now, self._orders["1M"] = now_ms // MINUTE_MS, 0, 0, 0
        if now_ms // 10_000 != self._window_10s:
            self._window_10s, self._orders["10S"] = now_ms // 10_000, 0
