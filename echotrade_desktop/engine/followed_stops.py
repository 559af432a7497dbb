"""Stops that move by themselves: to the entry after a target, or behind the price. They never move against the user."""

import logging
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.position import Position, ProtectionStatus
from echotrade_desktop.engine.positions import Positions
from echotrade_desktop.engine.trading.protection import cover
from echotrade_desktop.engine.trading.trailing import BREAK_EVEN, better, follows, next_stop

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 5.0  # when a move was not accepted


class FollowedStops:
    """Sees every price; `look` moves what is due of a position, once a second, in its lane.

    A price counts only when the tick after it says as much: a lone spike draws no stop behind it. What was the best
    price is not written down: after a restart the stop stays where it was acknowledged and follows from there.
    """

    def __init__(self, desk: Desk, positions: Positions) -> None:
        self._desk = desk
        self._positions = positions
        self._best: dict[str, Decimal] = {}  # by position
        self._trailing: dict[str, list[Position]] = {}  # by symbol, as of the last look
        self._before: dict[str, Decimal] = {}  # the last price of these symbols
        self._not_before: dict[str, float] = {}  # monotonic seconds, by position whose move was refused

    def on_ticker(self, ticker: Ticker) -> None:
        """See a price that came in through the door."""
        trailing = self._trailing.get(ticker.symbol)
        if trailing is None:
            return
        before = self._before.get(ticker.symbol)
        self._before[ticker.symbol] = ticker.price
        if before is None:
            return
        for position in trailing:
            sign = position.side.sign
            confirmed = min(before * sign, ticker.price * sign) * sign
            self._best[position.position_id] = better(confirmed, self._best.get(position.position_id), sign)

    async def look(self, position_id: str) -> None:
        """Move the stop of a position that should follow; one that would not hold at once is left for the next look."""
        position = self._desk.book.positions[position_id]
        if position.is_open and follows(position):
            await self._follow(position)

    def watch(self) -> None:
        """See for which positions prices matter; called once a second."""
        following = [position for position in self._desk.book.open_positions() if follows(position)]
        self._trailing = {}
        for position in following:
            if position.trail_distance is not None:
                self._trailing.setdefault(position.symbol, []).append(position)
        ids = {position.position_id for position in following}
        self._best = {key: price for key, price in self._best.items() if key in ids}
        self._not_before = {key: due for key, due in self._not_before.items() if key in ids}
        self._before = {symbol: price for symbol, price in self._before.items() if symbol in self._trailing}

    async def _follow(self, position: Position) -> None:
        desk, key = self._desk, position.position_id
        move = next_stop(position, self._best.get(key), desk.instrument(position.symbol))
        if move is None or desk.is_stale(position.symbol) or not self._may_move(position):
            return
        price, why = move
        try:
            await self._positions.move_stop(key, price, by=why)
        except CommandRejected as refusal:
            log.info("the stop of %s stays: %s", key, refusal)
            self._not_before[key] = desk.clock.monotonic() + AGAIN_AFTER_S
            return
        if why == BREAK_EVEN:
            at = words.price(price, desk.instrument(position.symbol))
            desk.tell(f"{position.symbol}: a target was hit, the stop is at the entry now ({at}).")

    def _may_move(self, position: Position) -> bool:
        """Only a stop that holds and covers everything is replaced."""
        stands = cover(position, self._desk.book.orders_of(position.position_id)).status
        due = self._not_before.get(position.position_id, 0.0)
        return stands is ProtectionStatus.PROTECTED and self._desk.clock.monotonic() >= due
