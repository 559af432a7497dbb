"""The chart's menus: which indicators are drawn, how many charts there are, and everything else one can do."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from echotrade_desktop.views.models.indicators import INDICATORS
from echotrade_desktop.views.translation import tr

HOTKEYS = (
    "More for this chart\n\n← → pan, with Shift further\n+ − zoom\nHome, End oldest and newest\n0 scale by itself\n"
    "1 to 6 timeframe, from 1m to 1d\nL logarithmic prices, H hollow candles\nI indicators\nF full screen\n"
    "S show the stop\nM measure, or Shift and drag\nTab next line, ↑ ↓ move it, Enter confirms, Esc takes it back"
)
_ARRANGEMENTS = ((1, "One chart"), (2, "Two, side by side"), (4, "Four, two by two"))


class IndicatorMenu(QMenu):
    """Which indicators are drawn.

    Signals:
    chosen(tuple): the keys of those that are ticked.
    """

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Indicators"), parent)
        self.setAccessibleName(tr("Indicators"))
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


class ArrangementMenu(QMenu):
    """How many charts are side by side.

    Signals:
    chosen(int): one, two or four.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Charts side by side"), parent)
        self.setAccessibleName(tr("Charts side by side"))
        group = QActionGroup(self)
        for count, words in _ARRANGEMENTS:
            action = self.addAction(f"{tr(words)}\tAlt+{count}", partial(self.chosen.emit, count))
            action.setCheckable(True)
            action.setData(count)
            group.addAction(action)

    def tick(self, count: int) -> None:
        """Show how many there are; no signal."""
        for action in self.actions():
            action.setChecked(action.data() == count)


class OptionsMenu(QMenu):
    """What can be done with one chart, and how it is drawn."""

    def __init__(self, indicators: IndicatorMenu, arrangement: ArrangementMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("More for this chart"))
        self.measure = self.addAction(tr("Measure\tM, or Shift and drag"))
        self.show_stop = self.addAction(tr("Show the stop\tS"))
        self.save_picture = self.addAction(tr("Save a picture…"))
        self.addMenu(indicators)
        self.addSeparator()
        self.log = self._option(tr("Logarithmic prices\tL"))
        self.hollow = self._option(tr("Hollow rising candles\tH"))
        self.alt_to_drag = self._option(tr("Drag lines only with Alt held"))
        self.addSeparator()
        self.addMenu(arrangement)
        self.full = self.addAction(tr("Charts on the whole screen\tF"))

    def _option(self, words: str) -> QAction:
        action = self.addAction(words)
        action.setCheckable(True)
        return action


def open_below(menu: QMenu, button: QWidget) -> Callable[[], None]:
    """What opens a menu below a button."""
    return lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
