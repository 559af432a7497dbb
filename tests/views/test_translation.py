"""Words in another language: whole placeholders, nothing left over, and a window that speaks it."""

import re
import runpy
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from echotrade_desktop.views.translation import Translations, tr, words_of
from tests.views.fakes import FakeBridge

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "resources" / "translations").glob("*.ts"))


@pytest.fixture
def german(qapp):
    words = Translations("de", qapp)
    QCoreApplication.installTranslator(words)
    yield
    QCoreApplication.removeTranslator(words)
    words.deleteLater()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_translation_has_the_placeholders_of_its_text(file):
    wrong = [text for text, done in words_of(file.stem).items() if sorted(holes(text)) != sorted(holes(done))]
    assert wrong == []


def holes(text: str) -> list[str]:
    return re.findall(r"\{\w*\}", text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_translated_is_still_said(file):
    """`tools/collect_words` brings the file up to date."""
    collected = set(runpy.run_path(str(ROOT / "tools" / "collect_words"))["words"]())
    assert words_of(file.stem).keys() - collected == set()


def test_a_text_without_a_translation_stays_as_it_is(german):
    assert tr("Pause entries") == "Einstiege anhalten"
    assert tr("nobody has translated this") == "nobody has translated this"


def test_the_window_speaks_the_language_in_menu_tabs_docks_and_buttons(german, open_window):
    window = open_window(FakeBridge())
    assert window.actions_of.quit.text() == "Beenden"
    assert window.tabs.tabs[1].text() == "Verlauf"
    assert window.traders_dock.windowTitle() == "Händler"
    palette = window.open_palette()
    assert any(entry.text == "Einstellungen" for entry in palette._entries)
    palette.close()


def test_english_needs_no_file(qapp):
    assert words_of("en") == {}
    assert tr("Quit") == "Quit"
