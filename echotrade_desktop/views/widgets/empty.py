"""What a view shows when there is nothing yet: what will appear, and how to get it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, MEDIUM
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label


class EmptyState(QWidget):
    """An icon, a short title and one sentence, in the middle; below them a way on, where there is one.

    Signals:
    taken(): the way on.
    """

    taken = Signal()

    def __init__(self, glyph: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title, sentence = tr(title), tr(sentence)
        self._title = Label(title, BASE, MEDIUM, "text", parent=self)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._told = Label("", BASE, tone="text2", parent=self)
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.way = KeyButton("", parent=self)
        self.way.clicked.connect(self.taken)
        self.way.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 8, 24, 8)
        rows.setSpacing(4)
        rows.addStretch(1)
        rows.addWidget(IconMark(glyph, "text3", 24), 0, centre)
        rows.addSpacing(4)
        rows.addWidget(self._title, 0, centre)
        rows.addWidget(self._told)
        rows.addSpacing(8)
        rows.addWidget(self.way, 0, centre)
        rows.addStretch(2)
        self.show_sentence(sentence)

    def show_sentence(self, sentence: str) -> None:
        """Say something else below the title."""
        self._told.show_value(sentence)
        self.setAccessibleName(f"{self._title.text()}. {sentence}")

    def show_way(self, text: str) -> None:
        """Offer a way on by this name; "" offers none."""
        self.way.set_content(text, "")
        self.way.setVisible(bool(text))
