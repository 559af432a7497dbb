"""The history of messages and calls, a page at a time; the reading is done by the store, off the loop."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from echotrade_desktop.engine.dashboard import Dashboard
from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.history import (
    HistoryFilter,
    HistoryPage,
    HistoryRow,
    MessagePlace,
    PastCall,
    ReadMessage,
    SignalStory,
    became_of,
)
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.marks import marks_of

CHUNK = 250  # messages read at a time
MOST_CHUNKS = 20  # looked through for one page; the next one goes on from there
MOST_RECALLED = 500  # calls, so that their stories can be told


class History:
    """Answers what the signals page asks."""

    def __init__(self, desk: Desk, dashboard: Dashboard) -> None:
        self._desk = desk
        self._dashboard = dashboard
        self._past: dict[str, PastCall] = {}  # of the pages read last, by signal: calls that the book has forgotten

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
            await self._recall(read)
            for one in read:
                rows += [row for row in self._rows(one) if _is_wanted(row, wanted)]
                before = one.place
                if len(rows) >= limit:
                    return HistoryPage(tuple(rows), before)
            if len(read) < CHUNK:
                return HistoryPage(tuple(rows), None)
        return HistoryPage(tuple(rows), before)

    async def _recall(self, read: Sequence[ReadMessage]) -> None:
        """Read back the calls of these messages that the book has forgotten."""
        book = self._desk.book
        calls = [(one.message.chat_id, one.message.message_id) for one in read if one.kind == "entry"]
        if not calls or not book.tallies.forgotten:
            return
        for past in await self._desk.ledger.past_calls(tuple(dict.fromkeys(calls))):
            signal_id = past.queued.signal.signal_id
            if signal_id not in book.signals:
                self._past.pop(signal_id, None)
                self._past[signal_id] = past
        for oldest in list(self._past)[:-MOST_RECALLED]:
            del self._past[oldest]

    def story(self, signal_id: str) -> SignalStory:
        """Return what became of a call, step by step; an empty story when it was never approved."""
        shadow = self._desk.book.shadow_of(signal_id)
        call = self._call_of(signal_id)
        if call is None or call.position is None:
            return SignalStory(shadow=shadow)
        held = next((row for row in self._dashboard.get_open_positions() if row.signal_id == signal_id), None)
        return SignalStory(
            orders=call.orders,
            fills=tuple(marks_of(call.position, call.fills)),
            result=_result(self._desk.book, call.position),
            open_result=None if held is None or held.unrealised_pnl is None else held.unrealised_pnl,
            shadow=shadow,
        )

    def _call_of(self, signal_id: str) -> PastCall | None:
        """Return a call with all that belongs to it, from the book or from what was read back last."""
        book = self._desk.book
        queued = book.signals.get(signal_id)
        if queued is None:
            return self._past.get(signal_id)
        own = queued.position_id or ""
        return PastCall(queued, book.positions.get(own), tuple(book.orders_of(own)), tuple(book.fills_of(own)))

    def _rows(self, read: ReadMessage) -> Iterator[HistoryRow]:
        message = read.message
        found = False
        for call in self._calls(message.chat_id, message.message_id):
            if call.queued.signal.edit_version == message.edit_version:
                found = True
                yield self._row(read, call)
        if not found:
            key = f"{message.chat_id}/{message.message_id}/{message.edit_version}"
            yield HistoryRow(key, message, became_of(read.kind, None), read.reason, read.detail)

    def _calls(self, chat_id: int, message_id: int) -> Iterator[PastCall]:
        own = self._past.values()
        forgotten = [p for p in own if (p.queued.signal.chat_id, p.queued.signal.message_id) == (chat_id, message_id)]
        yield from forgotten
        for queued in self._desk.book.signals_of(chat_id, message_id):
            call = self._call_of(queued.signal.signal_id)
            if call is not None:
                yield call

    def _row(self, read: ReadMessage, call: PastCall) -> HistoryRow:
        queued = call.queued
        return HistoryRow(
            key=queued.signal.signal_id,
            message=read.message,
            became=became_of(read.kind, queued),
            queued=queued,
            instrument=self._desk.instruments.get(queued.signal.symbol),
            result=_result(self._desk.book, call.position),
            shadow=self._desk.book.shadow_of(queued.signal.signal_id),
        )


def _result(book: Book, position: Position | None) -> Decimal | None:
    """Return what a position has brought once it is closed."""
    if position is None or position.is_open or position.exit_quantity <= ZERO:
        return None
    return book.result_of(position)


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
