"""A stop or a target in the hand: one wish when it is let go, none otherwise, and nothing snatches it away."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from echotrade_desktop.engine.domain.market import Side
from echotrade_desktop.views.chart.hand import HeldBy
from echotrade_desktop.views.chart.parts import Key, Text
from echotrade_desktop.views.chart.specs import LineKind, LineSpec, PreviewText
from tests.views.chart.desk import BTC, ETH, M15, OPENED, D, Hand, candle, chart, line, long_lines, walk

ROOT = Path(__file__).parents[3]


@pytest.fixture
def view(qtbot):
    return chart(qtbot)


@pytest.fixture
def hand(view):
    return Hand(view)


@pytest.fixture
def drops(view):
    heard = []
    view.line_dropped.connect(lambda key, price: heard.append((key, price)))
    return heard


def words(view, layer="readout"):
    return [part.text for part in getattr(view.canvas.layers, layer).parts if isinstance(part, Text)]


def test_a_dragged_stop_asks_once_on_release_at_a_price_on_the_tick(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    assert drops == []
    hand.let_go()
    [(key, price)] = drops
    assert key == "stop:p1"
    assert isinstance(price, Decimal)
    assert price % BTC.tick == 0
    assert abs(price - D("67000")) < 10


def test_the_price_read_while_dragging_is_the_price_sent(view, hand, drops):
    hand.press("66900")
    hand.move("67010")
    read = words(view)
    hand.let_go()
    assert f"{drops[0][1]:,}" in read


def test_a_stop_is_rounded_towards_entry(view):
    held = line(view, "stop:p1").spec
    assert held.rounded(D("66912.34"), BTC) == D("66912.4")
    short = LineSpec("s", LineKind.STOP, "SL", D("68000"), Side.SHORT)
    assert short.rounded(D("68012.34"), BTC) == D("68012.3")


def test_a_target_is_rounded_towards_entry(view):
    assert line(view, "target:p1:1").spec.rounded(D("68112.39"), BTC) == D("68112.3")


def test_escape_takes_the_stop_back_and_asks_nothing(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    hand.key(Qt.Key.Key_Escape)
    hand.let_go()
    assert drops == []
    assert line(view, "stop:p1").shown == D("66900")


def test_after_escape_the_pointer_no_longer_moves_the_line(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    hand.key(Qt.Key.Key_Escape)
    hand.move("67100")
    hand.let_go()
    assert line(view, "stop:p1").shown == D("66900")
    assert drops == []


def test_a_click_without_movement_asks_nothing(view, hand, drops):
    hand.press("66900")
    hand.let_go()
    assert drops == []
    assert line(view, "stop:p1").asked is None


def test_a_double_click_on_a_stop_asks_nothing(view, hand, drops):
    QTest.mouseDClick(hand.target, Qt.MouseButton.LeftButton, pos=hand.at("66900"))
    assert drops == []


def test_a_stop_let_go_where_it_was_asks_nothing(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    hand.move("66900")
    hand.let_go()
    assert drops == []


def test_ticks_and_candles_do_not_move_a_held_line(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    held, y = line(view, "stop:p1").shown, hand.y_of("67000")
    for step in range(30):
        view.update_price("BTC/USDT", D(67_500 + 40 * step))
        view.update_candle("BTC/USDT", M15, candle(close=str(67_500 + 40 * step), high=str(67_500 + 60 * step)))
    view.update_candle("BTC/USDT", M15, candle(minutes=15, close="69000"))
    view.set_lines(long_lines(stop="66950"))
    view.confirm_line("stop:p1", D("66960"))
    assert line(view, "stop:p1").shown == held
    assert hand.y_of("67000") == y
    hand.let_go()
    assert drops == [("stop:p1", held)]


def test_a_dropped_stop_waits_until_it_is_confirmed(view, hand, drops):
    hand.drag("66900", "67000")
    asked = drops[0][1]
    waiting = line(view, "stop:p1")
    assert (waiting.shown, waiting.ghost) == (asked, D("66900"))
    view.confirm_line("stop:p1", asked)
    assert line(view, "stop:p1").spec.price == asked
    assert line(view, "stop:p1").ghost is None


def test_the_line_stands_at_the_confirmed_price_not_at_the_one_asked_for(view, hand):
    hand.drag("66900", "67000")
    view.confirm_line("stop:p1", D("66999.0"))
    assert line(view, "stop:p1").shown == D("66999.0")


def test_a_refused_stop_springs_back_and_says_why(view, hand):
    hand.drag("66900", "67000")
    view.refuse_line("stop:p1", "Refused: the stop must be below the price.")
    assert line(view, "stop:p1").shown == D("66900")
    assert "Refused: the stop must be below the price." in " ".join(words(view))


def test_a_waiting_line_cannot_be_taken_again(view, hand, drops):
    hand.drag("66900", "67000")
    hand.drag(drops[0][1], "67100")
    assert len(drops) == 1


def test_new_lines_with_the_old_price_do_not_end_the_waiting(view, hand, drops):
    hand.drag("66900", "67000")
    view.set_lines(long_lines())
    assert line(view, "stop:p1").asked == drops[0][1]


def test_a_line_that_vanishes_from_the_hand_asks_nothing_and_says_so(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    view.set_lines([])
    hand.let_go()
    assert drops == []
    assert "Nothing was sent." in " ".join(words(view))


def test_a_symbol_change_with_a_line_in_the_hand_asks_nothing(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    view.show_loading(ETH, M15)
    hand.let_go()
    assert drops == []


def test_hiding_the_chart_puts_a_held_line_back(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    view.hide()
    assert line(view, "stop:p1").shown == D("66900")
    assert drops == []


def test_the_line_does_not_jump_to_the_pointer_when_it_is_taken(view, hand, drops):
    view_state = view.canvas.viewport_state
    hand.press(view_state.price_at(hand.y_of("66900") + 4))
    hand.move(view_state.price_at(hand.y_of("66900") + 4 - 40))
    hand.let_go()
    wished = view_state.price_at(view_state.y_of(66900.0) - 40)
    assert abs(float(drops[0][1]) - wished) < 1


@pytest.mark.parametrize("away", [-5, 5])
def test_five_pixels_beside_a_line_still_take_it(view, hand, away, drops):
    hand.press(view.canvas.viewport_state.price_at(hand.y_of("66900") + away))
    hand.move("67000")
    hand.let_go()
    assert len(drops) == 1


def test_eight_pixels_beside_a_line_pan_the_chart(view, hand, drops):
    hand.press(view.canvas.viewport_state.price_at(hand.y_of("66900") - 8))
    hand.move("67000")
    hand.let_go()
    assert drops == []


def test_an_entry_cannot_be_dragged(view, hand, drops):
    hand.drag("67200", "67300")
    assert drops == []


def test_two_stops_at_one_price_can_both_be_taken_by_their_labels(view, hand, drops):
    common = {"side": Side.LONG, "started_at": OPENED, "draggable": True}
    view.set_lines([LineSpec(f"stop:{n}", LineKind.STOP, f"SL {n}", D("66900"), **common) for n in (1, 2)])
    x = int(view.canvas.viewport_state.width) - 100
    for key in ("stop:1", "stop:2"):
        label = next(spot.label_y for spot in view.canvas.spots if spot.key == key)
        price = view.canvas.viewport_state.price_at(label)
        hand.press(price, x)
        hand.move("67100", x)
        hand.let_go()
    assert {key for key, _ in drops} == {"stop:1", "stop:2"}


def test_arrows_nudge_by_one_tick_and_with_shift_by_ten_and_enter_asks_once(view, hand, drops):
    hand.key(Qt.Key.Key_Tab)
    while view.canvas.selected != "stop:p1":
        hand.key(Qt.Key.Key_Tab)
    hand.key(Qt.Key.Key_Up)
    hand.key(Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    hand.key(Qt.Key.Key_Down)
    assert drops == []
    hand.key(Qt.Key.Key_Return)
    hand.key(Qt.Key.Key_Return)
    assert drops == [("stop:p1", D("66901.0"))]


def test_a_key_that_is_held_down_does_not_commit(view, hand, drops):
    view.canvas.selected = "stop:p1"
    hand.key(Qt.Key.Key_Up)
    repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True)
    QApplication.sendEvent(view.canvas, repeated)
    assert drops == []
    assert view.canvas.hand.by is HeldBy.KEYS


def test_the_keys_that_matter_are_shown_while_a_line_is_held(view, hand):
    view.canvas.selected = "stop:p1"
    hand.key(Qt.Key.Key_Up)
    view.canvas.viewport().repaint()
    assert [part.text for part in view.canvas.layers.legend.parts if isinstance(part, Key)] == [
        "Shift",
        "↑↓",
        "Esc",
        "Enter",
    ]


def test_escape_after_nudging_asks_nothing(view, hand, drops):
    view.canvas.selected = "stop:p1"
    hand.key(Qt.Key.Key_Up)
    assert view.canvas.hand.by is HeldBy.KEYS
    hand.key(Qt.Key.Key_Escape)
    assert drops == []
    assert line(view, "stop:p1").shown == D("66900")


def test_losing_the_keyboard_puts_a_nudged_line_back(view, hand, drops):
    view.canvas.selected = "stop:p1"
    hand.key(Qt.Key.Key_Up)
    view.header.timeframes.button("15m").setFocus()
    assert line(view, "stop:p1").shown == D("66900")
    assert drops == []


def test_arrows_nudge_a_line_that_the_mouse_holds(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    before = line(view, "stop:p1").shown
    hand.key(Qt.Key.Key_Up)
    hand.let_go()
    assert drops == [("stop:p1", before + BTC.tick)]


def test_the_card_tells_money_distance_and_r_while_dragging(view, hand):
    hand.press("66900")
    hand.move("67000")
    held = line(view, "stop:p1")
    shown = held.shown
    read = words(view)
    assert f"−${(D(67200) - shown) * D('0.012'):.2f}" in read
    assert f"−{(1 - shown / D(67500)) * 100:.2f}\u2009%" in read
    assert f"{D(900) / (D(67200) - shown):.1f} R" in read
    assert "was 3.0 R" in read


def test_the_engines_word_goes_before_the_charts_arithmetic(view, hand):
    view.set_preview(lambda key, price: PreviewText("The stop is above the price.", D("-7.77"), D("4.4")))
    hand.press("66900")
    hand.move("67000")
    read = words(view)
    assert "−$7.77" in read
    assert "4.4 R" in read
    assert "The stop is above the price." in read


def test_a_ghost_stands_at_the_old_price_while_dragging(view, hand):
    hand.press("66900")
    hand.move("67000")
    assert "SL was" in words(view, "lines")
    assert "66,900.0" in words(view, "lines")


def test_a_late_answer_for_another_timeframe_leaves_the_hand_alone(view, hand, drops):
    hand.press("66900")
    hand.move("67000")
    held = line(view, "stop:p1").shown
    assert not view.show_candles("ETH/USDT", M15, walk(last=3200.0))
    assert line(view, "stop:p1").shown == held
    hand.let_go()
    assert len(drops) == 1


@pytest.mark.slow
@pytest.mark.skipif("QT_SCALE_FACTOR" in os.environ, reason="this is the run at two device pixels")
def test_all_of_this_holds_at_two_device_pixels_a_point():
    environment = {**os.environ, "QT_SCALE_FACTOR": "2"}
    files = [__file__, *(str(Path(__file__).with_name(f"test_{name}.py")) for name in ("gestures", "chart_tools"))]
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", *files]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def minute_chart(qtbot, stop="65000"):
    """Candles that span a third of a percent, and a stop much further away."""
    view = chart(qtbot, lines=False)
    columns = walk()
    columns[1:5] = 67_500 + (columns[1:5] - columns[1:5].mean()) * 200 / np.ptp(columns[1:5])
    view.show_candles("BTC/USDT", M15, columns)
    view.set_lines(long_lines(stop=stop, target="90000", entry="67480"))
    return view


def test_a_stop_within_four_percent_is_in_sight_however_quiet_the_market(qtbot):
    view = minute_chart(qtbot, stop="65000")
    plot = view.canvas.viewport_state
    assert all(plot.shows_price(float(line(view, key).shown)) for key in ("stop:p1", "entry:p1"))
    assert not plot.shows_price(90_000)


@pytest.fixture
def far(qtbot):
    return minute_chart(qtbot, stop="60000")


def label_of(view, key):
    spot = next(spot for spot in view.canvas.spots if spot.key == key)
    return QPoint(round(view.canvas.viewport_state.width - 100), round(spot.label_y))


def test_a_double_click_on_the_label_of_a_stop_out_of_sight_shows_it_and_asks_nothing(far):
    asked = []
    far.line_dropped.connect(lambda *wish: asked.append(wish))
    assert not far.canvas.viewport_state.shows_price(60_000)
    QTest.mouseDClick(far.canvas.viewport(), Qt.MouseButton.LeftButton, pos=label_of(far, "stop:p1"))
    assert far.canvas.viewport_state.shows_price(60_000)
    far.update_candle("BTC/USDT", M15, candle(close="67600", high="67900"))
    assert far.canvas.viewport_state.shows_price(60_000)
    assert asked == []


@pytest.mark.parametrize("by_hand", [False, True])
def test_the_s_key_shows_the_stop_and_zero_scales_by_itself_again(far, by_hand):
    if by_hand:
        far.canvas.look(far.canvas.viewport_state.stretched(0.9), manual_price=True)
    QTest.keyClick(far.canvas, Qt.Key.Key_S)
    assert far.canvas.viewport_state.shows_price(60_000)
    QTest.keyClick(far.canvas, Qt.Key.Key_0)
    assert not far.canvas.viewport_state.shows_price(60_000)


def test_a_stop_out_of_sight_is_dragged_from_the_edge_without_a_jump(far):
    asked = []
    far.line_dropped.connect(lambda *wish: asked.append(wish))
    hand, start = Hand(far), label_of(far, "stop:p1")
    hand._point = start
    QTest.mousePress(hand.target, Qt.MouseButton.LeftButton, pos=start)
    hand._move(QPoint(start.x(), start.y() - 3))
    plot = far.canvas.viewport_state
    assert plot.shows_price(60_000)
    assert abs(plot.y_of(float(line(far, "stop:p1").shown)) - plot.y_of(60_000)) <= 4
    hand._move(QPoint(start.x(), start.y() - 40))
    hand._point = QPoint(start.x(), start.y() - 40)
    hand.let_go()
    [(key, price)] = asked
    assert key == "stop:p1"
    assert float(price) == pytest.approx(60_000 + 40 * (plot.high - plot.low) / plot.height, rel=1e-3)


def test_arrows_on_a_stop_out_of_sight_bring_it_into_sight(far):
    far.canvas.selected = "stop:p1"
    QTest.keyClick(far.canvas, Qt.Key.Key_Up)
    assert far.canvas.viewport_state.shows_price(float(line(far, "stop:p1").shown))
    assert line(far, "stop:p1").shown == D("60000.1")
