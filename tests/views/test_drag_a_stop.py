"""A stop dragged on the chart of the real window becomes one order, or none."""

from decimal import Decimal

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from echotrade_desktop.engine.domain.messages import MoveStop, StopMoved, StopMoveRefused
from echotrade_desktop.engine.domain.order import OrderPurpose
from echotrade_desktop.engine.store.verify import verify
from tests.views.stage import BTC, Stage, play, until

D = Decimal
LEFT = Qt.MouseButton.LeftButton


def line(stage: Stage, position_id: str):
    return stage.chart.view.canvas.book.get(f"stop:{position_id}")


async def take(stage: Stage, position) -> tuple[QPoint, QPoint]:
    """Take the stop line in the hand; return where it was taken and where half-way to the entry is."""
    canvas = stage.chart.view.canvas
    await until(lambda: line(stage, position.position_id) is not None)
    await until(lambda: stage.shows(position.stop_loss))
    start = stage.point(position.stop_loss)
    half_way = stage.point((position.stop_loss + position.average_entry) / 2)
    QTest.mouseMove(canvas.viewport(), start)
    QTest.mousePress(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 9):
        QTest.mouseMove(canvas.viewport(), start + (half_way - start) * step / 8)
    assert canvas.book.held is not None
    return start, half_way


async def test_a_dragged_stop_is_one_command_and_ticks_do_not_move_it(tmp_path, qapp):
    """F054 F055 F057: ticks during the drag leave the line in the hand; on release one order, on the tick."""

    async def act(stage: Stage) -> None:
        position = await stage.opened()
        _, half_way = await take(stage, position)
        held_at = line(stage, position.position_id).shown
        for price in ("67510", "67490.5", "67500"):
            stage.market.tick("BTC/USDT", price)
        await until(lambda: stage.parts.feed.get_current_price("BTC/USDT").price == D(67500))
        await stage.parts.engine.settle()
        assert line(stage, position.position_id).shown == held_at
        assert stage.commands(MoveStop) == []

        QTest.mouseRelease(stage.chart.view.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, half_way)
        await until(lambda: any(isinstance(event, StopMoved) for event in stage.heard))
        await stage.parts.engine.settle()

        (command,) = stage.commands(MoveStop)
        book = stage.parts.desk.book
        moved = book.positions[position.position_id]
        assert moved.stop_loss == command.price == held_at
        assert BTC.stop_price(moved.stop_loss, moved.side) == moved.stop_loss
        (stop,) = book.working(position.position_id, OrderPurpose.STOP)
        assert (stop.trigger_price, stop.quantity) == (moved.stop_loss, moved.quantity)
        await until(lambda: line(stage, position.position_id).ghost is None)
        assert line(stage, position.position_id).shown == moved.stop_loss

    await play(tmp_path / "profile", act)
    assert verify(tmp_path / "profile" / "paper.db").ok


async def test_esc_puts_a_held_stop_back_and_sends_nothing(tmp_path, qapp):
    """F054: Esc cancels a drag."""

    async def act(stage: Stage) -> None:
        position = await stage.opened()
        _, half_way = await take(stage, position)
        QTest.keyClick(stage.chart.view.canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(stage.chart.view.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, half_way)
        await stage.parts.engine.settle()
        assert stage.commands(MoveStop) == []
        assert line(stage, position.position_id).shown == position.stop_loss
        assert stage.parts.desk.book.positions[position.position_id].stop_loss == position.stop_loss

    await play(tmp_path / "profile", act)


async def test_a_stop_on_the_wrong_side_is_refused_and_springs_back(tmp_path, qapp):
    """F056 F058: a long's stop above the price is refused, the line returns, the old stop was never gone."""

    async def act(stage: Stage) -> None:
        position = await stage.opened()
        canvas = stage.chart.view.canvas
        await take(stage, position)
        above = stage.point(D(67700))
        QTest.mouseMove(canvas.viewport(), above)
        QTest.mouseRelease(canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, above)
        await until(lambda: any(isinstance(event, StopMoveRefused) for event in stage.heard))
        (refusal,) = [event for event in stage.heard if isinstance(event, StopMoveRefused)]
        assert refusal.close_now
        assert "fire at once" in refusal.reason
        await until(lambda: line(stage, position.position_id).ghost is None)
        assert line(stage, position.position_id).shown == position.stop_loss
        (stop,) = stage.parts.desk.book.working(position.position_id, OrderPurpose.STOP)
        assert stop.trigger_price == position.stop_loss

    await play(tmp_path / "profile", act)
