"""The Qt binding keeps Python's reference counts; a release that does not aborts after minutes of trading."""

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget


class Source(QObject):
    """Signals: changed(bool)."""

    changed = Signal(bool)


def test_emitting_and_painting_keep_the_counts_of_true_and_none(qtbot):
    source, window = Source(), QWidget()
    qtbot.addWidget(window)
    heard = 0

    def hear(_value):
        nonlocal heard
        heard += 1

    source.changed.connect(hear)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(200_000):
        source.changed.emit(True)
    for _ in range(2_000):
        window.update()
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert heard == 200_000
    assert all(abs(now - then) < 500 for then, now in zip(before, after, strict=True)), (before, after)
