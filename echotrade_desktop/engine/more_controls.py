"""Switches that need more than a line: all that is chosen for one trader, and a maximum of positions for a while."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.commands import Command, SetMaxPositions, SetTraderOptions
from echotrade_desktop.engine.domain.errors import CommandRejected, UnknownTrader
from echotrade_desktop.engine.domain.facts import Fact, MaxPositionsSet, TraderChanged

MOST_POSITIONS = 100
LONGEST_MINUTES = 7 * 24 * 60
HIGHEST_PRIORITY = 9
MOST_LEVERAGE = 125
UNCHANGED = "nothing was changed"


def fact_of(desk: Desk, command: Command) -> Fact:
    """Return what a command comes to; raise `CommandRejected` or `UnknownTrader` with a sentence."""
    match command:
        case SetTraderOptions():
            return _options(desk, command)
        case SetMaxPositions():
            return _max_positions(desk, command)
        case _:
            raise CommandRejected(f"EchoTrade does not know the command {type(command).__name__}.")


def _options(desk: Desk, command: SetTraderOptions) -> TraderChanged:
    trader = desk.trader(command.trader_id)
    if trader is None:
        raise UnknownTrader(f"No call of that trader has been seen yet; {UNCHANGED}.")
    for share in (command.auto_confidence, command.min_confidence):
        if share is not None and not (share.is_finite() and 0 <= share <= 1):
            raise CommandRejected(f"A confidence must lie between 0 and 1; {UNCHANGED}.")
    if command.max_leverage is not None and not 1 <= command.max_leverage <= MOST_LEVERAGE:
        raise CommandRejected(f"The cap of leverage must lie between 1 and {MOST_LEVERAGE}; {UNCHANGED}.")
    if not 0 <= command.priority <= HIGHEST_PRIORITY:
        raise CommandRejected(f"A priority must lie between 0 and {HIGHEST_PRIORITY}; {UNCHANGED}.")
    refuse_unknown(desk, (*command.whitelist, *command.blacklist))
    changed = replace(
        trader,
        approval=command.approval,
        auto_confidence=command.auto_confidence,
        min_confidence=command.min_confidence,
        whitelist=_sorted(command.whitelist),
        blacklist=_sorted(command.blacklist),
        max_leverage=command.max_leverage,
        paper_only=command.paper_only,
        priority=command.priority,
    )
    return TraderChanged(desk.clock.now(), changed, command.command_id)


def refuse_unknown(desk: Desk, symbols: Iterable[str]) -> None:
    """Raise `CommandRejected` for symbols that the market does not have."""
    unknown = sorted(set(symbols) - set(desk.instruments))
    if unknown:
        names = ", ".join(unknown)
        raise CommandRejected(f"This market does not have {names}; {UNCHANGED}.")


def _sorted(symbols: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(symbols)))


def _max_positions(desk: Desk, command: SetMaxPositions) -> MaxPositionsSet:
    now, override = desk.clock.now(), desk.book.max_positions
    if command.limit is None:
        if override is None or override.until <= now:
            raise CommandRejected("No temporary maximum of positions is in force.")
        return MaxPositionsSet(now, override.limit, now, command.command_id)
    if not 1 <= command.limit <= MOST_POSITIONS:
        raise CommandRejected(f"A maximum of positions must lie between 1 and {MOST_POSITIONS}; {UNCHANGED}.")
    if not 1 <= command.minutes <= LONGEST_MINUTES:
        raise CommandRejected(f"A temporary maximum lasts from 1 minute to a week; {UNCHANGED}.")
    until = now + timedelta(minutes=command.minutes)
    return MaxPositionsSet(now, command.limit, until, command.command_id)
