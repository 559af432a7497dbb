"""What is pressed: switches that wait for the answer, buttons with a key cap, icon buttons, hairlines."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QToolButton,
    QWidget,
)

from echotrade_desktop.views.fonts import BASE, MEDIUM, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import BESIDE_TEXT, TOOLBAR, icon, paint_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import keycap_width, paint_keycap


class Switch(QAbstractButton):
    """On or off, in shape as well as colour. A press only asks; `set_on` shows what came of it.

    Signals:
    asked(bool): the user wants it on (True) or off.
    """

    asked = Signal(bool)
    _TRACK = QSize(28, 16)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFixedSize(32, 28)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda: self.asked.emit(not self.isChecked()))

    def set_on(self, on: bool) -> None:
        """Show it on or off."""
        self.setChecked(on)

    def nextCheckState(self) -> None:
        """Stay as it is until told."""

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, on = current_palette(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(2, (self.height() - self._TRACK.height()) / 2, self._TRACK.width(), self._TRACK.height())
        painter.setBrush(palette.accent_fill if on else Qt.BrushStyle.NoBrush)
        painter.setPen(Qt.PenStyle.NoPen if on else QPen(palette.text3, 1.5))
        painter.drawRoundedRect(track if on else track.adjusted(0.75, 0.75, -0.75, -0.75), 8, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.on_accent if on else palette.text3)
        radius = 6 if on else 4
        x = track.right() - 8 if on else track.left() + 8
        painter.drawEllipse(QPointF(x, track.center().y()), radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(palette.accent, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-1.5, -1.5, 1.5, 1.5), 9.5, 9.5)


class KeyButton(QPushButton):
    """A push button with an icon before and a key cap after its word. Enter presses it only while it has the focus."""

    def __init__(self, text: str, key: str = "", glyph: str = "", tone: str = "text", parent: QWidget | None = None):
        super().__init__(tr(text), parent)
        self._key, self._glyph, self._tone = key, glyph, tone
        self.setAutoDefault(False)
        self.setFont(font(BASE, MEDIUM))
        self.setFixedHeight(28)

    def set_key(self, key: str) -> None:
        """Show another key cap; "" for none."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    def set_content(self, text: str, glyph: str) -> None:
        """Change the word and the icon."""
        if (tr(text), glyph) != (self.text(), self._glyph):
            self._glyph = glyph
            self.setText(tr(text))

    def set_kind(self, kind: str) -> None:
        """primary, danger, or "" for an ordinary button."""
        if kind != (self.property("kind") or ""):
            self.setProperty("kind", kind)
            self.setFont(font(BASE, SEMIBOLD if kind else MEDIUM))
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _parts(self) -> tuple[float, float, float]:
        text = metrics(BASE, SEMIBOLD if self.property("kind") else MEDIUM).horizontalAdvance(self.text())
        return BESIDE_TEXT + 8 if self._glyph else 0, text, keycap_width(self._key) + 8 if self._key else 0

    def sizeHint(self) -> QSize:
        return QSize(round(sum(self._parts())) + 24, 28)

    def minimumSizeHint(self) -> QSize:
        return QSize(round(sum(self._parts())) + 12, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QPainter(self)
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        palette, kind = current_palette(), self.property("kind")
        ink = {"primary": palette.on_accent, "danger": palette.on_danger}.get(kind, palette.text)
        if not self.isEnabled():
            ink = palette.text3
        before, text, _ = self._parts()
        x, middle = (self.width() - sum(self._parts())) / 2, self.height() / 2
        if self._glyph:
            tint = ink if kind or not self.isEnabled() else getattr(palette, self._tone)
            paint_icon(painter, QRectF(x, middle - 7, 14, 14), self._glyph, tint)
        painter.setPen(ink)
        painter.setFont(self.font())
        painter.drawText(QRectF(x + before, 0, text + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._key:
            cap = QRectF(x + before + text + 8, middle - 9, keycap_width(self._key), 18)
            self._paint_cap(painter, cap, ink)

    def _paint_cap(self, painter: QPainter, cap: QRectF, ink: QColor) -> None:
        palette = current_palette()
        fill = {"primary": "accent_fill", "danger": "danger"}.get(self.property("kind"))
        if fill is None:
            paint_keycap(painter, cap, self._key, palette.text2, palette.line, palette.bg)
        else:
            ground = palette.mixed("bg" if palette.dark else "text", fill, 0.3)
            paint_keycap(painter, cap, self._key, ink, ground, ground)


class IconButton(QToolButton):
    """An icon that is pressed; its name is the tooltip and what a screen reader says."""

    def __init__(self, glyph: str, name: str, size: int = TOOLBAR, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon(glyph))
        self.setIconSize(QSize(size, size))
        self.setFixedSize(28, 28)
        self.setAccessibleName(tr(name))
        self.setToolTip(tr(name))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def offer_to_clear(line: QLineEdit) -> None:
    """Show a cross in a field that holds something, in the app's own ink: the style's is made for light fields."""
    line.setClearButtonEnabled(True)
    for cross in line.findChildren(QToolButton):
        cross.setIcon(icon("x"))


def button_row(*buttons: QWidget) -> QHBoxLayout:
    """Buttons at the right end of a dialog's foot, the one that is meant last."""
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    return row


class IconMark(QWidget):
    """An icon that only says something."""

    def __init__(self, glyph: str, tone: str = "text2", size: int = BESIDE_TEXT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph, self._tone = glyph, tone
        self.setFixedSize(size, size)

    def show_value(self, glyph: str, tone: str, name: str = "") -> None:
        """Show another icon."""
        self.setToolTip(name)
        self.setAccessibleName(name)
        if (glyph, tone) != (self._glyph, self._tone):
            self._glyph, self._tone = glyph, tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._glyph:
            paint_icon(QPainter(self), QRectF(self.rect()), self._glyph, getattr(current_palette(), self._tone))


class Hairline(QWidget):
    """One line of one pixel between two things."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        fixed, grow = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding
        self.setSizePolicy(fixed if vertical else grow, grow if vertical else fixed)
        self.setFixedWidth(1) if vertical else self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current_palette().line)
