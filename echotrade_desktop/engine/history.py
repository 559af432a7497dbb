"""The history of messages and calls, a page at a time; the reading is done by the store, off the loop."""

from collections.abc import Iterator

from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.history import (
    HistoryFilter,
    HistoryPage,
    HistoryRow,
    MessagePlace,
    ReadMessage,
    SignalStory,
    became_of,
)
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.performance import PerformanceBoard

CHUNK = 250  # messages read at a time
MOST_CHUNKS = 20  # looked through for one page; the next one goes on from there


class History:
    """Answers what the signals page asks."""

    def __init__(self, desk: Desk, dashboard: Dashboard, performance: PerformanceBoard) -> None:
        self._desk = desk
        self._dashboard = dashboard
        self._performance = performance

    async def page(
        self, wanted: HistoryFilter | None = None, limit: int = 100, before: MessagePlace | None = None
    ) -> HistoryPage:
        """Return the newest rows before a place that the filter lets through, at least `limit` if there are as many.

        A message's calls stay together, so a page may be a few rows longer. Fewer rows than `limit` with a `rest`
        mean that much was looked through in vain: ask on from `rest`. Raises `StoreUnavailable`.
        """
        wanted = wanted or HistoryFilter()
        rows: list[HistoryRow] = []
        for _ in range(MOST_CHUNKS):
            read = await self._desk.ledger.read_messages(CHUNK, before)
            for one in read:
                rows += [row for row in self._rows(one) if _is_wanted(row, wanted)]
                before = one.place
                if len(rows) >= limit:
                    return HistoryPage(tuple(rows), before)
            if len(read) < CHUNK:
                return HistoryPage(tuple(rows), None)
        return HistoryPage(tuple(rows), before)

    def story(self, signal_id: str) -> SignalStory:
        """Return what became of a call, step by step; an empty story when it was never approved."""
        book = self._desk.book
        queued = book.signals.get(signal_id)
        shadow = self._performance.shadow(signal_id)
        position = book.positions.get(queued.position_id or "") if queued is not None else None
        if position is None:
            return SignalStory(shadow=shadow)
        marks = self._dashboard.fill_marks(position.symbol)
        held = next((row for row in self._dashboard.get_open_positions() if row.signal_id == signal_id), None)
        open_result = None if held is None or held.unrealised_pnl is None else held.unrealised_pnl
        return SignalStory(
            orders=tuple(book.orders_of(position.position_id)),
            fills=tuple(mark for mark in marks if mark.position_id == position.position_id),
            result=position.net_pnl if not position.is_open and position.exit_quantity > ZERO else None,
            open_result=open_result,
            shadow=shadow,
        )

    def _rows(self, read: ReadMessage) -> Iterator[HistoryRow]:
        message = read.message
        calls = [
            queued
            for queued in self._desk.book.signals_of(message.chat_id, message.message_id)
            if queued.signal.edit_version == message.edit_version
        ]
        for queued in calls:
            yield self._call(read, queued)
        if not calls:
            key = f"{message.chat_id}/{message.message_id}/{message.edit_version}"
            yield HistoryRow(key, message, became_of(read.kind, None), read.reason, read.detail)

    def _call(self, read: ReadMessage, queued: QueuedSignal) -> HistoryRow:
        position = self._desk.book.positions.get(queued.position_id or "")
        closed = position is not None and not position.is_open and position.exit_quantity > ZERO
        return HistoryRow(
            key=queued.signal.signal_id,
            message=read.message,
            became=became_of(read.kind, queued),
            queued=queued,
            instrument=self._desk.instruments.get(queued.signal.symbol),
            result=position.net_pnl if position is not None and closed else None,
            shadow=self._performance.shadow(queued.signal.signal_id),
        )


def _is_wanted(row: HistoryRow, wanted: HistoryFilter) -> bool:
    signal = row.queued.signal if row.queued is not None else None
    return (
        (not wanted.became or row.became in wanted.became)
        and (not wanted.trader_id or row.message.trader_id == wanted.trader_id)
        and (not wanted.symbol or (signal is not None and signal.symbol == wanted.symbol))
        and (not wanted.origin or row.message.origin.value == wanted.origin)
        and (not wanted.text or _mentions(row, wanted.text.casefold()))
    )


def _mentions(row: HistoryRow, text: str) -> bool:
    queued = row.queued
    places = [row.message.text, row.message.sender_name, row.message.chat_name, row.reason or "", row.detail or ""]
    if queued is not None:
        places += [queued.signal.symbol, queued.reason or "", *(verdict.sentence for verdict in queued.blocking)]
    return any(text in place.casefold() for place in places)
