"""The app's colours: one palette file, four looks, one style sheet made from them.

`current_palette()` answers what to paint with now; `theme_signals().theme_changed` tells when that has changed.
"""

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache
from string import Template
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from echotrade_desktop.resources import resource
from echotrade_desktop.views.fonts import CAPTION, font, load_fonts

SYSTEM = "system"
THEMES = ("dark", "light", "contrast")
CHIP_TINT = 0.10
ZONE_TINT = 0.08
VOLUME_TINT = 0.26
READABLE = 4.5
"""The least contrast of a text with what lies behind it (WCAG 2.2, AA)."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one look. Surfaces go bg < panel < raised < line; text fades text > text2 > text3."""

    name: str
    dark: bool
    bg: QColor
    panel: QColor
    raised: QColor
    line: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accent_fill: QColor
    on_accent: QColor
    up: QColor
    up_text: QColor
    on_up: QColor
    down: QColor
    down_text: QColor
    on_down: QColor
    warning: QColor
    warning_text: QColor
    danger: QColor
    danger_text: QColor
    on_danger: QColor

    def tint(self, role: str, share: float = CHIP_TINT) -> QColor:
        """A role's colour at `share` opacity (0 to 1), to lie over a surface."""
        colour = QColor(getattr(self, role))
        colour.setAlphaF(share)
        return colour

    def mixed(self, role: str, surface: str, share: float) -> QColor:
        """What `tint(role, share)` looks like over an opaque surface."""
        top, under = getattr(self, role), getattr(self, surface)
        return QColor.fromRgbF(*(share * a + (1 - share) * b for a, b in zip(_rgb(top), _rgb(under), strict=True)))

    @property
    def ground(self) -> QColor:
        """What lies behind the chart: the darkest surface of a dark look, the lightest of a light one."""
        return self.bg if self.dark else self.panel

    @property
    def selection(self) -> QColor:
        """The ground of a selected row of a table."""
        return self.mixed("accent", "panel", 0.12)

    @property
    def hover(self) -> QColor:
        """The ground of a raised thing under the cursor."""
        return self.mixed("text", "raised", 0.05)

    @property
    def accent_hover(self) -> QColor:
        """The ground of the button that is meant, under the cursor."""
        return self.mixed(*self._towards("accent_fill"))

    @property
    def danger_hover(self) -> QColor:
        """The ground of a dangerous button under the cursor."""
        return self.mixed(*self._towards("danger"))

    def _towards(self, role: str) -> tuple[str, str, float]:
        """A fill that stands out a little more, and never so much that the text on it is lost."""
        return ("text", role, 0.05) if self.dark else ("bg", role, 0.10)

    def sign_text(self, sign: int | bool | None) -> QColor:
        """The text colour of a gain (> 0), a loss (< 0), neither (0) or an unknown (None)."""
        if not sign:
            return self.text2
        return self.up_text if sign > 0 else self.down_text


class ThemeSignals(QObject):
    """Tells of another look.

    Signals:
    theme_changed: the palette is another one; repaint what was painted by hand.
    """

    theme_changed = Signal()


@dataclass(frozen=True, slots=True)
class _Choice:
    name: str = SYSTEM
    colour_blind: bool = False


class _Theme:
    """The one choice in force and its palette."""

    choice = _Choice()
    palette: Palette | None = None
    following = False


def current_palette() -> Palette:
    """The palette in force."""
    if _Theme.palette is None:
        _Theme.palette = _resolve(_Theme.choice)
    return _Theme.palette


@cache
def theme_signals() -> ThemeSignals:
    """The one sender of `theme_changed`."""
    return ThemeSignals()


def set_theme(name: str = SYSTEM, colour_blind: bool | None = None) -> None:
    """Put a look in force: "dark", "light", "contrast", or "system" to follow the desktop's.

    `colour_blind` swaps green and red for blue and orange; None keeps the present pair.
    Raises ValueError for another name.
    """
    if name not in (*THEMES, SYSTEM):
        raise ValueError(f"no theme {name!r}; there are {', '.join((*THEMES, SYSTEM))}")
    blind = _Theme.choice.colour_blind if colour_blind is None else colour_blind
    chosen = replace(_Theme.choice, name=name, colour_blind=blind)
    if chosen == _Theme.choice and _Theme.following:
        return  # a style sheet that is set again is worked out again for every widget
    _Theme.choice = chosen
    _apply()


