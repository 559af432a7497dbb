"""Draws what lies over and around the candles: lines, axes, fills, legend, crosshair, the card beside a held line."""

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.chart.axis_parts import (
    cross_parts,
    grid_parts,
    price_axis_parts,
    price_text,
    time_axis_parts,
)
from echotrade_desktop.views.chart.hand import HeldBy
from echotrade_desktop.views.chart.legend_parts import Legend, key_parts, legend_parts, spoken
from echotrade_desktop.views.chart.line_layer import LastPrice, Sight, line_layer, zone_parts
from echotrade_desktop.views.chart.marker_parts import marker_parts
from echotrade_desktop.views.chart.measure_parts import measure_parts
from echotrade_desktop.views.chart.message_parts import full_parts, loading_parts, message_parts
from echotrade_desktop.views.chart.parts import Part
from echotrade_desktop.views.chart.readout_parts import readout_of, readout_parts
from echotrade_desktop.views.chart.shade_parts import shade_parts
from echotrade_desktop.views.models.candles import Bar
from echotrade_desktop.views.translation import tr

if TYPE_CHECKING:
    from echotrade_desktop.views.chart.canvas import ChartCanvas

_KEY_HINTS = 240.0
_LOW = 200  # a plot of four: candles need what rows of words would take
_BESIDE = 284  # pills, and what a moved line has been moved by


