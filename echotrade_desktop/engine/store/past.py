"""Calls that the app remembers no longer, read back from the tables: the signal, its position, orders and fills."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from peewee import SqliteDatabase

from echotrade_desktop.engine.domain.history import PastCall
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.store.rows import FILLS, ORDERS, POSITIONS, SIGNALS

_RECEIVED = "SELECT DISTINCT received_at FROM messages WHERE chat_id = ? AND message_id = ?"
_OF_MESSAGE = "WHERE received_at = ? AND chat_id = ? AND message_id = ?"  # the time has an index
_ORDERS = "WHERE client_order_id > ? AND client_order_id < ? ORDER BY created_at, length(client_order_id), 1"


def calls_of(database: SqliteDatabase, messages: Sequence[tuple[int, int]]) -> list[PastCall]:
    """Return every call that any version of these messages (chat, message) led to, in the order asked for.

    A signal comes without the words of its message. Call it inside a transaction.
    """
    signals = [queued for message in messages for queued in _signals(database, *message)]
    fills = _fills(database, [queued.position_id for queued in signals if queued.position_id is not None])
    return [_whole(database, queued, fills) for queued in signals]


def _signals(database: SqliteDatabase, chat_id: int, message_id: int) -> Iterator[QueuedSignal]:
    for (received_at,) in database.execute_sql(_RECEIVED, (chat_id, message_id)).fetchall():
        yield from SIGNALS.ask(database, _OF_MESSAGE, (received_at, chat_id, message_id))


def _fills(database: SqliteDatabase, positions: Sequence[str]) -> dict[str, list[Fill]]:
    """Return the executions by position, in one walk over all: they have no index but their own id."""
    found: defaultdict[str, list[Fill]] = defaultdict(list)
    if positions:
        marks = ", ".join("?" * len(positions))
        for fill in FILLS.ask(database, f"WHERE position_id IN ({marks}) ORDER BY seq", tuple(positions)):
            found[fill.position_id].append(fill)
    return found


def _whole(database: SqliteDatabase, queued: QueuedSignal, fills: dict[str, list[Fill]]) -> PastCall:
    own = queued.position_id
    if own is None:
        return PastCall(queued)
    orders = ORDERS.ask(database, _ORDERS, (f"{own}-", f"{own}."))  # their ids are the position's, a hyphen, and more
    return PastCall(queued, POSITIONS.find(database, own), tuple(orders), tuple(fills.get(own, ())))
