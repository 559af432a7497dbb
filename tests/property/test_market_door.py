"""The door for prices holds against whatever a venue, a library or a broken proxy sends."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.market.price_feed import PriceFeed
from tests.fakes.clock import FakeClock

BTC = "BTC/USDT"
WILD_NUMBERS = st.one_of(
    st.decimals(),
    st.decimals(90, 110, places=2),
    st.sampled_from([Decimal(text) for text in ("NaN", "sNaN", "Infinity", "-Infinity", "0", "-1", "1E+999999")]),
    st.floats(),
    st.none(),
    st.text(max_size=3),
)
WILD_TIMES = st.one_of(st.datetimes(timezones=st.just(UTC)), st.datetimes(), st.none())
NEAR_START = st.datetimes(datetime(2026, 1, 5, 8, 59), datetime(2026, 1, 5, 9, 1), timezones=st.just(UTC))
TICKS = st.builds(
    Ticker,
    st.sampled_from([BTC, "NOPE/USDT"]),
    WILD_NUMBERS,
    WILD_NUMBERS,
    WILD_NUMBERS,
    st.one_of(NEAR_START, WILD_TIMES),
    WILD_NUMBERS,
    WILD_NUMBERS,
    WILD_NUMBERS,
    WILD_NUMBERS,
)


def figures(ticker: Ticker) -> tuple[Decimal | None, ...]:
    return (ticker.volume, ticker.change_24h, ticker.high_24h, ticker.low_24h)


@given(st.lists(TICKS, max_size=20))
def test_x11_no_tick_raises_and_only_prices_come_in(ticks):
    feed, heard = PriceFeed([BTC], clock=FakeClock()), []
    feed.subscribe(heard.append)
    came_in = [feed.accept(ticker) for ticker in ticks]
    assert len(heard) == sum(came_in)
    assert sum(feed.drops.values()) == len(ticks) - len(heard)
    for ticker in heard:
        ticker.check()
        assert all(figure is None or figure.is_finite() for figure in figures(ticker))
    times = [ticker.timestamp for ticker in heard]
    assert times == sorted(times)


@given(st.lists(st.tuples(st.decimals("1e-6", 1_000_000, places=6), st.booleans()), min_size=1, max_size=40))
def test_x11_a_price_never_moves_by_more_than_a_fifth_on_the_word_of_one_tick(course):
    """Good ticks at 100 with wild ones strewn in, never two in a row: only good ones come in."""
    feed, heard = PriceFeed([BTC], clock=FakeClock()), []
    feed.subscribe(lambda ticker: heard.append(ticker.price))
    at = FakeClock().now()
    good = Ticker(BTC, Decimal(100), Decimal(100), Decimal(100), at)
    feed.accept(good)
    for price, wild_bid_only in course:
        feed.accept(Ticker(BTC, Decimal(100) if wild_bid_only else price, min(price, Decimal(100)), Decimal(100), at))
        feed.accept(good)
    assert all(80 <= price <= 120 for price in heard)
