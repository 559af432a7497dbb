"""What there is on the loopback Telegram: people, their accounts, chats, posts, and what happened to these."""

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb004300") + b"\x08" * 64 + bytes.fromhex("ffd9")
CHANNEL_MARK = -1_000_000_000_000
FIRST_PERSON, FIRST_CHAT = 700_000_001, 1_500_000_001


class Kind(StrEnum):
    """What kind of chat it is."""

    CHANNEL = "channel"
    GROUP = "group"
    FORUM = "forum"
    PERSON = "person"


@dataclass(eq=False)
class Person:
    """Somebody with a Telegram account, or a bot."""

    id: int
    name: str
    username: str | None = None
    is_bot: bool = False
    picture: bytes | None = None
    access_hash: int = field(default_factory=lambda: int.from_bytes(os.urandom(7), "big"))

    @property
    def sender_id(self) -> int:
        """Its id as a sender."""
        return self.id


@dataclass(eq=False)
class Account:
    """A person who can sign in: by a phone, or by a bot's token."""

    person: Person
    phone: str | None = None
    token: str | None = None
    password: str | None = None
    hint: str = "first pet"
    phone_banned: bool = False
    pts: int = 1
    log: list["Change"] = field(default_factory=list)


@dataclass(eq=False)
class Post:
    """A message as it stands."""

    id: int
    sent_at: datetime
    text: str
    sender: "Person | Chat | None" = None  # None: the chat itself
    author: str | None = None  # the name under a channel's post
    reply_to: int | None = None
    topic: int | None = None
    album: int | None = None
    picture: bool = False
    forwarded_from: "Person | Chat | None" = None
    action: str | None = None  # a service message: joined, pinned
    edited_at: datetime | None = None
    deleted: bool = False


@dataclass(frozen=True, eq=False)
class Change:
    """Something that happened in a chat: "new", "edit" or "delete", and which `pts` it brought the chat to."""

    what: str
    posts: tuple[Post, ...]
    pts: int


@dataclass(eq=False)
class Chat:
    """A channel, a group (with topics: a forum), or the talk with one person."""

    id: int
    title: str
    kind: Kind
    username: str | None = None
    members: int | None = None
    picture: bytes | None = None
    person: Person | None = None  # of a talk
    private: bool = False  # the user was thrown out
    access_hash: int = field(default_factory=lambda: int.from_bytes(os.urandom(7), "big"))
    posts: dict[int, Post] = field(default_factory=dict)
    pts: int = 1
    log: list[Change] = field(default_factory=list)
    kept: int | None = None  # how many changes a difference can still tell; None: all

    @property
    def sender_id(self) -> int:
        """Its id as a sender, and as a chat."""
        return self.person.id if self.person else CHANNEL_MARK - self.id

    @property
    def chat_id(self) -> int:
        """Its id in the marked form."""
        return self.sender_id

    def alive(self) -> list[Post]:
        """Return what has not been deleted, the oldest first."""
        return [post for post in self.posts.values() if not post.deleted]


class World:
    """Everything there is; `changed(chat, change)` is called for what happens."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.now = now
        self.changed: Callable[[Chat, Change], None] = lambda _chat, _change: None
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}  # by marked id
        self.accounts: list[Account] = []
        self._person_ids = itertools.count(FIRST_PERSON)
        self._chat_ids = itertools.count(FIRST_CHAT)
        self._talk_ids = itertools.count(1)

    # --- who and where ---

    def add_person(self, name: str, username: str | None = None, *, bot: bool = False) -> Person:
        """Return a new person."""
        person = Person(next(self._person_ids), name, username, bot)
        self.people[person.id] = person
        return person

    def add_account(self, phone: str, *, name: str = "Nora Stern", password: str | None = None) -> Account:
        """Return a new account of a person."""
        account = Account(self.add_person(name, "nora"), phone=phone, password=password)
        self.accounts.append(account)
        return account

    def add_bot(self, token: str, *, name: str = "Reader") -> Account:
        """Return a new bot."""
        account = Account(self.add_person(name, "reader_bot", bot=True), token=token)
        self.accounts.append(account)
        return account

    def add_chat(
        self,
        title: str,
        kind: Kind | str = Kind.CHANNEL,
        *,
        username: str | None = None,
        members: int | None = 1200,
        picture: bool = False,
    ) -> Chat:
        """Return a new chat in which every account is a member."""
        chat = Chat(next(self._chat_ids), title, Kind(kind), username, members)
        chat.picture = PICTURE if picture else None
        if chat.kind is Kind.PERSON:
            chat.person = self.add_person(title, username)
        self.chats[chat.chat_id] = chat
        return chat

    # --- what happens ---

    def post(
        self,
        chat: Chat,
        text: str,
        *,
        sender: Person | Chat | None = None,
        age: float = 0,
        reply_to: int | None = None,
        topic: int | None = None,
        album: int | None = None,
        picture: bool = False,
        forwarded_from: Person | Chat | None = None,
        author: str | None = None,
        action: str | None = None,
    ) -> Post:
        """Post in a chat; `age` in seconds is how long ago it is said to have been."""
        number = next(self._talk_ids) if chat.kind is Kind.PERSON else max(chat.posts, default=0) + 1
        sent = (self.now() - timedelta(seconds=age)).replace(microsecond=0)
        post = Post(number, sent, text, sender, author, reply_to, topic, album, picture, forwarded_from, action)
        chat.posts[number] = post
        self._happened(chat, "new", post)
        return post

    def edit(self, chat: Chat, number: int, text: str) -> Post:
        """Change a post's text."""
        post = chat.posts[number]
        post.text = text
        post.edited_at = self.now().replace(microsecond=0)
        self._happened(chat, "edit", post)
        return post

    def delete(self, chat: Chat, *numbers: int) -> None:
        """Delete posts for everybody."""
        gone = [chat.posts[number] for number in numbers if not chat.posts[number].deleted]
        for post in gone:
            post.deleted = True
        if gone:
            self._happened(chat, "delete", *gone)

    def _happened(self, chat: Chat, what: str, *posts: Post) -> None:
        if chat.kind is Kind.PERSON:
            for account in self.accounts:
                account.pts += len(posts)
                account.log.append(Change(what, posts, account.pts))
        chat.pts += len(posts)
        change = Change(what, posts, chat.pts)
        chat.log.append(change)
        self.changed(chat, change)
