"""What the filters would have made of the last calls: one small cell a call, amber where a change would block it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read_limits import HindsightCall
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import ElidedLabel

_CELL, _GAP, _HEIGHT, _MOST = 6, 2, 18, 50


class CallCells(QWidget):
    """The last calls, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_MOST * (_CELL + _GAP), _HEIGHT)
        self._calls: Sequence[HindsightCall] = ()

    def set_calls(self, calls: Sequence[HindsightCall]) -> None:
        """Show other calls."""
        self._calls = calls[-_MOST:]
        self.update()

    def call_at(self, x: float) -> HindsightCall | None:
        """Return the call under a place."""
        number = int(x // (_CELL + _GAP))
        return self._calls[number] if 0 <= number < len(self._calls) else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            call = self.call_at(event.pos().x())
            QToolTip.showText(event.globalPos(), "" if call is None else told(call), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(_MOST):
            cell = QRectF(number * (_CELL + _GAP), 2, _CELL, _HEIGHT - 4)
            call = self._calls[number] if number < len(self._calls) else None
            painter.setPen(Qt.PenStyle.NoPen)
            if call is None:
                painter.setBrush(palette.line)
                painter.drawRoundedRect(QRectF(cell.center().x() - 1, cell.center().y() - 1, 2, 2), 1, 1)
            elif call.would_be_blocked_by and not call.blocked_by:
                painter.setBrush(palette.warning)
                painter.drawRoundedRect(cell, 1.5, 1.5)
            elif call.would_be_blocked_by:
                painter.setBrush(palette.text3)
                painter.drawRoundedRect(cell, 1.5, 1.5)
            else:
                painter.setBrush(palette.tint("accent", 0.25) if call.blocked_by else Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.accent if call.blocked_by else palette.text3, 1))
                painter.drawRoundedRect(cell.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)


class HindsightBar(QWidget):
    """The cells, and the same in words."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.cells = CallCells()
        self.told, self.names = ElidedLabel("", BASE, MEDIUM), ElidedLabel("", CAPTION, tone="text2")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        for part in (self.told, self.cells, self.names):
            rows.addWidget(part)

    def show_calls(self, calls: Sequence[HindsightCall], changed: bool) -> None:
        """Show what the filters say of the last calls; `changed` when they are not those in force."""
        self.cells.set_calls(calls)
        more = [call for call in calls if call.would_be_blocked_by and not call.blocked_by]
        fewer = [call for call in calls if call.blocked_by and not call.would_be_blocked_by]
        blocked = sum(1 for call in calls if call.would_be_blocked_by)
        self.told.show_value(sentence(len(calls), blocked, len(more), len(fewer), changed))
        self.told.set_tone("warning" if more else "text")
        names = "; ".join(told(call) for call in reversed(more or fewer))
        self.names.show_value(names or (tr("Each cell is a call, the newest on the right.") if calls else ""))
        self.setAccessibleName(f"{self.told.text()} {names}")


def sentence(count: int, blocked: int, more: int, fewer: int, changed: bool) -> str:
    """Say how many of the last calls are blocked."""
    if not count:
        return tr("No calls yet. Here you will see which of the last 50 your filters block.")
    last = tr("Of the last call") if count == 1 else tr("Of the last {count} calls", count=count)
    if not changed:
        return tr("{last} your filters block {value}.", last=last, value=blocked or tr("none"))
    what = tr(" and ").join(
        words
        for words in (tr("{more} more", more=more) if more else "", tr("{fewer} fewer", fewer=fewer) if fewer else "")
        if words
    )
    return tr(
        "{last} this blocks {value}, {what}.",
        last=last,
        value=blocked or tr("none"),
        what=tr("{what} than now", what=what) if what else tr("the same as now"),
    )


def told(call: HindsightCall) -> str:
    """Name a call and what blocks it."""
    rules = call.would_be_blocked_by or call.blocked_by
    name = f"{call.symbol} {call.side.value}, {fmt.plain(call.trader_name, 30)}, {fmt.day_and_clock(call.received_at)}"
    verb = tr("blocked by") if call.would_be_blocked_by else tr("no longer blocked by") if rules else tr("passes")
    return f"{name}: {verb}{' ' if rules else ''}{', '.join(rules)}"
