"""Tabs with a count beside their name."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD, font, metrics
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr


class Tab(QAbstractButton):
    """One tab; arrow keys move between the tabs of a row."""

    def __init__(self, name: str) -> None:
        super().__init__()
        name = tr(name)
        self.setText(name)
        self.setCheckable(True)
        self.setFixedHeight(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.count: int | None = None
        self.setAccessibleName(name)

    def set_count(self, count: int | None) -> None:
        """Show another number; None shows none."""
        if count != self.count:
            before, self.count = self.sizeHint(), count
            self.setAccessibleName(self.text() if count is None else f"{self.text()}, {count}")
            if self.sizeHint() != before:
                self.updateGeometry()  # the whole window is laid out anew by it
            self.update()

    def _count_text(self) -> str:
        return fmt.count(self.count) if self.count else ""

    def sizeHint(self) -> QSize:
        name = metrics(BASE, SEMIBOLD).horizontalAdvance(self.text())
        count = metrics(CAPTION).horizontalAdvance(self._count_text())
        return QSize(round(name + (count + 6 if count else 0)) + 20, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, chosen, width = current_palette(), self.isChecked(), self.width()
        painter = QPainter(self)
        weight = SEMIBOLD if chosen else MEDIUM
        painter.setFont(font(BASE, weight))
        painter.setPen(palette.text if chosen or self.underMouse() else palette.text2)
        painter.drawText(QRectF(10, 0, width, 35), Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(font(CAPTION))
        painter.setPen(palette.text2)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, 0, width - 10, 35), right, self._count_text())
        if chosen:
            painter.fillRect(10, 34, width - 20, 2, palette.accent)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(palette.accent)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 5.5, -3.5, -5.5), 4, 4)


class Tabs(QWidget):
    """A row of tabs.

    Signals:
    chosen(int): another tab is in front.
    """

    chosen = Signal(int)

    def __init__(self, names: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = [Tab(name) for name in names]
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(2, 0, 0, 0)
        line.setSpacing(0)
        for number, tab in enumerate(self.tabs):
            self._group.addButton(tab, number)
            line.addWidget(tab)
        self.tabs[0].setChecked(True)
        self._group.idToggled.connect(self._toggled)

    def _toggled(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(number)

    @property
    def current(self) -> int:
        """The number of the tab in front."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Bring a tab to the front."""
        self.tabs[number].setChecked(True)
