"""How sure the reading of a call is, and why; with a way to say that it is wrong."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from echotrade_desktop.engine.domain.signal import TradingSignal
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import CAPTION, MEDIUM, font
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label

_TOP = Qt.AlignmentFlag.AlignTop


class ReadingLine(QWidget):
    """One small line below the message.

    Signals:
    misread(object): the message with this key was read wrongly, says the user.
    """

    misread = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = (0, 0, 0)
        self.told = Label("", CAPTION, tone="text2")
        self.told.setWordWrap(True)
        self.wrong = QPushButton(tr("Wrong?"))
        self.wrong.setProperty("kind", "link")
        self.wrong.setFont(font(CAPTION, MEDIUM))
        self.wrong.setToolTip(tr("Show how this channel is read, and put it right"))
        self.wrong.setAccessibleName(tr("The message was read wrongly: show how its channel is read"))
        self.wrong.clicked.connect(lambda: self.misread.emit(self._key))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.told, 1)
        line.addWidget(self.wrong, 0, _TOP)

    def show_signal(self, signal: TradingSignal) -> None:
        """Show another call's."""
        self._key = (signal.chat_id, signal.message_id, signal.edit_version)
        notes = " ".join(fmt.plain(note, 120) for note in signal.reading_notes)
        self.told.show_value(
            tr(
                "Reading {reading_confidence} sure. {notes}",
                reading_confidence=fmt.number(signal.reading_confidence, 2),
                notes=notes,
            ).strip()
        )
