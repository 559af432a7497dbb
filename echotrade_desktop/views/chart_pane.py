"""One chart and the engine: candles, prices, the lines and markers of what is open, the call looked at, its wishes.

A dragged line becomes one command when it is let go; it is solid again only when the engine's answer says where the
stop now is.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.market import Candle, Instrument, Ticker, Timeframe
from echotrade_desktop.engine.domain.messages import (
    CommandDone,
    CommandRefused,
    Edit,
    EditSignal,
    Event,
    FillRecorded,
    HealthChanged,
    MoveStop,
    Preview,
    PreviewSignal,
    PreviewStop,
    PreviewTarget,
    SetTargets,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalRescreened,
    StopMoved,
    StopMoveRefused,
    SymbolWatched,
    TargetsChanged,
)
from echotrade_desktop.engine.domain.read import ApprovalRow, PositionRow
from echotrade_desktop.views.bridge import Bridge
from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.chart.specs import PreviewText
from echotrade_desktop.views.chart_look import KeptChart
from echotrade_desktop.views.chart_specs import call_lines, markers_of, position_lines
from echotrade_desktop.views.confirm import confirm
from echotrade_desktop.views.numerals import spoken
from echotrade_desktop.views.translation import tr

FIRST_CANDLES = 500
MORE_CANDLES = 1000
CHANGES_LINES = (
    FillRecorded,
    StopMoved,
    TargetsChanged,
    SignalApproved,
    SignalEdited,
    SignalEnded,
    SignalRescreened,
)


class ChartPane(QObject):
    """Keeps one `ChartView` in step with the engine.

    Signals:
    symbol_chosen(str): the user chose another symbol on the chart itself.
    call_held(object): a waiting call as the line in the hand would make it; None once the hand has let go of it.
    changed: it shows another market or timeframe, or is drawn in another way.
    """

    symbol_chosen = Signal(str)
    call_held = Signal(object)
    changed = Signal()

    def __init__(self, view: ChartView, bridge: Bridge, window: QWidget) -> None:
        super().__init__(view)
        self.view = self._chart = view
        self._bridge = bridge
        self._window = window
        self._symbol = ""
        self._timeframe = view.timeframe
        self._shown_call: str | None = None
        self._last: Ticker | None = None
        self._waiting: dict[str, str] = {}  # command id → line key
        self._asked: set[tuple[str, Timeframe, datetime | None]] = set()  # candles: answers are told to every chart
        self._soon = QTimer(self, singleShot=True, interval=0)  # several events of one moment are one drawing
        self._soon.timeout.connect(self._draw)
        self._wire()

    def _wire(self) -> None:
        chart, events = self._chart, self._bridge.events
        chart.symbol_selected.connect(self.symbol_chosen)
        chart.timeframe_selected.connect(self.show_timeframe)
        chart.older_wanted.connect(self._fetch_older)
        chart.retry_wanted.connect(self._fetch)
        chart.line_dropped.connect(self._line_dropped)
        chart.line_put_back.connect(lambda: self.call_held.emit(None))
        chart.look_changed.connect(self.changed)
        chart.set_preview(self._preview)
        events.event.connect(self._on_event)
        events.tickers.connect(self._on_tickers)
        events.candles.connect(self._on_candles)
        events.candles_loaded.connect(self._on_loaded)
        events.candles_failed.connect(self._on_failed)

    @property
    def symbol(self) -> str:
        """The symbol on the chart; "" before there is one."""
        return self._symbol

    def kept(self) -> KeptChart:
        """What is kept of it for the next start."""
        view = self._chart
        return KeptChart(self._symbol, self._timeframe, view.indicators, view.log, view.hollow)

    def restore(self, kept: KeptChart) -> None:
        """Draw as it was drawn; the symbol comes with `show`."""
        self._timeframe = kept.timeframe
        self._chart.set_indicators(kept.indicators)
        self._chart.set_scale(kept.log, kept.hollow)

    def show_symbol(self, symbol: str) -> None:
        """Show a symbol, a watched one or that of a call."""
        if symbol == self._symbol:
            return
        self._show_tabs()
        self._last = None
        self._show(symbol, self._timeframe)
        ticker: Ticker | None = self._bridge.query("tickers").get(symbol)
        if ticker is not None:
            self._last = ticker
            self._chart.update_price(symbol, ticker.price, 0)

    def show_timeframe(self, timeframe: Timeframe) -> None:
        """Show another timeframe of the same symbol."""
        if timeframe is not self._timeframe:
            self._show(self._symbol, timeframe)

    def _show(self, symbol: str, timeframe: Timeframe) -> None:
        if not symbol:
            self._timeframe = timeframe
            return
        self._bridge.watch_candles(symbol, timeframe)
        self.stop_watching()
        self._symbol, self._timeframe = symbol, timeframe
        self._tell_source()
        self._fetch()
        self._draw()
        self.changed.emit()

    def stop_watching(self) -> None:
        """Ask for no more changes of its candles; the chart is about to go, or to turn to others."""
        if self._symbol:
            self._bridge.unwatch_candles(self._symbol, self._timeframe)

    def show_call(self, signal_id: str | None) -> None:
        """Draw a waiting call's levels if it is of this symbol; None for no call."""
        self._shown_call = signal_id
        self._draw()

    # --- data ---

    def _tell_source(self) -> None:
        self._chart.set_source_label(tr("Simulated market") if self._bridge.query("simulated") else "")

    def _instruments(self) -> dict[str, Instrument]:
        return {instrument.symbol: instrument for instrument in self._bridge.query("instruments")}

    def _show_tabs(self) -> None:
        instruments = self._instruments()
        self._chart.set_symbols([instruments[symbol] for symbol in self._bridge.query("watched")])

    def _fetch(self) -> None:
        self._chart.show_loading(self._instruments()[self._symbol], self._timeframe)
        self._asked = {(self._symbol, self._timeframe, None)}
        self._bridge.want_candles(self._symbol, self._timeframe, FIRST_CANDLES)

    def _fetch_older(self, symbol: str, timeframe: Timeframe, before: float) -> None:
        moment = datetime.fromtimestamp(before, UTC)
        self._asked.add((symbol, timeframe, moment))
        self._bridge.want_candles(symbol, timeframe, MORE_CANDLES, moment)

    def _on_loaded(self, symbol: str, timeframe: Timeframe, before: datetime | None, candles: list[Candle]) -> None:
        if (symbol, timeframe, before) not in self._asked:
            return
        self._asked.remove((symbol, timeframe, before))
        if before is None:
            self._chart.show_candles(symbol, timeframe, candles)
        else:
            self._chart.prepend_candles(symbol, timeframe, candles)

    def _on_failed(self, symbol: str, timeframe: Timeframe, sentence: str) -> None:
        if (symbol, timeframe) == (self._symbol, self._timeframe) and self._asked:
            self._asked.clear()
            self._chart.show_error(sentence)

    def _on_tickers(self, tickers: dict[str, Ticker]) -> None:
        ticker = tickers.get(self._symbol)
        if ticker is None:
            return
        before, self._last = self._last, ticker
        moved = 0 if before is None else (ticker.price > before.price) - (ticker.price < before.price)
        self._chart.update_price(self._symbol, ticker.price, moved)

    def _on_candles(self, candles: dict[tuple[str, Timeframe], Candle]) -> None:
        candle = candles.get((self._symbol, self._timeframe))
        if candle is not None:
            self._chart.update_candle(self._symbol, self._timeframe, candle)

    # --- lines ---

    def _rows(self) -> list[PositionRow]:
        return [row for row in self._bridge.query("open_positions") if row.symbol == self._symbol]

    def _call(self) -> ApprovalRow | None:
        if self._shown_call is None:
            return None
        row: ApprovalRow | None = self._bridge.query("pending_approval", self._shown_call)
        return row

    def _draw(self) -> None:
        if not self._symbol:
            return
        lines = [line for row in self._rows() for line in position_lines(row)]
        call = self._call()
        if call is not None and call.queued.signal.symbol == self._symbol:
            lines += call_lines(call)
        self._chart.set_lines(lines)
        self._chart.set_markers(markers_of(self._bridge.query("fill_marks", self._symbol)))

    def _on_event(self, event: Event) -> None:
        match event:
            case StopMoved():
                self._chart.confirm_line(f"stop:{event.position_id}", event.price)
            case StopMoveRefused() if event.position_id in {row.position_id for row in self._rows()}:
                self._chart.refuse_line(f"stop:{event.position_id}", spoken(event.reason))
            case CommandRefused() | CommandDone():
                key = self._waiting.pop(event.command_id, None)
                if key is not None and isinstance(event, CommandRefused):
                    self._chart.refuse_line(key, spoken(event.reason))
                    self.call_held.emit(None)
            case SymbolWatched():
                self._show_tabs()
            case HealthChanged() if event.name == "market":
                self._tell_source()
        if isinstance(event, CHANGES_LINES):
            self._soon.start()

    # --- wishes ---

    def _preview(self, key: str, price: Decimal) -> PreviewText | None:
        edit = self._edit(key, price)
        if edit is None:
            return None
        answer = self._bridge.preview(edit)
        if answer.queued is not None:
            self.call_held.emit(answer.queued)
        return PreviewText(answer.refusal and spoken(answer.refusal), answer.money, answer.r_multiple)

    def _edit(self, key: str, price: Decimal) -> Edit | None:
        kind, _, rest = key.partition(":")
        match kind:
            case "stop":
                return PreviewStop(rest, price)
            case "target":
                position_id, _, number = rest.rpartition(":")
                return PreviewTarget(position_id, price, int(number))
            case "call_stop" | "call_target" | "call_entry":
                row = self._call()
                return PreviewSignal(row.queued.signal.signal_id, **_call_levels(row, key, price)) if row else None
        return None

    def _line_dropped(self, key: str, price: Decimal) -> None:
        kind, _, rest = key.partition(":")
        if kind == "stop":
            self._move_stop(rest, price)
        elif kind == "target":
            self._move_target(rest, key, price)
        elif kind.startswith("call_"):
            self._move_call_line(key, price)

    def _position(self, position_id: str) -> PositionRow | None:
        return next((row for row in self._rows() if row.position_id == position_id), None)

    def _move_stop(self, position_id: str, price: Decimal) -> None:
        row = self._position(position_id)
        key = f"stop:{position_id}"
        if row is None:
            self._chart.refuse_line(key, tr("That position is closed already; nothing was sent."))
            return
        answer = self._bridge.preview(PreviewStop(position_id, price))
        if answer.warning and not answer.refusal:
            self._ask_to_loosen(row, price, answer)
        else:
            self._bridge.submit(MoveStop(position_id, price, row.version))

    def _ask_to_loosen(self, row: PositionRow, price: Decimal, answer: Preview) -> None:
        question = confirm(
            self._window,
            tr("Move the stop further away?"),
            tr(
                "{warning} Move the stop of {symbol} all the same?",
                warning=spoken(answer.warning or ""),
                symbol=row.symbol,
            ),
            tr("Move it"),
            lambda: self._bridge.submit(MoveStop(row.position_id, price, row.version, loosen=True)),
        )
        key = f"stop:{row.position_id}"
        question.rejected.connect(lambda: self._chart.refuse_line(key, tr("The stop stays where it was.")))

    def _move_target(self, rest: str, key: str, price: Decimal) -> None:
        position_id, _, number = rest.rpartition(":")
        row = self._position(position_id)
        if row is None:
            self._chart.refuse_line(key, tr("That position is closed already; nothing was sent."))
            return
        prices = tuple(
            price if target.number == int(number) else target.price for target in row.take_profits if not target.hit
        )
        command = SetTargets(position_id, prices, row.version)
        self._waiting[command.command_id] = key
        self._bridge.submit(command)

    def _move_call_line(self, key: str, price: Decimal) -> None:
        row = self._call()
        if row is None:
            self._chart.refuse_line(key, tr("That call is decided already."))
            return
        signal = row.queued.signal
        command = EditSignal(signal.signal_id, signal.version, **_call_levels(row, key, price))
        self._waiting[command.command_id] = key
        self._bridge.submit(command)


def _call_levels(row: ApprovalRow, key: str, price: Decimal) -> dict[str, Any]:
    """Return the one level of a waiting call that a line stands for, moved to `price`."""
    kind, _, rest = key.partition(":")
    if kind == "call_stop":
        return {"stop_loss": price}
    if kind == "call_entry":
        return {"price": price}
    moved = int(rest.rpartition(":")[2])
    targets = enumerate(row.queued.signal.take_profits)
    return {"take_profits": tuple(price if index == moved else target for index, target in targets)}
