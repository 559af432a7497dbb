"""The "Why" of an approval card: what was read, each rule's answer, the votes, the size, and what approving does."""

from datetime import tzinfo

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.read import ApprovalRow
from echotrade_desktop.engine.domain.signal import Sizing, Span, Verdict
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.approval_reading import ReadingLine
from echotrade_desktop.views.fonts import CAPTION, REGULAR, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import paint_icon
from echotrade_desktop.views.models.approvals import passes_when, what_happens
from echotrade_desktop.views.models.performance import rule_name
from echotrade_desktop.views.theme import CHIP_TINT, current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.figures import Meter
from echotrade_desktop.views.widgets.label import ElidedLabel, Label

_INDENT = 14
NO_LIMIT = "any"
"""What a rule answers as its limit while the user has set none."""
_NAME_WIDTH, _VALUE_WIDTH, _METER_WIDTH = 104, 58, 28
_MARK, _GAP = 14, 5
_READ_ROLES = {"stop": ("down", "down_text"), "target": ("up", "up_text")}


class MessageText(QWidget):
    """The message as it came, what was read from it marked by its meaning."""

    _PAD = 8

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._text = ""
        self._marks: list[tuple[int, int, str]] = []
        self._long = True

    @property
    def marked(self) -> list[str]:
        """The stretches of text that are marked."""
        return [self._text[start:end] for start, end, _ in self._marks]

    def show_message(self, text: str, spans: tuple[Span, ...], long: bool) -> None:
        """Show a message; `long` colours its side as a gain's colour, else as a loss's."""
        self._text, self._marks = fmt.plain_with_marks(text, [(s.start, s.end, s.role) for s in spans])
        self._long = long
        self.setAccessibleName(tr("The message: {words}", words=self._text))
        self.updateGeometry()
        self.update()

    def _formats(self) -> list[QTextLayout.FormatRange]:
        palette, ranges = current_palette(), []
        for start, end, role in self._marks:
            tint, ink = _READ_ROLES.get(role, ("text", "text"))
            if role == "side":
                tint, ink = ("up", "up_text") if self._long else ("down", "down_text")
            look = QTextCharFormat()
            look.setBackground(palette.mixed(tint, "bg", CHIP_TINT * 1.4 if tint == "text" else CHIP_TINT))
            look.setForeground(getattr(palette, ink))
            look.setFontUnderline(True)
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = start, end - start, look
            ranges.append(piece)
        return ranges

    def _layout(self, width: float) -> QTextLayout:
        layout = QTextLayout(self._text.replace("\n", "\u2028"), font(12, REGULAR, mono=True))
        wrap = QTextOption()
        wrap.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(wrap)
        layout.setFormats(self._formats())
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(40.0, width))
            line.setPosition(QPointF(0, y))
            y += 20
        layout.endLayout()
        return layout

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._layout(width - 2 * self._PAD).lineCount() * 20 + self._PAD

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.line)
        painter.setBrush(palette.bg)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(palette.text2)
        self._layout(self.width() - 2 * self._PAD).draw(painter, QPointF(self._PAD, 6))


