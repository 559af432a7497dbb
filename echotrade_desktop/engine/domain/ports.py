"""What the engine asks of the outside world, in the engine's own words. Adapters and the store answer."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.history import MessagePlace, PastCall, ReadMessage
from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.order import Fill, Order
from echotrade_desktop.engine.domain.signal import RawMessage


class Clock(Protocol):
    """The time. Injected everywhere, so that tests and replays decide what time it is."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring spans."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long in this clock's time."""
        ...


class MarketSource(Protocol):
    """Prices and candles of one market."""

    @property
    def name(self) -> str:
        """What the screen calls it, such as "Simulated market"."""
        ...

    @property
    def transport(self) -> str:
        """How prices arrive now: simulated, websocket or polling."""
        ...

    @property
    def simulated(self) -> bool:
        """Whether it is not a real market and must be labelled so."""
        ...

    async def instruments(self) -> Sequence[Instrument]:
        """Return everything that can be traded here."""
        ...

    def tickers(self, symbols: Sequence[str]) -> AsyncIterator[Ticker]:
        """Yield every tick of `symbols` as it comes; raise `MarketUnavailable` when the connection is lost."""
        ...

    async def fetch_ohlcv(
        self,
        symbol: str,
        timeframe: Timeframe,
        limit: int,
        before: datetime | None = None,
    ) -> Sequence[Candle]:
        """Return up to `limit` candles, ascending, that opened before `before` (default: now, the open one included).

        Raises `MarketUnavailable`; never answers a failure with an empty list.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class BrokerSink(Protocol):
    """Where a broker reports what happened to orders, in the order in which it happened."""

    def order_changed(self, order: Order) -> None:
        """The broker's word on an order: accepted, cancelled, filled, rejected."""
        ...

    def filled(self, fill: Fill) -> None:
        """An execution."""
        ...

    def cash_moved(self, move: CashMove) -> None:
        """Money that came or went otherwise than by an execution; may be told again."""
        ...


class Broker(Protocol):
    """Trades. An answer means the broker has the order; see the errors for what no answer means."""

    @property
    def name(self) -> str:
        """What the screen calls it, such as "Paper"."""
        ...

    @property
    def where(self) -> str:
        """Where resting stops live: "this app" or "exchange"."""
        ...

    @property
    def has_reduce_only(self) -> bool:
        """Whether it sees to it by itself that an exit never does more than reduce, however often it comes.

        Where it does not, an exit at the market that nobody answered is not sent anew before it is known to be gone.
        """
        ...

    def listen(self, sink: BrokerSink) -> None:
        """Report fills and order changes to `sink` from now on."""
        ...

    async def place(self, order: Order) -> Order:
        """Send an order once; return it ACCEPTED (fills follow through the sink).

        Raises `OrderRejected` (it does not exist) or `OutcomeUnknown` (it may).
        """
        ...

    async def cancel(self, order: Order) -> Order:
        """Cancel a resting order; return it CANCELLED.

        Raises `OrderGone` when there is none, or no more; `OrderRejected` when it was not done; `OutcomeUnknown`.
        """
        ...

    async def find(self, order: Order) -> Order | None:
        """Look an order up by its client order id; None when the broker is sure that it does not exist."""
        ...

    async def open_orders(self) -> Sequence[Order]:
        """Return every order that rests at the broker."""
        ...

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        """Return the executions since `at`, for what was missed."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


@runtime_checkable
class Service(Protocol):
    """A market, broker or source that has something to do by itself, such as keeping a connection up."""

    def announce(self, tell: Callable[[str, str], None]) -> None:
        """Say through `tell(sentence, level)` what the user must know, from now on, and what came up before."""
        ...

    async def run(self) -> None:
        """Do it until cancelled."""
        ...


class SignalSource(Protocol):
    """A source of calls."""

    @property
    def name(self) -> str:
        """What the screen calls it, such as "Practice channel"."""
        ...

    def messages(self) -> AsyncIterator[RawMessage]:
        """Yield messages, edits and deletions as they come; raise `SourceUnavailable` when the connection is lost."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Ledger(Protocol):
    """The durable memory. Each verb is one transaction and returns only when it is on disk.

    All raise `StoreUnavailable` when it could not be written; nothing is then kept.
    """

    async def load(self) -> Sequence[Fact]:
        """Return every fact, in order. Raises `StoreDamaged` when a checksum does not agree."""
        ...

    async def record(self, *facts: Fact) -> None:
        """Append facts and bring the tables up to date."""
        ...

    async def receive(self, message: RawMessage, *facts: Fact) -> bool:
        """Store a message version, the chat's high-water mark and the facts it led to, all or nothing.

        False when this version is already there: then nothing is written.
        """
        ...

    async def write_all(self, entries: Sequence[tuple[RawMessage | None, Sequence[Fact]]]) -> Sequence[bool]:
        """Do what `receive` (or `record`, without a message) does for each entry, in order, in one transaction.

        All or nothing, but for messages that are there already: their answer is False.
        """
        ...

    async def stored_messages(self, keys: Collection[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Return which of these messages (chat, message) are stored, in any version."""
        ...

    async def message_text(self, chat_id: int, message_id: int, edit_version: int | None = None) -> str | None:
        """Return the text of a message (its newest version by default), None when unknown or erased."""
        ...

    async def latest_edit(self, chat_id: int, message_id: int) -> int | None:
        """Return the highest edit version stored of a message."""
        ...

    async def chat_messages(self, chat_id: int, limit: int) -> Sequence[RawMessage]:
        """Return the newest version of a chat's newest messages, newest first; `text` is "" once erased."""
        ...

    async def find_messages(self, keys: Sequence[tuple[int, int, int]]) -> Sequence[RawMessage]:
        """Return these message versions (chat, message, edit) as far as they are stored, in the order asked for."""
        ...

    async def past_calls(self, messages: Sequence[tuple[int, int]]) -> Sequence[PastCall]:
        """Return every call that any version of these messages (chat, message) led to, without the message's words."""
        ...

    async def newest_of_each_chat(self) -> Sequence[RawMessage]:
        """Return the newest message of each chat, the chat that was heard last first."""
        ...

    async def read_messages(self, limit: int, before: MessagePlace | None = None) -> Sequence[ReadMessage]:
        """Return up to `limit` message versions that came before a place, newest first, with their readings."""
        ...

    async def close(self) -> None:
        """Write what is queued and close."""
        ...
