"""The exchange's own book: filters, ids, matching, netting and journal, without a wire and without a clock.

It is as strict as Binance's USDⓈ-M futures: prices on the tick, quantities on the lot, a least notional for what opens,
one net position a symbol, reduce-only orders that never turn a position. A client order id is refused only while an
order with it is open: once that has ended, the same id is accepted again, and whoever re-sends on hope has two orders.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_UP, Decimal
from itertools import count, pairwise

from echotrade_desktop.engine.domain.market import Instrument
from tests.servers.exchange.journal import Journal

ZERO = Decimal(0)
FEE_STEP = Decimal("0.00000001")
FEE = Decimal("0.0005")
OPEN = ("NEW", "PARTIALLY_FILLED")
RESTING = ("stop_market", "take_profit_market")


class Refusal(Exception):
    """The exchange said no, with one of Binance's codes."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(slots=True)
class NewOrder:
    """An order as it is asked for; `kind` and `side` are the app's words."""

    client_id: str
    symbol: str
    side: str
    kind: str
    quantity: Decimal
    limit_price: Decimal | None = None
    trigger_price: Decimal | None = None
    reduce_only: bool = False
    leverage: int = 1


@dataclass(slots=True)
class BookOrder:
    """An order as the exchange has it."""

    asked: NewOrder
    exchange_id: int
    at: datetime
    status: str = "NEW"
    filled: Decimal = ZERO
    triggered: bool = False

    @property
    def left(self) -> Decimal:
        return self.asked.quantity - self.filled


@dataclass(frozen=True, slots=True)
class Execution:
    """One trade. `fee` in quote currency."""

    trade_id: str
    client_id: str
    symbol: str
    side: str
    quantity: Decimal
    price: Decimal
    fee: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Quote:
    """Last trade, bid and ask of a symbol."""

    last: Decimal
    bid: Decimal
    ask: Decimal


@dataclass(slots=True)
class _Slice:
    due: datetime
    order: BookOrder
    quantity: Decimal


