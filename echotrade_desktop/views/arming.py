"""Arms live trading in three calm steps: the account and its key, what the key may do, a typed confirmation.

Nothing is armed before the last step, and nothing here blocks: each step waits for the engine's answer.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.live import TYPED_WORD, KeyReport, LiveAccount, RightRow, VaultView
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.rules_fields import ChoiceEditor
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.fields import LoginField, SecretField
from echotrade_desktop.views.telegram.steps import Steps
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.vault import VaultBox
from echotrade_desktop.views.widgets.controls import Hairline, IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label

WIDTH, HEIGHT = 560, 620
ACCOUNT, RIGHTS, WORD = range(3)
_STEPS = ("Account", "Key", "Confirm")
_MODES = (("real", "Real money"), ("testnet", "Testnet"), ("demo", "Demo"))
_MARKETS = (("usdm", "Perpetuals"), ("spot", "Spot"))
_TONES = {"good": ("check-circle", "up_text"), "warning": ("warning", "warning"), "bad": ("x-circle", "danger")}
_MEANS = (
    "Stops and targets rest at Binance as orders that can only reduce a position. They protect you while EchoTrade is "
    "closed. Entries never rest there: they are sent at the moment they may fill.",
    "While EchoTrade is closed nothing new is opened, stops are not trailed, and a call's updates are not followed.",
    "After a restart the vault must be open before EchoTrade can act for live positions. With nobody there, give the "
    "passphrase of a sealed file to the service (see the guide, Without a screen).",
    "Arming begins with an empty queue and every trader on manual approval. Paper and live money have ledgers of "
    "their own.",
)

_MEANS_ON_SPOT = (
    "Stops and targets rest at Binance and protect you while EchoTrade is closed. Entries never rest there: they are "
    "sent at the moment they may fill.",
    "On spot EchoTrade does not book what you pay in, take out or trade by hand. Its cash and results go by what was "
    "there when live trading began, and by its own trades.",
)


def _said(choices: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Choices as they are called in the user's language."""
    return [(value, tr(words)) for value, words in choices]


