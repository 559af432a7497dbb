"""The window of the user's Telegram account: consent, then the login, then the chats. It never blocks."""

from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.engine.domain.telegram import LoginState, LoginStep
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views import numerals
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.status_bar import HealthItem
from echotrade_desktop.views.telegram.answers import CodePage, PasswordPage
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.channels import ChannelsPage
from echotrade_desktop.views.telegram.consent import ConsentPage
from echotrade_desktop.views.telegram.login import LoginPage
from echotrade_desktop.views.telegram.qr import QrPage
from echotrade_desktop.views.telegram.revoke import RevokeQuestion
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.telegram.vault_page import VaultPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import ElidedLabel, Label
from echotrade_desktop.views.widgets.screen_room import first_size

LEAST_SIZE, FIRST_SIZE = (880, 600), (1040, 720)
TICK_MS = 250
HEALTH = "telegram"


class TelegramWindow(QDialog):
    """Open beside the main window as long as the user likes.

    Signals:
    told(str, str, object): a sentence for the user, how loud, and what takes it back (or None).
    reading_asked(object): the id of a chat whose readings are to be shown.
    """

    told = Signal(str, str, object)
    reading_asked = Signal(object)

    def __init__(
        self,
        bridge: Bridge,
        profile: Path | None = None,
        parent: QWidget | None = None,
        zone: tzinfo | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setModal(False)
        self.setWindowTitle("Telegram")
        self.setAccessibleName("Telegram")
        self.setMinimumSize(*LEAST_SIZE)
        self.resize(first_size(self, *FIRST_SIZE))
        self._bridge, self._zone = bridge, zone
        self._asker = Asker(bridge, self)
        self.state: LoginState | None = None
        self.question: RevokeQuestion | None = None
        self._ticks = QTimer(self, interval=TICK_MS)
        self._ticks.timeout.connect(self._show_time)
        self._make_pages(profile)
        self._lay_out()
        self._connect()

    def _make_pages(self, profile: Path | None) -> None:
        self.consent, self.login, self.qr = ConsentPage(profile), LoginPage(), QrPage()
        self.code, self.password = CodePage(), PasswordPage()
        self.vault = VaultPage(self._asker)
        self.channels = ChannelsPage(self._bridge, self._asker)
        told = tr("This start of EchoTrade has no Telegram to sign in to. Close it and start it the usual way.")
        self._none = EmptyState("telegram-logo", "Telegram is not available", told)
        self._pages: dict[LoginStep, StepPage] = {
            LoginStep.NO_CONSENT: self.consent, LoginStep.SIGNED_OUT: self.login, LoginStep.CODE_SENT: self.code,
            LoginStep.PASSWORD_NEEDED: self.password, LoginStep.QR_SHOWN: self.qr,
        }  # fmt: skip

    def _lay_out(self) -> None:
        self.stack = QStackedWidget()
        for page in (self._none, self.vault, *self._pages.values(), self.channels):
            self.stack.addWidget(page)
        self.account = ElidedLabel("", BASE, MEDIUM)
        self._signed_in_as = Label(tr("Signed in as"), CAPTION, tone="text2")
        self.health = HealthItem("Telegram")
        self.agreed = ElidedLabel("", CAPTION, tone="text2")
        self.agreed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.revoke = KeyButton("Sign out and revoke…")
        self.bar = QWidget()
        line = QHBoxLayout(self.bar)
        line.setContentsMargins(24, 8, 16, 8)
        line.setSpacing(8)
        line.addWidget(self.health)
        line.addSpacing(16)
        line.addWidget(self._signed_in_as)
        line.addWidget(self.account)
        line.addWidget(self.agreed, 1)
        line.addWidget(self.revoke)
        self._above = Hairline()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.stack, 1)
        rows.addWidget(self._above)
        rows.addWidget(self.bar)

    def _connect(self) -> None:
        self._bridge.events.event.connect(self._on_event)
        self.consent.agreed.connect(self._agree)
        self.consent.declined.connect(self.reject)
        self.vault.opened.connect(self._vault_opened)
        self.login.cancel.clicked.connect(self._start_over)
        self.login.cancel.clicked.connect(self.reject)
        self.login.code_wanted.connect(lambda key, phone: self._try("telegram_send_code", key, phone))
        self.login.qr_wanted.connect(lambda key: self._try("telegram_qr", key))
        self.login.bot_offered.connect(lambda key, token: self._try("telegram_bot", key, token))
        self.code.answered.connect(lambda code: self._try("telegram_code", code))
        self.code.again.connect(self._send_again)
        self.password.answered.connect(lambda password: self._try("telegram_password", password))
        for page in (self.code, self.password, self.qr):
            page.restarted.connect(self._start_over)
        self.revoke.clicked.connect(self.ask_to_revoke)
        self.channels.told.connect(self.told)
        self.channels.reading_asked.connect(self.reading_asked)

    # --- what it shows ---

    def open_here(self) -> None:
        """Come to the front, where the login stands."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def show_state(self, state: LoginState | None) -> None:
        """Show the page of a step, and what is wrong on it."""
        before, self.state = self.state, state
        step = None if state is None else state.step
        self._show_bar(state)
        if state is None:
            self.stack.setCurrentWidget(self._none)
            return
        self._stop_waiting()
        if step is LoginStep.SIGNED_IN:
            self._show_signed_in(before)
            return
        page = self._page_of(state)
        page.show_state(state)
        self.stack.setCurrentWidget(page)
        self._show_time()
        self._ticks.start() if state.until is not None and self.isVisible() else self._ticks.stop()
        if (before is None or before.step is not step) or state.problem:
            page.first_field().setFocus()

    def _page_of(self, state: LoginState) -> StepPage:
        """Return the page of a step; no login begins before there is a place to keep it."""
        closed = state.step is LoginStep.SIGNED_OUT and not self.vault.is_open
        return self.vault if closed else self._pages[state.step]

    def _vault_opened(self) -> None:
        if self.stack.currentWidget() is self.vault:
            self._refresh()
            self.login.show_problem("")  # that the vault is locked is true no more
            self.login.first_field().setFocus()

    def show_health(self, row: HealthRow) -> None:
        """Show how the connection is."""
        self.health.show_row(replace(row, detail=said(row.detail)))

    def _show_bar(self, state: LoginState | None) -> None:
        signed_in = state is not None and state.step is LoginStep.SIGNED_IN
        consented = state is not None and state.step is not LoginStep.NO_CONSENT
        self.bar.setVisible(consented)
        self._above.setVisible(consented)
        self.health.setVisible(signed_in)
        self._signed_in_as.setVisible(signed_in)
        self.account.show_value(fmt.plain(state.account, 60) if signed_in and state else "")
        self.revoke.set_content("Sign out and revoke…" if signed_in else "Revoke consent…", "")
        self.agreed.show_value(agreed_words(self._bridge.query("telegram_agreed"), self._zone))

    def _show_signed_in(self, before: LoginState | None) -> None:
        self._ticks.stop()
        self._forget()
        self.stack.setCurrentWidget(self.channels)
        if before is None or before.step is not LoginStep.SIGNED_IN:
            self.channels.load()
            self.channels.search.setFocus()

    def _show_time(self) -> None:
        now = self._bridge.now()
        for page in (self.login, self.code, self.password, self.qr):
            if page is self.stack.currentWidget():
                page.show_time(now)
        if self.state is not None and self.state.step is not LoginStep.QR_SHOWN:
            over = self.state.until is None or self.state.until <= now
            if over:
                self._ticks.stop()

    # --- what the user does ---

    def _agree(self) -> None:
        self.consent.show_problem("")
        self.consent.show_busy(True)
        self._asker.ask("telegram_consent", then=lambda _: self._refresh(), otherwise=self._fail)

    def _try(self, name: str, *answers: object) -> None:
        for page in (self.login, self.code, self.password):
            page.show_busy(page is self.stack.currentWidget())
        self._asker.ask(name, *answers, then=lambda _: self._refresh(), otherwise=self._fail)

    def _send_again(self) -> None:
        key = self.login.key()
        if key is None or not self.login.number():
            self._start_over()
        else:
            self._try("telegram_send_code", key, self.login.number())

    def _start_over(self) -> None:
        """Give up what was begun; what was typed is gone."""
        begun = self.state is not None and self.state.step not in (LoginStep.SIGNED_OUT, LoginStep.SIGNED_IN)
        self._forget_answers()
        self._stop_waiting()
        if begun or self.login.busy:
            self._asker.ask("telegram_cancel", then=lambda _: self._refresh(), otherwise=self._fail)

    def ask_to_revoke(self) -> RevokeQuestion:
        """Ask whether and how the consent is to be taken back."""
        self.question = RevokeQuestion(self)
        self.question.revoked.connect(self._revoke)
        self.question.finished.connect(self._question_gone)
        self.question.open()
        return self.question

    def _question_gone(self) -> None:
        self.question = None

    def _revoke(self, keep: bool) -> None:
        self._asker.ask("telegram_revoke", keep, then=lambda _: self._revoked(keep), otherwise=self._not_revoked)

    def _revoked(self, keep: bool) -> None:
        if self.question is not None:
            self.question.accept()
        self._forget()
        self.channels.forget()
        if keep:
            told = tr("Telegram: signed out, and your consent is taken back. The stored posts were kept.")
        else:
            told = tr("Telegram: signed out, and your consent is taken back. The stored posts were erased.")
        self.told.emit(told, "info", None)
        self._refresh()

    def _not_revoked(self, sentence: str) -> None:
        if self.question is not None:
            self.question.show_problem(sentence)
        else:
            self.told.emit(sentence, "warning", None)

    # --- what comes back ---

    def _on_event(self, event: object) -> None:
        match event:
            case m.TelegramStateChanged(state=state):
                self.show_state(state)
            case m.HealthChanged(name=name) if name == HEALTH:
                self.show_health(HealthRow(name, event.health, event.detail, event.at, event.retry_at))

    def _refresh(self) -> None:
        self.show_state(self._bridge.query("telegram_state"))

    def _fail(self, sentence: str) -> None:
        """Say why it came to nothing; the state's own words are better where it has some."""
        self._stop_waiting()
        self._refresh()
        if self.state is not None and not self.state.problem:
            page = self._pages.get(self.state.step)
            if page is not None:
                page.show_problem(sentence)

    def _stop_waiting(self) -> None:
        for page in (self.consent, self.login, self.code, self.password):
            page.show_busy(False)

    def _forget_answers(self) -> None:
        for field in (self.code.field, self.password.field, self.vault.box.first, self.vault.box.again):
            field.forget()
        self.qr.forget()

    def _forget(self) -> None:
        """Leave nothing that was typed in any field."""
        self._forget_answers()
        self.login.forget()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            for row in self._bridge.query("health"):
                if row.name == HEALTH:
                    self.show_health(row)
            self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticks.stop()
        self._forget_answers()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return  # a dialog would press its first button
        super().keyPressEvent(event)


def agreed_words(at: datetime | None, zone: tzinfo | None = None) -> str:
    """Say when the user agreed, and to what; "" when they have not."""
    if at is None:
        return ""
    day = f"{numerals.day_of(at.astimezone(zone))} {at.astimezone(zone).year}"
    when = f"{day}, {numerals.clock_of(at.astimezone(zone), seconds=False)}"
    return tr("You agreed on {when} to the reading of the chats you choose", when=when)