class Exchange:
    """Places, cancels, matches. `report` is called with every execution and every order that ended."""

    def __init__(
        self,
        instruments: Mapping[str, Instrument],
        journal: Journal,
        rng: random.Random,
        *,
        most_slices: int = 3,
        thin: float = 0.05,  # how often an immediate order finds too little to fill it whole
        cash: Decimal = Decimal(10_000),
    ) -> None:
        self.instruments = instruments
        self.quotes: dict[str, Quote] = {}
        self.net: dict[str, Decimal] = {}
        self.executions: list[Execution] = []
        self.report: Callable[[Execution | BookOrder], None] = lambda _: None
        self._journal = journal
        self._rng = rng
        self._most_slices = most_slices
        self._thin = thin
        self._cash = cash
        self._latest: dict[str, BookOrder] = {}
        self._slices: list[_Slice] = []
        self._ids = count(1)
        self._trades = count(1)

    # --- what clients ask ---

    def place(self, asked: NewOrder, at: datetime) -> BookOrder:
        """Accept an order or raise `Refusal`."""
        try:
            self._check(asked)
        except Refusal as refusal:
            self._journal.write(at, "refused", id=asked.client_id, code=refusal.code, why=str(refusal))
            raise
        order = BookOrder(asked, next(self._ids), at)
        self._latest[asked.client_id] = order
        self._journal.write(
            at,
            "accepted",
            id=asked.client_id,
            symbol=asked.symbol,
            side=asked.side,
            kind=asked.kind,
            quantity=asked.quantity,
            trigger=asked.trigger_price,
            reduce_only=asked.reduce_only,
        )
        if asked.kind not in RESTING:
            self._match(order, at)
        return order

    def cancel(self, client_id: str, at: datetime) -> BookOrder:
        """Cancel an open order or raise `Refusal`."""
        order = self._latest.get(client_id)
        if order is None or order.status not in OPEN or order.triggered:
            raise Refusal(-2011, "Unknown order sent.")
        self._end(order, "CANCELED", at)
        return order

    def find(self, client_id: str) -> BookOrder | None:
        """Return the newest order with an id."""
        return self._latest.get(client_id)

    def open_orders(self) -> list[BookOrder]:
        """Return what rests or is being filled."""
        return [order for order in self._latest.values() if order.status in OPEN]

    def executions_since(self, at: datetime) -> list[Execution]:
        """Return the trades from `at` on."""
        return [execution for execution in self.executions if execution.at >= at]

    # --- what time brings ---

    def tick(self, symbol: str, quote: Quote, at: datetime) -> None:
        """Let the market move; what it triggers is filled."""
        self.quotes[symbol] = quote
        for order in self.open_orders():
            if order.asked.symbol == symbol and not order.triggered and _is_triggered(order.asked, quote.last):
                order.triggered = True
                self._journal.write(at, "triggered", id=order.asked.client_id)
                self._match(order, at)

    def pass_time(self, at: datetime) -> None:
        """Fill the slices that are due."""
        due = [each for each in self._slices if each.due <= at]
        self._slices = [each for each in self._slices if each.due > at]
        for each in due:
            self._fill_slice(each, at)

    # --- the filters ---

    def _check(self, asked: NewOrder) -> None:
        instrument, quote = self.instruments.get(asked.symbol), self.quotes.get(asked.symbol)
        if instrument is None or quote is None:
            raise Refusal(-1121, "Invalid symbol.")
        known = self._latest.get(asked.client_id)
        if known is not None and known.status in OPEN:
            raise Refusal(-4116, "ClientOrderId is duplicated.")
        _check_steps(asked, instrument)
        if asked.kind in RESTING:
            if asked.trigger_price is None:
                raise Refusal(-1102, "Mandatory parameter triggerPrice was not sent.")
            if _is_triggered(asked, quote.last):
                raise Refusal(-2021, "Order would immediately trigger.")
        elif asked.reduce_only and self._reducible(asked) <= ZERO:
            raise Refusal(-2022, "ReduceOnly Order is rejected.")
        if not asked.reduce_only:
            self._check_opening(asked, quote, instrument)

    def _check_opening(self, asked: NewOrder, quote: Quote, instrument: Instrument) -> None:
        price = asked.limit_price or _touch(asked.side, quote)
        if price * asked.quantity < instrument.min_notional:
            raise Refusal(-4164, f"Order's notional must be no smaller than {instrument.min_notional}.")
        used = sum((abs(net) * self.quotes[symbol].last for symbol, net in self.net.items()), ZERO) / asked.leverage
        if used + price * asked.quantity / asked.leverage > self._cash:
            raise Refusal(-2019, "Margin is insufficient.")

    # --- matching ---

    def _match(self, order: BookOrder, at: datetime) -> None:
        """Fill in slices: the first at once, the others soon after, each at the touch of its moment."""
        instrument = self.instruments[order.asked.symbol]
        wanted = order.asked.quantity
        if not order.asked.reduce_only and self._rng.random() < self._thin:
            wanted = instrument.quantity_down(wanted * Decimal(self._rng.randrange(0, 100)) / 100)
        parts = _split(wanted, instrument.lot, self._rng.randint(1, self._most_slices), self._rng)
        due = at
        for part in parts[1:]:
            due += timedelta(seconds=self._rng.uniform(0.05, 0.8))
            self._slices.append(_Slice(due, order, part))
        if parts:
            self._fill_slice(_Slice(at, order, parts[0]), at)
        self._close_if_done(order, at)

    def _fill_slice(self, part: _Slice, at: datetime) -> None:
        order, asked = part.order, part.order.asked
        if order.status not in OPEN:
            return
        price = _touch(asked.side, self.quotes[asked.symbol])
        beyond = asked.limit_price is not None and (
            price > asked.limit_price if asked.side == "buy" else price < asked.limit_price
        )
        quantity = min(part.quantity, self._reducible(asked)) if asked.reduce_only else part.quantity
        if quantity > ZERO and not beyond:
            self._execute(order, quantity, price, at)
        self._close_if_done(order, at)

    def _execute(self, order: BookOrder, quantity: Decimal, price: Decimal, at: datetime) -> None:
        asked = order.asked
        fee = (price * quantity * FEE).quantize(FEE_STEP, ROUND_UP)
        execution = Execution(
            f"x{next(self._trades)}", asked.client_id, asked.symbol, asked.side, quantity, price, fee, at
        )
        order.filled += quantity
        order.status = "FILLED" if order.left <= ZERO else "PARTIALLY_FILLED"
        signed = quantity if asked.side == "buy" else -quantity
        self.net[asked.symbol] = self.net.get(asked.symbol, ZERO) + signed
        self.executions.append(execution)
        self._journal.write(
            at,
            "fill",
            id=asked.client_id,
            trade=execution.trade_id,
            symbol=asked.symbol,
            side=asked.side,
            quantity=quantity,
            price=price,
            fee=fee,
        )
        self.report(execution)

    def _close_if_done(self, order: BookOrder, at: datetime) -> None:
        if order.status in OPEN and not any(each.order is order for each in self._slices):
            self._end(order, "EXPIRED", at)

    def _end(self, order: BookOrder, status: str, at: datetime) -> None:
        order.status = status
        self._journal.write(at, "ended", id=order.asked.client_id, status=status)
        self.report(order)

    def _reducible(self, asked: NewOrder) -> Decimal:
        net = self.net.get(asked.symbol, ZERO)
        return max(ZERO, -net if asked.side == "buy" else net)


def _check_steps(asked: NewOrder, instrument: Instrument) -> None:
    if asked.quantity <= ZERO or asked.quantity % instrument.lot:
        raise Refusal(-1111, "Precision is over the maximum defined for this asset.")
    for price in (asked.limit_price, asked.trigger_price):
        if price is not None and (price <= ZERO or price % instrument.tick):
            raise Refusal(-4014, "Price not increased by tick size.")


def _touch(side: str, quote: Quote) -> Decimal:
    return quote.ask if side == "buy" else quote.bid


def _is_triggered(asked: NewOrder, last: Decimal) -> bool:
    if asked.kind not in RESTING or asked.trigger_price is None:
        return False
    falls = (asked.kind == "stop_market") == (asked.side == "sell")
    return last <= asked.trigger_price if falls else last >= asked.trigger_price


def _split(quantity: Decimal, lot: Decimal, parts: int, rng: random.Random) -> list[Decimal]:
    """Cut a quantity into at most `parts` pieces on the lot."""
    lots = int(quantity / lot)
    cuts = sorted(rng.randint(0, lots) for _ in range(min(parts, lots) - 1)) if lots else []
    edges = [0, *cuts, lots]
    return [lot * (right - left) for left, right in pairwise(edges) if right > left]
