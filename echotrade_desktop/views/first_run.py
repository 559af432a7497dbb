"""The first start in three calm steps: what this is, which prices, Telegram now or later. It can be skipped."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, SEMIBOLD
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label

WIDTH, HEIGHT = 560, 400
LEFT, RIGHT = 32, 32
Fact = tuple[str, str]
"""An icon and the sentence beside it."""


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done in a step."""

    text: str
    run: Callable[[], object]


class Step(QWidget):
    """An icon, a title, a few facts and the ways on from here."""

    def __init__(self, glyph: str, title: str, facts: tuple[Fact, ...], ways: tuple[Way, ...] = ()) -> None:
        super().__init__()
        self.setAccessibleName(title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(LEFT, 28, RIGHT, 8)
        rows.setSpacing(16)
        rows.addWidget(IconMark(glyph, "accent", 32))
        rows.addWidget(Label(title, FIGURE, SEMIBOLD))
        for mark, sentence in facts:
            rows.addLayout(self._fact(mark, sentence))
        self.buttons = [KeyButton(way.text) for way in ways]
        line = QHBoxLayout()
        line.setSpacing(8)
        for way, button in zip(ways, self.buttons, strict=True):
            button.clicked.connect(way.run)
            line.addWidget(button)
        line.addStretch(1)
        rows.addLayout(line)
        rows.addStretch(1)

    @staticmethod
    def _fact(mark: str, sentence: str) -> QHBoxLayout:
        told = Label(sentence, BASE)
        told.setWordWrap(True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(IconMark(mark, "text2", 18), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(told, 1)
        return line


class FirstRun(QDialog):
    """The three steps.

    Signals:
    prices_asked(): the user wants to choose live prices.
    telegram_asked(): the user wants to sign in to Telegram.
    rehearsal_asked(): the user wants to try trouble out.
    """

    prices_asked = Signal()
    telegram_asked = Signal()
    rehearsal_asked = Signal()

    def __init__(self, parent: QWidget, simulated: bool = True) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.setWindowTitle(tr("Welcome to EchoTrade"))
        self.setAccessibleName(tr("Welcome to EchoTrade"))
        self.setFixedSize(WIDTH, HEIGHT)
        self._pages = QStackedWidget()
        for step in self._steps(simulated):
            self._pages.addWidget(step)
        self.place = Label("", CAPTION, tone="text2")
        self.skip, self.back = KeyButton(tr("Skip"), "Esc"), KeyButton(tr("Back"))
        self.next = KeyButton(tr("Next"))
        self.next.set_kind("primary")
        self.skip.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self.show_step(self._pages.currentIndex() - 1))
        self.next.clicked.connect(self._go_on)
        foot = QHBoxLayout()
        foot.setContentsMargins(LEFT, 8, RIGHT, 20)
        foot.setSpacing(8)
        foot.addWidget(self.place)
        foot.addStretch(1)
        for button in (self.skip, self.back, self.next):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        self.show_step(0)

    def _steps(self, simulated: bool) -> tuple[Step, ...]:
        prices = (
            tr("You are on the practice market: prices are made up, and so are those who call. It needs no network.")
            if simulated
            else tr("You are on live prices. Trades are on paper all the same.")
        )
        return (
            Step(
                "chart-line",
                tr("Other people's calls, under your rules"),
                (
                    (
                        "list",
                        tr("A call arrives, you see what was read and which of your rules it passes, and you decide."),
                    ),
                    ("shield-check", tr("Everything here is paper: $10,000 that are not real.")),
                    (
                        "lock-key",
                        tr("Nothing is sent to an exchange until you arm live trading yourself; it says LIVE then."),
                    ),
                ),
            ),
            Step(
                "arrows-left-right",
                tr("Practice market or live prices"),
                (
                    ("chart-line", prices),
                    (
                        "arrows-clockwise",
                        tr("Stay here and learn, or follow real prices on paper. You can change it at any time."),
                    ),
                ),
                (
                    Way(tr("Choose live prices…"), self._ask(self.prices_asked)),
                    Way(tr("Rehearse trouble…"), self._ask(self.rehearsal_asked)),
                ),
            ),
            Step(
                "telegram-logo",
                tr("Telegram, now or later"),
                (
                    (
                        "shield-check",
                        tr("Your own calls come from Telegram. EchoTrade connects only after you have agreed."),
                    ),
                    ("eye", tr("It reads only the chats that you choose, and sends nothing.")),
                    (
                        "chat-circle-text",
                        tr("Until then the practice channel calls. All of this is in the menu later, too."),
                    ),
                ),
                (Way(tr("Sign in to Telegram…"), self._ask(self.telegram_asked)),),
            ),
        )  # fmt: skip

    def _ask(self, signal: object) -> Callable[[], None]:
        def ask() -> None:
            self.accept()
            signal.emit()  # type: ignore[attr-defined] # a Qt signal

        return ask

    @property
    def steps(self) -> list[Step]:
        """The steps, in order."""
        found = [self._pages.widget(number) for number in range(self._pages.count())]
        return [step for step in found if isinstance(step, Step)]

    def show_step(self, number: int) -> None:
        """Show a step."""
        self._pages.setCurrentIndex(number)
        last = self._pages.count() - 1
        self.place.show_value(tr("{n} of {all}").format(n=number + 1, all=last + 1))
        self.back.setEnabled(number > 0)
        self.next.setText(tr("Begin") if number == last else tr("Next"))
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        if self._pages.currentIndex() == self._pages.count() - 1:
            self.accept()
        else:
            self.show_step(self._pages.currentIndex() + 1)
