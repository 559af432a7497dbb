"""What a ledger is set to when live trading begins on it, goes on, or is to end."""

from dataclasses import replace

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    EntriesResumed,
    Fact,
    SignalEnded,
    TraderChanged,
)
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.live import CLOSING, LEAVING, LiveState
from echotrade_desktop.engine.domain.signal import SignalStatus


async def set_for(desk: Desk, state: LiveState) -> None:
    """Make the ledger agree with how far live trading is armed; raises `StoreUnavailable`, then nothing changed."""
    facts = _armed_facts(desk) if state is LiveState.ARMING else _closing_facts(desk, state)
    if facts:
        await desk.record(*facts)


def _armed_facts(desk: Desk) -> list[Fact]:
    """An empty queue, and nobody whose calls are approved without the user."""
    now, book = desk.clock.now(), desk.book
    told = "Live trading was armed; calls from before are not traded with it."
    facts: list[Fact] = [
        SignalEnded(now, queued.signal.signal_id, SignalStatus.REJECTED, "arming", told) for queued in book.queued()
    ]
    facts += [
        TraderChanged(now, replace(trader, approval=ApprovalMode.MANUAL))
        for trader in book.traders.values()
        if trader.approval is not ApprovalMode.MANUAL
    ]
    if book.paused is not None and book.paused.by == LEAVING:
        facts.append(EntriesResumed(now))
    return facts


def _closing_facts(desk: Desk, state: LiveState) -> list[Fact]:
    paused = desk.book.paused
    if state is not LiveState.CLOSING or (paused is not None and paused.by == LEAVING):
        return []
    return [EntriesPaused(desk.clock.now(), CLOSING, by=LEAVING)]
