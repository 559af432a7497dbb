"""Which prices concern nobody, so that a replay need not show them: most of those between two messages.

Shown are those that may fill an order, move a stop, enter or end a shadow, or wake an approved call, and before each of
them the last one of every coin, so that whoever looks finds the prices that stood there. A test plays channels with and
without what is passed over and compares the ledgers.
"""

from collections.abc import Iterator
from decimal import Decimal

from echotrade_desktop.engine.desk import Desk
from echotrade_desktop.engine.domain.facts import EquityMarked, MessageRead
from echotrade_desktop.engine.domain.market import OrderSide, Side, Ticker
from echotrade_desktop.engine.domain.messages import Event
from echotrade_desktop.engine.domain.order import Order, OrderKind
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.shadow import Shadows
from echotrade_desktop.engine.trading.alarms import Calm

NEAR_BELOW, NEAR_ABOVE = Decimal("0.92"), Decimal("1.08")  # no step within them is wild for the feed's door
OF_NO_CONSEQUENCE = (MessageRead, EquityMarked)


class CalmPrices:
    """Knows for each coin what is calm now. `note` hears every event, `show` of every price before it is shown."""

    def __init__(self, desk: Desk, shadows: Shadows) -> None:
        self._desk = desk
        self._shadows = shadows
        self._known: dict[str, Calm | None] = {}

    def note(self, event: Event) -> None:
        """Look at everything anew when something has happened."""
        if not isinstance(event, OF_NO_CONSEQUENCE):
            self._known.clear()

    def show(self, ticker: Ticker) -> None:
        """Look at its symbol anew after a price that concerns somebody: shadows may have moved, and what is near."""
        if not self.passes_over(ticker):
            self._known.pop(ticker.symbol, None)

    def passes_over(self, ticker: Ticker) -> bool:
        """Whether a price concerns nobody."""
        symbol = ticker.symbol
        if symbol not in self._known:
            self._known[symbol] = self._calm(symbol)
        calm = self._known[symbol]
        return calm is not None and calm.covers(ticker)

    def _calm(self, symbol: str) -> Calm | None:
        """Return the prices strictly between which nothing happens; None when every price counts."""
        last, shadows = self._desk.ticker(symbol), self._shadows.calm(symbol)
        if last is None or shadows is None or self._is_followed(symbol):
            return None
        falls, rises = [last.price * NEAR_BELOW], [last.price * NEAR_ABOVE]
        for reached, at in ((falls, shadows.above), (rises, shadows.below)):
            if at is not None:
                reached.append(at)
        for order in self._desk.book.live_orders():
            if order.symbol == symbol:
                if order.trigger_price is None:  # it waits for any price
                    return None
                (falls if _fills_when_it_falls(order) else rises).append(order.trigger_price)
        for position in self._positions(symbol):
            instrument = self._desk.instrument(symbol)
            edge = position.liquidation_price(instrument) + instrument.tick * position.side.sign  # the broker's is near
            (falls if position.side is Side.LONG else rises).append(edge)
        return Calm(max(falls), min(rises), shadows.until)

    def _is_followed(self, symbol: str) -> bool:
        """Whether a stop trails behind the price, an approved call waits for it, or candles are made of it."""
        desk = self._desk
        return (
            desk.limits.volatility_blackout is not None
            or any(queued.signal.symbol == symbol for queued in desk.book.waiting())
            or any(position.trail_distance is not None for position in self._positions(symbol))
        )

    def _positions(self, symbol: str) -> Iterator[Position]:
        return (position for position in self._desk.book.open_positions() if position.symbol == symbol)


def _fills_when_it_falls(order: Order) -> bool:
    return (order.kind is OrderKind.STOP_MARKET) == (order.side is OrderSide.SELL)
