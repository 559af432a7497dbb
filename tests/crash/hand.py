"""The hand of `restless_hand`, and the window it plays with, in a process of their own.

python -m tests.crash.hand FOLDER SEED SECONDS
"""

import asyncio
import json
import logging
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from echotrade_desktop.app import run_app

TEMPTATION = 20  # how much rather it goes for what answers to a hand than for a label
WORDS = (
    "67500", "-1", "0", "1e400", "nan", "12,5", "BTC", "btc long 67500 sl 66000", "x" * 400, "\u202eevil",
    "<b>bold</b>", "1e-10", "100 %", "09:00", "Europe/Berlin", " ", "stop", "close", "theme", "café ☕",
)  # fmt: skip


class Complaints(logging.Handler):
    """Errors, and whatever Qt complains of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        complains = record.name == "qt" and "This plugin does not support" not in record.getMessage()
        if record.levelno >= logging.ERROR or complains:
            self.heard.append(self.format(record)[-2000:])


class Hand:
    """Does one thing after the other, each chosen by chance, to what is visible."""

    def __init__(self, seed: int, trail: Path) -> None:
        self._chance = random.Random(seed)
        self._trail = trail.open("w", encoding="utf-8", buffering=1)
        self.acts = 0
        self._acts: list[tuple[Callable[..., None], int]] = [
            (self._press, 50), (self._type, 10), (self._key, 14), (self._drag, 12), (self._wheel, 8),
            (self._second_press, 3), (self._resize, 1),
        ]  # fmt: skip

    def act(self) -> None:
        window = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self._some_window()
        if window is None:
            return
        parts = [part for part in window.findChildren(QWidget) if part.isVisible() and part.isEnabled()]
        weights = [1 if part.focusPolicy() is Qt.FocusPolicy.NoFocus else TEMPTATION for part in parts]
        (part,) = self._chance.choices([window, *parts], [1, *weights])
        (act,) = self._chance.choices(*zip(*self._acts, strict=True))
        self.acts += 1
        self._trail.write(f"{act.__name__} {type(part).__name__} {part.accessibleName() or part.objectName()!r}\n")
        act(part)

    def _some_window(self):
        windows = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
        return self._chance.choice(windows) if windows else None

    def _point(self, part):
        return QPoint(self._chance.randrange(max(1, part.width())), self._chance.randrange(max(1, part.height())))

    def _press(self, part) -> None:
        button = self._chance.choices([Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton], [9, 1])[0]
        QTest.mouseClick(part, button, Qt.KeyboardModifier.NoModifier, self._point(part))

    def _second_press(self, part) -> None:
        QTest.mouseDClick(part, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._point(part))

    def _drag(self, part) -> None:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mousePress(part, left, none, self._point(part))
        for _ in range(self._chance.randrange(1, 6)):
            QTest.mouseMove(part, self._point(part))
        if self._chance.random() < 0.1:
            QTest.keyClick(part, Qt.Key.Key_Escape)
        QTest.mouseRelease(part, left, none, self._point(part))

    def _type(self, part) -> None:
        words = self._chance.choice(WORDS)
        if words.isascii():
            QTest.keyClicks(part, words)
        else:
            QApplication.clipboard().setText(words)
            QTest.keyClick(part, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def _key(self, part) -> None:
        named = [
            Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Up, Qt.Key.Key_Down,
            Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_Delete,
            Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_F11, Qt.Key.Key_Backspace, Qt.Key.Key_Menu, Qt.Key.Key_Comma,
        ]  # fmt: skip
        key = self._chance.choice([*named, *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_Z + 1))])
        held = self._chance.choices(
            [
                Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier,
                Qt.KeyboardModifier.AltModifier,
                Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
            ],
            [5, 3, 2, 1, 1],
        )[0]  # fmt: skip
        QTest.keyClick(part, key, held)

    def _wheel(self, part) -> None:
        point = self._point(part)
        turned = QPoint(0, self._chance.choice([-720, -120, -15, 15, 120, 720]))
        event = QWheelEvent(
            QPointF(point), QPointF(part.mapToGlobal(point)), QPoint(), turned, Qt.MouseButton.NoButton,
            self._chance.choice([Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier]),
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(part, event)

    def _resize(self, part) -> None:
        part.window().resize(self._chance.choice([1024, 1280, 1920, 700]), self._chance.choice([700, 1080, 500]))


def window(folder: Path, seed: int, seconds: int) -> int:
    """Open the window, let the hand do its work, say how it was as one line of JSON."""
    hand, complaints = Hand(seed, folder / "hand.txt"), Complaints()
    logging.getLogger().addHandler(complaints)

    async def act(session) -> None:
        seen = -1

        def rescue() -> None:
            """A menu waits for its answer in a loop of its own, in which the hand's next turn never comes."""
            nonlocal seen
            waiting = QApplication.activePopupWidget() or QApplication.activeModalWidget()
            if seen == hand.acts and waiting is not None:
                waiting.close()
            seen = hand.acts

        timer = QTimer(session.window)
        timer.timeout.connect(rescue)
        timer.start(300)
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            hand.act()
            await asyncio.sleep(0.02 if hand.acts % 10 == 0 else 0)
        timer.stop()

    profile = folder / "profile"
    profile.mkdir(mode=0o700, exist_ok=True)
    os.chdir(folder)  # pictures and exports go there
    code = run_app(profile, act)
    print(json.dumps({"acts": hand.acts, "complaints": complaints.heard[:20]}), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(window(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
