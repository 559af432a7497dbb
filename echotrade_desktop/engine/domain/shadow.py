"""A call that was not traded, followed on paper in the shadow, so that it can be told what its rule saved or cost."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from echotrade_desktop.engine.domain.amounts import ZERO
from echotrade_desktop.engine.domain.order import Fill
from echotrade_desktop.engine.domain.position import Position

YOUR_REJECTION = ""  # the rule of a call that passed all rules and was rejected by the user
NOT_ENTERED = "not entered"  # why a shadow ended whose price never came


@dataclass(frozen=True, slots=True)
class Shadow:
    """What would have become of a call. It holds no money and no margin, and nothing that is traded looks at it.

    `rule` is the first in the order of rules of those that blocked it. `quantity` in base units is what would have
    been sent; `limit` the worst price it would have been sent with, None for any. `position` is the fold of its fills.
    """

    signal_id: str
    rule: str
    position: Position
    quantity: Decimal
    limit: Decimal | None
    began_at: datetime
    enter_until: datetime
    fills: int = 0

    @property
    def entered(self) -> bool:
        """Whether its price has come."""
        return self.position.full_quantity > ZERO

    @property
    def ended(self) -> bool:
        """Whether it was entered and is flat again."""
        return self.entered and not self.position.is_open

    def after(self, fill: Fill, target: int | None) -> "Shadow":
        """Return it after one more fill; `target` is the number of the target that was reached."""
        position = self.position.after(fill)
        if target is not None:
            ladder = tuple(replace(t, hit=True) if t.number == target else t for t in position.take_profits)
            position = replace(position, take_profits=ladder)
        return replace(self, position=position, fills=self.fills + 1)
