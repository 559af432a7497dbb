"""The account in figures: where it stands, how it got there, and how close its limits are."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read import EquityPoint, PortfolioMetrics
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, font
from echotrade_desktop.views.models.positions import sign_tone
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.widgets.figures import Meter
from echotrade_desktop.views.widgets.label import Label

_NO_DATA = "n/a"


class EquityCurve(QWidget):
    """Equity over time, from recorded points only."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._points: tuple[EquityPoint, ...] = ()
        self._base: Decimal | None = None

    def set_points(self, points: Sequence[EquityPoint]) -> None:
        """Draw other points, oldest first."""
        self._points = tuple(points)
        last = fmt.money(points[-1].equity) if points else _NO_DATA
        self.setAccessibleName(f"Equity curve, {len(points)} points, now {last}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION))
        if len(self._points) < 2:
            painter.setPen(palette.text2)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "The curve begins with the first trade")
            return
        values = [float(point.equity) for point in self._points]
        low, high = min(values), max(values)
        box = QRectF(self.rect()).adjusted(0, 10, -76, -10)
        start, end = self._points[0].at, self._points[-1].at
        span = (end - start).total_seconds() or 1.0
        scale = box.height() / ((high - low) or 1.0)
        line = QPolygonF(
            [
                QPointF(
                    box.left() + box.width() * (p.at - start).total_seconds() / span, box.bottom() - scale * (v - low)
                )
                for p, v in zip(self._points, values, strict=True)
            ]
        )
        for level, y in ((high, box.top()), (low, box.bottom())):
            painter.fillRect(QRectF(box.left(), y, box.width(), 1), palette.line)
            painter.setPen(palette.text2)
            room = QRectF(box.right() + 8, y - 8, 68, 16)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, fmt.money(Decimal(str(level))))
        painter.setPen(QPen(palette.up if values[-1] >= values[0] else palette.down, 1.5))
        painter.drawPolyline(line)


class Gauge(QWidget):
    """How much of a limit is used."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name, self.value, self._meter = name, Label("", BASE, MEDIUM), Meter(name, 112)
        line = QHBoxLayout()
        line.addWidget(Label(name, CAPTION, tone="text2"))
        line.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        rows.addLayout(line)
        rows.addWidget(self.value)
        rows.addWidget(self._meter)

    def show_value(self, text: str, used: Decimal | None) -> None:
        """Show another standing; `used` is the share of the limit, 0 to 1."""
        self.value.show_value(text)
        self._meter.set_used(used)
        self._meter.setAccessibleName(f"{self._name}: {text}")


class PortfolioPanel(QWidget):
    """Equity curve, figures, and gauges against the limits."""

    _FIGURES = (
        "Total return",
        "Realised, after fees",
        "Fees paid",
        "Peak equity",
        "Win rate",
        "Profit factor",
        "Cash",
        "Margin held",
    )

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve = EquityCurve()
        self.figures = {name: Label(fmt.UNKNOWN, BASE, MEDIUM) for name in self._FIGURES}
        self._drawdown, self._positions = Gauge("Drawdown of your limit"), Gauge("Open positions")
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(1)
        for number, (name, value) in enumerate(self.figures.items()):
            row, column = divmod(number, 4)
            grid.addWidget(Label(name, CAPTION, tone="text2"), row * 3, column)
            grid.addWidget(value, row * 3 + 1, column)
            value.setAccessibleName(name)
        grid.setRowMinimumHeight(2, 10)
        gauges = QVBoxLayout()
        gauges.setSpacing(12)
        for gauge in (self._drawdown, self._positions):
            gauges.addWidget(gauge)
        gauges.addStretch(1)
        figures = QVBoxLayout()
        figures.addLayout(grid)
        figures.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 8)
        line.setSpacing(20)
        line.addWidget(self.curve, 1)
        line.addLayout(figures)
        line.addLayout(gauges)

    def show_row(self, row: PortfolioMetrics) -> None:
        """Show the account as it stands now."""
        gained, net = fmt.percent_points(row.total_return, signed=True), row.realised_pnl - row.fees
        count = f"of {row.closed_trades} closed trades"
        rate = _NO_DATA if row.win_rate is None else fmt.percent(row.win_rate, decimals=0)
        factor = _NO_DATA if row.profit_factor is None else fmt.number(row.profit_factor, 2)
        for name, text, tone, told in (
            ("Total return", gained, sign_tone(row.total_return), "Of the starting cash"),
            ("Realised, after fees", fmt.money(net, signed=True), sign_tone(net), "Fees of open positions included"),
            ("Fees paid", fmt.money(row.fees), "text", ""),
            ("Peak equity", fmt.money(row.peak), "text", "The drawdown is measured from here"),
            ("Win rate", rate, "text", count if row.closed_trades else "No closed trade yet"),
            ("Profit factor", factor, "text", "Gains over losses, " + count),
            ("Cash", fmt.money(row.cash), "text", ""),
            ("Margin held", fmt.money(row.margin), "text", "Held for open positions"),
        ):  # fmt: skip
            self.figures[name].show_value(text, tone)
            self.figures[name].setToolTip(told)
        limit = row.max_drawdown_limit
        down = f"{fmt.percent_points(row.drawdown, decimals=1)} of {fmt.percent_points(limit, decimals=0)}"
        self._drawdown.show_value(down, row.drawdown / limit if limit else None)
        used = Decimal(row.open_positions) / row.max_positions if row.max_positions else None
        self._positions.show_value(f"{row.open_positions} of {row.max_positions}", used)
