"""Matching of the perpetuals: what fills at once, what rests, what the market then does to it, liquidation included."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from tests.servers.binance import filters
from tests.servers.binance.catalogue import Listing
from tests.servers.binance.futures_account import FuturesAccount, largest_notional
from tests.servers.binance.futures_rows import account_event, lite_event, order_event
from tests.servers.binance.futures_state import ZERO, Holding, Order, Trade
from tests.servers.binance.prices import Prices, Tick
from tests.servers.exchange.core import Refusal

LIQUIDATION_FEE = Decimal("0.0125")
Tell = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class Quirks:
    """What real venues do at times and models forget."""

    slices: int = 1  # executions that an order is filled in
    slice_seconds: float = 0.0  # between them; the first comes at once
    orders_before_algo: bool = False  # a triggered order is told before the conditional order that it came of
    bare_answers: bool = False  # POST order answers without avgPrice and cumQuote
    lookup_lag_seconds: float = 0.0  # for so long a new order is not found, conditional or not
    ends_reduce_only_when_flat: bool = False  # reduce-only conditional orders expire with their position


class FuturesBook:
    """The orders of the account, and the market they meet. `flat` are told when a position has closed."""

    def __init__(
        self, account: FuturesAccount, now_ms: Callable[[], int], tell: Tell, note: Callable[..., None]
    ) -> None:
        self.account = account
        self.quirks = Quirks()
        self.orders: list[Order] = []
        self.flat: list[Callable[[Holding], None]] = []
        self.ended: list[Callable[[Order], None]] = []
        self._now = now_ms
        self._tell = tell
        self._note = note
        self._ids = count(283_194_212_001)

    @property
    def prices(self) -> Prices:
        return self.account.prices

    def listing(self, symbol: str) -> Listing:
        """The listing of a symbol."""
        return self.prices.listings[symbol]

    # --- what clients ask ---

    def next_id(self) -> int:
        """A number that no other order has."""
        return next(self._ids)

    def check(self, order: Order) -> None:
        """Raise `Refusal` unless the order is acceptable; nothing is changed."""
        listing = self.listing(order.symbol)
        filters.check_trading(listing, opens=not order.reduce_only)
        filters.check_quantity(listing, order.quantity, at_market=order.type == "MARKET")
        if any(each.client_id == order.client_id and each.is_open for each in self.orders):
            raise Refusal(-4116, "ClientOrderId is duplicated.")
        if order.type == "LIMIT":
            filters.check_price(listing, order.price)
            filters.check_percent(listing, order.side, order.price, self.prices.mark(order.symbol))
        if order.time_in_force == "GTX" and self._crosses(order):
            raise Refusal(
                -5022, "Due to the order could not be executed as maker, the Post Only order will be rejected."
            )
        if order.reduce_only and not self.account.reducible(order):
            raise Refusal(-2022, "ReduceOnly Order is rejected.")
        if not order.reduce_only:
            self._check_opening(listing, order)

    def place(self, order: Order) -> Order:
        """Accept an order, or raise `Refusal`."""
        self.check(order)
        self.accept(order)
        self.match(order)
        return order

    def accept(self, order: Order) -> None:
        """Let an order in and say so."""
        self.orders.append(order)
        if order.algo_id is None:
            self._note_accepted(order)
        else:
            self._note("child", id=order.client_id, exchange_id=order.id, algo_id=order.algo_id)
        self._tell(order_event(self.listing(order.symbol), order, "NEW", self._now()))

    def find(self, symbol: str, order_id: int | None, client_id: str | None) -> Order | None:
        """The newest order with an id."""
        for order in reversed(self.orders):
            if order.symbol == symbol and (
                order.id == order_id if order_id is not None else order.client_id == client_id
            ):
                return order
        return None

    def cancel(self, order: Order | None) -> Order:
        """Cancel an open order or raise `Refusal`."""
        if order is None or not order.is_open:
            raise Refusal(-2011, "Unknown order sent.")
        self.end(order, "CANCELED")
        return order

    def amend(self, order: Order | None, quantity: Decimal, price: Decimal) -> Order:
        """Change a resting limit; at Binance that can also end it."""
        if order is None or not order.is_open:
            raise Refusal(-2013, "Order does not exist.")
        if order.type != "LIMIT":
            raise Refusal(-5025, "Only limit order is supported.")
        if (quantity, price) == (order.quantity, order.price):
            raise Refusal(-5027, "No need to modify the order.")
        listing = self.listing(order.symbol)
        filters.check_quantity(listing, quantity, at_market=False)
        filters.check_price(listing, price)
        order.updated_at = self._now()
        if quantity <= order.filled:
            self.end(order, "CANCELED")
            return order
        order.quantity, order.price = quantity, price
        self._note("amended", id=order.client_id, quantity=quantity, price=price)
        self._tell(order_event(listing, order, "AMENDMENT", self._now()))
        if order.time_in_force == "GTX" and self._crosses(order):
            self.end(order, "CANCELED")
        else:
            self.match(order)
        return order

    def open_orders(self, symbol: str | None = None) -> list[Order]:
        """What rests."""
        return [each for each in self.orders if each.is_open and symbol in (None, each.symbol)]

    # --- what the market does ---

    def ticked(self, tick: Tick) -> None:
        """Fill the limits that a price has reached; liquidate whose margin is gone."""
        for order in self.open_orders(tick.symbol):
            if order.type == "LIMIT" and self._crosses(order) and not order.pending:
                self._fill_up_to_depth(order, order.price, maker=True)
        for holding in self.account.open_holdings(tick.symbol):
            self._liquidate_if_due(holding)

    def pass_time(self) -> None:
        """Fill the slices that are due."""
        for order in self.open_orders():
            while order.is_open and order.pending and order.pending[0][0] <= self._now():
                _, quantity = order.pending.pop(0)
                self._execute(order, quantity, self.touch(order))
                if not order.pending and order.is_open and order.type == "MARKET":
                    self.end(order, "EXPIRED")

    def touch(self, order: Order) -> Decimal:
        """The price at which an order would be filled now."""
        quote = self.prices.quotes[order.symbol]
        best = quote.ask if order.side == "BUY" else quote.bid
        if order.type != "LIMIT":
            return best
        return min(best, order.price) if order.side == "BUY" else max(best, order.price)

    # --- matching ---

    def match(self, order: Order) -> None:
        """Meet the book with a new order: fill what can be filled, and end or rest the remainder."""
        if order.type == "LIMIT" and not self._crosses(order):
            if order.time_in_force in ("IOC", "FOK"):
                self.end(order, "EXPIRED")
            return
        depth = self.prices.depth.get(order.symbol)
        if order.time_in_force == "FOK" and depth is not None and depth < order.left:
            self.end(order, "EXPIRED")
            return
        self._fill_up_to_depth(order, self.touch(order), maker=False)
        if order.is_open and not order.pending and (order.type == "MARKET" or order.time_in_force == "IOC"):
            self.end(order, "EXPIRED")

    def end(self, order: Order, status: str) -> None:
        """Take an order out of the book."""
        order.status, order.updated_at = status, self._now()
        order.pending.clear()
        self._note("ended", id=order.client_id, status=status, filled=order.filled)
        self._tell(order_event(self.listing(order.symbol), order, status, self._now()))
        for hear in self.ended:
            hear(order)

    def _crosses(self, order: Order) -> bool:
        quote = self.prices.quotes[order.symbol]
        return quote.ask <= order.price if order.side == "BUY" else quote.bid >= order.price

    def _fill_up_to_depth(self, order: Order, price: Decimal, *, maker: bool) -> None:
        wanted = order.left
        depth = self.prices.depth.get(order.symbol)
        if depth is not None:
            wanted = min(wanted, depth)
        if order.reduce_only:
            wanted = min(wanted, self.account.reducible(order))
        parts = _slices(wanted, self.listing(order.symbol).lot, self.quirks.slices)
        pause = round(self.quirks.slice_seconds * 1000)
        if pause:
            order.pending = [(self._now() + pause * number, part) for number, part in enumerate(parts[1:], 1)]
            parts = parts[:1]
        for part in parts:
            self._execute(order, part, price, maker=maker)
        if order.is_open and order.reduce_only and not self.account.reducible(order):
            self.end(order, "EXPIRED")

    def _execute(self, order: Order, quantity: Decimal, price: Decimal, *, maker: bool = False) -> None:
        if order.reduce_only:
            quantity = min(quantity, self.account.reducible(order))
        if quantity <= ZERO or not order.is_open:
            return
        order.filled += quantity
        order.worth += quantity * price
        order.status = "FILLED" if order.left <= ZERO else "PARTIALLY_FILLED"
        trade = self.account.book(order, quantity, price, maker=maker)
        order.updated_at = trade.at
        self._tell_trade(order, trade)

    def _tell_trade(self, order: Order, trade: Trade, execution: str = "TRADE") -> None:
        listing = self.listing(order.symbol)
        holding = self.account.holding(order.symbol, order.position_side)
        self._note(
            "fill",
            id=order.client_id,
            trade=str(trade.id),
            symbol=listing.unified,
            side=order.side.lower(),
            quantity=trade.quantity,
            price=trade.price,
            fee=trade.commission,
            exchange_id=order.id,
        )
        self._tell(lite_event(listing, trade))
        self._tell(account_event(self.account, [holding], "ORDER", trade.at))
        self._tell(order_event(listing, order, execution, trade.at, trade))
        if not order.is_open:
            for hear in self.ended:
                hear(order)
        if not holding.amount:
            for hear_flat in self.flat:
                hear_flat(holding)

    # --- opening, and being closed by force ---

    def _check_opening(self, listing: Listing, order: Order) -> None:
        price = order.price or self.touch(order)
        filters.check_notional(listing, price * order.quantity)
        opening = order.quantity - min(order.quantity, self.account.reducible(order))
        leverage = self.account.settings(order.symbol).leverage
        held = abs(self.account.holding(order.symbol, order.position_side).amount)
        if (held + opening) * price > largest_notional(listing, leverage):
            raise Refusal(-2027, "Exceeded the maximum allowable position at current leverage.")
        if opening * price / leverage > self.account.available():
            raise Refusal(-2019, "Margin is insufficient.")

    def _liquidate_if_due(self, holding: Holding) -> None:
        price, mark = self.account.liquidation_price(holding), self.prices.mark(holding.symbol)
        if not price or (mark > price if holding.amount > 0 else mark < price):
            return
        for order in self.open_orders(holding.symbol):
            self.end(order, "CANCELED")
        side, at = "SELL" if holding.amount > 0 else "BUY", self._now()
        forced = Order(
            self.next_id(),
            f"autoclose-{at}",
            holding.symbol,
            side,
            "LIQUIDATION",
            abs(holding.amount),
            at,
            price=price,
            time_in_force="IOC",
            position_side=holding.position_side,
        )
        self.orders.append(forced)
        self._note("liquidation", id=forced.client_id, symbol=self.listing(holding.symbol).unified, price=price)
        self._tell(order_event(self.listing(holding.symbol), forced, "NEW", at))
        forced.filled, forced.worth, forced.status = forced.quantity, forced.quantity * price, "FILLED"
        trade = self.account.book(forced, forced.quantity, price, maker=False)
        self.account.clear_insurance(holding.symbol, (forced.worth * LIQUIDATION_FEE).quantize(Decimal("0.00000001")))
        self._tell_trade(forced, trade, "CALCULATED")

    def _note_accepted(self, order: Order) -> None:
        self._note(
            "accepted",
            id=order.client_id,
            symbol=self.listing(order.symbol).unified,
            side=order.side.lower(),
            kind=order.type.lower(),
            quantity=order.quantity,
            price=order.price or None,
            trigger=None,
            reduce_only=order.reduce_only,
            time_in_force=order.time_in_force,
            leverage=self.account.settings(order.symbol).leverage,
            exchange_id=order.id,
        )


def _slices(quantity: Decimal, lot: Decimal, parts: int) -> list[Decimal]:
    """Cut a quantity into at most `parts` pieces on the lot, the last the largest."""
    lots = int(quantity / lot)
    parts = max(1, min(parts, lots))
    each = lot * (lots // parts)
    return [piece for piece in (*[each] * (parts - 1), quantity - each * (parts - 1)) if piece > ZERO]
