"""Small parts of the page of rules: the buttons of its sections, and how much each symbol moves."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read_limits import VolatilityRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, REGULAR, font
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label


class SectionButton(QAbstractButton):
    """Opens a section."""

    def __init__(self, name: str, glyph: str) -> None:
        super().__init__()
        self._glyph, self._mark = glyph, ""
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFixedHeight(32)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_mark(self, edited: bool, refused: bool) -> None:
        """Say that something in the section was edited, or is no good."""
        self._mark = "warning" if refused else "accent" if edited else ""
        told = tr(", a value is no good") if refused else tr(", edited") if edited else ""
        self.setAccessibleName(f"{self.text()}{told}")
        self.setToolTip(told.removeprefix(", ").capitalize())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(136, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, on = current_palette(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if on or self.underMouse() or self.hasFocus():
            painter.setPen(palette.accent if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(palette.tint("text", 0.08 if on else 0.04))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        ink = palette.text if on else palette.text2
        paint_icon(painter, QRectF(10, 8, 16, 16), self._glyph, ink)
        painter.setPen(ink)
        painter.setFont(font(BASE, MEDIUM if on else REGULAR))
        painter.drawText(self.rect().adjusted(36, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._mark:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(getattr(palette, self._mark))
            painter.drawEllipse(QRectF(self.width() - 18, self.height() / 2 - 3, 6, 6))


class VolatilityLine(QWidget):
    """How much each watched symbol moves now; amber where that halts entries."""

    def __init__(self) -> None:
        super().__init__()
        self._calm, self._halted = Label("", CAPTION, tone="text2"), Label("", CAPTION, MEDIUM, "warning")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 0, 0)
        rows.setSpacing(2)
        for label in (self._halted, self._calm):
            label.setWordWrap(True)
            rows.addWidget(label)

    def show_rows(self, rows: Sequence[VolatilityRow]) -> None:
        """Show other figures."""
        halted, calm = [row for row in rows if row.halted], [row for row in rows if not row.halted]
        self._halted.show_value(tr("No entries now: {figures}", figures=_figures(halted)) if halted else "")
        self._halted.setVisible(bool(halted))
        self._calm.show_value(
            tr("Now: {figures}", figures=_figures(calm)) if calm else "" if halted else tr("Not measured yet.")
        )


def _figures(rows: Sequence[VolatilityRow]) -> str:
    return "   ".join(f"{fmt.base(row.symbol)} {fmt.percent(row.share)}" for row in rows)
