"""A number that explains itself: what it means, how many cases it is made from, from what, over which time."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.label import Label

WIDTH = 320
_MARK = 11
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F1, Qt.Key.Key_Question)


@dataclass(frozen=True, slots=True)
class About:
    """What there is to know of a number. `told` holds its formula in words; the rest may be empty."""

    name: str
    value: str
    told: str
    cases: str = ""
    source: str = ""
    period: str = ""

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        rest = (f"{name}: {text}." for name, text in self.lines if text)
        return " ".join((self.told, *rest))

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The facts below the words."""
        return ((tr("Made from"), self.cases), (tr("Source"), self.source), (tr("Period"), self.period))


class AboutNumber(QFrame):
    """The explanation beside its number; a press anywhere else, or Esc, takes it away."""

    def __init__(self, about: About, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("surface", "raised")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("About {name}", name=about.name))
        self.setAccessibleDescription(about.spoken)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 12, 14, 12)
        rows.setSpacing(6)
        rows.addWidget(Label(about.name, CAPTION, tone="text2"))
        rows.addWidget(Label(about.value, BASE, SEMIBOLD))
        told = Label(about.told, BASE)
        told.setWordWrap(True)
        rows.addWidget(told)
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(3)
        for number, (name, text) in enumerate(line for line in about.lines if line[1]):
            fact = Label(text, CAPTION, MEDIUM)
            fact.setWordWrap(True)
            facts.addWidget(Label(name, CAPTION, tone="text2"), number, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(fact, number, 1)
        facts.setColumnStretch(1, 1)
        rows.addLayout(facts)

    def open_below(self, widget: QWidget) -> None:
        """Show it at a widget, within the screen."""
        self.adjustSize()
        self.resize(WIDTH, max(self.sizeHint().height(), self.heightForWidth(WIDTH)))
        room, at = widget.screen().availableGeometry(), widget.mapToGlobal(QPoint(0, widget.height() + 4))
        if at.y() + self.height() > room.bottom():
            at.setY(widget.mapToGlobal(QPoint(0, -4)).y() - self.height())
        self.move(max(room.left(), min(at.x(), room.right() - WIDTH)), max(room.top(), at.y()))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, palette = QPainter(self), current_palette()
        painter.fillRect(self.rect(), palette.raised)
        painter.setPen(palette.line)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close() if event.key() in (*_KEYS, Qt.Key.Key_Escape) else super().keyPressEvent(event)


class Explained(QWidget):
    """Holds a number. A press explains it, and so do Space, Enter, ? and F1 when Tab has come to it.

    A small question mark shows where the mouse or the keyboard is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about: About | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def explain_as(self, about: About) -> None:
        """Have this to say."""
        self.about = about
        self.setToolTip(about.told)
        self.setAccessibleName(f"{about.name} {about.value}")
        self.setAccessibleDescription(about.spoken)

    def explain(self) -> AboutNumber | None:
        """Say what it means, at once."""
        if self.about is None or not self.about.told:
            return None
        popup = AboutNumber(self.about, self)
        popup.open_below(self)
        return popup

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and event.key() in _KEYS:
            event.accept()  # F1 is the guide elsewhere
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS:
            self.explain()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.about is None or not (self.hasFocus() or self.underMouse()):
            return
        painter, palette = QPainter(self), current_palette()
        tint = palette.accent if self.hasFocus() else palette.text2
        paint_icon(painter, QRectF(self.width() - _MARK, 2, _MARK, _MARK), "question", tint)
        if self.hasFocus():
            painter.fillRect(0, self.height() - 2, self.width(), 2, palette.accent)
