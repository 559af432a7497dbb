"""One chat, read from its mark on: what was missed, what is pushed, what was changed or taken back meanwhile."""

from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

from echotrade_desktop.engine.adapters.telegram.line import Line
from echotrade_desktop.engine.adapters.telegram.senders import Ears
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.domain.telegram import FollowedChat

if TYPE_CHECKING:
    from telethon import TelegramClient

LOOKED_AT_AGAIN = 200  # newest stored posts, for edits and deletions nobody told
AT_A_TIME = 100  # posts a request
REMEMBERED = 2_000  # posts that were handed on and may not be stored yet
CHANNELS_BEGIN = -1_000_000_000_000


class Stored(Protocol):
    """What the ledger knows of a chat."""

    async def high_water(self, chat_id: int) -> int | None:
        """Return the highest message id stored of a chat."""
        ...

    async def chat_messages(self, chat_id: int, limit: int) -> Sequence[RawMessage]:
        """Return the newest version of a chat's newest messages, newest first; `text` is "" once erased."""
        ...

    async def message_text(self, chat_id: int, message_id: int, edit_version: int | None = None) -> str | None:
        """Return the text of a message, None when unknown or erased."""
        ...

    async def latest_edit(self, chat_id: int, message_id: int) -> int | None:
        """Return the highest edit version stored of a message."""
        ...

    async def find_messages(self, keys: Sequence[tuple[int, int, int]]) -> Sequence[RawMessage]:
        """Return these message versions (chat, message, edit) as far as they are stored."""
        ...


@dataclass(frozen=True, slots=True)
class Ask:
    """Whom to ask, and what may be asked: a bot may not ask for a chat's history."""

    client: "TelegramClient"
    line: Line
    is_bot: bool


@dataclass(slots=True)
class ChatMemory:
    """What outlives a connection: posts that may have changed since, and posts that may not be stored yet."""

    unsure: list[RawMessage] = field(default_factory=list)
    handed_on: OrderedDict[int, RawMessage] = field(default_factory=OrderedDict)