class RuleRow(QWidget):
    """One rule's answer: what it looked at, your limit, how close it was, and what would flip it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = ("check", "up_text")
        self._has_meter = False
        self._name = ElidedLabel("", CAPTION)
        self._value = ElidedLabel("", CAPTION)
        self._limit = ElidedLabel("", CAPTION, tone="text3")
        self._meter = Meter(tr("how much of the limit is used"), _METER_WIDTH)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._value.setAlignment(right)
        self._limit.setAlignment(right)
        self._flips = Label("", CAPTION, tone="warning")
        self._flips.setWordWrap(True)
        line = QHBoxLayout()
        line.setContentsMargins(_MARK, 0, 0, 0)
        line.setSpacing(_GAP)
        line.addWidget(self._name)
        line.addWidget(self._value)
        line.addWidget(self._limit, 1)
        line.addWidget(self._meter)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 2, 0, 2)
        rows.setSpacing(0)
        rows.addLayout(line)
        rows.addWidget(self._flips)
        self._flips.setContentsMargins(16, 0, 0, 0)

    def wanted(self) -> tuple[int, int]:
        """The widths its name and its value ask for."""
        return self._name.sizeHint().width(), self._value.sizeHint().width()

    def set_widths(self, name: int, value: int) -> None:
        """Line up with the other rules; the limit takes what is left."""
        self._name.setFixedWidth(min(name, _NAME_WIDTH))
        self._value.setFixedWidth(min(value, _VALUE_WIDTH))
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def _give_room(self) -> None:
        """A long limit takes the place of a meter that is not there."""
        taken = _MARK + self._name.width() + self._value.width() + _METER_WIDTH + 3 * _GAP
        fits = self._limit.sizeHint().width() <= self.width() - taken
        self._meter.setVisible(self._has_meter or fits)

    def show_verdict(self, verdict: Verdict) -> None:
        """Show another answer."""
        name = rule_name(verdict.rule)
        self._name.show_value(name[:1].upper() + name[1:])
        self._value.show_value(fmt.told(verdict.value, 40), "text" if verdict.passed else "warning")
        self._limit.show_value(fmt.told(verdict.limit, 60))
        self._meter.set_used(verdict.used)
        self._has_meter = verdict.used is not None
        self._flips.setVisible(bool(verdict.flips_if) and not verdict.passed)
        self._flips.show_value(passes_when(verdict.flips_if) if verdict.flips_if else "")
        self._mark = ("check", "up_text") if verdict.passed else ("x", "warning_text")
        told = fmt.told(verdict.sentence, 300)
        flips = fmt.told(verdict.flips_if, 120) if verdict.passed else ""
        self.setToolTip(tr("{told} It would say no if {flips}.", told=told, flips=flips) if flips else told)
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        glyph, role = self._mark
        paint_icon(QPainter(self), QRectF(0, 4, 11, 11), glyph, getattr(current_palette(), role))


TO_STOP = "to the stop"


def _sign(name: str) -> str:
    return "÷" if name == tr(TO_STOP) else "×"


class SizeFormula(QWidget):
    """equity × base × confidence × trader × all, with each factor's name below it, and what it comes to.

    Sized by risk: equity × risk × trader × all ÷ distance to the stop.
    """

    _HEIGHT = 58

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self._HEIGHT)
        self._factors: list[tuple[str, str]] = []
        self._result: list[tuple[str, int, str]] = []

    def show_sizing(self, sizing: Sizing, quantity: str) -> None:
        """Show how a size came about; `quantity` with its unit."""
        base = fmt.percent(sizing.base, decimals=0 if sizing.base * 100 == int(sizing.base * 100) else 2)
        own = [
            (fmt.number(sizing.trader_multiplier, 1), tr("trader")),
            (fmt.number(sizing.global_multiplier, 1), tr("all")),
        ]
        equity = (fmt.money(sizing.equity), tr("equity"))
        if sizing.stop_distance is None:
            self._factors = [equity, (base, tr("base")), (fmt.number(sizing.confidence, 2), tr("confidence")), *own]
        else:
            self._factors = [equity, (base, tr("risk")), *own, (fmt.percent(sizing.stop_distance), tr(TO_STOP))]
        self._result = [
            ("= ", REGULAR, "text2"), (fmt.money(sizing.uncapped), REGULAR, "text"), ("  ›  ", REGULAR, "text2"),
            (quantity, REGULAR, "text"), ("  =  ", REGULAR, "text2"), (fmt.money(sizing.notional), SEMIBOLD, "text"),
        ]  # fmt: skip
        parts = (f"{_sign(name)} {name} {value}" for value, name in self._factors)
        self.setAccessibleName(" ".join(parts).removeprefix("× "))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter, measure = current_palette(), QPainter(self), metrics(CAPTION)
        widths = [max(measure.horizontalAdvance(v), measure.horizontalAdvance(n)) for v, n in self._factors]
        gap = max(14.0, min(20.0, (self.width() - sum(widths)) / max(1, len(widths) - 1)))
        painter.setFont(font(CAPTION))
        x = 0.0
        for number, ((value, name), width) in enumerate(zip(self._factors, widths, strict=True)):
            self._write(painter, x, 0, value, palette.text)
            self._write(painter, x, 15, name, palette.text3)
            x += width
            if number < len(widths) - 1:
                between = x + (gap - measure.horizontalAdvance("×")) / 2
                self._write(painter, between, 0, _sign(self._factors[number + 1][1]), palette.text3)
                x += gap
        x = 0.0
        for text, weight, role in self._result:
            painter.setFont(font(CAPTION, weight))
            self._write(painter, x, 38, text, getattr(palette, role))
            x += metrics(CAPTION, weight).horizontalAdvance(text)

    def _write(self, painter: QPainter, x: float, y: float, text: str, ink: QColor) -> None:
        painter.setPen(ink)
        painter.drawText(QRectF(x, y, self.width(), 16), Qt.AlignmentFlag.AlignVCenter, text)


class WhyView(QWidget):
    """The steps a call went through, as a short timeline.

    Signals:
    misread(object): the message with this key was read wrongly, says the user.
    """

    misread = Signal(object)

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.message = MessageText()
        self._rules = QVBoxLayout()
        self._rules.setSpacing(0)
        self.rule_rows: list[RuleRow] = []
        self._votes = Label("", CAPTION, tone="text")
        self._votes.setWordWrap(True)
        self.formula = SizeFormula()
        self._capped = Label("", CAPTION, tone="text2")
        self._capped.setWordWrap(True)
        self._happens = Label("", CAPTION)
        self._happens.setWordWrap(True)
        self._heads: list[Label] = []
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(_INDENT, 8, 0, 4)
        self._rows.setSpacing(6)
        self._used = self._section(tr("Read"), self.message)
        self.reading = ReadingLine()
        self.reading.misread.connect(self.misread)
        self._rows.addWidget(self.reading)
        self._head(tr("Rules"), tr("value and your limit"))
        self._rows.addLayout(self._rules)
        self.unset = Label("", CAPTION, tone="text3")
        self.unset.setWordWrap(True)
        self._rows.addWidget(self.unset)
        self._counts = self._section(tr("Agreement"), self._votes)
        self._rounded = self._section(tr("Size"), self.formula)
        self._rows.addWidget(self._capped)
        self._section(tr("When you approve"), self._happens)

    def _head(self, title: str, note: str = "") -> Label:
        head, told = Label(title, CAPTION, SEMIBOLD, "text2"), ElidedLabel(note, CAPTION, tone="text3")
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line = QHBoxLayout()
        line.setContentsMargins(0, 4, 0, 0)
        line.addWidget(head)
        line.addWidget(told, 1)
        self._rows.addLayout(line)
        self._heads.append(head)
        return told

    def _section(self, title: str, body: QWidget) -> Label:
        told = self._head(title)
        self._rows.addWidget(body)
        return told

    def show_row(self, row: ApprovalRow, live: bool) -> None:
        """Show another call, or the same as it is judged now."""
        signal, sizing = row.queued.signal, row.queued.sizing
        self.message.show_message(signal.message, signal.spans, signal.side.sign > 0)
        self.reading.show_signal(signal)
        unused = ", ".join(fmt.plain(number, 12) for number in signal.unused_numbers[:4])
        self._used.show_value(
            tr("not used: {unused}", unused=unused) if unused else tr("every number used"),
            "warning" if unused else "text3",
        )
        self._show_rules(row.queued.verdicts)
        self._show_votes(row)
        self.formula.setVisible(sizing is not None)
        self._capped.setVisible(bool(sizing and sizing.capped_by))
        if sizing is not None:
            self._rounded.show_value(
                tr("rounded down to {lot} {base}", lot=f"{row.instrument.lot.normalize():f}", base=row.instrument.base)
            )
            quantity = f"{fmt.quantity(sizing.quantity, row.instrument)} {row.instrument.base}"
            self.formula.show_sizing(sizing, quantity)
            self._capped.show_value(tr("capped: {capped_by}", capped_by=sizing.capped_by) if sizing.capped_by else "")
        self._happens.show_value(what_happens(row, live, self._zone))

    def _show_rules(self, every: tuple[Verdict, ...]) -> None:
        """What blocks first; rules without a limit are only named, so that thirty do not hide the one."""
        unset = [verdict for verdict in every if verdict.passed and verdict.limit == NO_LIMIT]
        verdicts = sorted((verdict for verdict in every if verdict not in unset), key=lambda verdict: verdict.passed)
        names = ", ".join(rule_name(verdict.rule).lower() for verdict in unset)
        self.unset.setVisible(bool(unset))
        self.unset.show_value(tr("No limit set by you: {names}", names=names))
        while len(self.rule_rows) < len(verdicts):
            self.rule_rows.append(RuleRow())
            self._rules.addWidget(self.rule_rows[-1])
        for number, shown in enumerate(self.rule_rows):
            shown.setVisible(number < len(verdicts))
            if number < len(verdicts):
                shown.show_verdict(verdicts[number])
        wanted = [shown.wanted() for shown in self.rule_rows[: len(verdicts)]] or [(0, 0)]
        for shown in self.rule_rows:
            shown.set_widths(max(name for name, _ in wanted), max(value for _, value in wanted))

    def _show_votes(self, row: ApprovalRow) -> None:
        names, combined = row.queued.agreeing, row.queued.combined_confidence
        several = len(names) > 1
        self._heads[2].setVisible(several)
        self._counts.setVisible(several)
        self._votes.setVisible(several)
        self._votes.show_value(", ".join(fmt.plain(name, 40) for name in names))
        self._counts.show_value(tr("together {combined}", combined=fmt.number(combined, 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = [head.geometry().center().y() + 0.5 for head in self._heads if head.isVisibleTo(self)]
        painter.fillRect(QRectF(3.5, places[0], 1, places[-1] - places[0]), palette.line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.text3)
        for y in places:
            painter.drawEllipse(QPointF(4, y), 2.5, 2.5)
