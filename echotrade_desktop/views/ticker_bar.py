"""The newest price of every watched symbol, in one row."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QElapsedTimer, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QStyle

from echotrade_desktop.engine.domain.market import Instrument, Ticker
from echotrade_desktop.engine.domain.messages import Health, WatchSymbol
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.docks import PanelSurface
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, REGULAR, SEMIBOLD
from echotrade_desktop.views.icons import paint_triangle
from echotrade_desktop.views.set_text import draw_text, text_width
from echotrade_desktop.views.status_bar import HealthDot
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.controls import IconButton
from echotrade_desktop.views.widgets.label import Label

PRICE_MS = 100
"""No eye reads a figure that changes more often."""
FLASH_MS = 300
REST_MS = 900
"""A busy market flashes now and then, not all the time."""
STALE_AFTER = timedelta(seconds=5)
_CELL, _LEAST_CELL = 184, 156


LONGEST_AGE = "59 s"


class TickerCell(QAbstractButton):
    """A symbol with its price and its day. A press opens its chart."""

    def __init__(self, symbol: str, instrument: Instrument | None) -> None:
        super().__init__()
        self.symbol = symbol
        self._instrument = instrument
        self.ticker: Ticker | None = None
        self.stale_for: timedelta | None = None
        self.current = False
        self.halted = False
        self.flash = 0
        self._flashing = QTimer(self, singleShot=True, interval=FLASH_MS)
        self._flashing.timeout.connect(self._end_flash)
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._name()

    def show_ticker(self, ticker: Ticker) -> None:
        """Show a new price; one that changed flashes."""
        before, self.ticker = self.ticker, ticker
        self.stale_for = None
        if before is not None and before.price != ticker.price and self._may_flash():
            self.flash = 1 if ticker.price > before.price else -1
            self._flashing.start()
            self._resting.start()
        self._name()
        self.update()

    def show_age(self, now: datetime) -> None:
        """Grey out a price that is too old."""
        age = None if self.ticker is None else now - self.ticker.timestamp
        stale = age if age is not None and age > STALE_AFTER else None
        if stale is not None or self.stale_for is not None:
            self.stale_for = stale
            self._name()
            self.update()

    def set_current(self, current: bool) -> None:
        """Mark the symbol whose chart is shown."""
        self.current = current
        self.update()

    def set_halted(self, halted: bool) -> None:
        """Say that volatility keeps entries out."""
        if halted != self.halted:
            self.halted = halted
            self._name()
            self.update()

    def _may_flash(self) -> bool:
        animated = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0
        return animated and not self._resting.isActive()

    def _end_flash(self) -> None:
        self.flash = 0
        self.update()

    def texts(self) -> tuple[str, str, int]:
        """Price, change of the day (or the age of a stale price), and the change's sign."""
        if self.ticker is None:
            return fmt.UNKNOWN, tr("no price yet"), 0
        shown = self._instrument or max(0, fmt.decimals_of(self.ticker.price))
        price = fmt.price(self.ticker.price, shown)
        if self.stale_for is not None:
            return price, tr("stale {age}", age=fmt.age(self.stale_for)), 0
        if self.halted:
            return price, tr("no entries"), 0
        change = self.ticker.change_24h
        if change is None:
            return price, fmt.UNKNOWN, 0
        return price, fmt.percent_points(change, signed=True), (change > 0) - (change < 0)

    def _name(self) -> None:
        price, change, _ = self.texts()
        self.setAccessibleName(
            tr("{symbol} {price}, {change}. Opens the chart", symbol=self.symbol, price=price, change=change)
        )
        told = (
            tr("{symbol}: open the chart", symbol=self.symbol)
            if self.ticker
            else tr("{symbol}: no price has come in yet", symbol=self.symbol)
        )
        halted = tr("{symbol} moves too much: no entries until it is calm again. Open the chart", symbol=self.symbol)
        self.setToolTip(halted if self.halted else told)

    def sizeHint(self) -> QSize:
        return QSize(_CELL, 36)

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST_CELL, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, height = current_palette(), self.height()
        price, change, sign = self.texts()
        grey = self.stale_for is not None or self.ticker is None
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.fillRect(self.rect(), palette.tint("text", 0.04))
        x = 12.0
        x += self._write(painter, x, fmt.base(self.symbol), "text", BASE, SEMIBOLD) + 8
        width = text_width(price, BASE, MEDIUM)
        if self.flash:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.tint("up" if self.flash > 0 else "down", 0.10 if not palette.dark else 0.18))
            painter.drawRoundedRect(QRectF(x - 4, height / 2 - 10, width + 8, 20), 4, 4)
        x += self._write(painter, x, price, "text3" if grey else "text", BASE, MEDIUM) + 8
        role = {1: "up_text", -1: "down_text"}.get(sign, "warning_text" if self.stale_for or self.halted else "text2")
        if sign:
            paint_triangle(painter, QRectF(x, height / 2 - 2.5, 7, 5), sign > 0, getattr(palette, role))
            x += 11
        self._write(painter, x, change, role, CAPTION)
        if self.current:
            painter.fillRect(0, height - 2, self.width() - 1, 2, palette.accent)
        painter.fillRect(self.width() - 1, 10, 1, height - 20, palette.line)
        if self.hasFocus():
            painter.setPen(palette.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -4.5, -4.5), 4, 4)

    def _write(self, painter: QPainter, x: float, text: str, role: str, size: int, weight: int = 400) -> float:
        draw_text(painter, x, self.height() / 2, text, size, weight, getattr(current_palette(), role))
        return text_width(text, size, weight)


