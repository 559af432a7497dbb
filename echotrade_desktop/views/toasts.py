"""Short notices in the corner of the window: what happened, and the way back where there is one."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconButton, IconMark
from echotrade_desktop.views.widgets.label import Label

STAYS_MS = {"info": 6_000, "warning": 12_000, "danger": 0}
"""How long a toast stays by its level; danger stays until it is closed."""
_MOST, _GAP, _WIDTH, _KEPT = 3, 8, 380, 50
_ROOM_FOR_ALL = 480
_LEAST_WIDTH, _LABELS = 280, 308
"""On a narrow chart a toast ends where the labels of its lines begin."""
_ABOVE = 40  # leaves the time axis of the chart free
MARKS = {
    "info": ("info", "text2"),
    "warning": ("warning", "warning_text"),
    "danger": ("shield-warning", "danger_text"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence for the user; `undo` is done when the way back is taken, `show` when the thing itself is wanted.

    `ways` are what it offers, each by its name: it stays until they are taken, or it is closed.
    `at` is when it was told.
    """

    sentence: str
    level: str = "info"
    undo: Callable[[], object] | None = None
    show: Callable[[], object] | None = None
    ways: tuple[tuple[str, Callable[[], object]], ...] = ()
    at: datetime | None = None


class Toast(QWidget):
    """One notice. It waits while the cursor is over it or it has the focus; Esc closes it.

    Signals:
    done(): it can go.
    """

    done = Signal()

    def __init__(self, telling: Telling, parent: QWidget) -> None:
        super().__init__(parent)
        self.telling = telling
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(telling.sentence)
        glyph, tone = MARKS.get(telling.level, MARKS["info"])
        told = Label(fmt.plain(telling.sentence, 300), BASE)
        told.setWordWrap(True)
        way = tr("Undo") if telling.undo is not None else tr("Show")
        self.undo = QPushButton(way)
        self.undo.setProperty("kind", "link")
        self.undo.setAccessibleName(f"{way}: {telling.sentence}")
        self.undo.setVisible(telling.undo is not None or telling.show is not None)
        self.undo.clicked.connect(self.take_back)
        self.close_button = IconButton("x", tr("Close this notice"), 12)
        self.close_button.clicked.connect(self.done)
        line = self._line = QHBoxLayout(self)
        line.setContentsMargins(14, 8, 6, 8)
        line.setSpacing(8)
        line.addWidget(IconMark(glyph, tone))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(told)
        self.ways = [self._add_way(words, name, do) for name, do in telling.ways]
        line.addLayout(words, 1)
        line.addWidget(self.undo)
        line.addWidget(self.close_button)
        stays = 0 if telling.ways else STAYS_MS.get(telling.level, 6_000)
        self._going = QTimer(self, singleShot=True, interval=stays)
        self._going.timeout.connect(self.done)
        self.setFixedWidth(_WIDTH)
        self._wait()

    def _add_way(self, words: QVBoxLayout, name: str, do: Callable[[], object]) -> QPushButton:
        button = QPushButton(name)
        button.setProperty("kind", "link")
        button.setAccessibleName(name)
        button.clicked.connect(lambda: self._take(button, do))
        words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _take(self, button: QPushButton, do: Callable[[], object]) -> None:
        """Do what it offers; once all of it was taken it can go."""
        button.hide()
        do()
        if all(way.isHidden() for way in self.ways):
            self.done.emit()

    def take_back(self) -> None:
        """Do what undoes it, or show what it tells of."""
        if (way := self.telling.undo or self.telling.show) is not None:
            way()
        self.done.emit()

    def _wait(self) -> None:
        if self._going.interval() > 0:
            self._going.start()

    def fit(self, width: int) -> None:
        """Be this wide, and as high as the words need then."""
        self.setFixedWidth(width)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        width = self.maximumWidth()
        return QSize(width, max(44, self._line.heightForWidth(width)))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._going.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._wait()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = {"warning": "warning", "danger": "danger"}.get(self.telling.level)
        painter.setPen(getattr(palette, role) if role else palette.line)
        painter.setBrush(palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class Toasts(QObject):
    """Stacks toasts above the lower left corner of a widget, at most three, newest lowest.

    Signals:
    told(object): a `Telling` was shown.
    """

    told = Signal(object)

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.shown: list[Toast] = []
        self.kept: deque[Telling] = deque(maxlen=_KEPT)
        over.installEventFilter(self)

    def tell(self, telling: Telling) -> None:
        """Show a notice and keep it for the list."""
        self.kept.appendleft(telling)
        toast = Toast(telling, self._over)
        toast.done.connect(lambda: self._remove(toast))
        self.shown.append(toast)
        self._give_way()
        toast.show()
        self._place()
        self.told.emit(telling)

    def _give_way(self) -> None:
        while len(self.shown) > self._most():
            self._remove(self.shown[0])

    def _most(self) -> int:
        """How many fit: in a low window the newest one, so that the chart stays in sight."""
        return _MOST if self._over.height() >= _ROOM_FOR_ALL else 1

    def undo_last(self) -> None:
        """Take back the newest thing that can be taken back."""
        for toast in reversed(self.shown):
            if toast.telling.undo is not None:
                toast.take_back()
                return

    def clear(self) -> None:
        """Take all of them away."""
        while self.shown:
            self._remove(self.shown[0])

    def _remove(self, toast: Toast) -> None:
        if toast in self.shown:
            self.shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        bottom = self._over.height() - _ABOVE
        width = min(_WIDTH, max(_LEAST_WIDTH, self._over.width() - _LABELS))
        for toast in reversed(self.shown):
            toast.fit(width)
            toast.move(16, bottom - toast.height())
            toast.raise_()
            bottom -= toast.height() + _GAP

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._give_way()
            self._place()
        return False
