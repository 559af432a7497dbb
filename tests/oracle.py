"""What must hold after anything: the books agree, every position has its stop, nothing is stuck."""

from fractions import Fraction
from pathlib import Path

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from tests.desk import DeskUnderTest


async def check_books(desk: DeskUnderTest) -> None:
    """The state is the fold of the facts, and a second count of the money in exact fractions agrees."""
    book = desk.desk.book
    again = Book.fold(await desk.ledger.load())
    assert again.positions == book.positions
    assert again.orders == book.orders
    assert again.cash == book.cash
    assert Fraction(book.cash) == Fraction(book.starting_cash) + Fraction(book.realised()) - Fraction(book.fees())
    for position in book.positions.values():
        flows = sum(
            (-1 if fill.side.value == "buy" else 1) * Fraction(fill.value)
            for fill in book.fills_of(position.position_id)
        )
        assert Fraction(position.realised_pnl) == flows + Fraction(position.open_cost) * position.side.sign


def check_protected(desk: DeskUnderTest) -> None:
    """Every open position has one acknowledged stop over all of it at its price, and targets for no more than that."""
    book = desk.desk.book
    at_broker = {order.client_order_id for order in desk.paper._orders.values()}
    for position in book.open_positions():
        stops = book.working(position.position_id, OrderPurpose.STOP)
        assert [(stop.quantity, stop.trigger_price) for stop in stops] == [(position.quantity, position.stop_loss)]
        targets = book.working(position.position_id, OrderPurpose.TARGET)
        assert sum(order.quantity - order.filled_quantity for order in targets) <= position.quantity
        assert {order.client_order_id for order in (*stops, *targets)} <= at_broker
    ours = {order.client_order_id for order in book.live_orders()}
    assert at_broker <= ours, "something rests at the broker that the app does not know"


def check_nothing_doubled(desk: DeskUnderTest) -> None:
    """At most one entry order a signal, and no more filled than was approved."""
    book = desk.desk.book
    entries = [order for order in book.orders.values() if order.purpose is OrderPurpose.ENTRY]
    assert len({order.position_id for order in entries}) == len(entries)
    for order in entries:
        filled = sum(fill.quantity for fill in book.fills.values() if fill.client_order_id == order.client_order_id)
        assert filled <= order.quantity


def check_nothing_stuck(desk: DeskUnderTest) -> None:
    """No signal waits for an answer that will never come."""
    stuck = [queued for queued in desk.desk.book.signals.values() if queued.status is SignalStatus.APPROVED]
    assert not stuck, [desk.desk.book.orders_of(queued.position_id or "") for queued in stuck]


def check_verifies(profile: Path) -> None:
    """`echotrade verify` agrees to the last digit; the desk must be closed."""
    assert verify(profile / "paper.db").disagreements == ()
