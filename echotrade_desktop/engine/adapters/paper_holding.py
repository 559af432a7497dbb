"""What the paper broker holds for one position, with isolated margin."""

from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.market import Instrument, OrderSide, Ticker
from echotrade_desktop.engine.domain.order import Fill


@dataclass(slots=True)
class Holding:
    """One position as the broker knows it: only through its own fills. `cost` in quote currency."""

    instrument: Instrument
    side: OrderSide  # of the entry
    leverage: int
    quantity: Decimal = ZERO
    cost: Decimal = ZERO

    @property
    def sign(self) -> int:
        """+1 when a rising price earns."""
        return 1 if self.side is OrderSide.BUY else -1

    @property
    def exit_side(self) -> OrderSide:
        """The order side that reduces it."""
        return OrderSide.SELL if self.side is OrderSide.BUY else OrderSide.BUY

    def book(self, fill: Fill) -> None:
        """Take a fill into account."""
        if fill.side is self.side:
            self.quantity, self.cost = self.quantity + fill.quantity, self.cost + fill.value
        else:
            left = self.quantity - fill.quantity
            self.quantity, self.cost = left, self.cost * left / self.quantity

    def is_beyond_liquidation(self, ticker: Ticker) -> bool:
        """Whether the last price has used up the margin down to the maintenance share."""
        room = ONE / self.leverage - self.instrument.maintenance_margin
        edge = self.cost / self.quantity * (ONE - room * self.sign)
        return (ticker.price - edge) * self.sign <= ZERO

    def liquidation_fill_price(self, ticker: Ticker) -> Decimal:
        """Return what liquidation yields: the quote, but never worse than the margin can bear."""
        bankrupt = self.cost / self.quantity * (ONE - ONE / self.leverage * self.sign)
        if self.sign > 0:
            return max(ticker.bid, self.instrument.price_up(bankrupt), self.instrument.tick)
        return min(ticker.ask, self.instrument.price_down(bankrupt))
