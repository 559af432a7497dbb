"""One message of a Telegram Desktop export, read strictly: a message that is not what it should be is set aside."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import NamedTuple

from echotrade_desktop.engine.adapters.export_text import text_of
from echotrade_desktop.engine.domain.signal import Origin, RawMessage

CHANNEL_MARK = -1_000_000_000_000  # Telegram's bot and client interfaces tell channels from users by it
FIRST_TIME = datetime(2013, 8, 1, tzinfo=UTC)  # Telegram is no older
LAST_TIME = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_NAME = 128  # characters
LONGEST_ID = 18  # digits


class Unreadable(ValueError):
    """A message cannot be used; `str` says why, as the second half of "message 7 …"."""


class Draft(NamedTuple):
    """A message before its chat is known: a file may name the chat after its messages."""

    message_id: int
    sent_at: datetime
    sender: tuple[int, str] | None  # id and name; None when the file does not say
    text: str
    reply_to: int | None
    is_service: bool
    is_edited: bool
    is_local_time: bool

    def of(self, chat_id: int, chat_name: str, sender: tuple[int, str]) -> RawMessage:
        """Return the message of that chat, received when it was sent."""
        return RawMessage(
            chat_id=chat_id,
            message_id=self.message_id,
            edit_version=0,
            sent_at=self.sent_at,
            received_at=self.sent_at,
            sender_id=sender[0],
            sender_name=sender[1],
            text=self.text,
            chat_name=chat_name,
            reply_to=self.reply_to,
            origin=Origin.EXPORT,
            is_service=self.is_service,
        )


def read_message(raw: object) -> Draft:
    """Return the message, or raise `Unreadable`. Fields that are not known are ignored."""
    message_id = message_id_of(raw)
    if not isinstance(raw, dict) or message_id is None:
        raise Unreadable("has no usable id")
    match raw.get("type"):
        case "message":
            is_service = False
        case "service":
            is_service = True
        case "unsupported":
            raise Unreadable("is of a kind that Telegram Desktop could not export")
        case other:
            raise Unreadable(f"is of an unknown type ({_shown(other)})")
    who = "actor" if is_service else "from"
    return Draft(
        message_id=message_id,
        sent_at=_sent_at(raw),
        sender=_sender(raw.get(f"{who}_id"), raw.get(who), lenient=is_service),
        text="" if is_service else _text(raw),
        reply_to=None if is_service else _reply_to(raw),
        is_service=is_service,
        is_edited=raw.get("edited_unixtime") is not None or raw.get("edited") is not None,
        is_local_time=raw.get("date_unixtime") is None,
    )


def message_id_of(raw: object) -> int | None:
    """Return the id, if it has one. Ids of a group's time before it became a supergroup are negative."""
    value = raw.get("id") if isinstance(raw, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value else None


def shown_name(value: object) -> str:
    """Return a name fit for one line: no control or invisible characters, not too long; "" when there is none."""
    if not isinstance(value, str):
        return ""
    printable = "".join(filter(str.isprintable, " ".join(value.split())))
    return " ".join(printable.split())[:LONGEST_NAME].strip()


def _sent_at(raw: dict[str, object]) -> datetime:
    """Prefer the time that is certain; the other is the local time of whoever exported, and is read as UTC."""
    unix, local = raw.get("date_unixtime"), raw.get("date")
    sent_at: datetime | None = None
    with suppress(ValueError, OverflowError, OSError):
        if isinstance(unix, str | int) and not isinstance(unix, bool):
            sent_at = datetime.fromtimestamp(int(unix), UTC)
        elif unix is None and isinstance(local, str):
            parsed = datetime.fromisoformat(local)
            sent_at = parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    given = _shown(local if unix is None else unix)
    if sent_at is None:
        raise Unreadable(f"has no readable date ({given})")
    if not FIRST_TIME <= sent_at < LAST_TIME:
        raise Unreadable(f"has an impossible date ({given})")
    return sent_at


_MARKED_ID: dict[str, Callable[[int], int]] = {
    "user": lambda bare: bare,
    "chat": lambda bare: -bare,
    "channel": lambda bare: CHANNEL_MARK - bare,
}


def _sender(peer: object, name: object, lenient: bool) -> tuple[int, str] | None:
    """Return the id and name of a sender given as "user123", "chat123" or "channel123"."""
    if isinstance(peer, str):
        kind = peer.rstrip("0123456789")
        digits = peer[len(kind) :]
        if kind in _MARKED_ID and 0 < len(digits) <= LONGEST_ID:
            return _MARKED_ID[kind](int(digits)), shown_name(name) or "deleted account"
    if peer is None or lenient:
        return None
    raise Unreadable(f"has an unknown kind of sender ({_shown(peer)})")


def _text(raw: dict[str, object]) -> str:
    text = text_of(raw.get("text"))
    if text is None:
        raise Unreadable("has no readable text")
    return text


def _reply_to(raw: dict[str, object]) -> int | None:
    """Return the id of the message it answers, if that is in the same chat."""
    value = raw.get("reply_to_message_id")
    if value is None or raw.get("reply_to_peer_id") is not None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Unreadable(f"answers an unreadable message id ({_shown(value)})")


def _shown(value: object) -> str:
    return "missing" if value is None else "".join(filter(str.isprintable, repr(value)[:40]))
