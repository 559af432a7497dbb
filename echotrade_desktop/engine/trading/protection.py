"""What should rest at the broker for a position, and the steps from what rests there now.

The plan is a pure function of the position and its orders, so that a fill, a partial close, a moved stop and a
restart all end in the same place. A new stop is placed before an old one is cancelled: there is never a moment
without a stop. An old target is cancelled before a new one is placed: there is never a moment with two.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ONE, ZERO
from echotrade_desktop.engine.domain.market import Instrument
from echotrade_desktop.engine.domain.order import (
    IN_FLIGHT,
    Order,
    OrderKind,
    OrderPurpose,
    OrderStatus,
)
from echotrade_desktop.engine.domain.position import (
    Position,
    ProtectionStatus,
    TakeProfit,
)

ALMOST_ALL = Decimal("0.999")  # three thirds written as decimals
CRUMB = Decimal("1E-9")  # of a lot: a third of three lots is one lot, whatever the division left over
MOST_REFUSALS = 3  # of the same target; a stop is tried for as long as it takes
PROTECTIVE = (OrderPurpose.STOP, OrderPurpose.TARGET)


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
    """Orders to place and orders to cancel: stops are placed first and cancelled last, targets the other way round."""

    place: tuple[Wanted, ...]
    cancel: tuple[Order, ...]


def wanted(position: Position, orders: Sequence[Order], instrument: Instrument) -> tuple[Wanted, ...]:
    """Return what should rest at the broker: a stop over everything, then the targets that have not been hit."""
    if not position.is_open:
        return ()
    stop = Wanted(OrderPurpose.STOP, OrderKind.STOP_MARKET, position.quantity, position.stop_loss)
    return (stop, *_targets(position, orders, instrument))


def plan(position: Position, orders: Sequence[Order], instrument: Instrument, going: Set[str] = frozenset()) -> Plan:
    """Return the steps from the `orders` of a position to what should rest; no stop among those `going` is counted on.

    A target whose order has not been answered yet, or was refused again and again, is not asked for once more.
    """
    resting = [order for order in orders if order.working and order.purpose in PROTECTIVE]
    place: list[Wanted] = []
    for want in wanted(position, orders, instrument):
        met = next((order for order in resting if want.is_met_by(order) and not _is_going(order, going)), None)
        if met is not None:
            resting.remove(met)
        elif want.purpose is OrderPurpose.STOP or _may_be_tried(want, orders):
            place.append(want)
    return Plan(tuple(place), tuple(resting))


def _is_going(order: Order, going: Set[str]) -> bool:
    return order.purpose is OrderPurpose.STOP and order.client_order_id in going


def _may_be_tried(want: Wanted, orders: Sequence[Order]) -> bool:
    same = [o for o in orders if o.target == want.target and o.purpose is OrderPurpose.TARGET]
    refused = [o for o in same if o.status is OrderStatus.REJECTED and o.trigger_price == want.trigger_price]
    return len(refused) < MOST_REFUSALS and not any(order.status in IN_FLIGHT for order in same)


def _targets(position: Position, orders: Sequence[Order], instrument: Instrument) -> list[Wanted]:
    """Split what is open over the targets not yet hit; a ladder that closes everything leaves no rest behind.

    A target that is filling keeps its order. Parts below the lot or the least notional go to a later target.
    """
    ladder = [target for target in position.take_profits if not target.hit]
    filling = {o.target: o for o in orders if o.target and o.status is OrderStatus.PARTIALLY_FILLED}
    whole = position.quantity + sum((order.filled_quantity for order in filling.values()), ZERO)
    remaining = ONE - sum((target.share for target in position.take_profits if target.hit), ZERO)
    parts: list[Decimal] = []
    for target in ladder:
        order = filling.get(target.number)
        part = _part(whole, target, remaining, instrument) if order is None else order.quantity - order.filled_quantity
        parts.append(min(part, position.quantity - sum(parts, ZERO)))
    if sum((target.share for target in position.take_profits), ZERO) > ALMOST_ALL:
        _give_rest(parts, position.quantity - sum(parts, ZERO), ladder, instrument)
    kind = OrderKind.TAKE_PROFIT_MARKET
    return [
        Wanted(OrderPurpose.TARGET, kind, part, target.price, target.number)
        for target, part in zip(ladder, parts, strict=True)
        if part > ZERO
    ]


def _part(whole: Decimal, target: TakeProfit, remaining: Decimal, instrument: Instrument) -> Decimal:
    """Return a target's share as a quantity, when `remaining` of all shares is still open as `whole`; 0 for a crumb."""
    ratio = target.share / remaining if remaining > ONE - ALMOST_ALL else ONE
    part = instrument.quantity_down(whole * ratio + instrument.lot * CRUMB)
    return part if part * target.price >= instrument.min_notional else ZERO


def _give_rest(parts: list[Decimal], rest: Decimal, ladder: Sequence[TakeProfit], instrument: Instrument) -> None:
    """Add the rest to the last target, or to the one before when even then the last would be too small to trade."""
    if not parts:
        return
    parts[-1] += rest
    earlier = [place for place, part in enumerate(parts[:-1]) if part > ZERO]
    if earlier and ZERO < parts[-1] * ladder[-1].price < instrument.min_notional:
        parts[earlier[-1]] += parts[-1]
        parts[-1] = ZERO


@dataclass(frozen=True, slots=True)
class Cover:
    """How a position's stop stands. `covered` in base units; `acknowledged` is the stop order that holds."""

    status: ProtectionStatus
    covered: Decimal
    acknowledged: Order | None


def cover(position: Position, orders: Sequence[Order], going: Set[str] = frozenset()) -> Cover:
    """Return how well a position is protected, from its orders alone; those `going` are not counted on."""
    stops = [o for o in orders if o.purpose is OrderPurpose.STOP and o.client_order_id not in going]
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


def naked_since(position: Position, orders: Sequence[Order]) -> datetime | None:
    """Return when an open position without its full stop came to be so: its last entry fill, or the loss of a stop.

    Made from what is on record, so that the time allowed runs on across a restart.
    """
    moments = [
        order.updated_at
        for order in orders
        if (order.purpose is OrderPurpose.ENTRY and order.filled_quantity > ZERO)
        or (order.purpose is OrderPurpose.STOP and order.status in (OrderStatus.CANCELLED, OrderStatus.FILLED))
    ]
    return max(moments, default=position.opened_at)


def was_tried(position: Position, orders: Sequence[Order]) -> bool:
    """Whether a stop was sent since a position came to be without its full one."""
    since = naked_since(position, orders)
    stops = [order for order in orders if order.purpose is OrderPurpose.STOP]
    return since is not None and any(stop.created_at >= since for stop in stops)


def ladder(prices: Sequence[Decimal]) -> tuple[TakeProfit, ...]:
    """Return a target ladder over `prices`, split equally."""
    if not prices:
        return ()
    share = Decimal(1) / len(prices)
    return tuple(TakeProfit(price, share, number) for number, price in enumerate(prices, 1))
