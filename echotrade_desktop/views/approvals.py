"""The approval queue: one card a call, newest on top, keyboard first.

A card that is hovered or selected never moves because another arrives, and Approve works half a second after its
card was selected, so that no press meant for one call can land on another.
"""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.messages import ApproveSignal, CommandRefused, RejectSignal
from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.engine.domain.signal import QueuedSignal
from echotrade_desktop.views.approval_bars import QueueTitle, SeveralBar
from echotrade_desktop.views.approval_card import ApprovalCard
from echotrade_desktop.views.card_shelf import CardShelf
from echotrade_desktop.views.confirm import confirm
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import CAPTION
from echotrade_desktop.views.models.approvals import in_order, in_the_hand, newest
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.empty import EmptyState
from echotrade_desktop.views.widgets.label import Label
from echotrade_desktop.views.widgets.scroll import scrolling

ARM_MS = 500
SURE_MS = 3_000
REST_MS = 40
"""Between two turns in which cards are made: two frames, so that none is lost by them."""
MOST_CARDS = 30
"""A flood must not stop the window: building a card takes a hundredth of a second."""
READY_MS = 250
"""After the queue has changed: time to make a card for the next call, out of everybody's way."""
KEPT = 2
"""Of an empty queue's cards, so that the next two calls need not wait for one to be made."""
_LEAST_WIDTH = 320


