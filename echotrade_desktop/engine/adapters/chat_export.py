"""Calls from a Telegram Desktop chat export: its `result.json`, of one chat or of a whole account.

The format is the one that Telegram Desktop's JSON export writes. Fields that are not known are ignored; a message that
lacks what a message must have is set aside with the reason and never stops the rest. An export holds only the newest
text of an edited message, so what it said at first cannot be replayed: it is played at the time of the first sending.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from echotrade_desktop.engine.adapters.export_message import (
    CHANNEL_MARK,
    Draft,
    Unreadable,
    message_id_of,
    read_message,
    shown_name,
)
from echotrade_desktop.engine.adapters.json_walk import BrokenJson, JsonWalk
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage

HOW_TO_EXPORT = "in Telegram Desktop open the chat, choose ⋮, Export chat history, and as format JSON"
LETTING_OTHERS_IN = 100  # messages between two turns of the loop when nothing is waited for
BROADCASTS = frozenset({"public_channel", "private_channel"})  # where the channel itself speaks
MARKED = BROADCASTS | {"public_supergroup", "private_supergroup"}
NAMELESS = {"saved_messages": "Saved messages", "replies": "Replies"}


@dataclass(frozen=True, slots=True)
class Export:
    """What an export holds. Every element of its message lists is in `messages` or in `problems`.

    `messages` in time order, service messages included; `problems` are (message id or None, why it is set aside);
    `edited` the (chat id, message id) whose text is a later one than what was first sent; `notices` sentences for the
    user. `chat_id` is None when there are several chats.
    """

    name: str
    chat_id: int | None
    messages: tuple[RawMessage, ...]
    problems: tuple[tuple[int | None, str], ...] = ()
    service: int = 0
    edited: frozenset[tuple[int, int]] = frozenset()
    notices: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many messages the file lists."""
        return len(self.messages) + len(self.problems)


def read_export(path: Path) -> Export:
    """Read a whole export; raise `BadInput` with one sentence when the file is none."""
    reader = _Reader()
    try:
        with path.open(encoding="utf-8-sig") as file:
            walk = JsonWalk(file)
            reader.read(walk)
            rest = walk.peek()
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError:
        raise _not_an_export(path, "is not UTF-8 text") from None
    except BrokenJson as error:
        raise _not_an_export(path, _how_broken(path, error, reader.total)) from None
    if rest:
        raise _not_an_export(path, "goes on after its end")
    if not reader.chats:
        raise _not_an_export(path, "has no list of messages")
    return reader.export(path.name)


class ExportSource:
    """Plays an export. `speed` divides the pauses between messages (1: as they were); None plays all at once."""

    def __init__(self, export: Export, clock: Clock, speed: float | None) -> None:
        self._export = export
        self._clock = clock
        self._speed = speed
        self._closed = False

    @property
    def name(self) -> str:
        """What the screen calls it."""
        return f"Chat export {self._export.name}"

    async def messages(self) -> AsyncIterator[RawMessage]:
        """Yield each message when it is due, received at the clock's time but never before it was sent."""
        start = self._clock.now()
        first = self._export.messages[0].sent_at if self._export.messages else start
        for number, message in enumerate(self._export.messages, 1):
            if self._speed is not None:
                due = start + (message.sent_at - first) / self._speed
                if due > self._clock.now():
                    await self._clock.sleep((due - self._clock.now()).total_seconds())
            elif number % LETTING_OTHERS_IN == 0:
                await asyncio.sleep(0)
            if self._closed:
                return
            yield replace(message, received_at=max(message.sent_at, self._clock.now()))

    async def close(self) -> None:
        """Play no further message."""
        self._closed = True


@dataclass(slots=True)
class _Chat:
    """A chat as far as it has been read."""

    name: str = ""
    kind: str = ""
    bare_id: int = 0
    drafts: list[Draft] | None = None

    def learn(self, key: str, value: object) -> None:
        """Take in a member that says which chat this is; what is of another type than usual is ignored."""
        match key, value:
            case "name", str():
                self.name = shown_name(value)
            case "type", str():
                self.kind = value
            case "id", int():
                self.bare_id = value

    @property
    def title(self) -> str:
        """What the screen calls it."""
        return self.name or NAMELESS.get(self.kind, "unnamed chat")

    @property
    def chat_id(self) -> int:
        """The id by which a live connection knows it too."""
        if self.kind in MARKED:
            return CHANNEL_MARK - self.bare_id
        return -self.bare_id if self.kind == "private_group" else self.bare_id


