"""What a view shows when there is nothing yet: what will appear, and how to get it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, MEDIUM
from echotrade_desktop.views.widgets.controls import IconMark
from echotrade_desktop.views.widgets.label import Label


class EmptyState(QWidget):
    """An icon, a short title and one sentence, in the middle."""

    def __init__(self, glyph: str, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"{title}. {sentence}")
        centre = Qt.AlignmentFlag.AlignHCenter
        told = Label(sentence, BASE, tone="text2", parent=self)
        told.setWordWrap(True)
        told.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 8, 24, 8)
        rows.setSpacing(4)
        rows.addStretch(1)
        rows.addWidget(IconMark(glyph, "text3", 24), 0, centre)
        rows.addSpacing(4)
        rows.addWidget(Label(title, BASE, MEDIUM, "text"), 0, centre)
        rows.addWidget(told)
        rows.addStretch(2)
