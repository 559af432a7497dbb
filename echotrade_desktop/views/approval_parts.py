"""The rows an approval card is made of."""

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, MEDIUM, SEMIBOLD
from echotrade_desktop.views.models.approvals import CardText
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import Chip
from echotrade_desktop.views.widgets.controls import IconMark
from echotrade_desktop.views.widgets.figures import CountdownRing, DriftScale
from echotrade_desktop.views.widgets.label import ElidedLabel, Label


class _Row(QWidget):
    """A horizontal row without margins."""

    def __init__(self, height: int, spacing: int = 6) -> None:
        super().__init__()
        self.setFixedHeight(height)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.line.setSpacing(spacing)

    def put(self, *parts: QWidget | int | None) -> None:
        """Add widgets in order; a number is a space, None the place that stretches."""
        for part in parts:
            if part is None:
                self.line.addStretch(1)
            elif isinstance(part, int):
                self.line.addSpacing(part)
            else:
                self.line.addWidget(part)


class Header(QWidget):
    """Side, symbol and what is left of its life; below it who called, and how long ago."""

    def __init__(self) -> None:
        super().__init__()
        self.side = Chip("")
        self.symbol = Label("", BASE, SEMIBOLD)
        self.practice = Chip(tr("PRACTICE"))
        self._mark, self._rules = IconMark("check", "up_text", 12), Label("", CAPTION, tone="text2")
        self._ring, self.left = CountdownRing(), Label("", CAPTION)
        self._glyph, self.trader = IconMark("telegram-logo"), ElidedLabel("", BASE)
        self._combined, self._record = Label("", BASE, SEMIBOLD), Label("", CAPTION, tone="text2")
        self.age = Label("", CAPTION, tone="text2")
        first, second = _Row(18), _Row(20)
        first.put(self.side, 2, self.symbol, 4, self._mark, self._rules, None, self._ring, self.left)
        second.put(self._glyph, self.trader, self.practice, 2, self._combined, self._record, None, self.age)
        self._ring.setAccessibleName(tr("time left"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(first)
        rows.addWidget(second)

    def show_text(self, text: CardText) -> None:
        """Show another call."""
        self.side.show_value(text.side, "up" if text.arrow > 0 else "down", text.arrow)
        self.symbol.show_value(text.symbol)
        self.practice.setVisible(text.practice)
        self._mark.show_value("check" if text.all_pass else "x", "up_text" if text.all_pass else "warning_text")
        self._rules.show_value(text.rules)
        self._glyph.show_value("users-three" if text.agree else text.glyph, "text2")
        self.trader.show_value(text.agree or text.trader)
        self._combined.show_value(text.combined if text.agree else "")
        self._combined.setVisible(bool(text.agree))
        self._record.show_value("" if text.agree else text.record)
        self._record.setVisible(not text.agree)

    def show_form(self, full: bool) -> None:
        """The full card says elsewhere how the rules answered."""
        self._mark.setVisible(not full)
        self._rules.setVisible(not full)

    def show_time(self, left: str, share: float, age: str) -> None:
        """Bring the clock up to date."""
        self.left.show_value(left, "warning" if share <= 0.2 else "text")
        self._ring.set_left(share)
        self.age.show_value(age)


class Levels(QWidget):
    """Entry, stop and target in three columns, each with its distance."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 5, 0, 5)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self.names = [Label(name, CAPTION, tone="text2") for name in (tr("Entry limit"), tr("Stop"), tr("Target"))]
        self.prices = [Label("", BASE, MEDIUM) for _ in self.names]
        self.notes = [Label("", CAPTION, tone=tone) for tone in ("text2", "down", "up")]
        for column in range(3):
            grid.setColumnStretch(column, 1)
            for row, labels in enumerate((self.names, self.prices, self.notes)):
                grid.addWidget(labels[column], row, column)

    def show_text(self, text: CardText) -> None:
        """Show another call's levels."""
        self.names[0].show_value(text.entry_name)
        self.names[1].show_value(tr("Stop, yours") if text.stop_note else tr("Stop"))
        self.names[1].setToolTip(tr("Your default distance: the call named no stop") if text.stop_note else "")
        for label, price in zip(self.prices, (text.entry, text.stop, text.target), strict=True):
            label.show_value(price)
        for label, note in zip(self.notes, (text.away, text.stop_percent, text.target_percent), strict=True):
            label.show_value(note)


class SizeLine(_Row):
    """What it costs, what is at risk, and what it may bring."""

    def __init__(self) -> None:
        super().__init__(20)
        self.cost, self._quantity = Label("", BASE, SEMIBOLD), Label("", CAPTION, tone="text3")
        self.risk, self.r = Label("", BASE, MEDIUM), Label("", BASE, MEDIUM)
        self.put(self.cost, 2, self._quantity, None, Label(tr("risk"), CAPTION, tone="text2"), self.risk, 6, self.r)
        self.r.setToolTip(tr("What the first target brings, in units of the risk"))

    def show_text(self, text: CardText) -> None:
        """Show another call's size."""
        self.cost.show_value(text.size)
        self._quantity.show_value(text.quantity)
        self.risk.show_value(text.risk)
        self.r.show_value(text.r)


class Figures(_Row):
    """A compact card's third row: the votes of an agreement or the quantity, and the risk."""

    def __init__(self) -> None:
        super().__init__(16)
        self._left, self._risk = ElidedLabel("", CAPTION, tone="text2"), Label("", CAPTION, MEDIUM)
        self._left.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self._left, 1)
        self.put(Label(tr("risk"), CAPTION, tone="text2"), self._risk)

    def show_text(self, text: CardText) -> None:
        """Show another call's figures."""
        known = " · ".join(part for part in (text.quantity, text.r) if part not in ("", fmt.UNKNOWN))
        self._left.show_value(text.votes or known)
        self._risk.show_value(text.risk)


class PriceLine(_Row):
    """Entry, stop and target on one line, and what it costs."""

    def __init__(self) -> None:
        super().__init__(20)
        self._entry, self._stop, self._target = (Label("", BASE, MEDIUM) for _ in range(3))
        self.cost = Label("", BASE, SEMIBOLD)
        stop, target = Label("SL", CAPTION, tone="text2"), Label("TP", CAPTION, tone="text2")
        self._target_name = target
        self.put(self._entry, 4, stop, self._stop, 4, target, self._target, None, self.cost)

    def show_text(self, text: CardText) -> None:
        """Show another call's prices."""
        self._entry.show_value(text.entry)
        self._stop.show_value(text.stop)
        self._target.show_value(text.target)
        self.cost.show_value("" if text.blocked else text.size)


class DriftLine(QWidget):
    """The way of the price from the call past the limit: it explains a block faster than the sentence."""

    _NOW_AT = 0.84

    def __init__(self) -> None:
        super().__init__()
        self._call, self._now = Label("", CAPTION, tone="text2"), Label("", CAPTION, tone="warning")
        self._scale = DriftScale()
        ends = QHBoxLayout()
        ends.addWidget(self._call)
        ends.addStretch(1)
        ends.addWidget(self._now)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(22, 4, 0, 4)
        rows.setSpacing(2)
        rows.addLayout(ends)
        rows.addWidget(self._scale)

    def show_row(self, text: CardText, now: str, used: Decimal | None) -> None:
        """Show where the price stands; `used` is the drift over its limit."""
        self._call.show_value(tr("call {entry}", entry=text.entry))
        self._now.show_value(tr("now {now}", now=now))
        self._scale.set_shares(self._NOW_AT / max(1.2, float(used or 1)), self._NOW_AT)
        self._scale.setAccessibleName(text.blocked)
