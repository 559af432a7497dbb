"""The traders who are followed: switch, record, reputation, and how large their calls are traded."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from echotrade_desktop.engine.domain.limits import GREATEST_MULTIPLIER, LEAST_MULTIPLIER, ApprovalMode
from echotrade_desktop.engine.domain.messages import (
    SetGlobalMultiplier,
    SetTraderApproval,
    SetTraderMultiplier,
    ToggleTrader,
)
from echotrade_desktop.engine.domain.read import TraderRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.docks import PanelSurface
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, SEMIBOLD, font
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.models.positions import is_practice, sign_tone, source_glyph
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.trader_options import TraderOptions
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton, IconMark, Switch
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.figures import Meter
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.scroll import scrolling

_STEP = Decimal("0.1")
_CONFIDENCE = Decimal("0.8")


class MultiplierField(QAbstractButton):
    """A size factor; opens its choices. It shows what is in force, never what was only asked for.

    Signals:
    asked(object): the user wants this factor (Decimal).
    """

    asked = Signal(object)

    def __init__(self, name: str, framed: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._framed = name, framed
        self.value = Decimal(1)
        self.setFixedSize(56, 28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.clicked.connect(self.open_choices)

    def show_value(self, value: Decimal, meaning: str = "") -> None:
        """Show the factor in force and what it means in money."""
        self.value = value
        self.setText(fmt.times(value))
        self.setAccessibleName(f"{self._name} {fmt.times(value)}")
        self.setToolTip(meaning or self._name)
        self.update()

    def open_choices(self) -> QMenu:
        """Offer 0.5 to 2.0."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group, factor = QActionGroup(menu), LEAST_MULTIPLIER
        while factor <= GREATEST_MULTIPLIER:
            action = menu.addAction(fmt.times(factor), partial(self.asked.emit, factor))
            action.setCheckable(True)
            action.setChecked(factor == self.value)
            group.addAction(action)
            factor += _STEP
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        return menu

    def sizeHint(self) -> QSize:
        return QSize(56, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._framed or self.hasFocus():
            painter.setPen(QPen(palette.accent if self.hasFocus() else palette.line, 1))
            painter.setBrush(palette.hover if self.underMouse() else palette.raised)
            painter.drawRoundedRect(QRectF(0.5, 2.5, self.width() - 1, 23), 5, 5)
        painter.setPen(palette.text if self.isEnabled() else palette.text3)
        painter.setFont(font(BASE, SEMIBOLD))
        room = self.rect().adjusted(8 if self._framed else 2, 0, -18, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        paint_icon(painter, QRectF(self.width() - 17, self.height() / 2 - 5, 10, 10), "caret-down", palette.text2)


class TraderLine(QWidget):
    """One trader in two lines.

    Signals:
    toggled(object, bool), factored(object, object), approval_asked(object, object): the row and what is wanted.
    options_asked(object): the row whose options are wanted.
    """

    toggled = Signal(object, bool)
    factored = Signal(object, object)
    approval_asked = Signal(object, object)
    options_asked = Signal(object)

    def __init__(self, row: TraderRow) -> None:
        super().__init__()
        self.setFixedHeight(40)
        self.row = row
        self.switch = Switch(row.trader.name)
        self.switch.asked.connect(lambda on: self.toggled.emit(self.row, on))
        self._glyph = IconMark("telegram-logo")
        self.name, self._record = ElidedLabel("", BASE), Label("", CAPTION)
        self._rate, self._reputation = ElidedLabel("", CAPTION, tone="text2"), Label("", BASE)
        self._sample, self._meter = Label("", CAPTION, tone="text2"), Meter("reputation", 64, warns=False)
        self.factor = MultiplierField(tr("Size factor of {name}", name=row.trader.name))
        self.factor.asked.connect(lambda value: self.factored.emit(self.row, value))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self._open_menu(self.mapToGlobal(at)))
        self._lay_out()
        self.show_row(row)

    def _lay_out(self) -> None:
        record = QHBoxLayout()
        record.setSpacing(6)
        record.addWidget(self._record)
        record.addWidget(self._rate, 1)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setContentsMargins(0, 2, 0, 3)
        names.addWidget(self.name)
        names.addLayout(record)
        figures = QHBoxLayout()
        figures.setSpacing(6)
        figures.addWidget(self._reputation)
        figures.addWidget(self._sample)
        figures.addStretch(1)
        self._worth = Label("", CAPTION, tone="text2")
        score = QVBoxLayout()
        score.setSpacing(3)
        score.setContentsMargins(0, 3, 0, 5)
        score.addLayout(figures)
        score.addWidget(self._worth)
        score.addWidget(self._meter)
        score.addStretch(1)
        holder = QWidget()
        holder.setLayout(score)
        holder.setFixedWidth(90)
        line = QHBoxLayout(self)
        line.setContentsMargins(10, 0, 12, 0)
        line.setSpacing(8)
        for part in (self.switch, self._glyph):
            line.addWidget(part)
        line.addLayout(names, 1)
        line.addWidget(holder)
        line.addWidget(self.factor)

    def show_row(self, row: TraderRow) -> None:
        """Show the trader as it stands now."""
        self.row = row
        trader, record = row.trader, row.record
        name = fmt.plain(trader.name, 40)
        self.switch.set_on(trader.enabled)
        self.switch.setAccessibleName(tr("Follow {name}", name=name))
        off = tr("Calls are blocked; open positions stay managed")
        self.switch.setToolTip(tr("Calls are followed") if trader.enabled else off)
        told = tr("practice channel") if is_practice(trader.trader_id) else trader.source.value
        glyph = source_glyph(trader.source, trader.trader_id)
        self._glyph.show_value(glyph, "text2" if trader.enabled else "text3", told)
        self._glyph.setToolTip(told.capitalize())
        self.name.show_value(name, "text" if trader.enabled else "text2")
        if trader.enabled:
            self._record.show_value(fmt.money(record.net_pnl, signed=True), sign_tone(record.net_pnl))
            won = (
                tr("none closed")
                if record.win_rate is None
                else tr("{percent} won", percent=fmt.percent(record.win_rate, decimals=0))
            )
            self._rate.show_value(tr("repeats {name}", name=fmt.plain(row.repeats, 30)) if row.repeats else won)
        else:
            self._record.show_value(tr("Off"), "text2")
            self._rate.show_value(tr("calls blocked"))
        self._show_reputation(row)
        meaning = tr(
            "{multiplier}: {money} for a call of confidence {confidence}",
            multiplier=fmt.times(trader.multiplier),
            money=fmt.money(row.size_now, decimals=0),
            confidence=fmt.number(_CONFIDENCE, 2),
        )
        self.factor.show_value(trader.multiplier, meaning)
        self.setToolTip(_told(row))

    def _show_reputation(self, row: TraderRow) -> None:
        record = row.record
        known = record.reputation is not None
        self._reputation.setVisible(known)
        self._sample.show_value(f"n {record.closed}" if known else tr("Not enough data"))
        self._worth.setVisible(not known)
        self._worth.show_value(tr("n {closed} of {least}", closed=record.closed, least=record.least_sample))
        self._meter.setVisible(known)
        self._reputation.show_value(fmt.number(record.reputation, 2))
        self._meter.set_used(record.reputation)
        self._meter.setAccessibleName(
            tr(
                "reputation {reputation} from {closed} trades",
                reputation=fmt.number(record.reputation, 2),
                closed=record.closed,
            )
        )

    def _open_menu(self, at: QPoint) -> None:
        menu, trader = QMenu(self), self.row.trader
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        automatic = trader.approval is ApprovalMode.AUTOMATIC
        wanted = ApprovalMode.MANUAL if automatic else ApprovalMode.AUTOMATIC
        bar = fmt.number(trader.auto_confidence, 2)
        text = tr("Ask me before each trade") if automatic else tr("Approve by rule above confidence {bar}", bar=bar)
        menu.addAction(text, lambda: self.approval_asked.emit(self.row, wanted))
        menu.addAction(tr("Options…"), lambda: self.options_asked.emit(self.row))
        verb = tr("Switch off") if trader.enabled else tr("Switch on")
        menu.addAction(verb, lambda: self.toggled.emit(self.row, not trader.enabled))
        menu.popup(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.options_asked.emit(self.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, current_palette().line)


def _told(row: TraderRow) -> str:
    """Return who approves, what was chosen for the trader, and how sure the reputation is."""
    trader, record = row.trader, row.record
    told = [tr("Approved by rule") if trader.approval is ApprovalMode.AUTOMATIC else tr("You approve each call")]
    if row.repeats:
        told.append(
            tr("Repeats {name}: together they count as one when sources agree", name=fmt.plain(row.repeats, 30))
        )
    if trader.paper_only:
        told.append(tr("On paper only"))
    if record.reputation_low is not None:
        low, high = fmt.number(record.reputation_low, 2), fmt.number(record.reputation_high, 2)
        told.append(tr("Reputation: nine chances in ten that the win rate is from {low} to {high}", low=low, high=high))
    return ". ".join(told)


class TradersPanel(QWidget):
    """Every followed trader.

    Signals:
    leads_asked(): the user wants to follow a Binance lead trader.
    """

    leads_asked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self._bridge = bridge
        self.lines: dict[str, TraderLine] = {}
        self.for_all = MultiplierField(tr("Size factor for all new calls"), framed=False)
        self.for_all.asked.connect(lambda value: bridge.submit(SetGlobalMultiplier(value)))
        self.title_bar = self._title()
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        inner = QWidget()
        inner.setProperty("surface", "panel")
        inner.setLayout(self._column)
        scroll = scrolling(inner)
        told = tr(
            "Whoever calls in a channel you follow is listed here after the first call, with a switch of their own."
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(EmptyState("users-three", "Nobody has called yet", told))
        self._stack.addWidget(scroll)

    def _title(self) -> QWidget:
        bar = PanelSurface(36)
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(6)
        line.addWidget(Label(tr("Traders"), BASE, SEMIBOLD))
        follow = IconButton("user-plus", "Follow a Binance lead trader")
        follow.clicked.connect(self.leads_asked)
        line.addWidget(follow)
        line.addStretch(1)
        line.addWidget(Label(tr("Size for all"), CAPTION, tone="text2"))
        line.addWidget(self.for_all)
        return bar

    def set_rows(self, rows: Sequence[TraderRow]) -> None:
        """Show the traders as they stand now."""
        wanted = {row.trader.trader_id for row in rows}
        for key in [key for key in self.lines if key not in wanted]:
            self._column.removeWidget(self.lines[key])
            self.lines.pop(key).deleteLater()
        for place, row in enumerate(rows):
            line = self.lines.get(row.trader.trader_id) or self._add(row)
            if line.row != row:
                line.show_row(row)
            if self._column.indexOf(line) != place:
                self._column.removeWidget(line)
                self._column.insertWidget(place, line)
        self._stack.setCurrentIndex(1 if rows else 0)

    def set_global(self, factor: Decimal) -> None:
        """Show the factor for all new calls."""
        self.for_all.show_value(factor, tr("Every new call is traded at {factor} its size", factor=fmt.times(factor)))

    def open_options(self, row: TraderRow) -> TraderOptions:
        """Show all that can be chosen for a trader."""
        options = TraderOptions(self._bridge, row, self.window())
        options.open()
        return options

    def _add(self, row: TraderRow) -> TraderLine:
        line = self.lines[row.trader.trader_id] = TraderLine(row)
        line.options_asked.connect(self.open_options)
        line.toggled.connect(lambda at, on: self._bridge.submit(ToggleTrader(at.trader.trader_id, on)))
        line.factored.connect(lambda at, value: self._bridge.submit(SetTraderMultiplier(at.trader.trader_id, value)))
        line.approval_asked.connect(lambda at, mode: self._bridge.submit(SetTraderApproval(at.trader.trader_id, mode)))
        return line
