"""What of the history is wanted: by outcome, trader, symbol, source and words."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from echotrade_desktop.engine.domain.history import Became, HistoryFilter
from echotrade_desktop.engine.domain.read import TraderRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.models.signals import BECAME, CALLS, ORIGINS
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import offer_to_clear
from echotrade_desktop.views.widgets.label import Label

TYPED_MS = 250
LONGEST_TEXT = 80


class Choice(QComboBox):
    """One thing of several; as long as it shows its own name, all of them."""

    def __init__(self, name: str, told: str, width: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setToolTip(told)
        self.setFixedHeight(24)
        self.setMinimumWidth(56)
        self.setMaximumWidth(width)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItem(name, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        place = QRectF(self.width() - 16, self.height() / 2 - 5, 10, 10)
        paint_icon(QPainter(self), place, "caret-down", current_palette().text2)

    def offer(self, items: Iterable[tuple[str, object]]) -> None:
        """Offer other things; what is chosen stays so if it is still there."""
        wanted = [(self.itemText(0), None), *items]
        if wanted == [(self.itemText(i), self.itemData(i)) for i in range(self.count())]:
            return
        chosen = self.currentData()
        self.blockSignals(True)
        self.clear()
        for text, value in wanted:
            self.addItem(text, value)
        self.setCurrentIndex(max(0, next((i for i, (_, value) in enumerate(wanted) if value == chosen), 0)))
        self.blockSignals(False)


class FilterBar(QWidget):
    """The filters of the history in one line.

    Signals:
    changed: something else is wanted.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(35)
        self.outcome = Choice(tr("Outcome"), tr("What became of it"), 136)
        self.trader = Choice(tr("Trader"), tr("Who wrote it"), 136)
        self.symbol = Choice(tr("Symbol"), tr("What it calls"), 128)
        self.origin = Choice(tr("Source"), tr("Where it came from"), 128)
        self.outcome.offer(
            [(tr("Calls only"), CALLS), *((tr(word), frozenset({key})) for key, (word, _) in BECAME.items())]
        )
        self.origin.offer((tr(name), key.value) for key, name in ORIGINS.items())
        self.text = QLineEdit()
        self.text.setPlaceholderText(tr("Find…"))
        self.text.setAccessibleName(tr("Find in messages, names and reasons"))
        offer_to_clear(self.text)
        self.text.setMaxLength(LONGEST_TEXT)
        self.text.setFixedHeight(24)
        self.text.setMinimumWidth(64)
        self.text.setMaximumWidth(280)
        self.count = Label("", CAPTION, tone="text2")
        self.clear = QPushButton(tr("Clear"))
        self.clear.setProperty("kind", "link")
        self.clear.setToolTip(tr("Show everything again"))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 0)
        line.setSpacing(6)
        for part, stretch in (
            (self.outcome, 2), (self.trader, 2), (self.symbol, 2), (self.origin, 2), (self.text, 3),
        ):  # fmt: skip
            line.addWidget(part, stretch)
        line.addWidget(self.clear)
        line.addStretch(1)
        line.addWidget(self.count)
        self._connect()

    def _connect(self) -> None:
        self._typed = QTimer(self, singleShot=True, interval=TYPED_MS)
        self._typed.timeout.connect(self._tell)
        for choice in self.choices():
            choice.currentIndexChanged.connect(self._tell)
        self.text.textChanged.connect(self._start_typed)
        self.text.returnPressed.connect(self._tell)
        self.clear.clicked.connect(self.reset)
        self.clear.setVisible(False)

    def find_on(self, panel: QWidget) -> None:
        """Let Ctrl+F anywhere in `panel` take the keyboard to the words."""
        shortcut = QShortcut(QKeySequence.StandardKey.Find, panel)
        shortcut.activated.connect(self.text.setFocus)

    def choices(self) -> tuple[Choice, ...]:
        """The lists to choose from."""
        return self.outcome, self.trader, self.symbol, self.origin

    def wanted(self) -> HistoryFilter:
        """What is wanted now."""
        return HistoryFilter(
            became=self.outcome.currentData() or frozenset[Became](),
            trader_id=self.trader.currentData() or "",
            symbol=self.symbol.currentData() or "",
            origin=self.origin.currentData() or "",
            text=self.text.text().strip(),
        )

    def offer(self, traders: Iterable[TraderRow], symbols: Iterable[str]) -> None:
        """Offer these traders and symbols."""
        self.trader.offer((fmt.plain(row.trader.name, 40), row.trader.trader_id) for row in traders)
        self.symbol.offer((symbol, symbol) for symbol in symbols)

    def _start_typed(self) -> None:
        self._typed.start()

    def reset(self) -> None:
        """Want everything again."""
        for choice in self.choices():
            choice.blockSignals(True)
            choice.setCurrentIndex(0)
            choice.blockSignals(False)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        self._typed.stop()
        self.clear.setVisible(self.wanted() != HistoryFilter())
        self.changed.emit()
