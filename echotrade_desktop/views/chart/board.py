"""Charts side by side: one, two in a row, or two rows of two; a frame around the one that is active."""

from collections.abc import Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from echotrade_desktop.views.chart.chart_view import ChartView
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr

_EDGE = 2


class _Frame(QWidget):
    """The ground a chart stands on; its edge shows whether keys and clicks elsewhere go to it."""

    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self.view = view
        self._active = False
        self._rows = QVBoxLayout(self)
        self._rows.setSpacing(0)
        self._rows.addWidget(view)

    def stand(self, alone: bool, active: bool) -> None:
        """Show an edge, unless the chart is alone."""
        edge = 0 if alone else _EDGE
        self._rows.setContentsMargins(edge, edge, edge, edge)
        self._active = active
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.fillRect(self.rect(), palette.accent if self._active else palette.panel)
        if not self._active:
            painter.setPen(palette.line)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class ChartBoard(QWidget):
    """Lays charts out. Which there are and which is active is the desk's word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Charts"))
        self._frames: list[_Frame] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(0)
        self._active: ChartView | None = None

    @property
    def views(self) -> list[ChartView]:
        """The charts, by row and column."""
        return [frame.view for frame in self._frames]

    def set_views(self, views: Sequence[ChartView]) -> None:
        """Show these charts: side by side when there are two, two in a row when there are more."""
        known = {id(frame.view): frame for frame in self._frames}
        for frame in self._frames:
            self._grid.removeWidget(frame)
        self._frames = [known.get(id(view)) or _Frame(view) for view in views]
        for gone in (frame for frame in known.values() if frame not in self._frames):
            gone.hide()
            gone.deleteLater()
        for place, frame in enumerate(self._frames):
            self._grid.addWidget(frame, *divmod(place, 2))
            frame.show()
        for line in range(2):
            self._grid.setRowStretch(line, int(line == 0 or len(views) > 2))
            self._grid.setColumnStretch(line, int(line < len(views)))
        leads = 0 if len(views) == 1 else 1
        for place, view in enumerate(views):
            view.header.set_arrangement(len(views), leads=place == leads)
        self._mark()

    def set_active(self, view: ChartView) -> None:
        """Frame this one."""
        self._active = view
        self._mark()

    def set_full(self, on: bool) -> None:
        """Whether the charts have the whole screen."""
        for view in self.views:
            view.header.set_full(on)

    def _mark(self) -> None:
        for frame in self._frames:
            frame.stand(alone=len(self._frames) == 1, active=frame.view is self._active and len(self._frames) > 1)
        if self._active is not None:
            self.setFocusProxy(self._active.canvas)