def ensure_theme() -> None:
    """Put the chosen look in force unless one already is."""
    if not _Theme.following:
        _apply()


def chosen_theme() -> tuple[str, bool]:
    """The name as it was set ("system" stays "system") and whether the colour-blind pair is on."""
    return _Theme.choice.name, _Theme.choice.colour_blind


def load_palette(name: str, colour_blind: bool = False) -> Palette:
    """Read one look from the palette file."""
    table = _palette_file()
    colours = dict(table[name])
    if colour_blind:
        colours |= table["colour_blind"][name]
    dark = colours.pop("dark")
    return Palette(name=name, dark=dark, **{role: QColor(value) for role, value in colours.items()})


def stylesheet(palette: Palette) -> str:
    """The app's style sheet in a palette's colours."""
    colours = {f.name: getattr(palette, f.name).name() for f in fields(palette) if f.name not in ("name", "dark")}
    colours |= {
        "selection": palette.selection.name(),
        "ground": palette.ground.name(),
        "hover": palette.hover.name(),
        "panel_hover": palette.mixed("text", "panel", 0.05).name(),
        "accent_hover": palette.accent_hover.name(),
        "accent_pressed": palette.mixed("bg" if palette.dark else "text", "accent_fill", 0.16).name(),
        "danger_hover": palette.danger_hover.name(),
        "danger_pressed": palette.mixed("bg" if palette.dark else "text", "danger", 0.16).name(),
        "accent_tint": _rgba(palette.tint("accent", CHIP_TINT)),
        "caption": f"{CAPTION}px",
    }
    return Template(resource("style.qss").read_text("utf-8")).substitute(colours)


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _apply() -> None:
    _Theme.palette = _resolve(_Theme.choice)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        load_fonts()
        _follow_system()
        if app.style().objectName() != "fusion":
            app.setStyle("fusion")
        app.setFont(font())
        app.setPalette(_qt_palette(_Theme.palette))
        app.setStyleSheet(stylesheet(_Theme.palette))
    theme_signals().theme_changed.emit()


def _resolve(choice: _Choice) -> Palette:
    name = _system_theme() if choice.name == SYSTEM else choice.name
    return load_palette(name, choice.colour_blind)


def _system_theme() -> str:
    if QGuiApplication.instance() is None:
        return "dark"
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "light" if hints.colorScheme() == Qt.ColorScheme.Light else "dark"


def _follow_system() -> None:
    if _Theme.following:
        return
    _Theme.following = True
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(_system_changed)
    hints.accessibility().contrastPreferenceChanged.connect(_system_changed)


def _system_changed() -> None:
    if _Theme.choice.name == SYSTEM and _Theme.palette is not None and _Theme.palette.name != _system_theme():
        _apply()


def _qt_palette(palette: Palette) -> QPalette:
    role = QPalette.ColorRole
    qt = QPalette()
    for target, colour in {
        role.Window: palette.panel, role.Base: palette.bg, role.AlternateBase: palette.panel,
        role.Button: palette.raised, role.ToolTipBase: palette.raised, role.Highlight: palette.accent_fill,
        role.WindowText: palette.text, role.Text: palette.text, role.ButtonText: palette.text,
        role.ToolTipText: palette.text, role.HighlightedText: palette.on_accent,
        role.PlaceholderText: palette.text3, role.Link: palette.accent, role.Mid: palette.line,
        role.Accent: palette.accent,
    }.items():  # fmt: skip
        qt.setColor(target, colour)
    for target in (role.WindowText, role.Text, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, target, palette.text3)
    return qt


@cache
def _palette_file() -> dict[str, Any]:
    return tomllib.loads(resource("palette.toml").read_text("utf-8"))


def _rgb(colour: QColor) -> tuple[float, float, float]:
    return colour.redF(), colour.greenF(), colour.blueF()


def _rgba(colour: QColor) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alphaF():.3f})"


def _luminance(colour: QColor) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
