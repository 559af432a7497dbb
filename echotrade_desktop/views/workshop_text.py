"""A message whose numbers can be picked: each is marked by what it was read as, and a press asks what it is."""

import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QMenu, QWidget

from echotrade_desktop.engine.domain.signal import Span
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.approval_why import MessageText
from echotrade_desktop.views.theme import CHIP_TINT, current_palette
from echotrade_desktop.views.translation import tr

_NUMBER = re.compile(r"\d(?:[\d.,’']*\d)?(?:[kK%xX×](?![^\W_]))?")
_PRICED = frozenset({"entry", "stop", "target", "leverage"})
_LINE, _TOP = 20, 6
MEANINGS = {
    "entry": "the entry",
    "stop": "the stop",
    "target": "a target",
    "leverage": "the leverage",
    "ignore": "no price",
}
"""What a number can be said to be, as the menu puts it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A number of the message: where it stands in the text as it came and as it is shown, and its role."""

    start: int
    end: int
    shown_start: int
    shown_end: int
    role: str  # "" for one that nothing was made of, "unused" for one that looks like a price


class ReadingText(MessageText):
    """The message, marked; its numbers are picked by mouse or by keyboard.

    Signals:
    corrected(int, int, str): the characters [start, end) of the message are to be read as this.
    """

    corrected = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pieces: list[Piece] = []
        self.at: int | None = None  # the piece under the cursor or the keyboard
        self._words: list[tuple[int, int, str]] = []
        self._menu: QMenu | None = None
        self.setMouseTracking(True)

    def show_reading(self, text: str, spans: tuple[Span, ...], unused: tuple[str, ...], long: bool) -> None:
        """Show a message as it is read now."""
        self.show_message(text, tuple(span for span in spans if span.role not in _PRICED), long)
        found = _numbers(text, spans, unused)
        marks = [(start, end, str(number)) for number, (start, end, _) in enumerate(found)]
        _, shown = fmt.plain_with_marks(text, marks)
        self.pieces = [Piece(*found[int(n)][:2], start, end, found[int(n)][2]) for start, end, n in shown]
        self.at = None if self.at is None or self.at >= len(self.pieces) else self.at
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.pieces else Qt.FocusPolicy.NoFocus)
        self.setAccessibleDescription(
            tr("Left and right choose a number; Enter says what it is.") if self.pieces else ""
        )
        self.update()

    def written(self, piece: Piece) -> str:
        """Return a piece as it stands in the text."""
        return self._text[piece.shown_start : piece.shown_end]

    def open_menu(self, number: int) -> QMenu:
        """Ask what a number is."""
        piece = self.pieces[number]
        self.at = number
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        head = menu.addAction(tr("{written} is", written=fmt.plain(self.written(piece), 24)))
        head.setEnabled(False)
        menu.addSeparator()
        for meaning, words in MEANINGS.items():
            action = menu.addAction(tr(words)[:1].upper() + tr(words)[1:])
            action.setCheckable(True)
            action.setChecked(meaning == self._meaning_of(piece))
            action.triggered.connect(lambda _on, meaning=meaning: self.corrected.emit(piece.start, piece.end, meaning))
        menu.popup(self.mapToGlobal(self._below(piece)))
        self._menu = menu
        return menu

    def _meaning_of(self, piece: Piece) -> str:
        """What it counts as now: a number that is not read is no price only where the rest of the message is read."""
        if piece.role in _PRICED:
            return piece.role
        return "ignore" if not piece.role and any(other.role in _PRICED for other in self.pieces) else ""

    def _formats(self) -> list[QTextLayout.FormatRange]:
        ranges = super()._formats()
        palette = current_palette()
        looks = {
            "entry": ("accent", "text"), "leverage": ("text", "text"), "stop": ("down", "down_text"),
            "target": ("up", "up_text"), "unused": ("warning", "warning_text"),
        }  # fmt: skip
        for piece in self.pieces:
            look = QTextCharFormat()
            if piece.role in looks:
                tint, ink = looks[piece.role]
                look.setBackground(palette.mixed(tint, "bg", CHIP_TINT * 1.4 if tint == "text" else CHIP_TINT))
                look.setForeground(getattr(palette, ink))
                look.setFontUnderline(True)
            else:
                look.setForeground(palette.text)
            found = QTextLayout.FormatRange()
            found.start, found.length, found.format = piece.shown_start, piece.shown_end - piece.shown_start, look
            ranges.append(found)
        return ranges

    def rects_of(self, piece: Piece) -> list[QRectF]:
        """Return where a piece stands, one rectangle a line it is on."""
        layout = self._layout(self.width() - 2 * self._PAD)
        rects = []
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(piece.shown_start, line.textStart())
            end = min(piece.shown_end, line.textStart() + line.textLength())
            if start < end:
                left, right = _x(line.cursorToX(start)), _x(line.cursorToX(end))
                rects.append(QRectF(self._PAD + left, _TOP + number * _LINE - 1, right - left, _LINE - 2))
        return rects

    def _below(self, piece: Piece) -> QPoint:
        rects = self.rects_of(piece)
        return rects[0].bottomLeft().toPoint() if rects else QPoint(self._PAD, self.height())

    def _piece_at(self, place: QPointF) -> int | None:
        for number, piece in enumerate(self.pieces):
            if any(rect.adjusted(-3, -2, 3, 4).contains(place) for rect in self.rects_of(piece)):
                return number
        return None

    def _go_to(self, number: int | None) -> None:
        if number != self.at:
            self.at = number
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.at is None or self.at >= len(self.pieces):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_palette().accent, 1))
        for rect in self.rects_of(self.pieces[self.at]):
            painter.drawRoundedRect(rect.adjusted(-2.5, -0.5, 2.5, 0.5), 3, 3)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._piece_at(event.position())
        self._go_to(over)
        self.setCursor(Qt.CursorShape.ArrowCursor if over is None else Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        over = self._piece_at(event.position())
        if over is None:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.open_menu(over)

    def leaveEvent(self, event: QEvent) -> None:
        if not self.hasFocus():
            self._go_to(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at is None and event.reason() != Qt.FocusReason.MouseFocusReason:
            self._go_to(0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._go_to(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pieces:
            super().keyPressEvent(event)
            return
        at, last = self.at or 0, len(self.pieces) - 1
        match event.key():
            case Qt.Key.Key_Left:
                self._go_to(max(0, at - 1))
            case Qt.Key.Key_Right:
                self._go_to(min(last, at + 1))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space | Qt.Key.Key_Menu:
                self.open_menu(at)
            case _:
                super().keyPressEvent(event)


def _numbers(text: str, spans: tuple[Span, ...], unused: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Return the stretches that can be picked, in order: what was read as a price, and every other number."""
    taken = [(span.start, span.end, span.role) for span in spans if span.role in _PRICED]
    closed = [*taken, *((span.start, span.end, span.role) for span in spans if span.role == "symbol")]
    others = [
        (match.start(), match.end(), "unused" if match[0] in unused else "")
        for match in _NUMBER.finditer(text)
        if not any(match.start() < end and start < match.end() for start, end, _ in closed)
    ]
    return sorted(taken + others)


def _x(answer: object) -> float:
    """Qt answers a cursor's place as a number, or as a pair of it and the cursor."""
    return float(answer[0] if isinstance(answer, tuple) else answer)  # type: ignore[arg-type]
