"""A followed call sleeps until a price concerns it: none that matters is slept through, none is looked at in vain."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.market import Side, Ticker
from echotrade_desktop.engine.domain.shadow import Shadow
from echotrade_desktop.engine.trading.alarms import Alarms, Calm
from echotrade_desktop.engine.trading.protection import ladder
from echotrade_desktop.engine.trading.shadow import HORIZON, calm, step
from tests.makers import BTC, START, a_position

PRICES = st.integers(800, 1200).map(lambda tenths: Decimal(tenths) / 10)
TIMES = st.sampled_from([START + timedelta(hours=1), START + HORIZON - timedelta(seconds=1), START + HORIZON])
LIMITS = RiskLimits(slippage=Decimal(0))


def a_quote(price: Decimal) -> Ticker:
    return Ticker("BTC/USDT", price, price, price, START)


def entered(side: Side, stop: int, targets: list[int], leverage: int) -> Shadow:
    """A call for one BTC at 100 with its stop and targets so many tenths away."""
    at = Decimal(100)
    position = a_position(
        side=side,
        leverage=leverage,
        stop_loss=at - Decimal(stop) / 10 * side.sign,
        take_profits=ladder(tuple(at + Decimal(target) / 10 * side.sign for target in targets)),
    )
    shadow = Shadow("s1", "Trader", position, Decimal(1), None, START, START)
    (fill,) = step(shadow, a_quote(at), BTC, LIMITS, START)
    return shadow.after(fill.fill, None)


@given(
    st.sampled_from(Side),
    st.integers(1, 150),
    st.lists(st.integers(1, 150), max_size=3, unique=True).map(sorted),
    st.integers(1, 20),
    PRICES,
    TIMES,
)
def test_a_call_sleeps_exactly_while_nothing_happens_to_it(side, stop, targets, leverage, price, now):
    shadow = entered(side, stop, targets, leverage)
    asleep = calm(shadow, BTC)
    above = asleep.above is None or price > asleep.above
    below = asleep.below is None or price < asleep.below
    happens = bool(step(shadow, a_quote(price), BTC, LIMITS, now))
    assert happens is not (above and below and now < asleep.until)


BOUNDS = st.one_of(st.none(), PRICES)
STEPS = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("abc"), BOUNDS, BOUNDS, TIMES),
    st.tuples(st.just("drop"), st.sampled_from("abc")),
    st.tuples(st.just("due"), PRICES, TIMES),
)


@given(st.lists(STEPS, max_size=30))
def test_an_alarm_wakes_whom_a_list_of_all_would_wake(steps):
    alarms, every = Alarms(), {}
    for name, *rest in steps:
        match name:
            case "put":
                key, above, below, until = rest
                alarms.put(key, Calm(above, below, until))
                every.pop(key, None)
                every[key] = (above, below, until)
            case "drop":
                alarms.drop(rest[0])
                every.pop(rest[0], None)
            case _:
                price, now = rest
                woken = [
                    key
                    for key, (above, below, until) in every.items()
                    if (above is not None and price <= above) or (below is not None and price >= below) or now >= until
                ]
                assert alarms.due(price, now) == woken
                for key in woken:
                    del every[key]
