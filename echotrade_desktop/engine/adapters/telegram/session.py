"""What Telethon needs to go on where it stopped: the account's key, and how far its updates were read."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telethon.crypto import AuthKey
from telethon.sessions import MemorySession
from telethon.tl.types.updates import State

CHANNELS_BEGIN = -1_000_000_000_000
MOST_ENTITIES = 20_000  # people and chats whose hashes are remembered; a large group tells of many


class VaultSession(MemorySession):
    """A session in memory that says `changed()` when it may be worth keeping anew.

    Nothing is to keep before `signed_in` has named the account: a login that is given up leaves no trace.
    """

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._chats: frozenset[int] = frozenset()
        self.account: str | None = None
        self.is_bot = False

    def signed_in(self, account: str, *, is_bot: bool) -> None:
        """From now on the session is worth keeping."""
        self.account, self.is_bot = account, is_bot

    def need(self, chats: frozenset[int]) -> None:
        """Keep the way to these chats (their hashes) too; of all others nothing is kept."""
        self._chats = chats

    def process_entities(self, told: Any) -> None:
        """Note people and chats that Telegram tells of; of too many, those that are needed."""
        super().process_entities(told)
        if len(self._entities) > MOST_ENTITIES:
            needed = self._needed()
            self._entities.intersection_update([row for row in self._entities if row[0] in needed])

    def _needed(self) -> frozenset[int]:
        """Return whose hashes are needed: the followed chats', and the account's, which is noted as nobody's hash."""
        own = {row[1] for row in self._entities if row[0] == 0}
        return self._chats | own | {0}

    @property
    def is_worth_keeping(self) -> bool:
        """Whether somebody has signed in with it."""
        return self.account is not None and bool(self.auth_key)

    def save(self) -> None:
        """Say that there may be something new; called by Telethon, once a minute among others."""
        if self.is_worth_keeping:
            self._changed()

    def close(self) -> None:
        """Say it a last time; Telethon calls this when it disconnects."""
        self.save()

    def text(self) -> str:
        """Return the session as text; whoever has it has the account."""
        needed = self._needed()
        rows = sorted({row[:2] for row in self._entities if row[0] in needed})
        states = {
            str(entity): [state.pts, state.qts, state.seq, state.date.timestamp() if entity == 0 else 0]
            for entity, state in self.get_update_states()
            if entity == 0 or CHANNELS_BEGIN - entity in self._chats
        }
        values = {
            "dc": [self.dc_id, self.server_address, self.port],
            "key": base64.b64encode(self.auth_key.key).decode(),
            "account": self.account,
            "bot": self.is_bot,
            "chats": rows,
            "states": states,
        }
        return json.dumps(values, sort_keys=True)


def restored(text: str, changed: Callable[[], None]) -> VaultSession:
    """Return the session that was kept as `text`. Raises `ValueError` when it is none."""
    session = VaultSession(changed)
    try:
        values: dict[str, Any] = json.loads(text)
        session.set_dc(*values["dc"])
        session.auth_key = AuthKey(base64.b64decode(values["key"], validate=True))
        session.signed_in(str(values["account"]), is_bot=bool(values["bot"]))
        session._entities = {(entity, hash_, None, None, None) for entity, hash_ in values["chats"]}  # noqa: SLF001
        for entity, (pts, qts, seq, date) in values["states"].items():
            at = datetime.fromtimestamp(date, UTC)
            session.set_update_state(int(entity), State(pts, qts, at, seq, unread_count=0))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a kept session") from error
    return session
