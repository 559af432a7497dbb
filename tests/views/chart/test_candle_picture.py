"""The candles as they are painted, against a painter so plain that it is plainly right."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from echotrade_desktop.views.chart import candle_item
from echotrade_desktop.views.chart.candle_item import VOLUME_SHARE, CandleColours, CandleItem, level_of
from echotrade_desktop.views.chart.layers import PlotBox
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import Bar, CandleSeries

SECONDS = 60
WIDTH, HEIGHT = 320, 240
UP, DOWN, VOLUME_UP, VOLUME_DOWN, GROUND = (QColor(name) for name in ("lime", "red", "green", "maroon", "black"))
COLOURS = CandleColours(UP, DOWN, VOLUME_UP, VOLUME_DOWN, GROUND)


def random_walk(count, seed, flat=False, gaps=False):
    random = np.random.default_rng(seed)
    times = (1_000_000 + np.arange(count)) * SECONDS
    if gaps:
        times = times + np.cumsum(random.integers(0, 2, count) * random.integers(0, 9, count)) * SECONDS
    close = 100 + np.cumsum(random.normal(0, 1, count))
    opened = np.concatenate(([99.37], close[:-1]))
    high = np.maximum(opened, close) + random.random(count)
    low = np.minimum(opened, close) - random.random(count)
    columns = np.array([times, opened, high, low, close, random.gamma(2, 20, count)])
    if flat:
        columns[1:5] = 100.123
    return columns


def seen(columns, step, dpr, log=False):
    """A viewport that shows the end of a series."""
    view = Viewport(WIDTH, HEIGHT, SECONDS, step, log=log, dpr=dpr)
    view = view.at_time(columns[0, -1], WIDTH - 40)
    return view.with_prices(float(columns[3].min()), float(columns[2].max()))


def painted(columns, view, hollow=False):
    """What the candle item paints."""
    series = CandleSeries()
    series.replace(columns)
    item, box, scene = CandleItem(series, COLOURS), PlotBox(), QGraphicsScene()
    item.set_colours(COLOURS, hollow)
    box.addItem(item, ignoreBounds=True)
    scene.addItem(box)
    box.setGeometry(0, 0, WIDTH, HEIGHT)
    box.show(view)
    item.set_view(view)
    image = blank(view.dpr)
    painter = QPainter(image)
    scene.render(painter, QRectF(0, 0, WIDTH, HEIGHT), QRectF(0, 0, WIDTH, HEIGHT))
    painter.end()
    return image


def blank(dpr):
    image = QImage(round(WIDTH * dpr), round(HEIGHT * dpr), QImage.Format.Format_RGB32)
    image.fill(GROUND)
    image.setDevicePixelRatio(dpr)
    return image


def plain(columns, view):
    """One candle after the other, one rectangle after the other."""
    image = QImage(round(WIDTH * view.dpr), round(HEIGHT * view.dpr), QImage.Format.Format_RGB32)
    image.fill(GROUND)
    painter = QPainter(image)
    step = view.step * view.dpr
    bars = grouped(columns, level_of(step), view, 4 / step)
    wick = max(1, round(view.dpr)) if step >= 4 * view.dpr else 1
    body = max(wick, int(step * 0.8 + 1e-9))
    body -= (body - wick) % 2
    tallest = max((bar["volume"] for bar in grouped(columns, level_of(step), view, 0)), default=0)
    lefts = [pixel(view.x_of(bar["time"]) * view.dpr) for bar in bars]
    room = HEIGHT * view.dpr * VOLUME_SHARE
    for index, bar in enumerate(bars):
        x, _, across, _ = places(lefts, index, step, body, wick)
        height = min(math.ceil(bar["volume"] / tallest * room), math.ceil(room))
        colour = VOLUME_UP if bar["close"] >= bar["open"] else VOLUME_DOWN
        painter.fillRect(x, image.height() - height, across, height, colour)
    for index, bar in enumerate(bars):
        x, middle, across, needle = places(lefts, index, step, body, wick)
        colour = UP if bar["close"] >= bar["open"] else DOWN
        top, bottom = (pixel(view.y_of(bar[name]) * view.dpr) for name in ("high", "low"))
        painter.fillRect(middle, top, needle, max(bottom - top, 1), colour)
        ends = sorted(pixel(view.y_of(bar[name]) * view.dpr) for name in ("open", "close"))
        painter.fillRect(x, ends[0], across, max(ends[1] - ends[0], wick), colour)
    painter.end()
    return image


def places(lefts, index, step, body, wick):
    """Where a body and its wick begin and how wide they are."""
    left = lefts[index]
    if step >= 1:
        x = left + (math.ceil(step) - body) // 2
        return x, x + (body - wick) // 2, body, wick
    following = lefts[index + 1] - left if index + 1 < len(lefts) else 1
    width = min(max(following, 1), 2)
    return left, left, width, width


def grouped(columns, level, view, beyond):
    """The candles in view and `beyond` it at the left, 2^level together, counted from the first of the series."""
    size, bars = 1 << level, []
    first = max(0, int(np.searchsorted(columns[0], view.begin - SECONDS * (1 + beyond))))
    last = int(np.searchsorted(columns[0], view.end))
    top = math.ceil(math.log2(columns.shape[1])) if columns.shape[1] > 1 else 0
    size = min(size, 1 << max(top, 0))
    for begin in range(first // size * size, last, size):
        rows = columns[:, begin : begin + size]
        bars.append(
            {
                "time": rows[0, 0],
                "open": rows[1, 0],
                "high": rows[2].max(),
                "low": rows[3].min(),
                "close": rows[4, -1],
                "volume": rows[5].sum(),
            }
        )
    return bars


def pixel(value):
    return math.floor(value + 0.5)


def pixels(image):
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[:, : image.width()].copy()


def assert_same(columns, view):
    ours, theirs = pixels(painted(columns, view)), pixels(plain(columns, view))
    assert np.array_equal(ours, theirs), f"{(ours != theirs).sum()} pixels differ"


@pytest.mark.parametrize("dpr", [1, 2])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(1, 3000),
    seed=st.integers(0, 10_000),
    step=st.one_of(st.integers(3, 60).map(float), st.integers(20, 1450).map(lambda n: n / 1000 + 0.000123)),  # no ties
    gaps=st.booleans(),
    flat=st.booleans(),
    log=st.booleans(),
)
def test_candles_are_where_a_plain_painter_puts_them_at_every_zoom(qapp, dpr, count, seed, step, gaps, flat, log):
    columns = random_walk(count, seed, flat, gaps)
    if columns[3].min() <= 1:
        columns[1:5] += 1 - columns[3].min()
    assert_same(columns, seen(columns, step, dpr, log))


@pytest.mark.parametrize("dpr", [1, 1.25, 2])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(1, candle_item.FEW),
    seed=st.integers(0, 10_000),
    step=st.floats(1.0, 60.0).map(lambda step: round(step, 3)),
    flat=st.booleans(),
)
def test_a_few_candles_are_painted_as_they_are_among_many(qapp, dpr, count, seed, step, flat):
    columns = random_walk(count, seed, flat)
    view = seen(columns, step, dpr)
    alone = pixels(painted(columns, view))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(candle_item, "FEW", 0)
        assert np.array_equal(alone, pixels(painted(columns, view)))


@pytest.mark.parametrize("dpr", [1, 2])
def test_one_candle_alone_is_painted(qapp, dpr):
    columns = random_walk(1, 3)
    assert_same(columns, seen(columns, 9.0, dpr))


@pytest.mark.parametrize("dpr", [1, 2])
def test_a_flat_market_is_a_row_of_dashes(qapp, dpr):
    columns = random_walk(50, 3, flat=True)
    view = seen(columns, 9.0, dpr)
    assert_same(columns, view)
    assert (pixels(painted(columns, view)) == UP.rgb()).any()


def test_no_candle_is_drawn_in_a_gap(qapp):
    columns = random_walk(20, 3)
    columns[0, 10:] += 5 * SECONDS
    view = seen(columns, 9.0, 1)
    image = pixels(painted(columns, view))
    gap = slice(round(view.x_of(columns[0, 9] + SECONDS)), round(view.x_of(columns[0, 10])))
    assert (image[:, gap] == GROUND.rgb()).all()
    assert gap.stop - gap.start == 45


def test_the_highest_wick_is_seen_even_when_a_pixel_holds_thousands_of_candles(qapp):
    columns = random_walk(100_000, 5)
    columns[1:5] -= columns[3].min() - 10
    columns[2, 77_777] = columns[2].max() * 1.2
    view = seen(columns, 0.003, 1)
    image = pixels(painted(columns, view))
    top = pixel(view.y_of(columns[2, 77_777]))
    assert (image[top] != GROUND.rgb()).any()


def test_a_hollow_candle_shows_the_ground_inside_and_keeps_its_outline(qapp):
    columns = np.array([[60_000_000.0], [100.0], [104.0], [98.0], [103.0], [10.0]])
    view = seen(columns, 21.0, 1)
    image = pixels(painted(columns, view, hollow=True))
    x, y = round(view.candle_x(columns[0, 0])), round(view.y_of(101.5))
    assert image[y, x] == GROUND.rgb()
    row = np.flatnonzero(image[y] == UP.rgb())
    assert len(row) == 2


def test_a_tick_repaints_only_the_newest_candle(qapp, qtbot, monkeypatch):
    columns = random_walk(300, 3)
    series = CandleSeries()
    series.replace(columns)
    item, box, scene = CandleItem(series, COLOURS), PlotBox(), QGraphicsScene()
    box.addItem(item, ignoreBounds=True)
    scene.addItem(box)
    box.setGeometry(0, 0, WIDTH, HEIGHT)
    view = seen(columns, 9.0, 1)
    box.show(view)
    item.set_view(view)
    areas = []
    monkeypatch.setattr(item, "update", lambda rect=None: areas.append(rect))
    last = series.last
    after = Bar(last.time, last.open, last.high, last.low, (last.open + last.close) / 2, last.volume)
    series.update_last(after)
    item.follow_last(last, after)
    assert areas
    assert all(area is not None and area.width() <= 1.0001 for area in areas)
