"""The tables of a ledger. The event log is the truth; the tables after it are its fold, for questions in SQL.

Every table of domain objects names the fields worth asking for as columns; all other fields are in `rest`, as JSON,
so that a table always holds the whole object. A table's first columns are its key. Money, prices and quantities are
exact text. Indexes are few: each is one more page to sync with every write.
"""

from decimal import Decimal

from peewee import BooleanField, CompositeKey, ForeignKeyField, IntegerField, Model, TextField

from echotrade_desktop.engine.domain.cash import CashKind
from echotrade_desktop.engine.domain.limits import ApprovalMode
from echotrade_desktop.engine.domain.market import OrderSide, Side
from echotrade_desktop.engine.domain.order import OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import TakeProfit
from echotrade_desktop.engine.domain.signal import Origin, SignalStatus, SourceKind, Verdict
from echotrade_desktop.engine.store.fields import instant, number, structure, word


class SchemaVersion(Model):
    """One row a migration that was applied. `checksum` covers the row."""

    version = IntegerField(primary_key=True)
    applied_at = instant()
    checksum = TextField()

    class Meta:
        table_name = "schema_version"


class EventLog(Model):
    """Every fact, in order. `checksum` covers the row and, through the one before, all rows before it."""

    seq = IntegerField(primary_key=True)
    at = TextField()
    kind = TextField()
    body = TextField()
    checksum = TextField()

    class Meta:
        table_name = "event_log"


class LogTip(Model):
    """Where the log ends (one row), so that rows missing from its end are noticed."""

    id = IntegerField(primary_key=True)
    seq = IntegerField()
    checksum = TextField()

    class Meta:
        table_name = "log_tip"


class Messages(Model):
    """Message versions as they came; `text` is None once erased. `checksum` covers the row."""

    chat_id = IntegerField()
    message_id = IntegerField()
    edit_version = IntegerField()
    sent_at = instant()
    received_at = instant(index=True)
    sender_id = IntegerField()
    sender_name = TextField()
    text = TextField(null=True)
    chat_name = TextField()
    reply_to = IntegerField(null=True)
    origin = word(Origin)
    deleted = BooleanField()
    is_service = BooleanField()
    checksum = TextField()

    class Meta:
        table_name = "messages"
        without_rowid = True
        primary_key = CompositeKey("chat_id", "message_id", "edit_version")


class Chats(Model):
    """How far each chat has been read, and how many message versions of it are stored."""

    chat_id = IntegerField(primary_key=True)
    high_water = IntegerField()
    stored = IntegerField()

    class Meta:
        table_name = "chats"


class Readings(Model):
    """What each message version was read as."""

    chat_id = IntegerField()
    message_id = IntegerField()
    edit_version = IntegerField()
    at = instant()
    kind = TextField()
    rest = TextField()

    class Meta:
        table_name = "readings"
        without_rowid = True
        primary_key = CompositeKey("chat_id", "message_id", "edit_version")


class Account(Model):
    """The account (one row): cash, peak, pause, multiplier and watched symbols as they stand."""

    id = IntegerField(primary_key=True)
    mode = TextField()
    opened_at = instant(null=True)
    starting_cash = number()
    cash = number()
    peak = number()
    paused_at = instant(null=True)
    pause_reason = TextField(null=True)
    paused_by = TextField(null=True)
    global_multiplier = number()
    watched = structure(tuple[str, ...])

    class Meta:
        table_name = "account"


class Traders(Model):
    """Traders with their switches."""

    trader_id = TextField(primary_key=True)
    name = TextField()
    source = word(SourceKind)
    enabled = BooleanField()
    multiplier = number()
    approval = word(ApprovalMode)
    rest = TextField()

    class Meta:
        table_name = "traders"
        without_rowid = True


