"""Moments of a day on the practice market: the first start, a trade from call to close, what is asked and explained."""

import asyncio
import contextlib
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from echotrade_desktop.views.confirm import Question
from echotrade_desktop.views.toasts import Telling
from echotrade_desktop.views.widgets.explained import AboutNumber
from tests.views.stage import Stage, until
from tests.views.test_help import PracticeStage
from tests.views.test_walk import close_above, settle
from tools.screens.camera import Camera
from tools.screens.pages import TABS

CRASHED = "EchoTrade ended unexpectedly the last time. Your positions were restored from the ledger."
SECTIONS = ("overview", "figures", "by trader", "exposure", "rules", "journal", "money")


class SceneStage(PracticeStage):
    """The practice market with its candles on the chart."""

    async def ready(self) -> None:
        """Wait for prices and candles."""
        await super().ready()
        await until(lambda: len(self.chart.view.canvas.series) > 0)


async def empty_states(stage: Stage, camera: Camera) -> None:
    """Every page before anything has happened."""
    stage.window.toasts.clear()
    for number, name in enumerate(TABS):
        stage.window.go_to_tab(number)
        await asyncio.sleep(0.1)
        camera.take(stage.window, f"empty {name}")
    for number, name in offered(stage):
        stage.window.portfolio.nav.choose(number)
        await asyncio.sleep(0.1)
        camera.take(stage.window.positions_dock, f"empty portfolio {name}")
    stage.window.portfolio.nav.choose(0)
    stage.window.go_to_tab(0)


def offered(stage: Stage) -> list[tuple[int, str]]:
    """Return the sections of the portfolio that are offered at this size."""
    tabs = stage.window.portfolio.nav.tabs
    return [(number, name) for number, name in enumerate(SECTIONS) if not tabs[number].isHidden()]


async def first_run(stage: Stage, camera: Camera) -> None:
    """The three steps."""
    stage.window.help.open_first_run()
    first = stage.window.help.first_run
    for number in range(3):
        first.show_step(number)
        camera.take(first, f"welcome step {number + 1}")
    first.reject()


async def price(stage: Stage, symbol: str = "BTC/USDT"):
    """Return the newest price."""
    return stage.parts.dashboard.get_live_prices()[symbol].price


async def trade(stage: Stage, symbol: str, text: str) -> None:
    """Approve a call and wait for its position."""
    signal_id = await stage.call(text)
    panel = stage.window.approvals
    await until(lambda: signal_id in panel.cards)
    panel.select(signal_id)
    await asyncio.sleep(1)
    panel.approve_selected()
    with contextlib.suppress(TimeoutError):  # the market moves by itself: a rule may have said no meanwhile
        async with asyncio.timeout(5):
            await until(lambda: any(row.symbol == symbol for row in stage.parts.desk.book.open_positions()))
    await stage.parts.engine.settle()


async def fill_the_day(stage: Stage) -> None:
    """Trade: two closed, two open, one that waits, one that is blocked."""
    for symbol in ("ETH/USDT", "ADA/USDT", "BNB/USDT", "BTC/USDT"):
        at = await price(stage, symbol)
        digits = {"BTC/USDT": 1, "ADA/USDT": 4}.get(symbol, 2)
        low, high = round(at * 99 / 100, digits), round(at * 102 / 100, digits)
        await trade(stage, symbol, f"{symbol[:3]} LONG {at:.{digits}f} SL {low} TP {high}")
        if symbol in ("ETH/USDT", "ADA/USDT") and stage.parts.desk.book.open_positions():
            await until(lambda: stage.window.positions.model.rowCount() > 0)
            stage.window.positions.ask_close_all()
            await until(lambda: stage.window.findChildren(Question))
            QTest.mouseClick(stage.window.findChildren(Question)[-1].yes, Qt.MouseButton.LeftButton)
            await until(lambda: not stage.parts.desk.book.open_positions())
            await stage.parts.engine.settle()
            close_above(stage.window)
    at = await price(stage)
    await stage.call(f"BTC LONG {at:.1f} SL {at * 98 / 100:.1f} TP {at * 103 / 100:.1f}", 2, "Northline Desk")
    at = await price(stage, "BNB/USDT")
    await stage.call(f"BNB LONG {at * 95 / 100:.2f} SL {at * 90 / 100:.2f}", 3, "Kestrel 7")
    await stage.call("Good morning everyone, coffee first", 2, "Northline Desk")
    stage.window.open_symbol("BTC/USDT")
    await until(lambda: len(stage.chart.view.canvas.series) > 0)
    await asyncio.sleep(1.2)


async def the_day(stage: Stage, camera: Camera) -> None:
    """Each page with something on it, and what opens above it."""
    window = stage.window
    window.toasts.clear()
    for number, name in enumerate(TABS):
        window.go_to_tab(number)
        await asyncio.sleep(0.2)
        camera.take(window, f"day {name}")
    for number, name in offered(stage):
        window.portfolio.nav.choose(number)
        await asyncio.sleep(0.2)
        camera.take(window.positions_dock, f"day portfolio {name}")
    window.portfolio.nav.choose(0)
    await signal_in_full(stage, camera)
    window.go_to_tab(0)
    window.approvals.toggle_why()
    await asyncio.sleep(0.2)
    camera.take(window, "day why")
    window.approvals.toggle_why()
    about_a_number(stage, camera)
    palette(stage, camera)
    menus(stage, camera)
    await dragged(stage, camera)
    await notices(stage, camera)
    await the_log(stage, camera)


