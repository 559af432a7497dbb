"""What is in force for one trader at one instant: the user's limits, and what was set beside them."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.signal import SignalStatus, TradingSignal
from echotrade_desktop.engine.signals.copycats import copycats

DAY, DRAWDOWN = "day", "drawdown"  # the two loss limits


def limits_for(limits: RiskLimits, book: Book, trader: Trader | None, now: datetime) -> RiskLimits:
    """Return the limits with the temporary maximum of positions and the trader's own cap of leverage in place."""
    most, cap = max_positions(limits, book, now), limits.max_leverage
    if trader is not None and trader.max_leverage is not None:
        cap = min(cap, trader.max_leverage)
    if (most, cap) == (limits.max_positions, limits.max_leverage):
        return limits
    return replace(limits, max_positions=most, max_leverage=cap)


def max_positions(limits: RiskLimits, book: Book, now: datetime) -> int:
    """Return the most positions that may be open now."""
    override = book.max_positions
    return override.limit if override is not None and now < override.until else limits.max_positions


def max_positions_until(book: Book, now: datetime) -> datetime | None:
    """Return when the temporary maximum of positions ends; None when there is none."""
    override = book.max_positions
    return override.until if override is not None and now < override.until else None


def calls_ahead(book: Book, signal: TradingSignal, trader: Trader) -> int:
    """Return how many calls that pass all rules wait for traders with a higher priority."""
    if all(other.priority <= trader.priority for other in book.traders.values()):
        return 0
    return sum(
        1
        for queued in book.queued()
        if queued.status is SignalStatus.PENDING
        and queued.signal.signal_id != signal.signal_id
        and book.traders[queued.signal.trader_id].priority > trader.priority
    )


def worst_loss_today(book: Book, now: datetime) -> Decimal:
    """Return the loss at which the limit of the day was hit; zero on a day, of UTC, on which it was not."""
    hit = book.loss_hits.get(DAY)
    return hit.loss if hit is not None and hit.at.date() == now.date() else ZERO


class Copycats:
    """Whom each trader repeats, told from the newest calls and worked out anew only after another call."""

    def __init__(self) -> None:
        self._newest: str | None = None
        self._repeats: dict[str, str] = {}

    def of(self, book: Book) -> dict[str, str]:
        """Return, by trader id, whom a trader repeats."""
        if book.newest_call() != self._newest:
            self._newest = book.newest_call()
            dropped = (SignalStatus.SUPERSEDED, SignalStatus.WITHDRAWN)
            self._repeats = copycats(queued.signal for queued in book.recent_signals() if queued.status not in dropped)
        return self._repeats
