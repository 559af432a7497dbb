"""Every main act of the window once: its words, its keys, what it does. Menus, shortcuts and the palette share them."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from echotrade_desktop.engine.domain.live import LiveState
from echotrade_desktop.views.theme import SYSTEM, chosen_theme
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from echotrade_desktop.views.main_window import MainWindow

_THEMES = ((SYSTEM, "Follow the system"), ("dark", "Dark"), ("light", "Light"), ("contrast", "High contrast"))


class Actions:
    """The window's acts, grouped as its menu shows them."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._all: list[QAction] = []
        self.pause = self._act("Pause entries", window.toggle_pause, "Ctrl+Shift+P")
        self.find = self._act("Find or do…", window.open_palette, "Ctrl+K")
        self.undo = self._act("Undo the last change", window.toasts.undo_last, "Ctrl+Z")
        self.notices = self._act("Notices", window.open_notices, "Ctrl+Shift+N")
        self.quit = self._act("Quit", window.quit, "Ctrl+Q")
        self.telegram = self._act("Telegram…", window.telegram.open, "Ctrl+Shift+T")
        self.channels = self._act("Channels and how they are read…", window.open_workshop, "Ctrl+Shift+C")
        self.rules = self._act("Rules and limits…", window.open_rules, "Ctrl+Shift+R")
        self.settings = self._act("Settings…", window.open_settings, "Ctrl+,")
        self.connection = self._act("Markets and accounts…", window.open_connection, "Ctrl+Shift+M")
        self.leads = self._act("Binance lead traders…", window.open_leads)
        self.arm = self._act("Arm live trading…", window.open_arming)
        self.leave_live = self._act("Back to paper trading", window.leave_live)
        self.show_live(LiveState.OFF)
        self.helps = list(self._help_acts())
        self.full_screen = self._act("Full screen", window.toggle_full_screen, "F11")
        self.reset_layout = self._act("Reset the layout", window.reset_layout)
        self.queue = list(self._queue_acts())
        self.positions = list(self._position_acts())
        self.places = list(self._place_acts())
        self.charts = list(self._chart_acts())
        self.themes = list(self._theme_acts())
        self.colour_blind = self._act("Blue and orange instead of green and red", self._swap_colours)
        self.colour_blind.setCheckable(True)
        self.colour_blind.setChecked(chosen_theme()[1])

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._all)

    def main_menu(self) -> QMenu:
        """The whole menu."""
        menu = QMenu(tr("Menu"), self._window)
        groups = (("&Queue", self.queue), ("&Positions", self.positions), ("&Charts", self.charts))
        for title, acts in (*groups, (tr("&Go to"), self.places)):
            menu.addMenu(tr(title)).addActions(acts)
        menu.addMenu(self._view_menu())
        menu.addSeparator()
        menu.addActions([self.telegram, self.channels, self.rules, self.settings])
        menu.addSeparator()
        menu.addActions([self.connection, self.leads, self.arm, self.leave_live])
        menu.addSeparator()
        menu.addActions([self.pause, self.undo, self.find, self.notices])
        menu.addMenu(tr("&Help")).addActions(self.helps)
        menu.addSeparator()
        menu.addAction(self.quit)
        return menu

    def show_live(self, state: LiveState) -> None:
        """Offer the way from paper to live, or the way back."""
        self.arm.setVisible(state is LiveState.OFF)
        self.leave_live.setVisible(state in (LiveState.ARMING, LiveState.ARMED))

    def settings_menu(self) -> QMenu:
        """How it looks."""
        menu = QMenu(tr("Look"), self._window)
        menu.addActions([self.settings, self.rules])
        menu.addSeparator()
        menu.addActions(self.themes)
        menu.addSeparator()
        menu.addActions([self.colour_blind, self.reset_layout])
        return menu

    def _view_menu(self) -> QMenu:
        menu = QMenu(tr("&View"), self._window)
        menu.addActions([dock.toggleViewAction() for dock in self._window.docks()])
        menu.addSeparator()
        look = menu.addMenu(tr("Look"))
        look.addActions(self.themes)
        look.addSeparator()
        look.addAction(self.colour_blind)
        menu.addActions([self.reset_layout, self.full_screen])
        return menu

    def _queue_acts(self) -> Iterator[QAction]:
        queue = self._window.approvals
        yield self._act("Approve the selected call", queue.approve_selected, "A")
        yield self._act("Reject the selected call", queue.reject_selected, "R")
        yield self._act("Next call", lambda: queue.step(+1), "Alt+Down")
        yield self._act("Previous call", lambda: queue.step(-1), "Alt+Up")
        yield self._act("Why", queue.toggle_why, "W")
        yield self._act("Approve all chosen", queue.approve_picked)
        yield self._act("Reject all chosen", queue.reject_picked)

    def _position_acts(self) -> Iterator[QAction]:
        panel = self._window.positions
        for percent in (25, 50, 75):
            share = Decimal(percent) / 100
            act = lambda share=share: panel.act(lambda row: panel.close_share(row, share))  # noqa: E731
            yield self._act(tr("Close {percent} % of the selected position", percent=percent), act)
        yield self._act("Close the selected position…", lambda: panel.act(panel.ask_close), "Ctrl+Backspace")
        yield self._act("Close all positions…", panel.ask_close_all, "Ctrl+Shift+Backspace")
        yield self._act("Move the stop…", lambda: panel.table.edit_level("stop"), "Ctrl+M")
        yield self._act("Set the targets…", lambda: panel.table.edit_level("target"), "Ctrl+T")

    def _place_acts(self) -> Iterator[QAction]:
        window = self._window
        yield self._act("Calls waiting for you", window.go_to_queue, "Ctrl+1")
        for number, name in enumerate((tr("Positions"), tr("History"), tr("Signals"), tr("Portfolio"))):
            yield self._act(name, lambda number=number: window.go_to_tab(number), f"Ctrl+{number + 2}")
        yield self._act("Traders", window.go_to_traders, "Ctrl+6")
        yield self._act("Chart", window.go_to_chart, "Ctrl+7")

    def _chart_acts(self) -> Iterator[QAction]:
        window = self._window
        for count, text in (
            (1, tr("One chart")),
            (2, tr("Two charts side by side")),
            (4, tr("Four charts, two by two")),
        ):
            yield self._act(text, lambda count=count: window.charts_asked.emit(count), f"Alt+{count}")
        yield self._act("Next chart", lambda: window.chart_step_asked.emit(+1), "Ctrl+Tab")
        yield self._act("Previous chart", lambda: window.chart_step_asked.emit(-1), "Ctrl+Shift+Tab")
        yield self._act("Charts on the whole screen", window.full_charts_asked.emit, "Shift+F11")

    def _help_acts(self) -> Iterator[QAction]:
        desk = self._window.help
        yield self._act("User guide", desk.open_guide, "F1")
        yield self._act("Rehearse trouble…", desk.open_rehearsal)
        yield self._act("Welcome…", desk.open_first_run)
        yield self._act("Log…", desk.open_log)
        yield self._act("About EchoTrade", desk.open_about)

    def _theme_acts(self) -> Iterator[QAction]:
        group = QActionGroup(self._window)
        for name, text in _THEMES:
            action = self._act(
                tr("Look: {look}", look=text.lower()) if name != SYSTEM else "Look: follow the system",
                lambda name=name: self._window.choose_look(name, chosen_theme()[1]),
            )
            action.setCheckable(True)
            action.setChecked(chosen_theme()[0] == name)
            group.addAction(action)
            yield action

    def _swap_colours(self) -> None:
        self._window.choose_look(chosen_theme()[0], self.colour_blind.isChecked())

    def show_look(self) -> None:
        """Tick the look in force."""
        name, blind = chosen_theme()
        for (each, _), action in zip(_THEMES, self.themes, strict=True):
            action.setChecked(each == name)
        self.colour_blind.setChecked(blind)

    def _act(self, text: str, run: Callable[..., object], keys: str = "") -> QAction:
        action = QAction(tr(text), self._window)
        action.triggered.connect(lambda _checked: run())
        if keys:
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._window.addAction(action)
        self._all.append(action)
        return action
