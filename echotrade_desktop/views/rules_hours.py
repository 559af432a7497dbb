"""Hours and blackouts as rows: days to press, two times to type; once, two days and times."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.schedule import DAYS, Once, Weekly, period_of
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD, font
from echotrade_desktop.views.rules_fields import HEIGHT, Editor, mark_invalid
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton, KeyButton
from echotrade_desktop.views.widgets.label import Label

_WEEK = (0, 1, 2, 3, 4)


class DayButton(QAbstractButton):
    """A day of the week, on or off in shape as well as colour."""

    def __init__(self, day: int) -> None:
        super().__init__()
        self._day = day
        self.setCheckable(True)
        self.setFixedSize(28, HEIGHT)
        self.setAccessibleName(DAYS[day])
        self.setToolTip(DAYS[day])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(28, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, on = current_palette(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = palette.accent if self.hasFocus() or on else palette.line
        painter.setPen(QPen(ring, 1))
        painter.setBrush(palette.tint("accent", 0.14) if on else palette.hover if self.underMouse() else palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(palette.text if on else palette.text3)
        painter.setFont(font(CAPTION, SEMIBOLD if on else MEDIUM))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, DAYS[self._day][:2])


class PeriodRow(QWidget):
    """One period.

    Signals:
    edited(): it is another one now.
    removed(): it is not wanted any more.
    """

    edited = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(4)
        self.fields: list[QLineEdit] = []

    def _field(self, name: str, text: str, width: int) -> QLineEdit:
        field = QLineEdit(text)
        field.setAccessibleName(name)
        field.setFixedSize(width, HEIGHT)
        field.setFont(font(BASE, MEDIUM))
        field.setMaxLength(16)
        field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        field.textEdited.connect(lambda _: self.edited.emit())
        self.fields.append(field)
        return field

    def _finish(self) -> None:
        self.line.addStretch(1)
        button = IconButton("x", "Remove these hours", 12)
        button.clicked.connect(self.removed)
        self.line.addWidget(button)

    def text(self) -> str:
        """Return it as text."""
        raise NotImplementedError


class WeeklyRow(PeriodRow):
    """The same hours on some days of the week."""

    def __init__(self, period: Weekly) -> None:
        super().__init__()
        start, _, end = str(period).rpartition(" ")[2].partition("-")
        self.days = [DayButton(day) for day in range(7)]
        for day, button in enumerate(self.days):
            button.setChecked(day in period.days)
            button.clicked.connect(lambda _: self.edited.emit())
            self.line.addWidget(button)
        self.line.addSpacing(8)
        self.line.addWidget(self._field(tr("From"), start, 64))
        self.line.addWidget(Label(tr("to"), BASE, tone="text2"))
        self.line.addWidget(self._field(tr("To"), end, 64))
        self._finish()

    def text(self) -> str:
        days = ",".join(DAYS[day] for day, button in enumerate(self.days) if button.isChecked()) or "none"
        return f"{days} {self.fields[0].text().strip()}-{self.fields[1].text().strip()}"


class OnceRow(PeriodRow):
    """A single period, from one day and time to another."""

    def __init__(self, period: Once) -> None:
        super().__init__()
        self.line.addWidget(Label(tr("Once"), BASE, tone="text2"))
        self.line.addSpacing(4)
        self.line.addWidget(self._field(tr("From day and time"), f"{period.start:%Y-%m-%d %H:%M}", 156))
        self.line.addWidget(Label(tr("to"), BASE, tone="text2"))
        self.line.addWidget(self._field(tr("To day and time"), f"{period.end:%Y-%m-%d %H:%M}", 156))
        self._finish()

    def text(self) -> str:
        return tr("{fields} to {fields2}", fields=self.fields[0].text().strip(), fields2=self.fields[1].text().strip())


class PeriodsEditor(Editor):
    """Any number of periods; none means that the rule is off."""

    def __init__(self, name: str, now: Callable[[], datetime] | None = None) -> None:
        """With `now`, which tells the time on the wall, single periods can be added too."""
        super().__init__()
        self.rows: list[PeriodRow] = []
        self.setAccessibleName(name)
        self._places = QVBoxLayout()
        self._places.setSpacing(6)
        self.add = KeyButton("Add hours" if now is None else "Every week", glyph="plus")
        self.add.clicked.connect(lambda: self._append(Weekly(_WEEK, 9 * 60, 17 * 60), by_hand=True))
        self.setFocusProxy(self.add)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add)
        if now is not None:
            self.add_once = KeyButton("Once", glyph="plus")
            self.add_once.clicked.connect(lambda: self._append(_next_hour(now()), by_hand=True))
            buttons.addWidget(self.add_once)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._places)
        column.addLayout(buttons)

    def _append(self, period: Weekly | Once, *, by_hand: bool) -> None:
        row = WeeklyRow(period) if isinstance(period, Weekly) else OnceRow(period)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._places.addWidget(row)
        if by_hand:
            row.fields[0].setFocus()
            row.fields[0].selectAll()
            self.edited.emit()

    def _remove(self, row: PeriodRow) -> None:
        self.rows.remove(row)
        self._places.removeWidget(row)
        row.deleteLater()
        self.add.setFocus()
        self.edited.emit()

    def text(self) -> str:
        return "; ".join(_canonical(row.text()) for row in self.rows)

    def set_text(self, text: str) -> None:
        if text == self.text():
            return
        for row in self.rows:
            self._places.removeWidget(row)
            row.deleteLater()
        self.rows = []
        for part in text.split(";"):
            if part.strip():
                self._append(period_of(part), by_hand=False)

    def set_invalid(self, invalid: bool) -> None:
        for row in self.rows:
            wrong = invalid and not _reads(row.text())
            for field in row.fields:
                mark_invalid(field, wrong)


def _next_hour(local: datetime) -> Once:
    begins = local.replace(minute=0, second=0, microsecond=0, tzinfo=None) + timedelta(hours=1)
    return Once(begins, begins + timedelta(hours=1))


def _reads(text: str) -> bool:
    try:
        period_of(text)
    except BadInput:
        return False
    return True


def _canonical(text: str) -> str:
    """Return a period as it is kept, and one that cannot be read as it was typed."""
    return str(period_of(text)) if _reads(text) else text
