"""Above the plot: a tab for each symbol, a button for each timeframe."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from echotrade_desktop.engine.domain.market import Instrument, Timeframe
from echotrade_desktop.views.chart.ink import draw_text, text_width
from echotrade_desktop.views.fonts import BASE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.models.indicators import INDICATORS
from echotrade_desktop.views.theme import CHIP_TINT, current_palette
from echotrade_desktop.views.widgets.controls import Hairline, IconButton

HEIGHT = 40
HOTKEYS = (
    "More for this chart\n\n← → pan, with Shift further\n+ − zoom\nHome, End oldest and newest\n0 scale by itself\n"
    "S show the stop\nM measure, or Shift and drag\nTab next line, ↑ ↓ move it, Enter confirms, Esc takes it back"
)
_BY_KEYS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


class ChoiceButton(QAbstractButton):
    """One of several: a tab with an underline, or a box with a tint."""

    def __init__(self, text: str, name: str, tab: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._tab = tab
        self._ringed = False

    @property
    def _weight(self) -> int:
        return SEMIBOLD if self._tab else MEDIUM

    def sizeHint(self) -> QSize:
        side = 14 if self._tab else 8
        return QSize(round(text_width(self.text(), BASE, self._weight)) + 2 * side, HEIGHT if self._tab else 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        kept = event.reason() == Qt.FocusReason.ActiveWindowFocusReason and self._ringed
        self._ringed = kept or event.reason() in _BY_KEYS  # a click shows by the choice itself where it went
        super().focusInEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = palette.text if self.isChecked() or self.underMouse() else palette.text2
        if self._tab and self.isChecked():
            painter.fillRect(0, self.height() - 2, self.width(), 2, palette.accent)
        elif self.isChecked():
            painter.setBrush(palette.tint("accent", 2 * CHIP_TINT - 0.02))
            painter.drawRoundedRect(self.rect(), 6, 6)
            ink = palette.accent
        elif self.underMouse():
            painter.setBrush(palette.mixed("text", "panel", 0.05))
            painter.drawRoundedRect(self.rect().adjusted(0, 6, 0, -6) if self._tab else self.rect(), 6, 6)
        width = text_width(self.text(), BASE, self._weight)
        draw_text(painter, (self.width() - width) / 2, self.height() / 2, self.text(), BASE, self._weight, ink)
        if self.hasFocus() and self._ringed:
            painter.setPen(palette.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(
                self.rect().adjusted(1, 6, -2, -7) if self._tab else self.rect().adjusted(0, 0, -1, -1), 6, 6
            )


class ChoiceRow(QWidget):
    """Buttons of which one is chosen; arrow keys go along the row.

    Signals:
    chosen(str): the user chose another one.
    """

    chosen = Signal(str)

    def __init__(self, tabs: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self._group = QButtonGroup(self)
        self._buttons: dict[str, ChoiceButton] = {}
        self._chosen = ""
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0 if tabs else 2)

    @property
    def current(self) -> str:
        """The key of the chosen one."""
        return self._chosen

    def button(self, key: str) -> ChoiceButton | None:
        """The button of a key."""
        return self._buttons.get(key)

    def set_choices(self, choices: Sequence[tuple[str, str, str]]) -> None:
        """Offer these: (key, text, accessible name)."""
        if [(key, b.text()) for key, b in self._buttons.items()] == [(key, text) for key, text, _ in choices]:
            return
        for button in self._buttons.values():
            self._group.removeButton(button)
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for key, text, name in choices:
            button = ChoiceButton(text, name, self._tabs, self)
            button.clicked.connect(partial(self._clicked, key))
            self._group.addButton(button)
            self._row.addWidget(button)
            button.show()
            self._buttons[key] = button
        self.choose(self._chosen)

    def choose(self, key: str) -> None:
        """Show one as chosen; no signal."""
        self._chosen = key
        self._group.setExclusive(False)
        for other, button in self._buttons.items():
            button.setChecked(other == key)
        self._group.setExclusive(True)

    def _clicked(self, key: str) -> None:
        if key != self._chosen:
            self.choose(key)
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        keys = [key for key, button in self._buttons.items() if not button.isHidden()]
        focused = next((key for key in keys if self._buttons[key].hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        self._buttons[keys[(keys.index(focused) + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)


class IndicatorMenu(QMenu):
    """Which indicators are drawn.

    Signals:
    chosen(tuple): the keys of those that are ticked.
    """

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Indicators")
        for indicator in INDICATORS:
            if indicator.pane and not self.actions()[-1].data()[1]:
                self.addSeparator()
            action = self.addAction(indicator.label)
            action.setCheckable(True)
            action.setData((indicator.key, indicator.pane))
            action.triggered.connect(lambda: self.chosen.emit(self.keys()))

    def keys(self) -> tuple[str, ...]:
        """The keys of those that are ticked."""
        return tuple(action.data()[0] for action in self.actions() if action.isChecked())

    def tick(self, keys: tuple[str, ...]) -> None:
        """Tick these and no others; no signal."""
        for action in self.actions():
            if action.data() is not None:
                action.setChecked(action.data()[0] in keys)


class ChartHeader(QWidget):
    """Symbols at the left, timeframes after them. Symbols that do not fit go into a menu, never the chosen one.

    Signals:
    symbol_chosen(str), timeframe_chosen(str): the user chose another one.
    indicators_chosen(tuple): the keys of the indicators to draw.
    """

    indicators_chosen = Signal(tuple)
    symbol_chosen = Signal(str)
    timeframe_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.symbols = ChoiceRow(tabs=True, parent=self)
        self.timeframes = ChoiceRow(tabs=False, parent=self)
        self.more = IconButton("caret-down", "More symbols", 12, self)
        self._menu = QMenu(self.more)
        self.more.clicked.connect(self._open_menu)
        self.timeframes.set_choices([(t.value, t.value, f"Candles of {t.value}") for t in Timeframe])
        self.symbols.chosen.connect(self.symbol_chosen)
        self.timeframes.chosen.connect(self.timeframe_chosen)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(4)
        self.indicators = IconButton("chart-line", "Indicators", 18, self)
        self.indicator_menu = IndicatorMenu(self.indicators)
        self.indicators.clicked.connect(self._open_indicators)
        self.indicator_menu.chosen.connect(self.indicators_chosen)
        self.tools.addWidget(self.indicators)
        self.camera = IconButton("camera", "Save a picture of the chart …", 18, self)
        self.tools.addWidget(self.camera)
        self.tools.addWidget(self._options_button())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(0)
        row.addWidget(self.symbols)
        row.addWidget(self.more)
        row.addSpacing(8)
        row.addWidget(_Separator(self))
        row.addSpacing(8)
        row.addWidget(self.timeframes)
        row.addStretch(1)
        row.addLayout(self.tools)
        self._instruments: tuple[Instrument, ...] = ()

    def set_symbols(self, instruments: Sequence[Instrument]) -> None:
        """Offer these markets, named by their coin; by the whole symbol where two have the same coin."""
        self._instruments = tuple(instruments)
        bases = [i.base for i in instruments]
        self.symbols.set_choices(
            [(i.symbol, i.base if bases.count(i.base) == 1 else i.symbol, f"Chart of {i.symbol}") for i in instruments]
        )
        self._fit()

    def choose(self, symbol: str, timeframe: Timeframe) -> None:
        """Show what is on the chart."""
        self.symbols.choose(symbol)
        self.timeframes.choose(timeframe.value)
        self._fit()

    def hidden_symbols(self) -> list[str]:
        """The symbols that are in the menu now."""
        return [i.symbol for i in self._instruments if (b := self.symbols.button(i.symbol)) and b.isHidden()]

    def _fit(self) -> None:
        """Hide tabs that do not fit, from the right, but not the chosen one."""
        buttons = {i.symbol: b for i in self._instruments if (b := self.symbols.button(i.symbol)) is not None}
        room = self.width() - self.timeframes.sizeHint().width() - self.tools.sizeHint().width() - 40
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

    def _open_menu(self) -> None:
        self._menu.clear()
        for symbol in self.hidden_symbols():
            self._menu.addAction(symbol, partial(self._chosen_in_menu, symbol))
        self._menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _options_button(self) -> IconButton:
        self.options = IconButton("dots-three", "More for this chart", 18, self)
        self.options.setToolTip(HOTKEYS)
        menu = QMenu(self.options)
        menu.setAccessibleName("More for this chart")
        self.measure = menu.addAction("Measure\tM, or Shift and drag")
        self.show_stop = menu.addAction("Show the stop\tS")
        self.alt_to_drag = menu.addAction("Drag lines only with Alt held")
        self.alt_to_drag.setCheckable(True)
        self.options.clicked.connect(lambda: menu.popup(self.options.mapToGlobal(self.options.rect().bottomLeft())))
        return self.options

    def _open_indicators(self) -> None:
        self.indicator_menu.popup(self.indicators.mapToGlobal(self.indicators.rect().bottomLeft()))

    def _chosen_in_menu(self, symbol: str) -> None:
        self.symbols.choose(symbol)
        self._fit()
        self.symbol_chosen.emit(symbol)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class _Separator(Hairline):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(vertical=True, parent=parent)
        self.setFixedHeight(20)
