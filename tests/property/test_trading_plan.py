"""The plan of stops and targets: for any position and any orders at the broker it ends in the same, safe place."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.domain.order import Order, OrderKind, OrderPurpose, OrderStatus
from echotrade_desktop.engine.domain.position import TakeProfit
from echotrade_desktop.engine.trading.protection import Plan, Wanted, cover, ladder, plan
from tests.makers import an_exit, held, resting

STOP, TARGET = OrderPurpose.STOP, OrderPurpose.TARGET
INSTRUMENTS = st.builds(
    Instrument,
    symbol=st.just("BTC/USDT"),
    tick=st.just(Decimal("0.1")),
    lot=st.sampled_from([Decimal("0.001"), Decimal("0.1"), Decimal(1)]),
    min_notional=st.sampled_from([Decimal(0), Decimal(5), Decimal(100)]),
)


@st.composite
def positions(draw, instrument):
    lots = draw(st.integers(1, 400))
    prices = draw(st.lists(st.integers(101, 200).map(Decimal), max_size=6, unique=True))
    shares = draw(st.sampled_from(["equal", "part"]))
    targets = ladder(sorted(prices))
    if shares == "part":
        targets = tuple(TakeProfit(target.price, target.share / 2, target.number) for target in targets)
    hit = draw(st.integers(0, len(targets)))
    targets = tuple(TakeProfit(t.price, t.share, t.number, hit=n < hit < len(targets)) for n, t in enumerate(targets))
    return held(str(lots * instrument.lot), take_profits=targets, stop_loss=Decimal(draw(st.integers(50, 99))))


@st.composite
def orders_at_the_broker(draw, instrument):
    orders = []
    for number in range(draw(st.integers(0, 6))):
        purpose = draw(st.sampled_from([STOP, TARGET]))
        quantity = str(draw(st.integers(1, 400)) * instrument.lot)
        trigger = str(draw(st.integers(50, 200)))
        target = draw(st.integers(1, 6)) if purpose is TARGET else None
        orders.append(resting(an_exit(purpose, quantity, trigger, client_order_id=f"o{number}", target=target)))
    return orders


@st.composite
def situations(draw):
    instrument = draw(INSTRUMENTS)
    return instrument, draw(positions(instrument)), draw(orders_at_the_broker(instrument))


def placed(want: Wanted, number: int) -> Order:
    return resting(
        an_exit(
            want.purpose,
            str(want.quantity),
            str(want.trigger_price),
            client_order_id=f"n{number}",
            kind=want.kind,
            target=want.target,
        )
    )


def steps(orders: list[Order], what: Plan):
    """Yield what rests at the broker after each step, in the order in which the steps are taken."""
    resting_now = list(orders)
    for number, want in enumerate(w for w in what.place if w.purpose is STOP):
        resting_now.append(placed(want, number))
        yield list(resting_now)
    for old in (order for order in what.cancel if order.purpose is TARGET):
        resting_now.remove(old)
        yield list(resting_now)
    for number, want in enumerate(w for w in what.place if w.purpose is TARGET):
        resting_now.append(placed(want, 100 + number))
        yield list(resting_now)
    for old in (order for order in what.cancel if order.purpose is STOP):
        resting_now.remove(old)
        yield list(resting_now)


def total(orders: list[Order], purpose: OrderPurpose) -> Decimal:
    return sum((order.quantity - order.filled_quantity for order in orders if order.purpose is purpose), Decimal(0))


@given(situation=situations())
def test_in_the_end_one_stop_covers_exactly_what_is_open(situation):
    """F060: and the targets together close no more than that."""
    instrument, position, orders = situation
    *_, end = [orders, *steps(orders, plan(position, orders, instrument))]
    stops = [order for order in end if order.purpose is STOP]
    assert [(stop.quantity, stop.trigger_price) for stop in stops] == [(position.quantity, position.stop_loss)]
    assert total(end, TARGET) <= position.quantity


@given(situation=situations())
def test_there_is_never_a_moment_without_the_cover_there_was(situation):
    """F058: what is covered never falls on the way, and is everything before the first old stop goes."""
    instrument, position, orders = situation
    before = cover(position, orders).covered
    for now in steps(orders, plan(position, orders, instrument)):
        covered = cover(position, now).covered
        assert covered >= before
        before = covered
    assert before == position.quantity


@given(situation=situations())
def test_two_orders_for_one_target_never_rest_at_once(situation):
    """Both would fill: more would be closed than the ladder says."""
    instrument, position, orders = situation
    allowed = max(total(orders, TARGET), position.quantity)
    for now in steps(orders, plan(position, orders, instrument)):
        assert total(now, TARGET) <= allowed


@given(situation=situations())
def test_a_plan_carried_out_leaves_nothing_to_plan(situation):
    """A fill, a restart and a second look end in the same place."""
    instrument, position, orders = situation
    *_, end = [orders, *steps(orders, plan(position, orders, instrument))]
    assert plan(position, end, instrument) == Plan((), ())


@given(situation=situations())
def test_a_ladder_that_closes_everything_leaves_no_crumb(situation):
    """Equal thirds of any number of lots add up to the whole; every part is a lot and can be traded."""
    instrument, position, _ = situation
    wants = [want for want in plan(position, [], instrument).place if want.purpose is TARGET]
    for want in wants:
        assert instrument.quantity_down(want.quantity) == want.quantity > 0
        assert want.quantity * want.trigger_price >= instrument.min_notional or len(wants) == 1
        assert want.kind is OrderKind.TAKE_PROFIT_MARKET
    if sum(target.share for target in position.take_profits) > Decimal("0.999"):
        assert sum(want.quantity for want in wants) == position.quantity


@given(lots=st.integers(3, 3000), rungs=st.integers(1, 6))
def test_equal_rungs_differ_by_less_than_the_number_of_rungs(lots, rungs):
    """Thirds of three lots are a lot each; a division that ends in …999 costs no rung its lot."""
    instrument = Instrument("BTC/USDT", Decimal("0.1"), Decimal("0.001"), Decimal(0))
    position = held(str(lots * instrument.lot), take_profits=ladder([Decimal(101 + n) for n in range(rungs)]))
    parts = [w.quantity / instrument.lot for w in plan(position, [], instrument).place if w.purpose is TARGET]
    if lots >= rungs:
        assert len(parts) == rungs
        assert max(parts) - min(parts) < rungs
        assert min(parts) == lots // rungs


@given(situation=situations())
def test_a_short_is_the_mirror_of_a_long(situation):
    """F063: quantities do not depend on the side."""
    from dataclasses import replace

    instrument, position, _ = situation
    mirrored = replace(position, side=Side.SHORT)
    quantities = [[want.quantity for want in plan(each, [], instrument).place] for each in (position, mirrored)]
    assert quantities[0] == quantities[1]


@given(situation=situations(), filled=st.integers(1, 399))
def test_a_target_that_is_filling_keeps_its_order(situation, filled):
    """Half a rung has filled: neither it nor the other rungs are moved about."""
    from dataclasses import replace

    instrument, position, _ = situation
    *_, whole = [[], *steps([], plan(position, [], instrument))]
    rungs = [order for order in whole if order.purpose is TARGET]
    part = filled * instrument.lot
    if not rungs or part >= rungs[0].quantity:
        return
    filling = replace(rungs[0], status=OrderStatus.PARTIALLY_FILLED, filled_quantity=part)
    smaller = replace(position, quantity=position.quantity - part)
    orders = [filling if order is rungs[0] else order for order in whole]
    what = plan(smaller, orders, instrument)
    assert [want.purpose for want in what.place] == [STOP]
    assert [old.purpose for old in what.cancel] == [STOP]
