"""Cards for the queue, made sparingly: making one costs as much as a frame, so those that are over are used again."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.views.approval_card import ApprovalCard

SPARE = 30
AT_ONCE = 5
"""What may be spent on new cards in one turn of the loop: one that is made costs three, one used again one."""
_MADE, _USED_AGAIN = 3, 1


class CardShelf:
    """Gives out cards and takes them back."""

    def __init__(self, make: Callable[[ApprovalRow], ApprovalCard]) -> None:
        self._make = make
        self._spare: list[ApprovalCard] = []

    def room_for(self, wanted: int) -> int:
        """Return how many of the wanted new cards this turn has time for, one at least."""
        again = min(wanted, len(self._spare), AT_ONCE // _USED_AGAIN)
        made = max(0, AT_ONCE - again * _USED_AGAIN) // _MADE
        return min(wanted, max(1, again + made))

    def take(self, row: ApprovalRow, now: datetime, live: bool) -> ApprovalCard:
        """Return a card that shows a call."""
        if not self._spare:
            card = self._make(row)
            card.show_row(row, now, live)
            return card
        card = self._spare.pop()
        card.renew(row, now, live)
        return card

    def make_ready(self, row: ApprovalRow, parent: QWidget) -> None:
        """Have a card for the next call, styled and out of sight; `row` is any call's."""
        if self._spare:
            return
        card = self._make(row)
        card.hide()
        card.setParent(parent)
        for part in (card, *card.findChildren(QWidget)):
            part.ensurePolished()
        self._spare.append(card)

    def put_back(self, card: ApprovalCard) -> None:
        """Take a card whose call is over; one in somebody's hand, or grown by its reasons, is not used again."""
        touched = card.is_touched
        card.hide()
        if touched or card.has_reasons or len(self._spare) >= SPARE:
            card.deleteLater()
        else:
            self._spare.append(card)

    def clear(self, kept: int = 0) -> None:
        """Keep no more of the calls that are over than so many cards."""
        for card in self._spare[kept:]:
            card.deleteLater()
        del self._spare[kept:]
