"""The Algo service: every conditional order rests here; when it triggers, an order of its own comes to the book."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any

from tests.servers.binance import filters
from tests.servers.binance.futures_book import FuturesBook
from tests.servers.binance.futures_rows import algo_event
from tests.servers.binance.futures_state import Algo, Holding, Order
from tests.servers.binance.prices import Tick
from tests.servers.exchange.core import Refusal

MOST_OPEN = 200


class AlgoService:
    """Conditional orders: NEW, then CANCELED or EXPIRED, or TRIGGERING, then TRIGGERED and FINISHED, or REJECTED."""

    def __init__(
        self,
        book: FuturesBook,
        now_ms: Callable[[], int],
        tell: Callable[[dict[str, Any]], None],
        note: Callable[..., None],
    ) -> None:
        self.algos: list[Algo] = []
        self._book = book
        self._now = now_ms
        self._tell = tell
        self._note = note
        self._ids = count(1_000_000_033_225_001)
        book.flat.append(self._gone_flat)
        book.ended.append(self._child_ended)

    # --- what clients ask ---

    def next_id(self) -> int:
        """A number that no other conditional order has."""
        return next(self._ids)

    def place(self, algo: Algo) -> Algo:
        """Accept a conditional order, or raise `Refusal`."""
        self._check(algo)
        self.algos.append(algo)
        self._note(
            "accepted",
            id=algo.client_id,
            symbol=self._book.listing(algo.symbol).unified,
            side=algo.side.lower(),
            kind=algo.type.lower(),
            quantity=algo.quantity,
            price=algo.price or None,
            trigger=algo.trigger_price,
            reduce_only=algo.reduce_only or algo.close_position,
            working_type=algo.working_type,
            exchange_id=algo.id,
        )
        self._say(algo, "NEW")
        return algo

    def find(self, algo_id: int | None, client_id: str | None) -> Algo | None:
        """The newest conditional order with an id."""
        for algo in reversed(self.algos):
            if algo.id == algo_id if algo_id is not None else algo.client_id == client_id:
                return algo
        return None

    def cancel(self, algo: Algo | None) -> Algo:
        """Cancel one that has not triggered, or raise `Refusal`."""
        if algo is None or not algo.is_open:
            raise Refusal(-2011, "Unknown order sent.")
        self._end(algo, "CANCELED")
        return algo

    def open_algos(self, symbol: str | None = None) -> list[Algo]:
        """What rests."""
        return [each for each in self.algos if each.is_open and symbol in (None, each.symbol)]

    # --- what the market does ---

    def ticked(self, tick: Tick) -> None:
        """Trigger what a price has reached."""
        for algo in self.open_algos(tick.symbol):
            if algo.type == "TRAILING_STOP_MARKET":
                self._trail(algo)
            if algo.is_open and self._is_reached(algo):
                self._trigger(algo)

    def _trigger(self, algo: Algo) -> None:
        algo.triggered_at = self._now()
        self._note("triggered", id=algo.client_id)
        self._say(algo, "TRIGGERING")
        order = self._child(algo)
        if order.reduce_only and not self._book.account.reducible(order):
            algo.failure = "Reduce Only reject"
            self._end(algo, "REJECTED")
            return
        try:
            if not order.reduce_only:
                self._book.check(order)
        except Refusal as refusal:
            algo.failure = str(refusal)
            self._end(algo, "REJECTED")
            return
        algo.order = order
        if self._book.quirks.orders_before_algo:
            self._book.accept(order)
            self._book.match(order)
            self._say(algo, "TRIGGERED")
        else:
            self._say(algo, "TRIGGERED")
            self._book.accept(order)
            self._book.match(order)
        self._child_ended(order)

    def _child(self, algo: Algo) -> Order:
        holding = self._book.account.holding(algo.symbol, algo.position_side)
        at_market = algo.type.endswith("MARKET")
        return Order(
            self._book.next_id(),
            algo.client_id,
            algo.symbol,
            algo.side,
            "MARKET" if at_market else "LIMIT",
            abs(holding.amount) if algo.close_position else algo.quantity,
            self._now(),
            price=algo.price,
            time_in_force="GTC" if at_market else algo.time_in_force,
            reduce_only=algo.reduce_only or algo.close_position,
            close_position=algo.close_position,
            position_side=algo.position_side,
            stop_price=algo.trigger_price,
            working_type=algo.working_type,
            original_type=algo.type,
            algo_id=algo.id,
        )

    def _child_ended(self, order: Order) -> None:
        for algo in self.algos:
            if algo.order is order and algo.status == "TRIGGERED" and not order.is_open:
                self._say(algo, "FINISHED")

    def _gone_flat(self, holding: Holding) -> None:
        for algo in self.open_algos(holding.symbol):
            ends = algo.close_position or (algo.reduce_only and self._book.quirks.ends_reduce_only_when_flat)
            if ends and algo.position_side == holding.position_side:
                self._end(algo, "EXPIRED")

    def _end(self, algo: Algo, status: str) -> None:
        self._say(algo, status)
        self._note("ended", id=algo.client_id, status=status, filled=0)

    def _say(self, algo: Algo, status: str) -> None:
        algo.status, algo.updated_at = status, self._now()
        self._tell(algo_event(self._book.listing(algo.symbol), algo, self._now()))

    # --- what it refuses ---

    def _check(self, algo: Algo) -> None:
        listing = self._book.listing(algo.symbol)
        filters.check_trading(listing, opens=not (algo.reduce_only or algo.close_position))
        if any(each.client_id == algo.client_id and each.is_open for each in self.algos):
            raise Refusal(-20132, "The client algo id is duplicated")
        if len(self.open_algos()) >= MOST_OPEN:
            raise Refusal(-4045, "Reach max stop order limit.")
        if algo.close_position:
            self._check_close_position(algo)
        else:
            filters.check_quantity(listing, algo.quantity, at_market=algo.type.endswith("MARKET"))
        if not algo.type.endswith("MARKET"):
            filters.check_price(listing, algo.price)
        if algo.type == "TRAILING_STOP_MARKET":
            if algo.callback_rate is None or not Decimal("0.1") <= algo.callback_rate <= 10:
                raise Refusal(-2007, "Invalid callBack rate.")
            return
        filters.check_price(listing, algo.trigger_price, "triggerPrice")
        if self._is_reached(algo):
            raise Refusal(-2021, "Order would immediately trigger.")
        if not (algo.reduce_only or algo.close_position):
            filters.check_notional(listing, (algo.price or algo.trigger_price) * algo.quantity)

    def _check_close_position(self, algo: Algo) -> None:
        if not self._book.account.holding(algo.symbol, algo.position_side).amount:
            raise Refusal(-4509, "Time in Force (TIF) GTE can only be used with open positions.")
        for each in self.open_algos(algo.symbol):
            if each.close_position and (each.side, each.type) == (algo.side, algo.type):
                raise Refusal(
                    -4130, "An open stop or take profit order with GTE and closePosition in the direction is existing."
                )

    # --- triggers ---

    def _price(self, algo: Algo) -> Decimal:
        prices = self._book.prices
        return prices.mark(algo.symbol) if algo.working_type == "MARK_PRICE" else prices.quotes[algo.symbol].last

    def _is_reached(self, algo: Algo) -> bool:
        if not algo.trigger_price:
            return False
        falls = algo.type.startswith("TAKE_PROFIT") == (algo.side == "BUY")
        price = self._price(algo)
        return price <= algo.trigger_price if falls else price >= algo.trigger_price

    def _trail(self, algo: Algo) -> None:
        price, sells = self._price(algo), algo.side == "SELL"
        if algo.best is None:
            waits = algo.activate_price is not None and (
                price < algo.activate_price if sells else price > algo.activate_price
            )
            if waits:
                return
            algo.best = price
        algo.best = max(algo.best, price) if sells else min(algo.best, price)
        share = 1 - (algo.callback_rate or Decimal(0)) / 100 * (1 if sells else -1)
        algo.trigger_price = algo.best * share