class ApprovalsPanel(QWidget):
    """The queue.

    Signals:
    shown_call(object, bool): the queue row that is selected, None when there is none; whether by the user's hand.
    counted(int): how many wait for the user.
    misread(object): the message with this key was read wrongly, says the user.
    """

    shown_call = Signal(object, bool)
    counted = Signal(int)
    misread = Signal(object)

    def __init__(self, bridge: Bridge, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Calls waiting for you"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setProperty("surface", "panel")
        self._bridge, self._zone = bridge, zone
        self._rows: dict[str, ApprovalRow] = {}
        self._order: list[str] = []
        self._asked: dict[str, str] = {}  # signal id by command id
        self._picked: set[str] = set()
        self._hovered: str | None = None
        self._held: QueuedSignal | None = None  # a call as the line in the hand would make it
        self._live, self._source = False, ""
        self.cards: dict[str, ApprovalCard] = {}
        self._shelf = CardShelf(self._new_card)
        self._out_of_date: set[str] = set()  # cards out of sight, whose rows have changed meanwhile
        self.selected: str | None = None
        self._arming = QTimer(self, singleShot=True, interval=ARM_MS)
        self._arming.timeout.connect(self._arm)
        self._asking = QTimer(self, singleShot=True, interval=SURE_MS)
        self._asking.timeout.connect(self._forget_question)
        self._showing = QTimer(self, singleShot=True, interval=0)  # the card is painted before the chart follows
        self._showing.timeout.connect(self._show_selected)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._show_rest)
        self._following = QTimer(self, singleShot=True, interval=0)  # … and the other cards too
        self._following.timeout.connect(self._catch_up)
        self._ready = QTimer(self, singleShot=True, interval=READY_MS)
        self._ready.timeout.connect(self._make_ready)
        self._build()
        bridge.events.event.connect(self._on_event)

    def _build(self) -> None:
        self.title_bar = QueueTitle()
        self._list = QWidget()
        self._list.setProperty("surface", "panel")
        self._list.setAttribute(Qt.WidgetAttribute.WA_StaticContents)  # made longer, only the new part of it is painted
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(8, 0, 8, 4)
        self._column.setSpacing(8)
        self._more = Label("", CAPTION, tone="text2")
        self._more.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._more.hide()
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self._scroll = scrolling(self._list)
        told = tr("A call from a trader you follow appears here with its size, its risk and how your rules judged it.")
        self.empty = EmptyState("telegram-logo", "Nothing waits for you", told)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self._scroll)
        self.several = SeveralBar(self)
        self.several.hide()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(self._stack, 1)
        rows.addWidget(self.several)
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._catch_up())
        self.title_bar.up.clicked.connect(lambda: self.step(-1))
        self.title_bar.down.clicked.connect(lambda: self.step(+1))
        self.title_bar.source_chosen.connect(self.filter_source)
        self.title_bar.offer(tr("Choose this card (Space)"), lambda: self.toggle_picked(self.selected))
        self.title_bar.offer(tr("Choose all"), self.pick_all)
        self.title_bar.offer(tr("Reject all chosen"), self.reject_picked)
        self.several.approve.clicked.connect(self.approve_picked)
        self.several.reject.clicked.connect(self.reject_picked)

    def show_empty(self, sentence: str, way: str) -> None:
        """Say something else while nothing waits, and offer a way on ("" for none)."""
        self.empty.show_sentence(sentence)
        self.empty.show_way(way)

    @property
    def shown(self) -> list[str]:
        """Signal ids in the order of their cards."""
        return list(self._order)

    @property
    def picked(self) -> frozenset[str]:
        """Signal ids that are chosen together."""
        return frozenset(self._picked)

    def hold(self, queued: QueuedSignal | None) -> None:
        """Show a call as the line in the hand would make it, which cannot be sent; None once the hand has let go."""
        before, self._held = self._held, queued
        for call in (before, queued):
            if call is not None and (key := call.signal.signal_id) in self.cards:
                row = self._rows[key] if call is not queued else in_the_hand(self._rows[key], call)
                self.cards[key].show_row(row, self._bridge.now(), self._live)
        self._settle()

    def _is_held(self, row: ApprovalRow) -> bool:
        """Whether a line of this very version of a call is in the hand."""
        held, signal = self._held, row.queued.signal
        return held is not None and (held.signal.signal_id, held.signal.version) == (signal.signal_id, signal.version)

    def forget(self) -> None:
        """Show no call, and keep no card of one: another ledger comes."""
        self.set_rows(())
        self._shelf.clear()

    def set_live(self, live: bool) -> None:
        """Say where stops will rest."""
        self._live = live

    def filter_source(self, source: str) -> None:
        """Show the calls of one source only; "" for all."""
        self._source = source
        self.set_rows(tuple(self._rows.values()))

    def set_rows(self, rows: Sequence[ApprovalRow]) -> None:
        """Show the queue as it stands now."""
        self._rows = {row.queued.signal.signal_id: row for row in rows}
        held = [key for key in (self.selected, self._hovered) if key]
        mine = [row for row in rows if self._source in ("", row.queued.signal.source)]
        seen = newest(mine, MOST_CARDS, held)
        self._more.setVisible(len(seen) < len(mine))
        self._more.show_value(tr("and {n} older calls, not shown to keep up", n=len(mine) - len(seen)))
        at = self._order.index(self.selected) if self.selected in self._order else 0
        self._drop_gone({row.queued.signal.signal_id for row in seen})
        self._order = in_order(self._order, self._affordable(seen), held)
        self._show_cards(self._bridge.now())
        self._stack.setCurrentIndex(1 if self._order else 0)
        if not rows:
            self._shelf.clear(KEPT)
        self._picked &= set(self._order)
        if self.selected is None and self._order:
            self.select(self._order[min(at, len(self._order) - 1)], by_hand=False)
        elif not self._order:
            self._showing.stop()
            self.shown_call.emit(None, False)
        self._settle()
        self._ready.start()
        self._show_counts()

    def _show_cards(self, now: datetime) -> None:
        """Put the cards in their places; beside a new one, those not selected say what changed once it is painted."""
        if self.isVisible() and any(key not in self.cards for key in self._order):
            self._following.start()
        for place, key in enumerate(self._order):
            self._show_card(place, self._rows[key], now)

    def _make_ready(self) -> None:
        if self._rows:
            self._shelf.make_ready(next(iter(self._rows.values())), self._list)

    def _affordable(self, seen: Sequence[ApprovalRow]) -> list[ApprovalRow]:
        """Leave out new calls that this turn has no time to make cards for: the oldest of them follow."""
        new = [row for row in seen if row.queued.signal.signal_id not in self.cards]
        room = self._shelf.room_for(len(new)) if self.isVisible() else len(new)
        if room == len(new):
            return list(seen)
        if not self._rest.isActive():
            self._rest.start()
        late = {row.queued.signal.signal_id for row in new[room:]}
        return [row for row in seen if row.queued.signal.signal_id not in late]

    def _show_rest(self) -> None:
        self.set_rows(tuple(self._rows.values()))

    def show_time(self, now: datetime) -> None:
        """Bring ages and countdowns up to date, where they are seen."""
        for key, card in self.cards.items():
            if self._is_looked_at(key):
                card.show_time(now)
            else:
                self._out_of_date.add(key)

    def select(self, key: str, by_hand: bool = True) -> None:
        """Open a card; its Approve works after `ARM_MS`."""
        if key not in self.cards or key == self.selected:
            return
        if self.selected in self.cards:
            self.cards[self.selected].set_armed(False)
            self.cards[self.selected].set_selected(False)
        self.selected = key
        self._bring_up_to_date(key)
        self.cards[key].set_selected(True)
        self._settle()
        self._arming.start()
        if by_hand:
            self.shown_call.emit(self._rows[key], True)
        else:
            self._showing.start()
        QTimer.singleShot(0, self.cards[key], lambda: self._reveal(key))

    def _show_selected(self) -> None:
        if self.selected is not None:
            self.shown_call.emit(self._rows[self.selected], False)

    def step(self, by: int) -> None:
        """Select the next card (+1) or the one before (−1)."""
        if self._order:
            at = self._order.index(self.selected) if self.selected in self._order else -by
            self.select(self._order[min(len(self._order) - 1, max(0, at + by))])

    def toggle_picked(self, key: str | None) -> None:
        """Choose a card for acting on several at once, or let it go."""
        if key in self.cards:
            self._picked ^= {key}
            self._show_counts()

    def pick_all(self) -> None:
        """Choose every card that is shown."""
        self._picked = set(self._order)
        self._show_counts()

    def approve_selected(self) -> None:
        """Approve the selected card, once it is armed."""
        if self.selected:
            self._approve(self.selected)

    def reject_selected(self) -> None:
        """Reject the selected card."""
        if self.selected:
            self._reject(self.selected)

    def toggle_why(self) -> None:
        """Open or close the selected card's reasons."""
        if self.selected:
            self.cards[self.selected].toggle_why()

    def reveal(self, key: str) -> None:
        """Select a call and take the keyboard there; "" for the queue as it is."""
        self.select(key)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def approve_picked(self) -> None:
        """Approve every chosen card that its rules allow; with real money, after a yes."""
        if self._live:
            title = tr("Approve {n} calls with real money?", n=len(self._picked))
            told = tr("Each is sent at once, if your limits still hold.")
            confirm(self, title, told, tr("Send them for real"), self._send_picked)
        else:
            self._send_picked()

    def _send_picked(self) -> None:
        for key in [key for key in self._order if key in self._picked]:
            self._send_approval(key)
        self._picked.clear()
        self._show_counts()

    def reject_picked(self) -> None:
        """Reject every chosen card."""
        for key in [key for key in self._order if key in self._picked]:
            self._reject(key)
        self._picked.clear()
        self._show_counts()

    def _approve(self, key: str) -> None:
        if key != self.selected:
            self.select(key)
        elif self.cards[key].armed and self._sure(key):
            self._send_approval(key)

    def _sure(self, key: str) -> bool:
        """Whether this press counts: with real money only the second within `SURE_MS` does."""
        card = self.cards[key]
        if not self._live or card.asking or not card.can_approve:
            return True
        card.ask_again(True)
        self._asking.start()
        return False

    def _forget_question(self) -> None:
        for card in self.cards.values():
            if card.asking:
                card.ask_again(False)

    def _send_approval(self, key: str) -> None:
        self._bring_up_to_date(key)
        card = self.cards[key]
        if not card.can_approve or card.row.queued.sizing is None or self._is_held(card.row):
            return
        card.show_busy(tr("Sending…"))
        signal, sizing = card.row.queued.signal, card.row.queued.sizing
        self._ask(key, ApproveSignal(signal.signal_id, signal.version, sizing.quantity))

    def _reject(self, key: str) -> None:
        self._bring_up_to_date(key)
        card = self.cards[key]
        if not card.busy:
            card.show_busy(tr("Rejecting…"))
            self._ask(key, RejectSignal(key, card.row.queued.signal.version))

    def _ask(self, key: str, command: ApproveSignal | RejectSignal) -> None:
        self._asked[command.command_id] = key
        self._bridge.submit(command)

    def _on_event(self, event: object) -> None:
        key = self._asked.pop(getattr(event, "command_id", None) or "", None)
        if isinstance(event, CommandRefused) and key in self.cards:
            self.cards[key].show_busy("")

    def _show_card(self, place: int, row: ApprovalRow, now: datetime) -> None:
        key = row.queued.signal.signal_id
        card = self.cards.get(key)
        if card is None:
            card = self.cards[key] = self._shelf.take(row, now, self._live)
        elif card.row != row and not self._is_held(row):
            self._out_of_date.add(key)
            if key == self.selected:
                self._bring_up_to_date(key)
        if self._column.indexOf(card) != place:
            self._column.removeWidget(card)
            self._column.insertWidget(place, card)
            card.show()  # before it is settled: what is hidden is given no room

    def _new_card(self, row: ApprovalRow) -> ApprovalCard:
        card = ApprovalCard(row, self._zone)
        card.taken.connect(self._take)
        card.approve.connect(self._approve)
        card.reject.connect(self._reject)
        card.hovered.connect(self._hover)
        card.misread.connect(self.misread)
        return card

    def _is_looked_at(self, key: str) -> bool:
        """Whether a card has to say what is: it is seen, selected, or waits for an answer."""
        card = self.cards[key]
        return key == self.selected or bool(card.busy) or not self.isVisible() or not card.visibleRegion().isEmpty()

    def _bring_up_to_date(self, key: str) -> None:
        """Let a card say what its row says now."""
        if key not in self._out_of_date:
            return
        self._out_of_date.discard(key)
        card, row = self.cards[key], self._rows[key]
        if card.busy and card.row.queued.status != row.queued.status:
            card.show_busy("")
        card.show_row(row, self._bridge.now(), self._live)

    def _catch_up(self) -> None:
        """Bring up to date what has come into sight."""
        for key in [key for key in self._out_of_date if self._is_looked_at(key)]:
            self._bring_up_to_date(key)

    def _drop_gone(self, kept: set[str]) -> None:
        for key in [key for key in self.cards if key not in kept]:
            card = self.cards.pop(key)
            self._out_of_date.discard(key)
            self._column.removeWidget(card)
            self._shelf.put_back(card)
            self._hovered = None if self._hovered == key else self._hovered
            if self.selected == key:
                self.selected = None
                self._arming.stop()

    def _take(self, key: str, modifiers: Qt.KeyboardModifier) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.toggle_picked(key)
        else:
            self.select(key)

    def _settle(self) -> None:
        """Lay the cards out now: not for one frame may they overlap or stand elsewhere."""
        self._column.invalidate()
        self._list.setMinimumHeight(self._column.minimumSize().height())
        self._column.activate()
        if not self._following.isActive():
            self._catch_up()

    def _hover(self, key: str, over: bool) -> None:
        self._hovered = key if over else None if self._hovered == key else self._hovered

    def _arm(self) -> None:
        if self.selected in self.cards:
            self.cards[self.selected].set_armed(True)

    def _reveal(self, key: str) -> None:
        if key in self.cards:
            self._scroll.ensureWidgetVisible(self.cards[key], 0, 8)

    def _show_counts(self) -> None:
        self.title_bar.badge.set_count(len(self._rows))
        self.several.show_count(len(self._picked))
        for key, card in self.cards.items():
            card.set_picked(key in self._picked)
        self.counted.emit(len(self._rows))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:
        self._arming.stop()
        self._asking.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Up:
                self.step(-1)
            case Qt.Key.Key_Down:
                self.step(+1)
            case Qt.Key.Key_Space:
                self.toggle_picked(self.selected)
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                self.toggle_why()
            case Qt.Key.Key_Escape if self._picked:
                self._picked.clear()
                self._show_counts()
            case Qt.Key.Key_Escape if self.selected and self.cards[self.selected].open_why:
                self.toggle_why()
            case _:
                super().keyPressEvent(event)
