"""The guard: once a second, every position has its stop, or is closed within its deadline, or a siren sounds."""

import logging
from collections.abc import Awaitable, Callable
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.order import OrderKind, OrderPurpose
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.protector import Exit, Protector
from echotrade_desktop.engine.trading.protection import naked_since, was_tried

log = logging.getLogger(__name__)

CLOSE_AFTER_S = 5.0  # a position whose stop nobody accepts is closed
SIREN_AFTER_S = 10.0
SIREN_AGAIN_S = 30.0
UNPROTECTED = "is UNPROTECTED and could not be closed yet. EchoTrade keeps trying; close it by hand now."
NOT_KNOWN = "may be without its stop: nobody answers since the start. EchoTrade keeps asking; look there yourself now."
Close = Callable[[str, Decimal], Awaitable[str]]


class Guard:
    """Looks at a position that is open or still has orders, in that position's lane."""

    def __init__(self, desk: Desk, protector: Protector, close: Close) -> None:
        """`close(position_id, share)` closes at the market or raises `CommandRejected`."""
        self._desk = desk
        self._protector = protector
        self._close = close
        self._first_seen: dict[str, float] = {}  # monotonic seconds, by position
        self._sounded: dict[str, float] = {}

    async def close_overdue(self, position: Position) -> bool:
        """Close what has been without its stop for too long, or has no more use for one; False when neither is so.

        False as well where a close is under way that must not be doubled while a stop may still be placed, and where
        its stop may rest: silence alone is no reason to sell.
        """
        if not self.note(position):
            return False
        waited, is_due = self._naked_for(position), self._is_due(position)
        if waited < CLOSE_AFTER_S and not is_due:
            return False
        if self._protector.may_be_covered(position):
            if waited >= SIREN_AFTER_S:
                self._sound(position, NOT_KNOWN)
            return False
        if waited >= SIREN_AFTER_S:
            self._sound(position, UNPROTECTED)
        if self._protector.is_sale_open(position):
            await self._sell_rest(position)
            return is_due
        try:
            await self._close(position.position_id, ONE)
        except CommandRejected as refusal:
            log.warning("closing the unprotected %s: %s", position.position_id, refusal)
        return True

    async def _sell_rest(self, position: Position) -> None:
        """Sell what no close under way would sell, unless it is too little: that cannot be sold twice."""
        rest, instrument = self._protector.not_being_sold(position), self._desk.instrument(position.symbol)
        ticker = self._desk.ticker(position.symbol)
        price = ticker.exit_price(position.side) if ticker else position.average_entry
        if rest >= instrument.lot and rest * price >= instrument.min_notional:
            await self._protector.place(position, Exit(OrderPurpose.CLOSE, OrderKind.MARKET, rest))

    def note(self, position: Position) -> bool:
        """Let the time allowed begin when a position has come to be without its full stop; whether it is."""
        if self._protector.is_naked(position):
            self._first_seen.setdefault(position.position_id, self._desk.clock.monotonic())
            return True
        self._first_seen.pop(position.position_id, None)
        self._sounded.pop(position.position_id, None)
        return False

    async def restore(self, position: Position) -> None:
        """Bring a position in line after a start or a sleep.

        Where a stop was tried in vain before, the time allowed runs on; where none was, there is one try.
        """
        tried = was_tried(position, self._desk.book.orders_of(position.position_id))
        if not tried or not await self.close_overdue(position):
            await self._protector.protect(position.position_id)

    async def look(self, position: Position) -> None:
        """Take up what is due: a missing stop, a stop or target that should be gone, an emergency close."""
        if await self.close_overdue(position):
            return
        steps = self._protector.plan_of(position)
        if steps.place or steps.cancel:
            await self._protector.protect(position.position_id)

    def _is_due(self, position: Position) -> bool:
        """Whether the price has reached the stop already: then no broker takes it, and closing is what it means."""
        ticker = self._desk.ticker(position.symbol)
        if ticker is None or self._desk.is_stale(position.symbol):
            return False
        return (ticker.price - position.stop_loss) * position.side.sign <= ZERO

    def _naked_for(self, position: Position) -> float:
        """Return for how many seconds; what is on record counts too, so that a restart gives no new time."""
        seen = self._desk.clock.monotonic() - self._first_seen[position.position_id]
        since = naked_since(position, self._desk.book.orders_of(position.position_id))
        on_record = (self._desk.clock.now() - since).total_seconds() if since else 0.0
        return max(seen, on_record)

    def _sound(self, position: Position, what: str) -> None:
        now = self._desk.clock.monotonic()
        if now - self._sounded.get(position.position_id, -SIREN_AGAIN_S) < SIREN_AGAIN_S:
            return
        self._sounded[position.position_id] = now
        self._desk.tell(f"{position.symbol} {what}", "danger")
