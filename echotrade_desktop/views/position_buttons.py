"""The buttons in a position's row: close a quarter, a half, three quarters, or all of it."""

from decimal import Decimal

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from echotrade_desktop.engine.domain.read import PositionRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION, MEDIUM, font, metrics
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

SHARES = (25, 50, 75)
_ROOM = 140  # for all of them, in pixels


class RowButton(QAbstractButton):
    """A 22 px button whose whole row height can be hit."""

    def __init__(self, text: str, width: int) -> None:
        super().__init__()
        self.setText(text)
        self.setFixedSize(width, 28)
        self.setFont(font(CAPTION, MEDIUM))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, 3, self.width() - 2, 22).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(palette.line if self.isDown() else palette.hover if self.underMouse() else palette.raised)
        painter.setPen(QPen(palette.accent if self.hasFocus() else palette.line, 1))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(palette.text if self.isEnabled() else palette.text3)
        painter.setFont(self.font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ShareButtons(QWidget):
    """25, 50, 75 and Close for one position.

    Signals:
    share(object, object): the row as it is shown and the share to close (Decimal, 0 to 1).
    whole(object): the row to close after a yes.
    """

    share = Signal(object, object)
    whole = Signal(object)

    def __init__(self, row: PositionRow) -> None:
        super().__init__()
        self._row = row
        self.buttons: dict[int, RowButton] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 11, 0)
        line.setSpacing(0)
        line.addStretch(1)
        whole = max(50, round(metrics(CAPTION, MEDIUM).horizontalAdvance(tr("Close"))) + 8)
        for percent in SHARES:
            button = self.buttons[percent] = RowButton(str(percent), (_ROOM - whole) // len(SHARES))
            button.clicked.connect(lambda _, p=percent: self.share.emit(self._row, Decimal(p) / 100))
            line.addWidget(button)
        self.close_button = RowButton(tr("Close"), whole)
        self.close_button.clicked.connect(lambda: self.whole.emit(self._row))
        line.addWidget(self.close_button)
        self.show_row(row)

    @property
    def position_id(self) -> str:
        """Whose buttons they are."""
        return self._row.position_id

    def show_row(self, row: PositionRow) -> None:
        """The position as it stands now: a press acts on this sight of it."""
        self._row = row
        for percent, button in self.buttons.items():
            button.setAccessibleName(
                tr("Close {percent} % of {symbol} {side}", percent=percent, symbol=row.symbol, side=row.side.value)
            )
            button.setToolTip(
                tr(
                    "Close {percent} % of {amount} {base}",
                    percent=percent,
                    amount=fmt.quantity(row.quantity, row.instrument),
                    base=row.instrument.base,
                )
            )
        self.close_button.setAccessibleName(tr("Close {symbol} {side}", symbol=row.symbol, side=row.side.value))
