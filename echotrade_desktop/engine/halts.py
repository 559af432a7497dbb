"""Loss limits: when one is reached it is written down once, and everything is closed if the user chose so.

The rules of screening keep new entries out; this is what happens beside.
"""

import logging
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ONE
from echotrade_desktop.engine.domain.errors import EchoTradeError
from echotrade_desktop.engine.domain.facts import LossLimitHit
from echotrade_desktop.engine.positions import Positions
from echotrade_desktop.engine.standing import DAY, DRAWDOWN, worst_loss_today

log = logging.getLogger(__name__)

_TOLD = {DAY: "lost today", DRAWDOWN: "below your highest equity"}
_LASTS = {DAY: "until 00:00 UTC", DRAWDOWN: "until equity is above that again"}


class Halts:
    """Watches the loss of the day and the drawdown, once a second."""

    def __init__(self, desk: Desk, positions: Positions) -> None:
        self._desk = desk
        self._positions = positions

    async def watch(self) -> bool:
        """Note limits that are reached now; True when one was, so that `flatten` may have something to do at once."""
        worth = self._desk.valuation()
        if not worth.complete:
            return False  # an account that is not fully priced is not judged
        start, peak = self._desk.day_start_equity(), max(self._desk.book.peak, worth.equity)
        limits = self._desk.limits
        today = await self._compare(DAY, start - worth.equity, start * limits.max_daily_loss)
        return await self._compare(DRAWDOWN, peak - worth.equity, peak * limits.max_drawdown) or today

    async def _compare(self, kind: str, loss: Decimal, limit: Decimal) -> bool:
        if loss < limit or self._is_known(kind, limit):
            return False
        flatten = self._desk.limits.flatten_on_halt
        await self._desk.record(LossLimitHit(self._desk.clock.now(), kind, loss, limit, flatten))
        closing = "Every position is closed at the market." if flatten else "Open positions keep their stops."
        self._desk.tell(
            f"{words.money(loss)} {_TOLD[kind]}, your limit is {words.money(limit)}: nothing new is opened "
            f"{_LASTS[kind]}. {closing}",
            "danger",
        )
        return True

    def _is_known(self, kind: str, limit: Decimal) -> bool:
        """Whether this breach is in the log already and nothing has been opened since; true after a restart too."""
        book = self._desk.book
        hit = book.loss_hits.get(kind)
        if hit is None:
            return False
        if kind == DAY:
            return limit <= worst_loss_today(book, self._desk.clock.now())
        return hit.limit == limit and all((p.opened_at or hit.at) <= hit.at for p in book.open_positions())

    async def flatten(self, position_id: str) -> None:
        """Close a position that was open when a limit was reached, if the user chose so; called once a second."""
        position = self._desk.book.positions[position_id]
        hits = [hit.at for hit in self._desk.book.loss_hits.values() if hit.flatten]
        if not position.is_open or not any(position.opened_at and position.opened_at <= at for at in hits):
            return
        try:
            await self._positions.close(position_id, ONE)
        except EchoTradeError as refusal:  # being closed already, or tried again with the next second
            log.info("not closed yet: %s", refusal)
