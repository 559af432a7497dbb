"""The measure, the guard against drags that were not meant, the picture, and what of it is kept."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from echotrade_desktop.engine.domain.market import Timeframe
from echotrade_desktop.views.chart.measure_parts import Measure, measure_words
from echotrade_desktop.views.chart.parts import Text
from echotrade_desktop.views.chart_look import ChartLook, KeptChart, read_look, write_look
from tests.views.chart.desk import Hand, chart, line

LEFT = Qt.MouseButton.LeftButton
SHIFT, ALT, NONE = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def view(qtbot):
    return chart(qtbot)


@pytest.fixture
def drops(view):
    heard = []
    view.line_dropped.connect(lambda key, price: heard.append((key, price)))
    return heard


def words(view):
    return [part.text for part in view.canvas.layers.readout.parts if isinstance(part, Text)]


def drag(view, start, end, modifier=NONE):
    hand = Hand(view)
    QTest.mousePress(hand.target, LEFT, modifier, start)
    hand._point = start
    hand._move(QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    hand._move(end)
    QTest.mouseRelease(hand.target, LEFT, modifier, end)


def test_a_measure_tells_price_percent_bars_and_time():
    measure = Measure(900 * 10, 100.0, 900 * 110, 102.5)
    assert measure_words(measure, 900, 1) == ("+2.5  +2.50\N{THIN SPACE}%", "100 bars  1 d 1 h")
    back = Measure(900 * 110, 102.5, 900 * 109, 100.0)
    assert measure_words(back, 900, 1) == ("−2.5  −2.44\N{THIN SPACE}%", "−1 bar  15 min")


@pytest.mark.parametrize("by_key", [False, True])
def test_shift_and_drag_measures_and_neither_pans_nor_takes_a_line(view, drops, by_key):
    before = view.canvas.viewport_state
    if by_key:
        QTest.keyClick(view.canvas, Qt.Key.Key_M)
    start = QPoint(300, round(before.y_of(66_900.0)))
    drag(view, start, QPoint(390, start.y() - 60), NONE if by_key else SHIFT)
    assert view.canvas.viewport_state == before
    assert drops == []
    assert any(text.startswith("10 bars") for text in words(view))
    QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
    assert words(view) == []


def test_a_click_ends_the_measure(view):
    drag(view, QPoint(300, 200), QPoint(390, 140), SHIFT)
    assert words(view)
    QTest.mouseClick(view.canvas.viewport(), LEFT, pos=QPoint(200, 250))
    assert words(view) == []


@pytest.mark.parametrize(("modifier", "moves"), [(NONE, False), (ALT, True)])
def test_with_the_guard_on_a_line_is_dragged_only_with_alt(view, drops, modifier, moves):
    view.set_alt_to_drag(True)
    y = round(view.canvas.viewport_state.y_of(66_900.0))
    drag(view, QPoint(500, y), QPoint(500, y - 30), modifier)
    assert bool(drops) is moves
    assert (line(view, "stop:p1").asked is not None) is moves


def test_the_guard_leaves_the_keyboard_alone(view, drops):
    view.set_alt_to_drag(True)
    view.canvas.selected = "stop:p1"
    QTest.keyClick(view.canvas, Qt.Key.Key_Up)
    QTest.keyClick(view.canvas, Qt.Key.Key_Return)
    assert len(drops) == 1


def test_the_chart_is_saved_as_a_picture_and_says_so(view, tmp_path):
    path = tmp_path / "chart.png"
    assert view.save_picture(str(path))
    assert QImage(str(path)).size() == view.canvas.grab().toImage().size()
    assert "The picture chart.png is saved." in words(view)
    assert not view.save_picture(str(tmp_path / "nowhere" / "chart.png"))


def test_the_camera_asks_where_without_stopping_the_chart(view, qtbot):
    QTest.mouseClick(view.header.camera, LEFT)
    dialog = view.findChild(QFileDialog)
    assert dialog is not None
    dialog.reject()


def test_what_the_user_likes_is_there_tomorrow(tmp_path):
    path = tmp_path / "chart.json"
    first = KeptChart("BTC/USDT", Timeframe.H1, ("rsi", "ema20"), log=True)
    look = ChartLook((first, KeptChart("ETH/USDT", hollow=True)), shown=2, active=1, alt_to_drag=True)
    assert read_look(path) == ChartLook()
    assert write_look(path, look)
    assert read_look(path) == look


def test_what_was_kept_before_there_could_be_several_charts_is_still_there(tmp_path):
    path = tmp_path / "chart.json"
    path.write_text('{"format": 1, "indicators": ["rsi"], "alt_to_drag": true}', "utf-8")
    assert read_look(path) == ChartLook((KeptChart(indicators=("rsi",)),), alt_to_drag=True)


_WRONG_TIMEFRAME = (
    '{"format": 2, "shown": 1, "active": 0, "alt_to_drag": false, '
    '"charts": [{"symbol": "", "timeframe": "2m", "indicators": [], "log": false, "hollow": false}]}'
)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', '{"format": 1, "indicators": 3}', _WRONG_TIMEFRAME])
def test_a_broken_file_is_as_good_as_none(tmp_path, text):
    path = tmp_path / "chart.json"
    path.write_text(text, "utf-8")
    assert read_look(path) == ChartLook()
    assert not write_look(tmp_path / "nowhere" / "chart.json", ChartLook())
