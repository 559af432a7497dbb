"""Joins the Telegram account to the main window: where it opens, what the foot, the tray and the queue say of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.engine.domain.telegram import LoginState, LoginStep
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.toasts import Telling
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from echotrade_desktop.views.main_window import MainWindow
    from echotrade_desktop.views.telegram.window import TelegramWindow

HEALTH = "telegram"
NO_CHATS = "no chat is followed"  # how the engine says it


def followed_words() -> str:
    """What an empty queue says while chats are followed."""
    return tr("A call from a trader you follow appears here with its size, its risk and how your rules judged it.")


def what_is_missing(step: LoginStep) -> tuple[str, str]:
    """What an empty queue says before any chat is followed, and the way on that it offers."""
    match step:
        case LoginStep.NO_CONSENT:
            told = tr(
                "Calls come from Telegram channels that you follow, or from traders you copy. Connect Telegram to "
                "choose yours; the practice channel plays meanwhile."
            )
            return told, tr("Connect Telegram…")
        case LoginStep.SIGNED_IN:
            told = tr("Telegram is connected, but no channel is followed yet. Choose whose calls you want to see.")
            return told, tr("Choose Telegram channels…")
    told = tr("Telegram is signed out: no calls come from there. Sign in to read your channels again.")
    return told, tr("Sign in to Telegram…")


def shown_row(row: HealthRow, state: LoginState | None) -> HealthRow | None:
    """Return the account's health in a few words for the foot of the window; None while the user has not begun."""
    if state is None or (state.step is LoginStep.NO_CONSENT and not state.problem):
        return None
    if state.step is LoginStep.SIGNED_OUT:
        return replace(row, health=m.Health.DOWN, detail=tr("signed out, press to sign in"), retry_at=None)
    if state.step is not LoginStep.SIGNED_IN:
        return replace(row, health=m.Health.STARTING, detail=tr("signing in"), retry_at=None)
    if row.detail == NO_CHATS:
        return replace(row, health=m.Health.STARTING, detail=tr("no channel is followed yet"))
    if row.health is m.Health.STALE and row.retry_at is not None:
        return replace(row, detail=tr("told to wait"))
    return replace(row, detail=said(row.detail))


class TelegramDesk(QObject):
    """Knows how the account stands, and opens its window.

    Signals:
    told(object): a `Telling` for the user.
    reading_asked(object): the id of a chat whose readings are to be shown.
    empty_changed(str, str): what an empty queue says, and the way on it offers ("" for none).
    health_changed(str): how the account is, in a few words.
    """

    told = Signal(object)
    reading_asked = Signal(object)
    empty_changed = Signal(str, str)
    health_changed = Signal(str)

    def __init__(self, bridge: Bridge, profile: Path | None, parent: "QWidget", zone: tzinfo | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._profile, self._parent, self._zone = bridge, profile, parent, zone
        self.state: LoginState | None = None
        self.window: TelegramWindow | None = None
        self._started = False
        bridge.events.event.connect(self._on_event)

    def start(self) -> None:
        """Read how the account stands; called when the bridge can answer."""
        self._started = True
        self._take(self._bridge.query("telegram_state"))
        if self.window is not None and self.window.isVisible():  # another engine runs now
            self.window.show_state(self.state)

    def join(self, window: "MainWindow") -> None:
        """Let the parts of the main window show the account and lead to it."""
        self.told.connect(window.tell)
        self.reading_asked.connect(lambda chat_id: window.open_workshop((chat_id, 0, 0)))
        self.empty_changed.connect(window.approvals.show_empty)
        window.approvals.empty.taken.connect(self.open)
        window.status.pressed.connect(lambda name: self.open() if name == HEALTH else None)
        if window.tray is not None:
            window.tray.telegram_asked.connect(self.open)
            self.health_changed.connect(window.tray.set_telegram)

    def open(self) -> None:
        """Show the account in a window of its own."""
        if not self._started:
            self.told.emit(Telling(tr("EchoTrade is still starting; Telegram can be opened in a moment.")))
            return
        if self.window is None:
            from echotrade_desktop.views.telegram.window import TelegramWindow

            self.window = TelegramWindow(self._bridge, self._profile, self._parent, self._zone)
            self.window.told.connect(self._tell)
            self.window.reading_asked.connect(self.reading_asked)
        self.window.open_here()

    def shown(self, rows: Sequence[HealthRow]) -> list[HealthRow]:
        """Return the rows of health as the foot of the window shows them."""
        found = [shown_row(row, self.state) if row.name == HEALTH else row for row in rows]
        kept = [row for row in found if row is not None]
        self.health_changed.emit(next((fmt.plain(row.detail, 60) for row in kept if row.name == HEALTH), ""))
        return kept

    def _tell(self, sentence: str, level: str, undo: Callable[[], object] | None) -> None:
        self.told.emit(Telling(sentence, level, undo))
        self._show_empty()

    def _on_event(self, event: object) -> None:
        if isinstance(event, m.TelegramStateChanged):
            self._take(event.state)
        elif isinstance(event, m.HealthChanged) and event.name == HEALTH:
            self._show_empty()

    def _take(self, state: LoginState | None) -> None:
        self.state = state
        self._show_empty()

    def _show_empty(self) -> None:
        if self.state is None:
            return
        followed = self.state.step is LoginStep.SIGNED_IN and bool(self._bridge.query("telegram_followed"))
        if followed:
            self.empty_changed.emit(followed_words(), "")
        else:
            self.empty_changed.emit(*what_is_missing(self.state.step))
