"""Labels: plain text in one of the app's sizes, weights and tones."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, REGULAR, font


class Label(QLabel):
    """Plain text; `tone` is one of text, text2, text3, up, down, warning, accent, danger."""

    least_width = 0

    def __init__(
        self,
        text: str = "",
        size: int = BASE,
        weight: int = REGULAR,
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(font(size, weight))
        self.setProperty("tone", tone)
        self.setText(text)
        self.setMinimumWidth(self.least_width)

    @property
    def tone(self) -> str:
        """The role of the palette it is written in."""
        return str(self.property("tone"))

    def set_tone(self, tone: str) -> None:
        """Write it in another role of the palette."""
        if tone != self.tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)

    def show_value(self, text: str, tone: str | None = None) -> None:
        """Change text and tone together, touching only what is different."""
        if text != self.text():
            self.setText(text)
        if tone is not None:
            self.set_tone(tone)


class ElidedLabel(Label):
    """A label that gives way: it ends in … when there is no room, and tells the whole in its tooltip."""

    least_width = 24

    @property
    def elided(self) -> bool:
        """Whether some of the text is hidden now."""
        return self._shown() != self.text()

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.least_width, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(self.text() if self.elided else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.setFont(self.font())
        painter.drawText(self.contentsRect(), int(self.alignment() | Qt.TextFlag.TextSingleLine), self._shown())


def described(name: str, sentence: str, *below: QWidget) -> QVBoxLayout:
    """A name with its sentence under it, and what else is to stand there: the left of a row where something is set."""
    told = Label(sentence, CAPTION, tone="text2")
    told.setWordWrap(True)
    words = QVBoxLayout()
    words.setSpacing(2)
    for part in (Label(name, BASE, MEDIUM), told, *below):
        words.addWidget(part)
    return words
