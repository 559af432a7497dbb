"""One, two or four charts over the real engine: which is active, what they share, what is kept of them."""

import json
from decimal import Decimal

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.market import Timeframe
from echotrade_desktop.engine.domain.messages import MoveStop
from echotrade_desktop.views.chart.parts import Frame, Text
from echotrade_desktop.views.full_charts import FullCharts
from tests.views.chart.desk import Hand
from tests.views.stage import Stage, play, until

LEFT = Qt.MouseButton.LeftButton
BTC, ETH = "BTC/USDT", "ETH/USDT"


async def charts(stage: Stage, count: int) -> list:
    """That many charts, with their candles."""
    stage.window.activateWindow()
    await until(stage.window.isActiveWindow)
    stage.chart.arrange(count)
    await until(lambda: all(len(view.canvas.series) for view in stage.chart.views))
    return stage.chart.views


def click(view, y: int = 40) -> None:
    QTest.mouseClick(view.canvas.viewport(), LEFT, pos=QPoint(60, y))


def cross_of(view) -> list[str]:
    return [part.text for part in view.canvas.layers.cross.parts if isinstance(part, Text)]


async def test_each_chart_has_its_symbol_and_timeframe_and_a_symbol_opens_in_the_one_that_was_clicked(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        first, second = await charts(stage, 2)
        assert {first.symbol, second.symbol} == {BTC, ETH}
        click(second)
        assert stage.chart.view is second
        assert stage.window.symbol == second.symbol
        QTest.mouseClick(second.header.timeframes.button("1h"), LEFT)
        await until(lambda: second.timeframe is Timeframe.H1 and len(second.canvas.series) > 0)
        assert first.timeframe is Timeframe.M15
        stage.window.open_symbol(first.symbol)
        assert second.symbol == first.symbol
        assert second.timeframe is Timeframe.H1
        await until(lambda: len(second.canvas.series) > 0)

    await play(tmp_path, act)


async def test_the_crosshair_is_at_the_same_moment_on_all_charts_and_at_the_price_on_those_of_the_symbol(
    tmp_path, qapp
):
    async def act(stage: Stage) -> None:
        views = await charts(stage, 4)
        stage.chart._panes[3].show_symbol(views[0].symbol)
        stage.chart._panes[3].show_timeframe(Timeframe.M5)
        await until(lambda: all(len(view.canvas.series) for view in views))
        first, other, last = views[0], next(v for v in views if v.symbol != views[0].symbol), views[3]
        canvas = first.canvas
        time = canvas.series.bar(len(canvas.series) - 3).time
        place = QPoint(round(canvas.viewport_state.candle_x(time)), 60)
        QTest.mouseMove(canvas.viewport(), place)
        moment, price = canvas.viewport_state.time_at(place.x()), canvas.viewport_state.price_at(place.y())
        assert last.canvas.elsewhere == (moment, price)
        assert other.canvas.elsewhere == (moment, None)
        assert len(cross_of(other)) == 1  # the moment alone
        shown = other.canvas.series.bar(other.canvas.draw.index_in_view())
        assert shown.time <= moment < shown.time + other.timeframe.seconds
        first.canvas.gestures.leave()
        assert cross_of(other) == cross_of(last) == []

    await play(tmp_path, act)


async def test_a_stop_dragged_on_one_chart_moves_on_the_other_when_the_engine_says_so(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await charts(stage, 2)
        stage.chart._panes[1].show_symbol(BTC)
        stage.chart._panes[0].show_symbol(BTC)
        first, second = stage.chart.views
        position = await stage.opened()
        key = f"stop:{position.position_id}"
        await until(lambda: all(view.canvas.book.get(key) for view in (first, second)))
        await until(lambda: all(len(view.canvas.series) for view in (first, second)))
        second.canvas.reach([key])
        hand = Hand(second, x=round(second.canvas.viewport_state.width) - 120)
        hand.drag(position.stop_loss, position.stop_loss + 100)
        assert first.canvas.book.get(key).shown == position.stop_loss
        assert stage.chart.view is second
        await until(lambda: stage.parts.desk.book.positions[position.position_id].stop_loss != position.stop_loss)
        moved = stage.parts.desk.book.positions[position.position_id].stop_loss
        await until(lambda: first.canvas.book.get(key).shown == moved == second.canvas.book.get(key).shown)
        assert second.canvas.book.get(key).asked is None
        assert len(stage.commands(MoveStop)) == 1

    await play(tmp_path, act)


async def test_with_fewer_charts_the_active_one_stays_and_the_others_come_back_as_they_were(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        views = await charts(stage, 4)
        stage.chart._panes[2].show_timeframe(Timeframe.H4)
        views[2].set_indicators(("ema20",))
        views[2].canvas.setFocus()
        await until(lambda: stage.chart.view is views[2])
        stage.chart.arrange(1)
        assert stage.chart.views == [views[2]]
        watched = stage.parts.dashboard._candles._watched
        assert sum(watched.values()) == 1
        stage.chart.arrange(2)
        assert stage.chart.views[0] is views[2]
        assert sum(watched.values()) == 2
        assert views[2].indicators == ("ema20",)

    await play(tmp_path, act)


async def test_the_charts_are_there_tomorrow(tmp_path, qapp):
    async def today(stage: Stage) -> None:
        views = await charts(stage, 4)
        click(views[1])
        views[1].header.indicator_menu.actions()[0].trigger()
        QTest.keyClick(views[1].canvas, Qt.Key.Key_L)
        QTest.keyClick(views[1].canvas, Qt.Key.Key_5)
        await until(lambda: views[1].timeframe is Timeframe.H4)
        views[1].header.menu.alt_to_drag.trigger()
        stage.kept = [(view.symbol, view.timeframe, view.indicators, view.log) for view in views]

    async def tomorrow(stage: Stage) -> None:
        views = stage.chart.views
        assert [(view.symbol, view.timeframe, view.indicators, view.log) for view in views] == before.kept
        assert stage.chart.view is views[1]
        assert all(view.alt_to_drag for view in views)
        assert views[1].indicators
        assert views[1].log
        await until(lambda: all(len(view.canvas.series) for view in views))

    before = await play(tmp_path, today)
    assert json.loads((tmp_path / "chart.json").read_text("utf-8"))["shown"] == 4
    await play(tmp_path, tomorrow)


async def test_keys_choose_how_many_charts_and_go_from_one_to_the_next(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await charts(stage, 1)
        QTest.keyClick(stage.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        assert len(stage.chart.views) == 4
        views = stage.chart.views
        QTest.keyClick(stage.window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
        assert stage.chart.view is views[1]
        QTest.keyClick(
            stage.window,
            Qt.Key.Key_Tab,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        assert stage.chart.view is views[0]
        assert views[0].canvas.hasFocus()
        QTest.keyClick(stage.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        assert stage.chart.views == views[:2]

    await play(tmp_path, act)


async def test_the_charts_take_the_whole_screen_and_escape_brings_the_docks_back(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        [view] = await charts(stage, 1)
        stage.window.traders_dock.hide()
        view.canvas.setFocus()
        QTest.keyClick(view.canvas, Qt.Key.Key_F)
        assert stage.window.isFullScreen()
        assert all(dock.isHidden() for dock in stage.window.docks())
        assert stage.window.header.isVisible()  # mode and Pause are never out of sight
        QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
        assert not stage.window.isFullScreen()
        assert [dock.isHidden() for dock in stage.window.docks()] == [False, False, True, False]
        stage.window.full_charts_asked.emit()
        assert stage.window.findChild(FullCharts).on

    async def tomorrow(stage: Stage) -> None:
        assert not stage.window.queue_dock.isHidden()

    await play(tmp_path, act)
    await play(tmp_path, tomorrow)


async def test_escape_lets_go_of_a_line_before_it_leaves_the_whole_screen(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        [view] = await charts(stage, 1)
        position = await stage.opened()
        key = f"stop:{position.position_id}"
        await until(lambda: view.canvas.book.get(key))
        stage.window.full_charts_asked.emit()
        view.canvas.setFocus()
        view.canvas.selected = key
        QTest.keyClick(view.canvas, Qt.Key.Key_Up)
        assert view.canvas.book.held is not None
        QTest.keyClick(view.canvas, Qt.Key.Key_Escape)
        assert view.canvas.book.held is None
        assert stage.window.isFullScreen()
        assert stage.commands(MoveStop) == []

    await play(tmp_path, act)


async def test_older_candles_that_one_chart_asked_for_do_not_go_to_another_of_the_same_market(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        await charts(stage, 2)
        stage.chart._panes[1].show_symbol(BTC)
        stage.chart._panes[0].show_symbol(BTC)
        first, second = stage.chart.views
        await until(lambda: all(len(view.canvas.series) for view in (first, second)))
        before = second.canvas.series.first_time
        QTest.keyClick(first.canvas, Qt.Key.Key_Home)
        await until(lambda: first.canvas.series.first_time < before)
        assert second.canvas.series.first_time == before

    await play(tmp_path, act)


async def test_a_simulated_market_is_called_so_on_every_chart(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        for view in await charts(stage, 4):
            words = [part.text for part in view.canvas.layers.legend.parts if isinstance(part, Text)]
            assert "Simulated market" in words

    await play(tmp_path, act)


async def test_at_the_least_size_four_charts_fit_and_their_last_price_is_in_sight(tmp_path, qapp):
    async def act(stage: Stage) -> None:
        stage.window.resize(1024, 700)
        for view in await charts(stage, 4):
            state = view.canvas.viewport_state
            assert state.shows(view.canvas.series.last.time)
            assert state.x_of(view.canvas.series.last.time) > 0.25 * state.width
            inside = [part for part in view.canvas.layers.lines.parts if isinstance(part, Frame)]
            assert all(part.x + part.width <= view.canvas.width() for part in inside)
            corner = view.mapTo(stage.window, QPointF(view.width(), view.height()))
            assert corner.x() <= stage.window.width()
            assert corner.y() <= stage.window.height()
            hidden = {button.accessibleName() for button in (view.header.camera, view.header.indicators)}
            assert hidden
            assert view.header.timeframe.isVisible()
            assert Decimal(view.canvas.price or 1) > 0

    await play(tmp_path, act)
