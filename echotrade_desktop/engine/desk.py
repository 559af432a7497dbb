"""The desk: the state, the durable memory and the live prices, as the parts of the engine share them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import UnknownSymbol
from echotrade_desktop.engine.domain.facts import Fact
from echotrade_desktop.engine.domain.limits import RiskLimits, Trader
from echotrade_desktop.engine.domain.market import Instrument, Ticker
from echotrade_desktop.engine.domain.messages import Event, Notice, Offer
from echotrade_desktop.engine.domain.order import Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import Clock, Ledger
from echotrade_desktop.engine.domain.signal import RawMessage
from echotrade_desktop.engine.domain.volatility import Volatility
from echotrade_desktop.engine.fault_points import reach
from echotrade_desktop.engine.standing import Copycats, limits_for
from echotrade_desktop.engine.trading.portfolio import Valuation, equity_mark, value

log = logging.getLogger(__name__)

KEPT_CALLS = 300  # that are over, beside the newest; older ones are read from the ledger when somebody asks
PROMISED = (OrderStatus.ACCEPTED, OrderStatus.PARTIALLY_FILLED, OrderStatus.UNKNOWN)


class Desk:
    """Write down, then believe, then tell: `record` is the only way in which the state changes."""

    def __init__(
        self,
        *,
        clock: Clock,
        ledger: Ledger,
        publish: Callable[[Event], None],
        limits: RiskLimits,
        ticker_of: Callable[[str], Ticker | None],
        age_of: Callable[[str], float | None],
    ) -> None:
        self.clock = clock
        self.ledger = ledger
        self.publish = publish
        self.limits = limits
        self.ticker = ticker_of
        self.age_of = age_of
        self.volatility: Callable[[str], Volatility | None] = lambda _symbol: None  # until it is measured
        self.bring_price: Callable[[str], Awaitable[None]] = _nothing_to_bring  # see `Watchlist.bring`
        self._copycats = Copycats()
        self.book = Book(KEPT_CALLS)
        self.counting = (
            asyncio.Lock()
        )  # held while an execution is booked or equity is marked: each begins from the last
        self.instruments: Mapping[str, Instrument] = {}

    async def record(self, *facts: Fact) -> None:
        """Make facts durable, apply them to the book and tell everyone.

        Raises `StoreUnavailable`: then nothing changed.
        """
        await self.ledger.record(*facts)
        self._believe(facts)

    async def receive(self, message: RawMessage, *facts: Fact) -> bool:
        """The same for a message and what it led to; False when this version of the message is known already."""
        if not await self.ledger.receive(message, *facts):
            return False
        self._believe(facts)
        return True

    async def receive_all(self, received: Sequence[tuple[RawMessage, Sequence[Fact]]]) -> None:
        """The same for several new messages, written together before any of them is believed."""
        stored = await self.ledger.write_all(received)
        for is_new, (_, facts) in zip(stored, received, strict=True):
            if is_new:
                self._believe(facts)

    def _believe(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.book.apply(fact)
        for fact in facts:
            self.publish(fact)
        reach("told")

    def tell(self, sentence: str, level: str = "info", offers: tuple[Offer, ...] = ()) -> None:
        """Show the user a sentence, and what it offers."""
        self.publish(Notice(sentence, level, self.clock.now(), offers))

    def list_anew(self, instruments: Sequence[Instrument]) -> None:
        """Trade what the market lists now; a symbol that something is still open on stays known."""
        listed = {instrument.symbol: instrument for instrument in instruments}
        needed = [*(each.symbol for each in self.book.open_positions()), *(q.signal.symbol for q in self.book.queued())]
        kept = {symbol: self.instruments[symbol] for symbol in needed if symbol in self.instruments}
        self.instruments = kept | listed

    def instrument(self, symbol: str) -> Instrument:
        """Return an instrument or raise `UnknownSymbol`."""
        try:
            return self.instruments[symbol]
        except KeyError:
            raise UnknownSymbol(f"{symbol} is not traded on this market.") from None

    def trader(self, trader_id: str) -> Trader | None:
        """Return a trader that has called before."""
        return self.book.traders.get(trader_id)

    def limits_of(self, trader: Trader | None) -> RiskLimits:
        """Return the limits in force now, for a trader's calls or for nobody's in particular."""
        return limits_for(self.limits, self.book, trader, self.clock.now())

    def copycats(self) -> Mapping[str, str]:
        """Return, by trader id, whom a trader repeats."""
        return self._copycats.of(self.book)

    def price_age(self, symbol: str) -> timedelta | None:
        """Return how old the newest price is, None before the first."""
        age = self.age_of(symbol)
        return None if age is None else timedelta(seconds=age)

    def is_stale(self, symbol: str) -> bool:
        """Whether there is no price fresh enough to decide on."""
        age = self.price_age(symbol)
        return age is None or age > self.limits.stale_after

    def valuation(self) -> Valuation:
        """Return what the account is worth at the newest prices."""
        return value(self.book, self.ticker, self.limits.taker_fee)

    def free_margin(self) -> Decimal:
        """Return equity that is not tied up as margin, nor promised to an entry that the broker has already."""
        worth = self.valuation()
        promised = sum((notional_left(order) / order.leverage for order in self._entries(*PROMISED)), ZERO)
        return max(ZERO, worth.equity - worth.margin - promised)

    def entering_notional(self) -> Decimal:
        """Return what entries on their way may still open, at their limits."""
        return sum(map(notional_left, self._entries()), ZERO)

    def _entries(self, *statuses: OrderStatus) -> list[Order]:
        """Return live entry orders, in any standing unless `statuses` are named."""
        entries = [order for order in self.book.live_orders() if order.purpose is OrderPurpose.ENTRY]
        return [order for order in entries if not statuses or order.status in statuses]

    def day_start_equity(self) -> Decimal:
        """Return the equity with which the day began, with what was paid in or taken out since: that is no result."""
        start = self.book.day_start
        return (start.equity if start else self.book.starting_cash) + self.book.paid_in_today

    async def mark_equity(self) -> None:
        """Add a point to the equity curve; unless a price is missing, so that the curve never makes one up."""
        async with self.counting:
            worth = self.valuation()
            if worth.complete:
                await self.record(equity_mark(self.book, worth, self.clock.now()))


async def _nothing_to_bring(_symbol: str) -> None:
    """Every symbol is watched already."""


def notional_left(order: Order) -> Decimal:
    """Return what of a limit order has not been filled, at its limit, in quote currency."""
    return (order.quantity - order.filled_quantity) * (order.limit_price or ZERO)
