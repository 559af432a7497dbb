"""Another engine inside the same open window: nothing is lost, and nothing of the other ledger stays on the screen."""

import asyncio
import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel
from PySide6.QtWidgets import QLabel, QWidget

from echotrade_desktop.engine.compose import Recipe
from echotrade_desktop.engine.domain.errors import MarketUnavailable
from echotrade_desktop.engine.domain.messages import CommandRefused, PauseEntries
from echotrade_desktop.limits_file import LimitsFile
from echotrade_desktop.settings import Settings
from echotrade_desktop.stopping import Stop
from tests.views.stage import HandMarket, Stage, until

TRADER = "Harbour Calls"
OTHER, BROKEN = 2, 3  # seeds that stand for another ledger, and for a market that cannot be reached


class NoMarket(HandMarket):
    async def instruments(self):
        raise MarketUnavailable("The market could not be reached.")


class Endless(HandMarket):
    async def instruments(self):
        await asyncio.Event().wait()


class TwoLedgers(Stage):
    """Each seed is a ledger and a market of its own."""

    started: list[HandMarket]
    slow = False

    def recipe(self) -> Recipe:
        seed = self.settings.market.seed
        if seed == BROKEN:
            self.market = Endless() if self.slow else NoMarket()
        else:
            self.market = HandMarket()
        folder = self.profile / str(seed)
        folder.mkdir(exist_ok=True)
        return Recipe(profile=folder, market=self.market, limits_keeper=LimitsFile(self.profile))

    async def change_to(self, seed: int) -> None:
        await self.restart(self.with_seed(seed))
        await self.ready()

    def with_seed(self, seed: int) -> Settings:
        return replace(self.settings, market=replace(self.settings.market, seed=seed))


async def play(profile, act) -> None:
    async def begin(stage):
        stage.watch_commands()
        await stage.ready()
        await act(stage)

    assert await TwoLedgers(profile, begin).main(Stop()) == 0


def words_on(window: QWidget) -> str:
    """Everything that stands anywhere in the window, seen or not."""
    told = [label.text() for label in window.findChildren(QLabel)]
    told += [widget.accessibleName() + widget.toolTip() for widget in window.findChildren(QWidget)]
    for model in window.findChildren(QAbstractItemModel):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()  # which a list keeps to itself
        for row in range(model.rowCount()):
            told += [str(model.index(row, column).data()) for column in range(columns)]
            told += [repr(model.index(row, 0).data(role)) for role in range(256, 260)]
    return "\n".join(told)


async def test_nothing_of_the_other_ledger_stays_on_the_screen(tmp_path):
    async def act(stage):
        await stage.opened()
        await stage.call("ETH LONG 3200 SL 3100")
        stage.window.open_workshop()
        await until(lambda: TRADER in words_on(stage.window) and stage.window.positions.table.model().rowCount())
        window, bridge = stage.window, stage.bridge
        await stage.change_to(OTHER)
        assert (stage.window, stage.bridge) == (window, bridge)
        await until(lambda: not window.approvals.cards and window.positions.table.model().rowCount() == 0)
        await until(lambda: "10,000.00" in window.header.equity.text())
        assert TRADER not in words_on(window)
        assert "Workshop" not in [type(child).__name__ for child in window.findChildren(QWidget) if child.isVisible()]

    await play(tmp_path, act)


async def test_nothing_is_lost_on_the_way_there_and_back(tmp_path):
    async def act(stage):
        position = await stage.opened()
        await stage.change_to(OTHER)
        assert stage.parts.desk.book.open_positions() == []
        await stage.change_to(7)
        (again,) = stage.parts.desk.book.open_positions()
        assert (again.position_id, again.quantity, again.stop_loss) == (
            position.position_id,
            position.quantity,
            position.stop_loss,
        )
        await until(lambda: stage.window.positions.table.model().rowCount() == 1)

    await play(tmp_path, act)


async def test_the_window_keeps_its_place_its_tab_and_its_symbol(tmp_path):
    async def act(stage):
        window = stage.window
        window.resize(1300, 850)
        window.tabs.choose(3)
        window.traders_dock.hide()
        window.open_symbol("ETH/USDT")
        await stage.change_to(OTHER)
        assert (window.width(), window.height()) == (1300, 850)
        assert window.tabs.current == 3
        assert window.traders_dock.isHidden()
        assert stage.chart.symbol == "ETH/USDT"

    await play(tmp_path, act)


async def test_what_cannot_start_leaves_everything_as_it_was_and_says_so(tmp_path):
    async def act(stage):
        await stage.opened()
        with pytest.raises(MarketUnavailable):
            await stage.restart(stage.with_seed(BROKEN))
        await until(lambda: stage.settings.market.seed == 7 and stage.parts.market is stage.market)
        await stage.ready()
        assert len(stage.parts.desk.book.open_positions()) == 1
        told = [telling.sentence for telling in stage.window.toasts.kept]
        assert "The market could not be reached. Everything is as it was before." in told

    await play(tmp_path, act)


async def test_a_click_during_the_change_is_refused_in_words_and_changes_nothing(tmp_path):
    async def act(stage):
        stage.slow = True
        heard = []
        stage.bridge.events.event.connect(heard.append)
        stage.restart(stage.with_seed(BROKEN))
        await until(lambda: isinstance(stage.market, Endless))
        command = PauseEntries()
        stage.bridge.submit(command)
        await until(lambda: [e for e in heard if isinstance(e, CommandRefused) and e.command_id == command.command_id])
        assert heard[-1].reason == "EchoTrade is changing over. Nothing was done."
        assert "Changing over" in words_on(stage.window)

    await play(tmp_path, act)  # and the app ends although the new engine never started


async def test_many_changes_leave_one_engine_and_no_remains(tmp_path):
    async def act(stage):
        rng = random.Random(4)
        for _ in range(6):
            await stage.change_to(rng.choice((7, OTHER, 4)))
        tasks = {task.get_name() for task in asyncio.all_tasks()}
        assert sum(name == "desk" for name in (task.get_name() for task in asyncio.all_tasks())) == 1, tasks
        assert len([w for w in stage.window.findChildren(QWidget) if type(w).__name__ == "ChartView"]) == 1

    await play(tmp_path, act)
