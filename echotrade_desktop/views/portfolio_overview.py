"""How the account stands: its value and its day, the curve, the figures, and how much of each limit is used."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.performance import Performance
from echotrade_desktop.engine.domain.read import PortfolioMetrics
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.equity_curve import EquityCurve
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.models.performance import (
    ORIGIN_OF_FIGURES,
    ORIGIN_OF_LIMITS,
    Figure,
    LimitUse,
    figures,
    limit_uses,
)
from echotrade_desktop.views.models.positions import sign_tone
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.explained import About, Explained
from echotrade_desktop.views.widgets.figures import Meter
from echotrade_desktop.views.widgets.label import Label

ROOMY_WIDTH, ROOMY_HEIGHT = 800, 340
_CELL, _LOW_COLUMNS, _MOST_COLUMNS = 100, 4, 6
_GAUGES_WIDTH, _LEAST_WIDTH = 176, 320


class Figures(QWidget):
    """The account's figures in as many columns as there is room for; each explains itself."""

    def __init__(self, columns: int | None = None) -> None:
        super().__init__()
        self._columns = columns
        self.values: dict[str, Label] = {}
        self.notes: dict[str, Label] = {}
        self._cells: list[FigureCell] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        if columns:
            self.setFixedWidth(columns * (_CELL + 4))

    def set_columns(self, columns: int) -> None:
        """Stand in so many columns."""
        if columns != self._columns:
            self._columns = columns
            self.setFixedWidth(columns * (_CELL + (4 if columns == _LOW_COLUMNS else 24)))
            self._lay_out()

    def show_figures(self, shown: Sequence[Figure]) -> None:
        """Show the figures; their names and order do not change."""
        if not self._cells:
            for figure in shown:
                made = FigureCell(figure.name)
                self._cells.append(made)
                self.values[figure.name], self.notes[figure.name] = made.value, made.note
            self._lay_out()
        for made, figure in zip(self._cells, shown, strict=True):
            made.show_figure(figure)

    def _lay_out(self) -> None:
        columns = self._columns or max(2, min(_MOST_COLUMNS, self.width() // (_CELL + 36)))
        for number, made in enumerate(self._cells):
            self._grid.addWidget(made, number // columns, number % columns)
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(len(self._cells), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._columns is None:
            self._lay_out()


class FigureCell(Explained):
    """A name, a number, how many cases it is made from; pressed or rested upon, what it means."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.value, self.note = Label(fmt.UNKNOWN, BASE, MEDIUM), Label("", CAPTION, tone="text3")
        self.value.setAccessibleName(tr(name))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.value)
        line.addWidget(self.note, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(Label(tr(name), CAPTION, tone="text2"))
        rows.addLayout(line)

    def show_figure(self, figure: Figure) -> None:
        """Show another value."""
        self.value.show_value(figure.text, "text3" if figure.text == "n/a" else figure.tone)
        self.note.show_value(figure.note)
        source, period = ORIGIN_OF_FIGURES.get(figure.name, ("", ""))
        told = About(tr(figure.name), figure.text, figure.about, figure.note, tr(source), tr(period))
        self.explain_as(told)


class Gauge(Explained):
    """How much of a limit is used: name, value over limit, and a meter below."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.value, self._meter = Label("", CAPTION, MEDIUM), Meter(tr(name), _GAUGES_WIDTH)
        line = QHBoxLayout()
        line.addWidget(Label(tr(name), CAPTION, tone="text2"))
        line.addStretch(1)
        line.addWidget(self.value)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(line)
        rows.addWidget(self._meter)

    def show_use(self, use: LimitUse) -> None:
        """Show another standing."""
        self.value.show_value(use.text, "warning" if use.used is not None and use.used >= 1 else "text")
        self._meter.set_used(use.used)
        self._meter.setAccessibleName(f"{tr(use.name)}: {use.text}")
        source, period = ORIGIN_OF_LIMITS.get(use.name, ("", ""))
        self.explain_as(About(tr(use.name), use.text, use.about, "", tr(source), tr(period)))


class Gauges(QWidget):
    """The limits, one below the other."""

    _NAMES = ("Drawdown", "Positions", "Loss today", "Exposure")

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_GAUGES_WIDTH)
        self.gauges = {name: Gauge(name) for name in self._NAMES}
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        for gauge in self.gauges.values():
            rows.addWidget(gauge)
        rows.addStretch(1)

    def show_uses(self, uses: Sequence[LimitUse]) -> None:
        """Show how they stand."""
        for use in uses:
            self.gauges[use.name].show_use(use)


class Worth(QWidget):
    """What the account is worth and how its day goes."""

    def __init__(self, zone: tzinfo | None) -> None:
        super().__init__()
        self._zone = zone
        self.equity, self.day = Label(fmt.UNKNOWN, FIGURE, SEMIBOLD), Label("", BASE, MEDIUM)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        line.addWidget(self.equity)
        line.addWidget(self.day, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)

    def show_row(self, row: PortfolioMetrics, day_began_at: datetime | None) -> None:
        """Show another standing."""
        self.equity.show_value(fmt.money(row.equity), "text" if row.complete else "text3")
        told = tr("Cash, and what closing every open position now would bring, fees included.")
        self.equity.setToolTip(told if row.complete else tr("A position has no price yet; it counts at its entry."))
        gain = tr(
            "{money}  {percent} today",
            money=fmt.money(row.daily_pnl, signed=True),
            percent=fmt.percent_points(row.daily_percent, signed=True),
        )
        self.day.show_value(gain, sign_tone(row.daily_pnl))
        began = fmt.day_and_clock(day_began_at, self._zone) if day_began_at else tr("its first mark")
        self.day.setToolTip(
            tr(
                "A day begins at 00:00 UTC, with the first equity that is recorded then. This is "
                "equity now less equity then ({began} in your time).",
                began=began,
            )
        )


class Overview(QWidget):
    """Curve, figures and limits, side by side in a low dock, one above the other in a tall one."""

    def __init__(self, zone: tzinfo | None = None) -> None:
        super().__init__()
        self.setMinimumWidth(_LEAST_WIDTH)  # what does not fit is hidden: it may not keep the window from shrinking
        self.curve, self.worth = EquityCurve(zone), Worth(zone)
        self.figures, self.gauges = Figures(_LOW_COLUMNS), Gauges()
        self._left = QWidget()
        rows = QVBoxLayout(self._left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.worth)
        rows.addWidget(self.curve, 1)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 10, 16, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(16)
        self._tall: bool | None = None

    def is_roomy(self, width: int, height: int) -> bool:
        """Whether at this size the figures have room beside or below the curve."""
        needed = _LOW_COLUMNS * (_CELL + 4) + _GAUGES_WIDTH + 52
        return width >= ROOMY_WIDTH or (height >= ROOMY_HEIGHT and width >= needed)

    def show_row(self, row: PortfolioMetrics, known: Performance | None) -> None:
        """Show the account as it stands now."""
        self.worth.show_row(row, known.day_began_at if known else None)
        self.figures.show_figures(figures(row, known.figures if known else None))
        self.gauges.show_uses(limit_uses(row, known))

    def _arrange(self) -> None:
        tall = self.height() >= ROOMY_HEIGHT
        wide = tall and self.width() >= _MOST_COLUMNS * (_CELL + 24) + _GAUGES_WIDTH + 52
        self.figures.set_columns(_MOST_COLUMNS if wide else _LOW_COLUMNS)
        self.figures.setVisible(self.is_roomy(self.width(), self.height()))
        if tall == self._tall:
            return
        self._tall = tall
        for part in (self._left, self.figures, self.gauges):
            self._grid.removeWidget(part)
        top = Qt.AlignmentFlag.AlignTop
        if tall:
            self._grid.addWidget(self._left, 0, 0, 1, 3)
            self._grid.addWidget(self.figures, 1, 0, top)
            self._grid.addWidget(self.gauges, 1, 2, top)
        else:
            self._grid.addWidget(self._left, 0, 0)
            self._grid.addWidget(self.figures, 0, 1, top)
            self._grid.addWidget(self.gauges, 0, 2, top)
        self._grid.setColumnStretch(0, 0 if tall else 1)
        self._grid.setColumnStretch(1, 1 if tall else 0)
        self._grid.setRowStretch(0, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
