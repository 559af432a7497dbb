"""What is on the screen before the app is imported."""

import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from echotrade_desktop import first_window
from echotrade_desktop.instance import acquire
from echotrade_desktop.resources import resource
from echotrade_desktop.views.layout_file import Layout, write_layout

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shown(qapp):
    yield lambda: first_window._Shown.window
    first_window.close_first_window()


@pytest.mark.parametrize(("theme", "ground"), [("light", "#f1f3f6"), ("dark", "#0e1116"), ("plaid", "#0e1116")])
def test_it_has_the_ground_of_the_chosen_look(tmp_path, shown, theme, ground):
    (tmp_path / "settings.toml").write_text(f'[appearance]\ntheme = "{theme}"\n', "utf-8")
    first_window.show_first_window(tmp_path)
    image = shown().grab().toImage()
    assert image.pixelColor(5, 5).name() == ground


@pytest.mark.parametrize("layout", ["", "{", '{"geometry": 3}', '{"geometry": "AAAA"}', "[]"])
def test_files_that_cannot_be_read_do_not_keep_it_from_the_screen(tmp_path, shown, layout):
    (tmp_path / "layout.json").write_text(layout, "utf-8")
    (tmp_path / "settings.toml").write_text("appearance = 3", "utf-8")
    first_window.show_first_window(tmp_path)
    assert shown().isVisible()
    assert (shown().width(), shown().height()) == first_window.SIZE


def test_it_stands_where_the_window_stood(tmp_path, shown, qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 500)
    window.show()
    geometry = bytes(window.saveGeometry().toBase64().data()).decode()
    write_layout(tmp_path / "layout.json", Layout(geometry=geometry))
    first_window.show_first_window(tmp_path)
    assert (shown().width(), shown().height()) == (700, 500)


def test_where_another_app_holds_the_profile_none_appears(tmp_path, shown):
    with acquire(tmp_path):
        first_window.show_first_window(tmp_path)
        assert shown() is None


def test_the_app_can_take_the_profile_afterwards_and_takes_the_window_away(tmp_path, shown):
    first_window.show_first_window(tmp_path)
    lock = acquire(tmp_path)
    assert lock is not None
    lock.close()
    first_window.close_first_window()
    assert shown() is None


def test_it_is_painted_and_told_of_before_the_app_goes_on(tmp_path, shown, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "n"))
        heard.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "n"))
        first_window.show_first_window(tmp_path)
        assert shown().painted
        assert heard.recv(100) == f"STATUS={first_window.SHOWN}\n".encode()


def test_it_reads_the_colours_as_they_are_written():
    written = tomllib.loads(resource("palette.toml").read_text("utf-8"))
    for theme in ("dark", "light", "contrast"):
        texts = {name: value for name, value in written[theme].items() if isinstance(value, str)}
        assert first_window._colours({"theme": theme}) == texts


def test_it_stands_before_anything_heavy_and_any_of_qts_enumerations(tmp_path):
    heavy = ("views", "app", "settings", "engine")
    names = (*(f"echotrade_desktop.{name}" for name in heavy), "numpy", "pyqtgraph", "peewee", "asyncio", "socket")
    code = (
        "import sys, PySide6.QtCore\n"
        "from pathlib import Path\n"
        "from echotrade_desktop.first_window import _Shown, show_first_window\n"
        f"show_first_window(Path({str(tmp_path)!r}))\n"
        "assert _Shown.window.painted\n"
        f"print(*(n for n in sys.modules if n.startswith({names} + ('dataclasses', 'hashlib', 'tomllib'))))\n"
        "print(*('Qt' for name in vars(PySide6.QtCore) if name == 'Qt'))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
