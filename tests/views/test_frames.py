"""Prices reach the screen once a frame, and frames keep their beat."""

from decimal import Decimal

import pytest

from echotrade_desktop.engine.domain.market import Ticker
from echotrade_desktop.engine.domain.messages import TickerChanged
from echotrade_desktop.views.bridge import FRAME_MS, Bridge
from tests.fakes.clock import START, FakeClock


def price(number: int) -> TickerChanged:
    value = Decimal(100 + number)
    return TickerChanged(Ticker("BTC/USDT", value, value, value, START), "BTC/USDT")


@pytest.mark.parametrize(("took", "waits"), [(0, FRAME_MS), (10, FRAME_MS - 10), (40, 0)])
async def test_a_frame_begins_16_ms_after_the_one_before_began_however_long_that_took(qapp, took, waits):
    clock = FakeClock()
    bridge = Bridge(clock)
    bridge.publish(price(1))
    bridge._frame.stop()
    bridge._show_frame()
    await clock.advance(took / 1000)  # views take what they were told, and paint
    bridge.publish(price(2))
    assert bridge._frame.interval() == waits
    bridge.close()


async def test_a_frame_that_comes_a_little_late_makes_the_next_one_no_later(qapp):
    clock = FakeClock()
    bridge = Bridge(clock)
    bridge._show_frame()
    await clock.advance((FRAME_MS + 6) / 1000)
    bridge._show_frame()
    bridge.publish(price(1))
    assert bridge._frame.interval() == FRAME_MS - 6
    bridge.close()


def test_of_many_prices_in_a_frame_the_newest_is_shown_once(qapp, qtbot):
    bridge, shown = Bridge(FakeClock()), []
    bridge.events.tickers.connect(shown.append)
    for number in range(500):
        bridge.publish(price(number))
    qtbot.waitUntil(lambda: bool(shown))
    [frame] = shown
    assert frame["BTC/USDT"].price == 599
    bridge.close()
