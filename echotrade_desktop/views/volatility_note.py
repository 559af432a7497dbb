"""Says on the charts and in the row of prices how much a symbol moves, and shades when entries are kept out."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.read_limits import LimitsView, VolatilityRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.blackouts import Blackouts
from echotrade_desktop.views.chart.specs import ShadeSpec
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.ticker_bar import TickerBar
from echotrade_desktop.views.translation import tr


class Chart(Protocol):
    """What is needed of one chart."""

    @property
    def symbol(self) -> str:
        """The symbol on the chart."""
        ...

    def set_note(self, text: str) -> None:
        """Show a quiet line below the legend."""
        ...

    def set_shades(self, shades: "Shades | None") -> None:
        """Shade what this answers for the time in view."""
        ...


class Shades(Protocol):
    """Answers what is shaded between two moments, epoch seconds."""

    def __call__(self, begin: float, end: float, /) -> Sequence[ShadeSpec]: ...


class Charts(Protocol):
    """What is needed of all of them."""

    @property
    def views(self) -> Sequence[Chart]:
        """The charts shown."""
        ...

    @property
    def charts_changed(self) -> SignalInstance:
        """Told when there are others, or one shows another market."""
        ...


class VolatilityNote(QObject):
    """Keeps the charts' notes and shades and the marks in the row of prices in step with the engine."""

    def __init__(self, charts: Charts, prices: TickerBar, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._charts, self._prices, self._bridge = charts, prices, bridge
        self._blackouts = Blackouts(RiskLimits())
        bridge.events.event.connect(self._on_event)
        charts.charts_changed.connect(self.show_all)

    def show_all(self) -> None:
        """Say and shade it on every chart."""
        view: LimitsView = self._bridge.query("limits")
        rows = {row.symbol: row for row in view.volatility}
        if view.limits != self._blackouts.limits:
            self._blackouts = Blackouts(view.limits)
        for chart in self._charts.views:
            row = rows.get(chart.symbol)
            chart.set_note(note_of(row, view.limits))
            chart.set_shades(partial(_shades, self._blackouts, row))
        self._prices.show_halted({row.symbol for row in rows.values() if row.halted})

    def _on_event(self, event: object) -> None:
        if isinstance(event, m.VolatilityChanged | m.LimitsChanged | m.SymbolWatched):
            self.show_all()


def _shades(blackouts: Blackouts, row: VolatilityRow | None, begin: float, end: float) -> list[ShadeSpec]:
    found = blackouts.between(begin, end)
    return [*found, *halts_of(row, begin, end)] if row is not None else found


def halts_of(row: VolatilityRow, begin: float, end: float) -> list[ShadeSpec]:
    """When volatility halted entries, as far back as it is measured; the one that lasts has no end."""
    return [
        ShadeSpec(since.timestamp(), until.timestamp() if until is not None else None, "volatility", volatile=True)
        for since, until in row.halts
        if since.timestamp() < end and (until is None or until.timestamp() > begin)
    ]


def note_of(row: VolatilityRow | None, limits: RiskLimits) -> str:
    """Return `Volatility 1.1 % blackout above 3.0 %`; "" while it is not measured."""
    if row is None:
        return ""
    above = limits.volatility_blackout
    if above is None:
        return tr("Volatility {percent}", percent=fmt.percent(row.share, decimals=1))
    decimals = max(1, fmt.decimals_of(above * 100))  # as many as it takes to tell them apart
    now = tr("Volatility {percent}", percent=fmt.percent(row.share, decimals=decimals))
    if row.halted:
        ends = above if limits.volatility_resume is None else limits.volatility_resume
        return tr("{now} no entries until below {percent}", now=now, percent=fmt.percent(ends, decimals=decimals))
    return tr("{now} blackout above {percent}", now=now, percent=fmt.percent(above, decimals=decimals))
