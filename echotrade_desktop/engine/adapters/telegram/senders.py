"""Whose posts count. People are known by their numbers; a name is for showing, and may be anybody's tomorrow."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from echotrade_desktop.engine.domain.telegram import FollowedChat


def plain_name(name: str) -> str:
    """Return a user name without its @, in small letters."""
    return name.strip().removeprefix("@").casefold()


class AllowedUsers:
    """Those whose posts count, by number or by user name.

    A name belongs to the first number it is seen with: who takes it later is somebody else.
    """

    def __init__(self, users: Iterable[int | str]) -> None:
        self._ids: set[int] = set()
        self._names: dict[str, int | None] = {}
        for user in users:
            if isinstance(user, int) or user.strip().lstrip("-").isdigit():
                self._ids.add(int(user))
            elif plain_name(user):
                self._names[plain_name(user)] = None

    def __bool__(self) -> bool:
        return bool(self._ids or self._names)

    def allows(self, user: int | str, name: str | None = None) -> bool:
        """Whether somebody counts: by number, by a name alone, or by a number that shows a name."""
        if isinstance(user, str):
            digits = user.strip().lstrip("-").isdigit()
            return int(user) in self._ids if digits else plain_name(user) in self._names
        if user in self._ids or user in self._names.values():
            return True
        known = plain_name(name) if name else ""
        if known and self._names.get(known, 0) is None:
            self._names[known] = user
            return True
        return False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote a post: the number that counts, and how they are called."""

    sender_id: int
    name: str
    username: str | None = None


class Ears:
    """Which posts of the followed chats are heard; who is not is only counted."""

    def __init__(self, allowed: AllowedUsers) -> None:
        self._allowed = allowed
        self._counted: dict[int, int] = {}  # up to which post, by chat: a post that is read again counts once
        self.unheard: Counter[int] = Counter()  # posts by chat

    def hears(self, chat: FollowedChat, message: Any, sender: Sender) -> bool:
        """Whether a post counts; a stranger's is counted and forgotten."""
        if chat.topic_id is not None and topic_of(message) != chat.topic_id:
            return False
        chosen = chat.senders or (() if self._allowed else (chat.chat_id,))
        heard = sender.sender_id in chosen or self._allowed.allows(sender.sender_id, sender.username)
        if not heard and message.id > self._counted.get(chat.chat_id, 0):
            self._counted[chat.chat_id] = message.id
            self.unheard[chat.chat_id] += 1
        return heard


def topic_of(message: Any) -> int | None:
    """Return the topic of a group that a post is in; the general one, whose posts say nothing, is 1."""
    header = getattr(message, "reply_to", None)
    if header is None or not getattr(header, "forum_topic", False):
        return 1
    return int(header.reply_to_top_id or header.reply_to_msg_id)


def answered(message: Any) -> int | None:
    """Return the post that a post answers; being in a topic is no answer to the topic's first post."""
    header = getattr(message, "reply_to", None)
    number = getattr(header, "reply_to_msg_id", None)
    if header is None or number is None or getattr(header, "reply_to_peer_id", None) is not None:
        return None
    if getattr(header, "forum_topic", False) and header.reply_to_top_id is None:
        return None
    return int(number)
