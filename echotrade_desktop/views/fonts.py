"""The app's type: Inter with tabular figures in three sizes, JetBrains Mono for quoted messages and formulas."""

from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from echotrade_desktop.resources import resource

CAPTION, BASE, FIGURE = 11, 13, 20
"""The three sizes, in logical pixels."""
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "JetBrainsMono-Regular.ttf")


@cache
def load_fonts() -> bool:
    """Register the bundled fonts once; False when one is missing and the system's stands in."""
    return all(QFontDatabase.addApplicationFont(str(resource("fonts", name))) >= 0 for name in _FILES)


def font(size: int = BASE, weight: int = REGULAR, mono: bool = False) -> QFont:
    """A font of the app. Tabular digits differ in width by weight: keep one weight a column."""
    return QFont(_font(size, weight, mono))


@cache
def metrics(size: int = BASE, weight: int = REGULAR, mono: bool = False) -> QFontMetricsF:
    """The metrics of `font(...)`."""
    return QFontMetricsF(_font(size, weight, mono))


@cache
def _font(size: int, weight: int, mono: bool) -> QFont:
    load_fonts()
    general = QFontDatabase.SystemFont.FixedFont if mono else QFontDatabase.SystemFont.GeneralFont
    made = QFontDatabase.systemFont(general)
    made.setFamilies(["JetBrains Mono" if mono else "Inter", *made.families()])
    made.setPixelSize(size)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setFeature(QFont.Tag.fromString("tnum"), 1)
    return made
