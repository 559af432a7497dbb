"""A stop that follows only ever tightens, lies on the tick, and is never nearer to the best price than it was told."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.engine.trading.trailing import next_stop
from tests.makers import held

ticks = st.sampled_from([Decimal(t) for t in ("0.1", "0.01", "0.0001", "0.5", "2.5")])
shares = st.decimals("0.001", "0.5", places=4)


@given(
    ticks,
    st.sampled_from(Side),
    shares,
    st.decimals("90", "110", places=3),
    st.lists(st.decimals("50", "200", places=3), min_size=1, max_size=30),
)
def test_along_any_path_of_prices_the_stop_only_tightens(tick, side, distance, entry, path):
    instrument = Instrument("BTC/USDT", tick, Decimal("0.001"), Decimal(5))
    first = instrument.stop_price(entry * (1 - Decimal("0.04") * side.sign), side)
    position = held("1", str(entry), side=side, stop_loss=first, trail_distance=distance)
    best = None
    for price in path:
        best = price if best is None else max(best * side.sign, price * side.sign) * side.sign
        move = next_stop(position, best, instrument)
        if move is None:
            continue
        stop, why = move
        assert why == "trail"
        assert (stop - position.stop_loss) * side.sign > 0
        assert stop % tick == 0
        exact = best * (1 - distance * side.sign)
        assert 0 <= (stop - exact) * side.sign < tick
        position = replace(position, stop_loss=stop)
