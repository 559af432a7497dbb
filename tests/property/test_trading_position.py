"""A position is the exact fold of its fills: counted a second time in fractions, and every cent is somewhere."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.book import Book
from echotrade_desktop.engine.domain.facts import AccountOpened, FillRecorded, SignalApproved, SignalQueued
from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.domain.position import Position
from echotrade_desktop.engine.domain.signal import QueuedSignal, SignalStatus
from echotrade_desktop.engine.trading.portfolio import equity_mark, value
from tests.fakes.clock import START
from tests.makers import a_fill, a_position, a_signal, a_ticker, an_order

QUANTITIES = st.integers(1, 5_000_000).map(lambda lots: lots * Decimal("0.001"))
PRICES = st.integers(1, 2_000_000).map(lambda ticks: ticks * Decimal("0.1"))
FEES = st.integers(0, 10**10).map(lambda units: units * Decimal("0.00000001"))
STEPS = st.lists(st.tuples(st.booleans(), QUANTITIES, PRICES, FEES, st.floats(0.0, 1.0)), max_size=25)
TINY = Fraction(1, 10**12)


def fills_of(side: Side, steps, name="f") -> list[Fill]:
    """Random fills that a broker could report: never more closed than is open."""
    held, fills = Decimal(0), []
    for number, (wants_in, wanted, price, fee, part) in enumerate(steps):
        opens = wants_in or not held
        lots = max(1, int(held / Decimal("0.001") * Decimal(part)))
        quantity = wanted if opens else min(held, lots * Decimal("0.001"))
        held += quantity if opens else -quantity
        order_side = side.entry if opens else side.exit
        fills.append(a_fill(quantity, price, fee=fee, trade_id=f"{name}{number}", side=order_side))
    return fills


def fold(position: Position, fills: list[Fill]) -> Position:
    for fill in fills:
        position = position.after(fill)
    return position


@given(side=st.sampled_from(Side), steps=STEPS)
def test_realised_and_open_cost_are_what_exact_fractions_say(side, steps):
    """F063: average cost, long and short, in any order of buying and selling."""
    position = a_position(side=side)
    quantity = cost = realised = fees = Fraction(0)
    for fill in fills_of(side, steps):
        position = position.after(fill)
        amount, worth = Fraction(fill.quantity), Fraction(fill.value)
        if fill.side is side.entry:
            quantity, cost = quantity + amount, cost + worth
        else:
            part = cost * amount / quantity
            quantity, cost, realised = quantity - amount, cost - part, realised + (worth - part) * side.sign
        fees += Fraction(fill.fee)
        assert Fraction(position.quantity) == quantity
        assert Fraction(position.fees) == fees
        assert abs(Fraction(position.open_cost) - cost) < TINY
        assert abs(Fraction(position.realised_pnl) - realised) < TINY
    if not position.is_open:
        assert Fraction(position.realised_pnl) == realised


@given(side=st.sampled_from(Side), steps=STEPS)
def test_every_cent_that_went_in_or_out_is_in_the_position(side, steps):
    """What was paid and received = realised + open cost, exactly, at every moment: rounding moves, it never loses."""
    position = a_position(side=side)
    flows = Fraction(0)
    for fill in fills_of(side, steps):
        position = position.after(fill)
        flows += Fraction(fill.value) * (-1 if fill.side is side.entry else 1) * side.sign
        assert Fraction(position.realised_pnl) == flows + Fraction(position.open_cost) * side.sign
    if not position.is_open:
        assert (position.open_cost, position.open_fees) == (0, 0)


@given(side=st.sampled_from(Side), steps=STEPS)
def test_the_entry_price_is_the_average_of_all_entries(side, steps):
    """Also of those that came after a part had been closed."""
    fills = fills_of(side, steps)
    entries = [fill for fill in fills if fill.side is side.entry]
    position = fold(a_position(side=side), fills)
    if entries:
        exact = sum(Fraction(f.value) for f in entries) / sum(Fraction(f.quantity) for f in entries)
        assert position.entry_price is not None
        assert abs(Fraction(position.entry_price) - exact) < TINY


@given(long=STEPS, short=STEPS, order=st.randoms(use_true_random=False), twice=st.booleans())
def test_cash_is_the_start_plus_results_minus_fees_to_the_last_digit(long, short, order, twice):
    """I4: two positions, fills interleaved and told twice; the account agrees exactly, not nearly."""
    book = Book.fold([AccountOpened(START, Decimal(10_000)), *opened("s1", Side.LONG), *opened("s2", Side.SHORT)])
    ones = fills_of(Side.LONG, long)
    twos = [replace(fill, position_id="s2", client_order_id="s2-e1") for fill in fills_of(Side.SHORT, short, "g")]
    while ones or twos:
        fill = (ones if ones and (not twos or order.random() < 0.5) else twos).pop(0)
        fill = replace(fill, position_id=fill.position_id.replace("p1", "s1"))
        for _ in range(2 if twice else 1):
            book.apply(FillRecorded(START, fill))
    assert Fraction(book.cash) == 10_000 + Fraction(book.realised()) - Fraction(book.fees())


def opened(signal_id: str, side: Side) -> list[SignalQueued | SignalApproved]:
    signal = a_signal(signal_id=signal_id, side=side)
    position = a_position(position_id=signal_id, signal_id=signal_id, side=side)
    order = an_order(position_id=signal_id, client_order_id=f"{signal_id}-e1", side=side.entry)
    return [
        SignalQueued(START, QueuedSignal(signal, SignalStatus.PENDING, START)),
        SignalApproved(START, signal_id, 1, Decimal(1), "user", position, order),
    ]


@given(side=st.sampled_from(Side), steps=STEPS, price=PRICES, spread=st.integers(0, 100))
def test_a_marked_equity_can_be_made_again_from_its_own_marks(side, steps, price, spread):
    """F024, F121: equity = cash + Σ (price × quantity − open cost) × side − closing fee, to the last digit."""
    book = Book.fold([AccountOpened(START, Decimal(10_000)), *opened("s1", side)])
    for fill in fills_of(side, steps):
        book.apply(FillRecorded(START, replace(fill, position_id="s1", client_order_id="s1-e1")))
    ticker = a_ticker(str(price), str(price), str(price + spread * Decimal("0.1")))
    mark = equity_mark(book, value(book, lambda _: ticker, Decimal("0.0005")), START)
    worth = Fraction(book.cash)
    for each in mark.marks:
        position = book.positions[each.position_id]
        assert each.price == ticker.exit_price(side)
        gain = (Fraction(each.price) * Fraction(position.quantity) - Fraction(position.open_cost)) * side.sign
        worth += gain - Fraction(each.closing_fee)
    assert Fraction(mark.equity) == worth
