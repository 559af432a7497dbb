"""The guard: once a second, every position has its stop, or is closed within its deadline, or a siren sounds."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.protector import Protector
from echotrade_desktop.engine.runtime import together
from echotrade_desktop.engine.trading.protection import naked_since, was_tried

log = logging.getLogger(__name__)

CLOSE_AFTER_S = 5.0  # a position whose stop nobody accepts is closed
SIREN_AFTER_S = 10.0
SIREN_AGAIN_S = 30.0
Close = Callable[[str, Decimal], Awaitable[str]]


class Guard:
    """Looks at every position that is open or still has orders."""

    def __init__(self, desk: Desk, protector: Protector, close: Close) -> None:
        """`close(position_id, share)` closes at the market or raises `CommandRejected`."""
        self._desk = desk
        self._protector = protector
        self._close = close
        self._first_seen: dict[str, float] = {}  # monotonic seconds, by position
        self._sounded: dict[str, float] = {}

    async def close_overdue(self) -> bool:
        """Close what has been without its stop for too long; True when everything is covered."""
        naked = [position for position in self._desk.book.open_positions() if self._protector.is_naked(position)]
        overdue = [
            position for position in naked if self._naked_for(position) >= CLOSE_AFTER_S or self._is_due(position)
        ]
        await together(self._rescue(position) for position in overdue)
        return not naked

    async def restore(self) -> None:
        """Bring every open position in line after a start or a sleep, all at a time.

        Where a stop was tried in vain before, the time allowed runs on; where none was, there is one try.
        """
        await together(self._restore(position) for position in self._desk.book.open_positions())

    async def _restore(self, position: Position) -> None:
        orders = self._desk.book.orders_of(position.position_id)
        if self._protector.is_naked(position) and was_tried(position, orders):
            await self._rescue(position)
        else:
            await self._protector.protect(position.position_id)

    async def look(self) -> None:
        """Take up what is due: a missing stop, a stop or target that should be gone, an emergency close."""
        positions = list(self._in_the_market())
        naked = [position for position in positions if self._protector.is_naked(position)]
        seen = {position.position_id for position in naked}
        await together(self._rescue(position) for position in naked)  # nobody waits for another's answer
        for position in positions:
            if position.position_id in seen:
                continue
            steps = self._protector.plan_of(position)
            if steps.place or steps.cancel:
                await self._protector.protect(position.position_id)
        self._first_seen = {key: at for key, at in self._first_seen.items() if key in seen}
        self._sounded = {key: at for key, at in self._sounded.items() if key in seen}

    def _in_the_market(self) -> Iterator[Position]:
        book = self._desk.book
        ids = dict.fromkeys(position.position_id for position in book.open_positions())
        ids.update(dict.fromkeys(order.position_id for order in book.live_orders()))
        for position_id in ids:
            yield book.positions[position_id]

    async def _rescue(self, position: Position) -> None:
        waited = self._naked_for(position)
        if waited < CLOSE_AFTER_S and not self._is_due(position):
            await self._protector.protect(position.position_id)
            return
        if waited >= SIREN_AFTER_S:
            self._sound(position)
        try:
            await self._close(position.position_id, ONE)
        except CommandRejected as refusal:
            log.warning("closing the unprotected %s: %s", position.position_id, refusal)

    def _is_due(self, position: Position) -> bool:
        """Whether the price has reached the stop already: then no broker takes it, and closing is what it means."""
        ticker = self._desk.ticker(position.symbol)
        if ticker is None or self._desk.is_stale(position.symbol):
            return False
        return (ticker.price - position.stop_loss) * position.side.sign <= ZERO

    def _naked_for(self, position: Position) -> float:
        """Return for how many seconds; what is on record counts too, so that a restart gives no new time."""
        now = self._desk.clock.monotonic()
        first = self._first_seen.setdefault(position.position_id, now)
        since = naked_since(position, self._desk.book.orders_of(position.position_id))
        on_record = (self._desk.clock.now() - since).total_seconds() if since else 0.0
        return max(now - first, on_record)

    def _sound(self, position: Position) -> None:
        now = self._desk.clock.monotonic()
        if now - self._sounded.get(position.position_id, -SIREN_AGAIN_S) < SIREN_AGAIN_S:
            return
        self._sounded[position.position_id] = now
        self._desk.tell(
            f"{position.symbol} is UNPROTECTED and could not be closed yet. EchoTrade keeps trying; "
            "close it by hand now.",
            "danger",
        )
