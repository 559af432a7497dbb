"""A box that is ticked, or a dot that is chosen, with its words; painted in the palette, sharp at every scale."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from echotrade_desktop.views.fonts import BASE, REGULAR, font, metrics
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.theme import current_palette

_SIDE, _GAP, _HEIGHT = 16, 8, 28


class Tick(QAbstractButton):
    """Ticked or not; `one_of` makes it a dot: one of several, in a button group."""

    def __init__(self, text: str, one_of: bool = False, weight: int = REGULAR, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._one_of, self._weight = one_of, weight
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        words = metrics(BASE, self._weight).horizontalAdvance(self.text())
        return QSize(round(words) + _SIDE + _GAP + 6, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_SIDE + _GAP + 48, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter, on = current_palette(), QPainter(self), self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, (self.height() - _SIDE) / 2, _SIDE, _SIDE)
        fill = palette.accent_fill if self.isEnabled() else palette.text3
        painter.setPen(QPen(palette.accent if self.hasFocus() else fill if on else palette.text3, 1.5))
        painter.setBrush(fill if on else palette.bg)
        radius = _SIDE / 2 if self._one_of else 4
        painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        if on and self._one_of:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.on_accent)
            painter.drawEllipse(QPointF(box.center()), 3, 3)
        elif on:
            paint_icon(painter, box.adjusted(2, 2, -2, -2), "check-bold", palette.on_accent)
        if self.hasFocus():
            painter.setPen(palette.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(-1.5, -1.5, 1.5, 1.5), radius + 1.5, radius + 1.5)
        painter.setPen(palette.text if self.isEnabled() else palette.text3)
        painter.setFont(font(BASE, self._weight))
        room = QRectF(box.right() + _GAP, 0, self.width() - box.right() - _GAP, self.height())
        shown = metrics(BASE, self._weight).elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
