"""The palette: every text can be read on every ground it lies on, in every look."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from echotrade_desktop.views import theme
from echotrade_desktop.views.chart.ink import ink_of

LOOKS = [(name, blind) for name in theme.THEMES for blind in (False, True)]
SURFACES = ("bg", "panel", "raised")
TEXTS = ("text", "text2", "text3", "accent", "up_text", "down_text", "warning_text", "danger_text")
ON_FILLS = [("on_accent", "accent_fill"), ("on_up", "up"), ("on_down", "down"), ("on_danger", "danger")]
CHIPS = [("up_text", "up"), ("down_text", "down"), ("warning_text", "warning"), ("text2", "text2")]
READABLE = 4.5


def _look(name: str, blind: bool) -> theme.Palette:
    return theme.load_palette(name, blind)


@pytest.mark.parametrize(("name", "blind"), LOOKS)
@pytest.mark.parametrize("surface", SURFACES)
def test_every_text_can_be_read_on_every_surface(name, blind, surface):
    look = _look(name, blind)
    ratios = {role: theme.contrast(getattr(look, role), getattr(look, surface)) for role in TEXTS}
    assert min(ratios.values()) >= READABLE, ratios


@pytest.mark.parametrize(("name", "blind"), LOOKS)
@pytest.mark.parametrize(("text", "fill"), ON_FILLS)
def test_text_on_a_filled_box_can_be_read(name, blind, text, fill):
    look = _look(name, blind)
    assert theme.contrast(getattr(look, text), getattr(look, fill)) >= READABLE


@pytest.mark.parametrize(("name", "blind"), LOOKS)
@pytest.mark.parametrize(("text", "tint"), CHIPS)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_chips_word_can_be_read_on_its_tint(name, blind, text, tint, surface):
    look = _look(name, blind)
    assert theme.contrast(getattr(look, text), look.mixed(tint, surface, theme.CHIP_TINT)) >= READABLE


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_the_chosen_timeframe_can_be_read_on_its_tint(name, blind):
    look = _look(name, blind)
    assert theme.contrast(look.accent, look.mixed("accent", "panel", theme.CHIP_TINT)) >= READABLE


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_a_button_under_the_cursor_stays_readable(name, blind):
    look = _look(name, blind)
    for role in ("text", "text2", "up_text", "down_text"):
        assert theme.contrast(getattr(look, role), look.hover) >= READABLE, role


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_a_filled_button_under_the_cursor_stays_readable(name, blind):
    look = _look(name, blind)
    assert theme.contrast(look.on_accent, look.accent_hover) >= READABLE
    assert theme.contrast(look.on_danger, look.danger_hover) >= READABLE


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_boxes_and_chips_on_the_chart_are_readable(name, blind):
    ink = ink_of(_look(name, blind))
    for text, fill in (("text", "chip"), ("on_warning", "warning"), ("on_cross_box", "cross_box")):
        assert theme.contrast(ink[text], ink[fill]) >= READABLE, fill


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_a_selected_row_keeps_its_numbers_readable(name, blind):
    look = _look(name, blind)
    for role in ("text", "text2", "text3", "up_text", "down_text", "warning_text"):
        assert theme.contrast(getattr(look, role), look.selection) >= READABLE, role


def test_contrast_is_the_published_ratio():
    """Black on white is 21; #777777 on white is 4.48, the well-known near miss."""
    assert theme.contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert theme.contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_a_theme_change_is_told_and_the_next_paint_uses_it(qtbot):
    theme.set_theme("dark")
    with qtbot.waitSignal(theme.theme_signals().theme_changed):
        theme.set_theme("light")
    assert theme.current_palette().name == "light"
    theme.set_theme("dark")


def test_the_colour_blind_pair_stays_when_the_look_changes(qapp):
    theme.set_theme("dark", colour_blind=True)
    theme.set_theme("light")
    assert theme.current_palette().up.name() == "#1763bf"
    theme.set_theme("dark", colour_blind=False)


def test_an_unknown_theme_is_refused_by_name():
    with pytest.raises(ValueError, match="sepia"):
        theme.set_theme("sepia")


@pytest.mark.parametrize(("name", "blind"), LOOKS)
def test_the_style_sheet_has_a_colour_for_every_name_it_uses(name, blind):
    sheet = theme.stylesheet(_look(name, blind))
    assert sheet.count("$") == 1  # the one in its heading


def test_the_look_follows_the_system_until_one_is_chosen(qapp, monkeypatch):
    hints = qapp.styleHints()
    theme.set_theme("system")
    for scheme, name in ((Qt.ColorScheme.Light, "light"), (Qt.ColorScheme.Dark, "dark")):
        monkeypatch.setattr(theme, "_system_theme", lambda name=name: name)  # off-screen there is no desktop to ask
        hints.colorSchemeChanged.emit(scheme)
        assert theme.current_palette().name == name
    theme.set_theme("light")
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert theme.current_palette().name == "light"
    theme.set_theme("dark")
