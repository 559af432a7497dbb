"""Which chat an update of Telegram's is about, and what it says there."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from telethon.tl import types

from echotrade_desktop.engine.adapters.telegram.posts import EDITED, NEW, chat_of
from echotrade_desktop.engine.adapters.telegram.reader import CHANNELS_BEGIN, ChatReader
from echotrade_desktop.engine.domain.signal import RawMessage

Steps = tuple[ChatReader, AsyncIterator[RawMessage]]


def told_by(update: Any, readers: Mapping[int, ChatReader]) -> Iterator[Steps]:
    """Yield each followed chat that an update concerns, with what is to be read because of it."""
    if isinstance(update, (*NEW, *EDITED)):
        message = update.message
        if isinstance(message, types.MessageEmpty):
            return
        reader = readers.get(chat_of(message))
        if reader is not None:
            reader.in_doubt |= update.pts == 0  # out of a difference, of which Telethon leaves out edits and deletions
            entities = getattr(update, "_entities", None) or {}
            steps = reader.pushed if isinstance(update, NEW) else reader.edited
            yield reader, steps(message, entities)
    elif isinstance(update, types.UpdateDeleteChannelMessages):
        reader = readers.get(CHANNELS_BEGIN - update.channel_id)
        if reader is not None:
            yield reader, reader.deleted(update.messages)
    elif isinstance(update, types.UpdateDeleteMessages):  # of a talk or a small group: it does not say which
        for reader in readers.values():
            if not reader.numbers_its_posts:
                yield reader, reader.deleted(update.messages)
