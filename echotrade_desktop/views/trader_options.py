"""All that can be chosen for one trader, and what following them has brought: a window that never blocks."""

from collections.abc import Iterator
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain import messages as m
from echotrade_desktop.engine.domain.amounts import decimal_from
from echotrade_desktop.engine.domain.errors import BadInput
from echotrade_desktop.engine.domain.limits import ApprovalMode, Trader
from echotrade_desktop.engine.domain.read import TraderRecord, TraderRow
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.door import Bridge
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD
from echotrade_desktop.views.models.positions import sign_tone
from echotrade_desktop.views.rules_fields import ChoiceEditor, Editor, LineEditor, SwitchEditor
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline, KeyButton
from echotrade_desktop.views.widgets.explained import About, Explained
from echotrade_desktop.views.widgets.label import Label, described

WIDTH = 520
_PER_ROW = 3
ALL_TIME = "Since this ledger began"


class OptionRow(QWidget):
    """One choice: name and sentence on the left, what it is made with on the right, a refusal below."""

    def __init__(self, name: str, sentence: str, editor: Editor) -> None:
        super().__init__()
        self._name = name
        self.editor = editor
        self.refusal = Label("", CAPTION, tone="warning")
        self.refusal.setWordWrap(True)
        self.refusal.hide()
        words = described(name, sentence, self.refusal)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 5, 0, 5)
        line.setSpacing(16)
        line.addLayout(words, 1)
        line.addWidget(editor, 0, Qt.AlignmentFlag.AlignTop)
        editor.setToolTip(sentence)

    def show_refusal(self, why: str) -> None:
        """Say why its value is no good; "" when it is good."""
        self.refusal.setVisible(bool(why))
        self.refusal.show_value(why)
        self.editor.set_invalid(bool(why))


class TraderOptions(QDialog):
    """Choices for one trader, saved together with one command."""

    def __init__(self, bridge: Bridge, row: TraderRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._bridge, self._trader = bridge, row.trader
        self._waiting = ""
        name = fmt.plain(row.trader.name, 40)
        self.setWindowTitle(tr("Options of {name}", name=name))
        self.setAccessibleName(self.windowTitle())
        self.setFixedWidth(WIDTH)
        self._make_rows(name)
        self.told = Label("", CAPTION, tone="warning")
        self.told.setWordWrap(True)
        self.told.hide()
        self.save_button, self.cancel = KeyButton("Save"), KeyButton("Cancel", "Esc")
        self.save_button.set_kind("primary")
        self.save_button.clicked.connect(self.save)
        self.cancel.clicked.connect(self.reject)
        self._lay_out(row, name)
        self._show(row.trader)
        self.approval.editor.setFocus()
        bridge.events.event.connect(self._on_event)

    def _make_rows(self, name: str) -> None:
        modes = ((ApprovalMode.MANUAL.value, tr("By me")), (ApprovalMode.AUTOMATIC.value, tr("By rule")))
        self.approval = OptionRow(
            tr("Approval"),
            tr("By rule, a call is traded without asking when every rule passes and it is sure enough."),
            ChoiceEditor(tr("Approval"), modes),
        )
        self.auto = OptionRow(
            tr("By rule above"),
            tr("Confidence a call must be above to be approved by rule."),
            LineEditor(tr("By rule above")),
        )
        self.least = OptionRow(
            tr("Least confidence"), tr("Beside your limit for everybody. Empty: none of its own."),
            LineEditor(tr("Least confidence"), empty=tr("none")),
        )  # fmt: skip
        self.leverage = OptionRow(
            tr("Leverage cap"), tr("Under your cap for everybody. Empty: none of its own."),
            LineEditor(tr("Leverage cap"), "×", empty=tr("none")),
        )  # fmt: skip
        self.priority = OptionRow(
            tr("Priority"), tr("0 to 9. The last free places are kept for calls of the higher one."),
            LineEditor(tr("Priority")),
        )  # fmt: skip
        self.paper = OptionRow(
            tr("Paper only"), tr("Never trade {name} with real money.", name=name), SwitchEditor(tr("Paper only"))
        )
        self.only = OptionRow(
            tr("Only these symbols"),
            tr("Empty: any."),
            _symbols_editor(tr("Only these symbols"), tr("any")),
        )
        self.never = OptionRow(
            tr("Never these symbols"),
            tr("Stronger than the list above."),
            _symbols_editor(tr("Never these symbols"), tr("none")),
        )
        self.rows = (
            self.approval, self.auto, self.least, self.leverage, self.priority, self.paper, self.only, self.never,
        )  # fmt: skip

    def _lay_out(self, row: TraderRow, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(0)
        column.addWidget(Label(name, FIGURE, SEMIBOLD))
        if row.repeats:
            told = tr("Repeats {name}: together they count as one when sources agree.", name=fmt.plain(row.repeats, 40))
            column.addWidget(Label(told, CAPTION, tone="warning"))
        column.addSpacing(12)
        column.addLayout(_record(row.record))
        column.addSpacing(12)
        column.addWidget(Hairline())
        column.addSpacing(4)
        for option in self.rows:
            column.addWidget(option)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.told, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.save_button)
        column.addSpacing(12)
        column.addLayout(buttons)
        self.setMinimumHeight(column.heightForWidth(WIDTH))  # else a low screen would squeeze the rows

    def _show(self, trader: Trader) -> None:
        for row, text in zip(
            self.rows,
            (
                trader.approval.value, _text(trader.auto_confidence), _text(trader.min_confidence),
                "" if trader.max_leverage is None else str(trader.max_leverage), str(trader.priority),
                "on" if trader.paper_only else "off", ", ".join(trader.whitelist), ", ".join(trader.blacklist),
            ),
            strict=True,
        ):  # fmt: skip
            row.editor.set_text(text)

    def save(self) -> None:
        """Ask for all of it at once; the window goes when it is in force."""
        for row in self.rows:
            row.show_refusal("")
        auto, least = self._share(self.auto), self._share(self.least, may_be_empty=True)
        leverage, priority = self._whole(self.leverage, may_be_empty=True), self._whole(self.priority)
        if any(not row.refusal.isHidden() for row in self.rows) or auto is None or priority is None:
            return
        command = m.SetTraderOptions(
            trader_id=self._trader.trader_id,
            approval=ApprovalMode(self.approval.editor.text()),
            auto_confidence=auto,
            min_confidence=least,
            whitelist=_symbols(self.only.editor.text()),
            blacklist=_symbols(self.never.editor.text()),
            max_leverage=leverage,
            paper_only=self.paper.editor.text() == "on",
            priority=priority,
        )
        self._waiting = command.command_id
        self._bridge.submit(command)

    def _share(self, row: OptionRow, *, may_be_empty: bool = False) -> Decimal | None:
        text = row.editor.text()
        if not text and may_be_empty:
            return None
        try:
            share = decimal_from(text)
        except BadInput:
            share = Decimal(-1)
        if not 0 <= share <= 1:
            row.show_refusal(tr("Must be from 0 to 1, not “{typed}”.", typed=fmt.plain(text, 20)))
            return None
        return share

    def _whole(self, row: OptionRow, *, may_be_empty: bool = False) -> int | None:
        text = row.editor.text()
        if not text and may_be_empty:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 4):
            row.show_refusal(tr("Must be a whole number, not “{typed}”.", typed=fmt.plain(text, 20)))
            return None
        return int(text)

    def _on_event(self, event: object) -> None:
        match event:
            case m.TraderChanged() if event.command_id == self._waiting:
                self.accept()
            case m.CommandRefused() if event.command_id == self._waiting:
                self.told.show_value(fmt.told(event.reason, 300))
                self.told.show()


