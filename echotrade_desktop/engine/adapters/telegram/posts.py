"""Telegram's messages as the engine's: who wrote them, which version they are, what they answer."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from telethon import utils
from telethon.tl import types

from echotrade_desktop.engine.adapters.telegram.chats import name_of
from echotrade_desktop.engine.adapters.telegram.senders import Sender, answered
from echotrade_desktop.engine.domain.signal import RawMessage, edit_number
from echotrade_desktop.engine.domain.telegram import FollowedChat

LONGEST_TEXT = 8_192  # twice what Telegram lets anybody write

NEW = (types.UpdateNewChannelMessage, types.UpdateNewMessage)
EDITED = (types.UpdateEditChannelMessage, types.UpdateEditMessage)


def chat_of(message: Any) -> int:
    """Return the chat of a message, in the marked form."""
    return int(utils.get_peer_id(message.peer_id))


def sender_of(message: Any, chat: FollowedChat, entities: Mapping[int, Any]) -> Sender:
    """Return who wrote a message.

    A channel's post is the channel's, also when it is signed; somebody chosen by number who signs it stays himself.
    An anonymous admin is the group, and a channel that posts as itself is that channel.
    """
    chat_id = chat_of(message)
    if message.out and message.from_id is None and not message.post:
        return Sender(0, "you")  # the user's own words in a talk
    signed = utils.get_peer_id(message.from_id) if message.from_id is not None else None
    own_chat = signed is None or (message.post and signed not in chat.senders)
    number = chat_id if own_chat else int(signed or chat_id)
    entity = entities.get(number)
    name = (chat.trader or chat.title) if number == chat_id else name_of(entity) or str(number)
    if chat.trader and chat.senders == (number,):
        name = chat.trader
    return Sender(number, name, getattr(entity, "username", None))


def raw_message(
    message: Any, chat: FollowedChat, sender: Sender, received_at: datetime, *, is_edit: bool = False
) -> RawMessage:
    """Return a message as the engine takes it."""
    is_service = isinstance(message, types.MessageService)
    edited_at = message.edit_date if is_edit else None
    return RawMessage(
        chat_id=chat.chat_id,
        message_id=message.id,
        edit_version=edit_number(message.date, edited_at) if edited_at else 0,
        sent_at=message.date,
        received_at=received_at,
        sender_id=sender.sender_id,
        sender_name=sender.name,
        text="" if is_service else (message.message or "")[:LONGEST_TEXT],
        chat_name=chat.title,
        reply_to=answered(message),
        is_service=is_service,
    )
