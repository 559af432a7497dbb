"""The chart as one widget: tabs, timeframes, plot. It fetches nothing: it says what it wants and is fed."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.market import Candle, Instrument, Timeframe
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.canvas import ChartCanvas, Shades
from echotrade_desktop.views.chart.header import ChartHeader
from echotrade_desktop.views.chart.line_book import Preview
from echotrade_desktop.views.chart.specs import LineSpec, MarkerSpec
from echotrade_desktop.views.chart.state_cover import StateCover
from echotrade_desktop.views.models.pyramid import Columns
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.controls import Hairline

MESSAGE_MS = 8_000
Candles = Sequence[Candle] | Columns


class ChartView(QWidget):
    """One market on screen.

    Signals:
    symbol_selected(str): the user chose another symbol; the plot waits for its candles.
    timeframe_selected(Timeframe): the user chose another timeframe; the plot waits for its candles.
    older_wanted(str, Timeframe, float): candles from before a moment (epoch seconds) are wanted, asked once.
    line_dropped(str, Decimal): a hand let go of a line; it is drawn as waiting until `confirm_line` or `refuse_line`.
    line_put_back: a hand let go of a line that is where it was.
    look_changed: the user chose other indicators, another scale or other candles.
    guard_chosen(bool): the user chose whether dragging a line takes the Alt key.
    retry_wanted: after an error, the user wants the candles once more.
    used: the user turned to this chart.
    pointed(float, float): the crosshair is at this moment (epoch seconds) and price; None for neither.
    arrangement_wanted(int): how many charts there are to be.
    full_wanted: the charts on the whole screen, or back.
    """

    symbol_selected = Signal(str)
    timeframe_selected = Signal(object)
    older_wanted = Signal(str, object, float)
    line_dropped = Signal(str, object)
    line_put_back = Signal()
    look_changed = Signal()
    guard_chosen = Signal(bool)
    retry_wanted = Signal()
    used = Signal()
    pointed = Signal(object, object)
    arrangement_wanted = Signal(int)
    full_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        """`now` answers the engine's time, aware UTC; `zone` is the user's, for the time axis."""
        super().__init__(parent)
        self.header = ChartHeader(self)
        self.canvas = ChartCanvas(now, zone, self)
        self._cover = StateCover(self.canvas)
        self._instruments: dict[str, Instrument] = {}
        self._countdown = QTimer(self, interval=1000)
        self._message_end = QTimer(self, interval=MESSAGE_MS, singleShot=True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.header)
        rows.addWidget(Hairline(parent=self))
        rows.addWidget(self.canvas, 1)
        self.canvas.installEventFilter(self)
        self._wire()
        self._tell_empty()

    def _wire(self) -> None:
        self.header.symbol_chosen.connect(self._symbol_chosen)
        self.header.timeframe_chosen.connect(self._timeframe_chosen)
        self.header.indicators_chosen.connect(self._indicators_chosen)
        self._wire_menu()
        self.header.camera.clicked.connect(self._ask_where_to_save)
        self.header.arrangement_chosen.connect(self.arrangement_wanted)
        self.header.full_wanted.connect(self.full_wanted)
        self.canvas.used.connect(self.used)
        self.canvas.pointed.connect(self.pointed)
        self.canvas.older_wanted.connect(self._older_wanted)
        self.canvas.line_dropped.connect(self.line_dropped)
        self.canvas.line_put_back.connect(self.line_put_back)
        self.canvas.line_lost.connect(self._line_lost)
        self._cover.retry_wanted.connect(self._retry)
        self._countdown.timeout.connect(self.canvas.draw.prices)
        self._countdown.timeout.connect(self.canvas.draw.speak)
        self._message_end.timeout.connect(lambda: self.canvas.set_words(message=""))

    def _wire_menu(self) -> None:
        menu, canvas = self.header.menu, self.canvas
        menu.measure.triggered.connect(canvas.gestures.measure_next)
        menu.show_stop.triggered.connect(lambda: canvas.reach(canvas.stops()))
        menu.alt_to_drag.triggered.connect(self._guard_chosen)
        menu.log.triggered.connect(lambda on: self._scale_chosen(log=on))
        menu.hollow.triggered.connect(lambda on: self._scale_chosen(hollow=on))
        canvas.acts = {
            Qt.Key.Key_L: menu.log.trigger,
            Qt.Key.Key_H: menu.hollow.trigger,
            Qt.Key.Key_I: self.header.open_indicators,
            Qt.Key.Key_F: self.full_wanted.emit,
        }
        for number, timeframe in enumerate(Timeframe):
            canvas.acts[Qt.Key(Qt.Key.Key_1 + number)] = partial(self._timeframe_chosen, timeframe.value)

    # --- which market ---

    @property
    def symbol(self) -> str:
        """The symbol on the chart; "" before there is one."""
        return self.canvas.instrument.symbol if self.canvas.instrument else ""

    @property
    def timeframe(self) -> Timeframe:
        """The timeframe on the chart."""
        return self.canvas.timeframe

    @property
    def state(self) -> str:
        """What covers the plot, in words; "" while candles are drawn."""
        return "" if self._cover.isHidden() else self._cover.words

    def set_symbols(self, instruments: Sequence[Instrument]) -> None:
        """Offer these markets as tabs; the one on the chart stays, even if it is no longer among them."""
        self._instruments = {instrument.symbol: instrument for instrument in instruments}
        self.header.set_symbols(instruments)
        if self.canvas.instrument is None:
            self._tell_empty()

    def show_loading(self, instrument: Instrument, timeframe: Timeframe) -> None:
        """Turn to a market and say that its candles are on their way; what is drawn of it already stays."""
        if (instrument.symbol, timeframe) != (self.symbol, self.timeframe):
            self.canvas.show_market(instrument, timeframe)
        self.header.choose(instrument.symbol, timeframe)
        if not len(self.canvas.series):
            self._cover.tell(
                "chart-line", tr("Loading {symbol}, {timeframe} …", symbol=instrument.symbol, timeframe=timeframe.value)
            )

    def show_error(self, sentence: str) -> None:
        """Say why there are no candles, with a button to try again; over candles that are there, as a message."""
        if len(self.canvas.series):
            self.canvas.history.failed(self.canvas.viewport_state)
            self.show_message(sentence)
        else:
            self._cover.tell("warning-circle", tr("The candles did not come"), fmt.plain(sentence, 240), retry=True)

    def show_message(self, sentence: str) -> None:
        """A sentence over the plot, for eight seconds."""
        self.canvas.set_words(message=fmt.plain(sentence, 240))
        self._message_end.start()

    # --- candles and prices ---

    def show_candles(self, symbol: str, timeframe: Timeframe, candles: Candles) -> bool:
        """Draw these candles instead; False when they are of another market or timeframe than the one shown (late)."""
        if not self._is_shown(symbol, timeframe):
            return False
        self.canvas.series.replace(candles)
        if len(self.canvas.series):
            self._cover.hide()
        else:
            self._cover.tell(
                "chart-line",
                tr("No candles yet"),
                tr("{symbol} has not traded since the app is watching it.", symbol=symbol),
            )
        return True

    def prepend_candles(self, symbol: str, timeframe: Timeframe, candles: Candles) -> bool:
        """Draw older candles in front; none means that there are no older ones. False when they came too late."""
        if not self._is_shown(symbol, timeframe):
            return False
        before = len(self.canvas.series)
        self.canvas.prepend(candles)
        return len(self.canvas.series) > before

    def update_candle(self, symbol: str, timeframe: Timeframe, candle: Candle) -> None:
        """The newest candle changed, or a newer one began."""
        if self._is_shown(symbol, timeframe):
            self.canvas.series.update_last(candle)
            self._cover.hide()

    def update_price(self, symbol: str, price: Decimal, direction: int = 0) -> None:
        """The newest price; `direction` is the sign of its change."""
        if symbol == self.symbol and price.is_finite() and price > 0:
            self.canvas.set_price(price, direction)

    def set_stale(self, age_seconds: float | None) -> None:
        """Grey the prices and say how old they are; None when they are fresh."""
        self.canvas.set_stale(age_seconds)

    def set_source_label(self, text: str) -> None:
        """A chip that says where the prices come from, such as SIMULATED MARKET; "" for none."""
        self.canvas.set_words(source=text)

    def set_note(self, text: str) -> None:
        """A quiet line below the legend; "" for none."""
        self.canvas.set_words(note=text)

    # --- lines and markers ---

    def set_lines(self, lines: Iterable[LineSpec]) -> None:
        """Draw these price lines. One in a hand, or waiting for its answer, stays where it is."""
        self.canvas.set_lines(lines)

    def set_markers(self, markers: Iterable[MarkerSpec]) -> None:
        """Draw these fills."""
        self.canvas.set_markers(markers)

    def set_preview(self, preview: Preview | None) -> None:
        """Ask this, at every move of a held line, what the line would mean there."""
        self.canvas.preview = preview

    def confirm_line(self, key: str, price: Decimal) -> None:
        """The line is at this price now: solid again; a hand that holds it goes on holding."""
        self.canvas.book.confirm(key, price)
        self.canvas.lines_changed()

    def refuse_line(self, key: str, reason: str) -> None:
        """The line springs back to its confirmed price, and the chart says why."""
        self.canvas.book.refuse(key)
        self.canvas.lines_changed()
        self.show_message(reason)

    # --- looks ---

    def set_zone(self, zone: tzinfo) -> None:
        """The user's time zone."""
        self.canvas.set_zone(zone)

    def set_scale(self, log: bool | None = None, hollow: bool | None = None) -> None:
        """A logarithmic price scale; hollow bodies for rising candles. None leaves one as it is."""
        self.canvas.set_scale(log, hollow)
        self.header.menu.log.setChecked(self.canvas.log)
        self.header.menu.hollow.setChecked(self.canvas.hollow)

    @property
    def log(self) -> bool:
        """Whether the price scale is logarithmic."""
        return self.canvas.log

    @property
    def hollow(self) -> bool:
        """Whether the bodies of rising candles are hollow."""
        return self.canvas.hollow

    def set_shades(self, shades: Shades | None) -> None:
        """Shade what this answers for the time in view (from, to; epoch seconds); None for nothing."""
        self.canvas.set_shades(shades)

    def cross_at(self, time: float | None, price: float | None = None) -> None:
        """Draw the crosshair of another chart here; None for a crosshair that has left."""
        self.canvas.cross_at(None if time is None else (time, price))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The keys of the indicators drawn."""
        return self.canvas.studies.keys

    def set_indicators(self, keys: tuple[str, ...]) -> None:
        """Draw these indicators, by their keys in `models.indicators`; unknown keys are left out."""
        self.canvas.set_indicators(keys)
        self.header.indicator_menu.tick(self.indicators)

    @property
    def alt_to_drag(self) -> bool:
        """Whether a line follows the mouse only while Alt is held."""
        return self.canvas.alt_to_drag

    def set_alt_to_drag(self, on: bool) -> None:
        """Guard lines against a drag that was not meant."""
        self.canvas.alt_to_drag = on
        self.header.menu.alt_to_drag.setChecked(on)

    def save_picture(self, path: str) -> bool:
        """Write the chart as a PNG; says on the chart what became of it."""
        saved = self.canvas.grab().save(path, "PNG")
        name = Path(path).name
        words = (
            tr("The picture {name} is saved.", name=name)
            if saved
            else tr("{name} could not be written there. Choose another folder.", name=name)
        )
        self.show_message(words)
        return saved

    def _ask_where_to_save(self) -> None:
        moment = f"{self.canvas.now():%Y-%m-%d %H%M}"
        name = f"{self.symbol.replace('/', '-')} {self.timeframe.value} {moment}.png"
        dialog = QFileDialog(self, tr("Save a picture of the chart"), name, tr("Pictures (*.png)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save_picture)
        dialog.open()

    def _scale_chosen(self, log: bool | None = None, hollow: bool | None = None) -> None:
        self.set_scale(log, hollow)
        self.look_changed.emit()

    def _guard_chosen(self, on: bool) -> None:
        self.canvas.alt_to_drag = on
        self.guard_chosen.emit(on)

    def _indicators_chosen(self, keys: tuple[str, ...]) -> None:
        self.canvas.set_indicators(keys)
        self.look_changed.emit()

    def _is_shown(self, symbol: str, timeframe: Timeframe) -> bool:
        return (symbol, timeframe) == (self.symbol, self.timeframe)

    def _symbol_chosen(self, symbol: str) -> None:
        self.used.emit()
        self.show_loading(self._instruments[symbol], self.timeframe)
        self.symbol_selected.emit(symbol)

    def _timeframe_chosen(self, text: str) -> None:
        timeframe = Timeframe.of(text)
        self.used.emit()
        if timeframe is self.timeframe:
            return
        if self.canvas.instrument is not None:
            self.show_loading(self.canvas.instrument, timeframe)
        self.timeframe_selected.emit(timeframe)

    def _older_wanted(self, before: float) -> None:
        self.older_wanted.emit(self.symbol, self.timeframe, before)

    def _line_lost(self, key: str) -> None:
        self.show_message(tr("That line is gone: its position or call has ended. Nothing was sent."))

    def _retry(self) -> None:
        if self.canvas.instrument is not None:
            self.show_loading(self.canvas.instrument, self.timeframe)
        self.retry_wanted.emit()

    def _tell_empty(self) -> None:
        if self._instruments:
            self._cover.tell("chart-line", tr("No symbol chosen"), tr("Choose one above to see its candles."))
        else:
            self._cover.tell(
                "chart-line", tr("No symbol yet"), tr("The chart appears as soon as the market's list is there.")
            )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.canvas:
            self._cover.setGeometry(self.canvas.rect())
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._countdown.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._countdown.stop()
        self._message_end.stop()
        super().hideEvent(event)