def _record(record: TraderRecord) -> QGridLayout:
    """What following them has brought, from fills."""
    known = record.reputation is not None
    between = (
        tr(
            "{low} to {high}",
            low=fmt.number(record.reputation_low, 2),
            high=fmt.number(record.reputation_high, 2),
        )
        if known
        else ""
    )
    reputation = (
        f"{fmt.number(record.reputation, 2)}  ({between})"
        if known
        else tr("n {closed} of {least}", closed=record.closed, least=record.least_sample)
    )
    figures = (
        (tr("Calls"), f"{record.signals}", "text", tr("Calls of this trader that were read.")),
        (tr("Copied"), f"{record.copied}", "text", tr("Calls that became a position.")),
        (
            tr("Won"),
            fmt.percent(record.win_rate, decimals=0),
            "text",
            tr("Closed trades with a gain after fees, over all closed trades of this trader."),
        ),
        (
            tr("Result"),
            fmt.money(record.net_pnl, signed=True),
            sign_tone(record.net_pnl),
            tr("Sum of the results of closed trades, after fees."),
        ),
        (
            tr("A trade"),
            fmt.money(record.average_pnl, signed=True),
            sign_tone(record.average_pnl),
            tr("Result of a closed trade, on average, after fees"),
        ),
        (
            tr("Deepest fall"),
            fmt.money(record.drawdown),
            "text",
            tr("How far the sum of results fell below its highest, in the order in which trades were closed"),
        ),
        (
            tr("Reputation") if known else tr("Not enough data"),
            reputation,
            "text" if known else "text2",
            tr("Win rate, drawn towards one half by twenty imagined trades; nine in ten between the two."),
        ),
        *_flattered(record),
    )
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    cases = tr("{n} closed trades", n=fmt.count(record.closed))
    for number, (name, value, tone, told) in enumerate(figures):
        holder = Explained()
        holder.explain_as(About(name, value, told, cases, tr("Executions of this trader's calls"), tr(ALL_TIME)))
        cell = QVBoxLayout(holder)
        cell.setContentsMargins(0, 0, 0, 0)
        cell.setSpacing(1)
        caption, figure = Label(name, CAPTION, tone="text2"), Label(value, BASE, MEDIUM, tone)
        caption.setMinimumHeight(15)
        figure.setMinimumHeight(18)
        cell.addWidget(caption)
        cell.addWidget(figure)
        grid.addWidget(holder, number // _PER_ROW, number % _PER_ROW)
    return grid


def _flattered(record: TraderRecord) -> Iterator[tuple[str, str, str, str]]:
    """What makes the record look better than it is, where there is any."""
    if record.edited_late:
        yield (
            tr("Edited late"),
            tr("{n} after the price moved", n=record.edited_late),
            "warning",
            tr("Calls that were changed when their outcome could be seen."),
        )
    if record.deleted_losers:
        yield (
            tr("Deleted"),
            tr("{n} while losing", n=record.deleted_losers),
            "warning",
            tr("Calls that their author deleted while they were losing."),
        )


def _text(share: Decimal | None) -> str:
    return "" if share is None else f"{share.normalize():f}"


def _symbols_editor(name: str, empty: str) -> LineEditor:
    editor = LineEditor(name, width=230, empty=empty)
    editor.stand_in_column()
    return editor


def _symbols(text: str) -> tuple[str, ...]:
    parts = text.upper().replace(";", ",").replace(" ", ",").split(",")
    return tuple(part if "/" in part else f"{part}/USDT" for part in parts if part)