class Signals(Model):
    """The signal log: every call that was queued, with the verdicts and how it ended. Its words are in `messages`."""

    signal_id = TextField(primary_key=True)
    status = word(SignalStatus)
    trader_id = TextField()
    trader_name = TextField()
    source = word(SourceKind)
    symbol = TextField()
    side = word(Side)
    price = number()
    stop_loss = number()
    take_profits = structure(tuple[Decimal, ...])
    confidence = number()
    timestamp = instant()
    received_at = instant(index=True)
    expires_at = instant()
    chat_id = IntegerField()
    message_id = IntegerField()
    edit_version = IntegerField()
    version = IntegerField()
    verdicts = structure(tuple[Verdict, ...])
    decided_at = instant(null=True)
    decided_by = TextField(null=True)
    reason = TextField(null=True)
    position_id = TextField(null=True)
    rest = TextField()

    class Meta:
        table_name = "signals"
        without_rowid = True


class Positions(Model):
    """Positions, open and closed."""

    position_id = TextField(primary_key=True)
    signal_id = TextField()
    symbol = TextField()
    side = word(Side)
    trader_id = TextField()
    source = TextField()
    leverage = IntegerField()
    quantity = number()
    open_cost = number()
    stop_loss = number()
    take_profits = structure(tuple[TakeProfit, ...])
    entry_price = number(null=True)
    exit_price = number(null=True)
    realised_pnl = number()
    fees = number()
    opened_at = instant(null=True)
    closed_at = instant(null=True)
    closed_by = TextField(null=True)
    version = IntegerField()
    rest = TextField()

    class Meta:
        table_name = "positions"
        without_rowid = True


class Approvals(Model):
    """Approvals that became an order: at most one a signal, ever."""

    signal = ForeignKeyField(Signals, primary_key=True)
    at = instant()
    position_id = TextField(unique=True)
    client_order_id = TextField(unique=True)
    quantity = number()
    by = TextField()

    class Meta:
        table_name = "approvals"
        without_rowid = True


class Orders(Model):
    """Orders as they stand."""

    client_order_id = TextField(primary_key=True)
    position_id = TextField()
    symbol = TextField()
    side = word(OrderSide)
    kind = word(OrderKind)
    purpose = word(OrderPurpose)
    status = word(OrderStatus)
    quantity = number()
    filled_quantity = number()
    limit_price = number(null=True)
    trigger_price = number(null=True)
    created_at = instant()
    updated_at = instant()
    exchange_order_id = TextField(null=True)
    reason = TextField(null=True)
    rest = TextField()

    class Meta:
        table_name = "orders"
        without_rowid = True


class Fills(Model):
    """Executions, in the order in which they were booked (`seq` is their row in the log)."""

    trade_id = TextField(primary_key=True)
    seq = IntegerField(unique=True)
    client_order_id = TextField()
    position = ForeignKeyField(Positions, index=False)
    symbol = TextField()
    side = word(OrderSide)
    purpose = word(OrderPurpose)
    quantity = number()
    price = number()
    fee = number()
    at = instant()
    rest = TextField()

    class Meta:
        table_name = "fills"
        without_rowid = True


class EquityPoints(Model):
    """The equity curve; `seq` is the point's row in the log."""

    seq = IntegerField(primary_key=True)
    at = instant()
    equity = number()
    cash = number()
    day_start = BooleanField()
    rest = TextField()

    class Meta:
        table_name = "equity_points"


class CashMoves(Model):
    """What came or went otherwise than by a trade, in the order in which it was booked (`seq`: row of the log)."""

    venue_id = TextField(primary_key=True)
    seq = IntegerField(unique=True)
    kind = word(CashKind)
    amount = number()
    at = instant()
    symbol = TextField(null=True)
    position_id = TextField(null=True)

    class Meta:
        table_name = "cash_moves"
        without_rowid = True


LOG = (EventLog, LogTip)
WORDS = (Messages, Chats)
FOLDED = (Readings, Account, Traders, Signals, Positions, Approvals, Orders, Fills, EquityPoints)  # of schema 1
