"""The way in as three steps, and the frame that a page of it stands in."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import LoginState
from echotrade_desktop.views.fonts import CAPTION, FIGURE, MEDIUM, REGULAR, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label

COLUMN = 520
_SPOT, _GAP, _LINE = 18, 6, 40


class Steps(QWidget):
    """Which of a few steps this is."""

    def __init__(self, steps: Sequence[str] = ()) -> None:
        super().__init__()
        self._steps, self._now = tuple(steps) or (tr("Consent"), tr("Sign in"), tr("Channels")), 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_step(self, number: int) -> None:
        """Show another step as the present one."""
        self._now = number
        told = tr("Step {n} of {count}: {name}", n=number + 1, count=len(self._steps), name=self._steps[number])
        self.setAccessibleName(told)
        self.update()

    def sizeHint(self) -> QSize:
        words = sum(metrics(CAPTION, MEDIUM).horizontalAdvance(step) + _SPOT + _GAP for step in self._steps)
        return QSize(round(words) + (len(self._steps) - 1) * (_LINE + 2 * _GAP) + 2, _SPOT + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter, x = current_palette(), QPainter(self), 0.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        for number, step in enumerate(self._steps):
            if number:
                painter.fillRect(QRectF(x, round(middle), _LINE, 1), palette.line)
                x += _LINE + _GAP
            self._paint_spot(painter, QRectF(x, middle - _SPOT / 2, _SPOT, _SPOT), number)
            x += _SPOT + _GAP
            painter.setFont(font(CAPTION, MEDIUM if number == self._now else REGULAR))
            painter.setPen(palette.text if number == self._now else palette.text3)
            width = metrics(CAPTION, MEDIUM).horizontalAdvance(step)
            painter.drawText(QRectF(x, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, step)
            x += width + _GAP

    def _paint_spot(self, painter: QPainter, spot: QRectF, number: int) -> None:
        palette, now = current_palette(), number == self._now
        painter.setPen(Qt.PenStyle.NoPen if now else palette.line)
        painter.setBrush(palette.accent_fill if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(spot.adjusted(0.5, 0.5, -0.5, -0.5))
        if number < self._now:
            paint_icon(painter, spot.adjusted(4, 4, -4, -4), "check-bold", palette.text2)
            return
        painter.setPen(palette.on_accent if now else palette.text3)
        painter.setFont(font(CAPTION, SEMIBOLD))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(number + 1))


class StepPage(QScrollArea):
    """One page of the way in: the steps, a title, a column of things in the middle; it scrolls when it is low."""

    def __init__(self, step: int, title: str) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        steps = Steps()
        steps.show_step(step)
        self.title = Label(title, FIGURE, SEMIBOLD)
        self.column = QVBoxLayout()
        self.column.setSpacing(0)
        self.column.addWidget(steps)
        self.column.addSpacing(28)
        self.column.addWidget(self.title)
        inside = QWidget()
        inside.setMaximumWidth(COLUMN)
        inside.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(inside, 100)
        across.addStretch(1)
        body = QWidget()
        body.setProperty("surface", "panel")
        rows = QVBoxLayout(body)
        rows.setContentsMargins(24, 40, 24, 24)
        rows.addLayout(across)
        rows.addStretch(1)
        self.setWidget(body)

    def first_field(self) -> QWidget:
        """Where the keyboard belongs when the page opens."""
        return self

    def show_state(self, state: LoginState) -> None:
        """Show how the login stands."""
        raise NotImplementedError

    def show_problem(self, sentence: str) -> None:
        """Say why the last try came to nothing; "" for nothing."""

    def say(self, text: str, tone: str = "text2", size: int = CAPTION) -> Label:
        """Add a paragraph."""
        label = Label(text, size, tone=tone)
        label.setWordWrap(True)
        self.column.addWidget(label)
        return label