class Drawing:
    """Fills a canvas's layers from what the canvas knows."""

    def __init__(self, canvas: "ChartCanvas") -> None:
        self._canvas = canvas

    def everything(self) -> None:
        """All layers, for another viewport."""
        canvas, view = self._canvas, self._canvas.viewport_state
        canvas.layers.grid.show_parts(grid_parts(view, canvas.zone))
        canvas.layers.times.show_parts(time_axis_parts(view, canvas.zone))
        self.shades()
        self.lines()
        self.markers()
        self.legend()
        self.speak()
        self.cross()
        self.readout()

    def shades(self) -> None:
        """The times in which nothing is opened."""
        canvas, view = self._canvas, self._canvas.viewport_state
        found = canvas.shades(view.begin, view.end) if canvas.shades is not None and canvas.instrument else ()
        last = canvas.series.last
        canvas.layers.shades.show_parts(shade_parts(view, found, last.time + view.seconds if last else None))

    def lines(self) -> None:
        """Lines, zones, and the price axis."""
        self._canvas.layers.zones.show_parts(zone_parts(self._canvas.viewport_state, self._canvas.book))
        self.prices()

    def prices(self) -> None:
        """What changes with the price alone: lines with their labels, and the axis, whose numbers give way to them."""
        canvas = self._canvas
        view = canvas.viewport_state
        if canvas.instrument is None:
            canvas.layers.lines.show_parts(())
            return
        layer = line_layer(view, canvas.book, Sight(canvas.instrument, self._last(), canvas.hovered, canvas.selected))
        canvas.spots = layer.spots
        canvas.layers.lines.show_parts(layer.parts)
        canvas.layers.prices.show_parts(price_axis_parts(view, canvas.instrument.price_decimals, layer.boxes))

    def held(self) -> None:
        """All that changes when a hand takes a line."""
        self.moved()
        self.legend()
        self.cross()

    def moved(self) -> None:
        """All that changes when a held line moves on."""
        self.lines()
        self.readout()

    def looked_at(self) -> None:
        """All that follows the crosshair."""
        self.cross()
        self.legend()
        self.speak()
        self._canvas.draw_studies.values()

    def cross(self) -> None:
        """The crosshair, where the pointer is, else where it is on another chart."""
        canvas = self._canvas
        parts: list[Part] = []
        view, place = canvas.viewport_state, self._cross_place()
        if place is not None and canvas.instrument is not None and canvas.hand.by is None:
            x, y = place
            if 0 <= x < view.width and 0 <= y <= view.axis_top:
                time = view.time_at(x)
                opened = time - time % view.seconds
                text = price_text(view.price_at(y), canvas.instrument.price_decimals)
                parts = cross_parts(view, x, y, text, opened, canvas.zone, y < view.height)
        canvas.layers.cross.show_parts(parts)

    def _cross_place(self) -> tuple[float, float] | None:
        """The pixel of the crosshair; below the prices when it has a moment and no price."""
        canvas, view = self._canvas, self._canvas.viewport_state
        if canvas.pointer is not None:
            return canvas.pointer.x(), canvas.pointer.y()
        if canvas.elsewhere is None:
            return None
        time, price = canvas.elsewhere
        y = view.y_of(price) if price is not None else view.height
        return view.x_of(time), y if 0 <= y <= view.height else view.height

    def _last(self) -> LastPrice | None:
        canvas = self._canvas
        last = canvas.series.last
        price = canvas.price
        if price is None and last is not None and canvas.instrument is not None:
            price = Decimal(f"{last.close:.{canvas.instrument.price_decimals}f}")
        if price is None:
            return None
        role = "text3" if canvas.stale is not None else self._last_role(last)
        return LastPrice(price, role, self._countdown(last), last.time if last else None)

    def _last_role(self, last: Bar | None) -> str:
        canvas = self._canvas
        rising = last.rising if last is not None else canvas.direction >= 0
        return "up" if rising else "down"

    def _countdown(self, last: Bar | None) -> str:
        canvas = self._canvas
        if last is None or canvas.stale is not None:
            return ""
        left = last.opened_at + canvas.timeframe.length - canvas.now()
        return fmt.countdown(left) if timedelta(0) < left <= canvas.timeframe.length else ""

    def markers(self) -> None:
        """The fills."""
        canvas = self._canvas
        canvas.layers.markers.show_parts(marker_parts(canvas.viewport_state, canvas.markers, canvas.series))

    def index_in_view(self) -> int:
        """The index of the candle under the crosshair, else of the newest; -1 when there is none."""
        canvas = self._canvas
        view, place = canvas.viewport_state, self._cross_place()
        if place is not None and canvas.hand.by is None and 0 <= place[0] < view.width:
            time = view.time_at(place[0])
            index = canvas.series.index_at(time)
            if index >= 0 and time < canvas.series.times[index] + view.seconds:
                return index
        return len(canvas.series) - 1

    def _bar_in_view(self) -> Bar | None:
        index = self.index_in_view()
        return self._canvas.series.bar(index) if index >= 0 else None

    def legend(self) -> None:
        """The legend, for the candle under the crosshair."""
        canvas = self._canvas
        if canvas.instrument is None:
            canvas.layers.legend.show_parts(())
            return
        held = canvas.book.held
        chips: tuple[tuple[str, bool], ...] = ((canvas.source, False),) if canvas.source else ()
        if canvas.stale is not None:
            chips += ((tr("STALE {age}", age=fmt.age(timedelta(seconds=canvas.stale))), True),)
        emphasis, note = "", canvas.note
        if held is not None:
            emphasis = tr("Moving the {word}", word=held.spec.kind.word)
            act = tr("let go") if canvas.hand.by is HeldBy.MOUSE else tr("press Enter")
            note, chips = tr("nothing is sent until you {act}", act=act), ()
        legend = Legend(
            canvas.instrument.symbol,
            f"{canvas.instrument.market.value} · {canvas.timeframe.value}",
            canvas.instrument.price_decimals,
            self._bar_in_view() if held is None else None,
            note,
            emphasis,
            chips,
            low=canvas.viewport_state.height < _LOW,
        )
        room = canvas.viewport_state.width - 8
        canvas.layers.legend.show_parts(legend_parts(legend, room) + self._keys(room))

    def speak(self) -> None:
        """Tell a screen reader the candle looked at; not at every trade, which no ear could follow."""
        canvas = self._canvas
        if canvas.instrument is not None:
            canvas.setAccessibleDescription(spoken(self._bar_in_view(), canvas.instrument.price_decimals))

    def _keys(self, room: float) -> list[Part]:
        canvas = self._canvas
        held = canvas.book.held
        if held is None or canvas.instrument is None:
            return []
        keys = [
            ("Esc", tr("back to {price}", price=fmt.price(held.spec.price, canvas.instrument))),
            ("↑↓", tr("one tick, {tick}", tick=canvas.instrument.tick)),
            ("Shift", tr("ten ticks")),
        ]
        if canvas.hand.by is HeldBy.KEYS:
            keys.insert(0, ("Enter", tr("moves it")))
        return key_parts(keys, room - 12, _KEY_HINTS)

    def readout(self) -> None:
        """The card beside a held line, else the sentence over the plot."""
        canvas = self._canvas
        view = canvas.viewport_state
        held = canvas.book.held
        parts = message_parts(canvas.message, view) if held is None else []
        if canvas.measure is not None and canvas.instrument is not None and held is None:
            parts = measure_parts(canvas.measure, view, canvas.instrument.price_decimals) + parts
        if held is not None and canvas.instrument is not None:
            preview = canvas.preview(held.spec.key, held.shown) if canvas.preview else None
            readout = readout_of(held, canvas.book, canvas.instrument, canvas.price, preview)
            x = canvas.pointer.x() if canvas.pointer is not None else view.width / 2
            parts = readout_parts(readout, view, x, view.y_of(float(held.shown)), view.width - _BESIDE)
        history, first = canvas.history, canvas.series.first_time or 0
        if (history.waiting or history.full) and view.begin < first:
            parts += (loading_parts if history.waiting else full_parts)(view, view.x_of(first))
        canvas.layers.readout.show_parts(parts)
