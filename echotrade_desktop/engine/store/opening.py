"""Opening a ledger at the start of the app: a damaged one is set aside and the newest sound backup takes its place."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from echotrade_desktop.engine.domain.errors import StoreDamaged
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.store.backups import Restored, restore
from echotrade_desktop.engine.store.ledger import SqliteLedger, open_ledger

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger and everything in it; `repair` says what became of a damaged one."""

    ledger: SqliteLedger
    facts: Sequence[Fact]
    repair: Restored | None = None


async def open_or_restore(path: Path, clock: Clock) -> Opened:
    """Open the ledger at `path` and read it whole; once, a damaged one is replaced by its newest sound backup.

    Raises `StoreUnavailable` when it cannot be opened for another reason, or when the backup is no better.
    """
    try:
        return await _open(path, clock)
    except StoreDamaged as damage:
        log.error("%s", damage)  # noqa: TRY400  the sentence says it all
        repair = await asyncio.to_thread(restore, path, clock.now())
        log.warning("%s", repair.sentence)
    opened = await _open(path, clock)
    return Opened(opened.ledger, opened.facts, repair)


async def _open(path: Path, clock: Clock) -> Opened:
    opening = asyncio.ensure_future(asyncio.to_thread(open_ledger, path, clock=clock))
    try:
        ledger = await asyncio.shield(opening)
    except asyncio.CancelledError:  # a thread cannot be cancelled: what it opens must be closed
        await (await opening).close()
        raise
    try:
        return Opened(ledger, await ledger.load())
    except BaseException:
        await ledger.close()
        raise
