"""The top line: whose money it is, what it is worth, how the day goes, and the way to stop new entries."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from echotrade_desktop.engine.domain.commands import PAUSED_BY_USER
from echotrade_desktop.engine.domain.live import CLOSING
from echotrade_desktop.engine.domain.read import EquityPoint, PortfolioMetrics
from echotrade_desktop.views import format as fmt
from echotrade_desktop.views.fonts import BASE, CAPTION, FIGURE, MEDIUM, SEMIBOLD, font, metrics
from echotrade_desktop.views.icons import paint_icon, paint_triangle
from echotrade_desktop.views.models.positions import sign_tone
from echotrade_desktop.views.theme import current_palette
from echotrade_desktop.views.translation import tr
from echotrade_desktop.views.widgets.chip import Chip, keycap_width, paint_keycap
from echotrade_desktop.views.widgets.controls import Hairline, IconButton, IconMark, KeyButton
from echotrade_desktop.views.widgets.explained import About, Explained
from echotrade_desktop.views.widgets.figures import Sparkline
from echotrade_desktop.views.widgets.label import Label

HEIGHT = 48
_OPEN = ("Open positions at the newest price", "Now")
ORIGIN_OF_HEADER = {
    "Open P&L": _OPEN,
    "In positions": _OPEN,
    "Drawdown": ("Equity now, and its highest recorded point", "Since this ledger began"),
}
"""What the figures of the top line are made from, and over which time."""
_BANNER = 28


class SearchButton(QPushButton):
    """Looks like a field, opens the palette of commands."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(28)
        self.setAccessibleName(tr("Find or do something (Ctrl+K)"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.wide = True

    def set_wide(self, wide: bool) -> None:
        """The whole field, or only its icon."""
        self.wide = wide
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        words = metrics(BASE).horizontalAdvance(tr("Find or do…")) + 32 + keycap_width("Ctrl+K") + 14
        return QSize(max(178, round(words)) if self.wide else 32, 28)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = current_palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(palette.accent if self.hasFocus() else palette.line)
        painter.setBrush(palette.hover if self.underMouse() else palette.bg if palette.dark else palette.raised)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_icon(painter, QRectF(9, 7, 14, 14), "magnifying-glass", palette.text2)
        if not self.wide:
            return
        painter.setPen(palette.text3)
        painter.setFont(font(BASE))
        painter.drawText(self.rect().adjusted(32, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, tr("Find or do…"))
        width = keycap_width("Ctrl+K")
        cap = QRectF(self.width() - width - 6, 5, width, 18)
        paint_keycap(painter, cap, "Ctrl+K", palette.text2, palette.line, palette.panel)


class Bell(IconButton):
    """Opens the notices; a dot says that one has not been seen."""

    def __init__(self) -> None:
        super().__init__("bell", tr("Notices"))
        self.unseen = False

    def set_unseen(self, unseen: bool) -> None:
        """Show or take away the dot."""
        self.unseen = unseen
        self.setAccessibleName(tr("Notices, new ones") if unseen else tr("Notices"))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.unseen:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_palette().warning)
            painter.drawEllipse(QRectF(17, 3, 7, 7))


class Figure(Explained):
    """A caption over a figure."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._key, self._name, self.value = name, tr(name), Label("", BASE, MEDIUM)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addStretch(1)
        rows.addWidget(Label(self._name, CAPTION, tone="text2"))
        rows.addWidget(self.value)
        rows.addStretch(1)

    def show_value(self, text: str, tone: str = "text", tooltip: str = "") -> None:
        """Show another figure."""
        self.value.show_value(text, tone)
        source, period = ORIGIN_OF_HEADER.get(self._key, ("", ""))
        self.explain_as(About(self._name, text, tooltip, "", tr(source), tr(period)))


class Logo(QWidget):
    """The app's mark, in the ink of the text around it."""

    _BARS = ((4.0, 8.0, 7.0), (8.5, 4.5, 11.0), (13.0, 7.0, 7.0))

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(20, 20)
        self.setAccessibleName("EchoTrade")

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(palette.text)
        painter.drawRoundedRect(QRectF(0.5, 0.5, 19, 19), 5, 5)
        painter.setBrush(palette.panel)
        for x, y, height in self._BARS:
            painter.drawRoundedRect(QRectF(x, y, 3, height), 1.5, 1.5)


class Today(QWidget):
    """What the day has brought: arrow, money, percent."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[tuple[str, str]] = []
        self._sign = 0
        self.setFixedHeight(20)

    @property
    def text(self) -> str:
        """The whole as text."""
        return " ".join(text for text, _ in self._parts)

    def show_row(self, row: PortfolioMetrics) -> None:
        """Show another account's day."""
        self._sign = (row.daily_pnl > 0) - (row.daily_pnl < 0)
        role = {1: "up_text", -1: "down_text"}.get(self._sign, "text2")
        money = fmt.money(row.daily_pnl, signed=True)
        self._parts = [
            (money, role),
            (fmt.percent_points(row.daily_percent, signed=True), role),
            (tr("today"), "text2"),
        ]
        self.setAccessibleName(self.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        words = sum(metrics(BASE).horizontalAdvance(text) + 8 for text, _ in self._parts)
        return QSize(round(words) + (14 if self._sign else 0), 20)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter, x = current_palette(), QPainter(self), 0.0
        painter.setFont(font(BASE))
        if self._sign:
            role = "up_text" if self._sign > 0 else "down_text"
            paint_triangle(painter, QRectF(0, self.height() / 2 - 2.5, 7, 5), self._sign > 0, getattr(palette, role))
            x = 13
        for text, role in self._parts:
            painter.setPen(getattr(palette, role))
            painter.drawText(QRectF(x, 0, self.width() - x, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            x += metrics(BASE).horizontalAdvance(text) + 8


class Header(QWidget):
    """The top line, with a banner below it while entries are paused.

    Signals:
    pause_asked(): stop, or allow, new entries.
    search_asked(), notices_asked(): a button was pressed.
    """

    pause_asked = Signal()
    search_asked = Signal()
    notices_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Account"))
        self.setProperty("surface", "panel")
        self.menu_button, self.bell = IconButton("list", "Menu"), Bell()
        self.gear = IconButton("gear-six", "Settings")
        for button in (self.menu_button, self.gear):
            button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.name, self.mode = Label("EchoTrade", BASE, SEMIBOLD), Chip(tr("PAPER"))
        self.equity, self.today = Label(fmt.UNKNOWN, FIGURE, SEMIBOLD), Today()
        self.curve = Sparkline(tr("Equity so far"))
        self.open_pnl, self.in_positions, self.drawdown = Figure("Open P&L"), Figure("In positions"), Figure("Drawdown")
        self._figures = (self.open_pnl, self.in_positions, self.drawdown)
        self._fitted: tuple[int, ...] = ()
        self.search, self.pause = SearchButton(), KeyButton("Pause entries", "Ctrl+Shift+P", "pause-fill", "warning")
        self.pause.clicked.connect(self.pause_asked)
        self.search.clicked.connect(self.search_asked)
        self.bell.clicked.connect(self.notices_asked)
        self.banner = Banner()
        self.banner.resume.clicked.connect(self.pause_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        self._line = QHBoxLayout()
        self._line.setContentsMargins(8, 0, 12, 0)
        self._line.setSpacing(8)
        self._rules = [Hairline(vertical=True) for _ in range(2)]
        for rule in self._rules:
            rule.setFixedHeight(24)
        for part, gap in (
            (self.menu_button, 0), (Logo(), 0), (self.name, 0), (self.mode, 2), (self._rules[0], 6), (self.equity, 6),
            (self.today, 2), (self.curve, 4), (self._rules[1], 6), (self.open_pnl, 8), (self.in_positions, 10),
            (self.drawdown, 10),
        ):  # fmt: skip
            self._line.addSpacing(gap)
            self._line.addWidget(part)
        self._line.addStretch(1)
        for button in (self.search, self.bell, self.gear, self.pause):
            self._line.addWidget(button)
        top = QWidget()
        top.setFixedHeight(HEIGHT)
        top.setLayout(self._line)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(self.banner)
        stops = (self.menu_button, *self._figures, self.search, self.bell, self.gear, self.pause)
        for one, other in pairwise(stops):
            self.setTabOrder(one, other)

    def set_menus(self, main: QMenu, settings: QMenu) -> None:
        """Hang the menus on their buttons."""
        self.menu_button.setMenu(main)
        self.gear.setMenu(settings)

    def show_row(self, row: PortfolioMetrics) -> None:
        """Show the account as it stands now."""
        whole = "" if row.complete else tr("A position has no price yet and is counted at its entry")
        self.equity.show_value(fmt.money(row.equity), "text" if row.complete else "text2")
        self.equity.setToolTip(whole)
        self.equity.setAccessibleName(tr("Equity {money}", money=fmt.money(row.equity)))
        self.today.show_row(row)
        pnl = fmt.money(row.unrealised_pnl, signed=True)
        self.open_pnl.show_value(pnl, sign_tone(row.unrealised_pnl), tr("Of open positions, fees included"))
        self.in_positions.show_value(
            fmt.money(row.in_positions, decimals=0), tooltip=tr("Sum of what all positions are worth")
        )
        down, limit = (
            fmt.percent_points(row.drawdown, decimals=1),
            fmt.percent_points(row.max_drawdown_limit, decimals=0),
        )
        near = row.max_drawdown_limit > 0 and row.drawdown >= row.max_drawdown_limit * 3 / 4
        self.drawdown.show_value(
            tr("{down} of {limit}", down=down, limit=limit),
            "warning" if near else "text",
            tr("Below the highest equity; entries stop at the limit"),
        )
        self.pause.set_content(
            "Resume entries" if row.paused else "Pause entries", "play-fill" if row.paused else "pause-fill"
        )
        self.pause.setAccessibleName(self.pause.text())
        self.pause.setEnabled(row.pause_reason != CLOSING)
        self.banner.show_pause(row.paused, row.pause_reason)
        self._fit_if_needed()

    def show_mode(self, words: str, told: str, live: bool) -> None:
        """Say whose money it is."""
        self.mode.show_value(words, "danger" if live else "neutral")
        self.mode.setToolTip(told)
        self._fit_if_needed()

    def show_curve(self, points: Sequence[EquityPoint]) -> None:
        """Draw the newest part of the equity curve."""
        had = len(self.curve.points) > 1
        self.curve.set_points([point.equity for point in points[-60:]])
        if had != (len(self.curve.points) > 1):
            self._fit()
        self.curve.setToolTip("" if len(points) > 1 else tr("The equity curve begins with the first trade"))

    def _fit_if_needed(self) -> None:
        """Fit again only when a figure has become longer or shorter: results change ten times a second."""
        texts = (self.equity.text(), self.today.text, *(one.value.text() for one in self._figures), self.pause.text())
        lengths = tuple(len(text) for text in texts)
        if lengths != self._fitted:
            self._fitted = lengths
            self._fit()

    def _fit(self) -> None:
        """What matters least gives way first."""
        optional = (self.curve, self.in_positions, self.name, self.drawdown, self.open_pnl, self._rules[1])
        for part in optional:
            part.show()
        self.curve.setVisible(len(self.curve.points) > 1)
        self.search.set_wide(True)
        self.pause.set_key("Ctrl+Shift+P")
        for give_way in (
            self.curve.hide, lambda: self.search.set_wide(False), self.in_positions.hide, self.name.hide,
            lambda: self.pause.set_key(""), self.drawdown.hide, self.open_pnl.hide, self._rules[1].hide,
        ):  # fmt: skip
            self._line.invalidate()
            if self.width() == 0 or self._line.sizeHint().width() <= self.width():
                return
            give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(self.rect(), palette.panel)
        painter.fillRect(0, HEIGHT - 1, self.width(), 1, palette.line)


class Banner(QWidget):
    """Says that entries are paused, and what goes on nevertheless."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(_BANNER)
        self.told = Label("", BASE, MEDIUM, "warning")
        self.resume = QPushButton(tr("Resume entries"))
        self.resume.setProperty("kind", "link")
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 12, 1)
        line.setSpacing(8)
        line.addWidget(IconMark("pause-fill", "warning_text"))
        line.addWidget(self.told)
        line.addWidget(Label(tr("Stops, targets and closing go on."), BASE, tone="text2"))
        line.addStretch(1)
        line.addWidget(self.resume)
        self.hide()

    def show_pause(self, paused: bool, reason: str | None) -> None:
        """Appear while entries are paused."""
        self.setVisible(paused)
        self.resume.setVisible(reason != CLOSING)
        text = _pause_words(reason or "")
        self.told.show_value(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        palette, painter = current_palette(), QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, palette.line)
        painter.fillRect(0, 0, 3, self.height() - 1, palette.warning)


def _pause_words(reason: str) -> str:
    if reason == CLOSING:
        return tr("No new entries: {reason}.", reason=tr(CLOSING))
    if reason == PAUSED_BY_USER:
        return tr("Entries are paused by you.")
    return tr("Entries are paused: {reason}.", reason=fmt.plain(reason, 80)) if reason else tr("Entries are paused.")