class TickerBar(PanelSurface):
    """The row of prices, with what the feed is and how it does.

    Signals:
    opened(str): a symbol whose chart is wanted.
    """

    opened = Signal(str)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(36)
        self.setAccessibleName(tr("Prices"))
        self._bridge = bridge
        self._instruments: dict[str, Instrument] = {}
        self.cells: dict[str, TickerCell] = {}
        self._newest: datetime | None = None
        self.add_button = IconButton("plus", "Add a symbol", 14)
        self.add_button.clicked.connect(self.open_choices)
        self.more_button = IconButton("caret-down", "More symbols", 12)
        self.more_button.clicked.connect(self._open_hidden)
        self.more_button.hide()
        self.simulated = Chip(tr("SIMULATED"))
        self.simulated.setToolTip(tr("Prices are made up by this app: no real market"))
        self.simulated.hide()
        self._dot, self.delay = HealthDot(), Label("", CAPTION)
        widest = text_width(tr("{age} ago", age=LONGEST_AGE), CAPTION, REGULAR)  # nothing moves while it counts
        self.delay.setMinimumWidth(int(widest) + 2)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 12, 1)
        self._line.setSpacing(0)
        self._line.addWidget(self.more_button)
        self._line.addWidget(self.add_button)
        self._line.addStretch(1)
        for part in (self.simulated, Label(tr("feed"), CAPTION, tone="text2"), self._dot, self.delay):
            self._line.addSpacing(12 if part is not self._dot and part is not self.delay else 6)
            self._line.addWidget(part)
        self._coming: dict[str, Ticker] = {}
        self._shown = QElapsedTimer()
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._show_coming)
        bridge.events.tickers.connect(self._take)

    def set_instruments(self, instruments: Sequence[Instrument]) -> None:
        """What can be added, and how its prices are written."""
        self._instruments = {instrument.symbol: instrument for instrument in instruments}

    def forget(self) -> None:
        """Show no symbols; what was known of another market's prices is gone."""
        self._soon.stop()
        self._coming.clear()
        self.set_symbols(())
        self._instruments, self._newest = {}, None
        self.delay.show_value("")

    def set_simulated(self, simulated: bool) -> None:
        """Say that no real market stands behind the prices."""
        self.simulated.setVisible(simulated)
        self._fit()

    def set_symbols(self, symbols: Sequence[str]) -> None:
        """Show these symbols, in this order."""
        for symbol in [symbol for symbol in self.cells if symbol not in symbols]:
            cell = self.cells.pop(symbol)
            self._line.removeWidget(cell)
            cell.deleteLater()
        for place, symbol in enumerate(symbols):
            if symbol not in self.cells:
                self.cells[symbol] = self._new_cell(symbol)
            self._line.insertWidget(place, self.cells[symbol])
        self.cells = {symbol: self.cells[symbol] for symbol in symbols}
        for one, other in pairwise([*self.cells.values(), self.add_button]):
            self.setTabOrder(one, other)
        self._fit()

    def _take(self, tickers: Mapping[str, Ticker]) -> None:
        """Show prices at once when none were shown for a moment, else with the others of that moment."""
        self._coming.update(tickers)
        if self._soon.isActive():
            return
        since = self._shown.elapsed() if self._shown.isValid() else PRICE_MS
        if since >= PRICE_MS:
            self._show_coming()
        else:
            self._soon.start(PRICE_MS - since)

    def _show_coming(self) -> None:
        self._shown.start()
        coming, self._coming = self._coming, {}
        self.show_tickers(coming)

    def show_tickers(self, tickers: Mapping[str, Ticker]) -> None:
        """Show these prices now."""
        for symbol, ticker in tickers.items():
            self._newest = ticker.timestamp if self._newest is None else max(self._newest, ticker.timestamp)
            if symbol in self.cells:
                self.cells[symbol].show_ticker(ticker)

    def show_time(self, now: datetime) -> None:
        """Grey out what is stale, and say how late the newest price was."""
        for cell in self.cells.values():
            cell.show_age(now)
        if self._newest is not None:
            late = max(timedelta(0), now - self._newest)
            text = (
                tr("{late} ms", late=late // timedelta(milliseconds=1))
                if late < timedelta(seconds=1)
                else tr("{age} ago", age=fmt.age(late))
            )
            self.delay.show_value(text, "warning" if late > STALE_AFTER else "text")

    def show_health(self, health: Health, detail: str) -> None:
        """How the feed is, in colour and words."""
        self._dot.show_health(health, tr("Feed: {detail}", detail=detail))
        if self._newest is None:
            self.delay.show_value(fmt.plain(detail, 24))

    def set_current(self, symbol: str) -> None:
        """Mark the symbol whose chart is shown."""
        for name, cell in self.cells.items():
            cell.set_current(name == symbol)

    def show_halted(self, symbols: Collection[str]) -> None:
        """Mark the symbols on which volatility keeps entries out."""
        for symbol, cell in self.cells.items():
            cell.set_halted(symbol in symbols)

    def open_choices(self) -> QMenu:
        """Offer the symbols that are not watched yet."""
        menu = self._menu()
        for symbol in sorted(set(self._instruments) - set(self.cells)):
            menu.addAction(symbol, partial(self._watch, symbol))
        if menu.isEmpty():
            menu.addAction(tr("Every symbol of this market is shown")).setEnabled(False)
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))
        return menu

    def _watch(self, symbol: str) -> None:
        self._bridge.submit(WatchSymbol(symbol, True))

    def _new_cell(self, symbol: str) -> TickerCell:
        cell = TickerCell(symbol, self._instruments.get(symbol))
        cell.clicked.connect(lambda: self.opened.emit(symbol))
        cell.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        cell.customContextMenuRequested.connect(lambda at: self.open_cell_menu(cell, cell.mapToGlobal(at)))
        return cell

    def open_cell_menu(self, cell: TickerCell, at: QPoint) -> QMenu:
        """What can be done with a symbol."""
        menu = self._menu()
        menu.addAction(tr("Open chart"), lambda: self.opened.emit(cell.symbol))
        menu.addAction(
            tr("Remove {symbol}", symbol=cell.symbol), lambda: self._bridge.submit(WatchSymbol(cell.symbol, False))
        )
        menu.popup(at)
        return menu

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _open_hidden(self) -> None:
        menu = self._menu()
        for symbol, cell in self.cells.items():
            if cell.isHidden():
                menu.addAction("  ".join((symbol, *cell.texts()[:2])), partial(self.opened.emit, symbol))
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height())))

    def _fit(self) -> None:
        """Show as many cells as there is room for; the rest are in the menu."""
        state = 190 if self.simulated.isVisibleTo(self) else 110
        room = max(1, (self.width() - state - 60) // _LEAST_CELL)
        width = max(_LEAST_CELL, min(_CELL, (self.width() - state - 60) // max(1, min(room, len(self.cells)))))
        for number, cell in enumerate(self.cells.values()):
            cell.setVisible(number < room)
            cell.setFixedWidth(width)
        self.more_button.setVisible(len(self.cells) > room)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
