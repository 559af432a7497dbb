"""The way of somebody who has never opened the app: an empty home, a call approved, a stop dragged, and tomorrow."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from echotrade_desktop.app import LAYOUT_FILE, Session
from echotrade_desktop.engine.domain.signal import SignalStatus
from echotrade_desktop.engine.store.verify import verify
from echotrade_desktop.folders import open_profile
from echotrade_desktop.views.confirm import Question
from tests.views.stage import Stage, play, until
from tests.views.test_drag_a_stop import LEFT, line, take


class Newcomer(Stage):
    """A session exactly as a first start makes it: simulated market, practice channel, default settings."""

    recipe = Session.recipe

    async def ready(self) -> None:
        await until(self.parts.dashboard.get_live_prices)


@pytest.fixture
def empty_home(tmp_path, monkeypatch) -> Path:
    for variable in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return open_profile()


def pending(stage: Stage) -> list:
    return [row for row in stage.parts.dashboard.pending_approvals() if row.queued.status is SignalStatus.PENDING]


async def welcome(stage: Stage) -> None:
    stage.window.help.welcome()
    first = stage.window.help.first_run
    for _ in range(3):
        QTest.keyClick(first.next, Qt.Key.Key_Return)
    assert not first.isVisible()


async def approve_the_first_call(stage: Stage) -> None:
    panel = stage.window.approvals
    await until(lambda: pending(stage))
    signal_id = pending(stage)[0].queued.signal.signal_id
    await until(lambda: signal_id in panel.cards)
    stage.window.activateWindow()
    await until(stage.window.isActiveWindow)
    panel.reveal(signal_id)
    await until(lambda: panel.selected == signal_id and panel.cards[signal_id].armed)
    QTest.keyClick(panel, Qt.Key.Key_A)
    await until(stage.parts.desk.book.open_positions)
    await stage.parts.engine.settle()


async def drag_its_stop(stage: Stage) -> Decimal:
    position = stage.parts.desk.book.open_positions()[0]
    stage.window.open_symbol(position.symbol)
    await until(lambda: len(stage.chart.view.canvas.series) > 0)
    _, end = await take(stage, position)
    QTest.mouseRelease(stage.chart.view.canvas.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, end)
    book = stage.parts.desk.book
    await until(lambda: book.positions[position.position_id].stop_loss != position.stop_loss)
    await until(lambda: line(stage, position.position_id).ghost is None)
    return book.positions[position.position_id].stop_loss


async def close_it(stage: Stage) -> None:
    panel = stage.window.positions
    await until(lambda: panel.table.model().rowCount() == 1)
    panel.ask_close_all()
    await until(lambda: stage.window.findChildren(Question))
    question = stage.window.findChildren(Question)[-1]
    QTest.mouseClick(question.yes, LEFT)
    await until(lambda: not stage.parts.desk.book.open_positions())
    await stage.parts.engine.settle()


async def test_from_an_empty_home_to_tomorrow_with_the_same_layout_and_the_same_ledger(empty_home, qapp):
    kept: dict[str, object] = {}

    async def first_day(stage: Stage) -> None:
        assert stage.window.header.equity.text() == "$10,000.00"
        await welcome(stage)
        await approve_the_first_call(stage)
        stop = await drag_its_stop(stage)
        await close_it(stage)
        stage.window.traders_dock.close()
        stage.window.go_to_tab(1)
        (closed,) = stage.parts.dashboard.closed_positions()
        kept["closed"], kept["stop"], kept["symbol"] = closed, stop, stage.window.symbol
        kept["cash"] = stage.parts.desk.book.cash
        stage.window.quit()

    await play(empty_home, first_day, Newcomer)
    assert (empty_home / LAYOUT_FILE).is_file()
    report = verify(empty_home / "paper.db")
    assert report.ok, report.disagreements
    assert report.fills == 2

    async def next_day(stage: Stage) -> None:
        window, book = stage.window, stage.parts.desk.book
        assert window.help.welcomed
        assert not window.traders_dock.isVisible()
        assert window.tabs.current == 1
        assert window.symbol == kept["symbol"]
        assert book.cash == kept["cash"]
        (closed,) = stage.parts.dashboard.closed_positions()
        assert closed == kept["closed"]
        await until(lambda: window.history.table.model().rowCount() == 1)

    await play(empty_home, next_day, Newcomer)
