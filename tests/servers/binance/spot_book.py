"""Spot's account and matching: balances, orders and stops, and lists of two of which one ends the other."""

import secrets
from collections.abc import Callable
from decimal import ROUND_UP, Decimal
from itertools import count
from typing import Any

from tests.servers.binance import filters
from tests.servers.binance.catalogue import Listing
from tests.servers.binance.prices import Prices, Tick
from tests.servers.binance.spot_rows import execution_report, list_event
from tests.servers.binance.spot_state import STOPS, ZERO, OrderList, SpotOrder, SpotTrade
from tests.servers.exchange.core import Refusal

FEE = Decimal("0.001")
CENT = Decimal("0.00000001")


class SpotBook:
    """The orders and balances of the one account."""

    def __init__(
        self,
        prices: Prices,
        now_ms: Callable[[], int],
        tell: Callable[[dict[str, Any]], None],
        note: Callable[..., None],
        balances: dict[str, Decimal],
    ) -> None:
        self.prices = prices
        self.balances = dict(balances)
        self.orders: list[SpotOrder] = []
        self.lists: list[OrderList] = []
        self.trades: list[SpotTrade] = []
        self.slices = 1
        self._now = now_ms
        self._tell = tell
        self._note = note
        self._ids = count(41_000_000_001)
        self._list_ids = count(5_001)
        self._trade_ids = count(700_001)
        prices.heard.append(self._ticked)

    # --- balances ---

    def locked(self, asset: str) -> Decimal:
        """What open orders tie up of an asset; a list ties up what the larger of its orders needs."""
        needs: dict[int, Decimal] = {}
        for order in self.orders:
            if order.is_open and order.filled != order.quantity and self._paid_with(order) == asset:
                key = order.list_id if order.list_id > 0 else -order.id
                needs[key] = max(needs.get(key, ZERO), self._need(order))
        return sum(needs.values(), ZERO)

    def free(self, asset: str) -> Decimal:
        """What may be spent."""
        return self.balances.get(asset, ZERO) - self.locked(asset)

    def _paid_with(self, order: SpotOrder) -> str:
        listing = self.prices.listings[order.symbol]
        return listing.quote if order.side == "BUY" else listing.base

    def _need(self, order: SpotOrder) -> Decimal:
        if order.side == "SELL":
            return order.left
        return order.left * (order.price or order.stop_price or self.prices.quotes[order.symbol].ask)

    # --- what clients ask ---

    def next_id(self) -> int:
        """A number that no other order has."""
        return next(self._ids)

    def check(self, order: SpotOrder) -> None:
        """Raise `Refusal` unless the order is acceptable by itself."""
        listing, quote = self.prices.listings[order.symbol], self.prices.quotes[order.symbol]
        filters.check_trading(listing, opens=True)
        price = order.price or order.stop_price or (quote.ask if order.side == "BUY" else quote.bid)
        if order.stop_price and order.stop_price % listing.tick:
            raise Refusal(-1013, "Filter failure: PRICE_FILTER")
        filters.check_spot(listing, price, order.quantity, quote.last, at_market=order.at_market)
        if any(each.client_id == order.client_id and each.is_open for each in self.orders):
            raise Refusal(-2010, "Duplicate order sent.")
        if order.type == "LIMIT_MAKER" and self._crosses(order):
            raise Refusal(-2010, "Order would immediately match and take.")
        if order.type in STOPS and self._is_reached(order):
            raise Refusal(-2010, "Stop price would trigger immediately.")

    def place(self, order: SpotOrder) -> SpotOrder:
        """Accept an order, or raise `Refusal`."""
        self.check(order)
        self._check_funds(self._paid_with(order), self._need(order))
        self._accept(order)
        if order.working:
            self._match(order)
        return order

    def place_list(self, each: OrderList) -> OrderList:
        """Accept two orders of which one ends the other, or raise `Refusal`."""
        above, below = each.orders
        last = self.prices.quotes[each.symbol].last
        highest, lowest = above.price or above.stop_price, below.stop_price or below.price
        if not lowest < last < highest:
            raise Refusal(-2010, "The relationship of the prices for the orders is not correct.")
        for order in each.orders:
            self.check(order)
        self._check_funds(self._paid_with(above), max(self._need(order) for order in each.orders))
        self.lists.append(each)
        self._tell(list_event(each, self._now()))
        for order in each.orders:
            self._accept(order)
        return each

    def next_list_id(self) -> int:
        """A number that no other list has."""
        return next(self._list_ids)

    def find(self, symbol: str, order_id: int | None, client_id: str | None) -> SpotOrder | None:
        """The newest order with an id."""
        for order in reversed(self.orders):
            same = order.id == order_id if order_id is not None else order.client_id == client_id
            if same and order.symbol == symbol:
                return order
        return None

    def cancel(self, order: SpotOrder | None, cancel_id: str | None = None) -> str:
        """Cancel an order, and with it the other of its list; return the id of the cancel. Raises `Refusal`."""
        if order is None or not order.is_open:
            raise Refusal(-2011, "Unknown order sent.")
        cancel_id = cancel_id or secrets.token_hex(11)
        self._end(order, "CANCELED", cancel_id)
        self._end_siblings(order, "CANCELED")
        return cancel_id

    def open_orders(self, symbol: str | None = None) -> list[SpotOrder]:
        """What rests."""
        return [each for each in self.orders if each.is_open and symbol in (None, each.symbol)]

    # --- matching ---

    def _ticked(self, tick: Tick) -> None:
        for order in self.open_orders(tick.symbol):
            if not order.is_open:
                continue
            if not order.working and self._is_reached(order):
                order.working = True
                self._note("triggered", id=order.client_id, market="spot")
                self._end_siblings(order, "EXPIRED")
                self._tell(execution_report(order, "NEW", self._now()))
                self._match(order)
            elif order.working and self._crosses(order):
                self._end_siblings(order, "EXPIRED")
                self._fill(order, order.price, maker=True)

    def _accept(self, order: SpotOrder) -> None:
        order.working = order.type not in STOPS
        self.orders.append(order)
        self._note(
            "accepted",
            id=order.client_id,
            market="spot",
            symbol=self.prices.listings[order.symbol].unified,
            side=order.side.lower(),
            kind=order.type.lower(),
            quantity=order.quantity,
            price=order.price or None,
            trigger=order.stop_price or None,
            reduce_only=False,
            time_in_force=order.time_in_force,
            list_id=order.list_id,
            exchange_id=order.id,
        )
        self._tell(execution_report(order, "NEW", self._now()))

    def _match(self, order: SpotOrder) -> None:
        if not order.at_market and not self._crosses(order):
            if order.time_in_force in ("IOC", "FOK"):
                self._end(order, "EXPIRED")
            return
        quote = self.prices.quotes[order.symbol]
        touch = quote.ask if order.side == "BUY" else quote.bid
        depth = self.prices.depth.get(order.symbol)
        if order.time_in_force == "FOK" and depth is not None and depth < order.left:
            self._end(order, "EXPIRED")
            return
        self._fill(order, touch, maker=False)
        if order.is_open and (order.at_market or order.time_in_force == "IOC"):
            self._end(order, "EXPIRED")

    def _fill(self, order: SpotOrder, price: Decimal, *, maker: bool) -> None:
        listing = self.prices.listings[order.symbol]
        wanted = min(order.left, self.prices.depth.get(order.symbol, order.left))
        if order.at_market:
            affordable = self.balances[listing.quote] / price if order.side == "BUY" else self.balances[listing.base]
            wanted = min(wanted, affordable // listing.lot * listing.lot)
        parts = max(1, min(self.slices, int(wanted / listing.lot)))
        each = listing.lot * (int(wanted / listing.lot) // parts)
        for part in (*[each] * (parts - 1), wanted - each * (parts - 1)):
            if part > ZERO:
                self._execute(order, listing, part, price, maker=maker)

    def _execute(self, order: SpotOrder, listing: Listing, quantity: Decimal, price: Decimal, *, maker: bool) -> None:
        bought, at = order.side == "BUY", self._now()
        received, received_asset = (quantity, listing.base) if bought else (quantity * price, listing.quote)
        fee = (received * FEE).quantize(CENT, ROUND_UP)
        paid, paid_asset = (quantity * price, listing.quote) if bought else (quantity, listing.base)
        self.balances[paid_asset] = self.balances.get(paid_asset, ZERO) - paid
        self.balances[received_asset] = self.balances.get(received_asset, ZERO) + received - fee
        order.filled += quantity
        order.worth += quantity * price
        order.status, order.updated_at = ("FILLED" if order.left <= ZERO else "PARTIALLY_FILLED"), at
        trade = SpotTrade(next(self._trade_ids), order, price, quantity, fee, received_asset, maker, at)
        order.trades.append(trade)
        self.trades.append(trade)
        self._note(
            "fill",
            id=order.client_id,
            market="spot",
            trade=str(trade.id),
            symbol=listing.unified,
            side=order.side.lower(),
            quantity=quantity,
            price=price,
            fee=fee,
            fee_asset=received_asset,
            exchange_id=order.id,
        )
        self._tell(execution_report(order, "TRADE", at, trade))
        self._tell_balances(listing.base, listing.quote)
        if not order.is_open:
            self._tell_list_end(order)

    def _end(self, order: SpotOrder, status: str, cancel_id: str = "") -> None:
        order.status, order.updated_at = status, self._now()
        self._note("ended", id=order.client_id, market="spot", status=status, filled=order.filled)
        self._tell(execution_report(order, status, self._now(), cancel_id=cancel_id))
        listing = self.prices.listings[order.symbol]
        self._tell_balances(listing.base, listing.quote)
        self._tell_list_end(order)

    def _end_siblings(self, order: SpotOrder, status: str) -> None:
        for other in self.open_orders(order.symbol):
            if other.list_id == order.list_id > 0 and other is not order:
                self._end(other, status)

    def _tell_list_end(self, order: SpotOrder) -> None:
        for each in self.lists:
            if each.id == order.list_id and not each.is_open:
                self._tell(list_event(each, self._now()))

    def pay(self, asset: str, amount: Decimal) -> None:
        """Let coins come to the account, or leave it, otherwise than by a trade."""
        at = self._now()
        self.balances[asset] = self.balances.get(asset, Decimal(0)) + amount
        self._tell({"e": "balanceUpdate", "E": at, "a": asset, "d": f"{amount:.8f}", "T": at})
        self._tell_balances(asset)

    def _tell_balances(self, *assets: str) -> None:
        at = self._now()
        rows = [{"a": each, "f": f"{self.free(each):.8f}", "l": f"{self.locked(each):.8f}"} for each in assets]
        self._tell({"e": "outboundAccountPosition", "E": at, "u": at, "B": rows})

    # --- conditions ---

    def _check_funds(self, asset: str, need: Decimal) -> None:
        if need > self.free(asset):
            raise Refusal(-2010, "Account has insufficient balance for requested action.")

    def _crosses(self, order: SpotOrder) -> bool:
        quote = self.prices.quotes[order.symbol]
        return quote.ask <= order.price if order.side == "BUY" else quote.bid >= order.price

    def _is_reached(self, order: SpotOrder) -> bool:
        last = self.prices.quotes[order.symbol].last
        falls = order.type.startswith("TAKE_PROFIT") == (order.side == "BUY")
        return last <= order.stop_price if falls else last >= order.stop_price