class ChatReader:
    """Hands on a chat's posts in their order.

    `vanished` counts posts that were gone before they could be read; `in_doubt` says that edits and deletions may have
    been missed.
    """

    def __init__(
        self,
        ask: Ask,
        chat: FollowedChat,
        ears: Ears,
        stored: Stored,
        clock: Clock,
        since: int,
        memory: "ChatMemory",
    ) -> None:
        self._memory = memory
        self.chat = chat
        self.stored = stored
        self.vanished = 0
        self.in_doubt = False
        self._ask = ask
        self._ears = ears
        self._clock = clock
        self._last = since  # the newest post that was seen, a stranger's too
        self._is_broadcast = False  # until a post says so

    async def place(self) -> int | None:
        """Return the newest post that was seen once all that was handed on is stored; None while some is under way."""
        mark = await self.stored.high_water(self.chat.chat_id) or 0
        newest = next(reversed(self._memory.handed_on), 0)
        return self._last if mark >= newest else None

    @property
    def numbers_its_posts(self) -> bool:
        """Whether the chat's posts are numbered without holes (channels and groups), so that a hole says something."""
        return self.chat.chat_id < CHANNELS_BEGIN

    # --- after a connection ---

    async def catch_up(self) -> AsyncIterator[RawMessage]:
        """Yield what was changed of the newest stored posts, while they are the newest, then what came since."""
        await self._doubt_what_is_stored()  # before anything new is: what was missed would push it out of sight
        mark = await self.stored.high_water(self.chat.chat_id)
        self._last = max(self._last, mark or 0)
        while self._memory.unsure:
            async for message in self._compared(self._memory.unsure[:AT_A_TIME]):
                yield message
            del self._memory.unsure[:AT_A_TIME]
        if self._last or not self._ask.is_bot:  # a bot that has heard nothing yet has nowhere to begin
            async for message in self._missed():
                yield message

    async def _doubt_what_is_stored(self) -> None:
        """What is stored, what is on its way there, and what was left over by a connection that ended early."""
        stored = await self.stored.chat_messages(self.chat.chat_id, LOOKED_AT_AGAIN)
        waiting = [*self._memory.handed_on.values()][-LOOKED_AT_AGAIN:]
        doubted: dict[int, RawMessage] = {}
        for message in (*self._memory.unsure, *waiting, *stored):
            doubted[message.message_id] = message
        self._memory.unsure[:] = doubted.values()

    async def look_again(self) -> AsyncIterator[RawMessage]:
        """Yield posts, and edits and deletions of the newest stored ones, of which nobody has told."""
        self.in_doubt = False
        if self._last or not self._ask.is_bot:
            async for message in self._missed():
                yield message
        newest = await self.stored.chat_messages(self.chat.chat_id, LOOKED_AT_AGAIN)
        for start in range(0, len(newest), AT_A_TIME):
            async for message in self._compared(newest[start : start + AT_A_TIME]):
                yield message

    async def _compared(self, stored: Sequence[RawMessage]) -> AsyncIterator[RawMessage]:
        """Yield what has become of stored posts, where it is something else."""
        now_there = await self._by_number([message.message_id for message in stored])
        for kept, message in zip(stored, now_there, strict=True):
            if message is None:
                yield self._deletion(kept)
            elif message.edit_date is not None and (message.message or "") != kept.text and await self._has_words(kept):
                async for version in self.edited(message, {}):
                    yield version

    async def _has_words(self, kept: RawMessage) -> bool:
        """Words that the user has erased are not fetched again."""
        return bool(kept.text) or await self.stored.message_text(kept.chat_id, kept.message_id) is not None

    async def _missed(self, before: int | None = None) -> AsyncIterator[RawMessage]:
        """Yield the posts behind the newest that was seen, the oldest first, up to `before`."""
        start, seen = self._last, 0
        async for message in self._history(before):
            seen += 1
            async for version in self._in_turn(message, _entities(message)):
                yield version
        end = self._last if before is None else before - 1
        if self._is_broadcast and start:  # in a group it was anybody's
            self.vanished += max(0, end - start - seen)

    async def _history(self, before: int | None) -> AsyncIterator[Any]:
        """Yield messages in ascending order; each request may take only so long."""
        while page := await self._page(before):
            for message in page:
                yield message
            if len(page) < AT_A_TIME and not self._ask.is_bot:
                return

    async def _page(self, before: int | None) -> list[Any]:
        """Return the next messages; a bot may only ask for numbers, those that are not there are left out."""
        if self._ask.is_bot:
            end = min(before or self._last + AT_A_TIME + 1, self._last + AT_A_TIME + 1)
            numbers = list(range(self._last + 1, end))
            found = await self._by_number(numbers) if numbers else []
            return [message for message in found if message is not None]
        peer = await self._peer()
        work = self._ask.client.get_messages(
            peer, limit=AT_A_TIME, min_id=self._last, max_id=before or 0, reverse=True, wait_time=0
        )
        return list(await self._ask.line.ask(work))

    async def _by_number(self, numbers: list[int]) -> list[Any]:
        return list(await self._ask.line.ask(self._ask.client.get_messages(await self._peer(), ids=numbers)))

    async def _peer(self) -> Any:
        from echotrade_desktop.engine.adapters.telegram.chats import peer_of

        return await self._ask.line.ask(peer_of(self._ask.client, self.chat.chat_id))

    # --- one post ---

    async def pushed(self, message: Any, entities: dict[int, Any]) -> AsyncIterator[RawMessage]:
        """Yield a post that was pushed; what is missing before it is read first."""
        if message.id <= self._last:
            return
        self._is_broadcast |= bool(message.post)
        if self.numbers_its_posts and message.id > self._last + 1 and self._last:
            self.in_doubt = True  # what told of the posts in between was lost, and so may be what told of edits
            async for version in self._missed(before=message.id):
                yield version
        async for version in self._in_turn(message, entities):
            yield version

    async def edited(self, message: Any, entities: dict[int, Any]) -> AsyncIterator[RawMessage]:
        """Yield an edit; one that hides (of views, of reactions) is none."""
        from echotrade_desktop.engine.adapters.telegram.posts import raw_message, sender_of

        if message.id > self._last:  # of a post that was missed: stored alone, it would move the mark past others
            self.in_doubt = True
            async for version in self._missed(before=message.id + 1):
                yield version
            return
        if message.edit_hide or message.edit_date is None:
            return
        sender = sender_of(message, self.chat, entities)
        if not self._ears.hears(self.chat, message, sender):
            return
        known = await self._known(message.id)
        raw = raw_message(message, self.chat, sender, self._clock.now(), is_edit=True)
        yield replace(raw, sender_name=known.sender_name) if known and not entities else raw

    async def deleted(self, numbers: Sequence[int]) -> AsyncIterator[RawMessage]:
        """Yield the deletion of each post that was handed on or stored; of others nothing is known."""
        for number in numbers:
            known = await self._known(number)
            if known is not None:
                yield self._deletion(known)

    async def _in_turn(self, message: Any, entities: dict[int, Any]) -> AsyncIterator[RawMessage]:
        from echotrade_desktop.engine.adapters.telegram.posts import raw_message, sender_of

        self._last = max(self._last, message.id)
        self._is_broadcast |= bool(message.post)
        sender = sender_of(message, self.chat, entities)
        if not self._ears.hears(self.chat, message, sender):
            return
        raw = raw_message(message, self.chat, sender, self._clock.now())
        self._memory.handed_on[raw.message_id] = raw
        if len(self._memory.handed_on) > REMEMBERED:
            self._memory.handed_on.popitem(last=False)
        yield raw
        if message.edit_date is not None and not message.edit_hide:  # its first words may have been handed on before
            yield raw_message(message, self.chat, sender, self._clock.now(), is_edit=True)

    async def _known(self, number: int) -> RawMessage | None:
        """Return a post that was handed on, or is stored from before."""
        if number in self._memory.handed_on:
            return self._memory.handed_on[number]
        chat_id = self.chat.chat_id
        latest = await self.stored.latest_edit(chat_id, number)
        found = await self.stored.find_messages([(chat_id, number, latest)]) if latest is not None else ()
        return found[0] if found else None

    def _deletion(self, known: RawMessage) -> RawMessage:
        return replace(known, text="", deleted=True, reply_to=None, received_at=self._clock.now())


def _entities(message: Any) -> dict[int, Any]:
    """Return the entity of who wrote a message of the history."""
    return {message.sender_id: message.sender} if message.sender is not None else {}
