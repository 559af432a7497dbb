"""Draws the indicators: their curves where the viewport is, and their values at the candle looked at."""

from typing import TYPE_CHECKING

from echotrade_desktop.views.chart.study_parts import bands_of, study_parts

if TYPE_CHECKING:
    from echotrade_desktop.views.chart.canvas import ChartCanvas


class StudyDrawing:
    """Fills a canvas's curve layer and the words beside it."""

    def __init__(self, canvas: "ChartCanvas") -> None:
        self._canvas = canvas
        self._ends: dict[str, list[float]] = {}

    def everything(self) -> None:
        """All curves, for another viewport or other indicators."""
        canvas, view = self._canvas, self._canvas.viewport_state
        if not canvas.studies.keys and not canvas.layers.curves.bands:
            return
        first, last = canvas.series.slice_between(view.begin - view.seconds, view.end)
        bands = bands_of(view, canvas.studies.overlays, canvas.studies.panes, slice(first, last))
        canvas.layers.curves.show(view, bands)
        self._remember()
        self.values()

    def newest(self) -> None:
        """The newest candle changed: the ends of the curves; all of them if one left its scale."""
        curves = self._canvas.layers.curves
        if not curves.bands:
            return
        if all(band.holds(band.study.values[:, -1:]) for band in curves.bands if band.study.indicator.pane):
            curves.follow_last(self._ends)
            self._remember()
            self.values()
        else:
            self.everything()

    def values(self) -> None:
        """What the indicators say at the candle under the crosshair, else at the newest."""
        canvas = self._canvas
        if canvas.layers.curves.bands or canvas.layers.studies.parts:
            decimals = canvas.instrument.price_decimals if canvas.instrument is not None else 2
            bands, index = canvas.layers.curves.bands, canvas.draw.index_in_view()
            canvas.layers.studies.show_parts(study_parts(canvas.viewport_state, bands, index, decimals))

    def _remember(self) -> None:
        bands = self._canvas.layers.curves.bands
        self._ends = {band.study.indicator.key: band.study.values[:, -1:].ravel().tolist() for band in bands}
