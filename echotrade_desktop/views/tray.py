"""The tray icon with the number that waits, and notices outside the window."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from echotrade_desktop.engine.domain.schedule import Weekly, covering
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views import sound
from echotrade_desktop.views.fonts import SEMIBOLD, font
from echotrade_desktop.views.icons import app_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

GATHER_MS = 400
"""Calls that arrive within this time make one notice."""
_SIDE = 64


class Notifier(Protocol):
    """Reaches the user outside the window."""

    def notify(self, title: str, sentence: str) -> None:
        """Say it, as the system says such things."""
        ...

    def set_count(self, count: int) -> None:
        """Show how many wait."""
        ...


@dataclass(frozen=True, slots=True)
class NoticeOptions:
    """What the user wants to see and hear outside the window. `zone` is that of the quiet hours, "" the computer's."""

    notices: bool = True
    sounds: bool = True
    quiet: tuple[Weekly, ...] = ()
    zone: str = ""
    stays: bool = True  # in the tray when the window is closed

    def is_quiet(self, now: datetime) -> bool:
        """Whether new calls are to be silent."""
        return covering(self.quiet, now, self.zone) is not None


class WindowNotifier:
    """Where there is no tray: the window's own notices say it."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        self._tell = tell

    def notify(self, title: str, sentence: str) -> None:
        """Say it in the window."""
        self._tell(f"{title}. {sentence}")

    def set_count(self, count: int) -> None:
        """There is nowhere to show it."""


class Tray(QObject):
    """The icon in the system's tray.

    Signals:
    opened(): the icon or its notice was pressed.
    pause_asked(), telegram_asked(), quit_asked(): chosen in its menu.
    """

    opened = Signal()
    pause_asked = Signal()
    telegram_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.icon = QSystemTrayIcon(badge_icon(0), self)
        self.icon.setToolTip("EchoTrade")
        self._menu = QMenu()
        self._menu.addAction(tr("Open EchoTrade"), self.opened.emit)
        self._pause = self._menu.addAction(tr("Pause entries"), self.pause_asked.emit)
        self._telegram = self._menu.addAction(tr("Telegram…"), self.telegram_asked.emit)
        self._told, self._mode, self._count = "", "", 0
        self._menu.addSeparator()
        self._menu.addAction(tr("Quit"), self.quit_asked.emit)
        self.icon.setContextMenu(self._menu)
        self.icon.messageClicked.connect(self.opened)
        self.icon.activated.connect(self._activated)
        self.icon.show()

    def notify(self, title: str, sentence: str) -> None:
        """Say it beside the tray."""
        self.icon.showMessage(title, sentence, app_icon())

    def set_count(self, count: int) -> None:
        """Show how many wait."""
        self.icon.setIcon(badge_icon(count))
        self._count = count
        self._show_tip()

    def set_telegram(self, words: str) -> None:
        """Say how the Telegram account is; "" while there is nothing to say."""
        self._told = words
        self._telegram.setText(tr("Telegram: {words}…", words=words) if words else tr("Telegram…"))
        self._show_tip()

    def set_mode(self, words: str) -> None:
        """Say that orders are real; "" for paper."""
        self._mode = words
        self._show_tip()

    def _show_tip(self) -> None:
        tip = tr("EchoTrade: {n} waiting").format(n=self._count) if self._count else "EchoTrade"
        lines = [tip, self._mode, tr("Telegram: {told}", told=self._told) if self._told else ""]
        self.icon.setToolTip("\n".join(line for line in lines if line))

    def set_paused(self, paused: bool) -> None:
        """Offer the opposite of what is."""
        self._pause.setText(tr("Resume entries") if paused else tr("Pause entries"))

    def close(self) -> None:
        """Leave the tray."""
        self.icon.hide()

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.opened.emit()


class CallNotices(QObject):
    """Tells of new calls through a `Notifier`; a flood makes one notice.

    Signals:
    opened(str): the call that a press on the last notice means; "" for the queue.
    """

    opened = Signal(str)

    def __init__(
        self, notifier: Notifier, parent: QObject | None = None, now: Callable[[], datetime] | None = None
    ) -> None:
        super().__init__(parent)
        self.options = NoticeOptions()
        self._notifier, self._now = notifier, now
        self._gathered: list[tuple[str, str, str]] = []
        self._last = ""
        self._soon = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._soon.timeout.connect(self.flush)

    def call_arrived(self, signal_id: str, title: str, sentence: str) -> None:
        """A call waits for the user."""
        self._gathered.append((signal_id, fmt.plain(title, 60), fmt.plain(sentence, 160)))
        if not self._soon.isActive():
            self._soon.start()

    def forget(self) -> None:
        """Tell nothing of what was gathered, and lead to no call."""
        self._soon.stop()
        self._gathered.clear()
        self._last = ""

    def flush(self) -> None:
        """Tell now what was gathered."""
        self._soon.stop()
        gathered, self._gathered = self._gathered, []
        if not gathered or (self._now is not None and self.options.is_quiet(self._now())):
            return
        self._last, title, sentence = gathered[0]
        if len(gathered) > 1:
            names = ", ".join(title for _, title, _ in gathered[:3])
            self._last, title = "", tr("{n} calls wait for you").format(n=len(gathered))
            sentence = f"{names}{'…' if len(gathered) > 3 else ''}"
        if self.options.notices:
            self._notifier.notify(title, sentence)
        if self.options.sounds:
            sound.play("call")

    def open_last(self) -> None:
        """The notice was pressed."""
        self.opened.emit(self._last)


def badge_icon(count: int) -> QIcon:
    """The app's mark with a number on it; without one at zero."""
    picture = QPixmap(_SIDE, _SIDE)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    app_icon().paint(painter, picture.rect())
    if count:
        palette, spot = current_palette(), QRectF(_SIDE * 0.42, _SIDE * 0.42, _SIDE * 0.58, _SIDE * 0.58)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.warning)
        painter.drawEllipse(spot)
        painter.setPen(Qt.GlobalColor.black)
        painter.setFont(font(26, SEMIBOLD))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(count) if count < 10 else "9+")
    painter.end()
    return QIcon(picture)
