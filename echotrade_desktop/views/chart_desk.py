"""The charts side by side: which there are, which is active, what they share, and what is kept of them."""

from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.market import Timeframe
from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.views.bridge import Bridge
from echotrade_desktop.views.chart.board import ChartBoard
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart_look import ARRANGEMENTS, ChartLook, KeptChart, read_look, write_look
from echotrade_desktop.views.chart_pane import ChartPane
from echotrade_desktop.views.translation import tr


class ChartDesk(QObject):
    """One, two or four charts on a board; the active one follows what is chosen elsewhere in the window.

    Signals:
        symbol_shown(str): another symbol was chosen on a chart itself, or a chart with another symbol became active.
        call_held(object): a waiting call as the line in the hand would make it; None once the hand has let go of it.
        charts_changed: there are other charts, or one shows another market.
        full_asked: the user wants the charts on the whole screen, or the window back.
    """

    symbol_shown = Signal(str)
    call_held = Signal(object)
    charts_changed = Signal()
    full_asked = Signal()

    def __init__(
        self, bridge: Bridge, window: QWidget, look_file: Path | None = None, zone: tzinfo | None = None
    ) -> None:
        """`look_file` keeps the charts; without one they last as long as the window. `zone` is for the time axes."""
        super().__init__(window)
        self._bridge, self._window, self._zone = bridge, window, zone
        self._look_file = look_file
        self._look = read_look(look_file) if look_file is not None else ChartLook()
        self._panes: list[ChartPane] = []
        self._active = 0
        self._call: str | None = None
        self._quiet = True
        self.board = ChartBoard(window)
        self._fill(self._look.shown)
        self._turn_to(self._panes[self._look.active])
        self._quiet = False

    # --- which there are ---

    @property
    def pane(self) -> ChartPane:
        """The active chart."""
        return self._panes[self._active]

    @property
    def view(self) -> ChartView:
        """The active chart's view."""
        return self.pane.view

    @property
    def views(self) -> list[ChartView]:
        """All charts, by row and column."""
        return [pane.view for pane in self._panes]

    @property
    def symbol(self) -> str:
        """The symbol on the active chart."""
        return self.pane.symbol

    def arrange(self, count: int) -> None:
        """Show one chart, two or four. The active one stays; one that goes comes back as it was."""
        if count not in ARRANGEMENTS or count == len(self._panes):
            return
        active = self.pane
        self._remember()
        if self._active >= count:  # it changes places with the last that stays
            panes, charts, stays = self._panes, list(self._look.charts), count - 1
            panes[stays], panes[self._active] = panes[self._active], panes[stays]
            charts[stays], charts[self._active] = charts[self._active], charts[stays]
            self._look = replace(self._look, charts=tuple(charts))
        self._fill(count)
        self._turn_to(active)
        active.view.canvas.setFocus()
        self._changed()

    def step(self, by: int) -> None:
        """Turn to the next chart (+1) or the one before (−1)."""
        pane = self._panes[(self._active + by) % len(self._panes)]
        pane.view.canvas.setFocus()
        self._use(pane)

    # --- what they show ---

    def show_symbol(self, symbol: str) -> None:
        """Show a symbol on the active chart; charts that have none yet get one."""
        self.pane.show_symbol(symbol)
        self._give_symbols()

    def show_timeframe(self, timeframe: Timeframe) -> None:
        """Show another timeframe on the active chart."""
        self.pane.show_timeframe(timeframe)

    def show_call(self, row: ApprovalRow | None) -> None:
        """Draw a waiting call's levels on the charts of its symbol, None for no call."""
        self._call = None if row is None else row.queued.signal.signal_id
        for pane in self._panes:
            pane.show_call(self._call)

    def _fill(self, count: int) -> None:
        """Have as many charts as that."""
        for pane in self._panes[count:]:
            pane.stop_watching()
        del self._panes[count:]
        while len(self._panes) < count:
            self._panes.append(self._new_pane(self._kept(len(self._panes))))
        self.board.set_views(self.views)
        if any(pane.symbol for pane in self._panes):
            self._give_symbols()

    def _new_pane(self, kept: KeptChart) -> ChartPane:
        view = ChartView(self._bridge.now) if self._zone is None else ChartView(self._bridge.now, self._zone)
        pane = ChartPane(view, self._bridge, self._window)
        pane.restore(kept)
        view.set_alt_to_drag(self._look.alt_to_drag)
        view.used.connect(lambda: self._use(pane))
        view.pointed.connect(lambda time, price: self._point(pane, time, price))
        view.arrangement_wanted.connect(self.arrange)
        view.full_wanted.connect(self.full_asked)
        view.guard_chosen.connect(self._guard)
        pane.symbol_chosen.connect(lambda symbol: self._chosen(pane, symbol))
        pane.call_held.connect(self.call_held)
        pane.changed.connect(self._changed)
        return pane

    def _kept(self, place: int) -> KeptChart:
        charts = self._look.charts
        return charts[place] if place < len(charts) else KeptChart(timeframe=self._panes[0].view.timeframe)

    def _give_symbols(self) -> None:
        """Charts that show nothing yet show what they showed, else a watched symbol that no other chart has."""
        known = {instrument.symbol for instrument in self._bridge.query("instruments")}
        for place, pane in enumerate(self._panes):
            if pane.symbol:
                continue
            shown = {other.symbol for other in self._panes}
            watched = [symbol for symbol in self._bridge.query("watched") if symbol in known]
            fresh = [symbol for symbol in watched if symbol not in shown] or watched
            kept = self._kept(place).symbol
            chosen = kept if kept in known else next(iter(fresh), "")
            if chosen:
                pane.show_symbol(chosen)
                pane.show_call(self._call)

    # --- which is active ---

    def _use(self, pane: ChartPane) -> None:
        """The user turned to a chart."""
        if pane is self.pane or pane not in self._panes:
            return
        self._turn_to(pane)
        self._changed()
        if pane.symbol:
            self.symbol_shown.emit(pane.symbol)

    def _turn_to(self, pane: ChartPane) -> None:
        self._active = self._panes.index(pane)
        self.board.set_active(pane.view)

    def _chosen(self, pane: ChartPane, symbol: str) -> None:
        self._use(pane)
        pane.show_symbol(symbol)
        self.symbol_shown.emit(symbol)

    def _point(self, source: ChartPane, time: float | None, price: float | None) -> None:
        """Draw one chart's crosshair on the others: the moment on all, the price where the symbol is the same."""
        for pane in self._panes:
            if pane is not source:
                pane.view.cross_at(time, price if pane.symbol == source.symbol else None)

    # --- what is kept ---

    def _changed(self) -> None:
        self._remember()
        self.charts_changed.emit()
        if self._quiet or self._look_file is None:
            return
        if not write_look(self._look_file, self._look):
            self.view.show_message(tr("The charts could not be kept: the profile's folder takes no files."))

    def _guard(self, on: bool) -> None:
        self._look = replace(self._look, alt_to_drag=on)
        for view in self.views:
            view.set_alt_to_drag(on)
        self._changed()

    def _remember(self) -> None:
        """Take down how each chart is; those that are not shown stay as they were."""
        charts = list(self._look.charts)
        for place, pane in enumerate(self._panes):
            kept = pane.kept()
            if not kept.symbol and place < len(charts):
                continue  # it has not shown anything yet
            charts[place : place + 1] = [kept]
        self._look = replace(self._look, charts=tuple(charts), shown=len(self._panes), active=self._active)
