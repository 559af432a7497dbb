"""Message versions as they came: stored once, with the chat's high-water mark; their words can be erased for good."""

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

import orjson
from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.errors import StoreDamaged
from echotrade_desktop.engine.domain.history import MessagePlace, ReadMessage
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.store import codec, tables
from echotrade_desktop.engine.store.rows import Row, Rows

MESSAGES = Rows(tables.Messages, RawMessage)
_KEPT = MESSAGES.columns.index("text")
_INSERT = (
    f"INSERT INTO messages ({', '.join(MESSAGES.columns)}) "  # noqa: S608  columns of our own table
    f"VALUES ({', '.join('?' * len(MESSAGES.columns))}) "
    "ON CONFLICT DO NOTHING"
)
_MARK = (
    "INSERT INTO chats (chat_id, high_water, stored) VALUES (?, ?, 1) ON CONFLICT (chat_id) "
    "DO UPDATE SET high_water = max(high_water, excluded.high_water), stored = stored + 1"
)
_NEWEST_VERSION = f"{MESSAGES.select} WHERE chat_id = ? AND message_id = ? ORDER BY edit_version DESC LIMIT 1"
_VERSION = f"{MESSAGES.select} WHERE chat_id = ? AND message_id = ? AND edit_version = ?"
_NEWEST = (
    f"SELECT {', '.join(f'm.{column}' for column in MESSAGES.columns)}, r.kind, r.rest "  # noqa: S608
    "FROM messages m LEFT JOIN readings r USING (chat_id, message_id, edit_version) "
    "WHERE m.received_at <= ?1 AND (m.received_at, m.message_id, m.edit_version, m.chat_id) < (?1, ?2, ?3, ?4) "
    "ORDER BY m.received_at DESC, m.message_id DESC, m.edit_version DESC, m.chat_id DESC LIMIT ?5"
)
_OF_CHAT = (
    f"{MESSAGES.select} AS m WHERE chat_id = ? AND is_service = 0 AND deleted = 0 AND edit_version = "  # noqa: S608
    "(SELECT max(edit_version) FROM messages n WHERE n.chat_id = m.chat_id AND n.message_id = m.message_id) "
    "ORDER BY message_id DESC LIMIT ?"
)
_NEWEST_OF_EACH = (
    f"SELECT {', '.join(f'm.{column}' for column in MESSAGES.columns)} FROM chats c "  # noqa: S608
    "JOIN messages m ON m.chat_id = c.chat_id AND m.message_id = c.high_water AND m.edit_version = 0 "
    "ORDER BY m.received_at DESC"
)
LATEST = "9"  # sorts after every instant
_WITH_WORDS = f"{MESSAGES.select} WHERE text IS NOT NULL"


def checksum(row: Row) -> str:
    """Return SHA-256 over a message's row, its checksum left out, in hexadecimal."""
    return hashlib.sha256(orjson.dumps(row[:-1], default=repr)).hexdigest()  # repr: damage may leave bytes


def _sealed(row: Row) -> Row:
    return (*row[:-1], checksum(row))


def _storable(value: Any) -> Any:
    """Replace half surrogate pairs, which exports contain and UTF-8 cannot write."""
    if not isinstance(value, str) or value.isascii():
        return value
    return value.encode("utf-8", "replace").decode()


def receive(database: SqliteDatabase, message: RawMessage) -> bool:
    """Store a message version and move the chat's mark; False when it is already there."""
    row = tuple(_storable(value) for value in MESSAGES.encode(message, checksum=""))
    row = _sealed(row)
    if database.execute_sql(_INSERT, row).rowcount == 0:
        return False
    database.execute_sql(_MARK, (message.chat_id, message.message_id))
    return True


def text_of(database: SqliteDatabase, chat_id: int, message_id: int, edit_version: int | None = None) -> str | None:
    """Return the words of a message, of its newest version by default; None when unknown or erased.

    Raises `StoreDamaged` when the message is not as it came.
    """
    if edit_version is None:
        row = database.execute_sql(_NEWEST_VERSION, (chat_id, message_id)).fetchone()
    else:
        row = database.execute_sql(_VERSION, (chat_id, message_id, edit_version)).fetchone()
    if row is not None and checksum(row) != row[-1]:
        raise StoreDamaged(f"The ledger is damaged: message {message_id} of chat {chat_id} is not as it came.")
    return None if row is None else row[_KEPT]


def latest_edit(database: SqliteDatabase, chat_id: int, message_id: int) -> int | None:
    """Return the highest edit version stored of a message."""
    query = "SELECT max(edit_version) FROM messages WHERE chat_id = ? AND message_id = ?"
    latest: int | None = database.execute_sql(query, (chat_id, message_id)).fetchone()[0]
    return latest


def stored_of(database: SqliteDatabase, keys: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """Return which of these messages (chat, message) are stored, in any version."""
    return frozenset(key for key in keys if latest_edit(database, *key) is not None)


def high_water(database: SqliteDatabase, chat_id: int) -> int | None:
    """Return the highest message id stored of a chat."""
    row = database.execute_sql("SELECT high_water FROM chats WHERE chat_id = ?", (chat_id,)).fetchone()
    return None if row is None else row[0]


def erase(database: SqliteDatabase, chat_id: int | None) -> int:
    """Forget the words of a chat, or of all; return of how many message versions. The rows themselves stay."""
    condition, parameters = ("", ()) if chat_id is None else (" AND chat_id = ?", (chat_id,))
    rows = database.execute_sql(_WITH_WORDS + condition, parameters).fetchall()
    for row in rows:
        empty = _sealed((*row[:_KEPT], None, *row[_KEPT + 1 :]))
        database.execute_sql(
            "UPDATE messages SET text = NULL, checksum = ? WHERE chat_id = ? AND message_id = ? AND edit_version = ?",
            (empty[-1], *row[:3]),
        )
    return len(rows)


def newest(database: SqliteDatabase, limit: int, before: MessagePlace | None) -> list[ReadMessage]:
    """Return up to `limit` message versions that came before a place (default: the newest), newest first."""
    found = []
    place: Row = (LATEST, 0, 0, 0)
    if before is not None:
        received = codec.write_instant(before.received_at)
        place = (received, before.message_id, before.edit_version, before.chat_id)
    for *row, kind, rest in database.execute_sql(_NEWEST, (*place, limit)):
        row[_KEPT] = row[_KEPT] or ""
        reading = codec.load_json(rest) if rest else {}
        found.append(ReadMessage(MESSAGES.decode(tuple(row)), kind, reading.get("reason"), reading.get("detail")))
    return found


def of_chat(database: SqliteDatabase, chat_id: int, limit: int) -> list[RawMessage]:
    """Return the newest version of the newest `limit` messages of a chat, newest first; text is "" once erased."""
    return [_worded(row) for row in database.execute_sql(_OF_CHAT, (chat_id, limit))]


def find(database: SqliteDatabase, keys: Sequence[tuple[int, int, int]]) -> list[RawMessage]:
    """Return these message versions (chat, message, edit), as far as they are stored, in the order asked for."""
    rows = (database.execute_sql(_VERSION, key).fetchone() for key in keys)
    return [_worded(row) for row in rows if row is not None]


def newest_of_each_chat(database: SqliteDatabase) -> list[RawMessage]:
    """Return the newest message of each chat, the chat that was heard last first."""
    return [_worded(row) for row in database.execute_sql(_NEWEST_OF_EACH)]


def _worded(row: Row) -> RawMessage:
    return MESSAGES.decode((*row[:_KEPT], row[_KEPT] or "", *row[_KEPT + 1 :]))
