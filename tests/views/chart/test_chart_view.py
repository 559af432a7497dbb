"""What the chart shows, what it asks for, and what it lets pass."""

import sys
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from echotrade_desktop.engine.domain.market import Instrument, Side, Timeframe
from echotrade_desktop.views import theme
from echotrade_desktop.views.chart import history
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart.parts import Arrowhead, Dot, Frame, Link, Text
from echotrade_desktop.views.chart.specs import MarkerKind, MarkerSpec
from tests.views.chart.desk import BTC, ETH, M15, NOON, D, Hand, candle, chart, line, long_lines, walk


@pytest.fixture
def view(qtbot):
    return chart(qtbot)


def texts(view, layer):
    return [part.text for part in getattr(view.canvas.layers, layer).parts if isinstance(part, Text)]


def wheel(view, x, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    target = view.canvas.viewport()
    place = QPointF(x, 200)
    event = QWheelEvent(
        place,
        target.mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)


def test_candles_of_another_symbol_or_timeframe_come_too_late(view):
    before = view.canvas.series.columns.copy()
    assert not view.show_candles("ETH/USDT", M15, walk(last=3200.0))
    assert not view.show_candles("BTC/USDT", Timeframe.H1, walk(seconds=3600))
    assert not view.prepend_candles("BTC/USDT", Timeframe.H1, walk(seconds=3600))
    view.update_candle("ETH/USDT", M15, candle(close="1"))
    view.update_price("ETH/USDT", D("3200"))
    assert (view.canvas.series.columns == before).all()
    assert view.canvas.price == D("67500")


def test_choosing_a_tab_asks_for_the_symbol_and_clears_what_was_of_the_other(view, qtbot):
    with qtbot.waitSignal(view.symbol_selected) as heard:
        qtbot.mouseClick(view.header.symbols.button("ETH/USDT"), Qt.MouseButton.LeftButton)
    assert heard.args == ["ETH/USDT"]
    assert view.symbol == "ETH/USDT"
    assert len(view.canvas.book) == 0
    assert view.canvas.price is None
    assert "Loading ETH/USDT" in view.state


def test_choosing_a_timeframe_asks_for_it_and_keeps_the_lines(view, qtbot):
    with qtbot.waitSignal(view.timeframe_selected) as heard:
        qtbot.mouseClick(view.header.timeframes.button("1h"), Qt.MouseButton.LeftButton)
    assert heard.args == [Timeframe.H1]
    assert len(view.canvas.book) == 3


def test_a_timeframe_change_keeps_the_moment_in_view(view):
    view.canvas.look(view.canvas.viewport_state.panned(900))
    end = view.canvas.viewport_state.end
    view.show_loading(BTC, Timeframe.M5)
    view.show_candles("BTC/USDT", Timeframe.M5, walk(900, 300))
    assert abs(view.canvas.viewport_state.end - end) <= 300


def test_older_candles_are_asked_for_once_and_do_not_move_the_view(view, qtbot):
    asked = []
    view.older_wanted.connect(lambda *wish: asked.append(wish))
    first = view.canvas.series.first_time
    for _ in range(30):
        QTest.keyClick(view.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert asked == [("BTC/USDT", M15, first)]
    state = view.canvas.viewport_state
    older = walk(300)
    older[0] -= 300 * 900
    assert view.prepend_candles("BTC/USDT", M15, older)
    assert view.canvas.viewport_state.right == state.right
    assert view.canvas.series.first_time == older[0, 0]


def test_a_hint_of_loading_stands_where_older_candles_will_be(view):
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    assert "Loading earlier candles …" in texts(view, "readout")


def test_when_there_are_no_older_candles_the_chart_stops_asking(view):
    asked = []
    view.older_wanted.connect(lambda *wish: asked.append(wish))
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    view.prepend_candles("BTC/USDT", M15, [])
    QTest.keyClick(view.canvas, Qt.Key.Key_Left)
    assert len(asked) == 1


def test_scrolling_back_for_ever_ends_with_a_word_on_how_to_go_on(view, monkeypatch):
    asked = []
    view.older_wanted.connect(lambda *wish: asked.append(wish))
    monkeypatch.setattr(history, "MOST_CANDLES", 300)
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    assert asked == []
    assert "For earlier candles choose a longer timeframe" in texts(view, "readout")


def test_when_older_candles_do_not_come_they_are_asked_for_again_only_after_a_move(view):
    asked = []
    view.older_wanted.connect(lambda *wish: asked.append(wish))
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    view.show_error("The market did not answer.")
    view.canvas.refresh()
    assert len(asked) == 1
    assert "Loading earlier candles …" not in texts(view, "readout")
    view.canvas.look(view.canvas.viewport_state.panned(900))
    assert len(asked) == 2


def test_a_new_candle_keeps_the_newest_where_it_was_on_screen(view):
    state = view.canvas.viewport_state
    before = state.x_of(view.canvas.series.last.time)
    view.update_candle("BTC/USDT", M15, candle(minutes=15))
    assert view.canvas.viewport_state.x_of(view.canvas.series.last.time) == pytest.approx(before)


def test_a_new_candle_does_not_pull_a_reader_of_the_past_to_the_present(view):
    view.canvas.look(view.canvas.viewport_state.panned(1200))
    right = view.canvas.viewport_state.right
    view.update_candle("BTC/USDT", M15, candle(minutes=15))
    assert view.canvas.viewport_state.right == right


def test_the_wheel_zooms_and_keeps_the_moment_under_the_cursor(view):
    moment = view.canvas.viewport_state.time_at(300)
    step = view.canvas.viewport_state.step
    wheel(view, 300, 3)
    after = view.canvas.viewport_state
    assert after.step > step
    assert abs(after.x_of(moment) - 300) < 1


def test_zoomed_candles_stay_whole_pixels_wide(view):
    for notches in (1, 1, 1, -2, 1, -4, 2):
        wheel(view, 400, notches)
        assert view.canvas.viewport_state.step == int(view.canvas.viewport_state.step)


def test_dragging_pans_and_double_clicking_the_price_axis_scales_by_itself_again(view):
    hand = Hand(view, x=200)
    right = view.canvas.viewport_state.right
    hand.press("67900")
    hand._move(QPoint(300, hand.at("67900").y()))
    hand.let_go()
    assert view.canvas.viewport_state.right < right
    axis = int(view.canvas.viewport_state.width) + 30
    hand.press("67900", axis)
    hand.move("67600", axis)
    hand.let_go()
    assert not view.canvas.auto_price
    QTest.mouseDClick(hand.target, Qt.MouseButton.LeftButton, pos=QPoint(axis, 200))
    assert view.canvas.auto_price


@pytest.mark.parametrize(("key", "grows"), [(Qt.Key.Key_Plus, True), (Qt.Key.Key_Minus, False)])
def test_plus_and_minus_zoom(view, key, grows):
    step = view.canvas.viewport_state.step
    QTest.keyClick(view.canvas, key)
    assert (view.canvas.viewport_state.step > step) is grows


def test_end_comes_back_to_the_newest_candle(view):
    QTest.keyClick(view.canvas, Qt.Key.Key_Home)
    assert not view.canvas.viewport_state.shows(view.canvas.series.last.time)
    QTest.keyClick(view.canvas, Qt.Key.Key_End)
    assert view.canvas.viewport_state.shows(view.canvas.series.last.time)


def test_the_legend_tells_the_candle_under_the_crosshair_then_the_newest_again(view):
    newest = f"{view.canvas.series.last.close:,.1f}"
    index = len(view.canvas.series) - 20
    bar = view.canvas.series.bar(index)
    point = QPoint(round(view.canvas.viewport_state.candle_x(bar.time)), 150)
    QTest.mouseMove(view.canvas.viewport(), point)
    assert f"{bar.close:,.1f}" in texts(view, "legend")
    assert f"{bar.close:,.1f}" in view.canvas.accessibleDescription()
    QApplication.sendEvent(view.canvas, _leave())
    assert newest in texts(view, "legend")
    assert view.canvas.layers.cross.parts == ()


def _leave():
    from PySide6.QtCore import QEvent

    return QEvent(QEvent.Type.Leave)


def test_the_price_box_tells_the_last_price_and_what_is_left_of_the_candle(view):
    assert "67,500.0" in texts(view, "lines")
    assert "11:42" in texts(view, "lines")


def test_a_price_that_is_none_changes_nothing(view):
    for wrong in (Decimal("NaN"), Decimal("Infinity"), D(0), D(-1)):
        view.update_price("BTC/USDT", wrong)
    assert view.canvas.price == D("67500")


def test_a_stale_chart_says_its_age_and_is_grey(view):
    view.set_stale(12)
    assert "STALE 12 s" in texts(view, "legend")
    image = view.canvas.grab().toImage()
    up, down = theme.current_palette().up.rgb(), theme.current_palette().down.rgb()
    plot = view.canvas.viewport_state
    last = view.canvas.series.bar(len(view.canvas.series) - 30)
    x = round(plot.candle_x(last.time) * image.devicePixelRatio())
    colours = {image.pixel(x, round(y)) for y in range(60, round(plot.height * 0.8))}
    assert not colours & {up, down}
    view.set_stale(None)
    assert not [text for text in texts(view, "legend") if "STALE" in text]


def test_simulated_prices_are_called_so(view):
    view.set_source_label("SIMULATED MARKET")
    assert "SIMULATED MARKET" in texts(view, "legend")


def test_a_chart_with_nothing_says_what_will_appear(qtbot):
    view = ChartView(lambda: NOON)
    qtbot.addWidget(view)
    assert "No symbol yet" in view.state
    view.set_symbols([BTC])
    assert "Choose one above" in view.state


def test_an_error_is_told_and_can_be_tried_again(view, qtbot):
    view.show_loading(ETH, M15)
    view.show_error("The market did not answer within 10 s.")
    assert "did not answer" in view.state
    with qtbot.waitSignal(view.retry_wanted):
        qtbot.mouseClick(view._cover.retry, Qt.MouseButton.LeftButton)
    assert "Loading" in view.state


def test_an_error_over_candles_leaves_them_in_view(view):
    view.show_error("The market did not answer.")
    assert view.state == ""
    assert "The market did not answer." in texts(view, "readout")


def test_a_fill_is_marked_on_every_timeframe_in_the_candle_that_contains_it(view):
    at = NOON - timedelta(hours=5, minutes=7)
    view.set_markers([MarkerSpec("1", MarkerKind.ENTRY, at, D("67400"), Side.LONG, "0.012")])
    for timeframe in (M15, Timeframe.H1, Timeframe.H4):
        view.show_loading(BTC, timeframe)
        view.show_candles("BTC/USDT", timeframe, walk(300, timeframe.seconds))
        plot = view.canvas.viewport_state
        [dot] = [part for part in view.canvas.layers.markers.parts if isinstance(part, Dot)]
        opened = at.timestamp() // timeframe.seconds * timeframe.seconds
        assert dot.x == pytest.approx(plot.x_of(opened) + plot.step / 2)
        assert dot.y == pytest.approx(plot.y_of(67400.0))
        assert "0.012" in texts(view, "markers")


def test_a_closed_trade_is_joined_to_its_entry_and_tells_its_result(view):
    opened = NOON - timedelta(hours=9)
    view.set_markers(
        [
            MarkerSpec(
                "2",
                MarkerKind.EXIT,
                NOON - timedelta(hours=5),
                D(67600),
                Side.LONG,
                "25 %",
                D("2.05"),
                opened,
                D(67200),
            )
        ]
    )
    parts = view.canvas.layers.markers.parts
    assert [type(part) for part in parts if isinstance(part, Link | Arrowhead)] == [Link, Arrowhead]
    assert [part.role for part in parts if isinstance(part, Text) and part.text == "+$2.05"] == ["up_text"]


def test_fills_in_one_candle_do_not_cover_each_others_words(view):
    at = NOON - timedelta(hours=3)
    view.set_markers(
        [MarkerSpec(str(n), MarkerKind.EXIT, at, D(67600), Side.LONG, "25 %", D("2.05")) for n in range(3)]
    )
    rows = [part.middle for part in view.canvas.layers.markers.parts if isinstance(part, Text) and "$" in part.text]
    assert len(set(rows)) == 3
    assert all(above - below >= 16 for above, below in pairwise(rows))


def test_an_error_sentence_is_shown_whole(view):
    view.show_loading(ETH, M15)
    view.show_error("Binance did not answer within 10 s. The chart keeps trying; you can try again now.")
    QApplication.processEvents()
    told = view._cover._sentence
    assert told.height() >= told.heightForWidth(told.width())


def test_labels_that_would_cover_each_other_stand_apart(view):
    view.set_lines(long_lines(stop="67190", target="67205"))
    boxes = sorted(part.y for part in view.canvas.layers.lines.parts if isinstance(part, Frame) and part.height == 20)
    plot = view.canvas.viewport_state
    pills = sorted(
        {part.y for part in view.canvas.layers.lines.parts if isinstance(part, Frame) and part.x < plot.width}
    )
    assert len(pills) == 3
    assert all(below - above >= 22 for above, below in pairwise(pills))
    assert boxes


def test_a_line_far_from_the_price_keeps_its_label_at_the_edge(view):
    view.set_lines(long_lines(stop="20000"))
    assert "20,000.0" in texts(view, "lines")
    assert line(view, "stop:p1").shown == D("20000")
    assert view.canvas.viewport_state.price_at(view.canvas.viewport_state.height) > 60_000


@pytest.mark.parametrize("width", [1080, 640, 480, 360])
def test_nothing_is_cut_off_at_any_width(qtbot, width):
    view = chart(qtbot, size=(width, 420))
    for layer in ("legend", "prices", "times", "lines"):
        for part in getattr(view.canvas.layers, layer).parts:
            if isinstance(part, Text):
                assert part.left >= 0, part
                assert part.left + part.width <= view.canvas.width(), part
    for button in view.header.findChildren(QAbstractButton):
        if button.isVisible():
            right = button.mapTo(view, QPoint(button.width(), 0)).x()
            assert right <= view.width(), button.accessibleName()


def test_symbols_that_do_not_fit_are_in_the_menu_but_never_the_chosen_one(qtbot):
    view = chart(qtbot, size=(420, 400))
    many = [BTC, ETH, *(Instrument(f"COIN{n}/USDT", D("0.1"), D("0.1"), D(5)) for n in range(8))]
    view.set_symbols(many)
    view.show_loading(many[-1], M15)
    hidden = view.header.hidden_symbols()
    assert hidden
    assert many[-1].symbol not in hidden
    assert view.header.more.isVisible()


def test_every_control_has_a_name_for_a_screen_reader(view):
    names = [button.accessibleName() for button in view.findChildren(QAbstractButton)]
    assert all(names)
    assert view.canvas.accessibleName() == "Chart of BTC/USDT, 15m"


@pytest.mark.parametrize("look", ["light", "contrast"])
def test_another_look_repaints_the_chart_in_its_colours(view, look):
    theme.set_theme(look)
    palette = theme.current_palette()
    ground = palette.bg if palette.dark else palette.panel
    image = view.canvas.grab().toImage()
    assert image.pixelColor(image.width() - 8, 4).name() == ground.name()


def test_a_logarithmic_scale_keeps_lines_at_their_price(view):
    view.set_scale(log=True)
    plot = view.canvas.viewport_state
    assert plot.price_at(plot.y_of(66_900.0)) == pytest.approx(66_900)
    spot = next(spot for spot in view.canvas.spots if spot.key == "stop:p1")
    assert spot.y == pytest.approx(plot.y_of(66_900.0), abs=1)


@pytest.mark.parametrize("step", [9.0, 0.7])
def test_after_many_ticks_the_picture_is_the_one_a_full_repaint_gives(qtbot, step):
    view = chart(qtbot)
    view.canvas.look(view.canvas.viewport_state.zoomed(step / 9, 700))
    for tick in range(40):
        low, high = str(67_500 - 3 * tick), str(67_500 + 5 * tick)
        view.update_candle(
            "BTC/USDT", M15, candle(close=high if tick % 3 else low, high=high, low=low, volume=str(tick))
        )
        view.update_price("BTC/USDT", D(67_500 + tick))
        QApplication.processEvents()
    ticked = on_screen(view)
    view.canvas.viewport().repaint()
    assert ticked == on_screen(view)


def test_after_a_drag_the_picture_is_the_one_a_full_repaint_gives(qtbot):
    view = chart(qtbot)
    hand = Hand(view)
    hand.press("66900")
    for price in ("66950", "67100", "66800", "67010"):
        hand.move(price)
        QApplication.processEvents()
    dragged = on_screen(view)
    view.canvas.viewport().repaint()
    assert dragged == on_screen(view)


def test_a_price_repaints_its_box_its_line_and_the_figures_that_changed_but_no_more(qtbot, monkeypatch):
    view = chart(qtbot)
    QApplication.processEvents()
    painted = []
    begin = view.canvas.layers.exposure.begin

    def watched(region, dpr):
        begin(region, dpr)
        painted.extend(view.canvas.layers.exposure.clips)

    monkeypatch.setattr(view.canvas.layers.exposure, "begin", watched)
    view.update_price("BTC/USDT", D("67510"))
    QApplication.processEvents()
    plot = view.canvas.viewport_state
    assert painted
    assert sum(clip.width() * clip.height() for clip in painted) < 0.12 * plot.width * plot.height
    newest = plot.x_of(view.canvas.series.last.time)
    assert all(clip.left() >= newest - 2 for clip in painted)
    assert not any(one.intersects(other) for i, one in enumerate(painted) for other in painted[:i])


def test_a_fault_while_painting_is_reported_and_does_not_end_the_app(qtbot, monkeypatch):
    view = chart(qtbot)
    told = []
    with monkeypatch.context() as patch:
        patch.setattr(sys, "excepthook", lambda kind, *_: told.append(kind))
        patch.setattr(Text, "paint", lambda *_: 1 / 0)
        view.canvas.viewport().grab()
    view.canvas.viewport().grab()
    assert set(told) == {ZeroDivisionError}


def on_screen(view):
    """What the screen shows, not what a new paint would show."""
    return view.screen().grabWindow(view.winId()).toImage()


def test_a_live_candle_that_comes_before_the_history_does_not_leave_the_chart_in_the_past(qtbot):
    view = ChartView(lambda: NOON)
    qtbot.addWidget(view)
    view.resize(1080, 572)
    view.show()
    view.set_symbols([BTC, ETH])
    view.show_loading(BTC, M15)
    view.update_candle("BTC/USDT", M15, candle())
    assert view.canvas.viewport_state.shows(view.canvas.series.last.time)
    view.show_candles("BTC/USDT", M15, walk())
    state = view.canvas.viewport_state
    assert state.shows(view.canvas.series.last.time)
    assert state.low < view.canvas.series.last.close < state.high