class ArmingDialog(QDialog):
    """The way from paper to live."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Arm live trading"))
        self.setAccessibleName(tr("Arm live trading"))
        self.setMinimumSize(WIDTH, HEIGHT)
        self._asker = Asker(bridge, self)
        start: LiveAccount = bridge.query("live_account")
        self._urls = start.rest_url, start.ws_url
        self.steps, self.pages = Steps([tr(step) for step in _STEPS]), QStackedWidget()
        self.account_page, self.rights_page, self.word_page = AccountPage(start, self._asker), RightsPage(), WordPage()
        for page in (self.account_page, self.rights_page, self.word_page):
            self.pages.addWidget(page)
        self.problem = Label("", CAPTION, tone="danger")
        self.problem.setWordWrap(True)
        self.back, self.cancel, self.go_on = KeyButton("Back"), KeyButton("Cancel", "Esc"), KeyButton("")
        self._lay_out()
        self._connect()
        self._turn_to(ACCOUNT)
        self.account_page.look()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.go_on)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(0)
        rows.addWidget(self.steps)
        rows.addSpacing(16)
        rows.addWidget(self.pages, 1)
        rows.addWidget(self.problem)
        rows.addSpacing(12)
        rows.addLayout(buttons)

    def _connect(self) -> None:
        self.back.clicked.connect(lambda: self._turn_to(self.pages.currentIndex() - 1))
        self.cancel.clicked.connect(self.reject)
        self.go_on.clicked.connect(self.go)
        self.account_page.changed.connect(self._show_buttons)
        for line in (self.account_page.key.line, self.account_page.secret.line, self.word_page.word.line):
            line.returnPressed.connect(self.go)
            line.textEdited.connect(lambda _: self._show_buttons())

    def account(self) -> LiveAccount:
        """The account that is chosen on the first page."""
        page = self.account_page
        return LiveAccount(page.market.text(), page.mode.text(), *self._urls)

    def go(self) -> None:
        """Take the next step, if this one is complete."""
        if not self.go_on.isEnabled():
            return
        match self.pages.currentIndex():
            case 0:
                page = self.account_page
                self._busy(tr("Asking Binance…"))
                key, secret = page.key.line.text().strip(), page.secret.line.text().strip()
                self._asker.ask("check_key", self.account(), key, secret, then=self._checked, otherwise=self._fail)
            case 1:
                self._turn_to(WORD)
            case _:
                self._busy(tr("Arming…"))
                typed = self.word_page.word.text()
                self._asker.ask("arm", self.account(), typed, then=lambda _: self.accept(), otherwise=self._fail)

    def done(self, result: int) -> None:
        """Forget what was typed before it goes."""
        for field in (self.account_page.key, self.account_page.secret):
            field.forget()
        self._asker.forget()
        super().done(result)

    def _checked(self, report: KeyReport) -> None:
        self.account_page.key.forget()
        self.account_page.secret.forget()
        self.rights_page.show_report(report, self.account())
        self._turn_to(RIGHTS)

    def _fail(self, sentence: str) -> None:
        self._show_buttons()
        self.problem.show_value(sentence)
        self.problem.show()

    def _busy(self, words: str) -> None:
        self.problem.hide()
        self.go_on.set_content(words, "")
        self.go_on.setEnabled(False)
        self.back.setEnabled(False)

    def _turn_to(self, page: int) -> None:
        self.problem.hide()
        self.steps.show_step(page)
        self.pages.setCurrentIndex(page)
        if page == ACCOUNT:
            self.account_page.look()
        if page == WORD:
            self.word_page.show_account(self.account())
        self._show_buttons()
        (self.account_page, self.rights_page, self.word_page)[page].setFocus()

    def _show_buttons(self) -> None:
        page = self.pages.currentIndex()
        words = (tr("Check the key"), tr("Go on"), tr("Arm live trading"))[page]
        complete = (self.account_page.complete, self.rights_page.may_go_on, self.word_page.complete)[page]
        self.go_on.set_content(words, "")
        self.go_on.set_kind("danger" if page == WORD else "primary")
        self.go_on.setEnabled(complete)
        self.back.setEnabled(True)
        self.back.setVisible(page != ACCOUNT)


def _named(name: str, editor: QWidget) -> QVBoxLayout:
    rows = QVBoxLayout()
    rows.setSpacing(4)
    rows.addWidget(Label(name, CAPTION, tone="text2"))
    rows.addWidget(editor)
    return rows


class AccountPage(QWidget):
    """Which account, its key, and the vault that keeps it."""

    def __init__(self, start: LiveAccount, asker: Asker) -> None:
        super().__init__()
        self.mode, self.market = ChoiceEditor(tr("Money"), _said(_MODES)), ChoiceEditor(tr("Market"), _said(_MARKETS))
        self.mode.set_text(start.mode)
        self.market.set_text(start.market)
        self._urls = start.rest_url, start.ws_url
        self.vault = VaultBox(asker)
        self.changed = self.vault.changed
        self.kept = Label("", CAPTION, tone="text2")
        self.kept.setWordWrap(True)
        self.key = SecretField(tr("API key"), tr("64 letters and digits"))
        self.secret = SecretField(tr("Secret"), tr("shown once, when the key is made"))
        self.setFocusProxy(self.key)
        self.vault.changed.connect(self._show)
        for choice in (self.mode, self.market):
            choice.edited.connect(self.look)
        self._lay_out()

    def _lay_out(self) -> None:
        told = Label(
            tr(
                "Make a key at Binance that may read and trade, and must not withdraw or transfer. Bind it to your own "
                "address if you can."
            ),
            BASE,
            tone="text2",
        )
        told.setWordWrap(True)
        choices = QHBoxLayout()
        choices.setSpacing(12)
        choices.addLayout(_named(tr("Money"), self.mode))
        choices.addLayout(_named(tr("Market"), self.market))
        choices.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(Label(tr("Which account, and its key"), FIGURE, SEMIBOLD))
        rows.addWidget(told)
        rows.addSpacing(4)
        rows.addLayout(choices)
        rows.addSpacing(8)
        rows.addWidget(Hairline())
        rows.addWidget(Label(tr("Kept in"), CAPTION, tone="text2"))
        rows.addWidget(self.vault)
        rows.addSpacing(4)
        rows.addWidget(Hairline())
        for part in (self.kept, self.key, self.secret):
            rows.addWidget(part)
        rows.addStretch(1)

    def look(self) -> None:
        """Ask how the vault stands and whether it has this account's key."""
        self.vault.ask(LiveAccount(self.market.text(), self.mode.text(), *self._urls))

    @property
    def complete(self) -> bool:
        """Whether there is a key to check, and a place to keep it."""
        view = self.vault.view
        if view is None or view.locked:
            return False
        typed = bool(self.key.text()), bool(self.secret.text())
        return all(typed) or (view.has_key and not any(typed))

    def _show(self, view: VaultView) -> None:
        for part in (self.key, self.secret, self.kept):
            part.setVisible(not view.locked)
        told = tr("Its key is in the vault: check it as it is, or enter another in its place.") if view.has_key else ""
        (self.vault.first if view.locked else self.key).setFocus()
        self.kept.show_value(told)
        self.kept.setVisible(bool(told) and not view.locked)


