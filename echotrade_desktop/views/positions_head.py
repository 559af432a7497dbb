"""The head of the lower dock: its tabs, how the stops stand, and what is lost if this machine dies."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from echotrade_desktop.views.docks import PanelSurface
from echotrade_desktop.views.fonts import CAPTION, SEMIBOLD
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.tabs import Tabs

TABS = ("Positions", "History", "Signals", "Portfolio")
_AT_WORST = "What no stop outside this app covers stays open while the machine is dead: at worst all its margin is lost"


class PositionsHead(PanelSurface):
    """Tabs on the left; on the right the two sentences that matter when nobody looks."""

    def __init__(self) -> None:
        super().__init__(36)
        self.tabs = Tabs(TABS)
        self._shield, self.stops = IconMark("shield-check", "up_text"), ElidedLabel("", CAPTION)
        self._lost_name = Label(tr("If this machine dies:"), CAPTION, tone="text2")
        self._lost = Label("", CAPTION, SEMIBOLD)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 12, 1)
        self._line.setSpacing(6)
        self._line.addWidget(self.tabs)
        self._line.addStretch(1)
        for part in (self._shield, self.stops, self._lost_name, self._lost):
            self._line.addWidget(part)
            part.hide()
        self._line.insertSpacing(4, 6)

    def show_summary(self, stops: str, lost: str, covered: bool) -> None:
        """Show how the stops stand; "" when there is nothing to protect."""
        self.stops.show_value(stops, "text" if covered else "danger")
        glyph, tone = ("shield-check", "up_text") if covered else ("shield-warning", "danger_text")
        self._shield.show_value(glyph, tone, stops)
        self._lost.show_value(lost)
        self._lost.setToolTip(
            tr(_AT_WORST)
            if lost.startswith(tr("up to {lost}", lost=""))
            else tr("Results at the stops on the exchange")
        )
        self._fit()

    def _fit(self) -> None:
        """What is lost gives way to how the stops stand."""
        known = bool(self.stops.text())
        words = self.stops.sizeHint().width() + self._lost_name.sizeHint().width() + self._lost.sizeHint().width()
        roomy = self.tabs.sizeHint().width() + words + 80 <= self.width()
        self._shield.setVisible(known)
        self.stops.setVisible(known)
        for part in (self._lost_name, self._lost):
            part.setVisible(known and roomy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
