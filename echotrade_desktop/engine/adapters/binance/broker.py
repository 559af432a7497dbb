"""Orders on Binance behind the `Broker` port. An order is sent once; what became of it is asked, never guessed.

Fills are booked from trades alone, each by its own number, whether the user stream told them or a list.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.adapters.binance.announcer import Announcer
from echotrade_desktop.engine.adapters.binance.answers import Trouble, Verdict
from echotrade_desktop.engine.adapters.binance.bookkeeper import Bookkeeper
from echotrade_desktop.engine.adapters.binance.cash_watch import CashWatch
from echotrade_desktop.engine.adapters.binance.catalogue import Listing
from echotrade_desktop.engine.adapters.binance.client import ANSWER_WITHIN_S, Client
from echotrade_desktop.engine.adapters.binance.connection import ApiKeys, BinanceMarketName, Connection
from echotrade_desktop.engine.adapters.binance.listen_key import ListenKey, SignedSubscription
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.adapters.binance.orders import Dialect, Execution, OrderEnded, check
from echotrade_desktop.engine.adapters.binance.spot import Ledger, Spot
from echotrade_desktop.engine.adapters.binance.usdm import Usdm
from echotrade_desktop.engine.adapters.binance.user_stream import UserStream
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected, OutcomeUnknown
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink, Clock
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.runtime import together

log = logging.getLogger(__name__)

DAY_S, AGAIN_S = 86_400.0, 60.0
REFUSALS = frozenset({Verdict.REJECTED, Verdict.UNREACHED, Verdict.THROTTLED, Verdict.BANNED, Verdict.SKEWED})


class BinanceBroker:
    """Implements `Broker` and `Service`. `run` keeps the user stream up and asks where it is silent."""

    where = "exchange"

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        keys: ApiKeys,
        market: BinanceMarket,
        *,
        mark_price_stops: bool = False,
        answer_within: float = ANSWER_WITHIN_S,
    ) -> None:
        """`market` lends its catalogue and its budget. Call `follow` before the first order."""
        self.name = connection.name
        self._clock = clock
        self._market = market
        self._client = Client(market.line, keys, answer_within)
        self._positions: Callable[[], Sequence[Position]] = tuple
        self._live_orders: Callable[[], Sequence[Order]] | None = None
        is_spot = connection.market is BinanceMarketName.SPOT
        ledger = Ledger(
            self.open_positions, self._is_live, self._is_closing, self._on_ended, self._on_traded, self._on_told
        )
        self._dialect: Dialect = (
            Spot(self._client, market, ledger)
            if is_spot
            else Usdm(self._client, market, mark_price_stops=mark_price_stops)
        )
        self._sent: set[str] = set()
        self._not_ready: str | None = "Binance has not been asked about the account yet; nothing was sent."
        self._seen_foreign: set[str] = set()
        self._tell_user = Announcer()
        self._books = Bookkeeper(self._dialect, market, self.open_positions, self._tell_user)
        door = SignedSubscription(self._client) if is_spot else ListenKey(self._client)
        self.stream = UserStream(self._client, self._dialect, self._books, door)
        self.cash = CashWatch(self._client, self._dialect, self._books.tell_cash)
        self.stream.cash_changed = self.cash.ask_soon

    # --- the port ---

    def listen(self, sink: BrokerSink) -> None:
        """Report to `sink` from now on."""
        self._books.sink = sink

    def follow(
        self,
        positions: Callable[[], Sequence[Position]],
        cash_since: Callable[[], datetime | None] = lambda: None,
        live_orders: Callable[[], Sequence[Order]] | None = None,
    ) -> None:
        """Know the positions that are open in the ledger: what Binance holds beside them is not ours.

        `cash_since` says from when on the ledger may lack movements of cash; None: nobody asks for any. `live_orders`
        are those that have not ended in the ledger; None: whatever rests.
        """
        self._positions = positions
        self._live_orders = live_orders
        self.cash.since = cash_since

    def open_positions(self) -> Sequence[Position]:
        """Return the positions that are open in the ledger."""
        return self._positions()

    def _is_live(self, order: Order) -> bool:
        return self._live_orders is None or any(
            each.client_order_id == order.client_order_id for each in self._live_orders()
        )

    def _is_closing(self, position_id: str) -> bool:
        live = () if self._live_orders is None else self._live_orders()
        return any(each.position_id == position_id and each.purpose is OrderPurpose.CLOSE for each in live)

    def _on_ended(self, ended: OrderEnded) -> None:
        self._books.end(ended)  # at once: the next step of its position must not count on it

    def _on_told(self, sentence: str) -> None:
        self._tell_user(sentence, "info")

    async def _on_traded(self, executions: Sequence[Execution]) -> None:
        await self._books.take(executions)

    @property
    def has_reduce_only(self) -> bool:
        """Whether Binance sees to it on this market that an exit only reduces: on spot it does not."""
        return self._dialect.has_reduce_only

    def announce(self, tell: Callable[[str, str], None]) -> None:
        """Say through `tell` what the user must know, from now on, and what came up before."""
        self._tell_user.through(tell)

    async def place(self, order: Order) -> Order:
        """Send an order once. Raises `OrderRejected` when it was not taken, `OutcomeUnknown` when nobody can tell."""
        listing = self._listing(order.symbol)
        if order.client_order_id in self._sent:
            raise OrderRejected("An order with this id was sent already.")
        check(order, listing)
        self._books.know(order)
        try:
            if not order.reduce_only:
                await self._prepare(order, listing)
            self._sent.add(order.client_order_id)
            number = await self._dialect.place(order, listing)
        except Trouble as trouble:
            return await self._after(order, trouble)
        except OrderRejected:
            self.stream.ask_soon()  # it may have been refused for what was executed and not heard of
            raise
        self._books.number(number, order.client_order_id)
        self.stream.ask_soon()
        return replace(order.to(OrderStatus.ACCEPTED, self._clock.now()), exchange_order_id=number)

    async def _prepare(self, order: Order, listing: Listing) -> None:
        """See to everything an entry needs first; whatever goes wrong here, nothing has been sent."""
        try:
            if self._not_ready is not None:
                self._not_ready = await self._dialect.ready()
            if self._not_ready is None:
                await self._dialect.prepare(order, listing, self._held(order.symbol))
        except Trouble as trouble:
            raise OrderRejected(f"{trouble} The order was not sent.") from None
        if self._not_ready is not None:
            raise OrderRejected(self._not_ready)

    async def _after(self, order: Order, trouble: Trouble) -> Order:
        if trouble.verdict is Verdict.EXISTS:
            found = await self.find(order)
            if found is not None and not found.ended:
                return replace(
                    order.to(OrderStatus.ACCEPTED, self._clock.now()), exchange_order_id=found.exchange_order_id
                )
        elif trouble.verdict in REFUSALS:
            self._sent.discard(order.client_order_id)
            if not self.has_reduce_only:
                self.stream.ask_soon()  # its coins may have been sold, and that not heard
            raise OrderRejected(str(trouble))
        raise OutcomeUnknown(f"{trouble} The order may exist; EchoTrade is checking.")

    async def cancel(self, order: Order) -> Order:
        """Cancel an order. Raises `OrderGone` when there is none (any more), `OutcomeUnknown` when nobody can tell."""
        try:
            filled = await self._dialect.cancel(order, self._listing(order.symbol))
        except Trouble as trouble:
            if trouble.verdict is Verdict.GONE:
                self.stream.ask_soon()
                raise OrderGone("The order has already ended.") from None
            if trouble.verdict in REFUSALS:
                raise OrderRejected(str(trouble)) from None
            raise OutcomeUnknown(str(trouble)) from None
        return replace(order, status=OrderStatus.CANCELLED, filled_quantity=filled, updated_at=self._clock.now())

    async def find(self, order: Order) -> Order | None:
        """Look an order up where it was sent; None when Binance is sure that it does not exist."""
        self._books.know(order)
        try:
            found = await self._dialect.find(order, self._listing(order.symbol))
        except Trouble as trouble:
            raise OutcomeUnknown(str(trouble)) from None
        if found is None:
            return None
        if found.exchange_order_id is not None:
            self._books.number(found.exchange_order_id, order.client_order_id)
        return replace(found, updated_at=self._clock.now())

    async def open_orders(self) -> Sequence[Order]:
        """Return what rests, conditional orders too; foreign ones have no position and are left alone."""
        try:
            orders = await self._dialect.open_orders()
        except Trouble as trouble:
            raise OutcomeUnknown(str(trouble)) from None
        for order in orders:
            if order.position_id:
                self._books.know(order)
        self._mention_foreign([order for order in orders if not order.position_id])
        return orders

    def _mention_foreign(self, foreign: Sequence[Order]) -> None:
        new = [order for order in foreign if order.exchange_order_id not in self._seen_foreign]
        self._seen_foreign = {str(order.exchange_order_id) for order in foreign}
        if new:
            which = ", ".join(sorted({order.symbol for order in new}))
            self._tell_user(f"{self.name} holds orders that are not EchoTrade's ({which}). They are left as they are.")

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        """Return the executions since `at` on every symbol that ever had an order of ours."""
        try:
            return await self._books.fills_since(at)
        except Trouble as trouble:
            raise OutcomeUnknown(str(trouble)) from None

    async def close(self) -> None:
        """Let go of connections; what rests at Binance stays there."""
        await self._client.close()

    # --- what it does by itself ---

    async def run(self) -> None:
        """Keep hearing what happens to the account, and what leverage it may have, until cancelled."""
        await together([self.stream.run(), self.cash.run(), self._stay_informed()])

    async def _stay_informed(self) -> None:
        """Ask for the brackets of leverage once a day; until they are known, careful ones count."""
        while True:
            try:
                brackets = await self._dialect.brackets()
                await self._market.learn_brackets(brackets)
            except (ArithmeticError, KeyError, TypeError, ValueError, Trouble) as trouble:
                log.info("the leverage brackets could not be asked for: %s", trouble)
                await self._clock.sleep(AGAIN_S)
            else:
                await self._clock.sleep(DAY_S)

    # --- the parts ---

    def _listing(self, symbol: str) -> Listing:
        listing = self._market.catalogue.by_symbol.get(symbol)
        if listing is None:
            raise OrderRejected(f"{self.name} does not list {symbol}; nothing was sent.")
        return listing

    def _held(self, symbol: str) -> Decimal:
        """Return what the ledger holds of a symbol, short positions as a negative quantity."""
        ours = (position for position in self._positions() if position.symbol == symbol)
        return sum((position.quantity * position.side.sign for position in ours), ZERO)