@dataclass(slots=True)
class _Reader:
    """Collects what an export holds while walking it once."""

    total: int = 0
    chats: list[tuple[int, str]] = field(default_factory=list)
    messages: list[RawMessage] = field(default_factory=list)
    problems: list[tuple[int | None, str]] = field(default_factory=list)
    edited: set[tuple[int, int]] = field(default_factory=set)
    local_times: int = 0
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def read(self, walk: JsonWalk) -> None:
        """Read one chat, or an account with its `chats` and `left_chats`."""
        if walk.peek() != "{":
            walk.value()
            return
        chat = _Chat()
        for key in walk.members():
            if key in ("chats", "left_chats") and walk.peek() == "{":
                self._read_account(walk)
            else:
                self._read_member(walk, key, chat)
        self._finish(chat)

    def export(self, file_name: str) -> Export:
        """Return everything read, in time order."""
        self.messages.sort(key=lambda message: (message.sent_at, message.chat_id, message.message_id))
        chat_id, name = self.chats[0] if len(self.chats) == 1 else (None, f"{file_name} ({len(self.chats)} chats)")
        return Export(
            name=name,
            chat_id=chat_id,
            messages=tuple(self.messages),
            problems=tuple(self.problems),
            service=sum(message.is_service for message in self.messages),
            edited=frozenset(self.edited),
            notices=tuple(self._notices()),
        )

    def _notices(self) -> Iterator[str]:
        if self.local_times:
            yield (
                f"{_messages(self.local_times)} without date_unixtime: the exporter's local time was read as UTC, "
                "so prices may be taken hours off."
            )
        if self.edited:
            yield (
                f"{_messages(len(self.edited))} edited after sending: an export keeps only the last text, "
                "which is played at the time of the first."
            )

    def _read_account(self, walk: JsonWalk) -> None:
        for key in walk.members():
            if key != "list" or walk.peek() != "[":
                walk.value()
                continue
            for _ in walk.elements():
                if walk.peek() != "{":
                    walk.value()
                    continue
                chat = _Chat()
                for member in walk.members():
                    self._read_member(walk, member, chat)
                self._finish(chat)

    def _read_member(self, walk: JsonWalk, key: str, chat: _Chat) -> None:
        if key == "messages" and walk.peek() == "[":
            chat.drafts = chat.drafts or []
            for _ in walk.elements():
                self._take(walk.value(), chat.drafts)
            return
        chat.learn(key, walk.value())

    def _take(self, raw: object, drafts: list[Draft]) -> None:
        self.total += 1
        try:
            drafts.append(read_message(raw))
        except Unreadable as error:
            self.problems.append((message_id_of(raw), str(error)))

    def _finish(self, chat: _Chat) -> None:
        """Turn a chat's drafts into messages, now that the chat is known."""
        if chat.drafts is None:
            return
        chat_id, name = chat.chat_id, chat.title
        self.chats.append((chat_id, name))
        itself = (chat_id, name)
        for draft in chat.drafts:
            key = (chat_id, draft.message_id)
            speaks_itself = draft.is_service or chat.kind in BROADCASTS
            sender = draft.sender or (itself if speaks_itself else None)
            if key in self._seen:
                self.problems.append((draft.message_id, "is listed twice"))
            elif sender is None:
                self.problems.append((draft.message_id, "does not say who sent it"))
            else:
                self._keep(draft, draft.of(chat_id, name, sender))

    def _keep(self, draft: Draft, message: RawMessage) -> None:
        key = (message.chat_id, message.message_id)
        self._seen.add(key)
        self.messages.append(message)
        self.local_times += draft.is_local_time
        if draft.is_edited:
            self.edited.add(key)


def _messages(count: int) -> str:
    return "1 message was" if count == 1 else f"{count:,} messages were"


def _how_broken(path: Path, error: BrokenJson, count: int) -> str:
    start = b""
    with suppress(OSError), path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "is empty"
    if start.startswith(b"<"):
        return "is a web page, as the export's HTML format writes it"
    if not count:
        return "ends before its first message" if error.cut else "is not JSON"
    return f"{'breaks off' if error.cut else 'is damaged'} after {count:,} message{'s' if count > 1 else ''}"


def _not_an_export(path: Path, what: str) -> BadInput:
    return BadInput(f"{path} {what}, so nothing was read; expected the result.json of a chat export: {HOW_TO_EXPORT}.")
