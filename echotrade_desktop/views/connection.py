"""Where prices come from, where orders go, and where keys are kept: one page, each with its one switch."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.live import LiveAccount, LiveState, LiveView, VaultView
from echotrade_desktop.engine.domain.messages import HealthChanged
from echotrade_desktop.engine.domain.read import HealthRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.confirm import confirm
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, SEMIBOLD
from echotrade_desktop.views.live_marks import words_of
from echotrade_desktop.views.status_bar import HealthItem
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.vault import VaultBox
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.label import Label

WIDTH = 560
_PRACTICE = (
    "The built-in practice market: made-up prices that never stop, so that everything can be tried at any hour, "
    "without a network."
)
_BINANCE = "Live prices and candles of Binance. They are public: no account and no key. Trading stays on paper."
_OWN = "Live prices and candles of the market that your orders go to."
_PAPER = "Calls that you approve are traded on paper. Nothing is sent to an exchange."


class Section(QWidget):
    """A name with a chip, a sentence, and what can be done about it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.chip, self.told, self.button = Chip(""), Label("", BASE, tone="text2"), KeyButton("")
        self.told.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(name, BASE, SEMIBOLD))
        head.addWidget(self.chip)
        head.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.button)
        line.addStretch(1)
        self.line = line
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 4, 0, 4)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self.told)
        self.column.addLayout(line)


class ConnectionPage(QDialog):
    """Markets and accounts.

    Signals:
    arming_asked(): the user wants to arm live trading.
    leads_asked(): the user wants to follow a lead trader.
    """

    arming_asked = Signal()
    leads_asked = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Markets and accounts"))
        self.setAccessibleName(tr("Markets and accounts"))
        self.setFixedWidth(WIDTH)
        self._bridge, self._asker = bridge, Asker(bridge, self)
        self.prices, self.trading, self.keys = Section(tr("Prices")), Section(tr("Trading")), Section(tr("Keys"))
        self.leads = Section(tr("Binance lead traders"))
        self.keys.chip.hide()  # the vault below says how it stands
        self.feed, self.vault = HealthItem(tr("Feed")), VaultBox(self._asker)
        self.problem = Label("", CAPTION, tone="danger")
        self.problem.setWordWrap(True)
        self.close_button = KeyButton("Close", "Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.prices.line.addWidget(self.feed)
        self.keys.told.hide()
        self.keys.button.hide()  # until the vault has said whether there is a key
        self.keys.column.insertWidget(1, self.vault)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 12)
        rows.setSpacing(6)
        rows.addWidget(Label(tr("Markets and accounts"), FIGURE, SEMIBOLD))
        for section in (self.prices, self.trading, self.keys, self.leads):
            rows.addWidget(Hairline())
            rows.addWidget(section)
        rows.addStretch(1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.prices.button.clicked.connect(self._change_market)
        self.trading.button.clicked.connect(self._change_mode)
        self.keys.button.clicked.connect(self._forget_key)
        self.leads.button.clicked.connect(self.leads_asked)
        self.close_button.clicked.connect(self.reject)
        self.vault.changed.connect(self._show_vault)
        self._bridge.events.event.connect(self._on_event)

    def open_now(self) -> None:
        """Show everything as it stands now."""
        self._show()
        self.vault.ask(self._account())
        self.show()
        self.raise_()
        self.activateWindow()
        self.prices.button.setFocus()

    def _account(self) -> LiveAccount:
        account: LiveAccount = self._bridge.query("live_account")
        return account

    def _show(self) -> None:
        view: LiveView = self._bridge.query("live")
        live, source = view.state is not LiveState.OFF, self._bridge.query("market_source")
        practice = source == "simulated" and not live
        self.prices.chip.show_value(
            tr("PRACTICE MARKET") if practice else tr("LIVE PRICES"), "warning" if practice else "up"
        )
        self.prices.told.show_value(tr(_PRACTICE if practice else _OWN if live else _BINANCE))
        self.prices.button.set_content(
            "Use Binance's live prices" if practice else "Use the practice market", "chart-line-up"
        )
        self.prices.button.setEnabled(not live)
        self.trading.chip.show_value(words_of(view), "danger" if live else "neutral")
        self._show_trading(view)
        self.problem.show_value("")
        self._show_leads()
        for row in self._bridge.query("health"):
            if row.name == "market":
                self.feed.show_row(row)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the words need: a dialog's own size hint does not know how they wrap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH))

    def _show_trading(self, view: LiveView) -> None:
        told = tr(_PAPER)
        if view.state is LiveState.CLOSING:
            told = tr(
                "No entries any more. Stops, targets and closing go on until nothing is open; "
                "then EchoTrade is on paper again."
            )
        elif view.state is not LiveState.OFF:
            told = tr("Calls that you approve are sent to {account}.", account=view.account.words)
        self.trading.told.show_value(told)
        off = view.state is LiveState.OFF
        self.trading.button.set_content("Arm live trading…" if off else "Back to paper trading", "")
        self.trading.button.setVisible(view.state is not LiveState.CLOSING)

    def _show_leads(self) -> None:
        count = len(self._bridge.query("lead_portfolios"))
        self.leads.chip.show_value(tr("{count} FOLLOWED", count=count) if count else tr("NONE"))
        self.leads.told.show_value(
            tr(
                "Positions that lead traders open on Binance come as calls. Binance offers no official way to read "
                "them: the pages may change or stop answering at any time."
            )
        )
        self.leads.button.set_content("Follow a lead trader…", "users-three")

    def _show_vault(self, view: VaultView) -> None:
        self.keys.chip.show_value("LOCKED" if view.locked else "OPEN", "warning" if view.locked else "neutral")
        self.keys.button.setVisible(view.has_key and not view.locked)
        self.keys.button.set_content("Forget the Binance key…", "")
        self._fit()

    def _change_market(self) -> None:
        name = "binance" if self._bridge.query("market_source") == "simulated" else "simulated"
        self._ask("use_market", name)

    def _change_mode(self) -> None:
        view: LiveView = self._bridge.query("live")
        if view.state is LiveState.OFF:
            self.arming_asked.emit()
        else:
            self._ask("leave_live")

    def _forget_key(self) -> None:
        account = self._account()
        confirm(
            self,
            tr("Forget the Binance key?"),
            tr(
                "Live trading cannot be armed again without entering it. The key stays valid at Binance until you "
                "delete it there."
            ),
            tr("Forget it"),
            lambda: self._ask("forget_key", account),
        )

    def _ask(self, name: str, *args: object) -> None:
        self._asker.ask(name, *args, then=lambda _: self._answered(), otherwise=self._fail)

    def _answered(self) -> None:
        self._show()
        self.vault.ask(self._account())

    def _fail(self, sentence: str) -> None:
        self.problem.show_value(fmt.plain(sentence, 300))
        self._fit()

    def _on_event(self, event: object) -> None:
        if self.isVisible() and isinstance(event, HealthChanged) and event.name == "market":
            self.feed.show_row(HealthRow(event.name, event.health, event.detail, event.at))
