"""Above the plot: a tab for each symbol, a button for each timeframe, the chart's tools."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from echotrade_desktop.engine.domain.market import Instrument, Timeframe
from echotrade_desktop.views.chart.choices import HEIGHT, ChoiceButton, ChoiceRow
from echotrade_desktop.views.chart.menus import HOTKEYS, ArrangementMenu, IndicatorMenu, OptionsMenu, open_below
from echotrade_desktop.views.fonts import BASE, MEDIUM, font
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, IconButton

_TOOL = 28 + 4
_LEAST_TAB = 56
_WORD_FROM = 160  # room that is left over for the word beside the icon


class ChartHeader(QWidget):
    """Symbols at the left, timeframes after them, tools at the right.

    Symbols that do not fit go into a menu, never the chosen one; where even the timeframes do not fit, they become one
    button with a menu and the tools go into the menu of options.

    Signals:
    symbol_chosen(str), timeframe_chosen(str): the user chose another one.
    indicators_chosen(tuple): the keys of the indicators to draw.
    arrangement_chosen(int): how many charts there are to be.
    full_wanted: the charts on the whole screen, or back.
    """

    indicators_chosen = Signal(tuple)
    symbol_chosen = Signal(str)
    timeframe_chosen = Signal(str)
    arrangement_chosen = Signal(int)
    full_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._instruments: tuple[Instrument, ...] = ()
        self._compact = False
        self._leads = True
        self.symbols = ChoiceRow(tabs=True, parent=self)
        self.timeframes = ChoiceRow(tabs=False, parent=self)
        self.timeframes.set_choices([(t.value, t.value, tr("Candles of {t}", t=t.value)) for t in Timeframe])
        self.more = IconButton("caret-down", "More symbols", 12, self)
        self._menu = QMenu(self.more)
        self.timeframe = ChoiceButton("", tr("Timeframe"), tab=False, parent=self)
        self._timeframe_menu = self._menu_of_timeframes()
        self._make_tools()
        self._lay_out()
        self._wire()

    def _menu_of_timeframes(self) -> QMenu:
        menu = QMenu(self.timeframe)
        menu.setAccessibleName(tr("Timeframe"))
        for number, known in enumerate(Timeframe, 1):
            menu.addAction(f"{known.value}\t{number}", partial(self.timeframe_chosen.emit, known.value))
        return menu

    def _make_tools(self) -> None:
        self.indicators = IconButton("chart-line", "Indicators", 18, self)
        self.indicators.setText(tr("Indicators"))
        self.indicators.setFont(font(BASE, MEDIUM))
        self.arrange = IconButton("squares-four", "Charts side by side", 18, self)
        self.camera = IconButton("camera", "Save a picture of the chart…", 18, self)
        self.full = IconButton("arrows-out", "Charts on the whole screen (F)", 18, self)
        self.options = IconButton("dots-three", "More for this chart", 18, self)
        self.options.setToolTip(tr(HOTKEYS))
        self.indicator_menu = IndicatorMenu(self.indicators)
        self.arrangement_menu = ArrangementMenu(self.arrange)
        self.menu = OptionsMenu(self.indicator_menu, self.arrangement_menu, self.options)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.symbols)
        row.addWidget(self.more)
        row.addSpacing(8)
        row.addWidget(_Separator(self))
        row.addSpacing(8)
        row.addWidget(self.timeframes)
        row.addWidget(self.timeframe)
        row.addStretch(1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        for button in (self.indicators, self.arrange, self.camera, self.full, self.options):
            self.tools.addWidget(button)
        row.addLayout(self.tools)

    def _wire(self) -> None:
        self.symbols.chosen.connect(self.symbol_chosen)
        self.timeframes.chosen.connect(self.timeframe_chosen)
        self.more.clicked.connect(self._open_menu)
        self.timeframe.clicked.connect(self._open_timeframes)
        self.indicators.clicked.connect(self.open_indicators)
        self.arrange.clicked.connect(open_below(self.arrangement_menu, self.arrange))
        self.options.clicked.connect(open_below(self.menu, self.options))
        self.full.clicked.connect(self.full_wanted)
        self.menu.full.triggered.connect(self.full_wanted)
        self.menu.save_picture.triggered.connect(self.camera.click)
        self.indicator_menu.chosen.connect(self.indicators_chosen)
        self.arrangement_menu.chosen.connect(self.arrangement_chosen)

    def set_symbols(self, instruments: Sequence[Instrument]) -> None:
        """Offer these markets, named by their coin; by the whole symbol where two have the same coin."""
        self._instruments = tuple(instruments)
        bases = [i.base for i in instruments]
        self.symbols.set_choices(
            [
                (i.symbol, i.base if bases.count(i.base) == 1 else i.symbol, tr("Chart of {symbol}", symbol=i.symbol))
                for i in instruments
            ]
        )
        self._fit()

    def choose(self, symbol: str, timeframe: Timeframe) -> None:
        """Show what is on the chart."""
        self.symbols.choose(symbol)
        self.timeframes.choose(timeframe.value)
        self.timeframe.setText(f"{timeframe.value} ▾")
        self.timeframe.setAccessibleName(tr("Timeframe: {timeframe}", timeframe=timeframe.value))
        self.timeframe.updateGeometry()
        self._fit()

    def set_arrangement(self, count: int, leads: bool) -> None:
        """How many charts there are, and whether this one carries the buttons that are for all of them."""
        self.arrangement_menu.tick(count)
        self._leads = leads
        self._fit()

    def set_full(self, on: bool) -> None:
        """Whether the charts have the whole screen."""
        self.full.setToolTip(tr("Back to the window (Esc)") if on else tr("Charts on the whole screen (F)"))
        self.full.setAccessibleName(self.full.toolTip())

    def hidden_symbols(self) -> list[str]:
        """The symbols that are in the menu now."""
        return [i.symbol for i in self._instruments if (b := self.symbols.button(i.symbol)) and b.isHidden()]

    def _show_word(self, room: int) -> None:
        """Say "Indicators" beside the icon where there is room for the word."""
        word = room >= _WORD_FROM
        style = Qt.ToolButtonStyle
        self.indicators.setToolButtonStyle(style.ToolButtonTextBesideIcon if word else style.ToolButtonIconOnly)
        self.indicators.setFixedWidth(self.indicators.sizeHint().width() + 8 if word else 28)

    def open_indicators(self) -> None:
        """Let the user choose indicators."""
        open_below(self.indicator_menu, self.options if self._compact else self.indicators)()

    def _fit(self) -> None:
        """Give way in the order of how little is missed: symbols, then timeframes and tools."""
        row = self.timeframes.sizeHint().width()
        tools = 5 * _TOOL if self._leads else 3 * _TOOL
        self._compact = self.width() < row + tools + 40 + _LEAST_TAB + self.more.width()
        for button in (self.indicators, self.camera):
            button.setVisible(not self._compact)
        for button in (self.arrange, self.full):
            button.setVisible(self._leads)
        self.timeframes.setVisible(not self._compact)
        self.timeframe.setVisible(self._compact)
        if self._compact:
            row, tools = self.timeframe.sizeHint().width(), (3 if self._leads else 1) * _TOOL
        self._fit_symbols(self.width() - row - tools - 40)

    def _fit_symbols(self, room: int) -> None:
        """Hide tabs that do not fit, from the right, but not the chosen one."""
        buttons = {i.symbol: b for i in self._instruments if (b := self.symbols.button(i.symbol)) is not None}
        widths = {symbol: button.sizeHint().width() for symbol, button in buttons.items()}
        if sum(widths.values()) > room:
            room -= self.more.width()
        room -= widths.get(self.symbols.current, 0)
        for symbol, button in buttons.items():
            fits = symbol == self.symbols.current or widths[symbol] <= room
            if symbol != self.symbols.current:
                room = room - widths[symbol] if fits else 0
            button.setVisible(fits)
        self.more.setVisible(bool(self.hidden_symbols()))
        self._show_word(0 if self.hidden_symbols() else room)

    def _open_menu(self) -> None:
        self._menu.clear()
        for symbol in self.hidden_symbols():
            self._menu.addAction(symbol, partial(self._chosen_in_menu, symbol))
        open_below(self._menu, self.more)()

    def _open_timeframes(self) -> None:
        self.timeframe.setChecked(False)
        open_below(self._timeframe_menu, self.timeframe)()

    def _chosen_in_menu(self, symbol: str) -> None:
        self.symbols.choose(symbol)
        self._fit()
        self.symbol_chosen.emit(symbol)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Separator(Hairline):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(vertical=True, parent=parent)
        self.setFixedHeight(20)
