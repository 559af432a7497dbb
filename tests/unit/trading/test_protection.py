"""How a position's stop stands, and since when it has had none."""

from datetime import timedelta
from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.order import OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import ProtectionStatus, TakeProfit
from echotrade_desktop.engine.trading.protection import Plan, cover, ladder, naked_since, plan
from tests.fakes.clock import START
from tests.makers import ADA, BTC, a_position, an_exit, an_order, held, resting

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TARGET


def a_stop(quantity="1", **changes):
    return an_exit(STOP, quantity, "98", **changes)


@pytest.mark.parametrize(
    ("orders", "status", "covered"),
    [
        ([], ProtectionStatus.UNPROTECTED, 0),
        ([a_stop(status=OrderStatus.SUBMITTED)], ProtectionStatus.PENDING, 0),
        ([a_stop(status=OrderStatus.UNKNOWN)], ProtectionStatus.PENDING, 0),
        ([a_stop(status=OrderStatus.REJECTED)], ProtectionStatus.UNPROTECTED, 0),
        ([resting(a_stop())], ProtectionStatus.PROTECTED, 1),
        ([resting(a_stop("0.4"))], ProtectionStatus.UNPROTECTED, "0.4"),
        ([resting(a_stop("3"))], ProtectionStatus.PROTECTED, 1),
        ([resting(a_stop()), a_stop(status=OrderStatus.SUBMITTED)], ProtectionStatus.MOVING, 1),
    ],
)
def test_a_position_is_protected_only_by_acknowledged_stops(orders, status, covered):
    """I3: what was sent and not answered covers nothing."""
    stands = cover(held("1"), orders)
    assert (stands.status, stands.covered) == (status, Decimal(covered))


def test_a_flat_position_needs_and_plans_nothing():
    assert cover(a_position(), []).status is ProtectionStatus.NONE
    stop = resting(a_stop())
    assert plan(a_position(), [stop], BTC) == Plan((), (stop,))


def test_thirds_of_three_lots_are_a_lot_each():
    """F060: 0.333… of three lots rounds to no lot at all; nobody wants everything on the last target."""
    position = held("3", take_profits=ladder([Decimal(101), Decimal(102), Decimal(103)]))
    assert [want.quantity for want in plan(position, [], ADA).place if want.purpose is TARGET] == [1, 1, 1]


def test_parts_too_small_to_trade_go_to_a_later_target():
    """F060: sixteen dollars in four parts of four would be below the least order of five."""
    position = held("32", "0.5", take_profits=ladder([Decimal(n) / 100 for n in (51, 52, 53, 54)]))
    wants = [(want.quantity, want.target) for want in plan(position, [], ADA).place if want.purpose is TARGET]
    assert wants == [(32, 4)]


def test_a_last_part_too_small_to_trade_goes_to_the_one_before():
    targets = (
        TakeProfit(Decimal(1), Decimal("0.6"), 1),
        TakeProfit(Decimal(2), Decimal("0.3"), 2),
        TakeProfit(Decimal("2.1"), Decimal("0.1"), 3),
    )
    position = held("10", "0.9", take_profits=targets)
    wants = [(want.quantity, want.target) for want in plan(position, [], ADA).place if want.purpose is TARGET]
    assert wants == [(6, 1), (4, 2)]  # three at 2 can be traded, one at 2.1 cannot


def test_a_ladder_for_half_of_the_position_leaves_the_other_half_to_run():
    position = held("100", take_profits=(TakeProfit(Decimal(110), Decimal("0.5")),))
    assert [want.quantity for want in plan(position, [], BTC).place] == [100, 50]


def test_targets_that_have_been_hit_are_not_placed_again():
    targets = (TakeProfit(Decimal(110), Decimal("0.5"), 1, hit=True), TakeProfit(Decimal(120), Decimal("0.5"), 2))
    wants = plan(held("5", take_profits=targets), [], BTC).place
    assert [(want.quantity, want.target) for want in wants] == [(5, None), (5, 2)]


def test_a_target_without_an_answer_is_not_placed_beside_itself():
    """Two of it would close twice as much; a stop is placed again, more cover does no harm."""
    position = held("1", take_profits=ladder([Decimal(110)]))
    waiting = [
        an_exit(TARGET, "1", "110", target=1, status=OrderStatus.UNKNOWN),
        a_stop(status=OrderStatus.UNKNOWN),
    ]
    assert [want.purpose for want in plan(position, waiting, BTC).place] == [STOP]


def test_naked_since_the_last_entry_fill_or_the_loss_of_a_stop():
    """The time allowed runs on across a restart because it is made from what is on record."""
    position = held("1")
    minute = timedelta(minutes=1)
    entry = an_order(status=OrderStatus.FILLED, filled_quantity=Decimal(1), updated_at=START + minute)
    assert naked_since(position, []) == START
    assert naked_since(position, [entry]) == START + minute
    refused = a_stop(status=OrderStatus.REJECTED, updated_at=START + 5 * minute)
    lost = a_stop(status=OrderStatus.CANCELLED, updated_at=START + 3 * minute)
    assert naked_since(position, [entry, lost, refused]) == START + 3 * minute


def test_a_ladder_is_split_equally():
    assert ladder([]) == ()
    assert [(t.number, t.share) for t in ladder([Decimal(1), Decimal(2)])] == [(1, Decimal("0.5")), (2, Decimal("0.5"))]
