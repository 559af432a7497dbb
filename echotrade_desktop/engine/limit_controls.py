"""Changing the user's limits while the engine runs: checked, saved, then in force; all of a command or nothing."""

import asyncio
from collections.abc import Mapping, Sequence

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.commands import ChangeLimits
from echotrade_desktop.engine.domain.errors import CommandRejected
from echotrade_desktop.engine.domain.limit_rules import BadLimits, LimitsKeeper
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import CommandDone, LimitsChanged

SYMBOL_LISTS = ("whitelist", "blacklist")


class LimitControls:
    """Owns the way from text to the limits in force. Without a keeper nothing can be changed (a replay, a test)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.keeper: LimitsKeeper | None = None

    async def change(self, command: ChangeLimits) -> bool:
        """Put changed limits in force; False when they were so already. Raises `BadLimits` and `StoreUnavailable`."""
        keeper = self._keeper()
        before = self._desk.limits
        after = self.checked(before, command.changes)
        changed = keeper.differences(before, after)
        if not changed:
            self._desk.publish(CommandDone(command.command_id, "The limits are so already."))
            return False
        await asyncio.to_thread(keeper.save, after)
        self._desk.limits = after
        self._desk.publish(LimitsChanged(after, changed, self._desk.clock.now(), command.command_id))
        return True

    def checked(self, limits: RiskLimits, changes: Sequence[tuple[str, str]]) -> RiskLimits:
        """Return limits with those changes; raise `BadLimits` with every one that cannot be. Changes nothing."""
        keeper = self._keeper()
        after = keeper.changed(limits, self._with_trader_ids(changes))
        refusals = [
            (name, f"cannot have {', '.join(unknown)}: this market does not have it")
            for name in SYMBOL_LISTS
            if (unknown := sorted((getattr(after, name) - getattr(limits, name)) - set(self._desk.instruments)))
        ]
        known = self._desk.book.traders
        if strangers := sorted(after.only_traders - limits.only_traders - known.keys()):
            refusals.append(("only_traders", f"cannot have {', '.join(strangers)}: no call of theirs has been seen"))
        if refusals:
            names = {rule.field: rule.name for rule in keeper.rules()}
            raise BadLimits(refusals, [names[field] for field, _ in refusals])
        return after

    def _with_trader_ids(self, changes: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Let a trader be named; what is kept is the id."""
        ids: Mapping[str, str] = {trader.name.casefold(): key for key, trader in self._desk.book.traders.items()}
        return [
            (field, ", ".join(ids.get(part.strip().casefold(), part.strip()) for part in text.split(",")))
            if field == "only_traders"
            else (field, text)
            for field, text in changes
        ]

    def _keeper(self) -> LimitsKeeper:
        if self.keeper is None:
            raise CommandRejected("Limits cannot be changed here; nothing was changed.")
        return self.keeper
