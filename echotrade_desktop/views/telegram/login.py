"""The three ways into an account, and the app key that each of them needs."""

import re
from datetime import datetime

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.telegram import AppKey, LoginState
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, font
from echotrade_desktop.views.telegram.fields import LoginField, SecretField, again_in, seconds_left
from echotrade_desktop.views.telegram.said import said
from echotrade_desktop.views.telegram.steps import StepPage
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.label import Label
from echotrade_desktop.views.widgets.tabs import Tabs

PHONE, QR, BOT = range(3)
KEY_PAGE = "https://my.telegram.org/apps"
_PHONE = re.compile(r"\+\d{7,15}")
_HASH = re.compile(r"[0-9a-f]{32}", re.I)
_TOKEN = re.compile(r"\d{5,16}:[A-Za-z0-9_-]{30,64}")


class LoginPage(StepPage):
    """Where a login begins.

    Signals:
    code_wanted(object, str): an `AppKey` and a phone number.
    qr_wanted(object): an `AppKey`.
    bot_offered(object, str): an `AppKey` and a bot's token.
    """

    code_wanted = Signal(object, str)
    qr_wanted = Signal(object)
    bot_offered = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(1, tr("Sign in to Telegram"))
        self.way = PHONE
        self.busy = False
        self._until: datetime | None = None
        self._make_fields()
        self._lay_out()
        self._show_way(PHONE)

    def _make_fields(self) -> None:
        self.ways = Tabs((tr("Phone number"), tr("QR code"), tr("Bot token")))
        self.ways.setAccessibleName(tr("Ways to sign in"))
        self.ways.chosen.connect(self._show_way)
        for way in self.ways.tabs:
            way.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.phone = LoginField("Phone number", "+44 7700 900123", "With the country code.", 24)
        self.token = SecretField("Bot token", "123456789:AA…", "From @BotFather.")
        self.api_id = LoginField("api_id", "1234567", longest=12)
        self.api_id.setFixedWidth(132)
        self.api_hash = SecretField("api_hash", "32 letters and digits")
        for field in (self.phone, self.token, self.api_id, self.api_hash):
            field.line.returnPressed.connect(self.go)
        self.help_button = QPushButton(tr("Where do I get these?"))
        self.help_button.setProperty("kind", "link")
        self.help_button.setFont(font(CAPTION))
        self.help_button.setAutoDefault(False)
        self.help_button.clicked.connect(self._toggle_help)
        self.open_key_page = KeyButton(tr("Open my.telegram.org"), glyph="arrow-square-out")
        self.open_key_page.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(KEY_PAGE)))
        self.problem = Label("", CAPTION, tone="danger")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.cancel, self.do = KeyButton("Cancel"), KeyButton("")
        self.do.set_kind("primary")
        self.do.clicked.connect(self.go)

    def _lay_out(self) -> None:
        self.column.addSpacing(12)
        ways = QHBoxLayout()
        ways.setContentsMargins(0, 0, 0, 0)
        ways.addWidget(self.ways)
        ways.addStretch(1)
        self.column.addLayout(ways)
        self.column.addWidget(Hairline())
        self.column.addSpacing(12)
        self._about = self.say("")
        self.column.addSpacing(16)
        self._fields = QStackedWidget()
        for field in (self.phone, QWidget(), self.token):
            self._fields.addWidget(field)
        self.column.addWidget(self._fields)
        self.column.addSpacing(16)
        head = QHBoxLayout()
        head.addWidget(Label(tr("App key"), BASE))
        head.addStretch(1)
        head.addWidget(self.help_button)
        self.column.addLayout(head)
        self.column.addSpacing(4)
        self._help = _help(self.open_key_page)
        self.column.addWidget(self._help)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self.api_id, 0, Qt.AlignmentFlag.AlignTop)
        keys.addWidget(self.api_hash, 1, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(keys)
        self.column.addSpacing(8)
        self.column.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.do)
        self.column.addSpacing(16)
        self.column.addLayout(buttons)

    # --- what it shows ---

    def first_field(self) -> QWidget:
        return (self.phone, self.api_id, self.token)[self.way]

    def show_state(self, state: LoginState) -> None:
        """Say why the last try came to nothing."""
        self._until = state.until
        self.show_problem(state.problem or "")

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong beside the field that it is about."""
        beside = self.phone if self.way == PHONE else self.token if self.way == BOT else None
        key = "api_id" in sentence or "api_hash" in sentence or "app key" in sentence.lower()
        for field in (self.phone, self.token, self.api_id, self.api_hash):
            field.show_problem("")
        self.problem.show_value("")
        if key or beside is None:
            self.problem.show_value(fmt.plain(said(sentence), 400))
        else:
            beside.show_problem(sentence)
        self.problem.setVisible(bool(self.problem.text()))

    def show_busy(self, busy: bool) -> None:
        """Say that Telegram is being asked."""
        self.busy = busy
        for part in (self.ways, self.phone, self.token, self.api_id, self.api_hash):
            part.setEnabled(not busy)
        self._show_button(0)

    def show_time(self, now: datetime) -> None:
        """Count down what Telegram makes the user wait."""
        self._show_button(seconds_left(self._until, now))

    def _show_button(self, wait: int) -> None:
        doing, do = _do(self.way)
        self.do.set_content(doing if self.busy else again_in(wait) if wait else do, "")
        self.do.setEnabled(not self.busy and not wait)

    def _show_way(self, way: int) -> None:
        self.way = way
        self._about.show_value(_about(way))
        self._fields.setCurrentIndex(way)
        self._fields.setVisible(way != QR)
        self.show_problem("")
        self._show_button(0)

    def _toggle_help(self) -> None:
        self._help.setVisible(self._help.isHidden())
        hidden = self._help.isHidden()
        self.help_button.setText(tr("Where do I get these?") if hidden else tr("Hide the steps"))

    # --- what the user does ---

    def key(self) -> AppKey | None:
        """The app key as it was typed; None when it cannot be one, and then that is said."""
        number, secret = self.api_id.text(), self.api_hash.text()
        if not (number.isascii() and number.isdigit() and int(number)):
            self.api_id.show_problem(tr("A number of five to nine digits."))
            self.api_id.line.setFocus()
        elif not _HASH.fullmatch(secret):
            self.api_hash.show_problem(tr("32 characters, 0 to 9 and a to f."))
            self.api_hash.line.setFocus()
        else:
            return AppKey(int(number), secret)
        return None

    def number(self) -> str:
        """The phone number with nothing but its plus and digits."""
        return re.sub(r"[\s().\-]", "", self.phone.text())

    def go(self) -> None:
        """Begin the chosen way, if everything is there."""
        if not self.do.isEnabled():
            return
        self.show_problem("")
        if self.way == PHONE and not _PHONE.fullmatch(self.number()):
            self.phone.show_problem(tr("Write it with its country code, such as +44 7700 900123."))
            self.phone.line.setFocus()
        elif self.way == BOT and not _TOKEN.fullmatch(self.token.text()):
            told = tr("A token has digits, a colon and some 35 letters. Copy all of it from @BotFather.")
            self.token.show_problem(told)
            self.token.line.setFocus()
        elif (key := self.key()) is not None:
            self._begin(key)

    def _begin(self, key: AppKey) -> None:
        match self.way:
            case 0:
                self.code_wanted.emit(key, self.number())
            case 1:
                self.qr_wanted.emit(key)
            case _:
                self.bot_offered.emit(key, self.token.text())

    def forget(self) -> None:
        """Empty every field for good."""
        for field in (self.phone, self.token, self.api_id, self.api_hash):
            field.forget()


def _do(way: int) -> tuple[str, str]:
    """What the button says while it is being done, and before."""
    match way:
        case 0:
            return tr("Asking Telegram for a code…"), tr("Send the code")
        case 1:
            return tr("Asking Telegram for a QR code…"), tr("Show the QR code")
    return tr("Signing in…"), tr("Sign in")


def _about(way: int) -> str:
    match way:
        case 0:
            return tr("Telegram sends a code to your other devices. The number goes to Telegram and nowhere else.")
        case 1:
            return tr(
                "The quickest where Telegram is on your phone: no number, no code. You point the phone at this screen."
            )
    return tr(
        "A bot sees only chats where it is a member. Channels of other people stay closed to it, so most users want "
        "one of the other two ways."
    )


def _help(button: QWidget) -> QWidget:
    """The steps to an app key; hidden until they are asked for."""
    steps = QWidget()
    told = Label("\n".join(_key_help()), CAPTION, tone="text2")
    told.setWordWrap(True)
    rows = QVBoxLayout(steps)
    rows.setContentsMargins(0, 0, 0, 12)
    rows.setSpacing(8)
    rows.addWidget(told)
    line = QHBoxLayout()
    line.addWidget(button)
    line.addStretch(1)
    rows.addLayout(line)
    steps.hide()
    return steps


def _key_help() -> tuple[str, ...]:
    return (
        tr("Telegram gives every user an app key of their own, free of charge:"),
        tr("1.  Open my.telegram.org and sign in with your phone number. The code arrives in the Telegram app."),
        tr("2.  Choose “API development tools”."),
        tr("3.  Fill in any title and short name, such as “EchoTrade” and “echotrade”, and create the application."),
        tr("4.  Copy “App api_id” and “App api_hash” from that page into these two fields."),
        tr("Keep the api_hash to yourself. EchoTrade keeps it with your login, never in a settings file."),
    )
