"""The plot: candles, axes, lines, markers and crosshair, drawn for one viewport."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from echotrade_desktop.engine.domain.market import Candle, Instrument, Timeframe
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.axis_parts import (
    FOOT,
    GUTTER,
    cross_parts,
    grid_parts,
    price_axis_parts,
    price_text,
    time_axis_parts,
)
from echotrade_desktop.views.chart.gestures import Gestures
from echotrade_desktop.views.chart.hand import Hand, HeldBy
from echotrade_desktop.views.chart.history import History
from echotrade_desktop.views.chart.ink import ink_of
from echotrade_desktop.views.chart.layers import Layers
from echotrade_desktop.views.chart.legend_parts import Legend, key_parts, legend_parts, spoken
from echotrade_desktop.views.chart.line_book import LineBook, Preview
from echotrade_desktop.views.chart.line_layer import LastPrice, Sight, Spot, line_layer, zone_parts
from echotrade_desktop.views.chart.marker_parts import marker_parts
from echotrade_desktop.views.chart.message_parts import loading_parts, message_parts
from echotrade_desktop.views.chart.price_range import visible_range
from echotrade_desktop.views.chart.readout_parts import readout_of, readout_parts
from echotrade_desktop.views.chart.specs import LineSpec, MarkerSpec
from echotrade_desktop.views.chart.viewport import Viewport
from echotrade_desktop.views.models.candles import Bar, CandleSeries, Columns
from echotrade_desktop.views.theme import current_palette, theme_signals

_KEY_HINTS = 240.0


class ChartCanvas(pg.GraphicsView):
    """Draws one market in one timeframe. All input goes through `gestures`, all lines through `book` and `hand`.

    Signals:
    older_wanted(float): candles from before this moment (epoch seconds) are about to be in view.
    line_dropped(str, Decimal): a hand let go of the line at a new price.
    line_lost(str): the line vanished from a hand; nothing was wished for.
    """

    older_wanted = Signal(float)
    line_dropped = Signal(str, object)
    line_lost = Signal(str)

    def __init__(self, now: Callable[[], datetime], zone: tzinfo = UTC, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        self.setCacheMode(self.CacheModeFlag.CacheNone)
        self.scene().setItemIndexMethod(self.scene().ItemIndexMethod.NoIndex)
        self.setMinimumSize(240, 160)
        self.setAccessibleName("Chart")
        self._now, self._zone = now, zone
        self.series = CandleSeries(self)
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
        self.log = False
        self.hollow = False
        self.markers: tuple[MarkerSpec, ...] = ()
        self._price: Decimal | None = None
        self._direction = 0
        self._stale: float | None = None
        self._source = ""
        self._note = ""
        self._message = ""
        self._ink = ink_of(current_palette())
        self.layers = Layers(self.scene(), self.series, self._ink)
        self.gestures = Gestures(self)
        self._axis = lru_cache(maxsize=1)(price_axis_parts)  # a tick seldom moves a box, and then nothing changes
        self._wire()
        self._restyle()

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
            self.markers, self._price, self.selected, self.hovered = (), None, None, None
        self.release()
        end = self.viewport_state.end
        self.instrument, self.timeframe = instrument, timeframe
        self.history = History()
        self.series.replace([])
        view = self.viewport_state.with_seconds(timeframe.seconds)
        self.viewport_state = view.at_time(end, view.width)
        self.setAccessibleName(f"Chart of {instrument.symbol}, {timeframe.value}")
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
        self._draw_markers()

    def set_price(self, price: Decimal | None, direction: int = 0) -> None:
        """The newest price; `direction` is its sign of change, 0 keeps the colour of the candle."""
        self._price, self._direction = price, direction
        self.draw_lines()
        self._draw_readout()

    def set_stale(self, age: float | None) -> None:
        """Grey what is `age` seconds old; None: it is fresh."""
        changed = (age is None) is not (self._stale is None)
        self._stale = age
        if changed:
            self.layers.candles.set_colours(self._ink.candles(age is not None), self.hollow)
            self.draw_lines()
        self._draw_legend()

    def set_words(self, source: str | None = None, note: str | None = None, message: str | None = None) -> None:
        """The source's chip, the line below the legend, the sentence over the plot; None leaves one as it is."""
        self._source = self._source if source is None else fmt.plain(source, 40)
        self._note = self._note if note is None else fmt.plain(note, 120)
        self._message = self._message if message is None else message
        self._draw_legend()
        self._draw_readout()

    def set_scale(self, log: bool | None = None, hollow: bool | None = None) -> None:
        """A logarithmic price scale; hollow bodies for rising candles."""
        self.log = self.log if log is None else log
        self.hollow = self.hollow if hollow is None else hollow
        self.auto_price = True
        self._restyle()
        self.refresh()

    def set_zone(self, zone: tzinfo) -> None:
        """Write moments in this time zone."""
        self._zone = zone
        self.refresh()

    @property
    def message(self) -> str:
        """The sentence over the plot now."""
        return self._message

    @property
    def last_price(self) -> Decimal | None:
        """The newest price."""
        return self._price

    # --- moving about ---

    def look(self, viewport: Viewport, manual_price: bool = False) -> None:
        """Show another part of the market."""
        self.auto_price = self.auto_price and not manual_price
        self.viewport_state = viewport
        last = self.series.last
        self.following = last is None or viewport.shows(last.time)
        self.refresh()

    def look_at_newest(self) -> None:
        """Show the newest candle, with the future beside it."""
        if self.series.last is not None:
            self.look(self.viewport_state.at_newest(self.series.last.time))

    def refresh(self) -> None:
        """Draw everything for the present viewport."""
        view = self.viewport_state
        if self.auto_price and self.hand.by is None:
            found = visible_range(self.series, view, self.book)
            view = view.on_scale(self.log)
            if found is not None:
                view = view.with_prices(*found)
        self.viewport_state = view
        self.layers.box.show(view)
        self.layers.candles.set_view(view)
        self.layers.grid.show_parts(grid_parts(view, self._zone))
        self.layers.times.show_parts(time_axis_parts(view, self._zone))
        self.draw_lines()
        self._draw_markers()
        self._draw_legend()
        self.draw_cross()
        older = self.history.wanted(view, self.series.first_time)
        self._draw_readout()
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
        found = visible_range(self.series, view, self.book) if self.auto_price and self.hand.by is None else None
        if found is not None and view.with_prices(*found) != view:
            self.refresh()
        else:
            self.draw_lines()
            self._draw_readout()

    # --- the series ---

    def _series_replaced(self) -> None:
        last = self.series.last
        if last is not None and self.following:
            self.viewport_state = self.viewport_state.at_newest(last.time)
        self.refresh()

    def _series_grew(self) -> None:
        last = self.series.last
        before = self.series.bar(len(self.series) - 2) if len(self.series) > 1 else last
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
        if self.pointer is None:
            self._draw_legend()
        if before.low != after.low or before.high != after.high:
            self._draw_markers()

    # --- drawing ---

    def draw_lines(self) -> None:
        """Lines, zones, and the axes, whose numbers give way to the lines' boxes."""
        view = self.viewport_state
        if self.instrument is None:
            self.layers.lines.show_parts(())
            return
        layer = line_layer(view, self.book, Sight(self.instrument, self._last(), self.hovered, self.selected))
        self.spots = layer.spots
        self.layers.lines.show_parts(layer.parts)
        self.layers.zones.show_parts(zone_parts(view, self.book))
        self.layers.prices.show_parts(self._axis(view, self.instrument.price_decimals, tuple(layer.boxes)))

    def draw_held(self) -> None:
        """All that changes while a hand moves a line."""
        self.draw_lines()
        self._draw_legend()
        self.draw_cross()
        self._draw_readout()

    def draw_cross(self) -> None:
        """The crosshair, where the pointer is."""
        parts = ()
        view = self.viewport_state
        if self.pointer is not None and self.instrument is not None and self.hand.by is None:
            x, y = self.pointer.x(), self.pointer.y()
            if 0 <= x < view.width and 0 <= y < view.height:
                time = view.time_at(x)
                opened = time - time % view.seconds
                text = price_text(view.price_at(y), self.instrument.price_decimals)
                parts = cross_parts(view, x, y, text, opened, self._zone)
        self.layers.cross.show_parts(parts)

    def tick_clock(self) -> None:
        """A second has passed: the countdown."""
        self.draw_lines()

    def _last(self) -> LastPrice | None:
        last = self.series.last
        if self._price is None and last is None:
            return None
        price = self._price
        if price is None and self.instrument is not None:
            price = Decimal(price_text(last.close, self.instrument.price_decimals).replace(",", ""))
        role = "text3" if self._stale is not None else self._last_role(last)
        return LastPrice(price, role, self._countdown(last), last.time if last else None)

    def _last_role(self, last: Bar | None) -> str:
        rising = last.rising if last is not None else self._direction >= 0
        return "up" if rising else "down"

    def _countdown(self, last: Bar | None) -> str:
        if last is None or self._stale is not None:
            return ""
        left = last.opened_at + self.timeframe.length - self._now()
        return fmt.countdown(left) if timedelta(0) < left <= self.timeframe.length else ""

    def _draw_markers(self) -> None:
        self.layers.markers.show_parts(marker_parts(self.viewport_state, self.markers, self.series))

    def bar_in_view(self) -> Bar | None:
        """The candle under the crosshair, else the newest."""
        if self.pointer is not None and self.hand.by is None and 0 <= self.pointer.x() < self.viewport_state.width:
            time = self.viewport_state.time_at(self.pointer.x())
            index = self.series.index_at(time)
            if index >= 0 and time < self.series.times[index] + self.viewport_state.seconds:
                return self.series.bar(index)
        return self.series.last

    def draw_legend(self) -> None:
        """The legend, for the candle under the crosshair."""
        self._draw_legend()

    def _draw_legend(self) -> None:
        if self.instrument is None:
            self.layers.legend.show_parts(())
            return
        held = self.book.held
        chips = ((self._source, False),) if self._source else ()
        if self._stale is not None:
            chips += ((f"STALE {fmt.age(timedelta(seconds=self._stale))}", True),)
        emphasis, note = "", self._note
        if held is not None:
            emphasis = f"Moving the {held.spec.kind.word}"
            act = "let go" if self.hand.by is HeldBy.MOUSE else "press Enter"
            note, chips = f"nothing is sent until you {act}", ()
        legend = Legend(
            self.instrument.symbol,
            f"{self.instrument.market.value} · {self.timeframe.value}",
            self.instrument.price_decimals,
            self.bar_in_view() if held is None else None,
            note,
            emphasis,
            chips,
        )
        room = self.viewport_state.width - 8
        self.layers.legend.show_parts(legend_parts(legend, room) + self._keys(room))
        self.setAccessibleDescription(spoken(legend.bar, legend.decimals))

    def _keys(self, room: float) -> list:
        held = self.book.held
        if held is None:
            return []
        keys = [
            ("Esc", f"back to {fmt.price(held.spec.price, self.instrument)}"),
            ("↑↓", f"one tick, {self.instrument.tick}"),
            ("Shift", "ten ticks"),
        ]
        if self.hand.by is HeldBy.KEYS:
            keys.insert(0, ("Enter", "moves it"))
        return key_parts(keys, room - 12, _KEY_HINTS)

    def _draw_readout(self) -> None:
        view = self.viewport_state
        held = self.book.held
        parts = message_parts(self._message, view) if held is None else []
        if held is not None and self.instrument is not None:
            preview = self.preview(held.spec.key, held.shown) if self.preview else None
            readout = readout_of(held, self.book, self.instrument, self._price, preview)
            x = self.pointer.x() if self.pointer is not None else view.width / 2
            parts = readout_parts(readout, view, x, view.y_of(float(held.shown)), view.width - 232)
        if self.history.waiting and view.begin < (self.series.first_time or 0):
            parts += loading_parts(view, view.x_of(self.series.first_time or 0))
        self.layers.readout.show_parts(parts)

    # --- the hand ---

    def release(self) -> None:
        """Put a held line back; nothing is wished for."""
        if self.hand.put_back():
            self.gestures.forget()
            self.refresh()

    def drop(self) -> None:
        """Let go of the held line; one signal when it is at another price."""
        wish = self.hand.let_go()
        self.refresh()
        if wish is not None:
            self.line_dropped.emit(*wish)

    def _restyle(self) -> None:
        self._ink = ink_of(current_palette())
        self.setBackground(QColor(self._ink["ground"]))
        self.layers.set_ink(self._ink, self._stale is not None, self.hollow)

    # --- Qt ---

    def paintEvent(self, event: QPaintEvent) -> None:
        self.layers.exposure.areas = [
            (r.left() - 1, r.top() - 1, r.right() + 2, r.bottom() + 2) for r in event.region()
        ]
        super().paintEvent(event)
        self.layers.exposure.areas = []

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if not hasattr(self, "gestures"):  # the base class resizes itself before there is anything to lay out
            return
        self.viewport_state = self.viewport_state.resized(
            self.width() - GUTTER, self.height() - FOOT, self.devicePixelRatioF()
        )
        self.layers.resize(self.viewport_state)
        self.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.gestures.let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.gestures.wheel(event)

    def leaveEvent(self, event) -> None:
        self.gestures.leave()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.gestures.key(event):
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.gestures.tab(forward) or super().focusNextPrevChild(forward)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.gestures.focus_lost()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.release()
        super().hideEvent(event)
