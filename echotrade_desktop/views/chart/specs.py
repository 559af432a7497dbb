"""What the chart is told to draw: price lines and markers, in the words of trading."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from echotrade_desktop.engine.domain.market import Instrument, Side
from echotrade_desktop.views.translation import tr

ZERO = Decimal(0)


class LineKind(StrEnum):
    """What a price line stands for. Real levels are solid, proposed ones dashed."""

    ENTRY = "entry"
    STOP = "stop"
    TARGET = "target"
    LIQUIDATION = "liquidation"
    PENDING_ENTRY = "pending_entry"
    PENDING_STOP = "pending_stop"
    PENDING_TARGET = "pending_target"

    @property
    def pending(self) -> bool:
        """Whether it belongs to a call that waits, not to a position."""
        return self in (LineKind.PENDING_ENTRY, LineKind.PENDING_STOP, LineKind.PENDING_TARGET)

    @property
    def is_stop(self) -> bool:
        """Whether it is a stop, of a position or proposed."""
        return self in (LineKind.STOP, LineKind.PENDING_STOP)

    @property
    def is_target(self) -> bool:
        """Whether it is a target, of a position or proposed."""
        return self in (LineKind.TARGET, LineKind.PENDING_TARGET)

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry, of a position or proposed."""
        return self in (LineKind.ENTRY, LineKind.PENDING_ENTRY)

    @property
    def role(self) -> str:
        """The palette's role it is drawn in."""
        if self.is_target:
            return "up"
        if self.is_stop or self is LineKind.LIQUIDATION:
            return "down"
        return "text2"

    @property
    def word(self) -> str:
        """How a sentence names it."""
        if self.is_target:
            return tr("target")
        if self.is_entry:
            return tr("entry")
        return tr("stop") if self.is_stop else tr("liquidation price")


@dataclass(frozen=True, slots=True)
class LineSpec:
    """One price line.

    `key` names it in every signal and answer. `group` joins the lines of one position or call: their zones, and the R
    of one against the other. `quantity` (base units) is what this line would close, `entry` the price it is measured
    from, `fees` all fees that the result carries (quote currency). `zone` tints profit and loss of its group.
    `note` replaces the money of the pill (`limit`), `source_icon` is drawn where a pending line begins.
    """

    key: str
    kind: LineKind
    label: str
    price: Decimal
    side: Side
    draggable: bool = False
    started_at: datetime | None = None
    quantity: Decimal | None = None
    entry: Decimal | None = None
    fees: Decimal = ZERO
    group: str = ""
    zone: bool = False
    note: str = ""
    source_icon: str = ""

    def result_at(self, price: Decimal) -> Decimal | None:
        """What closing this line's quantity at `price` comes to, fees included; None when that is not known."""
        if self.quantity is None or self.entry is None:
            return None
        return (price - self.entry) * self.quantity * self.side.sign - self.fees

    def rounded(self, price: Decimal, instrument: Instrument) -> Decimal:
        """A price of this line on the instrument's tick, towards entry: no larger loss, no further target."""
        if self.kind.is_target:
            return instrument.target_price(price, self.side)
        if self.kind.is_stop:
            return instrument.stop_price(price, self.side)
        return instrument.price_down(price) if self.side is Side.LONG else instrument.price_up(price)


class MarkerKind(StrEnum):
    """What happened at a marker."""

    ENTRY = "entry"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class MarkerSpec:
    """A fill on the chart: a triangle at its candle and a dot at its price.

    `label` is written beside the triangle (`0.016`, `25 %`), `pnl` after it in the colour of its sign. With
    `opened_at` and `opened_price` an exit is joined to its entry by a dotted line. `tooltip` is plain text.
    """

    key: str
    kind: MarkerKind
    at: datetime
    price: Decimal
    side: Side
    label: str = ""
    pnl: Decimal | None = None
    opened_at: datetime | None = None
    opened_price: Decimal | None = None
    tooltip: str = ""


@dataclass(frozen=True, slots=True)
class ShadeSpec:
    """A stretch of time in which nothing is opened, epoch seconds; without an `end` it lasts until now.

    `volatile` tells one that the market caused from one that the user's own hours cause.
    """

    begin: float
    end: float | None
    label: str
    volatile: bool = False

    @property
    def role(self) -> str:
        """The chart's ink it is drawn in."""
        return "volatile" if self.volatile else "resting"


@dataclass(frozen=True, slots=True)
class PreviewText:
    """What a held line would mean: why it would be refused, what it would bring (quote currency), and in R."""

    refusal: str | None = None
    money: Decimal | None = None
    r_multiple: Decimal | None = None


def distance(price: Decimal, last: Decimal | None) -> Decimal | None:
    """How far a price lies from the last one, as a share of it."""
    return price / last - 1 if last else None


def reward(entry: Decimal | None, stop: Decimal | None, target: Decimal | None, side: Side) -> Decimal | None:
    """Reward over risk, in R; None while there is no risk left, or one of the three is missing."""
    if entry is None or stop is None or target is None:
        return None
    risk = (entry - stop) * side.sign
    return (target - entry) * side.sign / risk if risk > 0 else None
