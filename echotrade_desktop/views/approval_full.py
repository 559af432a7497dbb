"""What only an open card says: made when a card is opened for the first time, since most of a flood never are."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.approval_parts import DriftLine, Levels, SizeLine
from echotrade_desktop.views.fonts import BASE, MEDIUM, font
from echotrade_desktop.views.icons import icon
from echotrade_desktop.views.models.approvals import CardText
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, IconMark
from echotrade_desktop.views.widgets.label import ElidedLabel


class RulesLine(QWidget):
    """How many rules pass, and the button that tells why."""

    def __init__(self) -> None:
        super().__init__()
        self._told = ElidedLabel("", BASE)
        self.why = QPushButton(tr("Why"))
        self.why.setProperty("kind", "link")
        self.why.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.why.setFont(font(BASE, MEDIUM))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconMark("check", "up_text"))
        line.addWidget(self._told, 1)
        line.addWidget(self.why)

    def show_row(self, row: ApprovalRow, blocked: bool) -> None:
        """Count the rules that say yes."""
        others = len(row.queued.verdicts) - len(row.queued.blocking)
        told = tr("{others} other rules pass", others=others) if blocked else tr("{others} rules pass", others=others)
        self._told.show_value(told)

    def show_open(self, opened: bool) -> None:
        """Say whether the reasons are open."""
        self.why.setIcon(icon("caret-up" if opened else "caret-down", "accent"))
        self.why.setAccessibleName(tr("Hide why") if opened else tr("Show why"))


class FullForm:
    """The parts of an open card, put into its column around what every card has.

    `above` stands below the head, `scale` below the sentence of what is in the way, `rules` below the prices.
    """

    def __init__(self) -> None:
        self.above, self.scale, self.rules = QWidget(), DriftLine(), RulesLine()
        self._levels, self._size = Levels(), SizeLine()
        rows = QVBoxLayout(self.above)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        for part in (self._levels, Hairline(), self._size):
            rows.addWidget(part)

    def show_row(self, row: ApprovalRow, text: CardText, opened: bool) -> None:
        """Show a call; `opened` says whether its reasons are open below it."""
        blocked = bool(text.blocked)
        self._levels.show_text(text)
        self._size.show_text(text)
        self._size.setVisible(not blocked)
        self.scale.setVisible(self._show_scale(row, text))
        self.rules.show_row(row, blocked)
        self.rules.show_open(opened)
        self.above.show()
        self.rules.show()

    def hide(self) -> None:
        """The card is compact."""
        for part in (self.above, self.scale, self.rules):
            part.hide()

    def _show_scale(self, row: ApprovalRow, text: CardText) -> bool:
        """Draw price against limit when the one rule in the way is about distance from the call."""
        blocking = row.queued.blocking
        drift = len(blocking) == 1 and "drift" in blocking[0].rule.lower() and blocking[0].used is not None
        if drift:
            self.scale.show_row(text, fmt.price(row.price, row.instrument), blocking[0].used)
        return drift
