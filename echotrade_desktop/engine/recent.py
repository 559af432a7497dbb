"""What each sender wrote last, for a minute: an alert waits for its details, a call for its correction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from echotrade_desktop.engine.domain.ports import Clock
from echotrade_desktop.engine.domain.signal import RawMessage

PATIENCE = timedelta(seconds=60)


class RecentMessages:
    """The last message of every sender in every chat, forgotten after `PATIENCE` or with the next message."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: dict[tuple[int, int], tuple[datetime, RawMessage]] = {}

    def restore(self, messages: Iterable[RawMessage]) -> None:
        """Remember what was written before a restart."""
        for message in messages:
            self._last[message.chat_id, message.sender_id] = (message.received_at, message)

    def copy(self) -> "RecentMessages":
        """Return the same memory once more, to be noted in on trial."""
        copy = RecentMessages(self._clock)
        copy._last = self._last
        return copy

    def note(self, message: RawMessage) -> None:
        """Remember a message as its sender's last; an edit takes the place of what it edits, a deletion removes it."""
        now = self._clock.now()
        self._last = {key: kept for key, kept in self._last.items() if now - kept[0] <= PATIENCE}
        if message.deleted:  # the news of a deletion need not say whose message it was
            self._last = {key: kept for key, kept in self._last.items() if not _is_same(kept[1], message)}
        elif message.is_service:
            return
        elif message.edit_version == 0:
            self._last = {**self._last, (message.chat_id, message.sender_id): (now, message)}
        else:
            self._last = {
                key: (kept[0], message) if _is_same(kept[1], message) else kept for key, kept in self._last.items()
            }

    def before(self, message: RawMessage) -> RawMessage | None:
        """Return what the sender wrote right before a new message, None when that is longer ago than `PATIENCE`."""
        found = self._last.get((message.chat_id, message.sender_id))
        if found is None or message.edit_version > 0 or message.deleted:
            return None
        arrived, last = found
        fresh = self._clock.now() - arrived <= PATIENCE and abs(message.sent_at - last.sent_at) <= PATIENCE
        return last if fresh and last.message_id != message.message_id else None


def _is_same(one: RawMessage, other: RawMessage) -> bool:
    return (one.chat_id, one.message_id) == (other.chat_id, other.message_id)
