"""The paper broker: fills orders from live bid and ask with fees, seeded slippage and the venue's filters.

Stops and targets are watched on every tick. A triggered order becomes a market order: a gap through a stop fills
at the market, not at the stop's price. Nothing fills on a stale price; an exit then waits for the next tick.
"""

import random
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_UP, Decimal

from echotrade_desktop.engine.adapters.paper_holding import Holding
from echotrade_desktop.engine.domain import words
from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.errors import OrderGone, OrderRejected
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Instrument, OrderSide, Ticker
from echotrade_desktop.engine.domain.order import IN_FLIGHT, Fill, Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink, Clock
from echotrade_desktop.engine.domain.position import Position

FEE_STEP = Decimal("0.00000001")
KEPT_FILLS, KEPT_ORDERS = 1_000, 2_000  # of this run; the ledger has them all
RESTING = frozenset({OrderKind.STOP_MARKET, OrderKind.TAKE_PROFIT_MARKET})


class PaperBroker:
    """Implements the `Broker` port without money. Deterministic for a seed, a price path and a clock."""

    name = "Paper"
    where = "this app"
    has_reduce_only = True

    def __init__(
        self,
        clock: Clock,
        limits: Callable[[], RiskLimits],
        instrument_of: Callable[[str], Instrument],
        free_margin: Callable[[], Decimal],
        seed: int = 7,
    ) -> None:
        self._clock = clock
        self._limits = limits
        self._instrument_of = instrument_of
        self._free_margin = free_margin
        self._seed = seed
        self._sink: BrokerSink | None = None
        self._tickers: dict[str, Ticker] = {}
        self._arrived: dict[str, float] = {}  # monotonic seconds
        self._orders: dict[str, Order] = {}  # resting, and market orders that wait for a live price
        self._known: dict[str, Order] = {}
        self._held: dict[str, Holding] = {}
        self._fills: deque[Fill] = deque(maxlen=KEPT_FILLS)

    def listen(self, sink: BrokerSink) -> None:
        """Report to `sink` from now on."""
        self._sink = sink

    def restore(self, positions: Iterable[Position], orders: Iterable[Order]) -> None:
        """Take up positions and resting orders from the ledger after a restart.

        An order that was never answered is not among them: this broker ended with the app that sent it.
        """
        for position in positions:
            self._held[position.position_id] = Holding(
                self._instrument_of(position.symbol),
                position.side.entry,
                position.leverage,
                position.quantity,
                position.open_cost,
            )
        for order in orders:
            if order.status not in IN_FLIGHT:
                self._known[order.client_order_id] = order
            if order.working:
                self._orders[order.client_order_id] = order

    async def place(self, order: Order) -> Order:
        """Accept an order, or say why not (`OrderRejected`)."""
        self._check(order)
        accepted = replace(
            order.to(OrderStatus.ACCEPTED, self._clock.now()), exchange_order_id=f"paper-{order.client_order_id}"
        )
        self._remember(accepted)
        self._orders[order.client_order_id] = accepted
        ticker = self._fresh(order.symbol)
        if order.kind not in RESTING and ticker is not None:
            self._execute(accepted, ticker)
        return accepted

    async def cancel(self, order: Order) -> Order:
        """Cancel an order that still rests."""
        resting = self._orders.pop(order.client_order_id, None)
        if resting is None:
            raise OrderGone("The order has already ended.")
        cancelled = resting.to(OrderStatus.CANCELLED, self._clock.now())
        self._remember(cancelled)
        return cancelled

    async def find(self, order: Order) -> Order | None:
        """Return what has become of an order; None if it was never placed."""
        return self._known.get(order.client_order_id)

    async def open_orders(self) -> Sequence[Order]:
        """Return every resting order."""
        return list(self._orders.values())

    async def fills_since(self, at: datetime) -> Sequence[Fill]:
        """Return this run's executions since `at`; older ones are in the ledger."""
        return [fill for fill in self._fills if fill.at >= at]

    async def close(self) -> None:
        """Nothing to let go of."""

    def on_ticker(self, ticker: Ticker) -> None:
        """Look at every holding and every resting order of the symbol.

        Liquidation comes first: beyond its price the margin is gone, and no stop can lose more than that.
        """
        self._tickers[ticker.symbol] = ticker
        self._arrived[ticker.symbol] = self._clock.monotonic()
        for position_id, held in list(self._held.items()):
            if held.instrument.symbol == ticker.symbol and held.is_beyond_liquidation(ticker):
                self._liquidate(position_id, held, ticker)
        for order in [order for order in self._orders.values() if order.symbol == ticker.symbol]:
            if order.client_order_id in self._orders and _triggered(order, ticker):
                self._execute(order, ticker)

    def _fresh(self, symbol: str) -> Ticker | None:
        arrived = self._arrived.get(symbol)
        if arrived is None or self._clock.monotonic() - arrived > self._limits().stale_after.total_seconds():
            return None
        return self._tickers[symbol]

    def _check(self, order: Order) -> None:
        if order.client_order_id in self._known:
            raise OrderRejected("An order with this id exists already.")
        instrument = self._instrument_of(order.symbol)
        if order.quantity <= ZERO or instrument.quantity_down(order.quantity) != order.quantity:
            raise OrderRejected(f"The quantity {order.quantity} is not a multiple of {instrument.lot}.")
        for price in (order.limit_price, order.trigger_price):
            if price is not None and (price <= ZERO or instrument.price_down(price) != price):
                raise OrderRejected(f"The price {price} is not a multiple of {instrument.tick}.")
        if not order.reduce_only:
            self._check_entry(order, instrument)
        elif self._holding(order) <= ZERO:
            raise OrderRejected("There is nothing left to reduce.")

    def _check_entry(self, order: Order, instrument: Instrument) -> None:
        ticker = self._fresh(order.symbol)
        if ticker is None:
            raise OrderRejected("There is no live price to fill against.")
        price = order.limit_price or _quote(order, ticker)
        notional = price * order.quantity
        if notional < instrument.min_notional:
            raise OrderRejected(f"The order is worth {words.money(notional)}, below the market's least.")
        needed = notional / order.leverage + notional * self._limits().taker_fee
        if needed > (free := self._free_margin()):
            raise OrderRejected(f"It needs {words.money(needed)} of margin, {words.money(free)} is free.")

    def _holding(self, order: Order) -> Decimal:
        held = self._held.get(order.position_id)
        return held.quantity if held is not None and held.side is not order.side else ZERO

    def _execute(self, order: Order, ticker: Ticker) -> None:
        quoted = _quote(order, ticker)
        if order.limit_price is not None and _is_worse(order.side, quoted, order.limit_price):
            instrument = self._instrument_of(order.symbol)
            now, limit = words.price(quoted, instrument), words.price(order.limit_price, instrument)
            self._end(order, f"The price {now} was beyond the limit {limit}.")
            return
        wanted = order.quantity - order.filled_quantity
        quantity = min(wanted, self._holding(order)) if order.reduce_only else wanted
        if quantity <= ZERO:
            self._end(order, "There was nothing left to reduce.")
            return
        self._fill(order, self._slipped(order, quoted), quantity, quoted)
        if quantity < wanted:
            self._end(self._known[order.client_order_id], "The position was smaller than the order.")

    def _slipped(self, order: Order, quoted: Decimal) -> Decimal:
        """Return the price after seeded slippage against us, on the tick, never beyond the order's limit."""
        part = Decimal(random.Random(f"{self._seed}:{order.client_order_id}").randrange(1001)) / 1000
        slip = quoted * self._limits().slippage * part
        instrument = self._instrument_of(order.symbol)
        if order.side is OrderSide.BUY:
            price = instrument.price_up(quoted + slip)
            return price if order.limit_price is None else min(price, order.limit_price)
        price = max(instrument.tick, instrument.price_down(quoted - slip))
        return price if order.limit_price is None else max(price, order.limit_price)

    def _fill(self, order: Order, price: Decimal, quantity: Decimal, quoted: Decimal) -> None:
        now = self._clock.now()
        fill = Fill(
            trade_id=f"{order.client_order_id}-1",
            client_order_id=order.client_order_id,
            position_id=order.position_id,
            symbol=order.symbol,
            side=order.side,
            purpose=order.purpose,
            quantity=quantity,
            price=price,
            fee=(price * quantity * self._limits().taker_fee).quantize(FEE_STEP, ROUND_UP),
            at=now,
            slippage=abs(price - quoted),
        )
        self._orders.pop(order.client_order_id, None)
        filled = order.filled_quantity + quantity
        status = OrderStatus.FILLED if filled >= order.quantity else OrderStatus.PARTIALLY_FILLED
        self._remember(replace(order.to(status, now), filled_quantity=filled))
        self._book(order, fill)
        self._fills.append(fill)
        if self._sink is not None:
            self._sink.filled(fill)

    def _remember(self, order: Order) -> None:
        self._known[order.client_order_id] = order
        if len(self._known) > KEPT_ORDERS:
            oldest = next((key for key, known in self._known.items() if known.ended), None)
            if oldest is not None:
                del self._known[oldest]

    def _book(self, order: Order, fill: Fill) -> None:
        held = self._held.setdefault(
            order.position_id, Holding(self._instrument_of(order.symbol), order.side, order.leverage)
        )
        held.book(fill)
        if held.quantity <= ZERO:
            del self._held[order.position_id]

    def _end(self, order: Order, reason: str) -> None:
        self._orders.pop(order.client_order_id, None)
        ended = order.to(OrderStatus.CANCELLED, self._clock.now(), reason=reason)
        self._remember(ended)
        if self._sink is not None:
            self._sink.order_changed(ended)

    def _liquidate(self, position_id: str, held: Holding, ticker: Ticker) -> None:
        price, now = held.liquidation_fill_price(ticker), self._clock.now()
        order = Order(
            client_order_id=f"{position_id}-liquidation",
            position_id=position_id,
            symbol=ticker.symbol,
            side=held.exit_side,
            kind=OrderKind.MARKET,
            purpose=OrderPurpose.LIQUIDATION,
            quantity=held.quantity,
            created_at=now,
            updated_at=now,
            status=OrderStatus.ACCEPTED,
            reduce_only=True,
            leverage=held.leverage,
        )
        self._fill(order, price, held.quantity, price)


def _quote(order: Order, ticker: Ticker) -> Decimal:
    return ticker.ask if order.side is OrderSide.BUY else ticker.bid


def _is_worse(side: OrderSide, price: Decimal, limit: Decimal) -> bool:
    return price > limit if side is OrderSide.BUY else price < limit


def _triggered(order: Order, ticker: Ticker) -> bool:
    """Whether the last price has reached the trigger; an order without one is only waiting for a price."""
    if order.trigger_price is None:
        return True
    falls = (order.kind is OrderKind.STOP_MARKET) == (order.side is OrderSide.SELL)
    return ticker.price <= order.trigger_price if falls else ticker.price >= order.trigger_price
