"""Brings the tables up to date with each fact, in the transaction that records it.

The rows a fact touches are read into a small `Book`, the domain's own fold is applied, and the rows are written back:
the tables cannot follow other rules than the state of the app does. Only signals written lately, as their rows are, and
the account are kept between facts; a transaction that is rolled back is followed by `forget`.
"""

from peewee import IntegrityError, SqliteDatabase

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    CashMoved,
    EntriesPaused,
    EntriesResumed,
    EquityMarked,
    Fact,
    FillRecorded,
    GlobalMultiplierChanged,
    MessageRead,
    OrderChanged,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalQueued,
    SignalRescreened,
    StopMoved,
    SymbolWatched,
    TargetsChanged,
    TraderChanged,
    TraderSeen,
)
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.engine.store import codec
from echotrade_desktop.engine.store.account import THE_ROW, AccountState
from echotrade_desktop.engine.store.rows import (
    ACCOUNT,
    CASH_MOVES,
    EQUITY_POINTS,
    FILLS,
    ORDERS,
    POSITIONS,
    READINGS,
    SIGNALS,
    TRADERS,
    Row,
)

KEPT_SIGNALS = 256  # of which the next fact is usually about one
_APPROVE = (
    'INSERT INTO approvals (signal_id, at, position_id, client_order_id, quantity, "by") VALUES (?, ?, ?, ?, ?, ?)'
)


class Projector:
    """Applies facts to the tables of one database, on the connection of the calling thread."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database
        self._signals: dict[str, tuple[QueuedSignal, Row]] = {}  # written lately, with their rows
        self._account: AccountState | None = None  # as it was written last

    def forget(self) -> None:
        """Read everything anew: what was written last has been undone, or written over."""
        self._signals.clear()
        self._account = None

    def told_before(self, fact: Fact) -> bool:
        """Whether this is an execution or a movement of cash that is already booked; the same id counts once.

        Raises `IllegalTransition` when the id is booked with another price, quantity, fee or amount.
        """
        if isinstance(fact, CashMoved):
            return self._moved_before(fact)
        if not isinstance(fact, FillRecorded):
            return False
        booked = FILLS.find(self._database, fact.fill.trade_id)
        if booked is not None and booked != fact.fill:
            raise IllegalTransition(
                f"The fill {fact.fill.trade_id} is already booked with other numbers; it was not booked again."
            )
        return booked is not None

    def _moved_before(self, fact: CashMoved) -> bool:
        booked = CASH_MOVES.find(self._database, fact.move.venue_id)
        if booked is not None and booked != fact.move:
            raise IllegalTransition(
                f"The movement {fact.move.venue_id} is already booked with another amount; it was not booked again."
            )
        return booked is not None

    def project(self, seq: int, fact: Fact) -> None:
        """Write what the fact, number `seq` of the log, changes.

        Raises `IllegalTransition` when it does not follow from what is recorded; the caller rolls back.
        """
        try:
            self._project(seq, fact)
        except KeyError as unknown:
            raise IllegalTransition(
                f"{type(fact).__name__} speaks of {unknown.args[0]}, which is not in the ledger; it was not recorded."
            ) from None
        except IntegrityError:
            raise IllegalTransition(
                f"{type(fact).__name__} is already recorded or its position is not; it was not recorded."
            ) from None

    def _project(self, seq: int, fact: Fact) -> None:  # noqa: C901  one line a kind of fact; others no table asks for
        match fact:
            case MessageRead():
                READINGS.save(self._database, fact)
            case TraderSeen() | TraderChanged():
                TRADERS.save(self._database, fact.trader)
            case SignalQueued():
                self._save_signal(fact.queued)
            case SignalRescreened() | SignalEnded():
                self._change_signal(fact.signal_id, fact)
            case SignalEdited():
                self._change_signal(fact.signal.signal_id, fact)
            case SignalApproved():
                self._approve(fact)
            case OrderChanged():
                ORDERS.save(self._database, fact.order)
            case FillRecorded():
                self._book_fill(seq, fact)
            case CashMoved():
                CASH_MOVES.insert(self._database, fact.move, seq=seq)
                self._change_account(fact)
            case StopMoved() | TargetsChanged():
                self._change_position(fact)
            case EquityMarked():
                EQUITY_POINTS.insert(self._database, fact, seq=seq)
                self._change_account(fact)
            case AccountOpened() | EntriesPaused() | EntriesResumed() | GlobalMultiplierChanged() | SymbolWatched():
                self._change_account(fact)

    def _change_signal(self, signal_id: str, fact: Fact) -> Book:
        book = Book()
        known = self._signals.get(signal_id)
        queued = known[0] if known is not None else SIGNALS.find(self._database, signal_id)
        if queued is not None:
            book.signals[signal_id] = queued
        book.apply(fact)
        self._save_signal(book.signals[signal_id])
        return book

    def _save_signal(self, queued: QueuedSignal) -> None:
        """Write a signal; of its row only what has changed is encoded: verdicts are long and seldom change."""
        signal_id = queued.signal.signal_id
        known = self._signals.pop(signal_id, None)
        row = SIGNALS.encode(queued) if known is None else SIGNALS.encode_after(queued, *known)
        SIGNALS.put(self._database, row)
        self._signals[signal_id] = (queued, row)
        if len(self._signals) > KEPT_SIGNALS:
            del self._signals[next(iter(self._signals))]

    def _approve(self, fact: SignalApproved) -> None:
        book = self._change_signal(fact.signal_id, fact)
        for position in book.positions.values():
            POSITIONS.save(self._database, position)
        if fact.order is not None:
            ORDERS.insert(self._database, fact.order)
            intent = (fact.order.position_id, fact.order.client_order_id, codec.write_decimal(fact.quantity), fact.by)
            self._database.execute_sql(_APPROVE, (fact.signal_id, codec.write_instant(fact.at), *intent))

    def _book_fill(self, seq: int, fact: FillRecorded) -> None:
        fill, book = fact.fill, Book()
        self._find_account().put_into(book)
        position = POSITIONS.find(self._database, fill.position_id)
        order = ORDERS.find(self._database, fill.client_order_id)
        if position is not None:
            book.positions[fill.position_id] = position
        if order is not None:
            book.orders[fill.client_order_id] = order
        book.apply(fact)
        FILLS.insert(self._database, fill, seq=seq)
        POSITIONS.save(self._database, book.positions[fill.position_id])
        for changed in book.orders.values():
            ORDERS.save(self._database, changed)
        self._save_account(AccountState.of(book))

    def _change_position(self, fact: StopMoved | TargetsChanged) -> None:
        book = Book()
        position = POSITIONS.find(self._database, fact.position_id)
        if position is not None:
            book.positions[fact.position_id] = position
        book.apply(fact)
        POSITIONS.save(self._database, book.positions[fact.position_id])

    def _change_account(self, fact: Fact) -> None:
        book, before = Book(), self._find_account()
        before.put_into(book)
        book.apply(fact)
        after = AccountState.of(book)
        if ACCOUNT.encode(after) != ACCOUNT.encode(before):  # 1 and 1.0 are equal, and not the same text
            self._save_account(after)

    def _find_account(self) -> AccountState:
        if self._account is None:
            self._account = ACCOUNT.find(self._database, THE_ROW) or AccountState.of(Book())
        return self._account

    def _save_account(self, account: AccountState) -> None:
        ACCOUNT.save(self._database, account)
        self._account = account
