"""The user's switches: traders, pause, multipliers. One control is one command and one fact."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.commands import (
    ChangeLimits,
    Command,
    LeaveLive,
    PauseEntries,
    ResumeEntries,
    SetGlobalMultiplier,
    SetTraderApproval,
    SetTraderMultiplier,
    ToggleTrader,
    WatchSymbol,
)
from echotrade_desktop.engine.domain.errors import CommandRejected, UnknownTrader
from echotrade_desktop.engine.domain.facts import (
    EntriesPaused,
    EntriesResumed,
    Fact,
    GlobalMultiplierChanged,
    SymbolWatched,
    TraderChanged,
)
from echotrade_desktop.engine.domain.limits import GREATEST_MULTIPLIER, LEAST_MULTIPLIER, Trader
from echotrade_desktop.engine.domain.live import CLOSING, LEAVING
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.limit_controls import LimitControls
from echotrade_desktop.engine.more_controls import fact_of


class Controls:
    """Turns switches into facts."""

    def __init__(self, desk: Desk, rescreen: Callable[[], Awaitable[None]]) -> None:
        self._desk = desk
        self._rescreen = rescreen
        self.limits = LimitControls(desk)

    async def carry_out(self, command: Command) -> tuple[Fact, ...]:
        """Record what a switch means; raise `CommandRejected` or `UnknownTrader`, then nothing changed.

        Changed limits are no fact: the settings keep them, and the queue is judged by them at once.
        """
        if isinstance(command, ChangeLimits):
            if await self.limits.change(command):
                await self._rescreen()
            return ()
        fact = self._fact(command)
        await self._desk.record(fact)
        if isinstance(fact, EntriesPaused):
            reach("pause-recorded")
        return (fact,)

    def _fact(self, command: Command) -> Fact:
        now = self._desk.clock.now()
        match command:
            case ToggleTrader():
                trader = replace(self._trader(command.trader_id), enabled=command.enabled)
                return TraderChanged(now, trader, command.command_id)
            case SetTraderMultiplier():
                _check_multiplier(command.multiplier)
                trader = replace(self._trader(command.trader_id), multiplier=command.multiplier)
                return TraderChanged(now, trader, command.command_id)
            case SetTraderApproval():
                return TraderChanged(now, self._with_approval(command), command.command_id)
            case PauseEntries() | ResumeEntries() | LeaveLive():
                return self._entries(command)
            case SetGlobalMultiplier():
                _check_multiplier(command.multiplier)
                return GlobalMultiplierChanged(now, command.multiplier, command.command_id)
            case WatchSymbol():
                self._desk.instrument(command.symbol)
                if command.watched == (command.symbol in self._desk.book.watched):
                    raise CommandRejected(
                        f"{command.symbol} is {'in' if command.watched else 'not in'} the ticker already."
                    )
                return SymbolWatched(now, command.symbol, command.watched, command.command_id)
            case _:
                return fact_of(self._desk, command)

    def _entries(self, command: PauseEntries | ResumeEntries | LeaveLive) -> Fact:
        """Stop entries or allow them again; a live ledger that is being left takes none any more."""
        now, book = self._desk.clock.now(), self._desk.book
        if book.paused is not None and book.paused.by == LEAVING:
            raise CommandRejected(
                "Live trading is ending, so there are no entries to stop or allow. Arm it again for new ones."
            )
        match command:
            case LeaveLive():
                if book.mode != "live":
                    raise CommandRejected("This is paper trading already; nothing was changed.")
                return EntriesPaused(now, CLOSING, LEAVING, command.command_id)
            case PauseEntries():
                return EntriesPaused(now, command.reason, command_id=command.command_id)
            case ResumeEntries():
                if book.paused is None:
                    raise CommandRejected("Entries are not paused.")
                return EntriesResumed(now, command_id=command.command_id)

    def _with_approval(self, command: SetTraderApproval) -> Trader:
        trader = self._trader(command.trader_id)
        above = trader.auto_confidence if command.auto_confidence is None else command.auto_confidence
        if not 0 <= above <= 1:
            raise CommandRejected("The confidence must lie between 0 and 1.")
        return replace(trader, approval=command.approval, auto_confidence=above)

    def _trader(self, trader_id: str) -> Trader:
        trader = self._desk.trader(trader_id)
        if trader is None:
            raise UnknownTrader("No call of that trader has been seen yet; nothing was changed.")
        return trader


def _check_multiplier(multiplier: Decimal) -> None:
    if not multiplier.is_finite() or not LEAST_MULTIPLIER <= multiplier <= GREATEST_MULTIPLIER:
        least, most = words.number(LEAST_MULTIPLIER, 1), words.number(GREATEST_MULTIPLIER, 1)
        raise CommandRejected(f"A multiplier must lie between {least} and {most}; nothing was changed.")
