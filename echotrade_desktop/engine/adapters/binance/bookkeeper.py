"""Turns trades of the account into fills of ours: whose they are, what they cost, and each of them told once."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_UP, Decimal
from typing import Any

from echotrade_desktop.engine.adapters.binance.catalogue import Listing
from echotrade_desktop.engine.adapters.binance.market import BinanceMarket
from echotrade_desktop.engine.adapters.binance.orders import (
    Dialect,
    Execution,
    LookAgain,
    News,
    OrderEnded,
    OrderNumbered,
    read_id,
)
from echotrade_desktop.engine.adapters.binance.usdm import why_ended
from echotrade_desktop.engine.domain.cash import CashMove
from echotrade_desktop.engine.domain.order import Fill, Order, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.ports import BrokerSink
from echotrade_desktop.engine.domain.position import Position

log = logging.getLogger(__name__)

KEPT = 20_000  # trades that were told, orders that are known
REMEMBERED_S = 3600.0  # that a symbol is asked about after the last word on an order of it
FEE_STEP = Decimal("0.00000001")


class Bookkeeper:
    """Knows which order each number belongs to. `sink` hears fills and ends."""

    def __init__(
        self,
        dialect: Dialect,
        market: BinanceMarket,
        positions: Callable[[], Sequence[Position]],
        tell_user: Callable[[str, str], None],
    ) -> None:
        self.sink: BrokerSink | None = None
        self._dialect = dialect
        self._market = market
        self._positions = positions
        self._tell_user = tell_user
        self._orders: OrderedDict[str, Order] = OrderedDict()
        self._numbers: OrderedDict[str, str] = OrderedDict()
        self._told: OrderedDict[str, None] = OrderedDict()
        self._touched: dict[str, float] = {}  # monotonic seconds, by symbol

    # --- what is known ---

    def know(self, order: Order) -> None:
        """Remember an order by its client id."""
        _remember(self._orders, order.client_order_id, order)
        self._touched[order.symbol] = self._market.line.clock.monotonic()

    def number(self, number: str, client_order_id: str) -> None:
        """Remember which order a number belongs to."""
        _remember(self._numbers, number, client_order_id)

    def symbols(self) -> set[str]:
        """Return the symbols that have a position, or of which an order was spoken lately."""
        earliest = self._market.line.clock.monotonic() - REMEMBERED_S
        self._touched = {symbol: at for symbol, at in self._touched.items() if at >= earliest}
        return {*self._touched, *(position.symbol for position in self._positions())}

    # --- what is told ---

    async def take(self, news: Sequence[News]) -> bool:
        """Pass on what the user stream says; True when only a question can tell the rest."""
        look = False
        for item in news:
            match item:
                case Execution():
                    fill = await self._fill(item)
                    self._tell_fill(fill)
                case OrderEnded():
                    self.end(item)
                case OrderNumbered():
                    self.number(item.order_id, item.client_order_id)
                case LookAgain():
                    look = True
        return look

    def tell_cash(self, move: CashMove) -> None:
        """Pass on what came to the account or left it."""
        if self.sink is not None:
            self.sink.cash_moved(move)

    def _tell_fill(self, fill: Fill | None) -> None:
        if fill is None or fill.trade_id in self._told or self.sink is None:
            return
        _remember(self._told, fill.trade_id, None)
        self.sink.filled(fill)

    def end(self, ended: OrderEnded) -> None:
        """Pass on that an order of ours has ended, unless that was told before."""
        told = self._numbers.get(ended.order_id, ended.client_order_id)
        ours = read_id(told)
        client_id = told if ours is None else ours.client_order_id
        order = self._orders.get(client_id)
        if order is None or order.ended or self.sink is None:
            return
        over = replace(
            order,
            status=OrderStatus.CANCELLED,
            filled_quantity=ended.filled,
            reason=why_ended(order.purpose, ended.reason),
            updated_at=self._market.line.clock.now(),
        )
        self.know(over)
        self.sink.order_changed(over)

    async def catch_up(self, since: datetime) -> None:
        """Ask for what was traded since then and tell what has not been told. Raises `Trouble`."""
        for fill in await self.fills_since(since):
            self._tell_fill(fill)

    async def fills_since(self, at: datetime) -> list[Fill]:
        """Return the fills since `at` of every symbol that is spoken of. Raises `Trouble`."""
        found: list[Fill] = []
        for symbol in sorted(self.symbols()):
            listing = self._market.catalogue.by_symbol.get(symbol)
            if listing is not None:
                for execution in await self._dialect.executions(listing, at):
                    fill = await self._fill(execution)
                    if fill is not None:
                        found.append(fill)
        return sorted(found, key=lambda fill: fill.at)

    # --- whose it is ---

    async def _fill(self, execution: Execution) -> Fill | None:
        listing = self._market.catalogue.by_raw.get(execution.raw)
        if listing is None:
            return None
        owner = await self._owner(execution, listing)
        if owner is None:
            return None
        client_id, position_id, purpose = owner
        return Fill(
            trade_id=execution.trade_id,
            client_order_id=client_id,
            position_id=position_id,
            symbol=listing.instrument.symbol,
            side=execution.side,
            purpose=purpose,
            quantity=execution.quantity,
            price=execution.price,
            fee=await self._fee(execution, listing),
            at=execution.at,
        )

    async def _owner(self, execution: Execution, listing: Listing) -> tuple[str, str, OrderPurpose] | None:
        """Return client id, position and purpose of a trade; None when it is not ours and changes nothing of ours."""
        client_id = self._numbers.get(execution.order_id) or execution.client_order_id
        if client_id is None:
            client_id = await self._dialect.client_id_of(listing, execution.order_id) or ""
            self.number(execution.order_id, client_id)
        ours = read_id(client_id)
        if ours is not None:
            return ours.client_order_id, ours.position_id, ours.purpose
        closed = self._closed_by_another(execution, listing.instrument.symbol)
        if closed is None:
            return None
        purpose = OrderPurpose.LIQUIDATION if "autoclose" in client_id else OrderPurpose.CLOSE
        return client_id, closed.position_id, purpose

    def _closed_by_another(self, execution: Execution, symbol: str) -> Position | None:
        """Return the position of ours that a foreign trade reduces: a liquidation, or a close on Binance's own site."""
        against = (p for p in self._positions() if p.symbol == symbol and p.side.exit is execution.side)
        return next((p for p in against if p.opened_at is None or execution.at >= p.opened_at), None)

    async def _fee(self, execution: Execution, listing: Listing) -> Decimal:
        """Return the fee in quote currency; one that was paid in another coin at that coin's price now."""
        quote = listing.instrument.quote
        if execution.fee_asset == quote or not execution.fee:
            return execution.fee
        if execution.fee_asset == listing.instrument.base:
            price: Decimal | None = execution.price
        else:
            price = await self._market.price_of(f"{execution.fee_asset}/{quote}")
        if price is None:
            message = f"A fee was paid in {execution.fee_asset}, whose price is not known; it is booked as nothing."
            self._tell_user(message, "warning")
            return Decimal(0)
        return (execution.fee * price).quantize(FEE_STEP, ROUND_UP)


def _remember(memory: OrderedDict[str, Any], key: str, value: object) -> None:
    memory[key] = value
    memory.move_to_end(key)
    while len(memory) > KEPT:
        memory.popitem(last=False)
