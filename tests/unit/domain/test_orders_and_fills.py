"""The life of an order and what late, doubled and overtaking executions do to it."""

from dataclasses import FrozenInstanceError, replace
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.errors import IllegalTransition
from echotrade_desktop.engine.domain.facts import (
    AccountOpened,
    FillRecorded,
    OrderChanged,
    SignalApproved,
    SignalEnded,
    SignalQueued,
)
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import ENDED, IN_FLIGHT, TRANSITIONS, WORKING, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import TakeProfit
from echotrade_desktop.engine.domain.signal import SIGNAL_TRANSITIONS, QueuedSignal, SignalStatus
from tests.fakes.clock import START
from tests.makers import a_fill, a_position, a_signal, an_exit, an_order, held, resting

TARGET = OrderPurpose.TARGET


def a_book(quantity="1", **position):
    """An approved long on one BTC whose entry has been sent."""
    signal = a_signal()
    order = an_order(quantity=Decimal(quantity))
    return Book.fold(
        [
            AccountOpened(START, Decimal(10_000)),
            SignalQueued(START, QueuedSignal(signal, SignalStatus.PENDING, START)),
            SignalApproved(START, "s1", 1, Decimal(quantity), "user", a_position(**position), order),
            OrderChanged(START, order.to(OrderStatus.SUBMITTED, START)),
        ]
    )


def fill(book, quantity, price="100", **changes):
    book.apply(FillRecorded(START, a_fill(quantity, price, **changes)))


@pytest.mark.parametrize(("now", "then"), list(product(OrderStatus, OrderStatus)))
def test_an_order_takes_only_the_steps_of_its_table(now, then):
    order = an_order(status=now)
    if then in TRANSITIONS[now]:
        assert order.to(then, START).status is then
    else:
        with pytest.raises(IllegalTransition):
            order.to(then, START)


def test_every_standing_is_in_flight_or_working_or_ended():
    assert set(OrderStatus) == IN_FLIGHT | WORKING | ENDED
    assert not IN_FLIGHT & WORKING
    assert not WORKING & ENDED


def test_a_signal_that_ended_stays_ended_unless_a_fill_proves_otherwise():
    """F091: nothing leads from an end back to an order."""
    ends = [status for status, to in SIGNAL_TRANSITIONS.items() if not to]
    assert set(ends) == {
        SignalStatus.EXECUTED,
        SignalStatus.REJECTED,
        SignalStatus.EXPIRED,
        SignalStatus.SUPERSEDED,
        SignalStatus.WITHDRAWN,
    }
    assert SIGNAL_TRANSITIONS[SignalStatus.NOT_EXECUTED] == {SignalStatus.EXECUTED}


def test_a_signal_cannot_be_changed():
    """F104: immutable; buy and long, sell and short are one."""
    with pytest.raises(FrozenInstanceError):
        a_signal().price = Decimal(1)  # type: ignore[misc]
    assert (Side.LONG.entry.value, Side.SHORT.entry.value) == ("buy", "sell")
    assert Side.LONG.exit is Side.SHORT.entry


def test_an_approval_is_believed_once():
    """F091, I1: a second approval of the same signal is no legal fact."""
    book = a_book()
    with pytest.raises(IllegalTransition):
        book.apply(SignalApproved(START, "s1", 1, Decimal(1), "user", a_position(), an_order()))


def test_the_same_execution_told_twice_counts_once():
    book = a_book()
    fill(book, "0.4")
    fill(book, "0.4")
    assert book.positions["p1"].quantity == Decimal("0.4")
    assert book.orders["p1-e1"].filled_quantity == Decimal("0.4")


def test_slices_add_up_to_a_filled_order():
    book = a_book()
    fill(book, "0.4", trade_id="a")
    assert book.orders["p1-e1"].status is OrderStatus.PARTIALLY_FILLED
    fill(book, "0.6", trade_id="b")
    assert book.orders["p1-e1"].status is OrderStatus.FILLED
    assert book.live_orders() == []


