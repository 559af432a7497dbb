"""One call in the queue, as a card: full when selected, compact or blocked otherwise."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.approval_full import FullForm
from echotrade_desktop.views.approval_parts import Figures, Header, PriceLine
from echotrade_desktop.views.approval_why import WhyView
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM
from echotrade_desktop.views.models.approvals import CardText, can_approve, card_text, left_share
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import IconMark, KeyButton
from echotrade_desktop.views.widgets.label import Label

FULL, COMPACT, BLOCKED = 220, 144, 168
_PAD = 12


class ApprovalCard(QFrame):
    """A call waiting for the user.

    Signals:
    taken(str, object): the card was pressed; signal id and keyboard modifiers.
    approve(str), reject(str): its button was pressed.
    hovered(str, bool): the cursor came or went.
    misread(object): the message with this key was read wrongly, says the user.
    """

    taken = Signal(str, object)
    approve = Signal(str)
    reject = Signal(str)
    hovered = Signal(str, bool)
    misread = Signal(object)

    def __init__(self, row: ApprovalRow, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._zone, self._live = zone, False
        self.selected = self.picked = self.armed = self.open_why = False
        self.asking = False
        self.busy = ""
        self._build()
        self.show_row(row, row.queued.signal.received_at)

    def _build(self) -> None:
        self.header, self.prices, self.figures = Header(), PriceLine(), Figures()
        self._blocked_mark = IconMark("prohibit", "warning_text")
        self._blocked = Label("", BASE, MEDIUM, "warning")
        self._blocked.setWordWrap(True)
        self.full: FullForm | None = None
        self._why_view: WhyView | None = None
        self._passes = Label("", CAPTION, tone="text2")
        self._passes.setWordWrap(True)
        self.approve_button, self.reject_button = KeyButton("Approve"), KeyButton("Reject")
        self.approve_button.clicked.connect(lambda: self.approve.emit(self.key))
        self.reject_button.clicked.connect(lambda: self.reject.emit(self.key))
        self._lay_out()

    def _lay_out(self) -> None:
        told = QHBoxLayout()
        told.setSpacing(8)
        told.addWidget(self._blocked_mark, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._blocked, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._passes, 1)
        buttons.addWidget(self.approve_button, 1)
        buttons.addWidget(self.reject_button, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_PAD, _PAD, _PAD, _PAD)
        self._column.setSpacing(4)
        self._column.addWidget(self.header)
        self._column.addLayout(told)
        self._column.addWidget(self.figures)
        self._column.addWidget(self.prices)
        self._column.addStretch(1)
        self._column.addLayout(buttons)

    def _made_full(self) -> FullForm:
        """Return the parts that only an open card has."""
        if self.full is None:
            full = self.full = FullForm()
            full.rules.why.clicked.connect(self.toggle_why)
            self._column.insertWidget(1, full.above)
            self._column.insertWidget(3, full.scale)
            self._column.insertWidget(6, full.rules)
        return self.full

    @property
    def key(self) -> str:
        """The signal's id."""
        return self.row.queued.signal.signal_id

    @property
    def can_approve(self) -> bool:
        """Whether the rules and the size allow it, and no answer is awaited."""
        return can_approve(self.row) and not self.busy

    def show_row(self, row: ApprovalRow, now: datetime, live: bool = False) -> None:
        """Show the call as it stands now."""
        self.row, self._live = row, live
        self.text: CardText = card_text(row)
        text = self.text
        self.header.show_text(text)
        self.figures.show_text(text)
        self.prices.show_text(text)
        self._blocked.show_value(text.blocked)
        self._passes.show_value(tr("Waits for the call's price") if text.waiting else text.passes)
        if self._why_view is not None:
            self._why_view.show_row(row, live)
        self.setAccessibleName(self._spoken(text))
        self._arrange()
        self.show_time(now)

    def renew(self, row: ApprovalRow, now: datetime, live: bool = False) -> None:
        """Stand for another call, as if it were new: nothing that was chosen, armed or asked stays with it."""
        self.selected = self.picked = self.armed = self.open_why = self.asking = False
        self.busy = ""
        self.show_row(row, now, live)
        self.update()

    @property
    def is_touched(self) -> bool:
        """Whether the mouse is on it or on one of its buttons: a press that has begun means this call and no other."""
        why_pressed = self.full is not None and self.full.rules.why.isDown()
        return self.underMouse() or self.approve_button.isDown() or self.reject_button.isDown() or why_pressed

    @property
    def has_reasons(self) -> bool:
        """Whether its reasons have been looked at; they are made then."""
        return self._why_view is not None

    def show_time(self, now: datetime) -> None:
        """Bring age and countdown up to date."""
        queued = self.row.queued
        left = fmt.countdown(queued.expires_at - now)
        self.header.show_time(
            left, left_share(self.row, now), tr("{age} ago", age=fmt.age(now - queued.signal.received_at))
        )

    def set_selected(self, selected: bool) -> None:
        """Show the whole of it, or the compact form."""
        if selected != self.selected:
            self.selected = selected
            self.open_why = self.open_why and selected
            self.asking = False
            self._arrange()
            self.show_busy(self.busy)

    def set_picked(self, picked: bool) -> None:
        """Mark it as one of several that are chosen together."""
        if picked != self.picked:
            self.picked = picked
            self.update()

    def set_armed(self, armed: bool) -> None:
        """Make Approve work, and look like it."""
        self.armed = armed
        self._show_buttons()

    def show_busy(self, word: str) -> None:
        """Say that an answer is awaited ("Sending…"); "" when it came."""
        self.busy = word
        self.asking = False
        self._show_buttons()

    def ask_again(self, asking: bool) -> None:
        """With real money a second press is needed: say so, or take it back."""
        self.asking = asking
        self._show_buttons()

    def toggle_why(self) -> None:
        """Open or close the reasons."""
        self.open_why = not self.open_why
        self.taken.emit(self.key, Qt.KeyboardModifier.NoModifier)
        self._arrange()

    def _arrange(self) -> None:
        text, full = self.text, self.selected
        blocked = bool(text.blocked)
        for part, shown in (
            (self._blocked, blocked), (self._blocked_mark, blocked),
            (self.figures, not full and not blocked), (self.prices, not full),
            (self._passes, blocked or text.waiting), (self.approve_button, not blocked and not text.waiting),
        ):  # fmt: skip
            part.setVisible(shown)
        self.header.show_form(full)
        if full:
            self._made_full().show_row(self.row, text, self.open_why)
        elif self.full is not None:
            self.full.hide()
        self._arrange_why()
        self._show_buttons()
        self._fix_height()

    def _arrange_why(self) -> None:
        if self.open_why and self._why_view is None:
            self._why_view = WhyView(self._zone)
            self._why_view.misread.connect(self.misread)
            self._column.insertWidget(self._column.count() - 2, self._why_view)
            self._why_view.show_row(self.row, self._live)
        if self._why_view is not None:
            self._why_view.setVisible(self.open_why)

    @property
    def _grows(self) -> bool:
        """Whether it is as high as its text wraps; otherwise its height is given."""
        return self.selected and (self.open_why or bool(self.text.blocked))

    def hasHeightForWidth(self) -> bool:
        """Whether the list has to lay its text out to know its height: of a fixed one it would be work for nothing."""
        return self._grows and super().hasHeightForWidth()

    def _fix_height(self) -> None:
        if self._grows:
            self.setMinimumHeight(FULL)
            self.setMaximumHeight(16_777_215)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # as high as its text wraps
        else:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self.setFixedHeight(FULL if self.selected else BLOCKED if self.text.blocked else COMPACT)

    def _show_buttons(self) -> None:
        ready = self.selected and self.armed and self.can_approve
        kind = "danger" if self.asking else "primary"
        self.approve_button.set_kind(kind if self.selected and self.can_approve else "")
        self.approve_button.set_content(self.busy or ("Send for real" if self.asking else "Approve"), "")
        self.approve_button.set_key("A" if self.selected and not self.busy else "")
        self.reject_button.set_key("R" if self.selected and not self.busy else "")
        self.approve_button.setEnabled(self.can_approve)
        self.reject_button.setEnabled(not self.busy)
        self.approve_button.setToolTip("" if ready or not self.selected else tr("Ready in a moment"))
        for button, verb in ((self.approve_button, tr("Approve")), (self.reject_button, tr("Reject"))):
            button.setAccessibleName(
                tr(
                    "{verb} {symbol} {side} from {trader}",
                    verb=verb,
                    symbol=self.text.symbol,
                    side=self.text.side.lower(),
                    trader=self.text.trader,
                )
            )

    @staticmethod
    def _spoken(text: CardText) -> str:
        state = text.blocked or tr("{rules} pass", rules=text.rules)
        return tr(
            "{symbol} {side} from {trader}, entry {entry}, stop {stop}, {state}",
            symbol=text.symbol,
            side=text.side.lower(),
            trader=text.trader,
            entry=text.entry,
            stop=text.stop,
            state=state,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.taken.emit(self.key, event.modifiers())
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered.emit(self.key, True)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered.emit(self.key, False)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.selected or self.picked
        pen = QPen(palette.accent if marked else palette.line, 1.5 if marked else 1)
        painter.setPen(pen)
        painter.setBrush(palette.raised)
        inset = pen.widthF() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
