"""A desk to look at: a fake bridge and the real window over it, in the dark look."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from echotrade_desktop import redaction, sealed_vault
from echotrade_desktop.views import theme
from echotrade_desktop.views.main_window import MainWindow
from tests.views.fakes import UTC, FakeBridge, RecordingNotifier


@pytest.fixture(autouse=True)
def dark_look(qapp):
    theme.set_theme("dark", colour_blind=False)


@pytest.fixture
def quick_vault(monkeypatch):
    """A sealed file costs nothing to open, and what was to be kept out of the logs before is forgotten."""
    monkeypatch.setattr(sealed_vault, "COST", 10)
    monkeypatch.setattr(redaction, "_secrets", set())


@pytest.fixture
def profile(tmp_path):
    folder = tmp_path / "profile"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def bridge():
    return FakeBridge()


@pytest.fixture
def open_window(qtbot):
    """Open windows that close, and really go, at the end of the test."""
    opened = []

    def build(bridge, size=(1440, 900), **extra):
        window = MainWindow(bridge, zone=UTC, notifier=extra.pop("notifier", None) or RecordingNotifier(), **extra)
        opened.append(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        window.activateWindow()
        sized = window._arrangement.is_as_given  # docks are sized after the first layout
        qtbot.waitUntil(lambda: sized() or window.positions_dock.height() < 220)
        QApplication.processEvents()
        return window

    yield build
    for window in opened:
        window.may_close = True
        window.close()
        window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def window(open_window, bridge, qtbot):
    """The window on `bridge`, with a card for every call that waits: they are made a few at a time."""
    opened = open_window(bridge)
    qtbot.waitUntil(lambda: len(opened.approvals.cards) == len(bridge.reads["pending_approvals"]))
    return opened


@pytest.fixture
def armed(qtbot):
    """Wait until the selected card can be approved."""

    def wait(window):
        qtbot.waitUntil(lambda: window.approvals.cards[window.approvals.selected].armed)

    return wait


@pytest.fixture
def press():
    """Send a key to a widget as a hand would."""

    def send(widget, key, *modifiers):
        for modifier in modifiers:
            QTest.keyClick(widget, key, modifier)
        if not modifiers:
            QTest.keyClick(widget, key)

    return send
