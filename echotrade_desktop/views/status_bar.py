"""The bottom line: how each part of the app is, in words, and what time it is."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from echotrade_desktop.engine.domain.messages import Health
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION
from echotrade_desktop.views.numerals import written
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label

_COLOURS = {Health.UP: "up", Health.STARTING: "text3", Health.STALE: "warning", Health.DOWN: "danger"}
STATES = (
    "Orders", "Stops", "Ledger", "Market", "Calls", "Telegram", "Lead traders", "Feed", "Prices", "this app",
    "watched by this app", "watched by the exchange",
)  # fmt: skip
"""What the engine calls its parts, and how they are as a rule; other details are the engine's own sentences."""
_LONGEST, _LONGEST_TIP = 38, 160  # characters of a detail in the line, and in its tooltip


class HealthDot(QWidget):
    """A dot whose shape changes too: filled when up, a ring when not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(8, 8)
        self.health = Health.STARTING

    def show_health(self, health: Health, name: str) -> None:
        """Show another state; `name` says it in words."""
        self.setToolTip(name)
        self.setAccessibleName(name)
        if health is not self.health:
            self.health = health
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, colour = QPainter(self), getattr(current_palette(), _COLOURS[self.health])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.health is Health.UP:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawEllipse(QRectF(1, 1, 6, 6))
        else:
            painter.setPen(colour)
            painter.drawEllipse(QRectF(1.5, 1.5, 5, 5))


class HealthItem(QWidget):
    """One part of the app: its dot, its name, its state in words; what is tried again counts down to it.

    Signals:
    pressed(): by the mouse; what it leads to is in the menu too.
    """

    pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._row: HealthRow | None = None
        self._dot, self.name, self.detail = HealthDot(), Label("", CAPTION, tone="text2"), Label("", CAPTION)
        self.name.show_value(tr(name[:1].upper() + name[1:]))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(5)
        for part in (self._dot, self.name, self.detail):
            line.addWidget(part)

    def show_row(self, row: HealthRow, now: datetime | None = None) -> None:
        """Show its state; anything but well is said before the detail."""
        self._row = row
        left = f" · {fmt.countdown(row.retry_at - now)}" if now and row.retry_at and row.retry_at > now else ""
        word, detail = _word_of(row.health), fmt.told(_state_of(row.detail), _LONGEST_TIP)
        before = f"{word} · " if word and detail and word.lower() not in detail.lower() else ""
        tone = {Health.STALE: "warning", Health.DOWN: "danger"}.get(row.health, "text")
        self.detail.show_value(f"{before}{fmt.plain(detail, _LONGEST)}{left}" or word, tone)
        name = f"{self.name.text()}: {before}{detail or word}{left}"
        self._dot.show_health(row.health, name)
        self.setToolTip(name)
        self.setAccessibleName(name)

    def show_time(self, now: datetime) -> None:
        """Count down to the next try."""
        if self._row is not None and self._row.retry_at is not None:
            self.show_row(self._row, now)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()
        super().mouseReleaseEvent(event)


class Foot(QStatusBar):
    """Qt's place for the bottom line, without Qt's margins."""

    def __init__(self, line: QWidget) -> None:
        super().__init__()
        self._line = line
        line.setParent(self)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(24)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._line.setGeometry(self.rect())


class StatusBar(QWidget):
    """The health of feed, sources, orders, stops and ledger; the loop's lag; the clock.

    Signals:
    pressed(str): the part whose state was pressed.
    """

    pressed = Signal(str)

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone or UTC
        self.setFixedHeight(24)
        self.setAccessibleName(tr("State of the app"))
        self.items: dict[str, HealthItem] = {}
        self._told: tuple[str, ...] = ()
        self.entries, self.lag = Label("", CAPTION), Label("", CAPTION)
        self._lag_name = Label(tr("loop"), CAPTION, tone="text2")
        self._entries_name = Label(tr("Entries"), CAPTION, tone="text2")
        self.clock = Label("", CAPTION)
        for part in (self._lag_name, self.lag):
            part.hide()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(12, 1, 12, 0)
        self._line.setSpacing(16)
        self._line.addStretch(1)
        for name, value in ((self._entries_name, self.entries), (self._lag_name, self.lag)):
            pair = QHBoxLayout()
            pair.setSpacing(5)
            pair.addWidget(name)
            pair.addWidget(value)
            self._line.addLayout(pair)
        self._line.addWidget(self.clock)

    def set_rows(self, rows: Sequence[HealthRow]) -> None:
        """Show the parts as they are now; one that has nothing to say any more goes."""
        for name in [name for name in self.items if name not in {row.name for row in rows}]:
            gone = self.items.pop(name)
            self._line.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for row in rows:
            if row.name not in self.items:
                item = self.items[row.name] = HealthItem(row.name)
                item.pressed.connect(partial(self.pressed.emit, row.name))
                self._line.insertWidget(len(self.items) - 1, item)
                item.show()  # before it is fitted in: what is not shown takes no room
            self.items[row.name].show_row(row)
        told = tuple(item.toolTip() for item in self.items.values())
        if told != self._told:
            self._told = told
            self._fit()

    def show_time(self, now: datetime) -> None:
        """Bring the clock and what is counted down up to date."""
        for item in self.items.values():
            item.show_time(now)
        self.clock.show_value(f"{fmt.clock(now, self._zone)} {now.astimezone(self._zone).tzname() or ''}".strip())

    def show_lag(self, milliseconds: float) -> None:
        """How late the loop is, in milliseconds."""
        first = not self.lag.text()
        self.lag.show_value(
            tr("{milliseconds} ms", milliseconds=written(f"{milliseconds:.1f}")),
            "warning" if milliseconds > 100 else "text",
        )
        if first:
            self._fit()

    def show_paused(self, paused: bool) -> None:
        """Whether entries are allowed."""
        self.entries.show_value(tr("paused") if paused else tr("allowed"), "warning" if paused else "text")

    def _fit(self) -> None:
        """The loop's lag gives way first, then the word on entries, then the details of what is well."""
        optional = ((self._lag_name, self.lag), (self._entries_name, self.entries))
        for pair in optional:
            for part in pair:
                part.setVisible(bool(self.lag.text()) or pair is not optional[0])
        for item in self.items.values():
            item.detail.show()
        well = [item.detail for item in self.items.values() if item.detail.tone == "text"]
        steps = [*optional, *((detail,) for detail in reversed(well))]
        for parts in steps:
            self._line.activate()
            if self.width() == 0 or self._line.minimumSize().width() <= self.width():
                return
            for part in parts:
                part.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(self.rect(), palette.panel)
        painter.fillRect(0, 0, self.width(), 1, palette.line)


def _word_of(health: Health) -> str:
    """Return what anything but well is called."""
    return {Health.STARTING: tr("starting"), Health.STALE: tr("stale"), Health.DOWN: tr("down")}.get(health, "")


def _state_of(detail: str) -> str:
    """Return how a part is, in the user's language where the engine says it in a word."""
    words = {"paper": tr("paper"), "agrees": tr("agrees"), "simulated": tr("simulated"), "allowed": tr("allowed")}
    return words.get(detail) or tr(detail)
