"""The durable memory of the app: what `domain.ports.Ledger` asks for, on SQLite."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.errors import StoreDamaged, StoreUnavailable
from echotrade_desktop.engine.domain.facts import Fact, SignalEdited, SignalQueued
from echotrade_desktop.engine.domain.history import MessagePlace, PastCall, ReadMessage
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import QueuedSignal, RawMessage, TradingSignal
from echotrade_desktop.engine.store import backups, codec, log, messages, migrations, past
from echotrade_desktop.engine.store.database import connect, integrity, speaking, wal_is_empty
from echotrade_desktop.engine.store.erasing import Erased, erase_words
from echotrade_desktop.engine.store.expected import ExpectedTables
from echotrade_desktop.engine.store.messages import LATEST
from echotrade_desktop.engine.store.projector import Projector
from echotrade_desktop.engine.store.rows import SIGNALS
from echotrade_desktop.engine.store.writer import Writer

T = TypeVar("T")
logger = logging.getLogger(__name__)
NEWEST_FIRST = "WHERE received_at < ? ORDER BY received_at DESC LIMIT ?"
SMALLEST_DATABASE = 512  # bytes, one page of the smallest size


def open_ledger(path: Path, *, clock: Clock) -> "SqliteLedger":
    """Open the ledger at `path`, made or brought to the newest schema first. Blocks: call it off the loop.

    Raises `StoreDamaged` for a damaged file (`backups.restore` is the way back) and `StoreUnavailable` for one that
    a newer version wrote, that is not a ledger, or that may not be written.
    """
    with speaking(path):
        _refuse_to_begin_anew(path)
        whole = wal_is_empty(path)
        database = connect(path)
        try:
            _prepare(database, path, clock.now(), whole=whole)
        finally:
            database.close()
    return SqliteLedger(path, database, clock)


def _refuse_to_begin_anew(path: Path) -> None:
    size = path.stat().st_size if path.exists() else 0
    if not size and backups.backups_of(path):
        raise StoreDamaged(f"The ledger {path.name} is missing or empty, although there are backups of it.")
    if 0 < size < SMALLEST_DATABASE:  # SQLite would take it for an empty database
        raise StoreDamaged(f"The ledger {path.name} is cut off after {size} bytes. Nothing was changed.")


def _prepare(database: SqliteDatabase, path: Path, now: datetime, *, whole: bool) -> None:
    version = migrations.version_of(database)
    if whole and path.stat().st_size < database.page_size * _page_count(database):  # SQLite reads what is missing as 0
        raise StoreDamaged(f"The ledger {path.name} is cut off. Nothing was changed.")
    complaints = integrity(database.execute_sql, thorough=False)
    if complaints:
        raise StoreDamaged(f"The ledger {path.name} is damaged ({complaints[0]}). Nothing was changed.")
    if version == migrations.NEWEST:
        return
    if version:
        stamp = now.strftime("%Y-%m-%dT%H%M%S")
        backups.back_up(database.connection(), path, f"before-schema-{migrations.NEWEST}-{path.stem}-{stamp}.db")
    migrations.migrate(database, version, now)


def _page_count(database: SqliteDatabase) -> int:
    count: int = database.execute_sql("PRAGMA page_count").fetchone()[0]
    return count


class SqliteLedger:
    """Writes on a thread of its own, reads on another; the loop only waits."""

    def __init__(self, path: Path, database: SqliteDatabase, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._database = database
        self._log = log.Log(database)
        self._projector = Projector(database)
        self._writer = Writer(database, path, self._log, self._projector.forget)
        self._reader = ThreadPoolExecutor(1, f"reader of {path.name}")
        self._closed = False

    # --- the ledger port ---

    async def load(self) -> Sequence[Fact]:
        """Return every fact, in order, with the words of its message where they have not been erased.

        Raises `StoreDamaged` when a checksum does not agree, `StoreUnavailable` when a newer version wrote it.
        """
        return await self._read(self._load)

    async def record(self, *facts: Fact) -> None:
        """Append facts and bring the tables up to date, in one transaction; on disk when it returns.

        An execution that is already booked is left out. Raises `IllegalTransition` for a fact that does not follow
        from what is recorded (a second approval of a signal), `StoreUnavailable` when the disk refuses; nothing of
        these facts is then kept.
        """
        await self._writer.do(lambda: self._record(facts))

    async def receive(self, message: RawMessage, *facts: Fact) -> bool:
        """Store a message version, the chat's high-water mark and the facts it led to, in one transaction.

        False when this version is already there: then nothing is written. Raises as `record` does.
        """
        return await self._writer.do(lambda: self._receive(message, facts))

    async def write_all(self, entries: Sequence[tuple[RawMessage | None, Sequence[Fact]]]) -> Sequence[bool]:
        """Do what `receive` (or `record`, without a message) does for each entry, in order, in one transaction.

        All or nothing, but for messages that are there already: their answer is False.
        """
        return await self._writer.do(lambda: [self._write(message, facts) for message, facts in entries])

    async def stored_messages(self, keys: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Return which of these messages (chat, message) are stored, in any version."""
        return await self._read(lambda: messages.stored_of(self._database, keys))

    async def message_text(self, chat_id: int, message_id: int, edit_version: int | None = None) -> str | None:
        """Return the text of a message (its newest version by default), None when unknown or erased."""
        return await self._read(lambda: messages.text_of(self._database, chat_id, message_id, edit_version))

    async def latest_edit(self, chat_id: int, message_id: int) -> int | None:
        """Return the highest edit version stored of a message."""
        return await self._read(lambda: messages.latest_edit(self._database, chat_id, message_id))

    async def chat_messages(self, chat_id: int, limit: int) -> Sequence[RawMessage]:
        """Return the newest version of a chat's newest messages, newest first; `text` is "" once erased."""
        return await self._read(lambda: messages.of_chat(self._database, chat_id, limit))

    async def find_messages(self, keys: Sequence[tuple[int, int, int]]) -> Sequence[RawMessage]:
        """Return these message versions (chat, message, edit) as far as they are stored, in the order asked for."""
        return await self._read(lambda: messages.find(self._database, keys))

    async def past_calls(self, messages: Sequence[tuple[int, int]]) -> Sequence[PastCall]:
        """Return every call that any version of these messages (chat, message) led to, without the message's words."""
        return await self._read(lambda: self._past_calls(messages))

    async def newest_of_each_chat(self) -> Sequence[RawMessage]:
        """Return the newest message of each chat, the chat that was heard last first."""
        return await self._read(lambda: messages.newest_of_each_chat(self._database))

    async def read_messages(self, limit: int, before: MessagePlace | None = None) -> Sequence[ReadMessage]:
        """Return up to `limit` message versions that came before a place, newest first, with their readings."""
        return await self._read(lambda: messages.newest(self._database, limit, before))

    async def close(self) -> None:
        """Write what is queued and close. May be called twice; afterwards every verb raises `StoreUnavailable`."""
        if self._closed:
            return
        self._closed = True
        await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._reader, self._close))
        self._reader.shutdown()

    # --- what else is asked of it ---

    async def high_water(self, chat_id: int) -> int | None:
        """Return the highest message id stored of a chat; a source goes on from there."""
        return await self._read(lambda: messages.high_water(self._database, chat_id))

    async def signals(self, limit: int, before: datetime | None = None) -> Sequence[QueuedSignal]:
        """Return up to `limit` signals received before an instant (default: the newest), newest first."""
        return await self._read(lambda: self._signals(limit, before))

    async def erase_texts(self, chat_id: int | None = None) -> Erased:
        """Erase the words of a chat's messages, or of all, from the ledger and its backups. The facts stay."""
        return await self._writer.do(lambda: erase_words(self._database, self.path, chat_id), alone=True)

    async def daily_backup(self) -> Path | None:
        """Make today's backup (UTC) in `backups` unless there is one; the newest seven are kept."""
        day = self._clock.now().date()
        return await self._read(lambda: backups.daily(self._database.connection(), self.path, day))

    async def mend_tables(self) -> Sequence[str]:
        """Compare the tables with the events and make them anew if they differ; return a sentence a difference.

        For once a day: the state of the app comes from the events alone and is not touched.
        """
        differences = await self._read(self._table_differences)
        if differences:
            logger.error("%s: tables made anew: %s", self.path.name, " ".join(differences))
            await self._writer.do(self._make_tables_anew)
        return differences

    # --- on the threads ---

    async def _read(self, query: Callable[[], T]) -> T:
        if self._closed:
            raise StoreUnavailable("The ledger is closed; it cannot be read.")
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._speaking, query)

    def _speaking(self, query: Callable[[], T]) -> T:
        with speaking(self.path):
            return query()

    def _close(self) -> None:
        self._database.close()  # the reader's own connection
        self._writer.close()

    def _record(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            if not self._projector.told_before(fact):
                self._projector.project(self._log.append(fact), fact)

    def _receive(self, message: RawMessage, facts: Sequence[Fact]) -> bool:
        if not messages.receive(self._database, message):
            return False
        self._record(facts)
        return True

    def _write(self, message: RawMessage | None, facts: Sequence[Fact]) -> bool:
        if message is not None:
            return self._receive(message, facts)
        self._record(facts)
        return True

    def _load(self) -> Sequence[Fact]:
        with self._database.atomic():  # one moment for the log, its tip and the words
            return [self._with_words(fact) for fact in self._facts()]

    def _facts(self) -> Iterator[Fact]:
        """Yield the facts as they are stored; call it inside a transaction, so that log and tip are of one moment."""
        tip = log.read_tip(self._database.execute_sql(log.SELECT_TIP).fetchone())
        for row in log.checked(self._database.execute_sql(log.SELECT), tip):
            yield codec.load_fact(row.at, row.kind, row.body)

    def _past_calls(self, wanted: Sequence[tuple[int, int]]) -> Sequence[PastCall]:
        with self._database.atomic():
            return past.calls_of(self._database, wanted)

    def _table_differences(self) -> Sequence[str]:
        with self._database.atomic():
            return ExpectedTables(self._facts()).differences(self._database.execute_sql)

    def _make_tables_anew(self) -> None:
        self._projector.forget()
        ExpectedTables(self._facts()).put_into(self._database)

    def _with_words(self, fact: Fact) -> Fact:
        match fact:
            case SignalQueued(queued=queued):
                return replace(fact, queued=replace(queued, signal=self._worded(queued.signal)))
            case SignalEdited(signal=signal):
                return replace(fact, signal=self._worded(signal))
            case _:
                return fact

    def _worded(self, signal: TradingSignal) -> TradingSignal:
        words = messages.text_of(self._database, signal.chat_id, signal.message_id, signal.edit_version)
        return replace(signal, message=words or "")

    def _signals(self, limit: int, before: datetime | None) -> Sequence[QueuedSignal]:
        until = codec.write_instant(before) if before else LATEST
        with self._database.atomic():
            found = SIGNALS.ask(self._database, NEWEST_FIRST, (until, limit))
            return [replace(queued, signal=self._worded(queued.signal)) for queued in found]
