"""A position is the fold of its fills; nothing else changes its quantity, cost or realised result."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.amounts import ONE, ZERO, part_of
from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.domain.order import Fill


@dataclass(frozen=True, slots=True)
class TakeProfit:
    """One level of the target ladder: `share` of the position's first full quantity, 0 < share ≤ 1."""

    price: Decimal
    share: Decimal
    number: int = 1
    hit: bool = False


class ProtectionStatus(StrEnum):
    """How a position's stop stands."""

    NONE = "none"  # nothing to protect: flat
    PENDING = "pending"  # a stop is being placed
    PROTECTED = "protected"  # acknowledged and covering the whole position
    MOVING = "moving"  # a new stop is on its way, the old one still holds
    UNPROTECTED = "unprotected"


@dataclass(frozen=True, slots=True)
class Position:
    """One followed call in the market. Quantities in base units, money in quote currency.

    `open_cost` is what the open quantity cost (quantity × average entry). `version` rises with every
    change that a command may refer to. `stop_loss` is the acknowledged stop once there is one, else the wanted.
    """

    position_id: str
    signal_id: str
    symbol: str
    side: Side
    trader_id: str
    trader_name: str
    source: str
    leverage: int
    stop_loss: Decimal
    take_profits: tuple[TakeProfit, ...] = ()
    stop_is_ours: bool = False
    initial_stop: Decimal | None = None
    break_even_after: int | None = None  # the number of the target after which the stop moves to the entry
    trail_distance: Decimal | None = None  # share of the price at which the stop follows it
    quantity: Decimal = ZERO
    open_cost: Decimal = ZERO
    open_fees: Decimal = ZERO  # entry fees of the open quantity
    full_quantity: Decimal = ZERO  # the largest it has been
    realised_pnl: Decimal = ZERO  # before fees
    fees: Decimal = ZERO
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    entry_price: Decimal | None = None  # average of all entries
    exit_price: Decimal | None = None  # average of all exits
    exit_quantity: Decimal = ZERO
    exit_value: Decimal = ZERO
    closed_by: str | None = None  # stop, target, close, ...
    version: int = 0

    @property
    def is_open(self) -> bool:
        """Whether there is something in the market."""
        return self.quantity > ZERO

    @property
    def average_entry(self) -> Decimal:
        """Average price of the open quantity."""
        return self.open_cost / self.quantity if self.quantity else (self.entry_price or ZERO)

    @property
    def net_pnl(self) -> Decimal:
        """Realised result after all fees paid so far."""
        return self.realised_pnl - self.fees

    def unrealised_pnl(self, exit_price: Decimal) -> Decimal:
        """Result of closing everything open at `exit_price`, before the closing fee."""
        return (exit_price * self.quantity - self.open_cost) * self.side.sign

    def margin(self) -> Decimal:
        """Margin held for the open quantity: its cost over the leverage."""
        return self.open_cost / self.leverage

    def liquidation_price(self, instrument: Instrument) -> Decimal:
        """Price at which isolated margin is used up to the maintenance share.

        entry × (1 ∓ (1/leverage − maintenance)), the linear-contract formula without funding and fees.
        """
        room = ONE / self.leverage - instrument.maintenance_margin
        return max(ZERO, self.average_entry * (ONE - room * self.side.sign))

    def after(self, fill: Fill) -> "Position":
        """Return the position after one more fill."""
        if fill.side is self.side.entry:
            return self._increased(fill)
        return self._reduced(fill)

    def _increased(self, fill: Fill) -> "Position":
        quantity = self.quantity + fill.quantity
        cost = self.open_cost + fill.value
        paid_before = self.exit_value - self.realised_pnl * self.side.sign  # the cost of what has been closed
        return replace(
            self,
            quantity=quantity,
            open_cost=cost,
            open_fees=self.open_fees + fill.fee,
            full_quantity=max(self.full_quantity, quantity),
            entry_price=(cost + paid_before) / (quantity + self.exit_quantity),
            fees=self.fees + fill.fee,
            opened_at=self.opened_at or fill.at,
            closed_at=None,
            closed_by=None,
            version=self.version + 1,
        )

    def _reduced(self, fill: Fill) -> "Position":
        if fill.quantity > self.quantity:
            raise IllegalTransition(
                f"Fill {fill.trade_id} closes {fill.quantity} but {self.position_id} holds {self.quantity}."
            )
        last = fill.quantity == self.quantity  # the last fill takes the rest exactly, whatever divisions left over
        cost = self.open_cost if last else part_of(self.open_cost, fill.quantity, self.quantity)
        fees = self.open_fees if last else part_of(self.open_fees, fill.quantity, self.quantity)
        exit_quantity, exit_value = (
            self.exit_quantity + fill.quantity,
            self.exit_value + fill.value,
        )
        return replace(
            self,
            quantity=self.quantity - fill.quantity,
            open_cost=self.open_cost - cost,
            open_fees=self.open_fees - fees,
            realised_pnl=self.realised_pnl + (fill.value - cost) * self.side.sign,
            fees=self.fees + fill.fee,
            exit_quantity=exit_quantity,
            exit_value=exit_value,
            exit_price=exit_value / exit_quantity,
            closed_at=fill.at if last else None,
            closed_by=fill.purpose.value if last else None,
            version=self.version + 1,
        )
