"""Icons and type: all there, in the bundled sets, and never in the way of the first window."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontInfo, QPainter, QPixmap

from echotrade_desktop.resources import resource
from echotrade_desktop.views import fonts, icons, theme

VIEWS = Path(theme.__file__).parent
NAMED = re.compile(r'(?:Icon(?:Mark|Button)|icon|EmptyState|KeyButton)\(\s*"([a-z][a-z-]+)"|glyph="([a-z-]+)"')


def names_in_use():
    found = (match for path in VIEWS.rglob("*.py") for match in NAMED.finditer(path.read_text("utf-8")))
    return sorted({first or second for match in found for first, second in [match.groups()]})


def painted(name, colour):
    picture = QPixmap(24, 24)
    picture.fill(QColor("#000000"))
    painter = QPainter(picture)
    icons.paint_icon(painter, QRectF(0, 0, 24, 24), name, QColor(colour))
    painter.end()
    return picture.toImage()


def test_every_icon_that_is_named_is_in_the_set(qapp):
    icons.load_icons()
    assert len(names_in_use()) > 12
    for name in names_in_use():
        assert painted(name, "#FFFFFF") != painted(name, "#000000"), name


def test_an_icon_follows_the_theme(qapp):
    icons.load_icons()
    icon = icons.icon("gear-six", "accent")
    dark = icon.pixmap(QSize(18, 18)).toImage()
    theme.set_theme("light")
    assert icon.pixmap(QSize(18, 18)).toImage() != dark


def test_the_glyphs_are_those_that_qtawesome_would_paint(qapp):
    icons.load_icons()
    import qtawesome

    for name in names_in_use():
        font, character = icons._glyph(name)
        assert character == qtawesome.charmap(f"ph.{name}")
        assert QFontInfo(font).family() == QFontInfo(qtawesome.font("ph", 14)).family()


def test_figures_are_as_wide_as_each_other(qapp):
    """Tabular figures: without them a 1 of Inter is narrower than a 0, and prices jitter."""
    assert fonts.load_fonts()
    for weight in (fonts.REGULAR, fonts.MEDIUM, fonts.SEMIBOLD):
        widths = [fonts.metrics(13, weight).horizontalAdvance(digit) for digit in "0123456789"]
        assert max(widths) - min(widths) < 0.05


@pytest.mark.parametrize(("mono", "family"), [(False, "Inter"), (True, "JetBrains Mono")])
def test_the_bundled_type_is_the_one_that_is_drawn(qapp, mono, family):
    assert QFontInfo(fonts.font(13, mono=mono)).family() == family


def test_the_fonts_come_with_their_licence_and_stay_small():
    folder = resource("fonts")
    assert "SIL OPEN FONT LICENSE" in folder.joinpath("OFL.txt").read_text("utf-8")
    assert sum(file.stat().st_size for file in Path(str(folder)).iterdir()) < 2.5e6


def test_the_first_window_waits_for_no_icon_chart_exchange_or_messenger():
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from echotrade_desktop.views.main_window import MainWindow\n"
        "from tests.views.fakes import FakeBridge, RecordingNotifier\n"
        "window = MainWindow(FakeBridge(), notifier=RecordingNotifier())\n"
        "window.show(); window.grab()\n"
        "heavy = {'qtawesome', 'pyqtgraph', 'numpy', 'ccxt', 'telethon', 'peewee', 'superqt'} & set(sys.modules)\n"
        "print(sorted(heavy))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
