"""Buttons of which one is chosen: tabs with an underline, or boxes with a tint."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from echotrade_desktop.views.chart.ink import draw_text, text_width
from echotrade_desktop.views.fonts import BASE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.theme import CHIP_TINT, current_palette

HEIGHT = 40
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
            painter.setBrush(palette.tint("accent", CHIP_TINT))
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