async def signal_in_full(stage: Stage, camera: Camera) -> None:
    """A signal with everything that is known of it."""
    stage.window.go_to_tab(2)
    await until(lambda: stage.window.signals.model.rowCount() > 2)
    stage.window.signals.table.selectRow(2)
    await asyncio.sleep(0.3)
    camera.take(stage.window, "day signal in full")


def about_a_number(stage: Stage, camera: Camera) -> None:
    """What a figure is made from."""
    figure = stage.window.header.drawdown
    figure.setFocus(Qt.FocusReason.TabFocusReason)
    camera.take(stage.window.header, "focus on a figure")
    QTest.keyClick(figure, Qt.Key.Key_F1)
    settle()
    for popup in figure.findChildren(AboutNumber):
        camera.take(popup, "about this number")
        popup.close()


def palette(stage: Stage, camera: Camera) -> None:
    """The palette with a word typed, with a word that finds nothing."""
    for word in ("chart", "zzz"):
        found = stage.window.open_palette()
        QTest.keyClicks(found.field, word)
        camera.take(found, f"palette {word}")
        found.close()


def menus(stage: Stage, camera: Camera) -> None:
    """Every menu a hand can open."""
    window = stage.window
    camera.take_menu(window.actions_of.main_menu(), "menu main")
    camera.take_menu(window.actions_of.settings_menu(), "menu look")
    camera.take_menu(window.open_notices(), "menu notices")
    camera.take_menu(window.ticker_bar.open_choices(), "menu symbols")
    for line in window.traders.lines.values():
        camera.take_menu(line.factor.open_choices(), "menu multiplier")
        break
    for menu in window.findChildren(QMenu):
        if type(menu).__name__ in ("IndicatorMenu", "ArrangementMenu", "OptionsMenu"):
            menu.popup(QPoint(0, 0))
            camera.take_menu(menu, f"menu {type(menu).__name__}")


async def dragged(stage: Stage, camera: Camera) -> None:
    """A stop in the hand; a stop under the cursor."""
    (position, *_) = [row for row in stage.parts.desk.book.open_positions() if row.symbol == "BTC/USDT"]
    canvas = stage.chart.view.canvas
    await until(lambda: canvas.book.get(f"stop:{position.position_id}") is not None)
    await until(lambda: stage.shows(position.stop_loss))
    start = stage.point(position.stop_loss)
    QTest.mouseMove(canvas.viewport(), start)
    camera.take(stage.window, "stop hovered")
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    end = stage.point((position.stop_loss + position.average_entry) / 2)
    for step in range(1, 9):
        QTest.mouseMove(canvas.viewport(), start + (end - start) * step / 8)
    camera.take(stage.window, "stop dragged")
    QTest.keyClick(canvas.viewport(), Qt.Key.Key_Escape)
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    close_above(stage.window)


async def notices(stage: Stage, camera: Camera) -> None:
    """Each level of notice, the pause, and the notice of a crash."""
    window = stage.window
    window.toasts.clear()
    window.tell(Telling("The stop of BTC/USDT has moved to 67,300.0, was 67,200.0.", undo=lambda: None))
    window.tell(Telling(CRASHED, "warning"))
    window.tell(Telling("BTC/USDT is unprotected: the exchange refused its stop. Set one now.", "danger"))
    window.toggle_pause()
    await stage.parts.engine.settle()
    await until(lambda: not window.header.banner.isHidden())
    camera.take(window, "notices and paused")
    window.toggle_pause()
    await until(window.header.banner.isHidden)
    window.toasts.clear()


async def the_log(stage: Stage, camera: Camera) -> None:
    """The log with lines in it."""
    folder = Path(stage.profile) / "logs"
    folder.mkdir(exist_ok=True)
    lines = [
        f"2026-11-23T22:10:{n:02d}.512Z {level:<7} echotrade_desktop.{where} {said}"
        for n, (level, where, said) in enumerate(
            (
                ("INFO", "app", "EchoTrade 0.1.0 starts, profile default"),
                ("INFO", "engine.store.ledger", "paper.db opened, schema 9, 412 events"),
                ("WARNING", "engine.feeds.watch", "no price of ADA/USDT for 5 s; entries wait"),
                ("INFO", "engine.feeds.watch", "ADA/USDT is back after 7 s"),
                ("ERROR", "engine.adapters.binance", "the venue answered 429, retry after 12 s; nothing was sent"),
            )
        )
    ]
    (folder / "echotrade.log").write_text("\n".join(lines * 4) + "\n", "utf-8")
    stage.window.help.open_log()
    log = stage.window.help.log
    await until(lambda: "starts, profile" in log.text.toPlainText())
    camera.take(log, "log with lines")
    log.close()
    QApplication.processEvents()
