"""Sections of a page, chosen from a list at its side."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, MEDIUM, REGULAR, font
from echotrade_desktop.views.theme import current_palette

ROW, LOW_ROW = 26, 22
"""A tab's height, and what it shrinks to in a low dock."""


class SideTab(QAbstractButton):
    """One section; arrow keys move between the sections of a list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setMinimumHeight(LOW_ROW)
        self.setMaximumHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        return QSize(104, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, chosen = current_palette(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.selection)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 1, -4, -1), 4, 4)
        painter.setFont(font(BASE, MEDIUM if chosen else REGULAR))
        painter.setPen(palette.text if chosen or self.underMouse() else palette.text2)
        painter.drawText(QRectF(self.rect()).adjusted(12, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            painter.setPen(palette.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 1.5, -4.5, -1.5), 4, 4)


class SideTabs(QWidget):
    """A list of sections.

    Signals:
    chosen(int): another section is in front.
    """

    chosen = Signal(int)

    def __init__(self, name: str, sections: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedWidth(112)
        self.tabs = [SideTab(section) for section in sections]
        self._group = QButtonGroup(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 0)
        rows.setSpacing(0)
        for number, tab in enumerate(self.tabs):
            self._group.addButton(tab, number)
            rows.addWidget(tab)
        rows.addStretch(1)
        self.tabs[0].setChecked(True)
        self._group.idToggled.connect(lambda number, on: self.chosen.emit(number) if on else None)

    @property
    def current(self) -> int:
        """The number of the section in front."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Bring a section to the front."""
        self.tabs[number].setChecked(True)

    def set_offered(self, number: int, offered: bool) -> None:
        """Offer a section or not; from one that is not, the first comes to the front."""
        self.tabs[number].setVisible(offered)
        if not offered and self.current == number:
            self.choose(0)
