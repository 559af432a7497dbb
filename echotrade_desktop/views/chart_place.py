"""Puts the charts into the window and joins the two."""

from datetime import tzinfo
from pathlib import Path

from echotrade_desktop.views.bridge import Bridge
from echotrade_desktop.views.chart_desk import ChartDesk
from echotrade_desktop.views.full_charts import FullCharts
from echotrade_desktop.views.main_window import MainWindow
from echotrade_desktop.views.volatility_note import VolatilityNote


def place_charts(window: MainWindow, bridge: Bridge, look_file: Path, zone: tzinfo | None) -> ChartDesk:
    """Make the charts of a running engine; all of it ends with the desk. Without a `zone` the time axes are in UTC."""
    desk = ChartDesk(bridge, window, look_file, zone)
    window.set_chart(desk.board)
    window.symbol_asked.connect(desk.show_symbol)
    window.call_shown.connect(desk.show_call)
    window.charts_asked.connect(desk.arrange)
    window.chart_step_asked.connect(desk.step)
    desk.symbol_shown.connect(window.open_symbol)
    desk.call_held.connect(window.approvals.hold)
    full = window.findChild(FullCharts) or FullCharts(window)  # it outlives an engine, or its docks would stay away
    desk.full_asked.connect(full.toggle)
    full.changed.connect(desk.board.set_full)
    desk.board.set_full(full.on)
    VolatilityNote(desk, window.ticker_bar, bridge, desk)
    return desk
