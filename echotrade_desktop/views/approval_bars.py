"""The queue's head and the bar that acts on several chosen calls."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from echotrade_desktop.views.docks import PanelSurface
from echotrade_desktop.views.fonts import BASE, SEMIBOLD
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import CountBadge
from echotrade_desktop.views.widgets.controls import IconButton, KeyButton
from echotrade_desktop.views.widgets.label import Label

_SOURCES = (("", "All sources"), ("telegram", "Telegram"), ("binance", "Binance leads"))


class QueueTitle(PanelSurface):
    """The head of the queue: how many wait, the way up and down, the filter.

    Signals:
    source_chosen(str): only calls of this source are to be shown; "" for all.
    """

    source_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(36, line=False)
        self.badge = CountBadge()
        self.up, self.down = (
            IconButton("arrow-up", "Card above (↑)", 12),
            IconButton("arrow-down", "Card below (↓)", 12),
        )
        self.filter = IconButton("funnel-simple", "Filter by source")
        self.more = IconButton("dots-three", "More")
        for button in (self.up, self.down):
            button.setFixedSize(24, 24)
            button.setProperty("kind", "cap")
        self.filter.setMenu(self._filter_menu())
        self.filter.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._acts = QMenu(self)
        self.more.setMenu(self._acts)
        self.more.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 8, 0)
        line.setSpacing(4)
        line.addWidget(Label(tr("Waiting for you"), BASE, SEMIBOLD))
        line.addSpacing(4)
        line.addWidget(self.badge)
        line.addSpacing(8)
        line.addWidget(self.up)
        line.addWidget(self.down)
        line.addStretch(1)
        line.addWidget(self.filter)
        line.addWidget(self.more)

    def _filter_menu(self) -> QMenu:
        menu = QMenu(self)
        for source, name in _SOURCES:
            menu.addAction(tr(name), partial(self.source_chosen.emit, source))
        return menu

    def offer(self, text: str, act: Callable[[], object]) -> None:
        """Add an act to the menu."""
        self._acts.addAction(text, act)


class SeveralBar(QWidget):
    """Acts on several chosen cards at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(44)
        self._count = Label("", BASE)
        self.approve, self.reject = KeyButton("Approve chosen"), KeyButton("Reject chosen")
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        line.setSpacing(8)
        line.addWidget(self._count)
        line.addStretch(1)
        line.addWidget(self.approve)
        line.addWidget(self.reject)

    def show_count(self, count: int) -> None:
        """Appear when something is chosen."""
        self.setVisible(count > 0)
        self._count.show_value(tr("{count} chosen", count=count))
