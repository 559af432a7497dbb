"""Indicators: the figures of TA-Lib's batch at every candle, drawn where they say, remembered, and out of the way."""

import subprocess
import sys

import numpy as np
import pytest
import talib
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from echotrade_desktop.views.chart.parts import Text
from echotrade_desktop.views.models.candles import Bar, CandleSeries
from echotrade_desktop.views.models.indicators import INDICATORS, StudySet
from tests.views.chart.desk import BTC, M15, chart, walk

ALL = tuple(indicator.key for indicator in INDICATORS)


def batch(indicator, columns):
    rows = [np.ascontiguousarray(columns[row]) for row in indicator.inputs]
    return np.atleast_2d(getattr(talib, indicator.function)(*rows, *indicator.parameters))


@pytest.mark.parametrize("known", [1, 10, 120])
@pytest.mark.parametrize("key", ALL)
def test_after_ticks_and_closes_the_figures_are_those_of_the_whole_series(key, known):
    series, random = CandleSeries(), np.random.default_rng(2)
    studies = StudySet(series)
    series.replace(walk(known))
    studies.choose((key,))
    [study] = studies.overlays + studies.panes
    for tick in range(240):
        last = series.last
        close = last.close + random.normal(0, 30)
        time = last.time + (900 if tick % 3 == 2 else 0)
        high, low = max(last.high, close), min(last.low, close)
        series.update_last(Bar(time, last.close, high, low, close, 5.0))
        assert study.values.shape[1] == len(series)
    expected = batch(study.indicator, series.columns)
    assert np.allclose(study.values, expected, equal_nan=True, rtol=1e-9, atol=1e-9)


def test_older_candles_in_front_are_counted_in():
    series = CandleSeries()
    studies = StudySet(series)
    columns = walk(300)
    series.replace(columns[:, 200:])
    studies.choose(("rsi", "ema50"))
    series.prepend(columns[:, :200])
    for study in studies.overlays + studies.panes:
        assert np.allclose(study.values, batch(study.indicator, columns), equal_nan=True)


def words(view):
    return [part.text for part in view.canvas.layers.studies.parts if isinstance(part, Text)]


def test_no_indicator_is_drawn_until_one_is_chosen(qtbot):
    view = chart(qtbot)
    assert view.indicators == ()
    assert words(view) == []
    assert view.canvas.viewport_state.panes == 0


def test_choosing_in_the_menu_draws_it_and_says_its_value_at_the_candle_under_the_crosshair(qtbot):
    view = chart(qtbot)
    actions = {action.text(): action for action in view.header.indicator_menu.actions()}
    with qtbot.waitSignal(view.look_changed):
        actions["RSI 14"].trigger()
    assert view.indicators == ("rsi",)
    assert view.canvas.viewport_state.panes > 0
    values = batch(INDICATORS[3], view.canvas.series.columns)[0]
    assert f"{values[-1]:.1f}" in words(view)
    plot = view.canvas.viewport_state
    place = QPoint(round(plot.candle_x(view.canvas.series.times[-20])), 200)
    QTest.mouseMove(view.canvas.viewport(), place)
    assert f"{values[-20]:.1f}" in words(view)
    with qtbot.waitSignal(view.look_changed):
        actions["RSI 14"].trigger()
    assert view.canvas.viewport_state.panes == 0


@pytest.mark.parametrize("step", [9.0, 0.7])
def test_after_many_ticks_the_curves_are_the_ones_a_full_repaint_gives(qtbot, step):
    view = chart(qtbot)
    view.set_indicators(ALL)
    view.canvas.look(view.canvas.viewport_state.zoomed(step / 9, 700))
    QApplication.processEvents()
    for tick in range(30):
        last = view.canvas.series.last
        close = 67_500 + 12 * (tick % 7 - 3)
        high, low = max(last.high, close), min(last.low, close)
        view.canvas.series.update_last(Bar(last.time, last.open, high, low, close, tick))
        QApplication.processEvents()
    ticked = view.screen().grabWindow(view.winId()).toImage()
    view.canvas.viewport().repaint()
    assert ticked == view.screen().grabWindow(view.winId()).toImage()


def test_an_ema_is_drawn_through_its_values(qtbot):
    view = chart(qtbot, lines=False)
    view.set_indicators(("ema20",))
    image = view.canvas.viewport().grab().toImage()
    plot, colour = view.canvas.viewport_state, view.canvas._ink["curve_a"]
    study = view.canvas.studies.overlays[0]
    hits = 0
    for index in range(-60, -10):
        x, y = round(plot.candle_x(view.canvas.series.times[index])), plot.y_of(study.values[0, index])
        near = [image.pixelColor(x, round(y) + dy) for dy in (-1, 0, 1)]
        hits += any(abs(c.blue() - colour.blue()) + abs(c.red() - colour.red()) < 110 for c in near)
    assert hits > 45


@pytest.mark.parametrize("size", [(1080, 572), (420, 300)])
def test_with_all_panes_the_candles_keep_half_of_the_chart(qtbot, size):
    view = chart(qtbot, size=size)
    view.set_indicators(ALL)
    plot = view.canvas.viewport_state
    assert plot.height >= plot.panes - 1
    for part in view.canvas.layers.studies.parts:
        if isinstance(part, Text):
            assert part.left >= 0
            assert part.left + part.width <= view.canvas.width()


def test_indicators_stay_when_the_symbol_changes(qtbot):
    view = chart(qtbot)
    view.set_indicators(("macd", "nonsense"))
    view.show_loading(BTC, M15)
    assert view.indicators == ("macd",)


def test_nothing_of_talib_is_loaded_before_an_indicator_is_shown():
    code = "import sys, echotrade_desktop.views.chart.chart_view; sys.exit('talib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
