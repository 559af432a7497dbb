"""The window: header, prices, chart, queue, positions, traders, status. It lays out, connects, and decides nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QMenu, QStackedWidget, QSystemTrayIcon, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.channel import MessageKey
from echotrade_desktop.engine.domain.read import (
    ApprovalRow,
    ClosedRow,
    EquityPoint,
    HealthRow,
    PortfolioMetrics,
    PositionRow,
    SignalRow,
)
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views import sound
from echotrade_desktop.views.actions import Actions
from echotrade_desktop.views.approvals import ApprovalsPanel
from echotrade_desktop.views.command_palette import CommandPalette, Entry
from echotrade_desktop.views.dock_layout import DockLayout
from echotrade_desktop.views.docks import Dock, NoBody
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.header import Header
from echotrade_desktop.views.help_desk import HelpDesk
from echotrade_desktop.views.history import HistoryPanel
from echotrade_desktop.views.icons import app_icon, icon
from echotrade_desktop.views.layout_file import Layout, read_layout, write_layout
from echotrade_desktop.views.live_marks import LiveMarks
from echotrade_desktop.views.models import live
from echotrade_desktop.views.narrator import Narrator
from echotrade_desktop.views.numerals import clock_of
from echotrade_desktop.views.portfolio import PortfolioPanel
from echotrade_desktop.views.positions import PositionsPanel
from echotrade_desktop.views.positions_head import TABS, PositionsHead
from echotrade_desktop.views.signals import SignalsPanel
from echotrade_desktop.views.status_bar import Foot, StatusBar
from echotrade_desktop.views.telegram.desk import TelegramDesk
from echotrade_desktop.views.theme import ensure_theme, set_theme, theme_signals
from echotrade_desktop.views.ticker_bar import TickerBar
from echotrade_desktop.views.toasts import MARKS, Telling, Toasts
from echotrade_desktop.views.traders import TradersPanel
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.tray import CallNotices, NoticeOptions, Notifier, Tray, WindowNotifier
from echotrade_desktop.views.widgets.empty import EmptyState

if TYPE_CHECKING:
    from echotrade_desktop.views.connection import ConnectionPage
    from echotrade_desktop.views.rules_page import RulesPage
    from echotrade_desktop.views.settings_page import SettingsPage
    from echotrade_desktop.views.workshop import Workshop

LEAST_SIZE = (1024, 700)
FIRST_SIZE = (1440, 900)


class MainWindow(QMainWindow):
    """Everything on one screen.

    Signals:
    close_asked(): the user wants to leave; the window stays until `may_close` is set and it is closed again.
    symbol_asked(str): a symbol whose chart is wanted.
    call_shown(object): the `ApprovalRow` selected in the queue, or None.
    position_shown(object): the `PositionRow` selected in the table, or None.
    charts_asked(int): how many charts there are to be side by side.
    chart_step_asked(int): the next chart (+1), or the one before (−1).
    full_charts_asked(): the charts on the whole screen, or the window again.
    """

    close_asked = Signal()
    symbol_asked = Signal(str)
    call_shown = Signal(object)
    position_shown = Signal(object)
    charts_asked = Signal(int)
    chart_step_asked = Signal(int)
    full_charts_asked = Signal()

    def __init__(
        self,
        bridge: Bridge,
        chart: QWidget | None = None,
        layout_file: Path | None = None,
        zone: tzinfo | None = None,
        notifier: Notifier | None = None,
    ) -> None:
        super().__init__()
        ensure_theme()
        self.may_close = False
        self.workshop: Workshop | None = None
        self.symbol = ""
        self._waiting: QWidget | None = None
        self._chart: QWidget | None = None
        self._paused = False
        self.rules: RulesPage | None = None
        self.settings: SettingsPage | None = None
        self.connection: ConnectionPage | None = None
        self._tray_explained = False
        self._bridge, self._zone, self._layout_file = bridge, zone, layout_file
        self.setWindowTitle("EchoTrade")
        self.setWindowIcon(app_icon())
        self.setMinimumSize(*LEAST_SIZE)
        self.setAnimated(False)
        self._build(chart)
        self._place_docks()
        self.toasts = Toasts(self._centre)
        self.telegram = TelegramDesk(bridge, layout_file.parent if layout_file else None, self, zone)
        self.help = HelpDesk(self, bridge)
        self.actions_of = Actions(self)
        self.header.set_menus(self.actions_of.main_menu(), self.actions_of.settings_menu())
        self._marks = LiveMarks(self)
        self.narrator = Narrator(bridge)
        self.narrator.take_up = self.positions.take_up
        self.reads = live.LiveReads(bridge, self)
        self._reach_out(notifier)
        self._connect()
        self.resize(*FIRST_SIZE)
        self._restore()

    # --- what it is made of ---

    def _build(self, chart: QWidget | None) -> None:
        bridge, zone = self._bridge, self._zone
        self.header, self.ticker_bar, self.status = Header(), TickerBar(bridge), StatusBar(zone)
        self.approvals, self.traders = ApprovalsPanel(bridge, zone), TradersPanel(bridge)
        self.positions, self.history = PositionsPanel(bridge, zone), HistoryPanel(zone)
        self.signals, self.portfolio = SignalsPanel(bridge, zone), PortfolioPanel(bridge, zone)
        self.setMenuWidget(self.header)
        self._centre = QStackedWidget()
        self._centre.setAccessibleName(tr("Chart"))
        self._centre.setMinimumSize(320, 240)
        told = tr("Prices are on their way. The chart opens with the first of them.")
        waiting = EmptyState("chart-line", "Waiting for prices", told)
        waiting.setProperty("surface", "ground")
        waiting.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._centre.addWidget(waiting)
        self.setCentralWidget(self._centre)
        self.positions_head = PositionsHead()
        self.tabs = self.positions_head.tabs
        self._panels = QStackedWidget()
        for panel in (self.positions, self.history, self.signals, self.portfolio):
            self._panels.addWidget(panel)
        self._panels.setMinimumHeight(112)
        self.setStatusBar(Foot(self.status))
        if chart is not None:
            self.set_chart(chart)

    def _place_docks(self) -> None:
        self.prices_dock = Dock("prices", "Prices", self.ticker_bar, NoBody())
        self.queue_dock = Dock("queue", "Calls waiting for you", self.approvals.title_bar, self.approvals)
        self.traders_dock = Dock("traders", "Traders", self.traders.title_bar, self.traders)
        self.positions_dock = Dock("positions", "Positions", self.positions_head, self._panels)
        self._arrangement = DockLayout(self, *self.docks())
        self.traders.setMinimumWidth(320)
        self.traders.setMinimumHeight(120)

    def _reach_out(self, notifier: Notifier | None) -> None:
        self.tray: Tray | None = None
        if notifier is None and QSystemTrayIcon.isSystemTrayAvailable():
            notifier = self.tray = Tray(self)
        self.notifier: Notifier = notifier or WindowNotifier(self._tell_of_call)
        self.notices = CallNotices(self.notifier, self, self._bridge.now)
        if self.tray is not None:
            self.tray.opened.connect(self.notices.open_last)
            self.tray.pause_asked.connect(self.toggle_pause)
            self.tray.quit_asked.connect(self.quit)
        self.notices.opened.connect(self.open_call)

    def _connect(self) -> None:
        theme_signals().theme_changed.connect(self._show_look)
        self.reads.changed.connect(self._show)
        self.reads.second.connect(self._show_time)
        self._bridge.events.event.connect(self._on_event)
        self.header.pause_asked.connect(self.toggle_pause)
        self.header.search_asked.connect(self.open_palette)
        self.header.notices_asked.connect(self.open_notices)
        self.traders.leads_asked.connect(self.open_leads)
        self.ticker_bar.opened.connect(self.open_symbol)
        self.tabs.chosen.connect(self._panels.setCurrentIndex)
        self.approvals.shown_call.connect(self._call_selected)
        self.approvals.counted.connect(self.notifier.set_count)
        self.approvals.misread.connect(self.open_workshop)
        self.positions.shown_position.connect(self._position_selected)
        self.positions.told.connect(lambda sentence, level: self.tell(Telling(sentence, level)))
        self.signals.chart_asked.connect(self.open_symbol)
        self.signals.reading_asked.connect(self.open_workshop)
        self.portfolio.told.connect(lambda sentence, level: self.tell(Telling(sentence, level)))
        self.positions.summarised.connect(self.positions_head.show_summary)
        self.telegram.join(self)

    def docks(self) -> tuple[Dock, ...]:
        """The docks, as the View menu lists them."""
        return self.prices_dock, self.queue_dock, self.traders_dock, self.positions_dock

    def set_chart(self, chart: QWidget) -> None:
        """Put the chart in the middle, in place of what was said there meanwhile."""
        if self._waiting is not None:
            self._centre.removeWidget(self._waiting)
            self._waiting.deleteLater()
            self._waiting = None
        self._chart = chart
        self._centre.addWidget(chart)
        self._centre.setCurrentWidget(chart)

    def take_chart(self) -> None:
        """Have no chart any more."""
        if self._chart is not None:
            self._centre.removeWidget(self._chart)
            self._chart.deleteLater()
            self._chart = None

    # --- what it shows ---

    def start(self) -> None:
        """Read everything and begin to follow; called when the bridge can answer."""
        instruments = self._bridge.query("instruments")
        self.ticker_bar.set_instruments(instruments)
        self.ticker_bar.set_simulated(self._bridge.query("simulated"))
        self._show_watched()
        self.ticker_bar.show_tickers(self._bridge.query("tickers"))
        self.narrator.learn()
        self.telegram.start()
        self.reads.start()
        self.signals.begin()
        self.approvals.setFocus()
        known = {instrument.symbol for instrument in instruments}
        first = self.symbol if self.symbol in known else next(iter(self.ticker_bar.cells), "")
        if first:
            self.open_symbol(first)

    def leave(self, title: str, sentence: str) -> None:
        """Forget the engine, for another is to come: nothing of its ledger stays. `start` fills the window again."""
        from echotrade_desktop.views.clean_slate import wipe

        wipe(self)
        self._waiting = EmptyState("arrows-clockwise", title, sentence)
        self._waiting.setProperty("surface", "ground")
        self._waiting.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._centre.addWidget(self._waiting)
        self._centre.setCurrentWidget(self._waiting)

    def tell(self, telling: Telling) -> None:
        """Show a notice."""
        self.toasts.tell(replace(telling, at=self._bridge.now()))
        self.header.bell.set_unseen(True)
        if telling.level == "danger" and self.notices.options.sounds:
            sound.play("warning")

    def set_notice_options(self, options: NoticeOptions) -> None:
        """Say more or less outside the window."""
        self.notices.options = options

    def _show_look(self) -> None:
        self.actions_of.show_look()

    def _tell_of_call(self, sentence: str) -> None:
        """Where there is no tray; with the queue before one's eyes its card says enough."""
        if not (self.isActiveWindow() and self.queue_dock.isVisible()):
            self.toasts.tell(Telling(sentence, show=self.notices.open_last, at=self._bridge.now()))
            self.header.bell.set_unseen(True)

    def show_lag(self, milliseconds: float) -> None:
        """How late the loop is, for the status line."""
        self.status.show_lag(milliseconds)

    def _show(self, name: str, answer: object) -> None:
        shown: dict[str, Callable[..., None]] = {
            live.POSITIONS: self._show_positions, live.APPROVALS: self.approvals.set_rows,
            live.TRADERS: self.traders.set_rows, live.PORTFOLIO: self._show_portfolio,
            live.CLOSED: self._show_closed, live.SIGNALS: self._show_signals, live.HEALTH: self._show_health,
            live.EQUITY: self._show_equity,
        }  # fmt: skip
        shown[name](answer)

    def _show_positions(self, rows: tuple[PositionRow, ...]) -> None:
        self.positions.set_rows(rows)
        self.tabs.tabs[0].set_count(len(rows))

    def _show_closed(self, rows: tuple[ClosedRow, ...]) -> None:
        self.history.set_rows(rows)
        self.portfolio.set_closed(rows)
        self.tabs.tabs[1].set_count(len(rows))

    def _show_signals(self, rows: tuple[SignalRow, ...]) -> None:
        self.tabs.tabs[2].set_count(len(rows))

    def _show_portfolio(self, row: PortfolioMetrics) -> None:
        banner = self.header.banner.isHidden()
        self.header.show_row(row)
        if banner != self.header.banner.isHidden():
            self._arrangement.keep_level()
        self.portfolio.show_row(row)
        self.traders.set_global(row.global_multiplier)
        self.approvals.set_live(row.mode == "live")
        self._marks.show(self._bridge.query("live"))
        self.status.show_paused(row.paused)
        self.actions_of.pause.setText(tr("Resume entries") if row.paused else tr("Pause entries"))
        self._paused = row.paused
        if self.tray is not None:
            self.tray.set_paused(row.paused)

    def _show_equity(self, points: tuple[EquityPoint, ...]) -> None:
        self.header.show_curve(points)
        self.portfolio.curve.set_points(points)

    def _show_health(self, rows: tuple[HealthRow, ...]) -> None:
        self.status.set_rows(self.telegram.shown(rows))
        for row in rows:
            if row.name == "market":
                self.ticker_bar.show_health(row.health, row.detail)

    def _show_time(self, now: datetime) -> None:
        self.status.show_time(now)
        self.ticker_bar.show_time(now)
        self.approvals.show_time(now)

    def _show_watched(self) -> None:
        self.ticker_bar.set_symbols(self._bridge.query("watched"))
        self.ticker_bar.show_tickers(self._bridge.query("tickers"))
        self.ticker_bar.set_current(self.symbol)

    def _on_event(self, event: object) -> None:
        if (telling := self.narrator.tell(event)) is not None:
            self.tell(telling)
        match event:
            case m.SignalQueued(queued=queued) if queued.status == "pending":
                self.notices.call_arrived(queued.signal.signal_id, *self.narrator.new_call(queued.signal))
            case m.SymbolWatched():
                self._show_watched()

    # --- what it does ---

    def toggle_pause(self) -> None:
        """Stop new entries, or allow them again."""
        self._bridge.submit(m.ResumeEntries() if self._paused else m.PauseEntries())

    def open_symbol(self, symbol: str) -> None:
        """Show a symbol's chart."""
        self.symbol = symbol
        self.ticker_bar.set_current(symbol)
        self.symbol_asked.emit(symbol)

    def open_call(self, signal_id: str) -> None:
        """Bring the window to the front with a call selected; "" for the queue as it is."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()
        self.queue_dock.show()
        self.approvals.reveal(signal_id)

    def open_palette(self) -> CommandPalette:
        """Find or do."""
        native = QKeySequence.SequenceFormat.NativeText
        entries = [Entry(a.text().rstrip("…"), a.shortcut().toString(native), a.trigger) for a in self.actions_of]
        entries += [Entry(tr("Chart of {s}", s=s), "", partial(self.open_symbol, s)) for s in self.ticker_bar.cells]
        for line in self.traders.lines.values():
            name, on = fmt.plain(line.row.trader.name, 40), line.row.trader.enabled
            entries.append(
                Entry(tr("Switch {name} {what}", name=name, what=tr("off") if on else tr("on")), "", line.switch.click)
            )
            entries.append(Entry(tr("Options of {name}", name=name), "", partial(self.traders.open_options, line.row)))
        entries += [Entry(tr("Show {dock}", dock=dock.windowTitle()), "", dock.show) for dock in self.docks()]
        palette = CommandPalette(self, entries)
        palette.open_below(self.header.search)
        return palette

    def open_rules(self, section: str = "") -> None:
        """Show the rules and limits in a window of their own."""
        if not self.ticker_bar.cells:
            self.tell(Telling(tr("EchoTrade is still starting; its rules can be opened in a moment.")))
            return
        if self.rules is None:
            from echotrade_desktop.views.rules_page import RulesPage

            self.rules = RulesPage(self._bridge, self)
            self.rules.telegram_asked.connect(self.telegram.open)
        self.rules.open_at(section)

    def open_settings(self, words: str = "") -> None:
        """Show the settings in a window of their own, those that hold these words."""
        if not self.ticker_bar.cells:
            self.tell(Telling(tr("EchoTrade is still starting; its settings can be opened in a moment.")))
            return
        if self.settings is None:
            from echotrade_desktop.views.settings_page import SettingsPage

            self.settings = SettingsPage(self._bridge, self)
            self.settings.rules_asked.connect(self.open_rules)
        self.settings.open_at(words)

    def choose_look(self, name: str, colour_blind: bool) -> None:
        """Put a look in force and keep it in the settings."""
        set_theme(name, colour_blind)
        changes = (("appearance.theme", name), ("appearance.colour_blind", "on" if colour_blind else "off"))
        self._bridge.ask("save_settings", changes)

    def open_connection(self) -> None:
        """Show where prices come from, where orders go, and where keys are kept."""
        if not self._is_started():
            return
        if self.connection is None:
            from echotrade_desktop.views.connection import ConnectionPage

            self.connection = ConnectionPage(self._bridge, self)
            self.connection.arming_asked.connect(self.open_arming)
            self.connection.leads_asked.connect(self.open_leads)
        self.connection.open_now()

    def open_arming(self) -> None:
        """Begin the way from paper to live."""
        if self._is_started():
            from echotrade_desktop.views.arming import ArmingDialog

            ArmingDialog(self._bridge, self).open()

    def open_leads(self) -> None:
        """Show which Binance lead traders are followed, and find others."""
        if self._is_started():
            from echotrade_desktop.views.lead_traders import LeadTradersDialog

            LeadTradersDialog(self._bridge, self).open()

    def leave_live(self) -> None:
        """Go back to paper."""
        self._bridge.ask("leave_live")

    def is_started(self) -> bool:
        """Whether there is an engine to ask; says so when there is none yet."""
        return self._is_started()

    def _is_started(self) -> bool:
        if not self.ticker_bar.cells:
            self.tell(Telling(tr("EchoTrade is still starting; this can be opened in a moment.")))
        return bool(self.ticker_bar.cells)

    def open_notices(self) -> QMenu:
        """The newest notices again."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.header.bell.set_unseen(False)
        for telling in list(self.toasts.kept)[:12]:
            glyph, tone = MARKS.get(telling.level, MARKS["info"])
            at = f"\t{clock_of(telling.at.astimezone(self._zone), seconds=False)}" if telling.at is not None else ""
            action = menu.addAction(icon(glyph, tone), f"{fmt.plain(telling.sentence, 90).replace('&', '&&')}{at}")
            if telling.show is not None:
                action.triggered.connect(telling.show)
            for name, do in telling.ways:
                menu.addAction(name, do)
        if menu.isEmpty():
            menu.addAction(tr("Nothing has happened yet")).setEnabled(False)
        menu.popup(self.header.bell.mapToGlobal(self.header.bell.rect().bottomLeft()))
        return menu

    def go_to_queue(self) -> None:
        """Take the keyboard to the queue."""
        self.queue_dock.show()
        self.approvals.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_tab(self, number: int) -> None:
        """Take the keyboard to a tab of the lower dock."""
        self.positions_dock.show()
        self.tabs.choose(number)
        place: QWidget = (self.positions.table, self.history.table, self.signals.table, self.portfolio)[number]
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def go_to_traders(self) -> None:
        """Take the keyboard to the traders."""
        self.traders_dock.show()
        for line in self.traders.lines.values():
            line.switch.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return

    def go_to_chart(self) -> None:
        """Take the keyboard to the chart."""
        if (shown := self._centre.currentWidget()) is not None:
            shown.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_workshop(self, key: MessageKey | None = None) -> "Workshop":
        """Show how channels are read; with a message's key, at that message."""
        if self.workshop is None:
            from echotrade_desktop.views.workshop import Workshop

            self.workshop = Workshop(self._bridge, self._zone, self)
        self.workshop.open_at(key)
        return self.workshop

    def toggle_full_screen(self) -> None:
        """All of the screen, or the window again."""
        self.showNormal() if self.isFullScreen() else self.showFullScreen()

    def reset_layout(self) -> None:
        """Put every dock back where it was at first."""
        self._arrangement.reset()

    def save_layout(self) -> bool:
        """Keep how the window stands; False when it could not be written."""
        if self._layout_file is None:
            return True
        layout = Layout(
            *self._arrangement.kept(), self.tabs.current, self.symbol, self._tray_explained, self.help.welcomed
        )
        return write_layout(self._layout_file, layout)

    def _restore(self) -> None:
        kept = read_layout(self._layout_file) if self._layout_file is not None else None
        if kept is None:
            return
        self._arrangement.restore(kept.geometry, kept.state)
        self.tabs.choose(kept.tab if 0 <= kept.tab < len(TABS) else 0)
        self.symbol = fmt.plain(kept.symbol, 40)
        self._tray_explained, self.help.welcomed = kept.tray_explained, kept.welcomed

    def _call_selected(self, row: ApprovalRow | None, by_hand: bool) -> None:
        if by_hand and row is not None and row.queued.signal.symbol != self.symbol:
            self.open_symbol(row.queued.signal.symbol)
        self.call_shown.emit(row)

    def _position_selected(self, row: PositionRow | None) -> None:
        if row is not None and row.symbol != self.symbol and self.positions.table.hasFocus():
            self.open_symbol(row.symbol)
        self.position_shown.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrangement.keep_level()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self._arrangement.shown()

    def quit(self) -> None:
        """Leave, wherever the window is."""
        self.save_layout()
        self.close_asked.emit()

    def _stay_in_tray(self) -> None:
        """Go on without the window; said once."""
        if not self._tray_explained:
            self._tray_explained = True
            told = tr("Stops and targets stay watched. Open it from its icon; Quit in the icon's menu ends it.")
            self.notifier.notify(tr("EchoTrade goes on in the tray"), told)
        self.save_layout()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.save_layout()
        if not self.may_close:
            event.ignore()
            if self.tray is not None and self.notices.options.stays:
                self._stay_in_tray()
            else:
                self.close_asked.emit()
            return
        self.reads.stop()
        self.toasts.clear()
        if self.tray is not None:
            self.tray.close()
        event.accept()
