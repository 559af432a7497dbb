"""The chart's colours, by role."""

from PySide6.QtGui import QColor

from echotrade_desktop.views.chart.candle_item import CandleColours
from echotrade_desktop.views.set_text import draw_text, text_width
from echotrade_desktop.views.theme import READABLE, VOLUME_TINT, ZONE_TINT, Palette, contrast


class Ink(dict[str, QColor]):
    """A palette as the chart uses it, by role: its own roles, and those that only a chart has."""

    def __init__(self, palette: Palette, colours: dict[str, QColor]) -> None:
        super().__init__(colours)
        self.palette = palette

    def __missing__(self, role: str) -> QColor:
        found: QColor = getattr(self.palette, role)
        self[role] = found
        return found

    def candles(self, stale: bool) -> CandleColours:
        """The candles' colours; prices that are too old are grey."""
        up, down = ("text3", "text3") if stale else ("up", "down")
        tint = self.palette.tint
        return CandleColours(
            self[up],
            self["stale_down"] if stale else self[down],
            tint(up, VOLUME_TINT),
            tint(down, VOLUME_TINT),
            self["ground"],
        )


def ink_of(palette: Palette) -> Ink:
    """The chart's inks for a palette, on the darkest surface of a dark look and the lightest of a light one."""
    ground = "bg" if palette.dark else "panel"
    box = palette.line if contrast(palette.text, palette.line) >= READABLE else palette.raised
    return Ink(
        palette,
        {
            "ground": getattr(palette, ground),
            "grid": palette.mixed("line", ground, 0.5),
            "profit": palette.tint("up", ZONE_TINT + 0.01),
            "loss": palette.tint("down", ZONE_TINT + 0.01),
            "resting": _with_alpha(palette.text3, 20),
            "resting_edge": _with_alpha(palette.text3, 90),
            "resting_text": palette.text2,
            "volatile": _with_alpha(palette.warning, 11 if palette.dark else 20),
            "volatile_edge": _with_alpha(palette.warning, 150),
            "volatile_text": palette.warning_text,
            "stale_down": palette.mixed("text3", ground, 0.55),
            "on_text2": getattr(palette, ground),
            "on_text3": getattr(palette, ground),
            "cross_box": box if palette.dark else palette.text2,
            "chip": box,
            "on_warning": palette.bg if palette.dark else palette.text,
            "on_cross_box": palette.text if palette.dark else palette.panel,
            "curve_a": palette.accent,
            "curve_a_text": palette.accent,
            "curve_b": palette.warning,
            "curve_b_text": palette.warning_text,
            "curve_c": palette.text2,
            "curve_c_text": palette.text2,
            "shade": QColor(0, 0, 0, 50 if palette.dark else 9),
            "veil": _with_alpha(getattr(palette, ground), 170),
        },
    )


def _with_alpha(colour: QColor, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


__all__ = ["Ink", "draw_text", "ink_of", "text_width"]
