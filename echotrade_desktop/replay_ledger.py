"""A ledger that does not wait for the disk, for replays: what a crash would lose can be played again."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.history import MessagePlace, PastCall, ReadMessage
from echotrade_desktop.engine.domain.ports import Ledger
from echotrade_desktop.engine.domain.signal import RawMessage

Entry = tuple[RawMessage | None, Sequence[Fact]]
AT_ONCE = 250  # records in one transaction: two threads that take turns at every record get in each other's way
MOST_UNDER_WAY = 4  # of these transactions that may be on their way to the disk


class UnhurriedLedger:
    """Hands everything to a ledger that holds nothing else yet, in order, and answers what it asks back from memory.

    The ledger below writes what has queued up in one transaction. Its errors come out of `flush`, and of the records
    that follow.
    """

    def __init__(self, below: Ledger) -> None:
        self._below = below
        self._texts: dict[tuple[int, int], dict[int, str]] = {}
        self._waiting: list[Entry] = []
        self._under_way: set[asyncio.Task[Any]] = set()
        self._error: BaseException | None = None

    async def load(self) -> Sequence[Fact]:
        """Return every fact, once all are written."""
        await self.flush()
        return await self._below.load()

    async def record(self, *facts: Fact) -> None:
        """Append facts; they are on their way to the disk when it returns, or waiting for company."""
        await self._send(None, facts)

    async def receive(self, message: RawMessage, *facts: Fact) -> bool:
        """Store a message version with the facts it led to; False when it is already there."""
        versions = self._texts.setdefault((message.chat_id, message.message_id), {})
        if message.edit_version in versions:
            return False
        versions[message.edit_version] = message.text
        await self._send(message, facts)
        return True

    async def write_all(self, entries: Sequence[Entry]) -> Sequence[bool]:
        """Do what `receive` or `record` does for each entry."""
        return [await self._write(message, facts) for message, facts in entries]

    async def _write(self, message: RawMessage | None, facts: Sequence[Fact]) -> bool:
        if message is not None:
            return await self.receive(message, *facts)
        await self.record(*facts)
        return True

    async def stored_messages(self, keys: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Return which of these messages (chat, message) are stored, in any version."""
        return frozenset(key for key in keys if key in self._texts)

    async def message_text(self, chat_id: int, message_id: int, edit_version: int | None = None) -> str | None:
        """Return the text of a message (its newest version by default), None when unknown."""
        versions = self._texts.get((chat_id, message_id), {})
        return versions.get(max(versions, default=0) if edit_version is None else edit_version)

    async def latest_edit(self, chat_id: int, message_id: int) -> int | None:
        """Return the highest edit version stored of a message."""
        return max(self._texts.get((chat_id, message_id), ()), default=None)

    async def read_messages(self, limit: int, before: MessagePlace | None = None) -> Sequence[ReadMessage]:
        """Return up to `limit` message versions with their readings, once all are written."""
        await self.flush()
        return await self._below.read_messages(limit, before)

    async def chat_messages(self, chat_id: int, limit: int) -> Sequence[RawMessage]:
        """Return a chat's newest messages, once all are written."""
        await self.flush()
        return await self._below.chat_messages(chat_id, limit)

    async def find_messages(self, keys: Sequence[tuple[int, int, int]]) -> Sequence[RawMessage]:
        """Return these message versions, once all are written."""
        await self.flush()
        return await self._below.find_messages(keys)

    async def past_calls(self, messages: Sequence[tuple[int, int]]) -> Sequence[PastCall]:
        """Return every call that these messages led to, once all are written."""
        await self.flush()
        return await self._below.past_calls(messages)

    async def newest_of_each_chat(self) -> Sequence[RawMessage]:
        """Return the newest message of each chat, once all are written."""
        await self.flush()
        return await self._below.newest_of_each_chat()

    async def flush(self) -> None:
        """Wait until everything is on disk; raises what went wrong."""
        self._start()
        while self._under_way:
            await asyncio.wait(self._under_way)
        self._raise_what_went_wrong()

    async def close(self) -> None:
        """Write what is queued and close."""
        await self.flush()
        await self._below.close()

    async def _send(self, message: RawMessage | None, facts: Sequence[Fact]) -> None:
        self._raise_what_went_wrong()
        self._waiting.append((message, facts))
        if len(self._waiting) >= AT_ONCE:
            self._start()
        if len(self._under_way) >= MOST_UNDER_WAY:
            await self.flush()

    def _start(self) -> None:
        if not self._waiting:
            return
        task = asyncio.get_running_loop().create_task(self._below.write_all(tuple(self._waiting)))
        self._waiting.clear()
        self._under_way.add(task)
        task.add_done_callback(self._arrived)

    def _arrived(self, task: asyncio.Task[Any]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._error = self._error or error

    def _raise_what_went_wrong(self) -> None:
        if self._error is not None:
            raise self._error
