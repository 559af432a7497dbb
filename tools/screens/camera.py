"""The camera: puts pictures of widgets into a folder, and waits for what they show."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.views.test_walk import close_above, settle

kept: list[object] = []
"""None of these windows may go while its events are still on their way."""


class Camera:
    """Puts pictures into a folder, named after look, size and place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.before = ""
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, widget: QWidget, place: str) -> None:
        """Grab a widget as it is painted now."""
        settle()
        name = re.sub(r"[^a-z0-9]+", "-", f"{self.before} {place}".lower()).strip("-")
        widget.grab().save(str(self.folder / f"{name}.png"))

    def take_menu(self, menu: QMenu, place: str) -> None:
        """Grab an open menu and close it."""
        self.take(menu, place)
        menu.close()

    def take_above(self, window: QWidget, place: str, open_it: Callable[[], object]) -> None:
        """Grab the dialog that something opens above a window, and close it."""
        before = set(QApplication.topLevelWidgets())
        open_it()
        settle()
        for top in QApplication.topLevelWidgets():
            if top not in before and top.isVisible():
                self.take(top, place)
        close_above(window)
