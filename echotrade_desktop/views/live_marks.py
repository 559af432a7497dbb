"""Makes it unmistakable when real orders are sent: a red frame, the badge, the window's title, the tray."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.live import LiveState, LiveView
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from echotrade_desktop.views.main_window import MainWindow

THICKNESS = 3
NAME = "EchoTrade"


class LiveFrame(QWidget):
    """A frame round everything in the window, in the colour of danger; presses go through it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Frame of live trading"))
        self.hide()
        window.installEventFilter(self)

    def show_live(self, live: bool) -> None:
        """Stand round the window, or be gone."""
        self.setGeometry(self._window.rect())
        self.setVisible(live)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded) and not self.isHidden():
            self.setGeometry(self._window.rect())
            self.raise_()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, half = QPainter(self), THICKNESS // 2
        pen = QPen(current_palette().danger, THICKNESS)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(self.rect().adjusted(half, half, -half - 1, -half - 1))


class LiveMarks:
    """Keeps every mark of live trading in step with what is so."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._shown: LiveView | None = None
        self.frame = LiveFrame(window)

    def show(self, view: LiveView) -> None:
        """Show how live trading stands."""
        if view == self._shown:
            return
        self._shown = view
        window, live, words = self._window, view.state is not LiveState.OFF, words_of(view)
        self.frame.show_live(live)
        window.setWindowTitle(f"{NAME} — {words}" if live else NAME)
        window.header.show_mode(words, _told(view), live)
        window.actions_of.show_live(view.state)
        if window.tray is not None:
            window.tray.set_mode(words if live else "")


def words_of(view: LiveView) -> str:
    """Return what the badge says."""
    if view.state is LiveState.OFF:
        return tr("PAPER")
    money = "LIVE" if view.account.is_real else tr("LIVE {mode}", mode=view.account.mode.upper())
    return tr("{money}, CLOSING", money=money) if view.state is LiveState.CLOSING else money


def _told(view: LiveView) -> str:
    if view.state is LiveState.OFF:
        return tr("Paper money: nothing is sent to an exchange")
    rest = tr("No entries any more: back to paper when nothing is open.") if view.state is LiveState.CLOSING else ""
    return tr("Live: orders are sent to {account}. {rest}", account=view.account.words, rest=rest).strip()
