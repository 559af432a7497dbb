"""The plot: candles, axes, lines, markers and crosshair, drawn for one viewport."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.market import Candle, Instrument, Timeframe
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.axis_parts import FOOT, GUTTER
from echotrade_desktop.views.chart.canvas_events import CanvasEvents
from echotrade_desktop.views.chart.drawing import Drawing
from echotrade_desktop.views.chart.gestures import Gestures
from echotrade_desktop.views.chart.hand import Hand
from echotrade_desktop.views.chart.history import History
from echotrade_desktop.views.chart.ink import ink_of
from echotrade_desktop.views.chart.layers import Layers
from echotrade_desktop.views.chart.line_book import LineBook, Preview
from echotrade_desktop.views.chart.line_layer import Spot
from echotrade_desktop.views.chart.measure_parts import Measure
from echotrade_desktop.views.chart.pace import Pace
from echotrade_desktop.views.chart.price_range import visible_range
from echotrade_desktop.views.chart.specs import LineSpec, MarkerSpec, ShadeSpec
from echotrade_desktop.views.chart.study_drawing import StudyDrawing
from echotrade_desktop.views.chart.study_parts import pane_height
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import Bar, CandleSeries
from echotrade_desktop.views.models.indicators import StudySet
from echotrade_desktop.views.models.pyramid import Columns
from echotrade_desktop.views.theme import current_palette, theme_signals
from echotrade_desktop.views.translation import tr

Shades = Callable[[float, float], Iterable[ShadeSpec]]
"""Answers what is shaded between two moments, epoch seconds."""

_LEAST_PAST = 0.3
"""The share of a plot that was made narrow which candles keep, where they were in sight."""


class ChartCanvas(CanvasEvents):
    """Draws one market in one timeframe. All input goes through `gestures`, all lines through `book` and `hand`.

    Signals:
    older_wanted(float): candles from before this moment (epoch seconds) are about to be in view.
    line_dropped(str, Decimal): a hand let go of the line at a new price.
    line_put_back: a hand let go of a line that is where it was.
    line_lost(str): the line vanished from a hand; nothing was wished for.
    pointed(float, float): the crosshair is at this moment (epoch seconds) and price; None for neither.
    used: mouse or keyboard turned to this chart.
    """

    older_wanted = Signal(float)
    line_dropped = Signal(str, object)
    line_put_back = Signal()
    line_lost = Signal(str)
    pointed = Signal(object, object)
    used = Signal()

    def __init__(self, now: Callable[[], datetime], zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        self._set_up()
        self.now, self.zone = now, zone
        self.series = CandleSeries(self)
        self.studies = StudySet(self.series, self)  # hears of a candle before the canvas draws it
        self.viewport_state = Viewport()
        self.book = LineBook()
        self.hand = Hand(self.book)
        self.instrument: Instrument | None = None
        self.timeframe = Timeframe.M15
        self.history = History()
        self.preview: Preview | None = None
        self.spots: list[Spot] = []
        self.pointer: QPointF | None = None
        self.hovered: str | None = None
        self.selected: str | None = None
        self.following = True
        self.auto_price = True
        self.reached: set[str] = set()
        self.measure: Measure | None = None
        self.elsewhere: tuple[float, float | None] | None = None
        self.shades: Shades | None = None
        self.acts: dict[Qt.Key, Callable[[], object]] = {}
        self.alt_to_drag = False
        self.log = False
        self.hollow = False
        self.markers: tuple[MarkerSpec, ...] = ()
        self.price: Decimal | None = None
        self.direction = 0
        self.stale: float | None = None
        self.source = self.note = self.message = ""
        self._ink = ink_of(current_palette())
        self.layers = Layers(self.scene(), self.series, self._ink)
        self.layers.exposure.widget = self.viewport()
        self.gestures = Gestures(self)
        self.draw = Drawing(self)
        self.newest_told = Pace(self.draw.legend, self)  # of the newest candle, while the pointer is elsewhere
        self.draw_studies = StudyDrawing(self)
        self._wire()
        self._restyle()

    def _set_up(self) -> None:
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.setOptimizationFlag(
            self.OptimizationFlag.DontAdjustForAntialiasing
        )  # parts say themselves how far they reach
        self.scene().setItemIndexMethod(self.scene().ItemIndexMethod.NoIndex)
        self.setMinimumSize(160, 72)
        self.setAccessibleName(tr("Chart"))

    def _wire(self) -> None:
        self.series.replaced.connect(self._series_replaced)
        self.series.appended.connect(self._series_grew)
        self.series.last_changed.connect(self._last_changed)
        theme_signals().theme_changed.connect(self._restyle)

    # --- what is shown ---

    def show_market(self, instrument: Instrument, timeframe: Timeframe) -> None:
        """Turn to a market and a timeframe: what was drawn of another market is gone, the moment in view stays."""
        if self.instrument is None or instrument.symbol != self.instrument.symbol:
            self.book.clear()
            self.markers, self.price, self.selected, self.hovered = (), None, None, None
            self.reached.clear()
        self.measure = None
        self.release()
        end = self.viewport_state.end
        self.instrument, self.timeframe = instrument, timeframe
        self.history = History()
        self.series.replace([])
        view = self.viewport_state.with_seconds(timeframe.seconds)
        self.viewport_state = view.at_time(end, view.width)
        self.setAccessibleName(
            tr("Chart of {symbol}, {timeframe}", symbol=instrument.symbol, timeframe=timeframe.value)
        )
        self.refresh()

    def set_lines(self, specs: Iterable[LineSpec]) -> None:
        """Draw these price lines."""
        lost = self.book.replace(specs)
        if lost is not None:
            self.hand.put_back()
            self.line_lost.emit(lost.spec.key)
        if self.selected is not None and self.book.get(self.selected) is None:
            self.selected = None
        self.lines_changed()

    def set_markers(self, markers: Iterable[MarkerSpec]) -> None:
        """Draw these fills."""
        self.markers = tuple(markers)
        self.draw.markers()

    def set_price(self, price: Decimal | None, direction: int = 0) -> None:
        """The newest price; `direction` is its sign of change, 0 keeps the colour of the candle."""
        self.price, self.direction = price, direction
        self.draw.prices()
        if self.book.held is not None:
            self.draw.readout()

    def set_stale(self, age: float | None) -> None:
        """Grey what is `age` seconds old; None: it is fresh."""
        changed = (age is None) is not (self.stale is None)
        self.stale = age
        if changed:
            self.layers.candles.set_colours(self._ink.candles(age is not None), self.hollow)
            self.draw.lines()
        self.draw.legend()

    def set_words(self, source: str | None = None, note: str | None = None, message: str | None = None) -> None:
        """The source's chip, the line below the legend, the sentence over the plot; None leaves one as it is."""
        self.source = self.source if source is None else fmt.plain(source, 40)
        self.note = self.note if note is None else note
        self.message = self.message if message is None else message
        self.draw.legend()
        self.draw.readout()

    def set_scale(self, log: bool | None = None, hollow: bool | None = None) -> None:
        """A logarithmic price scale; hollow bodies for rising candles."""
        self.log = self.log if log is None else log
        self.hollow = self.hollow if hollow is None else hollow
        self.auto_price = True
        self._restyle()
        self.refresh()

    def set_indicators(self, keys: tuple[str, ...]) -> None:
        """Draw these indicators, by their keys in `models.indicators`."""
        self.studies.choose(keys)
        self.lay_out()

    def set_shades(self, shades: Shades | None) -> None:
        """Shade what this answers for the time in view."""
        self.shades = shades
        self.draw.shades()

    def cross_at(self, place: tuple[float, float | None] | None) -> None:
        """Draw the crosshair where it is on another chart: a moment, and its price if it is the same symbol's."""
        if place != self.elsewhere:
            self.elsewhere = place
            self.draw.looked_at()

    def set_zone(self, zone: tzinfo) -> None:
        """Write moments in this time zone."""
        self.zone = zone
        self.refresh()

    # --- moving about ---

    def look(self, viewport: Viewport, manual_price: bool = False) -> None:
        """Show another part of the market."""
        self.auto_price = self.auto_price and not manual_price
        self.viewport_state = viewport
        last = self.series.last
        self.following = last is None or viewport.shows(last.time)
        self.refresh()

    def scale_by_itself(self) -> None:
        """The price scale follows the candles and the lines near them again."""
        self.auto_price = True
        self.reached.clear()
        self.refresh()

    def reach(self, keys: Iterable[str]) -> None:
        """Stretch the price scale until these lines are in sight."""
        lines = [line for key in keys if (line := self.book.get(key)) is not None]
        self.reached.update(line.spec.key for line in lines)
        if not self.auto_price:
            for line in lines:
                self.viewport_state = self.viewport_state.including(float(line.shown))
        self.refresh()

    def stops(self) -> list[str]:
        """The keys of the stops on the chart."""
        return [line.spec.key for line in self.book if line.spec.kind.is_stop]

    def is_out_of_sight(self, key: str | None) -> bool:
        """Whether a line lies above or below the prices in view."""
        line = self.book.get(key)
        return line is not None and not self.viewport_state.shows_price(float(line.shown))

    def look_at_newest(self) -> None:
        """Show the newest candle, with the future beside it."""
        if self.series.last is not None:
            self.look(self.viewport_state.at_newest(self.series.last.time))

    def refresh(self) -> None:
        """Draw everything for the present viewport."""
        view = self.viewport_state
        if self.auto_price and self.hand.by is None:
            found = visible_range(self.series, view, self.book, self.reached)
            view = view.on_scale(self.log)
            if found is not None:
                view = view.with_prices(*found)
        self.viewport_state = view
        self.layers.exposure.touch_all()
        self.layers.box.show(view)
        self.layers.candles.set_view(view)
        older = self.history.wanted(view, self.series.first_time, len(self.series))
        self.draw.everything()
        self.draw_studies.everything()
        if older is not None:  # last: the answer may come at once
            self.older_wanted.emit(older)

    def prepend(self, candles: Iterable[Candle] | Columns) -> None:
        """Take older candles, or learn that there are none; what is in view does not move."""
        before = len(self.series)
        following, self.following = self.following, False
        self.series.prepend(candles)
        self.following = following
        self.history.answered(any_older=len(self.series) > before)
        self.refresh()

    def lines_changed(self) -> None:
        """Draw again what lines change: everything if the price range is another, else the lines."""
        view = self.viewport_state
        scales = self.auto_price and self.hand.by is None
        found = visible_range(self.series, view, self.book, self.reached) if scales else None
        if found is not None and view.with_prices(*found) != view:
            self.refresh()
        else:
            self.draw.lines()
            self.draw.readout()

    # --- the series ---

    def _series_replaced(self) -> None:
        last = self.series.last
        if last is not None and self.following:
            self.viewport_state = self.viewport_state.at_newest(last.time)
        self.refresh()

    def _series_grew(self) -> None:
        if len(self.series) == 1:  # a live candle came before the history: there is nothing yet to stay beside
            self._series_replaced()
            return
        last, before = self.series.last, self.series.bar(len(self.series) - 2)
        if last is None or before is None:
            return
        if self.following and self.viewport_state.shows(before.time):
            candles = (last.time - before.time) / self.viewport_state.seconds
            self.viewport_state = self.viewport_state.panned(-candles * self.viewport_state.step)
        self.following = self.viewport_state.shows(last.time)
        self.refresh()

    def _last_changed(self, before: Bar, after: Bar) -> None:
        view = self.viewport_state
        if not view.shows(after.time):
            return
        outside = view.y_of(after.high) < 2 or view.y_of(after.low) > view.height - 2
        if outside and self.auto_price and self.hand.by is None:
            self.refresh()
            return
        self.layers.candles.follow_last(before, after)
        self.draw_studies.newest()
        if self.pointer is None:
            self.newest_told.ask()
        if before.low != after.low or before.high != after.high:
            self.draw.markers()

    # --- the hand ---

    def release(self) -> None:
        """Put a held line back; nothing is wished for."""
        if self.hand.put_back():
            self.gestures.forget()
            self.refresh()
            self.line_put_back.emit()

    def drop(self) -> None:
        """Let go of the held line; one signal when it is at another price."""
        wish = self.hand.let_go()
        self.refresh()
        if wish is not None:
            self.line_dropped.emit(*wish)
        else:
            self.line_put_back.emit()

    def told_used(self) -> None:
        self.used.emit()

    def _restyle(self) -> None:
        self._ink = ink_of(current_palette())
        self.setBackground(QColor(self._ink["ground"]))
        self.layers.set_ink(self._ink, self.stale is not None, self.hollow)

    def lay_out(self) -> None:
        """Fit everything into the size there is."""
        height, count = self.height() - FOOT, len(self.studies.panes)
        panes = round(count * pane_height(count, height))
        size = (self.width() - GUTTER, height, self.devicePixelRatioF(), panes)
        last = self.series.last
        was_shown = last is not None and self.viewport_state.shows(last.time)
        self.viewport_state = self.viewport_state.resized(*size)
        if (
            last is not None
            and was_shown
            and self.viewport_state.x_of(last.time) < _LEAST_PAST * self.viewport_state.width
        ):
            self.viewport_state = self.viewport_state.at_newest(last.time)
        self.layers.resize(self.viewport_state)
        self.refresh()
