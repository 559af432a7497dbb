"""A hand for the tour: real mouse and key events on the real window, and pictures of it."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

STEP_S = 0.02  # between two moves of a drag: a hand, not a jump
LOOK_S = 0.05
NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hand:
    """Clicks, drags and types like a person, then waits for what it led to."""

    def __init__(self, window: QWidget, pictures: Path) -> None:
        self._window = window
        self._pictures = pictures
        self._taken = 0
        pictures.mkdir(parents=True, exist_ok=True)

    async def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Press and release the left button on a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NO_KEYS, at or widget.rect().center())
        await asyncio.sleep(LOOK_S)

    async def press(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = NO_KEYS) -> None:
        """Press a key on a widget; where no window manager gives the window its focus back, it is taken."""
        if QApplication.activeWindow() is None:
            self._window.activateWindow()
            await self.until(self._window.isActiveWindow, 2)
        QTest.keyClick(widget, key, keys)
        await asyncio.sleep(LOOK_S)

    async def drag(self, widget: QWidget, start: QPoint, end: QPoint, half_way: Callable[[], None]) -> None:
        """Drag from one point to another, at human speed; `half_way` is called while the button is down."""
        QTest.mouseMove(widget, start)
        await asyncio.sleep(LOOK_S)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, NO_KEYS, start)
        steps = 24
        for step in range(1, steps + 1):
            QTest.mouseMove(widget, start + (end - start) * step / steps)
            await asyncio.sleep(STEP_S)
        await asyncio.sleep(0.3)
        half_way()
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, NO_KEYS, end)
        await asyncio.sleep(LOOK_S)

    async def until(self, condition: Callable[[], object], seconds: float = 20.0) -> bool:
        """Wait until something is so; False when it did not become so in time."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not condition():
            if loop.time() > deadline:
                return False
            await asyncio.sleep(LOOK_S)
        return True

    def picture(self, name: str) -> None:
        """Take a picture of the window with everything that is over it."""
        QApplication.processEvents()
        self._taken += 1
        picture = self._window.grab()
        painter = QPainter(picture)
        for dialog in self._window.findChildren(QDialog):
            if dialog.isVisible():
                painter.drawPixmap(dialog.geometry().topLeft() - self._window.geometry().topLeft(), dialog.grab())
        painter.end()
        picture.save(str(self._pictures / f"{self._taken:02}-{name}.png"))