@pytest.mark.parametrize("last_word", [OrderStatus.CANCELLED, OrderStatus.REJECTED, OrderStatus.FILLED])
def test_a_fill_counts_whatever_the_last_word_on_its_order_was(last_word):
    """It may overtake a cancellation, or come after the order was believed absent: the position is real."""
    book = a_book()
    order = book.orders["p1-e1"]
    book.apply(OrderChanged(START, replace(order, status=last_word)))
    fill(book, "0.4")
    assert book.positions["p1"].quantity == Decimal("0.4")
    assert book.orders["p1-e1"].status is last_word
    assert book.live_orders() == []


def test_a_cancelled_stop_that_filled_a_little_covers_nothing_more():
    """An ended order never counts as resting again."""
    book = a_book()
    fill(book, "1")
    stop = resting(an_exit(OrderPurpose.STOP, "1", "98"))
    book.apply(OrderChanged(START, stop))
    book.apply(OrderChanged(START, stop.to(OrderStatus.CANCELLED, START)))
    sell = an_exit(OrderPurpose.STOP, "1", "98").side
    fill(book, "0.3", trade_id="s", client_order_id="p1-s2", side=sell, purpose=OrderPurpose.STOP)
    assert book.working("p1", OrderPurpose.STOP) == []
    assert book.positions["p1"].quantity == Decimal("0.7")


def test_a_target_is_hit_when_its_order_has_filled_whole():
    """F060: a slice of it is not the target."""
    book = a_book(take_profits=(TakeProfit(Decimal(110), Decimal(1)),))
    fill(book, "1")
    book.apply(OrderChanged(START, resting(an_exit(TARGET, "0.5", "110", target=1))))
    sell = an_exit(TARGET, "1", "110").side
    for name, is_hit in (("a", False), ("b", True)):
        fill(book, "0.25", "110", trade_id=name, client_order_id="p1-t2", side=sell, purpose=TARGET)
        assert book.positions["p1"].take_profits[0].hit is is_hit


def test_closing_more_than_is_held_is_refused():
    position = held("1")
    with pytest.raises(IllegalTransition):
        position.after(a_fill("1.001", "100", side=Side.LONG.exit))


def test_a_position_that_opens_again_has_no_closing_reason():
    closed = held("1").after(a_fill("1", "90", side=Side.LONG.exit, purpose=OrderPurpose.STOP))
    assert (closed.closed_by, closed.is_open) == ("stop", False)
    again = closed.after(a_fill("1", "90"))
    assert (again.closed_by, again.closed_at) == (None, None)


def test_the_orders_on_their_way_are_known_without_walking_all_of_them():
    book = a_book()
    assert [order.client_order_id for order in book.live_orders()] == ["p1-e1"]
    assert [queued.signal.signal_id for queued in book.approved()] == ["s1"]
    fill(book, "1")
    book.apply(SignalEnded(START, "s1", SignalStatus.EXECUTED, "broker"))
    assert book.live_orders() == []
    assert book.approved() == []


@pytest.mark.parametrize(("side", "leverage", "edge"), [(Side.LONG, 5, "80.5"), (Side.SHORT, 5, "119.5")])
def test_liquidation_leaves_the_maintenance_margin(side, leverage, edge):
    from tests.makers import BTC

    assert held("2", side=side, leverage=leverage).liquidation_price(BTC) == Decimal(edge)


def test_a_result_of_a_long_and_a_short_mirror_each_other():
    """F063."""
    long, short = held("2"), held("2", side=Side.SHORT)
    assert long.unrealised_pnl(Decimal(110)) == 20
    assert short.unrealised_pnl(Decimal(110)) == -20
    closed = short.after(a_fill("2", "90", side=Side.SHORT.exit, fee=Decimal("0.1"), at=START + timedelta(hours=1)))
    assert (closed.realised_pnl, closed.net_pnl) == (20, Decimal("19.9"))
