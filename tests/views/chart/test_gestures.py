"""Wheel, touchpad, axes and keys on a chart, sent as Qt sends them."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from echotrade_desktop.engine.domain.market import Timeframe
from tests.views.chart.desk import Hand, chart

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(qtbot):
    return chart(qtbot)


def scroll(view, place=(400, 200), angle=(0, 0), pixels=(0, 0), modifiers=NONE):
    """One event of a wheel or a touchpad."""
    target, where = view.canvas.viewport(), QPointF(*place)
    event = QWheelEvent(
        where,
        target.mapToGlobal(where),
        QPoint(*pixels),
        QPoint(*angle),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.ScrollUpdate,
        False,
    )
    QApplication.sendEvent(target, event)


def pinch(view, share, place=(400, 200)):
    """Two fingers apart, or together."""
    target, where = view.canvas.viewport(), QPointF(*place)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        where,
        where,
        target.mapToGlobal(where),
        share,
        QPointF(),
    )
    QApplication.sendEvent(target, event)


def test_a_touchpad_zooms_as_far_as_a_wheel_for_the_same_way(qtbot):
    by_wheel, by_pad = chart(qtbot), chart(qtbot)
    for _ in range(6):
        scroll(by_wheel, angle=(0, 120))
    for _ in range(6 * 30):
        scroll(by_pad, angle=(0, 4))
    wheel, pad = by_wheel.canvas.viewport_state.step, by_pad.canvas.viewport_state.step
    assert wheel > 12
    assert abs(pad - wheel) <= 0.2 * wheel


def test_a_touchpad_that_turns_back_zooms_back_at_once(view):
    before = view.canvas.viewport_state.step
    for _ in range(60):
        scroll(view, angle=(0, 4))
    wide = view.canvas.viewport_state.step
    assert wide > before
    for _ in range(60):
        scroll(view, angle=(0, -4))
    assert view.canvas.viewport_state.step == pytest.approx(before, abs=1)


def test_fingers_apart_zoom_in_at_their_place_and_together_out(view):
    moment = view.canvas.viewport_state.time_at(300)
    before = view.canvas.viewport_state.step
    for _ in range(20):
        pinch(view, 0.03, (300, 200))
    assert view.canvas.viewport_state.step > before
    assert abs(view.canvas.viewport_state.x_of(moment) - 300) < 2
    for _ in range(20):
        pinch(view, -0.03, (300, 200))
    assert view.canvas.viewport_state.step == pytest.approx(before, abs=1)


@pytest.mark.parametrize("how", ["sideways", "shift"])
def test_scrolling_sideways_or_with_shift_pans(view, how):
    before = view.canvas.viewport_state
    if how == "sideways":
        scroll(view, angle=(60, 4), pixels=(33, 2))
    else:
        scroll(view, angle=(0, 120), modifiers=SHIFT)
    after = view.canvas.viewport_state
    assert after.step == before.step
    assert after.right < before.right


def test_the_wheel_over_the_price_axis_stretches_the_prices(view):
    before = view.canvas.viewport_state
    scroll(view, (int(before.width) + 20, 200), angle=(0, -120))
    after = view.canvas.viewport_state
    assert after.high - after.low > before.high - before.low
    assert after.step == before.step
    QTest.keyClick(view.canvas, Qt.Key.Key_0)
    assert view.canvas.viewport_state.high - view.canvas.viewport_state.low == pytest.approx(before.high - before.low)


def test_nothing_moves_the_view_while_a_line_is_in_the_hand(view):
    hand = Hand(view)
    hand.press("66900")
    hand.move("66950")
    before = view.canvas.viewport_state
    scroll(view, angle=(0, 120))
    pinch(view, 0.5)
    assert view.canvas.viewport_state == before
    assert view.canvas.book.held is not None


def test_dragging_the_time_axis_makes_candles_wider_and_a_double_click_goes_to_the_newest(view):
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    state = view.canvas.viewport_state
    y = round(state.axis_top) + 12
    hand = Hand(view)
    QTest.mousePress(hand.target, LEFT, pos=QPoint(400, y))
    for x in (390, 360, 300):
        hand._move(QPoint(x, y))
    QTest.mouseRelease(hand.target, LEFT, pos=QPoint(300, y))
    assert view.canvas.viewport_state.step > state.step
    QTest.mouseDClick(hand.target, LEFT, pos=QPoint(300, y))
    assert view.canvas.viewport_state.shows(view.canvas.series.last.time)


@pytest.mark.parametrize(("key", "timeframe"), list(zip("123456", Timeframe, strict=True)))
def test_a_digit_chooses_the_timeframe(view, key, timeframe):
    asked = []
    view.timeframe_selected.connect(asked.append)
    QTest.keyClick(view.canvas, Qt.Key(ord(key)))
    assert view.timeframe is timeframe
    assert asked == ([] if timeframe is Timeframe.M15 else [timeframe])


@pytest.mark.parametrize(("key", "name"), [(Qt.Key.Key_L, "log"), (Qt.Key.Key_H, "hollow")])
def test_scale_and_candles_are_changed_by_key_and_menu_and_said_to_be(view, qtbot, key, name):
    with qtbot.waitSignal(view.look_changed):
        QTest.keyClick(view.canvas, key)
    assert getattr(view, name)
    assert getattr(view.header.menu, name).isChecked()
    getattr(view.header.menu, name).trigger()
    assert not getattr(view, name)


def test_i_opens_the_indicators_and_f_asks_for_the_whole_screen(view, qtbot):
    QTest.keyClick(view.canvas, Qt.Key.Key_I)
    assert view.header.indicator_menu.isVisible()
    view.header.indicator_menu.close()
    view.canvas.setFocus()
    with qtbot.waitSignal(view.full_wanted):
        QTest.keyClick(view.canvas, Qt.Key.Key_F)


def test_on_a_narrow_chart_timeframes_and_tools_are_in_menus(qtbot):
    view = chart(qtbot, size=(300, 260))
    header = view.header
    assert not header.timeframes.isVisible()
    assert header.timeframe.text().startswith("15m")
    assert not header.camera.isVisible()
    asked = []
    view.timeframe_selected.connect(asked.append)
    header._timeframe_menu.actions()[-1].trigger()
    assert asked == [Timeframe.D1]
    submenus = [action.menu() for action in header.menu.actions() if action.menu()]
    assert header.indicator_menu in submenus


def test_the_menu_of_the_chart_does_what_its_keys_do(view):
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.RightButton, pos=QPoint(300, 200))
    view.canvas.gestures.measure_next()
    menus = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMenu) and widget.isVisible()]
    for menu in menus:
        menu.close()
    assert view.canvas.gestures.measures_next
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert not view.canvas.gestures.measures_next


def test_overlapping_lines_are_reached_one_after_the_other_by_tab(view):
    from tests.views.chart.desk import long_lines

    view.set_lines(long_lines(stop="66900", target="66900.1"))
    QTest.keyClick(view.canvas, Qt.Key.Key_Tab)
    first = view.canvas.selected
    QTest.keyClick(view.canvas, Qt.Key.Key_Tab)
    assert {first, view.canvas.selected} == {"stop:p1", "target:p1:1"}
