"""What the user chose: the consent, the followed chats, and from which post on each is read. Nothing secret."""

import json
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from echotrade_desktop.engine.domain.errors import StoreUnavailable
from echotrade_desktop.engine.domain.telegram import FollowedChat

log = logging.getLogger(__name__)

FILE_NAME = "telegram.json"


@dataclass(frozen=True, slots=True)
class Choices:
    """`consent` is when the user agreed; `since` has, by chat, the last post that is not read any more."""

    consent: datetime | None = None
    followed: tuple[FollowedChat, ...] = ()
    since: Mapping[int, int] = field(default_factory=dict)


class ChoicesFile:
    """Keeps the choices in the profile, whole or not at all; without a readable file nothing was agreed to."""

    def __init__(self, profile: Path) -> None:
        self._path = profile / FILE_NAME
        self.now = self._read()

    @property
    def chats(self) -> tuple[FollowedChat, ...]:
        """The chats that are read."""
        return tuple(chat for chat in self.now.followed if chat.enabled)

    def agree(self, at: datetime) -> None:
        """Keep the consent. Raises `StoreUnavailable`."""
        self._write(replace(self.now, consent=at))

    def forget(self) -> None:
        """Keep nothing any more. Raises `StoreUnavailable`."""
        self._write(Choices())

    def follow(self, chats: Sequence[FollowedChat], since: Mapping[int, int]) -> None:
        """Keep which chats are read; `since` is added to what is known already. Raises `StoreUnavailable`."""
        kept = {chat.chat_id for chat in chats}
        merged = {chat_id: post for chat_id, post in {**since, **self.now.since}.items() if chat_id in kept}
        self._write(replace(self.now, followed=tuple(chats), since=merged))

    def read_until(self, chat_id: int, post: int) -> None:
        """Keep that nothing up to `post` is missing in a chat. Raises `StoreUnavailable`."""
        if post > self.now.since.get(chat_id, 0):
            self._write(replace(self.now, since={**self.now.since, chat_id: post}))

    def _read(self) -> Choices:
        try:
            return _decoded(json.loads(self._path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return Choices()
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            log.warning("%s could not be read; Telegram waits for the user's consent", self._path.name)
            return Choices()

    def _write(self, choices: Choices) -> None:
        draft = self._path.with_name(f"{FILE_NAME}.draft")
        try:
            with draft.open("w", encoding="utf-8") as file:
                json.dump(_encoded(choices), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.chmod(0o600)
            draft.replace(self._path)
        except OSError as error:
            raise StoreUnavailable(
                f"{self._path} could not be written ({error.strerror}). Nothing was changed; make room and try again."
            ) from None
        self.now = choices


def _encoded(choices: Choices) -> dict[str, Any]:
    return {
        "consent": choices.consent.isoformat() if choices.consent else None,
        "followed": [asdict(chat) for chat in choices.followed],
        "since": {str(chat_id): post for chat_id, post in choices.since.items()},
    }


def _decoded(values: dict[str, Any]) -> Choices:
    agreed = values["consent"]
    chats = [FollowedChat(**{**chat, "senders": tuple(chat["senders"])}) for chat in values["followed"]]
    since = {int(chat_id): int(post) for chat_id, post in values["since"].items()}
    return Choices(datetime.fromisoformat(agreed) if agreed else None, tuple(chats), since)
