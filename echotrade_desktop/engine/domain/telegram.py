"""What the screen and the engine say to each other about the user's Telegram account."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class LoginStep(StrEnum):
    """Where the way into the account stands."""

    NO_CONSENT = "no consent"  # nothing may be connected yet
    SIGNED_OUT = "signed out"
    CODE_SENT = "code sent"
    PASSWORD_NEEDED = "password needed"  # noqa: S105 - the name of a step
    QR_SHOWN = "qr shown"
    SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class LoginState:
    """One moment of the way in. `problem` is a sentence for the user, None while all is well."""

    step: LoginStep
    account: str | None = None  # the name Telegram shows, never the number
    code_goes_to: str | None = None  # "the Telegram app", "SMS"
    password_hint: str | None = None
    qr_url: str | None = field(default=None, repr=False)  # whoever shows it to Telegram signs in
    until: datetime | None = None  # the QR code's end, or the end of a flood wait (UTC)
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class AppKey:
    """What my.telegram.org gives a user: needed for an account and for a bot alike."""

    api_id: int
    api_hash: str = field(repr=False)


class ChatKind(StrEnum):
    """What kind of chat a dialog is."""

    CHANNEL = "channel"
    GROUP = "group"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Dialog:
    """A chat of the user's, as the picker shows it; `chat_id` is in the marked form (-100… a channel)."""

    chat_id: int
    title: str
    kind: ChatKind
    username: str | None = None
    members: int | None = None
    followed: bool = False
    last_post_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who posts in a chat; the id counts, the name is for display."""

    sender_id: int
    name: str
    posts: int = 0  # among the newest that were looked at


@dataclass(frozen=True, slots=True)
class FollowedChat:
    """A chat whose calls are read, as the user chose it; `senders` empty means: the channel itself, nobody else."""

    chat_id: int
    title: str
    enabled: bool = True
    senders: tuple[int, ...] = ()
    trader: str = ""  # "" is the chat's title
    topic_id: int | None = None  # one topic of a group; None means all


class TelegramAccount(Protocol):
    """The user's Telegram. Every verb raises `BadInput` with a sentence when it cannot be; `state` then says why."""

    @property
    def state(self) -> LoginState:
        """Return where the login stands."""
        ...

    @property
    def agreed_at(self) -> datetime | None:
        """Return when the user agreed (UTC), None when they have not, or took it back."""
        ...

    def subscribe(self, listener: Callable[[LoginState], None]) -> Callable[[], None]:
        """Call `listener` with every change; return the way to unsubscribe."""
        ...

    async def consent(self) -> None:
        """Keep that the user has agreed, with the time; only from now on may anything be connected."""
        ...

    async def revoke(self, keep_messages: bool) -> None:
        """Sign out, delete the session and the consent; erase stored messages unless they are to be kept."""
        ...

    async def send_code(self, key: AppKey, phone: str) -> None:
        """Ask Telegram to send a login code."""
        ...

    async def enter_code(self, code: str) -> None:
        """Answer with the code; the state says whether a password is needed too."""
        ...

    async def enter_password(self, password: str) -> None:
        """Answer with the password of two-step verification."""
        ...

    async def show_qr(self, key: AppKey) -> None:
        """Begin a login by QR code; it is renewed before it ends until signed in or cancelled."""
        ...

    async def sign_in_bot(self, key: AppKey, token: str) -> None:
        """Sign in as a bot, which sees only chats where it is a member."""
        ...

    async def cancel_login(self) -> None:
        """Give up the login that has begun."""
        ...

    async def dialogs(self) -> Sequence[Dialog]:
        """Return the user's chats, the newest first."""
        ...

    async def icon(self, chat_id: int) -> bytes | None:
        """Return a chat's small picture (JPEG), None when it has none."""
        ...

    async def members(self, chat_id: int) -> Sequence[Member]:
        """Return who posted lately in a chat, most posts first."""
        ...

    async def follow(self, chats: Sequence[FollowedChat]) -> None:
        """Read exactly these chats from now on; kept across restarts."""
        ...

    def followed(self) -> Sequence[FollowedChat]:
        """Return the chats that are read."""
        ...
