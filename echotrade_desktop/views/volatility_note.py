"""Says on the chart and in the row of prices how much a symbol moves, and where that halts entries."""

from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.read_limits import LimitsView, VolatilityRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.ticker_bar import TickerBar


class Chart(Protocol):
    """What is needed of the chart."""

    @property
    def symbol(self) -> str:
        """The symbol on the chart."""
        ...

    @property
    def symbol_selected(self) -> SignalInstance:
        """Told when another symbol is chosen."""
        ...

    def set_note(self, text: str) -> None:
        """Show a quiet line below the legend."""
        ...


class VolatilityNote(QObject):
    """Keeps one chart's note and the marks in the row of prices in step with the engine."""

    def __init__(self, chart: Chart, prices: TickerBar, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._chart, self._prices, self._bridge = chart, prices, bridge
        bridge.events.event.connect(self._on_event)

    def show_symbol(self, symbol: str) -> None:
        """Say it of another symbol."""
        view: LimitsView = self._bridge.query("limits")
        row = next((row for row in view.volatility if row.symbol == symbol), None)
        self._chart.set_note(note_of(row, view.limits))
        self._prices.show_halted({row.symbol for row in view.volatility if row.halted})

    def _on_event(self, event: object) -> None:
        if isinstance(event, m.VolatilityChanged | m.LimitsChanged | m.SymbolWatched):
            self.show_symbol(self._chart.symbol)


def note_of(row: VolatilityRow | None, limits: RiskLimits) -> str:
    """Return `Volatility 1.1 % blackout above 3.0 %`; "" while it is not measured."""
    if row is None:
        return ""
    above = limits.volatility_blackout
    if above is None:
        return f"Volatility {fmt.percent(row.share, decimals=1)}"
    decimals = max(1, fmt.decimals_of(above * 100))  # as many as it takes to tell them apart
    now = f"Volatility {fmt.percent(row.share, decimals=decimals)}"
    if row.halted:
        ends = above if limits.volatility_resume is None else limits.volatility_resume
        return f"{now} no entries until below {fmt.percent(ends, decimals=decimals)}"
    return f"{now} blackout above {fmt.percent(above, decimals=decimals)}"
