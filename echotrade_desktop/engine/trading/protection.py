"""What should rest at the broker for a position, and the steps from what rests there now.

The plan is a pure function of the position and its orders, so that a fill, a partial close, a moved stop and a
restart all end in the same place. New orders are placed before old ones are cancelled: there is never a moment
without a stop.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.order import (
    IN_FLIGHT,
    Order,
    OrderKind,
    OrderPurpose,
)
from echotrade_desktop.engine.domain.position import (
    Position,
    ProtectionStatus,
    TakeProfit,
)

ALMOST_ALL = Decimal("0.999")  # three thirds written as decimals
RATIO_STEP = Decimal("0.000000000001")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order that should rest: quantity in base units, trigger on the tick."""

    purpose: OrderPurpose
    kind: OrderKind
    quantity: Decimal
    trigger_price: Decimal
    target: int | None = None

    def is_met_by(self, order: Order) -> bool:
        """Whether a resting order does exactly this."""
        return (
            order.purpose is self.purpose
            and order.quantity - order.filled_quantity == self.quantity
            and order.trigger_price == self.trigger_price
            and order.target == self.target
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """Orders to place first, then orders to cancel."""

    place: tuple[Wanted, ...]
    cancel: tuple[Order, ...]


def wanted(position: Position, instrument: Instrument) -> tuple[Wanted, ...]:
    """Return what should rest at the broker: a stop over everything, then the targets that have not been hit."""
    if not position.is_open:
        return ()
    stop = Wanted(OrderPurpose.STOP, OrderKind.STOP_MARKET, position.quantity, position.stop_loss)
    return (stop, *_targets(position, instrument))


def plan(position: Position, orders: Sequence[Order], instrument: Instrument) -> Plan:
    """Return the steps from the working `orders` of a position to what should rest."""
    resting = [o for o in orders if o.working and o.purpose in (OrderPurpose.STOP, OrderPurpose.TARGET)]
    place: list[Wanted] = []
    for want in wanted(position, instrument):
        met = next((order for order in resting if want.is_met_by(order)), None)
        if met is None:
            place.append(want)
        else:
            resting.remove(met)
    return Plan(tuple(place), tuple(resting))


def _targets(position: Position, instrument: Instrument) -> list[Wanted]:
    """Split what is open over the targets not yet hit; a ladder that closes everything gives its last the rest."""
    open_targets = [target for target in position.take_profits if not target.hit]
    gone = sum((target.share for target in position.take_profits if target.hit), ZERO)
    closes_all = sum((target.share for target in position.take_profits), ZERO) > ALMOST_ALL
    left = position.quantity
    targets: list[Wanted] = []
    for target in open_targets:
        takes_rest = closes_all and target is open_targets[-1]
        quantity = left if takes_rest else min(left, _part(position.quantity, target.share, ONE - gone, instrument))
        if quantity > ZERO:
            kind = OrderKind.TAKE_PROFIT_MARKET
            targets.append(Wanted(OrderPurpose.TARGET, kind, quantity, target.price, target.number))
            left -= quantity
    return targets


def _part(quantity: Decimal, share: Decimal, remaining: Decimal, instrument: Instrument) -> Decimal:
    """Return `share` of the whole as a quantity, when `remaining` of the whole is still open as `quantity`."""
    ratio = (share / remaining).quantize(RATIO_STEP) if remaining > ZERO else ONE  # thirds must not lose a lot
    return instrument.quantity_down(quantity * ratio)


@dataclass(frozen=True, slots=True)
class Cover:
    """How a position's stop stands. `covered` in base units; `acknowledged` is the stop order that holds."""

    status: ProtectionStatus
    covered: Decimal
    acknowledged: Order | None


def cover(position: Position, orders: Sequence[Order]) -> Cover:
    """Return how well a position is protected, from its orders alone."""
    stops = [order for order in orders if order.purpose is OrderPurpose.STOP]
    working = [order for order in stops if order.working]
    coming = [order for order in stops if order.status in IN_FLIGHT]
    covered = min(
        position.quantity,
        sum((order.quantity - order.filled_quantity for order in working), ZERO),
    )
    newest = working[-1] if working else None
    if not position.is_open:
        return Cover(ProtectionStatus.NONE, ZERO, None)
    if covered >= position.quantity:
        return Cover(
            ProtectionStatus.MOVING if coming else ProtectionStatus.PROTECTED,
            covered,
            newest,
        )
    return Cover(
        ProtectionStatus.PENDING if coming else ProtectionStatus.UNPROTECTED,
        covered,
        newest,
    )


def ladder(prices: Sequence[Decimal]) -> tuple[TakeProfit, ...]:
    """Return a target ladder over `prices`, split equally."""
    if not prices:
        return ()
    share = Decimal(1) / len(prices)
    return tuple(TakeProfit(price, share, number) for number, price in enumerate(prices, 1))
