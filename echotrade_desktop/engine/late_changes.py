"""What flatters a trader's record: calls edited after the price had moved, and losing calls that were deleted."""

import re
from collections.abc import Iterable

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.facts import LateChange
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage, TradingSignal

MOVED_BY = 3  # a third of the way to the stop, or to the first target, is a move and no noise
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")


def late_changes(desk: Desk, signals: Iterable[QueuedSignal], message: RawMessage) -> list[LateChange]:
    """Return what an edit or a deletion of a call's message is to be remembered as; a message counts once a kind."""
    for queued in signals:
        kind = _deleted(desk, queued) if message.deleted else _edited(desk, queued, message)
        signal = queued.signal
        key = (message.chat_id, message.message_id)
        if kind is not None and key not in desk.book.late_changes.get(signal.trader_id, {}).get(kind, ()):
            return [LateChange(desk.clock.now(), *key, signal.trader_id, kind)]
    return []


def _deleted(desk: Desk, queued: QueuedSignal) -> str | None:
    """A call is losing when the price has gone against it, or when following it has lost."""
    position = desk.book.positions.get(queued.position_id or "")
    lost = position is not None and not position.is_open and position.net_pnl < ZERO
    return "deleted" if lost or _way(desk, queued.signal) < 0 else None


def _edited(desk: Desk, queued: QueuedSignal, message: RawMessage) -> str | None:
    """Words may change at any time; figures may not once the price has shown where it goes."""
    signal = queued.signal
    changed = sorted(_FIGURE.findall(signal.message)) != sorted(_FIGURE.findall(message.text))
    return "edited" if changed and _way(desk, signal) else None


def _way(desk: Desk, signal: TradingSignal) -> int:
    """Return which way the price has moved since the call: 1 for it, −1 against it, 0 not far or not known."""
    ticker = desk.ticker(signal.symbol)
    if ticker is None or desk.is_stale(signal.symbol):
        return 0
    gain = ticker.price - signal.price if signal.side is Side.LONG else signal.price - ticker.price
    if gain * MOVED_BY <= -abs(signal.price - signal.stop_loss):
        return -1
    hoped = abs(signal.take_profits[0] - signal.price) if signal.take_profits else abs(signal.price - signal.stop_loss)
    return 1 if gain * MOVED_BY >= hoped else 0