class RightsPage(QWidget):
    """What the key may do, what the account is worth, and what live trading means."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.report: KeyReport | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)

    @property
    def may_go_on(self) -> bool:
        """Whether this key may be armed."""
        return self.report is not None and self.report.refusal is None

    def show_report(self, report: KeyReport, account: LiveAccount) -> None:
        """Show what was found out."""
        self.report = report
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._add(Label(tr("What this key may do"), FIGURE, SEMIBOLD))
        self._add(Label(account.words, BASE, tone="text2"))
        for row in report.rows:
            self._add(RightLine(row))
        if report.refusal is not None:
            self._add(Hairline())
            self._add(self._words(report.refusal, "danger", BASE))
        else:
            self._add_meaning(report, account)
        self._rows.addStretch(1)

    def _add_meaning(self, report: KeyReport, account: LiveAccount) -> None:
        if report.equity is not None:
            self._add(RightLine(RightRow(tr("Account"), tr("{money} in USDT", money=fmt.money(report.equity)), "good")))
        self._add(Hairline())
        self._add(Label(tr("What live trading means here"), BASE, MEDIUM))
        means = (*_MEANS_ON_SPOT, *_MEANS[1:]) if account.market == "spot" else _MEANS
        for sentence in map(tr, means):
            self._add(self._words(sentence, "text2", CAPTION))

    def _add(self, widget: QWidget) -> None:
        self._rows.addWidget(widget)

    @staticmethod
    def _words(sentence: str, tone: str, size: int) -> Label:
        label = Label(fmt.plain(sentence, 600), size, tone=tone)
        label.setWordWrap(True)
        return label


class RightLine(QWidget):
    """One right: a mark, its name, the answer in words."""

    def __init__(self, row: RightRow) -> None:
        super().__init__()
        glyph, tone = _TONES[row.tone]
        name = Label(row.name, BASE)
        name.setFixedWidth(128)
        answer = Label(fmt.plain(row.answer, 120), BASE, MEDIUM)
        answer.setWordWrap(True)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(IconMark(glyph, tone, 16))
        line.addWidget(name)
        line.addWidget(answer, 1)
        self.setAccessibleName(f"{row.name}: {row.answer}")


class WordPage(QWidget):
    """The last step: what is about to happen, and the word that says it is meant."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Label("", BASE)
        self.told.setWordWrap(True)
        self.word = LoginField(tr("Type {word} to arm", word=TYPED_WORD), longest=12)
        self.word.line.setFixedWidth(160)
        self.word.row.addStretch(1)
        self.setFocusProxy(self.word)
        back = Label(tr("One click takes you back: Menu, Back to paper trading."), CAPTION, tone="text2")
        back.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(Label(tr("Arm live trading?"), FIGURE, SEMIBOLD))
        rows.addWidget(self.told)
        rows.addWidget(self.word)
        rows.addWidget(back)
        rows.addStretch(1)

    @property
    def complete(self) -> bool:
        """Whether the word stands there."""
        return self.word.text() == TYPED_WORD

    def show_account(self, account: LiveAccount) -> None:
        """Say what will happen."""
        money = tr("real money") if account.is_real else tr("the play money of Binance's {mode}", mode=account.mode)
        self.word.forget()
        self.told.show_value(
            tr(
                "From then on, a call that you approve is sent to Binance and traded with {money}. The "
                "window is framed in red as long as this is so, and each approval takes a second press.",
                money=money,
            )
        )
