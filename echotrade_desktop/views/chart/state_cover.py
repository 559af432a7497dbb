"""What covers the plot while there is nothing to draw: loading, empty, or an error with a way on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, MEDIUM
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark
from echotrade_desktop.views.widgets.label import Label


class StateCover(QWidget):
    """An icon, a title, a sentence, and a button that tries again.

    Signals:
    retry_wanted: the button was pressed.
    """

    retry_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = IconMark("chart-line", "text3", 24, self)
        self._title = Label("", BASE, MEDIUM, parent=self)
        self._sentence = Label("", BASE, tone="text2", parent=self)
        self._sentence.setWordWrap(True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.retry = QPushButton(tr("Try again"), self)
        self.retry.setAccessibleName(tr("Try again to load the candles"))
        self.retry.clicked.connect(self.retry_wanted)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 24)
        rows.setSpacing(8)
        rows.addStretch(2)
        for widget in (self._mark, self._title, self._sentence, self.retry):
            rows.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch(3)

    @property
    def words(self) -> str:
        """The title and the sentence shown."""
        return f"{self._title.text()} {self._sentence.text()}".strip()

    def tell(self, glyph: str, title: str, sentence: str = "", retry: bool = False) -> None:
        """Cover the plot and say why."""
        self._mark.show_value(glyph, "warning_text" if retry else "text3")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._fit_sentence()
        self._sentence.setVisible(bool(sentence))
        self.retry.setVisible(retry)
        self.setAccessibleName(self.words)
        self.show()
        self.raise_()

    def _fit_sentence(self) -> None:
        """Give the sentence the rows it needs: a centred widget is not asked for its height by its width."""
        width = max(120, min(420, self.width() - 48))
        self._sentence.setFixedSize(width, self._sentence.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_sentence()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        QPainter(self).fillRect(self.rect(), palette.bg if palette.dark else palette.panel)
