"""The user's chats as the picker shows them: what there is, how it looks, who writes there."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from telethon import errors, utils
from telethon.tl import types

from echotrade_desktop.engine.adapters.export_message import shown_name
from echotrade_desktop.engine.adapters.telegram.sentences import ChatClosed
from echotrade_desktop.engine.domain.telegram import ChatKind, Dialog, Member

if TYPE_CHECKING:
    from telethon import TelegramClient

LOOKED_AT = 200  # newest posts, to see who writes


async def dialogs(client: "TelegramClient", followed: Collection[int]) -> tuple[Dialog, ...]:
    """Return every chat, the newest first. Raises what Telethon raises.

    A bot may not ask for them; it knows those that Telegram has told it of, in no order.
    """
    try:
        found = await client.get_dialogs(ignore_migrated=True)
    except errors.BotMethodInvalidError:
        heard = {row[0] for row in client.session._entities if row[0] < 0}  # noqa: SLF001 - no other way to list them
        return tuple([_dialog(await client.get_entity(chat_id), chat_id, None, followed) for chat_id in heard])
    return tuple(_dialog(one.entity, one.id, one.message, followed) for one in found)


def _dialog(entity: Any, chat_id: int, newest: Any, followed: Collection[int]) -> Dialog:
    is_channel = isinstance(entity, types.Channel) and entity.broadcast
    kind = ChatKind.PERSON if isinstance(entity, types.User) else ChatKind.CHANNEL if is_channel else ChatKind.GROUP
    return Dialog(
        chat_id=chat_id,
        title=name_of(entity) or "unnamed chat",
        kind=kind,
        username=getattr(entity, "username", None),
        members=getattr(entity, "participants_count", None),
        followed=chat_id in followed,
        last_post_at=newest.date if newest else None,
    )


async def icon(client: "TelegramClient", chat_id: int) -> bytes | None:
    """Return a chat's small picture, None when it has none."""
    entity = await client.get_entity(await peer_of(client, chat_id))
    data = await client.download_profile_photo(entity, file=bytes, download_big=False)
    return data or None


async def members(client: "TelegramClient", chat_id: int) -> tuple[Member, ...]:
    """Return who wrote the newest posts, most posts first."""
    names: dict[int, str] = {}
    counts: Counter[int] = Counter()
    async for message in client.iter_messages(await peer_of(client, chat_id), limit=LOOKED_AT):
        sender = message.sender_id or chat_id
        counts[sender] += 1
        names.setdefault(sender, name_of(message.sender) or str(sender))
    return tuple(Member(sender, names[sender], posts) for sender, posts in counts.most_common())


async def newest(client: "TelegramClient", chat_ids: Iterable[int]) -> dict[int, int]:
    """Return the newest post of each chat, 0 where there is none or none may be asked for."""
    is_bot = bool((await client.get_me()).bot)
    found = {}
    for chat_id in chat_ids:
        posts = [] if is_bot else await client.get_messages(await peer_of(client, chat_id), limit=1)
        found[chat_id] = posts[0].id if posts else 0
    return found


async def peer_of(client: "TelegramClient", chat_id: int) -> Any:
    """Return how Telegram is told which chat is meant; its list of chats is asked for when it is not known.

    Raises `ChatClosed` when the chat is not among them.
    """
    try:
        return await client.get_input_entity(chat_id)
    except ValueError:
        pass
    try:
        await client.get_dialogs(ignore_migrated=True)
        return await client.get_input_entity(chat_id)
    except (ValueError, errors.BotMethodInvalidError):
        raise ChatClosed("it is not among your chats any more") from None


def name_of(entity: Any) -> str:
    """Return how a person or a chat is called, "" when that is not known."""
    return shown_name(utils.get_display_name(entity) or "") if entity is not None else ""
