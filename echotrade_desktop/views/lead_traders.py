"""A small screen for Binance lead traders: by number or address, or out of Binance's own list; and who is followed."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.leads import LeadCard, LeadRow
from echotrade_desktop.engine.domain.limits import RiskLimits
from echotrade_desktop.engine.domain.messages import HealthChanged
from echotrade_desktop.engine.domain.signal import SourceKind
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.numerals import written
from echotrade_desktop.views.telegram.asking import Asker
from echotrade_desktop.views.telegram.fields import LoginField
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import ElidedLabel, Label

WIDTH, HEIGHT = 600, 640
LOOK_EVERY_MS = 2_000
FIELD_HEIGHT = 32
_UNOFFICIAL = (
    "Binance has no official way to read another trader's positions. EchoTrade looks at the pages that Binance's own "
    "site shows: they may change, stop answering, or not be shown where you are. A position that a trader has open "
    "when you begin is never copied; later ones come as calls and pass your rules."
)


class LeadTradersDialog(QDialog):
    """Find lead traders, follow them, let them go."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Binance lead traders"))
        self.setAccessibleName(tr("Binance lead traders"))
        self.setMinimumSize(WIDTH, HEIGHT)
        self._bridge, self._asker = bridge, Asker(bridge, self)
        self.field = LoginField(
            tr("Number or address of a portfolio"), "https://www.binance.com/…/lead-details/…", "", 300
        )
        self.look_up, self.browse = KeyButton("Look up"), KeyButton("Show Binance's list", glyph="list")
        self.problem = Label("", CAPTION, tone="danger")
        self.problem.setWordWrap(True)
        self.close_button = KeyButton("Close", "Esc")
        self.followed, self.found = _Rows(), _Rows()
        self._ticks = QTimer(self, interval=LOOK_EVERY_MS)
        self._ticks.timeout.connect(self.show_followed)
        self._lay_out()
        self._connect()
        self.show_followed()
        self._ticks.start()

    def _lay_out(self) -> None:
        search = QHBoxLayout()
        search.setSpacing(8)
        search.addWidget(self.field, 1)
        for button in (self.look_up, self.browse):
            button.setProperty("room", "tall")  # as high as the field beside it
            button.setFixedHeight(FIELD_HEIGHT)
            search.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        inside = QWidget()
        inside.setProperty("surface", "panel")
        lists = QVBoxLayout(inside)
        lists.setContentsMargins(0, 0, 8, 0)
        lists.setSpacing(4)
        for title, part in ((tr("You follow"), self.followed), (tr("Found"), self.found)):
            part.title.show_value(title)
            lists.addWidget(part)
        self.nobody = EmptyState(
            "users-three",
            tr("You follow no lead trader"),
            tr("Look one up by the address of the page, or choose from Binance's list. Who is followed stands here."),
        )
        lists.addWidget(self.nobody, 1)
        lists.addStretch(1)
        scroll = QScrollArea()
        scroll.setAccessibleName(tr("Binance lead traders"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(inside)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(10)
        rows.addWidget(Label(tr("Binance lead traders"), FIGURE, SEMIBOLD))
        for sentence in (tr(_UNOFFICIAL), confidence_note(self._bridge.query("limits").limits)):
            told = Label(sentence, BASE if sentence == tr(_UNOFFICIAL) else CAPTION, tone="text2")
            told.setWordWrap(True)
            told.setVisible(bool(sentence))
            rows.addWidget(told)
        rows.addLayout(search)
        rows.addWidget(Hairline())
        rows.addWidget(scroll, 1)
        rows.addLayout(foot)

    def _connect(self) -> None:
        self.look_up.clicked.connect(self._look_up)
        self.field.line.returnPressed.connect(self._look_up)
        self.browse.clicked.connect(self._browse)
        self.close_button.clicked.connect(self.reject)
        self._bridge.events.event.connect(self._on_event)

    def show_followed(self) -> None:
        """Show who is followed, and how it goes."""
        rows: Sequence[LeadRow] = self._bridge.query("lead_rows")
        self._show_nobody(bool(rows))
        self.followed.show_rows(
            [
                (row.nickname, row.state, "text2" if row.is_well else "warning", tr("Let go"),
                 partial(self._do, "lead_let_go", row.portfolio_id))
                for row in rows
            ]
        )  # fmt: skip

    def _show_nobody(self, anybody: bool) -> None:
        self.nobody.setVisible(not anybody and not self.found.names)

    def _look_up(self) -> None:
        if not self.field.text():
            self.field.show_problem(tr("Paste the address of a lead trader's page first."))
            return
        self._busy(self.look_up, tr("Asking Binance…"))
        self._asker.ask(
            "lead_card", self.field.text(), then=lambda card: self._show_found([card]), otherwise=self.field_problem
        )

    def _browse(self) -> None:
        self._busy(self.browse, tr("Asking Binance…"))
        self._asker.ask("lead_discover", then=self._show_found, otherwise=self._fail)

    def _show_found(self, cards: Sequence[LeadCard]) -> None:
        self._idle()
        followed = set(self._bridge.query("lead_portfolios"))
        self.nobody.hide()
        self.found.show_rows(
            [
                (card.nickname, words_of(card), "text2" if card.shows_positions is not False else "warning",
                 "" if card.portfolio_id in followed else tr("Follow"),
                 partial(self._do, "lead_follow", card.portfolio_id))
                for card in cards
            ]
        )  # fmt: skip

    def _do(self, name: str, portfolio: str) -> None:
        self.problem.show_value("")
        self._asker.ask(name, portfolio, then=lambda _: self._done(portfolio), otherwise=self._fail)

    def _done(self, portfolio: str) -> None:
        self.found.show_rows([])
        self.show_followed()
        self.field.forget()
        self.field.setFocus()

    def field_problem(self, sentence: str) -> None:
        """Say beside the field what is wrong."""
        self._idle()
        self.field.show_problem(sentence)

    def _fail(self, sentence: str) -> None:
        self._idle()
        self.problem.show_value(fmt.plain(sentence, 300))

    def _busy(self, button: KeyButton, words: str) -> None:
        self.problem.show_value("")
        button.set_content(words, "")
        for each in (self.look_up, self.browse):
            each.setEnabled(False)

    def _idle(self) -> None:
        self.look_up.set_content("Look up", "")
        self.browse.set_content("Show Binance's list", "list")
        for each in (self.look_up, self.browse):
            each.setEnabled(True)

    def _on_event(self, event: object) -> None:
        if isinstance(event, HealthChanged) and event.name == "lead traders":
            self.show_followed()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticks.stop()


class _Rows(QWidget):
    """A short list: a name, what is to say of it, one button."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Label("", CAPTION, MEDIUM, "text2")
        self.buttons: list[KeyButton] = []
        self.names: list[str] = []
        self._shown: list[tuple[str, str, str]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(2)
        self._column.addWidget(self.title)
        self.hide()

    def show_rows(self, rows: Sequence[tuple[str, str, str, str, Callable[[], object]]]) -> None:
        """Show these, and be gone without any."""
        self.setVisible(bool(rows))
        shown = [(name, told, button) for name, told, _, button, _ in rows]
        if shown == self._shown:
            return
        self._shown, self.names, self.buttons = shown, [row[0] for row in rows], []
        while self._column.count() > 1:
            item = self._column.takeAt(1)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for name, told, tone, words, do in rows:
            self._column.addWidget(self._line(name, told, tone, words, do))

    def _line(self, name: str, told: str, tone: str, words: str, do: Callable[[], object]) -> QWidget:
        line = QWidget()
        line.setFixedHeight(44)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(ElidedLabel(fmt.plain(name, 60), BASE, MEDIUM))
        texts.addWidget(ElidedLabel(fmt.plain(told, 160), CAPTION, tone=tone))
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        across.addLayout(texts, 1)
        if words:
            button = KeyButton(words)
            button.setAccessibleName(f"{words}: {fmt.plain(name, 60)}")
            button.clicked.connect(do)
            self.buttons.append(button)
            across.addWidget(button)
        return line


def words_of(card: LeadCard) -> str:
    """Return what Binance says of a portfolio."""
    if card.shows_positions is False:
        return tr("Hides open positions: there would be nothing to copy")
    told = [
        (card.roi, tr("{} in 30 days")), (card.win_rate, tr("{} won")), (card.drawdown, tr("{} deepest fall")),
    ]  # fmt: skip
    figures = [words.format(_percent(value)) for value, words in told if value is not None]
    return ", ".join(figures) or tr("Portfolio {portfolio_id}, shows open positions", portfolio_id=card.portfolio_id)


def _percent(points: Decimal) -> str:
    return fmt.percent_points(points, decimals=1)


def confidence_note(limits: RiskLimits) -> str:
    """Return why a lead trader's call alone would be blocked, "" when it would not."""
    weight = limits.source_weights[SourceKind.BINANCE]
    alone = limits.call_confidence * weight
    if alone > limits.min_confidence:
        return ""
    return tr(
        "A lead trader's word counts {weight}: alone, a call has a confidence of {alone}, and "
        "you ask for more than {min_confidence}. It is blocked until another trader calls the "
        "same, or you lower the least confidence under Rules and limits.",
        weight=written(f"{weight:f}"),
        alone=fmt.number(alone, 2),
        min_confidence=fmt.number(limits.min_confidence, 2),
    )
